"""Laws, treaties, agencies and programmes by their head nouns and numbers: "the Clean Air Act", "H.R. 1044"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from whipcount.model import Span, TermKind
from whipcount.terms.candidates import Candidate, Wording, bare, capitalised, ordinary, squeezed
from whipcount.terms.vocabulary import (
    CONVENTIONS,
    DAYS,
    DEAL_MODIFIERS,
    HEADS,
    LEADING,
    LOWER_HEADS,
    NOT_NAMES,
    OUTLETS,
    PLACES,
    PUBLIC,
    STOP,
    TITLES,
    words,
)

_LINKS = words("of for and to on in against through from &")
# Small words that are capitalised in headings only; a name does not go over one.
_SMALL_IN_HEADINGS = words("The A An And Or By To Of In On At As Is With From That Too For")
_PRONOUNS = words("I We You He She It They This That These Those His Her Its Their When Now If")
# With "Department" these are whole names; what stands before "and" is another's.
_WHOLE = words("State Justice Treasury Labor Labour Commerce Defense Education Energy Interior Homeland")
_ALONE = frozenset({"City Council", "Town Council", "County Council"})
_NOT_ENDS = tuple(sorted(NOT_NAMES - _ALONE))
# Heads that stand at the end of many things besides: one word before them is too little to go by.
_VAGUE = words("Board Deal Facility Fund Initiative Office Partnership Plan Rule Service Strategy")
_NEEDS_LEFT = frozenset({"Plan", "Administration", "Service", "Authority"})
_OURS = frozenset({"U.S.", "US", "U.K.", "UK"})
_W = r"[A-Z][\w’'.-]{1,30}(?<![.'’])"
# The patterns begin with letters, so that the engine can leap to the next one; that a word begins there is asked after.
_HEAD = re.compile(rf"(?:{'|'.join(sorted(HEADS, key=len, reverse=True))})\b(?!-)")
_ABOUT = re.compile(
    rf"\s(?:of|for|on|against)\s(?:the\s)?{_W}(?:,\s{_W}){{1,4}},?\sand\s{_W}"
    rf"|\s(?:of|for|on|against)\s(?:the\s)?{_W}(?:(?:\s(?:and|of|for|of\sthe|on|&))?\s{_W}){{0,6}}"
)
_LOWER = re.compile(rf"(?:{'|'.join(LOWER_HEADS)}|deal)\b(?![-’'])")
_ORDINAL = (
    "First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth|Thirteenth|Fourteenth"
    "|Fifteenth|Sixteenth|Seventeenth|Eighteenth|Nineteenth|Twentieth|Twenty-[A-Z]?[a-z]{4,7}|\\d{1,2}(?:st|nd|rd|th)"
)
_BODY = re.compile(
    r"(?:(?<!\w)(?:House|Senate|Assembly|Joint|Concurrent|Council|UN|U\.N\.|Security|Executive|Presidential)\s){1,3}$"
)
# A law's number is looked for from its digits, of which a text has fewer than of words that a law may be called by.
_DIGITS = re.compile(r"\d{1,5}(?:/\d{1,4})?[A-Z]?\b")
_CALLED = re.compile(
    r"(?<![\w.-])(?:(?:Bill|Resolution|Directive|Regulation|Order|Decree|Proclamation|Measure|Amendment|Section|Article"
    r"|Proposition|Prop\.?|Initiative|Act)\s(?:No\.?\s|\#)?"
    r"|H\.?\s?(?:J\.\s?)?R(?:es)?\.?\s?|S\.\s|[SHA]B[\s-])$"
)
_TITLE = re.compile(r"Title\s[IVX]{1,5}\b")
_AMENDMENT = re.compile(r"Amendment\b")
_ORDER = re.compile(rf"(?<![\w.-])(?:{_ORDINAL})\s$")
_LOOK_BACK = 28  # code points: the longest of these words with "No." after it


def numbered(wording: Wording) -> Iterator[Candidate]:
    """Laws by their numbers."""
    for start, end in _numbers(wording.text):
        body = _BODY.search(wording.text, max(0, start - 45), start)
        span = Span(body.start() if body else start, end)
        yield Candidate(squeezed(wording.text[span.start : span.end]), span, "law", "number", 0.9, span)


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where "Section 230", "Fifth Amendment" and "Title IX" stand."""
    for found in _DIGITS.finditer(text):
        at = found.start()
        if at and text[at - 1] in " .#-R\n" and (called := _CALLED.search(text, max(0, at - _LOOK_BACK), at)):
            yield called.start(), found.end()
    for found in _AMENDMENT.finditer(text):
        if order := _ORDER.search(text, max(0, found.start() - _LOOK_BACK), found.start()):
            yield order.start(), found.end()
    for found in _TITLE.finditer(text):
        yield found.span()


