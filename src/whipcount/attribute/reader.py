"""The neural reader: documents in, scored attributions out.

One encoder pass over overlapping windows serves all heads; windows are batched by length across documents. A document's
window states are joined, each piece taking its state from the window where it stands most central, and around every
candidate cue a narrow decoder tags source and content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from whipcount.attribute.field import Field, Floats, best_labels, log_partition, marginals
from whipcount.attribute.pieces import CLS_ID, PARAGRAPH_ID, SEP_ID, Pieces

WINDOW = 382  # pieces in a window, without the two special ones
OVERLAP = 64
BEFORE, AFTER = 96, 160  # pieces of context on each side of a cue's first piece
CONTEXT = BEFORE + AFTER
BATCH_PIECES = 4096  # pieces in one encoder call
BATCH_CUES = 32  # cues in one decoder call
LEAST = 0.08  # probability under which a doubtful cue is not decoded: no roles could lift it over the threshold
DOUBT = 2.5  # nats by which cue labels are favoured when looking for doubtful cues

Array = NDArray[np.int64]


class Engine(Protocol):
    """The two halves of the network, whatever runs them, and its transition scores."""

    cue_field: Field
    role_field: Field

    def read(self, ids: Array, features: Array, mask: Array) -> tuple[Floats, Floats]:
        """Windows (batch, n) → decoder states (batch, n, narrow) and cue emissions (batch, n, 3)."""
        ...

    def decode(self, states: Floats, marks: Array, mask: Array) -> tuple[Floats, Floats]:
        """Contexts (cues, 256, narrow) → role emissions (cues, 256, 5), log-odds that the cue is one (cues)."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue with the roles read for it, as half-open ranges of pieces.

    ``cue_probability`` is the field's marginal for the cue's first piece, ``judge`` the decoder's log-odds that it is
    a cue, ``roles`` the log-probability of the best role sequence.
    """

    cue: tuple[int, int]
    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    cue_probability: float
    judge: float
    roles: float


def _windows(n: int) -> list[tuple[int, int]]:
    """Cover ``n`` pieces with overlapping windows of nearly equal length."""
    if n <= WINDOW:
        return [(0, n)]
    count = -(-(n - OVERLAP) // (WINDOW - OVERLAP))
    starts = np.linspace(0, n - WINDOW, count).round().astype(int)
    return [(int(s), int(s) + WINDOW) for s in starts]


def _batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Positions in order of length, grouped so that padded size stays within the budget."""
    group: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if group and (len(group) + 1) * lengths[i] > budget:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _encode(documents: Sequence[Pieces], engine: Engine) -> list[tuple[Floats, Floats]]:
    """States (n, narrow) and cue emissions (n, 3) of each document."""
    jobs = [(d, s, e) for d, pieces in enumerate(documents) for s, e in _windows(len(pieces)) if e > s]
    results: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    for group in _batches([e - s + 2 for _, s, e in jobs], BATCH_PIECES):
        longest = max(jobs[i][2] - jobs[i][1] for i in group) + 2
        ids, features, mask = (np.zeros((len(group), longest), dtype=np.int64) for _ in range(3))
        for row, i in enumerate(group):
            d, s, e = jobs[i]
            ids[row, 0], ids[row, e - s + 1] = CLS_ID, SEP_ID
            ids[row, 1 : e - s + 1] = documents[d].ids[s:e]
            features[row, 1 : e - s + 1] = documents[d].feature[s:e]
            mask[row, : e - s + 2] = 1
        states, cues = engine.read(ids, features, mask)
        for row, i in enumerate(group):
            d, s, e = jobs[i]
            results[d, s] = states[row, 1 : e - s + 1], cues[row, 1 : e - s + 1]
    return [_join(d, len(pieces), results) for d, pieces in enumerate(documents)]


