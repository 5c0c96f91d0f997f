"""``Accounts``: what the server and the command line may ask; each method is one transaction.

Whatever weakens an account (signing out, disabling, another role, another password, another second factor) ends all its
sessions and tokens in the same transaction. Every request looks them up, so they are dead with its end.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, TypeAlias

from whipcount.accounts import credentials, passwords, totp
from whipcount.accounts.database import Database
from whipcount.accounts.limits import Limit
from whipcount.accounts.records import (
    LABEL_CHARACTERS,
    Account,
    Identity,
    Role,
    Token,
    checked_name,
    role_rank,
)
from whipcount.errors import UsageError

BAD_LOGINS: Final = 10  # a minute, for each account and address
BAD_LOGINS_FROM_ONE_ADDRESS: Final = 60  # a minute, whatever the account: against one password tried on many names
LONGEST_TOKEN_DAYS: Final = 366
Refusal: TypeAlias = Literal["wrong", "limited"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """How signing in ended: with the secret of a session, or refused."""

    secret: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lasts without a request, and at most."""

    idle_seconds: float = 60 * 60
    session_seconds: float = 12 * 60 * 60


def open_accounts(
    path: str | Path,
    *,
    create: bool = False,
    lifetimes: Lifetimes | None = None,
    clock: Callable[[], float] = time.time,
) -> Accounts:
    """Open the accounts at a path.

    Raises:
        StoreError: There are none, or the file is something else.
    """
    return Accounts(Database(Path(path), create=create), lifetimes or Lifetimes(), clock)


