"""Runs and codebooks: under what the records were made, and the way back from a change of the codebook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import JSON, Argument, Codebook, KnownActor, KnownTerm, Proposition, Question
from whipcount.store import ledger as ledgers
from whipcount.store import wordings
from whipcount.store.records import CodebookRow
from whipcount.store.revisions import CodebookChange
from whipcount.store.rows import canonical, now
from whipcount.store.schema import codebooks, ledger, runs

CODEBOOK = "codebook"  # kind and subject of an entry about the codebook


def begin_run(connection: sa.Connection, command: str, settings: Mapping[str, JSON]) -> str:
    """Write down that a command starts; the id of its run."""
    run = uuid4().hex
    connection.execute(
        sa.insert(runs),
        {"id": run, "command": command, "settings": canonical(dict(settings)), "started": now(), "counts": "{}"},
    )
    return run


def end_run(connection: sa.Connection, run: str, counts: Mapping[str, int]) -> None:
    """Write down that a run is done, with what it counted.

    Raises:
        StoreError: There is no such run.
    """
    ended = connection.execute(
        sa.update(runs).where(runs.c.id == run).values(ended=now(), counts=canonical(dict(counts)))
    )
    if ended.rowcount == 0:
        raise StoreError(f"There is no run {run!r} in this store. Begin one with begin_run.")


def put_codebook(connection: sa.Connection, codebook: Codebook, *, run: str) -> bool:
    """Keep a codebook unless it is the one in force; whether that changed anything.

    Judgements that were made with its wordings hold from now on, also those of an earlier time when they were in force.
    """
    if _in_force(connection) == codebook.id:
        return False
    connection.execute(
        sa.insert(codebooks), {"id": codebook.id, "body": canonical(asdict(codebook)), "run": run, "at": now()}
    )
    ledgers.mark_current(connection, propositions=wordings.replace(connection, codebook))
    return True


def change_codebook(connection: sa.Connection, codebook: Codebook, change: CodebookChange) -> int:
    """Put a person's codebook in force, with an entry in the ledger that says what it changes; the entry's number.

    Raises:
        UsageError: It names no coder.
        ConflictError: It takes back a change that cannot be taken back now, or leads elsewhere than before that.
    """
    if not change.coder.strip():
        raise UsageError("A change of the codebook names no coder. Say whose it is.")
    if change.undoes is not None and codebook_before(connection, change.undoes).id != codebook.id:
        raise ConflictError(f"This is not the codebook from before the change {change.undoes}, so it was not undone.")
    run = begin_run(connection, "codebook", {"coder": change.coder})
    before = _in_force(connection)
    put_codebook(connection, codebook, run=run)
    end_run(connection, run, {"changes": len(change.changes)})
    body: dict[str, JSON] = {
        "action": "change" if change.undoes is None else "undo",
        "before": before,
        "becomes": codebook.id,
        "changes": [list(one) for one in change.changes],
        "coder": change.coder.strip(),
        "note": change.note.strip(),
    }
    if change.undoes is not None:
        body["undoes"] = change.undoes
    return ledgers.append(connection, CODEBOOK, [(CODEBOOK, body)])[0]


def codebook_undoings(connection: sa.Connection) -> dict[int, int]:
    """Which change of the codebook was taken back by which entry."""
    return {body["undoes"]: number for number, body in _changes(connection) if "undoes" in body}


def codebook_undoable(connection: sa.Connection) -> int | None:
    """The change of the codebook that can be taken back now: the last that stands, where what it made is in force."""
    found = _last_standing(connection)
    if found is None:
        return None
    number, body = found
    return number if body["before"] and body["becomes"] == _in_force(connection) else None


def codebook_before(connection: sa.Connection, number: int) -> Codebook:
    """The codebook that taking back a change would put in force.

    Raises:
        ConflictError: It is no change of the codebook, was taken back, or a later codebook stands on it.
    """
    body = next((body for at, body in _changes(connection) if at == number), None)
    if body is None:
        raise ConflictError(f"There is no change {number} of the codebook. The history lists them.")
    if reason := _kept_by(connection, number, body):
        raise ConflictError(f"The change {number} of the codebook cannot be undone: {reason}")
    kept = sa.select(codebooks.c.body).where(codebooks.c.id == body["before"]).limit(1)
    return _codebook_from(json.loads(connection.execute(kept).scalar_one()))


def _kept_by(connection: sa.Connection, number: int, body: Mapping[str, Any]) -> str:
    """Why a change cannot be taken back; empty where it can."""
    if "undoes" in body:
        return f"it undoes the change {body['undoes']} itself. Go back to a version on the codebook's page instead."
    if by := codebook_undoings(connection).get(number):
        return f"it was undone by {by}."
    if body["before"] is None:
        return "there was no codebook before it."
    if body["before"] == body["becomes"]:
        return "it changed only comments and layout of the file, which the record does not keep."
    if codebook_undoable(connection) == number:
        return ""
    return "a later codebook stands on it. Undo that first, or go back to a version on the codebook's page."


def _last_standing(connection: sa.Connection) -> tuple[int, dict[str, Any]] | None:
    """The last change that was not taken back and changed more than the layout of the file."""
    changes, undone = _changes(connection), codebook_undoings(connection)
    stand = [(n, b) for n, b in changes if "undoes" not in b and n not in undone and b["before"] != b["becomes"]]
    return stand[-1] if stand else None


def _changes(connection: sa.Connection) -> list[tuple[int, dict[str, Any]]]:
    rows = connection.execute(
        sa.select(ledger.c.number, ledger.c.body).where(ledger.c.kind == CODEBOOK).order_by(ledger.c.number)
    )
    return [(row.number, json.loads(row.body)) for row in rows]


def _in_force(connection: sa.Connection) -> str | None:
    return connection.execute(sa.select(codebooks.c.id).order_by(codebooks.c.number.desc()).limit(1)).scalar()


def codebook(connection: sa.Connection) -> Codebook | None:
    """The codebook in force, None before there is one."""
    body = connection.execute(sa.select(codebooks.c.body).order_by(codebooks.c.number.desc()).limit(1)).scalar()
    return None if body is None else _codebook_from(json.loads(body))


def codebook_rows(connection: sa.Connection) -> list[CodebookRow]:
    """Every codebook that was ever put in force, oldest first."""
    rows = connection.execute(sa.select(codebooks).order_by(codebooks.c.number))
    return [
        CodebookRow(row.number, _codebook_from(json.loads(row.body)), row.run, datetime.fromisoformat(row.at))
        for row in rows
    ]


def _codebook_from(fields: dict[str, Any]) -> Codebook:
    return Codebook(
        id=fields["id"],
        questions=tuple(Question(**question) for question in fields["questions"]),
        propositions=tuple(_proposition_from(proposition) for proposition in fields["propositions"]),
        # Versions kept before a part was known have no field for it.
        terms=tuple(KnownTerm(t["name"], t["kind"], tuple(t["aliases"])) for t in fields.get("terms", ())),
        actors=tuple(KnownActor(a["name"], tuple(a["aliases"])) for a in fields.get("actors", ())),
        notes=fields.get("notes", ""),
    )


def _proposition_from(fields: dict[str, Any]) -> Proposition:
    read: dict[str, Any] = {**fields, "arguments": tuple(Argument(**argument) for argument in fields["arguments"])}
    for name in ("synonyms", "examples_for", "examples_against", "boundaries_in", "boundaries_out"):
        read[name] = tuple(fields.get(name, ()))
    return Proposition(**read)
