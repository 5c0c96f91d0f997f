"""Pages for what goes wrong: not found, a filter that cannot be, a store that fails, and a fault of ours."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from whipcount.errors import ConflictError, StoreError, UsageError, WhipcountError
from whipcount.language import _
from whipcount.web.exports import PlainJSON
from whipcount.web.problems import API, failed
from whipcount.web.query import twin_of
from whipcount.web.refusals import ForbiddenError, NotFoundError
from whipcount.web.security import add_headers
from whipcount.web.site import Site, bare_page

__all__ = ["ForbiddenError", "NotFoundError", "answer", "register"]

log = logging.getLogger(__name__)


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
        return FailurePage(404, _("Nothing here"), str(error), _(_NOT_FOUND))
    if isinstance(error, ForbiddenError):
        return FailurePage(403, _("Not for your role"), str(error), _("Ask an admin of the project."))
    if isinstance(error, UsageError):
        return FailurePage(400, _("This view cannot be shown"), str(error), _("Take the filter out of the address."))
    if isinstance(error, ConflictError):
        return FailurePage(
            409, _("Somebody was quicker"), str(error), _("Load the page again and look at what stands now.")
        )
    if isinstance(error, StoreError):
        return FailurePage(
            503, _("The store does not answer"), str(error), _("Mend the cause, then load this page again.")
        )
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        if error.status_code == 404:
            return FailurePage(404, _("Nothing here"), _("There is no page at this address."), _(_NOT_FOUND))
        return FailurePage(error.status_code, phrase, str(error.detail), _(_BACK))
    if isinstance(error, RequestValidationError):
        fields = ", ".join(sorted({str(problem["loc"][-1]) for problem in error.errors()}))
        return FailurePage(
            400,
            _("This form cannot be used"),
            _("Not filled in, or not a value it can have: %(fields)s.", fields=fields),
            _(_BACK),
        )
    reference = secrets.token_hex(4)
    log.error("error %s", reference, exc_info=error)
    return FailurePage(
        500,
        _("Something broke"),
        _(
            "This page could not be made. Nothing was changed. The server's log has the cause under %(reference)s.",
            reference=reference,
        ),
        _("Please report it with that line of the log."),
    )


def answer(site: Site | None, request: Request, error: Exception) -> Response:
    """An error in the form that was asked for."""
    if API.match(request.url.path):
        return failed(error)
    page = _page_for(error)
    if page.status == 503 and (site is None or site.project is not None):
        page = _without_insides(page, error)
    twin = twin_of(request.url.path)[1]
    if twin == "json":
        return PlainJSON(
            {"error": {"status": page.status, "message": page.message, "advice": page.advice}}, page.status
        )
    if twin == "csv":
        return PlainTextResponse(f"{page.message}\n{page.advice}\n", page.status)
    response = _page(site, request, page)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _page(site: Site | None, request: Request, page: FailurePage) -> Response:
    if site is None:
        return bare_page("failure.html", page, page.status)
    try:
        frame = site.frame(request, page.heading, "")
    except WhipcountError:
        frame = None  # the store is what fails: say so without its counts
    return site.render("failure.html", frame, page, page.status)


def _without_insides(page: FailurePage, error: Exception) -> FailurePage:
    """On a server that others reach, what the store says of its files goes to the log only."""
    reference = secrets.token_hex(4)
    log.error("error %s", reference, exc_info=error)
    return replace(page, message=_("The server's log has the cause under %(reference)s.", reference=reference))


def register(app: FastAPI, site: Site | None) -> None:
    """Answer every error of ours with a page; without a site, one that stands in no project."""

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
