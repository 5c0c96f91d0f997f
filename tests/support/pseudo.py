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
# What stands in these is a command, a key, or what somebody wrote: the same in every language.
SAME = frozenset({"code", "pre", "kbd", "style", "script", "textarea"})
LONG = 12  # characters from which a part of a text is not a word of ours by chance
ALONE = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
# The program's name, and what is called so in every language.
NAMES = frozenset({"whipcount", "utc", "json", "csv", "graphml", "gexf", "sha-", "codebook.yaml"})
# What holds an article's own words.
STORED = frozenset({"run", "sentence", "said", "quiet-link", "words", "name", "passage", "kept-differences"})


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
    """A piece of a page that somebody reads: where it stands, its words, and whether an article's stand there."""

    where: str
    words: str
    stored: bool = False


class _Reader(HTMLParser):
    """Collects what stands outside of the marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, bool]] = []
        self.depth = 0
        self.found: list[Shown] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ_ALOUD and value:
                self.found += [Shown(f"{tag}[{name}]", words) for words, _ in _outside(value, 0)]
        if tag not in ALONE:
            given = dict(attrs)
            stored = "data-at" in given or bool(STORED & set((given.get("class") or "").split()))
            self.stack.append((tag, stored))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        pieces = list(_outside(data, self.depth))
        self.depth = pieces[-1][1]
        tags = [tag for tag, _ in self.stack]
        if not SAME & set(tags):
            stored = any(stored for _, stored in self.stack)
            self.found += [Shown("/".join(tags[-2:]), words, stored) for words, _ in pieces]


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


def _bare(text: str) -> str:
    """A text without numbers, and without the signs around it."""
    return " ".join(_numberless(_plain(text)).strip(" .,;:·()[]“”…–→|=×+−\"'").split())


def _numberless(text: str) -> str:
    return " ".join(re.sub(r"[0-9]+([.,][0-9]+)*", "", text).split())


class Data:
    """What a store holds, so that a page may show it as it is."""

    def __init__(self, stores: Iterable[Path], *more: str) -> None:
        texts = {_plain(text) for path in stores for text in _texts(path)}
        # A word in small letters is a code, which pages say in words of their own.
        capitals = {_plain(text) for path in stores for text in _texts(path) if text[:1].isupper()}
        self.values = {_bare(text) for text in texts if not text.isalpha() or text in capitals}
        self.values |= {_bare(one) for one in more} | NAMES
        long = [text for text in (*texts, *map(_plain, more)) if len(text) > LONG]
        self.long = "\n".join((*long, *map(_numberless, long)))

    def holds(self, shown: Shown) -> bool:
        """Whether all of the words are the store's own."""
        return self._holds(shown.words) or (shown.stored and _plain(shown.words) in self.long)

    def _holds(self, words: str) -> bool:
        """One of its values or a part of a text, or several with signs between them."""
        plain = _bare(words)
        if not _letters(plain) or plain in self.values:
            return True
        if _plain(words).startswith("http://") or (len(plain) > LONG and plain in self.long):
            return True
        for signs in (r"[·;:→|=×\n]", r"[,()\[\]“”…]|\s[–−+]\s"):
            pieces = re.split(signs, plain)
            if len(pieces) > 1:
                return all(self._holds(piece) for piece in pieces)
        return False


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
