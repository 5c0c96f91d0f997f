"""What the text around a name says of its bearer: office, party, state, country, each with where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from whipcount.model import Span, Speaker
from whipcount.register.names import fold, person_words
from whipcount.resolve import lexicon
from whipcount.resolve.parties import party_beside
from whipcount.resolve.phrases import expanded
from whipcount.resolve.roles import PARTY

Office: TypeAlias = Literal[
    "senator", "representative", "president", "vice president", "governor", "mayor", "minister", "secretary",
    "officer", "official", "judge", "leader", "lawmaker", "candidate", "other",
]  # fmt: skip

_IN_WORD = re.compile(r"\w")
_BEFORE, _AFTER = 60, 90  # code points around a name in which a title or a party can stand
_OFFICE_WORDS: dict[str, Office] = {
    "senator": "senator", "senators": "senator", "representative": "representative", "congressman": "representative",
    "congresswoman": "representative", "governor": "governor", "mayor": "mayor", "minister": "minister",
    "premier": "minister", "chancellor": "minister", "secretary": "secretary", "general": "officer",
    "admiral": "officer", "colonel": "officer", "judge": "judge", "justice": "judge", "lawmaker": "lawmaker",
    "leader": "leader", "whip": "leader", "speaker": "leader", "chairman": "leader", "chairwoman": "leader",
    "chair": "leader", "candidate": "candidate", "nominee": "candidate", "hopeful": "candidate",
    "ambassador": "official", "envoy": "official", "commissioner": "official",
    "front-runner": "candidate", "frontrunner": "candidate", "contender": "candidate",
}  # fmt: skip
_PUBLIC_BODY = re.compile(
    r"\b(?:CIA|FBI|NSA|White House|Federal Reserve|U\.?N\.?|United Nations|Treasury|Pentagon|State Department|NATO|"
    r"attorney general|Attorney General|national security|European (?:Union|Commission)|director[- ]general)\b"
)
_SPEAKS_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "lawyer", "counsel", "aide"})
_NO_OFFICE = frozenset(
    {"former", "republican", "democrat", "rival", "conservative", "liberal", "progressive", "native"}
)
_PRESIDENT = re.compile(
    r"\b(?P<vice>vice[- ])?president(?P<of>\s+of\s+(?:the\s+)?(?!United\s|U\.?S)\w+)?", re.IGNORECASE
)
_TITLE = (
    r"(?:Sen(?:ator|s)?|Rep(?:resentative|s)?|Congress(?:man|woman)|(?:Vice )?President|Gov(?:ernor)?|Mayor|"
    r"(?:Prime |Foreign )?Minister|Chancellor|Secretary(?: of State)?|Gen(?:eral)?|Adm(?:iral)?|Judge|Justice|Speaker|"
    r"(?:Majority |Minority )?(?:Leader|Whip)|Chair(?:man|woman)?)"
)
_STATE_NAMES = frozenset(lexicon.STATE_ABBREVIATIONS.values())
_STATE_IN_ROLE = re.compile(r"\b(?:[A-Z][a-z]+|[A-Z][a-z]{1,4}\.)(?: [A-Z][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Clues:
    """What a document says of somebody; each clue with the span that says it, where it stands outside the role.

    ``former`` tells that the office is past, ``of_state`` that it is in the legislature of a state.
    """

    offices: frozenset[Office] = frozenset()
    former: bool = False
    of_state: bool = False
    party: str | None = None
    party_span: Span | None = None
    state: str | None = None
    state_span: Span | None = None
    role: str = ""


def clues(text: str, name: str, speakers: Iterable[Speaker], *, alone: bool) -> Clues:
    """Gather what the text says of the bearer of a name.

    Args:
        text: The document's text.
        name: The fullest form that the document gives.
        speakers: The speakers with that name, whose roles were found before.
        alone: Whether the family name is nobody else's in the document, so that the bare surname counts too.
    """
    roles = list(dict.fromkeys(s.role for s in speakers if s.role))
    parties = [s.party for s in speakers if s.party]
    offices: set[Office] = set()
    party: tuple[str, Span] | None = None
    state: tuple[str, Span] | None = None
    for start, end in _occurrences(text, name, alone=alone):
        title = re.search(rf"\b({_TITLE})\.?\s+(?:\w+[.]?\s+){{0,2}}$", text[max(0, start - _BEFORE) : start])
        if title:
            offices |= offices_of(title.group(1))
        found = PARTY.match(text[end : end + _AFTER])
        if found:
            party, state = party or _party(found, end), state or _state(found, end)
        party = party or party_beside(text, start, end)
    for role in roles:
        offices |= offices_of(role)
    named_state = state[0] if state else next(filter(None, map(state_in, roles)), None)
    return Clues(
        offices=frozenset(offices),
        former=any(re.search(r"\b(?:former|ex-|then-|late)\b|\bex-", role, re.IGNORECASE) for role in roles),
        of_state=any(re.search(r"\bstate (?:sen|rep|lawmaker|legislator)", role, re.IGNORECASE) for role in roles),
        party=parties[0] if parties else party[0] if party else None,
        party_span=party[1] if party else None,
        state=named_state,
        state_span=state[1] if state else None,
        role=" · ".join(roles),
    )


def offices_of(phrase: str) -> set[Office]:
    """Offices that a role or title names; "other" for an occupation that is none.

    >>> sorted(offices_of("House Majority Leader")), sorted(offices_of("president of the steelworkers’ union"))
    (['leader'], ['other'])
    """
    found: set[Office] = set()
    for match in _PRESIDENT.finditer(phrase):
        found.add("other" if match["of"] else "vice president" if match["vice"] else "president")
    for word in expanded(phrase):
        office = _OFFICE_WORDS.get(word)
        if office:
            found.add(office)
        elif word in lexicon.PERSON_NOUNS and word not in _NO_OFFICE and not found and "president" not in word:
            found.add("other")
    if found == {"other"} and _PUBLIC_BODY.search(phrase) and not _SPEAKS_FOR.intersection(expanded(phrase)):
        return {"official"}
    return found - {"other"} if len(found) > 1 else found


def state_in(phrase: str) -> str | None:
    """The state that a role names, folded: "Arizona Republican", "senator from Texas"."""
    for match in _STATE_IN_ROLE.finditer(phrase):
        for words in (match.group(), match.group().split()[0], match.group().split()[-1]):
            if words.casefold() in _STATE_NAMES:
                return words.casefold()
    return None


def _occurrences(text: str, name: str, *, alone: bool) -> list[Span]:
    """Where the whole name stands, and the bare family name where it can only be the same person's."""
    words, _ = person_words(name)
    last = next((w for w in reversed(name.split()) if words and fold(w) == words[-1]), "")
    wanted = [name] if not alone or not last else [name, last]
    return sorted({span for one in wanted for span in _places(text, one)})


def _places(text: str, words: str) -> Iterator[Span]:
    """Where words stand whole. In a long text a plain search is a hundred times as fast as one by pattern."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not any(map(_IN_WORD.match, (text[start - 1 : start], text[end : end + 1]))):
            yield Span(start, end)
        start = text.find(words, end)


def _party(match: re.Match[str], offset: int) -> tuple[str, Span] | None:
    letter = match.group("letter") or match.group("comma")
    word = match.group("word")
    name = lexicon.PARTY_LETTERS.get(letter.casefold()) if letter else lexicon.PARTY_WORDS.get((word or "").casefold())
    group = "letter" if match.group("letter") else "comma" if letter else "word"
    return (name, Span(offset + match.start(group), offset + match.end(group))) if name else None


def _state(match: re.Match[str], offset: int) -> tuple[str, Span] | None:
    for group in ("state", "cstate", "wstate"):
        if match.group(group):
            written = match.group(group).casefold().rstrip(".").replace(".", "")
            span = Span(offset + match.start(group), offset + match.end(group))
            return lexicon.STATE_ABBREVIATIONS.get(written, written), span
    return None
