"""Saved views: what was done with them is only added to, and what there is now follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from whipcount.errors import StoreError, UsageError
from whipcount.store.oversight import SavedView, ViewAction, ViewEvent
from whipcount.store.rows import now
from whipcount.store.schema import view_events


def events(connection: sa.Connection) -> list[ViewEvent]:
    """Everything that was done with views, oldest first."""
    rows = connection.execute(sa.select(view_events).order_by(view_events.c.number))
    return [
        ViewEvent(row.number, row.view, row.action, row.name, row.address, row.by, datetime.fromisoformat(row.at))
        for row in rows
    ]


def standing(done: Iterable[ViewEvent]) -> list[SavedView]:
    """The views that there are after these events, by name."""
    found: dict[str, SavedView] = {}
    for event in done:
        if event.action == "delete":
            found.pop(event.view, None)
            continue
        first = SavedView(event.view, event.name, event.address, event.by, shared=False, changed=event.at)
        before = found.get(event.view, first)
        shared = {"share": True, "unshare": False}.get(event.action, before.shared)
        found[event.view] = replace(before, name=event.name, address=event.address, shared=shared, changed=event.at)
    return sorted(found.values(), key=lambda view: (view.name.casefold(), view.owner, view.id))


def save(connection: sa.Connection, name: str, address: str, *, by: str) -> str:
    """Save an address under a name; what this person had saved under the same name is led there instead.

    Raises:
        UsageError: No name, or nobody who saves.
    """
    name = _named(name)
    if not by.strip():
        raise UsageError("A view is saved by somebody. Say who.")
    mine = [view for view in standing(events(connection)) if view.owner == by and _same(view.name, name)]
    id_ = mine[0].id if mine else uuid4().hex
    if not mine or mine[0].address != address:
        _append(connection, SavedView(id_, name, address, by, shared=False, changed=datetime.min), "save", by)
    return id_


def change(connection: sa.Connection, view: str, action: ViewAction, *, by: str, name: str | None = None) -> None:
    """Rename, share, unshare or delete a view; nothing is written where it is so already.

    Raises:
        StoreError: There is no such view.
        UsageError: It would get no name, or one that its owner uses for another view.
    """
    known = standing(events(connection))
    found = next((one for one in known if one.id == view), None)
    if found is None:
        raise StoreError(f"There is no saved view {view!r} in this store. It may have been deleted.")
    if action == "rename":
        wanted = _named(name or "")
        if any(one.owner == found.owner and one.id != view and _same(one.name, wanted) for one in known):
            raise UsageError(
                f"There is another view with the name “{wanted}”. Choose another name, or delete that view."
            )
        if wanted == found.name:
            return
        found = replace(found, name=wanted)
    elif action in ("share", "unshare") and found.shared == (action == "share"):
        return
    _append(connection, found, action, by)


def _append(connection: sa.Connection, view: SavedView, action: ViewAction, by: str) -> None:
    values = {"view": view.id, "action": action, "name": view.name, "address": view.address, "by": by, "at": now()}
    connection.execute(sa.insert(view_events), values)


def _named(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise UsageError("A view needs a name. Say what it shows, such as “Ministers since May”.")
    if not kept.isprintable():
        raise UsageError(f"The name {kept!a} has characters that cannot be shown. Leave them out.")
    return kept


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
