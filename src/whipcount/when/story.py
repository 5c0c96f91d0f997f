"""One document as the rules for dates see it: its statements in text order, who makes them, where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from whipcount.model import Attribution, Document, SaidOn, Speaker
from whipcount.passages import Passages
from whipcount.when.events import Event
from whipcount.when.expressions import Expression, find_expressions
from whipcount.when.vocabulary import (
    DOCUMENT,
    EVENT,
    FULL_NAME,
    INTERVIEWED,
    NAME,
    NOT_NAMES,
    PRONOUNS,
    SAYING,
    SILENT,
    SITTING,
    STAMP,
    WORD,
)

REACH = 600  # characters between a cue and its date; no sentence meant to be read is longer
_JOINED = re.compile(r",? and |, ")
LONGEST_HEADING = 60  # characters
TITLE_WORDS = 6  # words in the longest programme title taken for one


class Story:
    """What the rules ask about a document and its attributions; answers come from look-ups, whatever its length."""

    def __init__(self, document: Document, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> None:
        self.text = document.text
        self.published = document.published
        self.passages = Passages(document)
        self.attributions = attributions
        self.expressions = list(find_expressions(document.text, document.published))
        self.starts = [e.span.start for e in self.expressions]
        # Paragraphs that are nothing but a day: where each begins, and the day.
        self.headings = [(e.span.start, e) for e in self.expressions if e.precision == "day" and self._alone(e)]
        # Which expressions lie inside what somebody says, and are therefore no dates of the saying.
        self.contents = sorted(s for a in attributions for s in a.content)
        self.content_starts = [s.start for s in self.contents]
        self.anchors = [_anchor(a) for a in attributions]
        self.cues = [" ".join(self.text[s:e] for s, e in a.cue).strip() for a in attributions]
        self.order = sorted(range(len(attributions)), key=lambda i: (self.anchors[i], i))
        self.named = [self._key(a) for a in attributions]
        self.who = [_name(s) for s in speakers] if speakers else self._last_named()
        self.kinds = [s.kind for s in speakers] if speakers else [""] * len(attributions)
        self.together = [_together(s) for s in speakers] if speakers else [frozenset[str]()] * len(attributions)
        self._depths = list(accumulate(int(kind == "body") for kind in self.passages.kinds))
        # First name, names, kinds of event, and verbs of each sentence, where they were asked for.
        self._actors: dict[int, tuple[str, frozenset[str], frozenset[str], bool, bool, bool]] = {}

    def paragraph(self, at: int) -> int:
        """Position among the paragraphs of the story; headline, dateline, captions and promotions do not count."""
        return self._depths[self.passages.paragraph(at)] if self._depths else 0

    def place(self, i: int) -> int:
        """The paragraph of a statement."""
        return self.paragraph(self.anchors[i])

    def sentence(self, i: int) -> int:
        """The number of the sentence that a statement begins in."""
        return self.passages.sentence(self.anchors[i])

    def quoted(self, at: int) -> bool:
        """True inside somebody's words; the name of a programme in quotation marks ("… Sunday") is not."""
        quotation = self.passages.quotation(at)
        if quotation is None:
            return False
        words = WORD.findall(self.text[quotation.start : min(quotation.end, quotation.start + REACH)])
        return len(words) > TITLE_WORDS or any(w[0].islower() and len(w) > 3 for w in words)

    def _alone(self, e: Expression) -> bool:
        """True where an expression is all that its paragraph says: "Tuesday 4 March", "Updated 18 February 2025"."""
        start, end = self.passages.paragraph_span(e.span.start)
        if end - start > LONGEST_HEADING:
            return False
        return (
            STAMP.fullmatch(self.text[start : e.span.start]) is not None
            and STAMP.fullmatch(self.text[e.span.end : end]) is not None
        )

    def in_content(self, at: int) -> bool:
        """True inside what any of the statements says."""
        position = bisect_left(self.content_starts, at + 1) - 1
        return position >= 0 and self.contents[position].start <= at < self.contents[position].end

    def outside(self, start: int, end: int, attribution: Attribution) -> str:
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

    def event(self, said: SaidOn, at: int, who: str = "") -> Event:
        """The dated sentence at an offset, with the names and kinds of event in it."""
        first, names, nouns, saying, silent, sitting = self._sentence_of(at)
        return Event(
            said, at, self.paragraph(at), who or first, names, nouns, saying=saying, silent=silent, sitting=sitting
        )

    def _sentence_of(self, at: int) -> tuple[str, frozenset[str], frozenset[str], bool, bool, bool]:
        sentence = self.passages.sentence(at)
        if sentence not in self._actors:
            start, end = self.passages.sentence_span(at)
            words = self.text[start : min(end, start + REACH)]
            runs = (plain(m.group().split()[-1]) for m in FULL_NAME.finditer(words))
            self._actors[sentence] = (
                next((n for n in runs if n not in NOT_NAMES), ""),
                frozenset(plain(m) for m in NAME.findall(words)),
                _kinds(words),
                SAYING.search(words) is not None,
                SILENT.search(words) is not None,
                SITTING.search(words) is not None,
            )
        return self._actors[sentence]

    def _last_named(self) -> list[str]:
        """Without resolved speakers, a pronoun or missing source takes the last one named."""
        keys = [""] * len(self.order)
        last = ""
        for i in self.order:
            last = self.named[i] or last
            keys[i] = last
        return keys

    def _key(self, attribution: Attribution) -> str:
        """The last word of the head of the source, folded; empty for pronouns and missing sources."""
        if not attribution.source:
            return ""
        start, end = attribution.source[0]
        head = _head(self.text[start:end])
        document = DOCUMENT.search(head)
        if document:
            return _same_document(document.group(1).casefold())
        words = [plain(w) for w in WORD.findall(head)]
        return "" if not words or words[-1] in PRONOUNS else words[-1]


