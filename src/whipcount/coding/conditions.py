"""The clause of a conditional statement that states its condition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from whipcount.model import Span

_I: Final = re.IGNORECASE
_PLAIN: Final = re.compile(
    r"\b(?:(?:only|always)\s+)?(?:only\s+(?:if|when|once|after|with|where|under|in)|unless|provid(?:ed|ing)(?:\s+that)?"
    r"|on\s+(?:the\s+|one\s+)?(?:condition|understanding|proviso)(?:,?\s+(?:that|of))?|with\s+the\s+proviso(?:\s+that)?"
    r"|(?:for\s+)?(?:as|so)\s+long\s+as|as\s+soon\s+as|subject\s+to|(?:assuming|supposing)(?:\s+that)?"
    r"|in\s+the\s+event\s+(?:that|of)"
    r"|in\s+case|given\s+(?:that|an?)|in\s+(?:return|exchange)\s+for|not\s+(?:until|before|without)|in\s*so\s*far\s+as"
    r"|(?:conditional|contingent)\s+(?:up)?on|(?:depend(?:s|ed|ent|ing)?|hing(?:es|ed|ing))\s+on|if)\b",
    _I,
)  # fmt: skip
# Where nothing plainer stands: a time, "should they agree", "with a fence".
_FEEBLER: Final = (
    re.compile(
        r"\b(?:once|until|till|(?:on\s+)?the\s+(?:day|moment|minute|hour)|when|where|whoever|whichever"
        r"|only\s+(?:for|as|on|by))\b",
        _I,
    ),
    re.compile(r"(?:^|(?<=[.;:,—–]\s))[\"“‘']?(?:[Ss]hould|[Ww]ere|[Hh]ad)\s+(?=\w)"),
)  # fmt: skip
# "Build a fence and we will vote for it": what stands before "and" is the condition.
_BARGAIN: Final = re.compile(
    r"(?:^|(?<=[.;:!?—–]\s))[\"“‘']?[A-Z][^.;:!?—–]*?(?=,?\s+(?:and|then)\s+(?:I|we|you|they|he|she|it)"
    r"(?:['’](?:ll|d|m|re|ve|s)"
    r"|\s+(?:will|would|shall|should|can|could|may|am|are|is|have|has))\b)"
)
_LAST: Final = re.compile(r"\b(?:but|with(?:out)?)\s+(?=\w)", _I)
_WHETHER: Final = re.compile(r"\b(?:asked?|asking|wonder(?:s|ed)?|know|knows|sure|as|even|what|see)\s+$", _I)
# A cue whose content is the condition: "would agree if | the money is repaid".
_LED_UP: Final = re.compile(
    r"\b(?:if|unless|provid(?:ed|ing)(?:\s+that)?|once|when|until|long\s+as|condition\s+that|depend(?:s|ed|ent|ing)?"
    r"\s+on)[\s:,\"“‘']*$",
    _I,
)
_CLAUSE_END: Final = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)[.](?!\d)|[;:!?]|,(?=[\"”’]?\s)|\s[—–]|$"
)
_OPENS: Final = re.compile(r"(?:[.;:!?,—–]|\b(?:and|that|but|so))[\s\"“‘']*$", _I)
# Where a main clause begins that no comma parts from the condition before it: "if it is built we will go".
_MAIN: Final = re.compile(
    r"(?<!that)(?<!which)(?<!what)(?<!who)(?<!so)(?<!than)\s+(?:(?:I|we|you|he|she|they|it)(?:['’](?:ll|d)"
    r"|\s+(?:will|would|shall|should|can|could|may|might))"
    r"|(?:I|we|he|she)(?:['’](?:m|re|s)|\s+(?:am|are|is|has|have)))\b"
)
_TURNED: Final = re.compile(r"\s+(?:will|would|shall|should|can|could|may|might)\s+(?!be\b|have\b|not\b)\w", _I)
# A place in which the speaker does not stand: "if I still had a vote", "were it up to us", "if she lived there".
_WHO: Final = r"(?:I|we|he|she)(?:\s+(?:still|only|ever))?\s+"
_VOTE: Final = r"(?:a|the|any|another|my|our|his|her)\s+(?:vote|seat|say|ballot|voice)\b"
_PLACE: Final = (
    r"(?:still\s+)?(?:(?:in|on)\s+(?:the|that|this|its|my|his|her)\s+(?:council|committee|board|jury|panel|cabinet|senate"
    r"|government|assembly|place|shoes|chair)|in\s+(?:parliament|office|charge|power)|(?:an?\s+|the\s+)?(?:mayor|minister"
    r"|prime\s+minister|president|governor|councillor|senator|deputy|judge|voter)|you|him|her)\b"
)
_IMAGINED: Final = re.compile(
    rf"\b(?:if\s+it\s+(?:was|were)|were\s+it)\s+(?:up|left)\s+to\s+(?:me|us|him|her)\b"
    rf"|\b(?:if\s+{_WHO}had\s+|had\s+{_WHO}){_VOTE}|\b(?:if\s+{_WHO}(?:was|were)\s+|were\s+{_WHO}){_PLACE}"
    rf"|\bif\s+{_WHO}(?:lived\s+(?:here|there|in)|sat\s+(?:in|on)|could\s+vote)\b",
    _I,
)
_BEFORE: Final = 20  # characters before a place that tell what leads up to it
_FEWEST_WORDS: Final = 2  # "if so" states no condition that one could read


def condition_span(text: str, start: int = 0, end: int | None = None) -> Span | None:
    """The clause that states a condition, with its conjunction.

    The conjunction that states a condition most plainly wins: "only if" before "when". An "if" that means "whether"
    ("asked if") states none.

    >>> text = "He would agree, but only if the courts approve, he said."
    >>> text[slice(*condition_span(text))]
    'only if the courts approve'

    Args:
        text: Where offsets count, such as a document's text.
        start: Where the content begins.
        end: Where it ends; the end of the text by default.
    """
    said = text[start : len(text) if end is None else end]
    found = _stated(said, (_PLAIN,))
    if found is None and _LED_UP.search(text[max(0, start - _BEFORE) : start]):
        found = Span(0, _end(said, 0))
    found = found or _stated(said, (*_FEEBLER, _BARGAIN, _LAST))
    return Span(start + found.start, start + found.end) if found else None


def imagines_a_say(text: str) -> bool:
    """Whether the only condition is a say that the speaker does not have: what then follows is the speaker's own side.

    >>> imagines_a_say("If I lived there, yes"), imagines_a_say("Yes, if it were cheaper")
    (True, False)
    """
    plain = [match[0].casefold() for match in _PLAIN.finditer(text)]
    return _IMAGINED.search(text) is not None and all(conjunction == "if" for conjunction in plain)


def _stated(said: str, kinds: Iterable[re.Pattern[str]]) -> Span | None:
    """The first clause in the plainest kind that says enough."""
    for kind in kinds:
        for match in kind.finditer(said):
            if not _WHETHER.search(said[max(0, match.start() - _BEFORE) : match.start()]):
                end = match.end() if kind is _BARGAIN else _end(said, match.end(), _main(said, match))
                if len(said[match.start() : end].split()) > _FEWEST_WORDS:
                    return Span(match.start(), end)
    return None


def _main(said: str, match: re.Match[str]) -> re.Pattern[str] | None:
    """What begins the main clause, where the condition stands before it: "only if it is safe will we agree"."""
    before = said[max(0, match.start() - _BEFORE) : match.start()]
    if not (match[0].strip("\"“‘'")[0].isupper() or _OPENS.search(before)):
        return None
    return _TURNED if match[0].casefold().startswith(("only", "not")) else _MAIN


def _end(said: str, at: int, main: re.Pattern[str] | None = None) -> int:
    """Where the clause ends that stands at a place."""
    tail = _CLAUSE_END.search(said, at)
    last = tail.start() if tail else len(said)
    begun = main.search(said, at + 2, last) if main else None
    return len(said[: begun.start() if begun else last].rstrip(" ,"))
