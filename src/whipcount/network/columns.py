"""Observations in columns, so that a network of many statements is chosen and counted by arrays.

``counted_columns`` gives what ``build.counted`` gives of the same observations; a test holds the two together. The
rules stand in ``observations`` and ``counts``, one statement at a time; here they are the same rules for all at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from whipcount.network.build import Counted
from whipcount.network.counts import Counts, Groups, members_in_order, propositions_in_order, seed, time_unit
from whipcount.network.later import Later
from whipcount.network.observations import UNNAMED, LeftOut, Member, Observation
from whipcount.network.settings import NetworkSettings, Nodes

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
_NODES: tuple[Nodes, ...] = get_args(Nodes)
_REASONS: tuple[LeftOut, ...] = get_args(LeftOut)
# The columns whose values mean the same in all columns, beside others or not.
_PLAIN = (
    "statement", "place", "day", "proposition", "side", "conditional", "confirmed", "right", "opposite", "seed"
)  # fmt: skip
_NO_DAY = date.max.toordinal()  # what has no day comes after all that has one


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Observations in DNA's order: by day, document and place.

    ``day`` is an ordinal, the last there is where none is known; ``side`` 1 for, 0 against, -1 neither. ``document``,
    ``proposition`` and ``member`` are places in the lists beside them; -1 is nobody.
    """

    statement: NDArray[np.bytes_]
    document: Ints
    place: Ints
    day: Ints
    proposition: Ints
    side: Ints
    conditional: Flags
    confirmed: Flags
    right: NDArray[np.float64]
    opposite: NDArray[np.float64]
    seed: NDArray[np.uint64]
    member: Mapping[Nodes, Ints]
    documents: NDArray[np.bytes_]
    propositions: tuple[str, ...]
    members: tuple[Member, ...]

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day on which anything was said."""
        known = self.day[self.day < _NO_DAY]
        return (date.fromordinal(int(known.min())), date.fromordinal(int(known.max()))) if len(known) else None


def columns(observations: Iterable[Observation]) -> Columns:
    """Observations as columns."""
    rows = list(observations)
    members: dict[Member, int] = {}
    member: dict[Nodes, list[int]] = {
        node: [members.setdefault(m, len(members)) if (m := row.members.get(node)) else -1 for row in rows]
        for node in _NODES
    }
    names = tuple(sorted({r.proposition for r in rows}))
    raw = Raw(
        [r.statement for r in rows],
        [r.document for r in rows],
        [r.place for r in rows],
        [r.day.toordinal() if r.day else _NO_DAY for r in rows],
        [names.index(r.proposition) for r in rows],
        [-1 if r.agrees is None else int(r.agrees) for r in rows],
        [r.stance == "conditional" for r in rows],
        [r.confirmed for r in rows],
        [r.right for r in rows],
        [r.opposite for r in rows],
        [seed(r.statement, r.proposition) for r in rows],
    )
    return arranged(raw, member, names, tuple(members))[0]


@dataclass(frozen=True, slots=True)
class Raw:
    """Columns in any order, before they are arranged; the names are those of ``Columns``."""

    statement: Sequence[str]
    document: Sequence[str]
    place: Sequence[int]
    day: Sequence[int]
    proposition: Sequence[int] | Ints
    side: Sequence[int]
    conditional: Sequence[bool]
    confirmed: Sequence[bool]
    right: Sequence[float]
    opposite: Sequence[float]
    seed: Sequence[int]


def arranged(
    raw: Raw,
    member: Mapping[Nodes, Sequence[int] | Ints],
    propositions: tuple[str, ...],
    members: Sequence[Member],
) -> tuple[Columns, Ints]:
    """Columns in DNA's order, with where each row was before; the ids of the propositions are in theirs."""
    statement = np.array(raw.statement, dtype=np.bytes_)
    documents, document = np.unique(np.array(raw.document, dtype=np.bytes_), return_inverse=True)
    proposition = np.array(raw.proposition, np.int64)
    day = np.array(raw.day, np.int64)
    place = np.array(raw.place, np.int64)
    order = np.lexsort((proposition, statement, place, document, day))

    def of(values: Any, kind: Any) -> Any:
        return np.array(values, kind)[order]

    found = Columns(
        statement[order],
        document.astype(np.int64)[order],
        place[order],
        day[order],
        proposition[order],
        of(raw.side, np.int64),
        of(raw.conditional, np.bool_),
        of(raw.confirmed, np.bool_),
        of(raw.right, np.float64),
        of(raw.opposite, np.float64),
        of(raw.seed, np.uint64),
        {node: of(member[node], np.int64) for node in _NODES},
        documents,
        propositions,
        tuple(members),
    )
    return found, order


