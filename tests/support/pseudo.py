"""A language for tests, in which every string of the catalogue stands between ⟦ and ⟧, and what is outside of them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from support import ROOT

CATALOGUE = ROOT / "src" / "whipcount" / "web" / "strings" / "whipcount.pot"
READ_ALOUD = ("aria-label", "aria-valuetext", "title", "placeholder", "alt", "data-label")
# What stands in these is the program's own or a key, the same in every language.
SAME = frozenset({"code", "pre", "kbd", "style", "script"})
ALONE = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
NAMES = frozenset({"whipcount", "utc", "api", "dna"})  # of the program, and what is called so everywhere


def template() -> Catalog:
    """The catalogue that is shipped."""
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def pseudo_catalogue(path: Path) -> Path:
    """A compiled catalogue, said to be German, whose translations are the English strings between marks."""
    made = template()
    for message in made:
        if isinstance(message.id, tuple):
            message.string = tuple(f"⟦{form}⟧" for form in message.id)
        elif message.id:
            message.string = f"⟦{message.id}⟧"
    return compiled(made, path)


def compiled(catalogue: Catalog, path: Path, language: str | None = "de") -> Path:
    """Write a catalogue as programs read it."""
    catalogue.locale = language
    with path.open("wb") as file:
        write_mo(file, catalogue)
    return path


class Shown(NamedTuple):
    """A piece of a page that somebody reads: where it stands, and its words."""

    where: str
    words: str


class _Reader(HTMLParser):
    """Collects what stands outside of the marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.depth = 0
        self.found: list[Shown] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ_ALOUD and value:
                self.found += [Shown(f"{tag}[{name}]", words) for words, _ in _outside(value, 0)]
        if tag not in ALONE:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        pieces = list(_outside(data, self.depth))
        self.depth = pieces[-1][1]
        if not SAME & set(self.stack):
            self.found += [Shown("/".join(self.stack[-2:]), words) for words, _ in pieces]


def _outside(text: str, depth: int) -> Iterator[tuple[str, int]]:
    """The pieces at depth 0, each with the depth after it; a last one, perhaps empty, for the depth at the end."""
    piece = ""
    for character in text:
        if character == "⟦":
            if piece.strip():
                yield piece, depth
            piece, depth = "", depth + 1
        elif character == "⟧":
            piece, depth = "", depth - 1
        elif depth == 0:
            piece += character
    yield piece, depth


def outside(html: str) -> list[Shown]:
    """Everything on a page that somebody reads and that is not between marks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.depth == 0, "a mark is not closed"
    return [shown for shown in reader.found if _letters(shown.words)]


def _letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class Data:
    """What a store holds, so that a page may show it as it is."""

    def __init__(self, stores: Iterable[Path], *more: str) -> None:
        self.values = {_plain(one) for one in more} | NAMES
        for path in stores:
            self.values |= {_plain(text) for text in _texts(path)}
        self.long = "\n".join(value for value in self.values if len(value) > 20)

    def holds(self, words: str) -> bool:
        """Whether all of the words are the store's own: one of its values, or values with signs between them."""
        plain = _plain(words).strip(" .,;:·()[]“”…–→|")
        if not _letters(plain) or plain in self.values:
            return True
        if len(plain) > 20 and plain in self.long:
            return True
        pieces = re.split(r"[·,;:()\[\]“”…→=×|]|\s[–−+]\s", plain)
        return len(pieces) > 1 and all(self.holds(piece) for piece in pieces)


def _texts(path: Path) -> Iterator[str]:
    """Every text in a store's tables, those within JSON too."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, str):
                        yield value
                        if value[:1] in "[{":
                            yield from _inner(value)


def _inner(text: str) -> Iterator[str]:
    try:
        value = json.loads(text)
    except ValueError:
        return
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            todo += one.values()
        elif isinstance(one, list):
            todo += one
