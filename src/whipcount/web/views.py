"""Saved views: a list or a board as somebody filtered it, under a name; one's own, and those that an editor shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.store.oversight import SavedView, ViewAction, ViewEvent
from whipcount.web.exports import csv_response
from whipcount.web.failures import ForbiddenError, NotFoundError
from whipcount.web.filters import told
from whipcount.web.query import BOARD_KEYS, STATEMENT_KEYS, Query, address
from whipcount.web.site import Site
from whipcount.web.viewer import Viewer, viewer_of

NAME_CHARACTERS = 120
ADDRESS_CHARACTERS = 4_000
EVENTS_SHOWN = 50
CSV_HEADER = ("view", "name", "address", "owner", "shared", "changed")
DONE = {
    "save": "saved", "rename": "renamed", "share": "shared", "unshare": "made private", "delete": "deleted"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ViewsMenu:
    """The saved views of a page. ``address`` is what saving would keep, ``current`` the view that is open."""

    address: str
    views: tuple[SavedView, ...]
    current: SavedView | None
    own: str


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """Everything on the page of saved views.

    ``views`` come with their filters in words, and whether whoever looks may change them; ``events`` with what was
    done and the filters, in words.
    """

    views: tuple[tuple[SavedView, str, bool], ...]
    events: tuple[tuple[ViewEvent, str, str], ...]
    more_events: int
    own: str
    failed: str
    name_characters: int = NAME_CHARACTERS
    twin_json: str = "/views.json"
    twin_csv: str = "/views.csv"


def kept_address(site: Site, wanted: str) -> str:
    """The address that is kept for one that was sent: a list or a board of ours, with filters that it knows.

    Raises:
        UsageError: Another address, or a filter that the page does not know.
    """
    try:
        parts = urlsplit(wanted)
    except ValueError as error:
        raise UsageError(_("%(wanted)s is no address, so it cannot be saved.", wanted=repr(wanted))) from error
    path = unquote(parts.path)
    questions = {f"/q/{question.id}" for question in site.codebook().questions}
    if parts.scheme or parts.netloc or path not in {"/statements", *questions}:
        raise UsageError(_("Only the list of statements and the boards can be saved as views."))
    query = Query(dict(parse_qsl(parts.query)), STATEMENT_KEYS if path == "/statements" else BOARD_KEYS)
    return query.address(path)


def views_menu(site: Site, request: Request, path: str, query: Query) -> ViewsMenu:
    """The menu for a page with these filters."""
    here = query.address(path)
    page = address(path)
    fitting = tuple(
        view
        for view in visible(site, viewer_of(request))
        if view.address == page or view.address.startswith(f"{page}?")
    )
    current = next((view for view in fitting if view.address == here), None)
    return ViewsMenu(here, fitting, current, site.coder(request))


def visible(site: Site, viewer: Viewer | None) -> list[SavedView]:
    """The views that somebody is offered: their own and the shared ones; without accounts, all."""
    return [v for v in site.store.saved_views() if viewer is None or v.shared or v.owner == viewer.name]


def may_change(viewer: Viewer | None, view: SavedView) -> bool:
    """Whether somebody may rename or delete a view: everybody their own, an editor also what is shared."""
    return viewer is None or view.owner == viewer.name or (view.shared and viewer.may("editor"))


def views_page(site: Site, request: Request, failed: str = "") -> ViewsPage:
    """Build the page."""
    viewer = viewer_of(request)
    shown = visible(site, viewer)
    done = _events(site, viewer)
    return ViewsPage(
        tuple((view, described(site, view.address), may_change(viewer, view)) for view in shown),
        tuple((event, _(DONE[event.action]), described(site, event.address)) for event in done[:EVENTS_SHOWN]),
        max(len(done) - EVENTS_SHOWN, 0),
        site.coder(request),
        failed,
    )


def described(site: Site, kept: str) -> str:
    """What an address shows, in words: the page and its filters."""
    path, query = kept.partition("?")[::2]
    boards = {
        address(f"/q/{question.id}"): _("Board “%(question)s”", question=question.text)
        for question in site.codebook().questions
    }
    page = _("Statements") if path == "/statements" else boards.get(path, _("A board that is no longer there"))
    return ", ".join([page, *(told(site, name, value) for name, value in parse_qsl(query))])


def _events(site: Site, viewer: Viewer | None) -> list[ViewEvent]:
    """What was done with the views that somebody sees, and by them, the newest first."""
    ids = {view.id for view in visible(site, viewer)}
    done = site.store.view_events()
    return [e for e in reversed(done) if viewer is None or e.view in ids or e.by == viewer.name]


def routes(site: Site) -> APIRouter:
    """Routes of the saved views."""
    router = APIRouter()

    def found(request: Request, id_: str) -> SavedView:
        for view in visible(site, viewer_of(request)):
            if view.id == id_:
                return view
        raise NotFoundError(_("There is no saved view “%(id)s” for you here.", id=id_))

    def page(request: Request, failed: str = "") -> Response:
        frame = site.frame(request, _("Saved views"), "statements")
        return site.render("views.html", frame, views_page(site, request, failed), 400 if failed else 200)

    def show(request: Request) -> Response:
        return page(request)

    def as_json(request: Request) -> Response:
        shown = visible(site, viewer_of(request))
        return site.json({"total": len(shown), "views": shown, "events": _events(site, viewer_of(request))})

    def as_csv(request: Request) -> Response:
        rows = ((v.id, v.name, v.address, v.owner, v.shared, v.changed) for v in visible(site, viewer_of(request)))
        return csv_response(CSV_HEADER, rows, "views")

    def save(
        request: Request,
        name: Annotated[str, Form(max_length=NAME_CHARACTERS)],
        address: Annotated[str, Form(max_length=ADDRESS_CHARACTERS)],
    ) -> Response:
        try:
            kept = kept_address(site, address)
            site.store.save_view(name, kept, by=site.coder(request))
        except UsageError as error:
            return page(request, str(error))
        return RedirectResponse(kept, 303)

    def change(request: Request, view: str, action: ViewAction, name: str | None = None) -> Response:
        it = found(request, view)
        if not may_change(viewer_of(request), it):
            raise ForbiddenError(
                _(
                    "The view “%(name)s” is %(owner)s's. An editor may change what is shared.",
                    name=it.name,
                    owner=it.owner,
                )
            )
        try:
            site.store.change_view(view, action, by=site.coder(request), name=name)
        except UsageError as error:
            return page(request, str(error))
        return RedirectResponse("/views", 303)

    def open_view(request: Request, view: str) -> Response:
        return RedirectResponse(found(request, view).address, 303)

    def rename(request: Request, view: str, name: Annotated[str, Form(max_length=NAME_CHARACTERS)]) -> Response:
        return change(request, view, "rename", name)

    def share(request: Request, view: str, shared: Annotated[Literal["yes", "no"], Form()]) -> Response:
        return change(request, view, "share" if shared == "yes" else "unshare")

    def delete(request: Request, view: str) -> Response:
        return change(request, view, "delete")

    for path, handler in (("/views", show), ("/views.json", as_json), ("/views.csv", as_csv),
                          ("/views/{view}", open_view)):  # fmt: skip
        router.add_api_route(path, handler, methods=["GET", "HEAD"])
    router.add_api_route("/views", save, methods=["POST"])
    router.add_api_route("/views/{view}/name", rename, methods=["POST"])
    router.add_api_route("/views/{view}/sharing", share, methods=["POST"])
    router.add_api_route("/views/{view}/delete", delete, methods=["POST"])
    return router
