"""Changes of the codebook as entries of the ledger, and which wordings are in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store import journal, ledger, schema, wordings
from whipcount.store.migrations import sqlite_0007

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of wordings and fill it; from now on judgements of other wordings count no longer."""
    op.create_table(
        "wordings",
        sa.Column("proposition", sa.Text(), nullable=False),
        sa.Column("wording", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("proposition", "wording"),
        sqlite_with_rowid=False,
    )
    _ledger()
    connection = op.get_bind()
    wordings.replace(connection, journal.codebook(connection))
    # As the ledger marks them, but without the tables that later versions write down with it.
    connection.execute(sa.update(schema.codings).values(current=schema.codings.c.event == ledger.current_event()))


def _ledger() -> None:
    """Make the ledger again with one more kind of entries; SQLite cannot alter a check.

    Rows that refer to an entry are without it for a moment, so their references are checked at the end.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept_ledger AS SELECT * FROM ledger")
    op.drop_table("ledger")
    op.create_table(
        "ledger",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
        sa.CheckConstraint(
            "kind IN ('coding', 'review', 'identity', 'correction', 'document', 'retraction', 'bulk', 'reply',"
            " 'codebook')"
        ),
        sa.CheckConstraint("length(hash) = 64"),
    )
    op.create_index("ledger_by_statement", "ledger", ["statement_id"])
    op.create_index("ledger_by_kind", "ledger", ["kind", "number"])
    op.execute("INSERT INTO ledger SELECT * FROM kept_ledger ORDER BY number")
    op.execute("DROP TABLE kept_ledger")
    for statement in sqlite_0007.LEDGER:
        op.execute(statement)
