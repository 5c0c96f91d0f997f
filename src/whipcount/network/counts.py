"""The array X of Discourse Network Analyzer: how often actor i is on side k of proposition j, duplicates dropped.

A duplicate is a further statement of one actor on one proposition in one unit of time or document, and on the same
side unless the network ignores sides. The first is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from whipcount.model import content_id
from whipcount.network.observations import Chosen, Member, Selection
from whipcount.network.settings import NetworkSettings

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The statements that one unit of time or document holds of one actor on one proposition, before any is dropped.

    ``actor``, ``proposition`` and ``length`` have a row for each group; the others one for each statement, group by
    group and in order. ``seed`` is the statement's own number for draws, ``agrees`` its side: 0 against, 1 for.
    """

    actor: Ints
    proposition: Ints
    length: Ints
    seed: NDArray[np.uint64]
    right: Floats
    opposite: Floats
    agrees: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Counts:
    """Who said how often what.

    ``x`` has the axes side (0 against, 1 for), actor, proposition; ``confirmed`` counts those of ``x`` that a person
    looked at. ``evidence`` holds the ids of the kept statements by the same three indices. ``groups`` gives those of
    some actors.
    """

    actors: tuple[Member, ...]
    propositions: tuple[str, ...]
    x: Ints
    confirmed: Ints
    evidence: Mapping[tuple[int, int, int], tuple[str, ...]]
    groups: Callable[[Collection[int]], Groups]

    @property
    def kept(self) -> int:
        """Number of statements left after duplicates are dropped; DNA prints it."""
        return int(self.x.sum())


def count(selection: Selection, settings: NetworkSettings, labels: Mapping[str, str]) -> Counts:
    """Count the chosen statements; ``labels`` are the texts of the propositions, which stand in their order."""
    uses = Counter(item.member for item in selection.chosen)
    if settings.isolates:
        uses.update(dict.fromkeys(selection.everybody, 0))
    actors = members_in_order(uses, settings)
    known = selection.everything if settings.isolates else {item.proposition for item in selection.chosen}
    propositions = propositions_in_order(known, labels, settings)
    row = {member.key: i for i, member in enumerate(actors)}
    column = {proposition: j for j, proposition in enumerate(propositions)}
    units: dict[tuple[int, int, Hashable], list[Chosen]] = {}
    for item in selection.chosen:
        unit = (row[item.member.key], column[item.proposition], _unit(item, settings))
        units.setdefault(unit, []).append(item)
    evidence: dict[tuple[int, int, int], list[str]] = {}
    confirmed: Counter[tuple[int, int, int]] = Counter()
    for (i, j, _), items in units.items():
        for item in items if len(items) == 1 else _first(items, settings):
            cell = (int(item.agrees), i, j)
            evidence.setdefault(cell, []).append(item.statement)
            if item.confirmed:
                confirmed[cell] += 1
    shape = (2, len(actors), len(propositions))
    x, looked_at = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for cell, ids in evidence.items():
        x[cell], looked_at[cell] = len(ids), confirmed[cell]
    groups = partial(_groups_of, tuple((i, j, tuple(items)) for (i, j, _), items in units.items()))
    return Counts(actors, propositions, x, looked_at, {cell: tuple(ids) for cell, ids in evidence.items()}, groups)


def _groups_of(groups: Iterable[tuple[int, int, tuple[Chosen, ...]]], actors: Collection[int]) -> Groups:
    wanted = frozenset(actors)
    theirs = [group for group in groups if group[0] in wanted]
    items = [item for _, _, of_group in theirs for item in of_group]
    return Groups(
        np.array([i for i, _, _ in theirs], np.int64),
        np.array([j for _, j, _ in theirs], np.int64),
        np.array([len(of_group) for _, _, of_group in theirs], np.int64),
        np.array([seed(item.statement, item.proposition) for item in items], np.uint64),
        np.array([item.right for item in items], np.float64),
        np.array([item.opposite for item in items], np.float64),
        np.array([item.agrees for item in items], np.int8),
    )


def seed(statement: str, proposition: str) -> int:
    """The number that a statement's draws come from: its own, in every network."""
    return int(content_id("draw", statement, proposition)[:16], 16)


def _first(items: Sequence[Chosen], settings: NetworkSettings) -> Iterable[Chosen]:
    """The statements of a unit that are kept: the first, or the first on each side."""
    if settings.aggregation == "ignore":
        return items[:1]
    return {item.agrees: item for item in reversed(items)}.values()


def _unit(item: Chosen, settings: NetworkSettings) -> Hashable:
    """What two statements must share to be duplicates; a statement without a day has only its document."""
    rule, day = settings.duplicates, item.day
    if rule == "include":
        return item.statement
    if rule == "acrossrange":
        return None
    if rule == "document" or day is None:
        return item.document
    return time_unit(day, settings)


def time_unit(day: date, settings: NetworkSettings) -> Hashable:
    """The week, month or year of a day in which a repetition is a duplicate."""
    year, week, _ = day.isocalendar()
    if settings.duplicates == "week":
        return week if settings.dna_compat else (year, week)  # DNA 3.1.2 compares the number alone
    if settings.duplicates == "month":
        return day.month if settings.dna_compat else (day.year, day.month)
    return day.year


def propositions_in_order(
    known: Iterable[str], labels: Mapping[str, str], settings: NetworkSettings
) -> tuple[str, ...]:
    """Propositions in the order of their texts."""
    return tuple(sorted(known, key=lambda p: (*_label_order(labels.get(p, p), settings), p)))


def members_in_order(uses: Mapping[Member, int], settings: NetworkSettings) -> tuple[Member, ...]:
    """One member for each key: the label used most often, of equals the longest; in the order of the labels.

    ``uses`` says how often each stands for a statement, those that do so first before the others.
    """
    labels: dict[str, Counter[str]] = {}
    kinds: dict[str, str] = {}
    for member, number in uses.items():
        labels.setdefault(member.key, Counter())[member.label] += number
        kinds.setdefault(member.key, member.kind)
    members = [
        Member(key, max(names, key=lambda label: (names[label], len(label), label)), kinds[key])
        for key, names in labels.items()
    ]
    return tuple(sorted(members, key=lambda m: (*_label_order(m.label, settings), m.key)))


def _label_order(label: str, settings: NetworkSettings) -> tuple[bytes | str, str]:
    """Alphabetical whatever the case; under ``dna_compat`` by UTF-16 units, as Java compares strings."""
    if settings.dna_compat:
        return label.encode("utf-16-be", "surrogatepass"), label
    return label.casefold(), label
