"""Capitalised words that are nobody's name: a plural or a noun at the head of a sentence, a whole family."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from whipcount.resolve import lexicon

if TYPE_CHECKING:
    from whipcount.resolve.mentions import Mention

# Endings of ordinary words that open sentences and are no names ("Nevertheless", "Taking").
_OPENERS = tuple(lexicon.words("ly ing ed less ght wise ally tion ness ment ity ism ogy ance ence"))
_WORKS = lexicon.words("poll polls survey report study video analysis opinion letter memo review woman man")
_NOUNS_IN_CAPITALS = lexicon.words("pac pacs ngo ngos tv pr vp lgbt lgbtq")
_THE = re.compile(r"\b[Tt]he[ \u00a0]$")


def kind_of_people(mention: Mention) -> bool:
    """True for a plural that names no one ("Progressives"), and for "Poll" or "PAC" alone."""
    word = mention.words[-1].casefold()
    if len(mention.words) == 1 and (word in _WORKS or word in _NOUNS_IN_CAPITALS):
        return True
    plural = len(mention.words) == 1 and mention.kind == "open" and lexicon.singular(word) != word
    return plural and (lexicon.singular(word) in lexicon.PERSON_NOUNS or lexicon.singular(word) in lexicon.PARTY_WORDS)


def compound(mention: Mention) -> bool:
    """True for a compound that is capitalised as the first word of a sentence: "Fact-checkers", "Two-thirds"."""
    head, _, tail = mention.words[0].rpartition("-")
    plural = tail.islower() and lexicon.singular(tail) != tail
    return len(mention.words) == 1 and bool(head) and plural and mention.kind == "open"


def without_openers(found: Sequence[Mention], opening: Collection[int]) -> list[Mention]:
    """Drop single unlisted words that stand nowhere but at the start of sentences: "Nevertheless", "Taking".

    A verb of saying after it, or a name elsewhere that holds it, shows a name.
    """
    elsewhere = {word for m in found if m.start not in opening for word in m.words}
    names = lexicon.first_names()
    return [
        m
        for m in found
        if m.start not in opening or m.words[0] in elsewhere or m.words[0] in names or m.possessive
        or not m.words[0].casefold().endswith(_OPENERS)
    ]  # fmt: skip


def plain_noun(mention: Mention, opening: Collection[int], found: Sequence[Mention]) -> bool:
    """True for "Newspaper: …" and "Messages show …": a document or a body, unless a longer name holds the word."""
    word = lexicon.singular(mention.words[0].casefold())
    if mention.start not in opening or len(mention.words) != 1 or mention.words[0] in lexicon.first_names():
        return False
    if mention.words[0].casefold() in lexicon.PLURAL_IRREGULAR:
        return False  # "Police"
    noun = word in lexicon.DOCUMENT_NOUNS or word in lexicon.ORGANISATION_NOUNS
    return noun and all(mention.words[0] not in m.words for m in found if m.start not in opening)


def whole_family(text: str, mention: Mention, found: Sequence[Mention]) -> bool:
    """True for "the Does" where Jane Doe is named: several people, and no body of that name."""
    word = mention.words[0]
    the = _THE.search(text, max(0, mention.start - 5), mention.start)
    if len(mention.words) != 1 or not word.endswith("s") or the is None:
        return False
    families = {m.words[-1] for m in found if m.kind == "person" and len(m.words) > 1}
    return word not in families and (word[:-1] in families or word.removesuffix("es") in families)
