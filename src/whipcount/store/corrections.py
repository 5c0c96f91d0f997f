"""Statements as people have them: corrected, or added where the machine missed one.

A correction writes new rows of evidence, held to the stored text by the same guards as the machine's, and one entry in
the ledger that names them. Nothing that was there changes. What stands is folded from the entries that are not undone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import JSON, Statement, content_id, quote
from whipcount.store import anchors, named, reading, sqlite, standing
from whipcount.store import ledger as ledgers
from whipcount.store.carrying import carry_codings
from whipcount.store.checks import check_statement
from whipcount.store.reading import Loaded
from whipcount.store.revisions import Correction
from whipcount.store.rows import Values, canonical, roles_of, span_values, statement_values
from whipcount.store.schema import (
    corrected,
    documents,
    extractions,
    ledger,
    reassigned,
    spans,
    speech_events,
    statements,
)
from whipcount.store.schema import standing as stands
from whipcount.store.versions import REPLACED
from whipcount.store.writing import next_number

KIND = "correction"
PIPELINE = "by hand"


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction in the ledger. ``extraction`` is the one whose only statement it made."""

    number: int
    subject: str
    action: str
    becomes: str
    extraction: str
    coder: str
    undoes: int | None


def entries(connection: sa.Connection) -> list[Entry]:
    """Every correction and undoing, oldest first."""
    rows = connection.execute(
        sa.select(ledger.c.number, ledger.c.statement_id, ledger.c.body)
        .where(ledger.c.kind == KIND)
        .order_by(ledger.c.number)
    )
    return [_entry(number, subject, json.loads(body)) for number, subject, body in rows]


def _entry(number: int, subject: str, body: Mapping[str, Any]) -> Entry:
    return Entry(
        number, subject, body["action"], body["becomes"], body["extraction"], body["coder"], body.get("undoes")
    )


def in_force(found: Sequence[Entry]) -> list[Entry]:
    """Corrections that count: neither undone nor themselves an undoing."""
    undone = {one.undoes for one in found if one.action == "undo"}
    return [one for one in found if one.action != "undo" and one.number not in undone]


def fold(found: Sequence[Entry]) -> dict[str, Entry]:
    """What corrections come to: statement -> the entry that decides over it.

    >>> a = Entry(1, "x", "edit", "y", "e1", "ann", None)
    >>> {key: entry.becomes for key, entry in fold([a]).items()}
    {'x': 'y', 'y': 'y'}
    """
    deciding: dict[str, Entry] = {}
    for one in found:
        deciding |= {one.subject: one, one.becomes: one}
    return deciding


def derived(connection: sa.Connection) -> list[Values]:
    """Rows of ``corrected`` that follow from the ledger."""
    deciding = fold(in_force(entries(connection)))
    rows: list[Values] = []
    for id_, one in sorted(deciding.items()):
        if id_ != one.becomes:
            rows.append({"statement_id": id_, "statement": None, "becomes": one.becomes, "coder": one.coder})
            continue
        number = connection.execute(
            sa.select(statements.c.number)
            .join_from(statements, extractions, extractions.c.number == statements.c.extraction)
            .where(extractions.c.id == one.extraction, statements.c.id == id_)
        ).scalar()
        rows.append({"statement_id": id_, "statement": number, "becomes": None, "coder": one.coder})
    return rows


def derive(connection: sa.Connection) -> None:
    """Make ``corrected`` again from the ledger."""
    connection.execute(sa.delete(corrected))
    if rows := derived(connection):
        connection.execute(sa.insert(corrected), rows)


def record(connection: sa.Connection, correction: Correction, *, coder: str, note: str) -> int | None:
    """Append a correction with its evidence; its number, None where it changes nothing.

    Raises:
        UsageError: It names no coder.
        StoreError: There is no such statement or document.
        ConflictError: The statement or its document was replaced meanwhile, or what it becomes stands already.
        IntegrityError, OffsetError: Its spans do not lie in the stored text.
    """
    if not coder.strip():
        raise UsageError("A correction names no coder. Say whose judgement it is.")
    made = correction.made
    number = _document(connection, made.document_id)
    document = reading.load_documents(connection, [number])[number]
    check_statement(made, document)
    before = _before(connection, correction)
    old = before.statement if before else None
    if old == made:
        return None
    if (old is None or made.id != old.id) and _held(connection, made.id):
        raise ConflictError(f"The statement with these spans stands already: {made.id}. Correct that one.")
    extraction = _insert(connection, made, document=number, text=document.text)
    body: dict[str, JSON] = {
        "action": "edit" if old else "add",
        "becomes": made.id,
        "extraction": extraction,
        "changes": _changes(old, made),
        "coder": coder,
        "note": note,
    }
    (entry,) = ledgers.append(connection, KIND, [(old.id if old else made.id, body)])
    derive(connection)
    if old and old.id != made.id:
        carry_codings(connection, {old.id: made.id})
        _carry_event(connection, old.id, made.id)
    _derive_document(connection, number)
    return entry


def _document(connection: sa.Connection, identity: str) -> int:
    row = connection.execute(
        sa.select(documents.c.number, REPLACED.label("replaced")).where(documents.c.id == identity)
    ).one_or_none()
    if row is None:
        raise StoreError(f"There is no document {identity!r} in this store, so nothing in it can be corrected.")
    if row.replaced:
        raise ConflictError(f"The document {identity} was replaced by another version. Correct that one.")
    return int(row.number)


