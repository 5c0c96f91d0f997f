"""The brief: a board on paper, with what each actor said last and what it rests on.

Up to four propositions take one to three sheets. More begin with an overview of all of them, and go on with less than a
sheet for each; whoever prints it may choose among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.model import Codebook, Position, Proposition, Question, Side
from whipcount.positions import moves, tally
from whipcount.store.records import RunRow
from whipcount.web import words
from whipcount.web.board import ShiftLine, ordered, selected, sentence, shift_lines
from whipcount.web.curve import Slice, bar
from whipcount.web.embeds import COUNT_KEYS
from whipcount.web.limits import rejected_reasons
from whipcount.web.propositions import Row, row
from whipcount.web.query import Query
from whipcount.web.refusals import NotFoundError
from whipcount.web.sharing import root_of
from whipcount.web.site import Site
from whipcount.web.standing import Selection, Standing, reviewed_share, standing
from whipcount.web.unheard import unheard

BRIEF_KEYS = (*COUNT_KEYS, "only")
ACTORS_SHOWN = 56  # of two propositions together: with more, a fourth sheet would begin
ACTORS_AT_LEAST = 12
HEAD_TAKES = 16  # actors: the room of one more proposition with its counts
SHIFTS_SHOWN = 16  # of all propositions together
ON_THREE_SHEETS = 4  # propositions; with more, each goes on where the one before ends
ACTORS_EACH = 10  # of one of many propositions, which takes less than a sheet with them
SHIFTS_EACH = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One proposition. ``lists`` has those shown on each side, with how many of that side are left out."""

    proposition: Proposition
    sentence: str
    sides: tuple[tuple[Side, int], ...]
    bar: tuple[Slice, ...]
    total: int
    shifts: tuple[ShiftLine, ...]
    more_shifts: int
    lists: tuple[tuple[Side, tuple[Row, ...], int], ...]
    missing: tuple[str, ...]
    statements: int
    reviewed_share: float | None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything on a brief. ``link`` is where a reader of the paper finds the evidence, ``back`` the same from here.

    ``narrowed`` are the filters in words; ``coders`` the versions of the machine whose judgements are counted.
    ``choice`` are the propositions of the question, each with whether it is on this brief; ``filters`` those of the
    board, to be kept when the choice is changed.
    """

    question: Question
    parts: tuple[Part, ...]
    choice: tuple[tuple[Proposition, bool], ...]
    filters: tuple[tuple[str, str], ...]
    days: tuple[date, date] | None
    until: date | None
    narrowed: tuple[str, ...]
    left_out: int
    link: str
    back: str
    rejected: tuple[tuple[str, int], ...]
    run: RunRow | None
    coders: tuple[str, ...]
    codebook: str
    thresholds: tuple[float, float]

    @property
    def long(self) -> bool:
        """Whether there are more propositions than three sheets hold."""
        return len(self.parts) > ON_THREE_SHEETS

    @property
    def blocks(self) -> tuple[tuple[Part, ...], ...]:
        """What stands together: all counts before all last words, or of many propositions each with its own."""
        return tuple((part,) for part in self.parts) if self.long else (self.parts,)

    @property
    def one_year(self) -> bool:
        """Whether a day needs no year, because those at the head of the brief say it."""
        return self.days is not None and self.days[0].year == self.days[1].year


def brief(site: Site, question: Question, query: Query, root: str) -> Brief:
    """Build the brief of a question.

    Args:
        site: The pages.
        question: Of the codebook.
        query: The filters of the board.
        root: What stands before an address of the project for somebody elsewhere.
    """
    selection, codebook = selected(query), site.codebook()
    choice = _choice([p for p in codebook.propositions if p.question == question.id], query)
    standings = [(p, standing(site, p.id, selection)) for p, taken in choice if taken]
    paper = _paper(selection, codebook, [s for _, s in standings])
    days = [day for _, s in standings if s.days for day in s.days]
    back = query.address(f"/q/{question.id}", only=None)
    runs = site.store.runs()
    return Brief(
        question,
        tuple(_part(p, s, paper) for p, s in standings),
        choice,
        tuple((name, value) for name, value in query.values.items() if name != "only"),
        (min(days), max(days)) if days else None,
        selection.until,
        _narrowed(selection),
        sum(len(s.positions) for _, s in standings) - len(paper.chosen),
        root + back,
        back,
        rejected_reasons(site),
        max(runs, key=lambda run: run.started, default=None),
        site.kept(("models", selection, question.id), lambda: _models(site, [s for _, s in standings])),
        codebook.id[:12],
        (site.settings.relevance_threshold, site.settings.clear_threshold),
    )


def _choice(asked: Sequence[Proposition], query: Query) -> tuple[tuple[Proposition, bool], ...]:
    """The propositions of a question, each with whether it is wanted: all of them where none is named."""
    wanted = {id_ for id_ in (query.get("only") or "").split(",") if id_}
    if unknown := wanted - {p.id for p in asked}:
        known = ", ".join(p.id for p in asked)
        raise UsageError(
            _(
                "only=%(asked)s is no proposition of this question. Its propositions: %(known)s.",
                asked=min(unknown),
                known=known,
            )
        )
    return tuple((p, not wanted or p.id in wanted) for p in asked)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What there is room for: ``chosen`` are propositions with the keys of actors, ``shifts`` how many for each."""

    selection: Selection
    codebook: Codebook
    chosen: frozenset[tuple[str, str]]
    shifts: int


