"""The members of a project, for its admins: who has which role. Accounts themselves are made on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.accounts import ROLES, Account, Role, role_named
from whipcount.web.failures import ForbiddenError, NotFoundError
from whipcount.web.site import Site
from whipcount.web.viewer import Project, viewer_of

# What each role may do, as the page and the documentation say it.
MAY: dict[Role, str] = {
    "reader": "read and export everything in the project, and save views for oneself",
    "coder": "and accept, reject and recode statements, under the own name",
    "editor": "and change many at once, correct articles, decide between coders, merge, split and rename actors, "
    "change the codebook, share saved views, undo",
    "admin": "and see the members and change their roles",
}


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Everything on the page of members."""

    project: str
    members: tuple[tuple[Account, Role], ...]
    own: str
    may: dict[Role, str]
    roles: tuple[Role, ...] = ROLES


def members_of(project: Project) -> tuple[tuple[Account, Role], ...]:
    """Accounts that have a role in a project; of others nothing is told."""
    accounts = project.accounts.all()
    return tuple((account, account.roles[project.name]) for account in accounts if project.name in account.roles)


def routes(site: Site, project: Project) -> APIRouter:
    """Routes of the members."""
    router = APIRouter()

    def page(request: Request) -> Response:
        viewer = viewer_of(request)
        shown = MembersPage(project.name, members_of(project), viewer.name if viewer else "", MAY)
        return site.render("members.html", site.frame(request, "Members", "members"), shown)

    def change(
        request: Request, name: Annotated[str, Form(max_length=200)], role: Annotated[str, Form(max_length=20)]
    ) -> Response:
        viewer = viewer_of(request)
        if name not in {account.name for account, _ in members_of(project)}:
            raise NotFoundError(f"There is no member “{name}” in this project.")
        if viewer is not None and viewer.name == name:
            raise ForbiddenError("Nobody changes their own role, so that a project does not lose its last admin.")
        project.accounts.set_role(name, project.name, None if role == "none" else role_named(role))
        return RedirectResponse("/members", 303)

    router.add_api_route("/members", page, methods=["GET", "HEAD"])
    router.add_api_route("/members", change, methods=["POST"])
    return router
