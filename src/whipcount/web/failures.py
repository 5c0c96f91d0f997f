"""Pages for what goes wrong: not found, a filter that cannot be, a store that fails, and a fault of ours."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from whipcount.errors import ConflictError, StoreError, UsageError, WhipcountError
from whipcount.web.exports import PlainJSON
from whipcount.web.query import twin_of
from whipcount.web.security import add_headers
from whipcount.web.site import Site

log = logging.getLogger(__name__)


class NotFoundError(WhipcountError, LookupError):
    """There is no such page, document, statement or actor."""


@dataclass(frozen=True, slots=True)
class FailurePage:
    """What went wrong, and what to do."""

    status: int
    heading: str
    message: str
    advice: str


_NOT_FOUND = "Check the address, or start from the board. A document that was replaced keeps its own address."
_BACK = "Go back to the page that you came from."


def _page_for(error: Exception) -> FailurePage:
    if isinstance(error, NotFoundError):
        return FailurePage(404, "Nothing here", str(error), _NOT_FOUND)
    if isinstance(error, UsageError):
        return FailurePage(400, "This view cannot be shown", str(error), "Take the filter out of the address.")
    if isinstance(error, ConflictError):
        return FailurePage(409, "Somebody was quicker", str(error), "Load the page again and look at what stands now.")
    if isinstance(error, StoreError):
        return FailurePage(503, "The store does not answer", str(error), "Mend the cause, then load this page again.")
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        if error.status_code == 404:
            return FailurePage(404, "Nothing here", "There is no page at this address.", _NOT_FOUND)
        return FailurePage(error.status_code, phrase, str(error.detail), _BACK)
    if isinstance(error, RequestValidationError):
        fields = ", ".join(sorted({str(problem["loc"][-1]) for problem in error.errors()}))
        return FailurePage(
            400, "This form cannot be used", f"Not filled in, or not a value it can have: {fields}.", _BACK
        )
    reference = secrets.token_hex(4)
    log.error("error %s", reference, exc_info=error)
    return FailurePage(
        500,
        "Something broke",
        f"This page could not be made. Nothing was changed. The server's log has the cause under {reference}.",
        "Please report it with that line of the log.",
    )


def answer(site: Site, request: Request, error: Exception) -> Response:
    """An error in the form that was asked for."""
    page = _page_for(error)
    _, twin = twin_of(request.url.path)
    if twin == "json":
        return PlainJSON(
            {"error": {"status": page.status, "message": page.message, "advice": page.advice}}, page.status
        )
    if twin == "csv":
        return PlainTextResponse(f"{page.message}\n{page.advice}\n", page.status)
    try:
        frame = site.frame(request, page.heading, "")
    except WhipcountError:
        frame = None  # the store is what fails: say so without its counts
    response = site.render("failure.html", frame, page, page.status)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def register(app: FastAPI, site: Site) -> None:
    """Answer every error of ours with a page."""

    def known(request: Request, error: Exception) -> Response:
        return answer(site, request, error)

    def unknown(request: Request, error: Exception) -> Response:
        response = answer(site, request, error)
        add_headers(response.headers)  # this answer is made outside the middleware that adds them
        return response

    app.add_exception_handler(WhipcountError, known)
    app.add_exception_handler(HTTPException, known)
    app.add_exception_handler(RequestValidationError, known)
    app.add_exception_handler(Exception, unknown)
