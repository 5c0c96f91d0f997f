"""Geometry of the drawn figures: the tally over time and one actor's timeline.

The figures are plain SVG made on the server: readable without JavaScript, and without inline styles, which the
content security policy forbids. Lengths are in units of a drawing ``WIDTH`` wide, which the pages stretch or shrink to
the room that there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from whipcount.language import ngettext
from whipcount.model import SIDES, CodedStatement, Position, Shift, Side
from whipcount.web.words import SIDE_SIGNS, count, day, short_day, sign_of

WIDTH, HEIGHT = 960, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 30
MOST_ROWS = 28  # rows of a table and steps of a drawing; more cannot be told apart, and pages stay small
MARK_WIDTH = 12
# Bands from the bottom up: against lies below for, undecided between them.
STACK: tuple[Side, ...] = ("against", "leaning_against", "undecided", "leaning_for", "for")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """One side's area in the stack."""

    side: Side
    points: str


@dataclass(frozen=True, slots=True)
class ShiftMark:
    """Where on the time axis an actor changed sides."""

    x: float
    title: str


@dataclass(frozen=True, slots=True)
class Curve:
    """How many actors stood on each side, day by day: the drawing and the same numbers as a table."""

    width: int
    height: int
    bands: tuple[Band, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[ShiftMark, ...]
    rows: tuple[tuple[date, dict[Side, int]], ...]

    @property
    def floor(self) -> int:
        """Height of the time axis."""
        return self.height - BOTTOM


def tallies(paths: Iterable[Sequence[tuple[date, Side]]]) -> list[tuple[date, dict[Side, int]]]:
    """Actors per side on each day on which the tally changed."""
    changes: dict[date, dict[Side, int]] = {}
    for path in paths:
        before: Side | None = None
        for when, side in path:
            of_day = changes.setdefault(when, dict.fromkeys(SIDES, 0))
            of_day[side] += 1
            if before is not None:
                of_day[before] -= 1
            before = side
    running: dict[Side, int] = dict.fromkeys(SIDES, 0)
    rows: list[tuple[date, dict[Side, int]]] = []
    for when, of_day in sorted(changes.items()):
        running = {side: running[side] + of_day[side] for side in SIDES}
        rows.append((when, running))
    return rows


def curve(
    paths: Sequence[Sequence[tuple[date, Side]]], until: date | None, moved: Sequence[tuple[Position, Shift]]
) -> Curve | None:
    """The tally over time as stacked steps, or None where fewer than two days would be drawn; ``moved`` are marked."""
    rows = thinned(tallies(paths))
    if not rows:
        return None
    first, last = rows[0][0], max(rows[-1][0], until or rows[-1][0])
    if first == last:
        return None
    scale = _Scale(first, last, max(sum(row.values()) for _, row in rows))
    return Curve(
        WIDTH,
        HEIGHT,
        tuple(_bands(rows, last, scale)),
        tuple(Tick(scale.x(when), short_day(when)) for when in day_ticks(first, last)),
        tuple(Tick(scale.y(value), str(value)) for value in count_ticks(scale.top)),
        tuple(_marks([(who, shift) for who, shift in moved if first <= shift.date <= last], scale)),
        tuple(rows),
    )


def thinned(rows: Sequence[tuple[date, dict[Side, int]]]) -> list[tuple[date, dict[Side, int]]]:
    """At most so many rows as can be told apart in a drawing or read in a table; the first and the last stay.

    >>> len(thinned([(date(2024, 1, 1) + timedelta(days=n), {}) for n in range(500)])) <= MOST_ROWS
    True
    """
    if len(rows) <= MOST_ROWS:
        return list(rows)
    steps = MOST_ROWS - 1
    return [rows[round((len(rows) - 1) * n / steps)] for n in range(steps + 1)]


def _marks(moved: Sequence[tuple[Position, Shift]], scale: _Scale) -> Iterable[ShiftMark]:
    """One mark for each shift, or where they are many, one for all that would stand on top of each other."""
    if len(moved) <= MOST_ROWS:
        for who, shift in moved:
            change = f"{SIDE_SIGNS[shift.from_side].word} → {SIDE_SIGNS[shift.to_side].word}"
            yield ShiftMark(scale.x(shift.date), f"{who.actor}: {change}, {day(shift.date)}")
        return
    crowded: Counter[float] = Counter()
    for when, number in Counter(shift.date for _, shift in moved).items():
        crowded[round(scale.x(when) / MARK_WIDTH) * MARK_WIDTH] += number
    yield from (
        ShiftMark(x, count(number, "change of side", "changes of side")) for x, number in sorted(crowded.items())
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    top: int

    def x(self, when: date) -> float:
        share = (when - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / max(self.top, 1) * (HEIGHT - TOP - BOTTOM), 1)


def _bands(rows: list[tuple[date, dict[Side, int]]], last: date, scale: _Scale) -> Iterable[Band]:
    base = [0] * len(rows)
    for side in STACK:
        top = [low + row[side] for low, (_, row) in zip(base, rows, strict=True)]
        if any(row[side] for _, row in rows):
            upper, lower = _steps(rows, top, last, scale), _steps(rows, base, last, scale)
            yield Band(side, " ".join(f"{x:g},{y:g}" for x, y in [*upper, *reversed(lower)]))
        base = top


def _steps(
    rows: list[tuple[date, dict[Side, int]]], values: list[int], last: date, scale: _Scale
) -> list[tuple[float, float]]:
    """Corners of a step line: a tally holds until the day it changes, it does not glide there."""
    corners: list[tuple[float, float]] = []
    for (when, _), value in zip(rows, values, strict=True):
        if corners:
            corners.append((scale.x(when), corners[-1][1]))
        corners.append((scale.x(when), scale.y(value)))
    corners.append((scale.x(last), corners[-1][1]))
    return corners


def day_ticks(first: date, last: date, most: int = 7) -> list[date]:
    """Evenly spaced days from the first to the last, at most ``most`` of them."""
    days = (last - first).days
    steps = max(min(most - 1, days), 1)
    return list(dict.fromkeys(first + timedelta(days=round(days * i / steps)) for i in range(steps + 1)))


def count_ticks(top: int) -> list[int]:
    """Round counts from nought to the top, four or five of them.

    >>> count_ticks(13)
    [0, 5, 10]
    """
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if top / s <= 4), 10000)
    return list(range(0, top + 1, step))


