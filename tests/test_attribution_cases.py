"""The reader on short texts of every kind that newspapers print, with a floor for each kind."""

from __future__ import annotations

from functools import cache

import pytest

import cases
from whipcount.model import Attribution, Span

CASES = list(cases.read_cases())  # placing the pieces fails where one is not in the text, or more than once
KINDS = sorted({case.kind for case in CASES})


@cache
def outcomes() -> list[tuple[cases.Case, cases.Outcome]]:
    return cases.outcomes()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_stays_at_its_floor(kind: str) -> None:
    """Floors stand in tests/data/attribution_floors.json; ``python bench/cases.py --raise-floors`` lifts them."""
    of_kind = [(case, outcome) for case, outcome in outcomes() if case.kind == kind]
    missed = [case.text for case, outcome in of_kind if outcome.found < outcome.items]
    assert sum(outcome.found for _, outcome in of_kind) >= cases.read_floors()[kind], missed


def test_every_kind_has_a_floor_and_at_least_six_cases() -> None:
    assert sorted(cases.read_floors()) == KINDS
    assert {kind: n for kind in KINDS if (n := sum(case.kind == kind for case in CASES)) < 6} == {}


def test_no_case_comes_twice_and_every_attribution_is_whole() -> None:
    assert len({case.text for case in CASES}) == len(CASES) >= 180
    assert all(a["source"] and a["cue"] and a["content"] for case in CASES for a in case.expected)


def test_floors_are_never_lowered() -> None:
    reached = {"a": {"found": 2}, "b": {"found": 4}, "all": {"found": 6}}
    assert cases.raised({"a": 3, "b": 3}, reached) == {"a": 3, "b": 4}


def test_the_card_shows_the_floors() -> None:
    """What ``--raise-floors`` writes there."""
    assert cases.HEAD + cases.card_rows(cases.read_floors(), CASES) + "\n" in cases.CARD.read_text(encoding="utf-8")


def test_a_piece_is_found_by_itself_or_between_bars() -> None:
    assert cases.place("no", "yes no") == (4, 6)
    assert cases.place("yes, |no| she", "no: yes, no she said") == (9, 11)


@pytest.mark.parametrize("piece", ["no", "maybe", " yes", "no|", "|no|", "||", "yes|, |no", "yes| |no"])
def test_a_piece_in_no_place_or_in_two_is_refused(piece: str) -> None:
    with pytest.raises(ValueError, match=r"a piece is text|exactly once"):
        cases.place(piece, "yes, no, no")


def test_what_is_found_where_nobody_speaks_is_an_invention() -> None:
    silent = cases.Case("no speech", "It rained.", ())
    found = Attribution((Span(0, 2),), (Span(3, 9),), (Span(3, 9),), "indirect", 0.9)
    assert cases.outcome(silent, ()) == cases.Outcome(found=1, items=1, invented=0, exact=1)
    assert cases.outcome(silent, (found,)) == cases.Outcome(found=0, items=1, invented=1, exact=0)


def test_a_case_is_found_softly() -> None:
    spoken = cases.Case("straight", "Li said so.", ({"source": [(0, 2)], "cue": [(3, 7)], "content": [(8, 10)]},))
    whole = Attribution((Span(0, 2),), (Span(3, 7),), (Span(8, 11),), "indirect", 0.9)
    other = Attribution((Span(8, 10),), (Span(3, 7),), (Span(0, 2),), "indirect", 0.9)
    assert cases.outcome(spoken, (whole,)) == cases.Outcome(found=1, items=1, invented=0, exact=0)
    assert cases.outcome(spoken, (other,)) == cases.Outcome(found=0, items=1, invented=1, exact=0)
