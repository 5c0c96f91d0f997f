"""What the API gives: the shapes of its description, filled from the values of the store."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from whipcount.model import (
    BlockKind,
    CoderKind,
    Evidence,
    Form,
    Kept,
    Precision,
    Side,
    SpeakerKind,
    Stance,
    Tone,
)
from whipcount.store.records import IdentityAction, Outcome

T = TypeVar("T")
Probability = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """A value of the API: every field is there, and no other."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class PageOf(Shape, Generic[T]):
    """A stretch of a list. ``next`` is the address of the next one, null at the end."""

    total: Count
    items: list[T]
    next: str | None


class Problem(Shape):
    """What went wrong (RFC 9457). ``id`` is in the server's log."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    id: str


class Place(Shape):
    """A piece of a document's text, half-open, in Unicode code points."""

    start: Count
    end: Count


class Whom(Shape):
    """Whom a statement is attributed to. ``actor`` is the key under which the statement counts now."""

    actor: str
    name: str | None
    kind: SpeakerKind
    as_written: str
    on_behalf_of: str | None
    role: str | None
    party: str | None
    rule: str
    confidence: Probability
    ambiguous: bool


class Days(Shape):
    """When a statement was said: on a day in these, both included."""

    start: date
    end: date
    precision: Precision
    rule: str


class Judgement(Shape):
    """One coder's judgement of a statement against a proposition."""

    proposition: str
    coder: str
    coder_kind: CoderKind
    stance: Stance
    relevant: Probability
    scores: dict[str, Probability]
    condition: Place | None
    argument: str | None
    argument_spans: list[Place]
    evidence: list[Evidence]
    tone: list[Tone]
    kept: list[Kept]
    note: str
    created: datetime | None


class InDocument(Shape):
    """The document that a statement stands in."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: date | None
    byline: str | None


class StatementShape(Shape):
    """A statement. ``quotation`` and ``context`` are cut out of the stored text now, and empty unless ``verified``.

    ``version`` counts what was recorded about it; with a person's judgement it grows.
    """

    id: str
    version: Count
    document: InDocument
    form: Form
    source: list[Place]
    cue: list[Place]
    content: list[Place]
    quotation: str
    verified: bool
    context: str
    context_start: Count
    speaker: Whom
    said_on: Days | None
    confidence: Probability
    reviewed: bool
    rejected: bool
    superseded: bool
    event: str | None
    sightings: Count
    terms: list[str]
    codings: list[Judgement]


class BlockShape(Place):
    """A block of a document's text."""

    kind: BlockKind


class DocumentShape(Shape):
    """A document version, without its text."""

    id: str
    given_id: str
    title: str | None
    outlet: str | None
    url: str | None
    byline: str | None
    published: date | None
    published_from: str | None
    statements: Count
    copies: list[str]
    version_of: str | None
    superseded_by: str | None
    verified: bool


class DocumentText(DocumentShape):
    """A document version with its text, to which all offsets refer."""

    text: str
    blocks: list[BlockShape]


class ActorShape(Shape):
    """An actor, with its statements counted."""

    key: str
    name: str
    kind: SpeakerKind
    role: str | None
    party: str | None
    statements: Count
    first: date | None
    last: date | None


class ShiftShape(Shape):
    """A change of an actor's side on a proposition."""

    actor: str
    actor_key: str
    proposition: str
    date: date
    from_side: Side
    to_side: Side
    statements: list[str]
    tentative: bool


class PositionShape(Shape):
    """Where an actor stands on a proposition, and the statements behind that, the latest first."""

    actor: str
    actor_key: str
    kind: SpeakerKind
    affiliation: str | None
    proposition: str
    stance: Literal["support", "oppose", "conditional", "noncommittal", "mixed"]
    lean: Side
    since: date | None
    latest: date | None
    confidence: Probability
    reviewed_share: Probability
    statements: list[str]
    sightings: Count


class RunShape(Shape):
    """One run of a command; ``ended`` is null while it runs, or where it was cut off."""

    id: str
    command: str
    started: datetime
    ended: datetime | None
    counts: dict[str, int]


class LogShape(Shape):
    """What became of one input of a run."""

    given_id: str
    outcome: Outcome
    stage: str | None
    reason: str | None
    detail: str | None
    raw_sha256: str | None
    size: int | None
    at: datetime
    run: str
    document: str | None


class ArgumentShape(Shape):
    """A reason for or against a proposition."""

    id: str
    text: str
    side: Literal["pro", "con"]


class QuestionShape(Shape):
    """A policy question."""

    id: str
    text: str


class PropositionShape(Shape):
    """What one can be for or against."""

    id: str
    text: str
    question: str
    definition: str
    synonyms: list[str]
    examples_for: list[str]
    examples_against: list[str]
    boundaries_in: list[str]
    boundaries_out: list[str]
    arguments: list[ArgumentShape]


class CodebookShape(Shape):
    """The codebook in force; ``id`` is the hash of its content, empty where there is none."""

    id: str
    questions: list[QuestionShape]
    propositions: list[PropositionShape]


class ActorChangeShape(Shape):
    """A merge, split, rename or undoing, as the ledger keeps it."""

    number: Count
    at: datetime
    action: IdentityAction
    actors: list[str]
    names: list[str]
    into: str | None
    name: str | None
    statements: list[str]
    undoes: int | None
    coder: str
    note: str
    undone_by: int | None


class Recorded(Shape):
    """That a judgement was recorded; ``version`` is the statement's after it."""

    statement: str
    version: Count
    coder: str


class Changed(Shape):
    """That actors were changed; ``number`` is the ledger's entry, null where nothing was to be changed."""

    number: int | None
    coder: str


class MemberShape(Shape):
    """An account with its role in this project."""

    name: str
    role: Literal["reader", "coder", "editor", "admin"]
    disabled: bool
    second_factor: bool


class Me(Shape):
    """Who asks: the account, and what it may do here. Without accounts, the name in the settings, as admin."""

    name: str
    role: Literal["reader", "coder", "editor", "admin"]
    project: str | None
    token: str | None
