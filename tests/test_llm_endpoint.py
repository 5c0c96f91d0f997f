"""The one network client: where it sends, what it refuses, and how it waits."""

from __future__ import annotations

import pytest

from support.chat_server import Reply, chat, chat_server
from whipcount.errors import EndpointError, UsageError
from whipcount.llm import Endpoint, parse_address

SCHEMA = {"type": "object"}
MESSAGES = ({"role": "user", "content": "Which?"},)
KEY = "sk-secret-47"


class Waits:
    """Time that passes only by waiting; the waits are kept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


def endpoint(url: str, waits: Waits, **more: object) -> Endpoint:
    return Endpoint(parse_address(url), "small", pause=waits.pause, clock=waits.clock, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "port", "local"),
    [
        ("http://127.0.0.1:8080/v1", 8080, True),
        ("http://localhost/v1/", 80, True),
        ("http://[::1]:9/v1/chat/completions", 9, True),
        ("https://models.example/v1", 443, False),
    ],
)
def test_addresses_lead_to_the_chat_route(text: str, port: int, local: bool) -> None:
    address = parse_address(text)
    assert (address.path, address.port, address.local) == ("/v1/chat/completions", port, local)


@pytest.mark.parametrize(
    "text",
    ["models.example", "ftp://127.0.0.1/v1", "http://", "http://models.example/v1", "http://192.168.1.4/v1",
     "http://127.0.0.1.evil.example/v1", "http://127.0.0.1:port/v1", "https://models.example/v1?key=1",
     "https://ex\u0430mple.org/v1", "http://127.0.0.1/v1\r\nHost: evil"],
)  # fmt: skip
def test_what_is_no_address_or_would_send_in_clear_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="llm_endpoint"):
        parse_address(text)


def test_a_key_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as refused:
        parse_address(f"https://user:{KEY}@models.example/v1")
    assert KEY not in str(refused.value)


def test_the_answer_is_the_message_of_the_first_choice_and_the_key_a_bearer_token() -> None:
    with chat_server(lambda _: chat("this one")) as server:
        asking = endpoint(server.url, Waits(), key=KEY)
        assert asking.ask(MESSAGES, SCHEMA) == "this one"
        asked = server.asked[0]
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asked.body["temperature"] == 0
    assert KEY not in repr(asking)


@pytest.mark.parametrize(
    "body", [b'{"choices": []}', b'{"choices": null}', b'{"choices": [{"message": {"content": 7}}]}']
)
def test_a_reply_without_an_answer_is_none(body: bytes) -> None:
    with chat_server(lambda _: Reply(body)) as server:
        assert endpoint(server.url, Waits()).ask(MESSAGES, SCHEMA) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"<html><h1>Sign in</h1></html>", b"[" * 100_000])
def test_a_server_that_does_not_speak_the_protocol_is_named_at_the_first_question(body: bytes) -> None:
    """A page of a proxy is no refusal by a model: it would be kept, and the question never asked again."""
    with chat_server(lambda _: Reply(body)) as server, pytest.raises(EndpointError, match="Check llm_endpoint") as told:
        endpoint(server.url, Waits()).ask(MESSAGES, SCHEMA)
    assert len(server.asked) == 1
    assert "Sign in" not in str(told.value)


def test_a_server_that_knows_no_schema_is_asked_for_an_object_and_then_for_text() -> None:
    with chat_server(lambda asked: Reply(b"", 400) if "response_format" in asked.body else chat("{}")) as server:
        asking = endpoint(server.url, Waits())
        assert [asking.ask(MESSAGES, SCHEMA) for _ in range(2)] == ["{}", "{}"]
        forms = [asked.body.get("response_format", {}).get("type") for asked in server.asked]
    assert forms == ["json_schema", "json_object", None, None]


def test_a_redirect_is_refused_and_not_followed() -> None:
    with (
        chat_server(lambda _: chat("elsewhere")) as other,
        chat_server(lambda _: Reply(b"", 307, {"Location": f"{other.url}/chat/completions"})) as server,
    ):
        with pytest.raises(EndpointError, match="sends the question elsewhere"):
            endpoint(server.url, Waits()).ask(MESSAGES, SCHEMA)
        assert (len(server.asked), other.asked) == (1, [])


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with chat_server(lambda _: chat("from the proxy")) as proxy, chat_server(lambda _: chat("straight")) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        assert endpoint(server.url, Waits()).ask(MESSAGES, SCHEMA) == "straight"
        assert proxy.asked == []


def test_a_busy_server_is_asked_again_later_and_later() -> None:
    replies = iter([Reply(b"", 503), Reply(b"", 429, {"Retry-After": "7"}), Reply(b"", 500), chat("now")])
    waits = Waits()
    with chat_server(lambda _: next(replies)) as server:
        assert endpoint(server.url, waits).ask(MESSAGES, SCHEMA) == "now"
    assert waits.waits == [1.0, 7.0, 4.0]


def test_a_server_that_stays_busy_is_given_up() -> None:
    waits = Waits()
    with chat_server(lambda _: Reply(b"secret words", 429, {"Retry-After": "86400"})) as server:
        with pytest.raises(EndpointError, match="status 429") as failed:
            endpoint(server.url, waits).ask(MESSAGES, SCHEMA)
        assert len(server.asked) == 4
    assert waits.waits == [60.0, 60.0, 60.0]
    assert "secret" not in str(failed.value)


def test_a_refused_key_is_not_tried_again() -> None:
    with chat_server(lambda _: Reply(KEY.encode(), 401)) as server:
        with pytest.raises(EndpointError, match="llm_key_variable") as failed:
            endpoint(server.url, Waits(), key=KEY).ask(MESSAGES, SCHEMA)
        assert len(server.asked) == 1
    assert KEY not in str(failed.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with chat_server(lambda _: chat("")) as server:
        gone = server.url
    with pytest.raises(EndpointError, match=r"No answer from 127\.0\.0\.1"):
        endpoint(gone, Waits()).ask(MESSAGES, SCHEMA)


def test_an_endless_answer_is_cut_off() -> None:
    with chat_server(lambda _: chat("x" * 300_000)) as server, pytest.raises(EndpointError, match="more than 200,000"):
        endpoint(server.url, Waits()).ask(MESSAGES, SCHEMA)


def test_questions_keep_their_distance() -> None:
    waits = Waits()
    with chat_server(lambda _: chat("yes")) as server:
        asking = endpoint(server.url, waits, interval=2.0)
        for _ in range(3):
            asking.ask(MESSAGES, SCHEMA)
    assert waits.waits == [2.0, 2.0]
