"""Whether a short form stands for a long one, and where the long form begins.

After Schwartz and Hearst (2003): look to the left of the short form for the words that its letters come from. Their
test takes a letter anywhere in a word; ours takes the first letter of a word before others in it, and allows one word
that gives no letter, so that chance matches in running text are rare.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from whipcount.model import Span
from whipcount.terms.vocabulary import STOP, words

SHORT = r"[A-Z][A-Za-z]{0,3}(?:[A-Z0-9&][a-z]{0,2}){1,8}"
"""Two to ten letters, most of them capitals: "ATACMS", "DoD", "UAVs"."""

_WINDOW = 140  # code points to the left of a short form in which its long form may begin
_WORD = re.compile(r"[^\s,\-–/]+")
_BREAK = re.compile(r"(?<![A-Z])[.!?;:]\s|\n\s{0,3}\n|[()\"“”\[\]—]")
_DIGITS = {"for": "4", "four": "4", "to": "2", "two": "2"}
_SMALL = words("a an and at by for from in into of on or the to with &")


def plain(short: str) -> str:
    """A short form without its full stops and the s of its plural.

    >>> plain("F.B.I."), plain("UAVs"), plain("ATACMS")
    ('FBI', 'UAV', 'ATACMS')
    """
    letters = short.replace(".", "")
    return letters[:-1] if len(letters) > 2 and letters.endswith("s") and letters[:-1].isupper() else letters


def spelled_by(short: str, long: Sequence[str]) -> int | None:
    """How many content words give no letter to the short form; None when the letters do not come from the words.

    >>> spelled_by("ATACMS", ["Army", "Tactical", "Missile", "System"])
    0
    >>> spelled_by("AP", ["Kansas", "City"]) is None
    True
    """
    letters = tuple(character.casefold() for character in plain(short) if character.isalnum())
    folded = tuple(_sounding(word.casefold().strip("'’."), letters) for word in long)
    if not letters or not folded or folded[0][:1] != letters[0]:
        return None
    cost, initials = _matched(letters, folded)
    if initials * 2 < len(letters) or cost > _spared(letters, long, initials):
        return None
    return cost


def _sounding(word: str, letters: Sequence[str]) -> str:
    """A word with the digit that stands for it in "SS4A", Safe Streets for All."""
    digit = _DIGITS.get(word)
    return digit if digit in letters and digit is not None else word


def _spared(letters: Sequence[str], long: Sequence[str], initials: int) -> int:
    """How many words may give no letter: one, or in a long capitalised name whose first words give them all, four."""
    if len(letters) < 3:
        return 0
    named = long[0].istitle()
    return 4 if named and len(letters) > 3 and initials == len(letters) and len(long) > 6 else 1


def _matched(letters: tuple[str, ...], long: tuple[str, ...]) -> tuple[int, int]:
    """The cheapest way to take all letters out of the words in order: words left out, letters that begin a word."""
    unable = (99, 0)

    @cache
    def best(letter: int, word: int) -> tuple[int, int]:
        if word == len(long):
            return (0, 0) if letter == len(letters) else unable
        skipped = best(letter, word + 1)
        options = [] if word == 0 else [(skipped[0] + (long[word] not in _SMALL), skipped[1])]
        if letter < len(letters) and long[word][:1] == letters[letter]:
            taken, at = 1, 1
            while True:
                rest = best(letter + taken, word + 1)
                options.append((rest[0], rest[1] + 1))
                following = letter + taken
                at = long[word].find(letters[following], at) + 1 if following < len(letters) else 0
                if not at:
                    break
                taken += 1
        return min(options, key=lambda it: (it[0], -it[1]), default=unable)

    return best(0, 0)


def long_form_before(text: str, end: int, short: str) -> Span | None:
    """The words that end at ``end`` and spell the short form.

    >>> text = "the long-range Army Tactical Missile System, or ATACMS"
    >>> start, end = long_form_before(text, text.index(","), "ATACMS")
    >>> text[start:end]
    'Army Tactical Missile System'
    """
    first = max(0, end - _WINDOW)
    for found in _BREAK.finditer(text, first, end):
        first = found.end()
    near = list(_WORD.finditer(text, first, end))
    most = min(len(plain(short)) * 2 + 3, len(near))
    best: tuple[int, int] | None = None
    for count in range(1, most + 1):
        chosen = [m.group() for m in near[-count:]]
        cost = None if chosen[0].casefold() in STOP else spelled_by(short, chosen)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, count)
    if best is None:
        return None
    start, stop = near[-best[1]].start(), near[-1].end()
    if best[1] < 2 and not re.search(r"\w[-–]\w|[a-z][A-Z]", text[start:stop]):
        return None  # one plain word spells any short form that begins it
    return Span(start, stop)
