"""Who looks: in team mode, the account behind a request and what it may do in the project that the page belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Scope

from whipcount.accounts import Accounts, Identity, Role, role_rank

_KEY = "whipcount.viewer"
# Addresses that belong to the server, not to a project of it.
HALL_PATHS = ("/account", "/login", "/logout", "/projects")


@dataclass(frozen=True, slots=True)
class Project:
    """The project that a site shows, on a server with accounts. ``prefix`` stands before all of its addresses."""

    name: str
    accounts: Accounts
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. ``role`` is None outside of a project."""

    identity: Identity
    role: Role | None = None
    project: Project | None = None

    @property
    def name(self) -> str:
        """The account's name."""
        return self.identity.name

    def may(self, role: Role) -> bool:
        """Whether the viewer has this role in the project, or one that may do more."""
        return self.role is not None and role_rank(self.role) >= role_rank(role)


def may_undo(viewer: Viewer, coder: str) -> bool:
    """Whether a viewer may take back what ``coder`` did: a coder their own changes, an editor everybody's."""
    return viewer.may("editor") or (viewer.may("coder") and viewer.name == coder)


def is_hall(address: str) -> bool:
    """Whether an address is the server's own.

    >>> is_hall("/login?next=%2F"), is_hall("/logins")
    (True, False)
    """
    return any(address == path or address.startswith((f"{path}/", f"{path}?")) for path in HALL_PATHS)


def put_viewer(scope: Scope, viewer: Viewer) -> None:
    """Say who makes a request; only the gate does."""
    scope[_KEY] = viewer


def viewer_of(request: HTTPConnection) -> Viewer | None:
    """Who makes a request; None on a server without accounts, and for those who have not signed in."""
    viewer = request.scope.get(_KEY)
    return viewer if isinstance(viewer, Viewer) else None