def headed(wording: Wording) -> Iterator[Candidate]:
    """Names that end in, or begin with, a capitalised head noun."""
    for found in _HEAD.finditer(wording.text):
        head = found.group()
        if not wording.word_start(found.start()):
            continue
        before = _before(wording, found.start(), HEADS[head])
        about = _ABOUT.match(wording.text, found.end()) if head in LEADING else None
        end = max(found.end(), _end(wording, about)) if about else found.end()
        if (end == found.end() or head in _NEEDS_LEFT) and not before:
            continue
        if len(before) + (end > found.end()) > 1 and before and before[0].group() in _OURS:
            before = before[1:]
        if not _names(wording, head, before, wording.text[found.end() : end], found.end()):
            continue
        start = before[0].start() if before else found.start()
        name = squeezed(wording.text[start:end])
        if name.endswith(_NOT_ENDS) or name in _ALONE or not wording.readable(start, end):
            continue
        sure = 0.6 if head in _VAGUE and len(before) < 2 and end == found.end() else 0.8
        yield Candidate(name, Span(start, end), HEADS[head], "head", sure, Span(start, end))


def _before(wording: Wording, end: int, kind: TermKind) -> list[re.Match[str]]:
    """The words of the name that stand before its head, the first one first."""
    taken: list[re.Match[str]] = []
    run = wording.run_before(end)
    for place in range(len(run) - 1, -1, -1):
        word = run[place].group()
        joined = wording.text[run[place].end() : taken[-1].start() if taken else end]
        if joined.strip() and (joined, word) != (". ", "St"):
            break
        linked = word in _LINKS and bool(taken) and _linked(wording, run, place, taken)
        if not linked and (not capitalised(word) or word in _SMALL_IN_HEADINGS or _owner(wording, word, kind, taken)):
            break
        taken.append(run[place])
    taken.reverse()
    return _without_what_is_no_name(wording, taken, kind)


def _owner(wording: Wording, word: str, kind: TermKind, taken: Sequence[re.Match[str]]) -> bool:
    """Whether a possessive says whose it is: "Romania's Justice Ministry", not "Megan's Law"."""
    if bare(word) == word:
        return False
    return kind != "law" or (bool(taken) and (bare(word) in PLACES or bare(word) in wording.persons))


def _without_what_is_no_name(wording: Wording, taken: list[re.Match[str]], kind: TermKind) -> list[re.Match[str]]:
    """Without the words in front that only lead to a name: "Under", "2014", "U.S.", and whose it is."""
    if kind in ("agency", "treaty"):
        owners = [
            n for n, m in enumerate(taken) if m.group() in wording.persons or m.group().endswith(("-led", "-run"))
        ]
        if owners and owners[-1] + 1 < len(taken):
            taken = taken[owners[-1] + 1 :]
    while taken and (
        taken[0].group() in _LINKS
        or taken[0].group()[0].isdigit()
        or taken[0].group() in _PRONOUNS
        or (ordinary(taken[0].group()) and (kind != "law" or wording.sentence_start(taken[0].start())))
    ):
        taken = taken[1:]
    return taken


def _linked(wording: Wording, run: Sequence[re.Match[str]], place: int, taken: Sequence[re.Match[str]]) -> bool:
    """Whether a small word stands inside a name: "Violence Against Women", "Food and Drug", not "Doe and State"."""
    word, left = run[place].group(), run[place - 1].group() if place else ""
    if not left[:1].isupper() or ordinary(left) or left in HEADS or bare(left) != left:
        return False
    if left in wording.persons or left in PLACES or wording.sentence_start(run[place - 1].start()):
        return False
    if word in ("and", "&"):
        return not left.isupper() and not (len(taken) == 1 and taken[0].group() in _WHOLE)
    return taken[0].group() not in _WHOLE


_STEP = re.compile(r"(?P<link>(?:,?\s(?:of|for|on|against|and|the|from|&)){1,3}\s|,?\s)(?P<word>[A-Z][^\s,]*)")


def _end(wording: Wording, about: re.Match[str]) -> int:
    """Where what follows a head ends: before a day, a title, a person, a country after "and", another head."""
    kept = about.start()
    for found in _STEP.finditer(about.group()):
        word, also = bare(found["word"]), "and" in found["link"]
        first = kept == about.start()
        if word in DAYS or word in wording.persons or (word.casefold() in TITLES and not first):
            break
        if also and (word in PLACES or word in HEADS or (word.isupper() and len(word) > 1)):
            break
        if first and word in HEADS:
            break
        kept = about.start() + found.start("word") + len(word)
        if word != found["word"].rstrip("."):
            break  # a possessive
    return kept


