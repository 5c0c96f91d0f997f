"""The tables, as queries see them; the migrations make them, and a test holds the two together.

Evidence (``documents``, ``texts``, ``extractions``, ``statements``, ``spans``, ``terms``, ``term_spans``) and history
(``inputs``, ``codebooks``, ``ledger``, ``heads``, ``head_events``, ``view_events``) are only ever added to.
``codings``, ``reviews``, ``corrected``, ``covered``, ``withdrawn``, ``wordings``, ``identities``, ``reassigned``,
``actor_names``, ``standing``, ``statement_terms``, ``term_names``, ``summaries`` and the search indices are derived
from them and can be rebuilt. ``speech_events``, ``clusters`` and ``collisions`` are replaced as a whole. No table has a
column for the words of a quotation.
"""

from __future__ import annotations

import sqlalchemy as sa

# Oldest first; the last one is the schema that this program reads and writes. Kept here so that opening a store that
# is up to date need not import Alembic.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
HEAD = REVISIONS[-1]

metadata = sa.MetaData()

ID = sa.String(32)  # a content hash
SHA256 = sa.String(64)
TIME = sa.String(32)  # ISO 8601 in UTC, as text: it is hashed, so it must come back as it went in

alembic_version = sa.Table(
    "alembic_version", metadata, sa.Column("version_num", sa.String(32), primary_key=True, nullable=False)
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("started", TIME, nullable=False),
    sa.Column("ended", TIME),
    sa.Column("counts", sa.Text, nullable=False),
)

