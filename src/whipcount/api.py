"""The Python interface: ``whipcount.extract`` and ``whipcount.open``.

It mirrors the command line. What it gives back is the same frozen values that the stages pass on, and tables with the
same columns as ``whipcount export``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, overload

from whipcount.coding import codebook_from_proposition, load_codebook
from whipcount.config import Settings, load_settings
from whipcount.errors import InputError, UsageError
from whipcount.evaluate.agreement import Comparison, compare
from whipcount.evaluate.estimate import Estimates, estimates
from whipcount.interchange.columns import Cell, records
from whipcount.interchange.tables import to_pandas, to_polars
from whipcount.model import Codebook, Coding, Document, Extraction, Position, Stance, document_id
from whipcount.network import Network, NetworkSettings
from whipcount.pipeline import extract as extract_document
from whipcount.project import (
    BuildReport,
    Engines,
    Gain,
    Learned,
    ReviewCandidate,
    build,
    check,
    correct,
    count,
    learn,
    next_to_review,
    unlearn,
)
from whipcount.project.arguments import ArgumentTable, arguments
from whipcount.project.identity import merge_change, rename_change, split_change, undo_change
from whipcount.project.network import network_of
from whipcount.project.profile import Profile, profile
from whipcount.project.proposals import Proposal, matcher, propose
from whipcount.register import register_for
from whipcount.store import Store, open_store
from whipcount.store.records import ActorRow, StatementFilter, StatementRow

if TYPE_CHECKING:
    import pandas
    import polars


def extract(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    given_id: str = "text",
    engines: Engines | None = None,
) -> Extraction:
    """Find who says what, when, in one article.

    Args:
        text: The article; offsets in the result count its code points.
        published: Day of publication, or its ISO form; days such as "Tuesday" are counted from it.
        title: Headline, where it is not part of the text.
        outlet: The publisher.
        given_id: Your name for it.
        engines: The models; the shipped ones by default.
    Returns:
        The document with its blocks, and its statements in text order.
    Raises:
        InputError: There is no text.
        UsageError: ``published`` is not a date.
    """
    if not text.strip():
        raise InputError(f"{given_id}: there is no text to read.", given_id=given_id, reason="empty")
    day = _day(published)
    document = Document(
        id=document_id(text, title=title, published=day, outlet=outlet, given_id=given_id),
        given_id=given_id,
        text=text,
        raw_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=title,
        outlet=outlet,
        published=day,
        published_from="flag" if day else None,
    )
    engines = engines or _shipped(Settings().threads)
    return extract_document(document, engines.reader, register=engines.register)


def open(target: str | Path, *, create: bool = False, engines: Engines | None = None) -> Record:  # noqa: A001  # whipcount.open
    """Open the record at a path or database URL.

    Args:
        target: As ``--store`` takes it.
        create: Make one where there is none.
        engines: The models that ``build`` calls; the shipped ones by default.
    Raises:
        StoreError: There is none, or it cannot be used.
    """
    return Record(open_store(target, create=create), load_settings(store=str(target)), engines)


class Rows(Sequence[StatementRow]):
    """Statements, as a sequence of values or as a table with one row for each statement and proposition."""

    def __init__(self, items: Sequence[StatementRow], propositions: Sequence[str] | None = None) -> None:
        self._items = tuple(items)
        self._propositions = propositions

    @overload
    def __getitem__(self, index: int) -> StatementRow: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> StatementRow | Rows:
        if isinstance(index, slice):
            return Rows(self._items[index], self._propositions)
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def to_records(self) -> list[dict[str, Cell]]:
        """A dictionary for each table row."""
        return list(records(self._items, self._propositions))

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame; needs ``pip install 'whipcount[pandas]'``."""
        return to_pandas(self._items, self._propositions)

    def to_polars(self) -> polars.DataFrame:
        """A polars frame; needs ``pip install 'whipcount[polars]'``."""
        return to_polars(self._items, self._propositions)


