"""Statement tables as CSV, JSONL and Parquet files, and as pandas and polars frames.

Every statement that is handed in comes out, whatever its review state; the state is a column. Files are written
whole or not at all.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias, get_args

from whipcount.errors import UsageError
from whipcount.interchange.atomic import written_whole
from whipcount.interchange.cells import safe_text
from whipcount.interchange.columns import COLUMNS, Cell, Column, records
from whipcount.store.records import StatementRow

if TYPE_CHECKING:
    import pandas
    import polars

Format: TypeAlias = Literal["csv", "jsonl", "parquet"]
Record: TypeAlias = dict[str, Cell]
_NAMES = tuple(column.name for column in COLUMNS)

FORMATS: tuple[Format, ...] = get_args(Format)
_BOM = "\ufeff"
_BATCH = 5_000  # rows held in memory at once, and the size of a Parquet row group


def export(
    rows: Iterable[StatementRow],
    path: Path,
    *,
    format: Format | None = None,  # noqa: A002  # the word of the command line
    propositions: Collection[str] | None = None,
    bom: bool = False,
) -> int:
    """Write a statement table to a file.

    Args:
        rows: Statements as the store lists them.
        path: File to write; an existing one is replaced.
        format: By default the one that the path's ending names.
        propositions: Only codings for these; see ``records``.
        bom: Begin a CSV file with a byte order mark, which Excel needs to read UTF-8.
    Returns:
        Number of table rows written.
    Raises:
        UsageError: An unknown format, a path that cannot be written, or Parquet without pyarrow.
    """
    chosen = format or path.suffix.removeprefix(".").lower()
    if chosen not in FORMATS:
        raise UsageError(f"{path}: no export format {chosen!r}. Choose one of {', '.join(FORMATS)}.")
    table = records(rows, propositions)
    with written_whole(path) as file:
        if chosen == "parquet":
            return _write_parquet(table, file)
        if chosen == "csv":
            return write_text(csv_lines(table, bom=bom), file) - 1  # the header is no row
        return write_text(jsonl_lines(table), file)


def write_text(lines: Iterable[str], file: BinaryIO) -> int:
    """Write lines as UTF-8 and count them; a lone surrogate, which UTF-8 cannot hold, is written as its escape."""
    number = 0
    for number, line in enumerate(lines, start=1):  # noqa: B007  # the count is the result
        file.write(line.encode("utf-8", "backslashreplace"))
    return number


def csv_lines(table: Iterable[Record], *, bom: bool = False, columns: Sequence[str] = _NAMES) -> Iterator[str]:
    r"""Lines of a CSV file (RFC 4180), the header first, each with its line break.

    A text that a spreadsheet would run as a formula gets an apostrophe in front. Spans are written ``212-229 240-251``,
    names ``One; Another``.

    >>> next(csv_lines([]))[:31]
    'statement,proposition,stance,ac'
    """
    return csv_rows(chain([columns], ([row[name] for name in columns] for row in table)), bom=bom)


def csv_rows(rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> Iterator[str]:
    """Lines of any CSV file, with the same care for spreadsheets; the first row is the header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_cell(cell) for cell in row])
        yield (_BOM if bom else "") + buffer.getvalue()
        bom = False
        buffer.seek(0)
        buffer.truncate()


def csv_cell(cell: Cell) -> str:
    """A cell of a CSV file; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, list):
        cell = " ".join(f"{part[0]}-{part[1]}" for part in cell if isinstance(part, list)) or "; ".join(map(str, cell))
    if isinstance(cell, str):
        return safe_text(cell)
    return repr(cell)


def jsonl_lines(table: Iterable[Record]) -> Iterator[str]:
    """Lines of a JSONL file: one object per row, with every column; empty cells are null, spans lists of pairs."""
    for row in table:
        line = json.dumps(row, ensure_ascii=False, default=_iso)
        # Line breaks to some programs, though not to JSON.
        yield line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {value!r}")


def to_pandas(rows: Iterable[StatementRow], propositions: Collection[str] | None = None) -> pandas.DataFrame:
    """The statement table as a pandas frame; dates are ``datetime64``, spans lists.

    Raises:
        UsageError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas", "pandas") from error
    types = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "spans": "object"}
    types |= {"date": "datetime64[s]", "time": "datetime64[us, UTC]", "names": "object"}
    table = list(records(rows, propositions))
    return pandas.DataFrame({c.name: pandas.Series(_values(c, table), dtype=types[c.type]) for c in COLUMNS})


def to_polars(rows: Iterable[StatementRow], propositions: Collection[str] | None = None) -> polars.DataFrame:
    """The statement table as a polars frame.

    Raises:
        UsageError: polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise _missing("polars", "polars") from error
    types: dict[str, polars.DataType] = {
        "text": polars.String(),
        "integer": polars.Int64(),
        "number": polars.Float64(),
        "boolean": polars.Boolean(),
        "date": polars.Date(),
        "time": polars.Datetime("us", "UTC"),
        "spans": polars.List(polars.List(polars.Int64())),
        "names": polars.List(polars.String()),
    }
    table = list(records(rows, propositions))
    return polars.DataFrame([polars.Series(c.name, _values(c, table), dtype=types[c.type]) for c in COLUMNS])


def _values(column: Column, table: Sequence[Record]) -> list[Cell]:
    """One column's cells, with text that Arrow's UTF-8 can hold."""
    cells = [row[column.name] for row in table]
    return [c.encode("utf-8", "backslashreplace").decode() if isinstance(c, str) else c for c in cells]


def _missing(what: str, extra: str) -> UsageError:
    return UsageError(f"{what} needs an extra package. Install it: pip install 'whipcount[{extra}]'")


def _write_parquet(table: Iterator[Record], file: BinaryIO) -> int:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise _missing("Parquet export", "parquet") from error
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "time": pyarrow.timestamp("us", "UTC"),
        "spans": pyarrow.list_(pyarrow.list_(pyarrow.int64())),
        "names": pyarrow.list_(pyarrow.string()),
    }
    schema, written = pyarrow.schema([(column.name, types[column.type]) for column in COLUMNS]), 0
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(table, _BATCH)):
            columns = [pyarrow.array(_values(c, batch), type=types[c.type]) for c in COLUMNS]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))
            written += len(batch)
    return written
