"""Terms with their mentions, which statements mention them, and the names that are one term between documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store.migrations import sqlite_0003

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, then the guards that only SQLite's own words can say."""
    _evidence()
    _derived()
    if op.get_bind().dialect.name == "sqlite":
        for statement in sqlite_0003.TRIGGERS:
            op.execute(statement)


def _evidence() -> None:
    op.create_table(
        "terms",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("extraction", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("acronym", sa.Text(), nullable=True),
        sa.Column("acronym_key", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.number"]),
        sa.ForeignKeyConstraint(["extraction"], ["extractions.number"]),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("length(name) > 0"),
        sa.CheckConstraint("kind IN ('equipment', 'law', 'treaty', 'agency', 'programme', 'other')"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1"),
        sa.CheckConstraint("(acronym IS NULL) = (acronym_key IS NULL)"),
    )
    op.create_index("terms_by_acronym", "terms", ["acronym_key"])
    op.create_index("terms_by_document", "terms", ["document", "extraction"])
    op.create_index("terms_by_key", "terms", ["key"])
    op.create_table(
        "term_spans",
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.number"]),
        sa.ForeignKeyConstraint(["term"], ["terms.number"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("term", "role", "piece"),
        sa.CheckConstraint('0 <= start AND start < "end"'),
        sa.CheckConstraint("piece >= 0"),
        sa.CheckConstraint("role IN ('mention', 'evidence')"),
        sa.CheckConstraint("length(prefix) <= 32 AND length(suffix) <= 32"),
        sqlite_with_rowid=False,
    )


def _derived() -> None:
    op.create_table(
        "statement_terms",
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["statements.number"]),
        sa.ForeignKeyConstraint(["term"], ["terms.number"]),
        sa.PrimaryKeyConstraint("statement", "term"),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_terms_by_term", "statement_terms", ["term"])
    op.create_table(
        "term_names",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("joined", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("acronym", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("term_names_by_joined", "term_names", ["joined"])
