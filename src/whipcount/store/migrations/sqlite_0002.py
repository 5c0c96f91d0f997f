"""Guards that revision 0002 changes: the ledger takes entries about actors beside those about statements."""

from __future__ import annotations

from whipcount.store.migrations import sqlite_0001

_ABOUT = (
    "CREATE TRIGGER ledger_statement BEFORE INSERT ON ledger WHEN"
    " CASE NEW.kind WHEN 'identity' THEN NEW.statement_id <> 'actors'"
    " ELSE NOT EXISTS (SELECT 1 FROM statements WHERE id = NEW.statement_id) END"
    " BEGIN SELECT RAISE(ABORT, 'an entry must be about a stored statement, or about actors'); END"
)


def _of_ledger(sql: str) -> bool:
    return " ON ledger " in sql


# The guards that stand on the ledger; they go with the table when it is made anew, and are put back.
LEDGER = [_ABOUT if " ledger_statement " in sql else sql for sql in sqlite_0001.TRIGGERS if _of_ledger(sql)]
TRIGGERS = [*(sql for sql in sqlite_0001.TRIGGERS if not _of_ledger(sql)), *LEDGER]