def _paper(selection: Selection, codebook: Codebook, standings: Sequence[Standing]) -> _Paper:
    """Who is shown where not everybody can be: those who said most, then those who spoke last."""
    if len(standings) > ON_THREE_SHEETS:
        chosen = frozenset(one for s in standings for one in _first([s], ACTORS_EACH))
        return _Paper(selection, codebook, chosen, SHIFTS_EACH)
    room = max(ACTORS_SHOWN - HEAD_TAKES * (len(standings) - 2), ACTORS_AT_LEAST)
    return _Paper(selection, codebook, _first(standings, room), max(SHIFTS_SHOWN // max(len(standings), 1), 2))


def _first(standings: Sequence[Standing], number: int) -> frozenset[tuple[str, str]]:
    every = [(s.proposition, p) for s in standings for p in s.positions]
    every.sort(key=lambda one: (-len(one[1].statements), -(one[1].latest or date.min).toordinal()))
    return frozenset((proposition, p.actor_key) for proposition, p in every[:number])


def _part(proposition: Proposition, s: Standing, paper: _Paper) -> Part:
    counts, moved, selection = tally(s.positions), moves(s.positions), paper.selection
    chosen = (p for p in s.positions if (s.proposition, p.actor_key) in paper.chosen)
    s = s.showing(chosen, moved[: paper.shifts])
    sides: tuple[tuple[Side, int], ...] = tuple((side, counts[side]) for side in words.BOARD_SIDES)
    return Part(
        proposition,
        sentence(s.positions, selection.until, selection.since),
        sides,
        bar(sides),
        len(s.positions),
        shift_lines(s.statements, moved[: paper.shifts]),
        max(len(moved) - paper.shifts, 0),
        tuple(_listed(s, side, paper.chosen) for side, number in sides if number),
        unheard(paper.codebook, s.positions, s.silent).missing,
        sum(len(p.statements) for p in s.positions),
        reviewed_share(s.positions),
    )


def _listed(s: Standing, side: Side, chosen: frozenset[tuple[str, str]]) -> tuple[Side, tuple[Row, ...], int]:
    there: list[Position] = ordered(p for p in s.positions if p.lean == side)
    rows = tuple(row(s, p) for p in there if (s.proposition, p.actor_key) in chosen)
    return side, rows, len(there) - len(rows)


def _models(site: Site, standings: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(sorted({model for s in standings for model in site.store.models_of(s.proposition, s.counted())}))


def _narrowed(selection: Selection) -> tuple[str, ...]:
    """What the brief leaves out, in words."""
    kind, form = selection.kind, selection.form
    found = (
        selection.since and _("heard since %(day)s", day=words.day(selection.since)),
        kind and _("only: %(kind)s", kind=words.kind_word(kind)),
        selection.bloc and _("only of %(bloc)s", bloc=selection.bloc),
        selection.outlet and _("as carried by %(outlet)s", outlet=selection.outlet),
        form and _("only %(form)s", form=words.form_word(form)),
        selection.reviewed is not None
        and (_("only reviewed statements") if selection.reviewed else _("only unreviewed")),
    )
    return tuple(str(one) for one in found if one)


def routes(site: Site) -> APIRouter:
    """Routes of the brief."""
    router = APIRouter()

    def page(request: Request, question: str) -> Response:
        found = next((q for q in site.codebook().questions if q.id == question), None)
        if found is None:
            raise NotFoundError(
                _("There is no question “%(question)s” in the codebook of this store.", question=question)
            )
        values = {**request.query_params, "only": ",".join(request.query_params.getlist("only"))}
        shown = brief(site, found, Query(values, BRIEF_KEYS), root_of(site, request))
        return site.render("brief.html", site.frame(request, _("Brief: %(text)s", text=found.text), "board"), shown)

    router.add_api_route("/q/{question:path}/brief", page, methods=["GET", "HEAD"])
    return router
