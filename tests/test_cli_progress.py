"""Progress: one line that updates on a terminal, now and then a line in a log, nothing when quiet."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from whipcount.cli.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, *seconds: float, quiet: bool = False) -> str:
    """What is written when a message comes at each of these times."""
    times: Iterator[float] = iter([0.0, *seconds])
    with ProgressLine(stream, quiet=quiet, clock=lambda: next(times)) as line:
        for second in seconds:
            line.show(f"at {second}")
    return stream.getvalue()


def test_a_terminal_line_is_rewritten_and_wiped_at_the_end() -> None:
    assert told(Terminal(), 1, 2) == "\r\x1b[Kat 1\r\x1b[Kat 2\r\x1b[K"


def test_a_terminal_is_not_flooded() -> None:
    assert told(Terminal(), 1, 1.01, 1.02, 2).count("at") == 2


def test_a_log_gets_a_line_every_few_seconds() -> None:
    assert told(io.StringIO(), 1, 2, 6, 7, 12) == "at 6\nat 12\n"


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_quiet_shows_nothing(stream: io.StringIO) -> None:
    assert told(stream, 10, 20, quiet=True) == ""


def test_a_name_cannot_drive_the_terminal() -> None:
    stream = Terminal()
    with ProgressLine(stream, clock=iter([0.0, 1.0]).__next__) as line:
        line.show("a\x1b]0;title\x07\nb")
    assert "\x1b]" not in stream.getvalue()
    assert "\n" not in stream.getvalue()
