"""Score a board against gold: who stands where at the end, and which changes of side were found.

One gold line is one actor and one proposition. Whoever stands on the board under a name that no line has, or a second
time, is ``extra``: their positions cannot be right or wrong, but their shifts are false ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from whipcount.evaluate.demo import name_words
from whipcount.evaluate.scores import Interval, bootstrap_sums
from whipcount.model import JSON, SIDES, Position, Shift, Side, SpeakerKind

DAYS_APART = 1  # a found shift may lie so many days from the true one: evening editions, and days that no text gives


class GoldShift(NamedTuple):
    """A true change of side, on the day of the statement that made it."""

    day: date
    from_side: Side
    to_side: Side


@dataclass(frozen=True, slots=True)
class GoldPosition:
    """Where one actor stands on one proposition at the end.

    ``position`` is None where the actor may or may not stand on the board, such as a party whose leader spoke.
    """

    actor: str
    kind: SpeakerKind
    proposition: str
    position: Side | None
    shifts: tuple[GoldShift, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One gold line with what the board has for it.

    ``hits`` pairs true shifts with found ones; ``false`` are the others that were found.
    """

    gold: GoldPosition
    found: Position | None
    hits: tuple[tuple[GoldShift, Shift], ...]
    false: tuple[Shift, ...]

    @property
    def column(self) -> bool:
        """Whether the actor stands in the right one of the five columns."""
        return self.found is not None and self.found.lean == self.gold.position

    @property
    def side(self) -> bool:
        """Whether the actor stands on the right side, leaning or not."""
        wanted = self.gold.position
        return self.found is not None and wanted is not None and _sign(self.found.lean) == _sign(wanted)

    @property
    def missed(self) -> tuple[GoldShift, ...]:
        """True shifts that the board does not have."""
        return tuple(shift for shift in self.gold.shifts if all(shift != true for true, _ in self.hits))


@dataclass(frozen=True, slots=True)
class BoardScore:
    """Gold lines that count, in their order, and the positions of nobody in the gold."""

    rows: tuple[BoardRow, ...]
    extra: tuple[Position, ...]


class Figure(NamedTuple):
    """A figure with the counts behind it and its 95 % interval over actors; None where nothing can be counted."""

    value: float | None
    right: int
    of: int
    interval: Interval | None


class _Unit(NamedTuple):
    """Counts of one actor."""

    lines: int = 0
    column: int = 0
    side: int = 0
    named: int = 0
    named_column: int = 0
    shown: int = 0
    strangers: int = 0
    true: int = 0
    hits: int = 0
    exact: int = 0
    false: int = 0
    firm_hits: int = 0
    firm_false: int = 0


_RATIOS = {
    "position": ("column", "lines"),
    "side": ("side", "lines"),
    "named": ("named_column", "named"),
    "strangers": ("strangers", "shown"),
    "shifts": ("hits", "true"),
    "columns": ("exact", "true"),
    "false": ("false", "hits"),
    "firm": ("firm_false", "firm_hits"),
}


