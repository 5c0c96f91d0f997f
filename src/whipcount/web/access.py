"""Who may do what: one table of every address, and how a request is matched to its row.

On a server with accounts, an address that is not in the table is answered to nobody. A page that is added is added here
too; a test compares the table with the routes that exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from starlette.routing import Mount, compile_path

from whipcount.accounts import Role

# ``public`` needs no account; ``member`` any account that has signed in with its password, and no token. ``embed`` is
# reader, and public where the settings say so.
Need: TypeAlias = Role | Literal["public", "member", "embed"]

_READ: Mapping[str, Need] = {"GET": "reader"}
# Addresses of a project, as they stand in its routes.
PROJECT_ACCESS: Final[Mapping[str, Mapping[str, Need]]] = {
    "/": _READ,
    "/q/{question:path}": _READ,
    "/q/{question:path}/brief": _READ,
    "/embed/q/{question:path}": {"GET": "embed"},
    "/embed/statements/{statement}": {"GET": "embed"},
    "/statements": _READ,
    "/statements.json": _READ,
    "/statements.csv": _READ,
    "/documents": _READ,
    "/documents.json": _READ,
    "/documents.csv": _READ,
    "/documents/{document}": _READ,
    "/documents/{document}.json": _READ,
    "/actors": _READ,
    "/actors.json": _READ,
    "/actors.csv": _READ,
    "/actors/{key:path}": _READ,
    "/codebook": _READ,
    "/codebook.json": _READ,
    "/codebook/edit": {"GET": "editor", "POST": "editor"},
    "/codebook/text": {"GET": "editor", "POST": "editor"},
    "/status": _READ,
    "/status.json": _READ,
    "/status.csv": _READ,
    "/runs": _READ,
    "/runs.json": _READ,
    "/runs.csv": _READ,
    "/runs/now": _READ,
    "/runs/outlets.json": _READ,
    "/runs/outlets.csv": _READ,
    "/runs/{run}": _READ,
    "/runs/{run}.json": _READ,
    "/views": {"GET": "reader", "POST": "reader"},  # one's own; the page looks after what belongs to others
    "/views.json": _READ,
    "/views.csv": _READ,
    "/views/{view}": _READ,
    "/views/{view}/name": {"POST": "reader"},
    "/views/{view}/sharing": {"POST": "editor"},
    "/views/{view}/delete": {"POST": "reader"},
    "/p/{proposition:path}": _READ,
    "/network": _READ,
    "/network.json": _READ,
    "/network.csv": _READ,
    "/network.graphml": _READ,
    "/network.gexf": _READ,
    "/network/matrix.csv": _READ,
    "/network/edge": _READ,
    "/statements/{statement}": _READ,
    "/statements/{statement}.json": _READ,
    "/statements/{statement}/coding": {"POST": "coder"},
    "/statements/{statement}/review": {"POST": "coder"},
    "/statements/{statement}/correction": {"POST": "coder"},
    "/statements/{statement}/reply": {"POST": "reader"},
    "/documents/{document}/statements": {"POST": "coder"},
    "/documents/{document}/correction": {"POST": "editor"},
    "/review": _READ,
    "/review.json": _READ,
    "/review/card": {"GET": "coder"},
    "/review/{statement}": {"POST": "coder"},
    "/review/bulk": {"GET": "reader", "POST": "editor"},
    "/review/bulk/{number}": {"GET": "reader", "POST": "coder"},
    "/review/bulk/{number}.json": _READ,
    "/review/disagreements": _READ,
    "/review/disagreements.json": _READ,
    "/review/disagreements/{statement}": {"POST": "editor"},
    "/history": _READ,
    "/history.json": _READ,
    "/history.csv": _READ,
    "/history/{number}/undo": {"GET": "editor", "POST": "coder"},
    "/corrections": _READ,
    "/members": {"GET": "admin", "POST": "admin"},
    "/api/v1/openapi.json": _READ,
    "/api/v1/me": _READ,
    "/api/v1/documents": _READ,
    "/api/v1/documents/{document}": _READ,
    "/api/v1/statements": _READ,
    "/api/v1/statements/{statement}": _READ,
    "/api/v1/statements/{statement}/codings": {"GET": "reader", "POST": "coder"},
    "/api/v1/statements/{statement}/reviews": {"POST": "coder"},
    "/api/v1/actors": _READ,
    "/api/v1/actors/{key}": _READ,
    "/api/v1/actor-changes": {"GET": "reader", "POST": "editor"},
    "/api/v1/positions": _READ,
    "/api/v1/shifts": _READ,
    "/api/v1/codebook": _READ,
    "/api/v1/runs": _READ,
    "/api/v1/log": _READ,
    "/api/v1/members": {"GET": "admin"},
    "/healthz": {"GET": "public"},
    "/static": {"GET": "public"},
}
# Addresses of the server itself.
HALL_ACCESS: Final[Mapping[str, Mapping[str, Need]]] = {
    "/": {"GET": "member"},
    "/login": {"GET": "public", "POST": "public"},
    "/logout": {"POST": "member"},
    "/projects": {"GET": "member"},
    "/account": {"GET": "member"},
    "/account/password": {"POST": "member"},
    "/account/second-factor": {"POST": "member"},
    "/account/second-factor/confirm": {"POST": "member"},
    "/account/second-factor/drop": {"POST": "member"},
    "/account/tokens": {"POST": "member"},
    "/account/tokens/{number}/end": {"POST": "member"},
    "/healthz": {"GET": "public"},
    "/static": {"GET": "public"},
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A route that exists: its address as written in the code, what it matches, its methods."""

    path: str
    pattern: re.Pattern[str]
    methods: frozenset[str]


def declared(routes: Iterable[object], prefix: str = "") -> Iterator[Declared]:
    """Every route, those of mounted applications included, in the order in which they are tried."""
    for route in routes:
        included = getattr(route, "original_router", None)  # newer versions of FastAPI keep a router whole
        if included is not None:
            yield from declared(included.routes, prefix)
        elif isinstance(route, Mount):
            inner = list(route.routes)
            if inner:
                yield from declared(inner, prefix + route.path)
            else:  # files: one row for all of them
                yield Declared(
                    prefix + route.path, re.compile(f"^{prefix}{route.path}/.*$"), frozenset({"GET", "HEAD"})
                )
        else:
            path = prefix + str(getattr(route, "path", ""))
            yield Declared(path, compile_path(path)[0], frozenset(getattr(route, "methods", None) or ()))


@dataclass(frozen=True, slots=True)
class Match:
    """What a request asks for. ``need`` is None where the table says nothing: then nobody gets it."""

    path: str
    need: Need | None


class Access:
    """The routes of one application with their rows of the table."""

    def __init__(self, routes: Iterable[object], table: Mapping[str, Mapping[str, Need]]) -> None:
        self.routes = tuple(declared(routes))
        self.table = table

    def match(self, method: str, path: str) -> Match | None:
        """The row of a request; None where no route has this address and method."""
        for route in self.routes:
            if method in route.methods and route.pattern.match(path):
                row = self.table.get(route.path, {})
                return Match(route.path, row.get("GET" if method == "HEAD" else method))
        return None

    def methods(self, path: str) -> tuple[str, ...]:
        """Methods that routes of this address take; none where there is no route."""
        return tuple(sorted({method for route in self.routes if route.pattern.match(path) for method in route.methods}))
