"""A program that adds documents to a store and dies, as a machine does, before a given one of its SQL statements."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa

from support.store_values import ARTICLE, PIPELINE, coding, extraction
from whipcount.model import Extraction
from whipcount.store import Store, open_store

DOCUMENTS = 4


def made() -> list[Extraction]:
    """The documents; the last one is a new version of the first."""
    numbers = [*range(DOCUMENTS - 1), 0]
    return [extraction(f"{ARTICLE}Line {at}.\n", given_id=f"{number}.txt") for at, number in enumerate(numbers)]


def write(store: Store) -> None:
    """Add them all, code and review them; each step changes nothing where it was done before."""
    run = store.begin_run("test", {})
    for extracted in made():
        store.add(extracted, run=run, pipeline=PIPELINE)
        first = extracted.statements[0].id
        store.add_codings([coding(it.id) for it in extracted.statements])
        if not store.statement(first).reviewed:
            store.review(first, "accept", coder="analyst")


@contextmanager
def counted(reached: Callable[[int], None]) -> Iterator[None]:
    """Call ``reached`` with the number of SQL statements so far before each one, commits included."""
    number = 0

    def count(*_: object) -> None:
        nonlocal number
        reached(number)
        number += 1

    with ExitStack() as stack:
        for moment in ("before_cursor_execute", "commit"):
            sa.event.listen(sa.Engine, moment, count)
            stack.callback(sa.event.remove, sa.Engine, moment, count)
        yield


def live(path: Path, statements: int) -> None:
    """Do all the work, or kill this process once it has executed that many SQL statements."""

    def reached(number: int) -> None:
        if number == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    with counted(reached), open_store(path) as store:
        write(store)


if __name__ == "__main__":
    # Forked from one warm process, so that each life takes a moment and not a second.
    for limit in sys.argv[2:]:
        child = os.fork()
        if child == 0:
            live(Path(sys.argv[1]) / f"{limit}.db", int(limit))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"The writer was not killed after {limit} statements.")
