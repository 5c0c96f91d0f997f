"""Documents are versions: nothing is rewritten, nothing is kept twice, and every input is accounted for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from support.store_values import ARTICLE, PIPELINE, coding, document, dump, extraction
from whipcount.errors import StoreError
from whipcount.model import Argument, Codebook, Extraction, Proposition, Question, Rejected
from whipcount.store import StatementFilter, Store, open_store

CHANGED = ARTICLE.replace("He smiled.", "He frowned.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "whipcount.db") as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> str:
    return store.begin_run("test", {"threads": 1})


def _listed(store: Store, **where: object) -> set[str]:
    return {row.statement.id for row in store.statements(StatementFilter(**where), limit=None).items}  # type: ignore[arg-type]


def _ids(made: Extraction) -> set[str]:
    return {statement.id for statement in made.statements}


def test_the_same_document_again_is_a_duplicate_and_changes_nothing(store: Store, run: str) -> None:
    assert store.add(extraction(), run=run, pipeline=PIPELINE, size=200) == "stored"
    before = dump(store.path)
    assert store.add(extraction(), run=run, pipeline=PIPELINE) == "duplicate"
    assert dump(store.path) == before
    assert [row.outcome for row in store.log()] == ["duplicate", "stored"]


def test_the_same_bytes_under_another_name_are_a_duplicate_of_the_first(store: Store, run: str) -> None:
    first, copy = extraction(raw_sha256="a" * 64), extraction(given_id="copy.txt", raw_sha256="a" * 64)
    store.add(first, run=run, pipeline=PIPELINE)
    assert store.add(copy, run=run, pipeline=PIPELINE) == "duplicate"
    newest = store.log()[0]
    assert (newest.given_id, newest.document) == ("copy.txt", first.document.id)


def test_a_wire_story_of_two_outlets_is_two_documents(store: Store, run: str) -> None:
    for outlet in ("Courier", "Herald"):
        made = extraction(given_id=f"{outlet}.html", outlet=outlet, raw_sha256="a" * 64)
        assert store.add(made, run=run, pipeline=PIPELINE) == "stored"
    assert store.status().documents == 2


@pytest.mark.parametrize("identity", [{"given_id": "a.txt"}, {"url": "https://example.org/a"}])
def test_another_text_under_the_same_identity_is_a_new_version(
    store: Store, run: str, identity: dict[str, str]
) -> None:
    old, new = extraction(**identity), extraction(CHANGED, **identity)
    assert store.add(old, run=run, pipeline=PIPELINE) == "stored"
    assert store.add(new, run=run, pipeline=PIPELINE) == "new_version"
    assert _listed(store) == _ids(new)
    assert _listed(store, superseded=True) == _ids(old) | _ids(new)
    assert _listed(store, document=old.document.id) == _ids(old)
    gone, here = store.document(old.document.id), store.document(new.document.id)
    assert (gone.superseded_by, gone.version_of) == (new.document.id, None)
    assert (here.superseded_by, here.version_of) == (None, old.document.id)
    assert gone.document.text == ARTICLE
    assert store.statement(old.statements[0].id).superseded
    assert [row.document.id for row in store.documents().items] == [new.document.id]
    assert (store.status().documents, store.status().superseded) == (1, 1)


def test_a_url_identifies_a_page_whatever_its_file_is_called(store: Store, run: str) -> None:
    store.add(extraction(given_id="1", url="https://example.org/a"), run=run, pipeline=PIPELINE)
    other = extraction(CHANGED, given_id="1", url="https://example.org/b")
    assert store.add(other, run=run, pipeline=PIPELINE) == "stored"


def test_versions_follow_one_another(store: Store, run: str) -> None:
    versions = [extraction(f"{ARTICLE}Version {number}.\n") for number in range(4)]
    for made in versions:
        store.add(made, run=run, pipeline=PIPELINE)
    assert _listed(store) == _ids(versions[-1])
    chain = [store.document(made.document.id).version_of for made in versions]
    assert chain == [None, *(made.document.id for made in versions[:-1])]
    assert store.add(versions[0], run=run, pipeline=PIPELINE) == "duplicate"
    assert _listed(store) == _ids(versions[-1])


def test_another_pipeline_that_reads_the_same_adds_nothing(store: Store, run: str) -> None:
    store.add(extraction(), run=run, pipeline="one")
    before = dump(store.path)
    assert store.add(extraction(), run=run, pipeline="two") == "duplicate"
    assert dump(store.path) == before


def test_a_better_pipeline_replaces_what_the_machine_found_but_not_what_people_did(store: Store, run: str) -> None:
    """Statements that a person coded or accepted stay when a newer pipeline misses them."""
    made = extraction()
    said, warned = made.statements
    store.add(made, run=run, pipeline="one")
    known = replace(said, speaker=replace(said.speaker, role="President"))
    better = replace(made, statements=(known,))
    assert store.add(better, run=run, pipeline="two") == "stored"
    assert _listed(store) == {said.id}
    assert store.statement(said.id).statement.speaker.role == "President"
    assert store.statement(warned.id).superseded
    assert _listed(store, document=made.document.id) == {said.id}
    store.review(warned.id, "accept", coder="analyst")
    assert _listed(store) == {said.id, warned.id}
    store.review(warned.id, "undo", coder="analyst")
    assert _listed(store) == {said.id}
    store.add_codings([coding(warned.id, "oppose", coder="analyst", kind="human")])
    assert _listed(store) == {said.id, warned.id}
    assert store.verify() == []


def test_codings_stay_with_a_statement_that_is_read_again(store: Store, run: str) -> None:
    made = extraction()
    said = made.statements[0]
    store.add(made, run=run, pipeline="one")
    store.add_codings([coding(said.id, "oppose", coder="analyst", kind="human")])
    store.add(replace(made, statements=(replace(said, confidence=0.99),)), run=run, pipeline="two")
    row = store.statement(said.id)
    assert (row.statement.confidence, row.codings[0].stance, row.reviewed) == (0.99, "oppose", True)


def test_two_attributions_with_the_same_spans_are_one_statement(store: Store, run: str) -> None:
    made = extraction()
    twice = replace(made, statements=(*made.statements, replace(made.statements[0], confidence=0.1)))
    store.add(twice, run=run, pipeline=PIPELINE)
    assert store.status().statements == 2
    assert store.statement(made.statements[0].id).statement.confidence == 0.9


def test_a_document_without_statements_is_kept(store: Store, run: str) -> None:
    assert store.add(Extraction(document("Nobody spoke."), ()), run=run, pipeline=PIPELINE) == "stored"
    assert store.documents(text="nobody").total == 1
    assert store.documents().items[0].statements == 0


def test_what_was_handled_is_known_by_name_bytes_and_pipeline(store: Store, run: str) -> None:
    made = extraction().document
    assert store.outcome_of(made.given_id, made.raw_sha256, PIPELINE) is None
    store.add(extraction(), run=run, pipeline=PIPELINE)
    assert store.outcome_of(made.given_id, made.raw_sha256, PIPELINE) == "stored"
    assert store.outcome_of(made.given_id, made.raw_sha256, "newer") is None
    assert store.outcome_of(made.given_id, "b" * 64, PIPELINE) is None
    assert store.outcome_of("other.txt", made.raw_sha256, PIPELINE) is None
    store.add(extraction(CHANGED), run=run, pipeline=PIPELINE)
    changed = extraction(CHANGED).document
    assert store.outcome_of(changed.given_id, changed.raw_sha256, PIPELINE) == "stored"
    store.reject(Rejected("bad.bin", "read", "binary", "Not text.", "c" * 64, 12), run=run, pipeline=PIPELINE)
    assert store.outcome_of("bad.bin", "c" * 64, PIPELINE) == "rejected:binary"


def test_every_input_of_every_run_is_in_the_log_with_its_reason(store: Store, run: str) -> None:
    made = extraction()
    store.add(made, run=run, pipeline=PIPELINE, size=345)
    store.reject(Rejected("bad.bin", "read", "binary", "Not text.", "c" * 64, 12), run=run, pipeline=PIPELINE)
    store.reject(Rejected("gone\udcff.txt", "read", "unreadable", "No such file."), run=run, pipeline=PIPELINE)
    again = store.begin_run("test", {})
    store.skip(made.document.given_id, made.document.raw_sha256, run=again, pipeline=PIPELINE, size=345)
    store.skip("bad.bin", "c" * 64, run=again, pipeline=PIPELINE, size=12)
    first, second = store.log(run=run)[::-1], store.log(run=again)[::-1]
    assert [(it.given_id, it.outcome, it.reason, it.size) for it in first] == [
        ("a.txt", "stored", None, 345),
        ("bad.bin", "rejected", "binary", 12),
        ("gone\\udcff.txt", "rejected", "unreadable", None),
    ]
    assert [(it.given_id, it.outcome, it.reason, it.size) for it in second] == [
        ("a.txt", "duplicate", None, 345),
        ("bad.bin", "rejected", "binary", 12),
    ]
    assert {it.given_id for it in store.log(problems_only=True)} == {"bad.bin", "gone\\udcff.txt"}
    assert len(store.log(limit=2)) == 2
    assert all(it.at.tzinfo is UTC and it.at <= datetime.now(UTC) for it in first)
    status = store.status()
    assert (status.documents, status.duplicates, status.rejected, status.runs) == (1, 0, 2, 2)


def test_an_input_never_seen_cannot_be_skipped(store: Store, run: str) -> None:
    with pytest.raises(StoreError, match=r"'a\.txt' was not handled before"):
        store.skip("a.txt", "a" * 64, run=run, pipeline=PIPELINE)


def test_a_run_is_written_down_from_start_to_end(store: Store, run: str) -> None:
    (open_run,) = store.runs()
    assert (open_run.command, open_run.settings, open_run.ended, open_run.counts) == ("test", {"threads": 1}, None, {})
    store.end_run(run, counts={"documents": 3})
    (ended,) = store.runs()
    assert ended.counts == {"documents": 3}
    assert ended.ended is not None
    assert ended.ended >= ended.started
    with pytest.raises(StoreError, match="no run 'nowhere'"):
        store.end_run("nowhere", counts={})


def test_a_codebook_is_kept_in_each_of_its_versions(store: Store, run: str) -> None:
    assert store.codebook() is None
    argument = Argument("a", "They would escalate.", "con")
    full = Proposition("p", "Allow the “strikes”", "q", "all of them", ("permit",), ("go",), ("no",), (argument,))
    first = Codebook("1" * 32, (Question("q", "What now?"),), (full,))
    second = replace(first, id="2" * 32, propositions=())
    assert store.put_codebook(first, run=run)
    assert not store.put_codebook(first, run=run)
    assert store.codebook() == first
    assert store.put_codebook(second, run=run)
    assert store.put_codebook(first, run=run)
    assert store.codebook() == first
    assert store.status().codebook == first.id
    assert [(one.number, one.codebook) for one in store.codebooks()] == [(1, first), (2, second), (3, first)]


def test_a_codebook_kept_before_it_could_hold_boundaries_actors_and_notes_is_read(store: Store, run: str) -> None:
    """Its body has no such fields; nothing is made up for them."""
    codebook = Codebook("3" * 32, (Question("q", "What now?"),), (Proposition("p", "Allow it", "q"),))
    body = asdict(codebook)
    for name in ("terms", "actors", "notes"):
        del body[name]
    for name in ("boundaries_in", "boundaries_out"):
        del body["propositions"][0][name]
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute("INSERT INTO codebooks VALUES (1, ?, ?, ?, 'now')", (codebook.id, json.dumps(body), run))
    assert store.codebook() == codebook


def test_parents_and_dates_survive(store: Store, run: str) -> None:
    made = extraction(published=None)
    outer, inner = made.statements
    nested = replace(made, statements=(outer, replace(inner, parent=outer.id)))
    store.add(nested, run=run, pipeline=PIPELINE)
    assert store.statement(inner.id).statement.parent == outer.id
    assert store.statement(outer.id).day == date(2024, 9, 10)
    assert store.statement(inner.id).day is None


def test_the_query_in_the_documentation_runs(store: Store, run: str) -> None:
    store.add(extraction(), run=run, pipeline=PIPELINE)
    page = (Path(__file__).parent.parent / "docs" / "reference" / "storage.md").read_text(encoding="utf-8")
    query = page.split("```sql\n")[1].split("```")[0]
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute(query).fetchall() == [
            ("2024-09-12", "Joe Biden", "We should allow […] the strikes now,"),
            ("2024-09-12", "A senior official", "Russia would escalate"),
        ]
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    shadows = {name for name in tables if "_search_" in name}
    assert {name for name in tables - shadows - {"alembic_version"} if f"`{name}`" not in page} == set()
