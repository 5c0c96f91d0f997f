"""The days that a story names and those that the rules gave its statements, looked up once for all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date

from whipcount.model import SaidOn
from whipcount.when.events import LEAD_PARAGRAPHS, Event, Found
from whipcount.when.expressions import Expression
from whipcount.when.scene import Room, scene_of
from whipcount.when.story import REACH, Story, said
from whipcount.when.vocabulary import NAME, SAYING, SPOKE

LEAD = 2  # paragraphs whose names the story is about


@dataclass(frozen=True, slots=True)
class Named:
    """A day that the narrator names, the sentence that it stands in, and whether that tells of an event."""

    expression: Expression
    event: Event
    tells: bool


class Days:
    """What there is to ask about the days of a story; answers come from look-ups, whatever its length."""

    def __init__(self, story: Story, found: Found, events: list[Event]) -> None:
        self.story, self.found = story, found
        telling = {e.start for e in events}
        self.named = [
            Named(e, story.event(said(e), e.span.start), e.span.start in telling)
            for e in story.expressions
            if e.precision == "day" and not e.future and _outside(story, e)
        ]
        self.starts = [n.expression.span.start for n in self.named]
        self.of_day: dict[date, list[int]] = {}
        for position, each in enumerate(self.named):
            self.of_day.setdefault(each.expression.start, []).append(position)
        self.main = next((e for e in events if e.paragraph <= LEAD_PARAGRAPHS and not e.earlier), None)
        self.main_day = self._main_day()
        day = self.main_day
        self.room = None if day is None else Room(story, scene_of(story, day.start, self._told_at()))
        self.statements = Counter(story.who)
        self.first: dict[str, int] = {}
        for position, i in enumerate(story.order):
            self.first.setdefault(story.who[i], position)
        self.lead_names = _lead_names(story)
        told = sum(SAYING.search(c) is not None or SPOKE.search(c) is not None for c in story.cues)
        self.past = told / max(1, len(story.cues))
        self._before = self._nearest(range(len(story.order)))
        self._after = self._nearest(range(len(story.order) - 1, -1, -1))

    def _main_day(self) -> SaidOn | None:
        """The day of the event of the lead, or one named there."""
        if self.main is not None:
            return self.main.said
        first = self.named[0] if self.named else None
        return said(first.expression) if first is not None and first.event.paragraph <= LEAD_PARAGRAPHS else None

    def _told_at(self) -> int:
        """Where the day of the lead is named."""
        return self.main.start if self.main is not None else self.starts[0] if self.starts else 0

    def _nearest(self, positions: range) -> list[tuple[int | None, int | None]]:
        """For each position the nearest statement with a day on one side: anybody's, and the same speaker's."""
        nearest: list[tuple[int | None, int | None]] = [(None, None)] * len(positions)
        latest: int | None = None
        by_speaker: dict[str, int] = {}
        for position in positions:
            i = self.story.order[position]
            who, day = self.story.who[i], self.found[i]
            nearest[position] = (latest, by_speaker.get(who) if who else None)
            if day is not None and day.precision == "day":
                latest = by_speaker[who] = i
        return nearest

    def before(self, position: int) -> int | None:
        """The statement with a day that stands last before a position in the order of the text."""
        return self._before[position][0]

    def after(self, position: int) -> int | None:
        """The next statement with a day behind a position in the order of the text."""
        return self._after[position][0]

    def same_speaker(self, position: int) -> tuple[int | None, int | None]:
        """The nearest statements of the same speaker with a day, before and behind."""
        return self._before[position][1], self._after[position][1]

    def last_named(self, at: int) -> date | None:
        """The day that the narrator named last before an offset."""
        k = bisect_left(self.starts, at)
        return self.named[k - 1].expression.start if k else None

    def within(self, i: int) -> set[date]:
        """The days named in what a statement says."""
        story = self.story
        return {e.start for s, t in story.attributions[i].content for e in self._between(s, t) if e.precision == "day"}

    def in_sentence(self, i: int) -> list[Expression]:
        """Expressions of time in the sentence of a statement, outside what anybody says."""
        at = self.story.anchors[i]
        start, end = self.story.passages.sentence_span(at)
        near = self._between(max(start, at - REACH), min(end, at + REACH))
        return [e for e in near if _outside(self.story, e)]

    def longer_before(self, i: int) -> bool:
        """True where a month or a year is named in the paragraph before a statement."""
        at = self.story.anchors[i]
        start = max(self.story.passages.paragraph_span(at).start, at - REACH)
        return any(e.precision in ("month", "year") for e in self._between(start, at) if not self._said(e))

    def _said(self, e: Expression) -> bool:
        return self.story.in_content(e.span.start)

    def _between(self, start: int, end: int) -> list[Expression]:
        story = self.story
        return story.expressions[bisect_left(story.starts, start) : bisect_left(story.starts, end)]


def _outside(story: Story, e: Expression) -> bool:
    return not story.in_content(e.span.start) and not story.quoted(e.span.start)


def _lead_names(story: Story) -> frozenset[str]:
    """The names in headline and lead, folded."""
    last = next((p.start for p in story.passages.paragraphs if story.paragraph(p.start) > LEAD), len(story.text))
    return frozenset(m.group().casefold() for m in NAME.finditer(story.text, 0, last))
