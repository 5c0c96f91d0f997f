"""The occasion that a story reports (a council, a court, a news conference, a crowd), and who goes on speaking at it.

A report names the day of a meeting once, in the lead, and then quotes from it for ten paragraphs. What it tells in the
simple past is of the meeting, and less so once something was told of another occasion ("in an email", "has said").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from whipcount.when.occasions import AWAY, BODIES, KINDS, OFFICE, TOLD
from whipcount.when.story import REACH, Story, plain
from whipcount.when.vocabulary import FORMERLY, NO_CARRY, PERFECT, PERIOD, WORD

LEAD = 4  # paragraphs that may tell what kind of occasion it is
LEAD_CHARACTERS = 1800  # behind where the day is named, in which they do
BESIDE = 60  # characters around a name that may say what its bearer is
WHERE_MANY_SPEAK = frozenset(("sitting", "meeting"))


@dataclass(frozen=True, slots=True)
class Scene:
    """The occasion of the lead: its day, the offset from which it is told, and what kinds of occasion it may be."""

    day: date
    start: int
    kinds: frozenset[str]


def scene_of(story: Story, day: date, start: int) -> Scene:
    """What the headline and the first paragraphs say of the occasion that the lead dates."""
    end = next((p.end for p in story.passages.paragraphs if story.paragraph(p.start) >= LEAD), len(story.text))
    words = story.text[: min(end, start + LEAD_CHARACTERS)]
    return Scene(day, start, frozenset(kind for kind, fits in KINDS.items() if fits.search(words)))


class Room:
    """Which statements may belong to a scene, looked up once for all of them.

    ``here`` where a statement is told in the simple past and of no other occasion; ``unbroken`` where so is everything
    before it, back to where the scene is first told.
    """

    def __init__(self, story: Story, scene: Scene) -> None:
        self.story, self.scene = story, scene
        self._first: dict[str, int] = {}  # where each word stands first
        for word in WORD.finditer(story.text):
            self._first.setdefault(plain(word.group()), word.start())
        speakers = frozenset(story.who)
        self.here = [simple_past(cue) and not _away(story, i, speakers) for i, cue in enumerate(story.cues)]
        self.unbroken = [False] * len(self.here)
        whole = True
        for i in story.order:
            self.unbroken[i] = whole
            if story.anchors[i] >= scene.start:
                whole = whole and self.here[i]

    def office(self, i: int) -> bool:
        """True for whoever holds an office where a body sits or meets."""
        if not self.scene.kinds & WHERE_MANY_SPEAK:
            return False
        source, who = self.story.attributions[i].source, self.story.who[i]
        own = self.story.text[source[0].start : source[-1].end + BESIDE // 2] if source else ""
        return OFFICE.search(own) is not None or (bool(who) and self._introduced(who))

    def _introduced(self, who: str) -> bool:
        """True where a name first stands beside an office."""
        at = self._first.get(who)
        if at is None:
            return False
        start, end = self.story.passages.sentence_span(at)
        return OFFICE.search(self.story.text, max(start, at - BESIDE), min(end, at + len(who) + BESIDE)) is not None


def simple_past(cue: str) -> bool:
    """True for what is told as done then: no state, no present, no "has said", no "once"."""
    return bool(cue) and not NO_CARRY.match(cue) and not PERFECT.match(cue) and not FORMERLY.search(cue)


def _away(story: Story, i: int, speakers: frozenset[str]) -> bool:
    """True for what is said on another occasion than the one that the story reports, or to a newspaper."""
    around = _around(story, i)
    if AWAY.search(around) or PERIOD.match(around):
        return True
    to = (match[1] for match in TOLD.finditer(around))
    return any(not BODIES.search(name) and speakers.isdisjoint(map(plain, name.split())) for name in to)


def _around(story: Story, i: int) -> str:
    """The sentence of a statement without what the statement says."""
    at = story.anchors[i]
    start, end = story.passages.sentence_span(at)
    start, end = max(start, at - REACH), min(end, at + REACH)
    kept: list[str] = []
    for s, t in story.attributions[i].content:
        if s < end and t > start:
            kept.append(story.text[start : max(start, s)])
            start = max(start, t)
    return " ".join((*kept, story.text[start:end]))
