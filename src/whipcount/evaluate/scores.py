"""Scores that add up over documents, with intervals over documents.

Sentences of one article are alike, so an interval drawn over sentences is too narrow: everything here resamples whole
documents (Efron and Tibshirani 1993, chapter 6; the percentile method). Draws are seeded: the same input gives the
same interval.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import NamedTuple, TypeVar

T = TypeVar("T")

DRAWS = 1_000
LEVEL = 0.95
BINS = 10
Z = 1.959964  # quantile of the normal distribution that leaves 2.5 % above it
_DRAWS_AT_ONCE = 100  # bounds memory: a number for each of these draws and each document


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items were predicted, how many are in the gold, and how many are in both.

    >>> Counts(1, 2, 2) + Counts(1, 2, 2)
    Counts(right=2, predicted=4, gold=4)
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were predicted; 0 where there are none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def total(counts: Iterable[Counts]) -> Counts:
    """Counts of all documents together."""
    return sum(counts, Counts())


class Interval(NamedTuple):
    """Closed interval of a score."""

    low: float
    high: float


def bootstrap(
    documents: Sequence[T],
    score: Callable[[Sequence[T]], float | None],
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int = 0,
) -> Interval | None:
    """Percentile interval of a score, by drawing as many documents with replacement, ``draws`` times.

    Args:
        documents: What the score needs of each document, in a fixed order.
        score: Score of some documents; None where it is undefined, and such draws are left out.
        draws: Number of draws.
        level: Probability covered, in (0, 1).
        seed: Seed of the draws.
    Returns:
        The interval; None without documents, or where the score is undefined in every draw.
    """
    if not documents:
        return None
    draw = random.Random(seed)  # noqa: S311  # resampling, no secret
    return _percentiles((score(draw.choices(documents, k=len(documents))) for _ in range(draws)), level)


def bootstrap_sums(
    counts: Sequence[Sequence[float]],
    score: Callable[[Sequence[float]], float | None],
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int = 0,
) -> Interval | None:
    """``bootstrap`` for scores that need no more of the documents than the sums of their counts.

    The sums of all draws are one product of matrices, which is a hundred times quicker where documents are many.

    Args:
        counts: For each document the same counts in the same order.
        score: Score of the sums of some documents; None where it is undefined.
        draws: Number of draws.
        level: Probability covered, in (0, 1).
        seed: Seed of the draws.
    """
    if not counts:
        return None
    import numpy as np  # here, so that pages which need no interval do not load it

    number = len(counts)
    generator = np.random.default_rng(seed)
    matrix = np.asarray(counts, dtype=float)
    starts = range(0, draws, _DRAWS_AT_ONCE)
    sizes = (min(_DRAWS_AT_ONCE, draws - start) for start in starts)
    times = (generator.multinomial(number, [1 / number] * number, size=size) for size in sizes)
    return _percentiles((score(row) for drawn in times for row in (drawn @ matrix).tolist()), level)


def _percentiles(scores: Iterable[float | None], level: float) -> Interval | None:
    values = sorted(value for value in scores if value is not None)
    if not values:
        return None
    tail = (1 - level) / 2
    return Interval(_quantile(values, tail), _quantile(values, 1 - tail))


def wilson(right: int, number: int, *, z: float = Z) -> Interval | None:
    """Interval of a share that was counted, without a lie at 0 and 1 (Wilson 1927); None of nothing.

    It takes each item for an independent draw, which items of one document are not quite.

    >>> wilson(0, 0) is None
    True
    """
    if not number:
        return None
    share, spread = right / number, z * z / number
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / number + spread / (4 * number))
    # Rounding must not put the bound of a share of 0 or 1 on the wrong side of it.
    return Interval(max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def _quantile(values: Sequence[float], share: float) -> float:
    """Quantile of sorted values, linear between neighbours."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def calibration_error(judged: Iterable[tuple[float, bool]], *, bins: int = BINS) -> float | None:
    """Expected calibration error: how far probabilities are from the shares that turn out right.

    Bins of equal width, the mean distance weighted by their size (Naeini, Cooper and Hauskrecht 2015, section 2).

    Args:
        judged: Probability in [0, 1] given to a prediction, and whether it was right.
        bins: Number of bins; a probability on an edge falls into the upper one.
    Returns:
        Error in [0, 1]; None without predictions.
    Raises:
        ValueError: A probability outside [0, 1].
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for probability, right in judged:
        if not 0.0 <= probability <= 1.0:
            raise ValueError(f"a probability must lie in [0, 1], not {probability!r}")
        groups.setdefault(min(int(probability * bins), bins - 1), []).append((probability, right))
    number = sum(len(group) for group in groups.values())
    if not number:
        return None
    distances = (abs(fsum(p for p, _ in group) - sum(right for _, right in group)) for group in groups.values())
    return fsum(distances) / number
