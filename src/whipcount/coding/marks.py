"""What the words of a statement show, whoever judges it: where the argument stands, on what evidence, in which tone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from whipcount.coding.clauses import clauses
from whipcount.coding.evidence import evidence_types
from whipcount.coding.polarity import own_words, shared_words
from whipcount.coding.tone import tones
from whipcount.model import Argument, Evidence, Proposition, Spans, Stance, Tone, quote

_FEWEST_OWN: Final = 3  # words that are not the proposition's: a clause with fewer mostly tells the stance alone
_MANY_OWN: Final = 8  # more say no more
_REASON: Final = re.compile(r"[\"“‘']?(?:because|since|as|for|after\s+all|(?:but\s+)?otherwise)\b", re.IGNORECASE)
_REASON_WORTH: Final = 0.5  # of the place of a clause, from the first to the last
_SHARED_WORTH: Final = 2.0  # the same for using all of the argument's words


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
    """Where a statement gives an argument: the clause that seems most to give a reason, all of it where none does.

    Its words decide: those that it shares with the argument, and how many it has that are not the proposition's. Among
    alike ones "because" and a late place do, for a stance is mostly told before its reason.

    >>> from whipcount.model import Span
    >>> text = "I will vote against the ban. Parents must reach their children."
    >>> argument = Argument("safety", "Parents must be able to reach their children", "con")
    >>> (span,) = argument_spans(text, (Span(0, 63),), argument, Proposition("ban", "There should be a ban", "q"))
    >>> text[span.start : span.end]
    'Parents must reach their children.'
    """
    wordings = (proposition.text, *proposition.synonyms)
    found = [clause for piece in content for clause in clauses(text, piece)]
    best, span = 0.0, None
    for place, clause in enumerate(found, start=1):
        words = text[slice(*clause)]
        shared, own = shared_words(argument.text, words, besides=wordings), own_words(words, besides=wordings)
        if not shared and own < _FEWEST_OWN:
            continue
        worth = _SHARED_WORTH * shared + min(own, _MANY_OWN) / _MANY_OWN + place / len(found)
        worth += _REASON_WORTH * bool(_REASON.match(words))
        if worth > best:
            best, span = worth, clause
    return (span,) if span else content
