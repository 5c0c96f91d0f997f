"""Dates within one sentence: which expression dates an act of speech, and which dates something the narrator tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from whipcount.model import Attribution, SaidOn, Span
from whipcount.when.events import Event
from whipcount.when.expressions import Expression
from whipcount.when.story import REACH, Story, said
from whipcount.when.vocabulary import (
    AT_THE_END,
    BACKGROUND,
    BOUND,
    CAME_OUT,
    CLAUSE,
    COMING,
    DESCRIBED,
    EVENT,
    FUTURE,
    FUTURE_CUE,
    HAD,
    HAS,
    HELD,
    LIFE,
    PRESENT,
    PUT_OUT,
    RELATIVE_CLAUSE,
    RELATIVE_FIRST,
    SITTING,
    SPEECH_EVENT_BEFORE,
    SUBORDINATE,
    TOGETHER,
    TURN,
    WRITER,
)

HISTORY = 30  # days before publication
LEAD = 2  # paragraphs in which what somebody says may tell what the story is about
# How directly an expression dates the cue: the less, the nearer. The second number is characters between them.
_Rank = tuple[int, int]


def own(story: Story, attribution: Attribution) -> SaidOn | None:
    """The expression in the sentence of the cue that dates the saying."""
    pieces = attribution.cue or attribution.source
    if not pieces:
        return None
    cue = pieces[0]
    sentence = story.passages.sentence_span(cue.start)
    low = bisect_left(story.starts, max(min(sentence.start, cue.start), cue.start - REACH))
    high = bisect_left(story.starts, min(max(sentence.end, cue.end), cue.end + REACH))
    ranked: list[tuple[_Rank, Expression]] = []
    for expression in story.expressions[low:high]:
        rank = _rank(story, expression, attribution, cue)
        if rank is not None:
            ranked.append((rank, expression))
    if not ranked:
        return None
    ranked.sort(key=lambda r: r[0])
    best = ranked[0][1]
    for _, other in ranked[1:]:  # "last week … on Friday": the day within the week
        if other.precision == "day" != best.precision and best.start <= other.start <= best.end:
            best = other
    return said(best)


def article(story: Story, i: int) -> SaidOn | None:
    """What the writer says in the present is said in the article itself, whose date is that of its publication."""
    attribution = story.attributions[i]
    if story.published is None or len(attribution.source) != 1:
        return None
    start, end = attribution.source[0]
    if story.text[start:end] not in WRITER or story.passages.quoted(start) or not PRESENT.match(story.cues[i]):
        return None
    if TURN.match(story.text, story.passages.paragraph_span(start).start):
        return None
    return SaidOn(story.published, story.published, "day", (attribution.source[0],), "article")


def told(story: Story) -> Iterator[Event]:
    """Dated events in the narrator's own words."""
    alone = {at for at, _ in story.headings}
    for e in story.expressions:
        start = e.span.start
        if start in alone:
            continue  # a heading tells of nothing
        if e.future or e.precision != "day" or story.quoted(start) or _history(story, e) or not _tells(story, e):
            continue
        # "… had said on Saturday" is told as what was before the rest.
        yield replace(story.event(said(e), start), earlier=HAD.search(_phrase(story, start)) is not None)


def _tells(story: Story, e: Expression) -> bool:
    """True where the words around a date tell of something that happened on it."""
    start, end = e.span
    sentence, before = story.passages.sentence_span(start), _before(story, start)
    behind = RELATIVE_CLAUSE.split(story.text[end : min(sentence.end, end + 60)])[0]
    around = story.text[max(sentence.start, start - 90) : end] + behind
    if BOUND.search(before) or FUTURE.search(around) or LIFE.search(around):
        return False
    if _possessive(story, e, before) and not EVENT.search(story.text[end + 2 : end + 40]):
        return False
    if story.in_content(start):  # "… for a man who interrupted him during a rally in Ohio on Sunday"
        return story.paragraph(start) <= LEAD and HELD.search(_phrase(story, start)) is not None
    return not _aside(before)


