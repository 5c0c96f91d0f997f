"""A codebook as somebody is changing it: it may be wrong still, and each part knows which part of the file it was.

A draft becomes the text of a file, which is then read and checked like any other: so what is wrong with a draft is told
in the same words, with the lines that the file would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from whipcount.coding.codebook import dump_codebook
from whipcount.coding.codebook_reader import squeeze
from whipcount.coding.yaml_edit import edited
from whipcount.coding.yaml_places import Place, places
from whipcount.coding.yaml_wanted import KEEP, Fields, Wanted
from whipcount.model import Argument, Codebook, KnownActor, Proposition

# Lists of the file: the kind of their items, and the list that these hold in turn.
_LISTS: Final = {
    "questions": ("q", "propositions"),
    "propositions": ("p", "arguments"),
    "arguments": ("a", ""),
    "actors": ("k", ""),
}
_EMPTY: Final = "version: 1\nquestions: []\n"


@dataclass(frozen=True, slots=True)
class DraftArgument:
    """An argument; ``was`` is its id in the file, empty for a new one."""

    id: str = ""
    side: str = "pro"
    text: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class DraftProposition:
    """A proposition; ``was`` is its id in the file, empty for a new one."""

    id: str = ""
    text: str = ""
    definition: str = ""
    boundaries_in: tuple[str, ...] = ()
    boundaries_out: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    examples_for: tuple[str, ...] = ()
    examples_against: tuple[str, ...] = ()
    arguments: tuple[DraftArgument, ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A question with its propositions; ``was`` is its id in the file, empty for a new one."""

    id: str = ""
    text: str = ""
    propositions: tuple[DraftProposition, ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True)
class DraftActor:
    """An actor of interest; ``was`` is its name in the file, empty for a new one."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """All of a codebook that a form can change; its terms stay as they are in the file."""

    questions: tuple[DraftQuestion, ...] = ()
    actors: tuple[DraftActor, ...] = ()
    notes: str = ""


def draft_of(codebook: Codebook) -> Draft:
    """The draft that says what a codebook says.

    >>> from whipcount.coding import codebook_from_proposition
    >>> draft_of(codebook_from_proposition("Build it")).questions[0].propositions[0].was
    'build-it'
    """
    questions = (
        DraftQuestion(
            one.id,
            one.text,
            tuple(draft_proposition(p) for p in codebook.propositions if p.question == one.id),
            was=one.id,
        )
        for one in codebook.questions
    )
    return Draft(tuple(questions), tuple(map(_draft_actor, codebook.actors)), codebook.notes)


def draft_proposition(one: Proposition) -> DraftProposition:
    """The draft of a proposition."""
    return DraftProposition(
        id=one.id,
        text=one.text,
        definition=one.definition,
        boundaries_in=one.boundaries_in,
        boundaries_out=one.boundaries_out,
        synonyms=one.synonyms,
        examples_for=one.examples_for,
        examples_against=one.examples_against,
        arguments=tuple(map(_draft_argument, one.arguments)),
        was=one.id,
    )


def _draft_argument(one: Argument) -> DraftArgument:
    return DraftArgument(one.id, one.side, one.text, was=one.id)


def _draft_actor(one: KnownActor) -> DraftActor:
    return DraftActor(one.name, one.aliases, was=one.name)


def draft_text(draft: Draft, base: str | None, codebook: Codebook | None = None) -> str:
    """The file that a draft makes of another one: changed where the draft differs, left alone in all else.

    Args:
        draft: What the file shall say.
        base: The text of the file, which is a valid codebook; None where there is no file yet.
        codebook: What to begin from where there is no file.
    Raises:
        CodebookError: The file is written in a way that a form cannot change.
    """
    return edited(base or (dump_codebook(codebook) if codebook else _EMPTY), _tree(draft), roaming="propositions")


def part_at(text: str, line: int) -> str:
    """The part of a draft at a line of the text that it makes: its kind and place, as ``p-0.1``; empty where none is.

    The kinds are ``q`` a question, ``p`` a proposition, ``a`` an argument, ``k`` an actor; places count from 0.

    >>> part_at("questions: [{id: a, propositions: [{id: b}]}]", 1)
    'p-0.0'
    """
    root = places(text)
    lists = ((key, root.at(key)) for key in ("questions", "actors")) if root else ()
    return next((part for key, listed in lists if listed and (part := _part(text, listed, key, line))), "")


def _part(text: str, listed: Place, key: str, line: int, outer: tuple[int, ...] = ()) -> str:
    kind, inner = _LISTS[key]
    for number, item in enumerate(listed.items or ()):
        first, last = (text.count("\n", 0, at) + 1 for at in (item.start, item.end))
        if first <= line <= last:
            at = (*outer, number)
            within = item.at(inner)
            deeper = _part(text, within, inner, line, at) if within else ""
            return deeper or f"{kind}-{'.'.join(map(str, at))}"
    return ""


def _tree(draft: Draft) -> Fields:
    values: dict[str, Wanted] = {
        "version": KEEP,
        "notes": _text(draft.notes),
        "questions": tuple(map(_question, draft.questions)),
        "actors": tuple(map(_actor, draft.actors)) or None,
        "terms": KEEP,
    }
    return Fields(values)


def _question(one: DraftQuestion) -> Fields:
    propositions = tuple(map(_proposition, one.propositions))
    return Fields({"id": squeeze(one.id), "text": squeeze(one.text), "propositions": propositions}, one.was)


def _proposition(one: DraftProposition) -> Fields:
    bounds: dict[str, Wanted] = {"in": _texts(one.boundaries_in), "out": _texts(one.boundaries_out)}
    values: dict[str, Wanted] = {
        "id": squeeze(one.id),
        "text": squeeze(one.text),
        "definition": _text(one.definition),
        "boundaries": Fields(bounds) if any(bounds.values()) else None,
        "synonyms": _texts(one.synonyms),
        "for": _texts(one.examples_for),
        "against": _texts(one.examples_against),
        "arguments": tuple(map(_argument, one.arguments)) or None,
    }
    return Fields(values, one.was)


def _argument(one: DraftArgument) -> Fields:
    return Fields({"id": squeeze(one.id), "side": squeeze(one.side), "text": squeeze(one.text)}, one.was)


def _actor(one: DraftActor) -> Fields:
    return Fields({"name": squeeze(one.name), "aliases": _texts(one.aliases)}, one.was)


def _text(value: str) -> str | None:
    return squeeze(value) or None


def _texts(values: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(text for text in map(squeeze, values) if text) or None
