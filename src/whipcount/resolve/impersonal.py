"""Names of unlisted words that the text, or the words themselves, show to be no person's: a station, a town."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from whipcount.resolve import lexicon
from whipcount.resolve.grammar import verblike
from whipcount.resolve.mentions import Mention

_GROUNDS = lexicon.words(
    "stadium arena speedway casino mall resort racecourse racetrack prison jail station heights springs falls beach "
    "harbour harbor port bay coast creek forest canyon desert islands peninsula general memorial village town township "
    "borough ward parish plaza gardens pier dam reservoir mine quarry plant factory refinery depot terminal "
    "rovers athletic albion wanderers hotspur arsenal fc afc"
)
_FIRM_ENDS = lexicon.words(
    "energy electric steel oil gas foods pharma pharmaceuticals software semiconductor logistics telecom mobile "
    "insurance properties resources brands stores farms breweries shipping railways rail airways"
)
_BODIES = lexicon.ORGANISATION_WORDS | lexicon.ORGANISATION_NOUNS | _GROUNDS | _FIRM_ENDS
_THE = re.compile(r"\b[Tt]he[ \u00a0]$")
_IN = re.compile(r"(\w+)[ \u00a0](?:in|near|outside|throughout)[ \u00a0]$")
_AT_HOME_IN = lexicon.words(
    "interest interested confidence confident faith trust belief believe believes believed stake disappointed"
)
"""Words after which "in" stands before people, too."""
_FOLLOWS = re.compile(r"[ \u00a0]([a-z]+)")
_NOUN_BEFORE = re.compile(
    r"\b(?:the|its|their|an?)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}([a-z-]+),[ \u00a0]$", re.IGNORECASE
)
_NOUN_AFTER = re.compile(
    r",[ \u00a0](?:an?|the)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,4}?([a-zA-Z-]+)"
    r"(?=[,.;]|[ \u00a0](?:that|which|backing|supporting|set|founded|based|whose|run|led|opposed|of|for)\b)"
)
_ANNOUNCED = re.compile(r"\b([a-z]+)[ \u00a0]$")
_OUTLETS = lexicon.words(
    "broadcaster channel station newspaper magazine tabloid website airline retailer supermarket carmaker charity"
)
_STATE = re.compile(r",[ \u00a0](?:([A-Z][a-z]+(?:[ \u00a0][A-Z][a-z]+)?)|([A-Z][a-z]{1,4}\.|[A-Z]\.[A-Z]\.))[,.;)\s]")


def no_person(text: str, mentions: Sequence[Mention]) -> Literal["organisation", "place"] | None:
    """What a name of unlisted words is, where anything shows that it is no person.

    Args:
        text: The document's text.
        mentions: All mentions of the name.
    """
    words = mentions[0].words
    last = words[-1].casefold()
    if last in _GROUNDS and len(words) > 1:
        return "place" if last not in ("general", "rovers", "athletic", "fc", "afc") else "organisation"
    if last in _BODIES:
        return "organisation"
    if len(words) == 1 and lexicon.singular(words[0]) in lexicon.DEMONYMS:
        return None  # "the Saudis"
    if any(_apposed_to_body(text, m) or _announced(text, m) or _called_body(text, m) for m in mentions):
        return "organisation"
    if any(_foreign_firm(text, m) for m in mentions):
        return "organisation"
    bare = [m for m in mentions if m.role is None and m.honorific is None]
    if any(_with_article(text, m) for m in bare):
        return "organisation"
    return "place" if any(_as_place(text, m) for m in bare) else None


def _apposed_to_body(text: str, mention: Mention) -> bool:
    """True for "the regulator, Finansinspektionen,"."""
    noun = _NOUN_BEFORE.search(text, max(0, mention.start - 50), mention.start)
    return noun is not None and noun.group(1).casefold() in lexicon.ORGANISATION_NOUNS


def _called_body(text: str, mention: Mention) -> bool:
    """True for "Clean Rivers, a group that", "Blue Dawn, the super PAC backing"."""
    noun = _NOUN_AFTER.match(text, mention.span.end)
    return noun is not None and noun.group(1).casefold() in lexicon.ORGANISATION_NOUNS and not mention.possessive


def _foreign_firm(text: str, mention: Mention) -> bool:
    """True for "the contractor, Vías del Sur,": firms and people build, but no first name is a plural before "del"."""
    noun = _NOUN_BEFORE.search(text, max(0, mention.start - 50), mention.start)
    trade = noun is not None and noun.group(1).casefold() in lexicon.TRADES
    middle = {w.casefold() for w in mention.words[1:-1]} & lexicon.PARTICLES
    return trade and bool(middle) and mention.words[0].endswith(("as", "os", "es", "ción", "ções", "oni", "ioni"))


def _announced(text: str, mention: Mention) -> bool:
    """True for "the broadcaster Kanal Fen"; a single surname may begin a clause ("the channel Doe founded")."""
    noun = _ANNOUNCED.search(text, max(0, mention.start - 16), mention.start)
    return noun is not None and len(mention.words) > 1 and noun.group(1) in _OUTLETS


def _with_article(text: str, mention: Mention) -> bool:
    """True for "the Herald said", not for "the Doe campaign"."""
    if not _THE.search(text, max(0, mention.start - 5), mention.start):
        return False
    follows = _FOLLOWS.match(text, mention.span.end)
    return follows is None or verblike(follows.group(1)) or follows.group(1) in lexicon.FUNCTION_WORDS


def _as_place(text: str, mention: Mention) -> bool:
    """True for "a mill in Millford" and "Millford, Ohio,"."""
    state = _STATE.match(text, mention.span.end)
    if state:
        name, short = state.group(1), (state.group(2) or "").casefold().rstrip(".")
        if name and (name in lexicon.PLACES or name.replace(" ", "_") in lexicon.COMPOUND_PLACES):
            return True
        if short in lexicon.STATE_ABBREVIATIONS:
            return True
    within = _IN.search(text, max(0, mention.start - 24), mention.start)
    return within is not None and within.group(1).casefold() not in _AT_HOME_IN and not mention.possessive
