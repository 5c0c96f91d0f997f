"""How far runs are. A row is written over while its run goes on; it is no part of the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from whipcount.store.oversight import RunProgress
from whipcount.store.rows import now
from whipcount.store.schema import progress


def note(connection: sa.Connection, run: str, told: tuple[str, int, int, str]) -> None:
    """Write down how far a run is: what it is doing, how much is done, statements so far, the latest input."""
    doing, done, statements, name = told
    _put(connection, run, {"doing": doing, "done": done, "statements": statements, "name": name})


def stop(connection: sa.Connection, run: str, reason: str) -> None:
    """Write down why a run ends early."""
    _put(connection, run, {"stopped": reason})


def _put(connection: sa.Connection, run: str, values: dict[str, str | int]) -> None:
    values = {**values, "at": now()}
    changed = connection.execute(sa.update(progress).where(progress.c.run == run).values(values))
    if changed.rowcount == 0:
        first: dict[str, str | int] = {"run": run, "doing": "starting", "done": 0, "statements": 0, "name": ""}
        connection.execute(sa.insert(progress), first | values)


def of(connection: sa.Connection, runs: Sequence[str]) -> dict[str, RunProgress]:
    """How far these runs said they were."""
    return {
        row.run: RunProgress(row.doing, row.done, row.statements, row.name, datetime.fromisoformat(row.at), row.stopped)
        for row in connection.execute(sa.select(progress).where(progress.c.run.in_(runs)))
    }
