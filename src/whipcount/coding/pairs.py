"""Proposition and statement as one sequence of word pieces, in batches of like length.

A batch is padded to a multiple of eight that depends on its own rows alone, so what else is judged in the same call
does not change how a statement is padded, and results do not depend on the order of the input.
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
_ROUND_UP: Final = 8
_START: Final = 101  # [CLS]
_STOP: Final = 102  # [SEP]


class Pair(NamedTuple):
    """What the model reads: a proposition, what was said, and the words around it."""

    proposition: str
    text: str
    context: str


class Batch(NamedTuple):
    """Positions of the pairs, and the three arrays (rows, length) that the model takes."""

    rows: tuple[int, ...]
    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]


def pieces(text: str) -> int:
    """Number of word pieces in a text."""
    return len(load_tokenizer().encode(text, add_special_tokens=False).ids)


def batches(pairs: Sequence[Pair]) -> Iterator[Batch]:
    """The pairs as arrays, shortest first."""
    encoded = _encode(pairs)
    widths: dict[int, list[int]] = defaultdict(list)
    for row, (first, second) in enumerate(encoded):
        length = len(first) + len(second)
        widths[-(-length // _ROUND_UP) * _ROUND_UP].append(row)
    for width in sorted(widths):
        for start in range(0, len(widths[width]), BATCH_ROWS):
            yield _batch(widths[width][start : start + BATCH_ROWS], encoded, width)


def _encode(pairs: Sequence[Pair]) -> list[tuple[list[int], list[int]]]:
    tokenizer = load_tokenizer()
    limits = Pair._fields, (PROPOSITION_PIECES, TEXT_PIECES, CONTEXT_PIECES)
    columns: list[list[list[int]]] = []
    for name, limit in zip(*limits, strict=True):
        made = tokenizer.encode_batch([getattr(pair, name) for pair in pairs], add_special_tokens=False)
        columns.append([one.ids[:limit] for one in made])
    rows = zip(*columns, strict=True)
    return [([_START, *p, _STOP], [*t, _STOP, *([*x, _STOP] if x else [])]) for p, t, x in rows]


def _batch(rows: list[int], encoded: list[tuple[list[int], list[int]]], width: int) -> Batch:
    import numpy as np

    ids, mask, types = (np.zeros((len(rows), width), dtype=np.int64) for _ in range(3))
    for at, row in enumerate(rows):
        first, second = encoded[row]
        length = len(first) + len(second)
        ids[at, :length] = [*first, *second]
        mask[at, :length] = 1
        types[at, len(first) : length] = 1
    return Batch(tuple(rows), ids, mask, types)
