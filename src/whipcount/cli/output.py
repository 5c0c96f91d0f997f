"""Writing data to stdout: JSON, JSON lines, CSV and plain tables."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from whipcount.interchange.terminal import columns, printable, shorten, wrap
from whipcount.model import JSON

_WIDEST_COLUMN = 40  # columns; what is longer is in --json
_WIDEST = 100  # columns; longer lines are hard to read
_NARROWEST_LAST_COLUMN = 20  # columns; narrower than this a quotation says nothing


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; a lone surrogate leaves as its JSON escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "input"), counted(1200, "input")
    ('1 input', '1,200 inputs')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def write_json(value: JSON | Sequence[JSON] | Mapping[str, JSON]) -> None:
    """One JSON value, indented for people."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_json_line(value: Mapping[str, JSON]) -> None:
    """One JSON value on one line, sent at once so that a reader downstream sees it."""
    click.echo(json.dumps(value, ensure_ascii=False))


def write_entries(entries: Iterable[tuple[str, str]]) -> None:
    """For each entry a line, and its text under it, indented and wrapped."""
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    for head, text in entries:
        click.echo(printable(head))
        for line in wrap(printable(text), width, indent="    "):
            click.echo(line)


def write_table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> None:
    """Rows under their heads, the last column cut to the width of the terminal."""
    table = [[shorten(printable(cell), _WIDEST_COLUMN) for cell in row[:-1]] + [printable(row[-1])] for row in rows]
    widths = [max(columns(head), *(columns(row[i]) for row in table), 0) for i, head in enumerate(heads)]
    room = shutil.get_terminal_size((100, 24)).columns - sum(widths[:-1]) - 2 * (len(heads) - 1)
    widths[-1] = max(_NARROWEST_LAST_COLUMN, room)
    for row in [list(heads), *table]:
        cells = [cell + " " * (width - columns(cell)) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        click.echo("  ".join([*cells, shorten(row[-1], widths[-1])]).rstrip())
