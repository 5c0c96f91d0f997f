"""The neural reader: documents in, scored attributions out.

One encoder pass over overlapping windows serves all heads. A document's window states are joined, each piece taking
its state from the window where it stands most central, and around every candidate cue a narrow decoder tags source and
content.

Windows and cues go through the network one at a time: measured on one core, a single window is read a sixth faster
than windows in batches, because its activations stay in the processor's cache, nothing is padded, and what else is
read cannot change a result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from whipcount.attribute.field import Field, Floats, best_labels, log_partition, marginals
from whipcount.attribute.looking import regards_in
from whipcount.attribute.pieces import CLS_ID, PARAGRAPH_ID, SEP_ID, Pieces
from whipcount.regards import Regard, Regards

WINDOW = 382  # most pieces in a window, without the two special ones
OVERLAP = 64
BEFORE, AFTER = 96, 160  # pieces of context on each side of a cue's first piece, at most
CONTEXT = BEFORE + AFTER
NEAR_BEFORE, NEAR_AFTER = 64, 96  # context read first; 98 of 100 attributions lie well inside
EDGE = 4  # pieces from the near context's ends within which a role is held to go on, and the whole context is read
CHAIN_PIECES = 65536  # pieces of paragraphs tagged with cues in one go
BATCH_CUES = 32  # cues whose roles are tagged in one go
LEAST = 0.16  # probability under which a doubtful cue is not decoded: no roles could lift it over the threshold
DOUBT = 2.5  # nats by which cue labels are favoured when looking for doubtful cues

Array = NDArray[np.int64]


class Engine(Protocol):
    """The two halves of the network, whatever runs them, and its transition scores."""

    cue_field: Field
    role_field: Field

    def read(self, ids: Array, features: Array) -> tuple[Floats, ...]:
        """One window (n) → decoder states (n, narrow), cue emissions (n, 3).

        The shipped network adds queries and keys of one layer (n, heads, size).
        """
        ...

    def decode(self, states: Floats, places: Array, marks: Array) -> tuple[Floats, float]:
        """One cue's context → role emissions (n, 5), log-odds that the cue is one.

        Args:
            states: Array (n, narrow).
            places: Array (n), place of each piece in the whole context; the cue's first piece stands at ``BEFORE``.
            marks: Array (n), 1 where the cue stands.
        """
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
    """Cover ``n`` pieces with as few windows as will do, of equal length and overlapping by ``OVERLAP`` at least."""
    if n <= WINDOW:
        return [(0, n)] if n else []
    count = -(-(n - OVERLAP) // (WINDOW - OVERLAP))
    size = -(-(n + (count - 1) * OVERLAP) // count)
    starts = np.linspace(0, n - size, count).round().astype(int)
    return [(int(s), int(s) + size) for s in starts]


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


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A document after the encoder: states (n, narrow), cue emissions (n, 3), what its pronouns look at."""

    states: Floats
    cues: Floats
    regards: Regards


