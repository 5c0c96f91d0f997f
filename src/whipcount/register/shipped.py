"""The shipped register: compressed lines, looked up by name word, parsed only where they are asked for."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from whipcount.models import model_bytes, pins
from whipcount.register.entry import Entry, Form, Term

FOLDER: Final = "whipcount.register.data"
ACTORS: Final = "actors.txt.gz"


@cache
def lines() -> tuple[str, ...]:
    """The file's lines: words that the entry is looked up by, a tab, the entry as JSON.

    Raises:
        ModelError: The file is missing or altered.
    """
    return tuple(gzip.decompress(model_bytes(ACTORS, folder=FOLDER)).decode("utf-8").splitlines())


@cache
def index() -> Mapping[str, tuple[int, ...]]:
    """Lookup word -> numbers of the lines that have it."""
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(lines()):
        for word in line[: line.index("\t")].split(" "):
            found[word] = (*found.get(word, ()), number)
    return found


@cache
def ids() -> Mapping[str, int]:
    """Entry id -> number of its line."""
    return {line[(at := line.index('{"id":"') + 7) : line.index('"', at)]: n for n, line in enumerate(lines())}


def entry_at(number: int) -> Entry:
    """The entry of a line."""
    line = lines()[number]
    return entry_from(json.loads(line[line.index("\t") + 1 :]))


def version() -> str:
    """First digits of the hash of the shipped list."""
    return pins(FOLDER)[ACTORS][:12]


def entry_from(row: Mapping[str, Any]) -> Entry:
    """The entry of a row as ``training.register.build`` writes it."""
    return Entry(
        id=row["id"],
        kind=row["kind"],
        forms=tuple(Form(name) for name in (row["name"], *row.get("forms", ()))),
        terms=tuple(_term(parts) for parts in row.get("terms", ())),
        family=row.get("family"),
        suffix=str(row.get("suffix", "")).lower().rstrip("."),
        born=_day(row.get("born")),
        origin=row["source"],
    )


def _term(parts: list[str | None]) -> Term:
    role, organisation, state, party, country, start, end = parts + [None] * (7 - len(parts))
    return Term(role, organisation, state, party, country, _day(start), _day(end))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
