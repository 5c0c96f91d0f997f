"""The list of documents that were read."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.store.records import DocumentRow, Page
from whipcount.web.exports import csv_response
from whipcount.web.query import PAGE_SIZE, Query
from whipcount.web.site import Site

DOCUMENT_KEYS = ("text", "outlet", "until", "page")
CSV_HEADER = (
    "id", "given_id", "title", "outlet", "url", "byline", "published", "published_from", "statements", "copies",
    "version_of", "superseded_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """Everything on the list of documents."""

    query: Query
    total: int
    first: int
    items: tuple[DocumentRow, ...]
    previous: str | None
    next: str | None
    twin_json: str
    twin_csv: str


def documents_page(site: Site, query: Query) -> DocumentsPage:
    """Build the list."""
    number = query.page()
    first = (number - 1) * PAGE_SIZE
    found = _found(site, query, limit=PAGE_SIZE, offset=first)
    return DocumentsPage(
        query,
        found.total,
        first,
        found.items,
        query.address("/documents", page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address("/documents", page=number + 1) if first + len(found.items) < found.total else None,
        query.address("/documents.json"),
        query.address("/documents.csv"),
    )


def _found(site: Site, query: Query, *, limit: int | None = None, offset: int = 0) -> Page[DocumentRow]:
    text, outlet, until = query.get("text"), query.get("outlet"), query.day("until")
    return site.store.documents(limit=limit, offset=offset, text=text, outlet=outlet, until=until)


def row_json(row: DocumentRow) -> dict[str, object]:
    """A document without its text, which has a page of its own."""
    d = row.document
    return {
        "id": d.id, "given_id": d.given_id, "title": d.title, "outlet": d.outlet, "url": d.url, "byline": d.byline,
        "published": d.published, "published_from": d.published_from, "raw_sha256": d.raw_sha256,
        "characters": len(d.text), "statements": row.statements, "copies": row.copies, "version_of": row.version_of,
        "superseded_by": row.superseded_by, "verified": row.verified,
    }  # fmt: skip


def routes(site: Site) -> APIRouter:
    """Routes of the list of documents."""
    router = APIRouter()

    def rows(request: Request) -> tuple[DocumentRow, ...]:
        return _found(site, Query(request.query_params, DOCUMENT_KEYS)).items

    def page(request: Request) -> Response:
        shown = documents_page(site, Query(request.query_params, DOCUMENT_KEYS))
        return site.render("documents.html", site.frame(request, "Documents", "documents"), shown)

    def as_json(request: Request) -> Response:
        found = rows(request)
        return site.json({"total": len(found), "documents": [row_json(row) for row in found]})

    def as_csv(request: Request) -> Response:
        lines = (
            (d.id, d.given_id, d.title, d.outlet, d.url, d.byline, d.published, d.published_from, row.statements,
             len(row.copies), row.version_of, row.superseded_by)
            for row in rows(request) for d in (row.document,)
        )  # fmt: skip
        return csv_response(CSV_HEADER, lines, "documents")

    for path, handler in (("/documents", page), ("/documents.json", as_json), ("/documents.csv", as_csv)):
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    return router
