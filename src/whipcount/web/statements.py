"""The statement list: facets with counts, search, filters in the address, and twins with every row counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.interchange.columns import records
from whipcount.interchange.tables import csv_lines
from whipcount.language import _
from whipcount.model import STANCES, Argument, Codebook, Coding, Proposition
from whipcount.readings import words_at
from whipcount.store.records import StatementRow
from whipcount.web import words
from whipcount.web.exports import csv_file
from whipcount.web.filters import ORDER_WORDS, called, told
from whipcount.web.listing import Listing, listing
from whipcount.web.query import PAGE_SIZE, STATEMENT_KEYS, Query, Wanted, reader_address, statements_wanted
from whipcount.web.runs import Run, context_runs
from whipcount.web.site import Site
from whipcount.web.views import ViewsMenu, views_menu

# Facets in the order in which they narrow a list best, with the filter that each sets.
FACETS = ("stance", "reviewed", "kind", "form", "term", "outlet", "speaker")
FACET_HEADINGS = {
    "stance": "Stance", "reviewed": "Review", "kind": "Kind of speaker", "form": "Form", "term": "Terms",
    "outlet": "Outlet", "speaker": "Speaker",
}  # fmt: skip
PROPOSITIONS_OFFERED = 4  # in each row of a list
FACET_VALUES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class CodingView:
    """A current coding with the proposition it is about."""

    coding: Coding
    proposition: Proposition
    condition: str = ""  # in the article's words

    @property
    def reason(self) -> Argument | None:
        """The codebook's argument that the statement gives."""
        return next((one for one in self.proposition.arguments if one.id == self.coding.argument), None)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The kinds of evidence that it names, in words."""
        return tuple(_(words.EVIDENCE_WORDS[kind]) for kind in self.coding.evidence)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it may not be meant as it stands, in words."""
        return tuple(_(words.TONE_WORDS[tone]) for tone in self.coding.tone)

    @property
    def sign(self) -> words.Sign:
        """How the coding is shown."""
        return words.sign_of(self.coding)

    @property
    def probability(self) -> float:
        """Probability of the coded stance."""
        return float(self.coding.scores.get(self.coding.stance, 0.0))


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement as it stands in a list or beside the text. ``after`` is where a correction returns to."""

    row: StatementRow
    runs: tuple[Run, ...]
    codings: tuple[CodingView, ...]
    reader: str
    after: str
    preset: str | None
    history: tuple[Coding, ...] = ()

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.row.statement.id

    @property
    def about(self) -> tuple[CodingView, ...]:
        """The codings that say something: those that take or withhold a side, and what a person decided."""
        return tuple(c for c in self.codings if c.coding.stance != "none" or c.coding.coder_kind == "human")

    def offered(self, propositions: Sequence[Proposition]) -> tuple[Proposition, ...]:
        """What a row of a list offers to judge it against: of many propositions, only those that it is about.

        Fifty times a long list of propositions would be most of the page.
        """
        if len(propositions) <= PROPOSITIONS_OFFERED:
            return tuple(propositions)
        about = {c.proposition.id for c in self.about[:PROPOSITIONS_OFFERED]} | {self.preset}
        return tuple(p for p in propositions if p.id in about)

    @property
    def lead(self) -> CodingView | None:
        """The coding whose sign stands on the card: the preset proposition's, else the first that takes a side."""
        chosen = [c for c in self.codings if c.proposition.id == self.preset] if self.preset else self.about
        return chosen[0] if chosen else None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet; following ``address`` sets it, or takes it away where it is set."""

    value: str
    label: str
    count: int
    current: bool
    address: str
    tone: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A heading with its values."""

    name: str
    heading: str
    values: tuple[FacetValue, ...]
    more: int

    @property
    def chosen(self) -> bool:
        """Whether a value of it is set."""
        return any(value.current for value in self.values)


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """Everything on a statement list."""

    heading: str
    query: Query
    total: int
    first: int
    items: tuple[StatementView, ...]
    facets: tuple[Facet, ...]
    active: tuple[tuple[str, str, str], ...]
    propositions: tuple[Proposition, ...]
    orders: dict[str, str]
    previous: str | None
    next: str | None
    twin_json: str
    twin_csv: str
    views: ViewsMenu | None = None


def view(row: StatementRow, codebook: Codebook, after: str, preset: str | None = None) -> StatementView:
    """A row made ready for a page."""
    by_id = {p.id: p for p in codebook.propositions}
    codings = tuple(
        CodingView(c, by_id[c.proposition], _condition(row, c)) for c in row.codings if c.proposition in by_id
    )
    runs = context_runs(row.context, row.context_start, row.statement)
    return StatementView(row, runs, codings, reader_address(row.document_id, row.statement.id), after, preset)


def _condition(row: StatementRow, coding: Coding) -> str:
    return words_at(row.statement.content, row.quotation, coding.condition) if coding.condition else ""


