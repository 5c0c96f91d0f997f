"""Small read-only pages for frames on other sites: a board's counts, or one statement. They run no script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.model import Proposition, Question, Side
from whipcount.positions import moves, tally
from whipcount.web.amending import known
from whipcount.web.board import ShiftLine, everybody, selected, sentence, shift_lines
from whipcount.web.curve import Slice, bar
from whipcount.web.query import Query, address
from whipcount.web.refusals import NotFoundError
from whipcount.web.security import POLICY, framed_policy
from whipcount.web.site import Frame, Site, bare_page
from whipcount.web.standing import Selection, reviewed_share, standing
from whipcount.web.statements import StatementView, view
from whipcount.web.words import BOARD_SIDES

# The filters of a board that change what it counts.
COUNT_KEYS = ("since", "until", "kind", "bloc", "outlet", "form", "reviewed")
PROPOSITIONS_SHOWN = 4
SHIFTS_SHOWN = 3
KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class SmallTally:
    """One proposition: how many stand on each side, and who moved last. Every count leads to those it counts."""

    proposition: Proposition
    sentence: str
    sides: tuple[tuple[Side, int, str], ...]
    bar: tuple[Slice, ...]
    total: int
    shifts: tuple[ShiftLine, ...]


@dataclass(frozen=True, slots=True)
class SmallBoard:
    """The counts of a question; ``until`` is the last day that counts."""

    question: Question
    propositions: tuple[SmallTally, ...]
    more: int
    until: date | None
    reviewed_share: float | None
    board: str
    frame: Frame


@dataclass(frozen=True, slots=True)
class SmallStatement:
    """One statement; ``why`` says why its words may not be shown any more, None where they may."""

    view: StatementView
    whole: str
    why: str | None
    frame: Frame


def small_board(site: Site, request: Request, question: str) -> SmallBoard:
    """Build the small page of a board.

    Raises:
        NotFoundError: The codebook has no such question.
        UsageError: A filter that cannot be.
    """
    codebook = site.codebook()
    found = next((q for q in codebook.questions if q.id == question), None)
    if found is None:
        raise NotFoundError(_("There is no question “%(question)s” in the codebook of this store.", question=question))
    query = Query(request.query_params, COUNT_KEYS)
    selection = selected(query)
    asked = [p for p in codebook.propositions if p.question == question]
    shown = tuple(_small(site, p, selection) for p in asked[:PROPOSITIONS_SHOWN])
    standings = [standing(site, p.id, selection) for p in asked]
    ends = [s.days[1] for s in standings if s.days]
    return SmallBoard(
        found,
        shown,
        len(asked) - len(shown),
        selection.until or max(ends, default=None),
        reviewed_share([position for s in standings for position in s.positions]),
        query.address(f"/q/{question}"),
        site.frame(request, found.text, "board"),
    )


def _small(site: Site, proposition: Proposition, selection: Selection) -> SmallTally:
    s = standing(site, proposition.id, selection)
    counts, moved = tally(s.positions), moves(s.positions)[:SHIFTS_SHOWN]
    return SmallTally(
        proposition,
        sentence(s.positions, selection.until, selection.since),
        tuple((side, counts[side], everybody(proposition.id, selection, side)) for side in BOARD_SIDES),
        bar([(side, counts[side]) for side in BOARD_SIDES]),
        len(s.positions),
        shift_lines(s.showing((), moved).statements, moved),
    )


def small_statement(site: Site, request: Request, statement: str) -> SmallStatement:
    """Build the small page of a statement.

    Raises:
        NotFoundError: The store has no such statement.
    """
    Query(request.query_params, ())
    row = known(site, statement)
    why = None
    if row.rejected:
        why = _("A person rejected this as a statement, so its words are not shown.")
    elif row.superseded:
        why = _("This was corrected, or its document replaced, so its words are not shown.")
    elif not row.verified:
        why = _("The stored text no longer holds these words, so they are not shown.")
    name = row.statement.speaker.name or row.statement.speaker.as_written or _("Statement")
    whole = address(f"/statements/{statement}")
    return SmallStatement(view(row, site.codebook(), whole), whole, why, site.frame(request, name, "statements"))


def routes(site: Site) -> APIRouter:
    """Routes of the small pages.

    Raises:
        UsageError: The setting of the sites that may frame them has something else.
    """
    router = APIRouter()
    policy = framed_policy(site.settings.embed_sites)
    everybody = site.settings.team and site.settings.embed_public

    def answered(template: str, make: Callable[[], SmallBoard | SmallStatement]) -> Response:
        try:
            response = site.render(template, None, make())
        except (NotFoundError, UsageError) as error:
            # Not the page for failures: that has the counts of the project, and its menu, around it.
            response = bare_page("embed_failure.html", str(error), 404 if isinstance(error, NotFoundError) else 400)
        response.headers[POLICY] = policy
        if everybody:  # a proxy in front may keep it: a page that many read is asked for often
            response.headers["cache-control"] = f"public, max-age={KEPT_SECONDS}"
        return response

    def board(request: Request, question: str) -> Response:
        return answered("embed_board.html", lambda: small_board(site, request, question))

    def statement(request: Request, statement: str) -> Response:
        return answered("embed_statement.html", lambda: small_statement(site, request, statement))

    router.add_api_route("/embed/q/{question:path}", board, methods=["GET", "HEAD"])
    router.add_api_route("/embed/statements/{statement}", statement, methods=["GET", "HEAD"])
    return router
