"""The board: a policy question, and for each proposition who is against, leaning, undecided and for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.language import _
from whipcount.model import SIDES, Codebook, CodedStatement, Position, Proposition, Question, Shift, Side
from whipcount.positions import moves, positions_json, tally, unsure
from whipcount.pressure import GROUPINGS, Grouping, group_of, pressure, pressure_json
from whipcount.store.records import Status
from whipcount.web import words
from whipcount.web.contents import Entry, Paging, entries, paging
from whipcount.web.curve import Curve, Slice, bar, curve
from whipcount.web.exports import positions_csv
from whipcount.web.failures import NotFoundError
from whipcount.web.limits import Limits, limits_json, limits_of
from whipcount.web.query import BOARD_KEYS, FORMS, KINDS, Query, address, reader_address, twin_of
from whipcount.web.rising import Rising, period_for, rising
from whipcount.web.sharing import Share, share
from whipcount.web.site import Site
from whipcount.web.standing import Selection, Standing, standing
from whipcount.web.unheard import Unheard, unheard
from whipcount.web.views import ViewsMenu, views_menu

CARDS_SHOWN = 8  # more would push the other columns' heads off a laptop's screen; the rest is a page of its own
CARDS_IN_ALL = 60  # on one board, so that a question with many propositions stays a small page
SHIFTS_SHOWN = 5
CURVES_SHOWN = 2  # of who came to each side; with more propositions they are on the pages of each
CURVES_OVER_TIME = 4  # likewise; with more, the drawings alone would be half of the page


@dataclass(frozen=True, slots=True)
class Card:
    """One actor on the board. ``shift`` is its latest change of side; ``latest`` the statement that is shown."""

    position: Position
    latest: CodedStatement | None
    role: str | None
    shift: Shift | None
    reader: str
    evidence: str
    actor: str


@dataclass(frozen=True, slots=True)
class Column:
    """One side of the tally; ``evidence`` is the address of the statements behind the count.

    ``groups`` are the cards shown under the name of their group, all under one empty name where none is asked for;
    ``whole`` is the address of everybody on this side, and ``more`` how many of them are not shown here; ``unsure`` is
    how many of all stand here with a probability under a half.
    """

    side: Side
    total: int
    unsure: int
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    more: int
    whole: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One change of side in the list of recent ones; ``proof`` is the statement that brought it."""

    actor: str
    actor_key: str
    shift: Shift
    reader: str
    proof: CodedStatement | None


@dataclass(frozen=True, slots=True)
class PropositionView:
    """A proposition with its tally."""

    proposition: Proposition
    sentence: str
    columns: tuple[Column, ...]
    bar: tuple[Slice, ...]
    total: int
    curve: Curve | None
    rising: Rising | None
    unheard: Unheard
    whole: str
    shifts: tuple[ShiftLine, ...]
    more_shifts: int
    undated: int


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything on a board: all propositions in ``contents``, those of this page in full.

    ``unjudged`` counts statements that no judgement of these words is made of yet, by id.
    """

    question: Question
    contents: tuple[Entry, ...]
    shown: Paging
    propositions: tuple[PropositionView, ...]
    selection: Selection
    days: tuple[date, date] | None
    blocs: tuple[str, ...]
    outlets: tuple[str, ...]
    group: Grouping | None
    by: Grouping | None
    narrowed: bool
    limits: Limits
    twin_json: str
    twin_csv: str
    unjudged: dict[str, int]
    share: Share | None = None
    views: ViewsMenu | None = None


def board_page(site: Site, question: Question, query: Query) -> BoardPage:
    """Build the board of a question."""
    selection = selected(query)
    codebook = site.codebook()
    asked = [p for p in codebook.propositions if p.question == question.id]
    standings = [standing(site, p.id, selection) for p in asked]
    group: Grouping | None = query.choice("group", GROUPINGS)
    by: Grouping | None = query.choice("by", GROUPINGS)
    path = f"/q/{question.id}"
    page = paging(query, path, len(asked))
    here = page.of(asked)
    room = max(2, min(CARDS_SHOWN, CARDS_IN_ALL // (5 * max(len(here), 1))))
    drawn = by is not None or len(asked) <= CURVES_SHOWN
    shown = Shown(selection, codebook, group, by, room, drawn, over_time=len(asked) <= CURVES_OVER_TIME)
    views = (_view(p, s, shown) for p, s in zip(here, page.of(standings), strict=True))
    days = [day for s in standings if s.days for day in s.days]
    return BoardPage(
        question,
        entries(query, path, ((p, s.positions) for p, s in zip(asked, standings, strict=True)), page),
        page,
        tuple(views),
        selection,
        (min(days), max(days)) if days else None,
        tuple(sorted({bloc for s in standings for bloc in s.blocs}, key=str.casefold)),
        tuple(sorted({outlet for s in standings for outlet in s.outlets}, key=str.casefold)),
        group,
        by,
        any(query.get(name) for name in BOARD_KEYS if name != "page"),
        rests_on(site, selection, zip(asked, standings, strict=True)),
        query.address(f"{path}.json"),
        query.address(f"{path}.csv"),
        unjudged(site, here),
    )


def unjudged(site: Site, asked: Iterable[Proposition]) -> dict[str, int]:
    """How many statements count for nobody since they are not judged against the words of a proposition yet."""
    everything = site.status().statements
    return {p.id: everything - site.keeper.judged(p.id) for p in asked}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a board is shown: of which part, by which groups, with how many cards in a column, with which drawings."""

    selection: Selection
    codebook: Codebook
    group: Grouping | None
    by: Grouping | None
    room: int
    rising: bool
    over_time: bool


