"""Which expression of time, if any, dates an act of speech: one reading in text order, then a look to both sides."""

from __future__ import annotations

from dataclasses import replace

from whipcount.model import SaidOn
from whipcount.when.carry import CARRY_PARAGRAPHS, carried
from whipcount.when.entries import Entries
from whipcount.when.events import Event, Found, Memory
from whipcount.when.neighbours import PASSES
from whipcount.when.sentence import article, own, told
from whipcount.when.story import Story
from whipcount.when.vocabulary import HAD, NO_CARRY, PERFECT
from whipcount.when.weighing import weighed, weights


def date_statements(story: Story) -> tuple[SaidOn | None, ...]:
    """Date every statement that the text dates, in the order of the attributions."""
    events = list(told(story))
    found = by_rules(story, events)
    if story.published is None:
        return tuple(found)
    return tuple(weighed(story, found, events, weights()))


def by_rules(story: Story, events: list[Event]) -> Found:
    """The dates that the rules give, before they are weighed against what else the story offers."""
    found = _read(story, events)
    for fill in PASSES:
        found = fill(story, found, events)
    return found


def _read(story: Story, events: list[Event]) -> Found:
    """Date statements in text order by their own sentence or by what was told before them."""
    found: Found = [None] * len(story.attributions)
    memory, entries, upcoming = Memory(), Entries(story), 0
    for i in story.order:
        while upcoming < len(events) and events[upcoming].start < story.anchors[i]:
            memory.keep(events[upcoming])
            upcoming += 1
        date = _own(story, i, memory)
        if date is not None:
            memory.keep(_event(story, i, date))
            memory.undated.discard(story.who[i])
        else:
            date = article(story, i) or entries.date(i, memory) or carried(story, i, memory)
            _remember(story, i, date, memory)
        found[i] = date
    return found


def _own(story: Story, i: int, memory: Memory) -> SaidOn | None:
    """The date in the sentence; "this year" says less than the day of the event that the speaker goes on at."""
    date = own(story, story.attributions[i])
    running = memory.by_subject.get(story.who[i])
    if date is None or running is None or not date.rule.startswith("this_"):
        return date
    near = story.place(i) - running.paragraph <= CARRY_PARAGRAPHS
    return None if near and date.start <= running.said.start <= date.end else date


def _event(story: Story, i: int, date: SaidOn) -> Event:
    cue, who = story.cues[i], story.who[i]
    present = NO_CARRY.match(cue) is not None and not PERFECT.match(cue)
    event = story.event(date, story.anchors[i], who)
    earlier = HAD.match(cue) is not None
    return replace(event, speaker=who, present=present, earlier=earlier, others=story.together[i])


def _remember(story: Story, i: int, date: SaidOn | None, memory: Memory) -> None:
    if date is None and story.named[i]:
        memory.undated.add(story.who[i])
    elif date is not None and date.rule in ("carried", "carried_event"):
        memory.goes_on(story.who[i], story.place(i))
    elif date is not None and date.rule in ("carried_scene", "carried_today", "same_day", "event_named"):
        memory.joins(_event(story, i, date))
