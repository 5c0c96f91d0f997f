"""Mounting pressure, measured: who came to support or oppose a proposition, and who left, period by period.

Counted are actors, not statements: an actor who repeats itself adds nothing. "For" holds those who are for or lean
for, "against" likewise; the undecided are in neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias, get_args

from whipcount.model import JSON, Held, Position, Side

Camp: TypeAlias = Literal["for", "against"]
Grouping: TypeAlias = Literal["party", "country", "kind", "bloc", "outlet"]
Period: TypeAlias = Literal["day", "week", "month"]

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
PERIODS: tuple[Period, ...] = get_args(Period)

_CAMPS: dict[Side, Camp] = {
    "for": "for",
    "leaning_for": "for",
    "leaning_against": "against",
    "against": "against",
}


@dataclass(frozen=True, slots=True)
class Pressure:
    """One group in one period.

    ``new_for`` came to that side in the period and ``lost_for`` left it; ``for_`` stood there at its end, so that
    ``for_`` is the sum of all that came less all that left. ``statements`` brought the new ones, and ``reviewed`` is
    the number of new ones of whom a person has checked a statement that brought them. ``group`` is None where all are
    counted together, and the empty text for those of whom the group is not known.
    """

    proposition: str
    group: str | None
    start: date
    end: date
    new_for: int
    lost_for: int
    new_against: int
    lost_against: int
    for_: int
    against: int
    reviewed: int
    statements: tuple[str, ...]

    @property
    def net(self) -> int:
        """How many more are for than against at the end of the period."""
        return self.for_ - self.against


class _Change(NamedTuple):
    day: date
    group: str | None
    camp: Camp
    by: int
    held: Held | None


def pressure(
    found: Iterable[Position], *, by: Grouping | None = None, period: Period = "week", until: date | None = None
) -> tuple[Pressure, ...]:
    """The curve of one proposition's positions.

    Args:
        found: Positions of one proposition; those without a day are not on the curve.
        by: Count each party, country, kind of actor, bloc (party, else on whose behalf) or outlet that carried the
            deciding statement apart; all together by default.
        period: Length of a step; weeks begin on Monday.
        until: The last day, where it is later than the last change.
    Returns:
        Every period from the first change to the last, quiet ones included, by group and then time. The groups with
        the most changes come first.
    """
    standing = list(found)
    changes = sorted((change for p in standing for change in _changes(p, by)), key=lambda change: change.day)
    if not changes:
        return ()
    starts = _starts(changes[0].day, max(changes[-1].day, until or changes[-1].day), period)
    grouped: dict[str | None, list[_Change]] = {}
    for change in changes:
        grouped.setdefault(change.group, []).append(change)
    ordered = sorted(grouped, key=lambda group: (group == "", -len(grouped[group]), (group or "").casefold()))
    proposition = standing[0].proposition
    return tuple(row for group in ordered for row in _rows(proposition, group, grouped[group], starts))


def pressure_json(rows: Iterable[Pressure]) -> list[dict[str, JSON]]:
    """The curve in the shape of ``whipcount pressure --format json``."""
    return [
        {
            "proposition": row.proposition,
            "group": row.group or None,
            "start": row.start.isoformat(),
            "end": row.end.isoformat(),
            "new_for": row.new_for,
            "lost_for": row.lost_for,
            "new_against": row.new_against,
            "lost_against": row.lost_against,
            "for": row.for_,
            "against": row.against,
            "net": row.net,
            "reviewed": row.reviewed,
            "statements": list(row.statements),
        }
        for row in rows
    ]


def group_of(position: Position, by: Grouping, held: Held | None = None) -> str:
    """Which group an actor is counted in; the empty text where that is not known."""
    if by == "outlet":
        return (held.outlet if held else None) or ""
    values = {"party": position.party, "country": position.country, "kind": position.kind, "bloc": position.affiliation}
    return values[by] or ""


def _changes(position: Position, by: Grouping | None) -> Iterator[_Change]:
    """Comings and goings of one actor; going from leaning to a clear side is neither."""
    camp: Camp | None = None
    group: str | None = None
    for held in position.path:
        now = _CAMPS.get(held.side)
        if now == camp:
            continue
        if camp is not None:
            yield _Change(held.since, group, camp, -1, None)
        if now is not None:
            group = None if by is None else group_of(position, by, held)
            yield _Change(held.since, group, now, 1, held)
        camp = now


def _rows(
    proposition: str, group: str | None, changes: Sequence[_Change], starts: Sequence[date]
) -> Iterator[Pressure]:
    running: Counter[Camp] = Counter()
    for start, after in pairwise(starts):
        end = after - timedelta(days=1)
        inside = [change for change in changes if start <= change.day <= end]
        counts = Counter((change.camp, change.by) for change in inside)
        came = [change.held for change in inside if change.held is not None]
        running.update({camp: counts[camp, 1] - counts[camp, -1] for camp in get_args(Camp)})
        yield Pressure(
            proposition,
            group,
            start,
            end,
            new_for=counts["for", 1],
            lost_for=counts["for", -1],
            new_against=counts["against", 1],
            lost_against=counts["against", -1],
            for_=running["for"],
            against=running["against"],
            reviewed=sum(held.reviewed for held in came),
            statements=tuple(id_ for held in came for id_ in held.statements),
        )


def _starts(first: date, last: date, period: Period) -> list[date]:
    """First days of all periods from one day to another, and of the one after them.

    >>> [str(day) for day in _starts(date(2024, 9, 4), date(2024, 9, 10), "week")]
    ['2024-09-02', '2024-09-09', '2024-09-16']
    """
    found = [_start(first, period)]
    while found[-1] <= last:
        found.append(_start(found[-1] + timedelta(days={"day": 1, "week": 7, "month": 31}[period]), period))
    return found


def _start(day: date, period: Period) -> date:
    if period == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if period == "week" else day
