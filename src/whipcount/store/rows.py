"""Between our values and the rows of the tables, in both directions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

import sqlalchemy as sa

from whipcount.model import (
    CONTEXT_LENGTH,
    JSON,
    STANCES,
    Block,
    Candidate,
    Coding,
    Document,
    Fact,
    SaidOn,
    Span,
    Spans,
    Speaker,
    Statement,
    actor_key,
    content_id,
)

# A row of a table, by column; what SQLAlchemy gives and takes.
Row = Mapping[Any, Any]
Values = dict[str, Any]


def pairs(result: Iterable[Any]) -> dict[Any, Any]:
    """The two columns of a result, as a mapping from the first to the second."""
    return {row[0]: row[1] for row in result}


def listed(values: Collection[str]) -> sa.Select[tuple[str]]:
    """These values as a query, for as many as there may be: there is a limit on how many one query may name itself."""
    return sa.select(sa.func.json_each(json.dumps(sorted(values))).table_valued("value").c.value)


def now() -> str:
    """The time, in UTC, as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def canonical(value: object) -> str:
    """The one JSON text of a value, the same on every machine."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """Hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_sha256(text: str, spans: Iterable[Span]) -> str:
    """Hash of the words at ``spans``, piece by piece, so that two pieces never pass for one."""
    digest = hashlib.sha256()
    for start, end in spans:
        words = text[start:end].encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(words) + words)
    return digest.hexdigest()


def document_values(document: Document) -> Values:
    """Row of ``documents``; the text goes elsewhere."""
    return {
        "id": document.id,
        "identity": document.url or document.given_id,
        "given_id": document.given_id,
        "url": document.url,
        "raw_sha256": document.raw_sha256,
        "text_sha256": sha256(document.text),
        "length": len(document.text),
        "title": document.title,
        "byline": document.byline,
        "outlet": document.outlet,
        "published": document.published,
        "published_from": document.published_from,
        "metadata": canonical(dict(document.metadata)),
        "blocks": canonical([[block.kind, block.start, block.end] for block in document.blocks]),
        "sentences": canonical([[start, end] for start, end in document.sentences]),
    }


def document_from(row: Row, text: str) -> Document:
    """The document of a row of ``documents`` and its text."""
    return Document(
        id=row["id"],
        given_id=row["given_id"],
        text=text,
        raw_sha256=row["raw_sha256"],
        title=row["title"],
        byline=row["byline"],
        outlet=row["outlet"],
        url=row["url"],
        published=row["published"],
        published_from=row["published_from"],
        metadata=cast("dict[str, JSON]", json.loads(row["metadata"])),
        blocks=tuple(Block(kind, start, end) for kind, start, end in json.loads(row["blocks"])),
        sentences=tuple(Span(start, end) for start, end in json.loads(row["sentences"])),
    )


def folded(name: str) -> str:
    """A name as it is looked up: in any case, with any spacing."""
    return " ".join(name.casefold().split())


def statement_values(statement: Statement, document: Document) -> Values:
    """Row of ``statements``; the spans go elsewhere."""
    speaker, said_on = statement.speaker, statement.said_on
    return {
        "id": statement.id,
        "place": min(span.start for span in statement.content),
        "form": statement.form,
        "confidence": statement.confidence,
        "parent": statement.parent,
        "actor_key": actor_key(speaker, document.id),
        "speaker_name": speaker.name,
        "speaker_folded": folded(speaker.name or speaker.as_written),
        "speaker_kind": speaker.kind,
        "as_written": speaker.as_written,
        "on_behalf_of": speaker.on_behalf_of,
        "role": speaker.role,
        "party": speaker.party,
        "speaker_rule": speaker.rule,
        "speaker_confidence": speaker.confidence,
        "actor": speaker.actor,
        "said_start": said_on.start if said_on else None,
        "said_end": said_on.end if said_on else None,
        "said_precision": said_on.precision if said_on else None,
        "said_rule": said_on.rule if said_on else None,
        "day": said_on.end if said_on else document.published,
        "words_sha256": words_sha256(document.text, statement.content),
        "behalf_actor": speaker.behalf_actor,
        "capacity": _capacity(speaker),
    }


def _capacity(speaker: Speaker) -> str | None:
    """What the register and the text say of a speaker, as JSON; None where they say nothing."""
    if not speaker.candidates and not speaker.facts:
        return None
    return canonical(
        {
            "candidates": [[one.actor, one.name, one.probability] for one in speaker.candidates],
            "facts": [
                [f.kind, f.value, f.origin, [list(s) for s in f.evidence], f.entry, _iso(f.since), _iso(f.until)]
                for f in speaker.facts
            ],
        }
    )


