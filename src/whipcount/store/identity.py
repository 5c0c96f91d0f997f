"""Who is who: merges, splits and renames as entries in the ledger, and what follows from them.

An entry never touches a statement. What is current is folded from the entries that are not undone, in their order, so
that undoing one leaves all the others as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import JSON, content_id
from whipcount.store import catalogue, touching
from whipcount.store import ledger as ledgers
from whipcount.store import standing as stands
from whipcount.store.records import Change, IdentityEvent
from whipcount.store.rows import Values, folded
from whipcount.store.schema import (
    actor_names,
    clusters,
    collisions,
    documents,
    identities,
    ledger,
    reassigned,
    standing,
)

SUBJECT = "actors"  # what an entry about actors has in place of a statement's id
KIND = "identity"


@dataclass(frozen=True, slots=True)
class Fold:
    """What the entries come to: actor -> current actor, statement -> actor, actor -> name."""

    current: Mapping[str, str]
    moved: Mapping[str, str]
    names: Mapping[str, str]


def events(connection: sa.Connection) -> list[IdentityEvent]:
    """Every merge, split, rename and undo, oldest first."""
    rows = connection.execute(
        sa.select(ledger.c.number, ledger.c.at, ledger.c.body).where(ledger.c.kind == KIND).order_by(ledger.c.number)
    ).all()
    bodies = [(number, at, json.loads(body)) for number, at, body in rows]
    undone = {body["undoes"]: number for number, _, body in bodies if body["action"] == "undo"}
    return [_event(number, at, body, undone.get(number)) for number, at, body in bodies]


def history(connection: sa.Connection, actor: str | None) -> list[IdentityEvent]:
    """All changes, or those that an actor took part in, with what undid them."""
    found = events(connection)
    if actor is None:
        return found
    mine = {event.number for event in found if actor in (*event.change.actors, event.change.into)}
    grown: set[int] = set()
    names = {actor}
    while grown != mine:  # who was merged into this actor brings their own history along
        grown = set(mine)
        names |= {a for e in found if e.number in mine and e.change.action == "merge" for a in e.change.actors}
        mine |= {e.number for e in found if names & {*e.change.actors, e.change.into or ""} or e.change.undoes in mine}
    return [event for event in found if event.number in mine]


def current(connection: sa.Connection, actor: str) -> str:
    """The actor that this one was merged into, itself where it was not."""
    now = connection.execute(sa.select(identities.c.current).where(identities.c.actor == actor)).scalar()
    return actor if now is None else str(now)


def _event(number: int, at: str, body: Mapping[str, Any], undone_by: int | None) -> IdentityEvent:
    return IdentityEvent(
        number=number,
        at=at,
        change=Change(
            action=body["action"],
            actors=tuple(body["actors"]),
            into=body["into"],
            name=body["name"],
            statements=tuple(body["statements"]),
            undoes=body["undoes"],
        ),
        names=tuple(body["names"]),
        coder=body["coder"],
        note=body["note"],
        undone_by=undone_by,
    )


def fold(changes: Iterable[Change]) -> Fold:
    """What changes come to, in their order.

    >>> fold([Change("merge", ("a", "b"), "b"), Change("merge", ("b", "c"), "c")]).current
    {'a': 'c', 'b': 'c'}
    """
    current: dict[str, str] = {}
    moved: dict[str, str] = {}
    names: dict[str, str] = {}
    for change in changes:
        into = change.into or change.actors[0]
        if change.action == "merge":
            gone = set(change.actors) - {into}
            current = {actor: into if now in gone else now for actor, now in current.items()} | dict.fromkeys(
                gone, into
            )
            moved = {statement: into if now in gone else now for statement, now in moved.items()}
            current.pop(into, None)
        elif change.action == "split":
            moved |= dict.fromkeys(change.statements, into)
        if change.name:
            names[into] = change.name
    return Fold({k: current[k] for k in sorted(current)}, moved, names)


def in_force(found: Iterable[IdentityEvent]) -> list[Change]:
    """The changes that count: neither undone nor themselves an undoing."""
    return [event.change for event in found if event.undone_by is None and event.change.action != "undo"]


def split_actor(name: str, statements: Sequence[str]) -> str:
    """Id of the actor that a split makes: the hash of its name and of the statements that founded it."""
    return content_id("split", name, *sorted(statements))


def record(connection: sa.Connection, change: Change, *, coder: str, note: str) -> int | None:
    """Append a change and derive again what follows; its number, None where it changes nothing.

    Raises:
        UsageError: A change that nobody can have meant.
        StoreError: There is no such actor or statement.
        ConflictError: There is nothing to undo.
    """
    if not coder.strip():
        raise UsageError("A change of actors names no coder. Say whose judgement it is.")
    found = events(connection)
    _check(connection, change, found)
    if change.action != "undo" and fold([*in_force(found), change]) == fold(in_force(found)):
        return None
    body: dict[str, JSON] = {
        "action": change.action,
        "actors": [*change.actors],
        "names": [*_names(connection, change.actors)],
        "into": change.into,
        "name": change.name,
        "statements": [*sorted(change.statements)],
        "undoes": change.undoes,
        "coder": coder,
        "note": note,
    }
    (number,) = ledgers.append(connection, KIND, [(SUBJECT, body)])
    derive(connection)
    return number


def _names(connection: sa.Connection, actors: Sequence[str]) -> Iterator[str]:
    """What the actors are called before the change; their keys where they are called nothing."""
    called = {row.key: row.name for row in catalogue.actor_page(connection, limit=None, offset=0).items}
    yield from (called.get(actor) or actor for actor in actors)


def _check(connection: sa.Connection, change: Change, found: Sequence[IdentityEvent]) -> None:
    if change.action == "undo":
        target = next((event for event in found if event.number == change.undoes), None)
        if target is None or target.change.action == "undo":
            raise ConflictError(
                f"There is no change {change.undoes} of actors to undo. `whipcount actors history` lists them."
            )
        if target.undone_by is not None:
            raise ConflictError(f"The change {change.undoes} was undone before, by {target.undone_by}.")
        return
    known = set(connection.execute(sa.select(standing.c.actor).distinct()).scalars())
    for actor in change.actors:
        if actor not in known:
            raise StoreError(
                f"There is no actor {actor!r} with statements in this store. List them with `whipcount actors`."
            )
    if change.action == "merge" and (len(set(change.actors)) < 2 or change.into not in change.actors):
        raise UsageError("A merge needs two different actors or more, and one of them to merge into.")
    if change.action == "rename" and not (change.name or "").strip():
        raise UsageError("The new name is empty. Give a name.")
    if change.action == "split":
        _check_split(connection, change)


def _check_split(connection: sa.Connection, change: Change) -> None:
    if not change.statements or not change.name or not change.into:
        raise UsageError("A split needs the statements that go to the new actor, and its name.")
    owners = dict(
        tuple(row) for row in connection.execute(
            sa.select(standing.c.statement_id, standing.c.actor).where(standing.c.statement_id.in_(change.statements))
        )
    )  # fmt: skip
    for statement in change.statements:
        if owners.get(statement) != change.actors[0]:
            raise StoreError(
                f"The statement {statement!r} is not one of {change.actors[0]!r}, so it cannot be split off."
            )


def derived(connection: sa.Connection) -> dict[sa.Table, list[Values]]:
    """Rows of ``identities``, ``reassigned`` and ``actor_names`` that follow from the ledger."""
    came = fold(in_force(events(connection)))
    return {
        identities: [{"actor": actor, "current": now} for actor, now in came.current.items()],
        reassigned: [{"statement_id": statement, "actor": actor} for statement, actor in sorted(came.moved.items())],
        actor_names: [{"actor": a, "name": n, "folded": folded(n)} for a, n in sorted(came.names.items())],
    }


def derive(connection: sa.Connection) -> None:
    """Make what follows from the ledger's entries about actors again, and whose each statement is."""
    named = sa.select(actor_names.c.actor, actor_names.c.name)
    before = {(row.actor, row.name) for row in connection.execute(named)}
    for table, rows in derived(connection).items():
        connection.execute(sa.delete(table))
        if rows:
            connection.execute(sa.insert(table), rows)
    after = {(row.actor, row.name) for row in connection.execute(named)}
    touching.touch_named(connection, {actor for actor, _ in before ^ after})
    stands.refresh(connection)


def set_clusters(
    connection: sa.Connection, found: Mapping[tuple[str, str], tuple[str, str]], doubts: Mapping[tuple[str, str], str]
) -> None:
    """Replace what comparing the documents found.

    Args:
        connection: A transaction.
        found: (actor key, document id) -> (actor, reason).
        doubts: (actor, actor), the smaller id first -> why they may or may not be one.
    """
    numbers = {row.id: row.number for row in connection.execute(sa.select(documents.c.id, documents.c.number))}
    for table in (clusters, collisions):
        connection.execute(sa.delete(table))
    if found:
        rows = [
            {"actor_key": key, "document": numbers[document], "actor": actor, "reason": reason}
            for (key, document), (actor, reason) in found.items()
        ]
        connection.execute(sa.insert(clusters), rows)
    if doubts:
        pairs = [{"first": a, "second": b, "reason": reason} for (a, b), reason in doubts.items()]
        connection.execute(sa.insert(collisions), pairs)
    stands.refresh(connection)
