"""Sources that are publications and institutions: "a study by Acme", "the report", "the company"."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity
from whipcount.resolve.mentions import Mention
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.sources import Phrase

_NEAR_NOUN = 28  # characters between a publisher's name and the word for what it published
_SHORT = 3  # words of a phrase that only points back ("the same company")
_STORY_REACH = 12  # sentences from a publisher's last word to "the article"
_ANY_ORGANISATION = lexicon.words(
    "organization organisation group company firm agency publication outlet network newspaper paper magazine site"
)


def publisher(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """Who published "a Times article", "the bank’s report", "a study by Acme"; a poll keeps its own name."""
    single = lexicon.singular(phrase.noun)
    if single not in lexicon.DOCUMENT_NOUNS or single in lexicon.PERSON_NOUNS:
        return None
    noun = re.compile(rf"\b{re.escape(phrase.noun)}\b", re.IGNORECASE)
    for mention, entity in reading.cast.inside(phrase.head):
        found = noun.search(reading.text, mention.span.end, phrase.head.end)
        if found and single in ("poll", "survey") and found.start() - mention.span.end < _NEAR_NOUN:
            span = Span(mention.start, found.end())
            name = " ".join(reading.text[span.start : span.end].split())
            return source.answer(name, "organisation", "poll", 0.75, evidence=[span])
        if _publishes(reading.text, phrase, mention, entity, found.start() if found else None):
            return reading.named(source, entity, "publisher", 0.65)
    return None


def _publishes(text: str, phrase: Phrase, mention: Mention, entity: Entity, noun: int | None) -> bool:
    before = text[phrase.head.start : mention.start].casefold().split()
    if before[-1:] == ["by"] or before[-2:] == ["by", "the"]:
        return True
    if noun is None:
        return False
    if mention.possessive:
        return noun - mention.span.end < _NEAR_NOUN
    return entity.kind == "organisation" and not text[mention.span.end : noun].strip()


def institution(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """What "the campaign", "the company" or "the report" points back to: the last one of that kind."""
    at, noun = phrase.head.start, lexicon.singular(phrase.noun)
    if phrase.plural and noun not in lexicon.DOCUMENT_NOUNS:
        voice = reading.scene.voice(at, head=noun, plural=True, within=20)
        return reading.repeat(source, voice, "description_repeated") if voice and len(phrase.words) < _SHORT else None
    if len(phrase.words) > _SHORT:
        return None
    voice = reading.scene.voice(at, head=noun, within=40)
    if voice and voice.kind in ("organisation", "group"):
        return reading.repeat(source, voice, "institution_repeated")
    if noun in lexicon.DOCUMENT_NOUNS or noun in lexicon.ORGANISATION_NOUNS:
        for entity in reading.scene.recent(at):
            if entity.kind == "organisation" and any(w.casefold() == noun for w in entity.words):
                return reading.named(source, entity, "institution_word", 0.7)
    last = reading.scene.last_speaker
    story = noun in lexicon.DOCUMENT_NOUNS and last is not None and last[0].kind == "organisation"
    if story and last and reading.passages.sentence(at) - last[1] <= _STORY_REACH:
        return reading.named(source, last[0], "publisher_again", 0.5)
    nearest = reading.scene.organisation(at, 4) if noun in _ANY_ORGANISATION else None
    if nearest and len(phrase.words) < _SHORT:
        return reading.named(source, nearest, "institution_near", 0.4)
    return None
