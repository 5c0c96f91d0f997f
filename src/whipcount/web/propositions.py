"""A proposition's page: who is where, page by page, what was said for and against it, and how that came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.language import _
from whipcount.model import SIDES, CodedStatement, Position, Proposition, Side
from whipcount.positions import moves, moves_json, positions_json, tally
from whipcount.pressure import pressure, pressure_json
from whipcount.web.arguments import Arguments, arguments_json, arguments_of
from whipcount.web.board import (
    ShiftLine,
    everybody,
    evidence_of,
    ordered,
    rests_on,
    selected,
    sentence,
    shift_lines,
)  # fmt: skip
from whipcount.web.contents import board_address
from whipcount.web.curve import Curve, curve
from whipcount.web.exports import positions_csv
from whipcount.web.failures import NotFoundError
from whipcount.web.limits import Limits, limits_json
from whipcount.web.query import PAGE_SIZE, PROPOSITION_KEYS, Query, address, reader_address, twin_of
from whipcount.web.rising import Rising, period_for, rising
from whipcount.web.site import Site
from whipcount.web.standing import Selection, Standing, standing

SHIFTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One actor in the list of everybody."""

    position: Position
    latest: CodedStatement | None
    reader: str
    actor: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PropositionPage:
    """Everything on a proposition's page."""

    proposition: Proposition
    sentence: str
    side: Side | None
    sides: tuple[tuple[Side | None, int, str], ...]
    total: int
    first: int
    items: tuple[Row, ...]
    previous: str | None
    next: str | None
    curve: Curve | None
    rising: Rising | None
    undated: int
    shifts: tuple[ShiftLine, ...]
    more_shifts: int
    arguments: Arguments
    board: str
    limits: Limits
    twin_json: str
    twin_csv: str


def proposition_page(site: Site, proposition: Proposition, query: Query) -> PropositionPage:
    """Build the page of a proposition."""
    selection = selected(query)
    s = standing(site, proposition.id, selection)
    side: Side | None = query.choice("side", SIDES)
    counts = tally(s.positions)
    chosen = ordered(p for p in s.positions if side is None or p.lean == side)
    first = (query.page() - 1) * PAGE_SIZE
    path, number = f"/p/{proposition.id}", query.page()
    moved = moves(s.positions)
    s = s.showing(chosen[first : first + PAGE_SIZE], moved[:SHIFTS_SHOWN])
    paths: list[list[tuple[date, Side]]] = [
        [(held.since, held.side) for held in position.path] for position in s.positions
    ]
    return PropositionPage(
        proposition,
        sentence(s.positions, selection.until, selection.since),
        side,
        (
            (None, len(s.positions), everybody(proposition.id, selection)),
            *((one, counts[one], everybody(proposition.id, selection, one)) for one in reversed(SIDES)),
        ),
        len(chosen),
        first,
        tuple(row(s, position) for position in chosen[first : first + PAGE_SIZE]),
        f"{query.address(path, page=number - 1 if number > 2 else None)}#who-title" if number > 1 else None,
        f"{query.address(path, page=number + 1)}#who-title" if first + PAGE_SIZE < len(chosen) else None,
        curve([one for one in paths if one], selection.until, moved),
        rising(s.positions, None, selection.until),
        sum(not one for one in paths),
        shift_lines(s.statements, moved[:SHIFTS_SHOWN]),
        max(len(moved) - SHIFTS_SHOWN, 0),
        _arguments(proposition, s, selection),
        board_address(site.codebook(), proposition),
        rests_on(site, selection, [(proposition, s)]),
        query.address(f"{path}.json"),
        query.address(f"{path}.csv"),
    )


def _arguments(proposition: Proposition, s: Standing, selection: Selection) -> Arguments:
    """Arguments of those whose positions are shown."""
    counted = s.counted()
    reasons = (reason for reason in s.reasons() if reason.statement in counted)
    return arguments_of(proposition, reasons, s.read, lambda argument: evidence_of(s, selection, argument=argument))


def row(s: Standing, position: Position) -> Row:
    """An actor with what it said last."""
    latest = s.latest(position)
    return Row(
        position,
        latest,
        reader_address(latest.statement.document_id, latest.statement.id) if latest else "",
        address(f"/actors/{position.actor_key}"),
        address("/statements", proposition=s.proposition, actor=position.actor_key, counted="yes"),
    )


def routes(site: Site) -> APIRouter:
    """Routes of the propositions."""
    router = APIRouter()

    def page(request: Request, proposition: str) -> Response:
        by_id = {p.id: p for p in site.codebook().propositions}
        name, form = twin_of(proposition) if proposition not in by_id else (proposition, "html")
        if name not in by_id:
            raise NotFoundError(
                _("There is no proposition “%(proposition)s” in the codebook of this store.", proposition=proposition)
            )
        query = Query(request.query_params, PROPOSITION_KEYS)
        if form == "html":
            shown = proposition_page(site, by_id[name], query)
            return site.render("proposition.html", site.frame(request, by_id[name].text, "board"), shown)
        return _twin(site, by_id[name], query, form)

    router.add_api_route("/p/{proposition:path}", page, methods=["GET", "HEAD"])
    return router


def _twin(site: Site, proposition: Proposition, query: Query, form: str) -> Response:
    selection, side = selected(query), query.choice("side", SIDES)
    s = standing(site, proposition.id, selection)
    found = [p for p in s.positions if side is None or p.lean == side]
    if form == "csv":
        return positions_csv(found)
    curve_rows = pressure(s.positions, period=period_for(s.positions), until=selection.until)
    return site.json(
        {
            "proposition": {"id": proposition.id, "text": proposition.text},
            "positions": positions_json(found),
            "shifts": moves_json(moves(found)),
            "pressure": pressure_json(curve_rows),
            "arguments": arguments_json(_arguments(proposition, s, selection)),
            "limits": limits_json(rests_on(site, selection, [(proposition, s)])),
        }
    )
