"""What was worked out of each actor's statements, kept beside the evidence until a write touches the actor.

The store does not know how it is worked out: a view has a name, parts, and a body for each actor in each part. Bodies
are replaced for the actors that were touched since, by whoever asks first; readers that come later, in this process or
another, find them. They can be thrown away at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from whipcount.store import touching
from whipcount.store.reading import BATCH
from whipcount.store.rows import pairs
from whipcount.store.schema import summaries, summed_up

VIEWS_KEPT = 3  # of one proposition: those of other settings, the ones not asked for longest go first


@dataclass(frozen=True, slots=True)
class Upto:
    """How far a view is worked out: up to the change ``kept``, None where it never was; ``latest`` is the newest."""

    kept: int | None
    latest: int


def upto(connection: sa.Connection, view: str) -> Upto:
    """How far a view is worked out."""
    kept = connection.execute(sa.select(summed_up.c.change).where(summed_up.c.view == view)).scalar()
    return Upto(kept, touching.latest(connection))


def touched_since(connection: sa.Connection, change: int | None) -> list[str] | None:
    """Actors that were touched after a change, and all who are linked to them; None, everybody, where none is known.

    Two actors are linked where they are sighted in one speech event, or where a third is linked to both: what one
    utterance would say of the other follows from nobody else.
    """
    if change is None:
        return None
    late = touching.after(connection, change)
    return sorted(touching.linked(connection, late) - {touching.TERM_NAMES})


def bodies(connection: sa.Connection, view: str, part: str, since: int | None) -> dict[str, str | None]:
    """Bodies by actor: all, or those of ``touched_since``, None where one has none any more."""
    wanted = sa.select(summaries.c.actor, summaries.c.body).where(summaries.c.view == view, summaries.c.part == part)
    late = touched_since(connection, since)
    if late is None:
        return pairs(connection.execute(wanted))
    found: dict[str, str | None] = dict.fromkeys(late)
    for start in range(0, len(late), BATCH):
        found |= pairs(connection.execute(wanted.where(summaries.c.actor.in_(late[start : start + BATCH]))))
    return found


def body(connection: sa.Connection, view: str, part: str, actor: str) -> str | None:
    """The body of one actor, None where there is none."""
    mine = (summaries.c.view == view, summaries.c.part == part, summaries.c.actor == actor)
    return connection.execute(sa.select(summaries.c.body).where(*mine)).scalar()


def keep(
    connection: sa.Connection, view: str, made: Mapping[str, Mapping[str, str]], touched_actors: Sequence[str] | None,
    until: int,
) -> None:  # fmt: skip
    """Keep the bodies that were worked out: part -> actor -> body.

    Args:
        connection: A transaction that writes.
        view: The view's name.
        made: The bodies; of a touched actor that is not among them, none is left.
        touched_actors: Whose bodies are replaced; None for everybody's.
        until: The change up to which they are right.
    """
    before = connection.execute(sa.select(summed_up.c.change).where(summed_up.c.view == view)).scalar()
    if before is None and touched_actors is not None:
        return  # somebody threw the view away meanwhile
    if before is not None and before >= until and touched_actors is not None:
        return  # another process was quicker
    mine = sa.delete(summaries).where(summaries.c.view == view)
    for part in [mine] if touched_actors is None else _of_some(mine, touched_actors):
        connection.execute(part)
    rows = [
        {"view": view, "part": part, "actor": actor, "body": body}
        for part, of_part in made.items()
        for actor, body in of_part.items()
    ]
    if rows:
        connection.execute(sa.insert(summaries), rows)
    connection.execute(sa.delete(summed_up).where(summed_up.c.view == view))
    connection.execute(sa.insert(summed_up), {"view": view, "change": until})
    if touched_actors is None:
        _forget_old(connection, view)


def _of_some(mine: sa.Delete, actors: Sequence[str]) -> Iterator[sa.Delete]:
    for start in range(0, len(actors), BATCH):
        yield mine.where(summaries.c.actor.in_(actors[start : start + BATCH]))


def _forget_old(connection: sa.Connection, view: str) -> None:
    """Leave the newest views of the same subject, which is what follows the first space of a view's name."""
    subject = view.partition(" ")[2]
    rows = connection.execute(sa.select(summed_up.c.view).order_by(summed_up.c.change.desc(), summed_up.c.view))
    others = [name for name in rows.scalars() if name != view and name.partition(" ")[2] == subject]
    for name in others[VIEWS_KEPT - 1 :]:
        for table in (summaries, summed_up):
            connection.execute(sa.delete(table).where(table.c.view == name))


def forget(connection: sa.Connection) -> None:
    """Throw all of it away."""
    for table in (summaries, summed_up):
        connection.execute(sa.delete(table))
