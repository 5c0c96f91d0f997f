"""Parts of what was said: passages short enough for the model, and the clause that states a condition."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from whipcount.coding.pairs import TEXT_PIECES, pieces
from whipcount.model import Span

# A sentence ends at a mark, with what closes after it, before a space and a capital, a digit or an opening mark.
_SENTENCE_END: Final = re.compile(r"(?<![A-Z]\.)(?<!\b[A-Z])[.!?][\"'”’)\]]*\s+(?=[A-Z0-9\"'“‘(\[])")
_CONDITION: Final = re.compile(
    r"\b(?:but\s+)?(?:only\s+(?:if|when|once|after)|unless|provided(?:\s+that)?|providing(?:\s+that)?"
    r"|on\s+(?:the\s+)?condition\s+that|(?:as|so)\s+long\s+as|not\s+(?:until|before)|until|assuming(?:\s+that)?"
    r"|in\s+(?:return|exchange)\s+for|if|once)\b",
    re.IGNORECASE,
)
_WHETHER: Final = re.compile(r"\b(?:asked?|asking|wonder(?:s|ed)?|know|knows|sure|as|even|what)\s+$", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[.;:!?”\"]|,(?=\s)|\s[—–]|$")
_FEWEST_WORDS: Final = 2  # "if so" states no condition that one could read


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


def condition_span(text: str, start: int = 0, end: int | None = None) -> Span | None:
    """The clause that states a condition, with its conjunction.

    The conjunction that states a condition most plainly wins: "only if" before "if". An "if" that means "whether"
    ("asked if") states none.

    >>> text = "He would agree, but only if the courts approve, he said."
    >>> text[slice(*condition_span(text))]
    'but only if the courts approve'

    Args:
        text: Where offsets count, such as a document's text.
        start: Where the content begins.
        end: Where it ends; the end of the text by default.
    """
    stop = len(text) if end is None else end
    every = _CONDITION.finditer(text, start, stop)
    found = [match for match in every if not _WHETHER.search(text[max(start, match.start() - 12) : match.start()])]
    if not found:
        return None
    plain = [m for m in found if m[0].casefold() not in ("if", "once", "until")]
    match = (plain or found)[0]
    tail = _CLAUSE_END.search(text, match.end(), stop)
    last = tail.start() if tail else stop
    span = Span(match.start(), len(text[:last].rstrip(" ,")))
    return span if len(text[span.start : span.end].split()) > _FEWEST_WORDS else None
