"""Which version of a document counts: the newest that no person took back."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from whipcount.store.schema import documents, withdrawn

_later = documents.alias("later")
_TAKEN_BACK = sa.select(withdrawn.c.document)
_HELD_LATER = (
    _later.c.identity == documents.c.identity,
    _later.c.number > documents.c.number,
    _later.c.number.not_in(_TAKEN_BACK),
)

# Conditions on a row of ``documents``.
REPLACED = sa.or_(documents.c.number.in_(_TAKEN_BACK), sa.exists().where(*_HELD_LATER).correlate(documents))

_counts = documents.alias("counts")
# The version to read instead of one that is replaced: the next that holds, for one taken back the one that counts.
SUPERSEDED_BY = sa.func.coalesce(
    sa.select(_later.c.id)
    .where(*_HELD_LATER)
    .order_by(_later.c.number)
    .limit(1)
    .correlate(documents)
    .scalar_subquery(),
    sa.select(_counts.c.id)
    .where(
        documents.c.number.in_(_TAKEN_BACK),
        _counts.c.identity == documents.c.identity,
        _counts.c.number.not_in(_TAKEN_BACK),
    )
    .order_by(_counts.c.number.desc())
    .limit(1)
    .correlate(documents)
    .scalar_subquery(),
)


def of_the_same(connection: sa.Connection, document: int) -> Sequence[int]:
    """Numbers of all versions of a document, oldest first."""
    identity = sa.select(documents.c.identity).where(documents.c.number == document).scalar_subquery()
    found = sa.select(documents.c.number).where(documents.c.identity == identity).order_by(documents.c.number)
    return connection.execute(found).scalars().all()
