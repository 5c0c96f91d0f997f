"""How far coders agree beyond chance: Krippendorff's alpha, Cohen's kappa, percent agreement.

A *unit* is what was coded once by each of several coders; its labels stand in the order of the coders, None where a
coder left it out. All labels are nominal: two are the same or they are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import fsum
from typing import Literal, TypeAlias

from whipcount.evaluate.scores import DRAWS, LEVEL, Interval, bootstrap_sums

Labels: TypeAlias = Sequence[Hashable | None]
Pair: TypeAlias = tuple[Hashable, Hashable]
Reason: TypeAlias = Literal["no_overlap", "one_value"]

# With fewer there are too few different draws for an interval to mean anything: 126 of 5, 10 of 3.
MIN_DOCUMENTS = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on some units.

    ``units`` counts those that two coders or more labelled, ``documents`` where they stand. ``share`` is the share of
    pairs of labels that are the same. ``alpha`` and ``kappa`` (of exactly two coders) are 1 for full agreement and 0
    for agreement as by chance; where one is None, ``reason`` says why: nothing was labelled twice, or every label is
    the same, so that nothing could have differed. ``interval`` is that of alpha, over documents; None with fewer than
    ``MIN_DOCUMENTS``. ``confusion`` counts the pairs of labels of exactly two coders.
    """

    units: int
    documents: int
    share: float | None
    alpha: float | None
    interval: Interval | None
    kappa: float | None
    reason: Reason | None
    confusion: Mapping[Pair, int]


def agreement(
    units: Iterable[tuple[str, Labels]], *, draws: int = DRAWS, level: float = LEVEL, seed: int = 0
) -> Agreement:
    """Measure the agreement on units, each with the document that it stands in.

    Statements of one article are alike, so the interval draws whole documents.

    Args:
        units: Document and labels of each unit.
        draws: Draws of documents for the interval.
        level: Probability covered by the interval.
        seed: Seed of the draws.
    """
    every = list(units)
    kept = [(document, given) for document, labels in every if len(given := _given(labels)) > 1]
    by_document: dict[str, list[Sequence[Hashable]]] = {}
    for document, labels in kept:
        by_document.setdefault(document, []).append(labels)
    pairs = coincidences(labels for _, labels in kept)
    alpha = alpha_of(pairs)
    two = all(len(labels) == 2 for _, labels in every)
    confusion = Counter((labels[0], labels[1]) for _, labels in kept) if two else Counter[Pair]()
    interval = None
    if alpha is not None and len(by_document) >= MIN_DOCUMENTS:
        interval = _interval([coincidences(group) for group in by_document.values()], draws, level, seed)
    number = fsum(pairs.values())
    return Agreement(
        units=len(kept),
        documents=len(by_document),
        share=fsum(count for (a, b), count in pairs.items() if a == b) / number if number else None,
        alpha=alpha,
        interval=interval,
        kappa=cohen_kappa(confusion),
        reason=None if alpha is not None else "one_value" if kept else "no_overlap",
        confusion=confusion,
    )


def _given(labels: Labels) -> tuple[Hashable, ...]:
    return tuple(label for label in labels if label is not None)


def coincidences(units: Iterable[Sequence[Hashable]]) -> dict[Pair, float]:
    """Krippendorff's coincidence matrix: ordered pairs of labels within units, each unit with the weight of its labels.

    Units with fewer than two labels say nothing about agreement and are left out.
    """
    counts: dict[Pair, float] = {}
    for labels in units:
        for pair in permutations(labels, 2):
            counts[pair] = counts.get(pair, 0.0) + 1 / (len(labels) - 1)
    return counts


def alpha_of(pairs: Mapping[Pair, float]) -> float | None:
    """Krippendorff's alpha for nominal labels from their coincidence matrix (Krippendorff 2019, section 12.3).

    None where it is undefined, because there are no pairs or all labels are the same.
    """
    labels: dict[Hashable, float] = {}
    for (label, _), count in pairs.items():
        labels[label] = labels.get(label, 0.0) + count
    if sum(count > 0 for count in labels.values()) < 2:
        return None
    number = fsum(labels.values())
    observed = fsum(count for (a, b), count in pairs.items() if a != b)
    expected = number * number - fsum(count * count for count in labels.values())
    return 1.0 - (number - 1) * observed / expected


def krippendorff_alpha(units: Iterable[Labels]) -> float | None:
    """Krippendorff's alpha for nominal labels, of any number of coders.

    >>> krippendorff_alpha([("a", "a"), ("b", "b"), ("a", None)])
    1.0
    """
    return alpha_of(coincidences(_given(labels) for labels in units))


def _interval(documents: Sequence[Mapping[Pair, float]], draws: int, level: float, seed: int) -> Interval | None:
    cells = sorted({pair for pairs in documents for pair in pairs}, key=repr)
    counts = [[pairs.get(cell, 0.0) for cell in cells] for pairs in documents]

    def alpha(sums: Sequence[float]) -> float | None:
        return alpha_of(dict(zip(cells, sums, strict=True)))

    return bootstrap_sums(counts, alpha, draws=draws, level=level, seed=seed)


def cohen_kappa(confusion: Mapping[Pair, int]) -> float | None:
    """Cohen's kappa of two coders from their confusion table (Cohen 1960).

    None of nothing, and where both gave every unit the same one label, so that chance alone would agree.

    >>> cohen_kappa({("a", "a"): 2, ("b", "b"): 2})
    1.0
    """
    number = sum(confusion.values())
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), count in confusion.items():
        first[a] += count
        second[b] += count
    by_chance = sum(count * second[label] for label, count in first.items())
    if by_chance == number * number:
        return None
    same = sum(count for (a, b), count in confusion.items() if a == b)
    return (number * same - by_chance) / (number * number - by_chance)
