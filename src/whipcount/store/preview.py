"""What a change of actors would do: the change is made, looked at, and rolled back."""

from __future__ import annotations

import sqlalchemy as sa

from whipcount.store import catalogue, identity
from whipcount.store.records import ActorRow, Change, ChangePreview
from whipcount.store.rows import pairs
from whipcount.store.schema import standing


def preview(connection: sa.Connection, change: Change) -> ChangePreview:
    """What would change; the caller's transaction is as it was before.

    Raises:
        UsageError: A change that nobody can have meant.
        StoreError: There is no such actor or statement.
        ConflictError: There is nothing to undo.
    """
    before, named_before = _owners(connection), _actors(connection)
    attempt = connection.begin_nested()
    try:
        identity.record(connection, change, coder="preview", note="")
        after, named_after = _owners(connection), _actors(connection)
    finally:
        attempt.rollback()
    moves = tuple((s, actor, after[s]) for s, actor in sorted(before.items()) if after[s] != actor)
    concerned = {actor for _, *both in moves for actor in both} | set(change.actors)
    renamed = {a for a in named_before if a in named_after and named_before[a].name != named_after[a].name}
    return ChangePreview(
        change=change,
        moves=moves,
        before=_those(named_before, concerned | renamed),
        after=_those(named_after, concerned | renamed),
    )


def _owners(connection: sa.Connection) -> dict[str, str]:
    return pairs(connection.execute(sa.select(standing.c.statement_id, standing.c.actor)))


def _actors(connection: sa.Connection) -> dict[str, ActorRow]:
    return {row.key: row for row in catalogue.actor_page(connection, limit=None, offset=0).items}


def _those(rows: dict[str, ActorRow], wanted: set[str]) -> tuple[ActorRow, ...]:
    return tuple(row for key, row in rows.items() if key in wanted)
