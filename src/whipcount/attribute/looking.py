"""What one layer of the encoder looks at from each personal pronoun, cut down to the capitalised words around it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from whipcount.attribute.field import Floats
from whipcount.attribute.pieces import CASES, PRONOUN_IDS, Pieces
from whipcount.regards import Regard

_CAPITAL = 2  # cases from here on have a capital


def regards_in(
    pieces: Pieces, window: tuple[int, int], central: tuple[int, int], queries: Floats, keys: Floats
) -> Iterator[tuple[int, Regard]]:
    """Each pronoun that stands most central in this window, with its offset in the text.

    Args:
        pieces: The document.
        window: First piece and end.
        central: The pieces that take their states from this window.
        queries: Array (n, heads, size) for the window's pieces between the two special ones.
        keys: The same.
    """
    first, end = window
    pronouns = np.flatnonzero(np.isin(pieces.ids[central[0] : central[1]], PRONOUN_IDS)) + central[0]
    if not len(pronouns):
        return
    names = np.flatnonzero(_capitalised(pieces, first, end))
    start, stop = pieces.start[first:end][names], pieces.end[first:end][names]
    size = np.float32(np.sqrt(queries.shape[-1]))
    for at in pronouns.tolist():
        place = at - first + 1
        scores = np.einsum("hd,nhd->hn", queries[place], keys) / size
        shares = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        back = np.einsum("nhd,hd->hn", queries[names + 1], keys[place]) / size
        yield int(pieces.start[at]), Regard(start, stop, shares[:, names + 1], back)


def _capitalised(pieces: Pieces, first: int, end: int) -> NDArray[np.bool_]:
    """Pieces of words that begin with a capital, or hold one."""
    capital = (pieces.feature[first:end] % CASES >= _CAPITAL).tolist()
    joined = (pieces.start[first + 1 : end] == pieces.end[first : end - 1]).tolist()
    for at, (here, goes_on) in enumerate(zip(capital[1:], joined, strict=True), 1):
        capital[at] = here or (goes_on and capital[at - 1])
    return np.asarray(capital, dtype=bool)
