"""A person's work stays where it is when a newer pipeline reads the document again.

A statement that a person coded, judged, corrected or added is an anchor. Where the newer pipeline finds nearly the same
words under other offsets, both would stand for one utterance; the one that came later, by machine, is covered then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from whipcount.model import Span, Spans
from whipcount.store.rows import Values
from whipcount.store.schema import codings, corrected, covered, extractions, reviews, spans, statements

# Share of the characters of both that two statements must have in common to be one utterance.
SAME = 0.5


class _Found(NamedTuple):
    """A statement of a document: the extractions that have it, its content, and whether a person spoke of it."""

    first: int
    last: int
    content: Spans
    anchor: bool


def shared(these: Spans, those: Spans) -> float:
    """Share of the characters of both that they have in common.

    >>> shared((Span(0, 10),), (Span(5, 10),))
    0.5
    """
    one = {place for start, end in these for place in range(start, end)}
    other = {place for start, end in those for place in range(start, end)}
    return len(one & other) / len(one | other) if one | other else 0.0


def derive(connection: sa.Connection, documents: Sequence[int] | None = None) -> None:
    """Derive again which statements are covered, in some documents or all."""
    asked = _read_again(connection) if documents is None else documents
    stale = sa.delete(covered)
    if documents is not None:
        here = sa.select(statements.c.id).where(statements.c.document.in_(documents))
        stale = stale.where(covered.c.statement_id.in_(here))
    connection.execute(stale)
    if rows := [row for document in asked for row in rows_of(connection, document)]:
        connection.execute(sa.insert(covered), rows)


def derived(connection: sa.Connection) -> list[Values]:
    """Rows of ``covered`` that follow from the evidence and the ledger."""
    return [row for document in _read_again(connection) for row in rows_of(connection, document)]


def _read_again(connection: sa.Connection) -> list[int]:
    """Documents with more than one extraction: nothing is covered in the others."""
    several = sa.select(extractions.c.document).group_by(extractions.c.document).having(sa.func.count() > 1)
    return list(connection.execute(several).scalars())


def rows_of(connection: sa.Connection, document: int) -> list[Values]:
    """Rows of ``covered`` for one document."""
    newest = connection.execute(
        sa.select(sa.func.max(extractions.c.number)).where(extractions.c.document == document, ~extractions.c.hand)
    ).scalar()
    several = sa.select(sa.func.count()).where(extractions.c.document == document).select_from(extractions)
    if newest is None or connection.execute(several).scalar_one() < 2:
        return []
    found = _found(connection, document)
    anchors = {id_: one for id_, one in found.items() if one.anchor}
    rows: list[Values] = []
    for id_, one in found.items():
        if one.anchor or one.last < newest:
            continue
        before = [a for a in anchors if anchors[a].last < one.first and shared(anchors[a].content, one.content) > SAME]
        if before:
            rows.append({"statement_id": id_, "by": min(before)})
    return rows


def _found(connection: sa.Connection, document: int) -> dict[str, _Found]:
    coded = sa.exists().where(codings.c.statement_id == statements.c.id, codings.c.coder_kind == "human")
    verdict = (
        sa.select(reviews.c.standing)
        .where(reviews.c.statement_id == statements.c.id)
        .order_by(reviews.c.event.desc())
        .limit(1)
        .scalar_subquery()
    )
    judged = sa.or_(coded, verdict.is_not(None), sa.func.max(corrected.c.statement).is_not(None))
    rows = connection.execute(
        sa.select(
            statements.c.id,
            sa.func.min(statements.c.extraction),
            sa.func.max(statements.c.extraction),
            sa.func.max(statements.c.number),
            judged,
        )
        .join_from(statements, corrected, corrected.c.statement_id == statements.c.id, isouter=True)
        .where(statements.c.document == document)
        .group_by(statements.c.id)
        .order_by(statements.c.id)
    ).all()
    contents = _contents(connection, document)
    return {id_: _Found(first, last, contents[number], bool(anchor)) for id_, first, last, number, anchor in rows}


def _contents(connection: sa.Connection, document: int) -> dict[int, Spans]:
    rows = connection.execute(
        sa.select(spans.c.statement, spans.c.start, spans.c.end)
        .join_from(statements, spans, spans.c.statement == statements.c.number)
        .where(statements.c.document == document, spans.c.role == "content")
        .order_by(spans.c.statement, spans.c.piece)
    )
    found: dict[int, Spans] = {}
    for number, start, end in rows:
        found[number] = (*found.get(number, ()), Span(start, end))
    return found
