"""Sources that are relative pronouns: the antecedent stands right before them."""

from __future__ import annotations

import re
from dataclasses import replace

from whipcount.model import Span
from whipcount.resolve import lexicon, naming
from whipcount.resolve.descriptions import phrase_speaker
from whipcount.resolve.nouns import noun_before
from whipcount.resolve.phrases import head_of
from whipcount.resolve.pronouns import first_person
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.sources import POSSESSIVES

_DIRECT = re.compile(
    r"(?:\s*\([^)]*\))?(?:[ \u00a0](?:of|from)[ \u00a0](?:[A-Z][\w.’'-]+[ \u00a0]?){1,3}?)?"
    r"(?:[ \u00a0](?:on[ \u00a0])?(?:(?:this|last)[ \u00a0][a-z]+|[A-Z][a-z]+day|yesterday|today))?"
    r"(?:,[^,.;]{1,90})?\s?(?:,|\(|--|[—–-])?\s*(?:and|but)?\s*"
)
_OF = re.compile(r"[ \u00a0](?:of|from)[ \u00a0]")
_THOSE = re.compile(r"\b(those|some|others|many|several|few|anyone|everyone|people)[ \u00a0]$", re.IGNORECASE)
_COPULA = re.compile(r"(?:['’]s|[ \u00a0](?:is|was|became|remains|has been))[ \u00a0]$")
_IN_APPOSITION = re.compile(r",[^,]{2,60}\b(?:of|for|at|with|from)[ \u00a0](?:the[ \u00a0])?$")
_PRONOUN = re.compile(r"\b(I|me|we|us|he|him|she|her)(?:,[^,.;]{1,60},|,)?[ \u00a0]$")
_REACH = 220  # characters that a relative clause may stand from its antecedent
_PERSONAL = ("who", "whom", "whose")


def relative(reading: Reading, source: Source, word: str) -> Answer:
    """The name right before "who" (an apposition may stand between), else the noun phrase right before it."""
    at = source.start
    before = Span(max(reading.passages.sentence_span(at).start, at - _REACH), at)
    named = reading.cast.inside(before)
    for (earlier, whose), (mention, entity) in reversed([*zip([*named[:1], *named], named, strict=False)][-4:]):
        person = entity.kind in ("person", "open")
        if whose.kind == "person" and _OF.fullmatch(reading.text, earlier.span.end, mention.start):
            continue  # "Jane Doe of Burke County, who"
        if person != (word in _PERSONAL) or mention.possessive:
            continue
        between = reading.text[mention.span.end : at]
        if (
            mention.kind == "open"
            and word in _PERSONAL
            and _IN_APPOSITION.search(reading.text, before.start, mention.start)
        ):
            continue  # "Jane Doe, head of the Northern Peace, who"
        if _DIRECT.fullmatch(between) and not _other_people(between):
            return reading.named(source, entity, "relative_name", 0.8)
    pronoun = _PRONOUN.search(reading.text, before.start, at) if word in _PERSONAL else None
    same = _that_pronoun(reading, source, Span(pronoun.start(1), pronoun.end(1))) if pronoun else None
    if same:
        return same
    those = _THOSE.search(reading.text, before.start, at)
    if those and word in _PERSONAL:
        evidence = [Span(those.start(1), those.end(1))]
        return source.answer(those.group(1).casefold(), "group", "relative_those", 0.5, evidence=evidence)
    phrase = noun_before(reading, at, before)
    if phrase is not None and not phrase.plural and phrase.determiner in ("a", "an", "one"):
        subject = _predicated(reading, source, phrase.head.start)
        if subject:
            return subject
    if phrase is None:
        return reading.unresolved(source, "relative_unresolved")
    if phrase.determiner in POSSESSIVES or phrase.definite or phrase.noun in lexicon.PERSON_NOUNS:
        speaker, found = phrase_speaker(reading, source, phrase)
        return replace(speaker, rule="relative_" + speaker.rule), found
    kind = naming.kind_of(phrase)
    if kind == "none" and word in _PERSONAL:
        kind = "group"
    name = naming.description(reading.text, phrase) if kind != "none" else None
    return source.answer(name, kind, "relative_noun", 0.55, evidence=[phrase.head])


def _that_pronoun(reading: Reading, source: Source, span: Span) -> Answer | None:
    """Whom the pronoun right before "who" means: "for me, who", "it was she who"."""
    word = reading.text[span.start : span.end].casefold()
    if word in lexicon.FIRST_SINGULAR | lexicon.FIRST_PLURAL:
        return first_person(reading, source)
    for event in reversed(reading.scene.events):
        if event.start == span.start and event.entity.kind == "person":
            return reading.named(source, event.entity, "relative_pronoun", 0.7)
    return None


def _predicated(reading: Reading, source: Source, at: int) -> Answer | None:
    """Whoever "he" is in "he was a farmer who"."""
    copula = _COPULA.search(reading.text, max(0, at - 40), at)
    if copula is None:
        return None
    end = copula.start()
    for event in reversed(reading.scene.events):
        if event.end == end and event.entity.kind == "person":
            return reading.named(source, event.entity, "relative_predicate", 0.7)
    return None


def _other_people(between: str) -> bool:
    """True where a plural stands between a name and "who": "Doe and other lawmakers, who"."""
    words = between.strip(" ,")
    head = head_of(words)
    return bool(words) and head not in lexicon.PERSON_NOUNS and lexicon.is_plural(head)
