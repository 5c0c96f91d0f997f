"""What is worked out from statements is kept: which actors a write touched, and what was summed up of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables. They start empty: what was never summed up is summed up as a whole, and then kept."""
    op.create_table(
        "touched",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor"),
    )
    op.create_index("touched_by_change", "touched", ["change"])
    op.create_table(
        "summed_up",
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view"),
    )
    op.create_table(
        "summaries",
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("view", "part", "actor"),
    )
