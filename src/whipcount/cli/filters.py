"""The options that narrow a listing of statements; they mean in a terminal what they mean in a page's address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import click

from whipcount.cli.options import DAY
from whipcount.model import STANCES

if TYPE_CHECKING:
    from whipcount.store.records import StatementFilter

Command = TypeVar("Command", bound=Callable[..., object])

_KINDS = ("person", "organisation", "group", "anonymous", "writer", "none")
_ORDERS = ("-day", "day", "confidence", "-confidence", "text")

_OPTIONS = (
    click.option("--proposition", metavar="ID", help="Judged against this proposition."),
    click.option("--stance", type=click.Choice(STANCES), help="Judged to have this stance."),
    click.option("--speaker", metavar="NAME", help="Said by this actor: a name, or a key from `whipcount actors`."),
    click.option("--term", metavar="NAME", help="Mentioning this weapon, law, agency or programme: name or acronym."),
    click.option("--outlet", metavar="NAME", help="Published by this outlet."),
    click.option("--kind", type=click.Choice(_KINDS), help="Said by this kind of speaker."),
    click.option("--said", "spoken", type=click.Choice(("direct", "indirect", "mixed")), help="Quoted so."),
    click.option("--since", type=DAY, metavar="DATE", help="Said on this day or later."),
    click.option("--until", type=DAY, metavar="DATE", help="Said on this day or earlier."),
    click.option("--document", metavar="ID", help="From this document."),
    click.option("--reviewed/--unreviewed", default=None, help="Checked by a person, or not yet."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="Extracted with at least this probability."),
    click.option("--order", type=click.Choice(_ORDERS), default="-day", show_default=True, help="Newest first: -day."),
)


def filters(command: Command) -> Command:
    """Add the options to a command, which passes what it gets on to ``chosen``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(
    *, text: str | None = None, spoken: str | None = None, **given: str | float | bool | date | None
) -> StatementFilter:
    """The filter that the options stand for."""
    from whipcount.store.records import StatementFilter

    return StatementFilter(text=text, form=spoken, **given)  # type: ignore[arg-type]  # click.Choice has checked them
