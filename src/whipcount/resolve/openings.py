"""Descriptions in headlines and openings, whose name only follows: "Coastal mayor rejects plan", "one lawmaker"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.bodies import fits, may_be_body
from whipcount.resolve.entities import Entity, agrees
from whipcount.resolve.fitting import FITS, elsewhere, party_of, role_score
from whipcount.resolve.mentions import Mention
from whipcount.resolve.phrases import expanded, head_of
from whipcount.resolve.reading import Reading, Source, anchor
from whipcount.resolve.roles import AGE
from whipcount.resolve.sources import Phrase, read_phrase, speaker_mention

_PLAIN_WORDS = 3  # of "the dairy farmer"
_OPENING = 4  # paragraphs: where a description may stand for somebody named below, and how far below
_BODY = 6  # paragraphs below a headline in which whom it means is named
_VOICES = 5  # statements below a headline, one of which is by whom it means
_INTRODUCES = ("a", "an", "one")
_ANOTHER = ("another", "other", "second")
_ANYBODY = lexicon.words("man woman guy person figure leader official chief head boss")
_BODIES = lexicon.words(
    "group company firm union newspaper paper magazine network pac super-pac organization organisation association "
    "charity nonprofit bank airline university college outlet site website report"
)


def named_below(reading: Reading, source: Source, phrase: Phrase) -> tuple[Entity, float] | None:
    """Somebody introduced only afterwards, with a confidence.

    In the headline articles are left out, and whoever is described there is mostly named first in the story: by a role
    that fits, else as the first new person who speaks. What follows may describe him again before it names him.
    """
    again = _described_so(reading, phrase)
    if again is not None:
        return again, 0.6
    headline = reading.passages.paragraph(phrase.head.start) == 0 and len(reading.passages.paragraphs) > 1
    plain = phrase.determiner in _INTRODUCES or phrase.definite or len(phrase.words) == 1
    if not headline and (reading.passages.paragraph(phrase.head.start) >= _OPENING or not plain):
        return None
    below = [*_people_below(reading, phrase, headline)]
    for mention, entity in below:
        if _fits(reading, phrase, mention, entity, by_party=not headline):
            return entity, 0.6
    if not headline:
        return _begins_next(reading, phrase, below)
    first = _speaks_first(reading, source, phrase, {entity.key for _, entity in below})
    shares = next(((entity, 0.45) for _, entity in below if _shares_words(reading, phrase, entity)), None)
    return first or shares or _begins_next(reading, phrase, below)


def _begins_next(reading: Reading, phrase: Phrase, below: list[tuple[Mention, Entity]]) -> tuple[Entity, float] | None:
    """Whom the next paragraph begins with, by name and age, after "the farmer" whom nothing introduced before."""
    paragraphs = reading.passages.paragraphs
    place = reading.passages.paragraph(phrase.head.start)
    if not phrase.definite or len(phrase.words) > _PLAIN_WORDS or place + 1 >= len(paragraphs):
        return None
    noun = re.compile(rf"\b{re.escape(phrase.noun)}\b")
    if noun.search(reading.text, 0, phrase.head.start):
        return None
    for mention, entity in below:
        opens = (mention.role or mention.span).start == paragraphs[place + 1].start
        aged = AGE.match(reading.text, mention.span.end)
        if opens and aged and not entity.roles and agrees(entity.gender, lexicon.PERSON_NOUNS.get(phrase.noun, "u")):
            return entity, 0.5
    return None


def _described_so(reading: Reading, phrase: Phrase) -> Entity | None:
    """Whom the headline calls by the same noun: "Coastal mayor rejects plan. / A mayor on Tuesday …"."""
    place = reading.passages.paragraph(phrase.head.start)
    for which in reading.order if phrase.definite or place < _OPENING else ():
        speaker, entity = reading.speakers[which], reading.entities.get(which)
        if entity is not None and speaker.rule == "description_later" and head_of(speaker.as_written) == phrase.noun:
            return entity if place == 0 or phrase.determiner not in _ANOTHER else None
    return None


def _fits(reading: Reading, phrase: Phrase, mention: Mention, entity: Entity, *, by_party: bool) -> bool:
    words = _own_words(reading, phrase)
    noun = lexicon.ABBREVIATED_TITLES.get(phrase.noun, phrase.noun)
    party = party_of(words)
    if elsewhere(entity, words) or not agrees(entity.gender, lexicon.PERSON_NOUNS.get(noun, "u")):
        return False
    if by_party and party and entity.party == party:
        return True
    return role_score(entity, noun, words) >= FITS or (not by_party and mention.honorific == noun)


def _shares_words(reading: Reading, phrase: Phrase, entity: Entity) -> bool:
    """Whether somebody's roles hold more of a description than its noun, or his party does."""
    words = _own_words(reading, phrase) - {phrase.noun}
    if not agrees(entity.gender, lexicon.PERSON_NOUNS.get(phrase.noun, "u")) or elsewhere(entity, words):
        return False
    party = party_of(words)
    return (party is not None and entity.party == party) or any(words & r.words for r in entity.roles)


