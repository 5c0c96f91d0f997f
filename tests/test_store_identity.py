"""Who is who: merges, splits and renames are entries in the ledger, can be looked at first, and can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.store_values import PIPELINE, behind_the_back, coding, document, dump, statement
from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import Candidate, Extraction, Fact, Span, Speaker, actor_key
from whipcount.store import Change, StatementFilter, Store, open_store
from whipcount.store.identity import fold, split_actor
from whipcount.store.opening import MIGRATIONS

NAMES = ("Ann Lee", "Anna Lee", "Bo Ray", "Cy Fox")
TEXTS = {name: f"{name} said the tram is late. {name} said it is dear.\n" for name in NAMES}


def said(name: str, **fields: object) -> Extraction:
    article = document(TEXTS[name], given_id=f"{name}.txt", title=None)
    made = [
        statement(article, [words], source=name, cue="said", name=name) for words in ("the tram is late", "it is dear")
    ]
    made = [replace(one, speaker=replace(one.speaker, **fields)) for one in made]  # type: ignore[arg-type]
    return Extraction(article, tuple(made))


def key(name: str) -> str:
    return actor_key(Speaker(name, "person", name), "")


ANN, ANNA, BO, CY = map(key, NAMES)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "whipcount.db") as opened:
        run = opened.begin_run("test", {})
        for name in NAMES:
            opened.add(said(name), run=run, pipeline=PIPELINE)
        yield opened


def counts(store: Store) -> dict[str, int]:
    return {row.name: row.statements for row in store.actors().items}


def ids(store: Store, name: str) -> list[str]:
    return sorted(row.statement.id for row in store.statements(StatementFilter(actor=key(name)), limit=None).items)


MERGE = Change("merge", (ANN, ANNA), into=ANN)


def test_merged_actors_are_one_in_every_listing(store: Store) -> None:
    number = store.change_actors(MERGE, coder="ann", note="one person")
    assert number == 1
    (row,) = [row for row in store.actors().items if row.key == ANN]
    assert row.statements == 4
    listed = store.statements(StatementFilter(actor=ANN), limit=None).items
    assert {one.statement.speaker.name for one in listed} == {"Ann Lee", "Anna Lee"}
    assert {one.actor_key for one in listed} == {ANN}
    assert store.statements(StatementFilter(actor=ANNA)).total == 0
    assert store.status().actors == 3
    assert {one.actor for one in store.coded_statements("tram") if one.statement.speaker.name == "Anna Lee"} == {ANN}


def test_the_statements_themselves_stay_as_they_are(store: Store) -> None:
    before = {row.statement.id: row.statement for row in store.statements(limit=None).items}
    store.change_actors(MERGE, coder="ann")
    assert {row.statement.id: row.statement for row in store.statements(limit=None).items} == before


def test_undoing_restores_and_stays_in_the_history(store: Store) -> None:
    before = counts(store)
    number = store.change_actors(MERGE, coder="ann")
    store.change_actors(Change("undo", undoes=number), coder="bo", note="two people")
    assert counts(store) == before
    merged, undone = store.actor_changes()
    assert (merged.names, undone.names) == (("Ann Lee", "Anna Lee"), ())
    assert (merged.undone_by, undone.change.undoes, undone.coder, undone.note) == (2, 1, "bo", "two people")
    assert [event.number for event in store.actor_changes(ANNA)] == [1, 2]
    assert store.actor_changes(BO) == []


def test_undoing_an_older_change_leaves_the_later_ones(store: Store) -> None:
    first = store.change_actors(MERGE, coder="ann")
    store.change_actors(Change("merge", (ANN, BO), into=BO, name="The Lees"), coder="ann")
    assert counts(store)["The Lees"] == 6
    store.change_actors(Change("undo", undoes=first), coder="ann")
    assert counts(store) == {"The Lees": 4, "Anna Lee": 2, "Cy Fox": 2}


def test_a_name_given_by_a_person_is_shown_and_found(store: Store) -> None:
    store.change_actors(Change("rename", (CY,), name="Dr Cyrus Fox"), coder="ann")
    assert counts(store)["Dr Cyrus Fox"] == 2
    assert store.statements(StatementFilter(speaker="dr cyrus fox")).total == 2
    assert store.statements(StatementFilter(speaker="Cy Fox")).total == 2
    assert {row.actor_name for row in store.statements(StatementFilter(actor=CY)).items} == {"Dr Cyrus Fox"}


def test_a_split_takes_single_statements_and_follows_later_merges(store: Store) -> None:
    one, other = ids(store, "Bo Ray")
    new = split_actor("Bo Ray junior", [one])
    store.change_actors(Change("split", (BO,), into=new, name="Bo Ray junior", statements=(one,)), coder="ann")
    assert counts(store) == {"Ann Lee": 2, "Anna Lee": 2, "Bo Ray": 1, "Bo Ray junior": 1, "Cy Fox": 2}
    assert store.statement(one).actor_key == new
    store.change_actors(Change("merge", (new, CY), into=CY), coder="ann")
    assert (store.statement(one).actor_key, store.statement(other).actor_key) == (CY, BO)


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        (Change("merge", (ANN,), into=ANN), UsageError, "two different actors"),
        (Change("merge", (ANN, ANN), into=ANN), UsageError, "two different actors"),
        (Change("merge", (ANN, BO), into=CY), UsageError, "one of them to merge into"),
        (Change("merge", (ANN, "nobody"), into=ANN), StoreError, "whipcount actors"),
        (Change("rename", (ANN,), name=" "), UsageError, "Give a name"),
        (Change("split", (ANN,), into="x", name="X"), UsageError, "needs the statements"),
        (Change("split", (ANN,), into="x", name="X", statements=("f" * 32,)), StoreError, "cannot be split off"),
        (Change("undo", undoes=7), ConflictError, "no change 7"),
    ],
)
def test_a_change_that_nobody_can_have_meant_is_refused(store: Store, change: Change, error: type, told: str) -> None:
    for attempt in (store.preview_change, lambda c: store.change_actors(c, coder="ann")):
        with pytest.raises(error, match=told):
            attempt(change)
    assert store.actor_changes() == []
    with pytest.raises(UsageError, match="names no coder"):
        store.change_actors(MERGE, coder=" ")


def test_an_undone_change_cannot_be_undone_again(store: Store) -> None:
    number = store.change_actors(MERGE, coder="ann")
    store.change_actors(Change("undo", undoes=number), coder="ann")
    with pytest.raises(ConflictError, match="was undone before"):
        store.change_actors(Change("undo", undoes=number), coder="ann")
    with pytest.raises(ConflictError, match="no change 2"):
        store.change_actors(Change("undo", undoes=2), coder="ann")
    assert store.change_actors(MERGE, coder="ann") == 3


def test_making_the_same_change_again_adds_nothing(store: Store) -> None:
    store.change_actors(MERGE, coder="ann")
    renamed = Change("rename", (CY,), name="Dr Fox")
    store.change_actors(renamed, coder="ann")
    assert store.change_actors(renamed, coder="bo") is None
    with pytest.raises(StoreError):  # the one that was merged away is no actor any more
        store.change_actors(MERGE, coder="ann")
    assert len(store.actor_changes()) == 2


def test_a_preview_tells_all_and_keeps_nothing(store: Store) -> None:
    before = dump(store.path)
    seen = store.preview_change(replace(MERGE, name="A. Lee"))
    assert [(s, b, a) for s, b, a in seen.moves] == [(s, ANNA, ANN) for s in ids(store, "Anna Lee")]
    assert {(row.name, row.statements) for row in seen.before} == {("Ann Lee", 2), ("Anna Lee", 2)}
    assert [(row.name, row.statements) for row in seen.after] == [("A. Lee", 4)]
    assert dump(store.path) == before


def test_what_follows_can_be_made_again_from_the_ledger(store: Store) -> None:
    store.change_actors(replace(MERGE, name="A. Lee"), coder="ann")
    (one, _) = ids(store, "Bo Ray")
    store.change_actors(Change("split", (BO,), into="b" * 32, name="B", statements=(one,)), coder="ann")
    before = dump(store.path)
    assert store.verify() == []
    with behind_the_back(store.path) as raw:
        raw.execute("DELETE FROM identities")
        raw.execute("UPDATE actor_names SET name = 'Somebody'")
        raw.execute("UPDATE reassigned SET actor = 'x'")
    problems = " ".join(store.verify())
    for table in ("identities", "actor_names", "reassigned", "standing"):
        assert f"The table {table} does not follow" in problems
    store.rebuild()
    assert dump(store.path) == before
    assert store.verify() == []


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE ledger SET body = replace(body, 'ann', 'bob') WHERE kind = 'identity'",
        "DELETE FROM ledger WHERE kind = 'identity'",
        "INSERT INTO ledger SELECT 9, kind, statement_id, at, body, previous, hash FROM ledger",
        "INSERT OR REPLACE INTO ledger SELECT * FROM ledger",
        "INSERT INTO ledger SELECT length + 1, 'identity', '', 'now', '{}', head, hex(randomblob(32)) FROM chain",
        "INSERT INTO ledger SELECT length + 1, 'coding', 'actors', 'now', '{}', head, hex(randomblob(32)) FROM chain",
    ],
)
def test_history_of_actors_cannot_be_forged(store: Store, forged: str) -> None:
    store.change_actors(MERGE, coder="ann")
    before = dump(store.path)
    with closing(sqlite3.connect(store.path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(forged)
    assert dump(store.path) == before


def test_clusters_say_which_mentions_are_one_and_are_replaced_as_a_whole(store: Store) -> None:
    where = {name: said(name).document.id for name in NAMES}
    store.set_clusters({(ANNA, where["Anna Lee"]): (ANN, "short form")}, {tuple(sorted((BO, CY))): "no reason"})  # type: ignore[dict-item]
    assert store.actor(ANN).statements == 4
    (doubt,) = store.collisions()
    assert {doubt.first, doubt.second} == {BO, CY}
    store.change_actors(Change("merge", (BO, CY), into=BO), coder="ann")
    assert store.collisions() == []
    assert store.verify() == []
    store.set_clusters({}, {})
    assert counts(store)["Anna Lee"] == 2
    assert store.actors().total == 3


def test_a_newer_reading_of_a_document_keeps_the_merge(store: Store) -> None:
    store.change_actors(MERGE, coder="ann")
    store.add(said("Anna Lee", role="clerk"), run=store.begin_run("test", {}), pipeline=f"{PIPELINE} 2")
    assert store.actor(ANN).statements == 4
    assert store.verify() == []


def test_what_a_speaker_was_on_the_day_comes_back_as_it_went_in(store: Store) -> None:
    facts = (
        Fact("role", "clerk", "text", (Span(0, 3), Span(4, 7))),
        Fact("party", "Greens", "register", entry="wikidata:Q1", since=None, until=said("Bo Ray").document.published),
    )
    known = said("Bo Ray", facts=facts, candidates=(Candidate("wikidata:Q1", "Bo Ray", 0.97),), actor="wikidata:Q1")
    store.add(known, run=store.begin_run("test", {}), pipeline=f"{PIPELINE} 2")
    (row, _) = store.statements(StatementFilter(actor="wikidata:Q1"), limit=None).items
    assert row.statement.speaker == known.statements[0].speaker
    assert store.verify() == []


def test_on_whose_behalf_leads_to_the_actor_that_it_is_now(store: Store) -> None:
    store.add(said("Cy Fox", on_behalf_of="Anna Lee"), run=store.begin_run("test", {}), pipeline=f"{PIPELINE} 2")
    (row, _) = store.statements(StatementFilter(actor=CY), limit=None).items
    assert row.behalf_key == ANNA
    store.change_actors(MERGE, coder="ann")
    assert store.statement(row.statement.id).behalf_key == ANN
    assert store.statement(ids(store, "Bo Ray")[0]).behalf_key is None


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.sampled_from("abcd"), st.sampled_from("abcd")),
        st.tuples(st.just("rename"), st.sampled_from("abcd"), st.sampled_from("xyz")),
        st.tuples(st.just("split"), st.sampled_from("abcd"), st.sampled_from("efg")),
    ),
    max_size=8,
)


def changes(steps: list[tuple[str, str, str]]) -> list[Change]:
    made: list[Change] = []
    for action, one, other in steps:
        if action == "merge" and one != other:
            made.append(Change("merge", (one, other), into=other))
        elif action == "rename":
            made.append(Change("rename", (one,), name=other))
        elif action == "split":
            made.append(Change("split", (one,), into=other, name=other, statements=(f"s-{one}",)))
    return made


@given(STEPS)
def test_no_actor_is_left_pointing_at_one_that_is_gone(steps: list[tuple[str, str, str]]) -> None:
    came = fold(changes(steps))
    assert not set(came.current) & set(came.current.values())
    assert not set(came.current) & set(came.moved.values())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.permutations((ANN, ANNA, BO, CY)), min_size=1, max_size=4))
def test_undoing_everything_restores_everything(tmp_path_factory, steps) -> None:
    with open_store(tmp_path_factory.mktemp("s") / "w.db") as store:
        run = store.begin_run("test", {})
        for name in NAMES:
            store.add(said(name), run=run, pipeline=PIPELINE)
        before = counts(store)
        made: list[int] = []
        for first, second, *_ in steps:
            there = {row.key for row in store.actors().items}
            if {first, second} <= there:
                made += [
                    n for n in [store.change_actors(Change("merge", (first, second), into=second), coder="a")] if n
                ]
        for number in made:
            store.change_actors(Change("undo", undoes=number), coder="a")
        assert counts(store) == before
        assert store.verify() == []


def test_a_store_of_the_first_schema_is_brought_up_to_date_with_its_history(store: Store, tmp_path: Path) -> None:
    """The ledger is made anew with one more kind of entry; its entries, seals and guards are the same."""
    (one, other) = ids(store, "Bo Ray")
    store.add_codings([coding(one), coding(other, "oppose", coder="ann", kind="human")])
    store.review(one, "accept", coder="ann")
    old = tmp_path / "old.db"
    _at_first_schema(old)
    with closing(sqlite3.connect(old)) as raw:
        raw.execute(f"ATTACH '{store.path}' AS new")
        for table in ("runs", "documents", "texts", "inputs", "extractions", "spans", "statements", "ledger", "codings",
                      "reviews", "standing"):  # fmt: skip
            columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new.{table}")
        for index in ("statement_search", "text_search"):
            raw.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        raw.commit()
        entries = raw.execute("SELECT * FROM ledger").fetchall()
    with open_store(old) as opened:
        assert opened.verify() == []
        assert counts(opened) == counts(store)
        assert opened.codings(other) == store.codings(other)
        assert opened.change_actors(MERGE, coder="ann") == len(entries) + 1
        assert opened.verify() == []
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("SELECT * FROM ledger WHERE kind <> 'identity'").fetchall() == entries
        for forged in ("UPDATE ledger SET at = 'then'", "DELETE FROM ledger"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(forged)


def _at_first_schema(path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from whipcount.store import sqlite

    engine = sqlite.engine_for(path, busy_seconds=1)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        sqlite.mark(connection)
        command.upgrade(config, "0001")
    engine.dispose()
