"""The user's own list of actors: two formats, one meaning, and errors that name file, line and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whipcount.errors import ActorListError
from whipcount.register import Entry, Form, Term
from whipcount.register.own import load_actors

YAML = """\
actors:
  - name: Mary Holt
    aliases: ["Councillor Holt", {name: Mary Berg, until: 2019-05-01}]
    wikidata: Q42
    born: 1970-02-03
    roles:
      - {role: mayor, organisation: City of Saltmere, party: Harbour Party, country: Norland, from: 2020-01-01}
      - {role: councillor, from: 2012-01-01, until: 2019-12-31}
  - name: Harbour Board
    kind: organisation
    aliases: [HB]
"""
CSV = """\
name,kind,aliases,role,from,until,wikidata
Mary Holt,person,Councillor Holt; Holt,mayor,2020-01-01,,Q42
Mary Holt,,,councillor,2012-01-01,2019-12-31,Q42

Harbour Board,organisation,HB,,,,
"""


def load(path: Path, text: str) -> tuple[Entry, ...]:
    path.write_text(text, encoding="utf-8")
    return load_actors(path)


def test_yaml_holds_names_with_days_and_roles_with_days(tmp_path: Path) -> None:
    mary, board = load(tmp_path / "actors.yaml", YAML)
    assert (mary.id, mary.name, mary.born) == ("wikidata:Q42", "Mary Holt", date(1970, 2, 3))
    assert mary.forms[1:] == (Form("Councillor Holt"), Form("Mary Berg", None, date(2019, 5, 1)))
    assert mary.terms[0] == Term(
        "mayor", "City of Saltmere", None, "Harbour Party", "Norland", date(2020, 1, 1), None
    )  # fmt: skip
    assert [term.role for term in mary.on(date(2015, 6, 1))] == ["councillor"]
    assert (board.id, board.kind, board.forms) == (
        "own:harbour-board",
        "organisation",
        (Form("Harbour Board"), Form("HB")),
    )


def test_rows_of_a_table_with_one_id_are_one_actor(tmp_path: Path) -> None:
    mary, board = load(tmp_path / "actors.CSV", CSV)
    assert [term.role for term in mary.terms] == ["mayor", "councillor"]
    assert [form.name for form in mary.forms] == ["Mary Holt", "Councillor Holt", "Holt"]
    assert board.kind == "organisation"


def test_a_list_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert len(load(tmp_path / "a.csv", "\ufeff" + CSV)) == 2


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("- a", 1, "must begin with `actors:`"),
        ("", 1, "must begin with `actors:`"),
        ("actors: 3", 1, "must be a list"),
        ("actors:\n  - Mary", 1, "`key: value` lines"),
        ("actors:\n  - name: Mary\n  - rolle: mayor\n", 3, "no key 'rolle'; known keys: name"),
        ("actors:\n  - kind: person\n", 2, "no 'name'; add it"),
        ("actors:\n  - {name: M, kind: ship}\n", 2, "person or organisation, not 'ship'"),
        ("actors:\n  - {name: M, wikidata: 42}\n", 2, "put it in quotation marks"),
        ("actors:\n  - {name: M, wikidata: P42}\n", 2, "such as Q359442"),
        ("actors:\n  - {name: M, id: 'a b'}\n", 2, "may hold only letters"),
        ("actors:\n  - {name: M, from: soon}\n", 2, "such as 2024-09-12"),
        (
            "actors:\n  - name: M\n    roles:\n      - {role: x, from: 2020-01-01, until: 2019-01-01}\n",
            4,
            "exchange them",
        ),
        ("actors:\n  - name: M\n    roles:\n      - {rank: x}\n", 4, "a role has no key 'rank'"),
        ("actors:\n  - {name: M, aliases: [3]}\n", 2, "write a name, or name, from and until"),
        ("actors:\n  - {name: M, aliases: [{from: 2020-01-01}]}\n", 2, "an alias has no 'name'"),
        ("actors:\n  - name: [\n", 3, "not valid YAML"),
    ],
)
def test_what_is_wrong_in_yaml_is_told_with_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(ActorListError) as caught:
        load(tmp_path / "actors.yaml", text)
    assert told in str(caught.value)
    assert "actors.yaml" in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("nome\nMary\n", 1, "no key 'nome'"),
        ("kind\nperson\n", 1, "no column 'name'"),
        ("name,kind\nMary\n", 2, "check the commas"),
        ("name\nMary,person\n", 2, "check the commas"),
        ('name,role\nMary,mayor\nBo,"a" b\n', 2, "Mend the quotation marks"),
        ("name,from\nMary,2020\n", 2, "such as 2024-09-12"),
        ("name,kind\n,person\n", 2, "no 'name'; add it"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(ActorListError) as caught:
        load(tmp_path / "a.csv", text)
    assert told in str(caught.value)
    assert caught.value.line == line


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ActorListError, match="cannot be read"):
        load_actors(tmp_path / "none.yaml")
    (tmp_path / "l.yaml").write_bytes(b"actors:\n  - name: M\xe9\n")
    with pytest.raises(ActorListError, match="line 2: byte 19 is not UTF-8"):
        load_actors(tmp_path / "l.yaml")
