"""Where the codebook of a store is: told before it is written, and never where another store would take it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.editing import Editor
from support.engines import SaidReader, WordCoder
from support.pages import pages_over
from support.shell import Shell
from support.team import team_over
from whipcount.coding import codebook_from_proposition, parse_codebook
from whipcount.config import Settings
from whipcount.project import Engines, build
from whipcount.project.codebook_place import codebook_of, own_codebook
from whipcount.store import open_store

ENGINES = Engines(SaidReader(), WordCoder())
OTHER = "questions: [{id: q, text: What now?, propositions: [{id: close, text: The bridge should be closed}]}]"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in another folder than the one that one works in, and in no project."""
    for module in ("codebook", "codebook_edit"):
        monkeypatch.setattr(f"whipcount.web.{module}.shipped_coder", lambda _: ENGINES.coder)
    (tmp_path / "kept").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    row = {"id": "1", "text": "Ann Lee said she would back the tram."}
    Path("a.jsonl").write_text(json.dumps(row))
    with open_store(tmp_path / "kept" / "lanes.db") as store:
        build(
            [Path("a.jsonl")], store, codebook_from_proposition("The city should build it"), Settings(), engines=ENGINES
        )
    return tmp_path / "kept" / "lanes.db"


def test_the_page_says_where_and_saving_writes_there_and_nowhere_else(elsewhere: Path) -> None:
    with pages_over(elsewhere, Settings(store=str(elsewhere))) as pages:
        for at in ("/codebook/edit", "/codebook/text"):
            editor = Editor(pages, elsewhere, at).open()
            assert f"saving makes lanes.codebook.yaml in {elsewhere.parent.resolve()}" in editor.told
        editor = Editor(pages, elsewhere).open()
        editor.press("check", ("p.text", "The city should build it", "The city should build two")).press("save")
        assert "Saved as change" in editor.told
        assert parse_codebook(own_codebook(elsewhere).read_text()) == pages.store.codebook()
        assert "There is no file yet" not in pages.get("/codebook/edit")
    assert [one.name for one in Path().iterdir()] == ["a.jsonl"]


def test_what_was_saved_for_one_store_is_taken_for_it_and_for_no_other(elsewhere: Path, shell: Shell) -> None:
    own_codebook(elsewhere).write_text(OTHER)
    source = str(elsewhere.parent.with_name("here") / "a.jsonl")
    assert shell("build", source, "--store", str(elsewhere), "-q").code == 0
    with open_store(elsewhere) as store:
        assert store.codebook() == parse_codebook(OTHER)
    other = elsewhere.with_name("other.db")
    assert shell("build", source, "--store", str(other), "-q").code == 0
    with open_store(other) as store:
        assert store.codebook() is None


@pytest.mark.parametrize(
    ("files", "settings", "store", "expected"),
    [
        ((), {}, "kept/a.db", "kept/a.codebook.yaml"),
        ((), {}, "whipcount.db", "codebook.yaml"),
        (("codebook.yaml",), {}, "kept/a.db", "codebook.yaml"),
        (("codebook.yaml", "kept/a.codebook.yaml"), {}, "kept/a.db", "kept/a.codebook.yaml"),
        (("whipcount.toml",), {}, "kept/a.db", "codebook.yaml"),
        ((), {"codebook": "mine.yaml"}, "kept/a.db", "mine.yaml"),
    ],
)
def test_the_stores_own_comes_first_then_what_is_there_or_named_or_a_projects(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: tuple[str, ...],
    settings: dict[str, str],
    store: str,
    expected: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kept").mkdir()
    for name in files:
        Path(name).write_text("")
    assert codebook_of(Path(store), Settings(**settings)) == Path(expected)


def test_a_team_is_not_told_where_on_the_server_files_lie(tmp_path: Path) -> None:
    with team_over(tmp_path, Settings(team=True)) as team:
        page = team.client.get("/p/lanes/codebook/edit", headers=team.session("edna"))
        assert "saving makes lanes.codebook.yaml." in page.text
        assert str(tmp_path) not in page.text
        assert team.client.get("/p/lanes/codebook.json", headers=team.session("rita")).json()["file"]["folder"] == ""
