"""Runs and codebooks: under what the records were made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from whipcount.errors import StoreError, UsageError
from whipcount.model import JSON, Argument, Codebook, KnownActor, KnownTerm, Proposition, Question
from whipcount.store import ledger as ledgers
from whipcount.store import wordings
from whipcount.store.records import CodebookRow
from whipcount.store.revisions import CodebookChange
from whipcount.store.rows import canonical, now
from whipcount.store.schema import codebooks, runs

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
    newest = sa.select(codebooks.c.id).order_by(codebooks.c.number.desc()).limit(1)
    if connection.execute(newest).scalar() == codebook.id:
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
    """
    if not change.coder.strip():
        raise UsageError("A change of the codebook names no coder. Say whose it is.")
    run = begin_run(connection, "codebook", {"coder": change.coder})
    before = connection.execute(sa.select(codebooks.c.id).order_by(codebooks.c.number.desc()).limit(1)).scalar()
    put_codebook(connection, codebook, run=run)
    end_run(connection, run, {"changes": len(change.changes)})
    body: dict[str, JSON] = {
        "action": "change",
        "before": before,
        "becomes": codebook.id,
        "changes": [list(one) for one in change.changes],
        "coder": change.coder.strip(),
        "note": change.note.strip(),
    }
    return ledgers.append(connection, CODEBOOK, [(CODEBOOK, body)])[0]


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
