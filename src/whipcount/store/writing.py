"""Put documents with their statements into the store, and write down what became of each input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from whipcount.errors import StoreError
from whipcount.model import Document, Extraction, Rejected, Statement, content_id, quote
from whipcount.store import anchors, named, sqlite, standing, versions
from whipcount.store.reading import BATCH, load
from whipcount.store.records import Added
from whipcount.store.rows import Values, document_values, now, roles_of, sha256, span_values, statement_values
from whipcount.store.schema import documents, extractions, inputs, runs, spans, statements, texts


@dataclass(frozen=True, slots=True)
class Origin:
    """By which run and pipeline something was added."""

    run: str
    pipeline: str


class _Stored(NamedTuple):
    """A document in the store."""

    number: int
    id: str


def add(connection: sa.Connection, extraction: Extraction, origin: Origin, *, size: int | None) -> Added:
    """Store an extraction that was checked, unless it is there already; the caller holds the transaction."""
    document = extraction.document
    outcome: Added = "stored"
    same = _stored_as(connection, document)
    if same is None:
        supersedes = _newest_version(connection, document)
        number = _insert_document(connection, document, supersedes.id if supersedes else None)
        _insert_statements(connection, extraction, number, origin.pipeline)
        if supersedes:
            outcome = "new_version"
            for version in versions.of_the_same(connection, number):
                if version != number:
                    standing.refresh(connection, document=version)
    elif same.id == document.id and _says_otherwise(connection, same.number, extraction, origin.pipeline):
        _insert_statements(connection, extraction, same.number, origin.pipeline)
    else:
        outcome = "duplicate"
    _log(
        connection,
        origin,
        given_id=document.given_id,
        raw_sha256=document.raw_sha256,
        size=size,
        outcome=outcome,
        document_id=same.id if same else document.id,
    )
    return outcome


def add_version(connection: sa.Connection, extraction: Extraction, origin: Origin, of: int) -> int:
    """Store a version of a document that a person made, whatever its identity would be; its number."""
    document = extraction.document
    newest = versions.of_the_same(connection, of)[-1]
    facts = connection.execute(sa.select(documents.c.id, documents.c.identity).where(documents.c.number == newest))
    row = facts.one()
    number = _insert_document(connection, document, row.id, identity=row.identity)
    _insert_statements(connection, extraction, number, origin.pipeline)
    logged = {"given_id": document.given_id, "raw_sha256": document.raw_sha256, "document_id": document.id}
    _log(connection, origin, size=None, outcome="new_version", **logged)
    return number


def reject(connection: sa.Connection, rejected: Rejected, origin: Origin) -> None:
    """Write down an input that gave nothing, and why."""
    _log(
        connection,
        origin,
        given_id=printable(rejected.given_id),
        raw_sha256=rejected.raw_sha256,
        size=rejected.size,
        outcome="rejected",
        stage=rejected.stage,
        reason=rejected.reason,
        detail=printable(rejected.detail),
    )


def skip(connection: sa.Connection, given_id: str, raw_sha256: str, origin: Origin, *, size: int | None) -> None:
    """Write down an input that was left alone because the same pipeline has handled the same bytes before."""
    before = connection.execute(
        sa.select(inputs.c.outcome, inputs.c.stage, inputs.c.reason, inputs.c.detail, inputs.c.document_id)
        .where(*_same_input(given_id, raw_sha256, origin.pipeline))
        .order_by(inputs.c.number.desc())
        .limit(1)
    )
    fields: dict[str, Any] | None = next((dict(row) for row in before.mappings()), None)
    if fields is None:
        raise StoreError(f"The input {given_id!r} was not handled before, so it cannot be skipped. Add or reject it.")
    if fields["outcome"] != "rejected":
        fields["outcome"] = "duplicate"
    _log(connection, origin, given_id=printable(given_id), raw_sha256=raw_sha256, size=size, **fields)


def outcome_of(connection: sa.Connection, given_id: str, raw_sha256: str, pipeline: str) -> str | None:
    """What became of the same bytes under the same name and pipeline, None if they were never seen."""
    row = connection.execute(
        sa.select(inputs.c.outcome, inputs.c.reason)
        .where(*_same_input(given_id, raw_sha256, pipeline))
        .order_by(inputs.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    if row.outcome == "rejected":
        return f"rejected:{row.reason}"
    return "stored" if row.outcome == "new_version" else str(row.outcome)


def printable(text: str) -> str:
    """A name that a database can keep: a path's undecodable bytes are escaped, never a reason to fail."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def _same_input(given_id: str, raw_sha256: str, pipeline: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        inputs.c.given_id == printable(given_id),
        inputs.c.raw_sha256 == raw_sha256,
        inputs.c.pipeline == pipeline,
    )


