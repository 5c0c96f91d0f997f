"""``serve``: the board, the reader and the statement list as pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from whipcount.cli import options
from whipcount.config import Settings
from whipcount.errors import UsageError


@click.command()
@options.store
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes any free one.  [default: 8001]")
@click.option("--team", is_flag=True, default=None, help="Ask everybody to sign in (whipcount users makes accounts).")
@click.option(
    "--project", "projects", multiple=True, metavar="NAME=F", help="With --team: a project and its store; repeatable."
)
@click.option("--accounts", metavar="F", help="Where the accounts are kept.  [default: whipcount-accounts.db]")
@click.option("--tls-certificate", metavar="F", help="With --team: certificate chain in PEM, to do TLS.")
@click.option("--tls-key", metavar="F", help="With --team: the private key of the certificate, in PEM.")
@click.option("--behind-tls", is_flag=True, default=None, help="With --team: a proxy in front of the server does TLS.")
def serve(projects: tuple[str, ...], store: str | None, **flags: object) -> None:
    """Open the board of a store in the browser."""
    from whipcount.store import open_store

    settings = options.settings_for(store=store, **flags)
    if projects and not settings.team:
        raise UsageError("Several projects need accounts to keep them apart. Add --team.")
    stores = _stores(projects)
    for path in (stores or {"": settings.store}).values():
        open_store(path, create=False).close()  # a store that cannot be opened is said before the port is taken
    _tell_of_accounts(settings)
    run_server(stores or settings.store, settings)


def _stores(projects: tuple[str, ...]) -> dict[str, str | Path]:
    from whipcount.accounts.records import checked_name

    stores: dict[str, str | Path] = {}
    for given in projects:
        name, _, path = given.partition("=")
        if not path or name in stores:
            raise UsageError(f"--project {given!r} is not a new NAME=F. Write it as --project lanes=lanes.db.")
        stores[checked_name(name, "project")] = path
    return stores


def _tell_of_accounts(settings: Settings) -> None:
    if not settings.team and Path(settings.accounts).exists():
        click.echo(
            f"There are accounts in {settings.accounts}; this server asks for none. Use --team to ask.", err=True
        )


def run_server(store: str | Mapping[str, str | Path], settings: Settings) -> None:
    """Serve until Ctrl-C."""
    from whipcount.web.server import serve as serve_pages

    try:
        serve_pages(store, settings.host, settings.port, ready=_ready, settings=settings)
    except KeyboardInterrupt:  # how a server is meant to end
        click.echo("Stopped.", err=True)


def _ready(url: str) -> None:
    click.echo(f"The board is at {url} (Ctrl-C ends it)", err=True)
