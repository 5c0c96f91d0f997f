"""The command ``whipcount``: its groups of commands, its global flags, its one way out."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from whipcount.cli import (
    actors,
    agreement,
    arguments,
    codebook,
    coding,
    documents,
    evaluation,
    learning,
    maintenance,
    movement,
    network,
    project,
    server,
    users,
    views,
)
from whipcount.cli.failures import guarded
from whipcount.cli.logs import OneEntry
from whipcount.cli.output import use_utf8

if TYPE_CHECKING:
    from whipcount.project import Engines

_NAME = "whipcount"
_COMPLETION = "_WHIPCOUNT_COMPLETE"  # what a shell sets when it asks for completions

_SECTIONS: tuple[tuple[str, tuple[click.Command, ...]], ...] = (
    ("The main job", (project.init, project.demo, project.build, server.serve)),
    ("One step at a time", (documents.read, documents.extract, coding.stance, project.add, coding.code)),
    ("Your own judgement", (coding.review, learning.learn, actors.merge)),
    (
        "What the record says",
        (
            views.positions,
            movement.shifts,
            movement.pressure,
            arguments.arguments,
            views.statements,
            actors.actors,
            network.network,
            views.terms,
            views.search,
            views.export,
        ),
    ),
    ("How good it is", (agreement.agreement, evaluation.evaluate)),
    ("Upkeep", (codebook.codebook, maintenance.status, maintenance.log, maintenance.doctor, users.users)),
)


class Sections(click.Group):
    """A group whose help lists commands under headings, in the order in which a newcomer meets them."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """Write the commands, a section at a time."""
        for title, commands in _SECTIONS:
            with formatter.section(title):
                formatter.write_dl([(str(command.name), command.get_short_help_str(150)) for command in commands])


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"whipcount {version('whipcount')}")
        ctx.exit()


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--verbose", "-v", is_flag=True, help="Log what is done.")
@click.option("--debug", is_flag=True, help="Log everything, and show tracebacks.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli(verbose: bool, debug: bool) -> None:
    """Read news about a policy question, and keep the record: who said what, when, for or against what.

    Every number opens the sentence that proves it. Start with `whipcount demo`.

    Exit codes: 0 done, 1 error, 2 wrong call, 3 some inputs failed (`whipcount log --problems` lists them).
    """
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneEntry("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if not debug:
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its warnings are our rejections
    logging.captureWarnings(capture=True)


for _, _commands in _SECTIONS:
    for _command in _commands:
        cli.add_command(_command)


def main(arguments: Sequence[str] | None = None, *, engines: Engines | None = None) -> int:
    """Run the command line.

    Args:
        arguments: What follows ``whipcount``; the process's own arguments by default.
        engines: The models to use; the shipped ones by default.
    Returns:
        The exit code (``failures``).
    """
    use_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if instruction := os.environ.get(_COMPLETION):
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, _NAME, _COMPLETION, instruction)

    def action() -> int | None:
        # Not click's own ``main``: it would exit with 1 where the reader of a pipe has gone, and reword Ctrl-C.
        with cli.make_context(_NAME, given, obj=engines) as context:
            result = cli.invoke(context)
        return result if isinstance(result, int) else None

    return guarded(action, debug="--debug" in given)
