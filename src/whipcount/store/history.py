"""Who changed what, from what to what, and when; and the way to take one change back.

Told from the ledger. What the machine said is no change; what people said is, and every undoing is one more entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import JSON
from whipcount.store import corrections, fixes, identity, journal, touching, verdicts
from whipcount.store import ledger as ledgers
from whipcount.store.records import Change, Page
from whipcount.store.revisions import HistoryEntry
from whipcount.store.schema import codings, ledger, reviews

RETRACTION = "retraction"
REPLY = "reply"
_OTHERS = ("identity", "correction", "document", RETRACTION, verdicts.BULK, REPLY, journal.CODEBOOK)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes are wanted; None does not narrow. ``subject`` is the id of a statement or document."""

    subject: str | None = None
    coder: str | None = None


def page(connection: sa.Connection, asked: Asked, *, limit: int | None, offset: int) -> Page[HistoryEntry]:
    """A stretch of the changes, newest first; a bulk action is one, unless one statement's changes are asked for."""
    wanted = _wanted(asked)
    total = connection.execute(sa.select(sa.func.count()).select_from(ledger).where(*wanted)).scalar_one()
    rows = connection.execute(
        sa.select(ledger).where(*wanted).order_by(ledger.c.number.desc()).limit(limit).offset(offset)
    ).all()
    return Page(tuple(_told(connection, rows)), total)


def _wanted(asked: Asked) -> list[sa.ColumnElement[bool]]:
    """By what the derived tables know, so that the machine's entries are never read."""
    by_people = sa.select(codings.c.event).where(codings.c.coder_kind == "human")
    taken_back = sa.select(sa.cast(sa.func.json_extract(ledger.c.body, "$.undoes"), sa.Integer)).where(
        ledger.c.kind == RETRACTION
    )
    judged = sa.select(reviews.c.event)
    if asked.subject is None:
        judged = judged.where(reviews.c.bulk.is_(None))
    other = ledger.alias("other")
    others = sa.select(other.c.number).where(other.c.kind.in_(_OTHERS))
    numbers = sa.union(by_people, taken_back, judged, others).subquery()
    found: list[sa.ColumnElement[bool]] = [ledger.c.number.in_(sa.select(numbers))]
    if asked.subject is not None:
        becomes = sa.func.json_extract(ledger.c.body, "$.becomes") == asked.subject
        made = sa.and_(ledger.c.kind.in_(("correction", "document")), becomes)
        found.append(sa.or_(ledger.c.statement_id == asked.subject, made))
    if asked.coder is not None:
        found.append(sa.func.json_extract(ledger.c.body, "$.coder") == asked.coder)
    return found


