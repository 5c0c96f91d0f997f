"""All that is SQLite's own: how a connection is set up, transactions begin, and errors are told.

SQLAlchemy's documented recipe for this driver: leave the driver's own transaction handling off, and emit ``BEGIN`` when
SQLAlchemy begins. A writer begins with ``IMMEDIATE``, so that it waits for its turn at once and never fails half-way.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from whipcount.errors import IntegrityError, StoreError

HEADER = b"SQLite format 3\x00"
# Kept in the file's header and shown by file(1): "whip" in ASCII.
APPLICATION_ID = 0x77686970
BEGIN = "whipcount_begin"  # execution option: how a transaction begins

# What to do about an error, by a part of SQLite's message.
_ADVICE = {
    "locked": "another program is writing to it; wait until that one is done and try again",
    "full": "the disk is full; make room and run the same command again, what was stored is kept",
    "readonly": "it is read-only; give write permission on the file and on its folder, or copy the store elsewhere",
    "unable to open": "it cannot be opened; check that the folder exists and can be written to",
    "malformed": "the file is damaged; restore it from a backup",
    "not a database": "it is not a whipcount store; pass another path",
    "disk i/o": "the disk failed to read or write; check the disk, then run the same command again",
    "interrupted": "a query took longer than is allowed here; ask for less",
    "no such table": "it lacks a table of whipcount's; restore it from a backup",
}


def engine_for(path: Path, *, busy_seconds: float) -> sa.Engine:
    """Engine for the file at ``path``; a transaction reads unless its ``BEGIN`` option says otherwise."""
    engine = sa.create_engine(
        sa.URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"timeout": busy_seconds},
        max_overflow=-1,  # each thread of the web server gets a connection at once: a file has no server to spare
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(BEGIN, 'DEFERRED')}")

    return engine


def limit_queries(engine: sa.Engine, seconds: float) -> None:
    """Cut off a query after so long; SQLite asks every few thousand steps whether it shall go on."""

    @event.listens_for(engine, "before_cursor_execute")
    def begin(connection: sa.Connection, *_: object) -> None:  # pyright: ignore[reportUnusedFunction]
        end = time.monotonic() + seconds
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.set_progress_handler(lambda: int(time.monotonic() > end), 5_000)


def use_wal(engine: sa.Engine) -> None:
    """Let readers read while one writes. The file remembers it, so it is asked of no file that is not ours."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def application_id(connection: sa.Connection) -> int:
    """Mark in the file's header; 0 in a file that no program has marked."""
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())


def mark(connection: sa.Connection) -> None:
    """Mark the file as a whipcount store."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


@contextmanager
def errors_told(subject: str) -> Generator[None]:
    """Turn what the driver raises into a ``StoreError`` that says what to do.

    Raises:
        IntegrityError: A guard of the schema refused what was written.
        StoreError: Anything else that went wrong in the database.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise IntegrityError(f"The store {subject} refused a record: {error.orig}. Nothing of it was kept.") from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"The store {subject} cannot keep or look up {error.object[:60]!a}: a lone surrogate is no character."
            " Decode the input again, or leave the character out."
        ) from error
    except (exc.DBAPIError, sqlite3.Error) as error:
        cause = str(error.orig if isinstance(error, exc.DBAPIError) else error)
        advice = next((text for part, text in _ADVICE.items() if part in cause.lower()), "see the cause")
        raise StoreError(f"The store {subject} failed ({cause}): {advice}.") from error


def words_to_match(query: str) -> str | None:
    """FTS5 expression for a query as a user types it; None where it holds no word.

    Each word is quoted, so that no character of it is an operator: words must all occur, "several words" in that
    order, and ``word*`` begins a word.

    >>> words_to_match('missile* "long range" AND (')
    '"missile"* "long range" "AND"'
    """
    terms: list[str] = []
    storable = query.encode("utf-8", "replace").decode().replace("\x00", " ")
    for position, part in enumerate(storable.split('"')):
        pieces = [part] if position % 2 else part.split()
        for piece in pieces:
            prefix = "*" if piece.endswith("*") and not position % 2 else ""
            if any(character.isalnum() for character in piece):
                terms.append(f'"{piece.rstrip("*")}"{prefix}' if prefix else f'"{piece}"')
    return " ".join(terms) or None


def add_words(connection: sa.Connection, table: str, rows: list[dict[str, object]]) -> None:
    """Add rows (``rowid`` and one value for each column of the index) to the search index ``table``."""
    if not rows:
        return
    columns = list(rows[0])
    names, values = ", ".join(columns), ", ".join(f":{column}" for column in columns)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), rows)  # noqa: S608  # our own names


def matching(table: str, query: str) -> sa.TextClause | None:
    """Subquery of the rowids in the search index ``table`` that match; None where the query holds no word."""
    words = words_to_match(query)
    if words is None:
        return None
    name = f"words_in_{table}"
    return sa.text(f"SELECT rowid FROM {table} WHERE {table} MATCH :{name}").bindparams(  # noqa: S608  # our own names
        sa.bindparam(name, words)
    )


def rebuild_search(connection: sa.Connection) -> None:
    """Make both search indices anew from the stored texts."""
    for table in ("statement_search", "text_search"):
        connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608  # our own names


def search_problems(connection: sa.Connection) -> list[str]:
    """Search indices that do not agree with the stored texts."""
    problems: list[str] = []
    for table in ("statement_search", "text_search"):
        try:
            check = f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608  # our own names
            connection.exec_driver_sql(check)
        except exc.DBAPIError:
            problems.append(f"The search index {table} does not agree with the stored texts; rebuild the store.")
    return problems


def file_problems(connection: sa.Connection) -> list[str]:
    """Damage that SQLite itself finds: pages, indices, constraints and references."""
    problems = [
        f"The file is damaged: {row[0]}."
        for row in connection.exec_driver_sql("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"A row of {table} refers to a row of {parent} that is not there.")
    return problems


def guards(connection: sa.Connection) -> dict[str, str]:
    """SQL of every trigger, view and search index in the file, by name."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
        " OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%')"
    )
    return {row[0]: row[1] for row in rows}
