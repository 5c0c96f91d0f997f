"""What positions need to know of a reading, without the words and the sightings: small enough to keep of each.

A debate of 100,000 statements is read from its gists in a fifth of a second, from the articles in a quarter of a
minute. So pages that show a part of a debate, such as what was said by a day, work out positions from gists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from whipcount.model import CodedStatement, Condition, Form, SpeakerKind, Stance
from whipcount.readings import Direction, Reading, display_name, has_actor


class Voice(NamedTuple):
    """Who spoke, as far as a position tells of it. ``given`` is the name that a person gave the actor."""

    key: str
    given: str | None
    name: str
    kind: SpeakerKind
    party: str | None
    on_behalf_of: str | None
    country: str | None
    role: str | None


class Item(NamedTuple):
    """One of the statements of a speech event: what a part of a debate is chosen by."""

    id: str
    day: date | None
    outlet: str | None
    form: Form
    reviewed: bool


class Gist(NamedTuple):
    """A reading whose speaker has an actor. ``day`` to ``confirmed`` are as in ``Reading``.

    ``document`` holds the statement that stands for the event and was ``published`` then; ``form`` and ``reviewed`` are
    those of its statement, ``outlet`` the first that is known. Where an event has several statements, those that count
    for nothing included, ``items`` are all of them; otherwise it is empty.
    """

    id: str
    proposition: str
    voice: Voice
    day: date | None
    stance: Stance
    direction: Direction
    clear: bool
    probability: float
    confirmed: bool
    seen_in: int
    outlet: str | None
    condition: Condition | None
    document: str
    published: date | None
    form: Form
    items: tuple[Item, ...] = ()


def gist_of(reading: Reading, items: tuple[Item, ...] = ()) -> Gist:
    """The gist of a reading."""
    first = reading.sightings[0]
    speaker = reading.speaker
    voice = Voice(
        reading.actor_key, reading.actor_name, display_name(speaker), speaker.kind, speaker.party, speaker.on_behalf_of,
        speaker.country, first.statement.speaker.role,
    )  # fmt: skip
    return Gist(
        reading.id, reading.proposition, voice, reading.day, reading.stance, reading.direction, reading.clear,
        reading.probability, reading.confirmed, reading.seen_in,
        reading.outlet, reading.condition,
        first.statement.document_id, first.published, first.statement.form, items,
    )  # fmt: skip


def gists_of(found: Iterable[Reading]) -> list[Gist]:
    """The gists of readings that can count for somebody."""
    return [gist_of(reading) for reading in found if has_actor(reading.speaker)]


def item_of(coded: CodedStatement) -> Item:
    """What a coded statement is chosen by."""
    return Item(coded.statement.id, coded.day, coded.outlet, coded.statement.form, coded.reviewed)
