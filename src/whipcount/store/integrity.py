"""Check what is stored against its own evidence, and make the derived tables again."""

from __future__ import annotations

import sqlalchemy as sa

from whipcount.coders import LEARNED, head_id
from whipcount.model import document_id
from whipcount.store import (
    anchors,
    corrections,
    fixes,
    identity,
    journal,
    named,
    sqlite,
    standing,
    summaries,
    touching,
    wordings,
)
from whipcount.store import ledger as ledgers
from whipcount.store.migrations import sqlite_0001, sqlite_0003, sqlite_0004, sqlite_0007, sqlite_0008
from whipcount.store.reading import BATCH, load, load_documents
from whipcount.store.rows import sha256
from whipcount.store.schema import (
    chain,
    codings,
    corrected,
    covered,
    documents,
    heads,
    ledger,
    metadata,
    reviews,
    statements,
    withdrawn,
)


def problems(connection: sa.Connection) -> list[str]:
    """What is wrong with the store, a sentence for each thing; empty when it is sound."""
    return [
        *sqlite.file_problems(connection),
        *_schema_problems(connection),
        *_text_problems(connection),
        *_quotation_problems(connection),
        *_term_problems(connection),
        *_ledger_problems(connection),
        *_head_problems(connection),
        *_codebook_problems(connection),
        *_derived_problems(connection),
    ]


def rebuild(connection: sa.Connection) -> None:
    """Make the derived tables and search indices again from the evidence and the ledger."""
    wordings.replace(connection, journal.codebook(connection))
    ledgers.rebuild(connection)
    corrections.derive(connection)
    fixes.derive(connection)
    anchors.derive(connection)
    named.relink(connection)
    named.join(connection)
    identity.derive(connection)
    summaries.forget(connection)
    touching.touch_all(connection)
    sqlite.rebuild_search(connection)


def _schema_problems(connection: sa.Connection) -> list[str]:
    """Guards that were taken away or altered, and columns that were put in."""
    found: list[str] = []
    there = sqlite.guards(connection)
    guards = [*sqlite_0007.TRIGGERS, *sqlite_0003.TRIGGERS, *sqlite_0004.TRIGGERS, *sqlite_0008.TRIGGERS]
    wanted = [*guards, *sqlite_0001.VIEWS, *sqlite_0001.SEARCH]
    for name, sql in sorted({(_name(sql), sql) for sql in wanted}):
        if name not in there:
            found.append(f"The guard {name} was taken out of the store.")
        elif there[name] != sql:
            found.append(f"The guard {name} was altered.")
    found += [f"{name} is none of whipcount's." for name in sorted(there.keys() - {_name(sql) for sql in wanted})]
    inspector = sa.inspect(connection)
    for table in metadata.sorted_tables:
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        found += [f"The column {table.name}.{name} is none of whipcount's." for name in columns - set(table.c.keys())]
    return found


def _name(sql: str) -> str:
    words = sql.split()
    return words[3 if words[1] == "VIRTUAL" else 2]


def _text_problems(connection: sa.Connection) -> list[str]:
    found: list[str] = []
    hashes = {
        row.number: row.text_sha256
        for row in connection.execute(sa.select(documents.c.number, documents.c.text_sha256))
    }
    for number, stored in hashes.items():
        document = load_documents(connection, [number])[number]
        expected = document_id(
            document.text,
            title=document.title,
            published=document.published,
            outlet=document.outlet,
            given_id=document.given_id,
        )
        if sha256(document.text) != stored or expected != document.id:
            found.append(f"Document {document.id} ({document.given_id}) is not what was stored.")
    return found


def _quotation_problems(connection: sa.Connection) -> list[str]:
    found: list[str] = []
    last = 0
    while True:
        numbers = connection.execute(
            sa.select(statements.c.number).where(statements.c.number > last).order_by(statements.c.number).limit(BATCH)
        ).scalars()
        batch = list(numbers)
        if not batch:
            return found
        loaded = load(connection, batch)
        found += [
            f"Statement {it.statement.id}: the words at its offsets in document {it.document.id} are not those stored."
            for it in loaded.values()
            if it.quotation is None
        ]
        last = batch[-1]


def _term_problems(connection: sa.Connection) -> list[str]:
    return [
        f"The term {name!r} of document {document}: what stands around its spans is not what was stored."
        for name, document in named.moved(connection)
    ]


def _ledger_problems(connection: sa.Connection) -> list[str]:
    """Recompute the chain; an entry that was changed, moved or taken out breaks it where it stood."""
    found: list[str] = []
    previous, count = "", 0
    for row in connection.execute(sa.select(ledger).order_by(ledger.c.number)):
        count += 1
        sealed = ledgers.entry_hash(row.previous, row.number, row.kind, row.statement_id, row.at, row.body)
        if row.number != count or row.previous != previous:
            found.append(f"Ledger entry {row.number} does not follow the one before it.")
            count = row.number
        if sealed != row.hash:
            found.append(f"Ledger entry {row.number} was changed after it was written.")
        previous = row.hash
    head = connection.execute(sa.select(chain.c.length, chain.c.head)).one_or_none()
    if head is None or (head.length, head.head) != (count, previous):
        found.append("The end of the ledger was cut off or its head was changed.")
    return found


def _head_problems(connection: sa.Connection) -> list[str]:
    """A learned head's name ends in the hash of its weights."""
    return [
        f"The learned head {coder} is not what was stored."
        for coder, body in connection.execute(sa.select(heads.c.coder, heads.c.body))
        if coder.rpartition(LEARNED)[2] != head_id(body)
    ]


def _codebook_problems(connection: sa.Connection) -> list[str]:
    try:
        wanted = wordings.derived(journal.codebook(connection))
    except (KeyError, ValueError, TypeError):
        return ["The codebook in force cannot be read, so which judgements belong to it cannot be checked."]
    if wordings.kept(connection) != wanted:
        return ["The table wordings does not follow from the codebook in force; rebuild the store."]
    return []


def _derived_problems(connection: sa.Connection) -> list[str]:
    """Compare codings, reviews and standing with what the ledger and the evidence give."""
    advice = "rebuild the store"
    try:
        coded, reviewed = ledgers.derived_rows(connection)
    except (KeyError, ValueError, TypeError):
        return ["The ledger cannot be read, so what was derived from it cannot be checked."]
    found: list[str] = []
    for table, anew in ((codings, coded), (reviews, reviewed)):
        columns = [column for column in table.columns if column.name != "current"]
        kept = {tuple(row) for row in connection.execute(sa.select(*columns))}
        if kept != {tuple(row[column.name] for column in columns) for row in anew}:
            found.append(f"The table {table.name} does not follow from the ledger; {advice}.")
    wrong = sa.select(sa.func.count()).where(codings.c.current != (codings.c.event == ledgers.current_event()))
    if connection.execute(wrong.select_from(codings)).scalar_one():
        found.append(f"Codings are marked as current that are not; {advice}.")
    others = {
        corrected: corrections.derived(connection),
        covered: anchors.derived(connection),
        withdrawn: fixes.derived(connection),
    }
    for table, rows in {**identity.derived(connection), **others}.items():
        kept = {tuple(row) for row in connection.execute(sa.select(table))}
        if kept != {tuple(row[column.name] for column in table.columns) for row in rows}:
            found.append(f"The table {table.name} does not follow from the ledger; {advice}.")
    if standing.differences(connection):
        found.append(f"The table standing does not follow from the ledger and the evidence; {advice}.")
    if named.differences(connection):
        found.append(f"The table statement_terms does not follow from the spans; {advice}.")
    return found
