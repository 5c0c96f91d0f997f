"""The debates with gold hold together, and the board made of their articles stays as right as it was.

The gold's hash is pinned, so that a floor is never met by changing it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import debates
from whipcount.coding import load_codebook
from whipcount.config import Settings
from whipcount.demo import demo_codebook
from whipcount.evaluate.boards import BoardScore, board_figures
from whipcount.model import SIDES, STANCES
from whipcount.project import BuildReport, Engines
from whipcount.store import open_store

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


# Of the articles, codebook, statements and positions, in this order.
SHA256 = {
    "saltmere": "f10d038513f83e8ce338a5ab0479d1211d5ca3fa50e8a48b591eafff86bcf94e",
    "skylark": "513046807a45e0d99e623024aa1aeb1bb0427bb9c9e500507d0a97f1ca4112a9",
}
# A little under what the released models reach (docs/methods/positions.md). Raised with better ones, never lowered.
STATEMENTS = {
    "saltmere": {"found": 0.94, "speaker": 0.89, "day": 0.78, "stance": 0.75, "taken": 0.66},
    "skylark": {"found": 0.89, "speaker": 0.83, "day": 0.72, "stance": 0.66, "taken": 0.68},
}
BOARD = {
    "saltmere": {"position": 0.54, "side": 0.6, "shifts": 0.42},
    "skylark": {"position": 0.52, "side": 0.52, "shifts": 0.35},
}
FALSE_SHIFTS = {"saltmere": 10, "skylark": 6}  # at most
RULE_ALONE = {
    "saltmere": {"position": 0.9, "side": 0.95, "shifts": 0.74},
    "skylark": {"position": 0.99, "side": 0.99, "shifts": 0.99},
}


@pytest.fixture(scope="module", params=sorted(SHA256))
def debate(
    request: pytest.FixtureRequest, demo_build: tuple[Path, BuildReport], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, debates.Debate]:
    name: str = request.param
    sources, engines = debates.DEBATES[name], Engines.shipped(Settings())
    if name == "saltmere":
        with open_store(demo_build[0]) as store:
            return name, debates.open_debate(store, sources, engines)
    return name, debates.built(name, tmp_path_factory.mktemp("debates"), engines)


def below(score: BoardScore, floors: dict[str, float]) -> dict[str, float | None]:
    figures = board_figures([score])
    return {name: figures[name].value for name, floor in floors.items() if (figures[name].value or 0.0) < floor}


@pytest.mark.parametrize("name", sorted(SHA256))
def test_the_gold_is_what_the_floors_were_measured_on(name: str) -> None:
    sources = debates.DEBATES[name]
    articles = sorted(path for given in sources.articles for path in (given.glob("*") if given.is_dir() else [given]))
    whole = b"".join(path.read_bytes() for path in (*articles, sources.codebook, sources.statements, sources.positions))
    assert hashlib.sha256(whole).hexdigest() == SHA256[name]


def test_the_statements_stay_above_their_floors(debate: tuple[str, debates.Debate]) -> None:
    name, read = debate
    figures = debates.statement_figures([read])
    assert not {key: figures[key] for key, floor in STATEMENTS[name].items() if (figures[key].value or 0.0) < floor}


def test_the_board_stays_above_its_floors(debate: tuple[str, debates.Debate]) -> None:
    name, read = debate
    assert not below(read.end_to_end, BOARD[name])
    assert board_figures([read.end_to_end])["false"].right <= FALSE_SHIFTS[name]


def test_the_rule_of_positions_makes_of_the_gold_statements_what_people_made_of_them(
    debate: tuple[str, debates.Debate],
) -> None:
    name, read = debate
    assert not below(read.rule_alone, RULE_ALONE[name])
    assert board_figures([read.rule_alone])["false"].right <= {"saltmere": 5, "skylark": 0}[name]


def test_every_wrong_cell_has_a_cause(debate: tuple[str, debates.Debate]) -> None:
    _, read = debate
    score = read.end_to_end
    wrong = [what for what, *_ in read.wrong()]
    assert wrong.count("position") == sum(not row.column for row in score.rows)
    assert wrong.count("missed shift") == sum(len(row.missed) for row in score.rows)
    assert wrong.count("false shift") == board_figures([score])["false"].right


@pytest.mark.parametrize("name", sorted(SHA256))
def test_whoever_takes_a_side_in_the_gold_statements_has_a_line(name: str) -> None:
    sources = debates.DEBATES[name]
    people = {(g.actor, g.proposition) for g in debates.load_positions(sources.positions) if g.kind == "person"}
    for label in debates.load_gold(sources.statements):
        if label.kind == "person":
            taken = {(label.speaker, proposition) for proposition, side in label.stance.items() if side != "none"}
            assert taken <= people, label
