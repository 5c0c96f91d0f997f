"""Nothing is kept or shown as said that its document does not say, whoever writes to the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from support.store_values import ARTICLE, PIPELINE, behind_the_back, coding, document, extraction
from whipcount.errors import IntegrityError, OffsetError, StoreError
from whipcount.model import Extraction, Span, Speaker
from whipcount.store import StatementFilter, Store, open_store

HASH, ID = "0" * 64, "f" * 32
# A statement's row from number 8 on, to be filled in with its number, id, document and the rest.
_STATEMENT = (
    "INSERT {how} INTO statements (number, id, extraction, document, place, form, confidence, actor_key,"
    " speaker_folded, speaker_kind, as_written, speaker_rule, speaker_confidence, words_sha256)"
    " VALUES ({number}, '{id}', {extraction}, {document}, 0, '{form}', {confidence}, 'k', 'x', '{kind}', 'x', '', 0.5,"
    f" '{HASH}')"
)
_SPAN = (
    'INSERT {how} INTO spans (statement, role, piece, document, start, "end", prefix, suffix)'
    " VALUES ({statement}, '{role}', {piece}, {document}, {start}, {end}, {prefix}, {suffix})"
)
_LEDGER = (
    "INSERT {how} INTO ledger (number, kind, statement_id, at, body, previous, hash)"
    " VALUES ({number}, '{kind}', {statement}, 'now', '{{}}', {previous}, '{hash}')"
)


def _statement(**fields: object) -> str:
    known: dict[str, object] = {"how": "", "number": 80, "id": ID, "extraction": 1, "document": 1, "form": "direct"}
    return _STATEMENT.format(**known | {"confidence": 0.5, "kind": "person"} | fields)


def _span(**fields: object) -> str:
    """A sound span of the article's first six characters, with parts of it replaced."""
    known: dict[str, object] = {"how": "", "statement": 90, "role": "content", "piece": 0, "document": 1, "start": 0}
    prefix = f"'{ARTICLE[6:38]}'".replace("\n", "' || char(10) || '")
    return _SPAN.format(**known | {"end": 6, "prefix": "''", "suffix": prefix} | fields)


def _entry(**fields: object) -> str:
    first = "(SELECT id FROM statements LIMIT 1)"
    known: dict[str, object] = {"how": "", "number": 3, "kind": "coding", "statement": first, "hash": HASH}
    return _LEDGER.format(**known | {"previous": "(SELECT head FROM chain)"} | fields)


