"""What goes wrong in the API, as ``application/problem+json`` (RFC 9457): an id, and nothing of our insides."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.web.refusals import ForbiddenError, NotFoundError

log = logging.getLogger(__name__)
# Addresses of the API; of a project that does not exist, too: the form of an answer must not tell which ones do.
API = re.compile(r"(/p/[^/]*)?/api/")
MEDIA_TYPE = "application/problem+json"


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, cause: BaseException | None = None
) -> Response:
    """A problem; its id is in the log, with the cause where the answer does not tell it."""
    reference = secrets.token_hex(8)
    if cause is not None:
        log.error("problem %s", reference, exc_info=cause)
    else:
        log.info("problem %s: %d", reference, status)
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "id": reference,
    }
    text = json.dumps(body).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Response(text, status, {"cache-control": "no-store", **(headers or {})}, MEDIA_TYPE)


def failed(error: Exception) -> Response:
    """The problem that an error is. What the store says names files and tables, so that stays in the log."""
    match error:
        case HTTPException():
            detail = _DETAILS.get(error.status_code, str(error.detail))
            return problem(error.status_code, detail, headers=error.headers)
        case RequestValidationError():
            return _invalid(error)
        case NotFoundError():
            return problem(404, str(error))
        case ForbiddenError():
            return problem(403, str(error))
        case ConflictError():
            return problem(409, str(error))
        case UsageError():
            return problem(422, str(error))
        case StoreError():
            return problem(
                503, "The store does not answer. Try again later.", headers={"retry-after": "5"}, cause=error
            )
        case _:
            return problem(500, "Something broke. The server's log has the cause under this id.", cause=error)


_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
}
# A header that is missing has a status of its own: RFC 6585 for conditions, and what the IETF draft on the
# Idempotency-Key header says.
_MISSING_HEADERS = {"if-match": 428, "idempotency-key": 400}


def _invalid(error: RequestValidationError) -> Response:
    problems = error.errors()
    for found in problems:
        place = tuple(map(str, found["loc"]))
        if found["type"] == "missing" and place[0] == "header" and place[-1].lower() in _MISSING_HEADERS:
            name = place[-1].lower()
            return problem(_MISSING_HEADERS[name], f"Send the header {name.title()}.")
    wrong = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in problems[:5])
    return problem(422, wrong[:1000])
