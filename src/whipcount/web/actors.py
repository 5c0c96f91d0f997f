"""Actors: the list, and one actor's statements and positions over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import StoreError
from whipcount.language import _
from whipcount.model import Belief, Codebook, Position, Proposition, Side
from whipcount.positions import positions_json
from whipcount.posterior import beliefs_of
from whipcount.project.keeping import reason_of
from whipcount.project.profile import Known, Profile, profile_of
from whipcount.readings import has_actor, readings
from whipcount.store.outlines import Spoken
from whipcount.store.records import ActorRow, StatementFilter
from whipcount.web.arguments import Arguments, arguments_of
from whipcount.web.belief import BeliefFigure, belief_figure
from whipcount.web.board import ShiftLine, positions_csv, shift_lines
from whipcount.web.curve import Timeline, timeline
from whipcount.web.exports import csv_response
from whipcount.web.failures import NotFoundError
from whipcount.web.query import PAGE_SIZE, Query, address, reader_address
from whipcount.web.site import Site
from whipcount.web.statements import StatementView, row_json, view

ACTOR_KEYS = ("text", "kind", "page")
STATEMENTS_SHOWN = 20  # the rest is one click away, in the statement list
# On all propositions together, so that the page of somebody who is in the news each day stays a small one.
DOTS_SHOWN, SHIFTS_SHOWN, BELIEFS_SHOWN = 140, 40, 80


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """Everything on the list of actors."""

    query: Query
    total: int
    first: int
    items: tuple[ActorRow, ...]
    previous: str | None
    next: str | None
    twin_json: str
    twin_csv: str


@dataclass(frozen=True, slots=True)
class Stand:
    """An actor's position on one proposition, with its timeline; ``shifts`` are the latest, ``earlier`` the others."""

    proposition: Proposition
    position: Position
    shifts: tuple[ShiftLine, ...]
    earlier: int
    timeline: Timeline | None
    belief: BeliefFigure | None
    belief_rows: tuple[Belief, ...]
    arguments: Arguments
    evidence: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything on an actor's page; ``known`` has each fact with the address of the latest statement that bears it."""

    actor: ActorRow
    stands: tuple[Stand, ...]
    statements: tuple[StatementView, ...]
    total: int
    profile: Profile
    known: tuple[tuple[Known, str], ...]
    all_statements: str
    twin_json: str
    twin_csv: str
    propositions: tuple[Proposition, ...]


