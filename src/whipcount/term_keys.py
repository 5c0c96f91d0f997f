"""When two names are names of one term: the same rule within a document, between documents and in a filter."""

from __future__ import annotations

import re
from functools import lru_cache

_LEADS = re.compile(r"^(?:the )?(?:u\.s\. |us )?")
_OF = re.compile(r"^(department|ministry) of (?:the )?(.+)$")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_SPELLINGS = {
    "defence": "defense",
    "programme": "program",
    "programmes": "program",
    "organisation": "organization",
    **{word: f"{number}{_ENDINGS.get(number, 'th')}" for number, word in enumerate(_ORDINALS.split(), start=1)},
}


@lru_cache(maxsize=10_000)
def term_key(name: str) -> str:
    """What two names of one term have in common: case, plural, hyphens and the two ways to name a department aside.

    >>> term_key("the U.S. Department of Defence") == term_key("Defense Department")
    True
    >>> term_key("Army Tactical Missile Systems")
    'army tactical missile system'
    """
    folded = " ".join(name.casefold().replace("’", "'").replace("-", " ").replace("–", " ").split())
    folded = _OF.sub(r"\2 \1", _LEADS.sub("", folded))
    return " ".join(_singular(_SPELLINGS.get(word, word)) for word in folded.split())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
