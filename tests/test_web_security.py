"""Headers on every answer, requests that are not meant for us refused, and no state changed by looking."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from support.gold_store import build_gold_store
from support.pages import ORIGIN, Pages, links, pages_over, whole
from whipcount.web.security import HEADERS, MAX_BODY_BYTES, host_allowed

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_gold_store(tmp_path_factory.mktemp("security") / "debate.db")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("method", "at", "status"),
    [
        ("GET", "/statements", 200),
        ("GET", "/statements.json", 200),
        ("GET", "/statements.csv", 200),
        ("GET", "/static/app.js", 200),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/nothing", 404),
        ("GET", "/statements?order=sideways", 400),
        ("GET", "/", 303),
        ("PUT", "/statements", 405),
        ("OPTIONS", "/statements", 405),
        ("POST", "/statements/nothing/review", 400),
        ("HEAD", "/healthz", 200),
    ],
)
def test_every_answer_carries_the_policy(pages: Pages, method: str, at: str, status: int) -> None:
    answer = pages.client.request(method, at, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == POLICY
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_a_refused_host_and_a_fault_of_ours_carry_the_policy_too(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert pages.client.get("/", headers={"host": "evil.example"}).headers["content-security-policy"] == POLICY
    monkeypatch.setattr("whipcount.web.statements.statements_page", lambda *_: 1 / 0)
    answer = pages.client.get("/statements")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == POLICY
    assert "ZeroDivisionError" not in answer.text
    reference = caplog.records[0].getMessage().split()[-1]
    assert reference in answer.text, "the page names the line of the log"


OTHER_HOSTS = (
    "evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.7", "",
    "a@localhost", "localhost/x", "[::1", "127.0.0.1:notaport",
)  # fmt: skip


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_another_host_is_refused(pages: Pages, host: str) -> None:
    """A name that was rebound to this machine is not ours."""
    assert pages.client.get("/statements", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8001", "localhost:9", "LocalHost", "[::1]:8001"])
def test_this_machine_is_answered_under_its_names(pages: Pages, host: str) -> None:
    assert pages.client.get("/healthz", headers={"host": host}).status_code == 200


def test_beyond_this_machine_an_address_is_answered_and_a_name_is_not() -> None:
    names = frozenset({"localhost"})
    assert host_allowed("192.0.2.7:8001", names, any_address=True)
    assert not host_allowed("rebound.example:8001", names, any_address=True)


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin", "origin": ORIGIN}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": ORIGIN}, True),
        ({}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9000"}, False),
        ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://127.0.0.1:9000"}, False),
        ({"origin": "https://127.0.0.1:8001"}, False),
        ({"origin": "https://evil.example", "cookie": "a=b"}, False),
        ({"origin": "https://evil.example", "authorization": "Bearer x"}, False),
    ],
)
def test_only_our_own_pages_change_anything(pages: Pages, headers: dict[str, str], allowed: bool) -> None:
    """The table of Datasette and of Go's ``CrossOriginProtection``: the browser says where a request comes from."""
    id_ = pages.store.statements(limit=1).items[0].statement.id
    routes = {
        f"/statements/{id_}/review": {"verdict": "accept"},
        f"/statements/{id_}/coding": {"proposition": pages.proposition(), "stance": "oppose"},
    }
    for at, form in routes.items():
        before = whole(pages.path)
        answer = pages.client.post(at, data=form, headers=headers, follow_redirects=False)
        assert answer.status_code == (303 if allowed else 403)
        assert (whole(pages.path) == before) is not allowed or allowed


def test_no_other_route_takes_anything_but_get() -> None:
    from whipcount.web import corrections

    writing = {route.path for route in corrections.routes(None).routes}  # type: ignore[attr-defined,arg-type]
    assert writing == {"/statements/{statement}/coding", "/statements/{statement}/review"}


def test_looking_changes_nothing(pages: Pages) -> None:
    """A few addresses of every kind within two clicks are read and headed; the record stays the same, byte for byte."""
    before = whole(pages.path)
    seen: dict[str, list[str]] = {}
    todo = ["/", "/statements", "/documents", "/actors", "/status"]
    while todo:
        at = todo.pop(0)
        kind = re.sub(r"[0-9a-f]{16,}", "ID", at.split("?")[0])
        if at in seen.setdefault(kind, []) or len(seen[kind]) == 4:
            continue
        seen[kind].append(at)
        todo += links(pages.client.get(at).text)
        pages.client.head(at)
    for writing in ("review", "coding"):
        id_ = pages.store.statements(limit=1).items[0].statement.id
        assert pages.client.get(f"/statements/{id_}/{writing}?verdict=reject&stance=oppose").status_code in (404, 405)
    assert len(seen) >= 15
    assert whole(pages.path) == before


def test_a_large_form_is_refused_before_it_is_read(pages: Pages) -> None:
    id_ = pages.store.statements(limit=1).items[0].statement.id
    big = {"verdict": "accept", "next": "x" * MAX_BODY_BYTES}
    assert pages.post(f"/statements/{id_}/review", **big) == 413


def test_a_large_form_without_a_length_is_cut_off(pages: Pages) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"verdict=accept&next="
        for _ in range(100):
            yield b"x" * 4096

    id_ = pages.store.statements(limit=1).items[0].statement.id
    before = whole(pages.path)
    headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    answer = pages.client.post(f"/statements/{id_}/review", content=chunks(), headers=headers, follow_redirects=False)
    assert answer.status_code >= 400
    assert whole(pages.path) == before


def test_pages_hold_no_inline_script_or_style_and_nothing_from_elsewhere(pages: Pages) -> None:
    row = pages.store.statements(limit=1).items[0]
    for at in (
        f"/q/{pages.question()}",
        "/statements",
        f"/documents/{row.document_id}",
        f"/actors/{row.actor_key}",
        "/status",
    ):
        html = pages.get(at)
        assert " style=" not in html
        assert "<style" not in html
        assert "javascript:" not in html
        assert html.count("<script") == html.count('<script type="module" src="/static/')
        assert not [part for part in html.split('src="')[1:] if not part.startswith("/static/")]
