"""The curve of mounting pressure: actors who come to a side and leave it, period by period."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.coded import SETTINGS, START, records, said
from whipcount.model import Position
from whipcount.positions import positions, tally
from whipcount.pressure import GROUPINGS, PERIODS, pressure, pressure_json


def found(*statements) -> list[Position]:
    return positions(statements, SETTINGS)


def test_each_period_counts_who_came_and_who_left():
    """START is a Sunday, so the week after begins on the next day."""
    rows = pressure(
        found(
            said(1, "oppose", day=0, name="Ann"),
            said(2, "support", day=1, name="Ben"),
            said(3, "support", day=16, name="Ann"),
        )
    )
    assert [(r.start.isoformat(), r.new_for, r.lost_for, r.new_against, r.lost_against, r.net) for r in rows] == [
        ("2024-08-26", 0, 0, 1, 0, -1),
        ("2024-09-02", 1, 0, 0, 0, 0),
        ("2024-09-09", 0, 0, 0, 0, 0),
        ("2024-09-16", 1, 0, 0, 1, 2),
    ]
    assert [r.statements for r in rows] == [("s1",), ("s2",), (), ("s3",)]


def test_repeating_oneself_and_firming_up_add_nothing():
    rows = pressure(found(said(1, "support", 0.6, lean="none"), said(2, "support", day=1), said(3, "support", day=2)))
    assert sum(row.new_for for row in rows) == 1


def test_the_undecided_are_on_neither_side():
    rows = pressure(found(said(1, "support"), said(2, "noncommittal", day=120)), period="month")
    assert [(row.new_for, row.lost_for, row.for_) for row in rows][-1] == (0, 1, 0)


def test_actors_are_counted_by_the_outlet_that_carried_the_change():
    first, second = said(1, "support", name="Ann"), replace(said(2, "support", name="Ben", day=1), outlet=None)
    rows = pressure(found(first, second), by="outlet", period="day")
    assert [(row.group, row.start, row.for_) for row in rows if row.new_for] == [
        ("Outlet", START, 1),
        ("", START + timedelta(days=1), 1),
    ]
    assert [row["group"] for row in pressure_json(rows)] == ["Outlet", "Outlet", None, None]


def test_a_person_s_check_is_counted_with_whom_it_brought():
    rows = pressure(found(said(1, "support", name="Ann", human=True), said(2, "support", name="Ben")))
    assert (rows[0].new_for, rows[0].reviewed) == (2, 1)


def test_nothing_dated_is_no_curve():
    assert pressure(found(said(1, "support", day=None))) == ()


@given(records(), st.sampled_from(PERIODS), st.sampled_from((None, *GROUPINGS)))
def test_the_curve_ends_at_the_count(statements, period, by):
    """Groups add up to the whole, what came less what left is what stands, and that is the board's tally."""
    standing = found(*statements)
    rows = pressure(standing, by=by, period=period)
    json.dumps(pressure_json(rows))
    came = sum(r.new_for for r in rows), sum(r.new_against for r in rows)
    left = sum(r.lost_for for r in rows), sum(r.lost_against for r in rows)
    ends = {row.group: row for row in rows}.values()
    counts = tally(p for p in standing if p.latest)
    assert came[0] - left[0] == sum(r.for_ for r in ends) == counts["for"] + counts["leaning_for"]
    assert came[1] - left[1] == sum(r.against for r in ends) == counts["against"] + counts["leaning_against"]
    for row in rows:
        assert 0 <= row.reviewed <= row.new_for + row.new_against <= len(row.statements)


@pytest.mark.parametrize("period", PERIODS)
def test_periods_follow_each_other_without_a_gap(period):
    rows = pressure(found(said(1, "support"), said(2, "oppose", day=70)), period=period)
    for before, after in pairwise(rows):
        assert after.start - before.end == timedelta(days=1)
    assert rows[0].start <= START
    assert rows[-1].end >= START + timedelta(days=70)
