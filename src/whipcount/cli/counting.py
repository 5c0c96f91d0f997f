"""Printing the whip count."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import click

from whipcount.cli.output import write_json
from whipcount.config import Settings

if TYPE_CHECKING:
    from whipcount.store import Store

_WIDEST = 100  # columns; longer lines are hard to read


def write_count(
    store: Store, settings: Settings, form: str, *, proposition: str | None = None, at: date | None = None
) -> None:
    """Write where everybody stands, as text or as JSON."""
    from whipcount.interchange.whip_count import whip_count_text
    from whipcount.positions import positions_json
    from whipcount.project import count

    result = count(store, settings, proposition=proposition, at=at)
    if form == "json":
        write_json(positions_json(result.positions, result.beliefs))
        return
    if not result.propositions:
        click.echo(
            'There is nothing to count yet: no proposition is known. Give --proposition "TEXT" or --codebook F.',
            err=True,
        )
    text = whip_count_text(
        result.positions,
        propositions={one.id: one.text for one in result.propositions},
        evidence=result.evidence,
        without_actor=result.without_actor,
        width=min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns),
    )
    click.echo(text, nl=False)
