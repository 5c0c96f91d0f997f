"""The terms that are listed, shipped ones and the user's, and the names they are looked up by."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import cast

from whipcount.model import KnownTerm, TermKind


@cache
def shipped() -> tuple[KnownTerm, ...]:
    """The widely known terms that come with the package."""
    found: list[KnownTerm] = []
    for line in _lines("known.txt"):
        kind, name, *others = (part.strip() for part in line.split("|"))
        aliases = tuple(alias.strip() for part in others for alias in part.split(","))
        found.append(KnownTerm(name, cast("TermKind", kind), aliases))
    return tuple(found)


@cache
def shipped_designators() -> frozenset[str]:
    """Types of military equipment that come with the package."""
    return frozenset(_lines("equipment.txt"))


def _lines(name: str) -> list[str]:
    text = files("whipcount.terms").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def shipped_in(text: str) -> tuple[KnownTerm, ...]:
    """The widely known terms that a text has a name of, looked for by the first words of their names."""
    pattern, by_word = _first_words()
    there = {found for found in pattern.findall(text) if found in by_word}
    maybe = {term for word in there for term in by_word[word]}
    return tuple(term for term in shipped() if term in maybe and any(form in text for form in forms_of(term)))


def forms_of(term: KnownTerm) -> tuple[str, ...]:
    """Every way to write a listed term."""
    return tuple(form for name in (term.name, *term.aliases) for form in written(name))


def written(name: str) -> tuple[str, ...]:
    """A name as it may be written; some papers set full stops in acronyms.

    >>> written("FBI"), written("HIMARS")
    (('FBI', 'F.B.I.'), ('HIMARS',))
    """
    return (name, ".".join(name) + ".") if 2 < len(name) < 6 and name.isalpha() and name.isupper() else (name,)


@cache
def _first_words() -> tuple[re.Pattern[str], dict[str, list[KnownTerm]]]:
    by_word: dict[str, list[KnownTerm]] = {}
    for term in shipped():
        for form in forms_of(term):
            by_word.setdefault(form.split()[0], []).append(term)
    words = sorted(by_word, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words)), by_word