def actors_page(site: Site, query: Query) -> ActorsPage:
    """Build the list."""
    number = query.page()
    first = (number - 1) * PAGE_SIZE
    if query.get("text") or query.get("kind"):
        rows = _listed(site, query)
        shown, total = rows[first : first + PAGE_SIZE], len(rows)
    else:  # names and capacities are looked up only of those who are shown
        page = site.store.actors(limit=PAGE_SIZE, offset=first)
        shown, total = page.items, page.total
    return ActorsPage(
        query,
        total,
        first,
        shown,
        query.address("/actors", page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address("/actors", page=number + 1) if first + PAGE_SIZE < total else None,
        query.address("/actors.json"),
        query.address("/actors.csv"),
    )


def _listed(site: Site, query: Query) -> tuple[ActorRow, ...]:
    wanted = (query.get("text") or "").casefold().split()
    kind = query.get("kind")

    def fits(row: ActorRow) -> bool:
        words = f"{row.name} {row.role or ''} {row.party or ''}".casefold()
        return (kind is None or row.kind == kind) and all(word in words for word in wanted)

    everybody = site.kept(("actors",), lambda: site.store.actors().items)
    return tuple(row for row in everybody if fits(row))


def actor_page(site: Site, key: str, here: str) -> ActorPage:
    """Build the page of one actor.

    Raises:
        NotFoundError: No statement in the store is this actor's.
    """
    key = site.store.current_actor(key)
    try:
        actor = site.store.actor(key)
    except StoreError as error:
        site.store.status()  # raises where the store itself is what fails
        raise NotFoundError(_("There is no actor “%(key)s” in this store.", key=key)) from error
    theirs = StatementFilter(actor=key, rejected=False)
    shown, spoken = site.store.statements(theirs, limit=STATEMENTS_SHOWN), site.store.spoken(theirs)
    codebook, profile = site.codebook(), profile_of(site.store, actor, spoken)
    return ActorPage(
        actor,
        tuple(_stands(site, codebook, key)),
        tuple(view(row, codebook, f"{here}#s-{row.statement.id}") for row in shown.items),
        shown.total,
        profile,
        tuple((one, _bears(one, spoken)) for one in profile.known),
        address("/statements", actor=key),
        address(f"/actors/{key}.json"),
        address(f"/actors/{key}.csv"),
        codebook.propositions,
    )


def _stands(site: Site, codebook: Codebook, key: str) -> Iterator[Stand]:
    held = [(p, one) for p in codebook.propositions if (one := site.keeper.position(p.id, key))]
    for proposition, position in held:
        yield _stand(site, proposition, position, len(held))


def _stand(site: Site, proposition: Proposition, position: Position, of: int) -> Stand:
    """What an actor holds on one proposition, with its part of what is shown of all ``of`` propositions."""
    key = position.actor_key
    coded = tuple(site.store.sided_statements(proposition.id, [key]))
    group = [r for r in readings(coded, site.settings) if r.actor_key == key and has_actor(r.speaker)]
    by_id = {one.statement.id: one for one in coded}
    behind = [by_id[id_] for id_ in position.statements if id_ in by_id]
    path: list[tuple[date, Side]] = [(held.since, held.side) for held in position.path]
    shifts = position.shifts[-max(SHIFTS_SHOWN // of, 1) :]
    beliefs = beliefs_of(group)
    return Stand(
        proposition,
        position,
        shift_lines(by_id, ((position, shift) for shift in shifts)),
        len(position.shifts) - len(shifts),
        timeline(behind, path, DOTS_SHOWN // of),
        belief_figure(group, max(BELIEFS_SHOWN // of, 1)),
        beliefs,
        arguments_of(
            proposition,
            map(reason_of, behind),
            lambda ids: {id_: by_id[id_] for id_ in ids},
            lambda argument: address("/statements", proposition=proposition.id, actor=key, argument=argument),
        ).given,
        address("/statements", proposition=proposition.id, actor=key, counted="yes"),
    )


def _bears(known: Known, spoken: Sequence[Spoken]) -> str:
    """Where the latest statement that bears a fact is read."""
    row = next(row for row in spoken if row.statement.id in known.statements)
    return reader_address(row.document_id, row.statement.id)


def routes(site: Site) -> APIRouter:
    """Routes of the actors."""
    router = APIRouter()

    def page(request: Request) -> Response:
        shown = actors_page(site, Query(request.query_params, ACTOR_KEYS))
        return site.render("actors.html", site.frame(request, _("Actors"), "actors"), shown)

    def as_json(request: Request) -> Response:
        found = _listed(site, Query(request.query_params, ACTOR_KEYS))
        return site.json({"total": len(found), "actors": found})

    def as_csv(request: Request) -> Response:
        found = _listed(site, Query(request.query_params, ACTOR_KEYS))
        rows = ((r.key, r.name, r.kind, r.role, r.party, r.statements, r.first, r.last) for r in found)
        return csv_response(("key", "name", "kind", "role", "party", "statements", "first", "last"), rows, "actors")

    def one(request: Request, key: str) -> Response:
        Query(request.query_params, ())
        if key.endswith(".json"):
            return one_json(key.removesuffix(".json"))
        if key.endswith(".csv"):
            return positions_csv(stand.position for stand in actor_page(site, key.removesuffix(".csv"), "").stands)
        frame = site.frame(request, _("Actor"), "actors")
        return site.render("actor.html", frame, actor_page(site, key, frame.here))

    def one_json(key: str) -> Response:
        shown = actor_page(site, key, "")
        rows = site.store.statements(StatementFilter(actor=shown.actor.key, rejected=False), limit=None).items
        held = {(s.proposition.id, s.position.actor_key): s.belief_rows for s in shown.stands}
        stands = positions_json([stand.position for stand in shown.stands], held)
        data = {"actor": shown.actor, "positions": stands, "statements": [row_json(row) for row in rows]}
        return site.json({**shown.profile.as_json(), **data})

    for path, handler in (("/actors", page), ("/actors.json", as_json), ("/actors.csv", as_csv)):
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    router.add_api_route("/actors/{key:path}", one, methods=["GET", "HEAD"])
    return router
