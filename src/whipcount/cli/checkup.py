"""What ``doctor`` looks at."""

from __future__ import annotations

import platform
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from whipcount.config import Settings
from whipcount.errors import WhipcountError
from whipcount.models import model_bytes, pins
from whipcount.register.own import load_actors
from whipcount.register.shipped import FOLDER
from whipcount.store import open_store

_PACKAGES = ("onnxruntime", "tokenizers", "numpy", "lxml", "trafilatura", "sqlalchemy", "alembic", "fastapi", "click")
_FOLDERS = ("whipcount.models", FOLDER)
_OPTIONAL = {"pyarrow": "parquet", "pandas": "pandas", "polars": "polars"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``found`` says what is there or, when not ``ok``, what to do."""

    name: str
    ok: bool
    found: str


def checkup(settings: Settings) -> list[Finding]:
    """Look at everything that a run needs."""
    return [
        Finding("whipcount", ok=True, found=version("whipcount")),
        Finding("python", ok=sys.version_info >= (3, 11), found=f"{platform.python_version()} on {platform.machine()}"),
        *(_package(name) for name in _PACKAGES),
        *(_optional(name, extra) for name, extra in _OPTIONAL.items()),
        *(_pinned(name, folder) for folder in _FOLDERS for name in sorted(pins(folder))),
        *_actors(settings),
        _fts5(),
        _store(settings),
        Finding("sandbox", ok=True, found="none: inputs are parsed in this process, under size, depth and time limits"),
    ]


def _package(name: str) -> Finding:
    try:
        return Finding(name, ok=True, found=version(name))
    except PackageNotFoundError:
        return Finding(name, ok=False, found="missing. Reinstall whipcount.")


def _optional(name: str, extra: str) -> Finding:
    try:
        return Finding(name, ok=True, found=version(name))
    except PackageNotFoundError:
        return Finding(name, ok=True, found=f"not installed; only needed for {extra}: pip install 'whipcount[{extra}]'")


def _pinned(name: str, folder: str) -> Finding:
    try:
        size = len(model_bytes(name, folder=folder))
    except WhipcountError as error:
        return Finding(name, ok=False, found=str(error))
    return Finding(name, ok=True, found=f"{size / 1e6:.1f} MB, SHA-256 {pins(folder)[name][:16]}… as pinned")


def _actors(settings: Settings) -> list[Finding]:
    """Whether the user's own list of actors can be used; nothing where there is none."""
    if not settings.actors:
        return []
    try:
        found = len(load_actors(settings.actors))
    except WhipcountError as error:
        return [Finding("actors", ok=False, found=str(error))]
    return [Finding("actors", ok=True, found=f"{settings.actors}: {found:,} of your own before the register")]


def _fts5() -> Finding:
    with sqlite3.connect(":memory:") as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        except sqlite3.OperationalError as error:
            found = f"SQLite {sqlite3.sqlite_version} has no FTS5 ({error}). Use a Python whose SQLite has it."
            return Finding("sqlite", ok=False, found=found)
        finally:
            connection.rollback()
    return Finding("sqlite", ok=True, found=f"{sqlite3.sqlite_version} with FTS5")


def _store(settings: Settings) -> Finding:
    """Whether the store can be written; where there is none yet, whether its folder can."""
    path = Path(settings.store)
    try:
        if "://" in settings.store or path.exists():
            with open_store(settings.store, create=False) as store:
                problems = store.verify()
            found = f"{settings.store}: sound" if not problems else f"{settings.store}: {'; '.join(problems[:3])}"
            return Finding("store", ok=not problems, found=found)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".whipcount-"):
            return Finding("store", ok=True, found=f"{settings.store}: none yet; its folder can be written")
    except (WhipcountError, OSError) as error:
        return Finding("store", ok=False, found=str(error))
