"""``actors`` and ``merge`` on the command line: look first, change on request, take back, see the history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.shell import Shell

TRAM = ("--proposition", "The city should build the tram")
ARTICLES = {
    "1": ("2024-09-10", "Ann Lee said she would back the tram."),
    "2": ("2024-09-20", "Anne Lee said she would reject the tram."),
    "3": ("2024-09-11", "Bob Ray said no comment on the tram."),
    "4": ("2024-09-12", "Bob Ray said he would back the tram."),
}


@pytest.fixture
def record(shell: Shell, project: Path) -> Shell:
    lines = [json.dumps({"id": id_, "published": day, "text": text}) for id_, (day, text) in ARTICLES.items()]
    (project / "a.jsonl").write_text("\n".join(lines))
    assert shell("build", "a.jsonl", *TRAM).code == 0
    return shell


def names(shell: Shell) -> dict[str, int]:
    return {row["name"]: row["statements"] for row in shell("actors", "--json").json}


def leans(shell: Shell) -> dict[str, str]:
    return {p["actor"]: p["lean"] for p in shell("positions", "--json").json}


def test_a_preview_shows_statements_and_positions_and_changes_nothing(record: Shell) -> None:
    before = names(record)
    shown = record("merge", "Ann Lee", "Anne Lee", "--into", "Ann Lee", "--preview")
    assert shown.code == 0
    for words in (
        "Ann Lee",
        "Anne Lee",
        "2 positions would change",
        "for (1)",
        "against (2)",
        "1 statement would change",
    ):
        assert words in shown.out
    assert names(record) == before
    assert record("actors", "history", "--json").json == []
    as_json = record("merge", "Ann Lee", "Anne Lee", "--preview", "--json").json
    assert [row["statements"] for row in as_json["before"]] == [1, 1]
    assert [row["statements"] for row in as_json["after"]] == [2]
    (move,) = as_json["statements"]
    assert move["before"] != move["after"]
    assert {(p["before"] or {}).get("lean") for p in as_json["positions"]} == {"for", "against"}


def test_merging_changes_actors_positions_and_exports_and_undo_brings_them_back(record: Shell, project: Path) -> None:
    before, stood = names(record), leans(record)
    merged = record("merge", "Ann Lee", "Anne Lee", "--into", "A. Lee", "--yes", "--note", "a slip of the pen")
    assert merged.code == 0
    assert "Recorded as change 9." in merged.err or "Recorded as change" in merged.err
    assert names(record) == {"A. Lee": 2, "Bob Ray": 2}
    assert leans(record)["A. Lee"] == "against"
    record("export", "out.csv")
    keys = {line.split(",")[0] for line in (project / "out.csv").read_text().splitlines()[1:]}
    assert len(keys) == 4
    assert len({row["actor_key"] for row in record("statements", "--json").json}) == 2
    assert {row["actor_name"] for row in record("statements", "--json").json} == {"A. Lee", None}
    (event,) = record("actors", "history", "--json").json
    assert (event["change"]["action"], event["coder"], event["note"]) == ("merge", "analyst", "a slip of the pen")
    assert record("actors", "undo", "--yes").code == 0
    assert (names(record), leans(record)) == (before, stood)
    history = record("actors", "history").out
    assert f"(undone by {event['number'] + 1})" in history
    assert "a slip of the pen" in history


def test_without_a_terminal_nobody_is_asked_and_nothing_changes(record: Shell) -> None:
    before = names(record)
    shown = record("merge", "Ann Lee", "Anne Lee")
    assert shown.code == 2
    assert "Add --yes" in shown.err
    assert names(record) == before


def test_renaming_and_splitting(record: Shell) -> None:
    record("actors", "rename", "Bob Ray", "Robert Ray", "--yes")
    assert names(record)["Robert Ray"] == 2
    statement = next(
        row for row in record("statements", "--json").json if row["document"] and row["day"] == "2024-09-12"
    )
    shown = record("actors", "split", "Robert Ray", "Bob Ray the younger", statement["statement"], "--yes")
    assert shown.code == 0
    assert names(record) == {"Ann Lee": 1, "Anne Lee": 1, "Robert Ray": 1, "Bob Ray the younger": 1}
    assert set(leans(record)) == {"Ann Lee", "Anne Lee", "Robert Ray", "Bob Ray the younger"}
    record("actors", "undo", "--yes")
    record("actors", "split", "Robert Ray", "The other", "--document", statement["document"], "--yes")
    assert names(record)["The other"] == 1


def test_what_is_known_of_an_actor(record: Shell) -> None:
    record("merge", "Ann Lee", "Anne Lee", "--yes")
    shown = record("actors", "show", "Ann Lee")
    for words in ("2 statements", "Anne Lee (1)", "merge"):
        assert words in shown.out
    found = record("actors", "show", "Ann Lee", "--json").json
    assert {alias["name"] for alias in found["aliases"]} == {"Ann Lee", "Anne Lee"}
    assert [event["change"]["action"] for event in found["changes"]] == ["merge"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("merge", "Ann Lee", "Nobody Here"), "no actor 'Nobody Here'"),
        (("merge", "Ann Lee", "--yes"), "two different actors"),
        (("actors", "show", "Zed"), "whipcount actors"),
        (("actors", "undo"), "nothing to undo"),
        (("actors", "undo", "77", "--yes"), "no change 77"),
        (("actors", "rename", "Ann Lee", " ", "--yes"), "Give a name"),
        (("actors", "split", "Ann Lee", "X", "--yes"), "needs the statements"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(record: Shell, call: tuple[str, ...], told: str) -> None:
    shown = record(*call)
    assert shown.code in (1, 2)
    assert told in shown.err


def test_the_users_list_links_speakers_and_a_wrong_one_is_told_with_its_line(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.\n")
    (project / "actors.yaml").write_text(
        "actors:\n  - {name: Ann Lee, wikidata: Q77, role: mayor, organisation: City of Saltmere, country: Norland}\n"
    )
    (line,) = shell("extract", "a.txt", "--published", "2024-09-12", "--actors", "actors.yaml").lines
    speaker = line["statements"][0]["speaker"]
    assert (speaker["actor"], speaker["role"], speaker["country"]) == ("wikidata:Q77", "mayor", "Norland")
    assert {"kind": "organisation", "value": "City of Saltmere"}.items() <= speaker["facts"][1].items()
    assert (
        shell("extract", "a.txt", "--published", "2024-09-12").lines[0]["statements"][0]["speaker"].get("actor") is None
    )
    (project / "whipcount.toml").write_text('actors = "actors.yaml"\n')
    assert shell("build", "a.txt", *TRAM, "--published", "2024-09-12").code == 0
    (row,) = shell("actors", "--json").json
    assert (row["key"], row["role"]) == ("wikidata:Q77", "mayor")
    shown = shell("actors", "show", "Ann Lee").out
    assert "organisation: City of Saltmere · 2024-09-12 · the register (wikidata:Q77) · 1" in shown
    (project / "actors.yaml").write_text("actors:\n  - {name: Ann Lee, rank: mayor}\n")
    wrong = shell("build", "a.txt", *TRAM)
    assert wrong.code == 2
    assert "actors.yaml, line 2" in wrong.err
    assert "actors.yaml, line 2" in shell("doctor").out


def test_another_list_of_actors_reads_the_articles_again(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.\n")
    build = ("build", "a.txt", *TRAM, "--published", "2024-09-12")
    shell(*build)
    assert "1 unchanged" in shell(*build).err
    (project / "actors.csv").write_text("name,wikidata\nAnn Lee,Q77\n")
    assert "1 unchanged" not in shell(*build, "--actors", "actors.csv").err
    assert [row["key"] for row in shell("actors", "--json").json] == ["wikidata:Q77"]


def test_a_surname_alone_is_listed_in_doubt_until_it_is_merged(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.\n")
    (project / "b.txt").write_text("Lee said she would back the tram.\n")
    build = ("build", "a.txt", "b.txt", *TRAM, "--published", "2024-09-12")
    shell(*build)
    (doubt,) = shell("actors", "doubts", "--json").json
    assert sorted(doubt["names"]) == ["Ann Lee", "Lee"]
    assert "“Lee” may be Ann Lee" in shell("actors", "doubts").out
    assert "may be Ann Lee" in shell("actors", "show", "Lee").out
    shell("merge", doubt["first"][:12], doubt["second"], "--into", "Ann Lee", "--yes")
    assert shell("actors", "doubts", "--json").json == []
    before = names(shell)
    shell(*build)
    assert names(shell) == before == {"Ann Lee": 2}
    assert shell("doctor").code == 0
