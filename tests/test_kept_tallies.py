"""Counts of a list that are held from look to look are what counting everything gives, after any writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from support.store_writes import FIRST, add_article, code_some, write
from whipcount.project.tallies import Counted, Tallies
from whipcount.store import StatementFilter, Store, open_store

STEPS = 40
LISTS: tuple[Callable[[Store], StatementFilter], ...] = (
    lambda _: StatementFilter(),
    lambda _: StatementFilter(text="good"),
    lambda _: StatementFilter(proposition="strikes"),
    lambda _: StatementFilter(proposition="talks", min_probability=0.7),
    lambda _: StatementFilter(proposition="talks", stance="support"),
    lambda _: StatementFilter(stance="oppose", text="plan"),
    lambda _: StatementFilter(reviewed=False, outlet="Post"),
    lambda _: StatementFilter(rejected=True),
    lambda _: StatementFilter(speaker="Somebody"),
    lambda _: StatementFilter(term="part 1"),
    lambda _: StatementFilter(kind="person", since=FIRST, order="confidence"),
    lambda store: StatementFilter(document=store.documents(limit=1).items[0].document.id),
    lambda store: StatementFilter(actor=store.actors(limit=1).items[0].key),
)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_writes_a_held_count_is_what_counting_everything_gives(tmp_path: Path, seed: int) -> None:
    rnd = Random(seed)
    with open_store(tmp_path / "w.db") as store:
        for _ in range(6):
            add_article(store, rnd)
            code_some(store, rnd)
        store.join_terms()
        lists = [make(store) for make in rnd.sample(LISTS, 4)]
        held, done = Tallies(store), list[str]()
        for _ in range(STEPS):
            done.append(write(store, rnd))
            for where in lists:
                if rnd.random() < 0.5:
                    assert held.of(where) == anew(store, where), (where, done)


def anew(store: Store, where: StatementFilter) -> Counted:
    """The same, counted from all that is listed."""
    return Counted(store.statements(where, limit=1).total, store.facets(where))


def test_a_list_that_was_counted_counts_only_whom_a_write_touched(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.db") as store:
        for _ in range(6):
            add_article(store, Random(1))
            code_some(store, Random(1))
        tally = store.tally(StatementFilter())
        assert store.tally(StatementFilter(), tally) is tally
        row = store.statements(limit=1).items[0]
        store.review(row.statement.id, "accept", coder="ann")
        after = store.tally(StatementFilter(), tally)
        kept = [key for key, rows in after.listed.values.items() if rows is tally.listed.values.get(key)]
        assert set(kept) == tally.listed.values.keys() - {row.actor_key}
        assert after.facets() == store.facets()


def test_names_of_terms_that_are_joined_anew_are_counted_anew(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.db") as store:
        for _ in range(8):
            add_article(store, Random(2))
        held = Tallies(store)
        before = held.of(StatementFilter()).facets["term"]
        store.join_terms()
        assert held.of(StatementFilter()).facets["term"] == store.facets()["term"]
        assert before
