"""Printing what a change of the codebook would recode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from whipcount.cli.output import counted, write_entries, write_json, write_table

if TYPE_CHECKING:
    from whipcount.project import Impact, Trial

EXAMPLES: Final = 10  # changed statements that are shown of each proposition; --json has them all


def write_impact(impact: Impact, trials: Sequence[Trial] | None, form: str) -> None:
    """Write the counts, and what a trial found where there was one."""
    from whipcount.project.impact import kept_codings

    if form == "json":
        write_json({**asdict(impact), "trials": None if trials is None else [asdict(one) for one in trials]})
        return
    heads = ("fate", "judged", "by people", "stale", "to judge", "waiting", "proposition")
    rows = [
        (p.fate, *(f"{n:,}" for n in (p.judged, p.by_people, p.stale, p.to_judge, p.waiting)), p.proposition)
        for p in impact.propositions
    ]
    write_table(rows, heads)
    for kept in kept_codings(impact):
        click.echo(f"Kept: {kept}")
    for one in trials or ():
        _write_trial(one)
    _tell(impact)


def _write_trial(trial: Trial) -> None:
    share = f"{len(trial.changed):,} of {counted(trial.judged, 'statement')}"
    click.echo(f"\n{trial.proposition}: {share} would change stance.")
    if trial.reviewed:
        click.echo(
            f"The model agrees with people on {trial.agreed_before:,} of {trial.reviewed:,} now, "
            f"on {trial.agreed_after:,} then."
        )
    write_entries(
        (
            f"{one.statement}  {one.before} -> {one.after}" + (f" (a person: {one.human})" if one.human else ""),
            f"{one.speaker}: {one.quotation}",
        )
        for one in trial.changed[:EXAMPLES]
    )
    if len(trial.changed) > EXAMPLES:
        click.echo(f"    … and {len(trial.changed) - EXAMPLES:,} more; --json lists them.")


def _tell(impact: Impact) -> None:
    made = sum(one.to_judge for one in impact.propositions)
    told = f"`whipcount code` would make {counted(made, 'judgement')}. Nothing was written."
    if impact.reads_again:
        told += " The terms differ, so the next build reads its articles again."
    click.echo(told, err=True)
