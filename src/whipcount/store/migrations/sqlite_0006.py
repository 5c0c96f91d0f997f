"""Guards that revision 0006 changes: the ledger takes corrections, and refuses one without the evidence it names."""

from __future__ import annotations

from whipcount.store.migrations import sqlite_0002

_ABOUT = (
    "CREATE TRIGGER ledger_statement BEFORE INSERT ON ledger WHEN"
    " CASE NEW.kind WHEN 'identity' THEN NEW.statement_id <> 'actors'"
    " WHEN 'bulk' THEN NEW.statement_id <> 'bulk'"
    " WHEN 'document' THEN NOT EXISTS (SELECT 1 FROM documents WHERE id = NEW.statement_id)"
    " ELSE NOT EXISTS (SELECT 1 FROM statements WHERE id = NEW.statement_id) END"
    " BEGIN SELECT RAISE(ABORT, 'an entry must be about a stored statement or document, or about actors'); END"
)
# What a correction says stands now must be there, with its spans, in the same document.
_EVIDENCE = (
    "CREATE TRIGGER ledger_correction BEFORE INSERT ON ledger WHEN NEW.kind = 'correction'"
    " AND json_extract(NEW.body, '$.action') IS NOT 'undo' AND NOT EXISTS (SELECT 1 FROM statements"
    " JOIN extractions ON extractions.number = statements.extraction"
    " WHERE extractions.hand AND extractions.id = json_extract(NEW.body, '$.extraction')"
    " AND statements.id = json_extract(NEW.body, '$.becomes')"
    " AND statements.document = (SELECT document FROM statements WHERE id = NEW.statement_id))"
    " BEGIN SELECT RAISE(ABORT, 'a correction must name a statement that is stored with its spans'); END"
)

# The guards that stand on the ledger; they go with the table when it is made anew, and are put back.
LEDGER = [*(_ABOUT if " ledger_statement " in sql else sql for sql in sqlite_0002.LEDGER), _EVIDENCE]
TRIGGERS = [*(sql for sql in sqlite_0002.TRIGGERS if sql not in sqlite_0002.LEDGER), *LEDGER]
