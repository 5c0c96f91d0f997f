"""Learned heads: weights that a project's corrections gave, and which of them is switched on.

Heads and the switching of them are only added to. Which one is in force stands in the newest event. The codings of
the others stay in the ledger and count no longer, so to undo brings back exactly what counted before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from whipcount.errors import ConflictError, UsageError
from whipcount.model import JSON
from whipcount.store import ledger, taught
from whipcount.store.records import HeadEvent, LearnedHead
from whipcount.store.rows import canonical, now
from whipcount.store.schema import head_events, heads


def apply(connection: sa.Connection, head: LearnedHead, *, report: Mapping[str, JSON], coder: str) -> None:
    """Keep a head and switch it on.

    Raises:
        UsageError: Nobody says so.
        ConflictError: It is on already.
    """
    if in_force(connection) == head:
        raise ConflictError(f"The head {head.coder} is switched on already. Review more statements first.")
    known = connection.execute(sa.select(heads.c.coder).where(heads.c.coder == head.coder)).scalar()
    if known is None:
        row = {"coder": head.coder, "base": head.base, "body": head.body, "report": canonical(dict(report))}
        connection.execute(sa.insert(heads), row)
    _event(connection, "apply", head.coder, head.coder, coder)


def undo(connection: sa.Connection, *, coder: str) -> LearnedHead:
    """Switch off the head in force, and on again the one before it, if there was one; the one switched off.

    Raises:
        ConflictError: None is on.
    """
    off = in_force(connection)
    if off is None:
        raise ConflictError("No learned head is switched on, so there is nothing to undo.")
    _event(connection, "undo", off.coder, _before(connection), coder)
    return off


def in_force(connection: sa.Connection) -> LearnedHead | None:
    """The head that is switched on."""
    row = connection.execute(sa.select(heads).where(heads.c.coder == taught.coder_in_force())).one_or_none()
    return None if row is None else LearnedHead(row.coder, row.base, row.body)


def history(connection: sa.Connection) -> list[HeadEvent]:
    """Every switching on and off, oldest first."""
    on = connection.execute(sa.select(taught.coder_in_force())).scalar()
    rows = connection.execute(
        sa.select(head_events, heads.c.report)
        .join_from(head_events, heads, heads.c.coder == head_events.c.head)
        .order_by(head_events.c.number)
    )
    return [
        HeadEvent(
            row.number,
            row.action,
            row.head,
            json.loads(row.report),
            row.by,
            datetime.fromisoformat(row.at),
            row.head == on,
        )
        for row in rows
    ]


def _event(connection: sa.Connection, action: str, head: str, on: str | None, coder: str) -> None:
    if not coder.strip():
        raise UsageError("Nobody is named who switches the head. Say whose decision it is.")
    number = connection.execute(sa.select(sa.func.coalesce(sa.func.max(head_events.c.number), 0))).scalar_one() + 1
    row = {"number": number, "action": action, "head": head, "in_force": on, "by": coder, "at": now()}
    connection.execute(sa.insert(head_events), row)
    ledger.mark_current(connection)


def _before(connection: sa.Connection) -> str | None:
    """The head that was on before the one that is: each undoing takes back one switching on."""
    stack: list[str] = []
    for action, head in connection.execute(
        sa.select(head_events.c.action, head_events.c.head).order_by(head_events.c.number)
    ):
        if action == "apply":
            stack.append(head)
        else:
            stack.pop()
    return stack[-2] if len(stack) > 1 else None
