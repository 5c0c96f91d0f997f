"""What the weights would be if the codings were drawn anew by their probabilities.

Every statement is for, against or out in each draw, by the probabilities of its coding and independently of the others.
A draw's number comes from the statement's id and the number of the draw alone (a counter-based generator, Salmon et
al. 2011, with the mixing function of SplitMix64, Steele, Lea and Flood 2014), so the same statement is drawn alike in
every network, on every machine and in any order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whipcount.network.counts import Counts, Groups

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_AGAINST, _FOR, _OUT = 0, 1, 2
_BATCH = 20_000  # statements drawn at once: 4 million numbers at 200 draws
LOW, HIGH = 0.025, 0.975  # ends of a 95 % interval


def uniforms(seeds: NDArray[np.uint64], draws: int) -> NDArray[np.float64]:
    """A number in [0, 1) for each statement and draw, (statements, draws)."""
    counter = np.arange(1, draws + 1, dtype=np.uint64) * _STEP
    z = seeds[:, None] + counter[None, :]  # wraps around, as the generator means it to
    z ^= z >> np.uint64(30)
    z *= _MIX[0]
    z ^= z >> np.uint64(27)
    z *= _MIX[1]
    z ^= z >> np.uint64(31)
    z >>= np.uint64(11)
    return np.asarray(z.astype(np.float64) * 2.0**-53)


def sides(groups: Groups, items: slice, draws: int) -> NDArray[np.int8]:
    """The side of some statements in each draw: 0 against, 1 for, 2 out; (statements, draws)."""
    u = uniforms(groups.seed[items], draws)
    right, wrong = groups.right[items][:, None], groups.opposite[items][:, None]
    chosen = groups.agrees[items][:, None]
    return np.where(u < right, chosen, np.where(u < right + wrong, np.int8(1) - chosen, np.int8(_OUT)))


def drawn(counts: Counts, rows: Sequence[int], draws: int, *, ignore: bool) -> NDArray[np.float32]:
    """The counts of some actors in each draw, duplicates dropped in each: (draws, 2, actors, propositions).

    Args:
        counts: As counted.
        rows: Which of the actors.
        draws: How many.
        ignore: Whether a unit holds one statement whatever its side, as in a network that ignores sides.
    """
    place = np.full(len(counts.actors), -1)
    place[list(rows)] = np.arange(len(rows))
    groups = counts.groups(rows)
    x = np.zeros((len(rows), len(counts.propositions), 2, draws), np.float32)
    ends = np.cumsum(groups.length)
    at = 0
    while at < len(ends):
        start = int(ends[at] - groups.length[at])
        end = max(at + 1, int(np.searchsorted(ends, start + _BATCH, side="right")))
        part = slice(at, end)
        cells = place[groups.actor[part]], groups.proposition[part]
        drawn_sides = sides(groups, slice(start, int(ends[end - 1])), draws)
        _add(x, cells, groups.length[part], drawn_sides, ignore=ignore)
        at = end
    return np.ascontiguousarray(np.moveaxis(x, (3, 2), (0, 1)))


def _add(
    x: NDArray[np.float32],
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
    lengths: NDArray[np.int64],
    drawn_sides: NDArray[np.int8],
    *,
    ignore: bool,
) -> None:
    """Add the drawn statements of some groups; ``cells`` are their actors and propositions."""
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    if ignore:
        # The first that is not out stands for its unit: order and side in one number, so that a minimum finds it.
        rank = np.arange(len(drawn_sides)) - np.repeat(starts, lengths)
        code = np.where(drawn_sides == _OUT, np.iinfo(np.int64).max, rank[:, None] * 2 + drawn_sides)
        first = np.minimum.reduceat(code, starts, axis=0)
        present = [(first != np.iinfo(np.int64).max) & (first % 2 == side) for side in (_AGAINST, _FOR)]
    else:
        present = [np.logical_or.reduceat(drawn_sides == side, starts, axis=0) for side in (_AGAINST, _FOR)]
    order = np.lexsort((cells[1], cells[0]))
    i, j = cells[0][order], cells[1][order]
    first_of_cell = np.flatnonzero(np.concatenate([[True], (i[1:] != i[:-1]) | (j[1:] != j[:-1])]))
    for side, there in enumerate(present):
        sums = np.add.reduceat(there[order].astype(np.float32), first_of_cell, axis=0)
        x[i[first_of_cell], j[first_of_cell], side] += sums


def interval(values: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ends of the 95 % interval over the first axis: values that occurred, from outside in, never in between."""
    low = int(np.floor(LOW * (len(values) - 1)))
    high = int(np.ceil(HIGH * (len(values) - 1)))
    ordered = np.partition(values, (low, high), axis=0)
    return ordered[low].astype(np.float64), ordered[high].astype(np.float64)
