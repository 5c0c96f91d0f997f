"""``positions``, ``statements``, ``terms``, ``search`` and ``export``: what the record says."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whipcount.cli import options
from whipcount.cli.counting import write_count
from whipcount.cli.filters import chosen, filters
from whipcount.cli.output import write_entries, write_json, write_table

if TYPE_CHECKING:
    from whipcount.interchange.tables import Format
    from whipcount.store.records import Page, StatementFilter, StatementRow

_limit = click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
_all = click.option("--all", "everything", is_flag=True, help="Every one of them.")


@click.command()
@options.store
@click.option("--proposition", metavar="ID", help="Only this proposition.")
@click.option("--at", type=options.DAY, metavar="DATE", help="As it stood at the end of this day.")
@options.format_option("table", "json", default="table")
def positions(store: str | None, proposition: str | None, at: date | None, form: str) -> None:
    """Where everybody stands, with the latest statement of each."""
    from whipcount.store import open_store

    settings = options.settings_for(store=store)
    with open_store(settings.store, create=False) as opened:
        write_count(opened, settings, form, proposition=proposition, at=at)


@click.command()
@options.store
@filters
@_limit
@_all
@options.format_option("table", "json", "jsonl", "csv", default="table")
def statements(store: str | None, form: str, limit: int, everything: bool, **given: Any) -> None:
    """List statements: who said what, when, and what was made of it."""
    _list(store, chosen(**given), limit=None if everything else limit, form=form)


@click.command()
@click.argument("query")
@options.store
@filters
@_limit
@_all
@options.format_option("table", "json", "jsonl", "csv", default="table")
def search(query: str, store: str | None, form: str, limit: int, everything: bool, **given: Any) -> None:
    """Find statements by their words: QUERY may hold "a phrase" and a prefix*."""
    _list(store, chosen(text=query, **given), limit=None if everything else limit, form=form)


@click.command()
@options.store
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@options.format_option("table", "json", default="table")
def terms(store: str | None, limit: int | None, form: str) -> None:
    """What is mentioned: weapons, laws, treaties, agencies and programmes, with the number of statements."""
    from whipcount.store import open_store

    with open_store(options.settings_for(store=store).store, create=False) as opened:
        found = opened.terms(limit=limit).items
    if form == "json":
        write_json([asdict(row) for row in found])
        return
    heads = ("statements", "documents", "kind", "acronym", "term")
    write_table([(str(t.statements), str(t.documents), t.kind, t.acronym or "", t.name) for t in found], heads)


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@options.store
@filters
@click.option("--format", "form", type=click.Choice(("csv", "jsonl", "parquet")), help="By default what FILE ends in.")
@click.option("--bom", is_flag=True, help="Begin a CSV file with a byte order mark, which Excel needs.")
def export(path: Path, store: str | None, form: Format | None, bom: bool, **given: Any) -> None:
    """Write every statement, or those that the options choose, to a CSV, JSONL or Parquet file.

    A row is a statement and a proposition that it was judged against; every statement has a row.
    """
    from whipcount.interchange.tables import export as export_rows
    from whipcount.store import open_store

    wanted = chosen(**given)
    with open_store(options.settings_for(store=store).store, create=False) as opened:
        rows = opened.statements(wanted, limit=None).items
        written = export_rows(rows, path, format=form, propositions=_codings_of(wanted), bom=bom)
    click.echo(f"Wrote {written:,} rows for {len(rows):,} statements to {path}", err=True)


def _list(store: str | None, wanted: StatementFilter, *, limit: int | None, form: str) -> None:
    from whipcount.store import open_store

    with open_store(options.settings_for(store=store).store, create=False) as opened:
        page = opened.statements(wanted, limit=limit)
    if form == "table":
        _entries(page)
    else:
        _data(page, form, _codings_of(wanted))


def _codings_of(wanted: StatementFilter) -> tuple[str, ...] | None:
    return None if wanted.proposition is None else (wanted.proposition,)


def _data(page: Page[StatementRow], form: str, propositions: tuple[str, ...] | None) -> None:
    from whipcount.interchange.columns import records
    from whipcount.interchange.tables import csv_lines, jsonl_lines

    table = records(page.items, propositions)
    if form == "json":
        click.echo("[" + ",\n".join(line.rstrip() for line in jsonl_lines(table)) + "]")
        return
    for line in csv_lines(table) if form == "csv" else jsonl_lines(table):
        click.echo(line, nl=False)


def _entries(page: Page[StatementRow]) -> None:
    write_entries((_head(row), words_of(row)) for row in page.items)
    if len(page.items) < page.total:
        click.echo(f"{len(page.items):,} of {page.total:,} statements. All of them: --all", err=True)


def _head(row: StatementRow) -> str:
    speaker = row.statement.speaker
    stances = sorted({f"{coding.stance} {coding.proposition}" for coding in row.codings if coding.stance != "none"})
    named = speaker.name or (f"{speaker.as_written} (not known who)" if speaker.as_written else None)
    within = f"told by another ({row.statement.parent})" if row.statement.parent else None
    parts = (_iso(row.day) or "no date", named, within, row.outlet, ", ".join(stances))
    return " · ".join(part for part in parts if part) + f" · {row.statement.id}"


def words_of(row: StatementRow) -> str:
    """The words of the article between quotation marks, its own where it has them."""
    if not row.verified:
        return "The words could not be verified against the stored article."
    return quoted(row.quotation)


def quoted(words: str) -> str:
    """Words of an article between quotation marks, their own where they begin with one."""
    return words if words[:1] in {"“", '"', "«", "„"} else f"“{words}”"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
