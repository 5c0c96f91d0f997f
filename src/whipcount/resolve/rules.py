"""One sweep through the document, in text order, and the choice of rule for each kind of source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from whipcount.model import Attribution, Document, Span, Speaker
from whipcount.regards import Regards
from whipcount.resolve import lexicon
from whipcount.resolve.confidence import calibrated
from whipcount.resolve.descriptions import phrase_speaker
from whipcount.resolve.doubts import afterthoughts, doubts
from whipcount.resolve.grammar import pronoun_role
from whipcount.resolve.missing import missing
from whipcount.resolve.naming import entity_name
from whipcount.resolve.phrases import head_of
from whipcount.resolve.pronouns import asks, first_person, he_or_she, it, oneself, question_or_answer, they
from whipcount.resolve.reading import Answer, Reading, Source, anchor
from whipcount.resolve.relatives import relative
from whipcount.resolve.scene import Voice
from whipcount.resolve.sources import read_phrase

_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself|He|She|His|Her)\b")
_OF_WHOM = re.compile(r"\bof (?:whom|which)$")
_ATTRIBUTION, _NAME, _PRONOUN = range(3)  # what is read first where two begin together


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody whom a pronoun may mean. ``mentions`` are the offsets of the name in the document."""

    name: str
    mentions: tuple[int, ...]
    probability: float


def resolve_all(
    document: Document, attributions: Sequence[Attribution], regards: Regards | None = None
) -> tuple[Speaker, ...]:
    """Read a document once and say for each attribution who speaks."""
    reading = Reading.begin(document, attributions, regards=regards)
    for _ in sweep(reading):
        pass
    after = afterthoughts(reading)
    return tuple(
        calibrated(reading.speakers[i], reading.entities.get(i), (*reading.seen[i], *after[i]))
        for i in range(len(attributions))
    )


def sweep(reading: Reading) -> Iterator[tuple[Span, int | None]]:
    """Read a document in text order, and stop before each personal pronoun is read.

    Yields:
        The pronoun, with the position of the attribution whose source it is, if it is one.
    """
    cast = reading.cast
    statements = sorted((anchor(a), _ATTRIBUTION, i) for i, a in enumerate(reading.attributions))
    names = ((m.start, _NAME, i) for i, m in enumerate(cast.mentions) if i in cast.entity_of)
    for start, what, which in merge(statements, names, _pronouns(reading)):
        if what == _ATTRIBUTION:
            source = reading.attributions[which].source[:1]
            if source and _PERSONAL.fullmatch(reading.text, *source[0]):
                yield source[0], which
            _read_attribution(reading, which)
        elif what == _NAME:
            reading.scene.see(cast.mentions[which], cast.entity_of[which])
        else:
            yield Span(start, which), None
            _read_pronoun(reading, start, which)


def meant(
    document: Document, pronoun: Span, names: Sequence[Span] = (), regards: Regards | None = None
) -> tuple[Meant, ...]:
    """Whom one personal pronoun of a document may mean, by the code that resolves sources.

    Args:
        document: The text; no statement in it need be known.
        pronoun: Where "he", "him", "his", "she" or "her" stands.
        names: Spans known to name people, should the rules not see them as names.
        regards: What the reader looked at from the document's pronouns.
    Returns:
        People named in the document, the likeliest first.
    """
    reading = Reading.begin(document, (), names, regards)
    for span, _ in sweep(reading):
        if span.start >= pronoun.start:
            break
    ranked = reading.scene.rank(reading.query(pronoun), ahead=reading.ahead(pronoun))
    mentions: dict[int, list[int]] = {}
    for at, entity in reading.cast.entity_of.items():
        mentions.setdefault(entity.key, []).append(reading.cast.mentions[at].start)
    return tuple(Meant(entity_name(entity), tuple(sorted(mentions[entity.key])), p) for entity, p in ranked)


def _pronouns(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Personal pronouns that are no source themselves and stand outside quotations."""
    sources = reading.cast.sources
    starts = [s.start for s in sources]
    for match in _PERSONAL.finditer(reading.text):
        at = bisect_right(starts, match.start()) - 1
        if (at < 0 or sources[at].end <= match.start()) and not reading.passages.quoted(match.start()):
            yield match.start(), _PRONOUN, match.end()


def _read_pronoun(reading: Reading, start: int, end: int) -> None:
    span = Span(start, end)
    found = reading.person(span)
    if found:
        reading.scene.refer(span, found[0], pronoun_role(reading.text, start, end))


def _read_attribution(reading: Reading, which: int) -> None:
    attribution = reading.attributions[which]
    speaker, entity = _speaker(reading, which, attribution)
    reading.speakers[which] = speaker
    reading.order.append(which)
    reading.seen[which] = tuple(doubts(reading, Source(which, attribution, speaker.as_written), speaker, entity))
    start = anchor(attribution)
    if entity is not None:
        reading.entities[which] = entity
        reading.scene.speak(attribution.source[0] if attribution.source else Span(start, start), entity)
    elif speaker.name and speaker.kind in ("group", "anonymous", "organisation"):
        noun = head_of(speaker.name)
        plural = speaker.kind != "anonymous" or lexicon.is_plural(noun)
        sentence = reading.passages.sentence(start)
        head = lexicon.singular(noun)
        reading.scene.hear(Voice(start, sentence, speaker.name, speaker.kind, head, plural, speaker.evidence))


def _speaker(reading: Reading, which: int, attribution: Attribution) -> Answer:
    """The rule for this kind of source."""
    spans = [s for s in attribution.source if s.end > s.start]
    as_written = " … ".join(reading.text[s.start : s.end] for s in spans)
    source = Source(which, attribution, as_written)
    if not spans:
        return missing(reading, source)
    if as_written in ("Q", "A"):
        return question_or_answer(reading, source)
    phrase = read_phrase(reading.text, Span(*spans[0]))
    word = phrase.pronoun
    if not phrase.words:
        return source.answer(None, "none", "no_words", 0.0)
    if word in lexicon.HE | lexicon.SHE:
        return he_or_she(reading, source, phrase.head)
    if word in lexicon.FIRST_SINGULAR | lexicon.FIRST_PLURAL or phrase.words[0].casefold() in ("i", "we"):
        return first_person(reading, source)
    if word in lexicon.THEY:
        return they(reading, source)
    if word in lexicon.IT:
        return it(reading, source)
    if word in lexicon.RELATIVES or _OF_WHOM.search(as_written):
        return relative(reading, source, word or as_written.split()[-1])
    if word == "self":
        return oneself(reading, source) or phrase_speaker(reading, source, phrase)
    if word in lexicon.SECOND and reading.interviewee and asks(reading, source.start):
        return reading.named(source, reading.interviewee, "second_person_interview", 0.6)
    if word in lexicon.NOBODY or word in lexicon.SECOND:
        return source.answer(None, "none", "nobody", 0.6)
    return phrase_speaker(reading, source, phrase)
