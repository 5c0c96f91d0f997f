"""Starting the server: what cannot be listened on is said clearly, before anything is served."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from support.pages import served, started
from support.team import SECRET
from whipcount.accounts import open_accounts
from whipcount.config import Settings
from whipcount.errors import ServeError, StoreError, UsageError
from whipcount.store import open_store
from whipcount.web import serve
from whipcount.web.security import client_address
from whipcount.web.server import networks


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "debate.db"
    open_store(path).close()
    return path


def test_the_pages_answer_once_the_server_says_that_it_is_ready(store: Path) -> None:
    with served(store) as origin, urllib.request.urlopen(f"{origin}/healthz") as answer:
        assert json.load(answer)["ok"] is True
        assert "server" not in answer.headers


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_an_address_that_others_can_reach_is_refused(store: Path, host: str) -> None:
    with pytest.raises(ServeError, match="without accounts"):
        serve(store, host, 0)


@pytest.fixture
def team(tmp_path: Path) -> Settings:
    """Settings of a team's server with one account."""
    path = tmp_path / "accounts.db"
    accounts = open_accounts(path, create=True)
    accounts.add("ines", SECRET)
    accounts.set_role("ines", "debate", "admin")
    return Settings(team=True, accounts=str(path))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_a_team_is_not_served_beyond_this_machine_without_tls(store: Path, team: Settings, host: str) -> None:
    with pytest.raises(ServeError, match="without TLS"):
        serve(store, host, 0, settings=team)


def test_a_team_without_accounts_is_not_served_at_all(store: Path, tmp_path: Path, team: Settings) -> None:
    with pytest.raises(StoreError, match="There are no accounts"):
        serve(store, settings=replace(team, accounts=str(tmp_path / "none.db")))
    open_accounts(team.accounts).set_disabled("ines", disabled=True)
    with pytest.raises(ServeError, match="Nobody could sign in"):
        serve(store, settings=team)


def test_several_projects_need_accounts(store: Path) -> None:
    with pytest.raises(UsageError, match="need accounts"):
        serve({"a": store, "b": store}, "127.0.0.1", 0)


def test_a_certificate_that_cannot_be_used_is_said(store: Path, team: Settings, tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no certificate")
    for name in ("none.pem", "bad.pem"):
        path = str(tmp_path / name)
        with pytest.raises(ServeError, match="tls_certificate"):
            serve(store, "127.0.0.1", 0, settings=replace(team, tls_certificate=path, tls_key=path))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing: install it to make a certificate")
def test_a_team_is_served_with_a_certificate(store: Path, team: Settings, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "chain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    settings = replace(team, tls_certificate=str(certificate), tls_key=str(key))
    url = started(store, settings)
    assert url.startswith("https://127.0.0.1:")
    context = ssl.create_default_context(cafile=str(certificate))
    with urllib.request.urlopen(f"{url}healthz", context=context) as answer:
        assert json.load(answer) == {"ok": True}
        assert answer.headers["strict-transport-security"] == "max-age=15552000"
    with pytest.raises((OSError, http.client.HTTPException)):
        urllib.request.urlopen(url.replace("https", "http"))


@pytest.mark.parametrize("text", ["10.0.0.1/8", "proxy", "1.2.3.4,,x"])
def test_a_proxy_that_is_no_address_is_refused(store: Path, team: Settings, text: str) -> None:
    with pytest.raises(UsageError, match="trusted_proxies"):
        serve(store, "127.0.0.1", 0, settings=replace(team, trusted_proxies=text))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.9", "203.0.113.5", "192.0.2.9"),  # no proxy of ours: what it says is not believed
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.5", "203.0.113.5"),  # the left one was sent along, and may be made up
        ("127.0.0.1", "203.0.113.5, 10.1.2.3", "203.0.113.5"),  # two proxies of ours
        ("127.0.0.1", "<b>, 10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("testclient", "203.0.113.5", "testclient"),
    ],
)
def test_only_our_proxies_say_where_a_request_comes_from(peer: str, forwarded: str, address: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    assert client_address(scope, networks("127.0.0.1, 10.0.0.0/8")) == address


def test_a_port_in_use_says_what_to_do(store: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServeError, match=rf"Port {port} on 127.0.0.1 is in use.*--port {port + 1}"):
            serve(store, "127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536, 1_000_000])
def test_a_port_that_does_not_exist_is_refused(store: Path, port: int) -> None:
    with pytest.raises(ServeError, match="does not exist"):
        serve(store, "127.0.0.1", port)


def test_an_address_that_is_not_ours_is_refused(store: Path, team: Settings) -> None:
    with pytest.raises(ServeError, match=r"Cannot listen on '192\.0\.2\.7'"):
        serve(store, "192.0.2.7", 0, settings=replace(team, behind_tls=True))


def test_a_store_that_is_not_there_is_said_before_the_port_is_taken(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        serve(tmp_path / "nothing.db", "127.0.0.1", 0)
