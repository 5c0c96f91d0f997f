"""The only SQL: documents, statements, codings and reviews, kept so that nothing is shown that was not said there."""

from whipcount.store.records import (
    ActorRow,
    DocumentRow,
    LogRow,
    Page,
    RunRow,
    StatementFilter,
    StatementRow,
    Status,
)

__all__ = ["ActorRow", "DocumentRow", "LogRow", "Page", "RunRow", "StatementFilter", "StatementRow", "Status"]
