"""The database of accounts: one SQLite file that only its owner may read, with a schema of its own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from whipcount.errors import StoreError

_APPLICATION_ID: Final = 0x77616363  # "wacc" in ASCII
_VERSION: Final = 1
_BUSY_SECONDS: Final = 10.0
_SCHEMA: Final = """
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0,
  secret TEXT, proposed TEXT, step INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL
) STRICT;
CREATE TABLE roles (
  account INTEGER NOT NULL REFERENCES accounts (id), project TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('reader', 'coder', 'editor', 'admin')), PRIMARY KEY (account, project)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  hash TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts (id), created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES accounts (id),
  label TEXT NOT NULL, project TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('reader', 'coder', 'editor', 'admin')),
  created INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX tokens_by_account ON tokens (account);
"""


class Database:
    """The file; each transaction has a connection of its own, so any thread may ask."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        if not create and not path.exists():
            raise StoreError(f"There are no accounts at {path}. Make one with `whipcount users add NAME`.")
        if not path.parent.is_dir():
            raise StoreError(f"Cannot make {path}: there is no folder {path.parent}. Make the folder first.")
        with self._told():
            self._prepare()

    def _prepare(self) -> None:
        if not self.path.exists():
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(self._connect()) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                connection.executescript(
                    f"PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; {_SCHEMA}"
                    f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION}; COMMIT;"
                )
            elif mark != _APPLICATION_ID:
                raise StoreError(f"{self.path} is not a database of whipcount accounts. Pass another path.")
            elif version != _VERSION:
                raise StoreError(
                    f"{self.path} was made by another version of whipcount ({version}). Upgrade whipcount."
                )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.executescript("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")
        return connection

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"The accounts at {self.path} cannot be used: {error}.") from error

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """A connection that only looks."""
        with self._told(), closing(self._connect()) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield connection

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._told(), closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