LANES: tuple[Side, ...] = ("for", "leaning_for", "undecided", "leaning_against", "against")
# Lane of a statement, by the tone of its sign.
_LANE_OF = {"for": 0, "lean-for": 1, "undecided": 2, "off": 2, "lean-against": 3, "against": 4}
LANE_HEIGHT = 30
LANE_LEFT = 132


@dataclass(frozen=True, slots=True)
class Dot:
    """One statement on the timeline; ``nudge`` is how many pixels beside its day it stands, to lie on no other."""

    x: float
    nudge: int
    y: float
    tone: str
    statement: str
    document: str
    title: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of time on one side."""

    x: float
    width: float
    y: float
    side: Side


@dataclass(frozen=True, slots=True)
class Timeline:
    """One actor's statements as dots, and the side that they add up to as a band behind them.

    ``crowded`` says that a dot may stand for those beside it.
    """

    width: int
    height: int
    lanes: tuple[tuple[Side, float], ...]
    stays: tuple[Stay, ...]
    dots: tuple[Dot, ...]
    x_ticks: tuple[Tick, ...]
    crowded: bool
    left: int = LANE_LEFT


def timeline(
    statements: Sequence[CodedStatement], path: Sequence[tuple[date, Side]], most: int = MOST_ROWS
) -> Timeline | None:
    """An actor's timeline on one proposition; None where all was said on one day, or no day is known.

    Of more statements than ``most``, the latest of those that would stand side by side is drawn for all of them.
    """
    dated = sorted(
        ((s.day, s) for s in statements if s.day and s.coding), key=lambda pair: (pair[0], pair[1].statement.id)
    )
    if not dated or not path or dated[0][0] == dated[-1][0]:
        return None
    first, last = dated[0][0], dated[-1][0]

    def x(when: date) -> float:
        share = (when - first).days / max((last - first).days, 1)
        return round(LANE_LEFT + 12 + share * (WIDTH - LANE_LEFT - 30), 1)

    tops: dict[Side, float] = {side: TOP + index * LANE_HEIGHT + LANE_HEIGHT / 2 for index, side in enumerate(LANES)}
    if len(path) > most:  # of changes that would be drawn on top of each other, the last
        of_spot: dict[int, tuple[date, Side]] = {round(x(when) / MARK_WIDTH): (when, side) for when, side in path}
        path = list(of_spot.values())
    ends = [*[when for when, _ in path[1:]], last]
    stays = tuple(
        Stay(x(when), max(x(end) - x(when), 0), tops[side], side) for (when, side), end in zip(path, ends, strict=True)
    )
    return Timeline(
        WIDTH,
        TOP + len(LANES) * LANE_HEIGHT + BOTTOM,
        tuple(tops.items()),
        stays,
        tuple(_dots(dated, x, tops) if len(dated) <= most else _crowded(list(_dots(dated, x, tops)), most)),
        tuple(Tick(x(when), short_day(when)) for when in day_ticks(first, last)),
        len(dated) > most,
    )


def _dots(
    dated: Sequence[tuple[date, CodedStatement]], x: Callable[[date], float], tops: dict[Side, float]
) -> Iterable[Dot]:
    taken: Counter[tuple[float, int]] = Counter()
    for when, coded in dated:
        tone = sign_of(coded.coding).tone if coded.coding else "off"
        lane = _LANE_OF[tone]
        at = (x(when), lane)
        nudge = taken[at] * 5  # statements of one day lie next to each other, not on top
        taken[at] += 1
        title = f"{day(when)}: {coded.quotation}"
        yield Dot(at[0], nudge, tops[LANES[lane]], tone, coded.statement.id, coded.statement.document_id, title)


def _crowded(dots: Sequence[Dot], most: int) -> Iterable[Dot]:
    """One dot for each stretch of a lane: the latest, which says how many it stands for."""
    width = 4
    while len({(round(dot.x / width), dot.y) for dot in dots}) > max(most, len(LANES)):
        width *= 2
    spots: dict[tuple[int, float], list[Dot]] = {}
    for dot in dots:
        spots.setdefault((round(dot.x / width), dot.y), []).append(dot)
    for near in spots.values():
        others = len(near) - 1
        told = ngettext("(and %(number)s more nearby)", "(and %(number)s more nearby)", others, number=others)
        more = f" {told}" if others else ""
        yield replace(near[-1], title=near[-1].title + more)


@dataclass(frozen=True, slots=True)
class Slice:
    """One side's part of a bar, in units of one actor."""

    side: Side
    start: int
    length: int


def bar(counts: Sequence[tuple[Side, int]]) -> tuple[Slice, ...]:
    """Parts of a bar that shows all actors side by side, from against to for.

    >>> [part.start for part in bar([("against", 2), ("undecided", 0), ("for", 3)])]
    [0, 2]
    """
    found: list[Slice] = []
    start = 0
    for side, number in counts:
        if number:
            found.append(Slice(side, start, number))
        start += number
    return tuple(found)
