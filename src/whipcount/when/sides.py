"""Dates that statements take from those before and after them, where both are of one day."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from whipcount.model import SaidOn
from whipcount.when.events import Event, Found
from whipcount.when.story import Story
from whipcount.when.vocabulary import FORMERLY, PERFECT, SAYING, SAYS, SPOKE, STATE

RUN_LENGTH = 2  # undated statements between two of one day
RUN_GAP = 3  # paragraphs between these two


def speaks(cue: str) -> bool:
    """True for verbs of saying, in the simple past or in the present in which some stories are told."""
    return SAYING.search(cue) is not None or SPOKE.search(cue) is not None or SAYS.match(cue) is not None


def of_then(cue: str) -> bool:
    """False for what was before the day that a story tells of: "has said", "previously called"."""
    return not PERFECT.match(cue) and not FORMERLY.search(cue)


def between(story: Story, found: Found, _: list[Event]) -> Found:
    """What stands between two statements of one day was said that day too."""
    made = list(found)
    known = [k for k, i in enumerate(story.order) if found[i] is not None]
    for a, b in pairwise(known):
        i, j = story.order[a], story.order[b]
        day = _one_day(found[i], found[j])
        if day is None or not 1 < b - a <= RUN_LENGTH + 1 or story.place(j) - story.place(i) > RUN_GAP:
            continue
        for k in story.order[a + 1 : b]:
            if of_then(story.cues[k]) and speaks(story.cues[k]):
                made[k] = replace(day, rule="between")
    return made


def _one_day(first: SaidOn | None, last: SaidOn | None) -> SaidOn | None:
    if first is None or last is None or first.precision != "day" or first.start != last.start:
        return None
    return None if "article" in (first.rule, last.rule) else first


def same_speaker(story: Story, found: Found, _: list[Event]) -> Found:
    """What somebody says between two statements that he or she made on one day was said then, in whatever tense."""
    made = list(found)
    last: dict[str, int] = {}
    waiting: dict[str, list[int]] = {}
    for j in story.order:
        who = story.who[j]
        if made[j] is None:
            waiting.setdefault(who, []).append(j)
            continue
        i = last.get(who)
        day = None if i is None or not who else _one_day(made[i], made[j])
        if i is not None and day is not None and story.place(j) - story.place(i) <= RUN_GAP:
            for k in waiting.get(who, []):
                if of_then(story.cues[k]) and not STATE.match(story.cues[k]):
                    made[k] = replace(day, rule="between")
        last[who], waiting[who] = j, []
    return made
