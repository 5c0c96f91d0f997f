"""``actors`` and ``merge``: who speaks, what is known of them, and who is who."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.output import counted, write_entries, write_json, write_table
from whipcount.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from whipcount.model import JSON
    from whipcount.project.identity import Effects, PositionChange
    from whipcount.project.profile import Profile
    from whipcount.store import ActorRow, Change, IdentityEvent, Store

_preview = click.option("--preview", is_flag=True, help="Show what would change; change nothing.")
_yes = click.option("--yes", "-y", is_flag=True, help="Make the change without asking.")
_note = click.option("--note", default="", help="Why.")
_coder = click.option("--coder", metavar="NAME", help="Who says so.  [default: analyst]")
_as_format = options.format_option("table", "json", default="table")
_SHOWN = 12  # statements that a preview writes out; the JSON has all


@click.group(invoke_without_command=True)
@options.store
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@options.format_option("table", "json", default="table")
@click.pass_context
def actors(ctx: click.Context, store: str | None, limit: int | None, form: str) -> None:
    """Who speaks: name, kind, role, number of statements, first and last day.

    With a subcommand: what is known of one actor, who is who, and the history of both.
    """
    if ctx.invoked_subcommand is not None:
        return
    with _opened(store) as opened:
        found = opened.actors(limit=limit).items
    if form == "json":
        write_json([_row(row) for row in found])
        return
    heads = ("actor", "kind", "statements", "first", "last", "role")
    table = [(a.name, a.kind, str(a.statements), _iso(a.first) or "", _iso(a.last) or "", a.role or "") for a in found]
    write_table(table, heads)


@actors.command()
@click.argument("actor")
@options.store
@_as_format
def show(actor: str, store: str | None, form: str) -> None:
    """What the record knows of ACTOR: names, roles over time, the register's entry, changes.

    ACTOR is a key, the beginning of one, or a name.
    """
    from whipcount.project.profile import profile

    with _opened(store) as opened:
        found = profile(opened, actor)
    if form == "json":
        write_json(found.as_json())
    else:
        _write_profile(found)


@actors.command()
@click.argument("actor")
@click.argument("name")
@options.store
@_preview
@_yes
@_note
@_coder
@_as_format
def rename(
    actor: str, name: str, store: str | None, preview: bool, yes: bool, note: str, coder: str | None, form: str
) -> None:
    """Call ACTOR by NAME, in every list."""
    from whipcount.project.identity import rename_change

    _change(lambda opened: rename_change(opened, actor, name), store, coder, (preview, yes, note, form))


@actors.command()
@click.argument("actor")
@click.argument("name")
@click.argument("statements", nargs=-1, metavar="STATEMENT...")
@click.option("--document", metavar="ID", help="Every statement of ACTOR in this document.")
@options.store
@_preview
@_yes
@_note
@_coder
@_as_format
def split(
    actor: str,
    name: str,
    statements: tuple[str, ...],
    document: str | None,
    store: str | None,
    preview: bool,
    yes: bool,
    note: str,
    coder: str | None,
    form: str,
) -> None:
    """Give some statements of ACTOR to a new actor called NAME."""
    from whipcount.project.identity import find_actor, split_change
    from whipcount.store import StatementFilter

    def change(opened: Store) -> Change:
        chosen = list(statements)
        if document is not None:
            where = StatementFilter(actor=find_actor(opened, actor).key, document=document)
            chosen += [row.statement.id for row in opened.statements(where, limit=None).items]
        return split_change(opened, actor, chosen, name)

    _change(change, store, coder, (preview, yes, note, form))


@actors.command()
@click.argument("number", type=int, required=False)
@options.store
@_preview
@_yes
@_note
@_coder
@_as_format
def undo(
    number: int | None, store: str | None, preview: bool, yes: bool, note: str, coder: str | None, form: str
) -> None:
    """Take back the change NUMBER of `whipcount actors history`, the latest one by default."""
    from whipcount.project.identity import undo_change

    _change(lambda opened: undo_change(opened, number), store, coder, (preview, yes, note, form))


@actors.command()
@options.store
@_as_format
def history(store: str | None, form: str) -> None:
    """Every merge, split, rename and undoing: who, when, why."""
    with _opened(store) as opened:
        found = opened.actor_changes()
        names = {row.key: row.name for row in opened.actors().items}
    if form == "json":
        write_json([_event(event) for event in found])
        return
    write_entries((_event_line(event, names), event.note) for event in found)
    if not found:
        click.echo("Nothing was merged, split or renamed yet.", err=True)


@actors.command()
@options.store
@_as_format
def doubts(store: str | None, form: str) -> None:
    """Pairs of actors that may or may not be one, for you to merge or leave."""
    with _opened(store) as opened:
        found = opened.collisions()
        names = {row.key: row.name for row in opened.actors().items}
    if form == "json":
        write_json([{**asdict(one), "names": [names[one.first], names[one.second]]} for one in found])
        return
    write_entries((f"{names[c.first]} ({c.first}) · {names[c.second]} ({c.second})", c.reason) for c in found)
    if not found:
        click.echo("No two actors are in doubt.", err=True)


@click.command()
@click.argument("actor", nargs=-1, required=True, metavar="ACTOR ACTOR...")
@click.option("--into", metavar="NAME", help="Name of the result, or which of the actors it is.")
@options.store
@_preview
@_yes
@_note
@_coder
@_as_format
def merge(
    actor: tuple[str, ...],
    into: str | None,
    store: str | None,
    preview: bool,
    yes: bool,
    note: str,
    coder: str | None,
    form: str,
) -> None:
    """Make several actors one. Shows first what would change; `whipcount actors undo` takes it back.

    ACTOR is a key, the beginning of one, or a name.

    \b
    whipcount merge "Harbour Board" "Port Authority" --into "Harbour Board" --preview
    """
    from whipcount.project.identity import merge_change

    _change(lambda opened: merge_change(opened, actor, into), store, coder, (preview, yes, note, form))


def _change(
    make: Callable[[Store], Change], store: str | None, coder: str | None, how: tuple[bool, bool, str, str]
) -> None:
    """Show what a change would do and, when asked to, make it."""
    from whipcount.project.identity import effects
    from whipcount.store import open_store

    preview, yes, note, form = how
    settings = options.settings_for(store=store, coder=coder)
    with open_store(settings.store, create=False) as opened:
        change = make(opened)
        shown = effects(opened, settings, change)
        if form == "json":
            write_json(_effects_json(shown))
        else:
            _write_effects(shown, opened)
        if preview:
            return
        if not yes and not _confirmed():
            click.echo("Nothing was changed.", err=True)
            return
        number = opened.change_actors(change, coder=settings.coder, note=note)
    done = f"Recorded as change {number}. `whipcount actors undo {number}` takes it back."
    click.echo(done if number else "That is so already; nothing was recorded.", err=True)


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here. Add --yes to make the change, or --preview to only look at it.")
    return click.confirm("Make this change?", err=True)


def _opened(store: str | None) -> Store:
    from whipcount.store import open_store

    ctx = click.get_current_context()
    given = store or (ctx.parent.params.get("store") if ctx.parent else None)
    return open_store(options.settings_for(store=given).store, create=False)


def _write_effects(shown: Effects, store: Store) -> None:
    before = {row.key: row for row in shown.preview.before}
    after = {row.key: row for row in shown.preview.after}
    rows = [
        (_name(before, key), _count(before, key), _name(after, key), _count(after, key), key)
        for key in dict.fromkeys([*before, *after])
    ]
    write_table(rows, ("before", "statements", "after", "statements", "key"))
    if shown.positions:
        click.echo(f"\n{counted(len(shown.positions), 'position')} would change:")
        write_table([_position(one) for one in shown.positions], ("proposition", "actor", "before", "after"))
    moves = shown.preview.moves
    if moves:
        click.echo(f"\n{counted(len(moves), 'statement')} would change hands:")
    for statement, *_ in moves[:_SHOWN]:
        row = store.statement(statement)
        speaker = row.statement.speaker
        parts = (_iso(row.day) or "no date", speaker.name or speaker.as_written, speaker.role, row.outlet, statement)
        write_entries([(" · ".join(part for part in parts if part), row.quotation)])
    if len(moves) > _SHOWN:
        click.echo(f"… and {len(moves) - _SHOWN:,} more: --json", err=True)


def _position(one: PositionChange) -> tuple[str, str, str, str]:
    known = one.after or one.before
    before, after = (f"{p.lean.replace('_', ' ')} ({len(p.statements)})" if p else "–" for p in (one.before, one.after))
    return one.proposition, known.actor if known else "", before, after


def _name(rows: dict[str, ActorRow], key: str) -> str:
    return rows[key].name if key in rows else "–"


def _count(rows: dict[str, ActorRow], key: str) -> str:
    return str(rows[key].statements) if key in rows else "–"


def _effects_json(shown: Effects) -> dict[str, JSON]:
    from whipcount.positions import positions_json

    return {
        "change": {**asdict(shown.preview.change)},
        "before": [_row(row) for row in shown.preview.before],
        "after": [_row(row) for row in shown.preview.after],
        "statements": [{"id": s, "before": b, "after": a} for s, b, a in shown.preview.moves],
        "positions": [
            {
                "proposition": one.proposition,
                "before": positions_json([one.before])[0] if one.before else None,
                "after": positions_json([one.after])[0] if one.after else None,
            }
            for one in shown.positions
        ],
    }


def _row(row: ActorRow) -> dict[str, JSON]:
    return {**asdict(row), "first": _iso(row.first), "last": _iso(row.last)}


def _event(event: IdentityEvent) -> dict[str, JSON]:
    return {**asdict(event)}


def _event_line(event: IdentityEvent, names: dict[str, str]) -> str:
    change = event.change
    who = " + ".join(event.names)
    what = f"undo {change.undoes}" if change.action == "undo" else f"{change.action} {who}"
    result = f" → {change.name or names.get(change.into or '', change.into)}" if change.into or change.name else ""
    undone = f" (undone by {event.undone_by})" if event.undone_by else ""
    return f"{event.number}  {event.at[:16].replace('T', ' ')}  {event.coder}: {what}{result}{undone}"


def _write_profile(found: Profile) -> None:
    row = found.actor
    click.echo(f"{row.name}  ({row.kind}, {counted(row.statements, 'statement')})  {row.key}")
    for title, lines in found.sections():
        if lines:
            click.echo(f"\n{title}")
            for line in lines:
                click.echo(f"  {line}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
