"""What each speech event contributes to a network: who stands for it, on which side, with which probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from whipcount.config import Settings
from whipcount.model import CodedStatement, Speaker, Stance, actor_key, behalf_keys, content_id
from whipcount.network import Member, Observation
from whipcount.network.settings import Nodes
from whipcount.readings import Reading, display_name, has_actor, is_human, readings


class Unresolved(NamedTuple):
    """Who may stand for a speech event. ``body`` are keys that its organisation may have, and its name.

    ``own`` says that the actor is the organisation itself.
    """

    actor: Member | None
    body: tuple[tuple[str, ...], str] | None
    own: bool
    party: str | None
    country: str | None


def observations(coded: Iterable[CodedStatement], settings: Settings) -> Iterator[Observation]:
    """What the speech events of coded statements contribute; each once, however many documents carry it."""
    statements = tuple(coded)
    current = {
        actor_key(item.statement.speaker, item.statement.document_id): item.actor_key
        for item in statements
        if item.statement.speaker.kind in ("organisation", "person")
    }
    for reading in readings(statements, settings):
        first = reading.sightings[0].statement
        right, opposite = probabilities(reading)
        yield Observation(
            statement=reading.id,
            document=first.document_id,
            place=min((start for start, _ in first.content), default=0),
            day=reading.day,
            proposition=reading.proposition,
            stance=reading.stance,
            agrees=None if reading.direction == 0 else reading.direction > 0,
            members=resolved(unresolved(reading), current),
            right=right,
            opposite=opposite,
            confirmed=reading.confirmed,
        )


def probabilities(reading: Reading) -> tuple[float, float]:
    """That the event says what was read, and that it says the contrary."""
    if any(is_human(item) for item in reading.sightings):
        return 1.0, 0.0
    other: Stance = "oppose" if reading.direction > 0 else "support"
    codings = [item.coding for item in reading.sightings if item.coding]
    contrary = fsum(c.relevant * c.scores.get(other, 0.0) for c in codings) / max(len(codings), 1)
    return reading.probability, min(contrary, 1.0 - reading.probability)


def unresolved(reading: Reading) -> Unresolved:
    """Who may stand for an event, before it is known which actors the names of bodies stand for."""
    speaker = reading.speaker
    actor = None
    if has_actor(speaker):
        actor = Member(reading.actor_key, reading.actor_name or display_name(speaker), speaker.kind)
    own = speaker.kind == "organisation" and actor is not None
    return Unresolved(actor, None if own else _body(speaker), own, speaker.party, speaker.country)


def resolved(found: Unresolved, current: Mapping[str, str]) -> dict[Nodes, Member]:
    """Who may stand for an event. ``current`` maps the keys that speakers have to the actors they are now."""
    members: dict[Nodes, Member] = {}
    if found.actor is not None:
        members["actor"] = found.actor
    if found.own and found.actor is not None:
        members["organisation"] = found.actor
    elif found.body is not None:
        keys, label = found.body
        key = next((current[key] for key in keys if key in current), keys[0])
        members["organisation"] = Member(key, label, "organisation")
    if found.party:
        members["party"] = _called("party", found.party)
    if found.country:
        members["country"] = _called("country", found.country)
    return members


@lru_cache(4_096)
def _called(kind: str, name: str) -> Member:
    """A party or a country, which is one wherever its name is the same."""
    return Member(content_id(kind, _folded(name)), name, kind)


def _body(speaker: Speaker) -> tuple[tuple[str, ...], str] | None:
    """The organisation that a person speaks for, else the one that the role is in: keys it may have, and its name."""
    if speaker.on_behalf_of:
        return behalf_keys(speaker), speaker.on_behalf_of
    if speaker.organisation:
        return (actor_key(Speaker(speaker.organisation, "organisation", ""), ""),), speaker.organisation
    return None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
