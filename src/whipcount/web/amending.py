"""Forms by which a statement or a document is corrected, and the routes that take them.

A selection in the browser comes as offsets. Without JavaScript it comes as words, which are looked for in the stored
text; either way the store checks the spans again, and nothing is kept but offsets.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import OffsetError, StoreError, UsageError
from whipcount.language import _
from whipcount.model import Document, Span, Spans, SpeakerKind, Statement
from whipcount.model import Form as FormOfSpeech
from whipcount.project.corrections import StatementChange, add_statement, correct_document, correct_statement
from whipcount.project.reanchoring import DocumentChange
from whipcount.store.records import StatementRow
from whipcount.web.corrections import return_address
from whipcount.web.failures import NotFoundError
from whipcount.web.query import reader_address
from whipcount.web.site import Site

GAP = "[…]"  # stands between pieces of a quotation, in the form as on the pages
WORDS = Field(default=None, max_length=20_000)
SHORT = Field(default=None, max_length=500)


class StatementForm(BaseModel):
    """The form of a statement; a field that was not sent leaves its part as it is."""

    source: str | None = WORDS
    cue: str | None = WORDS
    content: str | None = WORDS
    source_spans: str = ""
    cue_spans: str = ""
    content_spans: str = ""
    form: FormOfSpeech | None = None
    speaker: str | None = SHORT
    kind: SpeakerKind | None = None
    on_behalf_of: str | None = SHORT
    since: str = ""
    until: str = ""
    dated: bool = False  # the form has fields for the day, so that empty ones say that the day is not known
    note: str = Field(default="", max_length=500)
    next: str = ""


class DocumentForm(BaseModel):
    """The form of a document's head and text."""

    title: str | None = SHORT
    byline: str | None = SHORT
    outlet: str | None = SHORT
    published: str = ""
    text: str | None = None
    note: str = Field(default="", max_length=500)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement in its form: its words as they stand, and where."""

    name: str
    label: str
    words: str
    spans: str


def parts(statement: Statement, text: str) -> tuple[Part, ...]:
    """The parts of a statement for its form."""
    named = (("content", _("What was said"), statement.content), ("source", _("Who speaks"), statement.source),
             ("cue", _("The word of saying"), statement.cue))  # fmt: skip
    return tuple(Part(name, label, worded(text, spans), written(spans)) for name, label, spans in named)


def worded(text: str, spans: Spans) -> str:
    """Words at spans, as a form shows them."""
    return f" {GAP} ".join(text[start:end] for start, end in spans)


def written(spans: Spans) -> str:
    """Spans as a form sends them.

    >>> written((Span(1, 4), Span(9, 12)))
    '1-4,9-12'
    """
    return ",".join(f"{start}-{end}" for start, end in spans)


def read_spans(value: str) -> Spans:
    """Spans as a form sends them.

    Raises:
        UsageError: Something else.
    """
    try:
        pairs = [piece.split("-") for piece in value.split(",") if piece.strip()]
        return tuple(Span(int(start), int(end)) for start, end in pairs)
    except ValueError:
        raise UsageError(
            _("The spans %(value)s cannot be read. They look like 120-164,180-201.", value=repr(value))
        ) from None


def spans_asked(words: str | None, spans: str, text: str, old: Spans) -> Spans | None:
    """The spans that a form asks for, None where it leaves them as they are.

    Raises:
        UsageError: The words do not stand in the text.
    """
    if words is None and not spans:
        return None
    asked = read_spans(spans)
    if words is None or _plain(worded(text, asked)) == _plain(words):
        return None if asked == old else asked
    if _plain(words) == _plain(worded(text, old)):
        return None
    return tuple(_found(words, text, old))


def _plain(words: str) -> str:
    return " ".join(words.split())


def _found(words: str, text: str, old: Spans) -> Iterator[Span]:
    """Where the pieces stand: each at the place next to where the statement stood."""
    near = old[0].start if old else 0
    for piece in (part.strip() for part in words.replace("\r\n", "\n").split(GAP)):
        if not piece:
            continue
        places = list(_places(piece, text))
        if not places:
            raise UsageError(
                _(
                    "“%(piece)s” does not stand in the article. Copy the words as the article has them.",
                    piece=piece[:80],
                )
            )
        yield min(places, key=lambda span: abs(span.start - near))


def _places(piece: str, text: str) -> Iterator[Span]:
    at = text.find(piece)
    while at >= 0:
        yield Span(at, at + len(piece))
        at = text.find(piece, at + 1)


def _day(value: str) -> date | None:
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise UsageError(_("%(value)s is not a day such as 2024-09-10.", value=value)) from None


def _other(asked: str | None, old: str | None) -> str | None:
    return None if asked is None or asked.strip() == (old or "") else asked


@contextmanager
def told_as_usage() -> Generator[None]:
    """A span outside of the text is a mistake in the form, which the sender can mend."""
    try:
        yield
    except OffsetError as error:
        raise UsageError(str(error)) from error


def known(site: Site, statement: str) -> StatementRow:
    """A statement.

    Raises:
        NotFoundError: There is none with this id.
    """
    try:
        return site.store.statement(statement)
    except StoreError as error:
        site.store.status()  # raises where the store itself is what fails
        raise NotFoundError(_("There is no statement “%(statement)s” in this store.", statement=statement)) from error


def known_document(site: Site, document: str) -> Document:
    """A document. Raises ``NotFoundError`` where there is none with this id."""
    try:
        return site.store.document(document).document
    except StoreError as error:
        site.store.status()
        raise NotFoundError(_("There is no document “%(document)s” in this store.", document=document)) from error


def wants_json(request: Request) -> bool:
    """Whether a script of ours asks, which goes on without a new page."""
    return request.headers.get("accept", "") == "application/json"


def last_entry(site: Site, statement: str) -> int | None:
    """Number of the latest change that concerns a statement."""
    return next((entry.number for entry in site.store.history(subject=statement, limit=1).items), None)


def routes(site: Site) -> APIRouter:
    """Routes that correct statements and documents."""
    router = APIRouter()

    def change_of(form: StatementForm, text: str, old: Statement | None) -> StatementChange:
        nothing: Spans = ()
        since, until = _day(form.since), _day(form.until)
        first, last = since or until, until or since
        day = (first, last) if first and last else None
        kept = old.said_on if old else None
        same = kept is not None and day == (kept.start, kept.end)
        name = form.speaker if form.speaker and form.speaker.strip() else None
        if old and name in (old.speaker.name, old.speaker.as_written):
            name = None
        return StatementChange(
            source=spans_asked(form.source, form.source_spans, text, old.source if old else nothing),
            cue=spans_asked(form.cue, form.cue_spans, text, old.cue if old else nothing),
            content=spans_asked(form.content, form.content_spans, text, old.content if old else nothing),
            form=None if old and form.form == old.form else form.form,
            speaker=name,
            kind=None if old and form.kind == old.speaker.kind else form.kind,
            on_behalf_of=_other(form.on_behalf_of, old.speaker.on_behalf_of if old else None),
            day=None if same else day,
            no_day=form.dated and day is None and kept is not None,
        )

    def correct(request: Request, statement: str, form: Annotated[StatementForm, Form()]) -> Response:
        row = known(site, statement)
        text = site.store.document(row.document_id).document.text
        change = change_of(form, text, row.statement)
        coder = site.coder(request)
        with told_as_usage():
            now = correct_statement(site.store, statement, change, coder=coder, note=form.note)
        if wants_json(request):
            return site.json({"statement": now, "entry": last_entry(site, now)})
        after = return_address(form.next).replace(statement, now)
        return RedirectResponse(after if form.next else f"/statements/{now}", 303)

    def add(request: Request, document: str, form: Annotated[StatementForm, Form()]) -> Response:
        text = known_document(site, document).text
        change = change_of(form, text, None)
        coder = site.coder(request)
        with told_as_usage():
            made = add_statement(site.store, document, change, coder=coder, note=form.note)
        return RedirectResponse(reader_address(document, made), 303)

    def fix(request: Request, document: str, form: Annotated[DocumentForm, Form()]) -> Response:
        known_document(site, document)
        published = _day(form.published)
        change = DocumentChange(form.title, form.byline, form.outlet, published, form.text)
        coder = site.coder(request)
        with told_as_usage():
            now, lost = correct_document(site.store, document, change, coder=coder, note=form.note)
        more = f"?lost={len(lost)}" if lost else ""
        return RedirectResponse(f"/documents/{now}{more}", 303)

    router.add_api_route("/statements/{statement}/correction", correct, methods=["POST"])
    router.add_api_route("/documents/{document}/statements", add, methods=["POST"])
    router.add_api_route("/documents/{document}/correction", fix, methods=["POST"])
    return router
