"""Names as they are compared: folded words, and the words that an entry is looked up by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DROPPED = str.maketrans("", "", "'’‘.`,\"“”-–")
_WHOLE = "="  # marks the key of a whole name, which no word begins with


def fold(word: str) -> str:
    """A word without case, accents, points, apostrophes and hyphens.

    >>> fold("O’Brien"), fold("Byung-chul"), fold("Calderón")
    ('obrien', 'byungchul', 'calderon')
    """
    plain = word.translate(_DROPPED)
    if plain.isascii():
        return plain.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", plain).casefold() if not unicodedata.combining(c))


def words_of(name: str) -> tuple[str, ...]:
    """Folded words of a name, in order, without a leading article.

    >>> words_of("the Harbour Board"), words_of("J. D. Vance")
    (('harbour', 'board'), ('j', 'd', 'vance'))
    """
    found = tuple(word for part in name.split() if (word := fold(part)))
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def person_words(name: str) -> tuple[tuple[str, ...], str]:
    """Words of a person's name, and the suffix that tells father and son apart, "" where none is given.

    >>> person_words("Donald Payne, Jr.")
    (('donald', 'payne'), 'jr')
    """
    words = words_of(name)
    if len(words) > 1 and words[-1] in SUFFIXES:
        return words[:-1], words[-1]
    return words, ""


def whole_key(name: str) -> str:
    """Key under which a whole name is found, in whatever way its words are joined.

    >>> whole_key("the Hyun Byung-Chul") == whole_key("Hyun Byung Chul")
    True
    """
    return _WHOLE + "".join(words_of(name))


def lookup_words(name: str, forms: Iterable[str], kind: str, family: str | None = None) -> tuple[str, ...]:
    """What an entry is found by: a person by the family name, an organisation by its whole name.

    Where the list does not say which word is the family name, first and last words both count, for many languages put
    it first.
    """
    names = (name, *forms)
    if kind != "person":
        return tuple(sorted({whole_key(one) for one in names}))
    if family is not None:
        return (words_of(family)[-1],)
    ends = (person_words(one)[0] for one in names)
    return tuple(sorted({word for words in ends if words for word in (words[0], words[-1]) if len(word) > 1}))
