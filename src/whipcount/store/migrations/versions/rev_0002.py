"""Actors: who is who across documents, and merges, splits and renames in the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store.migrations import sqlite_0002

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what statements say of their actors, let the ledger speak of actors, and make the tables of identity."""
    op.add_column("statements", sa.Column("behalf_actor", sa.Text(), nullable=True))
    op.add_column("statements", sa.Column("capacity", sa.Text(), nullable=True))
    _ledger()
    _standing()
    _identity()


def _ledger() -> None:
    """Make the ledger again with one more kind of entry; SQLite cannot alter a check.

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
        sa.CheckConstraint("kind IN ('coding', 'review', 'identity')"),
        sa.CheckConstraint("length(hash) = 64"),
    )
    op.create_index("ledger_by_statement", "ledger", ["statement_id"])
    op.execute("INSERT INTO ledger SELECT * FROM kept_ledger ORDER BY number")
    op.execute("DROP TABLE kept_ledger")
    for statement in sqlite_0002.LEDGER:
        op.execute(statement)


def _standing() -> None:
    """Each statement's actor, the one of its own name until something else is found or said."""
    op.execute("CREATE TEMPORARY TABLE kept_standing AS SELECT * FROM standing")
    op.drop_table("standing")
    op.create_table(
        "standing",
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("human", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["statements.number"]),
        sa.PrimaryKeyConstraint("statement_id"),
        sa.UniqueConstraint("statement"),
    )
    op.create_index("standing_by_actor", "standing", ["actor"])
    op.execute(
        "INSERT INTO standing SELECT kept_standing.*, statements.actor_key FROM kept_standing"
        " JOIN statements ON statements.number = kept_standing.statement"
    )
    op.execute("DROP TABLE kept_standing")


def _identity() -> None:
    op.create_table(
        "clusters",
        sa.Column("actor_key", sa.Text(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.number"]),
        sa.PrimaryKeyConstraint("actor_key", "document"),
    )
    op.create_table(
        "collisions",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second"),
        sa.CheckConstraint("first < second"),
    )
    op.create_table(
        "identities",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor"),
    )
    op.create_table(
        "reassigned",
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id"),
    )
    op.create_table(
        "actor_names",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor"),
    )
