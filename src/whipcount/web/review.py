"""The review page: one statement at a time in its passage, by keyboard or by buttons, with or without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.model import Codebook, Proposition, Stance
from whipcount.project import ReviewCandidate
from whipcount.project.review_order import candidates_json
from whipcount.store.records import StatementFilter, StatementRow
from whipcount.web.amending import Part, known, last_entry, parts, wants_json
from whipcount.web.corrections import NOTE_CHARACTERS, return_address
from whipcount.web.filters import told
from whipcount.web.query import Query, statements_wanted
from whipcount.web.review_order import Line, Lines
from whipcount.web.runs import Passage, passages
from whipcount.web.site import Site
from whipcount.web.statements import CodingView, StatementView, view

FILTER_KEYS = (
    "text", "proposition", "stance", "actor", "speaker", "kind", "outlet", "form", "term", "since", "until",
    "min_confidence", "min_probability", "document",
)  # fmt: skip
REVIEW_KEYS = (*FILTER_KEYS, "blind", "at", "last", "fresh")
Decision = Literal["accept", "reject", "none", "stance"]


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One statement to judge.

    ``coding`` is the judgement that holds, which ``stance`` starts from; in blind review there is none. ``place``
    counts from 1. The addresses are those of the pages of the statement itself and of its neighbours.
    """

    view: StatementView
    passages: tuple[Passage, ...]
    parts: tuple[Part, ...]
    proposition: Proposition | None
    propositions: tuple[Proposition, ...]
    coding: CodingView | None
    candidate: ReviewCandidate | None
    blind: bool
    place: int
    total: int
    here: str
    next: str | None
    previous: str | None
    last: int | None

    @property
    def stance(self) -> Stance | None:
        """The stance that holds."""
        return self.coding.coding.stance if self.coding else None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything on the review page; no card where nothing is left to review."""

    query: Query
    card: ReviewCard | None
    propositions: tuple[Proposition, ...]
    filters: tuple[str, ...]
    names: tuple[str, ...]
    statements: str
    bulk: str
    other: str


class Desk:
    """What the review pages share: the store behind them, and the orders in use."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.lines = Lines(site.store, site.keeper)

    def asked(self, query: Query) -> StatementFilter:
        """The filter of an address; the only proposition of a codebook need not be named."""
        wanted = {name: value for name, value in query.values.items() if name in FILTER_KEYS}
        where = statements_wanted(Query(wanted, FILTER_KEYS)).where
        propositions = self.site.codebook().propositions
        if where.proposition is not None:
            self.site.proposition(where.proposition)  # raises where the codebook has no such proposition
        elif len(propositions) == 1:
            where = replace(where, proposition=propositions[0].id)
        return replace(where, order="confidence")

    def line(self, request: Request, query: Query, where: StatementFilter) -> Line:
        """The statements to go through, in their order."""
        if query.flag("blind") and where.proposition is None:
            raise UsageError(_("Blind review is about one proposition: add proposition=… to the address."))
        blind = self.site.coder(request) if query.flag("blind") else ""
        fresh = bool(query.flag("fresh"))
        line = self.lines.line(where, blind=blind, fresh=fresh)
        at = query.get("at")
        return self.lines.line(where, blind=blind, fresh=True) if at and line.place(at) is None and not fresh else line

    def card(self, request: Request, query: Query) -> ReviewCard | None:
        """The card of an address; None where nothing is left."""
        where = self.asked(query)
        line = self.line(request, query, where)
        at = query.get("at") or self._first(line)
        if at is None:
            return None
        row = known(self.site, at)
        place = line.place(at)
        number = -1 if place is None else place
        after = [one.statement for one in line.candidates[number + 1 : number + 2]]
        before = [one.statement for one in line.candidates[number - 1 : number]] if number > 0 else []
        candidate = line.candidates[number] if number >= 0 else None
        asked = where.proposition or (candidate.proposition if candidate else None)
        blind = bool(query.flag("blind"))
        here = query.address("/review", at=at, last=None, fresh=None)
        codebook = self.site.codebook()
        seen = view(_unseen(row) if blind else row, codebook, here, asked)
        document = self.site.store.document(row.document_id).document
        proposition, coding = _about(codebook, seen, asked)
        return ReviewCard(
            view=seen,
            passages=around(passages(document, [row.statement], at) if row.verified else [], at),
            parts=parts(row.statement, document.text),
            proposition=proposition,
            propositions=codebook.propositions,
            coding=None if blind else coding,
            candidate=candidate,
            blind=blind,
            place=number + 1,
            total=len(line.candidates),
            here=here,
            next=query.address("/review", at=after[0], last=None, fresh=None) if after else None,
            previous=query.address("/review", at=before[0], last=None, fresh=None) if before else None,
            last=int(last) if (last := query.get("last")) and last.isdigit() else None,
        )

    def _first(self, line: Line) -> str | None:
        """The first that nobody has decided since the order was worked out."""
        for one in line.candidates:
            row = self.site.store.statement(one.statement)
            if not (row.reviewed or row.rejected or row.superseded):
                return one.statement
        return None


