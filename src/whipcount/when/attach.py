"""Which expression of time, if any, dates an act of speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from whipcount.model import Attribution, Document, SaidOn, Span
from whipcount.passages import Passages
from whipcount.when.events import Event, Memory, again
from whipcount.when.expressions import Expression, find_expressions
from whipcount.when.vocabulary import (
    BOUND,
    CARRY_PARAGRAPHS,
    CLAUSE,
    DOCUMENT,
    EVENT,
    EVENT_AGAIN,
    FUTURE,
    LEAD_PARAGRAPHS,
    NAME,
    NO_CARRY,
    NOT_NAMES,
    PARTICIPLE,
    PAST,
    POINTERS,
    PRESENT,
    PRONOUNS,
    REACH,
    SAYING,
    SCENE_PARAGRAPHS,
    SHORT_SOURCE,
    SPEECH_EVENT_BEFORE,
    SUBORDINATE,
    TITLE_WORDS,
    TURN,
    WORD,
    WRITER,
)


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
        self.order = sorted(range(len(attributions)), key=lambda i: (_anchor(attributions[i]), i))
        self.who = self._speakers()
        # First name, names and kinds of event of each sentence, where they were asked for.
        self.actors: dict[int, tuple[str, frozenset[str], frozenset[str]]] = {}

    def run(self) -> tuple[SaidOn | None, ...]:
        """Date every attribution that the text dates."""
        found: dict[int, SaidOn | None] = {}
        told = iter(self._told())
        upcoming = next(told, None)
        memory = Memory()
        for i in self.order:
            attribution = self.attributions[i]
            at = _anchor(attribution)
            while upcoming is not None and upcoming.start < at:
                memory.keep(upcoming)
                upcoming = next(told, None)
            said = self._own(attribution) or self._own_article(attribution)
            if said is not None and said.rule == "article":
                pass
            elif said is not None:
                memory.keep(self._event(said, at, self.who[i]))
                memory.undated.discard(self.who[i])
            else:
                said = self._carried(attribution, self.who[i], memory)
                if said is None and self._key(attribution):
                    memory.undated.add(self.who[i])
            found[i] = said
        self._lead(found)
        self._participles(found)
        return tuple(found[i] for i in range(len(self.attributions)))

    def _speakers(self) -> dict[int, str]:
        """Key of each attribution's speaker; a pronoun or missing source takes the last one named."""
        keys: dict[int, str] = {}
        last = ""
        for i in self.order:
            last = self._key(self.attributions[i]) or last
            keys[i] = last
        return keys

    def _key(self, attribution: Attribution) -> str:
        """The last word of the head of the source, folded; empty for pronouns and missing sources."""
        if not attribution.source:
            return ""
        start, end = attribution.source[0]
        head = re.split(r",|\(|\bwho\b", self.text[start:end])[0]
        document = DOCUMENT.search(head)
        if document:
            return _same_document(document.group(1).casefold())
        words = [_plain(w) for w in WORD.findall(head)]
        return "" if not words or words[-1] in PRONOUNS else words[-1]

    def _told(self) -> list[Event]:
        """Dated events in the narrator's own words."""
        events: list[Event] = []
        for e in self.expressions:
            start, end = e.span
            if e.future or e.precision != "day" or self._quoted(start) or self._in_content(start):
                continue
            sentence = self.passages.sentence_span(start)
            before = self.text[max(sentence.start, start - 40) : start]
            if BOUND.search(before) or SUBORDINATE.search(re.split(r"[,;—–(]", before)[-1]):
                continue
            around = self.text[max(sentence.start, start - 90) : min(sentence.end, end + 60)]
            if FUTURE.search(around) or (
                self._possessive(e, before) and not EVENT.search(self.text[end + 2 : end + 40])
            ):
                continue
            events.append(self._event(_said(e, e.rule), start, ""))
        return events

    def _quoted(self, at: int) -> bool:
        """True inside somebody's words; the name of a programme in quotation marks ("… Sunday") is not."""
        quotation = self.passages.quotation(at)
        if quotation is None:
            return False
        words = WORD.findall(self.text[quotation.start : quotation.end])
        return len(words) > TITLE_WORDS or any(w[0].islower() and len(w) > 3 for w in words)

    def _possessive(self, e: Expression, before: str) -> bool:
        """True for "Monday’s vote", which dates the vote; "in Monday’s speech" dates what is said there."""
        end = e.span.end
        if self.text[end : end + 2] not in ("’s", "'s"):
            return False
        return not (SPEECH_EVENT_BEFORE.search(before) and EVENT.search(self.text[end + 2 : end + 40]))

    def _event(self, said: SaidOn, at: int, who: str) -> Event:
        sentence = self.passages.sentence(at)
        if sentence not in self.actors:
            start, end = self.passages.sentence_span(at)
            words = self.text[start : min(end, start + REACH)]
            names = [_plain(m) for m in NAME.findall(words)]
            first = next((n for n in names if n not in NOT_NAMES), "")
            nouns = frozenset(m.group(1).casefold() for m in EVENT.finditer(words))
            self.actors[sentence] = (first, frozenset(names), nouns)
        first, everybody, nouns = self.actors[sentence]
        return Event(said, at, self.passages.paragraph(at), who or first, everybody, nouns)

    def _own(self, attribution: Attribution) -> SaidOn | None:
        """The expression in the sentence of the cue that dates the saying."""
        pieces = attribution.cue or attribution.source
        if not pieces:
            return None
        cue = pieces[0]
        sentence = self.passages.sentence_span(cue.start)
        low = bisect_left(self.starts, max(min(sentence.start, cue.start), cue.start - REACH))
        high = bisect_left(self.starts, min(max(sentence.end, cue.end), cue.end + REACH))
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
        if e.future or any(s <= start < t for s, t in attribution.content) or self._quoted(start):
            return None
        if cue.start <= start < cue.end:
            return (0, 0)
        before = self.text[max(sentence.start, start - 40) : start]
        if BOUND.search(before) or self._possessive(e, before):
            return None
        for s, t in attribution.source:
            if s <= start < t:
                return (3, 0) if EVENT.search(self.text[s:start]) else None
        if start >= cue.end:
            between = self._outside(cue.end, start, attribution)
            if CLAUSE.search(between) or FUTURE.search(between) or re.search(r"[;:]", between):
                return None
            return (1, start - cue.end)
        if self._in_content(start):
            return None
        between = self._outside(end, cue.start, attribution)
        segment = re.split(r"[,;—–(]", before)[-1]
        if FUTURE.search(between) or SUBORDINATE.search(segment) or re.search(r"[;]", between):
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

    def _in_content(self, at: int) -> bool:
        position = bisect_left(self.content_starts, at + 1) - 1
        return position >= 0 and self.contents[position].start <= at < self.contents[position].end

    def _carried(self, attribution: Attribution, who: str, memory: Memory) -> SaidOn | None:
        """The date of an event told before, where the words belong to it."""
        at = _anchor(attribution)
        paragraph = self.passages.paragraph(at)
        cue = self._cue(attribution)
        if cue == ":" and memory.meetings:
            return again(memory.meetings[0], "transcript")
        named = self._named_event(attribution, memory)
        if named is not None:
            return again(named, "event_named")
        paper = bool(attribution.source) and who in memory.by_subject and DOCUMENT.fullmatch(who) is not None
        if not paper and (NO_CARRY.match(cue) or (cue and not PAST.search(cue))):
            return None
        event = memory.by_subject.get(who)
        if event is not None and event.said.precision not in ("day", "range"):
            goes_on = not attribution.cue and paragraph == event.paragraph + 1
            return again(event, "carried") if goes_on or paragraph == event.paragraph else None
        if event is not None and (paper or paragraph - event.paragraph <= CARRY_PARAGRAPHS):
            return again(event, "carried")
        if not SAYING.search(cue):
            return None
        if who in memory.undated and self._plural(attribution):
            return None  # "they" are people whose own statement the text left undated
        latest = memory.latest
        if latest is not None and paragraph - latest.paragraph <= SCENE_PARAGRAPHS and not self._fresh(attribution):
            return again(latest, "carried_scene")
        main = memory.main
        if main is not None and not paper and who in memory.at_meeting:
            return again(main, "carried_event")
        return None

    def _plural(self, attribution: Attribution) -> bool:
        return bool(attribution.source) and self.text[slice(*attribution.source[0])].casefold() in (
            "they",
            "their",
            "them",
        )

    def _fresh(self, attribution: Attribution) -> bool:
        """True where the source brings somebody new on, by full name or description: that is another occasion."""
        if not attribution.source:
            return True
        start, end = attribution.source[0]
        words = WORD.findall(self.text[start:end])
        if len(words) == 1:
            return words[0].casefold() in ("who", "which", "that")
        return len(words) > SHORT_SOURCE or words[0].casefold() not in POINTERS

    def _own_article(self, attribution: Attribution) -> SaidOn | None:
        """What the writer says in the present is said in the article itself, on the day it was published."""
        if self.published is None or len(attribution.source) != 1:
            return None
        start, end = attribution.source[0]
        cue = self._cue(attribution)
        if self.text[start:end] not in WRITER or self.passages.quoted(start) or not PRESENT.match(cue):
            return None
        if TURN.match(self.text, self.passages.paragraph_span(start).start):
            return None
        return SaidOn(self.published, self.published, "day", (attribution.source[0],), "article")

    def _participles(self, found: dict[int, SaidOn | None]) -> None:
        """A participle ("…, adding that") is of the same time as the statement it hangs on."""
        for before, i in pairwise(self.order):
            said = found[before]
            together = self.who[i] == self.who[before] and self._sentence(i) == self._sentence(before)
            if found[i] is None and said is not None and together and PARTICIPLE.match(self._cue(self.attributions[i])):
                found[i] = SaidOn(said.start, said.end, said.precision, said.evidence, "same_sentence")

    def _cue(self, attribution: Attribution) -> str:
        return " ".join(self.text[s:e] for s, e in attribution.cue).strip()

    def _sentence(self, i: int) -> int:
        return self.passages.sentence(_anchor(self.attributions[i]))

    def _named_event(self, attribution: Attribution, memory: Memory) -> Event | None:
        """The dated event that a statement names again: "the letter said", "he added in the interview"."""
        pieces = [*attribution.source, *attribution.cue]
        if not pieces:
            return None
        end = max(s.end for s in pieces)
        words = " ".join(self.text[s:e] for s, e in pieces) + " " + self.text[end : end + 40].split(".")[0]
        for match in EVENT_AGAIN.finditer(words):
            event = memory.by_noun.get(match.group(1).casefold())
            if event is not None:
                return event
        return None

    def _lead(self, found: dict[int, SaidOn | None]) -> None:
        """A headline and a lead tell what the next sentences date."""
        for position, i in enumerate(self.order[:4]):
            attribution = self.attributions[i]
            paragraph = self.passages.paragraph(_anchor(attribution))
            cue = self._cue(attribution)
            if found[i] is not None or paragraph > LEAD_PARAGRAPHS or not self._key(attribution):
                continue
            if paragraph > 0 and NO_CARRY.match(cue):
                continue
            for j in self.order[position + 1 : position + 15]:
                said = found[j]
                if self.who[j] == self.who[i] and said is not None:
                    if (
                        said.precision == "day"
                        and self.passages.paragraph(_anchor(self.attributions[j])) <= paragraph + CARRY_PARAGRAPHS
                    ):
                        found[i] = SaidOn(said.start, said.end, said.precision, said.evidence, "lead")
                    break


def _same_document(noun: str) -> str:
    """One key for the words that stories use in turn for one publication."""
    return (
        noun if noun in ("poll", "letter", "memo", "lawsuit", "editorial") else "poll" if noun == "survey" else "report"
    )


def _plain(word: str) -> str:
    return word.casefold().removesuffix("’s").removesuffix("'s")


def _said(expression: Expression, rule: str) -> SaidOn:
    return SaidOn(expression.start, expression.end, expression.precision, (expression.span,), rule)


def _anchor(attribution: Attribution) -> int:
    for spans in (attribution.source, attribution.cue, attribution.content):
        if spans:
            return spans[0].start
    return 0
