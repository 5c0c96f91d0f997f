"""Statements in a few words, for what goes through very many of them: each has what one purpose needs, no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from whipcount.model import Form, SpeakerKind, Stance, Statement


@dataclass(frozen=True, slots=True)
class Outline:
    """What a list of statements is narrowed, ordered and counted by; ``probability`` is that of the coded stance."""

    id: str
    day: date | None
    stance: Stance
    probability: float
    outlet: str | None
    form: Form
    kind: SpeakerKind
    speaker: str
    confidence: float
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """A statement that takes no side, as far as the machine can tell: which it is, whose, and when it was said."""

    number: int
    id: str
    actor: str
    day: date | None
    event: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who said a statement and when; ``statement`` is without its spans."""

    statement: Statement
    document_id: str
    day: date | None
