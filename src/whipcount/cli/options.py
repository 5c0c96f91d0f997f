"""Options that several commands share, and the values they are parsed to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from whipcount.config import Settings, load_settings

if TYPE_CHECKING:
    from whipcount.project import Engines

Command = TypeVar("Command", bound=Callable[..., object])


class DayType(click.ParamType[date]):
    """A calendar day, ``2024-09-12``."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse a day, or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date. Write it as year-month-day, such as 2024-09-12.", param, ctx)


DAY = DayType()

sources = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
published = click.option(
    "--published",
    type=DAY,
    metavar="DATE",
    help='Publication date of inputs that carry none (2024-09-12). Days such as "Tuesday" are counted from it.',
)
store = click.option("--store", metavar="F|URL", help="The record: a file or a database URL.  [default: whipcount.db]")
codebook = click.option(
    "--codebook", metavar="F", help="Questions and propositions in YAML.  [default: codebook.yaml, if there is one]"
)
actors = click.option(
    "--actors",
    metavar="F",
    help="Your own list of actors in YAML or CSV, before the shipped register.  [default: none]",
)
threads = click.option("--threads", type=click.IntRange(min=1), help="Threads that a model may use.  [default: 1]")
as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
quiet = click.option("--quiet", "-q", is_flag=True, help="No progress on stderr.")


def format_option(*formats: str, default: str) -> Callable[[Command], Command]:
    """``--format`` with the forms that a command can write, and ``--json`` as a short way to say ``--format json``."""

    def decorate(command: Command) -> Command:
        choice = click.option(
            "--format", "form", type=click.Choice(formats), default=default, show_default=True, help="What to write."
        )
        short = click.option("--json", "form", flag_value="json", help="The same as --format json.")
        return choice(short(command)) if "json" in formats else choice(command)

    return decorate


def engines_for(ctx: click.Context, settings: Settings) -> Engines:
    """The models that the caller of ``main`` handed in, or the shipped ones; with the register of the settings."""
    from whipcount.project import Engines
    from whipcount.register import register_for

    if isinstance(ctx.obj, Engines):
        return replace(ctx.obj, register=register_for(settings)) if settings.actors else ctx.obj
    return Engines.shipped(settings)


def settings_for(**flags: object) -> Settings:
    """Settings of the project in the working directory, with what the flags say on top."""
    return load_settings(Path(), environment=os.environ, **flags)
