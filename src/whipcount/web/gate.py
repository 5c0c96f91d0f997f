"""The gate of a server with accounts: every request is matched to a row of the table of access, or answered to nobody.

It stands before the pages, so that no page can forget to ask. It finds the project that an address belongs to, the
account behind the request, and compares that account's role with the one that the row needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whipcount.accounts import ROLES, Accounts, Identity
from whipcount.accounts.limits import Limit
from whipcount.web.access import Access, Match
from whipcount.web.failures import ForbiddenError, answer
from whipcount.web.problems import API, failed, problem
from whipcount.web.query import twin_of
from whipcount.web.security import Network, client_address
from whipcount.web.site import Site
from whipcount.web.viewer import Viewer, is_hall, put_viewer

COOKIE: Final = "__Host-whipcount"
_RETRY: Final = {"retry-after": "60"}


@dataclass(frozen=True, slots=True)
class Room:
    """A project behind the gate."""

    site: Site
    app: ASGIApp
    access: Access

    @property
    def name(self) -> str:
        """The project's name."""
        return self.site.project.name if self.site.project else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request at the gate.

    ``room`` is the project that it is for, None for the hall; ``path`` the address inside; ``match`` the row that it
    matches, and ``methods`` those that its address takes.
    """

    room: Room | None
    path: str
    match: Match | None
    methods: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether no account is needed: for signing in, our own files, and what the settings share on purpose."""
        need = self.match.need if self.match else None
        shared = need == "embed" and self.room is not None and self.room.site.settings.embed_public
        return need == "public" or shared

    @property
    def api(self) -> bool:
        """Whether the answer goes to a program."""
        return API.match(self.path) is not None


class Gate:
    """ASGI application: the hall (signing in, one's own account) and the rooms (projects), each behind its rules."""

    def __init__(
        self,
        hall: ASGIApp,
        access: Access,
        rooms: Mapping[str, Room],
        accounts: Accounts,
        *,
        limit: Limit,
        proxies: Iterable[Network] = (),
    ) -> None:
        self.hall = hall
        self.access = access
        self.rooms = rooms
        self.accounts = accounts
        self.limit = limit
        self.proxies = tuple(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            await self.hall(scope, receive, send)
            return
        asked = self._asked(scope["method"], scope["path"])
        inner = {**scope, "path": asked.path, "raw_path": quote(asked.path).encode()}
        refusal = await run_in_threadpool(self._refusal, asked, inner, here=scope["path"])
        project = asked.room.site.project if asked.room else None
        out = _private(send, project.prefix if project else "")
        await (refusal or (asked.room.app if asked.room else self.hall))(inner, receive, out)

    def _asked(self, method: str, path: str) -> Asked:
        hall = Asked(None, path, self.access.match(method, path), self.access.methods(path))
        for room in self.rooms.values():
            prefix = room.site.project.prefix if room.site.project else ""
            if (prefix or not hall.methods) and (path == prefix or path.startswith(f"{prefix}/")):
                inside = path.removeprefix(prefix) or "/"
                return Asked(room, inside, room.access.match(method, inside), room.access.methods(inside))
        return hall

    def _refusal(self, asked: Asked, scope: Scope, *, here: str) -> Response | None:
        """The answer to somebody who may not come in; None for those who may. Says in the scope who it is."""
        identity, wrong_token = self._identity(Headers(scope=scope))
        viewer = _viewer(identity, asked) if identity else None
        if viewer is not None:
            put_viewer(scope, viewer)
        if asked.open:
            return self._crowded(asked, scope)
        if viewer is None:
            return _stranger(asked, scope, here, wrong_token=wrong_token)
        token = viewer.identity.token
        if asked.api and not self.limit.count((viewer.name, token and token.id)):
            return problem(429, "Too many requests in this minute. Wait, then go on.", headers=_RETRY)
        return _in_hall(asked, viewer, scope) if asked.room is None else _in_room(asked.room, asked, viewer, scope)

    def _crowded(self, asked: Asked, scope: Scope) -> Response | None:
        """The answer to an address that asks too often for what is shared with everybody: each page takes counting."""
        shared = asked.match is not None and asked.match.need == "embed"
        if not shared or self.limit.count(("embed", client_address(scope, self.proxies))):
            return None
        return PlainTextResponse("Too many requests in this minute. Wait, then go on.\n", 429, dict(_RETRY))

    def _identity(self, headers: Headers) -> tuple[Identity | None, bool]:
        """Who asks, and whether a token was shown that is none. With a token, the cookie counts for nothing."""
        authorization = headers.get("authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            found = self.accounts.by_token(token.strip()) if scheme.lower() == "bearer" else None
            return found, found is None
        secret = session_secret(headers)
        return (self.accounts.by_session(secret) if secret else None), False


def _viewer(identity: Identity, asked: Asked) -> Viewer:
    project = asked.room.site.project if asked.room else None
    return Viewer(identity, identity.role_in(project.name) if project else None, project)


def _stranger(asked: Asked, scope: Scope, here: str, *, wrong_token: bool) -> Response:
    """To somebody who is not known, every address looks the same, whether there is one or not."""
    if asked.api or wrong_token:
        detail = "Sign in, or send a token that is in force: Authorization: Bearer …"
        return problem(401, detail, headers={"www-authenticate": "Bearer"})
    if scope["method"] not in ("GET", "HEAD") or twin_of(asked.path)[1] != "html":
        return PlainTextResponse("Sign in first.\n", 401, {"www-authenticate": "Bearer"})
    query = scope["query_string"].decode("latin-1")
    wanted = quote(here) + (f"?{query}" if query else "")
    return RedirectResponse("/login" if wanted == "/" else f"/login?next={quote(wanted, safe='')}", 303)


def _in_hall(asked: Asked, viewer: Viewer, scope: Scope) -> Response | None:
    if asked.match is None or asked.match.need is None:
        return _nothing(asked, scope)
    if viewer.identity.token is not None:
        return problem(403, "A token does not stand for an account's own pages. Sign in with the password.")
    return None


def _nothing(asked: Asked, scope: Scope) -> Response:
    # Without a frame around it: that has the project's counts.
    return failed(HTTPException(404)) if asked.api else answer(None, Request(scope), HTTPException(404))


def _in_room(room: Room, asked: Asked, viewer: Viewer, scope: Scope) -> Response | None:
    need = asked.match.need if asked.match else None
    if viewer.role is None:
        # The same answer as for a project that does not exist.
        return _nothing(asked, scope)
    if need is None:
        allowed = {"allow": ", ".join(asked.methods)}
        wrong_method = asked.methods and asked.match is None
        error: Exception = HTTPException(405, headers=allowed) if wrong_method else HTTPException(404)
    elif any(role == ("reader" if need == "embed" else need) and viewer.may(role) for role in ROLES):
        return None
    else:
        error = ForbiddenError(f"You are {viewer.role} in {room.name}, and this takes the role {need}.")
    return failed(error) if asked.api else answer(room.site, Request(scope), error)


def _private(send: Send, prefix: str) -> Send:
    """No copy of an answer is kept by anybody else, and an address in a project gets its prefix."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("cache-control") == "no-cache":
                headers["cache-control"] = "no-store"
            location = headers.get("location")
            if prefix and location and location.startswith("/") and not location.startswith(f"{prefix}/"):
                headers["location"] = location if is_hall(location) else prefix + location
        await send(message)

    return wrapped


def session_secret(headers: Headers) -> str | None:
    """The secret in the cookie of a request."""
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and value:
            return value
    return None