class Record:
    """A store with what can be asked of it; a context manager. ``open`` makes it."""

    def __init__(self, store: Store, settings: Settings, engines: Engines | None = None) -> None:
        self.store = store
        self.settings = settings
        self._engines = engines

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def build(
        self,
        *sources: str | Path,
        codebook: str | Path | Codebook | None = None,
        proposition: str | None = None,
        published: date | str | None = None,
    ) -> BuildReport:
        """Read sources, find who says what and code it; again costs nothing. See ``whipcount build``."""
        engines = self._engines or replace(_shipped(self.settings.threads), register=register_for(self.settings))
        chosen = _codebook(codebook, proposition)
        return build(sources, self.store, chosen, self.settings, published=_day(published), engines=engines)

    def statements(self, **where: Any) -> Rows:
        """All statements, newest first, or those that fields of ``StatementFilter`` choose.

        Raises:
            UsageError: There is no such field.
        """
        unknown = where.keys() - set(StatementFilter.__slots__)
        if unknown:
            fields = ", ".join(StatementFilter.__slots__)
            raise UsageError(f"Statements cannot be chosen by {', '.join(sorted(unknown))}. Fields: {fields}.")
        wanted = StatementFilter(**where)
        chosen = None if wanted.proposition is None else (wanted.proposition,)
        return Rows(self.store.statements(wanted, limit=None).items, chosen)

    def positions(self, *, proposition: str | None = None, at: date | str | None = None) -> tuple[Position, ...]:
        """Where everybody stands; see ``whipcount positions``."""
        return count(self.store, self.settings, proposition=proposition, at=_day(at)).positions

    def network(self, **settings: Any) -> Network:
        """Who is tied to whom or to what, by the fields of ``NetworkSettings``; see ``whipcount network``.

        Raises:
            UsageError: There is no such field, or the combination has no meaning.
        """
        unknown = settings.keys() - set(NetworkSettings.__slots__)
        if unknown:
            fields = ", ".join(NetworkSettings.__slots__)
            raise UsageError(f"A network has no setting {', '.join(sorted(unknown))}. Settings: {fields}.")
        return network_of(self.store, self.settings, NetworkSettings(**settings))

    def arguments(self, *, proposition: str | None = None) -> tuple[ArgumentTable, ...]:
        """Who gives which of the codebook's arguments; see ``whipcount arguments``."""
        return arguments(self.store, self.settings, proposition=proposition)

    def propose_arguments(self, *, proposition: str | None = None) -> tuple[Proposal, ...]:
        """New arguments, from what takes a side and gives none of the codebook's, for you to name."""
        engines = self._engines or _shipped(self.settings.threads)
        return propose(self.store, self.settings, matcher(engines.coder), proposition=proposition)

    def agreement(self, *coders: str, proposition: str | None = None) -> Comparison:
        """How far coders agree, and where they do not; see ``whipcount agreement``."""
        return compare(self.store, coders, proposition=proposition)

    def estimates(self) -> Estimates:
        """How often the machine is right here, by the statements that a person coded too."""
        return estimates(self.store)

    def next_to_review(self, *, proposition: str | None = None, limit: int = 50) -> tuple[ReviewCandidate, ...]:
        """The statements whose review would move the count most; see ``whipcount review --next``."""
        return next_to_review(self.store, self.settings, proposition=proposition, limit=limit)

    def learning_gain(self) -> Gain:
        """What learning from people's judgements would bring, by cross-validation; see ``whipcount learn --check``."""
        return check(self.store, (self._engines or _shipped(self.settings.threads)).coder)

    def learn(self, *, anyway: bool = False) -> Learned:
        """Learn from people's judgements and switch it on; see ``whipcount learn --apply``."""
        engines = self._engines or _shipped(self.settings.threads)
        return learn(self.store, engines.coder, by=self.settings.coder, anyway=anyway)

    def unlearn(self) -> str:
        """Switch off what was learned last; the name of the coder that it was. See ``whipcount learn --undo``."""
        engines = self._engines or _shipped(self.settings.threads)
        return unlearn(self.store, engines.coder, by=self.settings.coder)[0]

    def actors(self) -> tuple[ActorRow, ...]:
        """Who speaks, those with the most statements first."""
        return self.store.actors().items

    def actor(self, actor: str) -> Profile:
        """What is known of an actor, by key, beginning of a key, or name; see ``whipcount actors show``."""
        return profile(self.store, actor)

    def merge(self, *actors: str, into: str | None = None, note: str = "") -> int | None:
        """Make several actors one; the number of the change, None where they are one already.

        Raises:
            UsageError: A name that nobody has, or several.
        """
        change = merge_change(self.store, actors, into)
        return self.store.change_actors(change, coder=self.settings.coder, note=note)

    def split(self, actor: str, name: str, statements: Sequence[str], *, note: str = "") -> int | None:
        """Give statements of an actor, by their ids, to a new one; the number of the change."""
        change = split_change(self.store, actor, statements, name)
        return self.store.change_actors(change, coder=self.settings.coder, note=note)

    def rename(self, actor: str, name: str, *, note: str = "") -> int | None:
        """Call an actor by another name; the number of the change."""
        return self.store.change_actors(rename_change(self.store, actor, name), coder=self.settings.coder, note=note)

    def undo(self, number: int | None = None, *, note: str = "") -> int | None:
        """Take back a merge, split or rename, the latest that stands by default; the number of the undoing."""
        return self.store.change_actors(undo_change(self.store, number), coder=self.settings.coder, note=note)

    def correct(
        self,
        statement: str,
        proposition: str,
        stance: Stance,
        *,
        argument: str | None = None,
        condition: str | None = None,
        note: str = "",
    ) -> Coding:
        """Record your own judgement, which wins over the model's.

        ``argument`` is the id of the codebook's argument that is given, or ``other``, ``condition`` the words of the
        statement that state one; left out, those that stand there for the same stance are kept.
        """
        return correct(
            self.store, statement, proposition, stance,
            coder=self.settings.coder, note=note, argument=argument, condition=condition,
        )  # fmt: skip


@cache
def _shipped(threads: int) -> Engines:
    """The shipped models, opened once in a process."""
    return Engines.shipped(Settings(threads=threads))


def _codebook(codebook: str | Path | Codebook | None, proposition: str | None) -> Codebook | None:
    if codebook is not None and proposition is not None:
        raise UsageError("A codebook and a proposition exclude each other. Leave one out.")
    if proposition is not None:
        return codebook_from_proposition(proposition)
    return load_codebook(codebook) if isinstance(codebook, str | Path) else codebook


def _day(value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is not a date. Write it as year-month-day, such as 2024-09-12.") from error
