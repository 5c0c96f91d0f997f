"""Which countries a text names, by name or adjective."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from whipcount.models import model_bytes
from whipcount.register.shipped import FOLDER

COUNTRIES = "countries.json"


@cache
def country_words() -> Mapping[str, str]:
    """Name or adjective -> country.

    Raises:
        ModelError: The file is missing or altered.
    """
    words: dict[str, str] = json.loads(model_bytes(COUNTRIES, folder=FOLDER))
    return words


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(country_words(), key=lambda word: (-len(word), word))
    return re.compile(r"(?=[A-Z])(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?:['’]s)?(?!\w)")


def countries_in(text: str) -> frozenset[str]:
    """Countries that a text names.

    >>> sorted(countries_in("The Russian president flew from South Korea to the U.S. on Monday."))
    ['Russia', 'South Korea', 'United States']
    """
    words = country_words()
    found = (re.sub(r"['’]s$", "", match.group()) for match in _pattern().finditer(text))
    return frozenset(words[word] for word in found)
