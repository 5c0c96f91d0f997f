"""The application of the API: its routes, its description, its problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from whipcount.errors import WhipcountError
from whipcount.web.problems import failed
from whipcount.web.rest import reading, writing
from whipcount.web.rest.shapes import Problem
from whipcount.web.security import add_headers
from whipcount.web.site import Site

_ABOUT = (
    "The record of who said what, when, for or against which proposition. Every list is paged by `limit` and `offset`."
    " What is recorded needs an `Idempotency-Key`; a judgement of a statement needs `If-Match` with the ETag under"
    " which it was read. Errors are `application/problem+json`."
)


def api_app(site: Site) -> FastAPI:
    """The API over a site."""
    app = FastAPI(title="whipcount", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.include_router(reading.routes(site))
    app.include_router(writing.routes(site))
    described: dict[str, Any] = {}

    def description() -> Response:
        if not described:
            described.update(_description(app, site))
        return JSONResponse(described, headers={"cache-control": "private, no-cache"})

    def known(_: Request, error: Exception) -> Response:
        return failed(error)

    def unknown(_: Request, error: Exception) -> Response:
        response = failed(error)
        add_headers(response.headers)  # this answer is made outside the middleware that adds them
        return response

    app.add_api_route("/openapi.json", description, methods=["GET"], include_in_schema=False)
    for kind in (WhipcountError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, known)
    app.add_exception_handler(Exception, unknown)
    return app


def _description(app: FastAPI, site: Site) -> dict[str, Any]:
    """The description, with how to sign in and the shape of problems."""
    found = get_openapi(title="whipcount", version=site.version, routes=app.routes, description=_ABOUT)
    prefix = site.project.prefix if site.project else ""
    found["servers"] = [{"url": f"{prefix}/api/v1"}]
    parts = found["components"]
    parts["schemas"][Problem.__name__] = Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    if site.project is not None:
        parts["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "A token of an account."},
            "session": {"type": "apiKey", "in": "cookie", "name": "__Host-whipcount"},
        }
        found["security"] = [{"token": []}, {"session": []}]
    return found
