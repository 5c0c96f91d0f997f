"""The reader: an article as it was stored, its statements marked in the text, their cards in the margin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import StoreError
from whipcount.language import _
from whipcount.model import Proposition, Speaker, Statement
from whipcount.store.records import DocumentRow, StatementFilter, StatementRow
from whipcount.web.amending import Part, parts
from whipcount.web.copies import Copy, copy_of
from whipcount.web.failures import NotFoundError
from whipcount.web.query import Query, reader_address
from whipcount.web.runs import Passage, passages
from whipcount.web.security import MAX_BODY_BYTES
from whipcount.web.site import Site
from whipcount.web.statements import StatementView, row_json, view
from whipcount.web.words import name_of

FRAGMENT_WORDS = 5  # words at each end of a text fragment; enough to be found, few enough to survive small edits
READER_KEYS = ("statement", "proposition", "lost")
COPIES_COMPARED = 20  # copies whose words are compared; a wire story may have hundreds


@dataclass(frozen=True, slots=True)
class PassageView:
    """A block of the text with the statements whose cards stand beside it."""

    passage: Passage
    cards: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """Everything on a reader page.

    ``tones`` gives the tone of the side that a statement takes; ``original`` is the article's address, pointing at
    the target where there is one.
    """

    row: DocumentRow
    heading: str
    has_headline: bool
    passages: tuple[PassageView, ...]
    tones: dict[str, str]
    total: int
    target: str | None
    original: str | None
    copies: tuple[Copy, ...]
    replaced_by: str | None
    replaces: str | None
    propositions: tuple[Proposition, ...]
    blank: tuple[Part, ...]
    names: tuple[str, ...]
    lost: int
    editable: bool


def text_fragment(url: str | None, words: str) -> str | None:
    """Address of an article that scrolls to some words of it; None unless it is a web address.

    >>> text_fragment("https://example.org/a", "We will not go - never")
    'https://example.org/a#:~:text=We%20will%20not%20go%20%2D,will%20not%20go%20%2D%20never'
    """
    if url is None or not is_web_address(url):
        return None
    parts = words.split()
    if not parts:
        return url
    pieces = [parts] if len(parts) <= FRAGMENT_WORDS else [parts[:FRAGMENT_WORDS], parts[-FRAGMENT_WORDS:]]
    encoded = [quote(" ".join(piece), safe="").replace("-", "%2D") for piece in pieces]
    base = url if "#" in url else f"{url}#"
    return f"{base}:~:text={','.join(encoded)}"


def is_web_address(url: str) -> bool:
    """Whether a link may lead there; an article's address comes from its input, which may say ``javascript:``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def reader_page(site: Site, row: DocumentRow, query: Query) -> ReaderPage:
    """Build the page of one document version."""
    document = row.document
    found = site.store.statements(StatementFilter(document=document.id, order="text"), limit=None).items
    target = query.get("statement")
    if target is not None and target not in {r.statement.id for r in found}:
        raise NotFoundError(_("This document has no statement “%(target)s”.", target=target))
    codebook = site.codebook()
    views = {r.statement.id: _card(site, r, view(r, codebook, "", query.get("proposition"))) for r in found}
    shown = passages(document, [r.statement for r in found if r.verified], target)
    chosen = next((r for r in found if r.statement.id == target), None)
    first = _first_words(chosen)
    return ReaderPage(
        row,
        document.title or _headline(shown) or name_of(document),
        any(p.kind == "headline" for p in shown),
        tuple(PassageView(p, tuple(views[id_] for id_ in p.statements)) for p in shown),
        {id_: shown.lead.sign.tone for id_, shown in views.items() if shown.lead},
        len(found),
        target,
        text_fragment(document.url, first),
        tuple(copy_of(document, site.store.document(id_)) for id_ in row.copies[:COPIES_COMPARED]),
        reader_address(row.superseded_by) if row.superseded_by else None,
        reader_address(row.version_of) if row.version_of else None,
        codebook.propositions,
        parts(_NOTHING, document.text),
        site.actor_names(),
        int(lost) if (lost := query.get("lost") or "").isdigit() else 0,
        len(quote(document.text)) < MAX_BODY_BYTES - 4_096,
    )


_NOTHING = Statement("", "", (), (), (), "direct", Speaker(None, "none", ""), None, 1.0)


def _card(site: Site, row: StatementRow, shown: StatementView) -> StatementView:
    history = tuple(site.store.codings(row.statement.id))
    return replace(shown, history=history, after=shown.reader)


def _headline(shown: list[Passage]) -> str:
    return next(("".join(run.text for run in p.runs).strip() for p in shown if p.kind == "headline"), "")


def _first_words(row: StatementRow | None) -> str:
    """Words that a text fragment looks for: the first piece of the content, for pieces are not next to each other."""
    if row is None or not row.verified or not row.statement.content:
        return ""
    start, end = row.statement.content[0]
    return row.context[max(start - row.context_start, 0) : max(end - row.context_start, 0)]


def routes(site: Site) -> APIRouter:
    """Routes of the reader."""
    router = APIRouter()

    def found(id_: str) -> DocumentRow:
        try:
            return site.store.document(id_)
        except StoreError as error:
            site.store.status()  # raises where the store itself is what fails
            raise NotFoundError(_("There is no document “%(id)s” in this store.", id=id_)) from error

    def page(request: Request, document: str) -> Response:
        row = found(document)
        frame = site.frame(request, name_of(row.document), "documents")
        shown = reader_page(site, row, Query(request.query_params, READER_KEYS))
        return site.render("reader.html", frame, shown)

    def as_json(document: str) -> Response:
        row = found(document)
        rows = site.store.statements(StatementFilter(document=document, order="text"), limit=None).items
        return site.json({"document": row.document, "statements": [row_json(r) for r in rows]})

    router.add_api_route("/documents/{document}.json", as_json, methods=["GET", "HEAD"])
    router.add_api_route("/documents/{document}", page, methods=["GET", "HEAD"])
    return router
