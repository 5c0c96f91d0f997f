"""Who changed what, from what to what, and when; and the page of one statement with all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import StoreError
from whipcount.language import _, word_of
from whipcount.model import JSON, Proposition
from whipcount.store.records import Page, StatementRow, Verdict
from whipcount.store.revisions import HistoryEntry
from whipcount.web.amending import Part, known, parts
from whipcount.web.exports import csv_response
from whipcount.web.failures import NotFoundError
from whipcount.web.query import PAGE_SIZE, Query
from whipcount.web.review import around
from whipcount.web.runs import Passage, passages
from whipcount.web.sharing import Share, share
from whipcount.web.site import Site
from whipcount.web.statements import StatementView, row_json, view
from whipcount.web.words import STANCE_SIGNS, name_of

HISTORY_KEYS = ("coder", "subject", "page")
REPLY_CHARACTERS = 2_000
WORDS_SHOWN = 90  # characters of a statement in the list
CSV_HEADER = (
    "number", "at", "coder", "kind", "action", "subject", "proposition", "field", "before", "after", "note", "undoes",
    "undone_by", "hash",
)  # fmt: skip
KIND_WORDS = {
    "coding": "stance", "review": "statement", "identity": "actors", "correction": "statement", "document": "document",
    "retraction": "stance", "bulk": "many statements", "reply": "reply", "codebook": "codebook",
}  # fmt: skip
ACTION_WORDS = {
    "coded": "coded", "carried over": "carried over", "accept": "accepted", "reject": "rejected", "undo": "undone",
    "edit": "corrected", "add": "added", "fix": "corrected", "merge": "merged", "split": "split", "rename": "renamed",
    "reply": "given", "change": "changed",
}  # fmt: skip
FIELD_WORDS = (
    "actors", "byline", "content", "cue", "day", "form", "kind", "on_behalf_of", "outlet", "party", "published",
    "role", "source", "speaker", "stance", "statements", "text", "title", "verdict",
)  # fmt: skip


_OF_ITSELF = ("bulk", "reply")  # kinds of change that come in the place of nothing


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change made ready for a page: ``link`` leads to what it is about, ``words`` say what that is."""

    entry: HistoryEntry
    at: datetime
    kind: str
    action: str
    changes: tuple[tuple[str, str, str], ...]
    link: str | None
    about: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Everything on the history page."""

    query: Query
    total: int
    first: int
    items: tuple[ChangeView, ...]
    previous: str | None
    next: str | None
    twin_json: str
    twin_csv: str
    here: str
    failed: bool


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement with its passage, its form and its history."""

    view: StatementView
    passages: tuple[Passage, ...]
    parts: tuple[Part, ...]
    changes: tuple[ChangeView, ...]
    replies: tuple[HistoryEntry, ...]
    may_reply: bool
    names: tuple[str, ...]
    propositions: tuple[Proposition, ...]
    here: str
    share: Share


def change_view(entry: HistoryEntry, propositions: dict[str, str]) -> ChangeView:
    """A change made ready for a page."""
    links = {
        "identity": "/actors",
        "bulk": f"/review/bulk/{entry.number}",
        "document": f"/documents/{entry.subject}",
        "codebook": "/codebook",
    }
    link = links.get(entry.kind, f"/statements/{entry.subject}")
    return ChangeView(
        entry,
        datetime.fromisoformat(entry.at),
        _(KIND_WORDS[entry.kind]),
        _(ACTION_WORDS.get(entry.action, entry.action)),
        tuple(
            (word_of(name), "" if before is None and entry.kind in _OF_ITSELF else worded(before), worded(after))
            for name, before, after in entry.changes
            if (name, before) != ("verdict", None)
        ),
        link,
        propositions.get(entry.proposition or "", ""),
    )


def worded(value: JSON) -> str:
    """A value of a change for people: spans as ranges, nothing as a dash.

    >>> worded([[1, 4], [9, 12]]), worded(None), worded(["2024-09-10", "2024-09-10"]), worded("oppose")
    ('1–4, 9–12', '–', '2024-09-10', 'against')
    """
    match value:
        case None | []:
            return "–"
        case str() if value in STANCE_SIGNS:
            return STANCE_SIGNS[value].word
        case str() if value in get_args(Verdict):
            return _(ACTION_WORDS[value])
        case {"characters": characters}:
            return _("%(number)s characters", number=characters)
        case [str(first), *rest]:
            return ", ".join(dict.fromkeys(map(str, (first, *rest))))
        case [[_, _], *_]:
            return ", ".join(f"{piece[0]}–{piece[1]}" for piece in value if isinstance(piece, list))
        case _:
            return str(value)


def _changes(site: Site, entries: Iterable[HistoryEntry]) -> tuple[ChangeView, ...]:
    propositions = {p.id: p.text for p in site.codebook().propositions}
    return tuple(change_view(entry, propositions) for entry in entries)


def _found(site: Site, query: Query, *, all_rows: bool = False) -> Page[HistoryEntry]:
    limit, offset = (None, 0) if all_rows else (PAGE_SIZE, (query.page() - 1) * PAGE_SIZE)
    return site.store.history(subject=query.get("subject"), coder=query.get("coder"), limit=limit, offset=offset)


