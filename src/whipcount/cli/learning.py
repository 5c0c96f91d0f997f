"""``learn``: what a project's corrections teach, seen first, switched on, taken back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.output import counted, write_json, write_table
from whipcount.cli.project import watching
from whipcount.errors import UsageError

if TYPE_CHECKING:
    from whipcount.config import Settings
    from whipcount.project import Engines, Gain
    from whipcount.store import Store


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Only cross-validate: what would be gained. Writes nothing.")
@click.option("--apply", "wanted", is_flag=True, help="Learn, switch the head on, and judge every statement anew.")
@click.option("--anyway", is_flag=True, help="With --apply: even where cross-validation shows no gain.")
@click.option("--undo", is_flag=True, help="Switch the head off; what counted before counts again.")
@click.option("--history", is_flag=True, help="List what was learned, switched on and taken back.")
@click.option("--coder", metavar="NAME", help="Who decides it.  [default: analyst]")
@options.store
@options.threads
@options.quiet
@options.format_option("table", "json", default="table")
@click.pass_context
def learn(
    ctx: click.Context,
    only_check: bool,
    wanted: bool,
    anyway: bool,
    undo: bool,
    history: bool,
    coder: str | None,
    store: str | None,
    threads: int | None,
    quiet: bool,
    form: str,
) -> None:
    """Learn from the stances that people corrected in this store, from 20 judgements on.

    Without a flag it shows what would be gained, and how many judgements would change, and writes nothing.

    \b
    whipcount learn            what would change
    whipcount learn --apply    switch it on
    whipcount learn --undo     and off again
    """
    from whipcount.store import open_store

    if sum((only_check, wanted, undo, history)) > 1:
        raise UsageError("--check, --apply, --undo and --history exclude each other. Give one of them.")
    if anyway and not wanted:
        raise UsageError("--anyway belongs to --apply.")
    settings = options.settings_for(store=store, coder=coder, threads=threads)
    with open_store(settings.store, create=False) as opened:
        if history:
            _write_history(opened, form)
            return
        engines = options.engines_for(ctx, settings)
        if undo:
            _undo(opened, engines, settings, quiet=quiet, form=form)
        elif wanted:
            _apply(opened, engines, settings, anyway=anyway, quiet=quiet, form=form)
        else:
            _show(opened, engines, form, with_preview=not only_check)


def _show(store: Store, engines: Engines, form: str, *, with_preview: bool) -> None:
    from whipcount.project import check, preview

    gain = check(store, engines.coder)
    changes = preview(store, engines.coder) if with_preview else None
    if form == "json":
        write_json({**gain.as_json(), **({} if changes is None else {"changed": changes})})
        return
    _write_gain(gain)
    if changes is not None:
        click.echo(f"Switched on, it would change {counted(changes, 'judgement')} of the model. Nothing was written.")


def _apply(store: Store, engines: Engines, settings: Settings, *, anyway: bool, quiet: bool, form: str) -> None:
    from whipcount.project import learn as learn_project

    with watching(settings.store, quiet=quiet) as progress:
        made = learn_project(store, engines.coder, by=settings.coder, anyway=anyway, progress=progress)
    if form == "json":
        write_json({**made.gain.as_json(), "coder": made.coder, "judged": made.judged, "changed": made.changed})
        return
    _write_gain(made.gain)
    click.echo(
        f"Switched on: {made.coder}. {counted(made.changed, 'judgement')} changed. "
        "`whipcount learn --undo` takes it back."
    )


def _undo(store: Store, engines: Engines, settings: Settings, *, quiet: bool, form: str) -> None:
    from whipcount.project import unlearn

    with watching(settings.store, quiet=quiet) as progress:
        off, changed = unlearn(store, engines.coder, by=settings.coder, progress=progress)
    if form == "json":
        write_json({"coder": off, "changed": changed})
    else:
        click.echo(f"Switched off: {off}. {counted(changed, 'judgement')} changed back.")


def _write_gain(gain: Gain) -> None:
    said = ", ".join(f"{number} {stance}" for stance, number in gain.stances.items() if number)
    click.echo(f"Learned from {counted(gain.reviews, 'judgement')} in {counted(gain.documents, 'document')}: {said}.")
    click.echo(
        f"On documents left out, macro-F1 of support, oppose and neither: {gain.before:.3f} as shipped, "
        f"{gain.after:.3f} learned ({gain.after - gain.before:+.3f}; 95 % interval "
        f"{gain.low:+.3f} to {gain.high:+.3f})."
    )
    click.echo(f"{counted(gain.turned, 'judgement')} would differ there: {gain.mended} mended, {gain.spoilt} spoilt.")
    if not gain.there:
        click.echo("There is no gain. Review more statements before you learn from them.")
    elif not gain.sure:
        click.echo("The interval holds 0, so the gain may be chance. Review more statements, or look at what changes.")


def _write_history(store: Store, form: str) -> None:
    events = store.head_events()
    if form == "json":
        write_json([{**asdict(one), "report": dict(one.report), "at": one.at.isoformat()} for one in events])
        return
    rows = [
        (
            str(one.number),
            f"{one.at:%Y-%m-%d %H:%M}",
            one.action,
            one.by,
            str(one.report["reviews"]),
            f"{one.report['gain']:+}",
            "on" if one.on else "",
            one.coder,
        )
        for one in events
    ]
    write_table(rows, ("no", "at", "action", "by", "reviews", "gain", "", "head"))