inputs = sa.Table(
    "inputs",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("run", ID, sa.ForeignKey("runs.id"), nullable=False),
    sa.Column("given_id", sa.Text, nullable=False),
    sa.Column("raw_sha256", SHA256),
    sa.Column("size", sa.Integer),
    sa.Column("pipeline", sa.Text, nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("stage", sa.String(16)),
    sa.Column("reason", sa.String(16)),
    sa.Column("detail", sa.Text),
    sa.Column("document_id", ID),
    sa.Column("at", TIME, nullable=False),
    sa.Index("inputs_by_bytes", "given_id", "raw_sha256", "pipeline"),
    sa.Index("inputs_by_run", "run"),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("identity", sa.Text, nullable=False),
    sa.Column("supersedes", ID, unique=True),
    sa.Column("given_id", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("raw_sha256", SHA256, nullable=False),
    sa.Column("text_sha256", SHA256, nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("byline", sa.Text),
    sa.Column("outlet", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("published_from", sa.Text),
    sa.Column("metadata", sa.Text, nullable=False),
    sa.Column("blocks", sa.Text, nullable=False),
    sa.Column("sentences", sa.Text, nullable=False),
    sa.Index("documents_by_identity", "identity"),
    sa.Index("documents_by_raw", "raw_sha256"),
    sa.Index("documents_by_outlet", "outlet"),
)

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("number", sa.Integer, sa.ForeignKey("documents.number"), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

extractions = sa.Table(
    "extractions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", ID, nullable=False, unique=True),
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
    sa.Column("pipeline", sa.Text, nullable=False),
    sa.Column("hand", sa.Boolean, nullable=False, server_default=sa.false()),  # one statement, as a person has it
    sa.Index("extractions_by_document", "document", "number"),
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", ID, nullable=False),
    sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), nullable=False),
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),  # first offset of its content: the order of reading
    sa.Column("form", sa.String(16), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("parent", ID),
    sa.Column("actor_key", sa.Text, nullable=False),
    sa.Column("speaker_name", sa.Text),
    sa.Column("speaker_folded", sa.Text, nullable=False),
    sa.Column("speaker_kind", sa.String(16), nullable=False),
    sa.Column("as_written", sa.Text, nullable=False),
    sa.Column("on_behalf_of", sa.Text),
    sa.Column("role", sa.Text),
    sa.Column("party", sa.Text),
    sa.Column("speaker_rule", sa.Text, nullable=False),
    sa.Column("speaker_confidence", sa.Float, nullable=False),
    sa.Column("actor", sa.Text),
    sa.Column("said_start", sa.Date),
    sa.Column("said_end", sa.Date),
    sa.Column("said_precision", sa.String(16)),
    sa.Column("said_rule", sa.Text),
    sa.Column("day", sa.Date),  # last day it can have been said, else publication
    sa.Column("words_sha256", SHA256, nullable=False),
    sa.Column("behalf_actor", sa.Text),  # entry of the register that on_behalf_of names
    sa.Column("capacity", sa.Text),  # JSON: candidates in the register, facts of the day with their evidence
    sa.UniqueConstraint("id", "extraction"),
    sa.Index("statements_by_document", "document", "place"),
    sa.Index("statements_by_actor", "actor_key", "day"),
    sa.Index("statements_by_speaker", "speaker_folded"),
    sa.Index("statements_by_day", "day"),
)

spans = sa.Table(
    "spans",
    metadata,
    sa.Column("statement", sa.Integer, primary_key=True),
    sa.Column("role", sa.String(16), primary_key=True),
    sa.Column("piece", sa.Integer, primary_key=True),
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("prefix", sa.String(32), nullable=False),
    sa.Column("suffix", sa.String(32), nullable=False),
    sa.ForeignKeyConstraint(["statement"], ["statements.number"], deferrable=True, initially="DEFERRED"),
    sqlite_with_rowid=False,
)

codebooks = sa.Table(
    "codebooks",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", ID, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("run", ID, sa.ForeignKey("runs.id"), nullable=False),
    sa.Column("at", TIME, nullable=False),
)

# Wordings of the codebook in force: a model's judgement counts only where it was made with one of its proposition's.
wordings = sa.Table(
    "wordings",
    metadata,
    sa.Column("proposition", sa.Text, primary_key=True),
    sa.Column("wording", sa.String(16), primary_key=True),
    sqlite_with_rowid=False,
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("statement_id", ID, nullable=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", SHA256, nullable=False, unique=True),
    sa.Index("ledger_by_statement", "statement_id"),
    sa.Index("ledger_by_kind", "kind", "number"),
)

# How long the chain is and its last hash: without it, cutting off the newest entries would leave a sound chain.
chain = sa.Table(
    "chain",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
)

codings = sa.Table(
    "codings",
    metadata,
    sa.Column("event", sa.Integer, sa.ForeignKey("ledger.number"), primary_key=True),
    sa.Column("statement_id", ID, nullable=False),
    sa.Column("proposition", sa.Text, nullable=False),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("coder_kind", sa.String(16), nullable=False),
    sa.Column("stance", sa.String(16), nullable=False),
    sa.Column("probability", sa.Float, nullable=False),  # of the coded stance
    sa.Column("content", ID, nullable=False),  # hash of all that the coder said: the same judgement is kept once
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Index("codings_by_statement", "statement_id", "proposition", "current"),
    sa.Index("codings_by_proposition", "proposition", "current", "stance"),
    sa.Index("codings_by_coder", "coder", "proposition", "statement_id"),
    sa.Index("codings_by_age", "coder", "event"),
    sa.Index("codings_by_kind", "coder_kind", "event"),
)

# Weights that a project's corrections gave; ``coder`` is the name that their codings stand under.
heads = sa.Table(
    "heads",
    metadata,
    sa.Column("coder", sa.String(128), primary_key=True),
    sa.Column("base", sa.String(128), nullable=False),  # the shipped model that the head sits on
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("report", sa.Text, nullable=False),  # JSON: what cross-validation said before it was switched on
    sqlite_with_rowid=False,
)

head_events = sa.Table(
    "head_events",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("action", sa.String(16), nullable=False),  # apply or undo
    sa.Column("head", sa.String(128), sa.ForeignKey("heads.coder"), nullable=False),
    sa.Column("in_force", sa.String(128), sa.ForeignKey("heads.coder")),  # the head that is on after this event
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False),
)

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("event", sa.Integer, sa.ForeignKey("ledger.number"), primary_key=True),
    sa.Column("statement_id", ID, nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("standing", sa.String(16)),  # the verdict in force after this event; undo brings an earlier one back
    sa.Column("coder", sa.Text),
    sa.Column("bulk", sa.Integer),  # entry of the bulk action that it is part of
    sa.Column("audit", sa.Integer),  # entry of the bulk action whose sample it checks
    sa.Index("reviews_by_statement", "statement_id", "event"),
    sa.Index("reviews_by_bulk", "bulk"),
    sa.Index("reviews_by_audit", "audit"),
)

standing = sa.Table(
    "standing",
    metadata,
    sa.Column("statement_id", ID, primary_key=True),
    sa.Column("statement", sa.Integer, sa.ForeignKey("statements.number"), nullable=False, unique=True),
    sa.Column("held", sa.Boolean, nullable=False),  # the newest extraction finds it, or a person stands by it
    sa.Column("current", sa.Boolean, nullable=False),  # held, and its document is the newest version
    sa.Column("human", sa.Boolean, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("rejected", sa.Boolean, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),  # whose it is now: after clustering, merges and splits
    sa.Index("standing_by_actor", "actor"),
)

# What follows from the corrections in the ledger: the row by hand that stands for a statement, or the statement that
# stands in its place. ``coder`` is who said so.
corrected = sa.Table(
    "corrected",
    metadata,
    sa.Column("statement_id", ID, primary_key=True),
    sa.Column("statement", sa.Integer, sa.ForeignKey("statements.number")),
    sa.Column("becomes", ID),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Index("corrected_by_statement", "statement"),
)

# Statements that a newer pipeline found where a person's statement stands already: the person's stays.
covered = sa.Table(
    "covered",
    metadata,
    sa.Column("statement_id", ID, primary_key=True),
    sa.Column("by", ID, nullable=False),
)

# Document versions that a person made and took back.
withdrawn = sa.Table(
    "withdrawn",
    metadata,
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), primary_key=True),
)

# Which mentions of one name, or of several, are one actor: found by comparing documents, replaced as a whole. A mention
# that is not here is the actor of its own key.
clusters = sa.Table(
    "clusters",
    metadata,
    sa.Column("actor_key", sa.Text, primary_key=True),
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), primary_key=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# Actors that may or may not be one, for a person to look at.
collisions = sa.Table(
    "collisions",
    metadata,
    sa.Column("first", sa.Text, primary_key=True),
    sa.Column("second", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
)

# What follows from the merges, splits and renames in the ledger.
identities = sa.Table(
    "identities",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("current", sa.Text, nullable=False),
)

reassigned = sa.Table(
    "reassigned",
    metadata,
    sa.Column("statement_id", ID, primary_key=True),
    sa.Column("actor", sa.Text, nullable=False),
)

actor_names = sa.Table(
    "actor_names",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False),
)

speech_events = sa.Table(
    "speech_events",
    metadata,
    sa.Column("statement_id", ID, primary_key=True),
    sa.Column("event", ID, nullable=False),
    sa.Index("speech_events_by_event", "event"),
)

terms = sa.Table(
    "terms",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("extraction", sa.Integer, sa.ForeignKey("extractions.number"), nullable=False),
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),  # what its names in other documents have in common
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("acronym", sa.Text),
    sa.Column("acronym_key", sa.Text),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Index("terms_by_key", "key"),
    sa.Index("terms_by_acronym", "acronym_key"),
    sa.Index("terms_by_document", "document", "extraction"),
)

