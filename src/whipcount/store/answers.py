"""Answers to requests that carry a key: the same key gives the same answer, and what it asked for is done once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from whipcount.store.records import Answer
from whipcount.store.schema import answers

KEPT: Final = timedelta(hours=24)
# After that long, a request that gave no answer was cut off: what it asked for may be asked again, for doing it twice
# changes nothing (a coding or review that repeats the last one adds no entry).
ABANDONED: Final = timedelta(seconds=60)


def begin(connection: sa.Connection, caller: str, key: str, fingerprint: str) -> Answer | None:
    """The answer that a key has had, or will have; None where it is new, and now the caller's to be answered."""
    now = datetime.now(UTC)
    connection.execute(sa.delete(answers).where(answers.c.at < (now - KEPT).isoformat(timespec="microseconds")))
    mine = (answers.c.caller == caller, answers.c.key == key)
    found = connection.execute(sa.select(answers).where(*mine)).one_or_none()
    cut_off = found is not None and found.status is None and datetime.fromisoformat(found.at) < now - ABANDONED
    if found is not None and not (cut_off and found.fingerprint == fingerprint):
        return Answer(found.fingerprint, found.status, found.body)
    if found is not None:
        connection.execute(sa.delete(answers).where(*mine))
    row = {"caller": caller, "key": key, "fingerprint": fingerprint, "at": now.isoformat(timespec="microseconds")}
    connection.execute(sa.insert(answers), row)
    return None


def keep(connection: sa.Connection, caller: str, key: str, given: tuple[int, str] | None) -> None:
    """Keep the answer that was given under a key; None forgets the key, for a request that did nothing."""
    mine = (answers.c.caller == caller, answers.c.key == key)
    if given is None:
        connection.execute(sa.delete(answers).where(*mine))
    else:
        connection.execute(sa.update(answers).where(*mine).values(status=given[0], body=given[1]))
