"""Judgements that go along when a statement gets another id: its spans were edited, or its document was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from whipcount.model import JSON
from whipcount.store import ledger as ledgers
from whipcount.store.rows import Values, pairs
from whipcount.store.schema import codings, corrected, ledger, reviews


def carry_codings(connection: sa.Connection, moved: Mapping[str, str]) -> None:
    """Append to each new statement what each coder last said of the old one, unless they spoke of the new one.

    Args:
        connection: A transaction.
        moved: Old statement's id -> new statement's id.
    """
    entries: list[tuple[str, dict[str, JSON]]] = []
    for old, new in moved.items():
        there = _latest(connection, new)
        for by, body in _latest(connection, old).items():
            if by not in there:
                entries.append((new, body | {"carried": old}))
    numbers = ledgers.append(connection, "coding", entries)
    rows: list[Values] = [ledgers.coding_values(number, *entry) for number, entry in zip(numbers, entries, strict=True)]
    if rows:
        connection.execute(sa.insert(codings), rows)
        ledgers.mark_current(connection, [*moved.values()])


def _latest(connection: sa.Connection, statement: str) -> dict[tuple[str, str], dict[str, Any]]:
    rows = connection.execute(
        sa.select(codings.c.proposition, codings.c.coder, ledger.c.body)
        .join_from(codings, ledger, ledger.c.number == codings.c.event)
        .where(codings.c.statement_id == statement)
        .order_by(codings.c.event)
    )
    return {(proposition, coder): json.loads(body) for proposition, coder, body in rows}


def carry_verdicts(connection: sa.Connection, moved: Mapping[str, str]) -> None:
    """Append to each new statement the verdict that stands on the old one; one that a person made is accepted."""
    by_hand = pairs(
        connection.execute(
            sa.select(corrected.c.statement_id, corrected.c.coder).where(
                corrected.c.statement_id.in_([*moved]), corrected.c.statement.is_not(None)
            )
        )
    )
    for old, new in moved.items():
        row = connection.execute(
            sa.select(reviews.c.standing, reviews.c.coder)
            .where(reviews.c.statement_id == old)
            .order_by(reviews.c.event.desc())
            .limit(1)
        ).one_or_none()
        verdict = row.standing if row and row.standing else ("accept" if old in by_hand else None)
        if verdict is None:
            continue
        coder = row.coder if row and row.standing else by_hand[old]
        fields: dict[str, JSON] = {"verdict": verdict, "coder": coder, "note": "", "carried": old}
        (number,) = ledgers.append(connection, "review", [(new, fields)])
        values = ledgers.review_values(number, new, fields) | {"standing": verdict}
        connection.execute(sa.insert(reviews), values)
