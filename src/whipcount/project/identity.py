"""Merge, split, rename: which actors are meant, and what a change would do to statements and positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import CodedStatement, Position
from whipcount.positions import positions
from whipcount.store import ActorRow, Change, ChangePreview, Store
from whipcount.store.identity import split_actor

_LEAST_PREFIX = 6  # characters of a key that may stand for the whole
_NAMED = 8  # actors listed in an error that asks which is meant


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A position before and after a change, None where the actor has none."""

    proposition: str
    before: Position | None
    after: Position | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change would do."""

    preview: ChangePreview
    positions: tuple[PositionChange, ...]


def find_actor(store: Store, text: str) -> ActorRow:
    """The actor that a key, the beginning of a key, or a name stands for.

    Raises:
        UsageError: Nobody, or more than one.
    """
    everyone = store.actors().items
    name = " ".join(text.casefold().split())
    found = [row for row in everyone if row.key == text]
    found = found or [row for row in everyone if " ".join(row.name.casefold().split()) == name]
    if not found and len(text) >= _LEAST_PREFIX:
        found = [row for row in everyone if row.key.startswith(text)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"There is no actor {text!r} in this store. List them with `whipcount actors`.")
    keys = ", ".join(f"{row.key} ({row.kind}, {row.role or 'no role'})" for row in found[:_NAMED])
    raise UsageError(f"{len(found)} actors are called {text!r}. Name one by its key: {keys}.")


def merge_change(store: Store, actors: Sequence[str], into: str | None) -> Change:
    """A merge of these actors.

    The result keeps the key of the actor that ``into`` names, else of the one in the register, else of the one with the
    most statements. An ``into`` that is none of their names is the name of the result.
    """
    rows = [find_actor(store, actor) for actor in actors]
    named = [row for row in rows if into is not None and into.casefold() in (row.name.casefold(), row.key)]
    target = named[0] if named else max(rows, key=lambda row: (":" in row.key, row.statements, -rows.index(row)))
    name = into if into is not None and not named else (target.name if len({row.name for row in rows}) > 1 else None)
    return Change("merge", tuple(dict.fromkeys(row.key for row in rows)), into=target.key, name=name)


def split_change(store: Store, actor: str, statements: Sequence[str], name: str) -> Change:
    """A split that gives statements to a new actor."""
    row = find_actor(store, actor)
    chosen = tuple(sorted(set(statements)))
    return Change("split", (row.key,), into=split_actor(name, chosen), name=name, statements=chosen)


def rename_change(store: Store, actor: str, name: str) -> Change:
    """A new name for an actor."""
    return Change("rename", (find_actor(store, actor).key,), name=" ".join(name.split()))


def undo_change(store: Store, number: int | None) -> Change:
    """Taking back a change, the latest one that stands by default.

    Raises:
        UsageError: No change stands.
    """
    if number is not None:
        return Change("undo", undoes=number)
    standing = [e for e in store.actor_changes() if e.undone_by is None and e.change.action != "undo"]
    if not standing:
        raise UsageError("No merge, split or rename stands, so there is nothing to undo.")
    return Change("undo", undoes=standing[-1].number)


def effects(store: Store, settings: Settings, change: Change) -> Effects:
    """What a change would do to statements and to positions; nothing of it is kept."""
    found = store.preview_change(change)
    owner = {statement: after for statement, _, after in found.moves}
    names = {row.key: row.name for row in found.after}
    concerned = {row.key for row in (*found.before, *found.after)}
    changed: list[PositionChange] = []
    codebook = store.codebook()
    for proposition in codebook.propositions if codebook else ():
        coded = list(store.coded_statements(proposition.id))
        before = {p.actor_key: p for p in positions(coded, settings) if p.actor_key in concerned}
        then = positions([_moved(one, owner, names) for one in coded], settings)
        after = {p.actor_key: p for p in then if p.actor_key in concerned}
        both = ((before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys()))
        changed += [PositionChange(proposition.id, b, a) for b, a in both if _seen(b) != _seen(a)]
    return Effects(found, tuple(changed))


def _moved(one: CodedStatement, owner: dict[str, str], names: dict[str, str]) -> CodedStatement:
    actor = owner.get(one.statement.id, one.actor)
    return replace(one, actor=actor, actor_name=names.get(actor or "", one.actor_name))


def _seen(position: Position | None) -> tuple[object, ...] | None:
    return None if position is None else (position.actor, position.lean, position.stance, position.statements)
