"""From a JSON record to a document: which fields, of which types, and what becomes of the rest."""

from __future__ import annotations

import io
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from whipcount.errors import InputError
from whipcount.ingest.dates import iso_day
from whipcount.ingest.decoding import decode, storable
from whipcount.ingest.lines import split_lines
from whipcount.ingest.origin import Facts, Origin, build, rejection
from whipcount.model import JSON, Document, Rejected

FIELDS = ("text", "id", "title", "published", "outlet", "url", "byline")
_NAMES = {"dict": "an object", "list": "an array", "bool": "true or false", "int": "a number", "float": "a number"}
_MAX_DEPTH = 32  # of metadata: whoever writes it out again recurses
_MAX_DIGITS = 18  # of a number that every store holds exactly; longer ones are kept as text
_MAX_FIELD = 10_000  # characters of a title, byline, outlet or address
_MAX_ID = 1_000
_REPEATED = "repeated_fields"


@dataclass(frozen=True, slots=True)
class Element:
    """The bytes of one record, and its id so far."""

    data: bytes
    origin: Origin


def _kind(value: JSON) -> str:
    """What JSON calls a value, in words."""
    return "null" if value is None else _NAMES.get(type(value).__name__, "text")


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _fraction(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def _pairs(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """The last of repeated fields counts, as everywhere; that there were any is noted."""
    record = dict(pairs)
    if len(record) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        record[_REPEATED] = [name for name, count in counts.items() if count > 1]
    return record


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_fraction, parse_constant=lambda _: None
)


def parse(text: str, origin: Origin) -> dict[str, JSON]:
    """The object that the text is.

    Raises:
        InputError: Not JSON, not an object, or nested too deeply to be read.
    """
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise origin.error("depth", "its JSON is nested too deeply. Flatten it, or leave it out.") from None
    except ValueError as error:
        raise origin.error("json", f"not valid JSON ({error}). Mend this record; the others were read.") from error
    if not isinstance(value, dict):
        raise origin.error("json", f"a record must be a JSON object with a field 'text', and this is {_kind(value)}.")
    return cast("dict[str, JSON]", value)


def elements(data: bytes, origin: Origin) -> Iterator[Element | Rejected]:
    """The records of a JSON file: its one object, the objects of its array, or its lines where it is JSON Lines."""
    try:
        text = decode(data, origin).text
    except InputError as error:
        yield rejection(error, data)
        return
    start = len(text) - len(text.lstrip())
    if text.startswith("[", start):
        yield from _array(text, start + 1, origin)
    elif not text.strip():
        yield Rejected(origin.given_id, "read", "empty", f"{origin.given_id}: there are no records in it.")
    elif _is_lines(text):
        for line in split_lines(io.BytesIO(data), len(data)):
            if line.data and line.data.strip():
                yield Element(line.data, origin.at(line.number))
    else:
        yield Element(data, origin)


def _is_lines(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and sum(line.startswith('{"') for line in lines) > len(lines) / 2


def _array(text: str, place: int, origin: Origin) -> Iterator[Element | Rejected]:
    number = 0
    while True:
        place = _after_space(text, place)
        if text.startswith("]", place):
            break
        number += 1
        element = origin.at(number)
        try:
            _, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            cause = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            detail = f"{element.given_id}: not valid JSON ({cause}). This record and all after it were not read."
            yield Rejected(element.given_id, "read", "json", detail, size=len(text) - place)
            return
        yield Element(text[place:end].encode("utf-8", "surrogatepass"), element)
        place = _after_space(text, end)
        if text.startswith(",", place):
            place += 1
        elif not text.startswith("]", place):
            detail = f"{element.given_id}: a comma or the closing bracket is missing after this record."
            yield Rejected(element.given_id, "read", "json", detail, size=len(text) - place)
            return
    if not number:
        yield Rejected(origin.given_id, "read", "empty", f"{origin.given_id}: there are no records in it.")


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def record_document(record: Mapping[str, JSON], raw: bytes, origin: Origin, notes: Mapping[str, JSON]) -> Document:
    """The document of one record.

    Raises:
        InputError: A field is missing, of the wrong type, too long, or no date where a date must be.
    """
    given_id = _given_id(record.get("id"), origin)
    origin = origin.named(given_id) if given_id else origin
    text = record.get("text")
    if not isinstance(text, str):
        raise _wrong(origin, "text", text, "text" if "text" in record else "text, and it is missing")
    text, replaced = storable(text)
    published, moment = _published(record.get("published"), origin)
    facts = Facts(
        title=_words("title", record, origin),
        byline=_words("byline", record, origin),
        outlet=_words("outlet", record, origin),
        url=_words("url", record, origin),
        published=published,
        published_from="record" if published else None,
    )
    metadata = {name: _metadata(value, origin, name) for name, value in record.items() if name not in FIELDS}
    metadata = {storable(name)[0]: value for name, value in metadata.items()} | dict(notes)
    if moment:
        metadata["published_at"] = moment
    if replaced:
        metadata["replaced_characters"] = replaced
    return build(text, raw, origin, facts, metadata)


def _wrong(origin: Origin, name: str, value: JSON, wanted: str) -> InputError:
    return origin.error("field", f"{name!r} must be {wanted}; it is {_kind(value)}.")


def _given_id(value: JSON, origin: Origin) -> str | None:
    """The record's own id: text, or a whole number, which many exports use."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _wrong(origin, "id", value, "text or a whole number")
    given_id = storable(str(value))[0]
    if len(given_id) > _MAX_ID:
        raise origin.error("field", f"'id' has {len(given_id):,} characters; the limit is {_MAX_ID:,}.")
    return given_id


def _words(name: str, record: Mapping[str, JSON], origin: Origin) -> str | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(origin, name, value, "text")
    if len(value) > _MAX_FIELD:
        raise origin.error("field", f"{name!r} has {len(value):,} characters; the limit is {_MAX_FIELD:,}.")
    return storable(value.strip())[0] or None


def _published(value: JSON, origin: Origin) -> tuple[date | None, str | None]:
    """The local calendar day, and the whole moment where one was given."""
    if value is None or value == "":
        return None, None
    if not isinstance(value, str):
        raise _wrong(origin, "published", value, "a date as text, such as 2024-09-12")
    day = iso_day(value)
    if day is None:
        shown = storable(value[:40])[0]
        raise origin.error("field", f"'published' is {shown!r}. Write it as 2024-09-12, or leave it out.")
    return day, value.strip() if len(value.strip()) > len("2024-09-12") else None


def _metadata(value: JSON, origin: Origin, name: str) -> JSON:
    """An unknown field's value, made storable."""
    depth, level = 0, [value]
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            problem = f"the field {name[:40]!r} is nested deeper than {_MAX_DEPTH} levels. Flatten it, or leave it out."
            raise origin.error("depth", problem)
        inner = [
            list(part.values()) if isinstance(part, dict) else part for part in level if isinstance(part, dict | list)
        ]
        level = [part for parts in inner for part in parts]
    return _storable(value)


def _storable(value: JSON) -> JSON:
    if isinstance(value, str):
        return storable(value)[0]
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, dict):
        return {storable(name)[0]: _storable(part) for name, part in value.items()}
    return value
