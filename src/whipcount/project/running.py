"""A run says in the store how far it is, and why it ended early, so that a page can show it and tell how to go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final

from whipcount.errors import StoreError, WhipcountError
from whipcount.model import JSON
from whipcount.project.report import Progress, Tick
from whipcount.store import Store

BEAT: Final = 2.0  # seconds between two notes: each is a write to the disk
INTERRUPTED: Final = "interrupted"


@contextmanager
def running(
    store: Store,
    command: str,
    settings: Mapping[str, JSON],
    progress: Progress,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[tuple[str, Progress]]:
    """Begin a run; gives its id, and the progress to call, which also writes it down now and then.

    Ending the run is the caller's, who has the counts. Where the block is left by an error or by the user, the reason
    is written down, and the error goes on.
    """
    run = store.begin_run(command, settings)
    next_beat = clock()
    latest = Tick("reading", 0)

    def told(tick: Tick) -> None:
        nonlocal next_beat, latest
        progress(tick)
        now = clock()
        # A tick of judging tells of no statements, yet those that were read stay read.
        latest = replace(tick, statements=max(latest.statements, tick.statements))
        if now >= next_beat or tick.doing == "grouping":
            next_beat = now + BEAT
            with suppress(StoreError):  # a store that is busy with somebody else shall not end the work
                _note(store, run, latest)

    try:
        yield run, told
    except BaseException as error:
        with suppress(StoreError):
            if latest.done:
                _note(store, run, latest)
            store.stop_run(run, reason_of(error))
        raise


def _note(store: Store, run: str, tick: Tick) -> None:
    store.note_progress(run, tick.doing, tick.done, statements=tick.statements, name=tick.name)


def reason_of(error: BaseException) -> str:
    """Why a run ended, for people.

    >>> reason_of(KeyboardInterrupt())
    'interrupted'
    """
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        return INTERRUPTED
    return str(error) if isinstance(error, WhipcountError) else f"{type(error).__name__}: {error}"