def spliced(of: Columns, stay: Flags, more: Columns) -> tuple[Columns, Ints]:
    """Columns without some of their rows and with others, each in its place; and where these are put into the rest.

    ``more`` is of the same propositions, and its members begin with those of ``of``. Documents and members that no row
    refers to any longer stay in their lists.
    """
    documents = np.union1d(of.documents, more.documents)
    old = np.searchsorted(documents, of.documents)[of.document[stay]]
    new = np.searchsorted(documents, more.documents)[more.document]
    at = _places(_Keys(of, old, stay), _Keys(more, new, slice(None)))
    found = Columns(
        document=np.insert(old, at, new),
        member={node: np.insert(of.member[node][stay], at, more.member[node]) for node in _NODES},
        documents=documents,
        propositions=of.propositions,
        members=more.members,
        **{name: np.insert(getattr(of, name)[stay], at, getattr(more, name)) for name in _PLAIN},
    )
    return found, at


class _Keys:
    """What rows are in order by: the day, and then the rest."""

    def __init__(self, of: Columns, document: Ints, rows: Flags | slice) -> None:
        self.day = of.day[rows]
        self._columns = (document, of.place[rows], of.statement[rows], of.proposition[rows])

    def __call__(self, row: int) -> tuple[Any, ...]:
        return tuple(column[row] for column in self._columns)


def _places(rest: _Keys, more: _Keys) -> Ints:
    """Before which row of the rest each other row belongs."""
    low, high = (np.searchsorted(rest.day, more.day, side) for side in ("left", "right"))
    rows = range(len(rest.day))
    ends = enumerate(zip(low.tolist(), high.tolist(), strict=True))
    return np.array([bisect_left(rows, more(n), first, last, key=rest) for n, (first, last) in ends], np.int64)


def counted_columns(of: Columns, settings: NetworkSettings, labels: Mapping[str, str]) -> Counted:
    """Choose and count; the same as ``counted`` of the observations one by one."""
    member = of.member[settings.nodes]
    foreign, late = _foreign(of, member, settings), _outside(of, settings)
    reason = np.where(foreign >= 0, foreign, late)
    here = np.flatnonzero(reason < 0)
    around = (foreign < 0) & ~((late >= 0) & settings.dna_compat)
    first_of: dict[int, int] = {}
    for at, code in zip(*_firsts(reason[reason >= 0]), strict=True):
        first_of[int(code)] = int(at)
    numbers = np.bincount(reason[reason >= 0], minlength=len(_REASONS))
    left_out: dict[LeftOut, int] = {
        _REASONS[code]: int(numbers[code]) for code in sorted(first_of, key=first_of.__getitem__)
    }
    chosen = _Chosen(of, here, member[here], settings, labels, around)
    days = of.day[here][of.day[here] < _NO_DAY]
    span = (date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))) if len(days) else None
    return Counted(chosen.counts(), left_out, len(here), span)


def _firsts(values: Ints) -> tuple[Ints, Ints]:
    """Where each distinct value first stands, and the value, in the order of those places."""
    found, at = np.unique(values, return_index=True)
    order = np.argsort(at)
    return at[order], found[order]


def _foreign(of: Columns, member: Ints, settings: NetworkSettings) -> Ints:
    """Number of the reason why a row has no part at any time, -1 where it has; in the order of ``observations``."""
    asked = [settings.propositions is None or name in settings.propositions for name in of.propositions]
    unnamed = np.array([m.kind in UNNAMED for m in of.members] + [False])
    tests = (
        ("proposition", ~np.array([*asked, True])[of.proposition]),
        ("side", of.side < 0),
        ("conditional", of.conditional & (settings.conditional == "leave")),
        ("nobody", member < 0),
        ("unnamed", unnamed[member] & (not settings.unnamed)),
    )
    return np.select([test for _, test in tests], [_REASONS.index(name) for name, _ in tests], -1)


def _outside(of: Columns, settings: NetworkSettings) -> Ints:
    if settings.since is None and settings.until is None:
        return np.full(len(of.day), -1)
    early = of.day < settings.since.toordinal() if settings.since else np.zeros(len(of.day), np.bool_)
    late = of.day > settings.until.toordinal() if settings.until else np.zeros(len(of.day), np.bool_)
    undated, window = _REASONS.index("undated"), _REASONS.index("window")
    return np.select([of.day >= _NO_DAY, early | late], [undated, window], -1)


