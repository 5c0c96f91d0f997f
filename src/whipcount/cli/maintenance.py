"""``status``, ``log`` and ``doctor``: what a store holds, what became of each input, whether this machine can work."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.failures import ERROR, OK
from whipcount.cli.output import write_entries, write_json, write_table

if TYPE_CHECKING:
    from whipcount.evaluate.estimate import Counted, Estimates
    from whipcount.store.records import LogRow


@click.command()
@options.store
@options.as_json
def status(store: str | None, as_json: bool) -> None:
    """Count what a store holds, and estimate from the reviews how often the machine is right."""
    from whipcount.evaluate.estimate import estimates, estimates_json
    from whipcount.store import open_store

    with open_store(options.settings_for(store=store).store, create=False) as opened:
        counts = asdict(opened.status())
        found = estimates(opened)
    if as_json:
        write_json({**counts, "estimate": estimates_json(found)})
        return
    for name, value in counts.items():
        shown = "-" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
        click.echo(f"{name.replace('_', ' '):22}{shown}")
    _estimated(found)


def _estimated(found: Estimates) -> None:
    from whipcount.evaluate.estimate import ENOUGH

    click.echo(f"\n{found.over_all.sentence}")
    estimated = [one for one in (found.over_all, *found.propositions) if one.enough]
    if estimated:
        rows = [
            (one.proposition or "all", str(one.reviews), f"{stance.stance} {name}", *_shares(counted))
            for one in estimated
            for stance in one.stances
            for name, counted in (("precision", stance.precision), ("recall", stance.recall))
        ]
        click.echo()
        write_table(rows, ("proposition", "reviews", "measure", "counted", "share", "95 %"))
    if found.rejected.number:
        counts, *share = _shares(found.rejected)
        # The figure alone, without enough reviews, would be taken for one.
        click.echo("  ".join(("\nRejected as found:", counts, *(share if found.rejected.number >= ENOUGH else ()))))


def _shares(counted: Counted) -> tuple[str, str, str]:
    interval = counted.interval
    if counted.share is None or interval is None:
        return counted.counts, "", ""
    return counted.counts, f"{counted.share:.2f}", f"{interval.low:.2f} to {interval.high:.2f}"


@click.command()
@options.store
@click.option("--problems", is_flag=True, help="Only inputs that failed.")
@click.option("--run", metavar="ID", help="Only one run.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many, the latest first.")
@options.as_json
def log(store: str | None, problems: bool, run: str | None, limit: int | None, as_json: bool) -> None:
    """What became of each input: stored, duplicate, or rejected and why."""
    from whipcount.store import open_store

    with open_store(options.settings_for(store=store).store, create=False) as opened:
        rows = opened.log(run=run, problems_only=problems, limit=limit)
    if as_json:
        write_json([{**asdict(row), "at": row.at.isoformat()} for row in rows])
        return
    write_entries((_line(row), row.detail or "") for row in rows)
    if not rows:
        click.echo("No input failed." if problems else "Nothing was read yet.", err=True)


def _line(row: LogRow) -> str:
    outcome = f"{row.outcome} ({row.reason})" if row.reason else row.outcome
    return f"{row.at:%Y-%m-%d %H:%M}  {outcome}  {row.given_id}"


@click.command()
@options.store
@options.as_json
def doctor(store: str | None, as_json: bool) -> int:
    """Check that this machine can do the work: versions, models, store."""
    from whipcount.cli.checkup import checkup

    findings = checkup(options.settings_for(store=store))
    if as_json:
        write_json([asdict(finding) for finding in findings])
    else:
        width = max(len(finding.name) for finding in findings)
        for finding in findings:
            click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name:{width}}  {finding.found}")
    return OK if all(finding.ok for finding in findings) else ERROR