def selected(query: Query) -> Selection:
    """The part of a debate that an address asks for."""
    return Selection(
        query.day("until"),
        query.choice("kind", KINDS),
        query.get("bloc"),
        since=query.day("since"),
        outlet=query.get("outlet"),
        form=query.choice("form", FORMS),
        reviewed=query.flag("reviewed"),
    )


def _view(proposition: Proposition, s: Standing, shown: Shown) -> PropositionView:
    selection = shown.selection
    moved = moves(s.positions)
    paths: list[list[tuple[date, Side]]] = [
        [(held.since, held.side) for held in position.path] for position in s.positions
    ]
    sides: dict[Side, list[Position]] = {
        side: ordered(p for p in s.positions if p.lean == side) for side in words.BOARD_SIDES
    }
    s = s.showing((p for of_side in sides.values() for p in of_side[: shown.room]), moved[:SHIFTS_SHOWN])
    columns = tuple(_column(side, of_side, s, shown) for side, of_side in sides.items())
    return PropositionView(
        proposition,
        sentence(s.positions, selection.until, selection.since),
        columns,
        bar([(column.side, column.total) for column in columns]),
        len(s.positions),
        curve([path for path in paths if path], selection.until, moved) if shown.over_time else None,
        rising(s.positions, shown.by, selection.until) if shown.rising else None,
        unheard(shown.codebook, s.positions, s.silent),
        everybody(s.proposition, selection),
        shift_lines(s.statements, moved[:SHIFTS_SHOWN]),
        max(len(moved) - SHIFTS_SHOWN, 0),
        sum(not path for path in paths),
    )


def shift_lines(
    statements: Mapping[str, CodedStatement], moved: Iterable[tuple[Position, Shift]]
) -> tuple[ShiftLine, ...]:
    """Changes of side, each with where its first statement is read; ``statements`` are those, by id."""
    return tuple(_shift_line(statements, p, shift) for p, shift in moved)


def _shift_line(statements: Mapping[str, CodedStatement], position: Position, shift: Shift) -> ShiftLine:
    proof = statements.get(shift.statements[0]) if shift.statements else None
    reader = reader_address(proof.statement.document_id, proof.statement.id) if proof else ""
    return ShiftLine(position.actor, position.actor_key, shift, reader, proof)


def _stand(side: Side, number: int) -> str:
    """How many stand on a side, as a part of the sentence."""
    return {
        "for": words.count(number, "is for", "are for"),
        "leaning_for": words.count(number, "leans for", "lean for"),
        "undecided": words.count(number, "is undecided or keeps silent on it", "are undecided or keep silent on it"),
        "leaning_against": words.count(number, "leans against", "lean against"),
        "against": words.count(number, "is against", "are against"),
    }[side]


def sentence(found: Sequence[Position], until: date | None, since: date | None = None) -> str:
    """The state of play in one plain sentence."""
    when = _("By %(day)s", day=words.day(until)) if until else _("So far")
    if not found:
        return _("%(when)s, nobody in the documents read has said anything about this.", when=when)
    counts = tally(found)
    parts = [_stand(side, counts[side]) for side in SIDES if counts[side]]
    moved = sum(bool(position.shifts) for position in found)
    tail = (
        "; " + words.count(moved, "has changed sides along the way", "have changed sides along the way")
        if moved
        else ""
    )
    who = words.count(len(found), "actor")
    heard = _("heard since %(day)s", day=words.day(since)) if since else _("on record")
    return _("%(when)s, of %(actors)s %(heard)s, %(sides)s%(moved)s.", when=when, actors=who, heard=heard,
             sides=words.listed(parts), moved=tail)  # fmt: skip


def _column(side: Side, chosen: Sequence[Position], s: Standing, shown: Shown) -> Column:
    selection, cards = shown.selection, [_card(p, s, shown.selection) for p in chosen[: shown.room]]
    grouped: dict[str, list[Card]] = {}
    for card in cards:
        name = group_of(card.position, shown.group, (card.position.path or (None,))[-1]) if shown.group else ""
        grouped.setdefault(name, []).append(card)
    return Column(
        side,
        len(chosen),
        sum(map(unsure, chosen)),
        # Those of whom the group is not known come last.
        tuple((name, tuple(own)) for name, own in sorted(grouped.items(), key=lambda g: (not g[0], g[0].casefold()))),
        len(chosen) - len(cards),
        everybody(s.proposition, selection, side),
        evidence_of(s, selection, position=side, since=selection.since.isoformat() if selection.since else None),
    )