FORGERIES = [
    # A span that is not in its document, or is not one.
    *(_span(start=start, end=end) for start, end in [(0, 0), (6, 0), (-1, 6), (0, 100_000), (100_000, 100_001)]),
    *(_span(start=start, end=end) for start, end in [("'a'", "'b'"), (0.5, 6), (0, 6.5), ("NULL", 6), (0, "NULL")]),
    _span(document=99),
    _span(document="NULL"),
    _span(role="quotation"),
    _span(role="text"),
    _span(piece=-1),
    _span(prefix="'We will bomb them'"),
    _span(suffix="'and so it was said'"),
    _span(prefix="NULL"),
    _span(suffix="NULL"),
    _span(suffix="''"),
    # More, other or less evidence for a statement that is stored.
    _span(statement=1, piece=7),
    _span(statement=2, role="source", piece=3),
    _span(how="OR REPLACE", statement=1),
    _span(how="OR IGNORE", statement=1, piece=9),
    'UPDATE spans SET start = 0, "end" = 6',
    'UPDATE OR REPLACE spans SET "end" = "end" + 1',
    "UPDATE spans SET prefix = 'He never said: '",
    "UPDATE spans SET role = 'content' WHERE role = 'cue'",
    "UPDATE spans SET statement = 2 WHERE statement = 1",
    "DELETE FROM spans",
    "DELETE FROM spans WHERE role = 'content' AND piece = 1",
    # A statement without evidence, with another's, or that changes.
    _statement(),
    _statement(how="OR REPLACE", number=1),
    _statement(how="OR REPLACE", id="(SELECT id FROM statements LIMIT 1)"),
    _statement(form="invented"),
    _statement(kind="robot"),
    _statement(confidence=7),
    "INSERT INTO statements SELECT 80, id, 9, document, place, form, confidence, parent, actor_key, speaker_name,"
    " speaker_folded, speaker_kind, as_written, on_behalf_of, role, party, speaker_rule, speaker_confidence, actor,"
    " said_start, said_end, said_precision, said_rule, day, words_sha256 FROM statements",
    "INSERT OR REPLACE INTO statements SELECT * FROM statements",
    "UPDATE statements SET speaker_name = 'Somebody Else'",
    "UPDATE statements SET words_sha256 = '" + HASH + "'",
    "UPDATE statements SET document = 2",
    "UPDATE statements SET number = 80 WHERE number = 1",
    "DELETE FROM statements",
    # A text or document that changes, or does not fit.
    "UPDATE texts SET text = replace(text, 'allow', 'forbid')",
    "UPDATE texts SET number = 77",
    "DELETE FROM texts",
    "INSERT OR REPLACE INTO texts SELECT number, replace(text, 'We should', 'We never') FROM texts",
    "REPLACE INTO texts VALUES (1, 'They said otherwise.')",
    "INSERT INTO texts VALUES (99, 'No document has this text.')",
    "INSERT INTO texts VALUES (2, x'00ff')",
    "UPDATE documents SET title = 'Another'",
    "UPDATE documents SET length = 9",
    "UPDATE documents SET supersedes = NULL",
    "DELETE FROM documents",
    "INSERT OR REPLACE INTO documents SELECT * FROM documents",
    "INSERT INTO documents SELECT 80, '" + ID + "', identity, NULL, given_id, url, raw_sha256, text_sha256, length,"
    " title, byline, outlet, published, published_from, metadata, blocks, sentences FROM documents LIMIT 1",
    "INSERT INTO documents SELECT 80, '" + ID + "', 'other', id, given_id, url, raw_sha256, text_sha256, length,"
    " title, byline, outlet, published, published_from, metadata, blocks, sentences FROM documents LIMIT 1",
    "UPDATE extractions SET pipeline = 'better'",
    "DELETE FROM extractions",
    # A quotation as text.
    "INSERT INTO statements (quotation) VALUES ('I never said this')",
    "UPDATE statements SET quotation = 'I never said this'",
    "INSERT INTO statement_words (number, quotation, speaker) VALUES (1, 'I never said this', 'Joe Biden')",
    "UPDATE statement_words SET quotation = 'I never said this'",
    "DELETE FROM statement_words",
    # History that changes.
    "UPDATE ledger SET body = '{}'",
    "DELETE FROM ledger",
    "DELETE FROM ledger WHERE number = (SELECT max(number) FROM ledger)",
    "INSERT OR REPLACE INTO ledger SELECT * FROM ledger",
    _entry(number=9),
    _entry(number=1),
    _entry(how="OR REPLACE", number=2),
    _entry(previous="''"),
    _entry(previous=f"'{HASH}'"),
    _entry(kind="erasure"),
    _entry(statement=f"'{ID}'"),
    _entry(hash="short"),
    "UPDATE chain SET length = 0, head = ''",
    "UPDATE chain SET length = length + 1",
    "DELETE FROM chain",
    "INSERT INTO chain VALUES (2, 0, '')",
    "INSERT OR REPLACE INTO chain VALUES (1, 0, '')",
    "UPDATE inputs SET outcome = 'stored'",
    "DELETE FROM inputs",
    "INSERT OR REPLACE INTO inputs SELECT * FROM inputs",
    "UPDATE runs SET command = 'other'",
    "UPDATE runs SET started = 'then', ended = 'now'",
    "DELETE FROM runs",
    "INSERT OR REPLACE INTO runs SELECT * FROM runs",
    "UPDATE codebooks SET body = '{}'",
    "DELETE FROM codebooks",
]

