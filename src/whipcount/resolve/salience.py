"""How likely each person in mind is the one whom "he" or "she" means: a conditional logit over named features.

The factors are those of Lappin and Leass (1994, "An algorithm for pronominal anaphora resolution"): recency, the part
played in the clause, parallel parts, repeated mention, and of news: who spoke last, what is quoted. Their weights are
learned (``training/speakers``) and kept as a table of decimal numbers, so that the same text gives the same answer on
every machine. Nobody named may be meant at all; that is one more outcome with weights of its own.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from whipcount.model import Span
from whipcount.models import model_bytes
from whipcount.passages import Passages
from whipcount.regards import Regard
from whipcount.resolve import WEIGHTS
from whipcount.resolve.entities import Entity
from whipcount.resolve.grammar import PREPOSITIONS, Role, boundaries
from whipcount.resolve.lexicon import Gender

_NEAR = (0, 1, 2, 3, 5, 8)  # sentences; steps in which distance is counted
_BEFORE = re.compile(r"(\w+)[ \u00a0]$")
_WHO = re.compile(r",?[ \u00a0](?:who|whose|whom)\b")
_TOLD = re.compile(r"\b(?:told|tells|asked|asks|informed|reminded|warned|advised|urged|invited|helped|let)\b")
_LEADS = ("that", "when", "after", "because", "as", "if", "while", "and", "but", "where", "before", "which", "what")
DOUBLE = '"'
_KIN_REACH = 45  # characters after "his" in which a name belongs to what is his ("his wife Jane Doe")


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody came up at ``start``: by name, by pronoun, or as a speaker."""

    start: int
    end: int
    sentence: int
    entity: Entity
    how: str  # "name", "pronoun" or "speaker"
    role: Role
    quoted: bool
    full: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A pronoun, or a description that fits nearly anybody. ``speaking`` where it is the source of a statement."""

    start: int
    end: int
    sentence: int
    role: str
    gender: Gender
    quoted: bool
    speaking: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant; ``events`` stand before the pronoun, the nearest first, ``ahead`` after it.

    ``said`` tells that he is named in the very words that the pronoun is quoted with.
    """

    entity: Entity
    events: Sequence[Event]
    ahead: Event | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What the features look at beside the candidate: the text, who spoke last, the other candidates."""

    passages: Passages
    last_speaker: tuple[Entity, int] | None
    candidates: Sequence[Candidate]
    regard: Regard | None = None


@cache
def model() -> dict[str, dict[str, float]]:
    """The learned tables, feature → log-odds.

    ``weights`` are for those in mind, ``watched`` for them where it is known what the reader looked at from the
    pronoun, ``looks`` for what it looked at: a weight for each number, ``known`` for there being any. ``confidence``
    is for an answer.
    """
    loaded: dict[str, dict[str, float]] = json.loads(model_bytes(WEIGHTS).decode("utf-8"))
    return loaded


def _step(distance: int) -> str:
    return str(next((near for near in _NEAR if distance <= near), 9))


def _count(number: int, most: int = 3) -> str:
    return str(min(number, most))


def features(query: Query, candidate: Candidate, view: View) -> Iterator[str]:
    """Names of the features that hold for one candidate."""
    entity, part = candidate.entity, query.role
    if query.gender != "u":
        yield f"gender known={entity.gender != 'u'}"
    if entity.kind == "open":
        yield "open name"
    yield f"words={_count(len(entity.words))}"
    most = max((c.entity.mentions for c in view.candidates), default=0)
    yield f"mentions={_count(entity.mentions, 5)}"
    if entity.mentions == most and entity.mentions > 1:
        yield "most mentioned"
    last = view.last_speaker
    if last is not None and last[0].key == entity.key:
        yield f"spoke last {_step(query.sentence - last[1])} speaking={query.speaking}"
    if candidate.events:
        yield from _behind(query, candidate, view)
    if candidate.ahead is not None:
        yield from _ahead(query, candidate.ahead, view)
        yield f"ahead, part={part} known={bool(candidate.events)}"
    if not candidate.events:
        yield f"only ahead, part={part}"
    if candidate.said:
        yield "named in own words"


def _behind(query: Query, candidate: Candidate, view: View) -> Iterator[str]:
    """Features of the mentions before the pronoun."""
    nearest, part, text = candidate.events[0], query.role, view.passages.text
    distance = query.sentence - nearest.sentence
    step = _step(distance)
    yield f"distance={step}"
    yield f"distance={step} part={part}"
    yield f"distance={step} speaking={query.speaking}"
    yield f"role={nearest.role}"
    yield f"role={nearest.role} distance={_count(distance, 2)}"
    yield f"role={nearest.role} distance={_count(distance, 2)} part={part}"
    yield f"how={nearest.how} distance={step}"
    between = sum(
        1 for c in view.candidates if c.entity.key != candidate.entity.key and c.events
        and c.events[0].start > nearest.start
    )  # fmt: skip
    yield f"nearer={_count(between)}"
    yield f"nearer={_count(between)} distance={_count(distance, 2)}"
    if distance == 0:
        clauses = boundaries(text, nearest.end, query.start)
        yield f"clauses={_count(clauses)} part={part}"
        yield f"clauses={_count(clauses)} role={nearest.role} part={part}"
        yield f"gap={min(6, (query.start - nearest.end) // 20)} part={part}"
    yield from _words_between(query, nearest, text, distance)
    if nearest.quoted != query.quoted:
        yield f"quoted={nearest.quoted} speaking={query.speaking}"
    if view.passages.paragraph(nearest.start) == view.passages.paragraph(query.start):
        yield f"same paragraph distance={_count(distance, 2)}"
    yield from _history(query, candidate, view)


def _words_between(query: Query, nearest: Event, text: str, distance: int) -> Iterator[str]:
    """Features of the words right after a mention and right before the pronoun."""
    part = query.role
    before = _BEFORE.search(text, max(0, query.start - 16), query.start)
    word = before.group(1).casefold() if before else ""
    leads = word if word in _LEADS else "preposition" if word in PREPOSITIONS else "none" if not word else "other"
    yield f"before={leads} role={nearest.role} distance={_count(distance, 2)}"
    if distance > 1:
        return
    after = text[nearest.end : nearest.end + 8]
    comma = after[:1] == ","
    follows = "who" if _WHO.match(after) else "comma" if comma else "mark" if after[:1] in "(.;:—" else "word"
    yield f"follows={follows} role={nearest.role} part={part}"
    if distance == 0:
        told = _TOLD.search(text, nearest.end, query.start) is not None
        yield f"told between={told} role={nearest.role} part={part}"
        yield f"quotation between={'“' in text[nearest.end : query.start] or DOUBLE in text[nearest.end : query.start]}"


def _history(query: Query, candidate: Candidate, view: View) -> Iterator[str]:
    """Features of all earlier mentions together: subjects, pronouns, how often of late."""
    subjects = [e for e in candidate.events if e.role == "subject"]
    if subjects:
        yield f"subject {_step(query.sentence - subjects[0].sentence)} part={query.role}"
        rivals = [c for c in view.candidates if c.entity.key != candidate.entity.key]
        latest = all(
            not (other := [e for e in c.events if e.role == "subject"]) or other[0].start < subjects[0].start
            for c in rivals
        )  # fmt: skip
        if latest:
            yield f"last subject part={query.role}"
    pronouns = [e for e in candidate.events if e.how == "pronoun"]
    if pronouns:
        yield f"pronoun {_step(query.sentence - pronouns[0].sentence)}"
    recent = sum(1 for e in candidate.events if query.sentence - e.sentence <= 3)
    yield f"of late={_count(recent, 4)}"
    first = min(
        (c.events[-1].start for c in view.candidates if c.events and c.events[0].sentence == query.sentence), default=-1
    )
    if any(e.sentence == query.sentence and e.start == first for e in candidate.events):
        yield f"first in sentence part={query.role}"
    if len(candidate.events) == 1 and candidate.events[0].full:
        yield "just introduced"


def _ahead(query: Query, event: Event, view: View) -> Iterator[str]:
    """Features of a mention after the pronoun in its sentence."""
    text, part = view.passages.text, query.role
    between = text[query.end : event.start]
    opening = text[view.passages.sentence_span(query.start).start : query.start]
    comma = "," in between
    yield f"ahead role={event.role} comma={comma} part={part}"
    yield f"ahead opening={_count(len(opening.split()), 4)} comma={comma}"
    yield f"ahead opening clause={not boundaries(text, query.start - len(opening), query.start)} comma={comma}"
    if part == "possessive" and len(between) < _KIN_REACH and not comma:
        yield "ahead belongs"
    yield f"ahead clauses={_count(boundaries(text, query.end, event.start))}"


def nobody(query: Query, view: View) -> Iterator[str]:
    """Features of the outcome that no candidate is meant."""
    yield "nobody"
    yield f"nobody part={query.role}"
    yield f"nobody speaking={query.speaking}"
    yield f"nobody of {_count(len(view.candidates), 4)}"
    nearest = max((c.events[0].sentence for c in view.candidates if c.events), default=-9)
    yield f"nobody nearest={_step(query.sentence - nearest)}"
    if query.gender != "u":
        yield f"nobody known={any(c.entity.gender == query.gender for c in view.candidates)}"


def looks(candidate: Candidate, view: View) -> tuple[float, ...]:
    """What the reader looked at between the pronoun and the candidate's nearest name; empty where that is unknown."""
    events = (*candidate.events, *([candidate.ahead] if candidate.ahead else []))
    event = next((e for e in events if e.how != "pronoun"), None)
    found = view.regard.of(Span(event.start, event.end)) if view.regard is not None and event is not None else None
    return found or ()


def probabilities(query: Query, view: View, tables: dict[str, dict[str, float]]) -> list[float]:
    """A probability for each candidate of the view, and a last one for nobody."""
    table = tables["weights" if view.regard is None else "watched"]
    scores = [sum(table.get(f, 0.0) for f in features(query, c, view)) for c in view.candidates]
    scores.append(sum(table.get(f, 0.0) for f in nobody(query, view)))
    if view.regard is not None:
        for place, candidate in enumerate(view.candidates):
            if found := looks(candidate, view):
                weights = tables["looks"]
                scores[place] += weights["known"] + sum(weights[str(i)] * value for i, value in enumerate(found))
    top = max(scores)
    odds = [math.exp(score - top) for score in scores]
    total = math.fsum(odds)
    return [odd / total for odd in odds]
