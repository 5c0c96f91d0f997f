"""Which codings by models belong to the codebook in force, as SQL.

A model's label ends in the hash of the wording that it judged against. Its judgement counts only under a codebook with
that wording: what was said of other words would be shown as said of these. People's judgements belong to the
proposition, whatever its words. A label without a wording, as imported codings have, belongs to every wording; so do
codings of a proposition that the codebook in force does not have, which is shown nowhere.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from whipcount.coders import WORDING, WORDING_DIGITS, wordings_of
from whipcount.model import Codebook
from whipcount.store.schema import wordings


def belongs(coder: sa.ColumnElement[str], proposition: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a model's judgement under a label may count for a proposition."""
    known = wordings.c.proposition == proposition
    label = sa.func.substr(coder, -WORDING_DIGITS)
    return sa.or_(
        sa.func.instr(coder, WORDING) == 0,
        sa.exists().where(known, wordings.c.wording == label),
        sa.not_(sa.exists().where(known)),
    )


def derived(codebook: Codebook | None) -> set[tuple[str, str]]:
    """Rows of ``wordings`` that follow from the codebook in force."""
    return set(wordings_of(codebook)) if codebook else set()


def kept(connection: sa.Connection) -> set[tuple[str, str]]:
    """Rows of ``wordings`` as they are."""
    return {(row.proposition, row.wording) for row in connection.execute(sa.select(wordings))}


def replace(connection: sa.Connection, codebook: Codebook | None) -> set[str]:
    """Make ``wordings`` again; the ids of the propositions whose judgements may now be others."""
    before, after = kept(connection), derived(codebook)
    connection.execute(sa.delete(wordings))
    rows: list[dict[str, Any]] = [{"proposition": one, "wording": wording} for one, wording in sorted(after)]
    if rows:
        connection.execute(sa.insert(wordings), rows)
    return {proposition for proposition, _ in before ^ after}
