"""Split a stream into lines without ever holding more than one line, nor a line longer than the limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

_CHUNK = 1 << 18
_END = re.compile(rb"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One line, its end left off. ``data`` is None where it was longer than the limit; ``size`` in bytes."""

    number: int
    data: bytes | None
    size: int


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Current:
    """The line being collected; past the limit only its size is kept."""

    def __init__(self, limit: int) -> None:
        self.limit, self.parts, self.size = limit, list[bytes](), 0

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size <= self.limit:
            self.parts.append(part)
        else:
            self.parts.clear()

    def line(self, number: int) -> Line:
        data = b"".join(self.parts) if self.size <= self.limit else None
        if number == 1 and data is not None:
            data = data.removeprefix(_MARK)
        made = Line(number, data, self.size)
        self.parts, self.size = [], 0
        return made


def split_lines(stream: _Readable, limit: int) -> Iterator[Line]:
    r"""Lines of the stream, numbered from 1 as an editor numbers them: ended by ``\n``, ``\r\n`` or ``\r``.

    A carriage return cannot stand inside a JSON string, so a line end it is.
    """
    number, current, held = 1, _Current(limit), b""
    while chunk := stream.read(_CHUNK):
        chunk, held = held + chunk, b""
        if chunk.endswith(b"\r"):  # its line feed may be in the next chunk
            chunk, held = chunk[:-1], b"\r"
        start = 0
        for end in _END.finditer(chunk):
            current.add(chunk[start : end.start()])
            yield current.line(number)
            number, start = number + 1, end.end()
        current.add(chunk[start:])
    if current.size or held:
        yield current.line(number)