def entry(connection: sa.Connection, number: int) -> HistoryEntry:
    """One change.

    Raises:
        ConflictError: There is no change with this number.
    """
    rows = connection.execute(sa.select(ledger).where(ledger.c.number == number)).all()
    if not rows or (rows[0].kind == "coding" and json.loads(rows[0].body)["coder_kind"] != "human"):
        raise ConflictError(f"There is no change {number} by a person. The history lists them.")
    return _told(connection, rows)[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the entries of a page are told by: what was taken back by what, and what can be."""

    undone: Mapping[int, int]
    verdicts: Mapping[str, Sequence[tuple[int, str | None]]]
    loose: frozenset[int]


def _told(connection: sa.Connection, rows: Sequence[Any]) -> list[HistoryEntry]:
    known = _known(connection, rows)
    said = _codings_of(connection, sorted({row.statement_id for row in rows if row.kind == "coding"}))
    return [_entry(row, json.loads(row.body), known, said) for row in rows]


def _known(connection: sa.Connection, rows: Sequence[Any]) -> _Known:
    undone = {e.undoes: e.number for e in corrections.entries(connection) if e.undoes}
    undone |= {body["undoes"]: n for n, _, body in fixes.entries(connection) if body["action"] == "undo"}
    undone |= {e.number: e.undone_by for e in identity.events(connection) if e.undone_by}
    undone |= journal.codebook_undoings(connection)
    for number, body in connection.execute(
        sa.select(ledger.c.number, ledger.c.body).where(ledger.c.kind == RETRACTION)
    ):
        undone[json.loads(body)["undoes"]] = number
    ids = sorted({row.statement_id for row in rows if row.kind == "review"})
    verdicts_on = connection.execute(
        sa.select(reviews.c.statement_id, reviews.c.event, reviews.c.standing)
        .where(reviews.c.statement_id.in_(ids))
        .order_by(reviews.c.event)
    ).all()
    loose = {e.number for e in corrections.fold(corrections.in_force(corrections.entries(connection))).values()}
    loose |= set(fixes.in_force(fixes.entries(connection)))
    loose |= {one.number for one in verdicts.bulks(connection) if one.standing}
    loose |= {number for number in (journal.codebook_undoable(connection),) if number is not None}
    standing: dict[str, list[tuple[int, str | None]]] = {}
    for row in verdicts_on:
        standing.setdefault(row.statement_id, []).append((row.event, row.standing))
    return _Known(
        undone={int(a): int(b) for a, b in undone.items()},
        verdicts=standing,
        loose=frozenset(loose),
    )


def _codings_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    rows = connection.execute(
        sa.select(ledger.c.statement_id, ledger.c.number, ledger.c.body)
        .where(ledger.c.statement_id.in_(ids), ledger.c.kind == "coding")
        .order_by(ledger.c.number)
    )
    for id_, number, body in rows:
        found.setdefault(id_, []).append((number, json.loads(body)))
    return found


def _entry(
    row: Any, body: Mapping[str, Any], known: _Known, said: Mapping[str, list[tuple[int, dict[str, Any]]]]
) -> HistoryEntry:
    action, changes = _what(row, body, known, said)
    undone_by = known.undone.get(row.number)
    return HistoryEntry(
        number=row.number,
        kind=row.kind,
        subject=row.statement_id,
        at=row.at,
        coder=body["coder"],
        note=body.get("note", ""),
        action=action,
        changes=tuple(changes),
        proposition=body.get("proposition"),
        undoes=body.get("undoes"),
        undone_by=undone_by,
        undoable=undone_by is None and _undoable(row, body, known),
        hash=row.hash,
    )


def _undoable(row: Any, body: Mapping[str, Any], known: _Known) -> bool:
    match row.kind:
        case "coding" | "reply":
            return True
        case "review":
            return bool(body["verdict"] != "undo" and known.verdicts[row.statement_id][-1][0] == row.number)
        case "identity":
            return bool(body["action"] != "undo")
        case _:
            return row.number in known.loose


def _what(
    row: Any, body: Mapping[str, Any], known: _Known, said: Mapping[str, list[tuple[int, dict[str, Any]]]]
) -> tuple[str, list[tuple[str, JSON, JSON]]]:
    match row.kind:
        case "coding":
            before = _held_before(said.get(row.statement_id, []), row.number, body["proposition"], known)
            return ("carried over" if "carried" in body else "coded"), [("stance", before, body["stance"])]
        case "review":
            earlier = [standing for event, standing in known.verdicts[row.statement_id] if event < row.number]
            now = dict(known.verdicts[row.statement_id])[row.number]
            return str(body["verdict"]), [("verdict", earlier[-1] if earlier else None, now)]
        case "identity":
            return str(body["action"]), [("actors", [*body["names"]], body["name"] or body["into"])]
        case "retraction":
            return "undo", [(name, body[name], None) for name in ("stance", "text") if name in body]
        case "reply":
            return "reply", [("text", None, body["text"])]
        case "bulk":
            return str(body["verdict"]), [("statements", None, body["count"])]
        case _:
            return str(body["action"]), [(name, old, new) for name, old, new in body.get("changes", ())]


def _held_before(said: Sequence[tuple[int, dict[str, Any]]], number: int, proposition: str, known: _Known) -> JSON:
    """The stance that held before a coding: a person's newest, else a model's newest."""
    before = [
        body
        for n, body in said
        if n < number and body["proposition"] == proposition and not known.undone.get(n, number + 1) < number
    ]
    people = [body for body in before if body["coder_kind"] == "human"]
    return (people or before)[-1]["stance"] if before else None


def undo(connection: sa.Connection, number: int, *, coder: str, note: str) -> None:
    """Take one change back, by one more entry.

    Raises:
        UsageError: It names no coder, or is about the codebook, which changes together with its file.
        ConflictError: No such change, it was taken back before, or a later one builds on it.
    """
    if not coder.strip():
        raise UsageError("An undoing names no coder. Say whose judgement it is.")
    found = entry(connection, number)
    if found.kind == journal.CODEBOOK:
        raise UsageError(f"The change {number} is one of the codebook. Undo it with its file: on the history page.")
    if not found.undoable:
        raise ConflictError(
            f"The change {number} cannot be undone by itself: it was undone, undoes one, or a later one stands on it."
        )
    match found.kind:
        case "coding":
            fields: dict[str, JSON] = {"proposition": found.proposition, "stance": found.changes[0][2]}
            _retract(connection, found, fields | {"coder": coder, "note": note})
        case "reply":
            _retract(connection, found, {"text": found.changes[0][2], "coder": coder, "note": note})
        case "review":
            verdicts.review(connection, found.subject, "undo", verdicts.Judged(coder, note))
        case "identity":
            identity.record(connection, Change("undo", undoes=number), coder=coder, note=note)
        case "correction":
            corrections.undo(connection, number, coder=coder, note=note)
        case "document":
            fixes.undo(connection, number, coder=coder, note=note)
        case _:
            verdicts.undo_many(connection, number, verdicts.Judged(coder, note))


def _retract(connection: sa.Connection, found: HistoryEntry, fields: dict[str, JSON]) -> None:
    """Take back a coding or a reply: what held before it holds again, and the entry stays."""
    ledgers.append(connection, RETRACTION, [(found.subject, fields | {"undoes": found.number})])
    if found.kind == "coding":
        connection.execute(sa.delete(codings).where(codings.c.event == found.number))
        touching.touch(connection, [found.subject])  # where no other coding is left, none is marked anew
        ledgers.coded_anew(connection, [found.subject], by_people=True)


def reply(connection: sa.Connection, statement_id: str, text: str, *, name: str) -> int:
    """Append what somebody who is named by a statement says of it; the number of the entry.

    Raises:
        UsageError: No text, or no name.
        StoreError: There is no such statement.
    """
    if not text.strip() or not name.strip():
        raise UsageError("A reply needs a text and the name of whoever makes it.")
    if statement_id not in ledgers.text_lengths(connection, [statement_id]):
        raise StoreError(f"There is no statement {statement_id!r} in this store, so there is nothing to reply to.")
    body: dict[str, JSON] = {"text": text.strip(), "coder": name.strip(), "note": ""}
    return ledgers.append(connection, REPLY, [(statement_id, body)])[0]
