"""What is asked of a store and what it gives back: frozen values that know no SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeAlias, TypeVar

from whipcount.model import (
    JSON,
    Codebook,
    CoderKind,
    Coding,
    Document,
    Form,
    SpeakerKind,
    Stance,
    Statement,
    TermKind,
)

Order: TypeAlias = Literal["day", "-day", "confidence", "-confidence", "text"]
Added: TypeAlias = Literal["stored", "duplicate", "new_version"]
Outcome: TypeAlias = Literal["stored", "duplicate", "new_version", "rejected"]
IdentityAction: TypeAlias = Literal["merge", "split", "rename", "undo"]
Verdict: TypeAlias = Literal["accept", "reject", "undo"]

ORDERS: tuple[Order, ...] = ("day", "-day", "confidence", "-confidence", "text")
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "undo")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements are wanted, and in which order; None means that a field does not narrow.

    ``speaker`` is an actor key or a name in any case, ``actor`` an actor key. With ``proposition``, only statements
    that have a coding for it are listed, and ``stance`` and ``min_probability`` are about that coding; without it,
    about any current coding. ``min_probability`` bounds the probability of the coded stance, ``min_confidence``
    that of the extraction. ``since`` and ``until`` are inclusive and compare the last day on which the statement
    can have been said, else the day of publication. ``text`` is a query as a user types it: words, "phrases",
    prefix*; it is never a syntax error. ``term`` is the name or acronym of a term that they mention, in any case.
    ``rejected`` None lists rejected statements among the others. Statements of replaced document versions are left out
    unless ``superseded`` is true or ``document`` names their version.

    ``order``: ``-day`` newest first; ``confidence`` least certain first; ``text`` by document and place in it.
    """

    document: str | None = None
    speaker: str | None = None
    actor: str | None = None
    proposition: str | None = None
    stance: Stance | None = None
    min_probability: float | None = None
    outlet: str | None = None
    kind: SpeakerKind | None = None
    form: Form | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    term: str | None = None
    reviewed: bool | None = None
    rejected: bool | None = None
    min_confidence: float | None = None
    superseded: bool = False
    order: Order = "-day"


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are wanted: whose text holds the words, of an outlet, published by a day; None does not narrow.

    Documents without a day are left out where a day is asked for.
    """

    text: str | None = None
    outlet: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A stretch of a listing, and how many items the whole listing has."""

    items: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with what is known of its document, its review and its current codings.

    ``quotation`` is cut out of the stored text now. ``verified`` is False when the words there are not those that
    were stored; then ``quotation`` and ``context`` are empty, for nothing may be shown as said. ``context`` is the
    sentence or sentences around the content, starting at offset ``context_start``. ``codings`` holds the current
    coding of each proposition. ``sightings`` counts the statements of its speech event, itself included. ``actor_key``
    is the actor whose it is now, after merges and splits; ``actor_name`` the name that a person gave that actor.
    ``behalf_key`` is the actor on whose behalf it was said, None where the store knows no such actor. ``terms`` are
    the names of the terms that its content or source mentions. ``corrected_by`` is who corrected or added it, None for
    one as the machine found it.
    """

    statement: Statement
    document_id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: date | None
    byline: str | None
    quotation: str
    verified: bool
    context: str
    context_start: int
    codings: tuple[Coding, ...]
    reviewed: bool
    rejected: bool
    superseded: bool
    event: str | None
    sightings: int
    actor_key: str
    terms: tuple[str, ...] = ()
    actor_name: str | None = None
    behalf_key: str | None = None
    corrected_by: str | None = None

    @property
    def day(self) -> date | None:
        """Day that orders the statement in time: the last day it can have been said, else publication."""
        return self.statement.said_on.end if self.statement.said_on else self.published


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document version.

    ``statements`` counts its current, not rejected statements. ``version_of`` is the version that it replaced,
    ``superseded_by`` the one that replaced it. ``copies`` are other current documents in which one of its
    utterances was sighted. ``verified`` is False when the text is not the one that was stored.
    """

    document: Document
    statements: int
    version_of: str | None
    superseded_by: str | None
    copies: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor: its most used name, its latest known role, and its current, not rejected statements.

    ``first`` and ``last`` are the days of its earliest and latest statement.
    """

    key: str
    name: str
    kind: SpeakerKind
    role: str | None
    party: str | None
    statements: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term under the name that it has between documents, with its current, not rejected statements.

    ``documents`` counts the documents that these stand in.
    """

    name: str
    kind: TermKind
    acronym: str | None
    statements: int
    documents: int


