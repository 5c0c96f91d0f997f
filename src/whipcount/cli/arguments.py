"""``arguments``: what is said for and against, who says it, and what the codebook has no name for yet."""

from __future__ import annotations

import shutil
from itertools import zip_longest
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.output import counted, write_json
from whipcount.cli.views import quoted
from whipcount.errors import UsageError
from whipcount.interchange.terminal import columns, printable, wrap

if TYPE_CHECKING:
    from whipcount.config import Settings
    from whipcount.project.arguments import ArgumentRow, ArgumentTable
    from whipcount.store import Store

_WIDEST = 120  # columns, both sides together
_NARROWEST = 30  # columns of one side
_GAP = " │ "


@click.command()
@options.store
@click.option("--proposition", metavar="ID", help="Only this proposition.")
@click.option("--propose", is_flag=True, help="Propose new arguments, from what gives none of the codebook's.")
@options.threads
@options.format_option("table", "json", "csv", "yaml", default="table")
@click.pass_context
def arguments(
    ctx: click.Context, store: str | None, proposition: str | None, propose: bool, threads: int | None, form: str
) -> None:
    """The arguments for and against, side by side: how often each is given, by how many, and in which words.

    With --propose: new ones, as YAML to name and paste into the codebook.
    """
    from whipcount.store import open_store

    if form in ("csv", "yaml") and propose != (form == "yaml"):
        raise UsageError(f"--format {form} goes {'with' if form == 'yaml' else 'without'} --propose.")
    settings = options.settings_for(store=store, threads=threads)
    with open_store(settings.store, create=False) as opened:
        if propose:
            _propose(ctx, opened, settings, form, proposition=proposition)
        else:
            _show(opened, settings, form, proposition=proposition)


def _show(store: Store, settings: Settings, form: str, *, proposition: str | None) -> None:
    from whipcount.interchange.tables import csv_rows
    from whipcount.project.arguments import arguments as tables_of
    from whipcount.project.arguments import arguments_cells, arguments_json

    tables = tables_of(store, settings, proposition=proposition)
    if form == "json":
        write_json(arguments_json(tables))
    elif form == "csv":
        for line in csv_rows(arguments_cells(tables)):
            click.echo(line, nl=False)
    else:
        for table in tables:
            _write(table)
        if not tables:
            click.echo("No proposition is known yet. Give build a --codebook or a --proposition.", err=True)


def _propose(ctx: click.Context, store: Store, settings: Settings, form: str, *, proposition: str | None) -> None:
    from whipcount.project.proposals import matcher, proposals_json, proposals_yaml, propose

    model = matcher(options.engines_for(ctx, settings).coder)
    found = propose(store, settings, model, proposition=proposition)
    if form == "json":
        write_json(proposals_json(found))
        return
    click.echo(proposals_yaml(found), nl=False)
    click.echo(f"{counted(len(found), 'argument')} proposed. They are the words of one speaker: name them.", err=True)


def _write(table: ArgumentTable) -> None:
    """Pro on the left, con on the right."""
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    half = max(_NARROWEST, (width - len(_GAP)) // 2)
    click.echo(printable(f"{table.proposition.text} ({table.proposition.id})"))
    left, right = (_lines(table.on(side), half) for side in ("pro", "con"))
    for a, b in zip_longest(["PRO", *left], ["CON", *right], fillvalue=""):
        click.echo((a + " " * (half - columns(a)) + _GAP + b).rstrip())
    click.echo()


def _lines(rows: tuple[ArgumentRow, ...], width: int) -> list[str]:
    found: list[str] = []
    for row in rows:
        found += wrap(printable(f"{row.id or '-'}: {row.text}"), width, hanging="  ")
        kinds = ", ".join(f"{kind} {number}" for kind, number in row.evidence.items())
        said = f"{counted(row.events, 'event')}, {counted(row.actors, 'actor')}" + (f"; {kinds}" if kinds else "")
        found += wrap(said, width, indent="  ")
        for one in row.exemplars:
            words = f"{quoted(one.quotation)} {one.actor} · {one.statement}"
            found += wrap(printable(words), width, indent="    ", hanging="      ")
        found.append("")
    return found