class _Chosen:
    """The rows that count, with their actors and propositions, in units of which all but the first are duplicates."""

    def __init__(
        self, of: Columns, rows: Ints, member: Ints, settings: NetworkSettings, labels: Mapping[str, str], around: Flags
    ) -> None:
        self.of, self.rows, self.settings = of, rows, settings
        uses = {of.members[code]: int(n) for code, n in _counted_in_order(member)}
        if settings.isolates:
            for code in _firsts(of.member[settings.nodes][around])[1]:
                uses.setdefault(of.members[int(code)], 0)
        known = of.proposition[around] if settings.isolates else of.proposition[rows]
        self.actors = members_in_order(uses, settings)
        self.propositions = propositions_in_order({of.propositions[int(n)] for n in np.unique(known)}, labels, settings)
        place = {actor.key: n for n, actor in enumerate(self.actors)}
        column = {name: n for n, name in enumerate(self.propositions)}
        self.member = member
        self.actor = np.array([place.get(m.key, -1) for m in of.members] + [-1])[member]
        self.column = np.array([column.get(name, -1) for name in of.propositions] + [-1])[of.proposition[rows]]
        self.side = of.side[rows]
        self.unit = self._units()

    def counts(self) -> Counts:
        """The counts, with their evidence."""
        order = np.lexsort((self.unit, self.column, self.actor))
        begins = _begins(self.actor[order], self.column[order], self.unit[order])
        group = np.empty(len(order), np.int64)
        group[order] = np.cumsum(begins) - 1
        first = order[begins]  # the sort is stable, so the first of a group is its earliest row
        kept = first if self.settings.aggregation == "ignore" else self._first_on_each_side(group)
        kept = kept[np.argsort(first[group[kept]], kind="stable")]
        shape = (2, len(self.actors), len(self.propositions))
        x, confirmed = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        cells = (self.side[kept], self.actor[kept], self.column[kept])
        np.add.at(x, cells, 1)
        np.add.at(confirmed, cells, self.of.confirmed[self.rows[kept]])
        evidence = Later(partial(self._evidence, kept))
        return Counts(self.actors, self.propositions, x, confirmed, evidence, partial(self._groups, order, begins))

    def _first_on_each_side(self, group: Ints) -> Ints:
        order = np.lexsort((self.side, group))
        return order[_begins(group[order], self.side[order])]

    def _units(self) -> Ints:
        rule, days = self.settings.duplicates, self.of.day[self.rows]
        document = self.of.document[self.rows]
        if rule == "include":
            return np.arange(len(self.rows))
        if rule == "acrossrange":
            return np.zeros(len(self.rows), np.int64)
        if rule == "document":
            return document
        distinct, of_day = np.unique(days, return_inverse=True)
        numbers: dict[object, int] = {}
        by_day = [
            numbers.setdefault(time_unit(date.fromordinal(int(day)), self.settings), len(numbers)) for day in distinct
        ]
        return np.where(days >= _NO_DAY, -1 - document, np.array([*by_day, 0])[of_day])

    def _evidence(self, kept: Ints) -> dict[tuple[int, int, int], tuple[str, ...]]:
        found: dict[tuple[int, int, int], list[str]] = {}
        cells = zip(self.side[kept].tolist(), self.actor[kept].tolist(), self.column[kept].tolist(), strict=True)
        for cell, id_ in zip(cells, self.of.statement[self.rows[kept]].tolist(), strict=True):
            found.setdefault(cell, []).append(id_.decode())
        return {cell: tuple(ids) for cell, ids in found.items()}

    def _groups(self, order: Ints, begins: Flags, actors: Collection[int]) -> Groups:
        wanted = np.isin(self.actor[order], np.array(sorted(actors), np.int64))
        mine, begins_here = order[wanted], begins[wanted]  # a group is of one actor, so no group is cut
        first, rows = mine[begins_here], self.rows[mine]
        length = np.diff(np.append(np.flatnonzero(begins_here), len(mine)))
        of = self.of
        return Groups(
            self.actor[first], self.column[first], length, of.seed[rows], of.right[rows], of.opposite[rows],
            of.side[rows].astype(np.int8),
        )  # fmt: skip


def _counted_in_order(values: Ints) -> Iterator[tuple[int, int]]:
    """Distinct values with how often each is there, those that come first before the others."""
    found, at, numbers = np.unique(values, return_index=True, return_counts=True)
    for n in np.argsort(at):
        yield int(found[n]), int(numbers[n])


def _begins(*keys: Ints) -> Flags:
    """Where a row differs from the one before it in any of some sorted columns."""
    if not len(keys[0]):
        return np.zeros(0, np.bool_)
    changed = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return np.concatenate([np.array([True]), changed])
