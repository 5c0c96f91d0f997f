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

TABLES = ("llm",)  # tables of the project file
_TYPES: Mapping[type, str] = {tuple: "a list of texts"}


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
    translation: str = ""
    """Compiled catalogue (``.mo``) with the words of the pages in another language; English by default."""
    public_log: bool = False
    """Show who corrected what to everybody who can read the pages, without an account."""
    right_of_reply: bool = False
    """Let whoever is named by a statement add a reply, which is shown beside it."""
    embed_sites: tuple[str, ...] = ()
    """Sites whose pages may show a board or a statement in a frame, such as https://news.example; none by default."""
    embed_public: bool = False
    """On a server with accounts, show the pages under /embed to everybody; a frame on another site has no session."""
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
    """Requests to the API by one account or token in a minute, and to shared pages under /embed by one address."""
    relevance_threshold: float = 0.5
    """Probability from which a statement counts as being about a proposition."""
    clear_threshold: float = 0.65
    """Probability from which a stance is clear; one below it holds only until something clear is said."""
    llm_endpoint: str = ""
    """Address of an OpenAI-compatible server, such as http://127.0.0.1:8080/v1; none by default, so nothing is sent."""
    llm_model: str = ""
    """Name of the language model, as its server calls it."""
    llm_key_variable: str = ""
    """Environment variable that holds the server's key; the key itself is never a setting, stored or logged."""
    llm_below: float = 0.65
    """Ask the language model only about judgements whose stance has less than this probability."""
    llm_trust: float = 0.6
    """Probability recorded for a stance that the language model names; measure it before you raise it."""
    llm_outlets: tuple[str, ...] = ()
    """Outlets whose text may leave this machine; a server on this machine is sent any."""
    llm_timeout: float = 60.0
    """Seconds to wait for one answer of the language model."""
    llm_per_minute: int = 60
    """Questions sent in a minute at most."""
    llm_price_in: float = 0.0
    """Price of a million tokens sent, in your currency; 0 where you do not pay by the token."""
    llm_price_out: float = 0.0
    """Price of a million tokens received, in your currency."""


_SWITCHES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _convert(name: str, value: object, default: object, origin: str) -> object:
    wanted = type(default)
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    if wanted is tuple and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if wanted is tuple and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if wanted is bool and isinstance(value, str) and value.lower() in _SWITCHES:
        return _SWITCHES[value.lower()]
    if isinstance(value, str) and wanted in (int, float):
        try:
            return wanted(value)
        except ValueError:
            pass
    raise UsageError(f"{origin}: setting {name!r} must be {_TYPES.get(wanted, wanted.__name__)}, not {value!r}.")


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    """The entries of a table that groups settings under their common beginning: ``[llm] model`` is ``llm_model``."""
    flat: dict[str, object] = {}
    for name, value in values.items():
        if name in TABLES and isinstance(value, dict):
            flat |= {f"{name}_{key}": one for key, one in value.items()}
        else:
            flat[name] = value
    return flat


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
        settings = _merge(settings, _flat(values), str(path))
    source = os.environ if environment is None else environment
    variables = {
        key.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for key, value in source.items()
        if key.startswith(ENVIRONMENT_PREFIX) and key not in NO_SETTINGS
    }
    settings = _merge(settings, variables, "environment")
    return _merge(settings, {k: v for k, v in flags.items() if v is not None}, "command line")
