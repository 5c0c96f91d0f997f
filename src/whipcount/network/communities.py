"""Communities of actors who agree more than they disagree.

Modularity (Newman and Girvan 2004) maximised by the Louvain method (Blondel et al. 2008). Our own, in 60 lines: nodes
are visited in their order and of equal gains the first community wins, so that the same record always gives the same
communities, on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whipcount.network.weights import conflict, congruence, normaliser

_LEAST_GAIN = 1e-12  # below it, a gain is rounding


def ties(x: NDArray[Any]) -> NDArray[np.float64]:
    """What ties actors into communities: congruence less conflict by average activity, where that is above 0."""
    surplus = congruence(x, x) - conflict(x, x)
    average = normaliser(x, x, "average")
    tied = np.where(average > 0, np.maximum(surplus, 0) / np.maximum(average, 0.5), 0.0)
    np.fill_diagonal(tied, 0.0)
    return tied


def communities(weights: NDArray[np.float64]) -> tuple[int, ...]:
    """The community of each node, numbered from 0, the largest first; a node without ties is one of its own.

    Args:
        weights: Symmetric, none below 0, with a zero diagonal.
    """
    n = len(weights)
    member = list(range(n))
    folded = weights.astype(np.float64)
    while len(folded):
        moved = _one_level(folded)
        if moved == list(range(len(folded))):
            break
        member = [moved[community] for community in member]
        k = max(moved) + 1
        into = np.zeros((len(moved), k))
        into[np.arange(len(moved)), moved] = 1.0
        folded = into.T @ folded @ into
    return _by_size(member)


def modularity(weights: NDArray[np.float64], member: Sequence[int]) -> float:
    """How much more weight lies within the communities than by chance, at most 1; 0 without ties."""
    total = float(weights.sum())
    if total == 0:
        return 0.0
    degree = weights.sum(axis=1)
    labels = np.array(member)
    same = labels[:, None] == labels[None, :]
    return float((weights[same].sum() - np.outer(degree, degree)[same].sum() / total) / total)


def _one_level(weights: NDArray[np.float64]) -> list[int]:
    """Move nodes one by one to the neighbouring community that gains most, until none does."""
    n, total = len(weights), float(weights.sum())
    member = np.arange(n)
    degree = weights.sum(axis=1)
    weight_of = degree.copy()  # of each community
    changed = total > 0
    while changed:
        changed = False
        for node in range(n):
            own = int(member[node])
            to = np.bincount(member, weights=weights[node], minlength=n)
            to[own] -= weights[node, node]
            weight_of[own] -= degree[node]
            gain = to - degree[node] * weight_of / total
            gain[to <= 0] = 0.0  # only neighbours, or to stay alone where it is
            best = int(np.argmax(gain))
            if gain[best] <= gain[own] + _LEAST_GAIN:
                best = own
            weight_of[best] += degree[node]
            changed = changed or best != own
            member[node] = best
    return _renumbered([int(community) for community in member])


def _renumbered(member: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(community, len(numbers)) for community in member]


def _by_size(member: Sequence[int]) -> tuple[int, ...]:
    sizes = {community: member.count(community) for community in member}
    order = sorted(sizes, key=lambda c: (-sizes[c], member.index(c)))
    return tuple(order.index(community) for community in member)
