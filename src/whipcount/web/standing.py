"""Who stands where, as the pages ask for it: positions with their statements, at a day and for some actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from whipcount.model import CodedStatement, Position, Side, SpeakerKind
from whipcount.positions import positions
from whipcount.web.site import Site


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a debate is shown: until a day, one kind of actor, one affiliation."""

    until: date | None = None
    kind: SpeakerKind | None = None
    bloc: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Positions on one proposition; ``statements`` are those behind them by id; ``coded`` counts all that are coded."""

    proposition: str
    positions: tuple[Position, ...]
    statements: dict[str, CodedStatement]
    blocs: tuple[str, ...]
    days: tuple[date, date] | None

    def latest(self, position: Position) -> CodedStatement | None:
        """The statement shown on an actor's card."""
        return self.statements.get(position.statements[0]) if position.statements else None

    def counted(self, side: Side | None = None, actor: str | None = None) -> frozenset[str]:
        """Ids of the statements that count towards the positions on a side, or of one actor."""
        chosen = (
            p for p in self.positions if (side is None or p.lean == side) and (actor is None or p.actor_key == actor)
        )
        return frozenset(id_ for position in chosen for id_ in position.statements)


def standing(site: Site, proposition: str, selection: Selection) -> Standing:
    """Where everybody stands on a proposition."""
    coded = site.coded_statements(proposition)
    found = positions(coded, site.settings, at=selection.until)
    blocs = tuple(sorted({p.affiliation for p in found if p.affiliation}, key=str.casefold))
    kept = tuple(p for p in found if _kept(p, selection))
    behind = {id_ for position in found for id_ in position.statements}
    days = sorted(s.day for s in coded if s.day)
    return Standing(
        proposition,
        kept,
        {s.statement.id: s for s in coded if s.statement.id in behind},
        blocs,
        (days[0], days[-1]) if days else None,
    )


def _kept(position: Position, selection: Selection) -> bool:
    kind_fits = selection.kind is None or position.kind == selection.kind
    return kind_fits and (selection.bloc is None or position.affiliation == selection.bloc)


def reviewed_share(found: Sequence[Position]) -> float | None:
    """Share of the statements behind positions that a person has confirmed; None without statements."""
    total = sum(len(p.statements) for p in found)
    return sum(p.reviewed_share * len(p.statements) for p in found) / total if total else None
