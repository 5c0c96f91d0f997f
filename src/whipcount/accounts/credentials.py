"""Sessions and tokens: random secrets of which only the hash is kept, and how they end."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Final

from whipcount.accounts.records import Identity, Role, Token, role_named

_SECRET_BYTES: Final = 32
TOKEN_PREFIX: Final = "whip_"  # noqa: S105  # tells a leaked token from other text; it is no secret


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret. It is random, so a plain hash is enough: there is nothing to guess from."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def end_all(connection: sqlite3.Connection, account: int) -> None:
    """End every session and token of an account."""
    connection.execute("DELETE FROM sessions WHERE account = ?", (account,))
    connection.execute("DELETE FROM tokens WHERE account = ?", (account,))


def roles_of(connection: sqlite3.Connection, account: int) -> Mapping[str, Role]:
    """Roles of an account by project."""
    rows = connection.execute("SELECT project, role FROM roles WHERE account = ? ORDER BY project", (account,))
    return {row["project"]: role_named(row["role"]) for row in rows}


def open_session(connection: sqlite3.Connection, account: int, now: int, *, oldest: int) -> str:
    """Begin a session; sessions older than ``oldest`` are swept up on the way."""
    secret = new_secret()
    connection.execute("DELETE FROM sessions WHERE created < ?", (oldest,))
    connection.execute("DELETE FROM tokens WHERE expires <= ?", (now,))
    connection.execute("INSERT INTO sessions (hash, account, created) VALUES (?, ?, ?)", (digest(secret), account, now))
    return secret


def session(connection: sqlite3.Connection, secret: str) -> sqlite3.Row | None:
    """The session of a secret, with the account's id and name, if that account is not disabled."""
    found: sqlite3.Row | None = connection.execute(
        "SELECT sessions.hash, sessions.created, accounts.id, accounts.name FROM sessions"
        " JOIN accounts ON accounts.id = sessions.account WHERE sessions.hash = ? AND NOT accounts.disabled",
        (digest(secret),),
    ).fetchone()
    return found


def make_token(connection: sqlite3.Connection, account: int, wanted: Token) -> tuple[str, Token]:
    """A new token and its secret, which is seen this one time."""
    secret = TOKEN_PREFIX + new_secret()
    made = connection.execute(
        "INSERT INTO tokens (hash, account, label, project, role, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (digest(secret), account, wanted.label, wanted.project, wanted.role, wanted.created, wanted.expires),
    )
    return secret, Token(made.lastrowid or 0, wanted.label, wanted.project, wanted.role, wanted.created, wanted.expires)


def tokens_of(connection: sqlite3.Connection, account: int) -> tuple[Token, ...]:
    """Tokens of an account, the newest first."""
    rows = connection.execute("SELECT * FROM tokens WHERE account = ? ORDER BY id DESC", (account,))
    return tuple(_token(row) for row in rows)


def bearer(connection: sqlite3.Connection, secret: str, now: int) -> Identity | None:
    """Whose token this is; None for an unknown or expired one, or a disabled account."""
    row = connection.execute(
        "SELECT tokens.*, accounts.name FROM tokens JOIN accounts ON accounts.id = tokens.account"
        " WHERE tokens.hash = ? AND tokens.expires > ? AND NOT accounts.disabled",
        (digest(secret), now),
    ).fetchone()
    return Identity(row["name"], roles_of(connection, row["account"]), _token(row)) if row else None


def _token(row: sqlite3.Row) -> Token:
    return Token(row["id"], row["label"], row["project"], role_named(row["role"]), row["created"], row["expires"])
