"""Link a document's speakers to the register: which entry a name stands for, or none.

A conditional logit over the candidates and "nobody in the register" (McFadden 1974): each candidate is scored by what
speaks for and against it, and the candidates compete, so that two people who fit equally well are never told apart by a
guess. Weights are fitted on generated and labelled names, ``training.register.fit``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from whipcount.model import Document, Speaker, SpeakerKind
from whipcount.models import model_bytes
from whipcount.register import Entry, Register
from whipcount.register.countries import countries_in
from whipcount.register.names import person_words, whole_key
from whipcount.register.shipped import FOLDER
from whipcount.resolve.clues import Clues, clues
from whipcount.resolve.evidence import Setting, evidence, impossible
from whipcount.resolve.likeness import Likeness, likeness

WEIGHTS = "linking.json"
AMBIGUOUS_FROM = 0.2  # probability from which an entry that is not linked is told as a candidate
_CONGRESS = ("Congress", "Senate", "Capitol", "House of Representatives", "Washington", "senator", "Sen.", "Rep.")
_LINKED_KINDS: tuple[SpeakerKind, ...] = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Guess:
    """An entry with the probability that a name stands for it."""

    entry: Entry
    probability: float


@dataclass(frozen=True, slots=True)
class Naming:
    """One name of a document: how it was resolved, the day of its statements, and what the text says of its bearer."""

    name: str
    kind: SpeakerKind
    clues: Clues
    guesses: tuple[Guess, ...] = ()

    @property
    def linked(self) -> Entry | None:
        """The entry that the name stands for; None where that is not sure enough."""
        best = self.guesses[0] if self.guesses else None
        return best.entry if best and best.probability >= threshold() else None

    @property
    def shown(self) -> str:
        """The document's form of the name where it is one of the register's own, else the register's."""
        entry = self.linked
        if entry is None or any(whole_key(form.name) == whole_key(self.name) for form in entry.forms):
            return self.name
        return entry.name

    @property
    def ambiguous(self) -> tuple[Guess, ...]:
        """Entries that the name may stand for, where none is sure enough."""
        return () if self.linked else tuple(g for g in self.guesses if g.probability >= AMBIGUOUS_FROM)


def namings(
    document: Document, speakers: Sequence[Speaker], register: Register
) -> dict[tuple[str, SpeakerKind], Naming]:
    """Say for each name of a document whom in the register it stands for.

    All statements of one name in one document are one person's, so that they are linked together, with all that the
    document says of that name.
    """
    by_name: dict[tuple[str, SpeakerKind], list[Speaker]] = {}
    for speaker in speakers:
        if speaker.name and speaker.kind in _LINKED_KINDS:
            by_name.setdefault((speaker.name, speaker.kind), []).append(speaker)
    families = _families(by_name)
    setting = _Settings(document, register)
    found: dict[tuple[str, SpeakerKind], Naming] = {}
    for (name, kind), those in by_name.items():
        alone = kind == "person" and families.get(_family(name), 0) == 1
        said = clues(document.text, name, those, alone=alone)
        found[name, kind] = Naming(name, kind, said, guesses(name, kind, said, setting, register))
    return found


def link_name(document: Document, name: str, register: Register) -> str | None:
    """Id of the entry that a name stands for which is no speaker's: the one on whose behalf somebody speaks."""
    setting = _Settings(document, register)
    kinds: tuple[SpeakerKind, ...] = ("organisation", "person")
    for kind in kinds:
        said = clues(document.text, name, (), alone=False)
        linked = Naming(name, kind, said, guesses(name, kind, said, setting, register)).linked
        if linked:
            return linked.id
    return None


class _Settings:
    """The document's setting; what costs reading the text is read when a candidate asks for it."""

    def __init__(self, document: Document, register: Register) -> None:
        self.document = document
        self.own = frozenset(entry.id for entry in register.own)
        self._known: Setting | None = None

    @property
    def day(self) -> Setting:
        """The setting without its text."""
        return Setting(self.document.published, frozenset(), congress=False, own=self.own)

    @property
    def whole(self) -> Setting:
        """The setting with what its text names."""
        if self._known is None:
            self._known = setting_of(self.document.text, self.document.published, self.own)
        return self._known


def guesses(name: str, kind: SpeakerKind, said: Clues, setting: _Settings, register: Register) -> tuple[Guess, ...]:
    """Entries that a name may stand for, the most probable first."""
    day = setting.day.day
    alike = possible(name, kind, said, day, register)
    return tuple(ranked(alike, said, setting.whole)) if alike else ()


def possible(
    name: str, kind: SpeakerKind, said: Clues, day: date | None, register: Register
) -> list[tuple[Entry, Likeness]]:
    """Entries of which a name is a form, without those that the text rules out."""
    alike = ((entry, likeness(name, entry, day)) for entry in register.candidates(name, kind))
    return [(entry, like) for entry, like in alike if like and not impossible(entry, said, day)]


def setting_of(text: str, day: date | None, own: frozenset[str] = frozenset()) -> Setting:
    """What a text as a whole says of where it plays."""
    congress = any(word in text for word in _CONGRESS)
    countries = countries_in(text) | ({"United States"} if congress else frozenset())
    return Setting(day, countries, congress, own)


def ranked(alike: Sequence[tuple[Entry, Likeness]], said: Clues, setting: Setting) -> list[Guess]:
    """Candidates with their probabilities; what is missing from 1 is that of nobody in the register."""
    scores = [math.exp(_score(evidence(like, entry, said, setting))) for entry, like in alike]
    total = 1.0 + math.fsum(scores)
    found = [Guess(entry, score / total) for (entry, _), score in zip(alike, scores, strict=True)]
    return sorted(found, key=lambda guess: (-guess.probability, guess.entry.id))


def _score(features: Mapping[str, float]) -> float:
    weights = _model()["weights"]
    return math.fsum([weights["intercept"], *(weights[name] * value for name, value in features.items())])


def threshold() -> float:
    """Probability from which a name is linked."""
    return _model()["threshold"]["link"]


@cache
def _model() -> Mapping[str, Mapping[str, float]]:
    model: dict[str, dict[str, float]] = json.loads(model_bytes(WEIGHTS, folder=FOLDER))
    return model


def _families(names: Mapping[tuple[str, SpeakerKind], object]) -> Mapping[str, int]:
    """How many different people of a document have each family name."""
    people: dict[str, int] = {}
    for name, kind in names:
        if kind == "person":
            people[_family(name)] = people.get(_family(name), 0) + 1
    return people


def _family(name: str) -> str:
    words, _ = person_words(name)
    return words[-1] if words else ""
