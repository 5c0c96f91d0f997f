"""Noun phrases in running text, found without a parser: by walking back from where they end."""

from __future__ import annotations

import re
from itertools import pairwise

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.grammar import verblike
from whipcount.resolve.phrases import head_of
from whipcount.resolve.reading import Reading
from whipcount.resolve.sources import WORDS, Phrase, read_phrase

_LONGEST = 10  # words walked back
_LINKS = ("of", "in", "on", "from", "at", "with")  # prepositions that a noun phrase may hold, two of them at most
_OPENING = re.compile(
    r"((?:(?:The|Some|Many|Most|Several|Other|All|Both|These|Those|A few|Two|Three)[ \u00a0])?"
    r"(?:[\w’'-]+[ \u00a0]){0,3}[\w-]+s?(?:[ \u00a0](?:of|from|in|at|with)(?:[ \u00a0][\w’'-]+){1,4}?)?)[ \u00a0]"
    r"(?:are|were|have|had|do|did|will|would|can|could|should|may|might|say|said|[a-z]+ed|sat|stood|took|went|came|made|"
    r"gave|got|held|met|saw|told|left|won|lost|spent|wrote|think|believe|want|hope|argue|fear|see|who)\b"
)
_SHORTEST = re.compile(_OPENING.pattern.replace("{0,3}", "{0,3}?"))
_ADJECTIVES = lexicon.words(
    "young old black white senior top former many some most several other few local rural poor rich big small two "
    "three four five six ten new key anti pro fellow gay lesbian female male working college high the these those"
)
_ADJECTIVE_ENDINGS = ("al", "ic", "ive", "ous", "ary", "ian", "ish", "ful", "less", "able", "ible", "ent", "ant", "ist")
_STARTS = lexicon.words("the a an some many most several few one other those his her their its")
# Function words that noun phrases hold too.
_DESCRIBING = lexicon.words("former late top first second last new old great good own")
_COUNTS = lexicon.words("other these both all two three four five six")
_OF_PEOPLE = re.compile(r"((?:[\w’'-]+[ \u00a0]){1,5})of[ \u00a0](?=\w)")
_PART_OF = re.compile(
    r"(?:(?:on|in|to|for|with|by|from|at)[ \u00a0])?(?:an?[ \u00a0])?(?:[\w-]+[ \u00a0]){0,2}(?:share|number|"
    r"lots?|bunch|handful|couple|dozens|scores|hundreds|thousands|millions)[ \u00a0]of[ \u00a0]"
)
_GROUP_REACH = 600  # characters looked back for the group that "they" means


def noun_before(reading: Reading, at: int, within: Span) -> Phrase | None:
    """The noun phrase that ends right before an offset."""
    pieces = [(m.start() + within.start, m.end() + within.start, m.group())
              for m in WORDS.finditer(reading.text[within.start : within.end])]  # fmt: skip
    text = reading.text
    start = end = -1
    prepositions = 0
    for position in range(len(pieces) - 1, max(-1, len(pieces) - _LONGEST), -1):
        left, right, word = pieces[position]
        gap = reading.text[right : start if start >= 0 else at]
        if gap.strip(" \u00a0,-") or ("," in gap and start >= 0):
            break
        folded = word.casefold()
        if folded in _LINKS and start >= 0 and prepositions < 2:
            prepositions += 1
        elif folded in _STARTS:
            start = left
            linked = position > 0 and pieces[position - 1][2].casefold() in _LINKS
            if linked and not _person(text[left:end]):
                continue  # "farmers in the valley": the people stand further left
            if prepositions == 0 or folded != "the":
                break
            continue
        elif folded in lexicon.FUNCTION_WORDS and (folded not in _DESCRIBING or start < 0):
            break
        if end < 0:
            end = right
        start = left
    if start < 0 or end <= start:
        return None
    return read_phrase(reading.text, Span(_without_verb(text, start, end), end))


def _without_verb(text: str, start: int, end: int) -> int:
    """Where a noun phrase really begins, after verbs at its head and after what is only "of" it."""
    part = _PART_OF.match(text, start, end)
    if part and part.end() < end:
        start = part.end()  # "a huge share of delegates"
    of = _OF_PEOPLE.match(text, start, end)
    if of and not _person(of.group(1)) and _person(text[of.end() : end]):
        start = of.end()  # "the ire of lawmakers": the people speak
    for match in WORDS.finditer(text[start:end]):
        word = match.group()
        third = word.islower() and word.endswith("s") and not word.endswith(("ss", "’s", "'s")) and not _person(word)
        acting = (verblike(word) and not word.endswith("ed")) or word.endswith("ing") or third
        if not acting:
            return _after_verb(text, start + match.start(), end)
    return start


def _after_verb(text: str, start: int, end: int) -> int:
    """Where the object of a verb inside a noun phrase begins: "the list includes teachers"."""
    words = [*WORDS.finditer(text[start:end])]
    for word, following in pairwise(words):
        if verblike(word.group()) and not word.group().endswith("ed"):
            return start + following.start()
    return start


def group_before(reading: Reading, at: int) -> Phrase | None:
    """The last plural description before an offset, in this or the previous two sentences; subjects go before."""
    for back in range(3):
        place = reading.passages.sentence(at) - back
        if place < 0 or not reading.passages.sentences:
            break
        subject = _plural_subject(reading, reading.passages.sentences[place], at)
        if subject:
            return subject
    first = max(0, reading.passages.sentence(at) - 2)
    start = reading.passages.sentences[first].start if reading.passages.sentences else 0
    start = max(start, at - _GROUP_REACH)
    best: Phrase | None = None
    for match in WORDS.finditer(reading.text[start:at]):
        word = match.group().casefold()
        if not lexicon.is_plural(word) or word in lexicon.FUNCTION_WORDS:
            continue
        single = lexicon.singular(word)
        if single in lexicon.PERSON_NOUNS or single in lexicon.PARTY_WORDS or word in lexicon.PLURAL_IRREGULAR:
            best = _plain(reading.text, start, start + match.start(), start + match.end())
    return best


def _plain(text: str, first: int, start: int, end: int) -> Phrase:
    """A plural noun with the adjectives right before it."""
    for word in reversed([*WORDS.finditer(text[max(first, start - 60) : start])]):
        left, right = max(first, start - 60) + word.start(), max(first, start - 60) + word.end()
        folded = word.group().casefold()
        if text[right:start].strip(" \u00a0") or not (
            word.group()[0].isupper() or "-" in folded or folded in _ADJECTIVES or folded.endswith(_ADJECTIVE_ENDINGS)
        ):
            break
        start = left
    return read_phrase(text, Span(start, end))


def _plural_subject(reading: Reading, sentence: Span, at: int) -> Phrase | None:
    """The people whom a sentence begins with: "Black women of all ages sat …"."""
    for pattern in (_OPENING, _SHORTEST):  # "Millennials have reached": the longest words before a verb hold one
        opening = pattern.match(reading.text, sentence.start, min(sentence.end, at))
        if opening is None:
            return None
        phrase = read_phrase(reading.text, Span(opening.start(1), opening.end(1)))
        alone = len(phrase.words) == 1 and lexicon.singular(phrase.noun) not in lexicon.DOCUMENT_NOUNS
        opens = phrase.words[0].casefold() not in lexicon.FUNCTION_WORDS - _STARTS - _DESCRIBING - _COUNTS
        if phrase.plural and opens and (alone or _person(opening.group(1))):
            return phrase
    return None


def _person(words: str) -> bool:
    noun = lexicon.singular(head_of(words))
    return noun in lexicon.PERSON_NOUNS or noun in lexicon.PARTY_WORDS
