"""The command line in this process: what a shell would see of a call."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from whipcount.cli import main
from whipcount.project import Engines


@dataclass(frozen=True)
class Shown:
    """Exit code, stdout and stderr of one call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """Calls ``whipcount`` with given engines; paths are relative to the working directory."""

    def __init__(self, engines: Engines) -> None:
        self.engines = engines

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Shown:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        given, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main([str(argument) for argument in arguments], engines=self.engines)
        finally:
            sys.stdin = given
        return Shown(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]
