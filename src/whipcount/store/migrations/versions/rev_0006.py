"""Corrections: statements and documents as people have them, bulk reviews with their audits, retracted codings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store.migrations import sqlite_0006

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Let the ledger speak of corrections, and make the tables of what follows from them."""
    op.add_column("extractions", sa.Column("hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    _ledger()
    _derived()
    op.create_index("codings_by_kind", "codings", ["coder_kind", "event"])


def _ledger() -> None:
    """Make the ledger again with more kinds of entries; SQLite cannot alter a check.

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
            "kind IN ('coding', 'review', 'identity', 'correction', 'document', 'retraction', 'bulk', 'reply')"
        ),
        sa.CheckConstraint("length(hash) = 64"),
    )
    op.create_index("ledger_by_statement", "ledger", ["statement_id"])
    op.create_index("ledger_by_kind", "ledger", ["kind", "number"])
    op.execute("INSERT INTO ledger SELECT * FROM kept_ledger ORDER BY number")
    op.execute("DROP TABLE kept_ledger")
    for statement in sqlite_0006.LEDGER:
        op.execute(statement)


def _derived() -> None:
    for column in (sa.Column("coder", sa.Text()), sa.Column("bulk", sa.Integer()), sa.Column("audit", sa.Integer())):
        op.add_column("reviews", column)
    op.execute(
        "UPDATE reviews SET coder = (SELECT json_extract(body, '$.coder') FROM ledger WHERE number = reviews.event)"
    )
    op.create_index("reviews_by_bulk", "reviews", ["bulk"])
    op.create_index("reviews_by_audit", "reviews", ["audit"])
    op.create_table(
        "corrected",
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=True),
        sa.Column("becomes", sa.String(length=32), nullable=True),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["statements.number"]),
        sa.PrimaryKeyConstraint("statement_id"),
        sa.CheckConstraint("(statement IS NULL) <> (becomes IS NULL)"),
    )
    op.create_index("corrected_by_statement", "corrected", ["statement"])
    op.create_table(
        "covered",
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("statement_id"),
    )
    op.create_table(
        "withdrawn",
        sa.Column("document", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.number"]),
        sa.PrimaryKeyConstraint("document"),
    )
