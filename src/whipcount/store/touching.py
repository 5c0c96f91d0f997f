"""Which actors a write touched, so that only what follows from their statements is worked out anew.

What an actor's statements add up to follows from their rows, from the codings that hold, and from the other sightings
of the same utterances. So a change of any of these touches the actors of all statements in the same speech event, as
they were before the change and as they are after it. A number that grows with each change says up to where a reader
has seen them: no clock, and nothing that only one process knows. What a list counts of a statement, its terms included,
follows from the same, and from the names that terms have between documents, which are marked by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from whipcount.store.schema import speech_events, standing, statements, touched

_AT_ONCE = 400  # ids in one query, below SQLite's limit on parameters
# Stands in the place of an actor, and is none, where the names that terms have between documents changed.
TERM_NAMES = "term names"


def latest(connection: sa.Connection) -> int:
    """Number of the latest change; 0 in a store that nothing has changed."""
    return connection.execute(sa.select(sa.func.max(touched.c.change))).scalar() or 0


def after(connection: sa.Connection, change: int) -> list[str]:
    """Actors that were touched after a change, and ``TERM_NAMES`` where these were."""
    return list(connection.execute(sa.select(touched.c.actor).where(touched.c.change > change)).scalars())


def keys_after(connection: sa.Connection, change: int | None) -> frozenset[str] | None:
    """Keys that statements of the actors touched after a change have, or had before they were corrected.

    Whom a key stands for follows from its statements, and a write that concerns one of these touches whose it is now.
    None, for all keys, where no change is given, or one that this store has not reached.
    """
    if change is None or change > latest(connection):
        return None
    wanted = sa.select(statements.c.actor_key).join_from(
        standing, statements, statements.c.id == standing.c.statement_id
    )
    found: set[str] = set()
    for actors in _in_parts(after(connection, change)):
        found.update(connection.execute(wanted.where(standing.c.actor.in_(actors))).scalars())
    return frozenset(found)


def actors_of(connection: sa.Connection, statement_ids: Iterable[str]) -> set[str]:
    """Actors of these statements, and of those that are sightings of the same utterances."""
    mine = speech_events.alias("mine")
    beside = (
        sa.select(standing.c.actor)
        .join_from(mine, speech_events, speech_events.c.event == mine.c.event)
        .join(standing, standing.c.statement_id == speech_events.c.statement_id)
    )
    own = sa.select(standing.c.actor)
    found: set[str] = set()
    for ids in _in_parts(sorted(statement_ids)):
        found.update(connection.execute(own.where(standing.c.statement_id.in_(ids))).scalars())
        found.update(connection.execute(beside.where(mine.c.statement_id.in_(ids))).scalars())
    return found


def linked(connection: sa.Connection, actors: Iterable[str]) -> set[str]:
    """These actors, those sighted in one speech event with any of them, those sighted with these, and so on."""
    found: set[str] = set()
    beside = standing.alias("beside")
    theirs = speech_events.alias("theirs")
    wanted = (
        sa.select(beside.c.actor)
        .distinct()
        .join_from(standing, speech_events, speech_events.c.statement_id == standing.c.statement_id)
        .join(theirs, theirs.c.event == speech_events.c.event)
        .join(beside, beside.c.statement_id == theirs.c.statement_id)
        .where(beside.c.actor != standing.c.actor)
    )
    new = set(actors)
    while new:
        found |= new
        reached: set[str] = set()
        for part in _in_parts(sorted(new)):
            reached.update(connection.execute(wanted.where(standing.c.actor.in_(part))).scalars())
        new = reached - found
    return found


def mark(connection: sa.Connection, actors: Iterable[str]) -> None:
    """Write down that these actors were touched; one change, however many they are."""
    change = latest(connection) + 1  # safe: a writer holds the lock from the start of its transaction
    for part in _in_parts(sorted(actors)):
        connection.execute(sa.delete(touched).where(touched.c.actor.in_(part)))
        connection.execute(sa.insert(touched), [{"actor": actor, "change": change} for actor in part])


def touch(connection: sa.Connection, statement_ids: Iterable[str]) -> None:
    """Mark whom a change of these statements may concern, as they stand now."""
    mark(connection, actors_of(connection, statement_ids))


def touch_named(connection: sa.Connection, actors: Iterable[str]) -> None:
    """Mark whom a change of these actors' names may concern: themselves, and who is sighted beside them."""
    ids: set[str] = set()
    for part in _in_parts(sorted(actors)):
        ids.update(connection.execute(sa.select(standing.c.statement_id).where(standing.c.actor.in_(part))).scalars())
    touch(connection, ids)


def touch_all(connection: sa.Connection) -> None:
    """Mark everybody: those of now, and those of before, of whom a reader may still hold something."""
    everybody = sa.union(sa.select(standing.c.actor), sa.select(touched.c.actor))
    mark(connection, connection.execute(everybody).scalars().all())


def _in_parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
