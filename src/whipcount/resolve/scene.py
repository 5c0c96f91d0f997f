"""Who is in mind at a point of the text: the memory that pronouns and descriptions are looked up in.

The memory is short, so the cost does not grow with the document. Who of those in mind is meant is decided by
``salience``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from whipcount.model import Span, SpeakerKind
from whipcount.passages import Passages
from whipcount.regards import Regard, Regards
from whipcount.resolve import lexicon, salience
from whipcount.resolve.entities import Entity, agrees
from whipcount.resolve.grammar import Role, role_of
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.mentions import Mention
from whipcount.resolve.salience import Candidate, Event, Query, View

MEMORY = 60  # events looked back at; news seldom reaches further for a pronoun
_CANDIDATES = 10  # people weighed against each other for one pronoun
_SURE = 0.8  # probability from which a pronoun teaches the gender of a name that showed none


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

    def __init__(self, passages: Passages, regards: Regards | None = None) -> None:
        self.passages = passages
        self.regards: Regards = regards or {}
        self.text = passages.text
        self.events: deque[Event] = deque(maxlen=MEMORY)
        self.voices: deque[Voice] = deque(maxlen=12)
        self.last_speaker: tuple[Entity, int] | None = None
        self.ranked: list[tuple[Entity, float]] = []  # of the last question, the likeliest first

    def event(self, span: Span, entity: Entity, how: str, role: Role, *, full: bool = False) -> Event:
        """Somebody coming up at a span."""
        start, end = span
        sentence, quoted = self.passages.sentence(start), self.passages.quoted(start)
        return Event(start, end, sentence, entity, how, role, quoted, full)

    def named(self, mention: Mention, entity: Entity) -> Event:
        """A name, as an event."""
        start, end = (mention.role or mention.span).start, mention.span.end
        role: Role = role_of(self.text, start, end, possessive=mention.possessive)
        tail = self.text[end : end + 30]
        if tail[:1] in (" ", "\u00a0") and tail[1:].split(" ")[0].strip(".,") in lexicon.ORGANISATION_NOUNS:
            role = "other"  # "the Doe campaign"
        line = self.passages.paragraph_span(start)
        if line.end - end <= 1 and start - line.start <= 1:
            role = "other"  # a signature, a heading
        return self.event(mention.span, entity, "name", role, full=len(mention.words) > 1)

    def see(self, mention: Mention, entity: Entity) -> None:
        """A name was read."""
        self.events.append(self.named(mention, entity))

    def refer(self, span: Span, entity: Entity, role: Role) -> None:
        """A pronoun or description was read as this entity."""
        self.events.append(self.event(span, entity, "pronoun", role))

    def speak(self, span: Span, entity: Entity) -> None:
        """Somebody named spoke."""
        self.events.append(self.event(span, entity, "speaker", "subject"))
        self.last_speaker = (entity, self.passages.sentence(span.start))

    def query(self, span: Span, role: str, gender: Gender, *, speaking: bool = False) -> Query:
        """What is asked of the scene at a span."""
        start, end = span
        sentence, quoted = self.passages.sentence(start), self.passages.quoted(start)
        return Query(start, end, sentence, role, gender, quoted, speaking)

    def rank(
        self, query: Query, *, exclude: Sequence[Span] = (), ahead: Sequence[Event] = ()
    ) -> list[tuple[Entity, float]]:
        """People whom a pronoun may mean, the likeliest first, with probabilities that sum to less than one.

        Args:
            query: The pronoun.
            exclude: The words that this pronoun's own statement quotes; the speaker is not named there.
            ahead: Names after the pronoun in its sentence.
        """
        view = self.view(query, exclude=exclude, ahead=ahead)
        if not view.candidates:
            return []
        found = salience.probabilities(query, view, salience.model())
        ranked = sorted(zip(view.candidates, found, strict=False), key=lambda c: (-c[1], c[0].entity.key))
        return [(candidate.entity, probability) for candidate, probability in ranked]

    def view(self, query: Query, *, exclude: Sequence[Span] = (), ahead: Sequence[Event] = ()) -> View:
        """The people weighed for a pronoun, with what of the scene bears on the choice."""
        behind: dict[int, list[Event]] = {}
        after: dict[int, Event] = {}
        entities: dict[int, Entity] = {}
        said: set[int] = set()
        for event in (*ahead, *reversed(self.events)):
            entity = event.entity
            if entity.kind not in ("person", "open") or not agrees(entity.gender, query.gender):
                continue
            if any(s <= event.start < e for s, e in exclude):
                said.add(entity.key)
                continue
            if event.start > query.start:
                after.setdefault(entity.key, event)
            elif event.start < query.start:
                behind.setdefault(entity.key, []).append(event)
            else:
                continue
            entities.setdefault(entity.key, entity)
        # Whoever is named in the rest of the sentence is near, however far back he was named before.
        keys = sorted(entities, key=lambda k: -query.start if k in after else -behind[k][0].start)[:_CANDIDATES]
        candidates = tuple(Candidate(entities[k], behind.get(k, []), after.get(k), k in said) for k in keys)
        return View(self.passages, self.last_speaker, candidates, self._regard(query))

    def _regard(self, query: Query) -> Regard | None:
        """What the reader looked at from a pronoun; not from a source, where on unread articles words do as well."""
        return None if query.speaking or query.gender == "u" else self.regards.get(query.start)

    def person(
        self, query: Query, *, exclude: Sequence[Span] = (), ahead: Sequence[Event] = (), other: Entity | None = None
    ) -> tuple[Entity, float] | None:
        """The likeliest of those ranked, with its probability; a sure pronoun teaches the gender of a name.

        ``other`` is somebody who is surely not meant.
        """
        ranked = [r for r in self.rank(query, exclude=exclude, ahead=ahead) if r[0] is not other]
        self.ranked = ranked
        if not ranked:
            return None
        entity, probability = ranked[0]
        if query.gender != "u" and entity.gender == "u" and entity.kind == "person" and probability >= _SURE:
            entity.gender = query.gender
        return entity, round(probability, 2)

    def organisation(self, at: int, within: int, *, subject: bool = False) -> Entity | None:
        """The organisation named last, not further back than some sentences; on request only where it acts."""
        here = self.passages.sentence(at)
        for event in reversed(self.events):
            if subject and event.role != "subject":
                continue
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
