"""The only network client of whipcount: it posts to one address that the user set, and to no other.

Built on ``http.client``, which follows no redirect and asks no proxy, so that what is sent can go nowhere else. The
server's words are never part of an error: they may repeat the key or the text.
"""

from __future__ import annotations

import http.client
import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from whipcount.errors import EndpointError
from whipcount.llm.address import Address, parse_address
from whipcount.model import JSON

__all__ = ["Address", "Endpoint", "parse_address"]

ATTEMPTS: Final = 4
FIRST_PAUSE: Final = 1.0  # seconds; doubled after each failed attempt
LONGEST_PAUSE: Final = 60.0  # seconds, whatever the server asks for
MAX_ANSWER: Final = 200_000  # bytes; an answer is some hundred
_CHUNK: Final = 16_384
_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})
_FORM_UNKNOWN: Final = frozenset({400, 422})  # what servers say that do not know the form asked for
_OK: Final = 200
_logger = logging.getLogger(__name__)


class _Reply(NamedTuple):
    status: int
    retry_after: str | None
    body: bytes


@dataclass(slots=True)
class Endpoint:
    """A server that speaks OpenAI's chat protocol.

    Args:
        address: Where it is.
        model: What it calls the model.
        key: Sent as a bearer token; empty for none.
        timeout: Seconds for one answer.
        interval: Least seconds between two questions.
        pause: Waits so many seconds.
        clock: Seconds since some moment.
    """

    address: Address
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    interval: float = 0.0
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _form: int = field(default=0, init=False, repr=False)
    _next: float = field(default=float("-inf"), init=False, repr=False)

    def ask(self, messages: Sequence[Mapping[str, JSON]], schema: Mapping[str, JSON]) -> str | None:
        """What the model answers, None where the server's reply holds no answer.

        Servers that do not know JSON Schema are asked for a JSON object, and those that do not know that for text;
        what comes back is checked by the caller all the same.

        Raises:
            EndpointError: The server cannot be reached, refuses the call, sends elsewhere, or is no
                language model.
        """
        forms: tuple[Mapping[str, JSON], ...] = (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": True,
                                                                       "schema": dict(schema)}}},
            {"response_format": {"type": "json_object"}},
            {},
        )  # fmt: skip
        plain: dict[str, JSON] = {"model": self.model, "messages": [dict(m) for m in messages], "temperature": 0}
        while True:
            reply = self._posted(plain | dict(forms[self._form]))
            if reply.status == _OK:
                return _content(reply.body, self.address.host)
            if reply.status not in _FORM_UNKNOWN or self._form + 1 == len(forms):
                raise EndpointError(_refusal(reply.status, self.address.host))
            self._form += 1

    def _posted(self, body: Mapping[str, JSON]) -> _Reply:
        data = json.dumps(body, ensure_ascii=True).encode("ascii")
        wait = FIRST_PAUSE
        for attempt in range(1, ATTEMPTS + 1):
            self._keep_rate()
            try:
                reply = self._once(data)
            except (OSError, http.client.HTTPException) as error:
                if attempt == ATTEMPTS:
                    raise EndpointError(_unreachable(self.address, error)) from error
                reply = _Reply(0, None, b"")
            else:
                if reply.status not in _AGAIN or attempt == ATTEMPTS:
                    return reply
            _logger.info("Attempt %d of %d failed with status %d", attempt, ATTEMPTS, reply.status)
            self.pause(min(LONGEST_PAUSE, max(wait, _seconds(reply.retry_after))))
            wait *= 2
        raise AssertionError("the last attempt returns or raises")

    def _keep_rate(self) -> None:
        now = self.clock()
        if now < self._next:
            self.pause(self._next - now)
        self._next = max(now, self._next) + self.interval

    def _once(self, data: bytes) -> _Reply:
        where = self.address
        connection = (
            http.client.HTTPSConnection(
                where.host, where.port, timeout=self.timeout, context=ssl.create_default_context()
            )
            if where.secure
            else http.client.HTTPConnection(where.host, where.port, timeout=self.timeout)
        )
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            connection.request("POST", where.path, data, headers)
            response = connection.getresponse()
            return _Reply(response.status, response.getheader("Retry-After"), self._body(response))
        finally:
            connection.close()

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """The reply's bytes; a server that sends drop by drop is not waited for longer than for a silent one."""
        until, found = self.clock() + self.timeout, b""
        while chunk := response.read1(_CHUNK):
            found += chunk
            if len(found) > MAX_ANSWER:
                raise http.client.HTTPException(f"more than {MAX_ANSWER:,} bytes")
            if self.clock() > until:
                raise TimeoutError(f"not complete after {self.timeout:g} seconds")
        return found


def _content(body: bytes, host: str) -> str | None:
    """The answer; a page of another kind of server is none of a model's, and asking on would only repeat it."""
    try:
        choices = json.loads(body)["choices"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise EndpointError(
            f"{host} answers, and not as a language model does. Check llm_endpoint: it mostly ends in /v1."
        ) from error
    try:
        found = choices[0]["message"]["content"]
    except (LookupError, TypeError):
        return None
    return found if isinstance(found, str) else None


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 0.0


def _refusal(status: int, host: str) -> str:
    if 300 <= status < 400:  # the class of redirects
        return f"{host} sends the question elsewhere (status {status}), which is refused. Mend llm_endpoint."
    if status in (401, 403):
        return f"{host} refuses the key (status {status}). Check the variable that llm_key_variable names."
    return f"{host} refuses the question (status {status}). Check llm_endpoint and llm_model, or try later."


def _unreachable(address: Address, error: Exception) -> str:
    cause = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"No answer from {address.host}, port {address.port}: {cause}. Is the server running?"
