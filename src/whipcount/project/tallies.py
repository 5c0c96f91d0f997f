"""Counts of lists of statements, held between looks, so that after a write only what it touched is counted anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeAlias

from whipcount.store import Store
from whipcount.store.facets import Tally
from whipcount.store.records import StatementFilter

Facets: TypeAlias = dict[str, list[tuple[str, int]]]
_HELD = 4  # lists; one of 100,000 statements takes some twenty megabytes


@dataclass(frozen=True, slots=True)
class Counted:
    """How many statements a list has, and how many of them each value."""

    total: int
    facets: Facets


class Tallies:
    """The lists of a store that were counted last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[StatementFilter, tuple[Tally, Counted]] = {}
        self._lock = Lock()

    def of(self, where: StatementFilter) -> Counted:
        """The counts of a list as it is now, whatever its order."""
        key = replace(where, order=StatementFilter().order)
        held = self._held.get(key)
        tally = self._store.tally(key, held[0] if held else None)
        counted = held[1] if held and held[0] is tally else Counted(tally.total, tally.facets())
        with self._lock:
            others = [(other, kept) for other, kept in self._held.items() if other != key]
            self._held = {**dict(others[-_HELD + 1 :]), key: (tally, counted)}
        return counted
