"""Sources and runs: which runs read what, what goes on now, what is left to do, and outlets with their counts."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import ADVICE, REASONS
from whipcount.store.oversight import OutletRow, RunProgress, RunTally
from whipcount.store.records import LogRow, RunRow
from whipcount.web.exports import csv_response
from whipcount.web.failures import NotFoundError
from whipcount.web.query import PAGE_SIZE, Query, address
from whipcount.web.resuming import MOST_SOURCES, Known, RunView, view_of
from whipcount.web.site import Site
from whipcount.web.words import count

RUNS_KEYS = ("command", "page")
OUTLETS_SHOWN = 30
PROBLEMS_SHOWN = 20
TOGETHER = 500  # runs asked for in one query
# Counts of a run that its page shows under names of their own.
SHOWN = frozenset(
    {"inputs", "stored", "new_versions", "duplicates", "unchanged", "rejected", "statements", "codings", "documents"}
)
RUN_HEADER = (
    "run", "command", "state", "started", "ended", "seconds", "by", "read", "new_versions", "duplicates", "unchanged",
    "failed", "syndicated", "statements", "judgements", "stopped", "again",
)  # fmt: skip
OUTLET_HEADER = ("outlet", "documents", "statements", "syndicated", "undated", "first", "last", "read")


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is left to do: what it is, what to do about it, the command that does it, where to look."""

    what: str
    advice: str
    command: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class RunsPage:
    """Everything on the page of sources and runs."""

    query: Query
    now: tuple[RunView, ...]
    left: tuple[Left, ...]
    outlets: tuple[OutletRow, ...]
    more_outlets: int
    commands: tuple[tuple[str, int], ...]
    total: int
    first: int
    items: tuple[RunView, ...]
    previous: str | None
    next: str | None
    twin_json: str
    twin_csv: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """Everything on the page of one run: ``reasons`` are code, meaning, advice and number of what was rejected.

    ``others`` are what it counted besides.
    """

    view: RunView
    reasons: tuple[tuple[str, str, str, int], ...]
    problems: tuple[LogRow, ...]
    sources: tuple[str, ...]
    more_sources: int
    others: tuple[tuple[str, int], ...]


