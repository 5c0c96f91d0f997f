"""The equations of Discourse Network Analyzer, on arrays of counts.

``x`` always ends in the axes side (0 against, 1 for), actor, proposition; axes in front of them are draws. The same
code therefore gives the weights and, over the draws, their intervals. Equations: Leifeld, Gruber and Bossner, Discourse
Network Analyzer Manual, section on one-mode and two-mode networks; written out in ``docs/methods/network.md``.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from whipcount.network.settings import Normalise, Type

Array: TypeAlias = NDArray[Any]  # counts in, amounts out; of any width


def congruence(a: Array, b: Array) -> Array:
    """Pairs of statements of a row of ``a`` and a row of ``b`` on one proposition and the same side."""
    return np.asarray(np.matmul(a, b.swapaxes(-1, -2)).sum(-3))


def conflict(a: Array, b: Array) -> Array:
    """Pairs on one proposition and opposite sides."""
    return congruence(a, b[..., ::-1, :, :])


def one_mode(a: Array, b: Array, type_: Type, normalise: Normalise) -> Array:
    """Weights between the actors of ``a`` and those of ``b``.

    Args:
        a: Counts (…, 2, p, propositions).
        b: Counts (…, 2, q, propositions).
        type_: Congruence, conflict, subtract or ignore.
        normalise: No, average, jaccard or cosine.
    Returns:
        Amounts (…, p, q); an actor's own cell is not cleared.
    """
    agree, differ = congruence(a, b), conflict(a, b)
    amount = {"congruence": agree, "conflict": differ, "subtract": agree - differ, "ignore": agree + differ}[type_]
    if normalise == "no":
        return amount
    return _divided(amount, normaliser(a, b, normalise))


def normaliser(a: Array, b: Array, normalise: Normalise) -> Array:
    """What a one-mode amount is divided by, (…, p, q); all sides count, whatever the type of the network."""
    if normalise == "jaccard":
        # Statements that only one of the two made, in kind; and the pairs in common.
        only = np.matmul(a, (b == 0).swapaxes(-1, -2)) + np.matmul(a == 0, b.swapaxes(-1, -2))
        return np.asarray(only.sum(-3)) + congruence(a, b)
    activity_a, activity_b = a.sum((-3, -1))[..., :, None], b.sum((-3, -1))[..., None, :]
    if normalise == "average":
        return np.asarray((activity_a + activity_b) / 2)
    return np.asarray(activity_a * activity_b)


def reviewed_share(x: Array, confirmed: Array, type_: Type) -> Array:
    """Share of the statements behind each one-mode edge that a person looked at, (actors, actors); 0 without any."""
    partner = x > 0
    if type_ == "conflict":
        partner = partner[::-1]
    elif type_ != "congruence":
        partner = np.broadcast_to(partner.any(axis=0), x.shape)
    behind, looked_at = congruence(x, partner.astype(x.dtype)), congruence(confirmed, partner.astype(x.dtype))
    return _divided(looked_at + looked_at.T, behind + behind.T)


def two_mode(x: Array, type_: Type, normalise: Normalise, prominence: Array | None = None) -> Array:
    """Weights between actors and propositions, (…, actors, propositions).

    Args:
        x: Counts (…, 2, actors, propositions).
        type_: Subtract, ignore or combine.
        normalise: No, activity or prominence.
        prominence: Statements on each proposition by everybody, (…, propositions), where ``x`` has not all actors.
    """
    against, for_ = x[..., 0, :, :], x[..., 1, :, :]
    if type_ == "combine":
        # 1 only for, 2 only against, 3 both: a name for each, no amount.
        return np.asarray((for_ > 0) * 1 + (against > 0) * 2)
    amount = for_ - against if type_ == "subtract" else for_ + against
    if normalise == "no":
        return np.asarray(amount)
    if normalise == "activity":
        return _divided(amount, x.sum((-3, -1))[..., :, None])
    total = x.sum((-3, -2)) if prominence is None else prominence
    return _divided(amount, total[..., None, :])


def _divided(amount: Array, by: Array) -> Array:
    """Division that gives 0 where there is nothing to divide by."""
    return np.asarray(np.where(by == 0, 0.0, amount / np.where(by == 0, 1, by)))
