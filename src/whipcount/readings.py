"""What one speech event says about one proposition, from the codings of all its sightings.

The same words carried by ten outlets are one remark. Their codings are therefore brought together before anything is
counted: the newest human coding decides alone; without one, the relevant model codings are averaged, each distinct
coding once, so that a further copy adds no weight.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Literal

from whipcount.config import Settings
from whipcount.model import GAP, STANCES, CodedStatement, Coding, Condition, Span, Spans, Speaker, Stance

Direction = Literal[-1, 0, 1]

_ACTORS_BY_NAME = ("person", "organisation", "writer", "none")  # actors only where there is a name
_UNNAMED = "unnamed source"


@dataclass(frozen=True, slots=True)
class Reading:
    """One speech event, read against one proposition.

    ``sightings`` are its statements, the human-coded and earliest first. ``direction`` is 1 for, -1 against, 0
    neither. ``actor_name`` is the name that a person gave the actor. ``clear`` says whether the stance reaches the
    threshold of a clear one. ``probability`` is that of the reading being right, in [0, 1]. ``relevant`` and ``scores``
    are what it comes from: the probability of being about the proposition, and that of each stance. ``confirmed`` means
    that a person coded or accepted it.
    """

    sightings: tuple[CodedStatement, ...]
    proposition: str
    speaker: Speaker
    actor_key: str
    actor_name: str | None
    day: date | None
    stance: Stance
    direction: Direction
    clear: bool
    probability: float
    relevant: float
    scores: Mapping[Stance, float]
    confirmed: bool

    @property
    def id(self) -> str:
        """Id of the statement that stands for the event."""
        return self.sightings[0].statement.id

    @property
    def seen_in(self) -> int:
        """Number of documents that carry the event."""
        return len({sighting.statement.document_id for sighting in self.sightings})

    @property
    def outlet(self) -> str | None:
        """The first of the outlets that carry the event, where one is known."""
        return next((sighting.outlet for sighting in self.sightings if sighting.outlet), None)

    @property
    def condition(self) -> Condition | None:
        """The condition that a coding names, in the article's words; None where none does."""
        return condition_of(self)


def readings(statements: Iterable[CodedStatement], settings: Settings, *, at: date | None = None) -> Iterator[Reading]:
    """Read every speech event that is about a proposition, as known on a date.

    Args:
        statements: Current statements with their codings, of any number of propositions, in any order.
        settings: The two thresholds, relevance and clearness.
        at: Leave out what was first said after this day, or on no known day.
    """
    events: dict[tuple[str, str], dict[str, CodedStatement]] = {}
    for item in statements:
        if item.coding is not None:
            event = events.setdefault((item.coding.proposition, item.event or item.statement.id), {})
            event[item.statement.id] = item
    for _, event in sorted(events.items()):
        reading = _read(list(event.values()), settings, at)
        if reading is not None:
            yield reading


def by_day(found: Iterable[Reading], at: date) -> Iterator[Reading]:
    """Readings as they were known at the end of a day, from those of the whole record: the same as reading anew.

    A person's judgement holds for the past too, so only sightings, speaker and day depend on the day.
    """
    for reading in found:
        if reading.day is None or reading.day > at:
            continue
        seen = tuple(item for item in reading.sightings if item.day is not None and item.day <= at)
        if len(seen) == len(reading.sightings):
            yield reading
        else:
            speaker, key, name = _actor(seen)
            yield replace(reading, sightings=seen, speaker=speaker, actor_key=key, actor_name=name)


def condition_of(reading: Reading) -> Condition | None:
    """The condition that a reading's coding names, in the article's words; None where it names none.

    The quotation is the words at the statement's content with a gap between pieces, so a span inside a piece is found
    there without the document.
    """
    for item in reading.sightings:
        span = item.coding.condition if item.coding else None
        if span is not None and (text := words_at(item.statement.content, item.quotation, span)):
            return Condition(item.statement.id, item.statement.document_id, span, text)
    return None


def words_at(content: Spans, quotation: str, span: Span) -> str:
    """The words at a span of the article, where it lies in a piece of the statement's content; else nothing."""
    at = 0
    for start, end in content:
        if start <= span.start and span.end <= end:
            return quotation[at + span.start - start : at + span.end - start]
        at += end - start + len(GAP)
    return ""


def is_human(statement: CodedStatement) -> bool:
    """Whether a person made the statement's current coding."""
    return statement.coding is not None and statement.coding.coder_kind == "human"


def has_actor(speaker: Speaker) -> bool:
    """Whether a speaker can hold a position: named, or kept as a group or an anonymous source."""
    return bool(speaker.name) or speaker.kind not in _ACTORS_BY_NAME