def _encode(pieces: Pieces, engine: Engine) -> _Encoded:
    windows = _windows(len(pieces))
    if not windows:
        return _Encoded(np.zeros((0, 1), np.float32), np.zeros((0, 3), np.float32), {})
    cuts = [0, *((before[1] + after[0]) // 2 for before, after in pairwise(windows)), len(pieces)]
    whole: list[Floats] = []  # filled in place: parts that are joined at the end take twice the memory
    regards: dict[int, Regard] = {}
    for (start, end), (lo, hi) in zip(windows, pairwise(cuts), strict=True):
        ids, features = np.zeros((2, end - start + 2), dtype=np.int64)
        ids[0], ids[1:-1], ids[-1] = CLS_ID, pieces.ids[start:end], SEP_ID
        features[1:-1] = pieces.feature[start:end]
        states, cues, *looks = engine.read(ids, features)
        parts = (states, cues)
        whole = whole or [np.empty((len(pieces), part.shape[1]), np.float32) for part in parts]
        for values, part in zip(whole, parts, strict=True):
            values[lo:hi] = part[lo - start + 1 : hi - start + 1]
        if looks:
            regards.update(regards_in(pieces, (start, end), (lo, hi), *looks))
    return _Encoded(whole[0], whole[1], regards)


def _paragraphs(pieces: Pieces) -> list[tuple[int, int]]:
    starts = np.flatnonzero(pieces.ids == PARAGRAPH_ID)
    return list(zip(starts.tolist(), [*starts[1:].tolist(), len(pieces)], strict=True)) if len(starts) else []


def _find_cues(
    documents: Sequence[Pieces], encoded: Sequence[_Encoded], field: Field
) -> list[list[tuple[int, int, float]]]:
    """Candidate cues of each document: first piece, end, marginal probability of the first piece.

    The field's best labels come first; doubtful cues, which its best labels miss but which appear when cue labels are
    favoured by ``DOUBT`` nats, are added where they overlap none.
    """
    jobs = [(d, s, e) for d, pieces in enumerate(documents) for s, e in _paragraphs(pieces)]
    found: list[list[tuple[int, int, float]]] = [[] for _ in documents]
    doubt = np.asarray([0.0, DOUBT, DOUBT], dtype=np.float32)
    for group in _batches([e - s for _, s, e in jobs], CHAIN_PIECES):
        longest = max(jobs[i][2] - jobs[i][1] for i in group)
        emissions = np.zeros((len(group), longest, 3), dtype=np.float32)
        lengths = np.asarray([jobs[i][2] - jobs[i][1] for i in group])
        for row, i in enumerate(group):
            d, s, e = jobs[i]
            emissions[row, : e - s] = encoded[d].cues[s:e]
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


@dataclass(frozen=True, slots=True)
class _Cue:
    """A candidate cue with the pieces ``[lo, hi)`` around it, their role emissions and the decoder's judgement."""

    first: int
    end: int
    probability: float
    lo: int
    hi: int
    emissions: Floats
    judge: float


def _look(cue: tuple[int, int, float], states: Floats, engine: Engine, before: int, after: int) -> _Cue:
    first, end, probability = cue
    lo, hi = max(0, first - before), min(len(states), first + after)
    places = np.arange(lo, hi, dtype=np.int64) - first + BEFORE
    marks = np.zeros(hi - lo, dtype=np.int64)
    marks[first - lo : end - lo] = 1
    emissions, judge = engine.decode(states[lo:hi], places, marks)
    return _Cue(first, end, probability, lo, hi, emissions, judge)


def _candidates(cues: Sequence[_Cue], field: Field) -> Iterator[Candidate]:
    lengths = np.asarray([c.hi - c.lo for c in cues])
    emissions = np.zeros((len(cues), int(lengths.max()), cues[0].emissions.shape[1]), dtype=np.float32)
    for row, cue in enumerate(cues):
        emissions[row, : lengths[row]] = cue.emissions
    labels, score = best_labels(field, emissions, lengths)
    probability = score - log_partition(field, emissions, lengths)
    for row, cue in enumerate(cues):
        line = labels[row, : lengths[row]]
        source, content = (
            tuple((cue.lo + s, cue.lo + e) for s, e in _runs(line, begin=b, inside=b + 1)) for b in (1, 3)
        )
        yield Candidate((cue.first, cue.end), source, content, cue.probability, cue.judge, float(probability[row]))


def _goes_on(candidate: Candidate, cue: _Cue, n: int) -> bool:
    """Whether a role reaches the end of a near context that is not the end of the document."""
    runs = (*candidate.source, *candidate.content)
    cut_before, cut_after = cue.lo > 0, cue.hi < n
    return any((cut_before and s < cue.lo + EDGE) or (cut_after and e > cue.hi - EDGE) for s, e in runs)


def _decode(cues: Sequence[tuple[int, int, float]], states: Floats, engine: Engine) -> Iterator[Candidate]:
    for at in range(0, len(cues), BATCH_CUES):
        group = cues[at : at + BATCH_CUES]
        near = [_look(cue, states, engine, NEAR_BEFORE, NEAR_AFTER) for cue in group]
        found = list(_candidates(near, engine.role_field))
        far = [i for i, (c, n) in enumerate(zip(found, near, strict=True)) if _goes_on(c, n, len(states))]
        if far:
            again = [_look(group[i], states, engine, BEFORE, AFTER) for i in far]
            for i, candidate in zip(far, _candidates(again, engine.role_field), strict=True):
                found[i] = candidate
        yield from found


@dataclass(frozen=True, slots=True)
class Found:
    """What the network finds in a document: candidate cues with their roles in text order, and ``regards``."""

    candidates: list[Candidate]
    regards: Regards


def read_candidates(documents: Sequence[Pieces], engine: Engine) -> list[Found]:
    """Every candidate cue with its roles, and what pronouns look at, for each document.

    Args:
        documents: Word pieces of each document; may be empty.
        engine: The network.
    """
    encoded = [_encode(pieces, engine) for pieces in documents]
    cues = _find_cues(documents, encoded, engine.cue_field)
    return [Found(list(_decode(found, e.states, engine)), e.regards) for found, e in zip(cues, encoded, strict=True)]