def _names(wording: Wording, head: str, before: Sequence[re.Match[str]], about: str, end: int) -> bool:
    """Whether the words around a head make a name, and not a person's deed or a person called Bill."""
    named = [bare(match.group()) for match in before]
    if not named:
        return bool(about) and _public(head, about.split())
    last = named[-1]
    if head == "Bill":
        following = wording.text[end + 1 : end + 2]
        return not (
            following.isupper()
            or last in wording.persons
            or last.casefold() in TITLES
            or wording.text[end : end + 4] == " de "
        )
    if head == "Law":
        return before[-1].group() != last
    if head == "Amendment" and re.fullmatch(_ORDINAL, last):
        return False  # found by its number
    if head == "Convention":
        return bool(about) or not CONVENTIONS.isdisjoint(named)
    if last in OUTLETS or (head == "Administration" and len(named) < 2):
        return False
    if HEADS[head] in ("agency", "programme") and last in wording.persons:
        return False
    if head == "Program" and re.match(r"\s(?:at|in)\s(?:the\s)?[A-Z]", wording.text[end : end + 9]):
        return False  # a part of an institute
    if head in _VAGUE and len(named) == 1 and not about:
        return last not in PLACES and wording.text[: before[0].start()].endswith(("the ", "The "))
    return _public(head, [*named, *about.split()])


def _public(head: str, around: Sequence[str]) -> bool:
    return head not in PUBLIC or not PUBLIC[head].isdisjoint(around)


def lowered(wording: Wording) -> Iterator[Candidate]:
    """Names before a head in lower case, after "the": "the Minsk accords", "the Head Start program"."""
    for found in _LOWER.finditer(wording.text):
        head = found.group()
        if not wording.word_start(found.start()):
            continue
        run = wording.run_before(found.start(), most=6)
        stop = len(run)
        while stop and run[stop - 1].group() in DEAL_MODIFIERS:
            stop -= 1
        if head == "deal" and stop == len(run):
            continue
        first = stop
        while first and _may_name(run[first - 1].group()):
            first -= 1
        if first == stop or not first or run[first - 1].group().casefold() != "the" or stop - first > 4:
            continue
        yield from _lowered(wording, head, run[first:stop], Span(run[first].start(), found.end()))


def _may_name(word: str) -> bool:
    return capitalised(word) and bare(word) == word and word.casefold() != "the"


def _lowered(wording: Wording, head: str, run: Sequence[re.Match[str]], whole: Span) -> Iterator[Candidate]:
    kind: TermKind = LOWER_HEADS.get(head, "treaty")
    named = [match.group() for match in run]
    if named[-1] in wording.persons or named[-1] in OUTLETS or named[-1] in HEADS or not wording.readable(*whole):
        return
    if kind != "treaty" and ((len(named) == 1 and (named[0] in PLACES or named[0] in _PARTISAN)) or ordinary(named[0])):
        return
    if kind == "treaty" and (
        named[0] in _PARTISAN or (head in ("agreement", "pact") and named[-1] in PLACES - {"Paris"})
    ):
        return
    # "the Head Start program" is Head Start; "the Paris agreement" is not Paris.
    span = Span(whole.start, run[-1].end()) if kind == "programme" else whole
    yield Candidate(squeezed(wording.text[span.start : span.end]), span, kind, "head", 0.6, whole)


_LOOSE = frozenset({"agreement", "pact"})  # these are made every day, with a country
_PARTISAN = words("Republican Democratic GOP Senate House Labour Conservative Tory White Obama Trump NATO")
_ALSO = re.compile(
    r",?\s(?:(?:also|widely|commonly|better|popularly)\s)?(?:known|referred\sto)\sas\s(?:the\s)?[\"“‘']?"
    rf"(?P<alias>{_W}(?:\s{_W}){{0,3}})"
    rf"|,\s(?:dubbed|nicknamed|called)\s(?:the\s)?[\"“‘']?(?P<nick>{_W}(?:\s{_W}){{0,3}})"
)
_FORMALLY = re.compile(
    rf"(?P<alias>{_W}(?:\s{_W}){{0,3}}),?\s(?:formally|officially)(?:\s(?:known\sas|called|named))?\s(?:the\s)?$"
)


def with_other_name(wording: Wording, found: Candidate) -> Candidate:
    """A name with the one that the text gives beside it: "…, commonly known as Obamacare"."""
    after = _ALSO.match(wording.text, found.span.end)
    before = _FORMALLY.search(wording.text, max(0, found.span.start - 90), found.span.start)
    match = after or before
    if match is None:
        return found
    alias = squeezed(match["alias"] or match["nick"])
    if alias.casefold() in STOP or alias in PLACES or not set(alias.split()).isdisjoint(wording.persons):
        return found
    evidence = Span(min(found.span.start, match.start()), max(found.span.end, match.end()))
    return Candidate(
        found.name, found.span, found.kind, "other-name", max(found.confidence, 0.85), evidence, found.acronym, (alias,)
    )
