"""First schema: evidence, history, and what is derived from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from whipcount.store.migrations import sqlite_0001

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, then the guards and indices that only SQLite's own words can say."""
    _evidence()
    _history()
    _derived()
    op.execute("INSERT INTO chain (id, length, head) VALUES (1, 0, '')")
    if op.get_bind().dialect.name == "sqlite":
        for statement in (*sqlite_0001.TRIGGERS, *sqlite_0001.VIEWS, *sqlite_0001.SEARCH):
            op.execute(statement)


def _evidence() -> None:
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.String(length=32), nullable=True),
        sa.Column("given_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("published_from", sa.Text(), nullable=True),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("sentences", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("supersedes"),
        sa.CheckConstraint("length >= 0"),
        sa.CheckConstraint("length(id) = 32"),
        sa.CheckConstraint("length(text_sha256) = 64"),
        sa.CheckConstraint("supersedes <> id"),
    )
    op.create_index("documents_by_identity", "documents", ["identity"])
    op.create_index("documents_by_outlet", "documents", ["outlet"])
    op.create_index("documents_by_raw", "documents", ["raw_sha256"])
    op.create_table(
        "texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["documents.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "extractions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("extractions_by_document", "extractions", ["document", "number"])
    op.create_table(
        "statements",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("extraction", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("actor_key", sa.Text(), nullable=False),
        sa.Column("speaker_name", sa.Text(), nullable=True),
        sa.Column("speaker_folded", sa.Text(), nullable=False),
        sa.Column("speaker_kind", sa.String(length=16), nullable=False),
        sa.Column("as_written", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("speaker_rule", sa.Text(), nullable=False),
        sa.Column("speaker_confidence", sa.Float(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("said_start", sa.Date(), nullable=True),
        sa.Column("said_end", sa.Date(), nullable=True),
        sa.Column("said_precision", sa.String(length=16), nullable=True),
        sa.Column("said_rule", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("words_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.number"],
        ),
        sa.ForeignKeyConstraint(
            ["extraction"],
            ["extractions.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id", "extraction"),
        sa.CheckConstraint("length(id) = 32"),
        sa.CheckConstraint("length(words_sha256) = 64"),
        sa.CheckConstraint("form IN ('direct', 'indirect', 'mixed')"),
        sa.CheckConstraint("speaker_kind IN ('person', 'organisation', 'group', 'anonymous', 'writer', 'none')"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1"),
        sa.CheckConstraint("speaker_confidence BETWEEN 0 AND 1"),
        sa.CheckConstraint("place >= 0"),
        sa.CheckConstraint("said_start <= said_end"),
        sa.CheckConstraint("(said_start IS NULL) = (said_end IS NULL)"),
        sa.CheckConstraint("(said_start IS NULL) = (said_precision IS NULL)"),
        sa.CheckConstraint("said_precision IN ('day', 'range', 'week', 'month', 'year')"),
    )
    op.create_index("statements_by_actor", "statements", ["actor_key", "day"])
    op.create_index("statements_by_day", "statements", ["day"])
    op.create_index("statements_by_document", "statements", ["document", "place"])
    op.create_index("statements_by_speaker", "statements", ["speaker_folded"])
    op.create_table(
        "spans",
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.number"],
        ),
        sa.ForeignKeyConstraint(["statement"], ["statements.number"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("statement", "role", "piece"),
        sa.CheckConstraint('0 <= start AND start < "end"'),
        sa.CheckConstraint("piece >= 0"),
        sa.CheckConstraint("role IN ('source', 'cue', 'content', 'speaker', 'said_on')"),
        sa.CheckConstraint("length(prefix) <= 32 AND length(suffix) <= 32"),
        sqlite_with_rowid=False,
    )


def _history() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "inputs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("given_id", sa.Text(), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("document_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("outcome IN ('stored', 'duplicate', 'new_version', 'rejected')"),
        sa.CheckConstraint("(outcome = 'rejected') = (reason IS NOT NULL)"),
    )
    op.create_index("inputs_by_bytes", "inputs", ["given_id", "raw_sha256", "pipeline"])
    op.create_index("inputs_by_run", "inputs", ["run"])
    op.create_table(
        "codebooks",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["run"],
            ["runs.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
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
        sa.CheckConstraint("kind IN ('coding', 'review')"),
        sa.CheckConstraint("length(hash) = 64"),
    )
    op.create_index("ledger_by_statement", "ledger", ["statement_id"])
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1"),
        sa.CheckConstraint("length >= 0"),
    )


def _derived() -> None:
    op.create_table(
        "codings",
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("proposition", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("coder_kind", sa.String(length=16), nullable=False),
        sa.Column("stance", sa.String(length=16), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("content", sa.String(length=32), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["ledger.number"],
        ),
        sa.PrimaryKeyConstraint("event"),
        sa.CheckConstraint("coder_kind IN ('human', 'model')"),
        sa.CheckConstraint("stance IN ('support', 'oppose', 'conditional', 'noncommittal', 'none')"),
        sa.CheckConstraint("probability BETWEEN 0 AND 1"),
    )
    op.create_index("codings_by_age", "codings", ["coder", "event"])
    op.create_index("codings_by_coder", "codings", ["coder", "proposition", "statement_id"])
    op.create_index("codings_by_proposition", "codings", ["proposition", "current", "stance"])
    op.create_index("codings_by_statement", "codings", ["statement_id", "proposition", "current"])
    op.create_table(
        "reviews",
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["event"],
            ["ledger.number"],
        ),
        sa.PrimaryKeyConstraint("event"),
        sa.CheckConstraint("verdict IN ('accept', 'reject', 'undo')"),
        sa.CheckConstraint("standing IN ('accept', 'reject')"),
    )
    op.create_index("reviews_by_statement", "reviews", ["statement_id", "event"])
    op.create_table(
        "standing",
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("human", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement"],
            ["statements.number"],
        ),
        sa.PrimaryKeyConstraint("statement_id"),
        sa.UniqueConstraint("statement"),
    )
    op.create_table(
        "speech_events",
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("statement_id"),
    )
    op.create_index("speech_events_by_event", "speech_events", ["event"])