def _unseen(row: StatementRow) -> StatementRow:
    """The statement without anybody's judgement."""
    return replace(row, codings=(), reviewed=False, rejected=False)


def _about(codebook: Codebook, seen: StatementView, asked: str | None) -> tuple[Proposition | None, CodingView | None]:
    """The proposition that a card is about, and the coding that holds for it."""
    coding = next((c for c in seen.codings if c.proposition.id == asked), seen.lead if asked is None else None)
    if asked is None and coding is not None:
        return coding.proposition, coding
    wanted = [one for one in codebook.propositions if one.id == asked] or list(codebook.propositions[:1])
    return (wanted[0] if wanted else None), coding


def around(found: list[Passage], statement: str) -> tuple[Passage, ...]:
    """The passage of a statement with the one before and the one after."""
    home = next((n for n, passage in enumerate(found) if statement in passage.statements), 0)
    return tuple(found[max(home - 1, 0) : home + 2])


def review_page(desk: Desk, request: Request, query: Query) -> ReviewPage:
    """Build the page."""
    site = desk.site
    keys = {name: value for name, value in query.values.items() if name in FILTER_KEYS}
    kept = Query(keys, FILTER_KEYS)
    codebook = site.codebook()
    blind = "no" if query.flag("blind") else "yes"
    return ReviewPage(
        query=query,
        card=desk.card(request, query),
        propositions=codebook.propositions,
        filters=tuple(told(site, name, value) for name, value in keys.items() if name != "proposition"),
        names=site.actor_names(),
        statements=kept.address("/statements"),
        bulk=kept.address("/review/bulk"),
        other=query.address("/review", blind=None if blind == "no" else blind, at=None, last=None, fresh=None),
    )


def routes(site: Site) -> APIRouter:
    """Routes of the review page."""
    router, desk = APIRouter(), Desk(site)

    def page(request: Request) -> Response:
        shown = review_page(desk, request, Query(request.query_params, REVIEW_KEYS))
        return site.render("review.html", site.frame(request, _("Review"), "review"), shown)

    def card(request: Request) -> Response:
        shown = desk.card(request, Query(request.query_params, REVIEW_KEYS))
        return site.render("review_card.html", None, shown)

    def as_json(request: Request) -> Response:
        query = Query(request.query_params, REVIEW_KEYS)
        line = desk.line(request, query, desk.asked(query))
        found = candidates_json(line.candidates)
        return site.json({"total": len(found), "filter": query.values, "candidates": found})

    def decide(
        request: Request,
        statement: str,
        decision: Annotated[Decision, Form()],
        proposition: Annotated[str, Form()] = "",
        stance: Annotated[Stance | None, Form()] = None,
        argument: Annotated[str, Form()] = "",
        note: Annotated[str, Form(max_length=NOTE_CHARACTERS)] = "",
        next: Annotated[str, Form()] = "/review",  # noqa: A002  # the name of the form's field
    ) -> Response:
        known(site, statement)
        judge(site, statement, Judgement(decision, proposition, stance, note.strip(), argument), site.coder(request))
        entry = last_entry(site, statement)
        if wants_json(request):
            return site.json({"statement": statement, "entry": entry})
        after = return_address(next)
        return RedirectResponse(f"{after}{'&' if '?' in after else '?'}last={entry}", 303)

    router.add_api_route("/review", page, methods=["GET", "HEAD"])
    router.add_api_route("/review.json", as_json, methods=["GET", "HEAD"])
    router.add_api_route("/review/card", card, methods=["GET", "HEAD"])
    router.add_api_route("/review/{statement}", decide, methods=["POST"])
    return router


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer decided on a card; a stance is about the proposition."""

    decision: Decision
    proposition: str
    stance: Stance | None
    note: str
    argument: str = ""


def judge(site: Site, statement: str, judged: Judgement, coder: str) -> None:
    """Write down what a reviewer decided: a verdict on the statement, or a stance.

    Raises:
        UsageError: A stance towards no proposition, or none at all.
    """
    from whipcount.project.coding import correct  # the pages that only read need no coder

    match judged.decision:
        case "accept" | "reject":
            site.store.review(statement, judged.decision, coder=coder, note=judged.note)
        case _:
            stance: Stance | None = "none" if judged.decision == "none" else judged.stance
            if stance is None:
                raise UsageError(_("No stance was chosen. Choose one, or accept the statement as it is."))
            chosen = site.proposition(judged.proposition).id
            named = judged.argument if judged.decision == "stance" else ""
            correct(site.store, statement, chosen, stance, coder=coder, note=judged.note, argument=named)
