"""Where a text says what its short forms stand for: "Army Tactical Missile System, or ATACMS"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from whipcount.model import Span, TermKind
from whipcount.terms.acronyms import SHORT, long_form_before, plain, spelled_by
from whipcount.terms.candidates import Candidate, Wording, squeezed
from whipcount.terms.vocabulary import HEADS, LAST_WORDS, NOT_ACRONYMS, STOP

CONFIDENCE = 0.95  # almost every pair of a long form with its letters is a definition (Schwartz and Hearst 2003)
_QUOTED = "[\"“”'‘’]?"
# Quantifiers are bounded throughout, so that no text makes them slow; each pattern begins with letters, not with an
# assertion, so that the engine can leap from one possible start to the next.
_AFTER = re.compile(
    r"(?P<link>\(|or\s|(?:known|referred\sto)\sas\s|abbreviated\s(?:as|to)\s|called\s|dubbed\s)(?:the\s)?"
    rf"{_QUOTED}(?P<short>(?:[A-Z]\.){{3,6}}|{SHORT})(?![\w-]){_QUOTED}(?=[\s,.;:)—–])"
)
_LEAD = re.compile(r"(?P<comma>,?)(?:\s(?:also|widely|commonly|better|formerly|otherwise))?\s{1,2}$")
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])\s$")
_BEFORE = re.compile(
    rf"(?P<short>{SHORT})(?:\s\(|,\s(?:or|short\sfor|which\sstands\sfor)\s)(?:the\s)?{_QUOTED}"
    r"(?P<long>[A-Za-z][^()\n.;:\"“”]{5,90}?)(?=[),.;:\"”])"
)


def definitions(wording: Wording) -> Iterator[Candidate]:
    """The pairs of a long form and a short one that a text makes."""
    for found in _AFTER.finditer(wording.text):
        short = found["short"]
        end = _end_of_long_form(wording.text, found)
        if end is None or plain(short) in NOT_ACRONYMS:
            continue
        span = long_form_before(wording.text, end, short)
        if span is not None:
            yield _pair(wording.text, span, short, Span(span.start, _closed(wording.text, found.end("short"))))
    for found in _BEFORE.finditer(wording.text):
        if found.start() and (wording.text[found.start() - 1].isalnum() or wording.text[found.start() - 1] == "."):
            continue
        words = re.findall(r"[^\s,\-–/]+", found["long"])
        known = plain(found["short"]) in NOT_ACRONYMS
        if not known and len(words) > 1 and spelled_by(found["short"], words) is not None:
            evidence = Span(found.start(), _closed(wording.text, found.end()))
            yield _pair(wording.text, Span(*found.span("long")), found["short"], evidence)


def agreed(wording: Wording, defined: Iterable[Candidate], named: Sequence[Candidate]) -> list[Candidate]:
    """Definitions and names that end together as one: the longer name, unless what it adds is only whose it is.

    "Department of Housing Stability, or HOST" is the department; "the Commission's Digital Services Act (DSA)" the act.
    """
    by_end = {name.span.end: name for name in named}
    kept: list[Candidate] = []
    dropped: set[int] = set()
    for definition in defined:
        name = by_end.get(definition.span.end)
        if name is not None and name.span.start < definition.span.start:
            if _POSSESSIVE.search(wording.text[name.span.start : definition.span.start]):
                dropped.add(id(name))
            else:
                definition = replace(definition, name=name.name, span=name.span, kind=name.kind)
        kept.append(definition)
    return [*kept, *(name for name in named if id(name) not in dropped)]


def _end_of_long_form(text: str, found: re.Match[str]) -> int | None:
    """Where the words before a link end; None where the link is part of a word, or "or" only gives a choice."""
    start = found.start()
    if text[start] == "(":
        return start - text[max(0, start - 2) : start].count(" ")
    lead = _LEAD.search(text, max(0, start - 16), start)
    if lead is None or (text[start] == "o" and not lead["comma"] and len(plain(found["short"])) < 3):
        return None
    if text[start] in "cd" and not lead["comma"]:
        return None
    return lead.start()


def _closed(text: str, end: int) -> int:
    """The end with the bracket after it, if one stands there."""
    return end + (text[end : end + 1] == ")")


def _pair(text: str, span: Span, short: str, evidence: Span) -> Candidate:
    name = squeezed(text[span.start : span.end])
    words = name.split()
    # "Deferred Action for Childhood Arrivals program, known as DACA": the last word only says what kind of thing it is.
    kind = kind_of(name)
    if len(words) > 2 and words[-1].islower() and spelled_by(short, words[:-1]) is not None and words[0][0].isupper():
        name = " ".join(words[:-1])
        span = Span(span.start, span.start + len(text[span.start : span.end].rstrip()) - len(words[-1]) - 1)
    return Candidate(name, span, kind, "definition", CONFIDENCE, evidence, acronym=plain(short))


def kind_of(name: str) -> TermKind:
    """What a long form is, by its last word, else by a head that others follow, as in "Department of Justice".

    >>> kind_of("unmanned aerial vehicles"), kind_of("Ministry of Defence"), kind_of("gross domestic product")
    ('equipment', 'agency', 'other')
    """
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word.casefold() not in STOP]
    if not words:
        return "other"
    last = words[-1].casefold()
    for form in (last, last.removesuffix("s"), last.removesuffix("ies") + "y"):
        if form in LAST_WORDS:
            return LAST_WORDS[form]
    for word in words[:3]:
        if word in HEADS:
            return HEADS[word]
    return "other"
