"""The part that a name or pronoun plays in its clause, guessed from the words beside it; no parser is used."""

from __future__ import annotations

import re
from typing import Literal

from whipcount.resolve import lexicon

Role = Literal["subject", "object", "prepositional", "possessive", "listed", "other"]

_WORD_BEFORE = re.compile(r"([\w’'-]+)[ \u00a0]$")
_WORD_AFTER = re.compile(r"[ \u00a0]([\w’'-]+)")
_ASIDE = re.compile(r"[ \u00a0]?\([^()\n]{1,60}\)|,[ \u00a0][^,.;:\n\"“”]{2,90},(?=[ \u00a0][a-z])")
PREPOSITIONS = lexicon.words(
    "of to with for by against about from on at in over than between under into toward towards behind after before "
    "like near through during without within upon per via around among alongside despite including versus vs v"
)
_OPENERS = lexicon.words(
    "that if when while because although though as where since until whether but then once so how why what said says "
    "think thinks believe believes hope hopes after before and or yet unless whom which"
)
_SUBORDINATORS = lexicon.words(
    "that if when while because although though as where since until whether but and or who which whom once so unless "
    "how why what after before"
)
_VERBS = lexicon.words(
    "is was are were has had have does did do will would can could should may might must said says say told tells tell "
    "went goes go made makes make took takes take gave gives give got gets get came comes come saw sees see knew knows "
    "know thought thinks think felt feels feel found finds find left leaves leave kept keeps keep began begins begin "
    "became becomes become ran runs run won wins win lost loses lose met meets meet led leads lead held holds hold "
    "wrote writes write spoke speaks speak brought brings bring built builds build bought sold sent sends send spent "
    "spends stood stands stand sat sits sit fought fights fight fell falls fall grew grows grow drew draws draw drove "
    "drives drive broke breaks break chose chooses choose rose rises rise put puts set sets let lets hit hits cut cuts "
    "read reads paid pays pay heard hears hear meant means mean taught teaches sought seeks seek caught catches threw "
    "throws wore wears sang sings swore swears shot shoots stole steals bore bears beat beats won't wouldn't didn't "
    "doesn't hasn't hadn't isn't wasn't can't couldn't shouldn't wants want likes needs calls asks plays works lives "
    "moves tries uses helps shows turns starts stops follows returns agrees argues appears seems refuses decides dies "
    "claims admits denies insists adds notes warns urges vows expects plans hopes believes loves hates marries visits "
    "includes include involves involve features contains joins reveals realizes realises discovers arrives asks"
)
_ADVERBS = lexicon.words("also then later soon never always often still just once now finally again even first only")
_REFLEXIVE = ("himself", "herself")
_FOLLOWS_OBJECT = (
    PREPOSITIONS | _SUBORDINATORS | lexicon.words("the a an his her their this that it again back up out off")
)


def verblike(word: str) -> bool:
    """True for a folded word that looks like a verb in its finite form."""
    return word in _VERBS or (word.endswith("ed") and len(word) > 3)


def role_of(text: str, start: int, end: int, *, possessive: bool = False) -> Role:
    """The part a name plays, by the word before it (its title included in the name) and the verb after it.

    >>> text = "Smith met Jones in the house of Brown."
    >>> [role_of(text, text.index(n), text.index(n) + 5) for n in ("Smith", "Jones", "Brown")]
    ['subject', 'object', 'prepositional']
    """
    if possessive:
        return "possessive"
    before = _WORD_BEFORE.search(text, max(0, start - 24), start)
    word = before.group(1).casefold() if before else ""
    after = _following(text, end)
    if word in PREPOSITIONS and not (word in _OPENERS and verblike(after)):
        return "prepositional"
    if word in ("and", "or") and not verblike(after):
        return "listed"
    if verblike(after) and (not word or word in _OPENERS or not verblike(word) or word in ("said", "says")):
        return "subject"
    if word and word not in _OPENERS:
        if verblike(word) or word.endswith("ing"):
            return "object"
        return "other"
    return "subject" if not word or word in _OPENERS else "other"


def _following(text: str, end: int) -> str:
    """The word after a name, asides and adverbs passed over."""
    aside = _ASIDE.match(text, end, end + 110)
    at = aside.end() if aside else end
    for _ in range(2):
        match = _WORD_AFTER.match(text, at, at + 24)
        if match is None:
            return ""
        word = match.group(1).casefold()
        if word not in _ADVERBS and not word.endswith("ly"):
            return word
        at = match.end()
    return ""


def pronoun_role(text: str, start: int, end: int) -> Literal["subject", "object", "possessive"]:
    """The part a pronoun plays; "her" is possessive before what may be a noun.

    >>> pronoun_role("saw her off", 4, 7), pronoun_role("saw her house", 4, 7)
    ('object', 'possessive')
    """
    word = text[start:end].casefold()
    if word in ("he", "she"):
        return "subject"
    if word == "his":
        return "possessive"
    if word == "her":
        after = _WORD_AFTER.match(text, end, end + 24)
        follows = after.group(1).casefold() if after else ""
        return "object" if not follows or follows in _FOLLOWS_OBJECT or follows in _ADVERBS else "possessive"
    return "object"


def reflexive(word: str) -> bool:
    """True for a pronoun that means the subject of its own clause."""
    return word.casefold() in _REFLEXIVE


_BOUNDARY = re.compile(
    r"[,;:—–()]|\b(?:and|but|or|who|which|whom|whose|that|when|while|because|after|before|although|though|where|if|"
    r"since|until|as|so|than)\b"
)


def boundaries(text: str, start: int, end: int) -> int:
    """Places between two offsets where another clause may begin: punctuation, conjunctions, relative pronouns."""
    return sum(1 for _ in _BOUNDARY.finditer(text, start, end)) if start < end else 0
