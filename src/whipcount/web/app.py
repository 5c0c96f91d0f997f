"""The application: routes from each page's module, the guard around them, and pages for what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from whipcount.config import Settings
from whipcount.language import ENGLISH
from whipcount.store import open_store
from whipcount.web import (
    actors,
    amending,
    board,
    brief,
    bulk,
    codebook,
    codebook_edit,
    corrections,
    disagreements,
    documents,
    embeds,
    failures,
    history,
    members,
    network,
    propositions,
    reader,
    rest,
    review,
    sources,
    statements,
    status,
    undoing,
    views,
)
from whipcount.web.security import LOOPBACK_HOSTS, Guard
from whipcount.web.site import STATIC, Site
from whipcount.web.speaking import Spoken, language_of


def create_app(
    store_path: str | Path, settings: Settings, *, hosts: Iterable[str] = LOOPBACK_HOSTS, any_address: bool = False
) -> FastAPI:
    """The pages over a store, for one person on one machine.

    Args:
        store_path: Path or URL of an existing store.
        settings: Thresholds and the name that corrections are recorded under.
        hosts: Names that the server answers to; another name in ``Host`` is refused.
        any_address: Answer to any literal IP address too, for a server that listens beyond this machine.

    Raises:
        StoreError: The store cannot be opened.
        UsageError: The translation that the settings name cannot be used.
    """
    language = language_of(settings)
    site = Site(open_store(store_path, create=False), settings)
    app = pages_app(site)
    app.add_middleware(Guard, names=tuple(hosts), any_address=any_address)
    if language is not ENGLISH:
        app.add_middleware(Spoken, spoken=language)
    return app


def pages_app(site: Site) -> FastAPI:
    """The pages of a site, with nothing around them."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        site.close()

    def health() -> Response:
        return site.json({"ok": True, "version": site.version, "schema": site.store.status().schema_version})

    # The generated documentation pages load scripts from elsewhere, so there are none.
    app = FastAPI(title="whipcount", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    # Of two addresses that fit, the first is taken: what is under /review/ comes before a statement's own.
    reviewing = (bulk, disagreements, review, undoing, history, amending)
    # A brief is under the address of its board, which would take it for the question’s name.
    reading = (brief, board, propositions, statements, reader, documents, actors, network, codebook, sources, status)
    for page in (*reading, embeds, views, corrections, codebook_edit, *reviewing):
        app.include_router(page.routes(site))
    if site.project is not None:
        app.include_router(members.routes(site, site.project))
    app.add_api_route("/healthz", health, methods=["GET", "HEAD"])
    app.mount("/api/v1", rest.api_app(site))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    failures.register(app, site)
    return app
