"""The codebook: questions, propositions and arguments in YAML, read strictly.

A wrong codebook would put words into the record that nobody agreed on, so nothing is guessed: an unknown key, a wrong
type or a repeated id is an error that names the line. The id of a codebook is the hash of its content, so a change of
layout or of comments is no change, and a change of one word is.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NoReturn, get_args

from whipcount.coding.starter import STARTER
from whipcount.errors import CodebookError
from whipcount.model import Argument, Codebook, KnownTerm, Proposition, Question, TermKind, content_id

VERSION: Final = 1
MAX_BYTES: Final = 2_000_000  # a codebook is written by hand; more than this is a mistaken path
ID_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
TERM_KINDS: Final[tuple[TermKind, ...]] = get_args(TermKind)
SLUG_WORDS: Final = 8  # words of a proposition that its derived id keeps


def load_codebook(path: str | Path) -> Codebook:
    """Read a codebook file.

    Args:
        path: A YAML file in UTF-8.
    Returns:
        The codebook, in the order of the file.
    Raises:
        CodebookError: The file cannot be read, is not YAML, or breaks a rule of the format; ``line`` says where.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"The codebook {name!r} cannot be read: {reason}. Check the path, or make one with `whipcount init`."
        raise CodebookError(message) from error
    if len(data) > MAX_BYTES:
        raise CodebookError(f"The codebook {name!r} is larger than {MAX_BYTES:,} bytes. Is it the right file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name}, line {line}: byte {error.start} is not UTF-8. Save the codebook as UTF-8."
        raise CodebookError(message, line=line) from error
    return parse_codebook(text, name=name)


def parse_codebook(text: str, *, name: str = "codebook") -> Codebook:
    """Read a codebook from YAML text; ``name`` stands in front of each error.

    >>> book = parse_codebook('''
    ... questions:
    ...   - id: whaling
    ...     text: Should whaling be allowed?
    ...     propositions: [{id: allow, text: Whaling should be allowed}]
    ... ''')
    >>> book.propositions[0].question
    'whaling'

    Raises:
        CodebookError: See ``load_codebook``.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = mark.line + 1 if mark is not None else None
        problem = (getattr(error, "problem", None) or str(error)).strip().splitlines()[0]
        where = f"{name}, line {line}" if line else name
        raise CodebookError(f"{where}: not valid YAML: {problem}.", line=line) from error
    except (ValueError, RecursionError) as error:  # an impossible date, an absurd nesting
        raise CodebookError(f"{name}: not valid YAML: {error}.") from error
    return _Reader(name).codebook(tree)


def codebook_from_proposition(text: str) -> Codebook:
    """A codebook of one proposition, for ``--proposition TEXT``.

    >>> codebook_from_proposition("Kyiv may strike inside Russia with U.S. weapons").propositions[0].id
    'kyiv-may-strike-inside-russia-with-u-s'

    Raises:
        CodebookError: The text is empty.
    """
    text = _squeeze(text)
    if not text:
        raise CodebookError("The proposition is empty. Give a sentence that one can be for or against.")
    words = re.findall(r"[a-z0-9]+", text.casefold())[:SLUG_WORDS]
    # A proposition in another script leaves no such words; its hash still tells it from others.
    slug = "-".join(words) or content_id("proposition", text)[:12]
    question = Question(id=slug, text=text)
    return _codebook((question,), (Proposition(id=slug, text=text, question=slug),))


def dump_codebook(codebook: Codebook) -> str:
    """The codebook as YAML text that ``parse_codebook`` reads back to an equal one."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump({"version": VERSION} | _tree(codebook), stream)
    return stream.getvalue()


def starter_codebook() -> str:
    """The commented codebook that ``whipcount init`` writes."""
    return STARTER


class _Reader:
    """Walks the YAML tree; ``name`` is the file that errors speak of."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: dict[str, int] = {}

    def codebook(self, tree: object) -> Codebook:
        if tree is None:
            raise CodebookError(f"{self.name}: the codebook is empty. `whipcount init` writes one to start from.")
        top = self.mapping(tree, 1, "the codebook", ("version", "questions", "terms"), ("questions",))
        version = top.get("version", VERSION)
        if version != VERSION:
            self.fail(_line(tree, "version"), f"version must be {VERSION}, not {version!r}")
        questions: list[Question] = []
        propositions: list[Proposition] = []
        question_ids: dict[str, int] = {}
        for item, line in self.sequence(tree, "questions"):
            keys = ("id", "text", "propositions")
            self.mapping(item, line, "a question", keys, keys)
            question = Question(self.identifier(item, question_ids), self.text(item, "text"))
            questions.append(question)
            entries = self.sequence(item, "propositions")
            propositions += [self.proposition(entry, at, question.id) for entry, at in entries]
        claimed: dict[str, int] = {}
        listed = self.sequence(tree, "terms", required=False)
        terms = tuple(self.term(item, line, claimed) for item, line in listed)
        return _codebook(tuple(questions), tuple(propositions), terms)

    def term(self, node: object, line: int, claimed: dict[str, int]) -> KnownTerm:
        values = self.mapping(node, line, "a term", ("name", "kind", "aliases"), ("name",))
        kind = values.get("kind", "other")
        if kind not in TERM_KINDS:
            self.fail(_line(node, "kind"), f"kind must be one of {', '.join(TERM_KINDS)}, not {kind!r}")
        term = KnownTerm(self.text(node, "name"), kind, self.texts(node, "aliases"))
        for name in (term.name, *term.aliases):
            if name in claimed:
                self.fail(line, f"the name {name!r} is already taken in line {claimed[name]}; a name has one term")
            claimed[name] = line
        return term

    def proposition(self, node: object, line: int, question: str) -> Proposition:
        keys = ("id", "text", "definition", "synonyms", "for", "against", "arguments")
        self.mapping(node, line, "a proposition", keys, ("id", "text"))
        argument_ids: dict[str, int] = {}
        arguments = self.sequence(node, "arguments", required=False)
        return Proposition(
            id=self.identifier(node, self.seen),
            text=self.text(node, "text"),
            question=question,
            definition=self.text(node, "definition", required=False),
            synonyms=self.texts(node, "synonyms"),
            examples_for=self.texts(node, "for"),
            examples_against=self.texts(node, "against"),
            arguments=tuple(self.argument(item, at, argument_ids) for item, at in arguments),
        )

    def argument(self, node: object, line: int, seen: dict[str, int]) -> Argument:
        keys = ("id", "side", "text")
        values = self.mapping(node, line, "an argument", keys, keys)
        side = values["side"]
        if side not in ("pro", "con"):
            self.fail(_line(node, "side"), f"side must be pro or con, not {side!r}")
        return Argument(self.identifier(node, seen), self.text(node, "text"), "pro" if side == "pro" else "con")

    def mapping(
        self, node: object, line: int, what: str, keys: tuple[str, ...], required: tuple[str, ...]
    ) -> Mapping[str, Any]:
        if not isinstance(node, Mapping):
            self.fail(line, f"{what} must be written as `key: value` lines, not {_kind(node)}")
        for key in node:
            if key not in keys:
                near = get_close_matches(str(key), keys, n=1, cutoff=0.0)[0]
                known = ", ".join(keys)
                self.fail(_line(node, key), f"{what} has no key {key!r}; did you mean {near!r}? Known keys: {known}")
        for key in required:
            if key not in node:
                self.fail(line, f"{what} has no {key!r}; add it")
        return node

    def sequence(self, node: Any, key: str, *, required: bool = True) -> list[tuple[object, int]]:
        if key not in node and not required:
            return []
        items, line = node[key], _line(node, key)
        if not isinstance(items, list):
            self.fail(line, f"{key!r} must be a list (lines that begin with `-`), not {_kind(items)}")
        if required and not items:
            self.fail(line, f"{key!r} is empty; add at least one")
        return [(item, _item_line(items, position, line)) for position, item in enumerate(items)]

    def text(self, node: Any, key: str, *, required: bool = True) -> str:
        if key not in node and not required:
            return ""
        return self.one_text(node[key], _line(node, key), key)

    def texts(self, node: Any, key: str) -> tuple[str, ...]:
        return tuple(self.one_text(item, line, key) for item, line in self.sequence(node, key, required=False))

    def one_text(self, value: object, line: int, key: str) -> str:
        if not isinstance(value, str):
            self.fail(line, f"{key!r} must be text, not {_kind(value)}; put it in quotation marks")
        text = _squeeze(value)
        if not text:
            self.fail(line, f"{key!r} is empty; write it or leave the key out")
        return text

    def identifier(self, node: object, seen: dict[str, int]) -> str:
        line = _line(node, "id")
        value = self.text(node, "id")
        if not ID_PATTERN.fullmatch(value):
            self.fail(line, f"the id {value!r} may hold only a-z, 0-9 and -, and not begin with -")
        if value in seen:
            self.fail(line, f"the id {value!r} is already taken in line {seen[value]}; ids must be unique")
        seen[value] = line
        return value

    def fail(self, line: int, message: str) -> NoReturn:
        raise CodebookError(f"{self.name}, line {line}: {message}.", line=line)


def _codebook(
    questions: tuple[Question, ...], propositions: tuple[Proposition, ...], terms: tuple[KnownTerm, ...] = ()
) -> Codebook:
    tree = _tree(Codebook("", questions, propositions, terms))
    # Codebooks were identified by their questions alone before they could list terms.
    content = json.dumps(tree if terms else tree["questions"], ensure_ascii=False, sort_keys=True)
    return Codebook(content_id("codebook", content), questions, propositions, terms)


def _tree(codebook: Codebook) -> dict[str, Any]:
    """The codebook in the shape of its file, empty parts left out."""
    questions = [
        {
            "id": question.id,
            "text": question.text,
            "propositions": [_branch(p) for p in codebook.propositions if p.question == question.id],
        }
        for question in codebook.questions
    ]
    terms = [
        {"name": term.name, "kind": term.kind} | ({"aliases": list(term.aliases)} if term.aliases else {})
        for term in codebook.terms
    ]
    return {"questions": questions} | ({"terms": terms} if terms else {})


def _branch(proposition: Proposition) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "id": proposition.id,
        "text": proposition.text,
        "definition": proposition.definition,
        "synonyms": list(proposition.synonyms),
        "for": list(proposition.examples_for),
        "against": list(proposition.examples_against),
        "arguments": [{"id": a.id, "side": a.side, "text": a.text} for a in proposition.arguments],
    }
    return {key: value for key, value in parts.items() if value}


def _squeeze(text: str) -> str:
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
