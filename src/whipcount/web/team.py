"""The application of a team: several people with accounts, one project or several, behind one gate."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from starlette.types import ASGIApp

from whipcount.accounts import Accounts
from whipcount.accounts.limits import Limit
from whipcount.config import Settings
from whipcount.language import ENGLISH
from whipcount.project.codebook_place import own_codebook
from whipcount.store import open_store
from whipcount.web.access import HALL_ACCESS, PROJECT_ACCESS, Access
from whipcount.web.app import pages_app
from whipcount.web.gate import Gate, Room
from whipcount.web.hall import hall_app
from whipcount.web.security import Guard, Reach
from whipcount.web.site import Site
from whipcount.web.speaking import Spoken, language_of
from whipcount.web.viewer import Project


def create_team_app(
    projects: Mapping[str, str | Path], accounts: Accounts, settings: Settings, reach: Reach
) -> ASGIApp:
    """The pages over the stores of a team.

    Args:
        projects: Stores by the names of their projects. A single one has no prefix before its addresses.
        accounts: Who may sign in.
        settings: Thresholds and limits.
        reach: Under which names the server is reached, and by which way.

    Raises:
        StoreError: A store cannot be opened.
        UsageError: The translation that the settings name cannot be used.
    """
    language = language_of(settings)
    rooms: dict[str, Room] = {}
    with ExitStack() as opened:  # where one cannot be opened, the others are closed again
        for name, path in projects.items():
            project = Project(name, accounts, f"/p/{name}" if len(projects) > 1 else "")
            store = open_store(path, create=False)
            own = own_codebook(store.path) if len(projects) > 1 else None
            site = Site(store, settings, project, codebook=own)
            opened.callback(site.close)
            app = pages_app(site)
            rooms[name] = Room(site, app, Access(app.routes, PROJECT_ACCESS))
        closing = opened.pop_all()
    hall = hall_app(accounts, tuple(rooms), reach, closing)
    limit = Limit(settings.requests_per_minute, accounts.clock)
    gate = Gate(hall, Access(hall.routes, HALL_ACCESS), rooms, accounts, limit=limit, proxies=reach.proxies)
    guarded = Guard(gate, names=reach.names, any_address=reach.any_address, secure=reach.secure)
    return guarded if language is ENGLISH else Spoken(guarded, language)
