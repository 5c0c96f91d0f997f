"""Cut a text into paragraphs: at blank lines, at single line ends, or not at the line ends of fixed-width text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_LAST_OF_SENTENCE = re.compile(r"[.!?:][\"”’')\]]*\Z")
_FIRST_WORD = re.compile(r"\S+")
_WIDEST = 120  # characters; text is not wrapped wider by mail programs and archives
_WRAPPED_SHARE = 0.25  # of line ends inside chunks that fall inside a sentence, before lower case
_LEAST_BREAKS = 2
_PROSE = 30  # characters from which a line is more than an item of a list


class Paragraph(NamedTuple):
    """Half-open span without white space at its edges; ``apart`` where a blank line or the text's start precedes."""

    start: int
    end: int
    apart: bool


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    apart: bool


def split_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, in order; they hold all of it but white space."""
    lines = _lines(text)
    width = _wrapped_width(text, lines)
    found: list[Paragraph] = []
    for number, line in enumerate(lines):
        if number and not line.apart and _continues(text, lines[number - 1], line, width):
            found[-1] = found[-1]._replace(end=line.end)
        else:
            found.append(Paragraph(line.start, line.end, line.apart))
    return found


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    last = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        line = raw.strip()
        if not line:
            continue
        indent = len(raw) - len(raw.lstrip())
        start = match.start() + indent
        between = text[last : match.start()].replace("\r\n", "\n")
        breaks = sum(between.count(mark) for mark in "\n\r\x0b\x0c\x85\u2028\u2029")
        lines.append(_Line(start, start + len(line), indent, not lines or breaks > 1))
        last = start + len(line)
    return lines


def _wrapped_width(text: str, lines: list[_Line]) -> int | None:
    """The width that the text was wrapped to; None where a line end ends a paragraph.

    Text is wrapped where lines are short, and many of them end inside a sentence and are so full that the next word
    would not have fitted.
    """
    inside = [(before, after) for before, after in pairwise(lines) if not after.apart]
    if len(inside) < _LEAST_BREAKS:
        return None
    widths = sorted(before.end - before.start + before.indent for before, _ in inside)
    width = widths[len(widths) * 9 // 10]  # one long address must not hide that the rest is wrapped
    if width > _WIDEST:
        return None
    running = sum(_runs_on(text, before, after) and _full(text, before, after, width) for before, after in inside)
    return width if running >= _WRAPPED_SHARE * len(inside) else None


def _runs_on(text: str, before: _Line, after: _Line) -> bool:
    return text[after.start].islower() and not _LAST_OF_SENTENCE.search(
        text, max(before.start, before.end - 3), before.end
    )


def _full(text: str, before: _Line, after: _Line, width: int) -> bool:
    word = _FIRST_WORD.match(text, after.start, after.end)
    return before.end - before.start + before.indent + 1 + len(word.group() if word else "") > 0.85 * width


def _continues(text: str, before: _Line, after: _Line, width: int | None) -> bool:
    """Whether the line goes on with the paragraph of the one before it."""
    if after.indent >= before.indent + 2:
        return False
    if width and _full(text, before, after, width):
        return True
    return _runs_on(text, before, after) and (bool(width) or before.end - before.start >= _PROSE)
