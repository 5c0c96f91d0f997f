"""Find statements again in a text that a person corrected: by their words, and by what stands before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from whipcount.errors import UsageError
from whipcount.model import (
    CONTEXT_LENGTH,
    Attribution,
    Document,
    Extraction,
    SaidOn,
    Span,
    Spans,
    Statement,
    document_id,
    statement_id,
)
from whipcount.segment import segment
from whipcount.when import said_on

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What a person wants otherwise in a document; None leaves a part as it is, an empty one takes it away."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: date | None = None
    text: str | None = None


def anchored(
    old: Document, statements: Sequence[Statement], change: DocumentChange
) -> tuple[Extraction, Mapping[str, str]]:
    """The document with the change, its statements at the places of their words, and old id -> new id.

    Days that were counted from the day of publication are counted anew; days that a person gave stay.

    Raises:
        UsageError: The new text is empty.
    """
    document = _document(old, change)
    made: dict[str, Statement] = {}
    moved: dict[str, str] = {}
    for statement in statements:
        again = _again(old.text, document, statement)
        if again is not None:
            moved[statement.id] = again.id
            made.setdefault(again.id, again)
    found = [replace(one, parent=moved.get(one.parent or "")) for one in made.values()]
    if document.published != old.published or document.text != old.text:
        found = _dated(document, found)
    return Extraction(document, tuple(found)), moved


def _document(old: Document, change: DocumentChange) -> Document:
    text = old.text if change.text is None else change.text.replace("\r\n", "\n").replace("\x00", "")
    if not text.strip():
        raise UsageError("The text is empty. A document that is none can be left out of the folder and built again.")
    published = change.published or old.published
    draft = replace(
        old,
        title=_given(old.title, change.title),
        byline=_given(old.byline, change.byline),
        outlet=_given(old.outlet, change.outlet),
        text=text,
        published=published,
        published_from=BY_HAND if published != old.published else old.published_from,
        metadata={**old.metadata, "corrected": True},
    )
    if text != old.text:
        again = segment(replace(draft, blocks=(), sentences=()))
        draft = replace(again, title=draft.title, byline=draft.byline)
    id_ = document_id(text, title=draft.title, published=draft.published, outlet=draft.outlet, given_id=draft.given_id)
    return replace(draft, id=id_)


def _given(old: str | None, asked: str | None) -> str | None:
    return old if asked is None else " ".join(asked.split()) or None


def _again(before: str, document: Document, statement: Statement) -> Statement | None:
    """The statement at the places of its words, None where the content is not there word for word."""

    def moved(spans: Spans) -> Spans:
        return spans if document.text == before else _moved(before, document.text, spans)

    content = moved(statement.content)
    if len(content) != len(statement.content):
        return None
    source, cue = moved(statement.source), moved(statement.cue)
    attribution = Attribution(source, cue, content, statement.form, 1.0)
    speaker = replace(
        statement.speaker,
        evidence=moved(statement.speaker.evidence),
        facts=tuple(replace(fact, evidence=moved(fact.evidence)) for fact in statement.speaker.facts),
    )
    day = statement.said_on
    return replace(
        statement,
        id=statement_id(document.id, attribution),
        document_id=document.id,
        source=source,
        cue=cue,
        content=content,
        speaker=speaker,
        said_on=replace(day, evidence=moved(day.evidence)) if day else None,
    )


def _moved(before: str, after: str, spans: Iterable[Span]) -> Spans:
    found = (place(before, after, span) for span in spans)
    return tuple(sorted({span for span in found if span is not None}))


def place(before: str, after: str, span: Span) -> Span | None:
    """Where the words of a span stand in another text: of several places, the one in the most similar surroundings.

    >>> before = "Ann Lee told the council that she would not vote."
    >>> place(before, "Nobody asked the mayor, who would say nothing. " + before, Span(34, 39))
    Span(start=81, end=86)
    """
    words = before[span.start : span.end]
    here = _around(before, span)
    best: tuple[float, int, Span] | None = None
    at = after.find(words)
    while at >= 0:
        there = Span(at, at + len(words))
        likeness = SequenceMatcher(None, here, _around(after, there), autojunk=False).ratio()
        if best is None or (likeness, -abs(at - span.start)) > best[:2]:
            best = (likeness, -abs(at - span.start), there)
        at = after.find(words, at + 1)
    return best[2] if best else None


def _around(text: str, span: Span) -> str:
    return text[max(span.start - CONTEXT_LENGTH, 0) : span.start] + text[span.end : span.end + CONTEXT_LENGTH]


def _dated(document: Document, found: Sequence[Statement]) -> list[Statement]:
    """Days by the rules, for the new day of publication; a day that a person gave is kept."""
    attributions = [Attribution(s.source, s.cue, s.content, s.form, s.confidence) for s in found]
    days: Sequence[SaidOn | None] = said_on(document, attributions, [s.speaker for s in found])
    return [
        s if s.said_on is not None and s.said_on.rule == BY_HAND else replace(s, said_on=day)
        for s, day in zip(found, days, strict=True)
    ]
