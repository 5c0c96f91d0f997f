"""A writer killed between any two of its writes leaves whole documents only, and the next one finishes its work."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from support import dying_writer
from support.store_values import dump
from whipcount.store import StatementFilter, Store, open_store

WHILE_MADE, WHILE_WRITTEN = 4, 11  # kills


def _whole(store: Store) -> int:
    """How many document versions the store has, each with all its statements and its line in the log."""
    logged = {row.document for row in store.log() if row.outcome in ("stored", "new_version")}
    for extracted in dying_writer.made():
        rows = store.statements(StatementFilter(document=extracted.document.id), limit=None).items
        wanted = {it.id for it in extracted.statements} if extracted.document.id in logged else set()
        assert {row.statement.id for row in rows} == wanted
        assert all(row.verified for row in rows)
    return len(logged)


def _statements(path: Path) -> tuple[int, int]:
    """How many SQL statements it takes to make a store, and to do all the work."""
    seen: list[int] = []
    with dying_writer.counted(seen.append), open_store(path) as store:
        made = len(seen)
        dying_writer.write(store)
    return made, len(seen)


def test_a_killed_writer_leaves_whole_documents_and_the_next_one_finishes(tmp_path: Path) -> None:
    made, total = _statements(tmp_path / "unbroken.db")
    chance = random.Random(int(os.environ.get("WHIPCOUNT_TEST_SEED", "2024")))
    limits = chance.sample(range(made), WHILE_MADE) + chance.sample(range(made, total), WHILE_WRITTEN)
    subprocess.run(
        [sys.executable, dying_writer.__file__, tmp_path, *map(str, limits)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(dying_writer.__file__).parents[1])},
    )
    stored: dict[int, int] = {}
    for limit in limits:
        with open_store(tmp_path / f"{limit}.db") as store:
            assert store.verify() == [], limit
            stored[limit] = _whole(store)
            dying_writer.write(store)
        assert dump(tmp_path / f"{limit}.db") == dump(tmp_path / "unbroken.db"), limit
    in_order = [stored[limit] for limit in sorted(limits)]
    assert in_order == sorted(in_order), "a document that was stored is gone"
    assert len(set(in_order)) > 2
