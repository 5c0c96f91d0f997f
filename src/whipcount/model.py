"""The values that pass between stages: frozen, typed, and knowing nothing else of ours.

Offsets are half-open ``[start, end)`` counts of Unicode code points into ``Document.text``. A role made of several
pieces is a tuple of spans in text order. Ids are content hashes over length-prefixed fields, so running twice gives
the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

BlockKind = Literal["headline", "byline", "dateline", "body", "subheading", "caption", "credit", "promo"]
Form = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "organisation", "group", "anonymous", "writer", "none"]
Precision = Literal["day", "range", "week", "month", "year"]
Stance = Literal["support", "oppose", "conditional", "noncommittal", "none"]
CoderKind = Literal["human", "model"]
Kept = Literal["argument", "condition"]
Evidence = Literal["expert", "study", "anecdote", "precedent"]
Tone = Literal["rhetorical_question", "irony"]
Side = Literal["for", "leaning_for", "undecided", "leaning_against", "against"]
ShiftKind = Literal["hardening", "softening", "reversal", "conditional"]
TermKind = Literal["equipment", "law", "treaty", "agency", "programme", "other"]
FactKind = Literal["role", "organisation", "party", "country"]
FactOrigin = Literal["text", "register"]
Stage = Literal["read", "segment", "terms", "attribute", "resolve", "when", "code", "store"]

STANCES: tuple[Stance, ...] = ("support", "oppose", "conditional", "noncommittal", "none")
OTHER = "other"  # a person's word for an argument that is none of the codebook's
SIDES: tuple[Side, ...] = ("for", "leaning_for", "undecided", "leaning_against", "against")
GAP = " […] "  # stands between the pieces of a quotation, so that they are never read as one
CONTEXT_LENGTH = 32  # code points kept before and after a span, so that it can be found again in a changed article


class Span(NamedTuple):
    """Half-open ``[start, end)`` in code points of ``Document.text``."""

    start: int
    end: int


Spans: TypeAlias = tuple[Span, ...]


def content_id(kind: str, *fields: str) -> str:
    """Hash length-prefixed fields to a 32-digit hexadecimal id.

    The length prefix keeps ``("ab", "c")`` and ``("a", "bc")`` apart.

    >>> content_id("x", "ab", "c") == content_id("x", "a", "bc")
    False
    """
    digest = hashlib.sha256()
    for part in (kind, *fields):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Block:
    """One run of a document's text with a part in its layout; blocks tile the text without overlap, in order."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read.

    ``text`` is the decoded input itself for plain text and JSONL. ``published`` is the local calendar day of
    publication, ``published_from`` where that day came from (``flag``, ``record``, ``json-ld``, ``meta``, ``time``,
    ``url``, ``htmldate``, ``filename``). ``raw_sha256`` is the hash of the bytes of this record, ``given_id`` the id
    of the input record or its path. ``size`` is the number of those bytes,
    known while the input is read.
    """

    id: str
    given_id: str
    text: str
    raw_sha256: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    published_from: str | None = None
    metadata: Mapping[str, JSON] = field(default_factory=dict)
    size: int | None = field(default=None, compare=False)
    blocks: tuple[Block, ...] = ()
    sentences: Spans = ()


def document_id(text: str, *, title: str | None, published: date | None, outlet: str | None, given_id: str) -> str:
    """Id of a document version: its text and what the input says of it."""
    day = published.isoformat() if published else ""
    return content_id("document", text, title or "", day, outlet or "", given_id)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that gave no document, or a document that gave no statements because a stage failed.

    ``reason`` is one of ``errors.REASONS``; ``detail`` says in a sentence what was wrong and what to do.
    """

    given_id: str
    stage: Stage
    reason: str
    detail: str
    raw_sha256: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (``source``) says (``cue``) what (``content``), as spans.

    ``parent`` is the position, in the same document's list, of the attribution that this one is nested in.
    ``confidence`` is a probability in [0, 1].
    """

    source: Spans
    cue: Spans
    content: Spans
    form: Form
    confidence: float
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a speaker was on the day of the statement, and who says so.

    From the text, ``evidence`` is where it says so; from the register, ``entry`` is the entry's id, and ``since`` and
    ``until`` are the days of the term that held.
    """

    kind: FactKind
    value: str
    origin: FactOrigin
    evidence: Spans = ()
    entry: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of the register that a name may stand for, with the probability that it does."""

    actor: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source span names. ``name`` is the fullest form the document gives, None where nobody is named.

    ``evidence`` are the spans that the name and role were taken from; ``rule`` is the name of the rule that fired.
    ``actor`` is the id in the register, when linked, and ``candidates`` holds it with its probability; where the name
    may stand for several entries, they are the ``candidates`` and ``actor`` is None. ``behalf_actor`` is the entry
    that ``on_behalf_of`` names. ``facts`` are what the speaker was on the day; ``role`` and ``party`` are the first of
    their kind among them.
    """

    name: str | None
    kind: SpeakerKind
    as_written: str
    on_behalf_of: str | None = None
    role: str | None = None
    party: str | None = None
    evidence: Spans = ()
    rule: str = ""
    confidence: float = 0.0
    actor: str | None = None
    behalf_actor: str | None = None
    candidates: tuple[Candidate, ...] = ()
    facts: tuple[Fact, ...] = ()

    def fact(self, kind: FactKind) -> str | None:
        """What the text says of the speaker, else the register, for the day of the statement."""
        return next((fact.value for fact in self.facts if fact.kind == kind), None)

    @property
    def country(self) -> str | None:
        """The country on whose side of an office or a description the speaker stands."""
        return self.fact("country")

    @property
    def organisation(self) -> str | None:
        """The body that the speaker's role is in."""
        return self.fact("organisation")

    @property
    def ambiguous(self) -> bool:
        """Whether the name may stand for several entries of the register, and was linked to none."""
        return self.actor is None and bool(self.candidates)


