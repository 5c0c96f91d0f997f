"""Codes that change every half minute, from a secret that an app on a phone keeps too (RFC 6238 over RFC 4226)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote

STEP_SECONDS: Final = 30
DIGITS: Final = 6
_SECRET_BYTES: Final = 20  # the length of the hash, as RFC 4226 section 4 recommends
_DRIFT: Final = 1  # steps that a phone's clock may be off, each way


def new_secret() -> str:
    """A secret, in base 32 as apps take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of one step of time.

    >>> code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59 // 30, 8)
    '94287082'
    """
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: str, code: str, now: float, after: int) -> int | None:
    """Step of time whose code this is, if it is a current one and later than ``after``; else None.

    A code counts once: who looks over a shoulder cannot use it again.
    """
    middle = int(now) // STEP_SECONDS
    found: int | None = None
    for step in range(middle - _DRIFT, middle + _DRIFT + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), code.strip().encode("utf-8", "replace"))
        if same and step > after:
            found = step
    return found


def address(secret: str, name: str) -> str:
    """What an app reads: ``otpauth://…``."""
    return f"otpauth://totp/whipcount:{quote(name)}?secret={secret}&issuer=whipcount"
