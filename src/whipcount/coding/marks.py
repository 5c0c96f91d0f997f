"""What the words of a statement show, whoever judges it: where the argument stands, on what evidence, in which tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from whipcount.coding.evidence import evidence_types
from whipcount.coding.polarity import shared_words
from whipcount.coding.tone import tones
from whipcount.model import Argument, Evidence, Proposition, Span, Spans, Stance, Tone, quote

_ENDS: Final = re.compile(r"[.!?;:][\"'”’)\]]*\s+|,?\s+(?=(?:because|since|as|for|so|and|but)\s+\w)|\s[–—]\s")
_FEWEST_WORDS: Final = 3  # fewer give no argument
_NEAR: Final = 120  # characters that hold so many words, so that a long piece is not read anew at each of its ends


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the argument stands, the kinds of evidence that are named, and why it may not be meant as it stands."""

    argument_spans: Spans = ()
    evidence: tuple[Evidence, ...] = ()
    tone: tuple[Tone, ...] = ()


def marks(
    text: str, spans: tuple[Spans, Spans], proposition: Proposition, stance: Stance, argument: str | None
) -> Marks:
    """The marks of a statement that takes a stance; none where it takes none.

    Args:
        text: The document's text.
        spans: The statement's content and cue.
        proposition: With its arguments.
        stance: As judged.
        argument: Id of the argument that the statement gives.
    """
    if stance == "none":
        return Marks()
    content, cue = spans
    given = next((one for one in proposition.arguments if one.id == argument), None)
    words = quote(text, content, gap=" ")
    return Marks(
        argument_spans=argument_spans(text, content, given, proposition) if given else (),
        evidence=evidence_types(words),
        tone=tones(words, quote(text, cue, gap=" ")),
    )


def argument_spans(text: str, content: Spans, argument: Argument, proposition: Proposition) -> Spans:
    """Where a statement gives an argument: the clause that uses most of the argument's own words, else all of it.

    >>> text = "I will vote against the ban. Parents must reach their children."
    >>> argument = Argument("safety", "Parents must be able to reach their children", "con")
    >>> (span,) = argument_spans(text, (Span(0, 63),), argument, Proposition("ban", "There should be a ban", "q"))
    >>> text[span.start : span.end]
    'Parents must reach their children.'
    """
    wordings = (proposition.text, *proposition.synonyms)
    clauses = [clause for piece in content for clause in _clauses(text, piece)]
    shared = [shared_words(argument.text, text[slice(*clause)], besides=wordings) for clause in clauses]
    best = max(shared, default=0.0)
    return (clauses[shared.index(best)],) if best > 0 else content


def _clauses(text: str, piece: Span) -> Iterator[Span]:
    """The clauses of a piece without the blanks around them; a short one stays with the one before."""
    start = piece.start
    for match in _ENDS.finditer(text, piece.start, piece.end):
        before, after = text[start : match.start()], text[match.end() : min(piece.end, match.end() + _NEAR)]
        if min(len(before.split()), len(after.split())) >= _FEWEST_WORDS:
            yield _trimmed(text, start, match.end())
            start = match.end()
    yield _trimmed(text, start, piece.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip(" ,\n\t")))
