"""Which way the words point: a small grammar of attitudes, directions, outcomes and negations.

A pair encoder of this size often sees that a statement is about a proposition but not which way it goes when several
words turn each other round: "criticised the call to lift the ban". Here each such word is a sign, and signs multiply
(compositional polarity: Moilanen and Pulman 2007; Choi and Cardie 2008). An attitude ("backed", "ruled out", "should")
meets a direction (what is to be done: "ban" and "allow" point apart, "lift the ban" turns twice, "the motion" points
where the proposition does) or an outcome ("would cost jobs") meets a direction. The grammar knows no topic, and gives a
hint, never a verdict: ``Coder`` weighs it against what the encoder sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from whipcount.coding import polarity_words as words

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[;:.!?—–]|,")
_SUFFIXES: Final = (
    *("ations", "ation", "itions", "ition", "ments", "ment", "ings", "ing", "ers", "ied", "ies", "ed", "es", "er"),
    *("s", "e", "y"),
)
_SHORTEST_STEM: Final = 3
_REACH: Final = 5  # words over which one direction governs the next: "lift the long-standing ban"
_NEGATION_REACH: Final = 3  # words over which a negation turns what follows
_NAME, _DIRECTION = 1, 2  # ranks of what may point, over a bare object (0): the issue by a general name, a direction
ENOUGH: Final = 2  # bare objects of an issue that name it; one ("the ships") may be about anything
_BREAKS: Final = frozenset(";.!?—–")


@dataclass(frozen=True, slots=True)
class Hint:
    """What the grammar makes of a statement.

    ``sign`` is +1 where the words speak for the proposition, -1 against, 0 where it cannot tell. ``explicit`` is true
    where an attitude or an obligation meets a direction, false where only an outcome does. ``evasive`` is true where
    the speaker is said not to commit, ``anchored`` where the content uses the codebook's own words for the issue.
    """

    sign: int = 0
    explicit: bool = False
    evasive: bool = False
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """A proposition as the grammar reads it.

    ``objects`` are stems of what it is about, ``names`` those and the directions that it and its synonyms use;
    ``direction`` is -1 if it would forbid something, else +1.
    """

    objects: frozenset[str]
    names: frozenset[str]
    direction: int


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its inflection, crudely; the tables and the text both go through here.

    >>> stem("banned") == stem("bans") == stem("ban")
    True
    """
    word = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM and not word.endswith("ss"):
            word = word[: -len(suffix)]
            break
    if len(word) > _SHORTEST_STEM and word[-1] in "yi":
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


_ATTITUDES: Final = {s: sign for sign, text in words.ATTITUDES.items() for s in _stems(text)}
_OUTCOMES: Final = {s: sign for sign, text in words.OUTCOMES.items() for s in _stems(text)}
_DENIALS, _WARNINGS, _RESTRICTIONS, _PERMISSIONS, _UNDOING, _ISSUES = map(
    _stems, (words.DENIALS, words.WARNINGS, words.RESTRICTIONS, words.PERMISSIONS, words.UNDOING, words.ISSUES)
)
_OBLIGATIONS: Final = frozenset(words.OBLIGATIONS.split())
_NEGATIONS: Final = frozenset(words.NEGATIONS.split())
_STOPWORDS: Final = frozenset(words.STOPWORDS.split()) | _OBLIGATIONS
_EVASIONS: Final = re.compile("|".join(words.EVASIONS), re.IGNORECASE)
_PHRASES: Final = tuple((re.compile(pattern, re.IGNORECASE), word) for pattern, word in words.PHRASES)


def _tokens(text: str) -> list[str]:
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return [token.casefold() for token in _WORD.findall(text)]


@lru_cache(maxsize=2_000)
def read_issue(wordings: tuple[str, ...]) -> Issue:
    """The issue that a proposition is about; its first wording gives the direction, synonyms add objects.

    >>> read_issue(("Large cruise ships should be banned from the Old Harbour",)).direction
    -1
    """
    nothing = Issue(frozenset(), frozenset(), 1)
    direction = _direction(_tokens(wordings[0]), nothing)
    known = _RESTRICTIONS | _PERMISSIONS | _UNDOING | _ISSUES
    content = {stem(t) for text in wordings for t in _tokens(text) if t not in _STOPWORDS and len(t) > 1}
    return Issue(frozenset(content - known), frozenset(content), direction or 1)


