"""The address of the one server that may be sent text."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from whipcount.errors import UsageError

_ROUTE: Final = "/chat/completions"
_LOCAL_NAME: Final = "localhost"


@dataclass(frozen=True, slots=True)
class Address:
    """Where questions are sent; ``local`` says that it is this machine."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def local(self) -> bool:
        """Whether the host is this machine's own loopback address."""
        return _is_loopback(self.host)


def parse_address(text: str) -> Address:
    """Read the setting ``llm_endpoint``.

    >>> parse_address("http://127.0.0.1:8080/v1").path
    '/v1/chat/completions'

    Raises:
        UsageError: It is no address of a server, carries a name or key of its own, or would send text unencrypted
            over a network.
    """
    subject = "The setting llm_endpoint"
    try:
        parts = urlsplit(text.strip())
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise UsageError(f"{subject} is no address: {error}. Write it like http://127.0.0.1:8080/v1.") from error
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        # The value itself is not repeated: it may hold a key.
        raise UsageError(f"{subject} must hold no user, key or query. Name the key's variable in llm_key_variable.")
    if parts.scheme not in ("http", "https") or not host or not text.isascii() or not text.strip().isprintable():
        raise UsageError(f"{subject} is {text!r}, which is no address of a server. Try http://127.0.0.1:8080/v1.")
    secure = parts.scheme == "https"
    if not secure and not _is_loopback(host):
        raise UsageError(f"{subject} is {text!r}: beyond this machine text is sent by https only. Use https://.")
    path = parts.path.rstrip("/").removesuffix(_ROUTE) + _ROUTE
    return Address(secure, host, port or (443 if secure else 80), path)


def _is_loopback(host: str) -> bool:
    if host == _LOCAL_NAME:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
