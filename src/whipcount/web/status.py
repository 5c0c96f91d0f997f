"""Inputs and accuracy: what became of every input and why, and how often the machine is right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import REASONS
from whipcount.evaluate.estimate import ENOUGH, estimates_json
from whipcount.store.records import LogRow, RunRow
from whipcount.web.exports import csv_response
from whipcount.web.query import Query
from whipcount.web.site import Site

STATUS_KEYS = ("problems", "run", "reason", "page")
LOG_PAGE = 100


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything on the page of inputs. ``enough`` is the number of reviews from which a share is shown."""

    query: Query
    runs: tuple[RunRow, ...]
    log: tuple[LogRow, ...]
    total: int
    first: int
    previous: str | None
    next: str | None
    reasons: dict[str, str]
    enough: int
    twin_json: str
    twin_csv: str


def status_page(site: Site, query: Query) -> StatusPage:
    """Build the page."""
    rows = _log(site, query)
    number = query.page()
    first = (number - 1) * LOG_PAGE
    return StatusPage(
        query,
        tuple(site.store.runs()),
        tuple(rows[first : first + LOG_PAGE]),
        len(rows),
        first,
        query.address("/status", page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address("/status", page=number + 1) if first + LOG_PAGE < len(rows) else None,
        REASONS,
        ENOUGH,
        query.address("/status.json"),
        query.address("/status.csv"),
    )


def _log(site: Site, query: Query) -> list[LogRow]:
    reason = query.choice("reason", tuple(REASONS))
    rows = site.store.log(run=query.get("run"), problems_only=bool(query.flag("problems")))
    return rows if reason is None else [row for row in rows if row.reason == reason]


def routes(site: Site) -> APIRouter:
    """Routes of the page of inputs."""
    router = APIRouter()

    def page(request: Request) -> Response:
        shown = status_page(site, Query(request.query_params, STATUS_KEYS))
        return site.render("status.html", site.frame(request, "Inputs and accuracy", "sources"), shown)

    def as_json(request: Request) -> Response:
        rows = _log(site, Query(request.query_params, STATUS_KEYS))
        status, runs = site.store.status(), site.store.runs()
        if site.project is not None:  # where files lie is nobody's business who does not sit at the machine
            status = replace(status, path=site.project.name)
            runs = [replace(run, settings={}) for run in runs]
        counts = {"status": status, "estimate": estimates_json(site.estimates())}
        return site.json({**counts, "runs": runs, "total": len(rows), "log": rows})

    def as_csv(request: Request) -> Response:
        rows = _log(site, Query(request.query_params, STATUS_KEYS))
        header = ("input", "outcome", "stage", "reason", "detail", "bytes", "raw_sha256", "at", "run", "document")
        lines = (
            (r.given_id, r.outcome, r.stage, r.reason, r.detail, r.size, r.raw_sha256, r.at, r.run, r.document)
            for r in rows
        )
        return csv_response(header, lines, "log")

    for path, handler in (("/status", page), ("/status.json", as_json), ("/status.csv", as_csv)):
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    return router
