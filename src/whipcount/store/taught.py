"""Which codings a learned head made, and whether they count, as SQL."""

from __future__ import annotations

import sqlalchemy as sa

from whipcount.coders import LEARNED
from whipcount.store.schema import head_events


def coder_in_force() -> sa.ScalarSelect[str | None]:
    """Name of the coder whose head is switched on, as SQL."""
    newest = head_events.alias("newest_event")
    return sa.select(newest.c.in_force).order_by(newest.c.number.desc()).limit(1).scalar_subquery()


def counts(coder: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether codings under a label may count: they are of no learned head, or of the one in force."""
    on = sa.func.coalesce(coder_in_force(), "")
    mine = sa.and_(on != "", sa.func.substr(coder, 1, sa.func.length(on)) == on)
    return sa.or_(sa.not_(learned(coder)), mine)


def learned(coder: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a label is of a learned head."""
    return coder.contains(LEARNED, autoescape=True)
