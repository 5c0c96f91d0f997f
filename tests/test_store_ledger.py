"""Codings and reviews are only ever added; what holds now follows from them, and each tampering is noticed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.store_values import PIPELINE, behind_the_back, coding, dump, extraction
from whipcount.errors import ConflictError, OffsetError, UsageError
from whipcount.model import Span
from whipcount.store import StatementFilter, Store, open_store

SAID, WARNED = (statement.id for statement in extraction().statements)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "whipcount.db") as opened:
        opened.add(extraction(), run=opened.begin_run("test", {}), pipeline=PIPELINE)
        yield opened


def _holds(store: Store, statement: str = SAID) -> tuple[str, str]:
    (current,) = store.statement(statement).codings
    return current.coder, current.stance


def test_a_coding_comes_back_as_it_went_in(store: Store) -> None:
    created = datetime(2025, 5, 1, 12, 30, tzinfo=UTC)
    made = replace(
        coding(SAID, "conditional", probability=0.7),
        condition=Span(62, 78),
        argument="a1",
        note="“if”",
        created=created,
    )
    assert store.add_codings([made], run="a-run") == 1
    assert store.codings(SAID) == [made]
    assert store.statement(SAID).codings == (made,)
    assert [it.coding for it in store.coded_statements("strikes")] == [made, None]


def test_a_coding_without_a_time_gets_the_time_it_was_added(store: Store) -> None:
    before = datetime.now(UTC)
    store.add_codings([coding(SAID)])
    (kept,) = store.codings(SAID)
    assert kept.created is not None
    assert before <= kept.created <= datetime.now(UTC)


def test_the_same_judgement_again_adds_nothing(store: Store) -> None:
    dated = replace(coding(WARNED), created=datetime(2025, 1, 1, tzinfo=UTC))
    for _ in range(3):
        store.add_codings([coding(SAID), coding(SAID), dated])
    assert len(store.codings(SAID)) == 1
    assert len(store.codings(WARNED)) == 1


def test_a_file_of_dated_codings_loaded_twice_adds_nothing(store: Store) -> None:
    changes = [
        replace(coding(SAID, stance, coder="ann", kind="human"), created=datetime(2025, 1, day, tzinfo=UTC))
        for day, stance in ((1, "support"), (2, "oppose"), (3, "support"))
    ]
    assert store.add_codings(changes) == 3
    assert store.add_codings(changes) == 0


def test_a_person_may_change_their_mind_and_back(store: Store) -> None:
    for stance in ("support", "oppose", "support"):
        assert store.add_codings([coding(SAID, stance, coder="ann", kind="human")]) == 1
    assert [it.stance for it in store.codings(SAID)] == ["support", "oppose", "support"]
    assert _holds(store) == ("ann", "support")


def test_the_newest_person_wins_over_every_model(store: Store) -> None:
    store.add_codings([coding(SAID, "support", coder="ann", kind="human")])
    store.add_codings([coding(SAID, "none", coder="bob", kind="human")])
    store.add_codings([coding(SAID, "oppose", coder="model-9")])
    assert _holds(store) == ("bob", "none")


def test_the_newest_coding_of_the_newest_model_wins_among_models(store: Store) -> None:
    """Running an old model again, over other statements too, does not push a newer model aside."""
    store.add_codings([coding(SAID, "support", coder="model-1")])
    store.add_codings([coding(SAID, "oppose", coder="model-2")])
    assert _holds(store) == ("model-2", "oppose")
    store.add_codings([coding(SAID, "none", coder="model-1"), coding(WARNED, "support", coder="model-1")])
    assert _holds(store) == ("model-2", "oppose")
    assert _holds(store, WARNED) == ("model-1", "support")
    store.add_codings([coding(SAID, "conditional", coder="model-2")])
    assert _holds(store) == ("model-2", "conditional")


def test_propositions_are_judged_apart(store: Store) -> None:
    store.add_codings([coding(SAID, "support"), coding(SAID, "oppose", proposition="sanctions")])
    assert [(it.proposition, it.stance) for it in store.statement(SAID).codings] == [
        ("sanctions", "oppose"),
        ("strikes", "support"),
    ]


def test_uncoded_lists_what_a_coder_has_not_judged(store: Store) -> None:
    assert [it.statement.id for it in store.uncoded("strikes", "model-1")] == [SAID, WARNED]
    for pending in store.uncoded("strikes", "model-1"):
        store.add_codings([coding(pending.statement.id)])
    assert list(store.uncoded("strikes", "model-1")) == []
    assert len(list(store.uncoded("strikes", "model-2"))) == 2
    assert len(list(store.uncoded("sanctions", "model-1"))) == 2


def test_a_rejected_statement_leaves_positions_and_counts_but_stays_listed(store: Store) -> None:
    store.review(SAID, "reject", coder="ann", note="Not said by him.")
    assert [it.statement.id for it in store.coded_statements("strikes")] == [WARNED]
    assert store.statement(SAID).rejected
    assert {row.statement.id for row in store.statements().items} == {SAID, WARNED}
    assert [row.statement.id for row in store.statements(StatementFilter(rejected=True)).items] == [SAID]
    assert [row.statements for row in store.actors().items] == [1]
    assert store.documents().items[0].statements == 1
    assert store.status().rejected_statements == 1


def test_undo_brings_back_what_stood_before(store: Store) -> None:
    def stands() -> tuple[bool, bool]:
        row = store.statement(SAID)
        return row.reviewed, row.rejected

    for verdict, expected in [
        ("accept", (True, False)),
        ("reject", (False, True)),
        ("undo", (True, False)),
        ("undo", (False, False)),
        ("reject", (False, True)),
    ]:
        store.review(SAID, verdict, coder="ann")  # type: ignore[arg-type]
        assert stands() == expected


def test_the_same_verdict_twice_is_one_verdict(store: Store) -> None:
    store.review(SAID, "accept", coder="ann")
    store.review(SAID, "accept", coder="ann")
    store.review(SAID, "undo", coder="ann")
    assert not store.statement(SAID).reviewed


def test_nothing_to_undo_is_a_conflict(store: Store) -> None:
    with pytest.raises(ConflictError, match=r"no verdict on statement .* to undo"):
        store.review(SAID, "undo", coder="ann")


def test_reviewed_means_a_person_coded_or_accepted_it(store: Store) -> None:
    store.add_codings([coding(SAID, "support", coder="ann", kind="human", proposition="sanctions")])
    store.add_codings([coding(SAID)])
    assert [row.statement.id for row in store.statements(StatementFilter(reviewed=True)).items] == [SAID]
    assert [it.reviewed for it in store.coded_statements("sanctions")] == [True, False]
    assert [it.reviewed for it in store.coded_statements("strikes")] == [False, False]
    store.review(WARNED, "accept", coder="ann")
    assert [it.reviewed for it in store.coded_statements("strikes")] == [False, True]


def test_events_are_replaced_as_a_whole(store: Store) -> None:
    store.set_events({SAID: "e" * 32, WARNED: "e" * 32})
    assert [(row.event, row.sightings) for row in store.statements().items] == [("e" * 32, 2)] * 2
    store.set_events({SAID: "f" * 32})
    rows = {row.statement.id: (row.event, row.sightings) for row in store.statements().items}
    assert rows == {SAID: ("f" * 32, 1), WARNED: (None, 1)}
    assert [it.event for it in store.coded_statements("strikes")] == ["f" * 32, None]


NONSENSE = [
    (replace(coding(SAID), stance="maybe"), UsageError, "'maybe' is no stance"),
    (replace(coding(SAID), scores={"support": 1.0, "love": 0.0}), UsageError, "'love' is no stance"),
    (replace(coding(SAID), relevant=1.5), UsageError, "relevant is 1.5"),
    (replace(coding(SAID), relevant=float("nan")), UsageError, "relevant is nan"),
    (replace(coding(SAID), coder=" "), UsageError, "names no coder"),
    (replace(coding(SAID), coder_kind="oracle"), UsageError, "'human' or 'model', not 'oracle'"),
    (replace(coding(SAID), condition=Span(5, 99_999)), OffsetError, "does not lie inside the text"),
]


@pytest.mark.parametrize(("made", "error", "words"), NONSENSE)
def test_nonsense_is_refused(store: Store, made, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        store.add_codings([coding(WARNED), made])
    assert store.codings(WARNED) == []


@pytest.mark.parametrize(("verdict", "coder"), [("approve", "ann"), ("accept", "")])
def test_a_review_needs_a_verdict_and_a_name(store: Store, verdict: str, coder: str) -> None:
    with pytest.raises(UsageError):
        store.review(SAID, verdict, coder=coder)  # type: ignore[arg-type]


ACTS = st.lists(
    st.tuples(
        st.sampled_from([SAID, WARNED]),
        st.sampled_from(["accept", "reject", "undo", "support", "oppose", "conditional"]),
        st.sampled_from(["ann", "bob", "model-1", "model-2"]),
        st.sampled_from(["strikes", "sanctions"]),
    ),
    max_size=25,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_what_holds_now_can_be_rebuilt_from_the_ledger_alone(tmp_path: Path, acts) -> None:
    path = tmp_path / f"{random.Random(str(acts)).getrandbits(64)}.db"
    with open_store(path) as store:
        store.add(extraction(), run=store.begin_run("test", {}), pipeline=PIPELINE)
        for statement, act, coder, proposition in acts:
            kind = "model" if coder.startswith("model") else "human"
            if act in ("support", "oppose", "conditional"):
                store.add_codings([coding(statement, act, coder=coder, kind=kind, proposition=proposition)])
                continue
            try:
                store.review(statement, act, coder=coder)
            except ConflictError:
                assert act == "undo"
        assert store.verify() == []
        before = dump(path)
        with closing(sqlite3.connect(path)) as raw:
            for table in ("codings", "reviews", "standing"):
                raw.execute(f"DELETE FROM {table}")
            raw.commit()
        assert bool(store.verify())
        store.rebuild()
        assert dump(path) == before
        assert store.verify() == []


@pytest.fixture(scope="module")
def long_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 120 entries."""
    path = tmp_path_factory.mktemp("ledger") / "whipcount.db"
    with open_store(path) as store:
        store.add(extraction(), run=store.begin_run("test", {}), pipeline=PIPELINE)
        store.add_codings(coding(SAID, coder=f"model-{number}") for number in range(60))
        for _ in range(30):
            store.review(WARNED, "accept", coder="ann")
            store.review(WARNED, "undo", coder="bob")
    return path


