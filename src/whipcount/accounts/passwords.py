"""Passwords: which are good enough, and how they are kept (argon2id, RFC 9106)."""

from __future__ import annotations

import secrets
import threading
from functools import cache
from typing import Final

from whipcount.errors import UsageError

SHORTEST: Final = 12
LONGEST: Final = 256  # characters; the hash takes any length, but nobody's password is a book
_FEWEST_DIFFERENT: Final = 5
# Each computation takes 64 MB and all cores; more at once would let a crowd of logins take the machine.
_AT_ONCE: Final = threading.BoundedSemaphore(2)


def check_password(password: str, name: str) -> None:
    """Refuse a password that is guessed first.

    Raises:
        UsageError: It is too short or too long, holds the account's name, or repeats a few characters.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters; this one has {len(password)}.")
    folded = password.casefold()
    if (len(name) > 3 and name in folded) or "whipcount" in folded or "password" in folded:
        raise UsageError("A password must not hold the account's name, “whipcount” or “password”. Take another one.")
    if len(set(folded)) < _FEWEST_DIFFERENT:
        raise UsageError(f"A password has at least {_FEWEST_DIFFERENT} different characters. Take another one.")


def hashed(password: str) -> str:
    """The hash under which a password is kept, with its own salt.

    Raises:
        UsageError: The package that computes it is not installed.
    """
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise UsageError("Accounts need argon2-cffi. Install it: pip install 'whipcount[team]'.") from error

    with _AT_ONCE:
        return PasswordHasher().hash(_bytes(password))


@cache
def nobodys_hash() -> str:
    """The hash of a password that nobody has, so that an unknown name takes as long as a wrong password."""
    return hashed(secrets.token_urlsafe())


def verified(kept: str, password: str) -> bool:
    """Whether a password is the one that was kept; takes as long for a wrong one as for the right one."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    with _AT_ONCE:
        try:
            return PasswordHasher().verify(kept, _bytes(password))
        except (Argon2Error, InvalidHashError):
            return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
