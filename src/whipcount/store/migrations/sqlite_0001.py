"""Guards and search indices of revision 0001 in SQLite's own words.

The triggers hold for whoever writes to the file, this program or another one. They do not rely on foreign keys, which
SQLite leaves off unless each connection asks for them, and they also meet ``INSERT OR REPLACE``, which deletes rows
without firing delete triggers.
"""

from __future__ import annotations

from collections.abc import Mapping

# Table -> what makes an inserted row collide with one that is there. Nothing in these tables is changed or deleted.
_APPEND_ONLY = {
    "inputs": "number = NEW.number",
    "documents": "number = NEW.number OR id = NEW.id",
    "texts": "number = NEW.number",
    "extractions": "number = NEW.number OR id = NEW.id",
    "statements": "number = NEW.number OR (id = NEW.id AND extraction = NEW.extraction)",
    "spans": "statement = NEW.statement AND role = NEW.role AND piece = NEW.piece",
    "codebooks": "number = NEW.number",
    "ledger": "number = NEW.number OR hash = NEW.hash",
}


def guard(name: str, moment: str, condition: str, message: str) -> str:
    """A trigger that refuses a write, in SQL."""
    return f"CREATE TRIGGER {name} {moment} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def append_only(tables: Mapping[str, str]) -> list[str]:
    """Triggers that let rows be added to tables, and never be changed, deleted or replaced."""
    guards: list[str] = []
    for table, same in tables.items():
        guards += [
            guard(f"{table}_no_update", f"BEFORE UPDATE ON {table}", "1", f"{table} are never changed"),
            guard(f"{table}_no_delete", f"BEFORE DELETE ON {table}", "1", f"{table} are never deleted"),
            guard(
                f"{table}_no_replace",
                f"BEFORE INSERT ON {table}",
                f"EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608  # both parts are written above
                f"{table} are never replaced",
            ),
        ]
    return guards


_TEXT = "(SELECT text FROM texts WHERE number = NEW.document)"

_EVIDENCE = [
    guard(
        "texts_length",
        "BEFORE INSERT ON texts",
        "typeof(NEW.text) <> 'text'"
        " OR length(NEW.text) IS NOT (SELECT length FROM documents WHERE number = NEW.number)",
        "the text does not have the length that its document states",
    ),
    guard(
        "spans_sealed",
        "BEFORE INSERT ON spans",
        "EXISTS (SELECT 1 FROM statements WHERE number = NEW.statement)",
        "a statement takes no more evidence once it is stored",
    ),
    guard(
        "spans_inside",
        "BEFORE INSERT ON spans",
        "typeof(NEW.start) <> 'integer' OR typeof(NEW.\"end\") <> 'integer'"
        f' OR NEW."end" > ifnull(length({_TEXT}), -1)',
        "a span does not lie inside the text of its document",
    ),
    guard(
        "spans_surroundings",
        "BEFORE INSERT ON spans",
        f"NEW.prefix IS NOT substr({_TEXT}, max(NEW.start - 32, 0) + 1, min(NEW.start, 32))"
        f' OR NEW.suffix IS NOT substr({_TEXT}, NEW."end" + 1, 32)',
        "the prefix or suffix of a span is not what stands around it",
    ),
    guard(
        "statements_evidence",
        "BEFORE INSERT ON statements",
        "NOT EXISTS (SELECT 1 FROM spans WHERE statement = NEW.number AND role = 'content')",
        "a statement needs the span of its content",
    ),
    guard(
        "statements_one_document",
        "BEFORE INSERT ON statements",
        "EXISTS (SELECT 1 FROM spans WHERE statement = NEW.number AND document <> NEW.document)"
        " OR NEW.document IS NOT (SELECT document FROM extractions WHERE number = NEW.extraction)",
        "a statement and its evidence belong to one document",
    ),
    guard(
        "documents_supersede",
        "BEFORE INSERT ON documents",
        "(NEW.supersedes IS NULL AND EXISTS (SELECT 1 FROM documents WHERE identity = NEW.identity))"
        " OR NEW.supersedes IS NOT NULL AND (EXISTS (SELECT 1 FROM documents WHERE supersedes = NEW.supersedes)"
        " OR NOT EXISTS (SELECT 1 FROM documents WHERE id = NEW.supersedes AND identity = NEW.identity))",
        "a version replaces the newest version of the same input",
    ),
]

_LEDGER = [
    guard(
        "ledger_chain",
        "BEFORE INSERT ON ledger",
        "NEW.number IS NOT (SELECT length + 1 FROM chain) OR NEW.previous IS NOT (SELECT head FROM chain)",
        "an entry must follow the last entry of the ledger",
    ),
    guard(
        "ledger_statement",
        "BEFORE INSERT ON ledger",
        "NOT EXISTS (SELECT 1 FROM statements WHERE id = NEW.statement_id)",
        "an entry must be about a stored statement",
    ),
    "CREATE TRIGGER ledger_head AFTER INSERT ON ledger BEGIN"
    " UPDATE chain SET length = NEW.number, head = NEW.hash; END",
    guard(
        "chain_forward",
        "BEFORE UPDATE ON chain",
        "NEW.id <> OLD.id OR NEW.length <> OLD.length + 1"
        " OR NEW.head IS NOT (SELECT hash FROM ledger WHERE number = NEW.length)",
        "the head of the ledger moves only with it",
    ),
    guard("chain_one", "BEFORE INSERT ON chain", "EXISTS (SELECT 1 FROM chain)", "the ledger has one head"),
    guard("chain_no_delete", "BEFORE DELETE ON chain", "1", "the ledger keeps its head"),
]

_RUNS = [
    guard(
        "runs_started",
        "BEFORE UPDATE ON runs",
        "OLD.ended IS NOT NULL OR NEW.id <> OLD.id OR NEW.command <> OLD.command"
        " OR NEW.settings <> OLD.settings OR NEW.started <> OLD.started",
        "a run can only be ended, once",
    ),
    guard("runs_no_delete", "BEFORE DELETE ON runs", "1", "runs are never deleted"),
    guard(
        "runs_no_replace",
        "BEFORE INSERT ON runs",
        "EXISTS (SELECT 1 FROM runs WHERE id = NEW.id)",
        "runs are never replaced",
    ),
]

TRIGGERS = [*append_only(_APPEND_ONLY), *_EVIDENCE, *_LEDGER, *_RUNS]

# The only place where the words of a quotation appear in SQL: cut out of the stored text each time. substr() counts
# code points, as offsets do.
VIEWS = [
    "CREATE VIEW statement_words AS SELECT statements.number AS number,"
    " (SELECT group_concat(words, ' […] ') FROM (SELECT substr(texts.text, spans.start + 1,"
    ' spans."end" - spans.start) AS words FROM spans WHERE spans.statement = statements.number'
    " AND spans.role = 'content' ORDER BY spans.piece)) AS quotation,"
    " coalesce(statements.speaker_name, statements.as_written) AS speaker"
    " FROM statements JOIN texts ON texts.number = statements.document",
]

# External content: the index holds words and places, the texts stay in one copy, and both can be rebuilt.
SEARCH = [
    "CREATE VIRTUAL TABLE statement_search USING fts5(quotation, speaker, content='statement_words',"
    " content_rowid='number', tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE text_search USING fts5(text, content='texts', content_rowid='number',"
    " tokenize='unicode61 remove_diacritics 2')",
]
