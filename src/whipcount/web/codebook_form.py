"""The form of a codebook: from its fields to a draft, and what its buttons do to the draft.

The fields come in the order of the page. Each part begins with a hidden field that says which part of the file it was,
so that no numbers have to be kept in step: ``q.was`` a question, ``p.was`` a proposition, ``a.was`` an argument,
``k.was`` an actor. Lists of texts are one field, one text a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from whipcount.errors import UsageError
from whipcount.project.codebook_file import (
    Draft,
    DraftActor,
    DraftArgument,
    DraftProposition,
    DraftQuestion,
    id_from_text,
)

T = TypeVar("T")
MOST_FIELDS: Final = 4_000
_TEXTS: Final = {
    "p.synonyms": "synonyms", "p.in": "boundaries_in", "p.out": "boundaries_out", "p.for": "examples_for",
    "p.against": "examples_against", "k.aliases": "aliases",
}  # fmt: skip
_KINDS: Final[dict[str, type[Any]]] = {
    "q": DraftQuestion, "p": DraftProposition, "a": DraftArgument, "k": DraftActor,
}  # fmt: skip


def draft_from(fields: Iterable[tuple[str, str]]) -> Draft:
    """The draft that a form holds.

    Raises:
        UsageError: Its fields do not come as the page has them.
    """
    notes, tree, homes = "", _Tree(), list[int]()
    for name, value in fields:
        kind, _, part = name.partition(".")
        if name == "notes":
            notes = value
        elif kind not in _KINDS or not part:
            continue
        elif part == "was":
            tree.begin(kind, value)
            if kind == "p":
                homes.append(len(tree.questions) - 1)
        elif name == "p.home":
            homes[-1:] = [_ordinal(value)]
        elif name in _TEXTS:
            tree.set(kind, _TEXTS[name], lines_of(value))
        else:
            tree.set(kind, part, value)
    return tree.draft(notes, homes)


class _Tree:
    """The parts so far; each field goes to the part of its kind that began last."""

    def __init__(self) -> None:
        self.questions: list[DraftQuestion] = []
        self.propositions: list[DraftProposition] = []
        self.actors: list[DraftActor] = []
        self.arguments: list[list[DraftArgument]] = []

    def begin(self, kind: str, was: str) -> None:
        into: list[Any] = self._of(kind)
        if kind == "p":
            self.arguments.append([])
        into.append(_KINDS[kind](was=was))

    def set(self, kind: str, part: str, value: object) -> None:
        into: list[Any] = self._of(kind)
        if not into or part not in _KINDS[kind].__dataclass_fields__ or part in ("propositions", "arguments"):
            raise UsageError(f"The form has a field {kind}.{part} where none belongs. Load the page again.")
        into[-1] = replace(into[-1], **{part: value})

    def _of(self, kind: str) -> list[Any]:
        if (kind == "p" and not self.questions) or (kind == "a" and not self.propositions):
            raise UsageError("The form has a part outside of its question. Load the page again.")
        if kind == "a":
            return self.arguments[-1]
        return self.questions if kind == "q" else self.propositions if kind == "p" else self.actors

    def draft(self, notes: str, homes: Sequence[int]) -> Draft:
        whole = [
            _with_id(replace(one, arguments=tuple(map(_with_id, arguments))))
            for one, arguments in zip(self.propositions, self.arguments, strict=True)
        ]
        questions = (
            replace(
                _with_id(question),
                propositions=tuple(one for one, home in zip(whole, homes, strict=True) if home == number),
            )
            for number, question in enumerate(self.questions)
        )
        if any(not 0 <= home < len(self.questions) for home in homes):
            raise UsageError("A proposition stands under a question that is not in the form. Load the page again.")
        return Draft(tuple(questions), tuple(self.actors), notes)


def _with_id(part: Any) -> Any:
    """A new part without an id gets one from its text."""
    bare = not part.was and not part.id.strip() and part.text.strip()
    return replace(part, id=id_from_text(part.text)) if bare else part


def lines_of(value: str) -> tuple[str, ...]:
    r"""The texts of a field, one a line; empty lines are none.

    >>> lines_of("one\r\n\r\n two ")
    ('one', 'two')
    """
    return tuple(line.strip() for line in value.splitlines() if line.strip())


def _ordinal(value: str) -> int:
    if not value.isdecimal():
        raise UsageError(f"{value!r} is no part of the form. Load the page again.")
    return int(value)


def acted(draft: Draft, action: str) -> tuple[Draft, str]:
    """A draft after one of the form's buttons, and the id of the element to go on from.

    Args:
        draft: What the form holds.
        action: ``add``, ``up``, ``down`` or ``remove``, a kind (``q``, ``p``, ``a``, ``k``) and the place of the part
            among its like, as ``up p 0.2``; for ``add`` the place of the part that gets a new one.
    Raises:
        UsageError: There is no such button.
    """
    verb, _, rest = action.partition(" ")
    kind, _, place = rest.partition(" ")
    at = [_ordinal(part) for part in place.split(".")] if place else []
    if verb not in ("add", "up", "down", "remove") or len(at) != _DEPTH.get(kind, -1) - (verb == "add"):
        raise UsageError(f"The form has no button {action!r}. Load the page again.")
    try:
        if verb in ("up", "down") and kind == "p" and (moved := _across(draft, at, -1 if verb == "up" else 1)):
            return moved
        return _changed(draft, kind, at, verb)
    except IndexError as error:
        raise UsageError(f"There is nothing at {place} in the form. Load the page again.") from error


_DEPTH: Final = {"q": 1, "p": 2, "a": 3, "k": 1}


def _changed(draft: Draft, kind: str, at: list[int], verb: str) -> tuple[Draft, str]:
    *outer, last = at if verb != "add" else [*at, -1]
    parts = _list(draft, kind, outer)
    if verb == "add":
        last = len(parts)
        parts = (*parts, _KINDS[kind]())
    elif verb == "remove":
        parts = (*parts[:last], *parts[last + 1 :]) if parts[last] else parts
    else:
        to = last + (-1 if verb == "up" else 1)
        parts = _swapped(parts, last, to) if 0 <= to < len(parts) else parts
        last = min(max(to, 0), len(parts) - 1)
    where = ".".join(map(str, (*outer, last)))
    after = _with_list(draft, kind, outer, parts)
    focus = {"add": f"{kind}-{where}", "remove": f"add-{kind}-{'.'.join(map(str, outer))}"}
    return after, focus.get(verb) or _button(after, verb, kind, [*outer, last])


def _across(draft: Draft, at: list[int], step: int) -> tuple[Draft, str] | None:
    """A proposition that leaves its question at the end; None where it stays in it, or there is no question beyond."""
    number, place = at
    own = draft.questions[number].propositions
    to = number + step
    if 0 <= place + step < len(own) or not 0 <= to < len(draft.questions) or not own[place]:
        return None
    there = draft.questions[to].propositions
    new = (*there, own[place]) if step < 0 else (own[place], *there)
    after = _with_list(draft, "p", [number], (*own[:place], *own[place + 1 :]))
    after = _with_list(after, "p", [to], new)
    return after, _button(after, "up" if step < 0 else "down", "p", [to, len(new) - 1 if step < 0 else 0])


def _button(draft: Draft, verb: str, kind: str, at: list[int]) -> str:
    """Id of the button that moves a part on, or where it can go no further, of the one that moves it back."""
    *outer, last = at
    beyond = outer[0] if kind == "p" else 0
    others = len(draft.questions) - 1 if kind == "p" else 0
    at_end = (
        last == 0 and beyond == 0 if verb == "up" else last == len(_list(draft, kind, outer)) - 1 and beyond == others
    )
    chosen = {"up": "down", "down": "up"}[verb] if at_end else verb
    return f"{chosen}-{kind}-{'.'.join(map(str, at))}"


def _swapped(parts: tuple[T, ...], one: int, other: int) -> tuple[T, ...]:
    found = list(parts)
    found[one], found[other] = found[other], found[one]
    return tuple(found)


def _list(draft: Draft, kind: str, outer: list[int]) -> tuple[Any, ...]:
    if kind == "q":
        return draft.questions
    if kind == "k":
        return draft.actors
    question = draft.questions[outer[0]]
    return question.propositions if kind == "p" else question.propositions[outer[1]].arguments


def _with_list(draft: Draft, kind: str, outer: list[int], parts: tuple[Any, ...]) -> Draft:
    if kind == "q":
        return replace(draft, questions=parts)
    if kind == "k":
        return replace(draft, actors=parts)
    question = draft.questions[outer[0]]
    if kind == "a":
        one = replace(question.propositions[outer[1]], arguments=parts)
        parts = (*question.propositions[: outer[1]], one, *question.propositions[outer[1] + 1 :])
    question = replace(question, propositions=parts)
    return replace(draft, questions=(*draft.questions[: outer[0]], question, *draft.questions[outer[0] + 1 :]))
