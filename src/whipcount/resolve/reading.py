"""What the rules share while one document is read: its cast, the scene so far, the answers given so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from whipcount.model import Attribution, Document, Span, Speaker, SpeakerKind
from whipcount.passages import Passages
from whipcount.regards import Regards
from whipcount.resolve import lexicon, naming
from whipcount.resolve.cast import Cast
from whipcount.resolve.entities import Entity
from whipcount.resolve.grammar import pronoun_role
from whipcount.resolve.interviews import announced, interviewee
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.salience import Event, Query
from whipcount.resolve.scene import Scene, Voice

Answer: TypeAlias = "tuple[Speaker, Entity | None]"
"""A speaker, with the entity it is where it is one of the document's named actors."""

_LETTERS = re.compile(
    r"^\s*(?:LETTERS?|Letters?(?: to the editor)?|To the editor|Dear [A-Z])", re.IGNORECASE | re.MULTILINE
)
_AHEAD = 3  # names after a pronoun in its sentence that it may mean


@dataclass(frozen=True, slots=True)
class Source:
    """One attribution's source, as the rules see it. ``which`` is its position in the document's list."""

    which: int
    attribution: Attribution
    as_written: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the source stands."""
        return self.attribution.source

    @property
    def start(self) -> int:
        """Where the source, or without one the statement, begins."""
        return anchor(self.attribution)

    def answer(
        self, name: str | None, kind: SpeakerKind, rule: str, confidence: float, *,
        behalf: str | None = None, evidence: Sequence[Span] = (),
    ) -> Answer:  # fmt: skip
        """A speaker who is no named actor of the document."""
        spans = naming.distinct([*self.spans, *evidence])
        return Speaker(name, kind, self.as_written, behalf, evidence=spans, rule=rule, confidence=confidence), None


@dataclass
class Reading:
    """The state of one pass through a document."""

    document: Document
    attributions: Sequence[Attribution]
    passages: Passages
    cast: Cast
    scene: Scene
    entities: dict[int, Entity] = field(default_factory=dict)
    speakers: dict[int, Speaker] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    seen: dict[int, tuple[str, ...]] = field(default_factory=dict)  # what tells how sure an answer is
    memo: dict[str, list[tuple[int, str, Span]]] = field(default_factory=dict)

    @classmethod
    def begin(
        cls, document: Document, attributions: Sequence[Attribution], names: Sequence[Span] = (),
        regards: Regards | None = None,
    ) -> Reading:  # fmt: skip
        """Read the names of a document, and those at ``names`` as names of people; nothing is resolved yet."""
        passages = Passages(document)
        names = [*names, *(s for s in announced(passages) if all(s.end <= n.start or n.end <= s.start for n in names))]
        cast = Cast(passages, sorted(s for a in attributions for s in a.source), names)
        return cls(document, attributions, passages, cast, Scene(passages, regards))

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def named(self, source: Source, entity: Entity, rule: str, confidence: float, role: Span | None = None) -> Answer:
        """A speaker who is a named actor of the document."""
        speaker = naming.named(
            self.cast, entity, source.spans, source.as_written, rule=rule, confidence=confidence, role=role
        )
        if speaker.on_behalf_of is None and role is not None:
            speaker = replace(speaker, on_behalf_of=self._his(role, entity))
        return speaker, entity

    def _his(self, role: Span, entity: Entity) -> str | None:
        """Whom "his spokeswoman" speaks for."""
        match = naming.HIS.match(self.text, *role)
        found = self.person(Span(match.start(1), match.end(1))) if match else None
        return naming.entity_name(found[0]) if found and found[0] is not entity else None

    def person(
        self, span: Span, *, speaking: bool = False, exclude: Sequence[Span] = (), other: Entity | None = None
    ) -> tuple[Entity, float] | None:
        """Whom "he" or "she" at a span most likely means, with a probability; surely not ``other``."""
        query = self.query(span, speaking=speaking)
        return self.scene.person(query, exclude=exclude, ahead=self.ahead(span), other=other)

    def query(self, span: Span, *, speaking: bool = False) -> Query:
        """A personal pronoun, as it is asked about."""
        role = pronoun_role(self.text, *span)
        return self.scene.query(span, role, gender_of(self.text[span.start : span.end].casefold()), speaking=speaking)

    def ahead(self, span: Span) -> list[Event]:
        """The next names after a pronoun in its sentence."""
        end = self.passages.sentence_span(span.start).end
        return [self.scene.named(m, e) for m, e in self.cast.inside(Span(span.end, end))[:_AHEAD]]

    def same_speaker(self, source: Source, which: int, rule: str, confidence: float) -> Answer:
        """The speaker of another attribution, under this one's words."""
        known = self.speakers[which]
        evidence = naming.distinct([*source.spans, *known.evidence])
        speaker = replace(known, as_written=source.as_written, rule=rule, confidence=confidence, evidence=evidence)
        return speaker, self.entities.get(which)

    def unresolved(self, source: Source, rule: str) -> Answer:
        """Nobody could be found."""
        return source.answer(None, "none", rule, 0.2)

    def repeat(self, source: Source, voice: Voice, rule: str) -> Answer:
        """The same group or unnamed source as before."""
        return source.answer(voice.name, voice.kind, rule, 0.55, evidence=voice.evidence)

    @cached_property
    def letters(self) -> bool:
        """True where the document calls itself letters, so that a name on a line of its own is a signature."""
        return _LETTERS.search(self.text) is not None

    @cached_property
    def interviewee(self) -> Entity | None:
        """Whom an interview is with; None where the document is no interview."""
        return interviewee(self.passages, self.cast, self.document.title)


def anchor(attribution: Attribution) -> int:
    """Where a statement is met in reading: its source, else its cue, else its content."""
    for spans in (attribution.source, attribution.cue, attribution.content):
        if spans:
            return spans[0].start
    return 0


def gender_of(pronoun: str) -> Gender:
    """What a folded pronoun shows."""
    return "f" if pronoun in lexicon.SHE else "m" if pronoun in lexicon.HE else "u"