term_spans = sa.Table(
    "term_spans",
    metadata,
    sa.Column("term", sa.Integer, primary_key=True),
    sa.Column("role", sa.String(16), primary_key=True),  # mention or evidence
    sa.Column("piece", sa.Integer, primary_key=True),
    sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("prefix", sa.String(32), nullable=False),
    sa.Column("suffix", sa.String(32), nullable=False),
    sa.ForeignKeyConstraint(["term"], ["terms.number"], deferrable=True, initially="DEFERRED"),
    sqlite_with_rowid=False,
)

statement_terms = sa.Table(
    "statement_terms",
    metadata,
    sa.Column("statement", sa.Integer, sa.ForeignKey("statements.number"), primary_key=True),
    sa.Column("term", sa.Integer, sa.ForeignKey("terms.number"), primary_key=True),
    sa.Index("statement_terms_by_term", "term"),
    sqlite_with_rowid=False,
)

# What a term's key is called between documents: ``joined`` is the key of the long form that its acronym belongs to.
term_names = sa.Table(
    "term_names",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("joined", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("acronym", sa.Text),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Index("term_names_by_joined", "joined"),
)

# When something last changed that an actor's positions may follow from, or what a list counts of their statements: the
# number of the change, which only grows. One row stands for the names of terms instead of an actor.
touched = sa.Table(
    "touched",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("change", sa.Integer, nullable=False),
    sa.Index("touched_by_change", "change"),
)

# What was worked out of each actor's statements, as JSON without any words of an article, and up to which change.
summed_up = sa.Table(
    "summed_up",
    metadata,
    sa.Column("view", sa.Text, primary_key=True),
    sa.Column("change", sa.Integer, nullable=False),
)

summaries = sa.Table(
    "summaries",
    metadata,
    sa.Column("view", sa.Text, primary_key=True),
    sa.Column("part", sa.String(16), primary_key=True),
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

# Answers that were given to programs, so that a request sent twice is done once. No part of the record.
answers = sa.Table(
    "answers",
    metadata,
    sa.Column("caller", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("fingerprint", SHA256, nullable=False),  # of what was asked
    sa.Column("status", sa.Integer),  # None while the answer is being made
    sa.Column("body", sa.Text),
    sa.Column("at", TIME, nullable=False),
)

# How far a run is, written over while it goes on, so that a page can tell it from one that was cut off. ``stopped`` is
# why it ended early, where it could still say so. No part of the record.
progress = sa.Table(
    "progress",
    metadata,
    sa.Column("run", ID, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("doing", sa.String(16), nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("statements", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("stopped", sa.Text),
)

# What was done with saved views; what there is now follows from it. ``name`` and ``address`` are those after the event.
view_events = sa.Table(
    "view_events",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("view", ID, nullable=False),
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False),
)
