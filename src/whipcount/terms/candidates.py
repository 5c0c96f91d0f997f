"""What the rules find before names are joined, and small questions about the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from whipcount.model import Document, Span, TermKind
from whipcount.passages import Passages
from whipcount.terms.vocabulary import BRANCHES, DAYS, HEADS, OUTLETS, PLACES, STOP, SURELY_TITLES, TITLES, WARLIKE

_SKIPPED = frozenset({"promo", "byline", "credit", "dateline"})
# A capitalised word or a number, with the possessive that may follow it.
TOKEN = re.compile(r"(?:[A-Z]\.){2,6}|[\w&][\w&./’'–-]*(?<![.'’/-])")
_NAME = r"[A-Z](?:['’][A-Z])?[\w-]{1,30}"
_NUMBER = re.compile(r"\d{1,4}[A-Z]{0,2}\d{0,2}")
_TITLED = re.compile(
    rf"(?:{'|'.join(sorted(word.capitalize() for word in TITLES))})\.?\s(?:[A-Z]\.\s)?"
    rf"({_NAME})(?:\s[A-Z]\.)?(?:\s({_NAME}))?"
)
_SPEAKING = r"(?:said|says|told|wrote|added|argued|asked|tweeted|responded|replied)"
_SPEAKER = re.compile(rf"({_NAME})\s(?:[A-Z]\.\s)?({_NAME}),?\s{_SPEAKING}\b|{_SPEAKING}\s({_NAME})\s({_NAME})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a rule found at ``span``; ``evidence`` is where the text says what it is."""

    name: str
    span: Span
    kind: TermKind
    rule: str
    confidence: float
    evidence: Span
    acronym: str | None = None
    aliases: tuple[str, ...] = ()


def squeezed(text: str) -> str:
    """White space as single spaces."""
    return " ".join(text.split())


class Wording:
    """A document's text with what the rules ask about it, each worked out once."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.passages = Passages(document)

    def readable(self, start: int, end: int) -> bool:
        """Whether capitals mean something at this place: not in a byline, a promotion or a line all in capitals."""
        if self.passages.kind(start) in _SKIPPED:
            return False
        first = max(self.text.rfind("\n", max(0, start - 160), start) + 1, start - 160, 0)
        stop = self.text.find("\n", end, end + 160)
        around = self.text[first:start] + " " + self.text[end : stop if stop >= 0 else end + 160]
        words = [word for word in re.findall(r"[^\W\d_]{4,}", around) if word.casefold() not in STOP]
        if any(word[0].islower() for word in words):
            return True
        # A short sentence has a stop at its end, a heading in capitals has none.
        return not words or (len(words) == 1 and around.rstrip(" ”\"’'")[-1] in ".!?,")

    @cached_property
    def persons(self) -> frozenset[str]:
        """Words of the names that a title stands before, or that somebody speaks under."""
        found: set[str] = set()
        for pattern in (_TITLED, _SPEAKER):
            for match in pattern.finditer(self.text):
                if not self.word_start(match.start()):
                    continue
                words = [word for word in match.groups() if word]
                if HEADS.keys().isdisjoint(words):  # "the State Department said" names nobody
                    found.update(words)
        return frozenset(found - PLACES)

    @cached_property
    def warlike(self) -> bool:
        """Whether the document is about arms at all: at least two words of that field."""
        words = set(re.findall(r"[a-z]+(?:-[a-z]+)?", self.text)) & WARLIKE
        return len(words) >= 2

    def word_start(self, offset: int) -> bool:
        """Whether a word begins at the offset: no letter, digit or full stop stands right before it."""
        return offset == 0 or not (self.text[offset - 1].isalnum() or self.text[offset - 1] in "._-")

    def sentence_start(self, offset: int) -> bool:
        """Whether a sentence, line or quotation begins at the offset."""
        before = self.text[max(0, offset - 4) : offset].rstrip(" ")
        return not before or before[-1] in ".!?:\n\"“‘'("

    def run_before(self, end: int, *, most: int = 8) -> list[re.Match[str]]:
        """The words before ``end`` on the same line and in the same clause, the nearest last."""
        first = max(0, end - 24 * most)
        window = self.text[first:end]
        cut = max(window.rfind(mark) for mark in ("\n", ";", ":", "(", ")", '"', "“", "”", "—", "!", "?", "[", "]"))
        commas = window.rfind(",")
        start = first + max(cut, commas) + 1
        return list(TOKEN.finditer(self.text, start, end))[-most:]


def bare(word: str) -> str:
    """A word without its possessive.

    >>> bare("Romania’s"), bare("Veterans'")
    ('Romania', 'Veterans')
    """
    return re.sub(r"[’']s?$", "", word)


def capitalised(word: str) -> bool:
    """Whether a word begins as a name does, or is a number in one, as in "Leopard 2A6"."""
    return word[:1].isupper() or _NUMBER.fullmatch(word) is not None


def ordinary(word: str) -> bool:
    """Whether a capitalised word is none that a term's name begins with: a function word, a title, a day, a place."""
    plain_word = bare(word)
    return plain_word.casefold() in STOP or plain_word.casefold().rstrip(".") in SURELY_TITLES or plain_word in DAYS


def never_arms(word: str) -> bool:
    """Whether a capitalised word before a weapon's noun says whose it is, and not what it is called."""
    plain_word = bare(word)
    return plain_word in PLACES or plain_word in BRANCHES or plain_word in OUTLETS or ordinary(word)
