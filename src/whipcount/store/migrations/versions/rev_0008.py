"""How far runs are, and the views that people save."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store.migrations import sqlite_0008

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables. ``progress`` is written over while a run goes on; ``view_events`` is only added to."""
    op.create_table(
        "progress",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("doing", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"]),
        sa.PrimaryKeyConstraint("run"),
    )
    op.create_table(
        "view_events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("action IN ('save', 'rename', 'share', 'unshare', 'delete')"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in sqlite_0008.TRIGGERS:
            op.execute(statement)
