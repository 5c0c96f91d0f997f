"""Listings beside the statements: documents, actors, the log of inputs, runs, and counts over the whole store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from whipcount.errors import StoreError
from whipcount.model import SpeakerKind
from whipcount.store import sqlite
from whipcount.store.filters import LISTED, REVIEWED
from whipcount.store.reading import BATCH, load_documents
from whipcount.store.records import ActorRow, Collision, DocumentFilter, DocumentRow, LogRow, Page, RunRow, Status
from whipcount.store.rows import Row, pairs, sha256
from whipcount.store.schema import (
    HEAD,
    actor_names,
    codebooks,
    codings,
    documents,
    inputs,
    runs,
    speech_events,
    standing,
    statements,
)
from whipcount.store.schema import (
    collisions as collided,
)
from whipcount.store.versions import REPLACED, SUPERSEDED_BY

_STANDING = statements.join(standing, standing.c.statement == statements.c.number)
_COUNTED = sa.and_(standing.c.current, ~standing.c.rejected)


def document(connection: sa.Connection, identity: str) -> DocumentRow:
    """One document version.

    Raises:
        StoreError: There is none with this id.
    """
    number = connection.execute(sa.select(documents.c.number).where(documents.c.id == identity)).scalar_one_or_none()
    if number is None:
        raise StoreError(f"There is no document {identity!r} in this store. Look it up with `whipcount search`.")
    return _document_rows(connection, [number])[0]


def document_page(
    connection: sa.Connection, asked: DocumentFilter, *, limit: int | None, offset: int
) -> Page[DocumentRow]:
    """Current documents that the filter lists, the newest first."""
    wanted = [~REPLACED]
    found = sqlite.matching("text_search", asked.text or "")
    if found is not None:
        wanted.append(documents.c.number.in_(found))
    if asked.outlet is not None:
        wanted.append(documents.c.outlet == asked.outlet)
    if asked.until is not None:
        wanted.append(documents.c.published <= asked.until)
    total = connection.execute(sa.select(sa.func.count()).select_from(documents).where(*wanted)).scalar_one()
    numbers = connection.execute(
        sa.select(documents.c.number)
        .where(*wanted)
        .order_by(documents.c.published.desc(), documents.c.number)
        .limit(limit)
        .offset(offset)
    ).scalars()
    return Page(tuple(_document_rows(connection, list(numbers))), total)


def _document_rows(connection: sa.Connection, numbers: Sequence[int]) -> list[DocumentRow]:
    rows: list[DocumentRow] = []
    for start in range(0, len(numbers), 200):
        rows += _batch_of_documents(connection, numbers[start : start + 200])
    return rows


def _batch_of_documents(connection: sa.Connection, numbers: Sequence[int]) -> list[DocumentRow]:
    articles = load_documents(connection, numbers)
    facts = connection.execute(
        sa.select(
            documents.c.number, documents.c.supersedes, documents.c.text_sha256, SUPERSEDED_BY.label("newer")
        ).where(documents.c.number.in_(numbers))
    )
    versions = {row.number: row for row in facts}
    counted = connection.execute(
        sa.select(statements.c.document, sa.func.count())
        .select_from(LISTED)
        .where(statements.c.document.in_(numbers), _COUNTED)
        .group_by(statements.c.document)
    )
    counts = pairs(counted)
    copies = _copies(connection, numbers)
    return [
        DocumentRow(
            document=articles[number],
            statements=counts.get(number, 0),
            version_of=versions[number].supersedes,
            superseded_by=versions[number].newer,
            copies=copies.get(number, ()),
            verified=sha256(articles[number].text) == versions[number].text_sha256,
        )
        for number in numbers
    ]


def _copies(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Other current documents in which an utterance of these was sighted."""
    mine, theirs = speech_events.alias("mine"), speech_events.alias("theirs")
    here, there = statements.alias("here"), statements.alias("there")
    rows = connection.execute(
        sa.select(here.c.document, documents.c.id)
        .distinct()
        .join_from(here, mine, mine.c.statement_id == here.c.id)
        .join(theirs, theirs.c.event == mine.c.event)
        .join(there, there.c.id == theirs.c.statement_id)
        .join(documents, documents.c.number == there.c.document)
        .where(here.c.document.in_(numbers), there.c.document != here.c.document, ~REPLACED)
        .order_by(documents.c.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, identity in rows:
        found[number] = (*found.get(number, ()), identity)
    return found


def actor_page(connection: sa.Connection, *, limit: int | None, offset: int) -> Page[ActorRow]:
    """Actors with current, not rejected statements; those with the most statements first."""
    everyone = connection.execute(_actors()).mappings().all()
    found = everyone[offset:] if limit is None else everyone[offset : offset + limit]
    return Page(tuple(_rows_of_actors(connection, found)), len(everyone))


def names(connection: sa.Connection, limit: int) -> list[str]:
    """What the actors with the most statements are called, each as in its newest statement; quick in a large store."""
    many, newest = sa.func.count().label("many"), sa.func.max(standing.c.statement).label("newest")
    often = (
        sa.select(standing.c.actor, many, newest)
        .where(_COUNTED)
        .group_by(standing.c.actor)
        .order_by(many.desc(), standing.c.actor)
        .limit(limit)
        .subquery()
    )
    name = sa.func.coalesce(actor_names.c.name, statements.c.speaker_name, statements.c.as_written)
    rows = connection.execute(
        sa.select(name)
        .join_from(often, statements, statements.c.number == often.c.newest)
        .join(actor_names, actor_names.c.actor == often.c.actor, isouter=True)
        .order_by(often.c.many.desc(), often.c.actor)
    ).scalars()
    return list(dict.fromkeys(row for row in rows if row))


def actor(connection: sa.Connection, key: str) -> ActorRow:
    """One actor.

    Raises:
        StoreError: None with this key has current, not rejected statements.
    """
    found = connection.execute(_actors().where(standing.c.actor == key)).mappings().one_or_none()
    if found is None:
        raise StoreError(f"There is no actor {key!r} with statements in this store. List them with `whipcount actors`.")
    return _rows_of_actors(connection, [found])[0]


def _rows_of_actors(connection: sa.Connection, found: Sequence[Row]) -> list[ActorRow]:
    keys = [row["actor"] for row in found]
    faces = _faces(connection, keys)
    named = sa.select(actor_names.c.actor, actor_names.c.name)
    names = pairs(connection.execute(named.where(actor_names.c.actor.in_(keys)) if len(keys) <= BATCH else named))
    return [_actor(row, faces[row["actor"]], names.get(row["actor"])) for row in found]


def _actors() -> sa.Select[*tuple[Any, ...]]:
    many = sa.func.count().label("statements")
    days = (sa.func.min(statements.c.day).label("first"), sa.func.max(statements.c.day).label("last"))
    return (
        sa.select(standing.c.actor, many, *days)
        .select_from(_STANDING)
        .where(_COUNTED)
        .group_by(standing.c.actor)
        .order_by(many.desc(), standing.c.actor)
    )


def _faces(connection: sa.Connection, keys: Sequence[str]) -> dict[str, list[Row]]:
    """The names, kinds, roles and parties that each actor appears under, the most used first."""
    name = sa.func.coalesce(statements.c.speaker_name, statements.c.as_written).label("name")
    under = (standing.c.actor, name, statements.c.speaker_kind, statements.c.role, statements.c.party)
    uses = sa.func.count().label("uses")
    wanted = sa.select(*under, uses, sa.func.max(statements.c.day).label("last")).select_from(_STANDING).where(_COUNTED)
    if len(keys) <= BATCH:
        wanted = wanted.where(standing.c.actor.in_(keys))
    found: dict[str, list[Row]] = {}
    for row in connection.execute(wanted.group_by(*under).order_by(uses.desc(), name)).mappings():
        found.setdefault(row["actor"], []).append(row)
    return found


def _actor(row: Row, faces: Sequence[Row], given: str | None) -> ActorRow:
    """An actor's name is the one given, else the form used most often; its role and party are the latest ones known."""
    uses: Counter[tuple[str, SpeakerKind]] = Counter()
    for face in faces:
        uses[face["name"], face["speaker_kind"]] += face["uses"]
    name, kind = max(uses, key=lambda it: (uses[it], len(it[0]), it[0]))

    def latest(part: str) -> str | None:
        known = [(face["last"] or date.min, face[part]) for face in faces if face[part] is not None]
        return max(known)[1] if known else None

    return ActorRow(
        key=row["actor"],
        name=given or name,
        kind=kind,
        role=latest("role"),
        party=latest("party"),
        statements=row["statements"],
        first=row["first"],
        last=row["last"],
    )


def collisions(connection: sa.Connection) -> list[Collision]:
    """Pairs in doubt whose actors are still two and still have statements."""

    def there(actor: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        return sa.exists().where(standing.c.actor == actor, _COUNTED)

    wanted = sa.select(collided).where(there(collided.c.first), there(collided.c.second))
    return [Collision(*row) for row in connection.execute(wanted.order_by(collided.c.first, collided.c.second))]


def log(connection: sa.Connection, *, run: str | None, problems_only: bool, limit: int | None) -> list[LogRow]:
    """Inputs and what became of them, newest first."""
    wanted = sa.select(inputs).order_by(inputs.c.number.desc()).limit(limit)
    if run is not None:
        wanted = wanted.where(inputs.c.run == run)
    if problems_only:
        wanted = wanted.where(inputs.c.outcome == "rejected")
    return [
        LogRow(
            given_id=row.given_id,
            outcome=row.outcome,
            stage=row.stage,
            reason=row.reason,
            detail=row.detail,
            raw_sha256=row.raw_sha256,
            size=row.size,
            at=datetime.fromisoformat(row.at),
            run=row.run,
            document=row.document_id,
        )
        for row in connection.execute(wanted)
    ]


def run_rows(connection: sa.Connection) -> list[RunRow]:
    """Runs, newest first."""
    return [run_row(row) for row in connection.execute(sa.select(runs).order_by(runs.c.started.desc(), runs.c.id))]


def run_row(row: sa.Row[Any]) -> RunRow:
    """A row of ``runs`` as the value that it stands for."""
    return RunRow(
        id=row.id,
        command=row.command,
        settings=json.loads(row.settings),
        started=datetime.fromisoformat(row.started),
        ended=datetime.fromisoformat(row.ended) if row.ended else None,
        counts=json.loads(row.counts),
    )


def status(connection: sa.Connection, path: str) -> Status:
    """Counts over the whole store."""

    def count(source: sa.FromClause, *wanted: sa.ColumnElement[bool]) -> int:
        return connection.execute(sa.select(sa.func.count()).select_from(source).where(*wanted)).scalar_one()

    outcomes = _latest_outcomes(connection)
    # From one table, which tells the same as a listing does: every page asks for these, and waits for them.
    actors = sa.select(sa.func.count(sa.distinct(standing.c.actor))).where(_COUNTED)
    looked_at, rejected = (sa.func.count(sa.case((flag, 1))) for flag in (REVIEWED, standing.c.rejected))
    current = sa.select(sa.func.count(), looked_at, rejected).where(standing.c.current)
    listed, reviewed, without = connection.execute(current).one()
    codebook = sa.select(codebooks.c.id).order_by(codebooks.c.number.desc()).limit(1)
    return Status(
        path=path,
        schema_version=HEAD,
        documents=count(documents, ~REPLACED),
        superseded=count(documents, REPLACED),
        duplicates=outcomes.get("duplicate", 0),
        rejected=outcomes.get("rejected", 0),
        statements=listed,
        actors=connection.execute(actors).scalar_one(),
        codings_human=count(codings, codings.c.coder_kind == "human"),
        codings_model=count(codings, codings.c.coder_kind == "model"),
        reviewed=reviewed,
        rejected_statements=without,
        codebook=connection.execute(codebook).scalar(),
        runs=count(runs),
    )


def _latest_outcomes(connection: sa.Connection) -> dict[str, int]:
    """How many inputs ended how; an input handled in several runs counts once, by its first outcome if stored."""
    ever = sa.func.max(sa.case((inputs.c.outcome.in_(("stored", "new_version")), 1), else_=0)).label("ever")
    last = sa.func.max(inputs.c.number)
    by_input = sa.select(last.label("number"), ever).group_by(inputs.c.given_id, inputs.c.raw_sha256).subquery()
    outcome = sa.case((by_input.c.ever == 1, "stored"), else_=inputs.c.outcome)
    rows = connection.execute(
        sa.select(outcome, sa.func.count())
        .join_from(by_input, inputs, inputs.c.number == by_input.c.number)
        .group_by(outcome)
    )
    return pairs(rows)
