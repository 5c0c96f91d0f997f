"""The only SQL: documents, statements, codings and reviews, kept so that nothing is shown that was not said there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whipcount.store.records import (
    ActorRow,
    Change,
    ChangePreview,
    Collision,
    DocumentRow,
    IdentityEvent,
    LogRow,
    Page,
    RunRow,
    StatementFilter,
    StatementRow,
    Status,
    TermRow,
)

if TYPE_CHECKING:
    from whipcount.store.store import Store, open_store

__all__ = [
    "ActorRow",
    "Change",
    "ChangePreview",
    "Collision",
    "DocumentRow",
    "IdentityEvent",
    "LogRow",
    "Page",
    "RunRow",
    "StatementFilter",
    "StatementRow",
    "Status",
    "Store",
    "TermRow",
    "open_store",
]


def __getattr__(name: str) -> Any:
    """Load SQLAlchemy when a store is opened, not when a command line is parsed."""
    if name in ("Store", "open_store"):
        from whipcount.store import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
