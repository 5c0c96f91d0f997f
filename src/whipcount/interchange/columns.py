"""The columns of a statement table: one row per statement and proposition that it was coded for.

This long form is what analysis packages expect: filter by ``proposition`` and each statement stands once. A statement
without any coding has one row with empty coding columns, so that no statement is missing. ``docs/reference/export.md``
describes every column; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, TypeAlias

from whipcount.model import STANCES, Coding, Spans
from whipcount.store.records import StatementRow

ColumnType: TypeAlias = Literal["text", "integer", "number", "boolean", "date", "time", "spans", "names"]
Cell: TypeAlias = "str | int | float | bool | date | datetime | list[list[int]] | list[str] | None"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and the type of its cells; every cell may also be empty."""

    name: str
    type: ColumnType


COLUMNS: tuple[Column, ...] = (
    Column("statement", "text"),
    Column("proposition", "text"),
    Column("stance", "text"),
    Column("actor", "text"),
    Column("kind", "text"),
    Column("role", "text"),
    Column("party", "text"),
    Column("on_behalf_of", "text"),
    Column("day", "date"),
    Column("quotation", "text"),
    Column("form", "text"),
    Column("outlet", "text"),
    Column("title", "text"),
    Column("published", "date"),
    Column("url", "text"),
    Column("review", "text"),
    Column("verified", "boolean"),
    Column("superseded", "boolean"),
    Column("confidence", "number"),
    Column("coder", "text"),
    Column("coder_kind", "text"),
    Column("relevant", "number"),
    *(Column(f"p_{stance}", "number") for stance in STANCES),
    Column("condition", "spans"),
    Column("argument", "text"),
    Column("argument_spans", "spans"),
    Column("evidence", "names"),
    Column("tone", "names"),
    Column("note", "text"),
    Column("coded", "time"),
    Column("event", "text"),
    Column("sightings", "integer"),
    Column("as_written", "text"),
    Column("actor_key", "text"),
    Column("actor_name", "text"),
    Column("register", "text"),
    Column("organisation", "text"),
    Column("country", "text"),
    Column("on_behalf_of_key", "text"),
    Column("speaker_rule", "text"),
    Column("speaker_confidence", "number"),
    Column("said_on_start", "date"),
    Column("said_on_end", "date"),
    Column("said_on_precision", "text"),
    Column("said_on_rule", "text"),
    Column("document", "text"),
    Column("byline", "text"),
    Column("source_spans", "spans"),
    Column("cue_spans", "spans"),
    Column("content_spans", "spans"),
    Column("parent", "text"),
    Column("context", "text"),
    Column("terms", "names"),
    Column("corrected_by", "text"),
)


def records(rows: Iterable[StatementRow], propositions: Collection[str] | None = None) -> Iterator[dict[str, Cell]]:
    """Table rows, in the order of the statements, then of the propositions.

    Args:
        rows: Statements as the store lists them.
        propositions: Ids of the propositions whose codings are wanted; all by default. Statements without such a
            coding keep one row.
    """
    for row in rows:
        wanted = [c for c in row.codings if propositions is None or c.proposition in propositions]
        statement = _statement(row)
        for coding in [_coding(c) for c in sorted(wanted, key=lambda c: c.proposition)] or [{}]:
            cells = statement | coding
            yield {column.name: cells.get(column.name) for column in COLUMNS}


def _statement(row: StatementRow) -> dict[str, Cell]:
    made = row.statement
    speaker, said_on = made.speaker, made.said_on
    return {
        "statement": made.id,
        "actor": speaker.name,
        "kind": speaker.kind,
        "role": speaker.role,
        "party": speaker.party,
        "on_behalf_of": speaker.on_behalf_of,
        "day": row.day,
        # What failed its check against the stored text is never handed on as somebody's words.
        "quotation": row.quotation if row.verified else None,
        "form": made.form,
        "outlet": row.outlet,
        "title": row.title,
        "published": row.published,
        "url": row.url,
        "review": "rejected" if row.rejected else "reviewed" if row.reviewed else "unreviewed",
        "verified": row.verified,
        "superseded": row.superseded,
        "confidence": made.confidence,
        "event": row.event,
        "sightings": row.sightings,
        "as_written": speaker.as_written,
        "actor_key": row.actor_key,
        "actor_name": row.actor_name,
        "register": speaker.actor,
        "organisation": speaker.organisation,
        "country": speaker.country,
        "on_behalf_of_key": row.behalf_key or speaker.behalf_actor,
        "speaker_rule": speaker.rule,
        "speaker_confidence": speaker.confidence,
        "said_on_start": said_on.start if said_on else None,
        "said_on_end": said_on.end if said_on else None,
        "said_on_precision": said_on.precision if said_on else None,
        "said_on_rule": said_on.rule if said_on else None,
        "document": row.document_id,
        "byline": row.byline,
        "source_spans": _spans(made.source),
        "cue_spans": _spans(made.cue),
        "content_spans": _spans(made.content),
        "parent": made.parent,
        "context": row.context if row.verified else None,
        "terms": list(row.terms),
        "corrected_by": row.corrected_by,
    }


def _coding(coding: Coding) -> dict[str, Cell]:
    return {
        "proposition": coding.proposition,
        "stance": coding.stance,
        "coder": coding.coder,
        "coder_kind": coding.coder_kind,
        "relevant": coding.relevant,
        **{f"p_{stance}": coding.scores.get(stance, 0.0) for stance in STANCES},
        "condition": _spans((coding.condition,)) if coding.condition else None,
        "argument": coding.argument,
        "argument_spans": _spans(coding.argument_spans) or None,
        "evidence": [str(kind) for kind in coding.evidence],
        "tone": [str(tone) for tone in coding.tone],
        "note": coding.note or None,
        "coded": _in_utc(coding.created),
    }


def _spans(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _in_utc(moment: datetime | None) -> datetime | None:
    """The same moment in UTC; one without a zone is taken as UTC."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
