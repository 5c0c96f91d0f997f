"""Values of the store as shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable

from whipcount.model import Codebook, Coding, Position, Span
from whipcount.store.records import DocumentRow, IdentityEvent, StatementRow
from whipcount.web.rest import shapes


def places(spans: Iterable[Span]) -> list[shapes.Place]:
    """Spans as places."""
    return [shapes.Place(start=start, end=end) for start, end in spans]


def judgement(coding: Coding) -> shapes.Judgement:
    """A coding."""
    return shapes.Judgement(
        proposition=coding.proposition,
        coder=coding.coder,
        coder_kind=coding.coder_kind,
        stance=coding.stance,
        relevant=coding.relevant,
        scores={stance: float(score) for stance, score in coding.scores.items()},
        condition=shapes.Place(start=coding.condition.start, end=coding.condition.end) if coding.condition else None,
        argument=coding.argument,
        argument_spans=places(coding.argument_spans),
        evidence=list(coding.evidence),
        tone=list(coding.tone),
        kept=list(coding.kept),
        note=coding.note,
        created=coding.created,
    )


def statement(row: StatementRow, version: int) -> shapes.StatementShape:
    """A statement with the number of the latest entry about it."""
    s = row.statement
    return shapes.StatementShape(
        id=s.id,
        version=version,
        document=shapes.InDocument(
            id=row.document_id,
            title=row.title,
            outlet=row.outlet,
            url=row.url,
            published=row.published,
            byline=row.byline,
        ),
        form=s.form,
        source=places(s.source),
        cue=places(s.cue),
        content=places(s.content),
        quotation=row.quotation,
        verified=row.verified,
        context=row.context,
        context_start=row.context_start,
        speaker=_whom(row),
        said_on=shapes.Days.model_validate(s.said_on) if s.said_on else None,
        confidence=s.confidence,
        reviewed=row.reviewed,
        rejected=row.rejected,
        superseded=row.superseded,
        event=row.event,
        sightings=row.sightings,
        terms=list(row.terms),
        codings=[judgement(coding) for coding in row.codings],
    )


def _whom(row: StatementRow) -> shapes.Whom:
    speaker = row.statement.speaker
    return shapes.Whom(
        actor=row.actor_key,
        name=speaker.name,
        kind=speaker.kind,
        as_written=speaker.as_written,
        on_behalf_of=speaker.on_behalf_of,
        role=speaker.role,
        party=speaker.party,
        rule=speaker.rule,
        confidence=speaker.confidence,
        ambiguous=speaker.ambiguous,
    )


def document(row: DocumentRow) -> shapes.DocumentShape:
    """A document without its text."""
    return shapes.DocumentShape.model_validate(_facts(row))


def document_text(row: DocumentRow) -> shapes.DocumentText:
    """A document with its text; empty where it is not the one that was stored."""
    d = row.document
    blocks = [shapes.BlockShape(kind=b.kind, start=b.start, end=b.end) for b in d.blocks]
    shown = {"text": d.text, "blocks": blocks} if row.verified else {"text": "", "blocks": []}
    return shapes.DocumentText.model_validate(_facts(row) | shown)


def _facts(row: DocumentRow) -> dict[str, object]:
    d = row.document
    return {
        "id": d.id,
        "given_id": d.given_id,
        "title": d.title,
        "outlet": d.outlet,
        "url": d.url,
        "byline": d.byline,
        "published": d.published,
        "published_from": d.published_from,
        "statements": row.statements,
        "copies": list(row.copies),
        "version_of": row.version_of,
        "superseded_by": row.superseded_by,
        "verified": row.verified,
    }


def shifts(position: Position) -> list[shapes.ShiftShape]:
    """The shifts of a position, the latest last."""
    return [
        shapes.ShiftShape(
            actor=position.actor,
            actor_key=position.actor_key,
            proposition=position.proposition,
            date=shift.date,
            from_side=shift.from_side,
            to_side=shift.to_side,
            statements=list(shift.statements),
            tentative=shift.tentative,
        )
        for shift in position.shifts
    ]


def codebook(book: Codebook) -> shapes.CodebookShape:
    """The codebook."""
    return shapes.CodebookShape(
        id=book.id,
        questions=[shapes.QuestionShape.model_validate(question) for question in book.questions],
        propositions=[shapes.PropositionShape.model_validate(one) for one in book.propositions],
    )


def actor_change(event: IdentityEvent) -> shapes.ActorChangeShape:
    """A change of actors."""
    change = event.change
    return shapes.ActorChangeShape.model_validate(
        {
            "number": event.number,
            "at": event.at,
            "action": change.action,
            "actors": list(change.actors),
            "names": list(event.names),
            "into": change.into,
            "name": change.name,
            "statements": list(change.statements),
            "undoes": change.undoes,
            "coder": event.coder,
            "note": event.note,
            "undone_by": event.undone_by,
        }
    )