def load_positions(path: Path) -> list[GoldPosition]:
    """Gold positions of a JSONL file, in its order."""
    return [_gold(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _gold(record: dict[str, JSON]) -> GoldPosition:
    fields = {key: value for key, value in record.items() if key not in ("note", "shifts", "also")}
    listed: Sequence[Mapping[str, Side]] = record["shifts"]  # type: ignore[assignment]
    shifts = tuple(GoldShift(date.fromisoformat(s["date"]), s["from"], s["to"]) for s in listed)
    return GoldPosition(**fields, shifts=shifts, also=tuple(record["also"]))  # type: ignore[arg-type]


def is_actor(found: str, gold: GoldPosition) -> bool:
    """Whether a name on the board is the gold actor's.

    A person is named in full. An organisation may be named in part, with two words at least; groups and anonymous
    sources with any words that one name shares with the whole of the other.

    >>> is_actor("Brel", GoldPosition("Ada Brel", "person", "p", "for"))
    False
    """
    have = set(name_words(found))
    for want in map(name_words, (gold.actor, *gold.also)):
        least = 1 if gold.kind in ("group", "anonymous") else 2
        part = gold.kind not in ("person", "writer") and min(len(have), len(want)) >= least
        if have == set(want) or (part and (have <= set(want) or have >= set(want))):
            return True
    return False


def score_board(found: Iterable[Position], gold: Sequence[GoldPosition]) -> BoardScore:
    """Compare a board with the gold.

    Args:
        found: Positions on the gold's propositions, in any order.
        gold: See ``load_positions``.
    Returns:
        A row for each gold line that has a position. Where several actors of the board have one name, the one with
        most statements is taken and the others are extra.
    """
    named: dict[int, list[Position]] = {}
    extra: list[Position] = []
    for position in found:
        number = _line_of(position, gold)
        if number is None:
            extra.append(position)
        else:
            named.setdefault(number, []).append(position)
    rows: list[BoardRow] = []
    for number, line in enumerate(gold):
        standing = sorted(named.get(number, []), key=_weight, reverse=True)
        if line.position is not None:
            rows.append(_row(line, standing[0] if standing else None))
            extra += standing[1:]
    return BoardScore(tuple(rows), tuple(extra))


def _line_of(position: Position, gold: Sequence[GoldPosition]) -> int | None:
    """Number of the gold line that a position belongs to; a line with the very name goes first."""
    fitting = [
        number
        for number, line in enumerate(gold)
        if line.proposition == position.proposition and is_actor(position.actor, line)
    ]
    same = [n for n in fitting if name_words(gold[n].actor) == name_words(position.actor)]
    return next(iter(same + fitting), None)


def _weight(position: Position) -> tuple[int, date, str]:
    return len(position.statements), position.latest or date.min, position.actor_key


def _row(line: GoldPosition, position: Position | None) -> BoardRow:
    left = list(position.shifts) if position else []
    hits: list[tuple[GoldShift, Shift]] = []
    for true in line.shifts:
        near = [s for s in left if abs((s.date - true.day).days) <= DAYS_APART and _same_way(true, s)]
        if near:
            best = min(near, key=lambda s: (abs((s.date - true.day).days), s.to_side != true.to_side))
            left.remove(best)
            hits.append((true, best))
    return BoardRow(line, position, tuple(hits), tuple(left))


def _same_way(true: GoldShift, found: Shift) -> bool:
    def towards_against(from_side: Side, to_side: Side) -> bool:
        return SIDES.index(to_side) > SIDES.index(from_side)

    return towards_against(true.from_side, true.to_side) == towards_against(found.from_side, found.to_side)


def _sign(side: Side) -> int:
    middle = SIDES.index("undecided")
    return (SIDES.index(side) > middle) - (SIDES.index(side) < middle)


def board_figures(scores: Iterable[BoardScore]) -> dict[str, Figure]:
    """Figures of one board or several together, with intervals drawn over actors.

    ``position`` and ``side`` are shares of the gold lines; ``named`` is ``position`` without groups and anonymous
    sources. ``strangers`` is the share of the board that has nobody's line. ``shifts`` is the share of true shifts
    found with the right day and direction, ``columns`` of those with both columns right, too; ``false`` is how many
    found shifts are false for each true one found, ``firm`` the same without the tentative ones on both sides.
    """
    units = [unit for score in scores for unit in _units(score)]
    return {
        name: ratio_figure(units, _Unit._fields.index(top), _Unit._fields.index(bottom))
        for name, (top, bottom) in _RATIOS.items()
    }


def ratio_figure(units: Sequence[Sequence[float]], top: int, bottom: int) -> Figure:
    """One sum of counts by another, with its interval over the units."""
    right, of = (int(sum(unit[place] for unit in units)) for place in (top, bottom))

    def ratio(sums: Sequence[float]) -> float | None:
        return sums[top] / sums[bottom] if sums[bottom] else None

    return Figure(right / of if of else None, right, of, bootstrap_sums(units, ratio))


def _units(score: BoardScore) -> list[_Unit]:
    """Counts of each actor, over all propositions; each actor outside the gold is one, too."""
    units: dict[str, _Unit] = {}
    for row in score.rows:
        known = row.gold.kind not in ("group", "anonymous")
        unit = _Unit(
            lines=1,
            column=int(row.column),
            side=int(row.side),
            named=int(known),
            named_column=int(known and row.column),
            shown=int(row.found is not None),
            true=len(row.gold.shifts),
            hits=len(row.hits),
            exact=sum((true.from_side, true.to_side) == (s.from_side, s.to_side) for true, s in row.hits),
            false=len(row.false),
            firm_hits=sum(not s.tentative for _, s in row.hits),
            firm_false=sum(not s.tentative for s in row.false),
        )
        before = units.get(row.gold.actor, _Unit())
        units[row.gold.actor] = _Unit(*(a + b for a, b in zip(before, unit, strict=True)))
    return [*units.values(), *map(_stranger, score.extra)]


def _stranger(position: Position) -> _Unit:
    firm = sum(not shift.tentative for shift in position.shifts)
    return _Unit(shown=1, strangers=1, false=len(position.shifts), firm_false=firm)