_WITHOUT_STATEMENT = {
    "identity": "the actors as they are now", "bulk": "its sample", "codebook": "the codebook as it is now",
}  # fmt: skip


def _about(site: Site, entry: HistoryEntry) -> str:
    """What a change is about, as far as it is still there: the speaker and the first words, or the headline."""
    try:
        if entry.kind == "document":
            return name_of(site.store.document(entry.subject).document)
        if entry.kind in _WITHOUT_STATEMENT:
            return _(_WITHOUT_STATEMENT[entry.kind])
        row = site.store.statement(entry.subject)
    except StoreError:
        return _("no longer in this store")
    words = (
        row.quotation if len(row.quotation) <= WORDS_SHOWN else row.quotation[:WORDS_SHOWN].rsplit(" ", 1)[0] + " […]"
    )
    return f"{_speaker(row)}: {words}"


def history_page(site: Site, query: Query, here: str, *, failed: bool = False) -> HistoryPage:
    """Build the history page; ``failed`` says that a change could not be undone just now."""
    found, number = _found(site, query), query.page()
    first = (number - 1) * PAGE_SIZE
    more = first + len(found.items) < found.total
    about = {entry.subject: _about(site, entry) for entry in found.items}
    return HistoryPage(
        query,
        found.total,
        first,
        tuple(replace(one, words=about[one.entry.subject]) for one in _changes(site, found.items)),
        query.address("/history", page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address("/history", page=number + 1) if more else None,
        query.address("/history.json"),
        query.address("/history.csv"),
        here,
        failed,
    )


def statement_page(site: Site, request: Request, statement: str) -> StatementPage:
    """Build the page of a statement."""
    row = known(site, statement)
    document = site.store.document(row.document_id).document
    entries = site.store.history(subject=statement, limit=None).items
    here = f"/statements/{statement}"
    codebook = site.codebook()
    shown = around(passages(document, [row.statement], statement) if row.verified else [], statement)
    return StatementPage(
        view(row, codebook, here),
        shown,
        parts(row.statement, document.text),
        _changes(site, entries),
        tuple(entry for entry in entries if entry.kind == "reply" and entry.undone_by is None),
        site.settings.right_of_reply,
        site.actor_names(),
        codebook.propositions,
        here,
        share(site, request, here, f"/embed{here}", title=_("Statement of %(name)s", name=_speaker(row)), height=280),
    )


def _speaker(row: StatementRow) -> str:
    return row.statement.speaker.name or row.statement.speaker.as_written or _("somebody not named")


def routes(site: Site) -> APIRouter:
    """Routes of the history."""
    router = APIRouter()

    def page(request: Request) -> Response:
        frame, failed = site.frame(request, _("History"), "history"), "undone" in request.query_params
        return site.render("history.html", frame, history_page(site, _query(request), frame.here, failed=failed))

    def public(request: Request) -> Response:
        if not site.settings.public_log:
            raise NotFoundError(_("The log of corrections is not switched on here."))
        query = Query(request.query_params, ("page",))
        shown = history_page(site, query, "")
        kept = tuple(replace(one, entry=replace(one.entry, undoable=False)) for one in shown.items)
        return site.render(
            "corrections.html", site.frame(request, _("Corrections"), "history"), replace(shown, items=kept)
        )

    def as_json(request: Request) -> Response:
        found = _found(site, _query(request), all_rows=True)
        return site.json({"total": found.total, "changes": found.items})

    def as_csv(request: Request) -> Response:
        rows = (
            (e.number, e.at, e.coder, e.kind, e.action, e.subject, e.proposition, name, worded(before), worded(after),
             e.note, e.undoes, e.undone_by, e.hash)
            for e in _found(site, _query(request), all_rows=True).items
            for name, before, after in (e.changes or (("", None, None),))
        )  # fmt: skip
        return csv_response(CSV_HEADER, rows, "history")

    def statement(request: Request, statement: str) -> Response:
        shown = statement_page(site, request, statement)
        name = shown.view.row.statement.speaker.name or "Statement"
        return site.render("statement.html", site.frame(request, name, "statements"), shown)

    def statement_json(statement: str) -> Response:
        entries = site.store.history(subject=statement, limit=None).items
        return site.json({"statement": row_json(known(site, statement)), "changes": entries})

    def reply(
        statement: str,
        name: Annotated[str, Form(max_length=200)],
        text: Annotated[str, Form(max_length=REPLY_CHARACTERS)],
    ) -> Response:
        if not site.settings.right_of_reply:
            raise NotFoundError(_("Replies are not switched on here."))
        known(site, statement)
        site.store.reply(statement, text, name=name)
        return RedirectResponse(f"/statements/{statement}#replies", 303)

    router.add_api_route("/corrections", public, methods=["GET", "HEAD"])
    for path, handler in (("/history", page), ("/history.json", as_json), ("/history.csv", as_csv)):
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    router.add_api_route("/statements/{statement}/reply", reply, methods=["POST"])
    router.add_api_route("/statements/{statement}.json", statement_json, methods=["GET", "HEAD"])
    router.add_api_route("/statements/{statement}", statement, methods=["GET", "HEAD"])
    return router


def _query(request: Request) -> Query:
    values = {name: value for name, value in request.query_params.items() if name != "undone"}
    return Query(values, HISTORY_KEYS)
