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
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
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
    """Name under which corrections made by hand are recorded, on a server without accounts."""
    team: bool = False
    """Ask everybody to sign in; the server refuses to start without accounts."""
    accounts: str = "whipcount-accounts.db"
    """Where the accounts of a team are kept: a file path. It is never part of a store."""
    host_names: str = ""
    """More names under which a team's server is reached, with commas between them."""
    tls_certificate: str = ""
    """Certificate chain in PEM, for a server that does TLS itself."""
    tls_key: str = ""
    """Private key in PEM that belongs to ``tls_certificate``."""
    behind_tls: bool = False
    """A statement of yours: a proxy in front of the server does TLS. Without TLS, a team is served on loopback only."""
    trusted_proxies: str = ""
    """Addresses or networks of proxies whose ``X-Forwarded-For`` is believed, with commas between them."""
    idle_minutes: int = 60
    """Minutes without a request after which a session ends."""
    session_hours: int = 12
    """Hours after which a session ends, however busy."""
    requests_per_minute: int = 600
    """Requests to the API that one account or token may make in a minute."""
    relevance_threshold: float = 0.5
    """Probability from which a statement counts as being about a proposition."""
    clear_threshold: float = 0.65
    """Probability from which a stance counts as clear; below it, a statement only leans."""


def _convert(name: str, value: object, default: object, origin: str) -> object:
    wanted = type(default)
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and wanted is bool and value.casefold() in _TRUTH:
        return _TRUTH[value.casefold()]
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
