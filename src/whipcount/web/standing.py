"""Who stands where, as the pages ask for it: positions with their statements, at a day and for some actors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from whipcount.model import CodedStatement, Form, Position, Shift, Side, SpeakerKind
from whipcount.project.keeping import Reason, coded_by_id
from whipcount.project.kept_said import Material
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
    def material(self) -> Material:
        """The statements that the positions themselves depend on."""
        return Material(self.until, self.outlet, self.form, self.reviewed)


@dataclass(frozen=True, slots=True)
class Standing:
    """Positions on one proposition.

    ``holding`` gives the documents that positions rest on, by id, with the day of publication where the positions are
    of a part of the statements. ``silent`` are the positions of those who fit but were not heard since the first day
    that is asked for. ``statements`` are those that are shown, by id: none until ``showing`` read them.
    """

    proposition: str
    positions: tuple[Position, ...]
    blocs: tuple[str, ...]
    outlets: tuple[str, ...]
    days: tuple[date, date] | None
    reasons: Callable[[], Sequence[Reason]]
    read: Callable[[Sequence[str]], Mapping[str, CodedStatement]]
    holding: Callable[[Sequence[Position]], Mapping[str, date | None]]
    silent: tuple[Position, ...] = ()
    statements: Mapping[str, CodedStatement] = field(default_factory=dict)

    def latest(self, position: Position) -> CodedStatement | None:
        """The statement shown on an actor's card."""
        return self.statements.get(position.statements[0]) if position.statements else None

    def showing(self, found: Iterable[Position], moved: Iterable[tuple[Position, Shift]]) -> Standing:
        """The same, with the latest statements of some positions and the first of some shifts."""
        ids = [id_ for position in found for id_ in position.statements[:1]]
        ids += [id_ for _, shift in moved for id_ in shift.statements[:1]]
        return replace(self, statements=self.read(sorted(set(ids))))

    def counted(self, side: Side | None = None, actor: str | None = None) -> frozenset[str]:
        """Ids of the statements that count towards the positions on a side, or of one actor."""
        chosen = (
            p for p in self.positions if (side is None or p.lean == side) and (actor is None or p.actor_key == actor)
        )
        return frozenset(id_ for position in chosen for id_ in position.statements)

    def giving(self, argument: str) -> frozenset[str]:
        """Ids of the statements behind positions that give an argument."""
        return frozenset(reason.statement for reason in self.reasons() if reason.argument == argument)


def standing(site: Site, proposition: str, selection: Selection) -> Standing:
    """Where everybody stands on a proposition."""
    material = selection.material
    if material == Material():
        whole = _whole(site, proposition)
    else:
        whole = site.kept(("standing", proposition, material), lambda: _part(site, proposition, material))
    fitting = [p for p in whole.positions if _fits(p, selection)]
    since = selection.since
    heard = tuple(p for p in fitting if since is None or (p.latest is not None and p.latest >= since))
    silent = tuple(p for p in fitting if since is not None and p.latest is not None and p.latest < since)
    return replace(whole, positions=heard, silent=silent)


def _whole(site: Site, proposition: str) -> Standing:
    """Of all statements: kept in the store, and worked out anew only where a write touched an actor."""
    found, extent = site.keeper.positions(proposition), site.keeper.extent(proposition)
    return Standing(
        proposition,
        found,
        _blocs(found),
        extent.outlets,
        extent.days,
        partial(site.keeper.reasons, proposition),
        partial(coded_by_id, site.store, proposition),
        lambda shown: dict.fromkeys(site.keeper.documents(proposition, [p.actor_key for p in shown])),
    )


def _part(site: Site, proposition: str, material: Material) -> Standing:
    """Of the statements of a time, an outlet or a form: worked out from the gists of all."""
    part, extent = site.keeper.part(proposition, material), site.keeper.extent(proposition)
    found, gists = part.positions, part.gists
    return Standing(
        proposition,
        found,
        _blocs(found),
        extent.outlets,
        extent.days,
        lambda: site.keeper.reasons_of(proposition, [id_ for position in found for id_ in position.statements]),
        partial(coded_by_id, site.store, proposition),
        lambda shown: {gists[id_].document: gists[id_].published for p in shown for id_ in p.statements},
    )


def _blocs(found: Iterable[Position]) -> tuple[str, ...]:
    return tuple(sorted({p.affiliation for p in found if p.affiliation}, key=str.casefold))


def _fits(position: Position, selection: Selection) -> bool:
    kind_fits = selection.kind is None or position.kind == selection.kind
    return kind_fits and (selection.bloc is None or position.affiliation == selection.bloc)


def reviewed_share(found: Sequence[Position]) -> float | None:
    """Share of the statements behind positions that a person has confirmed; None without statements."""
    total = sum(len(p.statements) for p in found)
    return sum(p.reviewed_share * len(p.statements) for p in found) / total if total else None
