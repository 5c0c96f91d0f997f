"""Terms are kept with their mentions, linked to the statements that hold them, and joined between documents."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from support.store_values import PIPELINE, behind_the_back, dump
from support.terms_stored import BARE, LONG, article, bare, defined, term
from whipcount.errors import IntegrityError, OffsetError
from whipcount.model import Extraction, Span
from whipcount.store import StatementFilter, Store, TermRow, open_store, sqlite
from whipcount.store.opening import MIGRATIONS
from whipcount.store.schema import HEAD

SYSTEM = "Army Tactical Missile System"
BIG = re.compile(r"SCAN (statements|spans|texts|documents|terms|term_spans|statement_terms)\b(?!.*INDEX)")


def _filled(path: Path, *made: Extraction, pipeline: str = PIPELINE) -> Store:
    store = open_store(path)
    run = store.begin_run("test", {})
    for one in made:
        store.add(one, run=run, pipeline=pipeline)
    store.join_terms()
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with _filled(tmp_path / "whipcount.db", defined(), bare()) as opened:
        yield opened


def _words(store: Store, name: str) -> set[str]:
    return {row.quotation for row in store.statements(StatementFilter(term=name), limit=None).items}


def test_a_statement_has_the_terms_of_its_words(store: Store) -> None:
    rows = store.statements(StatementFilter(order="text"), limit=None).items
    assert [row.terms for row in rows] == [(SYSTEM,), (SYSTEM,), ("Storm Shadow",), (), (SYSTEM,), ()]


@pytest.mark.parametrize("name", [SYSTEM, "ATACMS", "army tactical missile systems", "the ATACMS"])
def test_a_term_is_asked_for_by_any_of_its_names(store: Store, name: str) -> None:
    assert len(_words(store, name)) == 3


def test_a_name_leads_to_the_name_that_is_listed(store: Store) -> None:
    assert [store.term_called(name) for name in ("ATACMS", "storm shadows", "Patriot")] == [
        SYSTEM,
        "Storm Shadow",
        None,
    ]


def test_a_term_that_nobody_mentions_gives_nothing(store: Store) -> None:
    assert _words(store, "Patriot") == set()
    assert _words(store, "") == set()


def test_a_filter_by_term_narrows_with_the_others(store: Store) -> None:
    found = store.statements(StatementFilter(term="ATACMS", text="needed"), limit=None)
    assert found.total == 1


def test_the_listing_counts_statements_and_documents_under_one_name(store: Store) -> None:
    page = store.terms()
    assert page.items == (
        TermRow(SYSTEM, "equipment", "ATACMS", 3, 2),
        TermRow("Storm Shadow", "equipment", None, 1, 1),
    )
    assert page.total == 2
    assert store.terms(limit=1, offset=1).items == page.items[1:]


def test_the_facet_counts_what_the_filter_then_lists(store: Store) -> None:
    facet = store.facets()["term"]
    assert facet == [(SYSTEM, 3), ("Storm Shadow", 1)]
    assert all(store.statements(StatementFilter(term=name)).total == count for name, count in facet)
    assert store.facets(StatementFilter(text="came"))["term"] == [(SYSTEM, 1)]


def test_a_rejected_statement_leaves_the_counts(store: Store) -> None:
    row = store.statements(StatementFilter(term="Storm Shadow")).items[0]
    store.review(row.statement.id, "reject", coder="ann")
    assert [it.name for it in store.terms().items] == [SYSTEM]


def test_an_unexplained_acronym_alone_is_kept_and_not_listed(tmp_path: Path) -> None:
    with _filled(tmp_path / "s.db", bare()) as store:
        assert store.terms().items == ()
        assert store.facets()["term"] == []
        assert _words(store, "ATACMS") == {"We want ATACMS now."}


def test_an_acronym_with_two_long_forms_joins_neither(tmp_path: Path) -> None:
    text = "The Aerial Tactics And Command Mapping Service (ATACMS) is here."
    other = article(
        "other.txt",
        text,
        [text],
        term(text, "Aerial Tactics And Command Mapping Service", "ATACMS", kind="agency", acronym="ATACMS"),
    )
    with _filled(tmp_path / "s.db", defined(), bare(), other) as store:
        names = {row.name: row.statements for row in store.terms().items}
        assert names == {SYSTEM: 2, "Aerial Tactics And Command Mapping Service": 1, "Storm Shadow": 1}
        assert len(_words(store, SYSTEM)) == 2


def test_the_order_of_arrival_makes_no_difference(tmp_path: Path) -> None:
    found = set()
    for number, order in enumerate(permutations((defined(), bare()))):
        with _filled(tmp_path / f"{number}.db", *order) as store:
            found.add((store.terms(), tuple(store.facets()["term"])))
    assert len(found) == 1


def test_adding_again_adds_nothing(store: Store) -> None:
    before = dump(store.path)
    run = store.begin_run("test", {})
    assert store.add(defined(), run=run, pipeline=PIPELINE) == "duplicate"
    assert dump(store.path) == before


def test_a_pipeline_that_finds_other_terms_replaces_them(store: Store) -> None:
    run = store.begin_run("test", {})
    made = defined()
    fewer = replace(made, terms=made.terms[1:])
    store.add(fewer, run=run, pipeline="newer")
    store.join_terms()
    assert {row.name: row.statements for row in store.terms().items} == {"Storm Shadow": 1}
    assert store.statements().total == 6
    store.add(fewer, run=run, pipeline="newest")  # what says nothing new is not stored again
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("SELECT count(*) FROM extractions").fetchone() == (3,)


def test_the_store_is_sound_and_can_be_rebuilt(store: Store) -> None:
    assert store.verify() == []
    before = dump(store.path)
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("DELETE FROM statement_terms")
        raw.execute("DELETE FROM term_names")
        raw.commit()
    assert store.verify() == ["The table statement_terms does not follow from the spans; rebuild the store."]
    store.rebuild()
    assert store.verify() == []
    assert dump(store.path) == before
    assert len(_words(store, "ATACMS")) == 3


def test_a_mention_moved_behind_our_back_is_noticed(store: Store) -> None:
    with behind_the_back(store.path) as raw:
        raw.execute("UPDATE term_spans SET start = start - 3 WHERE term = 1 AND piece = 0")
    assert any(SYSTEM in problem for problem in store.verify())


def _plans(store: Store, act: Callable[[], object]) -> Iterator[tuple[str, str]]:
    """What each query that ``act`` makes does, step by step, with the query."""
    seen: list[tuple[str, object]] = []

    def note(_conn, _cursor, query, parameters, *_rest) -> None:
        seen.append((query, parameters))

    sa.event.listen(store._engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        sa.event.remove(store._engine, "before_cursor_execute", note)
    with store._reading() as connection:
        for query, parameters in seen:
            if query.startswith(("SELECT", "INSERT INTO statement_terms", "INSERT INTO standing")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", parameters)
                yield query, "\n".join(row[3] for row in plan)


def test_neither_adding_nor_asking_scans_a_big_table(store: Store) -> None:
    run = store.begin_run("test", {})
    made = article("another.txt", BARE, ["We want ATACMS now."], term(BARE, "ATACMS"))
    acts = (
        lambda: store.add(made, run=run, pipeline=PIPELINE),
        lambda: store.add(made, run=run, pipeline="newer"),
        lambda: store.statements(StatementFilter(term="ATACMS")),
        lambda: store.term_called("ATACMS"),
        lambda: store.terms_mentioned([made.statements[0].id]),
    )
    for act in acts:
        for query, plan in _plans(store, act):
            assert not BIG.search(plan), (query, plan)


def test_a_store_from_before_there_were_terms_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = sqlite.engine_for(path, busy_seconds=1)
    with engine.execution_options(**{sqlite.BEGIN: "IMMEDIATE"}).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        sqlite.mark(connection)
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO runs VALUES ('r', 'build', '{}', 'then', NULL, '{}')")
    engine.dispose()
    with open_store(path) as store:
        assert store.status().schema_version == HEAD
        store.add(defined(), run="r", pipeline=PIPELINE)
        assert store.verify() == []
        assert len(_words(store, "ATACMS")) == 2


REFUSED = [
    ({"mentions": ()}, IntegrityError, "no mention"),
    ({"name": ""}, IntegrityError, "no name"),
    ({"name": "\ud83d"}, IntegrityError, "surrogate"),
    ({"mentions": (Span(0, 9_999),)}, OffsetError, "does not lie inside the text"),
    ({"evidence": (Span(5, 5),)}, OffsetError, "does not lie inside the text"),
    ({"kind": "tank"}, IntegrityError, "CHECK"),
    ({"confidence": 1.5}, IntegrityError, "CHECK"),
]


@pytest.mark.parametrize(("fields", "error", "words"), REFUSED)
def test_a_forged_term_is_refused_with_its_document(
    store: Store, fields: dict[str, object], error: type[Exception], words: str
) -> None:
    made = article("forged.txt", LONG, ["End."], replace(term(LONG, "Storm Shadow"), **fields))
    run = store.begin_run("test", {})
    before = dump(store.path)
    with pytest.raises(error, match=words):
        store.add(made, run=run, pipeline=PIPELINE)
    assert dump(store.path) == before


_SPAN = (
    'INSERT {how} INTO term_spans (term, role, piece, document, start, "end", prefix, suffix)'
    " SELECT {term}, '{role}', {piece}, {document}, {start}, {end}, substr(text, max({start} - 32, 0) + 1,"
    " min({start}, 32)), substr(text, {end} + 1, 32) FROM texts WHERE number = 1"
)


def _span(**fields: object) -> str:
    known = {"how": "", "term": 90, "role": "mention", "piece": 0, "document": 1, "start": 4, "end": 8}
    return _SPAN.format(**known | fields)


def _term(**fields: object) -> str:
    known = {"how": "", "number": 80, "extraction": 1, "document": 1, "kind": "law", "confidence": 0.5} | fields
    return (
        "INSERT {how} INTO terms (number, extraction, document, name, key, kind, rule, confidence)"
        " VALUES ({number}, {extraction}, {document}, 'x', 'x', '{kind}', '', {confidence})"
    ).format(**known)


FORGERIES = [
    *(_span(start=start, end=end) for start, end in [(0, 0), (6, 2), (-1, 6), (0, 100_000)]),
    _span(document=99),
    _span(role="content"),
    _span(term=1, piece=9),
    _span(how="OR REPLACE", term=1),
    "UPDATE term_spans SET start = 0",
    "DELETE FROM term_spans",
    _term(),
    _term(how="OR REPLACE", number=1),
    _term(number=90, document=2),
    "UPDATE terms SET name = 'Another'",
    "DELETE FROM terms",
]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_by_direct_sql_is_refused(store: Store, forgery: str) -> None:
    before = dump(store.path)
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute(_span()) if "90" in forgery and "terms (" in forgery else None
        with pytest.raises(sqlite3.Error):
            raw.execute(forgery)
        raw.rollback()
    assert dump(store.path) == before


def test_the_forgers_own_rows_are_sound_when_nothing_is_forged(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute(_span())
        raw.execute(_term(number=90))
        raw.rollback()