def _stored_as(connection: sa.Connection, document: Document) -> _Stored | None:
    """The stored document that this one is, or repeats byte for byte under another name."""
    columns = sa.select(documents.c.number, documents.c.id)
    found = connection.execute(columns.where(documents.c.id == document.id)).one_or_none()
    if found or not document.raw_sha256:
        return _Stored(*found) if found else None
    repeated = connection.execute(
        columns.where(
            documents.c.raw_sha256 == document.raw_sha256,
            documents.c.text_sha256 == sha256(document.text),
            *(
                documents.c[name].is_not_distinct_from(getattr(document, name))
                for name in ("title", "outlet", "url", "published")
            ),
        )
        .order_by(documents.c.number)
        .limit(1)
    ).one_or_none()
    return _Stored(*repeated) if repeated else None


def _newest_version(connection: sa.Connection, document: Document) -> _Stored | None:
    newer = documents.alias("newer")
    found = connection.execute(
        sa.select(documents.c.number, documents.c.id).where(
            documents.c.identity == document_values(document)["identity"],
            ~sa.exists().where(newer.c.supersedes == documents.c.id),
        )
    ).one_or_none()
    return _Stored(*found) if found else None


def _says_otherwise(connection: sa.Connection, document: int, extraction: Extraction, pipeline: str) -> bool:
    """Whether a pipeline that has not read this document yet reads it otherwise than the newest one that has."""
    rows = connection.execute(
        sa.select(extractions.c.number, extractions.c.pipeline)
        .where(extractions.c.document == document, ~extractions.c.hand)
        .order_by(extractions.c.number)
    ).all()
    if pipeline in {row.pipeline for row in rows}:
        return False
    if named.loaded(connection, document=document, extraction=rows[-1].number) != extraction.terms:
        return True
    newest = sa.select(statements.c.number).where(statements.c.extraction == rows[-1].number)
    numbers = list(connection.execute(newest).scalars())
    kept: dict[str, Statement] = {}
    for start in range(0, len(numbers), BATCH):
        loaded = load(connection, numbers[start : start + BATCH])
        kept |= {it.statement.id: it.statement for it in loaded.values()}
    return kept != _unique(extraction)


def _unique(extraction: Extraction) -> dict[str, Statement]:
    """Statements by id, in text order: two attributions with the very same spans are one statement."""
    first: dict[str, Statement] = {}
    for statement in extraction.statements:
        first.setdefault(statement.id, statement)
    return first


def next_number(connection: sa.Connection, table: sa.Table) -> int:
    """Next free number; safe because a writer holds the lock from the start of its transaction."""
    highest = connection.execute(sa.select(sa.func.max(table.c.number))).scalar()
    return int(highest or 0) + 1


def _insert_document(
    connection: sa.Connection, document: Document, supersedes: str | None, *, identity: str | None = None
) -> int:
    number = next_number(connection, documents)
    values = document_values(document) | ({"identity": identity} if identity else {})
    connection.execute(sa.insert(documents), {"number": number, "supersedes": supersedes, **values})
    connection.execute(sa.insert(texts), {"number": number, "text": document.text})
    sqlite.add_words(connection, "text_search", [{"rowid": number, "text": document.text}])
    return number


def _insert_statements(connection: sa.Connection, extraction: Extraction, document: int, pipeline: str) -> None:
    """Spans before statements: the guards refuse a statement whose evidence is not there yet."""
    identity = content_id("extraction", extraction.document.id, pipeline)
    number = next_number(connection, extractions)
    connection.execute(
        sa.insert(extractions), {"number": number, "id": identity, "document": document, "pipeline": pipeline}
    )
    text = extraction.document.text
    span_rows: list[Values] = []
    rows: list[Values] = []
    words: list[dict[str, object]] = []
    for at, statement in enumerate(_unique(extraction).values(), start=next_number(connection, statements)):
        place: Mapping[str, int] = {"statement": at, "document": document}
        span_rows += [{**place, **row} for row in span_values(roles_of(statement), text)]
        rows.append(
            {"number": at, "extraction": number, "document": document}
            | statement_values(statement, extraction.document)
        )
        speaker = statement.speaker.name or statement.speaker.as_written
        words.append({"rowid": at, "quotation": quote(text, statement.content), "speaker": speaker})
    if rows:
        connection.execute(sa.insert(spans), span_rows)
        connection.execute(sa.insert(statements), rows)
        sqlite.add_words(connection, "statement_search", words)
    named.insert(connection, extraction.terms, text, extraction=number, document=document)
    named.link_by_hand(connection, document)
    anchors.derive(connection, [document])
    standing.refresh(connection, document=document)


def _log(connection: sa.Connection, origin: Origin, **fields: Any) -> None:
    known = connection.execute(sa.select(runs.c.id).where(runs.c.id == origin.run)).one_or_none()
    if known is None:
        raise StoreError(f"There is no run {origin.run!r} in this store. Begin one with begin_run.")
    connection.execute(
        sa.insert(inputs), {"run": origin.run, "pipeline": origin.pipeline, "at": now(), **_LOGGED_NOTHING, **fields}
    )


_LOGGED_NOTHING = dict.fromkeys(("stage", "reason", "detail", "document_id", "size", "raw_sha256"))
