"""Weapon systems: by designators beside a weapon's noun, and by capitalised names before or after one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whipcount.model import Span
from whipcount.terms.candidates import Candidate, Wording, bare, capitalised, never_arms, squeezed
from whipcount.terms.vocabulary import ARMS, ARMS_MODIFIERS, STOP, SYSTEM_MODIFIERS

# "F-16" is looked for from its hyphen, of which a text has fewer than capitals.
_HYPHENED = re.compile(r"-\d{1,4}[A-Z]{0,3}\d{0,2}(?:-\d)?(?=s?(?![\w-]))")
_LETTERS = re.compile(r"(?<![\w.-])[A-Z][A-Za-z]{0,4}$")
_SOLID = re.compile(r"(?:[A-Z]{1,2}\d{1,3}[A-Z]\d{0,2}|[A-Z]\d{3})(?=s?(?![\w-]))")
_NOUN = re.compile(rf"\b(?:{ARMS})(?:s|es)?\b", re.IGNORECASE)
_LOWER_NOUN = re.compile(rf"(?:{ARMS})(?:s|es)?\b(?!-)")
_APPOSED = re.compile(
    rf"(?P<noun>(?:{ARMS}|weapon|system)s?),\s(?:(?:the|its|called|dubbed|named|known\sas|such\sas|including)\s){{1,2}}"
    r"(?P<name>[A-Z][\w-]{1,20}(?:\s[A-Z0-9][\w-]{0,20}){0,2})(?=[.,;:)\n”\"]|\sand\s|$)"
)
_REACH = 90  # code points on either side of a designator in which a weapon's noun speaks for it
_NOT_DESIGNATORS = re.compile(r"(?:COVID|Covid|G|I|R|D|SARS|CO|Rt|US|PG|NC|TV|K|P|Form)-\d|[A-Z]{2}\d{3,}")


def designators(wording: Wording, listed: frozenset[str]) -> Iterator[Candidate]:
    """Types such as F-16 or T-72B3: those that are listed, and others that a weapon's noun stands by once."""
    found = [(wording.text[start:end], Span(start, end)) for start, end in _designated(wording)]
    armed: dict[str, Span] = {}
    for name, span in found:
        if name not in armed and (evidence := _noun_near(wording, *span)):
            armed[name] = evidence
    for name, span in found:
        if name in armed:
            sure = 0.95 if name in listed else 0.85
            yield Candidate(name, span, "equipment", "designator", sure, armed[name])
        elif name in listed and wording.warlike:
            yield Candidate(name, span, "equipment", "list", 0.8, span)


def _designated(wording: Wording) -> Iterator[tuple[int, int]]:
    """Where letters and digits stand together as in a designator, and not as in the name of a disease or a summit."""
    for tail in _HYPHENED.finditer(wording.text):
        letters = _LETTERS.search(wording.text, max(0, tail.start() - 6), tail.start())
        if letters and not _NOT_DESIGNATORS.match(wording.text, letters.start()):
            yield letters.start(), tail.end()
    for match in _SOLID.finditer(wording.text):
        if wording.word_start(match.start()) and not _NOT_DESIGNATORS.match(match.group()):
            yield match.span()


def _noun_near(wording: Wording, start: int, end: int) -> Span | None:
    """A designator with the weapon's noun in its sentence."""
    sentence = wording.passages.sentence_span(start)
    first, last = max(sentence.start, start - _REACH), min(max(sentence.end, end), end + _REACH)
    noun = _NOUN.search(wording.text, end, last) or _NOUN.search(wording.text, first, start)
    return Span(min(start, noun.start()), max(end, noun.end())) if noun else None


def before_nouns(wording: Wording) -> Iterator[Candidate]:
    """Names before a weapon's noun: "Storm Shadow cruise missiles", "Patriot batteries"."""
    if not wording.warlike:
        return
    for found in _LOWER_NOUN.finditer(wording.text):
        if not wording.word_start(found.start()):
            continue
        words = wording.run_before(found.start(), most=7)
        while words and words[-1].group() in ARMS_MODIFIERS:
            words.pop()
        kept: list[re.Match[str]] = []
        while words and capitalised(words[-1].group()) and len(kept) < 4:
            word = words.pop()
            if bare(word.group()) != word.group() or wording.text[word.end() : word.end() + 1] not in " \n":
                break
            kept.insert(0, word)
        while kept and never_arms(kept[0].group()):
            kept.pop(0)
        if kept and _is_name(wording, kept):
            span = Span(kept[0].start(), kept[-1].end())
            yield Candidate(
                squeezed(wording.text[span.start : span.end]),
                span,
                "equipment",
                "noun",
                0.7,
                Span(span.start, found.end()),
            )


def _is_name(wording: Wording, kept: list[re.Match[str]]) -> bool:
    words = [match.group() for match in kept]
    if not words[0][0].isalpha() or (len(words[-1]) < 2 and not words[-1].isdigit()):
        return False
    if any(bare(word) in wording.persons or never_arms(word) for word in words):
        return False
    if len(words) == 1 and wording.sentence_start(kept[0].start()):
        return False  # any word is capitalised there
    return wording.readable(kept[0].start(), kept[-1].end())


def apposed(wording: Wording) -> Iterator[Candidate]:
    """Names after a weapon's noun: "its own long-range system, the Storm Shadow"."""
    if not wording.warlike:
        return
    for found in _APPOSED.finditer(wording.text):
        noun = found["noun"]
        if not wording.word_start(found.start()):
            continue
        if noun.startswith("system"):
            near = {word.group().casefold() for word in wording.run_before(found.start(), most=4)}
            if near.isdisjoint(SYSTEM_MODIFIERS):
                continue
        name = squeezed(found["name"])
        words = name.split()
        if words[0].casefold() in STOP or any(never_arms(w) or w in wording.persons for w in words):
            continue
        span = Span(*found.span("name"))
        yield Candidate(name, span, "equipment", "apposition", 0.8, Span(found.start(), span.end))
