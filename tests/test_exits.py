"""Where text leaves the program, it stays text: tables, JSON, log lines, terminals, headers, file names (check B34)."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.hostile import hostile_document
from support.pages import Pages, made_store, pages_over
from whipcount.accounts.records import checked_name
from whipcount.cli.logs import OneEntry
from whipcount.coding import codebook_from_proposition
from whipcount.errors import UsageError
from whipcount.interchange.cells import FORMULA_STARTS
from whipcount.interchange.columns import records
from whipcount.interchange.tables import csv_lines, jsonl_lines
from whipcount.interchange.terminal import printable
from whipcount.store import open_store

FORMULAS = tuple(
    f'{before}{start}HYPERLINK("https://evil.example",1)'
    for start in FORMULA_STARTS
    if start != "\0"  # no store keeps a NUL
    for before in ("", " ", "\u00a0", "\ufeff")
)
LINES = (
    "a\r\nERROR forged", "a\nERROR forged", "a\rERROR forged", "a\x0bb", "a\x0cb", "a\x1cb", "a\x85b",
    "a\u2028b", "a\u2029b",
    "\x1b[31mred", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x9b31m", "\x08\x08\x08", "a\tb", "\x7f", "\u202egnp.exe",
    "\u2066x\u2069",
    "\ufeffx", "\u200bx",
)  # fmt: skip
NAMES = (
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x", "CON", "NUL", "COM1.txt", "x" * 300, "a\0b",
    "\u202egpj.exe", "file:///x", "a;b", 'a"b', "a\r\nSet-Cookie: x=1", "a%00b", "~root", "$HOME", "`id`",
    "| id", "-rf",
)  # fmt: skip
MARKUP = (
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028alert(1)", "\u2029alert(1)", "&lt;/script&gt;",
    "<\\/script>", "\\u003c/script>", "'\"><svg onload=alert(1)>", "{{7*7}}",
)  # fmt: skip
STORED = (*FORMULAS, *LINES, *(n for n in NAMES if "\0" not in n), *MARKUP)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    path = tmp_path_factory.mktemp("exits") / "hostile.db"
    codebook = codebook_from_proposition("Close it")
    with pages_over(made_store(path, *map(hostile_document, STORED), codebook=codebook)) as opened:
        yield opened


def runs(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula, however it trims."""
    bare = "".join(c for c in cell if unicodedata.category(c) not in ("Cf", "Cc", "Zl", "Zp")).strip()
    return cell.startswith(FORMULA_STARTS) or bare.startswith(FORMULA_STARTS)


def test_there_are_two_hundred_cases() -> None:
    assert len(STORED) * 2 + len(LINES) * 2 + len(NAMES) * 2 >= 200


@pytest.mark.parametrize("at", ["/statements.csv", "/documents.csv", "/actors.csv", "/status.csv"])
def test_no_cell_of_a_list_is_a_formula(pages: Pages, at: str) -> None:
    rows = list(csv.reader(io.StringIO(pages.get(at), newline="")))
    assert len(rows) > len(STORED) / 2 or at == "/status.csv"
    assert [cell for row in rows for cell in row if runs(cell)] == []
    assert len({len(row) for row in rows}) == 1, "no text breaks out of its cell"


@pytest.mark.parametrize("text", STORED)
def test_no_cell_of_an_export_is_a_formula_and_no_line_is_two(pages: Pages, text: str) -> None:
    (row,) = [r for r in pages.store.statements(limit=None).items if r.title == text]
    table = list(records([row], None))
    cells = next(csv.reader(io.StringIO("".join(list(csv_lines(table))[1:]), newline="")))
    assert [cell for cell in cells if runs(cell)] == []
    (line,) = jsonl_lines(table)
    assert line.splitlines() == [line.removesuffix("\n")]
    assert json.loads(line)["title"] == text


@pytest.mark.parametrize("text", STORED)
def test_json_can_stand_in_a_page(pages: Pages, text: str) -> None:
    document, _ = hostile_document(text)
    for at in (f"/documents/{document.id}.json", f"/api/v1/documents/{document.id}"):
        answer = pages.client.get(at)
        assert answer.json().get("title", answer.json().get("document", {}).get("title")) == text
        assert answer.headers["content-type"].split(";")[0] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search("[<>&\u2028\u2029]", pages.get(f"/documents/{document.id}.json"))


@pytest.mark.parametrize("text", LINES)
def test_a_log_entry_is_never_two(text: str) -> None:
    error = ValueError(text)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "met %s", (text,), (ValueError, error, None))
    lines = OneEntry("%(levelname)s %(message)s").format(record).split("\n")
    assert lines[0].startswith("ERROR met ")
    assert all(line.startswith("    ") for line in lines[1:])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", "\n".join(lines))


@pytest.mark.parametrize("text", LINES)
def test_a_terminal_sees_one_line_without_commands(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", printable(text))


@pytest.mark.parametrize("name", NAMES)
def test_a_project_or_account_is_never_called_so(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name, "project")


def test_what_is_saved_is_named_by_us(pages: Pages) -> None:
    """No text of a stranger is part of a header, so none can add one."""
    for at in ("/statements.csv", "/documents.csv", "/actors.csv", "/status.csv"):
        for name in NAMES:
            answer = pages.client.get(at, params={"text": name} if at in ("/statements.csv", "/documents.csv") else {})
            saved = "log.csv" if at == "/status.csv" else at[1:]
            assert answer.headers["content-disposition"] == f'attachment; filename="{saved}"'
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", NAMES)
def test_no_address_leads_out_of_the_files_that_are_ours(pages: Pages, name: str) -> None:
    from urllib.parse import quote

    for at in (
        f"/static/{quote(name, safe='')}",
        f"/static/%2e%2e/{quote(name)}",
        f"/static/..%2f{quote(name, safe='')}",
    ):
        answer = pages.client.get(at, follow_redirects=False)
        assert answer.status_code in (303, 307, 400, 404, 405), at
        assert "root:" not in answer.text


def test_the_record_is_kept_as_it_was(pages: Pages, tmp_path: Path) -> None:
    """Made harmless where it leaves, not where it is kept."""
    with open_store(pages.path) as store:
        assert {row.document.title for row in store.documents(limit=None).items} == set(STORED)
