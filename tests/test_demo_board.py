"""Coded as by hand, the bundled debate has something in every column, and shows changes of mind in both directions."""

from __future__ import annotations

import json
from datetime import date

import pytest

from whipcount.config import Settings
from whipcount.demo import demo_gold, demo_sources
from whipcount.evaluate.demo import load_gold
from whipcount.model import SIDES, CodedStatement, Coding, Position, SaidOn, Span, Speaker, Statement
from whipcount.positions import positions, tally


def _published() -> dict[str, date]:
    days: dict[str, date] = {}
    for path in demo_sources():
        if path.suffix == ".jsonl":
            records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            days.update({record["id"]: date.fromisoformat(record["published"]) for record in records})
        elif path.suffix == ".html":
            days[path.stem] = date.fromisoformat(path.stem[-10:])
    return days


def _coded() -> list[CodedStatement]:
    days = _published()
    coded = []
    for n, label in enumerate(load_gold(demo_gold())):
        speaker = Speaker(label.speaker, label.kind, label.speaker)
        said_on = SaidOn(label.said_on, label.said_on, "day", (), "gold") if label.said_on else None
        made = Statement(f"s{n}", label.document, (), (), (Span(0, 1),), "direct", speaker, said_on, 1.0)
        day = days.get(label.document)
        for proposition, stance in label.stance.items():
            if stance != "none" and not label.earlier:  # retold, and the day of publication would be wrong
                coding = Coding(made.id, proposition, "gold", "human", stance, 1.0, {stance: 1.0})
                coded.append(CodedStatement(made, label.fragment, day, None, None, coding))
    return coded


@pytest.fixture(scope="module")
def board() -> dict[tuple[str, str], Position]:
    found = positions(_coded(), Settings())
    # An op-ed's writer is an actor of its own document until somebody links them to the person.
    return {(position.proposition, position.actor): position for position in found if position.kind != "writer"}


def test_every_column_of_the_ban_has_somebody(board: dict[tuple[str, str], Position]) -> None:
    counts = tally(position for (proposition, _), position in board.items() if proposition == "ban-ships")
    assert [side for side in SIDES if counts[side] == 0] == []


@pytest.mark.parametrize(
    ("actor", "sides"),
    [
        ("Marta Quill", ["against", "for"]),
        ("Tobias Renn", ["against", "leaning_against", "for"]),
        ("Cormac Tully", ["leaning_for", "for"]),
        ("Hester Blyne", ["undecided", "for"]),
        ("Delia Forsan", ["against", "leaning_against"]),
    ],
)
def test_actors_move(board: dict[tuple[str, str], Position], actor: str, sides: list[str]) -> None:
    shifts = board["ban-ships", actor].shifts
    assert [shifts[0].from_side, *(shift.to_side for shift in shifts)] == sides


def test_two_people_of_one_surname_stand_on_different_sides(board: dict[tuple[str, str], Position]) -> None:
    assert board["ban-ships", "Petra Lindqvar"].lean == "for"
    assert board["ban-ships", "Jonas Lindqvar"].lean == "against"


def test_some_never_move(board: dict[tuple[str, str], Position]) -> None:
    assert board["ban-ships", "Basil Thornbury"].shifts == ()
    assert board["ban-ships", "Petra Lindqvar"].shifts == ()


def test_the_second_proposition_divides_people_in_another_way(board: dict[tuple[str, str], Position]) -> None:
    assert board["shore-power", "Delia Forsan"].lean == "for"
    assert board["shore-power", "Ansel Brodie"].shifts != ()
