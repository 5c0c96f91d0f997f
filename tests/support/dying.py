"""A ``whipcount`` process that SIGKILL ends at a chosen model call: ``python -m support.dying reader:2 build …``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from support.engines import SaidReader, WordCoder
from whipcount.cli import main
from whipcount.coding import StanceInput, StanceOutput
from whipcount.model import Attribution, Document
from whipcount.project import Engines


class Fuse:
    """Ends this process, without a chance to tidy up, after so many calls."""

    def __init__(self, calls: int | None) -> None:
        self.calls = calls

    def burn(self) -> None:
        if self.calls is None:
            return
        if self.calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.calls -= 1


class DyingReader(SaidReader):
    def __init__(self, calls: int | None) -> None:
        super().__init__()
        self.fuse = Fuse(calls)

    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        self.fuse.burn()
        return super().read(documents)


class DyingCoder(WordCoder):
    def __init__(self, calls: int | None) -> None:
        super().__init__()
        self.fuse = Fuse(calls)

    def code(self, items: Sequence[StanceInput]) -> list[StanceOutput]:
        self.fuse.burn()
        return super().code(items)


def run(when: str, arguments: Sequence[str]) -> int:
    part, _, number = when.partition(":")
    calls = {part: int(number)}
    return main(arguments, engines=Engines(DyingReader(calls.get("reader")), DyingCoder(calls.get("coder"))))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:]))
