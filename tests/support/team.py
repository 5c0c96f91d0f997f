"""A team's server in this process: two projects, an account of each kind, and whoever asks as one of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from starlette.testclient import TestClient

from support.gold_store import build_gold_store
from support.pages import copied, made_document, made_statement, made_store, whole
from whipcount.accounts import Accounts, Role, credentials, open_accounts
from whipcount.accounts.accounts import Lifetimes
from whipcount.config import Settings
from whipcount.store import Store, open_store
from whipcount.web.gate import COOKIE
from whipcount.web.security import Reach
from whipcount.web.team import create_team_app

ORIGIN = "https://127.0.0.1"
OURS = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
SECRET = "Seven grey herons, waiting"
ROLES: Mapping[str, Mapping[str, Role]] = {
    "rita": {"lanes": "reader"},
    "carl": {"lanes": "coder"},
    "edna": {"lanes": "editor"},
    "adam": {"lanes": "admin", "bridge": "reader"},
    "dora": {"lanes": "editor"},  # disabled
    "olga": {"bridge": "admin"},  # of another project
}


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Team:
    """The server, its accounts and the store of the project ``lanes``."""

    client: TestClient
    accounts: Accounts
    store: Store
    folder: Path
    clock: Clock
    sessions: dict[str, str] = field(default_factory=dict)

    def cookie(self, name: str) -> dict[str, str]:
        """The header that makes a request one of an account, signed in before."""
        if name not in self.sessions:
            found = self.accounts.sign_in(name, SECRET, "", address="192.0.2.1")
            assert found.refusal is None, (name, found.refusal)
            self.sessions[name] = found.secret
        return {"cookie": f"{COOKIE}={self.sessions[name]}"}

    def session(self, name: str) -> dict[str, str]:
        """A session of its own for an account, without the time that a password takes."""
        with closing(sqlite3.connect(self.folder / "accounts.db", isolation_level=None)) as connection:
            (account,) = connection.execute("SELECT id FROM accounts WHERE name = ?", (name,)).fetchone()
            secret = credentials.open_session(connection, account, int(self.clock.now), oldest=0)
        return {"cookie": f"{COOKIE}={secret}"}

    def dump(self) -> str:
        """Everything that is kept, in the stores and of the accounts, but what pages work out anew."""
        return "\n".join(whole(self.folder / name) for name in ("lanes.db", "bridge.db", "accounts.db"))

    def token(self, name: str, role: Role, project: str = "lanes", days: int = 90) -> dict[str, str]:
        """The header with a new token of an account."""
        secret, _ = self.accounts.make_token(name, project, role, label="test", days=days)
        return {"authorization": f"Bearer {secret}"}

    def alive(self, headers: Mapping[str, str], at: str = "/p/lanes/status") -> bool:
        """Whether these headers open a page."""
        return self.client.get(at, headers=headers, follow_redirects=False).status_code == 200


@cache
def _originals() -> Path:
    """The stores and accounts, made once: each password takes a fifth of a second."""
    folder = Path(mkdtemp(prefix="whipcount-team-"))
    originals(folder)
    return folder


def originals(folder: Path) -> None:
    """Make two stores and the accounts in an empty folder."""
    build_gold_store(folder / "lanes.db")
    document = made_document("We will close it, said Ada.", title="The bridge", given_id="bridge.txt")
    made_store(folder / "bridge.db", (document, (made_statement(document, ("We will close it",), source="Ada"),)))
    accounts = open_accounts(folder / "accounts.db", create=True)
    for name, roles in ROLES.items():
        accounts.add(name, SECRET)
        for project, role in roles.items():
            accounts.set_role(name, project, role)
    accounts.set_disabled("dora", disabled=True)


@contextmanager
def team_over(
    folder: Path,
    settings: Settings | None = None,
    *,
    projects: tuple[str, ...] = ("lanes", "bridge"),
    reach: Reach | None = None,
) -> Iterator[Team]:
    """A server of one's own in ``folder``."""
    for name in ("lanes.db", "bridge.db", "accounts.db"):
        copied(_originals() / name, folder / name)
    clock = Clock()
    accounts = open_accounts(folder / "accounts.db", lifetimes=Lifetimes(), clock=clock)
    stores = {name: folder / f"{name}.db" for name in projects}
    app = create_team_app(stores, accounts, settings or Settings(team=True), reach or Reach(secure=True))
    with (
        open_store(folder / "lanes.db") as store,
        TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client,
    ):
        yield Team(client, accounts, store, folder, clock)
