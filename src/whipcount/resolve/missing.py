"""Statements without a source in the text."""

from __future__ import annotations

import re
from dataclasses import replace

from whipcount.model import Span
from whipcount.resolve.entities import Entity
from whipcount.resolve.reading import Answer, Reading, Source, anchor

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\b(?:\s+\w+ly|\s+also|\s+not|\s+once|\s+long|\s+often)?\s+"
    r"\w+(?:ed|en|wn|ught|ld|id|rd|nt|de|lt|ad|t)\b"
)
_ASKED = re.compile(r"\b(?:when|whenever|if|once|until|unless|while)[ \u00a0](?:asked|pressed|questioned|told)$")
_IN_HIS = re.compile(
    r"\b(?:in|during|throughout)[ \u00a0](his|her)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,2}?(?:address|speech|remarks|letter|"
    r"statement|book|memoir|column|op-ed|essay|testimony|interview|tweet|post|message|email|opinion|keynote)\b",
    re.IGNORECASE,
)
_PHRASE = 40  # characters in which "in his" goes on to say what of his
_SHARES_SUBJECT = ("to", "and", "said", "added", "told", "wrote", "asked")  # first words of a cue without its subject


def missing(reading: Reading, source: Source) -> Answer:
    """A further piece of the last speaker's words, an act whose subject stands earlier in the sentence, or nobody."""
    attribution = source.attribution
    last = reading.order[-1] if reading.order else None
    if attribution.cue:
        return _without_subject(reading, source, last)
    if last is not None:
        there = anchor(reading.attributions[last])
        if reading.passages.paragraph(source.start) - reading.passages.paragraph(there) <= 1:
            return replace(reading.speakers[last], as_written="", rule="continued", confidence=0.5), (
                reading.entities.get(last)
            )
    return source.answer(None, "none", "no_source", 0.4)


def _without_subject(reading: Reading, source: Source, last: int | None) -> Answer:
    spans = source.attribution.cue
    cue = " ".join(reading.text[s.start : s.end] for s in spans).strip()
    word = cue.split()[0].casefold() if cue else ""
    owner = _whose_words(reading, Span(spans[0].start, spans[-1].end))
    if owner:
        return reading.named(source, owner[0], "own_words", round(owner[1] * 0.8, 2))
    if _ASKED.search(reading.text, max(0, spans[0].start - 20), spans[0].end):
        return source.answer(None, "none", "no_source", 0.5, evidence=spans)
    if (word.endswith("ing") or word in _SHARES_SUBJECT) and not _PASSIVE.search(cue):
        found = _sentence_subject(reading, source)
        if found:
            return reading.named(source, found, "subject_of_sentence", 0.5)
        sentence = reading.passages.sentence(spans[0].start)
        if last is not None and reading.passages.sentence(anchor(reading.attributions[last])) == sentence:
            speaker = replace(reading.speakers[last], as_written="", rule="subject_of_sentence", confidence=0.5)
            return speaker, reading.entities.get(last)
    return source.answer(None, "none", "no_source", 0.5, evidence=spans)


def _whose_words(reading: Reading, cue: Span) -> tuple[Entity, float] | None:
    """Whose address it is in the cue "in his address"."""
    his = _IN_HIS.search(reading.text, cue.start, cue.end + _PHRASE)
    return reading.person(Span(*his.span(1)), speaking=True) if his and his.start() < cue.end else None


def _sentence_subject(reading: Reading, source: Source) -> Entity | None:
    """The first person of the sentence, up to the cue and outside what is said."""
    at = source.attribution.cue[0].start
    sentence = reading.passages.sentence_span(at)
    for event in reading.scene.events:
        inside = any(s.start <= event.start < s.end for s in source.attribution.content)
        if sentence.start <= event.start < at and event.entity.kind == "person" and not inside and not event.quoted:
            return event.entity
    return None
