"""Which statements count now: derived from versions, extractions, codings and reviews, never the truth itself.

A statement is current when its document was not replaced by a newer version, and the newest extraction of that document
still finds it. One that a person coded, judged, corrected or added stays current when a newer pipeline no longer finds
it: the machine does not undo a person's work. One whose spans a person edited gives its place to the edited one, and so
does one that a newer pipeline finds where a person's stands (``covered``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from whipcount.store import touching
from whipcount.store.schema import (
    clusters,
    codings,
    corrected,
    covered,
    documents,
    extractions,
    identities,
    reassigned,
    reviews,
    standing,
    statements,
)
from whipcount.store.versions import REPLACED

_AT_ONCE = 400  # ids in one query, below SQLite's limit on parameters


def _derived(*wanted: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """The one definition of ``standing``, over all statements or those that are wanted.

    Whose a statement is: the actor that a person moved it to; else the one that its actor was merged into; else the one
    that clustering found for its name in its document; else the one of its name.
    """
    newest = (
        sa.select(sa.func.max(extractions.c.number))
        .where(extractions.c.document == statements.c.document, ~extractions.c.hand)
        .correlate(statements)
        .scalar_subquery()
    )
    by = extractions.alias("by")
    coded = sa.exists().where(codings.c.statement_id == statements.c.id, codings.c.coder_kind == "human")
    verdict = (
        sa.select(reviews.c.standing)
        .where(reviews.c.statement_id == statements.c.id)
        .order_by(reviews.c.event.desc())
        .limit(1)
        .scalar_subquery()
    )
    machine = sa.func.max(sa.case((~by.c.hand, statements.c.number)))
    found = sa.func.max(sa.case((~by.c.hand, statements.c.extraction)))
    by_hand = corrected.c.statement.is_not(None)
    accepted = sa.func.coalesce(verdict == "accept", sa.false())
    judged = sa.or_(coded, verdict.is_not(None))
    # One that only a person ever had, and took back, is held by nothing else that was said of it.
    kept = sa.or_(by_hand, sa.func.coalesce(found == newest, sa.false()), machine.is_not(None) & judged)
    held = corrected.c.becomes.is_(None) & covered.c.by.is_(None) & kept
    last = sa.func.coalesce(corrected.c.statement, machine, sa.func.max(statements.c.number))
    stands = (
        sa.select(
            statements.c.id,
            last.label("statement"),
            held.label("held"),
            sa.and_(~REPLACED, held).label("current"),
            sa.or_(coded, by_hand).label("human"),
            accepted.label("accepted"),
            sa.func.coalesce(verdict == "reject", sa.false()).label("rejected"),
        )
        .join_from(statements, documents, documents.c.number == statements.c.document)
        .join(by, by.c.number == statements.c.extraction)
        .join(corrected, corrected.c.statement_id == statements.c.id, isouter=True)
        .join(covered, covered.c.statement_id == statements.c.id, isouter=True)
        .where(*wanted)
        .group_by(
            statements.c.id,
            statements.c.document,
            documents.c.number,
            documents.c.identity,
            corrected.c.statement,
            corrected.c.becomes,
            covered.c.by,
        )
        .subquery()
    )
    own = statements.alias("own")
    clustered = sa.func.coalesce(clusters.c.actor, own.c.actor_key)
    actor = sa.func.coalesce(reassigned.c.actor, identities.c.current, clustered)
    return (
        sa.select(*stands.c, actor.label("actor"))
        .join_from(stands, own, own.c.number == stands.c.statement)
        .join(
            clusters,
            sa.and_(clusters.c.actor_key == own.c.actor_key, clusters.c.document == own.c.document),
            isouter=True,
        )
        .join(identities, identities.c.actor == clustered, isouter=True)
        .join(reassigned, reassigned.c.statement_id == stands.c.id, isouter=True)
    )


def refresh(connection: sa.Connection, *, document: int | None = None, statement_ids: list[str] | None = None) -> None:
    """Derive again what stands for one document's statements, for some statements, or for all.

    Only rows that come out otherwise are written, and only their actors touched: a merge derives everything again.
    """
    wanted: list[sa.ColumnElement[bool]] = []
    scope: list[sa.ColumnElement[bool]] = []
    if document is not None:
        wanted.append(statements.c.document == document)
        scope.append(standing.c.statement_id.in_(sa.select(statements.c.id).where(statements.c.document == document)))
    if statement_ids is not None:
        wanted.append(statements.c.id.in_(statement_ids))
        scope.append(standing.c.statement_id.in_(statement_ids))
    kept = {row[0]: tuple(row) for row in connection.execute(sa.select(*standing.columns).where(*scope))}
    anew = {row[0]: tuple(row) for row in connection.execute(_derived(*wanted))}
    changed = [id_ for id_ in kept.keys() | anew.keys() if kept.get(id_) != anew.get(id_)]
    if changed:
        _replace(connection, changed, [anew[id_] for id_ in changed if id_ in anew])


def _replace(connection: sa.Connection, changed: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    concerned = touching.actors_of(connection, changed)
    for start in range(0, len(changed), _AT_ONCE):
        stale = standing.c.statement_id.in_(changed[start : start + _AT_ONCE])
        connection.execute(sa.delete(standing).where(stale))
    if rows:
        names = [column.name for column in standing.columns]
        connection.execute(sa.insert(standing), [dict(zip(names, row, strict=True)) for row in rows])
    touching.mark(connection, concerned | touching.actors_of(connection, changed))


def differences(connection: sa.Connection) -> int:
    """How many statements stand otherwise than they would if derived anew."""
    kept = sa.select(*standing.columns)
    anew = _derived()
    count = 0
    for these, those in ((kept, anew), (anew, kept)):
        unlike = sa.except_(these, those).subquery()
        count = max(count, connection.execute(sa.select(sa.func.count()).select_from(unlike)).scalar_one())
    return count
