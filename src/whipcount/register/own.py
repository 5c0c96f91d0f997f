"""The user's own list of actors, in YAML or CSV, read strictly: what is wrong is told with its file and line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from whipcount.errors import ActorListError
from whipcount.register.entry import Entry, EntryKind, Form, Term, merged
from whipcount.register.names import words_of

MAX_BYTES: Final = 20_000_000
_TERM_KEYS: Final = ("role", "organisation", "state", "party", "country", "from", "until")
_KEYS: Final = ("name", "id", "kind", "aliases", "wikidata", "born", "roles", *_TERM_KEYS)
_WIKIDATA: Final = re.compile(r"Q[1-9]\d*")
_ID: Final = re.compile(r"[\w:.-]+")
_KINDS: Final[Mapping[str, EntryKind]] = {"person": "person", "organisation": "organisation"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One actor, alias or role as it stands in the file, with the line that errors name."""

    file: str
    line: int
    values: Mapping[str, Any]

    def fail(self, message: str) -> NoReturn:
        raise ActorListError(f"{self.file}, line {self.line}: {message}.", line=self.line)

    def check(self, what: str, known: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in known:
                self.fail(f"{what} has no key {key!r}; known keys: {', '.join(known)}")

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.fail(f"{key!r} must be text, not {value!r}; put it in quotation marks")
        return " ".join(value.split()) or None

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is None or value == "" or isinstance(value, date):
            return value or None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{key!r} is {value!r}; write a day as year-month-day, such as 2024-09-12")

    def period(self) -> tuple[date | None, date | None]:
        start, end = self.day("from"), self.day("until")
        if start and end and start > end:
            self.fail(f"'from' ({start}) is after 'until' ({end}); exchange them")
        return start, end


def load_actors(path: str | Path) -> tuple[Entry, ...]:
    """Read a list of actors.

    Args:
        path: A YAML file, or a CSV file with one row for each actor and role.
    Returns:
        Entries in the order of the file; rows with one id are one entry.
    Raises:
        ActorListError: The file cannot be read or breaks a rule of its format; the message has the line.
    """
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ActorListError(
            f"The list of actors {name!r} cannot be read: {error.strerror}. Check the path."
        ) from error
    if len(data) > MAX_BYTES:
        raise ActorListError(f"The list of actors {name!r} is larger than {MAX_BYTES:,} bytes. Is it the right file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name}, line {line}: byte {error.start} is not UTF-8. Save the list as UTF-8."
        raise ActorListError(message, line=line) from error
    rows = _csv_rows(text, name) if name.casefold().endswith(".csv") else _yaml_rows(text, name)
    found: dict[str, Entry] = {}
    for row in rows:
        entry = _entry(row)
        found[entry.id] = merged(found[entry.id], entry) if entry.id in found else entry
    return tuple(found.values())


def _entry(row: _Row) -> Entry:
    row.check("an actor", _KEYS)
    name, kind = row.text("name"), row.text("kind") or "person"
    if name is None or not words_of(name):
        row.fail("an actor has no 'name'; add it")
    if kind not in _KINDS:
        row.fail(f"'kind' must be person or organisation, not {kind!r}")
    roles = tuple(_term(role) for role in _inner(row, "roles"))
    own = (_term(row),) if any(row.values.get(key) for key in _TERM_KEYS) else ()
    return Entry(
        id=_identity(row, name),
        kind=_KINDS[kind],
        forms=(Form(name), *_aliases(row)),
        terms=(*own, *roles),
        born=row.day("born"),
        origin=row.file,
    )


def _identity(row: _Row, name: str) -> str:
    """A Wikidata id names the same actor in every list; else the id given, else one made of the name."""
    wikidata, given = row.text("wikidata"), row.text("id")
    if wikidata is not None:
        if not _WIKIDATA.fullmatch(wikidata):
            row.fail(f"'wikidata' is {wikidata!r}; write it as Q and a number, such as Q359442")
        return f"wikidata:{wikidata}"
    if given is not None and not _ID.fullmatch(given):
        row.fail(f"the id {given!r} may hold only letters, digits and : . _ -")
    return given or "own:" + "-".join(words_of(name))


def _aliases(row: _Row) -> Iterator[Form]:
    value = row.values.get("aliases")
    if isinstance(value, str):  # CSV: one cell, names set apart by semicolons
        value = [part for part in value.split(";") if part.strip()]
    if value is not None and not isinstance(value, list):
        row.fail("'aliases' must be a list of names")
    for alias in value or ():
        if isinstance(alias, Mapping):
            one = _Row(row.file, _line(alias, row.line), alias)
            one.check("an alias", ("name", "from", "until"))
            yield Form(one.text("name") or one.fail("an alias has no 'name'; add it"), *one.period())
        elif isinstance(alias, str) and alias.strip():
            yield Form(" ".join(alias.split()))
        else:
            row.fail(f"an alias is {alias!r}; write a name, or name, from and until")


def _term(row: _Row) -> Term:
    if "name" not in row.values:
        row.check("a role", _TERM_KEYS)
    start, end = row.period()
    role, organisation, state, party, country = (row.text(key) for key in _TERM_KEYS[:5])
    return Term(role, organisation, state, party, country, start, end)


def _inner(row: _Row, key: str) -> Iterator[_Row]:
    value = row.values.get(key) or []
    if not isinstance(value, list):
        row.fail(f"{key!r} must be a list (lines that begin with `-`)")
    for item in value:
        if not isinstance(item, Mapping):
            row.fail(f"one of {key!r} must be written as `key: value` lines, not {item!r}")
        yield _Row(row.file, _line(item, row.line), item)


def _csv_rows(text: str, name: str) -> Iterator[_Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    known = tuple(key for key in _KEYS if key != "roles")
    head = _Row(name, 1, dict.fromkeys(reader.fieldnames or ()))
    head.check("the head of the table", known)
    if "name" not in head.values:
        head.fail("the table has no column 'name'; its first line names the columns")
    try:
        for values in reader:
            row = _Row(name, reader.line_num, {k: v for k, v in values.items() if k is not None})
            if None in values or None in values.values():
                row.fail(f"the row has not the {len(head.values)} cells that the first line names; check the commas")
            if any(str(value).strip() for value in row.values.values()):
                yield row
    except csv.Error as error:
        message = f"{name}, line {reader.line_num}: not valid CSV: {error}. Mend the quotation marks."
        raise ActorListError(message, line=reader.line_num) from error


def _yaml_rows(text: str, name: str) -> Iterator[_Row]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = mark.line + 1 if mark is not None else None
        problem = (getattr(error, "problem", None) or str(error)).strip().splitlines()[0]
        where = f"{name}, line {line}" if line else name
        raise ActorListError(f"{where}: not valid YAML: {problem}. Mend or leave out the line.", line=line) from error
    top = _Row(name, 1, tree if isinstance(tree, Mapping) else {})
    if not isinstance(tree, Mapping) or "actors" not in tree:
        top.fail("the list must begin with `actors:` and hold a list below it")
    top.check("the list", ("actors",))
    yield from _inner(top, "actors")


def _line(node: Any, otherwise: int) -> int:
    """1-based line of a node; ruamel keeps it in ``lc``."""
    try:
        return int(node.lc.line) + 1
    except (AttributeError, TypeError):
        return otherwise
