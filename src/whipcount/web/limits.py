"""What a board rests on, and what may not be concluded from it: of the part of the debate that is shown, not of all.

Where a board is narrowed to an outlet, a day, a form of speech or some actors, the counts are those of that part: the
documents that can have carried it, the statements counted in it, and how often the machine was right in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from whipcount.errors import REASONS
from whipcount.evaluate.estimate import Estimate, estimate, estimate_json
from whipcount.language import _
from whipcount.model import Proposition
from whipcount.store.records import StatementFilter
from whipcount.web import words
from whipcount.web.query import address
from whipcount.web.site import Site
from whipcount.web.standing import Selection, Standing, reviewed_share

WHOLE = Selection()


@dataclass(frozen=True, slots=True)
class PropositionLimits:
    """What the count on one proposition rests on; ``actors`` are shown, of ``actors_of`` on the whole board."""

    proposition: Proposition
    statements: int
    sightings: int
    reviewed_share: float | None
    actors: int
    actors_of: int
    estimate: Estimate
    evidence: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page rests on. ``narrowed`` are its filters in words; ``outlet`` and ``until`` choose documents.

    ``documents`` of ``documents_of`` fit those two, at the address ``listed``; ``undated`` have no day and so do not
    fit where one is asked for. ``behind`` hold a statement that is counted, ``later`` of them were published after the
    day that is asked for. ``rejected`` are inputs of the whole store, by reason in words.
    """

    narrowed: tuple[str, ...]
    outlet: str | None
    until: date | None
    documents: int
    documents_of: int
    undated: int
    listed: str
    duplicates: int
    behind: int
    later: int
    rejected: tuple[tuple[str, int], ...]
    propositions: tuple[PropositionLimits, ...]

    @property
    def apart(self) -> bool:
        """Whether only some of the documents are meant."""
        return self.outlet is not None or self.until is not None


def limits_of(site: Site, selection: Selection, standings: Sequence[tuple[Proposition, Standing, str]]) -> Limits:
    """What the count of these propositions rests on; each comes with the address of its statements."""
    status = site.status()
    documents, undated, duplicates = status.documents, 0, status.duplicates
    if selection.outlet is not None or selection.until is not None:
        documents, undated, duplicates = site.kept(
            ("reach", selection.outlet, selection.until),
            lambda: site.store.reach(outlet=selection.outlet, until=selection.until),
        )
    behind = {id_: day for _, s, _ in standings for id_, day in s.holding(s.positions).items()}
    until = selection.until
    return Limits(
        narrowed=narrowed_to(selection),
        outlet=selection.outlet,
        until=until,
        documents=documents,
        documents_of=status.documents,
        undated=undated if until else 0,
        listed=address("/documents", outlet=selection.outlet, until=until.isoformat() if until else None),
        duplicates=duplicates,
        behind=len(behind),
        later=sum(until is not None and day is not None and day > until for day in behind.values()),
        rejected=rejected_reasons(site),
        propositions=tuple(_of(site, selection, *each) for each in standings),
    )


def narrowed_to(selection: Selection) -> tuple[str, ...]:
    """The filters in words."""
    checked = {True: _("what a person has checked"), False: _("what nobody has checked")}
    found = (
        _("what was said until %(day)s", day=words.day(selection.until)) if selection.until else "",
        _("what %(outlet)s carried", outlet=selection.outlet) if selection.outlet else "",
        words.form_word(selection.form) if selection.form else "",
        checked[selection.reviewed] if selection.reviewed is not None else "",
        _("actors of the kind %(kind)s", kind=words.kind_word(selection.kind)) if selection.kind else "",
        _("actors of %(bloc)s", bloc=selection.bloc) if selection.bloc else "",
        _("actors heard since %(day)s", day=words.day(selection.since)) if selection.since else "",
    )
    return tuple(part for part in found if part)


def _of(site: Site, selection: Selection, proposition: Proposition, s: Standing, evidence: str) -> PropositionLimits:
    keeper, apart = site.keeper, selection.material != WHOLE.material
    actors_of = keeper.number(proposition.id) if apart else len(keeper.positions(proposition.id))
    return PropositionLimits(
        proposition,
        sum(len(p.statements) for p in s.positions),
        sum(p.sightings for p in s.positions),
        reviewed_share(s.positions),
        len(s.positions),
        actors_of,
        _estimate(site, selection, proposition.id, s),
        evidence,
    )


def _estimate(site: Site, selection: Selection, proposition: str, s: Standing) -> Estimate:
    """How often the machine was right in what is shown, by the reviews of statements in it."""
    if selection == WHOLE:
        return site.estimates().of(proposition)
    where = StatementFilter(
        until=selection.until, outlet=selection.outlet, form=selection.form, reviewed=selection.reviewed
    )
    some = bool(selection.kind or selection.bloc or selection.since)
    actors = tuple(sorted(p.actor_key for p in s.positions)) if some else None
    checked = site.kept(("checked", where, actors), lambda: tuple(site.store.checked(where, actors=actors)))
    return estimate(checked, proposition)


def rejected_reasons(site: Site) -> tuple[tuple[str, int], ...]:
    """Why inputs gave no document, in words, the most frequent reason first."""
    found = site.kept(("rejected",), site.store.rejected_inputs)
    return tuple((_(REASONS.get(reason, reason)), number) for reason, number in found.items())


def limits_json(limits: Limits) -> dict[str, object]:
    """The same as data."""
    return {
        "narrowed_to": limits.narrowed, "documents": limits.documents, "documents_of": limits.documents_of,
        "undated": limits.undated, "duplicates": limits.duplicates, "documents_counted_in": limits.behind,
        "published_later": limits.later, "rejected_in_store": dict(limits.rejected),
        "propositions": [
            {
                "proposition": one.proposition.id, "actors": one.actors, "actors_of": one.actors_of,
                "statements": one.statements, "sightings": one.sightings, "reviewed_share": one.reviewed_share,
                "estimate": estimate_json(one.estimate),
            }
            for one in limits.propositions
        ],
    }  # fmt: skip
