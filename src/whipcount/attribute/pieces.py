"""Word pieces with offsets and two things that an uncased encoder cannot see: case, and being inside quotation marks.

A paragraph break is a piece of its own, because where a paragraph ends decides what a quotation belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whipcount.model import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PARAGRAPH_ID = 1  # "[unused0]" in the vocabulary: never produced by text
CLS_ID, SEP_ID = 101, 102
PRONOUN_IDS = (2002, 2032, 2010, 2370, 2016, 2014, 5106, 2841)  # he, him, his, himself, she, her, hers, herself
CASES = 6
FEATURES = 2 * CASES  # case × (outside, inside) quotation marks
_PARAGRAPH = re.compile(r"[^\n]*[^\s][^\n]*")
# What closes a quotation, by what opened it; straight and curly marks are mixed up often enough.
_CLOSING = {"“": '”"', '"': '"”', "«": "»", "»": "«»", "„": "“”", "‟": "”", "❝": "❞", "''": "''", "``": "''"}
_MARK = re.compile("[“”«»„‟❝❞\"]|''|``|[‘’]")
_MAX_UNIT = 20_000  # code points tokenized at once; longer lines are cut at white space, so that cost stays linear


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a text: vocabulary ids, offsets and features, each an array of length ``n_pieces``.

    Paragraph breaks have an empty span.
    """

    ids: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    feature: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the pieces, paragraph breaks included."""
        return len(self.ids)


def inside_quotation(text: str) -> list[bool]:
    """For each code point of one paragraph: whether it stands between quotation marks, marks included.

    Straight double marks toggle, and so do two straight single ones in a row. A mark that opens in one country and
    closes in another (“, ») closes where its partner is open. Single curly marks count only where an opening one
    follows white space and a closing one does not stand inside a word, so that apostrophes do not open a quotation.
    What is still open at the end of the paragraph runs to its end: quotations over several paragraphs close only once.

    >>> "".join("x" if q else "." for q in inside_quotation('He said “no” to it'))
    '........xxxx......'
    """
    inside = [False] * len(text)
    double: tuple[str, int] | None = None  # what opened, and where
    single: int | None = None
    for found in _MARK.finditer(text):
        mark, (start, end) = found[0], found.span()
        if mark == "‘":
            if single is None and not text[start - 1 : start].isalnum():
                single = start
        elif mark == "’":
            if single is not None and not text[end : end + 1].isalnum():
                inside[single:end] = [True] * (end - single)
                single = None
        elif double and mark in _CLOSING[double[0]]:
            inside[double[1] : end] = [True] * (end - double[1])
            double = None
        elif double is None and mark in _CLOSING:
            double = (mark, start)
    for opened in (single, double[1] if double else None):
        if opened is not None:
            inside[opened:] = [True] * (len(text) - opened)
    return inside


def _case(piece: str) -> int:
    if not any(c.isalpha() for c in piece):
        return 0
    if piece.islower():
        return 1
    if len(piece) == 1:
        return 4
    if piece.isupper():
        return 3
    return 2 if piece[0].isupper() and piece[1:].islower() else 5


def _units(text: str, keep: Sequence[Span]) -> Iterator[Span]:
    """Paragraphs inside the kept spans, the longest ones cut at white space."""
    for kept in keep:
        for match in _PARAGRAPH.finditer(text, kept.start, kept.end):
            start, end = match.span()
            while end - start > _MAX_UNIT:
                cut = text.rfind(" ", start + 1, start + _MAX_UNIT)
                cut = cut if cut > start else start + _MAX_UNIT
                yield Span(start, cut)
                start = cut
            yield Span(start, end)


def to_pieces(text: str, tokenizer: Tokenizer, keep: Sequence[Span] | None = None) -> Pieces:
    """Cut the kept parts of a text into word pieces.

    Args:
        text: The document's text; offsets of the result count its code points.
        tokenizer: Word-piece tokenizer without special tokens.
        keep: Parts to read, in text order; the whole text by default. What is left out leaves no trace.
    """
    units = list(_units(text, keep if keep is not None else (Span(0, len(text)),)))
    encoded = tokenizer.encode_batch([text[s:e] for s, e in units], add_special_tokens=False)
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    features: list[int] = []
    for (start, end), encoding in zip(units, encoded, strict=True):
        quoted = inside_quotation(text[start:end])
        ids.append(PARAGRAPH_ID)
        starts.append(start)
        ends.append(start)
        features.append(0)
        ids.extend(encoding.ids)
        for s, e in encoding.offsets:
            starts.append(start + s)
            ends.append(start + e)
            features.append(_case(text[start + s : start + e]) + CASES * quoted[s])
    arrays = (np.asarray(values, dtype=np.int32) for values in (ids, starts, ends, features))
    return Pieces(*arrays)