def _join(d: int, n: int, results: dict[tuple[int, int], tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    windows = [w for w in _windows(n) if w[1] > w[0]]
    if not windows:
        return np.zeros((0, 1), np.float32), np.zeros((0, 3), np.float32)
    cuts = [0, *((before[1] + after[0]) // 2 for before, after in pairwise(windows)), n]
    parts = [
        tuple(a[lo - s : hi - s] for a in results[d, s])
        for (s, _), (lo, hi) in zip(windows, pairwise(cuts), strict=True)
    ]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _paragraphs(pieces: Pieces) -> list[tuple[int, int]]:
    starts = np.flatnonzero(pieces.ids == PARAGRAPH_ID)
    return list(zip(starts.tolist(), [*starts[1:].tolist(), len(pieces)], strict=True)) if len(starts) else []


def _find_cues(
    documents: Sequence[Pieces], encoded: Sequence[tuple[Floats, Floats]], field: Field
) -> list[list[tuple[int, int, float]]]:
    """Candidate cues of each document: first piece, end, marginal probability of the first piece.

    The field's best labels come first; doubtful cues, which its best labels miss but which appear when cue labels are
    favoured by ``DOUBT`` nats, are added where they overlap none.
    """
    jobs = [(d, s, e) for d, pieces in enumerate(documents) for s, e in _paragraphs(pieces)]
    found: list[list[tuple[int, int, float]]] = [[] for _ in documents]
    doubt = np.asarray([0.0, DOUBT, DOUBT], dtype=np.float32)
    for group in _batches([e - s for _, s, e in jobs], 65536):
        longest = max(jobs[i][2] - jobs[i][1] for i in group)
        emissions = np.zeros((len(group), longest, 3), dtype=np.float32)
        lengths = np.asarray([jobs[i][2] - jobs[i][1] for i in group])
        for row, i in enumerate(group):
            d, s, e = jobs[i]
            emissions[row, : e - s] = encoded[d][1][s:e]
        probability = marginals(field, emissions, lengths)
        sure, _ = best_labels(field, emissions, lengths)
        doubtful, _ = best_labels(field, emissions + doubt, lengths)
        for row, i in enumerate(group):
            d, s, _ = jobs[i]
            for first, end in _merge(sure[row, : lengths[row]], doubtful[row, : lengths[row]]):
                if probability[row, first, 1] >= LEAST:
                    found[d].append((s + first, s + end, float(probability[row, first, 1])))
    return [sorted(cues) for cues in found]


def _merge(sure: Array, doubtful: Array) -> list[tuple[int, int]]:
    extra = [(s, e) for s, e in _runs(doubtful, begin=1, inside=2) if not sure[s:e].any()]
    return _runs(sure, begin=1, inside=2) + extra


def _runs(labels: NDArray[np.int64], *, begin: int, inside: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for at in np.flatnonzero(labels == begin).tolist():
        end = at + 1
        while end < len(labels) and labels[end] == inside:
            end += 1
        out.append((at, end))
    return out


def _decode_cues(
    jobs: Sequence[tuple[int, int, int, float]], encoded: Sequence[tuple[Floats, Floats]], engine: Engine
) -> Iterator[tuple[int, Candidate]]:
    for at in range(0, len(jobs), BATCH_CUES):
        group = jobs[at : at + BATCH_CUES]
        width = encoded[group[0][0]][0].shape[1]
        states = np.zeros((len(group), CONTEXT, width), dtype=np.float32)
        marks, mask = (np.zeros((len(group), CONTEXT), dtype=np.int64) for _ in range(2))
        origins = []
        for row, (d, first, end, _) in enumerate(group):
            n = len(encoded[d][0])
            lo, hi = max(0, first - BEFORE), min(n, first + AFTER)
            shift = lo - (first - BEFORE)
            states[row, shift : shift + hi - lo] = encoded[d][0][lo:hi]
            mask[row, shift : shift + hi - lo] = 1
            marks[row, BEFORE : BEFORE + min(end, hi) - first] = 1
            origins.append((first - BEFORE, shift, shift + hi - lo))
        emissions, judge = engine.decode(states, marks, mask)
        yield from _roles(group, origins, emissions, judge, engine.role_field)


def _roles(
    group: Sequence[tuple[int, int, int, float]],
    origins: Sequence[tuple[int, int, int]],
    emissions: Floats,
    judge: Floats,
    field: Field,
) -> Iterator[tuple[int, Candidate]]:
    # Chains start at their first real piece, so that "I may not come first" holds there.
    shifted = np.zeros_like(emissions)
    lengths = np.asarray([hi - lo for _, lo, hi in origins])
    for row, (_, lo, hi) in enumerate(origins):
        shifted[row, : hi - lo] = emissions[row, lo:hi]
    labels, score = best_labels(field, shifted, lengths)
    probability = score - log_partition(field, shifted, lengths)
    for row, (d, first, end, cue_probability) in enumerate(group):
        base = origins[row][0] + origins[row][1]
        line = labels[row, : lengths[row]]
        source, content = (tuple((base + s, base + e) for s, e in _runs(line, begin=b, inside=b + 1)) for b in (1, 3))
        yield (
            d,
            Candidate((first, end), source, content, cue_probability, float(judge[row]), float(probability[row])),
        )


def read_candidates(documents: Sequence[Pieces], engine: Engine) -> list[list[Candidate]]:
    """Every candidate cue with its roles, in text order, for each document.

    Args:
        documents: Word pieces of each document; may be empty.
        engine: The network.
    """
    encoded = _encode(documents, engine)
    cues = _find_cues(documents, encoded, engine.cue_field)
    jobs = [(d, *cue) for d, found in enumerate(cues) for cue in found]
    out: list[list[Candidate]] = [[] for _ in documents]
    for d, candidate in _decode_cues(jobs, encoded, engine):
        out[d].append(candidate)
    return out
