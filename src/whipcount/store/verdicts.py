"""Verdicts: accept, reject and undo, one statement at a time or many at once, with a sample to check afterwards.

A bulk action is one entry of kind ``bulk`` that says what was wanted, and one verdict for each statement that names it;
so that each statement's history is whole, and the action can be undone as one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import JSON
from whipcount.store import ledger as ledgers
from whipcount.store.records import VERDICTS, Verdict
from whipcount.store.revisions import Audit, Bulk
from whipcount.store.rows import Values, pairs
from whipcount.store.schema import ledger, reviews

KIND = "review"
BULK = "bulk"  # the kind of the entry, and what it has in place of a statement's id
SAMPLE = 20  # statements to check after a bulk action
_AT_ONCE = 500  # statements looked up at once, far below SQLite's limit on parameters


@dataclass(frozen=True, slots=True)
class Judged:
    """Who says so, why, and as part of what. ``bulk`` and ``audit`` are numbers of a bulk action's entry."""

    coder: str
    note: str = ""
    bulk: int | None = None
    audit: int | None = None

    def body(self, verdict: Verdict) -> dict[str, JSON]:
        """What the ledger keeps; a part that says nothing is left out, so that old entries keep their form."""
        parts: dict[str, JSON] = {"verdict": verdict, "coder": self.coder, "note": self.note}
        asked: dict[str, JSON] = {"bulk": self.bulk, "audit": self.audit}
        return parts | {name: value for name, value in asked.items() if value is not None}


def review(connection: sa.Connection, statement_id: str, verdict: Verdict, by: Judged) -> None:
    """Append a verdict on a statement; ``undo`` brings back what stood before the latest one.

    Raises:
        UsageError: No such verdict, or no coder.
        StoreError: No such statement.
        ConflictError: There is nothing to undo.
    """
    _check(verdict, by.coder)
    if statement_id not in ledgers.text_lengths(connection, [statement_id]):
        raise StoreError(f"There is no statement {statement_id!r} in this store, so it cannot be reviewed.")
    before = _before(connection, [statement_id]).get(statement_id, [])
    fields = by.body(verdict)
    if verdict != "undo" and before and before[-1][1] == fields:
        return
    if verdict == "undo" and ledgers.standing_after(old for old, _ in before) is None:
        raise ConflictError(f"There is no verdict on statement {statement_id} to undo. Read it again.")
    _append(connection, [statement_id], fields, {statement_id: [old for old, _ in before]})


def _check(verdict: str, coder: str) -> None:
    if verdict not in VERDICTS:
        raise UsageError(f"A verdict is accept, reject or undo, not {verdict!r}.")
    if not coder.strip():
        raise UsageError("A review names no coder. Say whose judgement it is.")


def _append(
    connection: sa.Connection, ids: Sequence[str], fields: dict[str, JSON], before: dict[str, list[str]]
) -> None:
    numbers = ledgers.append(connection, KIND, [(id_, fields) for id_ in ids])
    rows: list[Values] = []
    for number, id_ in zip(numbers, ids, strict=True):
        after = ledgers.standing_after([*before.get(id_, []), str(fields["verdict"])])
        rows.append(ledgers.review_values(number, id_, fields) | {"standing": after})
    if rows:
        connection.execute(sa.insert(reviews), rows)
    for start in range(0, len(ids), _AT_ONCE):
        ledgers.judged_anew(connection, ids[start : start + _AT_ONCE])


