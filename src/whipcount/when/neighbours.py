"""Dates that statements take from later ones, once the text has been read through, and the order of all such passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from whipcount.model import SaidOn
from whipcount.when.carry import CARRY_PARAGRAPHS
from whipcount.when.events import LEAD_PARAGRAPHS, Event, Found, again
from whipcount.when.sides import between, same_speaker
from whipcount.when.story import REACH, Story, said
from whipcount.when.vocabulary import FORMERLY, HAD, NO_CARRY, PARTICIPLE, PAST, PERFECT, REMARKS, SAYING, SAYS

LEAD_STATEMENTS = 4
LOOK_AHEAD = 14  # statements after one of the lead among which its speaker's date is sought


def lead(story: Story, found: Found, events: list[Event]) -> Found:
    """A headline and a lead tell what the same speaker's next statements date."""
    made = list(found)
    for position, i in enumerate(story.order[:LEAD_STATEMENTS]):
        paragraph = story.place(i)
        late = paragraph > LEAD_PARAGRAPHS or (paragraph > 1 and NO_CARRY.match(story.cues[i]) is not None)
        if made[i] is not None or late or not story.named[i] or _background(story.cues[i]):
            continue
        ahead = [j for j in story.order[position + 1 : position + 1 + LOOK_AHEAD] if not HAD.match(story.cues[j])]
        j = next((j for j in ahead if story.who[j] == story.who[i] and made[j] is not None), None)
        date = None if j is None else made[j]
        if j is not None and date is not None and date.precision == "day" and not _other(story, i, date, events):
            made[i] = replace(date, rule="lead") if story.place(j) <= paragraph + CARRY_PARAGRAPHS else None
    return made


def _other(story: Story, i: int, date: SaidOn, events: list[Event]) -> bool:
    """True where the lead has told of another day already, at which the statement may have been made."""
    before = (e for e in events if e.start < story.anchors[i] and not e.earlier)
    return any(e.said.start != date.start for e in before)


def _background(cue: str) -> bool:
    """Headlines speak in the present; "angered by", "led" tell what was before."""
    return SAYING.search(cue) is None and (PARTICIPLE.match(cue) or PAST.search(cue)) is not None


def headline(story: Story, found: Found, events: list[Event]) -> Found:
    """A headline tells what the lead dates."""
    made = list(found)
    main = next((e for e in events if e.paragraph > 0 and not e.earlier), None)
    if main is None or main.paragraph > LEAD_PARAGRAPHS:
        return made
    for i in story.order:
        if story.place(i) > 0:
            break
        if made[i] is None and not PERFECT.match(story.cues[i]) and not _background(story.cues[i]):
            made[i] = again(main, "lead")
    return made


def wire(story: Story, found: Found, _: list[Event]) -> Found:
    """Some stories say "says" throughout for what their lead dates."""
    made = list(found)
    style: dict[str, tuple[SaidOn, int]] = {}
    for i in story.order:
        who, paragraph, date = story.who[i], story.place(i), made[i]
        if not who or not SAYS.match(story.cues[i]):
            continue
        if date is not None and date.rule in ("lead", "weekday") and paragraph in (1, 2):
            style[who] = (date, paragraph)
        elif date is None and who in style and paragraph - style[who][1] <= CARRY_PARAGRAPHS:
            made[i] = replace(style[who][0], rule="wire")
    return made


def remarks(story: Story, found: Found, _: list[Event]) -> Found:
    """Some stories quote first and date later: "she made her remarks on Monday"."""
    made = list(found)
    ahead: list[Event] = []
    for e in story.expressions:
        start, end = story.passages.sentence_span(e.span.start)
        start, end = max(start, e.span.start - REACH), min(end, e.span.end + REACH)
        dates = e.precision == "day" and not e.future and REMARKS.search(story.text, start, end) is not None
        if dates and not story.quoted(e.span.start) and not story.in_content(e.span.start):
            ahead.append(replace(story.event(said(e), e.span.start), start=start))
    for i in reversed(story.order):
        at, who = story.anchors[i], story.who[i]
        while ahead and ahead[-1].start > at and len(ahead) > 1 and ahead[-2].start > at:
            ahead.pop()
        if not ahead or ahead[-1].start <= at or made[i] is not None or not who or PERFECT.match(story.cues[i]):
            continue
        event = ahead[-1]
        if (who in event.names or who == event.subject) and event.paragraph - story.place(i) <= CARRY_PARAGRAPHS:
            made[i] = again(event, "remarks")
    return made


def participles(story: Story, found: Found, _: list[Event]) -> Found:
    """A participle ("…, adding that") is of the same time as the statement that it hangs on or goes on from."""
    made = list(found)
    latest: dict[str, int] = {}
    for i in story.order:
        who = story.who[i]
        before = latest.get(who)
        date = None if before is None else made[before]
        if made[i] is None and before is not None and date is not None and _hangs_on(story.cues[i]):
            if story.sentence(i) == story.sentence(before):
                made[i] = replace(date, rule="same_sentence")
            elif date.precision == "day" and story.place(i) - story.place(before) <= 1:
                made[i] = replace(date, rule="carried")
        if made[i] is not None:
            latest[who] = i
    return made


def _hangs_on(cue: str) -> bool:
    return PARTICIPLE.match(cue) is not None and FORMERLY.search(cue) is None


PASSES: tuple[Callable[[Story, Found, list[Event]], Found], ...] = (
    lead, headline, wire, remarks, between, same_speaker, participles,
)  # fmt: skip
"""In this order; each fills what those before it left open."""
