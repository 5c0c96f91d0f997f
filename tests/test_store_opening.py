"""Opening a store: the schema is made and brought up to date, and each failure says what to do."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event

from support.store_values import ARTICLE, PIPELINE, coding, extraction
from whipcount.errors import StoreError, UsageError
from whipcount.store import Store, open_store
from whipcount.store.opening import MIGRATIONS
from whipcount.store.schema import HEAD, REVISIONS, metadata


def test_the_migrations_make_the_schema_that_queries_see(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or "_search" not in name}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_program_knows_every_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions[::-1] == list(REVISIONS)


def test_a_store_is_safe_by_default(tmp_path: Path) -> None:
    """Acknowledged means on the disk, and what is deleted is overwritten."""
    with open_store(tmp_path / "a.db") as store, store._reading() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_second_opening_does_not_load_alembic(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    code = "import sys; from whipcount.store import open_store; open_store(sys.argv[1]).close(); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "a.db"], capture_output=True, text=True, check=True)
    assert "sqlalchemy" in told.stdout.split()
    assert "alembic" not in told.stdout.split()


def test_importing_the_package_does_not_load_sqlalchemy() -> None:
    code = "import sys, whipcount.store; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "sqlalchemy" not in told.stdout.split()


@pytest.mark.parametrize("name", ["a.db", "with space.db", "per%cent.db", "ünï.db", "q?uery#.db"])
def test_a_path_or_its_url_names_the_same_store(tmp_path: Path, name: str) -> None:
    with open_store(tmp_path / name) as store:
        store.begin_run("first", {})
    assert (tmp_path / name).is_file()
    with open_store(str(tmp_path / name), create=False) as store:
        assert store.runs()[0].command == "first"
    if "?" not in name and "%" not in name:
        with open_store(f"sqlite:///{tmp_path / name}", create=False) as store:
            assert store.runs()[0].command == "first"


def _text(path: Path) -> None:
    path.write_text("The articles are elsewhere.")


def _other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE recipes (name)")
        raw.commit()


def _newer(path: Path) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()


def _folder(path: Path) -> None:
    path.mkdir()


def _cut_short(path: Path) -> None:
    open_store(path).close()
    path.write_bytes(path.read_bytes()[:5_000])


WRONG = [
    (_text, "is not a whipcount store: it is not an SQLite database"),
    (_other_program, "is not a whipcount store: it is another program's database"),
    (_newer, f"has schema 9999, which is newer than this whipcount knows \\({HEAD}\\). Upgrade whipcount"),
    (_folder, "it is a folder; pass a file in it"),
    (_cut_short, "is damaged; restore it from a backup"),
]


@pytest.mark.parametrize(("make", "message"), WRONG)
def test_what_is_not_a_store_is_refused_and_left_alone(tmp_path: Path, make, message: str) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=message) as caught:
        open_store(path)
    assert str(path) in str(caught.value)
    assert before is None or path.read_bytes() == before


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no folder .*missing. Make the folder or pass another path"):
        open_store(tmp_path / "missing" / "a.db")
    assert list(tmp_path.iterdir()) == []


def test_a_store_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        open_store(tmp_path / "file" / "a.db")


def test_no_store_is_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        open_store(tmp_path / "a.db", create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["", ":memory:", "sqlite://", "sqlite:///:memory:", "postgresql://h/d", "://"])
def test_a_target_that_is_no_file_is_a_usage_error(target: str) -> None:
    with pytest.raises(UsageError, match="Pass a path"):
        open_store(target)


def test_a_store_that_another_program_writes_to_is_told_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as first, open_store(tmp_path / "a.db", busy_seconds=0.01) as second:
        run = first.begin_run("one", {})
        with first._writing(), pytest.raises(StoreError, match="another program is writing to it; wait until"):
            second.add(extraction(), run=run, pipeline=PIPELINE)
        assert second.add(extraction(), run=run, pipeline=PIPELINE) == "stored"


def test_readers_see_the_last_whole_state_while_another_writes(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as first, open_store(tmp_path / "a.db", busy_seconds=0.01) as second:
        run = first.begin_run("one", {})
        with first._writing():
            assert [it.id for it in second.runs()] == [run]


def _limit(store: Store, pragma: str) -> None:
    @event.listens_for(store._engine, "connect")
    def set_limit(connection, _entry) -> None:
        connection.execute(f"PRAGMA {pragma}")


@pytest.mark.parametrize(
    ("pragma", "message"),
    [("max_page_count = 1", "the disk is full; make room"), ("query_only = ON", "read-only; give write permission")],
)
def test_a_full_disk_or_a_read_only_one_leaves_nothing_half_written(tmp_path: Path, pragma: str, message: str) -> None:
    with open_store(tmp_path / "a.db") as store:
        run = store.begin_run("one", {})
        store.close()
        _limit(store, pragma)
        made = extraction(ARTICLE + "“Yes,” she said. " * 40_000) if "page" in pragma else extraction()
        with pytest.raises(StoreError, match=message):
            store.add(made, run=run, pipeline=PIPELINE)
    with open_store(tmp_path / "a.db") as store:
        assert store.status().documents == 0
        assert store.verify() == []


def test_several_programs_may_make_the_same_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from whipcount.store import open_store; open_store(sys.argv[1]).begin_run('test', {})"
    racing = [subprocess.Popen([sys.executable, "-c", code, tmp_path / "a.db"]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in racing] == [0, 0, 0]
    with open_store(tmp_path / "a.db", create=False) as store:
        assert len(store.runs()) == 3


def test_threads_may_share_a_store(tmp_path: Path) -> None:
    """As the pages of a web server do: readers and writers at once, none of them turned away."""
    made = [extraction(f"{ARTICLE}Number {number}.\n", given_id=f"{number}.txt") for number in range(12)]
    with open_store(tmp_path / "a.db") as store, ThreadPoolExecutor(12) as pool:
        run = store.begin_run("one", {})

        def work(number: int) -> int:
            store.add(made[number], run=run, pipeline=PIPELINE)
            said = made[number].statements[0].id
            store.add_codings([coding(said)])
            store.review(said, "accept", coder="ann")
            return len(store.statement(said).codings) + len(list(store.uncoded("strikes", "model-1")))

        assert all(count >= 1 for count in pool.map(work, range(12)))
        assert store.verify() == []
        assert store.status().reviewed == 12