def _before(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[tuple[str, dict[str, JSON]]]]:
    """Verdicts on each statement so far, oldest first, with what the ledger keeps of them."""
    found: dict[str, list[tuple[str, dict[str, JSON]]]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = connection.execute(
            sa.select(reviews.c.statement_id, reviews.c.verdict, ledger.c.body)
            .join_from(reviews, ledger, ledger.c.number == reviews.c.event)
            .where(reviews.c.statement_id.in_(ids[start : start + _AT_ONCE]))
            .order_by(reviews.c.event)
        )
        for id_, verdict, body in rows:
            found.setdefault(id_, []).append((verdict, json.loads(body)))
    return found


def review_many(
    connection: sa.Connection, ids: Sequence[str], verdict: Verdict, by: Judged, *, asked: dict[str, JSON]
) -> int:
    """Append a bulk action over statements, with the sample to check; the number of its entry.

    Args:
        connection: A transaction.
        ids: The statements.
        verdict: ``accept`` or ``reject``.
        by: Who says so.
        asked: The filter that gave the statements, kept with the action.
    Raises:
        UsageError: No statements, ``undo``, or no coder.
        StoreError: One of the statements is not stored.
    """
    _check(verdict, by.coder)
    if verdict == "undo" or not ids:
        raise UsageError("A bulk action accepts or rejects one statement or more. Undo it by its number.")
    known = {k for start in range(0, len(ids), _AT_ONCE)
             for k in ledgers.text_lengths(connection, ids[start : start + _AT_ONCE])}  # fmt: skip
    if missing := [id_ for id_ in ids if id_ not in known]:
        raise StoreError(f"There is no statement {missing[0]!r} in this store, so it cannot be reviewed.")
    chosen = random.Random(":".join(sorted(ids))).sample(sorted(ids), min(SAMPLE, len(ids)))  # noqa: S311  # no secret
    fields: dict[str, JSON] = {
        "verdict": verdict,
        "coder": by.coder,
        "note": by.note,
        "filter": asked,
        "count": len(ids),
        "sample": [*chosen],
    }
    (number,) = ledgers.append(connection, BULK, [(BULK, fields)])
    before = {id_: [old for old, _ in those] for id_, those in _before(connection, ids).items()}
    _append(connection, ids, Judged(by.coder, by.note, bulk=number).body(verdict), before)
    return number


def undo_many(connection: sa.Connection, number: int, by: Judged) -> int:
    """Take back what still stands of a bulk action; how many verdicts that were.

    Raises:
        ConflictError: No such bulk action, or nothing of it stands.
    """
    bulk(connection, number)
    still = _standing_of(connection, number)
    if not still:
        raise ConflictError(f"Nothing of the bulk action {number} stands any more, so there is nothing to undo.")
    before = {id_: [old for old, _ in those] for id_, those in _before(connection, still).items()}
    _append(connection, still, Judged(by.coder, by.note, bulk=number).body("undo"), before)
    return len(still)


def _standing_of(connection: sa.Connection, number: int) -> list[str]:
    """Statements whose latest verdict is the bulk action's own."""
    latest = sa.func.max(reviews.c.event).label("event")
    mine = sa.select(reviews.c.statement_id).where(reviews.c.bulk == number)
    newest = sa.select(latest).where(reviews.c.statement_id.in_(mine)).group_by(reviews.c.statement_id)
    return list(
        connection.execute(
            sa.select(reviews.c.statement_id)
            .where(reviews.c.event.in_(newest), reviews.c.bulk == number, reviews.c.verdict != "undo")
            .order_by(reviews.c.event)
        ).scalars()
    )


def bulks(connection: sa.Connection) -> list[Bulk]:
    """Every bulk action, newest first."""
    rows = connection.execute(
        sa.select(ledger.c.number, ledger.c.at, ledger.c.body)
        .where(ledger.c.kind == BULK)
        .order_by(ledger.c.number.desc())
    ).all()
    return [_bulk(connection, number, at, json.loads(body)) for number, at, body in rows]


def bulk(connection: sa.Connection, number: int) -> Bulk:
    """One bulk action.

    Raises:
        ConflictError: There is none with this number.
    """
    found = [one for one in bulks(connection) if one.number == number]
    if not found:
        raise ConflictError(f"There is no bulk action {number}. The history lists them.")
    return found[0]


def _bulk(connection: sa.Connection, number: int, at: str, body: dict[str, JSON]) -> Bulk:
    audited = connection.execute(
        sa.select(reviews.c.statement_id, reviews.c.verdict).where(reviews.c.audit == number).order_by(reviews.c.event)
    )
    checked: dict[str, Verdict] = pairs(audited)  # the latest verdict on each
    sample = body["sample"] if isinstance(body["sample"], list) else []
    asked = body["filter"] if isinstance(body["filter"], dict) else {}
    return Bulk(
        number=number,
        at=at,
        verdict="reject" if body["verdict"] == "reject" else "accept",
        coder=str(body["coder"]),
        note=str(body["note"]),
        asked=asked,
        statements=int(str(body["count"])),
        standing=len(_standing_of(connection, number)),
        audit=Audit(tuple(map(str, sample)), checked),
    )
