"""What is known of an account, and of whoever makes a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal, TypeAlias, get_args

from whipcount.errors import UsageError

Role: TypeAlias = Literal["reader", "coder", "editor", "admin"]
# From the least to the most: each role may do all that the one before it may.
ROLES: tuple[Role, ...] = get_args(Role)
# Names stand in addresses, logs and the ledger, so they are held to characters that mean nothing anywhere.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
LABEL_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Account:
    """An account. ``roles`` are by project; ``second_factor`` says whether it asks for a code, too."""

    name: str
    roles: Mapping[str, Role]
    disabled: bool
    second_factor: bool
    created: str


@dataclass(frozen=True, slots=True)
class Token:
    """An API token without its secret, which nobody keeps. Times are seconds since 1970."""

    id: int
    label: str
    project: str
    role: Role
    created: int
    expires: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Whoever makes a request: an account, by a session or by a token that narrows what it may do."""

    name: str
    roles: Mapping[str, Role]
    token: Token | None = None

    def role_in(self, project: str) -> Role | None:
        """What it may do in a project; None where it is not known there.

        >>> token = Token(1, "script", "lanes", "reader", 0, 1)
        >>> Identity("ines", {"lanes": "editor"}, token).role_in("lanes")
        'reader'
        """
        role = self.roles.get(project)
        if role is None or self.token is None:
            return role
        if self.token.project != project:
            return None
        return min(role, self.token.role, key=role_rank)


def role_rank(role: Role) -> int:
    """Place of a role among ``ROLES``; a higher one may do more."""
    return ROLES.index(role)


def role_named(name: str) -> Role:
    """The role of that name.

    Raises:
        UsageError: There is none.
    """
    for role in ROLES:
        if role == name:
            return role
    raise UsageError(f"There is no role {name!r}. Roles are {', '.join(ROLES)}.")


def checked_name(name: str, what: str = "account") -> str:
    """A name that an account or project may have.

    Raises:
        UsageError: It has other characters, or is too long.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be the name of an {what}. Take up to 32 small letters, digits, dots, hyphens and"
            " underscores, and begin with a letter or digit."
        )
    return name


def project_name(store: str) -> str:
    """Name of the project that a store is, where none was given: its file's name, made fit for an address.

    >>> project_name("debates/Bus Lanes.db")
    'bus-lanes'
    """
    plain = re.sub(r"[^a-z0-9._-]+", "-", PurePath(store).stem.casefold()).strip("-._")
    return plain[:32] or "main"
