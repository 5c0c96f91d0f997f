"""Which statements of a store to review next, as they are kept beside the positions."""

from __future__ import annotations

from whipcount.config import Settings
from whipcount.project.count import propositions_of
from whipcount.project.keeping import Keeper
from whipcount.project.review_order import ReviewCandidate, in_order
from whipcount.store import Store


def next_to_review(
    store: Store, settings: Settings, *, proposition: str | None = None, limit: int = 50
) -> tuple[ReviewCandidate, ...]:
    """The statements whose review would change the whip count most, the greatest effect first.

    Args:
        store: The record; it is only read.
        settings: Thresholds of relevance and of a clear stance, as for the count itself.
        proposition: Only this one, by its id in the codebook.
        limit: At most so many.
    Returns:
        One statement for each speech event, whatever its number of copies; none that a person has reviewed, and none
        that would move nobody and carries no shift.
    Raises:
        UsageError: The codebook has no such proposition.
    """
    keeper = Keeper(store, settings)
    return in_order(one for p in propositions_of(store, proposition) for one in keeper.review(p.id))[:limit]