TAMPERING = {
    "altered": "UPDATE ledger SET body = body || ' ' WHERE number = :n",
    "made another's": "UPDATE ledger SET statement_id = :other WHERE number = :n",
    "dated back": "UPDATE ledger SET at = '2001-01-01' WHERE number = :n",
    "deleted": "DELETE FROM ledger WHERE number = :n",
    "deleted and closed up": "DELETE FROM ledger WHERE number = :n;"
    "UPDATE ledger SET number = -number WHERE number > :n; UPDATE ledger SET number = -number - 1 WHERE number < 0",
    "cut off": "DELETE FROM ledger WHERE number >= :n",
    "made like another": "UPDATE ledger SET body = (SELECT body FROM ledger x WHERE x.number = (:n + 59) % 120 + 1)"
    " WHERE number = :n",
    "swapped": "UPDATE ledger SET number = -number; UPDATE ledger SET number = 121 + number",
}


@pytest.mark.parametrize("how", TAMPERING)
def test_each_tampering_with_the_ledger_is_noticed(long_ledger: Path, tmp_path: Path, how: str) -> None:
    for number in (1, 2, 60, 119, 120):
        path = tmp_path / f"{number}.db"
        path.write_bytes(long_ledger.read_bytes())
        with behind_the_back(path) as raw:
            for step in TAMPERING[how].split(";"):
                raw.execute(step, {"n": number, "other": WARNED if number <= 60 else SAID})
        with open_store(path) as store:
            assert any("ledger" in problem.lower() for problem in store.verify()), number


def test_a_derived_table_that_was_touched_is_noticed_and_mended(store: Store) -> None:
    store.add_codings([coding(SAID, "support", coder="ann", kind="human"), coding(SAID, "oppose")])
    for touch, table in [
        ("UPDATE codings SET current = 1 - current", "Codings are marked as current"),
        ("UPDATE codings SET stance = 'none'", "codings does not follow"),
        ("UPDATE standing SET rejected = 1", "standing does not follow"),
        ("INSERT INTO statement_search (rowid, quotation, speaker) VALUES (1, 'invented', 'x')", "search index"),
    ]:
        with closing(sqlite3.connect(store.path)) as raw:
            raw.execute(touch)
            raw.commit()
        assert any(table in problem for problem in store.verify()), touch
        store.rebuild()
        assert store.verify() == []
    assert _holds(store) == ("ann", "support")
