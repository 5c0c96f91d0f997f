"""What is kept of positions is what working them out anew gives, after any writes, in any process."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

import whipcount
from support.pseudo import pseudo_catalogue
from support.store_values import PIPELINE, coding, extraction
from support.store_writes import FIRST, PROPOSITIONS, add_article, code_some, write
from whipcount.config import Settings
from whipcount.errors import StoreError
from whipcount.gists import item_of
from whipcount.language import read_catalogue, spoken
from whipcount.model import CodedStatement
from whipcount.network.columns import Columns, columns
from whipcount.positions import positions
from whipcount.project import kept_observations
from whipcount.project.keeping import Extent, Keeper, reason_of, rule_files
from whipcount.project.kept_said import Material
from whipcount.project.observing import observations
from whipcount.project.review_order import by_effect
from whipcount.readings import has_actor, readings
from whipcount.store import StatementFilter, Store, open_store

SETTINGS = Settings()
STEPS = 30
# Days at the beginning, within and after all that is said; and what pages narrow a debate by, alone and together.
PARTS = (
    *(Material(until=FIRST + timedelta(days=days)) for days in (0, 9, 21, 33, 45, 70)),
    Material(outlet="Post"),
    Material(form="direct"),
    Material(reviewed=True),
    Material(reviewed=False),
    Material(until=FIRST + timedelta(days=30), outlet="Star", reviewed=False),
)


def filled(path: Path, rnd: Random) -> Path:
    """A store with some articles that are coded."""
    with open_store(path) as store:
        for _ in range(8):
            add_article(store, rnd)
            code_some(store, rnd)
            code_some(store, rnd)
    return path


def told(keeper: Keeper, proposition: str, parts: Sequence[Material] = PARTS) -> dict[str, object]:
    """All that a keeper gives of a proposition, in one order."""
    return {
        "positions": keeper.positions(proposition),
        "extent": keeper.extent(proposition),
        "documents": keeper.documents(proposition, [p.actor_key for p in keeper.positions(proposition)]),
        "judged": keeper.judged(proposition),
        "one": [keeper.position(proposition, p.actor_key) for p in keeper.positions(proposition)],
        "reasons": sorted(keeper.reasons(proposition), key=str),
        "observed": rows_of(keeper.observed([proposition])),
        "review": keeper.review(proposition),
        "number": keeper.number(proposition),
        "parts": {material: part_of(keeper, proposition, material) for material in parts},
    }


def part_of(keeper: Keeper, proposition: str, material: Material) -> tuple[object, ...]:
    """What a keeper gives of a part of the statements."""
    part = keeper.part(proposition, material)
    ids = [id_ for p in part.positions for id_ in p.statements]
    days = {part.gists[id_].document: part.gists[id_].published for id_ in ids}
    return part.positions, days, keeper.reasons_of(proposition, ids)


def part_anew(coded: Sequence[CodedStatement], settings: Settings, material: Material) -> tuple[object, ...]:
    """The same, worked out from the statements of the part."""
    chosen = [one for one in coded if material.holds(item_of(one))]
    found = tuple(positions(chosen, settings, at=material.until))
    by_id = {one.statement.id: one for one in chosen}
    behind = [by_id[id_] for p in found for id_ in p.statements]
    return found, {one.statement.document_id: one.published for one in behind}, [reason_of(one) for one in behind]


def anew(
    store: Store, proposition: str, settings: Settings = SETTINGS, parts: Sequence[Material] = PARTS
) -> dict[str, object]:
    """The same, worked out from all statements."""
    coded = tuple(store.sided_statements(proposition))
    found = list(readings(coded, settings))
    days = [one.day for one in coded if one.day]
    by_id = {one.statement.id: one for one in coded}
    outlets = sorted({one.outlet for one in coded if one.outlet})
    everybody = positions(store.coded_statements(proposition), settings)
    return {
        "positions": tuple(everybody),
        "one": everybody,
        "documents": {by_id[id_].statement.document_id for p in everybody for id_ in p.statements},
        "judged": store.judged(proposition).statements,
        "extent": Extent(tuple(outlets), (min(days), max(days)) if days else None),
        "reasons": sorted((reason_of(r.sightings[0]) for r in found if has_actor(r.speaker)), key=str),
        "observed": rows_of(columns(observations(coded, settings))),
        "review": by_effect(store.coded_statements(proposition), settings, limit=10_000),
        "number": len(everybody),
        "parts": {material: part_anew(coded, settings, material) for material in parts},
    }


def rows_of(found: Columns) -> list[tuple[object, ...]]:
    """Columns as rows, with names instead of numbers."""
    who = [*found.members, None]
    names = [found.propositions[n] for n in found.proposition]
    documents = found.documents[found.document]
    told_in_numbers = (found.statement, documents, found.day, found.side, found.conditional, found.confirmed)
    shares = (found.right, found.opposite)
    members = [{node: who[codes[n]] for node, codes in found.member.items()} for n in range(len(names))]
    return list(zip(names, *told_in_numbers, *shares, members, strict=True))


@pytest.mark.parametrize("seed", range(12))
def test_after_any_writes_what_is_kept_is_what_working_out_everything_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A keeper that lives through all writes, one that looks now and then, and one that starts with the last."""
    rnd = Random(seed)
    if seed % 2:  # one write changes much of so small a store, and columns would seldom be put together in part
        monkeypatch.setattr(kept_observations, "MOST", 10.0)
    path = filled(tmp_path / "w.db", rnd)
    with open_store(path) as store, open_store(path) as other:
        here, elsewhere = Keeper(store, SETTINGS), Keeper(other, SETTINGS)
        done: list[str] = []
        for _ in range(STEPS):
            done.append(write(store, rnd))
            for proposition in PROPOSITIONS:
                parts = rnd.sample(PARTS, 2)
                if rnd.random() < 0.2:
                    assert told(elsewhere, proposition, parts) == anew(store, proposition, parts=parts), done
                if rnd.random() < 0.5:
                    assert told(here, proposition, parts) == anew(store, proposition, parts=parts), done
        for proposition in PROPOSITIONS:
            for keeper in (here, elsewhere, Keeper(store, SETTINGS)):
                assert told(keeper, proposition) == anew(store, proposition), done
        assert store.verify() == [], done


