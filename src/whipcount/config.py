"""One frozen ``Settings``: defaults < project file (``whipcount.toml``) < environment (``WHIPCOUNT_…``) < flags.

A setting that does not exist is an error, so that a typo is never accepted in silence.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from whipcount.errors import UsageError

PROJECT_FILE = "whipcount.toml"
ENVIRONMENT_PREFIX = "WHIPCOUNT_"
# Variables with the prefix that are no settings: where tests and training find corpora, and a browser.
NO_SETTINGS = frozenset({"WHIPCOUNT_SHARED", "WHIPCOUNT_CHROMIUM"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default."""

    store: str = "whipcount.db"
    """Where the record is kept: a file path or a database URL."""
    codebook: str = "codebook.yaml"
    """The codebook's path."""
    actors: str = ""
    """Your own list of actors, YAML or CSV, which stands in front of the shipped register; none by default."""
    max_bytes: int = 25_000_000
    """Largest file read, in bytes; JSONL files are streamed and the limit holds for each line."""
    max_characters: int = 1_500_000
    """Longest document, in code points (about 250,000 words)."""
    threads: int = 2
    """Threads that one model may use; the answer does not depend on it."""
    host: str = "127.0.0.1"
    """Address that the web server listens on."""
    port: int = 8001
    """Port that the web server listens on."""
    coder: str = "analyst"
    """Name under which corrections made by hand are recorded."""
    public_log: bool = False
    """Show who corrected what to everybody who can read the pages, without an account."""
    right_of_reply: bool = False
    """Let whoever is named by a statement add a reply, which is shown beside it."""
    relevance_threshold: float = 0.5
    """Probability from which a statement counts as being about a proposition."""
    clear_threshold: float = 0.65
    """Probability from which a stance counts as clear; below it, a statement only leans."""


_SWITCHES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _convert(name: str, value: object, default: object, origin: str) -> object:
    wanted = type(default)
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if wanted is bool and isinstance(value, str) and value.lower() in _SWITCHES:
        return _SWITCHES[value.lower()]
    if isinstance(value, str) and wanted in (int, float):
        try:
            return wanted(value)
        except ValueError:
            pass
    raise UsageError(f"{origin}: setting {name!r} must be {wanted.__name__}, not {value!r}.")


def _merge(settings: Settings, values: Mapping[str, object], origin: str) -> Settings:
    known = {f.name for f in fields(Settings)}
    for name in values:
        if name not in known:
            raise UsageError(f"{origin}: there is no setting {name!r}. Known settings: {', '.join(sorted(known))}.")
    changes = {name: _convert(name, value, getattr(settings, name), origin) for name, value in values.items()}
    return replace(settings, **changes)  # type: ignore[arg-type]  # each value was converted to its field's type


def load_settings(
    directory: Path | None = None, *, environment: Mapping[str, str] | None = None, **flags: object
) -> Settings:
    """Settings in force for a call.

    Args:
        directory: Folder whose ``whipcount.toml`` is read; the working directory by default.
        environment: Variables to read instead of the process's own.
        flags: Values given on the command line; None means not given.

    Raises:
        UsageError: An unknown setting, a value of the wrong type, or a project file that is not TOML.
    """
    settings = Settings()
    path = (directory or Path()) / PROJECT_FILE
    if path.is_file():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} is not valid TOML: {error}. Mend or delete it.") from error
        settings = _merge(settings, values, str(path))
    source = os.environ if environment is None else environment
    variables = {
        key.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for key, value in source.items()
        if key.startswith(ENVIRONMENT_PREFIX) and key not in NO_SETTINGS
    }
    settings = _merge(settings, variables, "environment")
    return _merge(settings, {k: v for k, v in flags.items() if v is not None}, "command line")
