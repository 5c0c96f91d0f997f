"""Noun phrases by their words alone: head noun, content words, where a description before a name begins."""

from __future__ import annotations

import re

from whipcount.resolve import lexicon

_POSTMODIFIER = re.compile(
    r"\s(?:of|for|from|at|in|on|to|with|by|under|about|against|behind|near|since|during|who|which|that|whose|when|where|"
    r"until|till|familiar|\w+ed\s+(?:by|in|on|at|for|to|with|from)|released|published|conducted|surveyed|polled|based|involved|"
    r"close|backing|supporting|representing|opposing|working|running|speaking|here|there|overall|alone|abroad|"
    r"everywhere|(?:this|last|next|earlier)[ \u00a0](?:this[ \u00a0])?"
    r"(?:week|month|year|morning|spring|summer|fall|autumn|winter|weekend))\b|"
    r"(?<=[a-z]s)\s\w+(?:ed|ing)\b"
)
# "Nine in 10 of the voters", "a group of lawmakers", "many of them": what is counted, not the count, is the head.
_COUNTED = re.compile(
    r"(?:(?:a|an|the|about|nearly|almost|over|only|just|more than|less than|at least|up to|as many as|roughly|some|"
    r"around|fully|another|every|each)\s+)*"
    r"(?:(?:[\w-]+|\d[\d.,]*)\s+){0,2}"
    r"(?:percent|per cent|%|\d+%|number|majority|minority|half|thirds?|quarters?|fifths?|share|group|handful|dozens|"
    r"scores|hundreds|thousands|millions|couple|lots?|chorus|series|crowd|coalition|bunch|plurality|many|some|most|"
    r"few|several|all|both|one|two|three|four|five|six|any|none|each|versions?|"
    r"cop(?:y|ies)|drafts?|in \d+|in (?:five|ten|four|three))\s+(?:of\s+)"
    r"(?:the\s+|these\s+|those\s+|his\s+|her\s+|their\s+|its\s+)?(?=\w)",
    re.IGNORECASE,
)
# Verbs that stand right before a description and do not end in -ed.
_VERBS = lexicon.words("met beat led hit won lost saw made put set sent held left kept brought chose sued got gave")
WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")


def _abbreviated(word: str) -> bool:
    return len(word) == 1 or word.casefold() in lexicon.ABBREVIATED_TITLES or "." in word


def extend_left(text: str, start: int) -> int:
    """Where the description directly before a name or title begins ("presidential nominee" Jane Doe)."""
    window = text[max(0, start - 90) : start]
    if not window.endswith((" ", "\u00a0")):
        return start
    best = start
    offset = start - len(window)
    pieces = list(WORD.finditer(window))
    for at in range(len(pieces) - 1, max(-1, len(pieces) - 8), -1):
        piece = pieces[at]
        follows = window[piece.end() : pieces[at + 1].start() if at + 1 < len(pieces) else len(window)]
        word = piece.group()
        folded = word.casefold()
        if follows not in (" ", "\u00a0", "’ ") and not (follows == ". " and _abbreviated(piece.group())):
            break
        if folded in _VERBS or (folded in lexicon.FUNCTION_WORDS and folded not in ("former", "top", "late", "ex")):
            break
        last = at == len(pieces) - 1
        if last and folded not in lexicon.PERSON_NOUNS and folded not in lexicon.TITLES:
            break
        if word[0].islower() and folded.endswith(("ed", "ly")) and "-" not in folded:
            break
        best = offset + piece.start()
    return best


def expanded(phrase: str) -> list[str]:
    """Content words of a description, folded, abbreviated titles written out, parties under one name."""
    found: list[str] = []
    for word in WORD.findall(phrase):
        folded = word.casefold().removesuffix("’s").removesuffix("'s").removeprefix("ex-")
        if folded in _VERBS or (folded in lexicon.FUNCTION_WORDS and folded not in ("first", "former")):
            continue
        found.append(lexicon.ABBREVIATED_TITLES.get(folded.rstrip("."), folded))
    return found


def head_of(phrase: str) -> str:
    """Head noun of a noun phrase, folded: the last word before what follows a noun.

    >>> head_of("the former secretary of state")
    'secretary'
    """
    counted = _COUNTED.match(phrase)
    phrase = phrase[counted.end() :] if counted else phrase
    cut = _POSTMODIFIER.search(phrase)
    words = WORD.findall(phrase[: cut.start()] if cut else phrase)
    if not words:
        return ""
    word: str = words[-1].casefold().removesuffix("’s").removesuffix("'s")
    return lexicon.ABBREVIATED_TITLES[word] if word in lexicon.ABBREVIATED_TITLES else word  # noqa: SIM401
