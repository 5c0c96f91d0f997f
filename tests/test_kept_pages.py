"""Pages that live through writes show what a page of today shows, whatever was kept for them."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from support.pages import pages_over
from support.store_writes import ARGUMENTS, BOOKS, add_article, code_some, write
from whipcount.config import Settings
from whipcount.store import Store, open_store
from whipcount.web.site import Site

SETTINGS = Settings()
WRITES, LOOKS = 3, 6


def addresses(store: Store, rnd: Random) -> list[str]:
    """Pages of every kind that tell of positions; not the order of review, which is kept for minutes on purpose."""
    narrower = [
        "",
        "?until=2024-05-25",
        "?since=2024-05-25",
        "?outlet=Post",
        "?reviewed=no",
        "?kind=person&form=direct",
    ]
    found = [f"/q/q{ending}{narrow}" for ending in ("", ".json", ".csv", "/brief") for narrow in narrower]
    found += [f"/embed/q/q{rnd.choice(narrower)}", "/network.json?nodes=actor"]
    for proposition in ("strikes", "talks"):
        found += [f"/p/{proposition}{ending}{narrow}" for ending in ("", ".json") for narrow in narrower]
        counted = f"/statements?proposition={proposition}&counted=yes"
        found += [f"{counted}{rest}" for rest in ("", "&outlet=Post", f"&argument={rnd.choice(ARGUMENTS)}")]
        found.append(f"/statements.json?proposition={proposition}&position=for")
        found.append(f"/api/v1/positions?proposition={proposition}")
    actors = store.actors().items
    found += [f"/actors/{rnd.choice(actors).key}{ending}" for ending in ("", ".json") if actors]
    return found


def told(path: Path, wanted: list[str]) -> dict[str, str]:
    """What pages say that begin with this store, and find nothing kept in it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("summaries", "summed_up"):
            connection.execute(f"DELETE FROM {table}")
    with pages_over(path, SETTINGS) as fresh:
        return {address: plain(fresh.client.get(address).text) for address in wanted}


def plain(text: str) -> str:
    """An answer without the id that a failure has."""
    return re.sub(r'"id": "[0-9a-f]{16}"', "", text)


def copy_of(path: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


@pytest.mark.parametrize("seed", range(3))
def test_after_any_writes_a_page_says_what_a_fresh_one_says(tmp_path: Path, seed: int) -> None:
    rnd, path = Random(seed), tmp_path / "w.db"
    with open_store(path) as store:
        store.put_codebook(BOOKS[0], run=store.begin_run("build", {}))
        for _ in range(6):
            add_article(store, rnd)
            code_some(store, rnd)
            code_some(store, rnd)
    with pages_over(path, SETTINGS) as lived:
        done: list[str] = []
        for _ in range(LOOKS):
            done += [write(lived.store, rnd) for _ in range(WRITES)]
            wanted = rnd.sample(every := addresses(lived.store, rnd), len(every) // 2)
            here = {address: plain(lived.client.get(address).text) for address in wanted}
            there = told(copy_of(path, tmp_path / "copy" / "w.db"), wanted)
            assert [one for one in wanted if here[one] != there[one]] == [], done


def test_what_is_made_just_after_a_write_is_not_kept(tmp_path: Path) -> None:
    """One more write may leave the same time on the file, and its size need not change either."""
    path = tmp_path / "w.db"
    with open_store(path) as store:
        site = Site(store, SETTINGS)
        made: list[int] = []

        def make() -> int:
            made.append(0)
            return len(made)

        files = [part for part in (path, path.with_name("w.db-wal")) if part.exists()]
        for part in files:
            os.utime(part)
        assert (site.kept(("it",), make), site.kept(("it",), make)) == (1, 2)
        for part in files:
            os.utime(part, (1, 1))
        assert (site.kept(("it",), make), site.kept(("it",), make)) == (3, 3)
        site.close()
