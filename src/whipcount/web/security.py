"""What every request and response passes through, whatever the route: host, origin, size, headers.

Without accounts the server listens on the loopback address, and the browser is the attacker's only way in: another site
open in the same browser. Three checks close it: the ``Host`` must be ours (DNS rebinding), a request that changes
something must come from our own pages (cross-site request forgery), and a page may run nothing but our own files
(content security policy). With accounts they hold as well; who may do what is the gate's matter.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whipcount.errors import UsageError

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
MAX_BODY_BYTES = 64 * 1024  # a correction is a few hundred bytes; nothing is uploaded
MAX_FORM_PARTS = 100
# A codebook is changed as a whole, in a form of many fields, by few people; a file of 300 propositions fits.
ROOMY = re.compile(r"^(?:/p/[^/]+)?/codebook/(?:edit|text)$")
ROOMY_BODY_BYTES = 1024 * 1024
ROOMY_FORM_PARTS = 4_000
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
# Browsers that came by TLS once come by TLS only, for half a year.
_ONLY_TLS: Final = {"strict-transport-security": "max-age=15552000"}
POLICY: Final = "content-security-policy"
NO_FRAMES: Final = "frame-ancestors 'none'"
# What else could stand there, such as a space or a semicolon, would say something else to the browser.
_SITE: Final = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
SAFE_METHODS = frozenset({"GET", "HEAD"})
HEADERS: dict[str, str] = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; object-src 'none'; {NO_FRAMES}"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How a server with accounts is reached: by which names, by TLS or not, through which proxies."""

    names: tuple[str, ...] = LOOPBACK_HOSTS
    any_address: bool = False
    secure: bool = False
    proxies: tuple[Network, ...] = ()


def client_address(scope: Scope, proxies: Iterable[Network]) -> str:
    """Address that a request comes from.

    ``X-Forwarded-For`` is believed only where a proxy of ours wrote it: from the right, the first address that is none
    of our proxies. Anything further left was sent by whoever that is, and may be made up.
    """
    trusted = tuple(proxies)
    client = scope.get("client")
    chain = [client[0] if client else ""]
    for value in reversed(Headers(scope=scope).getlist("x-forwarded-for")):
        chain += [part.strip() for part in reversed(value.split(","))]
    address = chain[0]
    for before in chain[1:]:
        if not _within(address, trusted) or not _is_address(before):
            break
        address = before
    return address


def _within(address: str, networks: Iterable[Network]) -> bool:
    if not _is_address(address):
        return False
    one = ipaddress.ip_address(address)
    return any(one in network for network in networks)


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

    def __init__(
        self, app: ASGIApp, *, names: Iterable[str] = LOOPBACK_HOSTS, any_address: bool = False, secure: bool = False
    ) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)
        self.any_address = any_address
        self.scheme = "https" if secure else None  # None: as the request says
        self.headers = HEADERS | (_ONLY_TLS if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then pass it on with a limit on its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        out = _with_headers(send, self.headers)
        refusal, given = self._refusal(scope), receive
        if refusal is None and scope["method"] not in SAFE_METHODS:
            limits = _limits(scope)
            body = await _whole(receive, limits)
            refusal = _too_much(body, Headers(scope=scope), limits)
            given = _again(body or b"", receive)
        await (refusal or self.app)(scope, given, out)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not host_allowed(headers.get("host", ""), self.names, any_address=self.any_address):
            return PlainTextResponse(
                "This server answers only under its own address. Open the address that whipcount serve printed.\n",
                status_code=400,
            )
        if "," in headers.get("range", ""):
            return PlainTextResponse("One range at a time.\n", status_code=416)
        if scope["method"] in SAFE_METHODS:
            return None
        if not same_origin(headers, self.scheme or scope["scheme"]):
            return PlainTextResponse(
                "Refused: this request did not come from a page of this server, so nothing was changed.\n",
                status_code=403,
            )
        length = headers.get("content-length", "0")
        limits = _limits(scope)
        if not length.isdigit() or int(length) > limits.size:
            return _too_long(limits)
        return None


@dataclass(frozen=True, slots=True)
class _Limits:
    size: int
    parts: int


def _limits(scope: Scope) -> _Limits:
    """How much may be sent to an address."""
    if ROOMY.match(scope["path"]):
        return _Limits(ROOMY_BODY_BYTES, ROOMY_FORM_PARTS)
    return _Limits(MAX_BODY_BYTES, MAX_FORM_PARTS)


def _too_long(limits: _Limits) -> PlainTextResponse:
    return PlainTextResponse(f"Refused: what is sent has at most {limits.size} bytes.\n", status_code=413)


async def _whole(receive: Receive, limits: _Limits) -> bytes | None:
    """The body, None where it is longer than the limit. It is small, so it is read before anybody looks at it."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message.get("body", b"")
        if len(body) > limits.size:
            return None
        if not message.get("more_body", False):
            return body


def _too_much(body: bytes | None, headers: Headers, limits: _Limits) -> PlainTextResponse | None:
    """The refusal of a body that is too long, or a form of too many parts: a part costs more than its bytes."""
    if body is None:
        return _too_long(limits)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    parts = 0
    if kind == "application/x-www-form-urlencoded":
        parts = body.count(b"&") + 1
    elif kind == "multipart/form-data":
        parts = body.lower().count(b"content-disposition")
    if parts > limits.parts:
        return PlainTextResponse(f"Refused: a form has at most {limits.parts} parts.\n", status_code=413)
    return None


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read once more, then what comes after it."""
    given = False

    async def wrapped() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return wrapped


def _with_headers(send: Send, given: Mapping[str, str]) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            add_headers(MutableHeaders(scope=message), given)
        await send(message)

    return wrapped


def add_headers(headers: MutableHeaders, given: Mapping[str, str] = HEADERS) -> None:
    """Put the security headers on a response; the page that reports a crash is built outside the middleware.

    A page for frames brings a policy of its own, which says who may frame it; ``X-Frame-Options`` can name no site.
    """
    own = headers.get(POLICY)
    for name, value in given.items():
        headers[name] = value
    if own is not None:
        headers[POLICY] = own
        if NO_FRAMES not in own:
            del headers["x-frame-options"]


def framed_policy(sites: Sequence[str]) -> str:
    """Policy of a page that only shows: no script, no form, and a frame around it on these sites only.

    >>> framed_policy(["https://news.example"]).split("; ")[-1], framed_policy([]).split("; ")[-1]
    ('frame-ancestors https://news.example', "frame-ancestors 'none'")

    Raises:
        UsageError: One of them is no site.
    """
    for site in sites:
        if not _SITE.fullmatch(site):
            raise UsageError(
                f"embed_sites has {site!r}, which is no site. Write a scheme and a name, such as https://news.example."
            )
    framed = f"frame-ancestors {' '.join(sites)}" if sites else NO_FRAMES
    return f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; {framed}"
