"""Guards that revision 0007 changes: the ledger takes changes of the codebook."""

from __future__ import annotations

from whipcount.store.migrations import sqlite_0006

_ABOUT = (
    "CREATE TRIGGER ledger_statement BEFORE INSERT ON ledger WHEN"
    " CASE NEW.kind WHEN 'identity' THEN NEW.statement_id <> 'actors'"
    " WHEN 'bulk' THEN NEW.statement_id <> 'bulk'"
    " WHEN 'codebook' THEN NEW.statement_id <> 'codebook' OR NOT EXISTS"
    " (SELECT 1 FROM codebooks WHERE id = json_extract(NEW.body, '$.becomes'))"
    " WHEN 'document' THEN NOT EXISTS (SELECT 1 FROM documents WHERE id = NEW.statement_id)"
    " ELSE NOT EXISTS (SELECT 1 FROM statements WHERE id = NEW.statement_id) END"
    " BEGIN SELECT RAISE(ABORT, 'an entry must be about what is stored, or about actors'); END"
)

# The guards that stand on the ledger; they go with the table when it is made anew, and are put back.
LEDGER = [_ABOUT if " ledger_statement " in sql else sql for sql in sqlite_0006.LEDGER]
TRIGGERS = [*(sql for sql in sqlite_0006.TRIGGERS if sql not in sqlite_0006.LEDGER), *LEDGER]
