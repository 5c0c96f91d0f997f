"""Answers of the API: JSON of a shape with its ETag, and conditions on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from whipcount.web.rest.asked import Paging
from whipcount.web.rest.shapes import PageOf, Problem

T = TypeVar("T", bound=BaseModel)
V = TypeVar("V")
_JSON = "application/json"
_WHY = {
    400: "A header is missing, or the request cannot be read.",
    401: "Nobody has signed in, or the token is not in force.",
    403: "The account's role does not allow this, or the request came from another site.",
    404: "There is no such thing in this project.",
    405: "The address does not take this method.",
    409: "Somebody else was first.",
    412: "It was changed since it was read: read it again.",
    413: "The body is too long.",
    422: "A value is not what it can be.",
    428: "The header If-Match is missing.",
    429: "Too many requests in this minute.",
    503: "The store does not answer in time.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, object]]:
    """What may go wrong at an address, for its description."""
    schema = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
    every = (400, 401, 403, 404, 405, 422, 429, 503, *statuses)
    return {status: {"description": _WHY[status], "content": schema} for status in sorted(every)}


def etag_of(body: bytes) -> str:
    """The strong ETag of a body."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches(header: str, etag: str) -> bool:
    """Whether a header such as ``If-Match`` names an ETag, or any.

    >>> matches('"a", W/"b"', '"b"'), matches("*", '"a"'), matches('"a"', '"b"')
    (True, True, False)
    """
    named = [part.strip().removeprefix("W/") for part in header.split(",")]
    return "*" in named or etag in named


def respond(request: Request, shape: BaseModel, status: int = 200) -> Response:
    """A shape as JSON; 304 where the caller has it already."""
    body = shape.model_dump_json().encode("utf-8", "replace")
    headers = {"cache-control": "private, no-cache", "etag": etag_of(body)}
    seen = request.headers.get("if-none-match")
    if status == 200 and seen is not None and matches(seen, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, _JSON)


def next_address(request: Request, asked: Paging, shown: int, total: int) -> str | None:
    """Address of the next stretch, relative to this one's folder; None at the end."""
    end = asked.offset + shown
    if end >= total or not shown:
        return None
    values = {name: value for name, value in request.query_params.items() if name not in ("offset", "limit")}
    last = request.url.path.rsplit("/", 1)[-1]
    return f"{last}?{urlencode(values | {'limit': asked.limit, 'offset': end})}"


def stretch(request: Request, asked: Paging, every: Sequence[V], shape: Callable[[V], T]) -> PageOf[T]:
    """The stretch of a whole list that was asked for."""
    shown = every[asked.offset : asked.offset + asked.limit]
    return page_of(request, asked, [shape(one) for one in shown], len(every))


def page_of(request: Request, asked: Paging, items: Iterable[T], total: int) -> PageOf[T]:
    """A stretch of a list with where the next one is."""
    shown = list(items)
    return PageOf[T](total=total, items=shown, next=next_address(request, asked, len(shown), total))
