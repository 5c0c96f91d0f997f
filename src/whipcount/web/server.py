"""Listen and serve: the address is checked and bound here, so that what goes wrong is said before anything starts."""

from __future__ import annotations

import errno
import gc
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from whipcount.accounts import open_accounts, project_name
from whipcount.accounts.accounts import Lifetimes
from whipcount.config import Settings
from whipcount.errors import ServeError, UsageError
from whipcount.web.app import create_app
from whipcount.web.security import LOOPBACK_HOSTS, Network, Reach
from whipcount.web.team import create_team_app

_NEW_VALUES = 100_000  # after which memory is searched for unreachable cycles


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
    store: str | Path | Mapping[str, str | Path],
    host: str = "127.0.0.1",
    port: int = 8001,
    ready: Callable[[str], None] | None = None,
    *,
    settings: Settings | None = None,
) -> None:
    """Serve the pages of a store, or of a team's stores, until interrupted.

    Args:
        store: Path or URL of an existing store; for a team, stores by the names of their projects.
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        ready: Called with the address of the first page once it can be opened.
        settings: Thresholds, the name that corrections are recorded under, and whether there are accounts (``team``).

    Raises:
        ServeError: The address or port cannot be used, or a team's server would not be safe there.
        StoreError: A store cannot be opened, or there are no accounts.
        UsageError: A setting of the server is wrong.
    """
    chosen = settings or Settings()
    collect_seldom()
    app, scheme = _team(store, host, chosen) if chosen.team else (_alone(store, host, chosen), "http")
    listener = bind(host, port)
    shown = f"[{host}]" if ":" in host else host
    url = f"{scheme}://{shown}:{listener.getsockname()[1]}/"
    try:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            ws="none",
            ssl_certfile=chosen.tls_certificate or None if chosen.team else None,
            ssl_keyfile=chosen.tls_key or None if chosen.team else None,
        )
        _Server(config, lambda: ready(url) if ready else None).run(sockets=[listener])
    except (ssl.SSLError, FileNotFoundError) as error:
        raise ServeError(
            f"The certificate or its key cannot be used: {error}. See tls_certificate, tls_key."
        ) from error
    finally:
        listener.close()


def collect_seldom() -> None:
    """Have Python look for unreachable cycles after many new values, not after every 700.

    A page of a large debate makes a hundred thousand small values, few of them in cycles, and a server keeps
    millions: to walk over these again and again took up to half of the time of a page.
    """
    gc.set_threshold(_NEW_VALUES)


def _alone(store: str | Path | Mapping[str, str | Path], host: str, settings: Settings) -> ASGIApp:
    if not isinstance(store, (str, Path)):
        raise UsageError("Several projects need accounts to keep them apart. Serve them with --team.")
    if not is_loopback(host):
        raise ServeError(
            f"Refused to listen on {host!r} without accounts: everyone who can reach this address could read and"
            " correct the record. Make accounts (whipcount users add) and serve with --team, or use 127.0.0.1 and a"
            " tunnel (ssh -L) to reach it from another machine."
        )
    return create_app(store, settings, hosts=(*LOOPBACK_HOSTS, host))


def _team(store: str | Path | Mapping[str, str | Path], host: str, settings: Settings) -> tuple[ASGIApp, str]:
    secure = bool(settings.tls_certificate) or settings.behind_tls
    if not is_loopback(host) and not secure:
        raise ServeError(
            f"Refused to listen on {host!r} without TLS: passwords would cross the network for everyone to read. Give"
            " tls_certificate and tls_key, or say behind_tls if a proxy in front of this server does TLS."
        )
    lifetimes = Lifetimes(settings.idle_minutes * 60, settings.session_hours * 3600)
    accounts = open_accounts(settings.accounts, lifetimes=lifetimes)
    if not any(account.roles and not account.disabled for account in accounts.all()):
        raise ServeError(
            f"Nobody could sign in: {settings.accounts} has no account with a role. Make one with"
            " `whipcount users add NAME --role admin`."
        )
    projects = {project_name(str(store)): store} if isinstance(store, (str, Path)) else store
    names = (*LOOPBACK_HOSTS, host, *(name.strip() for name in settings.host_names.split(",") if name.strip()))
    reach = Reach(names, not is_loopback(host), secure, networks(settings.trusted_proxies))
    return create_team_app(projects, accounts, settings, reach), "https" if settings.tls_certificate else "http"


def networks(text: str) -> tuple[Network, ...]:
    """Networks in a setting.

    >>> networks("127.0.0.1, 10.0.0.0/8")
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))

    Raises:
        UsageError: One of them is no address and no network.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return tuple(ipaddress.ip_network(part) for part in parts)
    except ValueError as error:
        raise UsageError(f"trusted_proxies has a part that is no address or network: {error}.") from error
