"""Files, folders and globs: what is read, in which order, under which id, and what is said of the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.model import Document, Rejected


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with articles, a subfolder, hidden files and a picture."""
    monkeypatch.chdir(tmp_path)
    inside = tmp_path / "news" / "b"
    inside.mkdir(parents=True)
    for name in ("news/c.txt", "news/a.txt", "news/b/d.md", "news/.hidden.txt", "news/picture.jpg"):
        (tmp_path / name).write_text(f"{name} was read.")
    return tmp_path


def ids(*sources: str | Path) -> list[str]:
    return [made.given_id for made in read(sources, Settings()) if isinstance(made, Document)]


def rejections(*sources: str | Path) -> list[tuple[str, str]]:
    return [(made.given_id, made.reason) for made in read(sources, Settings()) if isinstance(made, Rejected)]


def test_a_folder_is_read_with_its_subfolders_in_the_order_of_names(folder: Path) -> None:
    assert ids("news") == ["news/a.txt", "news/b/d.md", "news/c.txt"]


def test_ids_stay_relative_as_the_source_was(folder: Path) -> None:
    assert ids("./news")[0] == "./news/a.txt"
    assert ids(folder / "news")[0] == str(folder / "news/a.txt")
    assert ids(".")[0] == "news/a.txt"
    assert ids("news/") == ids("news")


def test_a_file_of_another_type_in_a_folder_is_rejected_by_name(folder: Path) -> None:
    assert rejections("news") == [("news/picture.jpg", "type")]


def test_globs_are_read_in_order(folder: Path) -> None:
    assert ids("news/*.txt") == ["news/a.txt", "news/c.txt"]
    assert ids("news/**/*.md") == ["news/b/d.md"]


def test_a_recursive_glob_reads_each_file_once(folder: Path) -> None:
    assert ids("news/**") == ["news/a.txt", "news/b/d.md", "news/c.txt"]


def test_a_name_with_glob_characters_is_the_file_where_there_is_one(folder: Path) -> None:
    Path("what[1].txt").write_text("They met.")
    assert ids("what[1].txt") == ["what[1].txt"]


def test_a_hidden_file_is_read_when_named(folder: Path) -> None:
    assert ids("news/.hidden.txt") == ["news/.hidden.txt"]


def test_one_name_is_one_source_not_its_letters(folder: Path) -> None:
    assert [made.given_id for made in read("news/a.txt", Settings())] == ["news/a.txt"]


@pytest.mark.parametrize("name", ["nothing.txt", "nothing*.txt", "a\0b", "x" * 5000, ""])
def test_a_source_that_is_not_there_is_rejected_not_raised(folder: Path, name: str) -> None:
    ((given_id, reason),) = rejections(name)
    assert reason == "unreadable"
    assert "\0" not in given_id


def test_an_empty_folder_says_so(folder: Path) -> None:
    Path("void/.git").mkdir(parents=True)
    assert rejections("void") == [("void", "empty")]


def test_links_are_followed_to_files_and_not_to_folders(folder: Path) -> None:
    Path("links").mkdir()
    Path("links/a.txt").symlink_to("../news/a.txt")
    Path("links/loop").symlink_to("..")
    Path("links/lost.txt").symlink_to("nowhere")
    assert ids("links") == ["links/a.txt"]
    assert rejections("links") == [("links/loop", "type"), ("links/lost.txt", "unreadable")]


def test_a_named_pipe_in_a_folder_is_not_opened(folder: Path) -> None:
    """Opening it would wait for ever."""
    os.mkfifo("news/pipe.txt")
    assert ("news/pipe.txt", "type") in rejections("news")


def test_a_file_name_that_is_not_utf_8_gets_an_id_that_can_be_stored(folder: Path) -> None:
    name = os.fsdecode(b"news/caf\xe9.txt")
    try:
        Path(name).write_text("They met.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (given_id,) = ids(name)
    assert given_id == "news/caf\\xe9.txt"
    given_id.encode("utf-8")


def test_an_unreadable_file_does_not_stop_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of a file whose folder bars the way, which holds for every user but root."""
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    Path("news/a.txt").chmod(0)
    assert rejections("news/a.txt", "news/c.txt") == [("news/a.txt", "unreadable")]
    assert ids("news/a.txt", "news/c.txt") == ["news/c.txt"]


def test_reading_that_fails_midway_is_a_rejection(folder: Path) -> None:
    """A process's memory opens, and its first page cannot be read: an input/output error, for root as well."""
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("there is no /proc here")
    ((_, reason),) = rejections(memory)
    assert reason == "unreadable"
    assert ids("/proc/self/mem", "news/c.txt") == ["news/c.txt"]


def test_reading_is_lazy(folder: Path) -> None:
    """The first document comes before the second source is looked at."""

    def sources() -> list[str]:
        yield "news/a.txt"  # type: ignore[misc]
        raise AssertionError

    first = next(iter(read(sources(), Settings())))
    assert first.given_id == "news/a.txt"
