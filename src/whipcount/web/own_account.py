"""One's own account: password, second factor, tokens. Each change asks for the password again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.accounts import ROLES, Account, Accounts, Role, Token, role_named, totp
from whipcount.accounts.accounts import LONGEST_TOKEN_DAYS
from whipcount.accounts.passwords import SHORTEST
from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.web.failures import ForbiddenError
from whipcount.web.site import bare_page
from whipcount.web.viewer import Viewer, viewer_of

Password = Annotated[str, Form(max_length=1000)]
_WRONG = "This is not your password, or you tried too often: wait a minute."


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token with the day on which it ends."""

    token: Token
    expires: datetime


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything on the page.

    ``proposed`` is a secret that waits for its first code, ``otpauth`` the same as an app reads it; ``made`` is a new
    token's secret, shown this one time.
    """

    viewer: Viewer
    account: Account
    tokens: tuple[TokenView, ...]
    proposed: str | None
    otpauth: str
    roles: tuple[Role, ...] = ROLES
    longest: int = LONGEST_TOKEN_DAYS
    shortest: int = SHORTEST
    made: str = ""
    problem: str = ""


def account_page(accounts: Accounts, viewer: Viewer, *, made: str = "", problem: str = "") -> AccountPage:
    """Build the page."""
    tokens = tuple(TokenView(t, datetime.fromtimestamp(t.expires, UTC)) for t in accounts.tokens(viewer.name))
    proposed = accounts.proposed_secret(viewer.name)
    otpauth = totp.address(proposed, viewer.name) if proposed else ""
    return AccountPage(viewer, accounts.one(viewer.name), tokens, proposed, otpauth, made=made, problem=problem)


def known(request: Request) -> Viewer:
    """Who asks; the gate lets nobody else in.

    Raises:
        ForbiddenError: Nobody has signed in.
    """
    viewer = viewer_of(request)
    if viewer is None:
        raise ForbiddenError(_("Sign in first."))
    return viewer


def routes(accounts: Accounts) -> APIRouter:
    """Routes of one's own account."""
    router = APIRouter()

    def refused(viewer: Viewer, problem: str) -> Response:
        return bare_page("account.html", account_page(accounts, viewer, problem=problem), 400)

    def page(request: Request) -> Response:
        return bare_page("account.html", account_page(accounts, known(request)))

    def change_password(
        request: Request, password: Password, new: Password, again: Annotated[str, Form(max_length=1000)]
    ) -> Response:
        viewer = known(request)
        if not accounts.has_password(viewer.name, password):
            return refused(viewer, _(_WRONG))
        if new != again:
            return refused(viewer, _("The new password was not written the same way twice."))
        try:
            accounts.set_password(viewer.name, new)
        except UsageError as error:
            return refused(viewer, str(error))
        return RedirectResponse("/login?done=password", 303)

    router.add_api_route("/account", page, methods=["GET", "HEAD"])
    router.add_api_route("/account/password", change_password, methods=["POST"])
    _add_second_factor(router, accounts)
    _add_tokens(router, accounts)
    return router


def _add_second_factor(router: APIRouter, accounts: Accounts) -> None:
    def refused(viewer: Viewer, problem: str) -> Response:
        return bare_page("account.html", account_page(accounts, viewer, problem=problem), 400)

    def propose(request: Request, password: Password) -> Response:
        viewer = known(request)
        if not accounts.has_password(viewer.name, password):
            return refused(viewer, _(_WRONG))
        accounts.propose_secret(viewer.name)
        return RedirectResponse("/account#second-factor", 303)

    def confirm(request: Request, code: Annotated[str, Form(max_length=20)]) -> Response:
        viewer = known(request)
        if not accounts.confirm_secret(viewer.name, code):
            return refused(
                viewer, _("This is not the code of now. Type the one that the app shows, before it changes.")
            )
        return RedirectResponse("/login?done=second-factor", 303)

    def drop(request: Request, password: Password) -> Response:
        viewer = known(request)
        if not accounts.has_password(viewer.name, password):
            return refused(viewer, _(_WRONG))
        accounts.drop_secret(viewer.name)
        return RedirectResponse("/login?done=second-factor", 303)

    router.add_api_route("/account/second-factor", propose, methods=["POST"])
    router.add_api_route("/account/second-factor/confirm", confirm, methods=["POST"])
    router.add_api_route("/account/second-factor/drop", drop, methods=["POST"])


def _add_tokens(router: APIRouter, accounts: Accounts) -> None:
    def make(
        request: Request,
        label: Annotated[str, Form(max_length=200)],
        project: Annotated[str, Form(max_length=200)],
        role: Annotated[str, Form(max_length=20)],
        days: Annotated[int, Form()],
    ) -> Response:
        viewer = known(request)
        try:
            secret, _ = accounts.make_token(viewer.name, project, role_named(role), label=label, days=days)
        except UsageError as error:
            return bare_page("account.html", account_page(accounts, viewer, problem=str(error)), 400)
        # Not a redirect: the secret is in no address and is kept nowhere, so this answer is the only one to have it.
        return bare_page("account.html", account_page(accounts, viewer, made=secret))

    def end(request: Request, number: int) -> Response:
        accounts.end_token(known(request).name, number)
        return RedirectResponse("/account#tokens", 303)

    router.add_api_route("/account/tokens", make, methods=["POST"])
    router.add_api_route("/account/tokens/{number}/end", end, methods=["POST"])
