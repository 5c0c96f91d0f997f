"""The hall of a team's server: signing in and out, and the list of one's projects."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from whipcount.accounts import Accounts, Role
from whipcount.language import _
from whipcount.web import failures, own_account
from whipcount.web.corrections import return_address
from whipcount.web.exports import PlainJSON
from whipcount.web.gate import COOKIE, session_secret
from whipcount.web.security import Reach, client_address
from whipcount.web.site import STATIC, bare_page
from whipcount.web.viewer import Viewer, viewer_of

NOTICES = {
    "out": "You have signed out. All of your sessions and tokens have ended.",
    "password": "Your password was changed. Sign in with the new one.",
    "second-factor": "Your account was changed. Sign in again.",
}
_REFUSALS = {
    "wrong": "This name, password and code do not fit together, or the account is disabled.",
    "limited": "Too many attempts. Wait a minute, then try again.",
}
_STATUS = {"wrong": 403, "limited": 429}


@dataclass(frozen=True, slots=True)
class LoginPage:
    """The form to sign in. ``next`` is where it leads; ``notice`` says what was done, ``problem`` what went wrong."""

    next: str
    name: str = ""
    notice: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    """Projects in which the account has a role: name, role, address."""

    viewer: Viewer
    projects: tuple[tuple[str, Role, str], ...]


def hall_app(accounts: Accounts, projects: tuple[str, ...], reach: Reach, closing: ExitStack) -> FastAPI:
    """The hall. ``closing`` is closed when the server ends."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        with closing:
            yield

    app = FastAPI(title="whipcount", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    _add_login(app, accounts, reach)
    _add_projects(app, projects)
    app.include_router(own_account.routes(accounts))
    app.add_api_route("/healthz", lambda: PlainJSON({"ok": True}), methods=["GET", "HEAD"])
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    failures.register(app, None)
    return app


def _add_login(app: FastAPI, accounts: Accounts, reach: Reach) -> None:
    def form(next: str = "/", done: str = "") -> Response:  # noqa: A002  # the name in the address
        return bare_page(
            "login.html", LoginPage(return_address(next), notice=_(NOTICES[done]) if done in NOTICES else "")
        )

    def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=200)],
        password: Annotated[str, Form(max_length=1000)],
        code: Annotated[str, Form(max_length=20)] = "",
        next: Annotated[str, Form(max_length=4000)] = "/",  # noqa: A002  # the name of the form's field
    ) -> Response:
        wanted = return_address(next)
        found = accounts.sign_in(name, password, code, address=client_address(request.scope, reach.proxies))
        if found.refusal is not None:
            page = LoginPage(wanted, name, problem=_(_REFUSALS[found.refusal]))
            response = bare_page("login.html", page, _STATUS[found.refusal])
            if found.refusal == "limited":
                response.headers["retry-after"] = "60"
            return response
        before = session_secret(request.headers)
        if before:
            accounts.end_session(before)
        return with_session(RedirectResponse(wanted, 303), found.secret)

    def sign_out(request: Request) -> Response:
        viewer = viewer_of(request)
        if viewer is not None:
            accounts.sign_out(viewer.name)
        return without_session("/login?done=out")

    app.add_api_route("/login", form, methods=["GET", "HEAD"])
    app.add_api_route("/login", sign_in, methods=["POST"])
    app.add_api_route("/logout", sign_out, methods=["POST"])


def _add_projects(app: FastAPI, projects: tuple[str, ...]) -> None:
    several = len(projects) > 1

    def home() -> Response:
        return RedirectResponse("/projects", 303)

    def chosen(request: Request) -> Response:
        viewer = viewer_of(request)
        if viewer is None:
            return RedirectResponse("/login", 303)
        roles = viewer.identity.roles
        shown: tuple[tuple[str, Role, str], ...] = tuple(
            (name, roles[name], f"/p/{quote(name)}/" if several else "/") for name in projects if name in roles
        )
        return bare_page("projects.html", ProjectsPage(viewer, shown))

    if several:
        app.add_api_route("/", home, methods=["GET", "HEAD"])
    app.add_api_route("/projects", chosen, methods=["GET", "HEAD"])


def with_session(response: Response, secret: str) -> Response:
    """Give a browser a session: no script reads it, no other site's form sends it, it never goes without TLS.

    A browser takes it on loopback without TLS, too: there nothing crosses a network.
    """
    response.set_cookie(COOKIE, secret, path="/", secure=True, httponly=True, samesite="lax")
    return response


def without_session(address: str) -> Response:
    """Lead somewhere, and take the session from the browser."""
    response = RedirectResponse(address, 303)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    response.headers["clear-site-data"] = '"cache"'
    return response
