"""The order in which statements are reviewed, and the one place where the pages take it from.

The order is worked out once and kept for a while: working it out after each key stroke would make the reviewer wait,
and the order of what is left hardly changes by one judgement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic

from whipcount.project import ReviewCandidate
from whipcount.project.count import propositions_of
from whipcount.project.keeping import Keeper
from whipcount.project.review_order import in_order
from whipcount.store import Store
from whipcount.store.records import StatementFilter

AHEAD = 200  # statements whose order is worked out at once
KEPT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Line:
    """Statements in the order of review, and when it was worked out."""

    candidates: tuple[ReviewCandidate, ...]
    made: float

    def place(self, statement: str) -> int | None:
        """Where a statement stands in it."""
        return next((n for n, one in enumerate(self.candidates) if one.statement == statement), None)


class Lines:
    """The orders that are in use, by what they were asked for."""

    def __init__(self, store: Store, keeper: Keeper) -> None:
        self._store, self._keeper = store, keeper
        self._kept: dict[tuple[StatementFilter, str], Line] = {}

    def line(self, where: StatementFilter, *, blind: str = "", fresh: bool = False) -> Line:
        """The order for a filter; ``blind`` names the coder who judges without seeing what others said."""
        kept = self._kept.get((where, blind))
        if kept is None or fresh or monotonic() - kept.made > KEPT_SECONDS:
            made = tuple(self._unseen(where, blind) if blind else self._ordered(where))
            kept = Line(made, monotonic())
            latest = dict(islice(reversed(self._kept.items()), 20))
            self._kept = latest | {(where, blind): kept}
        return kept

    def _ordered(self, where: StatementFilter) -> Iterator[ReviewCandidate]:
        """Those that would move the count most, then the others that fit, the least certain first."""
        asked_of = propositions_of(self._store, where.proposition)
        found = in_order(one for p in asked_of for one in self._keeper.review(p.id))[:AHEAD]
        rank = {one.statement: one for one in reversed(found)}
        asked = replace(where, reviewed=False, rejected=False, order="confidence")
        fitting = list(islice(self._store.statement_ids(asked), AHEAD * 5))
        yield from sorted((rank[id_] for id_ in fitting if id_ in rank), key=lambda one: -one.effect)
        rest = (id_ for id_ in fitting if id_ not in rank)
        proposition = where.proposition or ""
        yield from (ReviewCandidate(id_, proposition, 0.0, "uncertain") for id_ in islice(rest, AHEAD))

    def _unseen(self, where: StatementFilter, coder: str) -> Iterator[ReviewCandidate]:
        """What this coder has not judged, in the order of the articles, whatever others said of it."""
        proposition = where.proposition or ""
        for one in islice(self._store.uncoded(proposition, coder), AHEAD):
            yield ReviewCandidate(one.statement.id, proposition, 0.0, "unread")
