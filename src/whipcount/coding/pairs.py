"""Proposition and statement as one sequence of word pieces, in batches of one length.

Nothing is padded, so what else is judged in the same call does not change a result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from whipcount.models import load_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROPOSITION_PIECES: Final = 48  # as in training; longer ones are cut
TEXT_PIECES: Final = 112
CONTEXT_PIECES: Final = 48
BATCH_ROWS: Final = 32
_START: Final = 101  # [CLS]
_STOP: Final = 102  # [SEP]


class Pair(NamedTuple):
    """What the model reads: a proposition, what was said, and the words around it."""

    proposition: str
    text: str
    context: str


class Batch(NamedTuple):
    """Positions of the pairs, and the two arrays (rows, length) that the model takes."""

    rows: tuple[int, ...]
    ids: NDArray[np.int64]
    types: NDArray[np.int64]


def pieces(text: str) -> int:
    """Number of word pieces in a text."""
    return len(load_tokenizer().encode(text, add_special_tokens=False).ids)


def batches(pairs: Sequence[Pair]) -> Iterator[Batch]:
    """The pairs as arrays, shortest first."""
    encoded = _encode(pairs)
    lengths: dict[int, list[int]] = defaultdict(list)
    for row, (first, second) in enumerate(encoded):
        lengths[len(first) + len(second)].append(row)
    for length in sorted(lengths):
        for start in range(0, len(lengths[length]), BATCH_ROWS):
            yield _batch(lengths[length][start : start + BATCH_ROWS], encoded)


def _encode(pairs: Sequence[Pair]) -> list[tuple[list[int], list[int]]]:
    tokenizer = load_tokenizer()
    limits = Pair._fields, (PROPOSITION_PIECES, TEXT_PIECES, CONTEXT_PIECES)
    columns: list[list[list[int]]] = []
    for name, limit in zip(*limits, strict=True):
        made = tokenizer.encode_batch([getattr(pair, name) for pair in pairs], add_special_tokens=False)
        columns.append([one.ids[:limit] for one in made])
    rows = zip(*columns, strict=True)
    return [([_START, *p, _STOP], [*t, _STOP, *([*x, _STOP] if x else [])]) for p, t, x in rows]


def _batch(rows: list[int], encoded: list[tuple[list[int], list[int]]]) -> Batch:
    import numpy as np

    ids = np.asarray([encoded[row][0] + encoded[row][1] for row in rows], dtype=np.int64)
    types = np.zeros_like(ids)
    for at, row in enumerate(rows):
        types[at, len(encoded[row][0]) :] = 1
    return Batch(tuple(rows), ids, types)