def _kinds(words: str) -> frozenset[str]:
    """The kinds of event that a sentence mentions; who "sat down with" somebody gave an interview."""
    nouns = frozenset(m.group(1).casefold() for m in EVENT.finditer(words))
    return nouns | {"interview"} if INTERVIEWED.search(words) else nouns


def said(expression: Expression) -> SaidOn:
    """The date that an expression gives."""
    evidence = expression.counted_from
    spans = (expression.span,) if evidence is None else (evidence, expression.span)
    return SaidOn(expression.start, expression.end, expression.precision, spans, expression.rule)


def _name(speaker: Speaker) -> str:
    """The last word of a speaker's name; reports and polls under one key."""
    document = DOCUMENT.search(speaker.as_written)
    if document and speaker.kind not in ("person", "organisation"):
        return _same_document(document.group(1).casefold())
    words = WORD.findall(_head(speaker.name or ""))
    return plain(words[-1]) if words else ""


def _together(speaker: Speaker) -> frozenset[str]:
    """The last words of the names of several people who say something together."""
    people = [WORD.findall(part) for part in _JOINED.split(speaker.name or "")]
    return frozenset(plain(words[-1]) for words in people if words) if len(people) > 1 else frozenset()


def _head(words: str) -> str:
    return re.split(r",|\(|\bwho\b", words)[0]


def _same_document(noun: str) -> str:
    """One key for the words that stories use in turn for one publication."""
    return (
        noun if noun in ("poll", "letter", "memo", "lawsuit", "editorial") else "poll" if noun == "survey" else "report"
    )


def plain(word: str) -> str:
    """A word folded, without the mark of the possessive."""
    return word.casefold().removesuffix("’s").removesuffix("'s")


def _anchor(attribution: Attribution) -> int:
    for spans in (attribution.source, attribution.cue, attribution.content):
        if spans:
            return spans[0].start
    return 0
