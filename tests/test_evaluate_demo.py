"""The example debate is scored by what a statement covers, whom it names, its day and its stance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from whipcount.demo import demo_gold
from whipcount.evaluate.demo import GoldStatement, Share, load_gold, locate, same_name, score_demo
from whipcount.model import Coding, Document, Extraction, SaidOn, Span, Speaker, Statement

TEXT = "On Monday Ada Brel, the mayor, said the ships\nmust go. A colleague said nothing would change."
DOCUMENT = Document(id="d", given_id="articles/x.html", text=TEXT, raw_sha256="0")
MONDAY = date(2025, 5, 5)
BAN = GoldStatement("x", "the ships must go", "Ada Brel", "person", {"ban": "support"}, said_on=MONDAY)
CHANGE = GoldStatement("x", "nothing would change", "A colleague", "anonymous", {"ban": "none"})


def _statement(words: str, name: str | None, said_on: SaidOn | None = None) -> Statement:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    speaker = Speaker(name=name, kind="person", as_written=name or "she")
    return Statement(words, "d", (), (), (span,), "indirect", speaker, said_on, 0.9)


def _day(start: date, end: date) -> SaidOn:
    return SaidOn(start, end, "day" if start == end else "range", (), "weekday")


def _score(*statements: Statement, codings: tuple[Coding, ...] = ()):
    return score_demo([Extraction(DOCUMENT, statements)], [BAN, CHANGE], codings)


def _coding(statement: Statement, stance: str) -> Coding:
    return Coding(statement.id, "ban", "model", "model", stance, 0.9, {stance: 1.0})  # type: ignore[arg-type]


def test_a_perfect_record_scores_full_marks() -> None:
    ban = _statement("the ships\nmust go", "Ada Brel", _day(MONDAY, MONDAY))
    change = replace(_statement("nothing would change", None), speaker=Speaker(None, "anonymous", "A colleague"))
    score = _score(ban, change, codings=(_coding(ban, "support"),))
    assert (score.found, score.speaker, score.kind) == (Share(2, 2),) * 3
    assert score.said_on == Share(1, 1)
    assert score.stance == {"ban": Share(2, 2)}
    assert score.taken == {"ban": Share(1, 1)}
    assert score.missed == ()


def test_nothing_found_is_nothing_right_and_all_missed() -> None:
    score = _score()
    assert score.found == Share(0, 2)
    assert score.speaker.value == 0.0
    assert score.missed == (BAN, CHANGE)


def test_half_of_the_fragment_is_enough_and_less_is_not() -> None:
    assert _score(_statement("the ships", "Ada Brel")).found.right == 1
    assert _score(_statement("the", "Ada Brel")).found.right == 0


def test_the_innermost_of_two_covering_statements_is_scored() -> None:
    outer = _statement(TEXT[10:], "Somebody Else")
    inner = _statement("the ships\nmust go", "Ada Brel")
    assert _score(outer, inner).speaker == Share(1, 2)


def test_a_wrong_or_missing_stance_counts_against() -> None:
    ban = _statement("the ships\nmust go", "Ada Brel")
    assert _score(ban).taken == {"ban": Share(0, 1)}
    assert _score(ban, codings=(_coding(ban, "oppose"),)).taken == {"ban": Share(0, 1)}


@pytest.mark.parametrize(
    ("said_on", "right"),
    [
        (_day(MONDAY, MONDAY), 1),
        (_day(date(2025, 5, 3), date(2025, 5, 6)), 1),
        (_day(date(2025, 5, 1), date(2025, 5, 31)), 0),
        (_day(date(2025, 5, 6), date(2025, 5, 6)), 0),
        (None, 0),
    ],
)
def test_a_day_is_right_inside_a_week_at_most(said_on: SaidOn | None, right: int) -> None:
    assert _score(_statement("the ships\nmust go", "Ada Brel", said_on)).said_on == Share(right, 1)


@pytest.mark.parametrize(
    ("found", "speaker", "kind", "same"),
    [
        ("Mrs Ada Brel", "Ada Brel", "person", True),
        ("Brel", "Ada Brel", "person", False),
        ("Ivo Brel", "Ada Brel", "person", False),
        (None, "Ada Brel", "person", False),
        ("more than two hundred residents", "residents", "group", True),
        ("the Port Authority’s", "Port Authority", "organisation", True),
        ("Chamber of Commerce", "Chamber of Shipping", "organisation", False),
        ("the", "Port Authority", "organisation", False),
    ],
)
def test_names_match_in_full_for_persons_and_by_words_for_others(found, speaker, kind, same) -> None:
    assert same_name(found, GoldStatement("x", "…", speaker, kind, {})) is same


def test_a_second_signatory_is_as_right_as_the_first() -> None:
    assert same_name("Ivo Lund", replace(BAN, also=("Ivo Lund",)))


def test_white_space_may_differ_between_label_and_text() -> None:
    assert locate(DOCUMENT, "ships must go") == Span(40, 53)
    assert locate(DOCUMENT, "boats must go") is None


def test_the_bundled_labels_load() -> None:
    gold = load_gold(demo_gold())
    assert sum(label.sure and set(label.stance.values()) != {"none"} for label in gold) >= 60
    assert any(label.said_on for label in gold)
