"""Noun phrases in running text, found without a parser: by walking back from where they end."""

from __future__ import annotations

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.phrases import head_of
from whipcount.resolve.reading import Reading
from whipcount.resolve.sources import WORDS, Phrase, read_phrase

_LONGEST = 10  # words walked back
_LINKS = ("of", "in", "on", "from", "at", "with")  # prepositions that a noun phrase may hold, two of them at most
_STARTS = lexicon.words("the a an some many most several few one other those his her their its")
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
        elif folded in lexicon.FUNCTION_WORDS:
            break
        if end < 0:
            end = right
        start = left
    if start < 0 or end <= start:
        return None
    return read_phrase(reading.text, Span(start, end))


def group_before(reading: Reading, at: int) -> Phrase | None:
    """The last plural description before an offset, in this or the previous two sentences."""
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
            phrase = noun_before(reading, start + match.end(), Span(start, start + match.end()))
            best = phrase or best
    return best


def _person(words: str) -> bool:
    noun = lexicon.singular(head_of(words))
    return noun in lexicon.PERSON_NOUNS or noun in lexicon.PARTY_WORDS
