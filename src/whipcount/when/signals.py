"""What speaks for and against a day as that of a statement: the signals that ``weighing`` weighs.

For each statement the days that the story offers are gathered: the one that the rules gave, that of the lead, those
named last and next, those of the statements before and after, and those of the same speaker's other statements.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from whipcount.model import SaidOn
from whipcount.when.days import Days, Named
from whipcount.when.story import Story, said
from whipcount.when.vocabulary import (
    AUDIENCE,
    ELSEWHERE,
    EXCHANGE,
    FORMERLY,
    FUTURE_CUE,
    GATHERINGS,
    GOES_ON,
    HAD,
    NO_CARRY,
    PARTICIPLE,
    PAST,
    PERFECT,
    PRONOUNS,
    SAYING,
    SAYS,
    SPOKE,
    STATE,
    WROTE,
)

NEAR_AHEAD = 3  # paragraphs within which a day still to be named is thought of
FAR_AHEAD, FAR_BEHIND = 6, 8  # paragraphs; what is farther counts as so far
MANY = 45  # statements; a story with more counts as one with so many
MANY_OF_ONE, MANY_SPEAKERS, MANY_DAYS, MANY_OFFERED = 10, 15, 6, 5
LOOK_BACK, LOOK_AHEAD = 3, 2  # sentences naming a day, the nearest of which are asked for the speaker and the event
# Rules that infer a day from where a statement stands, which is weighed; the words of the others say what is dated.
INFERRED = frozenset(("carried", "carried_event", "carried_scene", "carried_today", "lead", "between", "same_sentence"))
Signal = tuple[str, float]

_TENSES = (  # the first that fits
    ("had", HAD.match), ("perfect", PERFECT.match), ("formerly", FORMERLY.search), ("future", FUTURE_CUE.match),
    ("says", SAYS.match), ("according", re.compile("according", re.I).match), ("participle", PARTICIPLE.match),
    ("state", STATE.match), ("present", NO_CARRY.match), ("saying", SAYING.search), ("spoke", SPOKE.search),
    ("past", PAST.search),
)  # fmt: skip
_AGES = ((-1, "to come"), (0, "0"), (1, "1"), (2, "2"), (7, "week"), (30, "month"))  # days before publication, at most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that statement ``i`` may have been said on, and what there is to weigh."""

    i: int
    said: SaidOn
    signals: tuple[Signal, ...]


def candidates(days: Days) -> Iterator[Candidate]:
    """Every day that the story offers for each statement that the rules left open or inferred a day for."""
    for position, i in enumerate(days.story.order):
        given = days.found[i]
        if given is not None and (given.precision != "day" or given.rule not in INFERRED):
            continue
        own = tuple(_of_statement(days, position, i))
        offered = _offered(days, position, i)
        for each in offered:
            day = (*_of_day(days, each), *_of_both(days, position, i, each))
            few = ("offered", min(len(offered), MANY_OFFERED) / MANY_OFFERED)
            yield Candidate(i, each, (*own, *(s for s in day if s[1]), few))


def _offered(days: Days, position: int, i: int) -> list[SaidOn]:
    story, at = days.story, days.story.anchors[i]
    k = bisect_left(days.starts, at)
    last = said(days.named[k - 1].expression) if k else None
    ahead = days.named[k] if k < len(days.named) else None
    near = ahead is not None and ahead.event.paragraph - story.place(i) <= NEAR_AHEAD
    following = said(ahead.expression) if ahead is not None and near else None
    own_before, own_after = days.same_speaker(position)
    others = (days.before(position), days.after(position), own_before, own_after)
    dates = (days.found[i], days.main_day, last, following, *(None if j is None else days.found[j] for j in others))
    offered: list[SaidOn] = []
    for each in dates:
        if each is not None and all(each.start != o.start for o in offered):
            offered.append(each)
    return offered


def tense(cue: str) -> str:
    """The time and kind of a cue."""
    return next((name for name, fits in _TENSES if fits(cue)), "other") if cue else "none"


def _of_statement(days: Days, position: int, i: int) -> Iterator[Signal]:
    story, cue, who = days.story, days.story.cues[i], days.story.who[i]
    yield f"tense={tense(cue)}", 1.0
    yield f"source={_source(story, i)}", 1.0
    place = story.place(i)
    after = _around_cue(story, i)
    content = story.attributions[i].content
    opening = story.text[content[0].start : content[0].start + 1] if content else ""
    holds = {
        "quoted": opening in set("\"'“‘"),
        "goes on": GOES_ON.search(cue) is not None,
        "elsewhere": ELSEWHERE.search(after) is not None,
        "wrote": WROTE.search(cue) is not None,
        "audience": AUDIENCE.search(after) is not None,
        "exchange": EXCHANGE.search(cue) is not None,
        f"kind={story.kinds[i]}": True,
        "headline": place == 0,
        "lead": place in (1, 2),
        "speaker is new": days.first[who] == position,
        "speaker in lead": bool(who) and who in days.lead_names,
    }
    yield from ((name, 1.0) for name, true in holds.items() if true)
    yield "far into the story", position / len(story.order)
    yield "bare group", float(story.kinds[i] == "group" and _source(story, i) in ("one word", "lower case"))
    yield "statements", min(len(story.order), MANY) / MANY
    yield "by speaker", min(days.statements[who] if who else 0, MANY_OF_ONE) / MANY_OF_ONE
    yield "speakers", min(len(days.statements), MANY_SPEAKERS) / MANY_SPEAKERS
    yield "told in the past", days.past
    yield "days named", min(len(days.of_day), MANY_DAYS) / MANY_DAYS


