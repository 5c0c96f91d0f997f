"""Where a record comes from, and what a document made from it takes over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from whipcount.config import Settings
from whipcount.errors import InputError
from whipcount.ingest.dates import day_in_name
from whipcount.model import JSON, Document, Rejected, document_id


@dataclass(frozen=True, slots=True)
class Origin:
    """The input that a record was found in. ``path`` is None for standard input."""

    given_id: str
    path: str | None
    settings: Settings
    published: date | None

    def at(self, place: int) -> Origin:
        """The record at a line of this file, or at a place in its array, counted from 1."""
        return replace(self, given_id=f"{self.given_id}:{place}")

    def named(self, given_id: str) -> Origin:
        """The same, under the id that the record gives itself."""
        return replace(self, given_id=given_id)

    def error(self, reason: str, message: str) -> InputError:
        """An error about this input, to be raised."""
        return InputError(f"{self.given_id}: {message}", given_id=self.given_id, reason=reason)

    def too_large(self, size: int | None = None) -> Rejected:
        """The rejection of an input of more than ``max_bytes``."""
        limit = self.settings.max_bytes
        detail = f"{self.given_id}: larger than the limit of {limit:,} bytes. Split it, or raise max_bytes."
        return Rejected(self.given_id, "read", "size", detail, size=size)

    def day(self) -> tuple[date | None, str | None]:
        """The day of a document that does not say its own, and where it was found: the flag, else the file's name."""
        if self.published:
            return self.published, "flag"
        named = day_in_name(self.path) if self.path else None
        return (named, "filename") if named else (None, None)


def attempt(data: bytes, make: Callable[[], Document]) -> Document | Rejected:
    """The document, or the rejection that its ``InputError`` stands for."""
    try:
        return make()
    except InputError as error:
        return rejection(error, data)


def rejection(error: InputError, data: bytes) -> Rejected:
    """What is kept of an input that could not be used."""
    return Rejected(error.given_id, "read", error.reason, str(error), sha256(data), len(data))


def sha256(data: bytes) -> str:
    """Hash of a record's bytes."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says about its text."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    published_from: str | None = None


def build(text: str, raw: bytes, origin: Origin, facts: Facts, metadata: Mapping[str, JSON]) -> Document:
    """The document of a text, once it is neither empty nor too long.

    Raises:
        InputError: No text, or more than ``max_characters``.
    """
    if not text.strip().strip("\ufeff\ufffd\0").strip():
        raise origin.error("empty", "there is no text in it. Leave it out, or check how it was saved.")
    limit = origin.settings.max_characters
    if len(text) > limit:
        problem = f"the text has {len(text):,} characters; the limit is {limit:,}. Split it, or raise max_characters."
        raise origin.error("size", problem)
    day, day_from = (facts.published, facts.published_from) if facts.published else origin.day()
    return Document(
        id=document_id(text, title=facts.title, published=day, outlet=facts.outlet, given_id=origin.given_id),
        given_id=origin.given_id,
        text=text,
        raw_sha256=sha256(raw),
        size=len(raw),
        title=facts.title,
        byline=facts.byline,
        outlet=facts.outlet,
        url=facts.url,
        published=day,
        published_from=day_from,
        metadata=dict(metadata),
    )
