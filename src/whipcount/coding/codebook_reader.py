"""From a YAML tree to the parts of a codebook, and everything that is wrong with it, each thing with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, cast, get_args

from whipcount.model import Argument, Codebook, KnownActor, KnownTerm, Proposition, Question, TermKind

VERSION: Final = 1
ID_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
TERM_KINDS: Final[tuple[TermKind, ...]] = get_args(TermKind)
MOST_PROBLEMS: Final = 100  # nobody reads more, and aliases in YAML could make millions of a small file
_MUST: Final = {"side": ("pro", "con"), "kind": TERM_KINDS}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a codebook; ``line`` counts from 1, None where no line applies."""

    line: int | None
    message: str

    def told(self, name: str) -> str:
        """The problem as a line of an error or a report; ``name`` is the file."""
        return f"{name}, line {self.line}: {self.message}" if self.line else f"{name}: {self.message}"


class TooManyError(Exception):
    """The reader stops: the rest of the problems would only be noise."""


class Reader:
    """Walks the YAML tree; a wrong part is noted in ``problems`` and read as if it were not there.

    ``lines`` tells where a part stands, by what it is, its proposition and its place: ``("synonyms", "allow", "0")``.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[tuple[str, ...], int] = {}
        self.seen: dict[str, int] = {}

    def codebook(self, tree: object) -> Codebook:
        """The codebook without its id; to be trusted only when there are no ``problems``."""
        if tree is None:
            self._fail(None, "the codebook is empty. `whipcount init` writes one to start from")
            return Codebook("", (), ())
        keys = ("version", "notes", "questions", "actors", "terms")
        top = self._mapping(tree, 1, "the codebook", keys, ("questions",))
        version = top.get("version", VERSION)
        if isinstance(version, bool) or version != VERSION:
            self._fail(_line(tree, "version"), f"version must be {VERSION}, not {version!r}")
        questions: list[Question] = []
        propositions: list[Proposition] = []
        question_ids: dict[str, int] = {}
        for item, line in self._sequence(top, "questions"):
            self._question(item, line, question_ids, (questions, propositions))
        actors = tuple(
            self._actor(item, line, place) for place, (item, line) in enumerate(self._sequence(top, "actors"))
        )
        claimed: dict[str, int] = {}
        terms = tuple(self._term(item, line, claimed) for item, line in self._sequence(top, "terms"))
        return Codebook("", tuple(questions), tuple(propositions), terms, actors, self._text(top, "notes"))

    def _question(
        self, node: object, line: int, ids: dict[str, int], found: tuple[list[Question], list[Proposition]]
    ) -> None:
        """Add a question and its propositions to what was found."""
        keys = ("id", "text", "propositions")
        values = self._mapping(node, line, "a question", keys, keys)
        question = Question(self._identifier(values, ids), self._text(values, "text"))
        questions, propositions = found
        questions.append(question)
        entries = self._sequence(values, "propositions")
        propositions += [self._proposition(entry, at, question.id) for entry, at in entries]

    def _term(self, node: object, line: int, claimed: dict[str, int]) -> KnownTerm:
        values = self._mapping(node, line, "a term", ("name", "kind", "aliases"), ("name",))
        kind = cast("TermKind", self._choice(values, "kind", otherwise="other"))
        term = KnownTerm(self._text(values, "name"), kind, self._texts(values, "aliases"))
        for name in (term.name, *term.aliases):
            if name in claimed:
                self._fail(line, f"the name {name!r} is already taken in line {claimed[name]}; a name has one term")
            elif name:
                claimed[name] = line
        return term

    def _actor(self, node: object, line: int, place: int) -> KnownActor:
        values = self._mapping(node, line, "an actor", ("name", "aliases"), ("name",))
        self.lines["actors", str(place)] = line
        return KnownActor(self._text(values, "name"), self._texts(values, "aliases"))

    def _proposition(self, node: object, line: int, question: str) -> Proposition:
        keys = ("id", "text", "definition", "boundaries", "synonyms", "for", "against", "arguments")
        values = self._mapping(node, line, "a proposition", keys, ("id", "text"))
        id_ = self._identifier(values, self.seen)
        self.lines["proposition", id_] = _line(values, "text") if "text" in values else line
        bounds: Mapping[str, Any] = {}
        if "boundaries" in values:
            at = _line(values, "boundaries")
            bounds = self._mapping(values["boundaries"], at, "'boundaries'", ("in", "out"), ())
        argument_ids: dict[str, int] = {}
        return Proposition(
            id=id_,
            text=self._text(values, "text"),
            question=question,
            definition=self._text(values, "definition"),
            synonyms=self._texts(values, "synonyms", of=id_),
            examples_for=self._texts(values, "for"),
            examples_against=self._texts(values, "against"),
            arguments=tuple(self._argument(n, at, argument_ids, id_) for n, at in self._sequence(values, "arguments")),
            boundaries_in=self._texts(bounds, "in"),
            boundaries_out=self._texts(bounds, "out"),
        )

    def _argument(self, node: object, line: int, seen: dict[str, int], proposition: str) -> Argument:
        keys = ("id", "side", "text")
        values = self._mapping(node, line, "an argument", keys, keys)
        id_, side = self._identifier(values, seen), self._choice(values, "side", otherwise="pro")
        self.lines["argument", proposition, id_] = line
        return Argument(id_, self._text(values, "text"), "pro" if side == "pro" else "con")

    def _mapping(
        self, node: object, line: int, what: str, keys: tuple[str, ...], required: tuple[str, ...]
    ) -> Mapping[str, Any]:
        """The node if it is a mapping, with unknown and missing keys noted; else an empty one."""
        if not isinstance(node, Mapping):
            self._fail(line, f"{what} must be written as `key: value` lines, not {_kind(node)}")
            return {}
        for key in node:
            if key not in keys:
                near = get_close_matches(str(key), keys, n=1, cutoff=0.0)[0]
                known = ", ".join(keys)
                self._fail(_line(node, key), f"{what} has no key {key!r}; did you mean {near!r}? Known keys: {known}")
        for key in required:
            if key not in node:
                self._fail(line, f"{what} has no {key!r}; add it")
            elif node[key] == []:
                self._fail(_line(node, key), f"{key!r} is empty; add at least one")
        return node

    def _sequence(self, node: Any, key: str) -> list[tuple[object, int]]:
        """The items under a key, each with its line; none where the key is missing."""
        if key not in node:
            return []
        items, line = node[key], _line(node, key)
        if not isinstance(items, list):
            self._fail(line, f"{key!r} must be a list (lines that begin with `-`), not {_kind(items)}")
            return []
        return [(item, _item_line(items, position, line)) for position, item in enumerate(items)]

    def _choice(self, node: Any, key: str, *, otherwise: str) -> str:
        """One of the words that the key allows."""
        value = node.get(key, otherwise)
        if value not in _MUST[key]:
            self._fail(_line(node, key), f"{key} must be one of {', '.join(_MUST[key])}, not {value!r}")
            return otherwise
        return str(value)

    def _text(self, node: Any, key: str) -> str:
        return self._one_text(node[key], _line(node, key), key) if key in node else ""

    def _texts(self, node: Any, key: str, *, of: str = "") -> tuple[str, ...]:
        items = self._sequence(node, key)
        self.lines |= {(key, of, str(place)): line for place, (_, line) in enumerate(items)}
        return tuple(self._one_text(item, line, key) for item, line in items)

    def _one_text(self, value: object, line: int, key: str) -> str:
        if not isinstance(value, str):
            remedy = "write one, or leave the key out" if value is None else "put it in quotation marks"
            self._fail(line, f"{key!r} must be text, not {_kind(value)}; {remedy}")
            return ""
        text = squeeze(value)
        if not text:
            self._fail(line, f"{key!r} is empty; write it or leave the key out")
        return text

    def _identifier(self, node: Any, seen: dict[str, int]) -> str:
        value = self._text(node, "id")
        if not value:
            return value
        line = _line(node, "id")
        if not ID_PATTERN.fullmatch(value):
            self._fail(line, f"the id {value!r} may hold only a-z, 0-9 and -, and not begin with -")
        elif value in seen:
            self._fail(line, f"the id {value!r} is already taken in line {seen[value]}; ids must be unique")
        else:
            seen[value] = line
        return value

    def _fail(self, line: int | None, message: str) -> None:
        """Note a problem.

        Raises:
            TooManyError: There are as many as anybody reads.
        """
        self.problems.append(Problem(line, message + "."))
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooManyError


def squeeze(text: str) -> str:
    """Runs of white space as one space: how a line is broken in the file is not content."""
    return " ".join(text.split())


def _line(node: Any, key: object) -> int:
    """1-based line of a key; ruamel keeps it in ``lc``."""
    try:
        return int(node.lc.key(key)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return 1


def _item_line(items: Any, position: int, otherwise: int) -> int:
    try:
        return int(items.lc.item(position)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return otherwise


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "`key: value` lines"
    if isinstance(value, list):
        return "a list"
    return f"{value!r}"
