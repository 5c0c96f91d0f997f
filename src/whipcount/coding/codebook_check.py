"""What a codebook's author should look at: what is wrong with it, and what is allowed but seldom meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, TypeAlias

from whipcount.coding.codebook import CodebookReading
from whipcount.coding.pairs import PROPOSITION_PIECES, pieces
from whipcount.model import Codebook, Proposition

FindingCode: TypeAlias = Literal[
    "format", "negated", "long", "alike", "shared-synonym", "no-examples", "unused-argument", "repeated-actor"
]
ALIKE: Final = 0.75  # share of their words that two propositions have in common, from which they are nearly the same
_NEGATION: Final = re.compile(r"\b(?:not|never|cannot)\b|n['’]t\b", re.IGNORECASE)
# Words that say nothing about what a proposition is about; two that differ only in "not" are nearly the same.
_EMPTY: Final = frozenset(
    {"a", "an", "and", "at", "be", "by", "for", "in", "is", "it", "of", "on", "or", "shall", "should", "that", "the"}
    | {"to", "with", "will", "not", "never", "cannot"}
)
_Lines: TypeAlias = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in a codebook: an error, where it cannot be used, or a warning."""

    line: int | None
    code: FindingCode
    message: str

    @property
    def severity(self) -> Literal["error", "warning"]:
        """How bad it is."""
        return "error" if self.code == "format" else "warning"


def check_codebook(reading: CodebookReading, given: Mapping[str, frozenset[str]] | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful, in the order of the lines.

    Args:
        reading: The codebook as it was read.
        given: Ids of the arguments that a store's statements give, by the id of each proposition that it has coded;
            an argument that is not among them is told.
    """
    if reading.codebook is None:
        return tuple(Finding(problem.line, "format", problem.message) for problem in reading.problems)
    book, lines = reading.codebook, reading.lines
    found = [finding for one in book.propositions for finding in _of_proposition(one, lines)]
    found += [*_alike(book, lines), *_shared(book, lines), *_repeated(book, lines), *_unused(book, lines, given or {})]
    return tuple(sorted(found, key=lambda finding: (finding.line or 0, finding.code, finding.message)))


def _of_proposition(proposition: Proposition, lines: _Lines) -> Iterator[Finding]:
    id_ = proposition.id
    here = lines["proposition", id_]
    if negation := _NEGATION.search(proposition.text):
        message = f"{id_!r} is worded with {negation[0]!r}. Word it positively, and turn its examples round."
        yield Finding(here, "negated", message)
    missing = [
        side
        for side, kept in (("for", proposition.examples_for), ("against", proposition.examples_against))
        if not kept
    ]
    if missing:
        message = f"{id_!r} has no examples {' and '.join(missing)}. Add some: people code alike when they see them."
        yield Finding(here, "no-examples", message)
    synonyms = ((text, lines["synonyms", id_, str(place)]) for place, text in enumerate(proposition.synonyms))
    arguments = ((one.text, lines["argument", id_, one.id]) for one in proposition.arguments)
    for text, line in ((proposition.text, here), *synonyms, *arguments):
        if (long := pieces(text)) > PROPOSITION_PIECES:
            message = f"the model reads {PROPOSITION_PIECES} word pieces, and this has {long}. Shorten it: {text}"
            yield Finding(line, "long", message)


def _alike(book: Codebook, lines: _Lines) -> Iterator[Finding]:
    words = {one.id: frozenset(re.findall(r"\w+", one.text.casefold())) - _EMPTY for one in book.propositions}
    for first, second in combinations(book.propositions, 2):
        both, either = words[first.id] & words[second.id], words[first.id] | words[second.id]
        if either and len(both) / len(either) >= ALIKE:
            message = f"{second.id!r} is nearly the same as {first.id!r}. Make one of them, or word them further apart."
            yield Finding(lines["proposition", second.id], "alike", message)


def _shared(book: Codebook, lines: _Lines) -> Iterator[Finding]:
    wordings: dict[str, list[str]] = {}
    for one in book.propositions:
        for text in (one.text, *one.synonyms):
            wordings.setdefault(_folded(text), []).append(one.id)
    for one in book.propositions:
        for place, text in enumerate(one.synonyms):
            for other in dict.fromkeys(wordings[_folded(text)]):
                if other != one.id:
                    message = f"the synonym {text!r} of {one.id!r} also stands under {other!r}. Keep it in one place."
                    yield Finding(lines["synonyms", one.id, str(place)], "shared-synonym", message)


def _repeated(book: Codebook, lines: _Lines) -> Iterator[Finding]:
    known: dict[str, int] = {}
    for place, actor in enumerate(book.actors):
        line = lines["actors", str(place)]
        for name in dict.fromkeys(_folded(name) for name in (actor.name, *actor.aliases)):
            if name in known:
                message = f"the name {name!r} of {actor.name!r} already stands in line {known[name]}. Join the two."
                yield Finding(line, "repeated-actor", message)
            else:
                known[name] = line


def _unused(book: Codebook, lines: _Lines, given: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    for one in book.propositions:
        for argument in one.arguments:
            if argument.id not in given.get(one.id, {argument.id}):
                message = f"no coded statement gives the argument {argument.id!r}. Reword it, or leave it out."
                yield Finding(lines["argument", one.id, argument.id], "unused-argument", message)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
