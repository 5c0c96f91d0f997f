"""Read what people have: files, folders, globs and standard input; plain text, HTML, JSON Lines and JSON.

Every input gives a ``Document`` or a ``Rejected`` with a reason from ``errors.REASONS``; nothing is dropped silently.
``Document.text`` is the decoded input itself for plain text and JSON, and the extracted article for HTML.
Nothing here opens a network connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from whipcount.config import Settings
from whipcount.ingest.formats import Format, read_json, read_lines, read_page, read_text, sniff
from whipcount.ingest.origin import Origin
from whipcount.ingest.sources import STDIN, Found, find
from whipcount.model import Document, Rejected

__all__ = ["read"]

_HEAD = 65_536  # bytes looked at to tell the format of standard input


def read(
    sources: Iterable[str | Path],
    settings: Settings,
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Rejected]:
    """Read documents one by one, in the order of ``sources``; a folder's files in the order of their names.

    Args:
        sources: Files, folders (read with their subfolders, hidden files left out), globs, or ``-`` for ``stdin``.
        settings: ``max_bytes`` limits a file, and each line of a JSON Lines file; ``max_characters`` a document.
        published: Day of publication of the documents that do not say their own.
        stdin: The stream that ``-`` reads.

    Yields:
        A document, or a rejection that says what was wrong and what to do. Never raises for a bad input.
    """
    names = [sources] if isinstance(sources, str | Path) else sources
    for found in find(names):
        if isinstance(found, Rejected):
            yield found
        elif found.path == STDIN:
            yield from _read_stdin(stdin, settings, published)
        else:
            yield from _read_file(found, settings, published)


def _read_stdin(stdin: BinaryIO | None, settings: Settings, published: date | None) -> Iterator[Document | Rejected]:
    if stdin is None:
        yield Rejected(STDIN, "read", "unreadable", "There is no standard input to read. Name a file, or pipe text in.")
        return
    origin = Origin(STDIN, None, settings, published)
    yield from _read_stream(stdin, origin, None)


def _read_file(found: Found, settings: Settings, published: date | None) -> Iterator[Document | Rejected]:
    origin = Origin(found.given_id, found.path, settings, published)
    try:
        stream = Path(found.path).open("rb")  # noqa: SIM115  # closed below; an open that fails is this input's own
    except (OSError, ValueError) as error:
        yield _unreadable(found.given_id, error)
        return
    with stream:
        yield from _read_stream(stream, origin, found.format)


def _unreadable(given_id: str, error: OSError | ValueError) -> Rejected:
    cause = getattr(error, "strerror", None) or str(error)
    return Rejected(
        given_id, "read", "unreadable", f"{given_id} could not be read: {cause}. Check its name and permissions."
    )


@dataclass(slots=True)
class _Chained:
    """The bytes already taken from a stream, then the rest of it."""

    head: bytes
    rest: BinaryIO

    def read(self, size: int) -> bytes:
        if self.head:
            part, self.head = self.head[:size], self.head[size:]
            return part
        return self.rest.read(size)


def _read_stream(stream: BinaryIO, origin: Origin, form: Format | None) -> Iterator[Document | Rejected]:
    try:
        head = _take(stream, _HEAD)
        form = form or sniff(head)
        if form == "jsonl":
            yield from read_lines(_Chained(head, stream), origin)
            return
        limit = origin.settings.max_bytes
        data = head + _take(stream, max(0, limit + 1 - len(head)))
    except OSError as error:
        yield _unreadable(origin.given_id, error)
        return
    if len(data) > limit:
        yield origin.too_large(_size(origin.path))
    elif form == "html":
        yield read_page(data, origin)
    elif form == "json":
        yield from read_json(data, origin)
    else:
        yield read_text(data, origin)


def _size(path: str | None) -> int | None:
    """Bytes of an ordinary file; None for what has no size, such as a pipe."""
    return (Path(path).stat().st_size or None) if path else None


def _take(stream: BinaryIO, size: int) -> bytes:
    """Up to ``size`` bytes; a pipe may hand over fewer at a time."""
    parts: list[bytes] = []
    while size > 0:
        part = stream.read(size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
