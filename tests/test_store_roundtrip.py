"""What goes into a store comes out of it again, whatever the script, and in whatever order it went in."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.store_strategies import made
from support.store_values import ARTICLE, PIPELINE, document, dump, extraction
from whipcount.model import (
    Attribution,
    Extraction,
    Span,
    quote,
    statement_id,
)
from whipcount.store import StatementFilter, Store, open_store


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, to be copied for each example."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(path).close()
    return path


@contextmanager
def fresh(empty: Path, *extractions: Extraction) -> Iterator[Store]:
    """A store that holds these."""
    copy = Path(shutil.copy(empty, empty.with_name("copy.db")))
    with open_store(copy) as store:
        run = store.begin_run("test", {})
        for extraction in extractions:
            assert store.add(extraction, run=run, pipeline=PIPELINE) == "stored"
        yield store


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extraction=made())
def test_what_goes_in_comes_out(empty: Path, extraction: Extraction) -> None:
    article = extraction.document
    with fresh(empty, extraction) as store:
        assert store.document(article.id).document == article
        rows = store.statements(StatementFilter(document=article.id, order="text"), limit=None).items
        assert store.verify() == []
    assert {row.statement.id: row.statement for row in rows} == {it.id: it for it in extraction.statements}
    for row in rows:
        assert row.verified
        assert row.quotation == quote(article.text, row.statement.content)
        assert article.text[row.context_start :].startswith(row.context)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extraction=made())
def test_the_database_itself_cuts_out_the_same_words(empty: Path, extraction: Extraction) -> None:
    """SQLite's substr() counts code points, astral ones too, as our offsets do."""
    with fresh(empty, extraction) as store, closing(sqlite3.connect(store.path)) as raw:
        for statement in extraction.statements:
            (cut,) = raw.execute(
                "SELECT quotation FROM statement_words JOIN statements USING (number) WHERE id = ?", (statement.id,)
            ).fetchone()
            assert cut == quote(extraction.document.text, statement.content)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(range(5)), again=st.lists(st.integers(0, 4), max_size=5))
def test_order_and_repetition_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], again: list[int]
) -> None:
    """Any order, with any of them repeated, gives the same content as once in order."""
    texts = [f"{ARTICLE}Number {number}.\n" for number in range(5)]
    made = [extraction(text, given_id=f"{number}.txt") for number, text in enumerate(texts)]
    folder = tmp_path_factory.mktemp("order")
    for name, sequence in (("once.db", list(range(5))), ("shuffled.db", order + again)):
        with open_store(folder / name) as store:
            run = store.begin_run("test", {})
            for number in sequence:
                store.add(made[number], run=run, pipeline=PIPELINE)
    assert dump(folder / "once.db") == dump(folder / "shuffled.db")


def test_a_long_document_with_many_astral_characters(empty: Path) -> None:
    text = "🚀 “é́ שלום” said 中. " * 5_000
    article = document(text, given_id="long.txt", published=date(2024, 1, 1))
    content = (Span(len(text) - 20, len(text) - 2),)
    roles = Attribution((), (), content, "direct", 0.5)
    base = extraction().statements[0]
    statement = replace(
        base,
        id=statement_id(article.id, roles),
        document_id=article.id,
        source=(),
        cue=(),
        content=content,
        speaker=replace(base.speaker, evidence=()),
        said_on=None,
    )
    with fresh(empty, Extraction(article, (statement,))) as store:
        assert store.statement(statement.id).quotation == text[-20:-2]
