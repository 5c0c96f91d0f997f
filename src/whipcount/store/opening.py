"""Open a store: find out what is at the path, bring its schema up to date, or say clearly why not."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from whipcount.errors import StoreError, UsageError
from whipcount.store import sqlite
from whipcount.store.schema import HEAD, REVISIONS, alembic_version

MIGRATIONS = Path(__file__).parent / "migrations"
# How long a writer waits for another one before it gives up.
BUSY_SECONDS = 10.0


def path_of(target: str | Path) -> Path:
    """File that a path or an ``sqlite:///`` URL names.

    Raises:
        UsageError: A URL of another database, or one that names no file.
    """
    if isinstance(target, Path) or "://" not in target:
        if str(target) in ("", ":memory:"):
            raise UsageError(f"The store {str(target)!r} is not a file. Pass a path, such as whipcount.db.")
        return Path(target)
    try:
        url = sa.make_url(target)
    except ArgumentError as error:
        raise UsageError(f"The store {target!r} is not a URL. Pass a path, or sqlite:///PATH.") from error
    if url.get_backend_name() != "sqlite":
        kind = url.get_backend_name()
        raise UsageError(f"Stores in {kind!r} are not supported yet. Pass a path, or sqlite:///PATH.")
    if not url.database or url.database == ":memory:":
        raise UsageError(f"The store {target!r} names no file. Pass a path, or sqlite:///PATH.")
    return Path(url.database)


def engine_at(
    path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS, query_seconds: float | None = None
) -> sa.Engine:
    """Engine for the store at ``path``, with its schema up to date.

    Raises:
        StoreError: There is no store and none is to be made, the file is something else or from a newer whipcount,
            or it cannot be written to.
    """
    _look_at(path, create=create)
    engine = sqlite.engine_for(path, busy_seconds=busy_seconds)
    try:
        with sqlite.errors_told(str(path)):
            with engine.connect() as connection:
                found = _revision(connection, path)
            sqlite.use_wal(engine)
            if found != HEAD:
                _upgrade(engine, path)
            if query_seconds is not None:
                sqlite.limit_queries(engine, query_seconds)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _look_at(path: Path, *, create: bool) -> None:
    """Refuse a path at which no store can be, before SQLite is asked, whose words say less."""
    try:
        found, folder, header = path.exists(), path.parent.is_dir(), b""
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder; pass a file in it, such as whipcount.db")
        if found:
            with path.open("rb") as file:
                header = file.read(len(sqlite.HEADER))
    except OSError as error:
        raise StoreError(f"Cannot open the store {path}: {error.strerror}. Check the path and its rights.") from error
    if header and header != sqlite.HEADER:
        raise StoreError(f"{path} is not a whipcount store: it is not an SQLite database. Pass another path.")
    if not header and not create:
        raise StoreError(f"There is no store at {path}. Make one with `whipcount build` or pass another path.")
    if not folder:
        raise StoreError(
            f"Cannot make the store {path}: there is no folder {path.parent}. Make the folder or pass another path."
        )


def _revision(connection: sa.Connection, path: Path) -> str | None:
    """Schema revision in the file, None in an empty one."""
    tables = sa.inspect(connection).get_table_names()
    if not tables:
        return None
    if sqlite.application_id(connection) != sqlite.APPLICATION_ID or alembic_version.name not in tables:
        raise StoreError(f"{path} is not a whipcount store: it is another program's database. Pass another path.")
    found = connection.execute(sa.select(alembic_version.c.version_num)).scalar()
    if found not in REVISIONS:
        raise StoreError(
            f"The store {path} has schema {found}, which is newer than this whipcount knows ({HEAD})."
            " Upgrade whipcount."
        )
    return str(found)


def _upgrade(engine: sa.Engine, path: Path) -> None:
    """Run the migrations in one transaction that holds the writer's lock: all of them, or none."""
    # Imported here: most openings find the schema up to date, and Alembic costs more than all the rest of them.
    from alembic import command
    from alembic.config import Config

    with engine.execution_options(**{sqlite.BEGIN: "IMMEDIATE"}).begin() as connection:
        if _revision(connection, path) == HEAD:  # another process was quicker
            return
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        sqlite.mark(connection)
        command.upgrade(config, "head")