@dataclass(frozen=True, slots=True)
class SaidOn:
    """When it was said: a closed interval of days, with the expression that says so and the rule that fired."""

    start: date
    end: date
    precision: Precision
    evidence: Spans
    rule: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution with its resolved speaker and date. ``parent`` is the id of the enclosing statement."""

    id: str
    document_id: str
    source: Spans
    cue: Spans
    content: Spans
    form: Form
    speaker: Speaker
    said_on: SaidOn | None
    confidence: float
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A named weapon system, law, treaty, agency or programme, with every place where the document names it.

    ``name`` is the fullest form that the document gives, or the list of terms that it is in; ``acronym`` its short form
    in capitals. ``mentions`` are in text order; ``evidence`` is where the text says what the term is: the definition of
    its acronym, the words beside the name, else its first mention. ``confidence`` is a probability in [0, 1].
    """

    name: str
    kind: TermKind
    acronym: str | None
    mentions: Spans
    evidence: Spans
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term that somebody listed, with the other names it goes by."""

    name: str
    kind: TermKind
    aliases: tuple[str, ...] = ()


def statement_id(document: str, attribution: Attribution) -> str:
    """Id of a statement: its document version and its spans."""
    roles = (attribution.source, attribution.cue, attribution.content)
    return content_id("statement", document, *(",".join(f"{s}-{e}" for s, e in spans) for spans in roles))


@dataclass(frozen=True, slots=True)
class Extraction:
    """What ``extract`` makes of one document."""

    document: Document
    statements: tuple[Statement, ...]
    terms: tuple[Term, ...] = ()


def terms_of(statement: Statement, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that a statement mentions in its content or source, in the order of ``terms``."""
    pieces = (*statement.content, *statement.source)
    return tuple(
        term for term in terms if any(a <= start and end <= b for start, end in term.mentions for a, b in pieces)
    )


