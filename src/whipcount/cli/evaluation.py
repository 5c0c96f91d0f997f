"""``evaluate``: predictions against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from whipcount.cli import options
from whipcount.cli.output import write_json, write_table

if TYPE_CHECKING:
    from whipcount.model import JSON

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("gold", type=_FILE)
@click.argument("predicted", type=_FILE)
@click.option("--draws", type=click.IntRange(min=0), default=1000, show_default=True, help="For the intervals.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
@options.format_option("table", "json", default="table")
def evaluate(gold: Path, predicted: Path, draws: int, seed: int, form: str) -> None:
    """Score attributions against gold: precision, recall, F1 with a 95 % interval over documents.

    PREDICTED is what `whipcount extract` wrote on the texts of GOLD, or a file of GOLD's form: JSON lines of
    {"doc", "text", "attributions": [{"cue", "source", "content"}]}.
    """
    from whipcount.evaluate import attribution_report

    report = attribution_report(gold, predicted, draws=draws, seed=seed)
    if form == "json":
        write_json(report)
        return
    heads = ("measure", "P", "R", "F1", "95 %", "right", "predicted", "gold")
    write_table([_row(name, m) for name, m in report.items() if isinstance(m, dict)], heads)
    missing = cast("list[str]", report["gold_documents_without_prediction"])
    if missing:
        click.echo(f"{len(missing)} documents of the gold have no prediction and count as missed.", err=True)


def _row(name: str, measured: dict[str, JSON]) -> tuple[str, ...]:
    interval = cast("list[float] | None", measured["f1_interval"])
    shares = tuple(f"{measured[key]:.3f}" for key in ("p", "r", "f1"))
    counts = tuple(str(measured[key]) for key in ("tp", "pred", "gold"))
    return (name, *shares, f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "", *counts)
