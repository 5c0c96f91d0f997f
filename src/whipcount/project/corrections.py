"""Corrections by hand: a statement's spans, speaker and day, a statement that was missed, a document's head or text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from whipcount.errors import OffsetError, UsageError
from whipcount.model import (
    Attribution,
    Document,
    Form,
    SaidOn,
    Span,
    Spans,
    Speaker,
    SpeakerKind,
    Statement,
    actor_key,
    quote,
    statement_id,
)
from whipcount.project.reanchoring import DocumentChange, anchored
from whipcount.store import ActorRow, Store
from whipcount.store.records import StatementFilter
from whipcount.store.revisions import Correction, DocumentFix

RULE = "by hand"
Part = Literal["source", "cue", "content"]


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What a person wants otherwise; None leaves a part as it is.

    ``speaker`` is an actor's key or a name. ``day`` is the first and last day that it can have been said on, equal for
    one day; ``no_day`` says that the text does not tell.
    """

    source: Spans | None = None
    cue: Spans | None = None
    content: Spans | None = None
    form: Form | None = None
    speaker: str | None = None
    kind: SpeakerKind | None = None
    on_behalf_of: str | None = None
    day: tuple[date, date] | None = None
    no_day: bool = False


def correct_statement(store: Store, statement: str, change: StatementChange, *, coder: str, note: str = "") -> str:
    """Put a person's account of a statement in place of what is there.

    Args:
        store: The record.
        statement: Id of the statement as it stands.
        change: What is to be otherwise.
        coder: Who says so.
        note: Why.
    Returns:
        Id of the statement as it is now: another one where the spans changed.
    Raises:
        StoreError: There is no such statement.
        ConflictError: It was corrected or replaced meanwhile.
        OffsetError: A span does not lie inside the text.
        UsageError: A change that nobody can have meant.
    """
    row = store.statement(statement)
    document = store.document(row.document_id).document
    made = _changed(store, document, row.statement, change)
    store.correct_statement(Correction(made, statement), coder=coder, note=note)
    return made.id


def add_statement(store: Store, document: str, change: StatementChange, *, coder: str, note: str = "") -> str:
    """Add a statement that was missed; its id. Raises what ``correct_statement`` raises."""
    article = store.document(document).document
    if not change.content:
        raise UsageError("A statement needs its content: select the words that were said.")
    nobody = Speaker(None, "none", "", rule=RULE, confidence=1.0)
    blank = Statement("", article.id, (), (), change.content, "direct", nobody, None, 1.0)
    made = _changed(store, article, blank, change)
    store.correct_statement(Correction(made), coder=coder, note=note)
    return made.id


def _changed(store: Store, document: Document, old: Statement, change: StatementChange) -> Statement:
    source, cue, content = (
        old_spans if (asked := getattr(change, part)) is None else tidy(asked, document.text, part)
        for part, old_spans in (("source", old.source), ("cue", old.cue), ("content", old.content))
    )
    if not content:
        raise UsageError("A statement needs its content: select the words that were said.")
    form = change.form or (old.form if old.id else _form(document.text, content))
    speaker = old.speaker
    if change.source is not None:
        speaker = replace(speaker, as_written=quote(document.text, source), evidence=source)
    if change.speaker is not None or change.kind is not None or change.on_behalf_of is not None:
        speaker = _speaker(store, document, speaker, change)
    id_ = statement_id(document.id, Attribution(source, cue, content, form, 1.0))
    said_on = _said_on(old.said_on, change)
    return Statement(id_, document.id, source, cue, content, form, speaker, said_on, 1.0, old.parent)


def tidy(spans: Sequence[Span], text: str, part: str = "content") -> Spans:
    """Pieces in text order, without blank space at their ends, each in the text and none over another.

    Raises:
        OffsetError: A piece does not lie inside the text, holds no word, or overlaps another.
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(text):
            raise OffsetError(f"The {part} [{start}, {end}) does not lie inside the text [0, {len(text)}).")
        words = text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = first + len(words.strip())
        if first == last:
            raise OffsetError(f"The {part} [{start}, {end}) holds no word.")
        if found and first < found[-1].end:
            raise OffsetError(f"Two pieces of the {part} overlap at {first}. Make them one.")
        found.append(Span(first, last))
    return tuple(found)


def _form(text: str, content: Spans) -> Form:
    """Direct where every piece is in quotation marks, mixed where some are."""
    quoted = [text[start] in _OPEN or text[max(start - 1, 0)] in _OPEN for start, _ in content]
    return "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"


_OPEN = '“"„«‘'


def _speaker(store: Store, document: Document, old: Speaker, change: StatementChange) -> Speaker:
    """The actor that is chosen, or a new one of the name that is typed."""
    told = replace(old, rule=RULE, confidence=1.0)
    if change.on_behalf_of is not None:
        told = replace(told, on_behalf_of=change.on_behalf_of.strip() or None, behalf_actor=None)
    name = " ".join((change.speaker or "").split())
    if not name:
        return replace(told, kind=change.kind or told.kind)
    known = _called(store, name)
    if len(known) > 1:
        known = [row for row in known if row.key == name] or known[:1]
    kind = change.kind or (known[0].kind if known else "person" if old.kind == "none" else old.kind)
    fresh = Speaker(
        name=known[0].name if known else name,
        kind=kind,
        as_written=old.as_written,
        on_behalf_of=told.on_behalf_of,
        role=known[0].role if known else None,
        party=known[0].party if known else None,
        evidence=old.evidence,
        rule=RULE,
        confidence=1.0,
    )
    if known and actor_key(fresh, document.id) != known[0].key:
        return replace(fresh, actor=known[0].key)
    return fresh


def _called(store: Store, name: str) -> list[ActorRow]:
    """Actors with this key or name; looked up by the name, for listing all of a large store takes seconds."""
    rows = store.statements(StatementFilter(speaker=name), limit=_LOOKED_AT).items
    keys = list(dict.fromkeys(row.actor_key for row in rows))
    found = [store.actor(key) for key in keys]
    return [row for row in found if row.key == name] or [row for row in found if row.name.casefold() == name.casefold()]


_LOOKED_AT = 50  # statements of a name whose actors are looked up


def _said_on(old: SaidOn | None, change: StatementChange) -> SaidOn | None:
    if change.no_day:
        return None
    if change.day is None:
        return old
    start, end = change.day
    if start > end:
        raise UsageError(f"The first day, {start}, is after the last, {end}. Swap them.")
    return SaidOn(start, end, "day" if start == end else "range", (), RULE)


def correct_document(
    store: Store, document: str, change: DocumentChange, *, coder: str, note: str = ""
) -> tuple[str, tuple[str, ...]]:
    """Put a version of a document in force that has another head or text.

    Returns:
        Id of the version that counts now, and the ids of statements that were not found in its text.
    Raises:
        StoreError: There is no such document.
        ConflictError: It was replaced meanwhile, or was like this before.
        UsageError: The text is empty.
    """
    row = store.document(document)
    found = store.statements(StatementFilter(document=document, order="text"), limit=None).items
    extraction, moved = anchored(row.document, [r.statement for r in found], change)
    fix = DocumentFix(document, extraction, moved)
    store.correct_document(fix, coder=coder, note=note)
    return extraction.document.id, tuple(r.statement.id for r in found if r.statement.id not in moved)
