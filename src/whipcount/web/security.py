"""What every request and response passes through, whatever the route: host, origin, size, headers.

The pages have no accounts yet, so the server listens on the loopback address and the browser is the attacker's only
way in: another site open in the same browser. Three checks close it: the ``Host`` must be this machine (DNS
rebinding), a request that changes something must come from our own pages (cross-site request forgery), and a page
may run nothing but our own files (content security policy).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
MAX_BODY_BYTES = 64 * 1024  # a correction is a few hundred bytes; nothing is uploaded
SAFE_METHODS = frozenset({"GET", "HEAD"})
HEADERS: dict[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def host_name(value: str) -> str | None:
    """Name in a ``Host`` header without its port, in lower case; None where it is not a host.

    >>> host_name("[::1]:8001"), host_name("LOCALHOST:8001"), host_name("a@b:1")
    ('::1', 'localhost', None)
    """
    try:
        parts = urlsplit(f"//{value}")
        _ = parts.port  # raises on a port that is no number
    except ValueError:
        return None
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    return parts.hostname


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def host_allowed(value: str, names: frozenset[str], *, any_address: bool) -> bool:
    """Whether a request for this ``Host`` is meant for us.

    A rebound name is still a name, so a literal address is safe to answer where the user chose to listen on one.
    """
    name = host_name(value)
    return name is not None and (name in names or (any_address and _is_address(name)))


def same_origin(headers: Headers, scheme: str) -> bool:
    """Whether a request that changes something comes from our own pages, or from no browser at all.

    Browsers state where a request comes from in ``Sec-Fetch-Site``, older ones in ``Origin``; a page cannot forge
    either. A request with neither is a script that the user runs, which has no need to trick anybody.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    return origin.lower() == f"{scheme}://{headers.get('host', '')}".lower()


class Guard:
    """ASGI middleware: refuse what is not meant for us, and put the same headers on every response."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str] = LOOPBACK_HOSTS, any_address: bool = False) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)
        self.any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then pass it on with a limit on its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        await self.app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not host_allowed(headers.get("host", ""), self.names, any_address=self.any_address):
            return PlainTextResponse(
                "This server answers only under its own address. Open the address that whipcount serve printed.\n",
                status_code=400,
            )
        if scope["method"] in SAFE_METHODS:
            return None
        if not same_origin(headers, scope["scheme"]):
            return PlainTextResponse(
                "Refused: this request did not come from a page of this server, so nothing was changed.\n",
                status_code=403,
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            return PlainTextResponse(f"Refused: a form is at most {MAX_BODY_BYTES} bytes.\n", status_code=413)
        return None


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            add_headers(MutableHeaders(scope=message))
        await send(message)

    return wrapped


def add_headers(headers: MutableHeaders) -> None:
    """Put the security headers on a response; the page that reports a crash is built outside the middleware."""
    for name, value in HEADERS.items():
        headers[name] = value


def _limited(receive: Receive) -> Receive:
    """A body without a stated length is cut off at the limit, so that it never fills the memory."""
    seen = 0

    async def wrapped() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MAX_BODY_BYTES:
                return {"type": "http.disconnect"}
        return message

    return wrapped
