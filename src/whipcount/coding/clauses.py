"""Clauses of what was said, cut where a reason may begin: at sentences, conjunctions, what leads up to a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from whipcount.model import Span

_FEWEST_WORDS: Final = 3  # fewer make no clause
_NEAR: Final = 120  # characters that hold so many words, so that a long piece is not read anew at each of its ends
_SUBJECT: Final = r"(?:i|we|you|he|she|it|they|that|there|this|these|those|nobody|no\s+one|everyone|everybody)"
_ENDS: Final = re.compile(
    # The end of a sentence, or what ends half of one.
    r"[.!?;:][\"'”’)\]]*\s+|\s[–—]\s"
    # A conjunction after a comma; one without, where a whole clause follows and not the next thing of a list.
    r"|,[\"'”’]?\s+(?=(?:because|since|as|for|so|and|but|yet|while|whereas|though|although|or|otherwise)\s+\w)"
    rf"|\s+(?=because\s+\w|(?:since|as|so|and|but|yet|while)\s+{_SUBJECT}\b)"
    # What leads up to a claim: "a study found that", "which means that", "adding that".
    r"|\b(?:argu|add|warn|stress|insist|claim|said|saying|show|find|found|conclu|tell|told|mean|namely|admit|point)\w*"
    r"(?:\s+(?:out|us|me|him|her|them|you))?\s+that\s+|\bis\s+that\s+",
    re.IGNORECASE,
)  # fmt: skip


def clauses(text: str, piece: Span) -> Iterator[Span]:
    """The clauses of a piece without the blanks around them; a short one stays with the one before.

    >>> text = "A study found that the noise harms children, and I am against it."
    >>> [text[slice(*span)] for span in clauses(text, Span(0, len(text)))]
    ['A study found that', 'the noise harms children', 'and I am against it.']
    """
    start = piece.start
    for match in _ENDS.finditer(text, piece.start, piece.end):
        before = text[max(start, match.end() - _NEAR) : match.end()]
        after = text[match.end() : min(piece.end, match.end() + _NEAR)]
        if min(len(before.split()), len(after.split())) >= _FEWEST_WORDS:
            yield _trimmed(text, start, match.end())
            start = match.end()
    yield _trimmed(text, start, piece.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip(" ,\n\t")))
