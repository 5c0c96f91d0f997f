"""What the words of a statement show beside its stance: where the argument stands, the evidence, and the tone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.shell import Shell
from test_arguments import coded, coder
from whipcount.coding import marks, tones
from whipcount.errors import OffsetError
from whipcount.model import Argument, Coding, Proposition, Span, Spans
from whipcount.store.checks import check_coding

__all__ = ["coded", "coder"]

BAN = Proposition(
    "ban",
    "Phones should be banned from schools",
    "q",
    arguments=(
        Argument("reach", "Parents must be able to reach their children", "con"),
        Argument("marks", "Marks rise when phones are gone", "pro"),
    ),
)

RHETORICAL = (
    "Why should a child of twelve need a phone in a lesson?",
    "Is it safe? No.",
    "Since when do lobbyists write our laws?",
    "How many more letters do they need?",
    "Don't we owe them more than this?",
    "You want to put a clock on my bathtub? Try it",
    "Would we hand our keys to a stranger?",
    "What do they suppose a pensioner lives on?",
)
IRONIC = (
    "A brilliant idea: let's ban phones, and while we are at it ban pencils too.",
    "How very convenient that the report comes after the vote.",
    "Oh great, another study.",
    "Heaven forbid that the rich should pay.",
    "Splendid, a second fence to look at.",
    "Just what the village needed: another car park.",
)
PLAIN = (
    "Why did the council vote for it?",
    "When will the bridge open?",
    "How much will it cost?",
    "Can you tell us more about the plan?",
    "It is a brilliant idea and I back it.",
    "How generous the grant will be is not yet known.",
    "We asked whether the ban would hold.",
    "We know exactly what it will cost.",
)


@pytest.mark.parametrize("text", RHETORICAL)
def test_a_question_that_asks_for_nothing_is_flagged(text: str) -> None:
    assert tones(text) == ("rhetorical_question",)


@pytest.mark.parametrize("text", IRONIC)
def test_set_phrases_of_mockery_are_flagged(text: str) -> None:
    assert tones(text) == ("irony",)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_asked_or_said_plainly_is_not(text: str) -> None:
    assert tones(text, "asked") == ()


def test_a_reporter_may_tell_that_a_remark_is_no_earnest() -> None:
    assert tones("We will build it on the moon", "joked that") == ("irony",)


def test_tones_take_no_time_on_long_text() -> None:
    """No pattern goes through a text more than once from each place: 200,000 characters without an end."""
    for text in ("why should " + "and so on " * 20_000, "why not ban it " * 20_000, "as if it were " * 20_000):
        assert tones(text) == ()
    words = "and so on we go " * 20_000
    (span,) = marks(words, ((Span(0, len(words)),), ()), BAN, "oppose", "reach").argument_spans
    assert (span.start, span.end) == (0, len(words))


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('"I will vote against it. Parents must reach their children."', 'Parents must reach their children."'),
        (
            "she would oppose it because parents have to reach their children",
            "because parents have to reach their children",
        ),
        ("it would be wrong", "it would be wrong"),
        (
            "I will vote against it. A mother on the late shift cannot ring home",
            "A mother on the late shift cannot ring home",
        ),
        ("a girl with asthma may need help at once, and he would vote no", "a girl with asthma may need help at once"),
        (
            "the plan had been read with care, because a bus may be late and a gate locked, he thought",
            "because a bus may be late and a gate locked, he thought",
        ),
    ],
)
def test_the_argument_stands_in_the_clause_that_uses_its_words(content: str, shown: str) -> None:
    text = f"Ann Lee said {content}, on Monday."
    start = text.index(content)
    said: Spans = (Span(start, start + len(content)),)
    (span,) = marks(text, (said, (Span(8, 12),)), BAN, "oppose", "reach").argument_spans
    assert text[span.start : span.end] == shown


def test_of_several_pieces_the_one_that_gives_it_is_marked() -> None:
    text = '"I oppose it," Ann Lee said. "Parents must reach their children."'
    said: Spans = (Span(0, 13), Span(29, len(text)))
    assert marks(text, (said, ()), BAN, "oppose", "reach").argument_spans == (Span(29, len(text)),)
    assert marks(text, (said, ()), BAN, "oppose", None).argument_spans == ()


def test_what_takes_no_stance_has_no_marks() -> None:
    text = "Why should we? A study of 400 firms found that jobs follow."
    said: Spans = (Span(0, len(text)),)
    assert marks(text, (said, ()), BAN, "support", None).evidence == ("study",)
    shown = marks(text, (said, ()), BAN, "none", None)
    assert (shown.argument_spans, shown.evidence, shown.tone) == ((), (), ())


def test_they_are_in_the_record_whoever_judges(coded: Shell, project: Path) -> None:
    (project / "b.jsonl").write_text(
        json.dumps(
            {
                "id": "b",
                "text": "Ivy Ude said we reject the tram since it stinks, and it costs too much, and why? No, never.",
            }
        )
    )
    assert coded("build", "b.jsonl").code == 0

    def row() -> dict:
        return next(one for one in coded("statements", "--all", "--json").json if one["actor"] == "Ivy Ude")

    machine = row()
    assert machine["tone"] == ["rhetorical_question"]
    document = json.loads((project / "b.jsonl").read_text())["text"]
    assert [document[start:end] for start, end in machine["argument_spans"]] == ["and it costs too much"]
    assert coded("code", machine["statement"], "--proposition", "tram", "--stance", "oppose").code == 0
    human = row()
    assert (human["coder_kind"], human["tone"], human["argument_spans"]) == (
        "human", machine["tone"], machine["argument_spans"],
    )  # fmt: skip


def test_a_place_outside_the_text_is_refused() -> None:
    coding = Coding("s", "p", "m", "model", "support", 1.0, {"support": 1.0}, argument_spans=(Span(3, 9),))
    check_coding(coding, 9)
    with pytest.raises(OffsetError, match=r"its argument \[3, 9\) does not lie inside"):
        check_coding(coding, 8)