def display_name(speaker: Speaker) -> str:
    """How an actor is shown: the name, else the words of the article."""
    return speaker.name or speaker.as_written or _UNNAMED


def _read(event: Sequence[CodedStatement], settings: Settings, at: date | None) -> Reading | None:
    counted = _relevant(event, settings)
    if at is not None:
        counted = [item for item in counted if item.day is not None and item.day <= at]
    if not counted:
        return None
    stance, relevant, scores = _judgement([item for item in event if _counts(item, settings)])
    if stance == "none":
        return None
    direction = _direction(stance, scores)
    likely = scores[stance]
    if stance == "conditional":
        # A lean is right when the actor is on that side with or without a condition.
        likely += scores["support" if direction > 0 else "oppose"]
    sightings = tuple(sorted(counted, key=_sighting_order))
    speaker, key, name = _actor(sightings)
    return Reading(
        sightings=sightings,
        proposition=_coding(sightings[0]).proposition,
        speaker=speaker,
        actor_key=key,
        actor_name=name,
        day=min((item.day for item in sightings if item.day), default=None),
        stance=stance,
        direction=direction,
        clear=scores[stance] >= settings.clear_threshold,
        probability=min(1.0, relevant * likely),
        relevant=relevant,
        scores=scores,
        confirmed=any(item.reviewed or is_human(item) for item in event),
    )


def _counts(item: CodedStatement, settings: Settings) -> bool:
    """Human codings count as given; a model's when it finds the statement relevant and gives it a stance."""
    coding = _coding(item)
    return is_human(item) or (coding.relevant >= settings.relevance_threshold and coding.stance != "none")


def _relevant(event: Sequence[CodedStatement], settings: Settings) -> list[CodedStatement]:
    """Sightings that count. A person's judgement of one copy holds for all of them."""
    if any(is_human(item) for item in event):
        return list(event)
    return [item for item in event if _counts(item, settings)]


def _judgement(event: Sequence[CodedStatement]) -> tuple[Stance, float, dict[Stance, float]]:
    """Stance, probability of relevance and probability of each stance, of all sightings together."""
    human = [item for item in event if is_human(item)]
    if human:
        newest = max(human, key=lambda item: (_made(_coding(item)), item.statement.id))
        stance = _coding(newest).stance
        return stance, 1.0, {s: float(s == stance) for s in STANCES}
    distinct = sorted({_vector(_coding(item)) for item in event})
    mean = [math.fsum(column) / len(distinct) for column in zip(*distinct, strict=True)]
    scores = dict(zip(STANCES, mean[1:], strict=True))
    if len(distinct) == 1:
        return _coding(min(event, key=lambda item: item.statement.id)).stance, mean[0], scores
    # Every coding averaged here has a stance of its own, so "none" is no candidate.
    return max(STANCES[:-1], key=lambda stance: scores[stance]), mean[0], scores


def _vector(coding: Coding) -> tuple[float, ...]:
    return (coding.relevant, *(coding.scores.get(stance, 0.0) for stance in STANCES))


def _made(coding: Coding) -> float:
    """When a coding was made, in seconds; a time without a zone is taken as UTC, and no time comes first."""
    if coding.created is None:
        return -math.inf
    zoned = coding.created if coding.created.tzinfo else coding.created.replace(tzinfo=UTC)
    return zoned.timestamp()


def _direction(stance: Stance, scores: dict[Stance, float]) -> Direction:
    """Side a stance points to; a condition leaves open the side that is more probable, "for" when both are equal."""
    if stance == "conditional":
        return 1 if scores["support"] >= scores["oppose"] else -1
    if stance == "support":
        return 1
    return -1 if stance == "oppose" else 0


def _coding(item: CodedStatement) -> Coding:
    if item.coding is None:
        raise ValueError(f"statement {item.statement.id} has no coding: leave uncoded statements out")
    return item.coding


def _sighting_order(item: CodedStatement) -> tuple[bool, date, str]:
    return (not is_human(item), item.day or date.max, item.statement.id)


def _actor(sightings: Sequence[CodedStatement]) -> tuple[Speaker, str, str | None]:
    """The one actor of an event: the fullest name that any copy gives, so that the event counts once.

    Its speaker, its key, and the name that a person gave it, if one did.

    An unnamed official in three copies of a wire story has a key for each; the smallest stands for all.
    """

    def order(item: CodedStatement) -> tuple[bool, int, str, str]:
        speaker = item.statement.speaker
        named = bool(speaker.name) and speaker.kind in ("person", "organisation")
        length = len((speaker.name or "").split()) if named else 0
        return (not named, -length, item.actor_key, item.statement.id)

    first = min((s for s in sightings if has_actor(s.statement.speaker)), key=order, default=sightings[0])
    return first.statement.speaker, first.actor_key, first.actor_name
