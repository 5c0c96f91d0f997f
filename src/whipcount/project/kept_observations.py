"""Observations as JSON and back: what the speech events of an actor contribute to a network, in columns.

Which actor the name of a body stands for changes with merges of that body, not of the speaker, so it is left open here
and looked up when the columns are put together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple, get_args

import numpy as np

from whipcount.network import Member
from whipcount.network.columns import Columns, Raw, arranged, spliced
from whipcount.network.counts import Ints, seed
from whipcount.network.settings import Nodes
from whipcount.project.observing import Unresolved, probabilities, resolved, unresolved
from whipcount.readings import Reading

_NO_DAY = date.max.toordinal()
_NODES: tuple[Nodes, ...] = get_args(Nodes)
MOST = 0.125  # where a larger share changed, everything is put together anew
_SIDES = {0: -1, 1: 1, -1: 0}  # by the direction of a reading, as ``Columns`` has them
Current = Callable[[str, Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The columns of one actor on one proposition, and who may stand for its events."""

    columns: Sequence[Any]
    who: tuple[Unresolved, ...]


def bodies(found: Iterable[Reading]) -> dict[str, str]:
    """Observations of readings, by the actor of each."""
    grouped: dict[str, list[Reading]] = {}
    for reading in found:
        grouped.setdefault(reading.actor_key, []).append(reading)
    return {actor: _encoded(group) for actor, group in grouped.items()}


def _encoded(group: Sequence[Reading]) -> str:
    who: dict[Unresolved, int] = {}
    statements: list[str] = []
    documents: list[str] = []
    rows: list[tuple[object, ...]] = []
    for reading in group:
        first = reading.sightings[0].statement
        statements.append(reading.id)
        documents.append(first.document_id)
        rows.append((
            min((start for start, _ in first.content), default=0),
            reading.day.toordinal() if reading.day else _NO_DAY,
            _SIDES[reading.direction],
            int(reading.stance == "conditional"),
            int(reading.confirmed),
            *probabilities(reading),
            seed(reading.id, reading.proposition),
            who.setdefault(unresolved(reading), len(who)),
        ))  # fmt: skip
    body = [" ".join(statements), " ".join(documents), *map(list, zip(*rows, strict=True)), list(who)]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def decoded(bodies_of: Mapping[str, str], _: str) -> dict[str, Kept]:
    """Observations by actor."""
    found: dict[str, Kept] = {}
    for actor, body in bodies_of.items():
        statements, documents, *columns, who = json.loads(body)
        found[actor] = Kept((statements.split(" "), documents.split(" "), *columns), tuple(map(_who, who)))
    return found


def _who(row: Sequence[Any]) -> Unresolved:
    actor, body, own, party, country = row
    return Unresolved(
        Member(*actor) if actor else None, (tuple(body[0]), body[1]) if body else None, own, party, country
    )


class Seen(NamedTuple):
    """The observations of one actor on one proposition."""

    proposition: str
    actor: str
    kept: Kept


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """The columns of all actors on some propositions, with what they were put together of.

    ``now`` gives the actors that the keys of bodies stand for, by proposition, and ``asked`` all keys that were looked
    up; ``owner`` whose each row is, as a place in ``owners``.
    """

    kept: Mapping[str, Mapping[str, Kept]]
    asked: Mapping[str, frozenset[str]]
    now: Mapping[str, Mapping[str, str]]
    columns: Columns
    owner: Ints
    owners: Mapping[tuple[str, str], int]

    def after(self, kept: Mapping[str, Mapping[str, Kept]], current: Current) -> Assembled:
        """The columns of the same propositions now: rows of those who changed are replaced, unless these are many."""
        before = self.kept
        others = [
            (id_, actor)
            for id_ in kept
            for actor in kept[id_].keys() | before[id_].keys()
            if kept[id_].get(actor) is not before[id_].get(actor)
        ]
        come = [Seen(id_, actor, one) for id_, actor in others if (one := kept[id_].get(actor))]
        asked = {id_: self.asked[id_] | _keys(one.kept for one in come if one.proposition == id_) for id_ in kept}
        now = {id_: current(id_, sorted(keys)) for id_, keys in asked.items()}
        same = all(now[id_].get(key) == self.now[id_].get(key) for id_, keys in self.asked.items() for key in keys)
        if not same or not len(self.owner) or len(others) > MOST * len(self.owners):
            return assembled(kept, current)
        if not others:
            return replace(self, kept=kept)
        owners = {**self.owners}
        for other in others:
            owners.setdefault(other, len(owners))
        more, owner = _arranged(come, now, owners, self.columns)
        stay = ~np.isin(self.owner, np.array([owners[other] for other in others], np.int64))
        columns, at = spliced(self.columns, stay, more)
        return Assembled(kept, asked, now, columns, np.insert(self.owner[stay], at, owner), owners)


def assembled(kept: Mapping[str, Mapping[str, Kept]], current: Current) -> Assembled:
    """The columns of everybody; ``current`` gives the actors that keys of bodies stand for."""
    every = [Seen(id_, actor, one) for id_, of_actors in kept.items() for actor, one in of_actors.items()]
    asked = {id_: _keys(of_actors.values()) for id_, of_actors in kept.items()}
    now = {id_: current(id_, sorted(keys)) for id_, keys in asked.items()}
    owners = {(one.proposition, one.actor): n for n, one in enumerate(every)}
    columns, owner = _arranged(every, now, owners, None)
    return Assembled(kept, asked, now, columns, owner, owners)


def _keys(of_actors: Iterable[Kept]) -> frozenset[str]:
    return frozenset(key for one in of_actors for who in one.who if who.body for key in who.body[0])


def _arranged(
    every: Sequence[Seen],
    now: Mapping[str, Mapping[str, str]],
    owners: Mapping[tuple[str, str], int],
    beside: Columns | None,
) -> tuple[Columns, Ints]:
    """Columns of some actors, and whose each row is; members are numbered as in the columns ``beside`` them."""
    members = {member: n for n, member in enumerate(beside.members if beside else ())}
    codes: dict[Nodes, list[int]] = {node: [] for node in _NODES}
    for one in every:
        for who in one.kept.who:
            found = resolved(who, now[one.proposition])
            for node in _NODES:
                codes[node].append(members.setdefault(found[node], len(members)) if node in found else -1)
    names = beside.propositions if beside else tuple(sorted(now))
    lengths = [len(one.kept.columns[0]) for one in every]
    *joined, of_actor = (list(chain.from_iterable(one.kept.columns[n] for one in every)) for n in range(11))
    statement, document, place, day, side, conditional, confirmed, right, opposite, seeds = joined
    proposition_of = np.repeat(np.array([names.index(one.proposition) for one in every], np.int64), lengths)
    starts = np.cumsum([0, *(len(one.kept.who) for one in every)])[:-1]
    who_of = np.array(of_actor, np.int64) + np.repeat(starts, lengths)
    raw = Raw(statement, document, place, day, proposition_of, side, conditional, confirmed, right, opposite, seeds)
    member: dict[Nodes, Ints] = {node: np.array(codes[node], np.int64)[who_of] for node in _NODES}
    columns, order = arranged(raw, member, names, tuple(members))
    owner = np.repeat(np.array([owners[one.proposition, one.actor] for one in every], np.int64), lengths)
    return columns, owner[order]
