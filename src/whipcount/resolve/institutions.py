"""Sources that are publications and institutions: "a study by Acme", "the report", "the company", "the campaign"."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.resolve import lexicon, naming
from whipcount.resolve.bodies import fits, may_be_body
from whipcount.resolve.entities import Entity, folded
from whipcount.resolve.mentions import Mention
from whipcount.resolve.phrases import expanded
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.sources import Phrase
from whipcount.resolve.works import POLLS, author, named_poll, poll_here, poll_introduced

_NEAR_NOUN = 28  # characters between a publisher's name and the word for what it published
_SHORT = 3  # words of a phrase that only points back ("the same company")
_BODY_REACH, _ANY_REACH = 30, 5  # sentences looked back for a body of the right kind, and for one of any kind
_STORY_REACH = 12  # sentences from a publisher's last word to "the article"
_ANY_ORGANISATION = lexicon.words("organization organisation group company firm agency publication outlet")
_ONLY_SEEN = lexicon.words("reviewed obtained seen viewed read cited quoted received")  # "a letter obtained by"
_FOUND = "finding"
_PARTS = lexicon.words("page cover edition issue editorial website")  # "the front page of the Northern Times"
_GIVEN = re.compile(r"[ \u00a0](he|she)[ \u00a0]\w+")  # "an account she gave to the Northern Times"
_OF_PRESIDENT = re.compile(r"\b(?!The\b|New\b)([A-Z][a-z’'-]+?)(?:['’]s?)?[ \u00a0]administration\b")
_PRESIDENT = frozenset(("president",))
_KIND_WORDS = 5  # words of "the social media company"
_CAMPAIGNS = lexicon.words("campaign camp team operation")


def publisher(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """Who published "a Times article", "the bank’s report", "a study by Acme"; a poll keeps its own name."""
    single = lexicon.singular(phrase.noun)
    poll = None if phrase.plural and single in POLLS else poll_here(reading, phrase.head)
    if poll is not None and (single in POLLS or single in lexicon.DOCUMENT_NOUNS):
        return source.answer(poll[0], "organisation", "poll", 0.75, evidence=[poll[1]])
    if single in POLLS and not phrase.plural and not phrase.definite and len(phrase.words) < _SHORT:
        poll = named_poll(reading, phrase.head.start)  # "Poll: …" in a headline; the text below names it
        return source.answer(poll[0], "organisation", "poll", 0.55, evidence=[poll[1]]) if poll else None
    new = single == _FOUND or (single in POLLS and not phrase.plural and not phrase.definite)
    if new and not reading.cast.inside(phrase.head):
        poll = poll_introduced(reading, phrase.head.end)
        return source.answer(poll[0], "organisation", "poll", 0.5, evidence=[poll[1]]) if poll else None
    if single not in lexicon.DOCUMENT_NOUNS or single in lexicon.PERSON_NOUNS:
        return None
    given = _GIVEN.search(reading.text, *phrase.head)
    found = reading.person(Span(given.start(1), given.end(1))) if given else None
    if found:
        return reading.named(source, found[0], "author", round(found[1] * 0.7, 2))
    noun = re.compile(rf"\b{re.escape(phrase.noun)}\b", re.IGNORECASE)
    for mention, entity in reading.cast.inside(phrase.head):
        place = noun.search(reading.text, mention.span.end, phrase.head.end)
        if _publishes(reading.text, phrase, mention, entity, place.start() if place else None):
            body = naming.body_of(reading.text, mention.span.end, entity)
            if body != naming.entity_name(entity):
                return source.answer(body, "organisation", "publisher", 0.65, evidence=[entity.span])
            return reading.named(source, entity, "publisher", 0.65)
    return None


def _publishes(text: str, phrase: Phrase, mention: Mention, entity: Entity, noun: int | None) -> bool:
    before = text[phrase.head.start : mention.start].casefold().split()
    by = before[:-1] if before[-1:] == ["the"] else before
    if by[-1:] == ["by"]:
        return by[-2:-1] != [] and by[-2] not in _ONLY_SEEN
    if before[-2:] == [phrase.noun, "from"] or before[-3:] == [phrase.noun, "from", "the"]:
        return entity.kind in ("organisation", "person") and not (phrase.plural and phrase.noun[:-1] in POLLS)
    if lexicon.singular(phrase.noun) in _PARTS and (before[-1:] == ["of"] or before[-2:] == ["of", "the"]):
        return entity.kind == "organisation"
    if noun is None:
        return False
    if mention.possessive:
        return noun - mention.span.end < _NEAR_NOUN
    return may_be_body(entity) and entity.kind != "person" and not text[mention.span.end : noun].strip()


def institution(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """What "the campaign", "the company" or "the report" points back to: the last one of that kind."""
    at, noun = phrase.head.start, lexicon.singular(phrase.noun)
    if phrase.plural and noun not in lexicon.DOCUMENT_NOUNS:
        voice = reading.scene.voice(at, head=noun, plural=True, within=20)
        return reading.repeat(source, voice, "description_repeated") if voice and len(phrase.words) < _SHORT else None
    if reading.cast.inside(phrase.head):
        return None  # "the Doe campaign" says itself whose it is
    named = _named_so(reading, phrase)
    if named is not None:
        return reading.named(source, named, "institution_word", 0.7)
    if len(phrase.words) > (_KIND_WORDS if noun in _ANY_ORGANISATION else _SHORT):
        return None
    if noun == "administration" and len(phrase.words) < _SHORT:
        return _administration(reading, source, at)
    if noun in _CAMPAIGNS and len(phrase.words) < _SHORT:
        return _campaign(reading, source, at)
    if phrase.plural:
        return None
    return _work(reading, source, phrase, noun) if noun in lexicon.DOCUMENT_NOUNS else _body(reading, source, at, noun)


def _named_so(reading: Reading, phrase: Phrase) -> Entity | None:
    """The organisation whose name holds all words of "the board of elections" or "the court"; the last one named."""
    noun = lexicon.singular(phrase.noun)
    wanted = {lexicon.singular(w) for w in expanded(reading.text[phrase.head.start : phrase.head.end])}
    if noun not in lexicon.ORGANISATION_NOUNS or noun in _CAMPAIGNS or not wanted:
        return None
    found = [
        e for e in reading.cast.by_word.get(folded(phrase.noun), [])
        if e.kind == "organisation" and len(e.words) > 1 and wanted <= {lexicon.singular(folded(w)) for w in e.words}
    ]  # fmt: skip
    recent = [e for e in reading.scene.recent(phrase.head.start) if e in found]
    return next(iter(recent or found), None)


def _administration(reading: Reading, source: Source, at: int) -> Answer | None:
    """The administration that the text names before, else after; else that of whom it calls President."""
    named = [m for m in _OF_PRESIDENT.finditer(reading.text) if m.group(1) not in lexicon.FUNCTION_WORDS]
    before = [m for m in named if m.start() < at]
    for match in [*before[-1:], *named[:1]]:
        name, evidence = f"{match.group(1)} administration", [Span(*match.span(1))]
        return source.answer(name, "organisation", "institution_word", 0.6, evidence=evidence)
    heads = [e for e in reading.cast.people if any(r.words == _PRESIDENT for r in e.roles)]
    if not heads:
        return None
    name = f"{naming.surname(max(heads, key=lambda e: e.mentions))} administration"
    return source.answer(name, "organisation", "institution_word", 0.5)


def _campaign(reading: Reading, source: Source, at: int) -> Answer | None:
    """Whose campaign was named last; else whose spokesman spoke last; else the person most in mind."""
    owner = naming.campaign_owner(reading.cast, at)
    if owner is not None:
        return _campaign_of(source, owner, 0.7)
    voice = reading.scene.voice(at, head="campaign", within=40)
    if voice:
        return reading.repeat(source, voice, "institution_repeated")
    found = reading.scene.person(reading.scene.query(Span(at, at), "subject", "u"))
    return _campaign_of(source, found[0], round(found[1] * 0.6, 2)) if found else None


def _campaign_of(source: Source, owner: Entity, confidence: float) -> Answer:
    name = f"{naming.surname(owner)} campaign"
    behalf = naming.entity_name(owner)
    evidence = [owner.span]
    return source.answer(name, "organisation", "campaign_of", confidence, behalf=behalf, evidence=evidence)


def _work(reading: Reading, source: Source, phrase: Phrase, noun: str) -> Answer | None:
    """Who wrote or published "the report"; the full name of "the poll"."""
    at = phrase.head.start
    if noun in POLLS:
        poll = named_poll(reading, at)
        return source.answer(poll[0], "organisation", "poll", 0.65, evidence=[poll[1]]) if poll else None
    found = author(reading, at, noun)
    if found is not None:
        if isinstance(found, Entity):
            return reading.named(source, found, "author", 0.6)
        speaker = reading.speakers[found]
        if speaker.name and speaker.kind in ("person", "organisation", "group"):
            return reading.same_speaker(source, found, "author", 0.55)
    last = reading.scene.last_speaker
    if last and last[0].kind == "organisation" and reading.passages.sentence(at) - last[1] <= _STORY_REACH:
        return reading.named(source, last[0], "publisher_again", 0.5)
    voice = reading.scene.voice(at, within=3)
    return reading.repeat(source, voice, "publisher_again") if voice and voice.kind == "organisation" else None


def _body(reading: Reading, source: Source, at: int, noun: str) -> Answer | None:
    """The last organisation that "the newspaper", "the agency" or "the group" may be."""
    here = reading.passages.sentence(at)
    voice = reading.scene.voice(at, head=noun, within=40)
    if voice and voice.kind in ("organisation", "group") and voice.name.casefold() != noun:
        return reading.repeat(source, voice, "institution_repeated")
    crowd = reading.scene.voice(at, plural=True, within=_ANY_REACH) if noun in ("group", "crowd") else None
    for event in reversed(reading.scene.events):
        if event.start >= at or here - event.sentence > _BODY_REACH:
            continue
        if crowd and crowd.start > event.start:
            return reading.repeat(source, crowd, "institution_repeated")
        close = here - event.sentence <= _ANY_REACH
        sure = fits(noun, event.entity)
        if sure or (sure is None and close and noun in _ANY_ORGANISATION and may_be_body(event.entity)):
            return reading.named(source, event.entity, "institution_kind", 0.65 if sure else 0.45)
    if crowd:
        return reading.repeat(source, crowd, "institution_repeated")
    return _introduced(reading, source, at, noun)


def _introduced(reading: Reading, source: Source, at: int, noun: str) -> Answer | None:
    """The fuller words by which "the commission" was introduced: "a New Hampshire ballot commission"."""
    if noun not in lexicon.ORGANISATION_NOUNS:
        return None
    start = reading.passages.sentences[max(0, reading.passages.sentence(at) - _ANY_REACH)].start
    pattern = re.compile(rf"\b(?:an?|the)[ \u00a0]((?:[\w’'.-]+[ \u00a0]){{1,5}}{re.escape(noun)})\b")
    last = None
    for match in pattern.finditer(reading.text, start, at):
        words = match.group(1).split()
        if not any(w in lexicon.FUNCTION_WORDS for w in words):
            last = match
    if last is None:
        return None
    span = Span(last.start(1), last.end(1))
    return source.answer(" ".join(last.group(1).split()), "organisation", "introduced", 0.55, evidence=[span])