def _own_words(reading: Reading, phrase: Phrase) -> set[str]:
    """The words of a description without whom it belongs to: "Doe’s son"."""
    owners = {w for word in phrase.words if word.endswith(("’s", "'s", "s’", "s'")) for w in expanded(word)}
    return set(expanded(reading.text[phrase.head.start : phrase.head.end])) - owners


def _people_below(reading: Reading, phrase: Phrase, headline: bool) -> Iterator[tuple[Mention, Entity]]:
    """People named in full below a phrase who did not come up before, nor in the headline."""
    paragraphs = reading.passages.paragraphs
    place = reading.passages.paragraph(phrase.head.start)
    first = paragraphs[place].end if headline else phrase.span.end
    last = paragraphs[min(place + (_BODY if headline else _OPENING), len(paragraphs) - 1)].end
    known = {event.entity.key for event in reading.scene.events}
    if headline:
        known |= {entity.key for _, entity in reading.cast.inside(paragraphs[place])}
    for mention, entity in reading.cast.inside(Span(first, last)):
        if entity.kind == "person" and entity.key not in known and len(mention.words) > 1:
            yield mention, entity


def _speaks_first(reading: Reading, source: Source, phrase: Phrase, new: set[int]) -> tuple[Entity, float] | None:
    """The first new person among the sources of the next statements, unless the text calls him something else."""
    words = _own_words(reading, phrase)
    party = party_of(words)
    for _, entity in _voices_below(reading, source):
        same = any(words & r.words for r in entity.roles) or (party and party == entity.party)
        if entity.key in new and agrees(entity.gender, lexicon.PERSON_NOUNS.get(phrase.noun, "u")) and (
            same or phrase.noun in _ANYBODY or not entity.roles
        ):  # fmt: skip
            return entity, 0.6 if same else 0.45
    return None


def body_below(reading: Reading, source: Source, phrase: Phrase) -> Entity | None:
    """The first new organisation that speaks below a headline about "a climate group" or "a newspaper"."""
    noun = lexicon.singular(phrase.noun)
    headline = reading.passages.paragraph(phrase.head.start) == 0 and len(reading.passages.paragraphs) > 1
    if not headline or noun not in _BODIES or phrase.plural or reading.cast.inside(phrase.head):
        return None
    known = {entity.key for _, entity in reading.cast.inside(reading.passages.paragraphs[0])}
    for _, entity in _voices_below(reading, source):
        if entity.key not in known and may_be_body(entity) and fits(noun, entity) is not False:
            return entity
    return None


def _voices_below(reading: Reading, source: Source) -> Iterator[tuple[Mention, Entity]]:
    """Who is named as the source of each of the next statements, in text order."""
    headline = reading.passages.paragraphs[0].end
    below = sorted(
        (anchor(a), i) for i, a in enumerate(reading.attributions) if a.source and a.source[0].start >= headline
    )
    for _, i in below[:_VOICES]:
        phrase = read_phrase(reading.text, Span(*reading.attributions[i].source[0]))
        headed = speaker_mention(reading.cast, phrase) if i != source.which and phrase.words else None
        if headed:
            yield headed[0], headed[1]
