"""Annotated documents from JSONL: gold, predictions in the same shape, or the output of ``whipcount extract``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeAlias, cast

from whipcount.errors import InputError

Pieces: TypeAlias = Sequence[tuple[int, int]]

_ROLES = ("cue", "source", "content")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its attributions: role → pieces ``[start, end)``. ``blanks`` are runs of white space."""

    name: str
    text: str | None
    blanks: Pieces
    attributions: tuple[Mapping[str, Pieces], ...]


def read_annotated(path: Path, *, like: Mapping[str, Annotated] | None = None) -> dict[str, Annotated]:
    """Read annotated documents, by name, in the order of the file.

    Args:
        path: JSONL file.
        like: Gold documents. Output of ``extract`` takes their names, by the id of its input or its file's stem, and
            must have been made on their texts.
    Raises:
        InputError: The file cannot be read, a line is not such a record, a name comes twice, or a text differs.
    """
    documents: dict[str, Annotated] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{path} cannot be read: {reason}.", given_id=str(path), reason="unreadable") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        document = _document(_object(line, where), where, like or {})
        if document.name in documents:
            raise _wrong(where, f"the document {document.name!r} comes a second time; leave one out")
        documents[document.name] = document
    return documents


def _wrong(where: str, what: str, reason: str = "field") -> InputError:
    return InputError(f"{where}: {what}.", given_id=where, reason=reason)


def _object(line: str, where: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _wrong(where, f"this is not JSON ({error})", "json") from error
    if not isinstance(record, dict):
        raise _wrong(where, "a JSON object was expected", "json")
    return cast("dict[str, object]", record)


def _document(record: Mapping[str, object], where: str, like: Mapping[str, Annotated]) -> Annotated:
    name: object
    if "document" in record:
        about = record["document"]
        if not isinstance(about, dict):
            raise _wrong(where, '"document" must be an object')
        fields = cast("dict[str, object]", about)
        name, text = _gold_name(fields, like), fields.get("text")
        attributions = record.get("statements")
    else:
        name, text, attributions = record.get("doc"), record.get("text"), record.get("attributions")
    if not isinstance(name, str):
        raise _wrong(where, '"doc" must name the document')
    if not isinstance(attributions, list):
        raise _wrong(where, 'a list of "attributions" (or "statements") was expected')
    if text is not None and not isinstance(text, str):
        raise _wrong(where, f'"text" must be text, not {text!r}')
    wanted = like[name].text if name in like else None
    if text is not None and wanted is not None and text != wanted:
        raise _wrong(where, f"the text of {name!r} is not the gold's, so that offsets cannot be compared")
    roles = tuple(_attribution(item, where) for item in cast("list[object]", attributions))
    return Annotated(name, text, _pieces(record.get("ws"), where), roles)


def _gold_name(fields: Mapping[str, object], like: Mapping[str, Annotated]) -> str:
    """Name of an extracted document: the id of its input where the gold knows it, else the stem of its path."""
    given = str(fields.get("given_id") or fields.get("id") or "")
    return given if given in like else PurePath(given).name.removesuffix(".txt")


def _attribution(item: object, where: str) -> dict[str, Pieces]:
    if not isinstance(item, dict):
        raise _wrong(where, f"an attribution must be an object, not {item!r}")
    roles = cast("dict[str, object]", item)
    return {role: _pieces(roles.get(role), where) for role in _ROLES}


def _pieces(value: object, where: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for piece in cast("list[object]", value) if isinstance(value, list) else () if value is None else (value,):
        match piece:
            case [int(start), int(end)] if 0 <= start <= end:
                pieces.append((start, end))
            case _:
                raise _wrong(where, f"a piece must be [start, end] with 0 <= start <= end, not {piece!r}")
    return pieces
