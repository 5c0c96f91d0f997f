"""Starting the server: what cannot be listened on is said clearly, before anything is served."""

from __future__ import annotations

import json
import socket
import urllib.request
from pathlib import Path

import pytest

from support.pages import served
from whipcount.errors import ServeError, StoreError
from whipcount.store import open_store
from whipcount.web import serve


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
    with pytest.raises(ServeError, match="no accounts yet"):
        serve(store, host, 0)


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


def test_an_address_that_is_not_ours_is_refused(store: Path) -> None:
    with pytest.raises(ServeError, match=r"Cannot listen on '192\.0\.2\.7'"):
        serve(store, "192.0.2.7", 0, allow_remote=True)


def test_a_store_that_is_not_there_is_said_before_the_port_is_taken(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        serve(tmp_path / "nothing.db", "127.0.0.1", 0)
