"""The JSON that commands write, key by key, on real output (design.md, section 4)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.shell import Shell

ARTICLE = "Joe Biden met reporters.\n\nBiden said on Tuesday that he would back the tram.\n"


@pytest.fixture
def record(project: Path) -> Path:
    path = project / "a.jsonl"
    given = {
        "id": "a1",
        "title": "Tram",
        "outlet": "The Paper",
        "url": "https://example.org/a",
        "byline": "By A. Writer",
    }
    path.write_text(json.dumps({**given, "text": ARTICLE, "published": "2024-09-12", "desk": "city"}) + "\n")
    return path


def test_extract_writes_documents_and_statements_as_designed(shell: Shell, record: Path) -> None:
    (line,) = shell("extract", "a.jsonl").lines
    assert list(line) == ["document", "statements"]
    document = line["document"]
    assert list(document)[:9] == [
        "id", "given_id", "outlet", "url", "title", "byline", "published", "text", "blocks",
    ]  # fmt: skip
    assert (document["given_id"], document["outlet"], document["title"]) == ("a1", "The Paper", "Tram")
    assert (document["url"], document["byline"]) == ("https://example.org/a", "By A. Writer")
    assert document["published"] == "2024-09-12"
    assert document["text"] == ARTICLE
    assert [list(block) for block in document["blocks"]] == [["kind", "start", "end"]] * 2

    (statement,) = line["statements"]
    assert list(statement) == [
        "id", "source", "cue", "content", "form", "speaker", "said_on", "parent", "confidence",
    ]  # fmt: skip
    assert set(statement["speaker"]) >= {"name", "kind", "as_written", "on_behalf_of", "role", "evidence"}
    assert statement["parent"] is None
    assert 0 <= statement["confidence"] <= 1
    for role, words in (("source", "Biden"), ("cue", "said"), ("content", "that he would back the tram")):
        assert isinstance(statement[role], list)
        assert words in " ".join(ARTICLE[start:end] for start, end in statement[role]) or role == "content"


def test_a_statement_without_a_day_has_null(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.\n")
    (line,) = shell("extract", "a.txt").lines
    assert line["document"]["published"] is None
    assert line["statements"][0]["said_on"] is None


def test_read_writes_the_document_alone(shell: Shell, record: Path) -> None:
    (line,) = shell("read", "a.jsonl").lines
    assert line["text"] == ARTICLE
    assert list(line)[:9] == list(shell("extract", "a.jsonl").lines[0]["document"])[:9]


def test_what_read_writes_extract_takes(shell: Shell, record: Path) -> None:
    (line,) = shell("extract", "-", stdin=shell("read", "a.jsonl").out.encode()).lines
    assert (line["document"]["text"], line["document"]["published"]) == (ARTICLE, "2024-09-12")
    assert line["document"]["outlet"] == "The Paper"


def test_extract_reads_standard_input(shell: Shell) -> None:
    (line,) = shell("extract", "-", stdin=ARTICLE.encode()).lines
    assert line["document"]["text"] == ARTICLE


def test_what_extract_writes_add_takes_and_building_it_gives_the_same(shell: Shell, record: Path) -> None:
    extracted = shell("extract", "a.jsonl").out
    Path("out.jsonl").write_text(extracted)
    tram = ("--proposition", "The city should build the tram")
    assert shell("add", "out.jsonl", *tram, "--store", "added.db").code == 0
    assert shell("build", "a.jsonl", *tram, "--store", "built.db").code == 0
    added, built = (shell("positions", "--json", "--store", name).json for name in ("added.db", "built.db"))
    assert added == built
    again = shell("add", "out.jsonl", *tram, "--store", "added.db")
    assert "0 statements added, 0 judgements made" in again.err


def test_positions_have_the_designed_keys(shell: Shell, record: Path) -> None:
    shell("build", "a.jsonl", "--proposition", "The city should build the tram")
    (position,) = shell("positions", "--format", "json").json
    designed = {
        "actor", "kind", "affiliation", "proposition", "stance", "lean", "since", "confidence", "reviewed_share",
        "statements", "shifts",
    }  # fmt: skip
    assert designed <= set(position)
    (row,) = shell("statements", "--json").json
    assert position["statements"] == [row["statement"]]


def test_stance_takes_and_gives_json_lines(shell: Shell) -> None:
    lines = (
        b'{"id": "1", "text": "We back the tram"}\n\n'
        b'{"id": "2", "text": "no comment", "proposition": "The bus"}\nnope\n'
    )
    shown = shell("stance", "--proposition", "The city should build the tram", stdin=lines)
    assert shown.code == 3
    first, second = shown.lines
    assert list(first) == ["id", "relevant", "stance", "scores"]
    assert (first["id"], first["stance"]) == ("1", "support")
    assert set(first["scores"]) == {"support", "oppose", "conditional", "noncommittal", "none"}
    assert sum(first["scores"].values()) == pytest.approx(1)
    assert (second["id"], second["stance"]) == ("2", "noncommittal")
    assert "line 4" in shown.err


def test_stdout_is_data_alone(shell: Shell, record: Path) -> None:
    """Whatever is told besides goes to stderr, so that a pipe always gets clean lines."""
    Path("empty.txt").write_bytes(b"")
    shown = shell("-v", "extract", "a.jsonl", "empty.txt")
    assert len(shown.lines) == 1
    assert "empty.txt" in shown.err


@pytest.mark.parametrize("command", ["status", "log", "doctor", "actors", "statements", "positions"])
def test_every_listing_is_also_json(shell: Shell, record: Path, command: str) -> None:
    shell("build", "a.jsonl", "--proposition", "The city should build the tram")
    assert shell(command, "--json").json


def test_a_reader_that_stops_listening_is_no_error(record: Path, project: Path) -> None:
    """``whipcount read … | head -1`` ends without a traceback."""
    Path("many.jsonl").write_text("\n".join(json.dumps({"text": ARTICLE * 50}) for _ in range(200)))
    command = f"{sys.executable} -m whipcount read many.jsonl | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "141"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