def ordered(found: Iterable[Position]) -> list[Position]:
    """Positions as a column lists them: the latest heard first, then those with the most statements."""
    return sorted(found, key=lambda p: (-(p.latest or date.min).toordinal(), -len(p.statements), p.actor.casefold()))


def everybody(proposition: str, selection: Selection, side: Side | None = None) -> str:
    """Address of the page with everybody on a proposition, or on one side of it."""
    filters = {
        "side": side,
        "until": selection.until.isoformat() if selection.until else None,
        "since": selection.since.isoformat() if selection.since else None,
        "kind": selection.kind,
        "bloc": selection.bloc,
        "outlet": selection.outlet,
        "form": selection.form,
        "reviewed": _yes_no(selection.reviewed),
    }
    return address(f"/p/{proposition}", **filters)


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _card(position: Position, s: Standing, selection: Selection) -> Card:
    latest = s.latest(position)
    shifts = sorted(position.shifts, key=lambda shift: shift.date)
    return Card(
        position,
        latest,
        position.role,
        shifts[-1] if shifts else None,
        reader_address(latest.statement.document_id, latest.statement.id) if latest else "",
        evidence_of(s, selection, actor=position.actor_key, counted="yes"),
        address(f"/actors/{position.actor_key}"),
    )


def rests_on(site: Site, selection: Selection, standings: Iterable[tuple[Proposition, Standing]]) -> Limits:
    """What the counts of a page rest on; a list of statements cannot be narrowed to those who spoke since a day."""
    since = selection.since is not None
    each = [(p, s, "" if since else evidence_of(s, selection)) for p, s in standings]
    key = ("limits", selection, *(p.id for p, _, _ in each))
    return site.kept(key, lambda: limits_of(site, selection, each))


def evidence_of(s: Standing, selection: Selection, **narrower: str | None) -> str:
    """Address of the statements that count towards the positions shown, or some of them."""
    filters = {
        "kind": selection.kind,
        "bloc": selection.bloc,
        "until": selection.until.isoformat() if selection.until else None,
        "board_outlet": selection.outlet,
        "board_form": selection.form,
        "board_reviewed": _yes_no(selection.reviewed),
        "counted": None if "position" in narrower else "yes",
        **narrower,
    }
    return address("/statements", proposition=s.proposition, **filters)


def routes(site: Site) -> APIRouter:
    """Routes of the board."""
    router = APIRouter()

    def home(request: Request) -> Response:
        questions = site.codebook().questions
        if len(questions) == 1:
            return RedirectResponse(address(f"/q/{questions[0].id}"), 303)
        status: Status = site.status()
        template = "questions.html" if questions else "empty.html"
        return site.render(template, site.frame(request, _("Questions"), "board"), status)

    def board(request: Request, question: str) -> Response:
        by_id = {q.id: q for q in site.codebook().questions}
        twin = twin_of(question) if question not in by_id else (question, "html")
        if twin[0] not in by_id:
            raise NotFoundError(
                _("There is no question “%(question)s” in the codebook of this store.", question=question)
            )
        query = Query(request.query_params, BOARD_KEYS)
        if twin[1] == "html":
            page = board_page(site, by_id[twin[0]], query)
            menu = views_menu(site, request, f"/q/{twin[0]}", query)
            page = replace(page, share=_share(site, request, page, query), views=menu)
            return site.render("board.html", site.frame(request, page.question.text, "board"), page)
        return _twin(site, by_id[twin[0]], query, twin[1])

    router.add_api_route("/", home, methods=["GET", "HEAD"])
    router.add_api_route("/q/{question:path}", board, methods=["GET", "HEAD"])
    return router


def _share(site: Site, request: Request, page: BoardPage, query: Query) -> Share:
    path, height = f"/q/{page.question.id}", 120 + 210 * min(max(len(page.contents), 1), 4)
    small, brief = (query.address(at, group=None, by=None) for at in (f"/embed{path}", f"{path}/brief"))
    made = share(
        site,
        request,
        query.address(path),
        small,
        title=_("Whip count: %(question)s", question=page.question.text),
        height=height,
    )
    return replace(made, brief=brief)


def _twin(site: Site, question: Question, query: Query, form: str) -> Response:
    selection = selected(query)
    by: Grouping | None = query.choice("by", GROUPINGS)
    asked = [p for p in site.codebook().propositions if p.question == question.id]
    found_for = [(p, standing(site, p.id, selection)) for p in asked]
    standings = [s.positions for _, s in found_for]
    found = [position for positions in standings for position in positions]
    if form == "csv":
        return positions_csv(found)
    curves = (pressure(own, by=by, period=period_for(own), until=selection.until) for own in standings)
    data: dict[str, object] = {"question": {"id": question.id, "text": question.text}}
    limits = rests_on(site, selection, found_for)
    data |= {"positions": positions_json(found), "pressure": [row for c in curves for row in pressure_json(c)]}
    return site.json(data | {"limits": limits_json(limits)})
