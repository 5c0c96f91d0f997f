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

part, _, number = sys.argv[1].partition(":")
left = int(number)


def die_in_time(who: str) -> None:
    global left
    if who == part:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class DyingReader(SaidReader):
    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        die_in_time("reader")
        return super().read(documents)


class DyingCoder(WordCoder):
    def code(self, items: Sequence[StanceInput]) -> list[StanceOutput]:
        die_in_time("coder")
        return super().code(items)


sys.exit(main(sys.argv[2:], engines=Engines(DyingReader(), DyingCoder())))