@dataclass(frozen=True, slots=True)
class Change:
    """A judgement about who is who.

    ``merge`` makes ``actors`` one, under ``into``; ``split`` gives ``statements`` of ``actors[0]`` to the new actor
    ``into``; ``rename`` names ``actors[0]``; ``undo`` takes back the entry ``undoes``. ``name`` names the result.
    """

    action: IdentityAction
    actors: tuple[str, ...] = ()
    into: str | None = None
    name: str | None = None
    statements: tuple[str, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class IdentityEvent:
    """A change as the ledger keeps it.

    ``names`` are what its actors were called then, in the same order; ``undone_by`` is the entry that took it back.
    """

    number: int
    at: str
    change: Change
    names: tuple[str, ...]
    coder: str
    note: str
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would do, before it is made: nothing of this is kept.

    ``moves`` are the statements that would change hands: id, actor before, actor after. ``before`` and ``after`` are
    the actors concerned, each with its number of statements.
    """

    change: Change
    moves: tuple[tuple[str, str, str], ...]
    before: tuple[ActorRow, ...]
    after: tuple[ActorRow, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """Two actors that may or may not be one; ``reason`` says what speaks against it."""

    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class CoderRow:
    """How many current, not rejected statements a coder coded against one proposition."""

    coder: str
    kind: CoderKind
    proposition: str
    statements: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A coding with the document that its statement stands in."""

    document: str
    coding: Coding


@dataclass(frozen=True, slots=True)
class LearnedHead:
    """A learned head: the name of the coder that it makes, the shipped model that it sits on, its weights as JSON."""

    coder: str
    base: str
    body: str


@dataclass(frozen=True, slots=True)
class HeadEvent:
    """The switching on (``apply``) or off (``undo``) of a learned head; ``on`` says whether it is on today.

    ``report`` is what cross-validation said of the head before it was first switched on.
    """

    number: int
    action: Literal["apply", "undo"]
    coder: str
    report: Mapping[str, JSON]
    by: str
    at: datetime
    on: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """How many statements a person coded as ``human`` and the machine as ``machine`` against a proposition."""

    proposition: str
    human: Stance
    machine: Stance
    statements: int


@dataclass(frozen=True, slots=True)
class LogRow:
    """What became of one input in one run. ``size`` is in bytes; ``document`` is the id it gave or repeated."""

    given_id: str
    outcome: Outcome
    stage: str | None
    reason: str | None
    detail: str | None
    raw_sha256: str | None
    size: int | None
    at: datetime
    run: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of a command. ``ended`` is None while it runs, or when it was cut off."""

    id: str
    command: str
    settings: Mapping[str, JSON]
    started: datetime
    ended: datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program was answered under a key: ``status`` and ``body`` are None while the answer is being made."""

    fingerprint: str
    status: int | None
    body: str | None


@dataclass(frozen=True, slots=True)
class CodebookRow:
    """A codebook as it was put in force; ``number`` counts from 1, and the highest one is in force."""

    number: int
    codebook: Codebook
    run: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """Current statements that are judged against a proposition.

    ``by_people`` are those where a person's judgement holds. ``coders`` counts the judgements in force of each model
    and wording. ``human_codings`` is how many judgements people ever made, those of superseded statements
    and of minds changed since included.
    """

    statements: int
    by_people: int
    coders: Mapping[str, int]
    human_codings: int


@dataclass(frozen=True, slots=True)
class Status:
    """Counts over the whole store.

    ``documents``, ``statements`` and ``actors`` are current ones; ``superseded`` are document versions that were
    replaced. ``duplicates`` and ``rejected`` count inputs that never gave a document and ended so the last time.
    ``codings_human`` and ``codings_model`` count all codings ever made. ``reviewed`` and ``rejected_statements`` count
    current statements.
    """

    path: str
    schema_version: str
    documents: int
    superseded: int
    duplicates: int
    rejected: int
    statements: int
    actors: int
    codings_human: int
    codings_model: int
    reviewed: int
    rejected_statements: int
    codebook: str | None
    runs: int
