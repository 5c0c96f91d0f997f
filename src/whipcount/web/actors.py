"""Actors: the list, and one actor's statements and positions over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import StoreError
from whipcount.language import _
from whipcount.model import Codebook, CodedStatement, Position, Proposition, Side
from whipcount.positions import positions_json
from whipcount.posterior import beliefs_of
from whipcount.project.keeping import reason_of
from whipcount.project.profile import Known, Profile, profile_of
from whipcount.readings import Reading, has_actor, readings
from whipcount.store.outlines import Spoken
from whipcount.store.records import ActorRow, StatementFilter
from whipcount.web.arguments import Arguments, arguments_of
from whipcount.web.belief import BeliefFigure, belief_figure
from whipcount.web.board import ShiftLine, shift_lines
from whipcount.web.contents import Paging, paging, place_of
from whipcount.web.curve import Timeline, timeline
from whipcount.web.exports import csv_response, positions_csv
from whipcount.web.failures import NotFoundError
from whipcount.web.query import PAGE_SIZE, Query, address, reader_address
from whipcount.web.site import Site
from whipcount.web.statements import StatementView, row_json, view

ACTOR_KEYS = ("text", "kind", "page")
STATEMENTS_SHOWN = 15  # the rest is one click away, in the statement list
# On all propositions together, so that the page of somebody who is in the news each day stays a small one.
DOTS_SHOWN, SHIFTS_SHOWN, BELIEFS_SHOWN = 112, 32, 72


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
    arguments: Arguments
    evidence: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything on an actor's page: where it stands on all propositions in ``contents``, those of this page in full.

    ``known`` has each fact with the address of the latest statement that bears it.
    """

    actor: ActorRow
    contents: tuple[tuple[Position, Proposition, str], ...]
    shown: Paging
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


def actor_page(site: Site, asked: str, here: str, query: Query) -> ActorPage:
    """Build the page of one actor.

    Raises:
        NotFoundError: No statement in the store is this actor's.
    """
    actor = _actor(site, asked)
    key, path = actor.key, f"/actors/{asked}"
    theirs = StatementFilter(actor=key, rejected=False)
    shown, spoken = site.store.statements(theirs, limit=STATEMENTS_SHOWN), site.store.spoken(theirs)
    codebook, profile = site.codebook(), profile_of(site.store, actor, spoken)
    held = _held(site, codebook, key)
    page = paging(query, path, len(held))
    return ActorPage(
        actor,
        tuple((position, p, place_of(query, path, f"p-{p.id}", n, page)) for n, (p, position) in enumerate(held)),
        page,
        tuple(_stand(site, p, position, page.end - page.first) for p, position in page.of(held)),
        tuple(view(row, codebook, f"{here}#s-{row.statement.id}") for row in shown.items),
        shown.total,
        profile,
        tuple((one, _bears(one, spoken)) for one in profile.known),
        address("/statements", actor=key),
        address(f"/actors/{key}.json"),
        address(f"/actors/{key}.csv"),
        codebook.propositions,
    )


def _actor(site: Site, asked: str) -> ActorRow:
    key = site.store.current_actor(asked)
    try:
        return site.store.actor(key)
    except StoreError as error:
        site.store.status()  # raises where the store itself is what fails
        raise NotFoundError(_("There is no actor “%(key)s” in this store.", key=key)) from error


def _held(site: Site, codebook: Codebook, key: str) -> list[tuple[Proposition, Position]]:
    """Where an actor stands, in the order of the codebook."""
    return [(p, one) for p in codebook.propositions if (one := site.keeper.position(p.id, key))]


def _stand(site: Site, proposition: Proposition, position: Position, of: int) -> Stand:
    """What an actor holds on one proposition, with its part of what is shown of all ``of`` propositions."""
    key = position.actor_key
    by_id, group = _group(site, proposition, key)
    behind = [by_id[id_] for id_ in position.statements if id_ in by_id]
    path: list[tuple[date, Side]] = [(held.since, held.side) for held in position.path]
    shifts = position.shifts[-max(SHIFTS_SHOWN // of, 1) :]
    return Stand(
        proposition,
        position,
        shift_lines(by_id, ((position, shift) for shift in shifts)),
        len(position.shifts) - len(shifts),
        timeline(behind, path, DOTS_SHOWN // of),
        belief_figure(group, max(BELIEFS_SHOWN // of, 1)),
        arguments_of(
            proposition,
            map(reason_of, behind),
            lambda ids: {id_: by_id[id_] for id_ in ids},
            lambda argument: address("/statements", proposition=proposition.id, actor=key, argument=argument),
        ).given,
        address("/statements", proposition=proposition.id, actor=key, counted="yes"),
    )


def _group(site: Site, proposition: Proposition, key: str) -> tuple[dict[str, CodedStatement], list[Reading]]:
    """An actor's statements on a proposition by id, with what is sighted beside them, and their readings."""
    coded = tuple(site.store.sided_statements(proposition.id, [key]))
    group = [r for r in readings(coded, site.settings) if r.actor_key == key and has_actor(r.speaker)]
    return {one.statement.id: one for one in coded}, group


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
        query = Query(request.query_params, ("page",))
        if key.endswith(".json"):
            return one_json(_actor(site, key.removesuffix(".json")))
        if key.endswith(".csv"):
            actor = _actor(site, key.removesuffix(".csv"))
            return positions_csv(position for _p, position in _held(site, site.codebook(), actor.key))
        frame = site.frame(request, _("Actor"), "actors")
        return site.render("actor.html", frame, actor_page(site, key, frame.here, query))

    def one_json(actor: ActorRow) -> Response:
        theirs = StatementFilter(actor=actor.key, rejected=False)
        rows, spoken = site.store.statements(theirs, limit=None).items, site.store.spoken(theirs)
        held = _held(site, site.codebook(), actor.key)
        beliefs = {(p.id, actor.key): beliefs_of(_group(site, p, actor.key)[1]) for p, _position in held}
        stands = positions_json([position for _p, position in held], beliefs)
        data = {"actor": actor, "positions": stands, "statements": [row_json(row) for row in rows]}
        return site.json({**profile_of(site.store, actor, spoken).as_json(), **data})

    for path, handler in (("/actors", page), ("/actors.json", as_json), ("/actors.csv", as_csv)):
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    router.add_api_route("/actors/{key:path}", one, methods=["GET", "HEAD"])
    return router
