"""Who stands where, as the pages ask for it: positions with their statements, at a day and for some actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from whipcount.model import CodedStatement, Form, Position, Side, SpeakerKind
from whipcount.positions import positions_of
from whipcount.readings import Reading, by_day, readings
from whipcount.web.site import Site


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a debate is shown.

    ``until``, ``outlet``, ``form`` and ``reviewed`` choose the statements that positions are made of; ``kind`` and
    ``bloc`` the actors that are shown; ``since`` those who said something that counts on that day or later.
    """

    until: date | None = None
    kind: SpeakerKind | None = None
    bloc: str | None = None
    since: date | None = None
    outlet: str | None = None
    form: Form | None = None
    reviewed: bool | None = None

    @property
    def material(self) -> tuple[object, ...]:
        """What the positions themselves depend on."""
        return (self.until, self.outlet, self.form, self.reviewed)


@dataclass(frozen=True, slots=True)
class Standing:
    """Positions on one proposition; ``statements`` are those behind them by id.

    ``silent`` are the positions of those who fit but were not heard since the first day that is asked for.
    """

    proposition: str
    positions: tuple[Position, ...]
    statements: dict[str, CodedStatement]
    blocs: tuple[str, ...]
    outlets: tuple[str, ...]
    days: tuple[date, date] | None
    silent: tuple[Position, ...] = ()

    def latest(self, position: Position) -> CodedStatement | None:
        """The statement shown on an actor's card."""
        return self.statements.get(position.statements[0]) if position.statements else None

    def counted(self, side: Side | None = None, actor: str | None = None) -> frozenset[str]:
        """Ids of the statements that count towards the positions on a side, or of one actor."""
        chosen = (
            p for p in self.positions if (side is None or p.lean == side) and (actor is None or p.actor_key == actor)
        )
        return frozenset(id_ for position in chosen for id_ in position.statements)

    def giving(self, argument: str) -> frozenset[str]:
        """Ids of the statements behind positions that give an argument."""
        return frozenset(id_ for id_, c in self.statements.items() if c.coding and c.coding.argument == argument)


def standing(site: Site, proposition: str, selection: Selection) -> Standing:
    """Where everybody stands on a proposition."""
    whole = site.kept(("standing", proposition, *selection.material), lambda: _whole(site, proposition, selection))
    fitting = [p for p in whole.positions if _fits(p, selection)]
    since = selection.since
    heard = tuple(p for p in fitting if since is None or (p.latest is not None and p.latest >= since))
    silent = tuple(p for p in fitting if since is not None and p.latest is not None and p.latest < since)
    return replace(whole, positions=heard, silent=silent)


def _whole(site: Site, proposition: str, selection: Selection) -> Standing:
    every = site.coded_statements(proposition)
    coded = [s for s in every if _in_material(s, selection)]
    found = tuple(positions_of(readings_of(site, proposition, selection)))
    behind = {id_ for position in found for id_ in position.statements}
    days = sorted(s.day for s in every if s.day)
    return Standing(
        proposition,
        found,
        {s.statement.id: s for s in coded if s.statement.id in behind},
        tuple(sorted({p.affiliation for p in found if p.affiliation}, key=str.casefold)),
        tuple(sorted({s.outlet for s in every if s.outlet}, key=str.casefold)),
        (days[0], days[-1]) if days else None,
    )


def readings_of(site: Site, proposition: str, selection: Selection) -> Sequence[Reading]:
    """What counts, each speech event once; reading it anew for every day that a slider passes would take seconds."""

    def read() -> tuple[Reading, ...]:
        coded = (s for s in site.coded_statements(proposition) if _in_material(s, selection))
        return tuple(readings(coded, site.settings))

    whole = site.kept(("readings", proposition, *selection.material[1:]), read)
    return whole if selection.until is None else tuple(by_day(whole, selection.until))


def _in_material(statement: CodedStatement, selection: Selection) -> bool:
    return (
        (selection.outlet is None or statement.outlet == selection.outlet)
        and (selection.form is None or statement.statement.form == selection.form)
        and (selection.reviewed is None or statement.reviewed == selection.reviewed)
    )


def _fits(position: Position, selection: Selection) -> bool:
    kind_fits = selection.kind is None or position.kind == selection.kind
    return kind_fits and (selection.bloc is None or position.affiliation == selection.bloc)


def reviewed_share(found: Sequence[Position]) -> float | None:
    """Share of the statements behind positions that a person has confirmed; None without statements."""
    total = sum(len(p.statements) for p in found)
    return sum(p.reviewed_share * len(p.statements) for p in found) / total if total else None
