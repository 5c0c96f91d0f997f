"""Exported tables hold every statement, unchanged and harmless, in files that are whole or absent."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.errors import UsageError
from whipcount.interchange.columns import COLUMNS, records
from whipcount.interchange.tables import csv_lines, export, jsonl_lines, to_pandas, to_polars
from whipcount.model import STANCES, Coding, SaidOn, Span, Speaker, Statement
from whipcount.store.records import StatementRow

DAY = date(2024, 9, 10)
CODED = datetime(2024, 9, 12, 8, 30, tzinfo=UTC)


def coding(proposition: str = "arms", stance: str = "support") -> Coding:
    scores = {s: float(s == stance) for s in STANCES}
    return Coding("s1", proposition, "ann", "human", stance, 1.0, scores, Span(3, 9), "a1", "", CODED)  # type: ignore[arg-type]


def row(quotation: str = "We will act", **changes) -> StatementRow:
    statement = Statement(
        id="s1",
        document_id="d1",
        source=(Span(0, 5),),
        cue=(),
        content=(Span(11, 14), Span(20, 28)),
        form="direct",
        speaker=Speaker("Joe Biden", "person", "he", role="President", rule="name", confidence=0.8),
        said_on=SaidOn(DAY, DAY, "day", (), "weekday"),
        confidence=0.9,
    )
    values = {
        "statement": statement,
        "document_id": "d1",
        "title": "Title",
        "outlet": "Outlet",
        "url": None,
        "published": DAY,
        "byline": None,
        "quotation": quotation,
        "verified": True,
        "context": f"He said: {quotation}.",
        "context_start": 2,
        "codings": (coding(),),
        "reviewed": False,
        "rejected": False,
        "superseded": False,
        "event": "e1",
        "sightings": 3,
        "actor_key": "k1",
    }
    return StatementRow(**(values | changes))


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_one_row_for_each_statement_and_proposition():
    rows = [row(codings=(coding("b"), coding("a", "oppose"))), row(codings=())]
    table = list(records(rows))
    assert [(r["proposition"], r["stance"]) for r in table] == [("a", "oppose"), ("b", "support"), (None, None)]
    assert [r["proposition"] for r in records(rows, ["b"])] == ["b", None]


def test_review_state_is_a_column_and_no_state_is_left_out():
    rows = [row(), row(reviewed=True), row(reviewed=True, rejected=True), row(superseded=True)]
    table = list(records(rows))
    assert [r["review"] for r in table] == ["unreviewed", "reviewed", "rejected", "unreviewed"]
    assert [r["superseded"] for r in table] == [False, False, False, True]


def test_words_that_fail_verification_are_not_exported():
    (cells,) = records([row("forged", verified=False)])
    assert cells["verified"] is False
    assert cells["quotation"] is cells["context"] is None
    assert "forged" not in "".join(csv_lines([cells]))


def test_every_column_is_documented():
    """The reference names each column with its type, in the order of the table."""
    page = (Path(__file__).parents[1] / "docs/reference/export.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \| (\w+) \|", page, flags=re.MULTILINE)
    assert documented == [(column.name, column.type) for column in COLUMNS]


def test_csv_cells():
    (cells,) = read_csv("".join(csv_lines(records([row()]))))
    assert cells["content_spans"] == "11-14 20-28"
    assert cells["cue_spans"] == cells["url"] == ""
    assert (cells["day"], cells["coded"]) == ("2024-09-10", "2024-09-12T08:30:00+00:00")
    assert (cells["verified"], cells["p_support"], cells["sightings"]) == ("true", "1.0", "3")


def test_csv_lines_follow_rfc_4180():
    text = "".join(csv_lines(records([row('He said "no", then\r\nleft')])))
    assert text.endswith("\r\n")
    assert '"He said ""no"", then\r\nleft"' in text
    assert read_csv(text)[0]["quotation"] == 'He said "no", then\r\nleft'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_csv_text_is_never_a_formula(start):
    hostile = f"{start}HYPERLINK(A1)"
    (cells,) = read_csv("".join(csv_lines(records([row(hostile, title=hostile, outlet=hostile)]))))
    assert cells["quotation"] == cells["title"] == cells["outlet"] == "'" + hostile


def test_byte_order_mark_is_written_on_request(tmp_path):
    path = tmp_path / "out.csv"
    export([row()], path, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfstatement,")
    export([row()], path)
    assert path.read_bytes().startswith(b"statement,")


@given(st.text(max_size=60), st.text(max_size=20))
def test_text_survives_csv_and_jsonl(quotation, outlet):
    """CSV gives back the words but for the guard in front; JSONL gives them back exactly."""
    table = list(records([row(quotation, outlet=outlet)]))
    (cells,) = read_csv("".join(csv_lines(table)))
    assert cells["quotation"] in (quotation, "'" + quotation)
    (line,) = jsonl_lines(table)
    assert json.loads(line)["quotation"] == quotation
    assert line.count("\n") == 1


def test_jsonl_has_every_column():
    (line,) = jsonl_lines(records([row()]))
    cells = json.loads(line)
    assert list(cells) == [column.name for column in COLUMNS]
    assert cells["content_spans"] == [[11, 14], [20, 28]]
    assert (cells["url"], cells["day"], cells["p_none"]) == (None, "2024-09-10", 0.0)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_file_holds_all_rows(tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    assert export((row() for _ in range(7)), path) == 7
    assert export((row(codings=()) for _ in range(3)), path) == 3
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_parquet_is_typed_and_written_in_batches(tmp_path):
    import pyarrow.parquet

    path = tmp_path / "out.parquet"
    assert export((row() for _ in range(5_001)), path) == 5_001
    table = pyarrow.parquet.read_table(path)
    assert table.column_names == [column.name for column in COLUMNS]
    assert table.num_rows == 5_001
    first = table.slice(0, 1).to_pylist()[0]
    assert (first["day"], first["coded"], first["content_spans"]) == (DAY, CODED, [[11, 14], [20, 28]])
    assert export([], path) == 0
    assert pyarrow.parquet.read_table(path).num_rows == 0


def test_frames_are_typed():
    rows = [row(), row(codings=(), published=None)]
    frame = to_pandas(rows)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    assert str(frame["day"].dtype) == "datetime64[s]"
    assert frame["p_support"].isna().tolist() == [False, True]
    assert frame["content_spans"][0] == [[11, 14], [20, 28]]
    polar = to_polars(rows)
    assert polar.columns == [column.name for column in COLUMNS]
    assert polar["published"].to_list() == [DAY, None]
    assert polar["content_spans"][0].to_list() == [[11, 14], [20, 28]]
    assert to_pandas([]).shape == to_polars([]).shape == (0, len(COLUMNS))


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_half_a_surrogate_is_written_as_its_escape(tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    export([row("half \ud83d pair")], path)
    if ending == "jsonl":
        assert json.loads(path.read_text(encoding="utf-8"))["quotation"] == "half \ud83d pair"
    assert to_polars([row("half \ud83d pair")])["quotation"][0] == "half \\ud83d pair"


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_failed_export_leaves_the_old_file(tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    export([row()], path)
    before = path.read_bytes()

    def broken():
        yield row()
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        export(broken(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_unwritable_path_says_why(tmp_path):
    with pytest.raises(UsageError, match=r"missing/out\.csv cannot be written: No such file"):
        export([row()], tmp_path / "missing" / "out.csv")
    with pytest.raises(UsageError, match="no file that can be replaced"):
        export([row()], tmp_path, format="csv")


def test_unknown_format_lists_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match=r"no export format 'xlsx'\. Choose one of csv, jsonl, parquet"):
        export([row()], tmp_path / "out.xlsx")


def test_link_keeps_pointing_to_the_file(tmp_path):
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    export([row()], link)
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith(b"statement,")


@pytest.mark.parametrize(
    ("module", "extra", "call"),
    [
        ("pyarrow", "parquet", lambda path: export([row()], path / "out.parquet")),
        ("pandas", "pandas", lambda _: to_pandas([row()])),
        ("polars", "polars", lambda _: to_polars([row()])),
    ],
)
def test_missing_extra_names_what_to_install(tmp_path, monkeypatch, module, extra, call):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"pip install 'whipcount\[{extra}\]'"):
        call(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_moments_without_a_zone_are_utc():
    naive = replace(coding(), created=datetime(2024, 9, 12, 8, 30))
    (cells,) = records([row(codings=(naive,))])
    assert cells["coded"] == CODED
