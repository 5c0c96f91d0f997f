"""Build: idempotent, resumable, every input accounted for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.engines import SaidReader, WordCoder, counting_engines
from support.shell import Shell

ANN = "Ann Lee said she would back the tram.\n"
BOB = "Bob Ray said he would reject the tram.\n"
TRAM = ("--proposition", "The city should build the tram")

CODEBOOK = """\
version: 1
questions:
  - id: tram
    text: Should there be a tram?
    propositions:
      - id: build-tram
        text: The city should build the tram
"""


@pytest.fixture
def articles(project: Path) -> Path:
    folder = project / "articles"
    folder.mkdir()
    (folder / "ann.txt").write_text(ANN)
    (folder / "bob.txt").write_text(BOB)
    return folder


def test_build_prints_who_is_for_and_who_is_against(shell: Shell, articles: Path) -> None:
    shown = shell("build", articles, *TRAM, "--published", "2024-09-12")
    assert shown.code == 0
    assert "The city should build the tram" in shown.out
    assert shown.out.index("FOR (1)") < shown.out.index("Ann Lee") < shown.out.index("AGAINST (1)")
    assert shown.out.index("AGAINST (1)") < shown.out.index("Bob Ray")
    assert "2 inputs: 2 new. 2 statements added, 2 judgements made." in shown.err


def test_building_again_adds_nothing_and_calls_no_model(
    shell: Shell, articles: Path, reader: SaidReader, coder: WordCoder
) -> None:
    first = shell("build", articles, *TRAM, "--published", "2024-09-12")
    read, judged = len(reader.seen), len(coder.seen)
    second = shell("build", articles, *TRAM, "--published", "2024-09-12")
    assert (len(reader.seen), len(coder.seen)) == (read, judged)
    assert second.out == first.out
    assert "2 inputs: 2 unchanged. 0 statements added, 0 judgements made." in second.err


def test_only_what_is_new_is_read(shell: Shell, articles: Path, reader: SaidReader, coder: WordCoder) -> None:
    shell("build", articles, *TRAM)
    (articles / "cem.txt").write_text("Cem Ay said no comment on the tram.\n")
    reader.seen.clear()
    coder.seen.clear()
    shell("build", articles, *TRAM)
    assert [Path(name).name for name in reader.seen] == ["cem.txt"]
    assert coder.seen == ["no comment on the tram."]


def test_another_publication_date_is_another_reading(shell: Shell, articles: Path, reader: SaidReader) -> None:
    shell("build", articles, *TRAM, "--published", "2024-09-12")
    reader.seen.clear()
    shown = shell("build", articles, *TRAM, "--published", "2024-09-19")
    assert len(reader.seen) == 2
    assert "2 inputs: 2 new versions." in shown.err


def test_a_new_proposition_is_coded_without_reading_again(
    shell: Shell, articles: Path, reader: SaidReader, coder: WordCoder
) -> None:
    shell("build", articles, *TRAM)
    reader.seen.clear()
    shown = shell("build", articles, "--proposition", "The council should resign")
    assert reader.seen == []
    assert len(coder.seen) == 4
    assert "The council should resign" in shown.out


def test_a_reworded_proposition_is_judged_again(shell: Shell, articles: Path, project: Path, coder: WordCoder) -> None:
    book = project / "book.yaml"
    book.write_text(CODEBOOK)
    shell("build", articles, "--codebook", book)
    assert len(coder.seen) == 2
    shell("build", articles, "--codebook", book)
    assert len(coder.seen) == 2
    book.write_text(CODEBOOK.replace("the tram", "the tram to the port"))
    shell("build", articles, "--codebook", book)
    assert len(coder.seen) == 4


def test_the_files_of_the_project_itself_are_no_articles(shell: Shell, articles: Path) -> None:
    """``whipcount build .`` in a project folder reads the articles and says nothing of its own store."""
    shell("init", ".")
    shown = shell("build", ".", *TRAM)
    assert shown.code == 0
    assert "2 inputs: 2 new." in shown.err


def test_adding_what_was_built_changes_nothing(shell: Shell, articles: Path) -> None:
    shell("build", articles, *TRAM)
    before = shell("statements", "--json").json
    Path("out.jsonl").write_text(shell("extract", articles).out)
    assert shell("add", "out.jsonl").code == 0
    assert shell("statements", "--json").json == before


def test_every_input_has_exactly_one_outcome(shell: Shell, articles: Path) -> None:
    (articles / "copy.txt").write_text(ANN)
    (articles / "empty.txt").write_text("")
    (articles / "fails.txt").write_text("EXPLODE")
    (articles / "noise.txt").write_bytes(bytes(range(256)) * 20)
    shown = shell("build", articles, *TRAM)
    assert shown.code == 3
    assert "6 inputs: 2 new, 1 duplicate, 3 rejected" in shown.err
    outcomes = Counter((row["outcome"], row["reason"]) for row in shell("log", "--json").json)
    assert outcomes == {
        ("stored", None): 2,
        ("duplicate", None): 1,
        ("rejected", "empty"): 1,
        ("rejected", "failed"): 1,
        ("rejected", "binary"): 1,
    }


def test_a_failed_document_still_counts_as_failed_when_built_again(shell: Shell, articles: Path) -> None:
    (articles / "fails.txt").write_text("EXPLODE")
    assert shell("build", articles, *TRAM).code == 3
    assert shell("build", articles, *TRAM).code == 3


def test_a_correction_wins_and_survives_the_next_build(shell: Shell, articles: Path) -> None:
    shell("build", articles, *TRAM)
    (ann,) = [p for p in shell("positions", "--json").json if p["actor"] == "Ann Lee"]
    assert ann["stance"] == "support"
    proposition = ann["proposition"]
    corrected = shell(
        "code", ann["statements"][0], "--proposition", proposition, "--stance", "oppose", "--note", "irony"
    )
    assert corrected.code == 0
    shell("build", articles, *TRAM)
    (ann,) = [p for p in shell("positions", "--json").json if p["actor"] == "Ann Lee"]
    assert (ann["stance"], ann["reviewed_share"]) == ("oppose", 1.0)


def test_without_a_proposition_build_keeps_statements_and_says_what_is_missing(shell: Shell, articles: Path) -> None:
    shown = shell("build", articles)
    assert shown.code == 0
    assert "2 statements added" in shown.err
    assert "--proposition" in shown.err
    assert "2 judgements made" in shell("build", articles, *TRAM).err


def test_build_as_json_is_what_positions_gives(shell: Shell, articles: Path) -> None:
    assert shell("build", articles, *TRAM, "--format", "json").json == shell("positions", "--format", "json").json


def test_the_python_api_takes_the_same_seam(articles: Path) -> None:
    """A program of one's own hands in engines and gets the report as a value."""
    from whipcount.coding import codebook_from_proposition
    from whipcount.config import Settings
    from whipcount.project import build
    from whipcount.store import open_store

    engines, reader, _ = counting_engines()
    with open_store("own.db") as store:
        codebook = codebook_from_proposition("The city should build the tram")
        report = build([articles], store, codebook, Settings(), engines=engines)
    assert (report.inputs, report.stored, report.statements, report.codings) == (2, 2, 2, 2)
    assert report.undated == 2
    assert len(reader.seen) == 2


def test_a_new_list_of_terms_is_looked_for_in_what_was_read_before(
    shell: Shell, articles: Path, project: Path, reader: SaidReader, coder: WordCoder
) -> None:
    (project / "codebook.yaml").write_text(CODEBOOK)
    shell("build", articles)
    assert shell("statements", "--term", "Tram One", "--json").json == []
    (project / "codebook.yaml").write_text(
        CODEBOOK + "terms: [{name: Tram One, kind: programme, aliases: [the tram]}]\n"
    )
    coder.seen.clear()
    again = shell("build", articles)
    assert again.code == 0
    assert len(shell("statements", "--term", "Tram One", "--json").json) == 2
    assert coder.seen == []  # the statements are the same, and so are their judgements
    reader.seen.clear()
    shell("build", articles)
    assert reader.seen == []
