"""Listings: each filter narrows as it says, totals are exact, any query can be typed, and no big table is scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from support.store_values import PIPELINE, coding, document, statement
from whipcount.errors import StoreError, UsageError
from whipcount.model import STANCES, Extraction, Span, actor_key
from whipcount.store import StatementFilter, Store, open_store

NAMES = ("Ada Moss", "Ben Ortiz", "The Harbour Board", "ÉMILE ÇELIK")
OUTLETS = ("Courier", "Herald", None)


def _article(number: int) -> Extraction:
    """An article of three statements, whose words, speaker, outlet and day follow from its number."""
    name = NAMES[number % 4]
    text = f"“Alpha {number} (now),” {name} said. “Beta number {number}.” Gamma-delta’s naïve 中文 {number}?\n"
    day = date(2024, 1, 1) + timedelta(days=number)
    article = document(
        text,
        given_id=f"{number}.txt",
        outlet=OUTLETS[number % 3],
        published=day if number % 5 else None,
        sentences=(Span(0, text.index(" “Beta")), Span(text.index("“Beta"), len(text) - 1)),
    )
    kind = "organisation" if name.startswith("The") else "person"
    made = [
        statement(article, [words], source=name, cue="said", name=name, kind=kind, confidence=confidence)  # type: ignore[arg-type]
        for words, confidence in ((f"Alpha {number}", 0.9), (f"Beta number {number}", 0.6), ("naïve", 0.3))
    ]
    return Extraction(article, (made[0], replace(made[1], form="indirect"), made[2]))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("listing") / "whipcount.db") as opened:
        run = opened.begin_run("test", {})
        for number in range(40):
            made = _article(number)
            opened.add(made, run=run, pipeline=PIPELINE)
            first, second, third = (it.id for it in made.statements)
            opened.add_codings(
                [
                    coding(first, STANCES[number % 5], probability=0.5 + number / 100),
                    coding(second, "oppose", proposition="dredging", probability=0.8),
                ]
            )
            if number % 10 == 0:
                opened.review(first, "accept", coder="ann")
                opened.review(third, "reject", coder="ann")
        yield opened


def _key(name: str) -> str:
    made = next(it for number in range(4) for it in _article(number).statements if it.speaker.name == name)
    return actor_key(made.speaker, made.document_id)


CASES = [
    (StatementFilter(), 120),
    (StatementFilter(document=_article(7).document.id), 3),
    (StatementFilter(speaker="ada  MOSS"), 30),
    (StatementFilter(speaker="émile çelik"), 30),
    (StatementFilter(speaker=_key("Ada Moss")), 30),
    (StatementFilter(speaker="Moss"), 0),
    (StatementFilter(actor=_key("The Harbour Board")), 30),
    (StatementFilter(actor="The Harbour Board"), 0),
    (StatementFilter(kind="organisation"), 30),
    (StatementFilter(form="indirect"), 40),
    (StatementFilter(outlet="Courier"), 42),
    (StatementFilter(outlet="courier"), 0),
    (StatementFilter(proposition="strikes"), 40),
    (StatementFilter(proposition="dredging"), 40),
    (StatementFilter(proposition="nothing"), 0),
    (StatementFilter(proposition="strikes", stance="support"), 8),
    (StatementFilter(stance="oppose"), 48),
    (StatementFilter(proposition="strikes", min_probability=0.8), 10),
    (StatementFilter(proposition="strikes", stance="oppose", actor=_key("Ben Ortiz"), text="alpha"), 2),
    (StatementFilter(min_confidence=0.6), 80),
    (StatementFilter(reviewed=True), 4),
    (StatementFilter(reviewed=False), 116),
    (StatementFilter(rejected=True), 4),
    (StatementFilter(rejected=False), 116),
    (StatementFilter(since=date(2024, 1, 31)), 24),
    (StatementFilter(until=date(2024, 1, 2)), 3),
    (StatementFilter(since=date(2024, 1, 2), until=date(2024, 1, 2)), 3),
    (StatementFilter(text="alpha"), 40),
    (StatementFilter(text="ALPHA 7"), 1),
    (StatementFilter(text='"beta number" ortiz'), 10),
    (StatementFilter(text='"number beta"'), 0),
    (StatementFilter(text="bet*"), 40),
    (StatementFilter(text="naive"), 40),
    (StatementFilter(text="emile"), 30),
    (StatementFilter(text="  "), 120),
    (StatementFilter(text="?!"), 120),
    (StatementFilter(text="alpha OR beta"), 0),
    (StatementFilter(text="x' OR '1'='1"), 0),
]


@pytest.mark.parametrize(("where", "expected"), CASES)
def test_a_filter_lists_what_it_says(store: Store, where: StatementFilter, expected: int) -> None:
    page = store.statements(where, limit=None)
    assert (page.total, len(page.items)) == (expected, expected)
    facets = store.facets(where)
    for name in ("outlet", "kind", "form", "speaker", "reviewed"):
        assert sum(count for _, count in facets[name]) == expected


def test_pages_are_stretches_of_one_listing_with_an_exact_total(store: Store) -> None:
    whole = store.statements(StatementFilter(kind="person"), limit=None).items
    pages = [store.statements(StatementFilter(kind="person"), limit=40, offset=at) for at in range(0, 120, 40)]
    assert [it for page in pages for it in page.items] == list(whole)
    assert {page.total for page in pages} == {90}
    assert store.statements(StatementFilter(), limit=10, offset=500).items == ()


def test_orders(store: Store) -> None:
    def rows(order: str):
        return store.statements(StatementFilter(order=order), limit=None).items  # type: ignore[arg-type]

    earliest = [it.day for it in rows("day")]
    latest = [it.day for it in rows("-day")]
    dated = len([day for day in earliest if day])
    assert earliest[dated:] == latest[dated:] == [None] * 24
    assert earliest[:dated] == sorted(latest[:dated])  # type: ignore[type-var]
    assert latest[:dated] == sorted(latest[:dated], reverse=True)  # type: ignore[type-var]
    assert all(a.statement.confidence <= b.statement.confidence for a, b in pairwise(rows("confidence")))
    assert all(a.statement.confidence >= b.statement.confidence for a, b in pairwise(rows("-confidence")))
    assert [it.statement.content for it in rows("text")[:3]] == [it.content for it in _article(0).statements]
    with pytest.raises(UsageError, match="no order 'random'"):
        store.statements(StatementFilter(order="random"))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="'maybe' is no stance"):
        store.statements(StatementFilter(stance="maybe"))  # type: ignore[arg-type]


def test_facets_count_under_the_same_filter(store: Store) -> None:
    facets = store.facets(StatementFilter(proposition="strikes", outlet="Courier"))
    assert facets["outlet"] == [("Courier", 14)]
    stances = [("noncommittal", 3), ("none", 3), ("oppose", 3), ("support", 3), ("conditional", 2)]
    assert facets["stance"] == stances
    assert facets["reviewed"] == [("no", 12), ("yes", 2)]
    assert dict(facets["kind"]) == {"person": 11, "organisation": 3}
    assert dict(store.facets(StatementFilter())["stance"])["oppose"] == 48
    assert ("", 39) in store.facets(StatementFilter())["outlet"]


@settings(max_examples=150, deadline=None)
@given(query=st.text() | st.text("\"*()^:+-{}NEAR ANDORNOT\x00'alpha中", max_size=20))
def test_any_query_can_be_typed(store: Store, query: str) -> None:
    query = query.encode("utf-8", "replace").decode()
    total = store.statements(StatementFilter(text=query), limit=5).total
    assert 0 <= total <= 120
    assert store.documents(text=query, limit=5).total <= 40


@pytest.mark.parametrize(
    "query", ['"', '""', '"alpha', "*", "a*b", "NEAR(alpha beta)", "alpha AND", "speaker:ada", "-x"]
)
def test_operators_are_words(store: Store, query: str) -> None:
    assert store.statements(StatementFilter(text=query)).total >= 0


def test_a_query_with_a_lone_surrogate_finds_nothing(store: Store) -> None:
    assert store.statements(StatementFilter(text="alph\ud83d")).total == 0


def test_the_context_is_the_sentence_around(store: Store) -> None:
    made = _article(7)
    row = store.statement(made.statements[1].id)
    assert row.quotation == "Beta number 7"
    assert row.context.startswith("“Alpha 7")  # its cue stands in the sentence before
    assert made.document.text[row.context_start : row.context_start + len(row.context)] == row.context


def test_actors_are_counted_with_their_first_and_last_day(store: Store) -> None:
    page = store.actors(limit=2)
    assert page.total == 4
    assert len(page.items) == 2
    actors = {row.name: row for row in store.actors().items}
    board = actors["The Harbour Board"]
    assert (board.key, board.kind, board.role, board.statements) == (_key(board.name), "organisation", "Aide", 28)
    assert store.actor(board.key) == board
    with pytest.raises(StoreError, match="no actor 'nobody'"):
        store.actor("nobody")
    assert (board.first, board.last) == (date(2024, 1, 3), date(2024, 2, 8))


def test_documents_are_found_by_their_words(store: Store) -> None:
    page = store.documents(text="gamma naive", limit=3)
    assert (page.total, len(page.items)) == (40, 3)
    assert all(row.statements == 3 and row.verified for row in page.items)
    assert store.documents(limit=None).items[0].document.published == date(2024, 2, 9)


def test_copies_are_documents_with_a_sighting_of_the_same_utterance(store: Store) -> None:
    one, two, three = (_article(number) for number in (1, 2, 3))
    store.set_events({one.statements[0].id: "e", two.statements[1].id: "e", three.statements[0].id: "f"})
    assert store.document(one.document.id).copies == (two.document.id,)
    assert store.document(three.document.id).copies == ()
    store.set_events({})


BIG = re.compile(r"SCAN (statements|spans|texts|codings|ledger|documents)\b(?! USING (COVERING )?INDEX)", re.IGNORECASE)
QUICK = [
    StatementFilter(document=_article(7).document.id, order="text"),
    StatementFilter(actor=_key("Ada Moss")),
    StatementFilter(speaker="Ada Moss"),
    StatementFilter(proposition="strikes", stance="support"),
    StatementFilter(proposition="strikes", actor=_key("Ada Moss")),
    StatementFilter(proposition="strikes", document=_article(7).document.id),
    StatementFilter(text="alpha"),
]


@pytest.mark.parametrize("where", QUICK)
def test_no_big_table_is_scanned(store: Store, where: StatementFilter) -> None:
    for query in _queries_of(store, lambda: (store.statements(where), store.facets(where))):
        assert not BIG.findall(query), query


def test_single_records_are_found_without_a_scan(store: Store) -> None:
    made = _article(7)
    asked = made.statements[0].id
    for query in _queries_of(
        store,
        lambda: (
            store.statement(asked),
            store.codings(asked),
            store.document(made.document.id),
            store.actor(_key("Ada Moss")),
            store.outcome_of("7.txt", "a" * 64, PIPELINE),
        ),
    ):
        assert not re.findall(r"SCAN (?!CONSTANT)", query), query


def _queries_of(store: Store, act) -> list[str]:
    """Plans of all queries that ``act`` makes."""
    seen: list[tuple[str, object]] = []

    def note(_conn, _cursor, statement, parameters, *_rest) -> None:
        seen.append((statement, parameters))

    sa.event.listen(store._engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        sa.event.remove(store._engine, "before_cursor_execute", note)
    plans: list[str] = []
    with store._reading() as connection:
        for statement, parameters in [it for it in seen if it[0].lstrip().upper().startswith("SELECT")]:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            plans.append(statement + "\n" + "\n".join(row[3] for row in steps))
    assert plans
    return plans


def test_a_name_with_a_lone_surrogate_is_a_clear_error(store: Store) -> None:
    for ask in (store.statement, store.document, lambda it: store.statements(StatementFilter(outlet=it))):
        with pytest.raises(StoreError, match="a lone surrogate is no character"):
            ask("a\ud83d")
