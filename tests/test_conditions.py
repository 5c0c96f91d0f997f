"""The words that state a condition, in the many ways in which people make one."""

from __future__ import annotations

import pytest

from whipcount.coding import condition_span
from whipcount.coding.clauses import clauses
from whipcount.coding.conditions import imagines_a_say
from whipcount.coding.polarity import Hint
from whipcount.coding.weighing import CONDITIONAL, SUPPORT, judge
from whipcount.model import Span


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("We could sign, subject to a vote of the members.", "subject to a vote of the members"),
        ("He would agree on the understanding that the school stays.", "on the understanding that the school stays"),
        ("Its four votes depend on a wall along the dyke.", "depend on a wall along the dyke"),
        ("In the event that the owner sells, we would bid.", "In the event that the owner sells"),
        ("Not without a lifeguard, she said.", "Not without a lifeguard"),
        ("We will back it as soon as the noise is measured.", "as soon as the noise is measured"),
        ("Should the council pay, the club will move.", "Should the council pay"),
        ("Were it free, nobody would object.", "Were it free"),
        ("I will sign the day the mayor does.", "the day the mayor does"),
        ("She would go along with it when the books are open.", "when the books are open"),
        ("Mend the roof first and we will pay the rent.", "Mend the roof first"),
        ("Give us a date, and I'm with you.", "Give us a date"),
        ("Fine, but the baths must stay open.", "but the baths must stay open"),
        ("With a fence round it we have nothing against the pond.", "With a fence round it"),
        ("Yes if the fee stays at £3.20 a week.", "if the fee stays at £3.20 a week"),
        ("We agree if Mrs. Lund chairs it.", "if Mrs. Lund chairs it"),
    ],
)  # fmt: skip
def test_the_words_of_a_condition_are_found(text: str, condition: str) -> None:
    span = condition_span(text)
    assert span is not None
    assert text[span.start : span.end] == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("If the road is built I will sell the shop.", "If the road is built"),
        ("Only when the quay is dry will the boats go.", "Only when the quay is dry"),
        ("It is late, and unless they hurry we shall vote no.", "unless they hurry"),
        ("We would agree if they could show us the plans.", "if they could show us the plans"),
    ],
)
def test_a_condition_ends_where_the_main_clause_begins(text: str, condition: str) -> None:
    span = condition_span(text)
    assert span is not None
    assert text[span.start : span.end] == condition


def test_the_cue_may_hold_the_conjunction() -> None:
    text = "The guild would agree if the stalls may stay, it said."
    start = text.index("the stalls")
    assert condition_span(text, start, text.index(", it")) == Span(start, text.index(", it"))
    assert condition_span("The guild said the stalls may stay.", 15) is None


def test_what_opens_a_quotation_opens_a_sentence() -> None:
    text = 'She said: "Put up a fence and we will vote for it."'
    span = condition_span(text, text.index("Put"), len(text) - 1)
    assert span is not None
    assert text[span.start : span.end] == "Put up a fence"


def test_long_text_takes_no_time() -> None:
    """Nothing is read more than once from each place: 200,000 characters without a condition."""
    for piece in ("so we go and ", "(and, ", "A word "):
        assert condition_span(piece * (200_000 // len(piece))) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is dear, and it is late.", ["It is dear", "and it is late."]),
        ("We bake bread and cakes for it as we did in May.", ["We bake bread and cakes for it", "as we did in May."]),
        ("A count showed that two in five stay at home.", ["A count showed that", "two in five stay at home."]),
        ("He is against it because children cross there.", ["He is against it", "because children cross there."]),
        ("No. Never.", ["No. Never."]),
    ],
)  # fmt: skip
def test_clauses_are_cut_where_a_reason_may_begin(text: str, expected: list[str]) -> None:
    assert [text[slice(*span)] for span in clauses(text, Span(0, len(text)))] == expected


@pytest.mark.parametrize(
    ("text", "imagined"),
    [
        ("I would close it tomorrow if I had a vote.", True),
        ("Were it up to us, the bridge would stay.", True),
        ("She would sign, if she were still in office.", True),
        ("Had he a seat on that board, he would say no.", True),
        ("In her place I would refuse; if I were her I would say why.", True),
        ("If we sat on the council, the road would be shut.", True),
        ("We would back it if it were cheaper.", False),
        ("If the members had a vote, they would refuse.", False),
        ("If I had a vote I would give it, but only if the fee falls.", False),
        ("If he was in the mood, he danced.", False),
    ],
)
def test_a_say_that_the_speaker_does_not_have_is_no_condition(text: str, imagined: bool) -> None:
    assert imagines_a_say(text) is imagined


def test_who_imagines_a_say_takes_a_side() -> None:
    row = [0.05, 0.02, 0.9, 0.01, 0.01, 0.01]
    plain, imagined = (judge(row, None, Hint(), elsewhere=False, imagined=given) for given in (False, True))
    assert max(range(6), key=plain.__getitem__) == CONDITIONAL
    assert max(range(6), key=imagined.__getitem__) == SUPPORT
    assert sum(imagined) == pytest.approx(1.0)
