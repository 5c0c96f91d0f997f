"""Inference in a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), many chains at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Field:
    """Transition scores of a trained field: ``steps`` (from, to) and ``first`` (label), in nats."""

    steps: Floats
    first: Floats


def _logsumexp(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return summed


def best_labels(field: Field, emissions: Floats, lengths: Ints) -> tuple[Ints, Floats]:
    """Viterbi: the best label sequence of each chain and its score.

    Args:
        field: Transition scores.
        emissions: Array (n_chains, n_max, n_labels), in nats.
        lengths: Array (n_chains), each at least 1; what lies beyond a chain's length is not read.
    Returns:
        Labels (n_chains, n_max), 0 beyond the length; scores (n_chains), unnormalised, in nats.
    """
    n, longest, k = emissions.shape
    score = field.first + emissions[:, 0]
    pointers = np.zeros((n, longest, k), dtype=np.int64)
    stay = np.arange(k)
    for t in range(1, longest):
        paths = score[:, :, None] + field.steps
        best = paths.argmax(axis=1)
        alive = (t < lengths)[:, None]
        pointers[:, t] = np.where(alive, best, stay)
        reached = np.take_along_axis(paths, best[:, None, :], axis=1)[:, 0] + emissions[:, t]
        score = np.where(alive, reached, score)
    labels = np.zeros((n, longest), dtype=np.int64)
    at = score.argmax(axis=1)
    rows = np.arange(n)
    for t in range(longest - 1, -1, -1):
        labels[:, t] = np.where(t < lengths, at, 0)
        at = pointers[rows, t, at]
    return labels, score.max(axis=1)


def log_partition(field: Field, emissions: Floats, lengths: Ints) -> Floats:
    """Log of the summed scores of all label sequences of each chain, shape (n_chains), in nats."""
    forward = field.first + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        reached = _logsumexp(forward[:, :, None] + field.steps, axis=1) + emissions[:, t]
        forward = np.where((t < lengths)[:, None], reached, forward)
    return _logsumexp(forward, axis=1)


def marginals(field: Field, emissions: Floats, lengths: Ints) -> Floats:
    """Probability of each label at each place (forward-backward), shape of ``emissions``; 0 beyond the length."""
    n, longest, k = emissions.shape
    forward = np.empty_like(emissions)
    forward[:, 0] = field.first + emissions[:, 0]
    for t in range(1, longest):
        reached = _logsumexp(forward[:, t - 1, :, None] + field.steps, axis=1) + emissions[:, t]
        forward[:, t] = np.where((t < lengths)[:, None], reached, forward[:, t - 1])
    total = _logsumexp(forward[:, -1], axis=1)
    backward = np.zeros((n, k), dtype=emissions.dtype)
    out = np.zeros_like(emissions)
    for t in range(longest - 1, -1, -1):
        alive = (t < lengths)[:, None]
        out[:, t] = np.where(alive, np.exp(forward[:, t] + backward - total[:, None]), 0.0)
        if t:
            through = _logsumexp(field.steps[None] + (emissions[:, t] + backward)[:, None, :], axis=2)
            backward = np.where(alive, through, backward)
    return out
