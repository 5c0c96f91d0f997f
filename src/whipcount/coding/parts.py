"""Passages of what was said, short enough for the model."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from whipcount.coding.pairs import TEXT_PIECES, pieces

# A sentence ends at a mark, with what closes after it, before a space and a capital, a digit or an opening mark.
_SENTENCE_END: Final = re.compile(r"(?<![A-Z]\.)(?<!\b[A-Z])[.!?][\"'”’)\]]*\s+(?=[A-Z0-9\"'“‘(\[])")


def passages(text: str) -> list[str]:
    """The text as passages that the model can read whole: one, or runs of sentences.

    >>> passages("We agree. They do not.")
    ['We agree. They do not.']
    """
    if pieces(text) <= TEXT_PIECES:
        return [text]
    found: list[str] = []
    length = 0
    for sentence in _sentences(text):
        size = pieces(sentence)
        if found and length + size <= TEXT_PIECES:
            found[-1] = f"{found[-1]} {sentence}"
            length += size
        else:
            found.append(sentence)
            length = size
    return found


def _sentences(text: str) -> list[str]:
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [part for start, end in pairwise(cuts) if (part := text[start:end].strip())]