def _capacity_from(text: str | None) -> tuple[tuple[Candidate, ...], tuple[Fact, ...]]:
    kept = json.loads(text) if text else {"candidates": [], "facts": []}
    facts = tuple(
        Fact(kind, value, origin, tuple(Span(*s) for s in evidence), entry, _day(since), _day(until))
        for kind, value, origin, evidence, entry, since, until in kept["facts"]
    )
    return tuple(Candidate(*one) for one in kept["candidates"]), facts


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def roles_of(statement: Statement) -> dict[str, Spans]:
    """Every span of a statement, by the part it plays."""
    return {
        "source": statement.source,
        "cue": statement.cue,
        "content": statement.content,
        "speaker": statement.speaker.evidence,
        "said_on": statement.said_on.evidence if statement.said_on else (),
    }


def span_values(roles: Mapping[str, Spans], text: str) -> list[Values]:
    """Rows of a table of spans, each with what stands around it; ``roles`` are the spans by what they are of it."""
    return [
        {
            "role": role,
            "piece": piece,
            "start": start,
            "end": end,
            "prefix": text[max(start - CONTEXT_LENGTH, 0) : start],
            "suffix": text[end : end + CONTEXT_LENGTH],
        }
        for role, spans in roles.items()
        for piece, (start, end) in enumerate(spans)
    ]


def statement_from(row: Row, spans: Mapping[str, Spans], document_id: str) -> Statement:
    """The statement of a row of ``statements`` and its spans by role."""
    said_on = None
    candidates, facts = _capacity_from(row["capacity"])
    if row["said_start"] is not None:
        said_on = SaidOn(
            start=row["said_start"],
            end=row["said_end"],
            precision=row["said_precision"],
            evidence=spans.get("said_on", ()),
            rule=row["said_rule"],
        )
    return Statement(
        id=row["id"],
        document_id=document_id,
        source=spans.get("source", ()),
        cue=spans.get("cue", ()),
        content=spans.get("content", ()),
        form=row["form"],
        speaker=Speaker(
            name=row["speaker_name"],
            kind=row["speaker_kind"],
            as_written=row["as_written"],
            on_behalf_of=row["on_behalf_of"],
            role=row["role"],
            party=row["party"],
            evidence=spans.get("speaker", ()),
            rule=row["speaker_rule"],
            confidence=row["speaker_confidence"],
            actor=row["actor"],
            behalf_actor=row["behalf_actor"],
            candidates=candidates,
            facts=facts,
        ),
        said_on=said_on,
        confidence=row["confidence"],
        parent=row["parent"],
    )


def coding_body(coding: Coding) -> dict[str, JSON]:
    """What the ledger keeps of a coding, beside the statement that it is about."""
    return {
        "proposition": coding.proposition,
        "coder": coding.coder,
        "coder_kind": coding.coder_kind,
        "stance": coding.stance,
        "relevant": float(coding.relevant),
        "scores": {stance: float(coding.scores.get(stance, 0.0)) for stance in STANCES},
        "condition": [int(coding.condition[0]), int(coding.condition[1])] if coding.condition else None,
        "argument": coding.argument,
        "note": coding.note,
        "created": coding.created.isoformat() if coding.created else None,
        # Left out where there is nothing to say, so that old entries keep their form.
        **{name: value for name, value in _shown(coding).items() if value},
    }


def _shown(coding: Coding) -> dict[str, list[JSON]]:
    return {
        "kept": list(coding.kept),
        "argument_spans": [[start, end] for start, end in coding.argument_spans],
        "evidence": list(coding.evidence),
        "tone": list(coding.tone),
    }


def coding_content(body: Mapping[str, JSON]) -> str:
    """Hash of a judgement without its time: the same judgement made again has the same hash."""
    return content_id("coding", canonical({key: value for key, value in body.items() if key not in ("created", "run")}))


def coding_from(statement_id: str, at: str, body: str) -> Coding:
    """The coding of an entry in the ledger."""
    fields = json.loads(body)
    condition = fields["condition"]
    return Coding(
        statement_id=statement_id,
        proposition=fields["proposition"],
        coder=fields["coder"],
        coder_kind=fields["coder_kind"],
        stance=fields["stance"],
        relevant=fields["relevant"],
        scores={stance: fields["scores"][stance] for stance in STANCES},
        condition=Span(*condition) if condition else None,
        argument=fields["argument"],
        note=fields["note"],
        created=datetime.fromisoformat(fields["created"] or at),
        kept=tuple(fields.get("kept", ())),
        argument_spans=tuple(Span(*pair) for pair in fields.get("argument_spans", ())),
        evidence=tuple(fields.get("evidence", ())),
        tone=tuple(fields.get("tone", ())),
    )
