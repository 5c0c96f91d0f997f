"""``Store``: what the rest of the program may ask; each method is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa

from whipcount.model import JSON, Codebook, CodedStatement, Coding, Extraction, Rejected
from whipcount.store import (
    answers,
    catalogue,
    coded,
    facets,
    heads,
    identity,
    integrity,
    journal,
    judged,
    ledger,
    named,
    opening,
    preview,
    reading,
    sqlite,
    touching,
    writing,
)
from whipcount.store.checks import check_extraction
from whipcount.store.facets import Tally
from whipcount.store.outlines import Outline, Silent, Spoken
from whipcount.store.overseeing import Overseeing
from whipcount.store.records import (
    ActorRow,
    Added,
    Answer,
    Change,
    ChangePreview,
    Checked,
    CodebookRow,
    CoderRow,
    Collision,
    DocumentFilter,
    DocumentRow,
    HeadEvent,
    IdentityEvent,
    Judged,
    Judgement,
    LearnedHead,
    LogRow,
    Page,
    RunRow,
    StatementFilter,
    StatementRow,
    Status,
    TermRow,
)
from whipcount.store.summing import Summing

# Codings written in one transaction: short enough that a reviewer never waits for a model's run.
_CODINGS_AT_ONCE = 400


def open_store(
    target: str | Path,
    *,
    create: bool = True,
    busy_seconds: float = opening.BUSY_SECONDS,
    query_seconds: float | None = None,
) -> Store:
    """Open the store at a path or ``sqlite:///`` URL; make it, or bring its schema up to date, where needed.

    Args:
        target: A file path or a URL.
        create: Whether to make a store where there is none.
        busy_seconds: How long to wait for another program that is writing.
        query_seconds: How long one query may take before it is cut off; None for as long as it takes.

    Raises:
        UsageError: The target is not a file or a URL of one.
        StoreError: No store there, not a store, from a newer whipcount, or not writable.
    """
    path = opening.path_of(target)
    return Store(path, opening.engine_at(path, create=create, busy_seconds=busy_seconds, query_seconds=query_seconds))


class Store(Overseeing, Summing):
    """A record of who said what, kept so that each quotation is offsets into a stored text. Use ``open_store``."""

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        self.path = path
        self._engine = engine

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the store can be used again and then opens it again."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Generator[sa.Connection]:
        with sqlite.errors_told(str(self.path)), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Generator[sa.Connection]:
        engine = self._engine.execution_options(**{sqlite.BEGIN: "IMMEDIATE"})
        with sqlite.errors_told(str(self.path)), engine.begin() as connection:
            yield connection

    # Runs and inputs

    def begin_run(self, command: str, settings: Mapping[str, JSON]) -> str:
        """Write down that a command starts; the id of its run."""
        with self._writing() as connection:
            return journal.begin_run(connection, command, settings)

    def end_run(self, run: str, *, counts: Mapping[str, int]) -> None:
        """Write down that a run is done, with what it counted."""
        with self._writing() as connection:
            journal.end_run(connection, run, counts)

    def outcome_of(self, given_id: str, raw_sha256: str, pipeline: str) -> str | None:
        """What became of these bytes under this name and pipeline: stored, duplicate, ``rejected:<reason>``, None."""
        with self._reading() as connection:
            return writing.outcome_of(connection, given_id, raw_sha256, pipeline)

    def add(self, extraction: Extraction, *, run: str, pipeline: str, size: int | None = None) -> Added:
        """Store a document with its statements, all or nothing; ``size`` is that of its input in bytes.

        Adding it again changes nothing. Another text under the same URL (else the same given id) is a new version;
        the statements of the old one stay, superseded. The same document from another pipeline gets that pipeline's
        statements beside the old ones.

        Raises:
            IntegrityError: Its ids, text or spans do not hold together.
            OffsetError: A span does not lie inside the text.
        """
        check_extraction(extraction)
        with self._writing() as connection:
            return writing.add(connection, extraction, writing.Origin(run, pipeline), size=size)

    def reject(self, rejected: Rejected, *, run: str, pipeline: str) -> None:
        """Write down an input that gave nothing, and why."""
        with self._writing() as connection:
            writing.reject(connection, rejected, writing.Origin(run, pipeline))

    def skip(self, given_id: str, raw_sha256: str, *, run: str, pipeline: str, size: int | None = None) -> None:
        """Write down an input that was left alone because ``outcome_of`` knew it: a duplicate, or rejected again."""
        with self._writing() as connection:
            writing.skip(connection, given_id, raw_sha256, writing.Origin(run, pipeline), size=size)

    def log(self, *, run: str | None = None, problems_only: bool = False, limit: int | None = None) -> list[LogRow]:
        """Every input with its outcome and reason, newest first."""
        with self._reading() as connection:
            return catalogue.log(connection, run=run, problems_only=problems_only, limit=limit)

    def runs(self) -> list[RunRow]:
        """Every run, newest first."""
        with self._reading() as connection:
            return catalogue.run_rows(connection)

    # Codebook, codings and reviews

    def put_codebook(self, codebook: Codebook, *, run: str) -> bool:
        """Put a codebook in force; True if it is another one than before."""
        with self._writing() as connection:
            return journal.put_codebook(connection, codebook, run=run)

    def codebook(self) -> Codebook | None:
        """The codebook in force, None before there is one."""
        with self._reading() as connection:
            return journal.codebook(connection)

    def codebooks(self) -> list[CodebookRow]:
        """Every codebook that was ever put in force, oldest first."""
        with self._reading() as connection:
            return journal.codebook_rows(connection)

    def judged(self, proposition: str) -> Judged:
        """How many current statements are judged against a proposition, and by whom."""
        with self._reading() as connection:
            return coded.judged(connection, proposition)

    def judged_of(self, proposition: str, actors: Sequence[str] | None = None) -> dict[str, int]:
        """How many current statements of each actor are judged against a proposition; of some actors, or of all."""
        with self._reading() as connection:
            return coded.judged_of(connection, proposition, actors)

    def uncoded(self, proposition: str, coder: str) -> Iterator[CodedStatement]:
        """Current statements that this coder has not judged against the proposition, in the order they were added."""
        return self._streamed(proposition, without=coder)

    def count_uncoded(self, proposition: str, coder: str) -> int:
        """How many statements ``uncoded`` gives, as long as no text was changed behind the store's back."""
        with self._reading() as connection:
            return len(coded.numbers(connection, proposition, without=coder))

    def coded_statements(self, proposition: str) -> Iterator[CodedStatement]:
        """Current, not rejected statements, each with the coding that holds for the proposition, None if uncoded."""
        return self._streamed(proposition, without=None)

    def sided_statements(
        self, proposition: str, actors: Sequence[str] | None = None, where: StatementFilter | None = None
    ) -> Iterator[CodedStatement]:
        """Those of ``coded_statements`` that can count towards a position, which are few where many are read.

        Of all actors, or of some, with what is sighted beside theirs; and only what a filter lists.
        """
        with self._reading() as connection:
            numbers = coded.taking_part(connection, proposition, actors, where)
        return self._batches(numbers, proposition)

    def outlines(self, proposition: str, ids: Collection[str]) -> list[Outline]:
        """Those of ``sided_statements`` with these ids, without any of their words."""
        with self._reading() as connection:
            return coded.outlines(connection, proposition, ids)

    def silent_statements(self, proposition: str, actors: Sequence[str] | None = None) -> list[Silent]:
        """Those that take no side, as far as the machine can tell, and that nobody judged."""
        with self._reading() as connection:
            return coded.silent(connection, proposition, actors)

    def coded_by_number(self, proposition: str, numbers: Sequence[int]) -> Iterator[CodedStatement]:
        """Statements by their numbers, each with its coding for the proposition."""
        return self._batches(numbers, proposition)

    def coded_by_id(self, proposition: str, ids: Sequence[str]) -> Iterator[CodedStatement]:
        """Statements by their ids, in the order of the articles, each with its coding for the proposition."""
        with self._reading() as connection:
            numbers = coded.numbers_of(connection, ids)
        return self._batches(numbers, proposition)

    def current_actors(self, proposition: str, keys: Sequence[str]) -> dict[str, str]:
        """Whom the keys of persons and organisations stand for now, where they have a part in the proposition."""
        with self._reading() as connection:
            return coded.current_actors(connection, proposition, keys)

    def keys_touched(self, since: int | None) -> tuple[int, frozenset[str] | None]:
        """The latest change, and the keys of those whom a write after an earlier one may concern; None for all."""
        with self._reading() as connection:
            return touching.latest(connection), touching.keys_after(connection, since)

    def _streamed(self, proposition: str, *, without: str | None) -> Iterator[CodedStatement]:
        with self._reading() as connection:
            numbers = coded.numbers(connection, proposition, without=without)
        return self._batches(numbers, proposition)

    def _batches(self, numbers: Sequence[int], proposition: str) -> Iterator[CodedStatement]:
        """Batch by batch, so that no transaction stays open while the caller works on what it got."""
        for start in range(0, len(numbers), reading.BATCH):
            with self._reading() as connection:
                batch = coded.batch(connection, numbers[start : start + reading.BATCH], proposition)
            yield from batch

    def add_codings(self, codings: Iterable[Coding], *, run: str | None = None, after: int | None = None) -> int:
        """Append codings; how many said something new. A person's newest coding wins over any model's.

        Raises:
            StoreError: A coding of a statement that is not in the store.
            UsageError: A stance, coder or probability that is none.
            ConflictError: A statement was judged after the entry ``after`` (``judged_up_to``).
        """
        added = 0
        remaining = iter(codings)
        while batch := list(islice(remaining, _CODINGS_AT_ONCE)):
            with self._writing() as connection:
                added += ledger.add_codings(connection, batch, run=run, after=after)
        return added

    def codings(self, statement_id: str) -> list[Coding]:
        """All codings of a statement, oldest first."""
        with self._reading() as connection:
            return ledger.history(connection, statement_id)

    def judged_up_to(self, statement_id: str) -> int:
        """Number of the ledger's latest entry about a statement, 0 where there is none."""
        with self._reading() as connection:
            return ledger.judged_up_to(connection, statement_id)

    def change_actors(self, change: Change, *, coder: str, note: str = "") -> int | None:
        """Merge, split, rename or undo; the number of the ledger's entry, None where it would change nothing.

        Raises:
            UsageError: A change that nobody can have meant.
            StoreError: There is no such actor or statement.
            ConflictError: There is nothing to undo.
        """
        with self._writing() as connection:
            return identity.record(connection, change, coder=coder, note=note)

    def preview_change(self, change: Change) -> ChangePreview:
        """What a change of actors would do; nothing of it is kept. Raises what ``change_actors`` raises."""
        with self._writing() as connection:
            return preview.preview(connection, change)

    def actor_changes(self, actor: str | None = None) -> list[IdentityEvent]:
        """Merges, splits, renames and undoings, oldest first: all, or those that concern an actor."""
        with self._reading() as connection:
            return identity.history(connection, actor)

    def set_clusters(
        self, found: Mapping[tuple[str, str], tuple[str, str]], doubts: Mapping[tuple[str, str], str]
    ) -> None:
        """Replace which mentions are one actor: (key, document) to (actor, reason); and the pairs left in doubt."""
        with self._writing() as connection:
            identity.set_clusters(connection, found, doubts)

    def collisions(self) -> list[Collision]:
        """Pairs of actors that may or may not be one, for a person to look at."""
        with self._reading() as connection:
            return catalogue.collisions(connection)

    def coders(self) -> list[CoderRow]:
        """Who coded how many current, not rejected statements against each proposition."""
        with self._reading() as connection:
            return judged.coders(connection)

    def models_of(self, proposition: str, statement_ids: Collection[str]) -> set[str]:
        """Labels of the models whose codings of these statements hold."""
        with self._reading() as connection:
            return judged.models_of(connection, proposition, statement_ids)

    def judgements(self, labels: Sequence[str], *, proposition: str | None = None) -> list[Judgement]:
        """The newest coding by each of these coders of each current, not rejected statement, oldest first."""
        with self._reading() as connection:
            return judged.judgements(connection, labels, proposition)

    def checked(self, where: StatementFilter | None = None, *, actors: Sequence[str] | None = None) -> list[Checked]:
        """How people and the machine coded the statements that both coded: of all, or of a filter and some actors."""
        with self._reading() as connection:
            return judged.checked(connection, where, actors)

    def verdicts(self) -> tuple[int, int]:
        """How many current statements a person accepted as extracted, and how many a person rejected."""
        with self._reading() as connection:
            return judged.verdicts(connection)

    def apply_head(self, head: LearnedHead, *, report: Mapping[str, JSON], coder: str) -> None:
        """Keep a learned head and switch it on: from now on no other head's codings count."""
        with self._writing() as connection:
            heads.apply(connection, head, report=report, coder=coder)

    def undo_head(self, *, coder: str) -> LearnedHead:
        """Switch off the head in force, and on the one before it; raises ``ConflictError`` where none is on."""
        with self._writing() as connection:
            return heads.undo(connection, coder=coder)

    def head_in_force(self) -> LearnedHead | None:
        """The learned head that is switched on."""
        with self._reading() as connection:
            return heads.in_force(connection)

    def head_events(self) -> list[HeadEvent]:
        """Every switching on and off of learned heads, oldest first."""
        with self._reading() as connection:
            return heads.history(connection)

    def set_events(self, events: Mapping[str, str]) -> None:
        """Replace the speech events (statement id to event id) that sightings are counted by."""
        with self._writing() as connection:
            coded.set_events(connection, events)

    # Listings

    def statements(
        self, where: StatementFilter | None = None, *, limit: int | None = 50, offset: int = 0
    ) -> Page[StatementRow]:
        """Statements that the filter lists, and how many there are in all."""
        with self._reading() as connection:
            return reading.page(connection, where or StatementFilter(), limit=limit, offset=offset)

    def spoken(self, where: StatementFilter) -> list[Spoken]:
        """Who said the statements that the filter lists, without any of their words."""
        with self._reading() as connection:
            return reading.spoken(connection, where)

    def statement_ids(self, where: StatementFilter | None = None) -> list[str]:
        """Ids of all statements that the filter lists, in its order."""
        with self._reading() as connection:
            return reading.ids(connection, where or StatementFilter())

    def statement(self, id: str) -> StatementRow:  # noqa: A002  # the word of the interface
        """One statement, superseded ones included.

        Raises:
            StoreError: No such statement.
        """
        with self._reading() as connection:
            return reading.one(connection, id)

    def statement_rows(self, ids: Sequence[str]) -> list[StatementRow]:
        """Statements by their ids, in their order; raises ``StoreError`` where one is not there."""
        with self._reading() as connection:
            return reading.several(connection, ids)

    def stretch(self, where: StatementFilter, *, limit: int, offset: int) -> list[StatementRow]:
        """The items of ``statements``, for whoever knows how many there are in all."""
        with self._reading() as connection:
            return reading.stretch(connection, where, limit=limit, offset=offset)

    def facets(self, where: StatementFilter | None = None) -> dict[str, list[tuple[str, int]]]:
        """Values of outlet, stance, kind, form, speaker, reviewed and term among the listed statements, with counts."""
        return self.tally(where or StatementFilter()).facets()

    def tally(self, where: StatementFilter, earlier: Tally | None = None) -> Tally:
        """The listed statements, counted; from an earlier count of the same list, where there is one."""
        with self._reading() as connection:
            made = facets.listed(connection, where, earlier.listed.change if earlier else None)
        return earlier.updated(made) if earlier else facets.tallied(made)

    def document(self, id: str) -> DocumentRow:  # noqa: A002  # the word of the interface
        """One document version.

        Raises:
            StoreError: No such document.
        """
        with self._reading() as connection:
            return catalogue.document(connection, id)

    def documents(
        self,
        *,
        limit: int | None = 50,
        offset: int = 0,
        text: str | None = None,
        outlet: str | None = None,
        until: date | None = None,
    ) -> Page[DocumentRow]:
        """Current documents, newest first; of those whose text holds the words, of an outlet, published by a day."""
        asked = DocumentFilter(text, outlet, until)
        with self._reading() as connection:
            return catalogue.document_page(connection, asked, limit=limit, offset=offset)

    def actors(self, *, limit: int | None = None, offset: int = 0) -> Page[ActorRow]:
        """Actors, those with the most statements first."""
        with self._reading() as connection:
            return catalogue.actor_page(connection, limit=limit, offset=offset)

    def actor_names(self, limit: int) -> list[str]:
        """What the actors with the most statements are called, to choose from."""
        with self._reading() as connection:
            return catalogue.names(connection, limit)

    def terms(self, *, limit: int | None = None, offset: int = 0) -> Page[TermRow]:
        """Terms that current statements mention, those with the most statements first."""
        with self._reading() as connection:
            return named.page(connection, limit=limit, offset=offset)

    def term_called(self, name: str) -> str | None:
        """What the term with this name or acronym is listed as; None where there is none, or several."""
        with self._reading() as connection:
            return named.called(connection, name)

    def terms_mentioned(self, statement_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The names of the terms that each statement mentions, by its id."""
        with self._reading() as connection:
            return named.names_by_id(connection, statement_ids)

    def join_terms(self) -> None:
        """Find again which names are one term between documents."""
        with self._writing() as connection:
            named.join(connection)

    def actor(self, key: str) -> ActorRow:
        """One actor.

        Raises:
            StoreError: No actor with this key has current, not rejected statements.
        """
        with self._reading() as connection:
            return catalogue.actor(connection, key)

    def current_actor(self, key: str) -> str:
        """The actor that one with this key is now: itself, or the one that it was merged into."""
        with self._reading() as connection:
            return identity.current(connection, key)

    def status(self) -> Status:
        """Counts over the whole store."""
        with self._reading() as connection:
            return catalogue.status(connection, str(self.path))

    # Requests that may be sent twice

    def begin_answer(self, caller: str, key: str, fingerprint: str) -> Answer | None:
        """What was answered under this key, or is being answered; None where it is new, and now to be answered."""
        with self._writing() as connection:
            return answers.begin(connection, caller, key, fingerprint)

    def keep_answer(self, caller: str, key: str, given: tuple[int, str] | None) -> None:
        """Keep status and body given under a key for a day; None forgets the key."""
        with self._writing() as connection:
            answers.keep(connection, caller, key, given)

    # Care

    def verify(self) -> list[str]:
        """What does not match its own evidence, a sentence for each thing; empty when the store is sound."""
        with self._reading() as connection:
            found = integrity.problems(connection)
        with self._writing() as connection:  # SQLite checks a search index only for a writer
            return [*found, *sqlite.search_problems(connection)]

    def rebuild(self) -> None:
        """Make all that is derived again: current codings, reviews, standing, search."""
        with self._writing() as connection:
            integrity.rebuild(connection)
