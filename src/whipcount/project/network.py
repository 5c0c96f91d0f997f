"""From the record to a network: what each speech event contributes, with the probabilities of its coding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import fsum

from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import Codebook, CodedStatement, Speaker, Stance, actor_key, behalf_keys, content_id
from whipcount.network import Member, Network, NetworkSettings, Observation, network
from whipcount.network.settings import Nodes
from whipcount.project.count import propositions_of
from whipcount.readings import Reading, display_name, has_actor, is_human, readings
from whipcount.store import Store


def network_of(store: Store, settings: Settings, wanted: NetworkSettings) -> Network:
    """The network of a store.

    Args:
        store: The record.
        settings: Thresholds of relevance and of a clear stance.
        wanted: What to count and how.
    Raises:
        UsageError: The codebook has no such proposition, or there are too many actors for one matrix.
    """
    known = propositions_of(store)
    texts = {one.id: one.text for one in known}
    for id_ in wanted.propositions or ():
        propositions_of(store, id_)
    asked = [id_ for id_ in texts if wanted.propositions is None or id_ in wanted.propositions]
    found = [item for id_ in asked for item in observations(store.coded_statements(id_), settings)]
    return network(found, wanted, texts)


def propositions_on(codebook: Codebook | None, question: str) -> tuple[str, ...]:
    """Ids of the propositions on a question.

    Raises:
        UsageError: The codebook has no such question.
    """
    known = {one.id for one in codebook.questions} if codebook else set[str]()
    if codebook is None or question not in known:
        raise UsageError(
            f"The codebook has no question “{question}”. Its questions: {', '.join(sorted(known)) or 'none'}."
        )
    return tuple(one.id for one in codebook.propositions if one.question == question)


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
        right, opposite = _probabilities(reading)
        yield Observation(
            statement=reading.id,
            document=first.document_id,
            place=min((start for start, _ in first.content), default=0),
            day=reading.day,
            proposition=reading.proposition,
            stance=reading.stance,
            agrees=None if reading.direction == 0 else reading.direction > 0,
            members=_members(reading, current),
            right=right,
            opposite=opposite,
            confirmed=reading.confirmed,
        )


def _probabilities(reading: Reading) -> tuple[float, float]:
    """That the event says what was read, and that it says the contrary."""
    if any(is_human(item) for item in reading.sightings):
        return 1.0, 0.0
    other: Stance = "oppose" if reading.direction > 0 else "support"
    codings = [item.coding for item in reading.sightings if item.coding]
    contrary = fsum(c.relevant * c.scores.get(other, 0.0) for c in codings) / max(len(codings), 1)
    return reading.probability, min(contrary, 1.0 - reading.probability)


def _members(reading: Reading, current: Mapping[str, str]) -> dict[Nodes, Member]:
    """Who may stand for an event. ``current`` maps the keys that speakers have to the actors they are now."""
    speaker = reading.speaker
    found: dict[Nodes, Member] = {}
    if has_actor(speaker):
        found["actor"] = Member(reading.actor_key, reading.actor_name or display_name(speaker), speaker.kind)
    if speaker.kind == "organisation" and "actor" in found:
        found["organisation"] = found["actor"]
    elif body := _body(speaker, current):
        found["organisation"] = body
    if speaker.party:
        found["party"] = Member(content_id("party", _folded(speaker.party)), speaker.party, "party")
    if speaker.country:
        found["country"] = Member(content_id("country", _folded(speaker.country)), speaker.country, "country")
    return found


def _body(speaker: Speaker, current: Mapping[str, str]) -> Member | None:
    """The organisation that a person speaks for, else the one that the role is in."""
    if speaker.on_behalf_of:
        keys = behalf_keys(speaker)
        key = next((current[key] for key in keys if key in current), keys[0])
        return Member(key, speaker.on_behalf_of, "organisation")
    if speaker.organisation:
        key = actor_key(Speaker(speaker.organisation, "organisation", ""), "")
        return Member(current.get(key, key), speaker.organisation, "organisation")
    return None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
