"""Floors under the marks beside the stance, on the half of our statements of which only scores were looked at."""

from __future__ import annotations

import hashlib

import pytest

import marks
from whipcount.coding import Coder

STATEMENTS_SHA256 = "1fb36908b0453fc00ea281a53f0441885074e567985c92c1c41216d09dd85807"
FLOORS = {
    "condition, exactly": 0.8,
    "condition, by words": 0.95,
    "argument": 0.57,
    "argument_span, by words": 0.57,
    "place of a given argument, by words": 0.68,
    "expert": 0.6,
    "study": 0.5,
    "anecdote": 0.75,
    "precedent": 0.58,
    "rhetorical_question": 0.7,
    "irony": 0.45,
}


def test_the_marks_of_statements_stay_as_right_as_they_were() -> None:
    assert hashlib.sha256(marks.STATEMENTS.read_bytes()).hexdigest() == STATEMENTS_SHA256
    found = marks.score("checking", Coder(), model=False)
    assert not {name: found[name]["f1"] for name, floor in FLOORS.items() if found[name]["f1"] < floor}


@pytest.mark.parametrize("half", marks.HALVES)
def test_gold_spans_are_words_of_their_statement(half: str) -> None:
    questions = marks.read(half)
    assert (len(questions), {len(question) for question in questions}) == (20, {4})
    for gold in (one.gold for question in questions for one in question):
        for span in filter(None, (gold["condition"], gold["argument_span"])):
            assert gold["content"][slice(*span)].strip() == gold["content"][slice(*span)] != ""
        assert (gold["condition"] is not None) == (gold["stance"] == "conditional")
        assert (gold["argument"] is None) == (gold["argument_span"] is None)
