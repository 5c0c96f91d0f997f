"""Listen and serve: the address is checked and bound here, so that what goes wrong is said before anything starts."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from whipcount.config import Settings
from whipcount.errors import ServeError
from whipcount.web.app import create_app
from whipcount.web.security import LOOPBACK_HOSTS


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        ServeError: The port is taken or not allowed, or the address is not this machine's.
    """
    if not 0 <= port <= 65535:
        raise ServeError(f"Port {port} does not exist. Choose one from 1024 to 65535, or 0 for any free port.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServeError(_why(error, host, port)) from error
    return listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use, perhaps by another whipcount serve. "
            f"Stop that program, or choose another port: whipcount serve --port {port % 65535 + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs administrator rights. Choose a port from 1024 up: whipcount serve --port 8001."
    return f"Cannot listen on {host!r}: {error.strerror or error}. Use an address of this machine, such as 127.0.0.1."


class _Server(uvicorn.Server):
    """uvicorn, saying when it answers."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_start()


def serve(
    store: str | Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    ready: Callable[[str], None] | None = None,
    *,
    settings: Settings | None = None,
    allow_remote: bool = False,
) -> None:
    """Serve the pages of a store until interrupted.

    Args:
        store: Path or URL of an existing store.
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        ready: Called with the address of the first page once it can be opened.
        settings: Thresholds and the name that corrections are recorded under.
        allow_remote: Listen beyond this machine although there are no accounts yet.

    Raises:
        ServeError: The address or port cannot be used.
        StoreError: The store cannot be opened.
    """
    if not is_loopback(host) and not allow_remote:
        raise ServeError(
            f"Refused to listen on {host!r}: there are no accounts yet, so everyone who can reach this address could "
            "read and correct the record. Use 127.0.0.1, and a tunnel (ssh -L) to reach it from another machine."
        )
    names = (*LOOPBACK_HOSTS, host)
    app = create_app(store, settings or Settings(), hosts=names, any_address=not is_loopback(host))
    listener = bind(host, port)
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listener.getsockname()[1]}/"
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="on", ws="none"
    )
    try:
        _Server(config, lambda: ready(url) if ready else None).run(sockets=[listener])
    finally:
        listener.close()
