"""The ``.json`` and ``.csv`` twins: the same rows as the page's whole listing, never fewer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from itertools import chain

from starlette.responses import JSONResponse, Response, StreamingResponse

from whipcount.interchange.cells import safe_text
from whipcount.model import Position

Cell = str | int | float | bool | date | None
POSITION_COLUMNS = (
    "proposition", "actor", "actor_key", "kind", "affiliation", "stance", "lean", "since", "latest", "confidence",
    "reviewed_share", "statements", "sightings", "shifts",
)  # fmt: skip


def safe_cell(value: Cell) -> str:
    """A cell that no spreadsheet runs: text that would begin a formula gets an apostrophe in front.

    >>> safe_cell("=1+1"), safe_cell("for"), safe_cell(None), safe_cell(0.5)
    ("'=1+1", 'for', '', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value)


def csv_response(header: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """A table as a CSV file."""

    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for row in chain([header], rows):
            writer.writerow([safe_cell(cell) for cell in row])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()

    return csv_file(lines(), name)


def csv_file(lines: Iterable[str], name: str) -> Response:
    """Lines sent as they are made, to be saved and never shown; a lone surrogate leaves as its escape."""
    encoded = (line.encode("utf-8", "backslashreplace") for line in lines)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"', "cache-control": "no-cache"}
    return StreamingResponse(encoded, media_type="text/csv; charset=utf-8", headers=headers)


def plain(value: object) -> object:
    """A value as JSON has it: dates in ISO form, our dataclasses as objects."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


class PlainJSON(JSONResponse):
    """JSON for people and programs: readable text, and safe inside HTML should somebody paste it there."""

    def render(self, content: object) -> bytes:
        """Bytes of the response."""
        text = json.dumps(plain(content), ensure_ascii=False, indent=1)
        for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
            text = text.replace(character, escape)
        return text.replace("\u2029", "\\u2029").encode("utf-8", "replace")


def positions_csv(found: Iterable[Position]) -> Response:
    """Positions as a CSV file."""
    rows = (
        (p.proposition, p.actor, p.actor_key, p.kind, p.affiliation, p.stance, p.lean, p.since, p.latest,
         round(p.confidence, 4), round(p.reviewed_share, 4), len(p.statements), p.sightings, len(p.shifts))
        for p in found
    )  # fmt: skip
    return csv_response(POSITION_COLUMNS, rows, "positions")