def _before(connection: sa.Connection, correction: Correction) -> Loaded | None:
    """The statement that is corrected, as it stands."""
    if correction.instead_of is None:
        return None
    row = connection.execute(
        sa.select(stands.c.statement, stands.c.held).where(stands.c.statement_id == correction.instead_of)
    ).one_or_none()
    if row is None:
        raise StoreError(f"There is no statement {correction.instead_of!r} in this store, so it cannot be corrected.")
    if not row.held:
        raise ConflictError(
            f"The statement {correction.instead_of} stands no more: it was corrected before. Read its document again."
        )
    found = reading.load(connection, [row.statement])[row.statement]
    if found.statement.document_id != correction.made.document_id:
        raise ConflictError(f"The statement {correction.instead_of} belongs to another document.")
    moved = sa.select(reassigned.c.actor).where(reassigned.c.statement_id == correction.instead_of)
    if found.statement.speaker != correction.made.speaker and connection.execute(moved).scalar() is not None:
        raise ConflictError(
            f"The statement {correction.instead_of} was given to its actor by a split. Undo the split, or merge actors."
        )
    return found


def _held(connection: sa.Connection, id_: str) -> bool:
    return bool(connection.execute(sa.select(stands.c.held).where(stands.c.statement_id == id_)).scalar())


def _insert(connection: sa.Connection, made: Statement, *, document: int, text: str) -> str:
    """Rows of a statement by hand, in an extraction of its own; the same statement is kept once."""
    article = reading.load_documents(connection, [document])[document]
    values = statement_values(made, article)
    pieces = span_values(roles_of(made), text)
    said = {key: str(value) for key, value in values.items()}
    identity = content_id("by hand", article.id, canonical(said), canonical([*map(_plain, pieces)]))
    if connection.execute(sa.select(extractions.c.number).where(extractions.c.id == identity)).scalar() is not None:
        return identity
    extraction, number = next_number(connection, extractions), next_number(connection, statements)
    connection.execute(
        sa.insert(extractions),
        {"number": extraction, "id": identity, "document": document, "pipeline": PIPELINE, "hand": True},
    )
    connection.execute(sa.insert(spans), [{"statement": number, "document": document, **row} for row in pieces])
    connection.execute(
        sa.insert(statements), {"number": number, "extraction": extraction, "document": document, **values}
    )
    speaker = made.speaker.name or made.speaker.as_written
    words: dict[str, object] = {"rowid": number, "quotation": quote(text, made.content), "speaker": speaker}
    sqlite.add_words(connection, "statement_search", [words])
    return identity


def _plain(row: Values) -> list[JSON]:
    return [row["role"], row["piece"], row["start"], row["end"]]


def _carry_event(connection: sa.Connection, old: str, new: str) -> None:
    """The edited statement is seen in the same documents as before, until speech events are found again."""
    event = connection.execute(sa.select(speech_events.c.event).where(speech_events.c.statement_id == old)).scalar()
    there = connection.execute(sa.select(speech_events.c.event).where(speech_events.c.statement_id == new)).scalar()
    if event is not None and there is None:
        connection.execute(sa.insert(speech_events), {"statement_id": new, "event": event})


def _derive_document(connection: sa.Connection, document: int) -> None:
    named.link_by_hand(connection, document)
    anchors.derive(connection, [document])
    standing.refresh(connection, document=document)


def undo(connection: sa.Connection, number: int, *, coder: str, note: str) -> None:
    """Take back one correction; what stood before it stands again.

    Raises:
        ConflictError: There is none with this number, it was undone, or a later correction builds on it.
    """
    found = entries(connection)
    target = next((one for one in in_force(found) if one.number == number), None)
    if target is None:
        raise ConflictError(f"There is no correction {number} in force to undo. The history lists them.")
    if (last := fold(in_force(found))[target.becomes]).number != number:
        raise ConflictError(f"The correction {last.number} builds on {number}. Undo that one first.")
    body: dict[str, JSON] = {
        "action": "undo",
        "becomes": target.subject,
        "extraction": target.extraction,
        "undoes": number,
        "coder": coder,
        "note": note,
    }
    ledgers.append(connection, KIND, [(target.subject, body)])
    derive(connection)
    document = connection.execute(sa.select(statements.c.document).where(statements.c.id == target.becomes)).scalar()
    _derive_document(connection, int(document or 0))


def _changes(old: Statement | None, made: Statement) -> list[JSON]:
    """What changes, field by field: name, before, after."""
    before, after = (_told(old) if old else {}), _told(made)
    return [[name, before.get(name), value] for name, value in after.items() if before.get(name) != value]


def _told(statement: Statement) -> dict[str, JSON]:
    speaker, said_on = statement.speaker, statement.said_on
    spans_of: dict[str, JSON] = {
        role: [[start, end] for start, end in pieces]
        for role, pieces in (("source", statement.source), ("cue", statement.cue), ("content", statement.content))
    }
    day: JSON = [said_on.start.isoformat(), said_on.end.isoformat()] if said_on else None
    others: dict[str, JSON] = {
        "form": statement.form,
        "speaker": speaker.name or speaker.as_written,
        "kind": speaker.kind,
        "role": speaker.role,
        "party": speaker.party,
        "on_behalf_of": speaker.on_behalf_of,
        "day": day,
    }
    return spans_of | others
