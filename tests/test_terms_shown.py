"""Statements can be filtered by what they mention: in the terminal, in the browser and in a file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest

from support.pages import Pages, pages_over
from support.shell import Shell
from whipcount.interchange.tables import to_pandas, to_polars
from whipcount.store import StatementFilter, open_store

TEXTS = (
    "Ann Lee said the Harbour Safety Agency (HSA) will back the tram. Bob Ray said it rains.",
    "Cy Poe said he would reject the tram unless the HSA agrees. Dee Fox said the Tram Act is dead.",
)
NAME = "Harbour Safety Agency"
TRAM = ("--proposition", "The city should build the tram")


@pytest.fixture
def filled(shell: Shell, project: Path) -> Shell:
    for number, text in enumerate(TEXTS):
        (project / f"{number}.txt").write_text(text)
    assert shell("build", *(f"{number}.txt" for number in range(len(TEXTS))), *TRAM).code == 0
    return shell


@pytest.fixture
def pages(filled: Shell, project: Path) -> Iterator[Pages]:
    with pages_over(project / "whipcount.db") as opened:
        yield opened


def _chosen(html: str) -> list[str]:
    """Words and count of the facet value that is set, whose link takes it away."""
    (shown,) = re.findall(r'href="/statements" aria-current="true" title="Take this filter away">(.*?)</a>', html)
    return re.sub("<[^>]+>", " ", shown).split()


@pytest.mark.parametrize("name", [NAME, "HSA", "hsa", "the harbour safety agency"])
def test_the_terminal_lists_the_statements_that_mention_a_term(filled: Shell, name: str) -> None:
    rows = filled("statements", "--term", name, "--json").json
    assert {row["actor"] for row in rows} == {"Ann Lee", "Cy Poe"}
    assert all(row["terms"] == [NAME] for row in rows)


def test_the_filter_narrows_a_search_and_an_export(filled: Shell, project: Path) -> None:
    assert [row["actor"] for row in filled("search", "tram", "--term", "Tram Act", "--json").json] == ["Dee Fox"]
    assert "1 rows for 1 statements" in filled("export", "act.csv", "--term", "Tram Act").err


def test_the_terms_are_listed_with_their_counts(filled: Shell) -> None:
    assert filled("terms", "--json").json == [
        {"name": NAME, "kind": "agency", "acronym": "HSA", "statements": 2, "documents": 2},
        {"name": "Tram Act", "kind": "law", "acronym": None, "statements": 1, "documents": 1},
    ]
    shown = filled("terms").out.splitlines()
    assert shown[0].split() == ["statements", "documents", "kind", "acronym", "term"]
    assert shown[1].split() == ["2", "2", "agency", "HSA", *NAME.split()]
    assert len(filled("terms", "--limit", "1").out.splitlines()) == 2


def test_the_facet_links_to_the_statements_that_it_counts(pages: Pages) -> None:
    html = pages.get("/statements")
    assert ">Terms</h2>" in html
    assert 'href="/statements?term=Harbour+Safety+Agency"' in html
    narrowed = pages.get("/statements?term=Harbour+Safety+Agency")
    assert "<strong>2 statements</strong>" in narrowed
    assert _chosen(narrowed) == [*NAME.split(), "2"]


def test_a_term_under_its_other_name_is_found_and_can_be_taken_away(pages: Pages) -> None:
    html = pages.get("/statements?term=hsa")
    assert "<strong>2 statements</strong>" in html
    assert _chosen(html) == [*NAME.split(), "2"]
    assert "No statement fits" in pages.get("/statements?term=Nothing")


def test_what_counts_towards_positions_can_be_filtered_too(pages: Pages) -> None:
    codebook = pages.store.codebook()
    assert codebook is not None
    counted = f"/statements?proposition={codebook.propositions[0].id}&counted=yes"
    html = pages.get(counted)
    assert "<strong>2 statements</strong>" in html
    assert "term=Harbour+Safety+Agency" in html
    assert "<strong>2 statements</strong>" in pages.get(f"{counted}&term=HSA")
    assert "No statement fits" in pages.get(f"{counted}&term=Tram+Act")


def test_the_twins_have_the_terms(pages: Pages) -> None:
    twin = pages.client.get("/statements.json?term=hsa").json()
    assert twin["total"] == 2
    assert all(row["terms"] == [NAME] for row in twin["statements"])
    rows = list(csv.DictReader(io.StringIO(pages.get("/statements.csv?term=hsa"))))
    assert {row["terms"] for row in rows} == {NAME}


def test_every_export_has_the_names(filled: Shell, project: Path) -> None:
    with open_store(project / "whipcount.db") as store:
        rows = store.statements(StatementFilter(order="text"), limit=None).items
    wanted = [[NAME], [], [NAME], ["Tram Act"]]
    assert to_pandas(rows)["terms"].tolist() == wanted
    assert to_polars(rows)["terms"].to_list() == wanted
    filled("export", "all.parquet", "--order", "text")
    assert pyarrow.parquet.read_table(project / "all.parquet")["terms"].to_pylist() == wanted
    filled("export", "all.jsonl", "--order", "text")
    lines = (project / "all.jsonl").read_text().splitlines()
    assert [json.loads(line)["terms"] for line in lines] == wanted
    filled("export", "all.csv", "--order", "text")
    text = (project / "all.csv").read_text(encoding="utf-8")
    cells = [row["terms"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert cells == [NAME, "", NAME, "Tram Act"]