# Imported by the code that what is kept follows from, and no reason to work it out anew.
NO_RULE = {
    "coders.py": "which judgements hold is written down in the tables",
    "config.py": "the thresholds are in the name of what is kept",
    "errors.py": "names of what can go wrong",
    "language.py": "words; none are kept",
    "network/__init__.py": "names",
    "network/columns.py": "columns are put together in each process",
    "network/settings.py": "what is asked of a network, which is counted from what is kept",
    "project/kept_parts.py": "parts of a debate are put together in each process",
    "term_keys.py": "terms have no part in positions",
}


def test_other_code_works_everything_out_anew() -> None:
    """Whatever the code behind what is kept takes from other modules is in the name of what is kept too."""
    source = Path(whipcount.__file__).parent
    rules = rule_files()
    imported = {file for rule in rules for file in imports_of(rule, source)}.difference(rules)
    # A migration works on the tables, once.
    assert {str(file.relative_to(source)) for file in imported if file.parent.name != "migrations"} == NO_RULE.keys()


def imports_of(file: Path, source: Path) -> Iterator[Path]:
    """Our own modules that a module takes something from."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names if isinstance(node, ast.ImportFrom) and module.startswith("whipcount") else ():
            inside = [source.joinpath(*name.split(".")[1:]) for name in (f"{module}.{alias.name}", module)]
            there = (part for path in inside for part in (path.with_suffix(".py"), path / "__init__.py"))
            yield from [part for part in there if part.is_file()][:1]


def test_only_those_who_were_touched_are_worked_out_anew(tmp_path: Path) -> None:
    """A verdict on one statement touches its actor, and nobody else; what was kept of the others is not written."""
    with open_store(filled(tmp_path / "w.db", Random(1))) as store:
        keeper = Keeper(store, SETTINGS)
        before = {p.actor_key: p for p in keeper.positions("strikes")}
        change = store.summed_up(keeper.view("strikes")).latest
        row = store.statement(next(iter(before.values())).statements[0])
        store.review(row.statement.id, "reject", coder="ann")
        assert store.touched_since(change) == [row.actor_key]
        after = {p.actor_key: p for p in keeper.positions("strikes")}
        assert after.get(row.actor_key) != before[row.actor_key]
        assert all(after[key] is before[key] for key in before.keys() - {row.actor_key})


def test_rebuilding_leaves_nothing_of_what_was_wrong_in_the_store(tmp_path: Path) -> None:
    """Also not in a process that read it while it was wrong, where rebuilding takes away what no write tells of."""
    path = filled(tmp_path / "w.db", Random(8))
    with open_store(path) as store:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE codings SET current = 1, proposition = 'strikes', stance = 'support'")
        keeper = Keeper(store, SETTINGS)
        wrong = keeper.extent("talks"), keeper.positions("strikes")
        store.rebuild()
        assert told(keeper, "strikes") == anew(store, "strikes")
        assert told(keeper, "talks") == anew(store, "talks")
        assert wrong != (keeper.extent("talks"), keeper.positions("strikes"))


def test_other_thresholds_are_kept_apart(tmp_path: Path) -> None:
    strict = Settings(relevance_threshold=0.95)
    with open_store(filled(tmp_path / "w.db", Random(2))) as store:
        for settings in (SETTINGS, strict, SETTINGS):
            assert told(Keeper(store, settings), "talks") == anew(store, "talks", settings)
        assert Keeper(store, SETTINGS).positions("talks") != Keeper(store, strict).positions("talks")


def test_a_store_that_may_only_be_read_is_worked_out_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(filled(tmp_path / "w.db", Random(3))) as store:

        def refuse(*_: object, **__: object) -> None:
            raise StoreError("it is read-only")

        monkeypatch.setattr(store, "keep_summaries", refuse)
        keeper = Keeper(store, SETTINGS)
        assert told(keeper, "talks") == anew(store, "talks")
        code_some(store, Random(4))
        assert told(keeper, "talks") == anew(store, "talks")


def test_what_is_kept_holds_no_words_of_an_article(tmp_path: Path) -> None:
    """A condition is kept as its span; its words come from the article, which is checked."""
    rnd = Random(5)
    with open_store(tmp_path / "w.db") as store:
        for _ in range(8):
            add_article(store, rnd)
        most = store.actors(limit=1).items[0].key
        theirs = store.statements(StatementFilter(actor=most, order="day"), limit=None).items
        first, last = theirs[0].statement, theirs[-1].statement
        given = replace(coding(last.id, "conditional", coder="ann", kind="human"), condition=last.content[0])
        store.add_codings([coding(first.id, "oppose", coder="ann", kind="human"), given])
        for _ in range(2):
            keeper = Keeper(store, SETTINGS)
            conditions = [s.condition for p in keeper.positions("strikes") for s in p.shifts if s.condition]
            assert theirs[-1].quotation in [condition.text for condition in conditions]
            for part in ("positions", "extent", "reasons", "observed", "said"):
                bodies = store.summaries(keeper.view("strikes"), part).values()
                assert all("plan" not in (body or "") for body in bodies)


def test_what_a_person_said_of_one_copy_counts_for_a_copy_that_the_machine_found_silent(tmp_path: Path) -> None:
    """The page and the command count the same sightings."""
    with open_store(tmp_path / "w.db") as store:
        run = store.begin_run("test", {})
        for outlet in ("Post", "Star"):
            store.add(extraction(given_id=outlet, outlet=outlet), run=run, pipeline=PIPELINE)
        here, copy = (r.statement.id for r in store.statements(StatementFilter(speaker="Joe Biden")).items)
        store.add_codings([coding(here), coding(copy, "none")])
        store.set_events({here: "e" * 32, copy: "e" * 32})
        keeper = Keeper(store, SETTINGS)
        assert [p.sightings for p in keeper.positions("strikes")] == [1]
        store.add_codings([coding(here, "oppose", coder="ann", kind="human")])
        assert [(p.lean, p.sightings) for p in keeper.positions("strikes")] == [("against", 2)]
        assert told(keeper, "strikes") == anew(store, "strikes")


def test_one_actor_is_read_without_the_others(tmp_path: Path) -> None:
    """Before anybody asked for all, after a write, and of somebody who has no position."""
    with open_store(filled(tmp_path / "w.db", Random(6))) as store:
        for _ in range(3):
            for one in positions(store.coded_statements("talks"), SETTINGS):
                assert Keeper(store, SETTINGS).position("talks", one.actor_key) == one
            assert Keeper(store, SETTINGS).position("talks", "nobody") is None
            code_some(store, Random(7))


def test_reasons_in_the_order_of_review_are_told_in_the_language_of_whoever_looks(tmp_path: Path) -> None:
    """Whoever asked first, and in whichever process they were worked out."""
    marked = read_catalogue(pseudo_catalogue(tmp_path / "marked.mo"))
    with open_store(filled(tmp_path / "w.db", Random(9))) as store:
        keeper = Keeper(store, SETTINGS)
        english = [one.reason for one in keeper.review("strikes")]
        with spoken(marked):
            for one in (keeper, Keeper(store, SETTINGS)):
                assert all(candidate.reason.startswith("⟦If it is") for candidate in one.review("strikes"))
        assert english == [one.reason for one in keeper.review("strikes")]
        assert english
        assert all(reason.startswith("If it is") for reason in english)
        bodies = store.summaries(keeper.view("strikes"), "review").values()
        assert not any("If it is" in (body or "") for body in bodies)
