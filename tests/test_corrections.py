"""A person's corrections stand at once, are held to the stored text, survive a newer pipeline and can be taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from support.store_values import ARTICLE, PIPELINE, behind_the_back, coding, document, extraction, find, statement
from whipcount.errors import ConflictError, IntegrityError, OffsetError, StoreError, UsageError
from whipcount.interchange.columns import records
from whipcount.model import Extraction, Span
from whipcount.project.corrections import StatementChange, add_statement, correct_document, correct_statement
from whipcount.project.reanchoring import DocumentChange, place
from whipcount.store import StatementFilter, Store, open_store
from whipcount.store.revisions import Correction

SAID, WARNED = (made.id for made in extraction().statements)
DOCUMENT = document().id
SMILED = find(ARTICLE, "He smiled.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "whipcount.db") as opened:
        opened.add(extraction(), run=opened.begin_run("test", {}), pipeline=PIPELINE)
        opened.add_codings([coding(SAID), coding(WARNED, "oppose")])
        yield opened
        assert opened.verify() == []
        before = [row.statement for row in opened.statements(limit=None).items]
        opened.rebuild()
        assert opened.verify() == []
        assert [row.statement for row in opened.statements(limit=None).items] == before


def listed(store: Store) -> list[str]:
    return [row.statement.id for row in store.statements(StatementFilter(order="text"), limit=None).items]


def test_other_spans_take_the_place_of_the_old_ones_with_their_judgements(store: Store) -> None:
    wider = find(ARTICLE, "“We should allow the strikes now,”")
    now = correct_statement(store, SAID, StatementChange(content=(wider,)), coder="ann", note="One piece.")
    assert listed(store) == [now, WARNED]
    row = store.statement(now)
    assert row.quotation == "“We should allow the strikes now,”"
    assert (row.reviewed, row.corrected_by) == (True, "ann")
    assert [(c.coder, c.stance) for c in row.codings] == [("model-1", "support")]
    assert store.statement(SAID).superseded
    assert [c.statement.id for c in store.coded_statements("strikes")] == [now, WARNED]
    assert [r.statement.id for r in store.statements(StatementFilter(text="allow")).items] == [now]


def test_another_speaker_keeps_the_id_and_moves_the_statement(store: Store) -> None:
    biden = store.statement(SAID).actor_key
    same = correct_statement(store, WARNED, StatementChange(speaker=biden), coder="ann")
    assert same == WARNED
    row = store.statement(WARNED)
    assert (row.actor_key, row.statement.speaker.name, row.statement.speaker.rule) == (biden, "Joe Biden", "by hand")
    assert store.actor(biden).statements == 2
    correct_statement(store, WARNED, StatementChange(speaker="Ada  Moss", kind="person"), coder="ann")
    assert store.statement(WARNED).statement.speaker.name == "Ada Moss"
    assert store.actor(biden).statements == 1


def test_another_day_orders_the_statement_anew_and_may_be_unknown(store: Store) -> None:
    day = date(2024, 9, 1)
    correct_statement(store, SAID, StatementChange(day=(day, day)), coder="ann")
    assert store.statement(SAID).day == day
    assert [r.statement.id for r in store.statements(StatementFilter(until=day)).items] == [SAID]
    correct_statement(store, SAID, StatementChange(no_day=True), coder="ann")
    assert store.statement(SAID).statement.said_on is None


def test_a_missed_statement_is_added_and_counted(store: Store) -> None:
    made = add_statement(store, DOCUMENT, StatementChange(content=(SMILED,), speaker="Joe Biden"), coder="ann")
    row = store.statement(made)
    assert (row.quotation, row.statement.form, row.statement.confidence) == ("He smiled.", "indirect", 1.0)
    assert row.actor_key == store.statement(SAID).actor_key
    assert store.status().statements == 3
    with pytest.raises(ConflictError, match="stands already"):
        add_statement(store, DOCUMENT, StatementChange(content=(SMILED,)), coder="bob")


def test_a_selection_is_tidied_and_one_of_blank_space_refused(store: Store) -> None:
    made = add_statement(
        store, DOCUMENT, StatementChange(content=(Span(SMILED.start - 1, SMILED.end + 1),)), coder="ann"
    )
    assert store.statement(made).quotation == "He smiled."
    for wrong in (Span(5, 10_000), Span(-3, 4), Span(9, 9), Span(ARTICLE.index("\n\n"), ARTICLE.index("\n\n") + 2)):
        with pytest.raises(OffsetError):
            add_statement(store, DOCUMENT, StatementChange(content=(wrong,)), coder="ann")
    with pytest.raises(UsageError, match="content"):
        add_statement(store, DOCUMENT, StatementChange(), coder="ann")


def test_a_correction_is_taken_back_by_one_more_entry(store: Store) -> None:
    now = correct_statement(store, SAID, StatementChange(content=(SMILED,)), coder="ann")
    (entry,) = [e for e in store.history().items if e.kind == "correction"]
    assert [name for name, _, _ in entry.changes] == ["content"]
    assert entry.undoable
    store.undo(entry.number, coder="bob")
    assert listed(store) == [SAID, WARNED]
    assert store.statement(now).superseded
    told = store.history(subject=SAID).items
    assert [(e.action, e.coder) for e in told if e.kind == "correction"] == [("undo", "bob"), ("edit", "ann")]
    with pytest.raises(ConflictError):
        store.undo(entry.number, coder="bob")
    again = correct_statement(store, SAID, StatementChange(content=(SMILED,)), coder="cat")
    assert again == now
    assert listed(store) == [now, WARNED]


def test_an_earlier_correction_waits_for_the_later_one(store: Store) -> None:
    correct_statement(store, SAID, StatementChange(speaker="Ada Moss"), coder="ann")
    correct_statement(store, SAID, StatementChange(no_day=True), coder="ann")
    later, earlier = (e for e in store.history().items if e.kind == "correction")
    assert (later.undoable, earlier.undoable) == (True, False)
    with pytest.raises(ConflictError):
        store.undo(earlier.number, coder="ann")
    store.undo(later.number, coder="ann")
    assert store.statement(SAID).statement.speaker.name == "Ada Moss"
    store.undo(earlier.number, coder="ann")
    assert store.statement(SAID).statement == extraction().statements[0]


def test_a_statement_that_was_corrected_meanwhile_is_not_corrected_again(store: Store) -> None:
    correct_statement(store, SAID, StatementChange(content=(SMILED,)), coder="ann")
    with pytest.raises(ConflictError, match="stands no more"):
        correct_statement(store, SAID, StatementChange(no_day=True), coder="bob")
    with pytest.raises(StoreError):
        correct_statement(store, "f" * 32, StatementChange(no_day=True), coder="bob")


def test_what_changes_nothing_is_not_written(store: Store) -> None:
    correct_statement(store, SAID, StatementChange(no_day=True), coder="ann")
    total = store.history().total
    assert store.correct_statement(Correction(store.statement(SAID).statement, SAID), coder="ann") is None
    assert store.history().total == total


@pytest.mark.parametrize("spans", [((0, 9_999),), ((8, 8),), ((-1, 4),)])
def test_a_forged_correction_is_refused_by_its_spans(store: Store, spans: tuple[tuple[int, int], ...]) -> None:
    made = replace(extraction().statements[0], content=tuple(Span(*s) for s in spans))
    with pytest.raises((OffsetError, IntegrityError)):
        store.correct_statement(Correction(made, SAID), coder="ann")
    with pytest.raises(IntegrityError, match="not the hash"):
        store.correct_statement(Correction(replace(made, content=(SMILED,)), SAID), coder="ann")


def test_an_entry_that_names_no_evidence_is_refused_by_the_file(store: Store) -> None:
    """Whoever writes to the file: the trigger holds."""
    with closing(sqlite3.connect(store.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="must name"):
        raw.execute(
            "INSERT INTO ledger SELECT length + 1, 'correction', ?, 'now', ?, head, ? FROM chain",
            (SAID, '{"action":"edit","becomes":"' + WARNED + '","extraction":"x"}', "0" * 64),
        )
    with behind_the_back(store.path) as raw:
        raw.execute("INSERT INTO corrected VALUES (?, NULL, ?, 'eve')", (SAID, WARNED))
    assert any("corrected" in problem for problem in store.verify())
    store.rebuild()


def test_a_newer_pipeline_leaves_a_persons_work_alone(store: Store) -> None:
    wider = find(ARTICLE, "“We should allow the strikes now,”")
    now = correct_statement(store, SAID, StatementChange(content=(wider,)), coder="ann")
    added = add_statement(store, DOCUMENT, StatementChange(content=(SMILED,)), coder="ann")
    store.review(WARNED, "reject", coder="ann")
    article = document()
    newer = Extraction(
        article,
        (
            statement(article, ["We should allow the strikes now"], source="Joe Biden", cue="said", name="Joe Biden"),
            statement(article, ["that Russia would escalate"], source="A senior official", kind="anonymous"),
            statement(article, ["KYIV"], source="Joe Biden", name="Joe Biden"),
        ),
    )
    store.add(newer, run=store.begin_run("test", {}), pipeline="newer")
    assert set(listed(store)) == {now, added, WARNED, newer.statements[2].id}
    assert store.statement(WARNED).rejected
    store.review(WARNED, "undo", coder="ann")
    assert newer.statements[1].id in listed(store)
    assert WARNED not in listed(store)


def test_the_table_says_who_corrected_a_row(store: Store) -> None:
    correct_statement(store, SAID, StatementChange(speaker="Ada Moss"), coder="ann")
    rows = {row["statement"]: row for row in records(store.statements(limit=None).items)}
    assert (rows[SAID]["corrected_by"], rows[WARNED]["corrected_by"]) == ("ann", None)
    assert rows[SAID]["actor"] == "Ada Moss"


def test_a_coding_is_retracted_and_the_machines_holds_again(store: Store) -> None:
    store.add_codings([coding(SAID, "oppose", coder="ann", kind="human")])
    entry = store.history().items[0]
    assert (entry.action, entry.changes) == ("coded", (("stance", "support", "oppose"),))
    store.undo(entry.number, coder="ann")
    (holds,) = store.statement(SAID).codings
    assert (holds.coder, store.statement(SAID).reviewed) == ("model-1", False)
    assert [e.action for e in store.history(subject=SAID).items] == ["undo", "coded"]


def test_another_date_makes_a_version_with_the_days_counted_anew(store: Store) -> None:
    store.review(SAID, "accept", coder="ann")
    now, lost = correct_document(store, DOCUMENT, DocumentChange(published=date(2024, 10, 10)), coder="ann")
    assert lost == ()
    assert store.document(DOCUMENT).superseded_by == now
    rows = store.statements(StatementFilter(order="text"), limit=None).items
    assert [row.quotation for row in rows] == ["We should allow […] the strikes now,", "Russia would escalate"]
    assert [row.document_id for row in rows] == [now, now]
    assert rows[0].day == date(2024, 10, 8), "the Tuesday before, four weeks after the dateline"
    assert rows[0].reviewed
    assert [c.stance for c in rows[0].codings] == ["support"]
    entry = next(e for e in store.history().items if e.kind == "document")
    assert entry.changes == (("published", "2024-09-12", "2024-10-10"),)
    store.undo(entry.number, coder="ann")
    assert listed(store) == [SAID, WARNED]
    assert (store.document(DOCUMENT).superseded_by, store.document(now).superseded_by) == (None, DOCUMENT)
    again, _ = correct_document(store, DOCUMENT, DocumentChange(published=date(2024, 10, 10)), coder="ann")
    assert again == now
    assert store.document(DOCUMENT).superseded_by == now


def test_another_text_keeps_the_statements_whose_words_it_has(store: Store) -> None:
    text = "A NEW HEADLINE\n\n" + ARTICLE.replace("Russia would escalate", "nothing would happen")
    now, lost = correct_document(store, DOCUMENT, DocumentChange(title="Corrected", text=text), coder="ann")
    assert lost == (WARNED,)
    (row,) = store.statements(StatementFilter(order="text"), limit=None).items
    assert (row.title, row.quotation, row.document_id) == ("Corrected", "We should allow […] the strikes now,", now)
    with pytest.raises(ConflictError, match="replaced"):
        correct_document(store, DOCUMENT, DocumentChange(title="Again"), coder="ann")
    with pytest.raises(UsageError, match="empty"):
        correct_document(store, now, DocumentChange(text=" \n"), coder="ann")


def test_of_several_places_the_most_similar_is_taken() -> None:
    before = "He said no to the bridge. She said yes to the road."
    after = "They said nothing. He said no to the bridge and she said yes to the road at last."
    assert place(before, after, find(before, "said")) == Span(22, 26)
    assert place(before, after, find(before, "bridge.")) is None


def test_many_are_accepted_at_once_checked_by_a_sample_and_taken_back(store: Store) -> None:
    number = store.review_many([SAID, WARNED], "accept", coder="ann", asked={"stance": "support"})
    assert store.status().reviewed == 2
    one = store.bulk(number)
    assert (one.statements, one.standing, set(one.audit.sample)) == (2, 2, {SAID, WARNED})
    store.review(WARNED, "reject", coder="bob", audit=number)
    one = store.bulk(number)
    assert (one.wrong, len(one.audit.checked), one.standing) == (1, 1, 1)
    assert [e.kind for e in store.history().items] == ["review", "bulk"], "a bulk action is one change"
    store.undo(number, coder="ann")
    assert not store.statement(SAID).reviewed
    assert store.statement(WARNED).rejected, "what was decided since stays"
    assert store.bulk(number).standing == 0
    with pytest.raises(ConflictError):
        store.undo(number, coder="ann")
