"""The draw of misses and false alarms, on a text of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import misses
from measures import scorer

TEXT = "Li said it rained. Wu fears a flood. Orr denied it."


def attribution(source: str, cue: str, content: str, **more: float) -> dict[str, Any]:
    return {
        role: [[TEXT.index(words), TEXT.index(words) + len(words)]]
        for role, words in (("source", source), ("cue", cue), ("content", content))
    } | more


SAID = attribution("Li", "said", "it rained")
FEARS = attribution("Wu", "fears", "a flood")
DENIED = attribution("Orr", "denied", "it.")
DOUBTED = attribution("Wu", "fears", "a flood", confidence=0.1)
LONG = attribution("Li", "said", "it rained. Wu fears a flood. Orr denied", confidence=0.9)


@pytest.mark.corpus
def test_a_case_is_what_nothing_matches_and_the_last_line_counts_them_all(shared: Path) -> None:
    drawn = misses.Draw(size=2, threshold=0.3, official=scorer(shared, "attribution"))
    *found, last = misses.cases("miss", {"a": [SAID, FEARS, DENIED]}, {"a": [LONG, DOUBTED]}, {"a": TEXT}, drawn)
    assert len(found) == 2
    assert last["all"] == {"same cue, other spans": 1, "same cue, trusted too little": 1, "inside another": 1}
    assert all(case["standing"] in last["all"] for case in found)


def test_the_standing_tells_what_the_other_side_has() -> None:
    assert misses.standing(SAID, [LONG], 0.3) == "same cue, other spans"
    assert misses.standing(FEARS, [DOUBTED], 0.3) == "same cue, trusted too little"
    assert misses.standing(FEARS, [LONG], 0.3) == "inside another"
    assert misses.standing(SAID, [FEARS], 0.3) == "nothing"


def test_the_passage_shows_the_spans_in_brackets() -> None:
    assert misses.marked(TEXT, SAID) == "<S Li> <K said> <C it rained>. Wu fears a flood. Orr denied it."
