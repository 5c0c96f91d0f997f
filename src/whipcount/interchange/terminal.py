"""Text for a terminal: made harmless, measured in columns, wrapped.

Article text, names and titles come from strangers. Escape sequences could recolour, overwrite or forge what a reader
sees, and bidirectional marks could turn a name around, so every character that draws nothing is shown as its code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # Unicode general categories that draw nothing of their own
_DROPPED = "\u00ad\u200b\ufeff"  # soft hyphen, zero-width space, byte order mark: common in pages, and harmless


def printable(text: str) -> str:
    r"""Text on one line with runs of white space folded and invisible characters written out.

    >>> printable("red \x1b[31m name\n")
    'red \\x1b[31m name'
    """
    return " ".join("".join(_shown(c) for c in text).split())


def visible(line: str) -> str:
    r"""A line with its spaces as they are and invisible characters written out.

    >>> visible("  red \x1b[31m")
    '  red \\x1b[31m'
    """
    return "".join(character if character == " " else _shown(character) for character in line)


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    if character in _DROPPED:
        return ""
    if unicodedata.category(character) in _INVISIBLE:
        return character.encode("unicode_escape").decode("ascii")
    return character


def columns(text: str) -> int:
    """Columns that text takes in a terminal: two for wide characters, none for combining marks.

    >>> columns("Zelenskyy"), columns("泽连斯基"), columns("é")
    (9, 8, 1)
    """
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: str, limit: int) -> str:
    """The beginning of text in at most ``limit`` columns, cut between words, with an ellipsis where it was cut."""
    if columns(text) <= limit:
        return text
    kept = next(_cut(text, limit - 2))
    # A cut inside a word goes back to the last space, unless that would lose most of the text.
    if not text[len(kept) : len(kept) + 1].isspace() and " " in kept[len(kept) // 2 :]:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip() + " …"


def wrap(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Lines of at most ``width`` columns; words longer than a line are broken.

    Args:
        text: One line of printable text.
        width: Columns of a line, indent included.
        indent: Before the first line.
        hanging: Before the other lines; ``indent`` by default.
    """
    hanging = indent if hanging is None else hanging
    lines: list[str] = []
    line = indent
    empty = True
    for word in text.split():
        for piece in _cut(word, width - max(columns(indent), columns(hanging))):
            gap = "" if empty else " "
            if columns(line) + len(gap) + columns(piece) > width:
                lines.append(line)
                line, gap = hanging, ""
            line, empty = line + gap + piece, False
    return lines if empty else [*lines, line]


def _cut(text: str, width: int) -> Iterator[str]:
    """Pieces of at most ``width`` columns (at least one character each)."""
    piece, taken = "", 0
    for character in text:
        size = _columns(character)
        if piece and taken + size > width:
            yield piece
            piece, taken = "", 0
        piece, taken = piece + character, taken + size
    if piece:
        yield piece
