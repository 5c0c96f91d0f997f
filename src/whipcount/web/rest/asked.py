"""What the API takes: filters, pages, and the bodies of requests. A field that it does not know is refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from whipcount.model import Form, SpeakerKind, Stance
from whipcount.store.records import Order, Verdict

NOTE_CHARACTERS = 500
MOST_ITEMS = 500
_LARGEST_OFFSET = 10_000_000


# A store keeps no NUL, and pydantic lets no lone surrogate in.
_TEXT = r"^[^\x00]*$"


def _iso(value: object) -> object:
    """A day in ISO form only; pydantic would take a number of seconds, too."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("write a day as 2024-09-12")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="An id: 32 hexadecimal digits.")]
Words = Annotated[str, Field(min_length=1, max_length=200, pattern=_TEXT)]
Note = Annotated[str, Field(max_length=NOTE_CHARACTERS, pattern=_TEXT)]


class Query(BaseModel):
    """A query string."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paging(Query):
    """Which stretch of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = 50
    offset: Annotated[int, Field(ge=0, le=_LARGEST_OFFSET)] = 0


class DocumentQuery(Paging):
    """Which documents."""

    text: Words | None = None


class ActorQuery(Paging):
    """Which actors."""

    kind: SpeakerKind | None = None


class StatementQuery(Paging):
    """Which statements, as on the page of statements."""

    document: Id | None = None
    actor: Words | None = None
    speaker: Words | None = None
    proposition: Words | None = None
    stance: Stance | None = None
    kind: SpeakerKind | None = None
    form: Form | None = None
    outlet: Words | None = None
    term: Words | None = None
    text: Words | None = None
    since: Day | None = None
    until: Day | None = None
    reviewed: bool | None = None
    rejected: bool | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    order: Order = "-day"


class StandQuery(Paging):
    """Where everybody stands on a proposition, at the end of a day."""

    proposition: Words
    at: Day | None = None


class LogQuery(Paging):
    """Which inputs."""

    problems: bool = False


class Body(BaseModel):
    """The body of a request."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class NewJudgement(Body):
    """A judgement to record."""

    proposition: Words
    stance: Stance
    argument: Words | None = None
    condition: Words | None = None
    note: Note = ""


class NewReview(Body):
    """A verdict on a statement as it was extracted."""

    verdict: Verdict
    note: Note = ""


def _different(items: list[str]) -> list[str]:
    if len(set(items)) < len(items):
        raise ValueError("each one once")
    return items


_Once = (AfterValidator(_different), Field(json_schema_extra={"uniqueItems": True}))
Actor = Annotated[str, Field(min_length=1, max_length=400, pattern=_TEXT)]


class Merge(Body):
    """Make several actors one: under ``into``, which is one of them or the name of the result."""

    action: Literal["merge"]
    actors: Annotated[list[Actor], Field(min_length=2, max_length=100), *_Once]
    into: Actor | None = None
    note: Note = ""


class Rename(Body):
    """Name an actor."""

    action: Literal["rename"]
    actor: Actor
    name: Words
    note: Note = ""


class Split(Body):
    """Give statements of an actor to a new one."""

    action: Literal["split"]
    actor: Actor
    statements: Annotated[list[Id], Field(min_length=1, max_length=MOST_ITEMS), *_Once]
    name: Words
    note: Note = ""


def _whole(value: object) -> object:
    """JSON tells no whole number from one with a zero behind the point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Undo(Body):
    """Take a change back, by its number."""

    action: Literal["undo"]
    number: Annotated[int, Field(ge=1, le=2**53), BeforeValidator(_whole)]
    note: Note = ""


NewActorChange = Annotated[Merge | Rename | Split | Undo, Field(discriminator="action")]
