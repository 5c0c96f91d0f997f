"""Sources and runs: what goes on, what ended how, and what is left to do, with the command that does it."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.gold_store import build_gold_store
from support.pages import Pages, copied, pages_over
from support.team import Team, team_over
from whipcount.cli.main import cli
from whipcount.config import Settings
from whipcount.demo import demo_sources
from whipcount.errors import ADVICE, REASONS
from whipcount.model import Rejected
from whipcount.store.oversight import RunProgress, RunTally
from whipcount.store.records import RunRow
from whipcount.web.resuming import SILENT, Known, command_of, view_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("runs") / "debate.db")


@pytest.fixture
def pages(built: Path, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(copied(built, tmp_path / "debate.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with team_over(tmp_path_factory.mktemp("runs-team"), Settings(team=True)) as opened:
        yield opened


def run(command: str = "build", *, ended: int | None = None, started: int = 0, **settings: object) -> RunRow:
    """A run that started ``started`` minutes after noon."""
    end = None if ended is None else NOON + timedelta(minutes=ended)
    return RunRow(f"{command}{started}", command, settings, NOON + timedelta(minutes=started), end, {})  # type: ignore[arg-type]


def known(*later: RunRow, minutes: float = 0) -> Known:
    return Known("a.db", later, NOON + timedelta(minutes=minutes))


def begun(pages: Pages) -> str:
    plain = asdict(Settings(coder="Maya"))
    return pages.store.begin_run("build", {**plain, "sources": ["wire dumps/", "a.txt"]})


def test_a_run_is_running_while_it_gives_signs_of_life() -> None:
    silent = SILENT.total_seconds() / 60
    assert view_of(run(), None, None, known(minutes=silent)).state == "running"
    assert view_of(run(), None, None, known(minutes=silent + 1)).state == "cut off"
    told = RunProgress("reading", 3, 9, "c.txt", NOON + timedelta(minutes=10), None)
    assert view_of(run(), None, told, known(minutes=silent + 10)).state == "running"
    handled = RunTally(stored=1, latest=NOON + timedelta(minutes=20))
    assert view_of(run(), handled, told, known(minutes=silent + 20)).state == "running"
    assert view_of(run(ended=1), None, told, known(minutes=99)).state == "done"


def test_what_is_left_of_a_run_is_left_until_another_one_did_the_same() -> None:
    told = RunProgress("reading", 3, 9, "c.txt", NOON, "interrupted")
    cut = run(sources=["a/"])
    assert view_of(cut, None, told, known(minutes=9)).left
    others = [run(started=1, ended=2, sources=["b/"]), run(started=1, sources=["a/"]), run("code", started=1, ended=2)]
    assert view_of(cut, None, told, known(*others, minutes=9)).left
    same = run(started=3, ended=4, sources=["a/"])
    view = view_of(cut, None, told, known(*others, same, minutes=9))
    assert (view.left, view.later, view.state) == (False, same, "stopped")
    assert not view_of(run("code"), None, told, known(run(started=1, ended=2), minutes=9)).left


@pytest.mark.parametrize(
    ("it", "line"),
    [
        (run(sources=["a b/"], codebook="codebook.yaml"), "whipcount build 'a b/' --store a.db"),
        (run(sources=["a/"], published="2024-09-12", codebook="other.yaml", actors="own.csv"),
         "whipcount build a/ --published 2024-09-12 --codebook other.yaml --actors own.csv --store a.db"),
        (run(sources=["-"], proposition="Close it", codebook="codebook.yaml"),
         "whipcount build - --proposition 'Close it' --store a.db"),
        (run(), "whipcount build SOURCE --store a.db"),
        (run(sources=[f"{n}.txt" for n in range(41)]), "whipcount build SOURCE --store a.db"),
        (run(sources=[str(path) for path in demo_sources()]), "whipcount demo --no-serve --store a.db"),
        (run("add"), "whipcount add FILE --store a.db"),
        (run("code"), "whipcount code --store a.db"),
        (run("code --llm"), "whipcount code --llm --store a.db"),
        (run("learn"), "whipcount code --store a.db"),
        (run("correct"), None),
    ],
)  # fmt: skip
def test_the_command_for_what_is_left(
    it: RunRow, line: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command_of(it, "a.db") == line
    if line is None:
        return
    monkeypatch.chdir(tmp_path)
    Path("FILE").write_text("{}")
    words = shlex.split(line)[1:]
    with cli.commands[words[0]].make_context(words[0], words[1:]):  # every option exists, and the values fit
        pass


def test_every_reason_has_advice() -> None:
    assert set(ADVICE) == set(REASONS)


def test_a_build_that_was_interrupted_is_shown_with_its_command(pages: Pages) -> None:
    id_ = begun(pages)
    pages.store.reject(Rejected("x.pdf", "read", "binary", "It is a PDF.", "e" * 64, 5), run=id_, pipeline="test")
    pages.store.stop_run(id_, "interrupted")
    line = f"whipcount build &#39;wire dumps/&#39; a.txt --store {pages.path}"
    for at in ("/runs", f"/runs/{id_}"):
        assert line in pages.get(at)
        assert "It ended early: interrupted." in pages.get(at)
    html = pages.get(f"/runs/{id_}")
    assert ADVICE["binary"] in html
    assert "x.pdf" in html
    assert "by Maya" in html
    told = pages.client.get(f"/runs/{id_}.json").json()
    assert (told["state"], told["failed"], told["rejected"]) == ("stopped", 1, {"binary": 1})
    assert told["again"] == f"whipcount build 'wire dumps/' a.txt --store {pages.path}"
    assert [problem["given_id"] for problem in told["problems"]] == ["x.pdf"]
    pages.store.end_run(begun(pages), counts={"stored": 0})
    assert "taken up since" in pages.get("/runs")
    assert line not in pages.get("/runs")
    assert "Nothing of it is left" in pages.get(f"/runs/{id_}")


def test_a_running_job_is_shown_as_it_goes_on(pages: Pages) -> None:
    assert "Running now" not in pages.get("/runs")
    assert "data-running" not in pages.get("/runs/now")
    id_ = begun(pages)
    pages.store.note_progress(id_, "reading", 1, statements=402, name="<b>.html")
    for at in ("/runs", f"/runs/{id_}", "/runs/now"):
        html = pages.get(at)
        assert f'data-running="{id_}"' in html
        assert "&lt;b&gt;.html" in html
        assert "402" in html
    assert "<html" not in pages.get("/runs/now")
    pages.store.note_progress(id_, "coding", 77)
    assert "Judging statements" in pages.get("/runs/now")
    assert pages.client.get(f"/runs/{id_}.json").json()["judgements"] == 77
    pages.store.end_run(id_, counts={"codings": 80})
    assert "data-running" not in pages.get("/runs/now")


def test_every_run_and_every_outlet_is_in_the_twins(pages: Pages) -> None:
    for _ in range(60):
        pages.store.end_run(begun(pages), counts={})
    html = pages.get("/runs")
    assert "<strong>61 runs</strong>, showing 1–50" in html
    assert 'rel="next" href="/runs?page=2"' in html
    rows = list(csv.DictReader(io.StringIO(pages.client.get("/runs.csv").text)))
    told = pages.client.get("/runs.json").json()
    assert len(rows) == told["total"] == len(told["runs"]) == 61
    assert {row["state"] for row in rows} == {"done"}
    gold = rows[-1]
    assert (int(gold["read"]), int(gold["failed"])) == (pages.store.status().documents, 1)
    outlets = pages.client.get("/runs/outlets.json").json()["outlets"]
    listed = list(csv.DictReader(io.StringIO(pages.client.get("/runs/outlets.csv").text)))
    assert sum(row["documents"] for row in outlets) == sum(int(row["documents"]) for row in listed)
    assert sum(row["documents"] for row in outlets) == pages.store.status().documents
    assert sum(row["statements"] for row in outlets) == pages.store.status().statements
    assert "No run of this kind" in pages.get("/runs?command=nothing")


def test_the_counts_of_an_outlet_open_as_many(pages: Pages) -> None:
    section = pages.get("/runs").split('id="outlets-title"')[1].split("</section>")[0]
    found = re.findall(r'href="(/(documents|statements)\?outlet=[^"]+)">(\d+)<', section)
    assert len(found) >= 10
    for at, noun, number in found:
        assert f"<strong>{number} {noun.removesuffix('s')}" in pages.get(at.replace("&amp;", "&"))


def test_many_sources_are_named_in_part(pages: Pages) -> None:
    id_ = pages.store.begin_run("build", {"sources": [f"articles/{number}.txt" for number in range(99)]})
    html = pages.get(f"/runs/{id_}")
    assert "articles/39.txt" in html
    assert "articles/40.txt" not in html
    assert "and 59 more" in html
    assert len(pages.client.get(f"/runs/{id_}.json").json()["sources"]) == 99


def test_statements_that_nobody_judged_are_left_to_do(pages: Pages) -> None:
    assert "Not judged yet" not in pages.get("/runs")
    with pages.store._writing() as connection:
        connection.exec_driver_sql("UPDATE codings SET current = 0 WHERE proposition = ?", (pages.proposition(),))
    html = pages.get("/runs")
    assert "Not judged yet" in html
    assert f"{pages.store.status().statements} statements on" in html
    assert f"whipcount code --store {pages.path}" in html


def test_an_unknown_run_or_reason_is_told(pages: Pages) -> None:
    assert "There is no run" in pages.get("/runs/nothing", 404)
    pages.get("/runs/nothing.json", 404)
    pages.get("/runs?what=1", 400)
    pages.get("/status?reason=odd", 400)
    assert "type" in pages.get("/status?reason=type&problems=yes")


def test_a_team_is_told_neither_where_the_store_lies_nor_the_words_of_an_error(team: Team) -> None:
    id_ = team.store.begin_run("build", {"sources": ["articles/"], "coder": "Maya", "store": "/secret/place.db"})
    team.store.stop_run(id_, "The store /secret/place.db cannot be written.")
    assert "/secret/" not in team.client.get("/p/lanes/status.json", headers=team.session("rita")).text
    for at in ("/runs", f"/runs/{id_}", "/runs.json", "/runs.csv", f"/runs/{id_}.json"):
        text = team.client.get(f"/p/lanes{at}", headers=team.session("rita")).text
        assert "/secret/" not in text, at
        assert str(team.folder) not in text, at
        assert "whoever ran it has seen the cause" in text, at
        assert "whipcount build articles/ --store STORE" in text, at
