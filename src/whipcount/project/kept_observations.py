"""Observations as JSON and back: what the speech events of an actor contribute to a network, in columns.

Which actor the name of a body stands for changes with merges of that body, not of the speaker, so it is left open here
and looked up when the columns are put together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, get_args

import numpy as np

from whipcount.network import Member
from whipcount.network.columns import Columns, Raw, arranged
from whipcount.network.counts import Ints, seed
from whipcount.network.settings import Nodes
from whipcount.project.observing import Unresolved, probabilities, resolved, unresolved
from whipcount.readings import Reading

_NO_DAY = date.max.toordinal()
_NODES: tuple[Nodes, ...] = get_args(Nodes)
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


def columns_of(kept: Mapping[str, Sequence[Kept]], current: Current) -> Columns:
    """The columns of all actors on some propositions; ``current`` gives the actors that keys of bodies stand for."""
    members: dict[Member, int] = {}
    codes: dict[Nodes, list[int]] = {node: [] for node in _NODES}
    for proposition, of_actors in kept.items():
        keys = {key for one in of_actors for who in one.who if who.body for key in who.body[0]}
        now = current(proposition, sorted(keys))
        for who in chain.from_iterable(one.who for one in of_actors):
            found = resolved(who, now)
            for node in _NODES:
                codes[node].append(members.setdefault(found[node], len(members)) if node in found else -1)
    names = tuple(sorted(kept))
    every = [(names.index(id_), one) for id_, of_actors in kept.items() for one in of_actors]
    lengths = [len(one.columns[0]) for _, one in every]
    *joined, of_actor = (list(chain.from_iterable(one.columns[n] for _, one in every)) for n in range(11))
    statement, document, place, day, side, conditional, confirmed, right, opposite, seeds = joined
    proposition_of = np.repeat([number for number, _ in every], lengths)
    starts = np.cumsum([0, *(len(one.who) for _, one in every)])[:-1]
    who_of = np.array(of_actor, np.int64) + np.repeat(starts, lengths)
    raw = Raw(statement, document, place, day, proposition_of, side, conditional, confirmed, right, opposite, seeds)
    member: dict[Nodes, Ints] = {node: np.array(codes[node], np.int64)[who_of] for node in _NODES}
    return arranged(raw, member, names, tuple(members))
