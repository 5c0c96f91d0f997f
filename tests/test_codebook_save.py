"""A codebook is saved with the record or not at all, never over somebody else's change, and the history says who."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.store_values import dump
from support.trams import ENGINES, STATEMENTS, judged
from whipcount.coding import parse_codebook
from whipcount.errors import CodebookError, ConflictError, StoreError, UsageError
from whipcount.project import code
from whipcount.project.codebook_file import (
    CodebookFile,
    Draft,
    Proposal,
    draft_of,
    draft_text,
    open_codebook_file,
    propose,
    save_codebook,
)
from whipcount.store import Store, open_store

BOOK = """\
# agreed on 3 May
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build   # keep this id
        text: The city should build the tram
        for: [She wants it.]
        against: [He does not.]
      # rides
      - {id: free, text: Rides should cost nothing, for: [Free it.], against: [Charge.]}
"""


@pytest.fixture
def store(project: Path) -> Iterator[Store]:
    (project / "codebook.yaml").write_text(BOOK)
    with open_store(judged(project, BOOK)) as opened:
        yield opened


@pytest.fixture
def path(project: Path) -> Path:
    return project / "codebook.yaml"


def reworded(file: CodebookFile, words: str = "The city should build two trams") -> str:
    assert file.text is not None
    draft = draft_of(parse_codebook(file.text))
    question = draft.questions[0]
    first = replace(question.propositions[0], text=words)
    question = replace(question, propositions=(first, *question.propositions[1:]))
    return draft_text(Draft((question,)), file.text)


def proposed(store: Store, path: Path) -> tuple[CodebookFile, Proposal]:
    file = open_codebook_file(path)
    return file, propose(store, file, reworded(file), ENGINES.coder)


def test_what_it_would_do_is_told_before_anything_is_written(store: Store, path: Path) -> None:
    before = dump(store.path)
    _, proposal = proposed(store, path)
    assert (proposal.errors, proposal.comments, proposal.to_judge) == ((), (), 2 * STATEMENTS)
    assert [(c.kind, c.part, c.before, c.after) for c in proposal.changes] == [
        ("reworded", "proposition", "The city should build the tram", "The city should build two trams")
    ]
    assert "-        text: The city should build the tram" in proposal.lines
    assert path.read_text() == BOOK
    assert dump(store.path) == before


def test_saving_writes_the_file_the_record_and_the_history(store: Store, path: Path) -> None:
    path.chmod(0o640)
    file, proposal = proposed(store, path)
    number = save_codebook(store, file, proposal, coder="edna", note="as agreed")
    assert path.read_text() == BOOK.replace("build the tram\n", "build two trams\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    left = {one.name for one in path.parent.iterdir() if not one.name.startswith("whipcount.db")}
    assert left == {"a.jsonl", "codebook.yaml"}
    assert store.codebook() == parse_codebook(path.read_text())
    entry = store.entry(number)
    assert (entry.kind, entry.subject, entry.coder, entry.note, entry.action) == (
        "codebook", "codebook", "edna", "as agreed", "change"
    )  # fmt: skip
    assert entry.changes == (
        ("proposition reworded [build]", "The city should build the tram", "The city should build two trams"),
    )
    assert entry.undoable
    assert store.history(subject="codebook").items == (entry,)
    assert store.runs()[0].command == "codebook"
    assert store.verify() == []
    assert code(store, ENGINES) == 2 * STATEMENTS


def test_a_file_that_was_changed_meanwhile_is_not_written_over(store: Store, path: Path) -> None:
    file, proposal = proposed(store, path)
    theirs = BOOK.replace("# rides", "# rides, since 2020")
    path.write_text(theirs)
    before = dump(store.path)
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        save_codebook(store, file, proposal, coder="edna")
    assert path.read_text() == theirs
    path.unlink()
    with pytest.raises(ConflictError):
        save_codebook(store, file, proposal, coder="edna")
    assert not path.exists()
    assert dump(store.path) == before


def test_a_first_file_is_made_unless_there_is_one_by_then(store: Store, path: Path) -> None:
    path.unlink()
    file = open_codebook_file(path)
    assert (file.text, file.stamp, file.codebook) == (None, "", None)
    book = store.codebook()
    assert book is not None
    proposal = propose(store, file, draft_text(draft_of(book), None, book), ENGINES.coder)
    assert (proposal.changes, proposal.to_judge) == ((), 0)
    path.write_text(BOOK)
    with pytest.raises(ConflictError):
        save_codebook(store, file, proposal, coder="edna")
    path.unlink()
    save_codebook(store, file, proposal, coder="edna")
    assert parse_codebook(path.read_text()) == book
    assert store.history(subject="codebook").items[0].changes == (("comments and layout", None, "changed"),)
    assert len(store.codebooks()) == 1, "the same codebook is no new version"


def test_a_codebook_with_errors_is_told_and_not_saved(store: Store, path: Path) -> None:
    file = open_codebook_file(path)
    proposal = propose(store, file, reworded(file, ""), ENGINES.coder)
    (error,) = proposal.errors
    assert (error.line, error.message) == (7, "'text' is empty; write it or leave the key out.")
    assert (proposal.codebook, proposal.impact) == (None, None)
    with pytest.raises(CodebookError, match="has errors"):
        save_codebook(store, file, proposal, coder="edna")
    assert path.read_text() == BOOK


def test_nobody_or_a_folder_without_rights_changes_nothing(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, proposal = proposed(store, path)
    before = dump(store.path)
    with pytest.raises(UsageError, match="names no coder"):
        save_codebook(store, file, proposal, coder=" ")

    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("whipcount.interchange.atomic.tempfile.mkstemp", full)
    with pytest.raises(UsageError, match="cannot be written: No space left"):
        save_codebook(store, file, proposal, coder="edna")
    assert path.read_text() == BOOK
    assert dump(store.path) == before


def test_where_the_record_cannot_be_kept_the_file_gets_its_old_text_back(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, proposal = proposed(store, path)
    change = Store.change_codebook

    def fails_at_the_end(self: Store, *given: Any, **named: Any) -> int:
        change(self, *given, **named)
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "change_codebook", fails_at_the_end)
    with pytest.raises(StoreError, match="disk is full"):
        save_codebook(store, file, proposal, coder="edna")
    assert path.read_text() == BOOK


def test_a_mark_at_the_beginning_and_line_breaks_of_another_system_stay(store: Store, path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + BOOK.replace("\n", "\r\n").encode())
    file, proposal = proposed(store, path)
    save_codebook(store, file, proposal, coder="edna")
    expected = BOOK.replace("build the tram\n", "build two trams\n").replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected.encode()


def test_an_entry_about_a_codebook_that_is_not_kept_is_refused(store: Store) -> None:
    from sqlalchemy.exc import IntegrityError

    from whipcount.store import ledger

    for subject, becomes in (("codebook", "f" * 32), ("other", store.codebooks()[0].codebook.id)):
        with pytest.raises(IntegrityError, match="what is stored"), store._engine.begin() as connection:
            ledger.append(connection, "codebook", [(subject, {"becomes": becomes})])


def test_a_store_from_before_is_brought_up_to_date(store: Store, project: Path) -> None:
    """Judgements of another wording, which the earlier schema let count, count no longer."""
    store.put_codebook(parse_codebook(BOOK.replace("build the tram", "have a tram")), run=store.begin_run("test", {}))
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE codings SET current = 1")
        for table in ("wordings", "progress", "view_events", "touched", "summed_up", "summaries"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    store.close()
    with open_store(project / "whipcount.db") as opened:
        assert opened.judged("build").statements == opened.judged("free").statements == 0
        assert opened.verify() == []
        assert code(opened, ENGINES) == 2 * STATEMENTS
