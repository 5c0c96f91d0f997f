"""Progress on stderr: one line that updates itself on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from whipcount.interchange.terminal import printable

_TERMINAL_PAUSE = 0.1  # seconds between updates: smooth to the eye, no cost
_LOG_PAUSE = 5.0  # seconds between lines in a log file


class ProgressLine:
    """Shows the latest message; a context manager that leaves a clean line behind.

    Args:
        stream: Where to write; stderr by default.
        quiet: Show nothing.
        clock: Seconds, from any beginning.
    """

    def __init__(
        self, stream: TextIO | None = None, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._terminal = self._stream.isatty()
        self._clock = clock
        self._next = clock() + (0 if self._terminal else _LOG_PAUSE)
        self._shown = False

    def show(self, message: str) -> None:
        """Say how far the work is; may be called for every document."""
        now = self._clock()
        if self._quiet or now < self._next:
            return
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r\x1b[K" + printable(message)[:width])
            self._next = now + _TERMINAL_PAUSE
            self._shown = True
        else:
            self._stream.write(printable(message) + "\n")
            self._next = now + _LOG_PAUSE
        self._stream.flush()

    def clear(self) -> None:
        """Wipe the line, so that something else can be written."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