EMPTY_BOOK = '{"id": "", "questions": [], "propositions": []}'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "whipcount.db") as opened:
        run = opened.begin_run("test", {})
        made = extraction()
        opened.add(made, run=run, pipeline=PIPELINE)
        opened.add_codings([coding(made.statements[0].id)])
        opened.review(made.statements[0].id, "accept", coder="analyst")
        with closing(sqlite3.connect(opened.path)) as raw:
            raw.execute("INSERT INTO codebooks VALUES (1, ?, ?, ?, 'now')", (ID, EMPTY_BOOK, run))
            raw.commit()
        yield opened


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the forgers share: what is refused leaves nothing behind."""
    path = tmp_path_factory.mktemp("victim") / "whipcount.db"
    with open_store(path) as opened:
        run = opened.begin_run("test", {})
        made = extraction()
        opened.add(made, run=run, pipeline=PIPELINE)
        opened.add_codings([coding(made.statements[0].id)])
        opened.review(made.statements[0].id, "accept", coder="analyst")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO codebooks VALUES (1, ?, ?, ?, 'now')", (ID, EMPTY_BOOK, run))
        raw.commit()
    return path


@pytest.mark.parametrize("foreign_keys", ["ON", "OFF"])
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_by_direct_sql_is_refused(victim: Path, forgery: str, foreign_keys: str) -> None:
    """By a program that asks for foreign keys, and by one that does not."""
    with closing(sqlite3.connect(victim)) as raw:
        raw.execute(f"PRAGMA foreign_keys = {foreign_keys}")
        before = _everything(raw)
        with pytest.raises(sqlite3.Error):
            raw.execute(forgery)
        raw.rollback()
        assert _everything(raw) == before


def _everything(raw: sqlite3.Connection) -> list[object]:
    tables = ("documents", "texts", "extractions", "statements", "spans", "ledger", "chain", "codebooks", "runs")
    return [raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_the_forgers_own_span_is_sound_when_nothing_is_forged(victim: Path) -> None:
    """So the forgeries above are refused for what is forged in them."""
    with closing(sqlite3.connect(victim)) as raw:
        raw.execute(_span())
        raw.execute(_statement(number=90))
        raw.execute(_entry())
        raw.rollback()


def test_a_text_changed_behind_our_back_is_never_shown_as_said(store: Store) -> None:
    said, other = extraction().statements
    with behind_the_back(store.path) as raw:
        raw.execute("UPDATE texts SET text = replace(text, 'We should allow', 'We shall forbid')")
    row = store.statement(said.id)
    assert (row.verified, row.quotation, row.context) == (False, "", "")
    untouched = store.statement(other.id)
    assert (untouched.verified, untouched.quotation) == (True, "Russia would escalate")
    assert not store.document(said.document_id).verified
    assert [it.statement.id for it in store.coded_statements("strikes")] == [other.id]
    problems = store.verify()
    assert any(said.id in problem for problem in problems)
    assert any(said.document_id in problem for problem in problems)


def test_offsets_moved_behind_our_back_are_never_shown_as_said(store: Store) -> None:
    said = extraction().statements[0]
    with behind_the_back(store.path) as raw:
        raw.execute("UPDATE spans SET start = start + 2 WHERE statement = 1 AND role = 'content'")
    assert not store.statement(said.id).verified
    assert any(said.id in problem for problem in store.verify())


def test_moved_offsets_with_a_hash_that_fits_are_noticed_by_the_id(store: Store) -> None:
    """The id is the hash of the offsets, so a forger would have to change it too, and it is what codings refer to."""
    from whipcount.store.rows import words_sha256

    said = extraction().statements[0]
    with behind_the_back(store.path) as raw:
        raw.execute("DELETE FROM spans WHERE statement = 1 AND role = 'content' AND piece = 1")
        digest = words_sha256(ARTICLE, said.content[:1])
        raw.execute("UPDATE statements SET words_sha256 = ? WHERE number = 1", (digest,))
    assert not store.statement(said.id).verified


def test_a_guard_taken_out_is_noticed(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("DROP TRIGGER texts_no_update")
        raw.execute("ALTER TABLE statements ADD COLUMN quotation TEXT")
        raw.commit()
    assert store.verify() == [
        "The guard texts_no_update was taken out of the store.",
        "The column statements.quotation is none of whipcount's.",
    ]


def test_no_table_has_a_column_for_words(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {row[1] for table in tables for row in raw.execute(f"PRAGMA table_info('{table}')")}
        indexed = {row[1] for row in raw.execute("PRAGMA table_info('statement_search')")}
    assert not columns - indexed & {"quotation", "quote", "words", "snippet"}


def _other(made: Extraction, **fields: object) -> Extraction:
    return replace(made, statements=(replace(made.statements[0], **fields),))


REFUSED = [
    (
        lambda it: replace(it, document=replace(it.document, text=it.document.text + " ")),
        IntegrityError,
        "not the hash",
    ),
    (lambda it: replace(it, document=replace(it.document, title="Other")), IntegrityError, "not the hash"),
    (lambda it: _other(it, content=(Span(0, 3),)), IntegrityError, "not the hash of its spans"),
    (lambda it: _other(it, content=()), IntegrityError, "no content"),
    (lambda it: _other(it, document_id=ID), IntegrityError, "belongs to document"),
    (lambda it: _other(it, content=(Span(5, 9_999),)), OffsetError, "does not lie inside the text"),
    (lambda it: _other(it, cue=(Span(5, 5),)), OffsetError, "does not lie inside the text"),
    (lambda it: _other(it, source=(Span(-1, 5),)), OffsetError, "does not lie inside the text"),
    (lambda it: _other(it, confidence=1.5), IntegrityError, "CHECK"),
    (lambda it: _other(it, speaker=Speaker("\ud83d", "person", "he")), IntegrityError, "surrogate"),
    (lambda _: Extraction(document("a\x00b"), ()), IntegrityError, "NUL character at offset 1"),
    (lambda _: Extraction(document("a\ud800b"), ()), IntegrityError, "surrogate at offset 1"),
    (lambda _: Extraction(document("a", metadata={"x": float("nan")}), ()), IntegrityError, "metadata is not JSON"),
]


@pytest.mark.parametrize(("forge", "error", "words"), REFUSED)
def test_a_forged_extraction_is_refused_whole(store: Store, forge, error: type[Exception], words: str) -> None:
    run = store.begin_run("test", {})
    before = store.status()
    with pytest.raises(error, match=words):
        store.add(forge(extraction(given_id="forged.txt")), run=run, pipeline=PIPELINE)
    assert store.status() == before
    assert store.log(run=run) == []


def test_an_unknown_id_is_an_error_that_names_it(store: Store) -> None:
    for ask in (store.statement, store.document):
        with pytest.raises(StoreError, match=ID):
            ask(ID)
    with pytest.raises(StoreError, match=ID):
        store.add_codings([coding(ID)])
    with pytest.raises(StoreError, match=ID):
        store.review(ID, "accept", coder="analyst")
    with pytest.raises(StoreError, match="no run"):
        store.add(extraction(given_id="b.txt"), run="nowhere", pipeline=PIPELINE)
    assert store.statements(StatementFilter(document=ID)).total == 0
