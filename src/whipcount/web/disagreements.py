"""Two coders side by side: how far they agree, and what they see otherwise, for an adjudicator to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.evaluate.agreement import CoderSummary, Comparison, Disagreement, coders_in, compare, overlaps
from whipcount.language import _
from whipcount.model import Coding, Proposition, Stance
from whipcount.web.amending import known
from whipcount.web.corrections import return_address
from whipcount.web.query import PAGE_SIZE, Query
from whipcount.web.site import Site
from whipcount.web.statements import StatementView, view

KEYS = ("first", "second", "proposition", "open", "page")
DRAWS = 500  # draws for the intervals on a page; the command line takes more
ADJUDICATED = "adjudicated"  # begins the note of a decision between coders


@dataclass(frozen=True, slots=True)
class Pair:
    """What two coders said of one statement, and what was decided; ``decision`` is None where nobody has yet."""

    view: StatementView
    proposition: Proposition
    codings: tuple[tuple[str, Coding], ...]
    fields: tuple[str, ...]
    decision: Coding | None


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """Everything on the page; without two coders, only who could be compared."""

    query: Query
    coders: tuple[CoderSummary, ...]
    pairs: tuple[tuple[str, str, int], ...]
    found: Comparison | None
    items: tuple[Pair, ...]
    total: int
    previous: str | None
    next: str | None
    here: str


def disagreements_page(site: Site, query: Query, here: str) -> DisagreementsPage:
    """Build the page."""
    coders = coders_in(site.store)
    first, second, asked = query.get("first"), query.get("second"), query.get("proposition")
    pairs = tuple(overlaps(site.store, coders)[:PAGE_SIZE]) if not (first and second) else ()
    if not (first and second):
        return DisagreementsPage(query, coders, pairs, None, (), 0, None, None, here)
    found = compare(site.store, [first, second], proposition=asked, draws=DRAWS)
    number = query.page()
    start = (number - 1) * PAGE_SIZE
    items = tuple(_pair(site, found.coders, each, here) for each in found.disagreements[start : start + PAGE_SIZE])
    total = len(found.disagreements)
    path = "/review/disagreements"
    return DisagreementsPage(
        query,
        coders,
        (),
        found,
        items,
        total,
        query.address(path, page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address(path, page=number + 1) if start + len(items) < total else None,
        here,
    )


def _pair(site: Site, names: tuple[str, ...], each: Disagreement, here: str) -> Pair:
    row = known(site, each.unit.statement)
    said = tuple((name, c) for name, c in zip(names, each.unit.codings, strict=True) if c is not None)
    mine = (c for c in site.store.codings(row.statement.id) if c.proposition == each.unit.proposition)
    decisions = [c for c in mine if c.note.startswith(ADJUDICATED)]
    decision = decisions[-1] if decisions else None
    shown = view(row, site.codebook(), f"{here}#s-{row.statement.id}", each.unit.proposition)
    return Pair(shown, site.proposition(each.unit.proposition), said, each.fields, decision)


def routes(site: Site) -> APIRouter:
    """Routes of the comparison of coders."""
    router = APIRouter()

    def page(request: Request) -> Response:
        frame = site.frame(request, _("Two coders"), "review")
        return site.render("disagreements.html", frame, disagreements_page(site, _query(request), frame.here))

    def as_json(request: Request) -> Response:
        query = _query(request)
        first, second = query.get("first"), query.get("second")
        coders = coders_in(site.store)
        if not (first and second):
            return site.json({"coders": coders, "pairs": overlaps(site.store, coders)})
        found = compare(site.store, [first, second], proposition=query.get("proposition"), draws=DRAWS)
        fields = [
            {"field": f.field, "proposition": f.proposition, "units": f.measured.units, "same": f.measured.share,
             "alpha": f.measured.alpha, "interval": f.measured.interval, "kappa": f.measured.kappa}
            for f in found.fields
        ]  # fmt: skip
        return site.json({"coders": found.coders, "units": found.units, "fields": fields,
                          "disagreements": found.disagreements})  # fmt: skip

    def decide(
        request: Request,
        statement: str,
        proposition: Annotated[str, Form()],
        stance: Annotated[Stance, Form()],
        note: Annotated[str, Form(max_length=400)] = "",
        next: Annotated[str, Form()] = "/review/disagreements",  # noqa: A002  # the name of the form's field
    ) -> Response:
        from whipcount.project.coding import correct

        known(site, statement)
        chosen = site.proposition(proposition).id
        told = f"{ADJUDICATED}: {note.strip()}" if note.strip() else ADJUDICATED
        correct(site.store, statement, chosen, stance, coder=site.coder(request), note=told)
        return RedirectResponse(return_address(next), 303)

    router.add_api_route("/review/disagreements", page, methods=["GET", "HEAD"])
    router.add_api_route("/review/disagreements.json", as_json, methods=["GET", "HEAD"])
    router.add_api_route("/review/disagreements/{statement}", decide, methods=["POST"])
    return router


def _query(request: Request) -> Query:
    return Query(request.query_params, KEYS)
