"""The whip count of a store: positions with the statements that prove them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import Belief, CodedStatement, Position, Proposition
from whipcount.positions import positions, without_actor
from whipcount.posterior import beliefs
from whipcount.project.keeping import Keeper
from whipcount.store import Store


@dataclass(frozen=True, slots=True)
class WhipCount:
    """Positions on some propositions.

    ``evidence`` holds the latest statement of each position and the first of each shift by its id, ``without_actor``
    how many statements on a proposition take a side but count for nobody, because their speaker has no name.
    ``beliefs`` are what each actor is likely to hold over time, by proposition and actor key.
    """

    propositions: tuple[Proposition, ...]
    positions: tuple[Position, ...]
    evidence: Mapping[str, CodedStatement]
    without_actor: Mapping[str, int]
    beliefs: Mapping[tuple[str, str], Sequence[Belief]]


def count(store: Store, settings: Settings, *, proposition: str | None = None, at: date | None = None) -> WhipCount:
    """Where everybody stands.

    Args:
        store: The record.
        settings: Thresholds of relevance and of a clear stance.
        proposition: Only this one, by its id in the codebook.
        at: Only what was said by the end of this day.
    Raises:
        UsageError: The codebook has no such proposition.
    """
    asked = propositions_of(store, proposition)
    found: list[Position] = []
    evidence: dict[str, CodedStatement] = {}
    nameless: dict[str, int] = {}
    held: dict[tuple[str, str], Sequence[Belief]] = {}
    keeper = Keeper(store, settings)
    for one in asked:
        coded = list(store.coded_statements(one.id))
        standing = keeper.positions(one.id) if at is None else positions(coded, settings, at=at)
        shown = {p.statements[0] for p in standing} | {s.statements[0] for p in standing for s in p.shifts}
        evidence |= {c.statement.id: c for c in coded if c.statement.id in shown}
        nameless[one.id] = len(without_actor(coded, settings, at=at))
        held |= beliefs(coded, settings, at=at)
        found += standing
    return WhipCount(asked, tuple(found), evidence, nameless, held)


def propositions_of(store: Store, wanted: str | None = None) -> tuple[Proposition, ...]:
    """The propositions of the store's codebook, or the one that is wanted.

    Raises:
        UsageError: The codebook has no such proposition.
    """
    codebook = store.codebook()
    known = codebook.propositions if codebook else ()
    if wanted is None:
        return known
    chosen = tuple(one for one in known if one.id == wanted)
    if not chosen:
        ids = ", ".join(one.id for one in known) or "none; give build a --codebook or a --proposition"
        raise UsageError(f"There is no proposition {wanted!r} in this store's codebook. Known: {ids}.")
    return chosen