class Accounts:
    """The accounts of a team. Use ``open_accounts``."""

    def __init__(self, database: Database, lifetimes: Lifetimes, clock: Callable[[], float]) -> None:
        self._database = database
        self._lifetimes = lifetimes
        self.clock = clock
        self._bad = Limit(BAD_LOGINS, clock)
        self._bad_from = Limit(BAD_LOGINS_FROM_ONE_ADDRESS, clock)
        # Last use of each session. Kept here and not in the file: a request that only looks writes nothing. After a
        # restart a session counts as used when it began.
        self._used: dict[str, float] = {}
        self._lock = threading.Lock()

    # Accounts

    def add(self, name: str, password: str) -> None:
        """Make an account, without any role yet.

        Raises:
            UsageError: The name or password will not do, or the name is taken.
        """
        passwords.check_password(password, checked_name(name))
        kept, created = passwords.hashed(password), datetime.now(UTC).isoformat(timespec="seconds")
        with self._database.writing() as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE name = ?", (name,)).fetchone():
                raise UsageError(f"There is an account {name!r} already. Take another name.")
            connection.execute("INSERT INTO accounts (name, password, created) VALUES (?, ?, ?)", (name, kept, created))

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM accounts ORDER BY name").fetchall()
            return tuple(_account(connection, row) for row in rows)

    def one(self, name: str) -> Account:
        """One account.

        Raises:
            UsageError: There is none of that name.
        """
        with self._database.reading() as connection:
            return _account(connection, _row(connection, name))

    def set_role(self, name: str, project: str, role: Role | None) -> None:
        """Give an account a role in a project, or none any more; ends its sessions and tokens.

        Raises:
            UsageError: There is no such account, or the project's name will not do.
        """
        checked_name(project, "project")
        with self._database.writing() as connection:
            account = _row(connection, name)["id"]
            connection.execute("DELETE FROM roles WHERE account = ? AND project = ?", (account, project))
            if role is not None:
                connection.execute(
                    "INSERT INTO roles (account, project, role) VALUES (?, ?, ?)", (account, project, role)
                )
            credentials.end_all(connection, account)

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Shut an account, or open it again; ends its sessions and tokens."""
        with self._database.writing() as connection:
            account = _row(connection, name)["id"]
            connection.execute("UPDATE accounts SET disabled = ? WHERE id = ?", (int(disabled), account))
            credentials.end_all(connection, account)

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password; ends its sessions and tokens.

        Raises:
            UsageError: There is no such account, or the password will not do.
        """
        passwords.check_password(password, name)
        kept = passwords.hashed(password)
        with self._database.writing() as connection:
            account = _row(connection, name)["id"]
            connection.execute("UPDATE accounts SET password = ? WHERE id = ?", (kept, account))
            credentials.end_all(connection, account)

    def has_password(self, name: str, password: str) -> bool:
        """Whether this is the account's password: asked again before the password or second factor is changed.

        It counts as a login, so that a stolen session is no way to guess on.
        """
        if not self._bad.count((name, "again")):
            return False
        with self._database.reading() as connection:
            kept = str(_row(connection, name)["password"])
        right = passwords.verified(kept, password)
        if right:
            self._bad.forget((name, "again"))
        return right

    # Second factor

    def propose_secret(self, name: str) -> str:
        """A secret for codes, which counts once ``confirm_secret`` has seen a code of it."""
        secret = totp.new_secret()
        with self._database.writing() as connection:
            _row(connection, name)
            connection.execute("UPDATE accounts SET proposed = ? WHERE name = ?", (secret, name))
        return secret

    def proposed_secret(self, name: str) -> str | None:
        """The secret that waits for its first code."""
        with self._database.reading() as connection:
            proposed = _row(connection, name)["proposed"]
        return str(proposed) if proposed else None

    def confirm_secret(self, name: str, code: str) -> bool:
        """Ask for codes of the proposed secret from now on, if this is one; ends the account's sessions and tokens."""
        with self._database.writing() as connection:
            row = _row(connection, name)
            step = totp.step_of(row["proposed"], code, self.clock(), 0) if row["proposed"] else None
            if step is None:
                return False
            connection.execute(
                "UPDATE accounts SET secret = proposed, proposed = NULL, step = ? WHERE id = ?", (step, row["id"])
            )
            credentials.end_all(connection, row["id"])
            return True

    def drop_secret(self, name: str) -> None:
        """Ask for no codes any more; ends the account's sessions and tokens."""
        with self._database.writing() as connection:
            row = _row(connection, name)
            connection.execute("UPDATE accounts SET secret = NULL, proposed = NULL WHERE id = ?", (row["id"],))
            credentials.end_all(connection, row["id"])

    # Sessions

    def sign_in(self, name: str, password: str, code: str, *, address: str) -> SignIn:
        """Begin a session and give its secret, or say that name, password or code are wrong, or tried too often.

        An unknown name, a wrong password, a wrong code and a disabled account are told apart neither by the answer
        nor by the time that it takes.
        """
        known = name.strip().casefold()
        key: Hashable = (known, address)
        if not (self._bad_from.count(address) and self._bad.count(key)):
            return SignIn(refusal="limited")
        nobodys = passwords.nobodys_hash()  # asked for whether it is needed or not: the first call takes time
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE name = ?", (known,)).fetchone()
        right = passwords.verified(row["password"] if row else nobodys, password)
        with self._database.writing() as connection:
            step = _step(row, code, self.clock())
            if not right or row is None or step is None or not _still(connection, row):
                return SignIn(refusal="wrong")
            connection.execute("UPDATE accounts SET step = ?, proposed = NULL WHERE id = ?", (step, row["id"]))
            now = int(self.clock())
            oldest = int(now - self._lifetimes.session_seconds)
            secret = credentials.open_session(connection, row["id"], now, oldest=oldest)
        self._bad.forget(key)
        return SignIn(secret)

    def by_session(self, secret: str) -> Identity | None:
        """Whose session this is; None where it has ended."""
        with self._database.reading() as connection:
            row = credentials.session(connection, secret)
            if row is None or not self._in_time(row["hash"], row["created"]):
                return None
            return Identity(row["name"], credentials.roles_of(connection, row["id"]))

    def _in_time(self, digest: str, created: int) -> bool:
        now = self.clock()
        with self._lock:
            used = self._used.get(digest, created)
            alive = now - used <= self._lifetimes.idle_seconds and now - created <= self._lifetimes.session_seconds
            if alive:
                self._used[digest] = now
            else:
                self._used.pop(digest, None)
        return alive

    def end_session(self, secret: str) -> None:
        """End one session: the one that a new one takes the place of."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE hash = ?", (credentials.digest(secret),))

    def sign_out(self, name: str) -> None:
        """End all sessions and tokens of an account."""
        with self._database.writing() as connection:
            credentials.end_all(connection, _row(connection, name)["id"])

    # Tokens

    def make_token(self, name: str, project: str, role: Role, *, label: str, days: int) -> tuple[str, Token]:
        """A token for a program, and its secret, which is shown this one time.

        Raises:
            UsageError: There is no such account, or it may not do that itself, or the time will not do.
        """
        if not 1 <= days <= LONGEST_TOKEN_DAYS:
            raise UsageError(f"A token lasts 1 to {LONGEST_TOKEN_DAYS} days, not {days}.")
        if not label.strip() or len(label) > LABEL_CHARACTERS or not label.isprintable():
            raise UsageError(f"A token needs a label of 1 to {LABEL_CHARACTERS} characters that says what it is for.")
        now = int(self.clock())
        with self._database.writing() as connection:
            row = _row(connection, name)
            own = credentials.roles_of(connection, row["id"]).get(project)
            if own is None or role_rank(role) > role_rank(own):
                raise UsageError(f"{name} is {own or 'not known'} in {project!r}, so a token of it cannot be {role}.")
            if row["disabled"]:
                raise UsageError(f"The account {name!r} is disabled. Enable it first.")
            wanted = Token(0, label.strip(), project, role, now, now + days * 86_400)
            return credentials.make_token(connection, row["id"], wanted)

    def tokens(self, name: str) -> tuple[Token, ...]:
        """Tokens of an account, the newest first."""
        with self._database.reading() as connection:
            return credentials.tokens_of(connection, _row(connection, name)["id"])

    def end_token(self, name: str, number: int) -> None:
        """End one token of an account; nothing happens where it has none of that number."""
        with self._database.writing() as connection:
            account = _row(connection, name)["id"]
            connection.execute("DELETE FROM tokens WHERE account = ? AND id = ?", (account, number))

    def by_token(self, secret: str) -> Identity | None:
        """Whose token this is; None where it has ended."""
        with self._database.reading() as connection:
            return credentials.bearer(connection, secret, int(self.clock()))


def _row(connection: sqlite3.Connection, name: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise UsageError(f"There is no account {name!r}. List them with `whipcount users list`.")
    return row


def _account(connection: sqlite3.Connection, row: sqlite3.Row) -> Account:
    roles = credentials.roles_of(connection, row["id"])
    return Account(row["name"], roles, bool(row["disabled"]), row["secret"] is not None, row["created"])


def _step(row: sqlite3.Row | None, code: str, now: float) -> int | None:
    """Step of time of the code, the last one where no code is asked for; None for a wrong one."""
    if row is None:
        return None
    last = int(row["step"])
    return totp.step_of(row["secret"], code, now, last) if row["secret"] else last


def _still(connection: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Whether the account is as it was when its password was looked at, and not disabled."""
    now = connection.execute(
        "SELECT password, disabled, secret, step FROM accounts WHERE id = ?", (row["id"],)
    ).fetchone()
    same = [now[name] == row[name] for name in ("password", "secret", "step")]
    return not now["disabled"] and all(same)
