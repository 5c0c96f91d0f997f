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
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whipcount.coding.codebook_reader import VERSION, Problem, Reader, TooManyError, squeeze
from whipcount.coding.starter import STARTER
from whipcount.errors import CodebookError
from whipcount.model import Codebook, Proposition, Question, content_id

if TYPE_CHECKING:
    from ruamel.yaml.error import YAMLError as YamlError

MAX_BYTES: Final = 2_000_000  # a codebook is written by hand; more than this is a mistaken path
SLUG_WORDS: Final = 8  # words of a proposition that its derived id keeps


@dataclass(frozen=True, slots=True)
class CodebookReading:
    """A codebook file as it was read: the codebook where nothing is wrong with it, else all that is.

    ``lines`` tells where the parts stand (``codebook_reader.Reader``).
    """

    codebook: Codebook | None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])


def load_codebook(path: str | Path) -> Codebook:
    """Read a codebook file.

    Args:
        path: A YAML file in UTF-8.
    Returns:
        The codebook, in the order of the file.
    Raises:
        CodebookError: The file cannot be read, is not YAML, or breaks a rule of the format; ``line`` says where.
    """
    return parse_codebook(codebook_text(path), name=str(path))


def codebook_text(path: str | Path) -> str:
    """The text of a codebook file.

    Raises:
        CodebookError: The file cannot be read, is too large, or not in UTF-8.
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
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name}, line {line}: byte {error.start} is not UTF-8. Save the codebook as UTF-8."
        raise CodebookError(message, line=line) from error


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
    reading = read_codebook(text)
    if reading.codebook is not None:
        return reading.codebook
    first, more = reading.problems[0], len(reading.problems) - 1
    rest = f" `whipcount codebook check` lists {more} more." if more else ""
    raise CodebookError(first.told(name) + rest, line=first.line)


def _not_yaml(error: YamlError) -> Problem:
    """What the parser met, and where: of what is never closed, the line that opens it and not the end of the file."""
    from ruamel.yaml.error import MarkedYAMLError

    problem = (getattr(error, "problem", None) or str(error)).strip().splitlines()[0]
    if not isinstance(error, MarkedYAMLError):
        return Problem(None, f"not valid YAML: {problem}.")
    opened = error.context_mark if "end of stream" in problem else None
    if opened is not None:
        return Problem(opened.line + 1, "not valid YAML: a quotation mark or bracket is opened here and never closed.")
    return Problem(error.problem_mark.line + 1 if error.problem_mark else None, f"not valid YAML: {problem}.")


def read_codebook(text: str) -> CodebookReading:
    """Read a codebook from YAML text, and tell all that is wrong with it instead of the first thing."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except YAMLError as error:
        return CodebookReading(None, (_not_yaml(error),))
    except RecursionError:
        return CodebookReading(None, (Problem(None, "not valid YAML: brackets or indents are nested too deep."),))
    except ValueError as error:  # an impossible date
        return CodebookReading(None, (Problem(None, f"not valid YAML: {error}."),))
    reader = Reader()
    try:
        codebook = reader.codebook(tree)
    except TooManyError:
        return CodebookReading(None, tuple(reader.problems))
    if reader.problems:
        return CodebookReading(None, tuple(reader.problems), reader.lines)
    return CodebookReading(_identified(codebook), (), reader.lines)


def codebook_from_proposition(text: str) -> Codebook:
    """A codebook of one proposition, for ``--proposition TEXT``.

    >>> codebook_from_proposition("Kyiv may strike inside Russia with U.S. weapons").propositions[0].id
    'kyiv-may-strike-inside-russia-with-u-s'

    Raises:
        CodebookError: The text is empty.
    """
    text = squeeze(text)
    if not text:
        raise CodebookError("The proposition is empty. Give a sentence that one can be for or against.")
    slug = id_from_text(text)
    question = Question(id=slug, text=text)
    return _identified(Codebook("", (question,), (Proposition(id=slug, text=text, question=slug),)))


def id_from_text(text: str) -> str:
    """An id for a part of a codebook, from its first words.

    >>> id_from_text("Rides should cost nothing, at night at least")
    'rides-should-cost-nothing-at-night-at-least'
    """
    words = re.findall(r"[a-z0-9]+", text.casefold())[:SLUG_WORDS]
    # A text in another script leaves no such words; its hash still tells it from others.
    return "-".join(words) or content_id("proposition", squeeze(text))[:12]


def dump_codebook(codebook: Codebook) -> str:
    """The codebook as YAML text that ``parse_codebook`` reads back to an equal one."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump({"version": VERSION} | _tree(codebook), stream)
    return stream.getvalue()


def codebook_schema() -> str:
    """The JSON Schema of the format, for editors and other programs."""
    return files("whipcount.coding").joinpath("codebook.schema.json").read_text(encoding="utf-8")


def starter_codebook() -> str:
    """The commented codebook that ``whipcount init`` writes."""
    return STARTER


def _identified(codebook: Codebook) -> Codebook:
    """The codebook with the id of its content."""
    tree = _tree(codebook)
    # Codebooks were identified by their questions alone before they could hold anything else.
    content = json.dumps(tree if len(tree) > 1 else tree["questions"], ensure_ascii=False, sort_keys=True)
    return replace(codebook, id=content_id("codebook", content))


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
    actors = [{"name": one.name} | ({"aliases": list(one.aliases)} if one.aliases else {}) for one in codebook.actors]
    parts: dict[str, Any] = {"notes": codebook.notes, "questions": questions, "actors": actors, "terms": terms}
    return {key: value for key, value in parts.items() if value or key == "questions"}


def _branch(proposition: Proposition) -> dict[str, Any]:
    bounds = {"in": list(proposition.boundaries_in), "out": list(proposition.boundaries_out)}
    parts: dict[str, Any] = {
        "id": proposition.id,
        "text": proposition.text,
        "definition": proposition.definition,
        "boundaries": {key: value for key, value in bounds.items() if value},
        "synonyms": list(proposition.synonyms),
        "for": list(proposition.examples_for),
        "against": list(proposition.examples_against),
        "arguments": [{"id": a.id, "side": a.side, "text": a.text} for a in proposition.arguments],
    }
    return {key: value for key, value in parts.items() if value}
