"""What the pages of sources, runs and saved views are told: frozen values that know no SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

ViewAction: TypeAlias = Literal["save", "rename", "share", "unshare", "delete"]


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is: ``done`` inputs or judgements, as ``doing`` says; ``name`` is the latest input.

    ``at`` is when it last said so; ``stopped`` is why it ended early, None where it went on or could not say.
    """

    doing: str
    done: int
    statements: int
    name: str
    at: datetime
    stopped: str | None


@dataclass(frozen=True, slots=True)
class RunTally:
    """What became of the inputs of a run; ``rejected`` counts by reason.

    ``duplicates`` have the bytes of another input, ``unchanged`` were handled by an earlier run, as they are.
    ``syndicated`` are the documents that it stored with an utterance that another document of the store carries too.
    ``latest`` is when the newest of these inputs was handled.
    """

    stored: int = 0
    new_versions: int = 0
    duplicates: int = 0
    unchanged: int = 0
    rejected: Mapping[str, int] | None = None
    syndicated: int = 0
    latest: datetime | None = None

    @property
    def failed(self) -> int:
        """Inputs that gave nothing."""
        return sum((self.rejected or {}).values())

    @property
    def inputs(self) -> int:
        """All inputs that have their outcome."""
        return self.stored + self.new_versions + self.duplicates + self.unchanged + self.failed


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet with its current documents, None for those that name none.

    ``statements`` are current and not rejected; ``syndicated`` documents carry an utterance that another one carries
    too; ``undated`` have no day of publication. ``first`` and ``last`` are days of publication, ``read`` is when the
    newest of them was stored.
    """

    outlet: str | None
    documents: int
    statements: int
    syndicated: int
    undated: int
    first: date | None
    last: date | None
    read: datetime | None


@dataclass(frozen=True, slots=True)
class SavedView:
    """A page's address under a name; ``owner`` saved it, and ``shared`` views are offered to everybody."""

    id: str
    name: str
    address: str
    owner: str
    shared: bool
    changed: datetime


@dataclass(frozen=True, slots=True)
class ViewEvent:
    """One thing that was done with a view; ``name`` and ``address`` are those after it."""

    number: int
    view: str
    action: ViewAction
    name: str
    address: str
    by: str
    at: datetime
