"""``stance``, ``code`` and ``review``: judgements, by the model and by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from whipcount.cli import options
from whipcount.cli.failures import exit_code
from whipcount.cli.language_model import ask_language_model, check_settings, list_flagged
from whipcount.cli.output import counted, write_entries, write_json, write_json_line
from whipcount.cli.project import choose_codebook, watching
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.interchange.terminal import printable
from whipcount.model import STANCES

if TYPE_CHECKING:
    from whipcount.model import Stance
    from whipcount.store.records import Verdict


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--proposition", metavar="TEXT", help="What one can be for or against, where a line has none of its own.")
@options.threads
@click.pass_context
def stance(ctx: click.Context, file: BinaryIO, proposition: str | None, threads: int | None) -> int:
    """Judge texts against a proposition: JSON lines in, JSON lines out.

    A line holds "id" and "text", and may hold "proposition", "speaker", "cue" and "context". What comes out holds
    "id", "relevant" (the probability that the text is about the proposition), "stance" and "scores".
    """
    from whipcount.model import Rejected
    from whipcount.project.texts import judge_lines

    settings = options.settings_for(threads=threads)
    done = failed = 0
    for result in judge_lines(file, options.engines_for(ctx, settings).coder, proposition=proposition):
        if isinstance(result, Rejected):
            failed += 1
            click.echo(f"Rejected ({result.reason}): {printable(result.detail)}", err=True)
        else:
            done += 1
            write_json_line(result)
    return exit_code(done=done, failed=failed)


@click.command()
@click.argument("statement", required=False)
@click.option(
    "--proposition", metavar="ID|TEXT", help="With STATEMENT the id in the codebook; else a text to code against."
)
@click.option("--stance", "judged", type=click.Choice(STANCES), help="Your judgement of STATEMENT.")
@click.option(
    "--argument", metavar="ID", help="With --stance: the codebook's argument that STATEMENT gives, or `other`."
)
@click.option("--condition", metavar="WORDS", help="With --stance conditional: its words that state the condition.")
@click.option("--note", default="", help="Why you judge so.")
@click.option("--coder", metavar="NAME", help="Who judges.  [default: analyst]")
@click.option("--llm", is_flag=True, help="Then ask the language model of the settings about what is uncertain.")
@click.option("--yes", is_flag=True, help="With --llm: send without asking first.")
@click.option("--flagged", is_flag=True, help="List where a language model differs and nobody has judged yet.")
@options.codebook
@options.store
@options.threads
@options.quiet
@click.pass_context
def code(
    ctx: click.Context,
    statement: str | None,
    proposition: str | None,
    judged: Stance | None,
    argument: str | None,
    condition: str | None,
    note: str,
    coder: str | None,
    llm: bool,
    yes: bool,
    flagged: bool,
    codebook: str | None,
    store: str | None,
    threads: int | None,
    quiet: bool,
) -> None:
    """Code what is not coded yet; or, with STATEMENT, record your own judgement, which wins over the model's.

    \b
    whipcount code --codebook codebook.yaml
    whipcount code 3f0c... --proposition lift-ban --stance oppose --argument cost --note "quoting his critics"
    whipcount code --llm
    """
    settings = options.settings_for(store=store, codebook=codebook, coder=coder, threads=threads)
    if statement is not None and (llm or flagged):
        raise UsageError("--llm and --flagged are about every statement. Leave out STATEMENT.")
    if yes and not llm:
        raise UsageError("--yes belongs to --llm. Give both.")
    if statement is not None:
        said = (judged, argument, condition)
        _by_hand(settings, statement, proposition, said, note)
    elif judged is not None or argument or condition or note:
        raise UsageError(
            "--stance, --argument, --condition and --note judge one statement. Name it: whipcount code STATEMENT "
            "--stance ..."
        )
    elif flagged:
        list_flagged(settings)
    else:
        if llm:
            check_settings(settings)
        _by_model(ctx, settings, codebook, proposition, quiet=quiet)
        if llm:
            ask_language_model(settings, sure=yes, quiet=quiet)


def _by_hand(
    settings: Settings,
    statement: str,
    proposition: str | None,
    said: tuple[Stance | None, str | None, str | None],
    note: str,
) -> None:
    from whipcount.project import correct
    from whipcount.store import open_store

    judged, argument, condition = said
    if judged is None or proposition is None:
        raise UsageError("To judge a statement give --proposition ID and --stance.")
    with open_store(settings.store, create=False) as opened:
        made = correct(
            opened, statement, proposition, judged,
            coder=settings.coder, note=note, argument=argument, condition=condition,
        )  # fmt: skip
    reason = f", argument {made.argument}" if made.argument else ""
    click.echo(f"Recorded: {settings.coder} judges {statement} to {proposition}: {judged}{reason}", err=True)


def _by_model(
    ctx: click.Context, settings: Settings, codebook: str | None, proposition: str | None, *, quiet: bool
) -> None:
    from whipcount.project import code as code_store
    from whipcount.store import open_store

    chosen = choose_codebook(settings, codebook, proposition)
    engines = options.engines_for(ctx, settings)
    with open_store(settings.store, create=False) as opened, watching(settings.store, quiet=quiet) as progress:
        made = code_store(opened, engines, codebook=chosen, by=settings.coder, progress=progress)
    click.echo(f"{counted(made, 'judgement')} made.", err=True)


@click.command()
@click.argument("statement", required=False)
@click.argument("verdict", type=click.Choice(("accept", "reject", "undo")), required=False)
@click.option("--next", "wanted", type=click.IntRange(min=1), metavar="N", help="List N statements to review next.")
@click.option("--proposition", metavar="ID", help="With --next, only this proposition.")
@click.option("--note", default="", help="Why.")
@click.option("--coder", metavar="NAME", help="Who reviews.  [default: analyst]")
@options.store
@options.format_option("table", "json", default="table")
def review(
    statement: str | None,
    verdict: Verdict | None,
    wanted: int | None,
    proposition: str | None,
    note: str,
    coder: str | None,
    store: str | None,
    form: str,
) -> None:
    """Accept or reject STATEMENT as it was extracted; or list what to review next.

    A rejected statement leaves every count and stays listed. --next lists the statements whose stance, judged by a
    person, is expected to move the whip count most.

    \b
    whipcount review 3f0c... reject --note "a caption"
    whipcount review --next 20
    """
    settings = options.settings_for(store=store, coder=coder)
    if wanted is not None:
        if statement is not None:
            raise UsageError("--next lists statements. Leave STATEMENT out, or --next.")
        _list_next(settings, proposition, wanted, form)
        return
    if statement is None or verdict is None:
        raise UsageError("Name a STATEMENT and a verdict (accept, reject, undo), or ask for --next N.")
    from whipcount.store import open_store

    with open_store(settings.store, create=False) as opened:
        opened.review(statement, verdict, coder=settings.coder, note=note)
    click.echo(f"Recorded: {settings.coder}, {verdict} {statement}", err=True)


def _list_next(settings: Settings, proposition: str | None, wanted: int, form: str) -> None:
    from whipcount.project import next_to_review
    from whipcount.project.review_order import candidates_json
    from whipcount.store import open_store

    with open_store(settings.store, create=False) as opened:
        found = next_to_review(opened, settings, proposition=proposition, limit=wanted)
        words = {one.statement: opened.statement(one.statement).quotation or "" for one in found}
    if form == "json":
        write_json(candidates_json(found))
        return
    write_entries(
        (f"{one.effect:.2f}  {one.statement}  {one.proposition}", f"{one.reason} {words[one.statement]}")
        for one in found
    )
    if not found:
        click.echo("No review would move anybody: what is left does not count for the board.", err=True)