def quote(text: str, spans: Iterable[Span], gap: str = GAP) -> str:
    """The words at ``spans``, pieces set apart by a visible gap mark; never joined into one string.

    >>> quote("We will. He said: go.", (Span(0, 8), Span(18, 21)))
    'We will. […] go.'
    """
    return gap.join(text[start:end] for start, end in spans)


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason for (``side`` pro) or against (con) a proposition."""

    id: str
    text: str
    side: Literal["pro", "con"]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What one can be for or against (Discourse Network Analyzer calls it a concept).

    ``boundaries_in`` and ``boundaries_out`` tell people what still counts as being about it and what no longer does;
    no model reads them.
    """

    id: str
    text: str
    question: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    examples_for: tuple[str, ...] = ()
    examples_against: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    boundaries_in: tuple[str, ...] = ()
    boundaries_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A policy question: a heading over propositions."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of interest: somebody whose position the codebook's author wants to know."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """Questions, propositions, the user's own terms and actors of interest; ``id`` is the hash of their content.

    ``notes`` is what its author wants to remember: who agreed to it, what this version changes and why.
    """

    id: str
    questions: tuple[Question, ...]
    propositions: tuple[Proposition, ...]
    terms: tuple[KnownTerm, ...] = ()
    actors: tuple[KnownActor, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's judgement of one statement against one proposition.

    ``relevant`` is the probability that the statement is about the proposition; ``scores`` gives a probability to
    every stance and sums to 1 (a human coding puts 1 on its stance). ``stance`` is the highest-scoring one. ``kept``
    names what a person who was not asked for it left as it stood: it is shown, and is no judgement of theirs.
    ``argument_spans`` is where the argument stands, ``evidence`` what kinds of it the statement names, ``tone`` why it
    may not be meant as it stands; the machine tells them by the words, whoever judges the stance.
    """

    statement_id: str
    proposition: str
    coder: str
    coder_kind: CoderKind
    stance: Stance
    relevant: float
    scores: Mapping[Stance, float]
    condition: Span | None = None
    argument: str | None = None
    note: str = ""
    created: datetime | None = None
    kept: tuple[Kept, ...] = ()
    argument_spans: Spans = ()
    evidence: tuple[Evidence, ...] = ()
    tone: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedStatement:
    """A statement with what is known of its document, and its current coding for one proposition.

    ``coding`` prefers a human; ``event`` groups the sightings of one utterance in several documents.
    ``quotation`` is the words at ``statement.content`` and is derived from the stored text, never stored itself.
    ``actor`` is whose it is after clustering, merges and splits, None where that was not asked; ``actor_name`` is the
    name that a person gave that actor.
    """

    statement: Statement
    quotation: str
    published: date | None
    outlet: str | None
    title: str | None
    coding: Coding | None
    reviewed: bool = False
    event: str | None = None
    actor: str | None = None
    actor_name: str | None = None

    @property
    def day(self) -> date | None:
        """Day that orders the statement in time: the last day it can have been said, else publication."""
        return self.statement.said_on.end if self.statement.said_on else self.published

    @property
    def actor_key(self) -> str:
        """Which actor's the statement is."""
        return self.actor or actor_key(self.statement.speaker, self.statement.document_id)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a statement makes its stance depend on: the words at ``span`` of its document, as they stand there."""

    statement: str
    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of an actor's side; tentative until a second statement or a review confirms it.

    ``kind`` is reversal (from one side to the other), conditional (a clear condition decides), hardening (nearer to
    the end of a side) or softening (away from it). ``condition`` is what the new side depends on, where that is known.
    """

    date: date
    from_side: Side
    to_side: Side
    statements: tuple[str, ...]
    tentative: bool
    kind: ShiftKind = "reversal"
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Belief:
    """Probability in [0, 1] of each stance that an actor may hold at the end of a day; the four sum to 1."""

    day: date
    support: float
    oppose: float
    conditional: float
    noncommittal: float


@dataclass(frozen=True, slots=True)
class Held:
    """A side that an actor held from a day on, with the statements that put it there.

    ``outlet`` carried the first of them; ``reviewed`` says whether a person has coded or accepted one.
    """

    since: date
    side: Side
    statements: tuple[str, ...]
    outlet: str | None
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Position:
    """What an actor's statements on one proposition add up to, at a time.

    ``stance`` adds ``mixed`` to the stances: clear statements for and against on the same latest day.
    ``confidence`` and ``reviewed_share`` are in [0, 1]; ``statements`` are ids, latest first; ``sightings`` counts
    documents, copies included. ``path`` has every side that was held, oldest first, unclear ones included; it is empty
    where no statement has a day. ``party``, ``country`` and ``role`` are the latest that are known.
    """

    actor: str
    actor_key: str
    kind: SpeakerKind
    affiliation: str | None
    proposition: str
    stance: Literal["support", "oppose", "conditional", "noncommittal", "mixed"]
    lean: Side
    since: date | None
    latest: date | None
    confidence: float
    reviewed_share: float
    statements: tuple[str, ...]
    sightings: int
    shifts: tuple[Shift, ...] = ()
    path: tuple[Held, ...] = ()
    party: str | None = None
    country: str | None = None
    role: str | None = None


def actor_key(speaker: Speaker, document: str) -> str:
    """Which statements count as one actor's.

    Persons and organisations with the same folded name are one actor everywhere. Groups and anonymous sources are
    never merged across documents: "a senior official" in two articles may be two people.
    """
    if speaker.actor:
        return speaker.actor
    name = _key_name(speaker.name or speaker.as_written or "?")
    if speaker.kind in ("person", "organisation"):
        return content_id("actor", speaker.kind, name)
    return content_id("actor", speaker.kind, name, document)


def behalf_keys(speaker: Speaker) -> tuple[str, ...]:
    """Keys of the actors that ``on_behalf_of`` may name: the register's entry, or whoever has the name."""
    if not speaker.on_behalf_of:
        return ()
    name = _key_name(speaker.on_behalf_of)
    by_name = tuple(content_id("actor", kind, name) for kind in ("organisation", "person"))
    return (speaker.behalf_actor, *by_name) if speaker.behalf_actor else by_name


def _key_name(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")