def runs_page(site: Site, query: Query, *, clock: Callable[[], datetime]) -> RunsPage:
    """Build the page."""
    number = query.page()
    first = (number - 1) * PAGE_SIZE
    found = site.store.run_page(command=query.get("command"), limit=PAGE_SIZE, offset=first)
    open_runs = _views(site, site.store.unfinished_runs(), clock, copies=False)
    outlets = site.kept(("outlets",), lambda: tuple(site.store.outlets()))
    path = "/runs"
    return RunsPage(
        query,
        tuple(view for view in open_runs if view.state == "running"),
        left_to_do(site, open_runs),
        outlets[:OUTLETS_SHOWN],
        max(len(outlets) - OUTLETS_SHOWN, 0),
        tuple(site.store.run_commands()),
        found.total,
        first,
        tuple(_views(site, found.items, clock)),
        query.address(path, page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address(path, page=number + 1) if first + len(found.items) < found.total else None,
        query.address(f"{path}.json"),
        query.address(f"{path}.csv"),
    )


def store_word(site: Site) -> str:
    """The store on a command line; where it lies is nobody's business who does not sit at the machine."""
    return "STORE" if site.project is not None else shlex.quote(str(site.store.path))


def _views(site: Site, runs: Sequence[RunRow], clock: Callable[[], datetime], *, copies: bool = True) -> list[RunView]:
    tallies: dict[str, RunTally] = {}
    told: dict[str, RunProgress] = {}
    for start in range(0, len(runs), TOGETHER):
        ids = [run.id for run in runs[start : start + TOGETHER]]
        tallies |= site.store.tallies(ids, copies=copies)
        told |= site.store.progress_of(ids)
    # Only a run that did not come to its end may have been taken up by another.
    early = any(run.ended is None for run in runs) or any(it.stopped for it in told.values())
    known = Known(store_word(site), site.store.runs() if early else (), clock())
    views = [view_of(run, tallies.get(run.id), told.get(run.id), known) for run in runs]
    return [_discreet(view) for view in views] if site.project is not None else views


def _discreet(view: RunView) -> RunView:
    """Without the words of an error, which may name files of the machine that the team works on."""
    told = view.progress
    if told is None or told.stopped in (None, "interrupted"):
        return view
    return replace(view, progress=replace(told, stopped="an error; whoever ran it has seen the cause"))


def left_to_do(site: Site, open_runs: Sequence[RunView]) -> tuple[Left, ...]:
    """What was begun and not finished, not judged, or rejected; while something runs, not what it may still judge."""
    working = any(view.state == "running" for view in open_runs)
    return (*_cut_off(open_runs), *(() if working else _unjudged(site)), *_rejected(site))


def _cut_off(open_runs: Iterable[RunView]) -> Iterator[Left]:
    """Runs that have to be called again; of several with one command, the newest."""
    told: set[str | None] = set()
    for view in open_runs:
        if not view.left or view.command in told:
            continue
        told.add(view.command)
        number = view.tally.inputs
        done = f"{count(number, 'input is', 'inputs are')} done" if number else "What it did is kept"
        on = "The same command goes on from there, in the folder in which it was called first."
        yield Left(f"{view.did}: did not end.", f"{view.why} {done}. {on}", view.command, f"/runs/{view.run.id}")


def _unjudged(site: Site) -> Iterator[Left]:
    texts = {p.id: p.text for p in site.codebook().propositions}
    missing = site.kept(("unjudged", *texts), lambda: dict(site.store.unjudged(list(texts))))
    if some := {id_: number for id_, number in missing.items() if number}:
        each = "; ".join(f"{count(number, 'statement')} on “{texts[id_]}”" for id_, number in some.items())
        yield Left("Not judged yet:", f"{each}.", f"whipcount code --store {store_word(site)}")


def _rejected(site: Site) -> Iterator[Left]:
    for reason, number in site.kept(("rejected",), site.store.rejected_inputs).items():
        what = f"{count(number, 'input')} rejected: {REASONS.get(reason, reason)}."
        yield Left(what, ADVICE.get(reason, ""), None, address("/status", problems="yes", reason=reason))


def run_page(site: Site, run: RunRow, *, clock: Callable[[], datetime]) -> RunPage:
    """Build the page of one run."""
    (view,) = _views(site, [run], clock)
    rejected = view.tally.rejected or {}
    problems = site.store.log(run=run.id, problems_only=True, limit=PROBLEMS_SHOWN) if rejected else []
    named = run.settings.get("sources")
    sources = tuple(str(source) for source in named) if isinstance(named, list) else ()
    return RunPage(
        view,
        tuple((code, REASONS.get(code, code), ADVICE.get(code, ""), number) for code, number in rejected.items()),
        tuple(problems),
        sources[:MOST_SOURCES],
        len(sources[MOST_SOURCES:]),
        tuple((name.replace("_", " "), number) for name, number in run.counts.items() if number and name not in SHOWN),
    )


def run_json(view: RunView) -> dict[str, object]:
    """A run as data."""
    run, tally = view.run, view.tally
    told = view.progress if view.state == "running" else None
    return {
        "run": run.id, "command": run.command, "state": view.state, "started": run.started, "ended": run.ended,
        "seconds": round(view.seconds, 1), "by": view.by or None, "read": tally.stored,
        "new_versions": tally.new_versions, "duplicates": tally.duplicates, "unchanged": tally.unchanged,
        "failed": tally.failed, "syndicated": tally.syndicated, "statements": view.statements,
        "judgements": view.judgements, "stopped": view.progress.stopped if view.progress else None,
        "again": view.command if view.left else None, "taken_up_by": view.later.id if view.later else None,
        "rejected": tally.rejected or {},
        "progress": {"doing": told.doing, "done": told.done, "name": told.name, "at": told.at} if told else None,
    }  # fmt: skip


def routes(site: Site, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> APIRouter:
    """Routes of the page of sources and runs."""
    router = APIRouter()

    def every(request: Request) -> list[RunView]:
        query = Query(request.query_params, RUNS_KEYS)
        return _views(site, site.store.run_page(command=query.get("command")).items, clock)

    def page(request: Request) -> Response:
        shown = runs_page(site, Query(request.query_params, RUNS_KEYS), clock=clock)
        return site.render("runs.html", site.frame(request, "Sources and runs", "sources"), shown)

    def now() -> Response:
        found = _views(site, site.store.unfinished_runs(), clock, copies=False)
        return site.render("running.html", None, [view for view in found if view.state == "running"])

    def as_json(request: Request) -> Response:
        views = every(request)
        left = left_to_do(site, _views(site, site.store.unfinished_runs(), clock, copies=False))
        runs = [run_json(view) for view in views]
        return site.json({"total": len(views), "left": left, "runs": runs, "outlets": site.store.outlets()})

    def as_csv(request: Request) -> Response:
        rows = (run_json(view) for view in every(request))
        return csv_response(RUN_HEADER, (tuple(_cell(row[name]) for name in RUN_HEADER) for row in rows), "runs")

    def outlets_json() -> Response:
        found = site.store.outlets()
        return site.json({"total": len(found), "outlets": found})

    def outlets_csv() -> Response:
        rows = (tuple(_cell(getattr(row, name)) for name in OUTLET_HEADER) for row in site.store.outlets())
        return csv_response(OUTLET_HEADER, rows, "outlets")

    for path, handler in (("/runs", page), ("/runs.json", as_json), ("/runs.csv", as_csv), ("/runs/now", now),
                          ("/runs/outlets.json", outlets_json), ("/runs/outlets.csv", outlets_csv)):  # fmt: skip
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    _add_one(router, site, clock)
    return router


def _add_one(router: APIRouter, site: Site, clock: Callable[[], datetime]) -> None:
    def found(id_: str) -> RunRow:
        run = site.store.run(id_)
        if run is None:
            raise NotFoundError(f"There is no run “{id_}” in this store.")
        return run

    def page(request: Request, run: str) -> Response:
        shown = run_page(site, found(run), clock=clock)
        return site.render("run.html", site.frame(request, shown.view.did, "sources"), shown)

    def as_json(run: str) -> Response:
        shown = run_page(site, found(run), clock=clock)
        sources = shown.view.run.settings.get("sources") or []
        return site.json({**run_json(shown.view), "sources": sources, "problems": shown.problems})

    router.add_api_route("/runs/{run}.json", as_json, methods=["GET", "HEAD"])
    router.add_api_route("/runs/{run}", page, methods=["GET", "HEAD"])


def _cell(value: object) -> str | int | float | None:
    """A cell of a row: moments and days in ISO form."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value if isinstance(value, (int, float)) or value is None else str(value)