def _direction(tokens: Sequence[str], issue: Issue) -> int:
    """Direction of the first run of direction words, relative to the proposition's: +1 the same, -1 the other, 0 none.

    In a run, what forbids or undoes turns what it governs; explicit directions count before the issue's names, and
    those before its bare objects, which are for whatever is to be done with them.
    """
    run: list[tuple[int, int, str]] = []  # place, rank (direction over issue over object), stem
    for at, token in enumerate(tokens):
        root = stem(token)
        rank = _DIRECTION if root in _RESTRICTIONS | _PERMISSIONS | _UNDOING else _NAME * (root in _ISSUES)
        if not rank and root not in issue.objects:
            continue
        if run and (at - run[-1][0] > _REACH or _BREAKS & set(tokens[run[-1][0] : at])):
            if max(r for _, r, _ in run) > 0:
                break
            run = []
        run.append((at, rank, root))
    if not run:
        return 0
    top = max(rank for _, rank, _ in run)
    sign = issue.direction
    heads = [root for _, rank, root in run if rank == _DIRECTION]
    if top == _DIRECTION:
        for root in heads:
            sign = -sign if root in _RESTRICTIONS or root in _UNDOING else sign
        if any(rank == _NAME for _, rank, _ in run):
            sign *= issue.direction  # "block the motion": the motion points where the proposition does
    elif top == _NAME:
        sign = 1
    return -sign if _negated(tokens, run[0][0], {"without", "no"}) else sign


def _negated(tokens: Sequence[str], at: int, negations: Iterable[str] = _NEGATIONS) -> bool:
    before = tokens[max(0, at - _NEGATION_REACH) : at]
    return sum(token in negations for token in before) % 2 == 1


def _product(tokens: Sequence[str], table: dict[str, int]) -> int:
    """Signs of all words of a table multiplied, each turned by a negation before it; 0 where there is none."""
    value = 0
    for at, token in enumerate(tokens):
        sign = table.get(stem(token))
        if sign:
            value = (value or 1) * (-sign if _negated(tokens, at) else sign)
    return value


def _first(tokens: Sequence[str], table: dict[str, int]) -> int:
    for at, token in enumerate(tokens):
        sign = table.get(stem(token))
        if sign:
            return -sign if _negated(tokens, at) else sign
    return 0


def _obliged(tokens: Sequence[str]) -> int:
    """+1 for "should", -1 for "should not", 0 without an obligation."""
    for at, word in enumerate(tokens):
        if word in _OBLIGATIONS:
            turned = word == "cannot" or bool(_NEGATIONS & set(tokens[at + 1 : at + 3]))
            return -1 if turned else 1
    return 0


def hint(wordings: Sequence[str], cue: str, content: str) -> Hint:
    """Read one statement against one proposition.

    Args:
        wordings: The proposition and its synonyms.
        cue: Words that report the statement, such as "criticised"; may be empty.
        content: What was said.
    """
    issue = read_issue(tuple(wordings))
    said = _tokens(content)
    reported = _tokens(cue)
    # "called | on the council to vote" and "ruled | out a ban" are split between cue and content.
    joined = _tokens(f"{cue} {content}")
    evasive = _EVASIONS.search(f"{cue} {content}") is not None
    named = {stem(token) for token in said} & issue.names
    anchored = len(named) >= ENOUGH or bool(named - issue.objects)
    direction = _direction(said, issue) or _direction(joined, issue)
    sign, explicit = _verdict(reported, said, joined) if direction else (0, False)
    return Hint(sign * direction, explicit, evasive, anchored)


def names_issue(wordings: Sequence[str], text: str) -> bool:
    """Whether a text uses the codebook's own words for an issue."""
    names = read_issue(tuple(wordings)).names
    return any(stem(token) in names for token in _tokens(text))


def names_only_another(wordings: Sequence[str], others: Sequence[Sequence[str]], text: str) -> bool:
    """Whether a text uses words that only other propositions have, and none that only this one has."""
    own = read_issue(tuple(wordings)).names
    theirs = frozenset[str]().union(*(read_issue(tuple(other)).names for other in others))
    used = {stem(token) for token in _tokens(text)}
    return bool(used & (theirs - own)) and not used & (own - theirs)


def shared_words(first: str, second: str, *, besides: Sequence[str]) -> float:
    """Share, from 0 to 1, of the first text's own words that the second uses; 0 where they share fewer than two.

    Own words are content words, by stem, that the wordings of an issue have not.
    """
    own = read_issue((first,)).names - read_issue(tuple(besides)).names
    common = own & {stem(token) for token in _tokens(second)}
    return len(common) / len(own) if len(common) >= ENOUGH else 0.0


def own_words(text: str, *, besides: Sequence[str]) -> int:
    """How many content words a text has that neither the wordings of an issue nor a bare verdict on it would use.

    >>> own_words("The ban was a mistake", besides=["Phones should be banned"])
    0
    """
    own = read_issue((text,)).names - read_issue(tuple(besides)).names
    return len(own - _ATTITUDES.keys() - _OUTCOMES.keys())


def _verdict(reported: Sequence[str], said: Sequence[str], joined: Sequence[str]) -> tuple[int, bool]:
    """How the speaker stands to the direction: sign, and whether an attitude says so rather than an outcome."""
    attitude, obliged, outcome = _product(joined, _ATTITUDES), _obliged(said), _first(said, _OUTCOMES)
    roots = {stem(token) for token in reported}
    if roots & _DENIALS:
        claim = (0 if roots & set(_ATTITUDES) else attitude) or obliged or outcome or 1
        return -claim, True
    if roots & _WARNINGS:
        return outcome or -1, True
    if attitude or obliged:
        return (attitude or 1) * (obliged or 1), True
    return outcome, False
