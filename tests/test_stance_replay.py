"""Rows for a further round of the stance model: the opposite of a proposition turns who is for it and who against."""

from __future__ import annotations

import random

import pytest
from training.stance.data import LABELS, Row, denial
from training.stance.replay import denied


@pytest.mark.parametrize(
    ("claim", "opposite"),
    [
        ("The charge should be abolished", "The charge should not be abolished"),
        ("The charge should not be abolished", "The charge should be abolished"),
        ("The tram will be on time", "The tram will not be on time"),
        ("The charge was not a mistake", "The charge was a mistake"),
        ("The mayor has no plan", None),
        ("Free buses for everyone", None),
    ],
)
def test_a_claim_is_turned_round_by_one_word(claim: str, opposite: str | None) -> None:
    assert denial(claim) == opposite


def row(stance: str) -> Row:
    claim = "The charge should be abolished"
    return {
        "p": claim,
        "t": "said",
        "x": "",
        "y": LABELS.index(stance),
        "w": 1.0,
        "s": "examples",
        "g": "example-charge",
    }


@pytest.mark.parametrize(
    ("stance", "under_the_opposite"),
    [("support", "oppose"), ("oppose", "support"), ("noncommittal", "noncommittal"), ("none", "none")],
)
def test_who_is_for_a_claim_is_against_its_opposite(stance: str, under_the_opposite: str) -> None:
    made = list(denied(random.Random(1), [row(stance)] * 200))
    turned = [one for one in made if one["p"] == "The charge should not be abolished"]
    kept = [one for one in made if one["p"] == "The charge should be abolished"]
    assert len(turned) + len(kept) == 200
    assert 20 < len(turned) < 110
    assert {LABELS[int(str(one["y"]))] for one in turned} == {under_the_opposite}
    assert {LABELS[int(str(one["y"]))] for one in kept} == {stance}


def test_a_condition_is_left_as_it_is() -> None:
    made = list(denied(random.Random(1), [row("conditional")] * 50))
    assert made == [row("conditional")] * 50
