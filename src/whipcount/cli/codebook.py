"""``codebook``: look at a codebook, check it, compare two, and see what a change would recode."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.failures import ERROR, OK
from whipcount.cli.output import counted, write_json, write_table
from whipcount.cli.progress import ProgressLine
from whipcount.errors import UsageError
from whipcount.interchange.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whipcount.coding import Change, Finding
    from whipcount.model import Codebook

_FORMATS = options.format_option("table", "json", default="table")


@click.group()
def codebook() -> None:
    """Check a codebook, compare two, and see what a change would recode.

    A codebook is a file, or a version that the store keeps: `store:` is the one in force, `store:2` a version by its
    number, `store:3fdd83` one by its id.
    """


@codebook.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--store", metavar="F|URL", help="Also tell arguments that no statement in this record gives.")
@options.as_json
def check(file: str, store: str | None, as_json: bool) -> int:
    """List everything that is wrong or doubtful in FILE, with its line.

    Exit codes: 0 when there are at most warnings, 1 when there are errors, 2 when FILE cannot be read.
    """
    from whipcount.coding import check_codebook, codebook_text, read_codebook
    from whipcount.project.versions import arguments_given
    from whipcount.store import open_store

    reading = read_codebook(codebook_text(file))
    given = None
    if store is not None and reading.codebook is not None:
        with open_store(store, create=False) as opened:
            given = arguments_given(opened, reading.codebook)
    found = check_codebook(reading, given)
    errors = sum(finding.severity == "error" for finding in found)
    if as_json:
        write_json([{**asdict(finding), "severity": finding.severity, "file": file} for finding in found])
    else:
        for finding in found:
            click.echo(printable(_told(file, finding)))
    click.echo(f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}.", err=True)
    return ERROR if errors else OK


def _told(file: str, finding: Finding) -> str:
    where = f"{file}:{finding.line}" if finding.line else file
    return f"{where}: {finding.severity}: {finding.message} [{finding.code}]"


@codebook.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.store
@_FORMATS
def diff(old: str, new: str, store: str | None, form: str) -> None:
    """Tell what was added, removed, reworded, moved or renamed from OLD to NEW: files, or `store:VERSION`."""
    from whipcount.coding import diff_codebooks
    from whipcount.project.versions import codebook_named

    target = options.settings_for(store=store).store
    changes = diff_codebooks(*(codebook_named(one, target) for one in (old, new)))
    if form == "json":
        write_json([asdict(change) for change in changes])
    else:
        write_changes(changes)
    click.echo(f"{counted(len(changes), 'change')}.", err=True)


def write_changes(changes: Sequence[Change]) -> None:
    """Each change with its words before and after."""
    for change in changes:
        click.echo(printable(f"{change.kind} {change.part}" + (f" [{change.where}]" if change.where else "")))
        for sign, words in (("-", change.before), ("+", change.after)):
            if words:
                click.echo(f"  {sign} {printable(words)}")


@codebook.command()
@click.argument("new", metavar="NEW")
@options.store
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Judge at most N statements of each proposition both ways.",
)
@click.option("--run", "everything", is_flag=True, help="Judge all that would be judged anew both ways.")
@options.threads
@_FORMATS
@options.quiet
@click.pass_context
def impact(
    ctx: click.Context,
    new: str,
    store: str | None,
    sample: int | None,
    everything: bool,
    threads: int | None,
    form: str,
    quiet: bool,
) -> None:
    """Tell what NEW would recode if it were put in force; nothing is written to the store.

    With --sample or --run the statements are judged under the codebook in force and under NEW, and those whose stance
    would change are listed.
    """
    from whipcount.cli.codebook_impact import write_impact
    from whipcount.project import codebook_impact, trial
    from whipcount.project.versions import codebook_named
    from whipcount.store import open_store

    if sample is not None and everything:
        raise UsageError("--sample and --run exclude each other. Leave one out.")
    settings = options.settings_for(store=store, threads=threads)
    chosen = codebook_named(new, settings.store)
    engines = options.engines_for(ctx, settings)
    trials = None
    with open_store(settings.store, create=False) as opened:
        found = codebook_impact(opened, chosen, engines.coder)
        if sample is not None or everything:
            with ProgressLine(quiet=quiet) as line:
                trials = trial(
                    opened,
                    chosen,
                    engines.coder,
                    at_most=sample,
                    progress=lambda tick: line.show(f"{counted(tick.done, 'statement')} tried"),
                )
    write_impact(found, trials, form)


@codebook.command()
def schema() -> None:
    """Write the JSON Schema of the format, for editors and other programs."""
    from whipcount.coding import codebook_schema

    click.echo(codebook_schema(), nl=False)


@codebook.command()
@click.argument("which", default="store:", metavar="[FILE|store:VERSION]")
@options.store
@options.as_json
def show(which: str, store: str | None, as_json: bool) -> None:
    """Print a codebook, by default the one in force: as its file would hold it, or as JSON."""
    from whipcount.coding import dump_codebook
    from whipcount.project.versions import codebook_named

    shown = codebook_named(which, options.settings_for(store=store).store)
    if as_json:
        write_json(asdict(shown))
        return
    click.echo(f"# {shown.id}")
    for line in dump_codebook(shown).splitlines():
        indent = len(line) - len(line.lstrip())
        click.echo(" " * indent + printable(line))


@codebook.command()
@options.store
@_FORMATS
def versions(store: str | None, form: str) -> None:
    """List the versions of the codebook that a store keeps; the last one is in force."""
    from whipcount.project.versions import SHOWN
    from whipcount.store import open_store

    with open_store(options.settings_for(store=store).store, create=False) as opened:
        rows = opened.codebooks()
    if form == "json":
        write_json([{"number": r.number, "id": r.codebook.id, "at": r.at.isoformat(), "run": r.run} for r in rows])
        return
    heads = ("number", "id", "in force from", "propositions", "notes")
    write_table(
        [(str(r.number), r.codebook.id[:SHOWN], f"{r.at:%Y-%m-%d %H:%M}", *_summed(r.codebook)) for r in rows], heads
    )


def _summed(book: Codebook) -> tuple[str, str]:
    return str(len(book.propositions)), book.notes
