"""``Reviewing``: the part of ``Store`` by which people judge, correct and take back; each method is one transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

import sqlalchemy as sa

from whipcount.model import JSON, Codebook
from whipcount.store import corrections, fixes, history, journal, ledger, verdicts
from whipcount.store.records import Page, Verdict
from whipcount.store.revisions import Bulk, CodebookChange, Correction, DocumentFix, HistoryEntry


class Reviewing(ABC):
    """What people do to the record: nothing of it is ever lost, and each of it can be undone."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[sa.Connection]: ...

    @abstractmethod
    def _writing(self) -> AbstractContextManager[sa.Connection]: ...

    def review(
        self,
        statement_id: str,
        verdict: Verdict,
        *,
        coder: str,
        note: str = "",
        audit: int | None = None,
        after: int | None = None,
    ) -> None:
        """Accept or reject a statement, or undo the verdict that stands; a rejected one leaves positions and counts.

        ``audit`` is the number of the bulk action whose sample is checked.

        Raises:
            StoreError: No such statement.
            ConflictError: There is nothing to undo, or it was judged after the entry ``after``.
        """
        with self._writing() as connection:
            ledger.check_unchanged(connection, statement_id, after)
            verdicts.review(connection, statement_id, verdict, verdicts.Judged(coder, note, audit=audit))

    def review_many(
        self, statement_ids: Sequence[str], verdict: Verdict, *, coder: str, asked: Mapping[str, JSON]
    ) -> int:
        """Accept or reject many statements as one action, with a sample to check; the action's number.

        ``asked`` is the filter that gave them, kept with the action.

        Raises:
            UsageError: No statements, or ``undo``.
            StoreError: One of them is not stored.
        """
        with self._writing() as connection:
            return verdicts.review_many(connection, statement_ids, verdict, verdicts.Judged(coder), asked=dict(asked))

    def bulks(self) -> list[Bulk]:
        """Every bulk action with its audit, newest first."""
        with self._reading() as connection:
            return verdicts.bulks(connection)

    def bulk(self, number: int) -> Bulk:
        """One bulk action.

        Raises:
            ConflictError: There is none with this number.
        """
        with self._reading() as connection:
            return verdicts.bulk(connection, number)

    def correct_statement(self, correction: Correction, *, coder: str, note: str = "") -> int | None:
        """Put a person's statement in place of another, or beside the others; the entry's number, None if unchanged.

        The spans are checked against the stored text. The judgements on the statement before go along.

        Raises:
            StoreError: No such statement or document.
            ConflictError: It was replaced meanwhile, or what it becomes stands already.
            IntegrityError: Its id is not the hash of its spans.
            OffsetError: A span does not lie inside the text.
        """
        with self._writing() as connection:
            return corrections.record(connection, correction, coder=coder, note=note)

    def correct_document(self, fix: DocumentFix, *, coder: str, note: str = "") -> int | None:
        """Put a person's version of a document in force; the entry's number, None where nothing changes.

        Raises:
            StoreError: No such document.
            ConflictError: It was replaced meanwhile.
            IntegrityError: The ids of the document or its statements are not the hashes of what they name.
            OffsetError: A span does not lie inside the text.
        """
        with self._writing() as connection:
            return fixes.record(connection, fix, coder=coder, note=note)

    def change_codebook(self, codebook: Codebook, change: CodebookChange, *, publish: Callable[[], None]) -> int:
        """Put a person's codebook in force and keep who changed what; the number of the entry.

        ``publish`` is called last, and where it fails nothing is kept: so a file and the record change together.

        Raises:
            UsageError: It names no coder.
            ConflictError: It takes back a change that cannot be taken back now.
        """
        with self._writing() as connection:
            number = journal.change_codebook(connection, codebook, change)
            publish()
            return number

    def codebook_before(self, number: int) -> Codebook:
        """The codebook that taking back a change of it would put in force.

        Raises:
            ConflictError: It is no change of the codebook, was taken back, or a later codebook stands on it.
        """
        with self._reading() as connection:
            return journal.codebook_before(connection, number)

    def history(
        self, *, subject: str | None = None, coder: str | None = None, limit: int | None = 50, offset: int = 0
    ) -> Page[HistoryEntry]:
        """What people changed, newest first: all, or what concerns a statement or document, or by one coder."""
        with self._reading() as connection:
            return history.page(connection, history.Asked(subject, coder), limit=limit, offset=offset)

    def entry(self, number: int) -> HistoryEntry:
        """One change by a person.

        Raises:
            ConflictError: There is no change with this number.
        """
        with self._reading() as connection:
            return history.entry(connection, number)

    def reply(self, statement_id: str, text: str, *, name: str) -> int:
        """Keep what somebody who is named by a statement says of it; the number of the entry.

        Raises:
            UsageError: No text, or no name.
            StoreError: No such statement.
        """
        with self._writing() as connection:
            return history.reply(connection, statement_id, text, name=name)

    def undo(self, number: int, *, coder: str, note: str = "") -> None:
        """Take one change back, by one more entry.

        Raises:
            UsageError: It is a change of the codebook; see ``change_codebook``.
            ConflictError: No such change, it was taken back before, or a later one builds on it.
        """
        with self._writing() as connection:
            history.undo(connection, number, coder=coder, note=note)
