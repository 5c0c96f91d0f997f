"""``init``, ``demo``, ``build`` and ``add``: the main job."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from whipcount.cli import options
from whipcount.cli.failures import exit_code
from whipcount.cli.notices import tell_rejected, tell_undated
from whipcount.cli.output import counted
from whipcount.cli.progress import ProgressLine
from whipcount.config import PROJECT_FILE, Settings
from whipcount.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from whipcount.model import Codebook
    from whipcount.project import BuildReport, Tick
    from whipcount.store import Store

_PROJECT_TEXT = """\
# Settings of this project; `whipcount` reads them in this folder. The environment (WHIPCOUNT_STORE=...) and flags win.
store = "whipcount.db"
codebook = "codebook.yaml"
"""


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a project folder: whipcount.toml, codebook.yaml and an empty store. Nothing there is overwritten."""
    from whipcount.coding import starter_codebook
    from whipcount.store import open_store

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((PROJECT_FILE, _PROJECT_TEXT), ("codebook.yaml", starter_codebook())):
        path = folder / name
        if path.exists():
            click.echo(f"Kept  {path}", err=True)
        else:
            path.write_text(text, encoding="utf-8")
            click.echo(f"Wrote {path}", err=True)
    store = folder / "whipcount.db"
    existed = store.exists()
    open_store(store).close()
    click.echo(f"{'Kept ' if existed else 'Wrote'} {store}", err=True)
    click.echo("Next: write your propositions into codebook.yaml, then `whipcount build ARTICLES`.", err=True)


@click.command()
@options.sources
@options.codebook
@click.option("--proposition", metavar="TEXT", help="One proposition instead of a codebook: what one can be for.")
@options.store
@options.published
@options.actors
@options.threads
@options.format_option("table", "json", default="table")
@options.quiet
@click.pass_context
def build(
    ctx: click.Context,
    sources: tuple[str, ...],
    codebook: str | None,
    proposition: str | None,
    store: str | None,
    published: date | None,
    actors: str | None,
    threads: int | None,
    form: str,
    quiet: bool,
) -> int:
    """Read articles, find who says what, code it, and print the whip count.

    SOURCE is a text, HTML or JSONL file, a folder, a glob in quotes, or - for standard input. Running it again adds
    nothing; what changed is read again.
    """
    from whipcount.project import build as build_project
    from whipcount.store import open_store

    settings = options.settings_for(store=store, codebook=codebook, actors=actors, threads=threads)
    chosen = choose_codebook(settings, codebook, proposition)
    with open_store(settings.store) as opened, watching(settings.store, quiet=quiet) as progress:
        report = build_project(
            sources,
            opened,
            chosen,
            settings,
            published=published,
            stdin=sys.stdin.buffer,
            engines=options.engines_for(ctx, settings),
            progress=progress,
        )
        return tell(report, opened, settings, form)


@click.command()
@click.argument("files", nargs=-1, type=click.File("r", encoding="utf-8"), required=True, metavar="FILE...")
@options.store
@options.codebook
@click.option("--proposition", metavar="TEXT", help="One proposition instead of a codebook: what one can be for.")
@options.threads
@options.format_option("table", "json", default="table")
@options.quiet
@click.pass_context
def add(
    ctx: click.Context,
    files: tuple[TextIO, ...],
    store: str | None,
    codebook: str | None,
    proposition: str | None,
    threads: int | None,
    form: str,
    quiet: bool,
) -> int:
    """Put what `whipcount extract` wrote into a store. FILE holds JSON lines; - is standard input."""
    from whipcount.project import add as add_lines
    from whipcount.store import open_store

    settings = options.settings_for(store=store, codebook=codebook, threads=threads)
    chosen = choose_codebook(settings, codebook, proposition)
    with open_store(settings.store) as opened, watching(settings.store, quiet=quiet) as progress:
        report = add_lines(
            chain.from_iterable(files),
            opened,
            settings,
            codebook=chosen,
            engines=options.engines_for(ctx, settings),
            progress=progress,
        )
        return tell(report, opened, settings, form)


