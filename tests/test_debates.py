"""The debates with gold hold together."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from whipcount.coding import load_codebook
from whipcount.demo import demo_codebook
from whipcount.model import SIDES, STANCES

FOLDER = Path(__file__).parent / "data" / "debates"
SKYLARK = FOLDER / "skylark"
CODEBOOKS = {"saltmere": demo_codebook(), "skylark": SKYLARK / "codebook.yaml"}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ARTICLES = {article["id"]: article for article in lines(SKYLARK / "articles" / "newspapers.jsonl")}


@pytest.mark.parametrize("label", lines(SKYLARK / "gold.jsonl"), ids=lambda label: label["fragment"][:30])
def test_each_label_of_the_second_debate_points_at_one_place_and_one_day(label: dict[str, Any]) -> None:
    article = ARTICLES[label["document"]]
    assert article["text"].count(label["fragment"]) == 1
    assert set(label["stance"]) == {"send-batteries", "fund-instead"}
    assert set(label["stance"].values()) <= set(STANCES)
    if label["said_on"]:
        days = date.fromisoformat(article["published"]) - date.fromisoformat(label["said_on"])
        assert timedelta(0) <= days <= timedelta(7)


def test_the_second_debate_is_large_enough_and_in_many_registers() -> None:
    days = [date.fromisoformat(article["published"]) for article in ARTICLES.values()]
    assert len(days) >= 10
    assert max(days) - min(days) >= timedelta(35)
    assert len({article["outlet"] for article in ARTICLES.values()}) >= 6


@pytest.mark.parametrize("debate", sorted(CODEBOOKS))
def test_the_positions_follow_from_the_shifts(debate: str) -> None:
    propositions = {proposition.id for proposition in load_codebook(CODEBOOKS[debate]).propositions}
    gold = lines(FOLDER / debate / "positions.jsonl")
    assert {label["proposition"] for label in gold} == propositions
    assert len({(label["actor"], label["proposition"]) for label in gold}) == len(gold)
    assert sum(len(label["shifts"]) for label in gold) >= 10
    for label in gold:
        assert label["position"] in (*SIDES, None)
        shifts = label["shifts"]
        assert all(first["to"] == then["from"] and first["date"] < then["date"] for first, then in pairwise(shifts))
        assert not shifts or shifts[-1]["to"] == label["position"]


@pytest.mark.parametrize("debate", sorted(CODEBOOKS))
def test_every_actor_is_one_line_and_two_share_a_surname(debate: str) -> None:
    people = {label["actor"] for label in lines(FOLDER / debate / "positions.jsonl") if label["kind"] == "person"}
    surnames = [name.split()[-1] for name in people]
    assert len(surnames) > len(set(surnames))
    assert len(people) >= 18
