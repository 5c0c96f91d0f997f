"""Headers that no description can make up: a key of its own for each request, and an ETag that is in force.

The same key with another body would be refused, as it must be.
"""

from __future__ import annotations

import os
import re
from typing import Any
from uuid import uuid4

import schemathesis

_KEY = re.compile(r"[0-9A-Za-z_.:-]{1,128}")


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:  # noqa: ARG001  # its names are those of the hook
    """Replace what could be one; what could not is sent as it is, to be refused."""
    for name, value in list((case.headers or {}).items()):
        if name.lower() == "idempotency-key" and isinstance(value, str) and _KEY.fullmatch(value):
            case.headers[name] = uuid4().hex
        if name.lower() == "if-match" and os.environ.get("FUZZ_REAL_IDS"):
            case.headers[name] = "*"
