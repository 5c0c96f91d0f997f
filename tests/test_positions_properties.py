"""Positions of any record: order, copies, later days and repetitions change nothing that they should not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from support.coded import SETTINGS, START, only, records, said
from whipcount.model import CodedStatement
from whipcount.positions import positions, positions_of
from whipcount.readings import by_day, readings


@given(st.data(), records())
def test_order_of_statements_does_not_matter(data, statements):
    shuffled = data.draw(st.permutations(statements))
    assert positions(shuffled, SETTINGS) == positions(statements, SETTINGS)


@given(records())
def test_values_stay_in_range(statements):
    for position in positions(statements, SETTINGS):
        assert 0.0 <= position.confidence <= 1.0
        assert 0.0 <= position.reviewed_share <= 1.0
        assert position.sightings >= len(position.statements) >= 1
        assert (position.since is None) == (position.latest is None)
        assert all(shift.statements for shift in position.shifts)
        days = [shift.date for shift in position.shifts]
        assert days == sorted(set(days))


@given(records(), st.integers(0, 160))
def test_past_does_not_depend_on_the_future(statements, day):
    """Positions at a date are those of the statements made by then, and its shifts stay in the later record."""
    at = START + timedelta(days=day)
    single = [replace(s, event=None) for s in statements]
    known = [s for s in single if s.day is not None and s.day <= at]
    then = positions(single, SETTINGS, at=at)
    assert then == positions(known, SETTINGS)
    now = {p.actor_key: p for p in positions(single, SETTINGS)}
    for position in then:
        shifts = [(s.date, s.from_side, s.to_side) for s in position.shifts]
        assert shifts == [(s.date, s.from_side, s.to_side) for s in now[position.actor_key].shifts if s.date <= at]


@given(records(), st.integers(1, 3))
def test_copies_add_no_weight(statements, copies):
    """A wire copy with the same coding is one more sighting and nothing else."""
    original = replace(statements[0], event="wire")
    rest = [replace(s, event=None) for s in statements[1:]]
    added = [
        replace(original, statement=replace(original.statement, id=f"z{n}", document_id=f"z{n}")) for n in range(copies)
    ]
    before = positions([original, *rest], SETTINGS)
    after = positions([original, *rest, *added], SETTINGS)
    assert [replace(p, sightings=0) for p in after] == [replace(p, sightings=0) for p in before]


@given(records())
def test_a_person_can_overrule_every_machine_coding(statements):
    ruled = [said(n, "oppose", 1.0, human=True, name="Ann", day=n) for n, _ in enumerate(statements)]
    assert only(*ruled).lean == "against"
    assert only(*ruled).confidence == 1.0


@given(records(), st.data())
def test_saying_the_same_again_on_the_same_day_creates_no_shift(statements, data):
    """An identical statement may confirm a shift that is there; it never makes one."""
    single = [replace(s, event=None) for s in statements]
    again = data.draw(st.sampled_from(single))
    twin = replace(again, statement=replace(again.statement, id="twin"))
    twin = replace(twin, coding=replace(twin.coding, statement_id="twin"))

    def changes(of: list[CodedStatement]) -> list[tuple[object, ...]]:
        found = positions(of, SETTINGS)
        return [(p.actor_key, s.date, s.from_side, s.to_side, s.kind) for p in found for s in p.shifts]

    assert changes([*single, twin]) == changes(single)


@given(records())
def test_the_path_ends_on_the_side_held_and_holds_every_shift(statements):
    for position in positions(statements, SETTINGS):
        if position.path:
            path = [(held.since, held.side) for held in position.path]
            assert path[-1] == (position.since, position.lean)
            assert {(s.date, s.to_side) for s in position.shifts} <= set(path)
            assert all(set(held.statements) <= set(position.statements) for held in position.path)
        assert bool(position.path) == (position.latest is not None)


@given(records(), st.integers(0, 160))
def test_readings_of_the_whole_record_give_the_positions_of_any_day(statements, day):
    """So that a slider over the days need not read everything anew; copies of different days included."""
    at = START + timedelta(days=day)
    then = by_day(list(readings(statements, SETTINGS)), at)
    assert positions_of(then) == positions(statements, SETTINGS, at=at)
