"""``serve``: the board, the reader and the statement list as pages."""

from __future__ import annotations

import click

from whipcount.cli import options
from whipcount.config import Settings


@click.command()
@options.store
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes any free one.  [default: 8001]")
def serve(store: str | None, host: str | None, port: int | None) -> None:
    """Open the board of a store in the browser."""
    from whipcount.store import open_store

    settings = options.settings_for(store=store, host=host, port=port)
    open_store(settings.store, create=False).close()  # a store that cannot be opened is said before the port is taken
    run_server(settings.store, settings)


def run_server(store: str, settings: Settings) -> None:
    """Serve until Ctrl-C."""
    from whipcount.web.server import serve as serve_pages

    try:
        serve_pages(store, settings.host, settings.port, ready=_ready, settings=settings)
    except KeyboardInterrupt:  # how a server is meant to end
        click.echo("Stopped.", err=True)


def _ready(url: str) -> None:
    click.echo(f"The board is at {url} (Ctrl-C ends it)", err=True)
