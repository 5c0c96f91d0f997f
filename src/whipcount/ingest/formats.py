"""One reader per format; each gives a document or a rejection for every record of its input."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal, Protocol

from whipcount.errors import InputError
from whipcount.ingest.decoding import check_type, decode, storable
from whipcount.ingest.lines import split_lines
from whipcount.ingest.origin import Facts, Origin, attempt, build, rejection, sha256
from whipcount.ingest.records import elements, parse, record_document
from whipcount.model import Document, Rejected

Format = Literal["text", "html", "jsonl", "json"]
SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


class Readable(Protocol):
    """What hands over bytes."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        ...


def sniff(head: bytes) -> Format:
    """The format of an input whose name does not tell it, by its first bytes."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PAGE.match(start):
        return "html"
    if start.startswith(b"{"):
        line = start.split(b"\n", 1)[0].strip()
        try:
            return "jsonl" if isinstance(json.loads(line), dict) else "text"
        except (ValueError, RecursionError):
            # A line longer than the head, or one object over several lines
            return "jsonl" if line == start.rstrip() and line.startswith(b'{"') else _object_or_text(start)
    if re.match(rb'\[\s*\{\s*"', start):
        return "json"
    return "text"


def _object_or_text(start: bytes) -> Format:
    return "json" if re.match(rb'\{\s*"[^"\n]{1,200}"\s*:', start) else "text"


def read_text(data: bytes, origin: Origin) -> Document | Rejected:
    """A plain text: the decoded input itself is the document's text."""

    def make() -> Document:
        decoded = decode(data, origin)
        text, replaced = storable(decoded.text)
        notes = decoded.notes() | ({"replaced_characters": replaced} if replaced else {})
        return build(text, data, origin, Facts(), notes)

    return attempt(data, make)


def read_page(data: bytes, origin: Origin) -> Document | Rejected:
    """An HTML page: the article in it is the document's text."""
    from whipcount.ingest.page import page_document  # here: lxml and trafilatura take half a second to import

    return attempt(data, lambda: page_document(data, origin))


def read_lines(stream: Readable, origin: Origin) -> Iterator[Document | Rejected]:
    """JSON Lines: one record a line; a broken line is one rejection, and the others go on."""
    lines = 0
    for line in split_lines(stream, origin.settings.max_bytes):
        place = origin.at(line.number)
        if line.number == 1 and line.data is not None:
            refusal = _not_lines(line.data, origin)
            if refusal:
                yield refusal
                return
        if line.data is None:
            lines += 1
            yield place.too_large(line.size)
        elif line.data.strip():
            lines += 1
            yield _line(line.data, place)
    if not lines:
        yield Rejected(origin.given_id, "read", "empty", f"{origin.given_id}: there are no records in it.", sha256(b""))


def _not_lines(first: bytes, origin: Origin) -> Rejected | None:
    """A file that only has the name of JSON Lines is rejected once, not line by line."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        problem = f"{origin.given_id}: JSON Lines must be UTF-8, and this is UTF-16. Save it as UTF-8."
        return Rejected(origin.given_id, "read", "charset", problem)
    try:
        check_type(first, origin)
    except InputError as error:
        return rejection(error, first)
    return None


def _line(data: bytes, origin: Origin) -> Document | Rejected:
    def make() -> Document:
        decoded = decode(data, origin)
        return record_document(parse(decoded.text, origin), data, origin, decoded.notes())

    return attempt(data, make)


def read_json(data: bytes, origin: Origin) -> Iterator[Document | Rejected]:
    """A JSON file: one record, or an array of them. A file of JSON Lines under this name is read as such."""
    for element in elements(data, origin):
        yield element if isinstance(element, Rejected) else _line(element.data, element.origin)
