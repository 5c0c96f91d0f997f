"""Live blogs, diaries and newsletters: what stands under a clock time or a dated heading was said then."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from whipcount.model import SaidOn, Span
from whipcount.when.events import Memory
from whipcount.when.story import Story, said
from whipcount.when.vocabulary import FORMERLY, FUTURE_CUE, PAST, PERFECT, PERIOD, STATE, TURNS

CLOCKS = 3  # paragraphs that begin with a time of day, from which a text is a record of one day
HEADINGS = 2  # days in headings, from which they divide a text; one alone says when it was put out
_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = re.compile(  # "7.05am", "18:20 The chair …", "2:45 p.m. ET:"; no "10.5 million", no "00:12:03" of a recording
    rf"\W{{0,5}}(?:[Uu]pdated (?:at )?)?(?P<clock>{_HOUR}(?:[.:][0-5]\d)? ?(?:[ap]\.?m\b\.?)|{_HOUR}[.:][0-5]\d)"
    r"(?![.:]?\d)(?: ?[A-Z]{2,4}\b)?(?=[ \u00a0]?[,:–—-]|\s*[\"“‘A-Z\[]|\s*\Z)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of text from ``start`` to the next one, and the day that its head gives."""

    start: int
    said: SaidOn


class Entries:
    """The entries of a text that is divided by times of day or by dated headings; none for any other text."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._entries = list(_entries(story))
        self._starts = [entry.start for entry in self._entries]

    def date(self, i: int, memory: Memory) -> SaidOn | None:
        """The day of the entry, for what is told as happening in it."""
        at = self.story.anchors[i]
        position = bisect_right(self._starts, at) - 1
        if position < 0 or not self._of_then(i, at):
            return None
        entry, who = self._entries[position], self.story.who[i]
        for event in (memory.by_subject.get(who), memory.aside.get(who)):
            if event is not None and event.start >= entry.start and event.said.start != entry.said.start:
                return None  # the speaker goes on with what was said on the other day
        return entry.said

    def _of_then(self, i: int, at: int) -> bool:
        cue = self.story.cues[i]
        if self.story.kinds[i] == "group" and not PAST.search(cue):
            return False  # "Economists doubt", "Critics say": at any time
        if cue in TURNS or PERIOD.match(self.story.text, self.story.passages.sentence_span(at).start):
            return False
        return not any(
            found for found in (STATE.match(cue), PERFECT.match(cue), FORMERLY.search(cue), FUTURE_CUE.match(cue))
        )


def _entries(story: Story) -> Iterator[Entry]:
    headings = [(start, said(e)) for start, e in story.headings]
    divided = len({day.start for _, day in headings}) >= HEADINGS
    if divided:
        yield from (Entry(start, replace(day, rule="heading")) for start, day in headings)
        return
    clocks = [Span(*m.span("clock")) for s, e in story.passages.paragraphs if (m := _CLOCK.match(story.text, s, e))]
    if len(clocks) < CLOCKS:
        return
    day = headings[0][1].start if headings else _day(story, clocks[0].start)
    if day is not None:
        yield from (Entry(clock.start, SaidOn(day, day, "day", (clock,), "entry")) for clock in clocks)


def _day(story: Story, end: int) -> date | None:
    """The day that times of day are of: that of publication, unless what stands above them names only another."""
    named = {
        e.start
        for e in story.expressions
        if e.span.start < end and e.precision == "day" and not story.quoted(e.span.start)
    }
    if not named or story.published in named:
        return story.published
    return named.pop() if len(named) == 1 else None