@click.command()
@click.option("--store", metavar="F", help="Where to build it.  [default: a new temporary folder]")
@click.option("--no-serve", is_flag=True, help="Build and print only; open no board.")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes any free one.  [default: 8001]")
@options.threads
@options.quiet
@click.pass_context
def demo(
    ctx: click.Context,
    store: str | None,
    no_serve: bool,
    host: str | None,
    port: int | None,
    threads: int | None,
    quiet: bool,
) -> int:
    """Build the bundled example debate and open its board."""
    from whipcount.cli.server import run_server
    from whipcount.coding import load_codebook
    from whipcount.demo import demo_codebook, demo_sources
    from whipcount.project import build as build_project
    from whipcount.project.codebook_place import own_codebook
    from whipcount.store import open_store

    target = store or str(Path(tempfile.mkdtemp(prefix="whipcount-")) / "demo.db")
    settings = options.settings_for(store=target, host=host, port=port, threads=threads)
    engines = options.engines_for(ctx, settings)
    with open_store(target) as opened, watching(target, quiet=quiet) as progress:
        codebook = load_codebook(demo_codebook())
        report = build_project(demo_sources(), opened, codebook, settings, engines=engines, progress=progress)
        code = tell(report, opened, settings, "table")
        own = str(own_codebook(opened.path))  # what lies in the working directory is not the demo's
    if no_serve:
        click.echo(f"See it in the browser: whipcount serve --store {target}", err=True)
        return code
    run_server(target, replace(settings, codebook=own))
    return code


def choose_codebook(settings: Settings, path: str | None, proposition: str | None) -> Codebook | None:
    """The codebook that the flags name, or else the file of the store or of the project; None leaves all as it is.

    Raises:
        UsageError: Both a codebook and a proposition were given, or the proposition is empty.
        CodebookError: The codebook cannot be read, or breaks a rule of its format.
    """
    from whipcount.coding import codebook_from_proposition, load_codebook
    from whipcount.project.codebook_place import codebook_of

    if path is not None and proposition is not None:
        raise UsageError("--codebook and --proposition exclude each other. Leave one out.")
    if proposition is not None:
        return codebook_from_proposition(proposition)
    if path is not None:
        return load_codebook(path)
    file = codebook_of(Path(settings.store), settings)
    return load_codebook(str(file)) if file.is_file() else None


@contextmanager
def watching(store: str, *, quiet: bool) -> Generator[Callable[[Tick], None]]:
    """Show progress; when the user interrupts, say what was kept."""
    with ProgressLine(quiet=quiet) as line:
        line.show("Opening the models ...")
        try:
            yield lambda tick: line.show(_progress(tick))
        except KeyboardInterrupt as error:
            line.clear()
            kept = f"What was finished is kept in {store}; the same command goes on from there."
            raise KeyboardInterrupt(kept) from error


def _progress(tick: Tick) -> str:
    if tick.doing == "coding":
        return f"{counted(tick.done, 'judgement')} made"
    what = "finding copies" if tick.doing == "grouping" else tick.name
    return f"{counted(tick.done, 'input')} read · {counted(tick.statements, 'statement')} · {what}"


def tell(report: BuildReport, store: Store, settings: Settings, form: str) -> int:
    """Print the whip count, and on stderr what became of the inputs."""
    from whipcount.cli.counting import write_count

    write_count(store, settings, form)
    for problem in report.problems:
        tell_rejected(problem)
    if report.failed > len(report.problems):
        click.echo(f"… and {report.failed - len(report.problems)} more: whipcount log --problems", err=True)
    tell_undated(report.undated, report.undated_examples)
    click.echo(_summary(report), err=True)
    return exit_code(done=report.inputs - report.failed, failed=report.failed)


def _summary(report: BuildReport) -> str:
    outcomes = (
        f"{report.stored:,} new" if report.stored else "",
        counted(report.new_versions, "new version") if report.new_versions else "",
        counted(report.duplicates, "duplicate") if report.duplicates else "",
        f"{report.unchanged:,} unchanged" if report.unchanged else "",
        f"{report.failed:,} rejected" if report.failed else "",
    )
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in report.rejected.items())
    because = f" ({reasons})" if reasons else ""
    return (
        f"{counted(report.inputs, 'input')}: {', '.join(filter(None, outcomes)) or 'nothing'}{because}. "
        f"{counted(report.statements, 'statement')} added, {counted(report.codings, 'judgement')} made."
    )
