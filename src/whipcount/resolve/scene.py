"""Who is in mind at a point of the text: the memory that pronouns and descriptions are looked up in.

A salience score in the manner of Lappin and Leass (1994, "An algorithm for pronominal anaphora resolution"): recency
by sentences, a bonus for subjects and for whoever spoke last, a malus inside quotation marks. The memory is short, so
the cost does not grow with the document.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from whipcount.model import Span, SpeakerKind
from whipcount.passages import Passages
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity, agrees
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.mentions import Mention

MEMORY = 60  # events looked back at; news seldom reaches further for a pronoun
_DECAY = 0.82  # per sentence
_SUBJECT, _SPEAKER, _LAST_SPEAKER, _PRONOUN = 0.5, 0.3, 0.45, 0.3
_QUOTED, _MODIFIER, _UNKNOWN_GENDER, _OPEN = 0.35, 0.5, 0.85, 0.35
_SURE = 0.7  # confidence from which a pronoun teaches the gender of a name that showed none
_OBJECT_MARKERS = lexicon.words(
    "of to with for by against about from on at in over than between under into toward towards behind after "
    "before like near told asked called criticized accused urged praised attacked beat backed supported endorsed "
    "v vs versus"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody came up at ``start``, by name, by pronoun or as a speaker."""

    start: int
    sentence: int
    entity: Entity
    weight: float
    quoted: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker without an entity: a group, an unnamed source, several people together."""

    start: int
    sentence: int
    name: str
    kind: SpeakerKind
    head: str
    plural: bool
    evidence: tuple[Span, ...]


class Scene:
    """What was mentioned and who spoke, up to where the text has been read."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self.text = passages.text
        self.events: deque[Event] = deque(maxlen=MEMORY)
        self.voices: deque[Voice] = deque(maxlen=12)
        self.last_speaker: tuple[Entity, int] | None = None

    def _push(self, start: int, entity: Entity, weight: float) -> None:
        self.events.append(Event(start, self.passages.sentence(start), entity, weight, self.passages.quoted(start)))

    def see(self, mention: Mention, entity: Entity) -> None:
        """A name was read."""
        weight = 1.0
        if self._subject(mention):
            weight += _SUBJECT
        tail = self.text[mention.span.end : mention.span.end + 30]
        if tail[:1] in (" ", "\u00a0") and tail[1:].split(" ")[0].strip(".,") in lexicon.ORGANISATION_NOUNS:
            weight = _MODIFIER
        self._push(mention.start, entity, weight)

    def _subject(self, mention: Mention) -> bool:
        if mention.possessive:
            return False
        start = mention.role.start if mention.role else mention.start
        before = self.text[max(0, start - 24) : start].rstrip(" \u00a0")
        if not before or before[-1] in '.!?:;,\n“"—–-':
            return True
        return before.split()[-1].casefold() not in _OBJECT_MARKERS

    def refer(self, start: int, entity: Entity, *, subject: bool) -> None:
        """A pronoun or description was read as this entity."""
        self._push(start, entity, 1.0 + _PRONOUN + (_SUBJECT if subject else 0.0))

    def speak(self, start: int, entity: Entity) -> None:
        """Somebody named spoke."""
        self._push(start, entity, 1.0 + _SPEAKER + _SUBJECT)
        self.last_speaker = (entity, self.passages.sentence(start))

    def person(
        self, at: int, gender: Gender, *, exclude: tuple[Span, ...] = (), speaking: bool = True
    ) -> tuple[Entity, float] | None:
        """The person whom "he" or "she" at an offset most likely means, with a confidence.

        Args:
            at: Where the pronoun stands.
            gender: What the pronoun shows; "u" for a description that shows none.
            exclude: The words that this pronoun's own statement quotes; the speaker is not named there.
            speaking: True where the pronoun is the source of a statement.
        """
        here = self.passages.sentence(at)
        scores: dict[int, float] = {}
        named: dict[int, Entity] = {}
        for event in reversed(self.events):
            entity = event.entity
            if event.start >= at or entity.kind not in ("person", "open") or not agrees(entity.gender, gender):
                continue
            if any(s <= event.start < e for s, e in exclude):
                continue
            score = event.weight * _DECAY ** max(0, here - event.sentence)
            if event.quoted and not self.passages.quoted(at):
                score *= _QUOTED
            if entity.gender == "u" and gender != "u":
                score *= _UNKNOWN_GENDER
            if entity.kind == "open":
                score *= _OPEN
            best = scores.get(entity.key, 0.0)
            scores[entity.key] = max(best, score) + 0.1 * min(best, score)
            named[entity.key] = entity
        last = self.last_speaker
        if last and speaking and last[0].key in scores and here - last[1] <= 4:
            scores[last[0].key] += _LAST_SPEAKER * _DECAY ** (here - last[1])
        if not scores:
            return None
        ranked = sorted(scores, key=lambda k: (-scores[k], k))
        runner = scores[ranked[1]] if len(ranked) > 1 else 0.0
        share = scores[ranked[0]] / (scores[ranked[0]] + runner)
        entity, confidence = named[ranked[0]], round(0.3 + 0.6 * share, 2)
        if gender != "u" and entity.gender == "u" and entity.kind == "person" and confidence >= _SURE:
            entity.gender = gender
        return entity, confidence

    def organisation(self, at: int, within: int) -> Entity | None:
        """The organisation named last, not further back than some sentences."""
        here = self.passages.sentence(at)
        for event in reversed(self.events):
            if event.start < at and event.entity.kind == "organisation" and here - event.sentence <= within:
                return event.entity
        return None

    def recent(self, at: int) -> list[Entity]:
        """People in memory, the latest first."""
        found: dict[int, Entity] = {}
        for event in reversed(self.events):
            if event.start < at:
                found.setdefault(event.entity.key, event.entity)
        return list(found.values())

    def hear(self, voice: Voice) -> None:
        """A group or an unnamed source spoke."""
        self.voices.append(voice)

    def voice(self, at: int, *, head: str = "", plural: bool | None = None, within: int = 12) -> Voice | None:
        """The last voice of this kind."""
        here = self.passages.sentence(at)
        for voice in reversed(self.voices):
            if voice.start >= at or here - voice.sentence > within:
                continue
            if (not head or voice.head == head) and (plural is None or voice.plural == plural):
                return voice
        return None