def _source(story: Story, i: int) -> str:
    source = story.attributions[i].source
    words = story.text[source[0].start : source[-1].end].split() if source else []
    if not words:
        return "none"
    first = words[0].casefold()
    if len(words) == 1 and first in PRONOUNS:
        return "pronoun"
    if first in ("the", "a", "an"):
        return "described"
    if words[0][0].islower():
        return "lower case"
    return "one word" if len(words) == 1 else "name" if len(words) <= 3 else "long"


def _around_cue(story: Story, i: int) -> str:
    """The cue and the words behind it that are neither source nor content."""
    attribution = story.attributions[i]
    if not attribution.cue:
        return story.cues[i]
    end = attribution.cue[-1].end
    return story.outside(attribution.cue[0].start, end + 50, attribution)


def _of_day(days: Days, offered: SaidOn) -> Iterator[Signal]:
    story, main = days.story, days.main
    if story.published is not None:
        ago = (story.published - offered.start).days
        yield f"ago={next((name for most, name in _AGES if ago <= most), 'longer')}", 1.0
    positions = days.of_day.get(offered.start, [])
    if positions:
        yield f"expression={days.named[positions[0]].expression.rule}", 1.0
    if days.main_day is None or days.main_day.start != offered.start:
        return
    yield "day of the lead", 1.0
    if main is not None:
        yield "lead: gathering", float(bool(main.nouns & GATHERINGS))
        yield "lead: debate", float("debate" in main.nouns)
        yield "lead: first paragraph", float(main.paragraph <= 1)
        yield "lead: somebody says", float(main.saying)
        yield "lead: sitting", float(main.sitting)
        yield "lead: vote or attack", float(main.silent)


def _of_both(days: Days, position: int, i: int, offered: SaidOn) -> Iterator[Signal]:
    story, day, given = days.story, offered.start, days.found[i]
    at, place = story.anchors[i], story.place(i)
    if given is not None:
        yield (f"rule={given.rule}" if given.start == day else "rules say another day"), 1.0
    positions = days.of_day.get(day, [])
    k = bisect_left(positions, bisect_left(days.starts, at))
    behind, ahead = positions[max(0, k - LOOK_BACK) : k], positions[k : k + LOOK_AHEAD]
    if behind:
        yield "another day since", float(days.last_named(at) != day)
        yield "same paragraph", float(place == days.named[behind[-1]].event.paragraph)
        yield "one paragraph back", float(place - days.named[behind[-1]].event.paragraph == 1)
    yield "day named last", float(days.last_named(at) == day)
    gap = days.named[ahead[0]].event.paragraph - place if ahead else FAR_AHEAD
    yield "paragraphs ahead", min(max(gap, 0), FAR_AHEAD) / FAR_AHEAD
    yield "one paragraph ahead", float(gap == 1)
    yield from _of_sentences(days, i, [days.named[p] for p in (*behind, *ahead)])
    yield from _of_other_times(days, i, day)
    yield from _of_scene(days, i, day)
    before = days.before(position)
    same = None if before is None else days.found[before]
    close = before is not None and same is not None and same.start == day
    distance = min(place - story.place(before), FAR_BEHIND) if close and before is not None else FAR_BEHIND
    yield "behind its last statement", distance / FAR_BEHIND
    earlier = days.same_speaker(position)[0]
    earlier_day = None if earlier is None else days.found[earlier]
    yield "speaker was on that day", float(earlier_day is not None and earlier_day.start == day)
    yield "speaker was on another day", float(earlier_day is not None and earlier_day.start != day)
    following = days.after(position)
    next_day = None if following is None else days.found[following]
    yield "between two of it", float(close and next_day is not None and next_day.start == day)
    yield "same paragraph as its last", float(close and distance == 0)
    own = days.same_speaker(position)[1]
    own_day = None if own is None else days.found[own]
    yield "speaker goes on that day", float(own_day is not None and own_day.start == day)
    yield "named in the words", float(day in days.within(i))


def _of_sentences(days: Days, i: int, near: list[Named]) -> Iterator[Signal]:
    """What the sentences say that name the day."""
    story, who = days.story, days.story.who[i]
    sentence = story.sentence(i)
    yield "in the sentence", float(any(story.passages.sentence(n.expression.span.start) == sentence for n in near))
    yield "speaker named there", float(bool(who) and any(who in n.event.names for n in near))
    yield "gathering there", float(any(n.event.nouns & GATHERINGS for n in near))
    yield "sitting there", float(any(n.event.sitting for n in near))
    yield "vote or attack there", float(any(n.event.silent for n in near))
    yield "event there", float(any(n.tells for n in near))


def _of_scene(days: Days, i: int, day: date) -> Iterator[Signal]:
    """Whether the statement goes on at the occasion of the lead, where the day is that of the lead."""
    room = days.room
    if room is None or room.scene.day != day:
        return
    yield "scene told later", float(days.story.anchors[i] < room.scene.start)
    if room.here[i]:
        yield from ((f"scene={kind}", 1.0) for kind in sorted(room.scene.kinds))
        yield "scene: office", float(room.office(i))
        # Nobody need speak where somebody died or a poll came out.
        spoken = bool(room.scene.kinds) or days.main is None or not days.main.silent
        yield "scene: unbroken", float(spoken and room.unbroken[i])


def _of_other_times(days: Days, i: int, day: date) -> Iterator[Signal]:
    """What other times stand beside the statement."""
    inside = days.in_sentence(i)
    yield "longer time in the sentence", float(any(e.precision != "day" for e in inside))
    yield "other day in the sentence", float(any(e.precision == "day" and e.start != day for e in inside))
    yield "longer time in the paragraph", float(days.longer_before(i))
