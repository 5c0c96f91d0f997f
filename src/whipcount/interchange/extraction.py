"""Extractions as JSON lines: what ``extract`` writes and ``add`` reads, exactly and in both directions.

Keys beside those of the documented shape are written only where they hold something. Reading ignores keys that it does
not know, and refuses whatever would make a record that its own text does not bear out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from whipcount.errors import InputError, IntegrityError, OffsetError
from whipcount.interchange.fields import Fields
from whipcount.model import (
    JSON,
    Block,
    BlockKind,
    Candidate,
    Document,
    Extraction,
    Fact,
    FactKind,
    FactOrigin,
    Form,
    Precision,
    Rejected,
    SaidOn,
    Span,
    Spans,
    Speaker,
    SpeakerKind,
    Statement,
    Term,
    TermKind,
    terms_of,
)


def to_json(extraction: Extraction) -> dict[str, JSON]:
    """A document and its statements, as one line of ``extract`` has them."""
    article = document_to_json(extraction.document)
    if extraction.terms:
        article["terms"] = [_term_to_json(term) for term in extraction.terms]
    return {
        "document": article,
        "statements": [_statement_to_json(statement, extraction.terms) for statement in extraction.statements],
    }


def document_to_json(document: Document) -> dict[str, JSON]:
    """A document alone, as ``read`` writes it."""
    written: dict[str, JSON] = {
        "id": document.id,
        "given_id": document.given_id,
        "outlet": document.outlet,
        "url": document.url,
        "title": document.title,
        "byline": document.byline,
        "published": _day_to_json(document.published),
        "text": document.text,
        "blocks": [{"kind": block.kind, "start": block.start, "end": block.end} for block in document.blocks],
    }
    extras: dict[str, JSON] = {
        "published_from": document.published_from,
        "raw_sha256": document.raw_sha256,
        "sentences": _spans_to_json(document.sentences),
        "metadata": dict(document.metadata),
    }
    return written | {key: value for key, value in extras.items() if value}


def _term_to_json(term: Term) -> dict[str, JSON]:
    return {
        "name": term.name,
        "kind": term.kind,
        "acronym": term.acronym,
        "mentions": _spans_to_json(term.mentions),
        "evidence": _spans_to_json(term.evidence),
        "rule": term.rule,
        "confidence": term.confidence,
    }


def _statement_to_json(statement: Statement, terms: tuple[Term, ...]) -> dict[str, JSON]:
    written: dict[str, JSON] = {
        "id": statement.id,
        "source": _spans_to_json(statement.source),
        "cue": _spans_to_json(statement.cue),
        "content": _spans_to_json(statement.content),
        "form": statement.form,
        "speaker": _speaker_to_json(statement.speaker),
        "said_on": _said_on_to_json(statement.said_on) if statement.said_on else None,
        "parent": statement.parent,
        "confidence": statement.confidence,
    }
    # Written for the reader's sake; read back from the spans, which prove it.
    if mentioned := terms_of(statement, terms):
        written["terms"] = [term.name for term in mentioned]
    return written


def _speaker_to_json(speaker: Speaker) -> dict[str, JSON]:
    written: dict[str, JSON] = {
        "name": speaker.name,
        "kind": speaker.kind,
        "as_written": speaker.as_written,
        "on_behalf_of": speaker.on_behalf_of,
        "role": speaker.role,
        "evidence": _spans_to_json(speaker.evidence),
    }
    extras: dict[str, JSON] = {
        "party": speaker.party,
        "actor": speaker.actor,
        "country": speaker.country,
        "organisation": speaker.organisation,
        "behalf_actor": speaker.behalf_actor,
        "candidates": [_candidate_to_json(one) for one in speaker.candidates],
        "facts": [_fact_to_json(fact) for fact in speaker.facts],
        "rule": speaker.rule,
        "confidence": speaker.confidence,
    }
    return written | {key: value for key, value in extras.items() if value}


def _candidate_to_json(candidate: Candidate) -> dict[str, JSON]:
    return {"actor": candidate.actor, "name": candidate.name, "probability": candidate.probability}


def _fact_to_json(fact: Fact) -> dict[str, JSON]:
    told: dict[str, JSON] = {"kind": fact.kind, "value": fact.value, "from": fact.origin}
    if fact.origin == "text":
        return {**told, "evidence": _spans_to_json(fact.evidence)}
    return {**told, "entry": fact.entry, "since": _day_to_json(fact.since), "until": _day_to_json(fact.until)}


def _said_on_to_json(said_on: SaidOn) -> dict[str, JSON]:
    written: dict[str, JSON] = {
        "start": _day_to_json(said_on.start),
        "end": _day_to_json(said_on.end),
        "precision": said_on.precision,
        "evidence": _spans_to_json(said_on.evidence),
    }
    return written | ({"rule": said_on.rule} if said_on.rule else {})


def _spans_to_json(spans: Spans) -> list[JSON]:
    return [[start, end] for start, end in spans]


def _day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def from_json(value: JSON) -> Extraction:
    """The extraction that ``to_json`` wrote.

    Raises:
        InputError: A field is missing or has the wrong type; the message has its place in the line.
    """
    fields = Fields.of(value)
    inner = fields.inner("document")
    document = _document_from(inner)
    made = tuple(_statement_from(one, document.id) for one in fields.objects("statements"))
    return Extraction(document, made, tuple(_term_from(one) for one in inner.objects("terms")))


def extractions(lines: Iterable[str]) -> Iterator[Extraction | Rejected]:
    """The extractions in JSON lines, one after the other; a line that cannot be trusted becomes a ``Rejected``.

    Ids are the hash of what they name, so a line that was edited after ``extract`` wrote it is noticed.
    """
    # Imported here, so that `extract`, which writes and never reads, does not pay for the store.
    from whipcount.store.checks import check_extraction

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        given_id = f"line {number}"
        try:
            value = json.loads(line)
            given_id = _given_id(value) or given_id
            extraction = from_json(value)
            check_extraction(extraction)
        except (ValueError, RecursionError) as error:
            reason = error.reason if isinstance(error, InputError) else "json"
            yield _rejected(given_id, reason, f"Line {number}: {error}", line)
        except (IntegrityError, OffsetError) as error:
            yield _rejected(given_id, "field", f"Line {number}: {error}", line)
        else:
            yield extraction


def _given_id(value: JSON) -> str | None:
    inner = value.get("document") if isinstance(value, dict) else None
    given = inner.get("given_id") if isinstance(inner, dict) else None
    return given if isinstance(given, str) else None


def _rejected(given_id: str, reason: str, detail: str, line: str) -> Rejected:
    raw = line.encode("utf-8", "surrogatepass")
    return Rejected(given_id, "store", reason, detail, raw_sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))


def _document_from(fields: Fields) -> Document:
    text = fields.string("text")
    return Document(
        id=fields.string("id"),
        given_id=fields.string("given_id"),
        text=text,
        raw_sha256=fields.optional("raw_sha256") or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=fields.optional("title"),
        byline=fields.optional("byline"),
        outlet=fields.optional("outlet"),
        url=fields.optional("url"),
        published=fields.day("published") if fields.has("published") else None,
        published_from=fields.optional("published_from"),
        metadata=fields.mapping("metadata"),
        blocks=tuple(_block_from(inner) for inner in fields.objects("blocks")),
        sentences=fields.spans("sentences"),
    )


def _block_from(fields: Fields) -> Block:
    start, end = Span(fields.offset("start"), fields.offset("end"))
    return Block(cast("BlockKind", fields.one_of("kind", BlockKind)), start, end)


def _term_from(fields: Fields) -> Term:
    return Term(
        name=fields.string("name"),
        kind=cast("TermKind", fields.one_of("kind", TermKind)),
        acronym=fields.optional("acronym"),
        mentions=fields.spans("mentions"),
        evidence=fields.spans("evidence"),
        rule=fields.optional("rule") or "",
        confidence=fields.probability("confidence"),
    )


def _statement_from(fields: Fields, document_id: str) -> Statement:
    return Statement(
        id=fields.string("id"),
        document_id=document_id,
        source=fields.spans("source"),
        cue=fields.spans("cue"),
        content=fields.spans("content"),
        form=cast("Form", fields.one_of("form", Form)),
        speaker=_speaker_from(fields.inner("speaker")),
        said_on=_said_on_from(fields.inner("said_on")) if fields.has("said_on") else None,
        confidence=fields.probability("confidence"),
        parent=fields.optional("parent"),
    )


def _speaker_from(fields: Fields) -> Speaker:
    return Speaker(
        name=fields.optional("name"),
        kind=cast("SpeakerKind", fields.one_of("kind", SpeakerKind)),
        as_written=fields.string("as_written"),
        on_behalf_of=fields.optional("on_behalf_of"),
        role=fields.optional("role"),
        party=fields.optional("party"),
        evidence=fields.spans("evidence"),
        rule=fields.optional("rule") or "",
        confidence=fields.probability("confidence") if fields.has("confidence") else 0.0,
        actor=fields.optional("actor"),
        behalf_actor=fields.optional("behalf_actor"),
        candidates=tuple(_candidate_from(inner) for inner in fields.objects("candidates")),
        facts=tuple(_fact_from(inner) for inner in fields.objects("facts")),
    )


def _candidate_from(fields: Fields) -> Candidate:
    return Candidate(fields.string("actor"), fields.string("name"), fields.probability("probability"))


def _fact_from(fields: Fields) -> Fact:
    return Fact(
        kind=cast("FactKind", fields.one_of("kind", FactKind)),
        value=fields.string("value"),
        origin=cast("FactOrigin", fields.one_of("from", FactOrigin)),
        evidence=fields.spans("evidence"),
        entry=fields.optional("entry"),
        since=fields.day("since") if fields.has("since") else None,
        until=fields.day("until") if fields.has("until") else None,
    )


def _said_on_from(fields: Fields) -> SaidOn:
    return SaidOn(
        start=fields.day("start"),
        end=fields.day("end"),
        precision=cast("Precision", fields.one_of("precision", Precision)),
        evidence=fields.spans("evidence"),
        rule=fields.optional("rule") or "",
    )