def statements_page(site: Site, query: Query, here: str) -> StatementsPage:
    """Build the list."""
    wanted = _wanted(site, query)
    codebook = site.codebook()
    preset = wanted.where.proposition
    found = listing(site, wanted)
    first = (wanted.page - 1) * PAGE_SIZE
    path = "/statements"
    return StatementsPage(
        _heading(site, wanted),
        query,
        found.total,
        first,
        tuple(view(row, codebook, f"{here}#s-{row.statement.id}", preset) for row in found.rows),
        tuple(_facets(query, found, _current(site, query))),
        tuple(_active(site, query)),
        codebook.propositions,
        {name: _(label) for name, label in ORDER_WORDS.items()},
        query.address(path, page=wanted.page - 1 if wanted.page > 2 else None) if wanted.page > 1 else None,
        query.address(path, page=wanted.page + 1) if first + len(found.rows) < found.total else None,
        query.address(f"{path}.json"),
        query.address(f"{path}.csv"),
    )


def _heading(site: Site, wanted: Wanted) -> str:
    if wanted.position:
        return _("Statements of those %(side)s", side=words.SIDE_SIGNS[wanted.position].word)
    if wanted.where.actor:
        name = called(site, wanted.where.actor)
        return _("Statements of %(name)s", name=name) if name else _("Statements")
    return _("Statements")


def _current(site: Site, query: Query) -> dict[str, str | None]:
    """The value of each facet that is set; a term under the name that it is listed by."""
    current = {name: query.get(name) for name in FACETS}
    if term := current["term"]:
        current["term"] = site.store.term_called(term) or term
    return current


def _facets(query: Query, found: Listing, chosen: Mapping[str, str | None]) -> Iterable[Facet]:
    for name in FACETS:
        current = chosen[name]
        values = [(value, number) for value, number in found.facets.get(name, []) if value]
        if current and current not in [value for value, _ in values]:
            # What is listed has the term, though its name is not sure enough to be offered.
            values.insert(0, (current, found.total if name == "term" else 0))
        if name == "stance":
            values.sort(key=lambda item: list[str](STANCES).index(item[0]))
        first = sorted(values, key=lambda item: item[0] != current)[:FACET_VALUES_SHOWN]
        if first:
            shown = tuple(_value(query, name, value, number, current == value) for value, number in first)
            yield Facet(name, _(FACET_HEADINGS[name]), shown, len(values) - len(first))


def _value(query: Query, name: str, value: str, number: int, current: bool) -> FacetValue:
    target = query.address("/statements", **{name: None if current else value})
    if name == "stance":
        sign = words.STANCE_SIGNS[value]
        return FacetValue(value, sign.word, number, current, target, sign.tone, sign.mark)
    labels = {"kind": words.KIND_WORDS, "form": words.FORM_WORDS, "reviewed": words.REVIEW_WORDS}.get(name, {})
    return FacetValue(value, _(labels[value]) if value in labels else value, number, current, target)


def _active(site: Site, query: Query) -> Iterable[tuple[str, str, str]]:
    """Filters in force: name, value in words, address without it."""
    for name, value in query.values.items():
        if name in ("page", "order", "text"):
            continue
        drop = {"proposition": ("position", "bloc", "counted", "argument")}.get(name, ())
        yield name, told(site, name, value), query.address("/statements", **dict.fromkeys((name, *drop)))


def row_json(row: StatementRow) -> dict[str, object]:
    """A statement as data: the shape that ``extract`` prints, with what the store knows besides."""
    s = row.statement
    return {
        "id": s.id,
        "document": {
            "id": row.document_id, "title": row.title, "outlet": row.outlet, "url": row.url,
            "published": row.published, "byline": row.byline,
        },
        "source": s.source, "cue": s.cue, "content": s.content, "form": s.form,
        "quotation": row.quotation, "context": row.context, "context_start": row.context_start,
        "speaker": s.speaker, "actor_key": row.actor_key, "said_on": s.said_on, "parent": s.parent,
        "confidence": s.confidence, "codings": row.codings, "reviewed": row.reviewed, "rejected": row.rejected,
        "event": row.event, "sightings": row.sightings, "verified": row.verified,
        "terms": row.terms,
    }  # fmt: skip


def routes(site: Site) -> APIRouter:
    """Routes of the statement list."""
    router = APIRouter()

    def page(request: Request) -> Response:
        frame = site.frame(request, _("Statements"), "statements")
        query = _query(request)
        shown = statements_page(site, query, frame.here)
        return site.render(
            "statements.html", frame, replace(shown, views=views_menu(site, request, "/statements", query))
        )

    def as_json(request: Request) -> Response:
        query = _query(request)
        found = listing(site, _wanted(site, query), all_rows=True)
        rows = [row_json(row) for row in found.rows]
        return site.json({"total": found.total, "filter": query.values, "statements": rows})

    def as_csv(request: Request) -> Response:
        wanted = _wanted(site, _query(request))
        rows = listing(site, wanted, all_rows=True).rows
        asked = [wanted.where.proposition] if wanted.where.proposition else None
        return csv_file(csv_lines(records(rows, asked)), "statements")

    for path, handler in (("/statements", page), ("/statements.json", as_json), ("/statements.csv", as_csv)):
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    return router


def _wanted(site: Site, query: Query) -> Wanted:
    wanted = statements_wanted(query)
    if wanted.where.proposition:
        site.proposition(wanted.where.proposition)  # raises where the codebook has no such proposition
    return wanted


def _query(request: Request) -> Query:
    return Query(request.query_params, STATEMENT_KEYS)
