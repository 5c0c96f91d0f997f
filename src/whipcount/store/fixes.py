"""Documents as people have them: another headline, date or text is a new version, and may be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import JSON, Document
from whipcount.store import journal, reading, standing, versions, writing
from whipcount.store import ledger as ledgers
from whipcount.store.carrying import carry_codings, carry_verdicts
from whipcount.store.checks import check_extraction
from whipcount.store.revisions import DocumentFix
from whipcount.store.rows import Values, sha256
from whipcount.store.schema import documents, extractions, ledger, withdrawn

KIND = "document"
FIELDS = ("title", "byline", "outlet", "published")


def record(connection: sa.Connection, fix: DocumentFix, *, coder: str, note: str) -> int | None:
    """Append a new version of a document; the entry's number, None where nothing changes.

    Raises:
        UsageError: It names no coder.
        StoreError: There is no such document.
        ConflictError: The document was replaced meanwhile, or the version was there before.
        IntegrityError, OffsetError: The statements do not hold together with the new text.
    """
    if not coder.strip():
        raise UsageError("A correction names no coder. Say whose judgement it is.")
    made = fix.extraction.document
    old = _number(connection, fix.of)
    before = reading.load_documents(connection, [old])[old]
    if (changes := _changes(before, made)) == []:
        return None
    check_extraction(fix.extraction)
    body: dict[str, JSON] = {
        "action": "fix",
        "becomes": made.id,
        "changes": changes,
        "moved": dict(fix.moved),
        "coder": coder,
        "note": note,
    }
    again = connection.execute(sa.select(documents.c.number).where(documents.c.id == made.id)).scalar()
    if again is None:
        number = _insert(connection, fix, old, coder)
    elif versions.of_the_same(connection, old)[-1] == again and made.id in _taken_back(connection):
        number = int(again)
    else:
        raise ConflictError(f"The document was like this before, in the version {made.id}. Undo what changed it.")
    (entry,) = ledgers.append(connection, KIND, [(before.id, body)])
    derive(connection)
    if again is None:
        carry_codings(connection, fix.moved)
        carry_verdicts(connection, fix.moved)
    _refresh(connection, number)
    return entry


def _number(connection: sa.Connection, identity: str) -> int:
    row = connection.execute(
        sa.select(documents.c.number, versions.REPLACED.label("replaced")).where(documents.c.id == identity)
    ).one_or_none()
    if row is None:
        raise StoreError(f"There is no document {identity!r} in this store, so it cannot be corrected.")
    if row.replaced:
        raise ConflictError(f"The document {identity} was replaced by another version. Correct that one.")
    return int(row.number)


def _insert(connection: sa.Connection, fix: DocumentFix, old: int, coder: str) -> int:
    """The new version with its line in the log, as from the pipeline that read the version before."""
    pipeline = connection.execute(
        sa.select(extractions.c.pipeline)
        .where(extractions.c.document == old, ~extractions.c.hand)
        .order_by(extractions.c.number.desc())
        .limit(1)
    ).scalar()
    run = journal.begin_run(connection, "correct", {"document": fix.of, "by": coder})
    number = writing.add_version(connection, fix.extraction, writing.Origin(run, str(pipeline or "")), old)
    journal.end_run(connection, run, {"documents": 1, "statements": len(fix.extraction.statements)})
    return number


def _changes(before: Document, made: Document) -> list[JSON]:
    """What changes, field by field; a text by its length and hash, for it is in the store already."""

    def told(document: Document) -> dict[str, JSON]:
        day = document.published.isoformat() if document.published else None
        text: JSON = {"characters": len(document.text), "sha256": sha256(document.text)}
        head: dict[str, JSON] = {"title": document.title, "byline": document.byline, "outlet": document.outlet}
        return head | {"published": day, "text": text}

    old, new = told(before), told(made)
    return [[name, old[name], value] for name, value in new.items() if old[name] != value]


def entries(connection: sa.Connection) -> list[tuple[int, str, dict[str, Any]]]:
    """Number, document and body of every entry about documents, oldest first."""
    rows = connection.execute(
        sa.select(ledger.c.number, ledger.c.statement_id, ledger.c.body)
        .where(ledger.c.kind == KIND)
        .order_by(ledger.c.number)
    )
    return [(number, subject, json.loads(body)) for number, subject, body in rows]


def in_force(found: list[tuple[int, str, dict[str, Any]]]) -> dict[int, Mapping[str, Any]]:
    """Fixes that count, by number."""
    undone = {body.get("undoes") for _, _, body in found if body["action"] == "undo"}
    return {number: body for number, _, body in found if body["action"] == "fix" and number not in undone}


def _taken_back(connection: sa.Connection) -> set[str]:
    found = entries(connection)
    kept = {body["becomes"] for body in in_force(found).values()}
    return {body["becomes"] for _, _, body in found if body["action"] == "fix"} - kept


def derived(connection: sa.Connection) -> list[Values]:
    """Rows of ``withdrawn`` that follow from the ledger."""
    rows = connection.execute(
        sa.select(documents.c.number)
        .where(documents.c.id.in_(sorted(_taken_back(connection))))
        .order_by(documents.c.number)
    )
    return [{"document": number} for number in rows.scalars()]


def derive(connection: sa.Connection) -> None:
    """Make ``withdrawn`` again from the ledger."""
    connection.execute(sa.delete(withdrawn))
    if rows := derived(connection):
        connection.execute(sa.insert(withdrawn), rows)


def undo(connection: sa.Connection, number: int, *, coder: str, note: str) -> None:
    """Take back one fix; the version before it counts again, with the judgements that were made on it.

    Raises:
        ConflictError: There is none with this number, it was undone, or a later version stands on it.
    """
    target = in_force(entries(connection)).get(number)
    if target is None:
        raise ConflictError(f"There is no correction {number} in force to undo. The history lists them.")
    made = connection.execute(
        sa.select(documents.c.number, versions.REPLACED.label("replaced")).where(documents.c.id == target["becomes"])
    ).one()
    if made.replaced:
        raise ConflictError(f"The version {target['becomes']} was replaced by a later one. Undo that first.")
    body: dict[str, JSON] = {"action": "undo", "undoes": number, "coder": coder, "note": note}
    ledgers.append(connection, KIND, [(str(target["becomes"]), body)])
    derive(connection)
    _refresh(connection, int(made.number))


def _refresh(connection: sa.Connection, document: int) -> None:
    for version in versions.of_the_same(connection, document):
        standing.refresh(connection, document=version)
