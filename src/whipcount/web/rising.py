"""Geometry of the curve of pressure: who came to each side in each period, "for" drawn up and "against" down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from whipcount.model import Position
from whipcount.pressure import Grouping, Period, Pressure, pressure
from whipcount.web.curve import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Tick, count_ticks
from whipcount.web.words import short_day

HEIGHT = 200
GROUPS_SHOWN = 12  # the rest is in the twins
SPARK_WIDTH, SPARK_HEIGHT = 120, 24
_LABELS = 7  # at most so many labels fit under the axis


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """New supporters above the axis and new opponents below it, in one period; a height of 0 draws nothing."""

    x: float
    width: float
    up: float
    up_height: float
    down_height: float
    row: Pressure


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of actors: where it stands now, and the lines of its supporters and opponents over time."""

    name: str
    last: Pressure
    came_for: int
    came_against: int
    line_for: str
    line_against: str


@dataclass(frozen=True, slots=True)
class Rising:
    """The curve of new supporters and opponents, and its numbers for a table."""

    height: int
    axis: float
    period: Period
    by: Grouping | None
    bars: tuple[PeriodBar, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    rows: tuple[Pressure, ...]
    groups: tuple[GroupLine, ...]
    more_groups: int


def rising(found: Sequence[Position], by: Grouping | None, until: date | None) -> Rising | None:
    """The curve of the positions on one proposition; None where nothing has a day."""
    period = period_for(found)
    rows = pressure(found, period=period, until=until)
    if not rows:
        return None
    most = max(1, *(row.new_for for row in rows)), max(1, *(row.new_against for row in rows))
    unit = (HEIGHT - TOP - BOTTOM) / sum(most)
    axis = round(TOP + most[0] * unit, 1)
    step = (WIDTH - LEFT - RIGHT) / len(rows)
    groups = _groups(found, by, until, period)
    every = max(-(-len(rows) // _LABELS), 1)
    values = [*count_ticks(most[0]), *(-n for n in count_ticks(most[1])[1:])]
    return Rising(
        HEIGHT,
        axis,
        period,
        by,
        tuple(_bar(row, LEFT + n * step, step, axis, unit) for n, row in enumerate(rows)),
        tuple(Tick(round(LEFT + (n + 0.5) * step, 1), short_day(rows[n].start)) for n in range(0, len(rows), every)),
        tuple(Tick(round(axis - value * unit, 1), str(abs(value))) for value in values),
        rows,
        groups[:GROUPS_SHOWN],
        max(len(groups) - GROUPS_SHOWN, 0),
    )


def period_for(found: Sequence[Position]) -> Period:
    """Steps that give some dozens of bars: days for three weeks, weeks for half a year, else months."""
    days = [held.since for position in found for held in position.path]
    span = (max(days) - min(days)).days if days else 0
    return "day" if span <= 21 else "week" if span <= 200 else "month"


def _bar(row: Pressure, x: float, step: float, axis: float, unit: float) -> PeriodBar:
    up, down = row.new_for * unit, row.new_against * unit
    gap = min(step * 0.2, 6)
    return PeriodBar(
        round(x + gap / 2, 1), round(step - gap, 1), round(axis - up, 1), round(up, 1), round(down, 1), row
    )


def _groups(
    found: Sequence[Position], by: Grouping | None, until: date | None, period: Period
) -> tuple[GroupLine, ...]:
    if by is None:
        return ()
    rows = pressure(found, by=by, period=period, until=until)
    return tuple(_line(group or "", tuple(own)) for group, own in groupby(rows, key=lambda row: row.group))


def _line(name: str, rows: Sequence[Pressure]) -> GroupLine:
    top = max(1, *(max(row.for_, row.against) for row in rows))
    return GroupLine(
        name,
        rows[-1],
        sum(row.new_for for row in rows),
        sum(row.new_against for row in rows),
        _spark([row.for_ for row in rows], top),
        _spark([row.against for row in rows], top),
    )


def _spark(values: Sequence[int], top: int) -> str:
    step = SPARK_WIDTH / len(values)
    level = [round(SPARK_HEIGHT - 2 - value / top * (SPARK_HEIGHT - 4), 1) for value in values]
    corners = [(round(n * step, 1), y, round((n + 1) * step, 1)) for n, y in enumerate(level)]
    return " ".join(f"{x},{y} {end},{y}" for x, y, end in corners)
