"""``shifts`` and ``pressure``: who changed sides, and how the sides grew."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, get_args

import click

from whipcount.cli import options
from whipcount.cli.output import write_json, write_table
from whipcount.interchange.terminal import printable
from whipcount.model import JSON, ShiftKind

if TYPE_CHECKING:
    from whipcount.pressure import Grouping, Period, Pressure

_WIDEST = 100  # columns; longer lines are hard to read
_proposition = click.option("--proposition", metavar="ID", help="Only this proposition.")
_at = click.option("--at", type=options.DAY, metavar="DATE", help="As it stood at the end of this day.")


@click.command()
@options.store
@_proposition
@click.option("--since", type=options.DAY, metavar="DATE", help="Shifts on this day or later.")
@_at
@click.option("--kind", type=click.Choice(get_args(ShiftKind)), help="Only this kind of shift.")
@click.option("--tentative/--confirmed", default=None, help="Resting on one unreviewed statement, or on more.")
@options.format_option("table", "json", "csv", default="table")
def shifts(
    store: str | None,
    proposition: str | None,
    since: date | None,
    at: date | None,
    kind: str | None,
    tentative: bool | None,
    form: str,
) -> None:
    """Who changed sides, when, how, and on which condition; the latest first."""
    from whipcount.interchange.whip_count import shifts_text
    from whipcount.positions import moves, moves_json
    from whipcount.project import count
    from whipcount.store import open_store

    settings = options.settings_for(store=store)
    with open_store(settings.store, create=False) as opened:
        result = count(opened, settings, proposition=proposition, at=at)
    found = [
        (position, shift)
        for position, shift in moves(result.positions)
        if (since is None or shift.date >= since)
        and kind in (None, shift.kind)
        and tentative in (None, shift.tentative)
    ]
    if form == "json":
        write_json(moves_json(found))
    elif form == "csv":
        _write_csv((_flat(row) for row in moves_json(found)), _SHIFT_COLUMNS)
    else:
        text = shifts_text(
            found,
            propositions={one.id: one.text for one in result.propositions},
            evidence=result.evidence,
            width=min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns),
        )
        click.echo(text, nl=False)


_SHIFT_COLUMNS = (
    "proposition", "date", "actor", "actor_key", "actor_kind", "affiliation", "from", "to", "kind", "condition",
    "tentative", "statements",
)  # fmt: skip


def _flat(row: dict[str, JSON]) -> dict[str, JSON]:
    """A shift with its condition as words, for a cell."""
    condition = row["condition"]
    return {**row, "condition": condition["text"] if isinstance(condition, dict) else None}


@click.command()
@options.store
@_proposition
@_at
@click.option(
    "--by",
    type=click.Choice(("party", "country", "kind", "bloc", "outlet")),
    help="Count each of these apart; a bloc is a party, else on whose behalf somebody speaks.",
)
@click.option(
    "--period",
    type=click.Choice(("day", "week", "month")),
    default="week",
    show_default=True,
    help="Step of the curve.",
)
@options.format_option("table", "json", "csv", default="table")
def pressure(
    store: str | None, proposition: str | None, at: date | None, by: Grouping | None, period: Period, form: str
) -> None:
    """How many came to each side and left it, period by period: the curve of mounting pressure."""
    from whipcount.pressure import pressure as measured
    from whipcount.pressure import pressure_json
    from whipcount.project import count
    from whipcount.store import open_store

    settings = options.settings_for(store=store)
    with open_store(settings.store, create=False) as opened:
        result = count(opened, settings, proposition=proposition, at=at)
    rows: list[Pressure] = []
    for one in result.propositions:
        standing = [position for position in result.positions if position.proposition == one.id]
        rows += measured(standing, by=by, period=period, until=at)
    if form == "json":
        write_json(pressure_json(rows))
    elif form == "csv":
        _write_csv(pressure_json(rows), _CURVE_COLUMNS)
    else:
        _write_curve(rows, {one.id: one.text for one in result.propositions}, grouped=by is not None)


_CURVE_COLUMNS = (
    "proposition", "group", "start", "end", "new_for", "lost_for", "new_against", "lost_against", "for", "against",
    "net", "reviewed", "statements",
)  # fmt: skip
_CURVE_HEADS = ("from", "new for", "left", "new against", "left", "for", "against", "net", "reviewed")


def _write_curve(rows: Sequence[Pressure], propositions: Mapping[str, str], *, grouped: bool) -> None:
    for id_, text in propositions.items():
        click.echo(printable(text))
        shown = [row for row in rows if row.proposition == id_]
        if not shown:
            click.echo("Nobody with a dated statement was found to take a side.")
            continue
        table = [(*_cells(row), *((row.group or "not known",) if grouped else ())) for row in shown]
        write_table(table, (*_CURVE_HEADS, *(("group",) if grouped else ())))


def _cells(row: Pressure) -> tuple[str, ...]:
    numbers = (row.new_for, row.lost_for, row.new_against, row.lost_against, row.for_, row.against)
    return (row.start.isoformat(), *(f"{n:>3}" for n in numbers), f"{row.net:+d}", str(row.reviewed))


def _write_csv(rows: Iterable[dict[str, JSON]], columns: Sequence[str]) -> None:
    from whipcount.interchange.tables import csv_lines

    for line in csv_lines(rows, columns=columns):  # type: ignore[arg-type]  # every cell is a text, number or list
        click.echo(line, nl=False)
