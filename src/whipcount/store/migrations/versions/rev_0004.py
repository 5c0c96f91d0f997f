"""Heads that a project's corrections taught, and which of them is switched on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store.migrations import sqlite_0004

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, then the guards that only SQLite's own words can say."""
    op.create_table(
        "heads",
        sa.Column("coder", sa.String(length=128), nullable=False),
        sa.Column("base", sa.String(length=128), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("coder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head_events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("head", sa.String(length=128), nullable=False),
        sa.Column("in_force", sa.String(length=128), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["head"], ["heads.coder"]),
        sa.ForeignKeyConstraint(["in_force"], ["heads.coder"]),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("action IN ('apply', 'undo')"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in sqlite_0004.TRIGGERS:
            op.execute(statement)