def _history(story: Story, e: Expression) -> bool:
    """True for days long gone, which stories tell as background."""
    return story.published is not None and (story.published - e.start).days > HISTORY


def _rank(story: Story, e: Expression, attribution: Attribution, cue: Span) -> _Rank | None:
    """How directly an expression dates the cue; None where it dates something else."""
    start = e.span.start
    if e.future or any(s <= start < t for s, t in attribution.content) or story.quoted(start):
        return None
    if cue.start <= start < cue.end:
        return (0, 0)
    if e.precision == "day" and HAS.match(story.text, cue.start, cue.end):
        return None
    before = _before(story, start)
    if FUTURE_CUE.match(story.text, cue.start, cue.end) or BOUND.search(before) or _possessive(story, e, before):
        return None
    for s, t in attribution.source:
        if s <= start < t:
            words = story.text[max(s, start - REACH) : start]
            return (3, 0) if EVENT.search(words) or PUT_OUT.search(words) else None
    if start >= cue.end and (e.precision == "day" or not story.in_content(start)):
        return _after(story, start, attribution, cue)
    return None if story.in_content(start) else _ahead(story, e.span, attribution, cue)


def _after(story: Story, start: int, attribution: Attribution, cue: Span) -> _Rank | None:
    """An expression behind the cue: "said … on Friday"."""
    if AT_THE_END.search(_phrase(story, start)):
        return (1, start - cue.end)
    between = TOGETHER.sub(" ", story.outside(cue.end, start, attribution))
    if CLAUSE.search(between) or FUTURE.search(between) or LIFE.search(between) or re.search(r"[;:]", between):
        return None
    return None if COMING.search(_before(story, cue.start)) else (1, start - cue.end)


def _ahead(story: Story, span: Span, attribution: Attribution, cue: Span) -> _Rank | None:
    """An expression before the cue: "On Friday, … said", "Berg on Friday said"."""
    source = attribution.source
    if source and 0 <= span.start - source[-1].end <= len(" on ") and 0 <= cue.start - span.end <= len(", "):
        return (1, 0)
    if source and story.text[slice(*source[0])].casefold() in DESCRIBED:
        return None
    between = story.outside(span.end, cue.start, attribution)
    if FUTURE.search(between) or re.search(r";|, (?:and|but|yet|so)\b", between):
        return None
    phrase = _phrase(story, span.start)
    if AT_THE_END.search(phrase):
        return (2, cue.start - span.end)
    if _aside(_before(story, span.start)) or BACKGROUND.search(phrase) or _insertion(story, span, phrase):
        return None
    return (2, cue.start - span.end)


def _before(story: Story, start: int) -> str:
    """The words before an expression, in its sentence."""
    return story.text[max(story.passages.sentence_span(start).start, start - 40) : start]


def _phrase(story: Story, start: int) -> str:
    """The words before an expression back to a comma or the beginning of its sentence."""
    return story.text[max(story.passages.sentence_span(start).start, start - REACH) : start].split(",")[-1]


def _aside(before: str) -> bool:
    """True in a subordinate clause, which has its own time; an interview "that aired Friday" was on Friday."""
    segment = re.split(r"[,;—–(]", before)[-1]
    return SUBORDINATE.search(segment) is not None and not CAME_OUT.search(segment)


def _insertion(story: Story, span: Span, phrase: str) -> bool:
    """True in ", who dropped out of the race last September, ", which tells of another time."""
    return RELATIVE_FIRST.match(phrase) is not None and story.text[span.end : span.end + 1] == ","


def _possessive(story: Story, e: Expression, before: str) -> bool:
    """True for "Monday’s vote", which dates the vote; "in Monday’s speech" dates what is said there."""
    end = e.span.end
    if story.text[end : end + 2] not in ("’s", "'s"):
        return False
    behind = story.text[end + 2 : end + 40]
    return not (SPEECH_EVENT_BEFORE.search(before) and (EVENT.search(behind) or SITTING.search(behind)))
