"""Which expression of time, if any, dates an act of speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from whipcount.model import Attribution, Document, SaidOn, Span
from whipcount.passages import Passages
from whipcount.when.expressions import Expression, find_expressions

_BOUND = re.compile(
    r"(?:\b(?:before|until|till|since|after|by|through|ahead of|for|following|from|between|starting|beginning|"
    r"effective|as of|prior to|due|scheduled|set|expected|up to|except)|\band|\bto)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|won’t|won't|plans? to|planned|planning|scheduled|expected to|expects? to|is set|are set|"
    r"set to|slated|due to|going to|intends?|upcoming|to be held|to take place|is to|are to|could|may|might|'ll|’ll)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:who|whose|whom|which|where|when|after|before|because|since|while|until|although|though|if|that|as|but|"
    r"and (?:he|she|they|it))\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:interview|speech|address|statement|letter|debate|rally|news conference|press conference|conference|"
    r"briefing|hearing|memo|email|e-mail|tweet|town hall|event|meeting|summit|call|appearance|remarks|testimony|report|"
    r"poll|survey|article|column|op-ed|editorial|post|video|ad|book|essay|broadcast|podcast|show|program|filing|"
    r"lawsuit|ruling|opinion|vote|press release|forum|convention|session|reception|fundraiser|ceremony)s?\b",
    re.IGNORECASE,
)
_SPEECH_EVENT_BEFORE = re.compile(r"\b(?:at|in|during|from|on|of)\s+(?:the\s+)?$", re.IGNORECASE)
_NO_CARRY = re.compile(
    r"^(?:has|have|had|is|are|'s|’s|says?|believes?|thinks?|wants?|hopes?|expects?|argues?|knows?|fears?|considers?|"
    r"supports?|opposes?|plans?|seems?|tends?|often|usually|always|would|will|can|could|may|might|claims?|insists?|"
    r"suggests?|describes?|calls?|sees?|feels?|worr(?:y|ies)|concedes?|acknowledges?|likes?|prefers?|needs?)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:\w+ed|said|told|wrote|went|spoke|gave|made|took|held|sent|put|began|saying|adding)\b", re.IGNORECASE
)
_PRONOUNS = frozenset(["he", "she", "his", "her", "him", "they", "their", "it", "its", "who"])
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_CARRY_PARAGRAPHS = 8  # how far an event goes on without being named or dated again


@dataclass(slots=True)
class _Dated:
    """A dated speech event that later statements may belong to."""

    said: SaidOn
    paragraph: int
    who: str


class Dater:
    """Dates the attributions of one document."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self.text = document.text
        self.passages = Passages(document)
        self.attributions = attributions
        self.published = document.published
        self.expressions = list(find_expressions(document.text, document.published))
        self.starts = [e.span.start for e in self.expressions]
        # Which expressions lie inside what somebody says, and are therefore no dates of the saying.
        self.contents = sorted(s for a in attributions for s in a.content)
        self.content_starts = [s.start for s in self.contents]

    def run(self) -> tuple[SaidOn | None, ...]:
        """Date every attribution that the text dates."""
        found: dict[int, SaidOn | None] = {}
        order = sorted(range(len(self.attributions)), key=lambda i: (_anchor(self.attributions[i]), i))
        events: dict[str, _Dated] = {}
        last: _Dated | None = None
        for i in order:
            attribution = self.attributions[i]
            said = self._own(attribution)
            who = self._who(attribution) or (last.who if last else "")
            paragraph = self.passages.paragraph(_anchor(attribution))
            if said is None:
                said = self._carried(attribution, events.get(who), paragraph)
            found[i] = said
            if said is not None and who:
                last = events[who] = _Dated(said, paragraph, who)
        self._headline(order, found)
        return tuple(found[i] for i in range(len(self.attributions)))

    def _own(self, attribution: Attribution) -> SaidOn | None:
        """The expression in the sentence of the cue that dates the saying."""
        pieces = attribution.cue or attribution.source
        if not pieces:
            return None
        cue = pieces[0]
        sentence = self.passages.sentence_span(cue.start)
        low, high = (
            bisect_left(self.starts, min(sentence.start, cue.start)),
            bisect_left(self.starts, max(sentence.end, cue.end)),
        )
        ranked: list[tuple[int, int, Expression]] = []
        for expression in self.expressions[low:high]:
            rank = self._rank(expression, attribution, cue, sentence)
            if rank is not None:
                ranked.append((*rank, expression))
        if not ranked:
            return None
        ranked.sort(key=lambda r: (r[0], r[1]))
        best = ranked[0][2]
        for _, _, other in ranked[1:]:  # "last week … on Friday": the day within the week
            if other.precision == "day" != best.precision and best.start <= other.start <= best.end:
                best = other
        return _said(best, best.rule)

    def _rank(self, e: Expression, attribution: Attribution, cue: Span, sentence: Span) -> tuple[int, int] | None:
        """How directly an expression dates the cue: lower is nearer; None where it dates something else."""
        start, end = e.span
        if e.future or any(s <= start < t for s, t in attribution.content) or self.passages.quoted(start):
            return None
        if cue.start <= start < cue.end:
            return (0, 0)
        before = self.text[max(sentence.start, start - 40) : start]
        if _BOUND.search(before):
            return None
        possessive = self.text[end : end + 2] in ("’s", "'s")
        if possessive and not (
            _SPEECH_EVENT_BEFORE.search(before) and _EVENT.match(self.text[end + 2 : end + 40].strip())
        ):
            return None
        for s, t in attribution.source:
            if s <= start < t:
                return (3, 0) if _EVENT.search(self.text[s:start]) else None
        if start >= cue.end:
            between = self._outside(cue.end, start, attribution)
            if _CLAUSE.search(between) or _FUTURE.search(between) or re.search(r"[;:]", between):
                return None
            return (1, start - cue.end)
        if self._in_other_content(start, attribution):
            return None
        between = self._outside(end, cue.start, attribution)
        segment = re.split(r"[,;—–(]", before)[-1]
        if _FUTURE.search(between) or _CLAUSE.search(segment) or re.search(r"[;]", between):
            return None
        return (2, cue.start - end)

    def _outside(self, start: int, end: int, attribution: Attribution) -> str:
        """Text between two offsets without the content and source of the attribution."""
        kept: list[str] = []
        at = start
        for s, t in sorted([*attribution.content, *attribution.source]):
            if t <= at or s >= end:
                continue
            kept.append(self.text[at : max(at, s)])
            at = max(at, t)
        if at < end:
            kept.append(self.text[at:end])
        return " ".join(kept)

    def _in_other_content(self, at: int, attribution: Attribution) -> bool:
        position = bisect_left(self.content_starts, at + 1) - 1
        if position < 0:
            return False
        span = self.contents[position]
        return span.start <= at < span.end and span not in attribution.content

    def _who(self, attribution: Attribution) -> str:
        """A key for the speaker: the last word of the head of the source; empty for pronouns and missing sources."""
        if not attribution.source:
            return ""
        start, end = attribution.source[0]
        head = re.split(r",|\(|\bwho\b", self.text[start:end])[0]
        words = [w.casefold().removesuffix("’s").removesuffix("'s") for w in _WORD.findall(head)]
        return "" if not words or words[-1] in _PRONOUNS else words[-1]

    def _carried(self, attribution: Attribution, event: _Dated | None, paragraph: int) -> SaidOn | None:
        """The date of the event that the same speaker's words were last dated by."""
        if (
            event is None
            or paragraph - event.paragraph > _CARRY_PARAGRAPHS
            or event.said.precision not in ("day", "range")
        ):
            return None
        cue = " ".join(self.text[s:e] for s, e in attribution.cue).strip()
        if _NO_CARRY.match(cue):
            return None
        if cue and not _PAST.search(cue) and cue != ":":
            return None
        said = event.said
        return SaidOn(said.start, said.end, said.precision, said.evidence, "carried")

    def _headline(self, order: list[int], found: dict[int, SaidOn | None]) -> None:
        """A headline tells what the lead dates."""
        for i in order[:2]:
            attribution = self.attributions[i]
            if found[i] is not None or self.passages.paragraph(_anchor(attribution)) > 0:
                continue
            who = self._who(attribution)
            for j in order[1:6]:
                said = found[j]
                if j != i and who and self._who(self.attributions[j]) == who and said is not None:
                    if said.precision == "day":
                        found[i] = SaidOn(said.start, said.end, said.precision, said.evidence, "headline")
                    break


def _said(expression: Expression, rule: str) -> SaidOn:
    return SaidOn(expression.start, expression.end, expression.precision, (expression.span,), rule)


def _anchor(attribution: Attribution) -> int:
    for spans in (attribution.source, attribution.cue, attribution.content):
        if spans:
            return spans[0].start
    return 0
