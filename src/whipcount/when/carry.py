"""Which event told before, if any, a statement without a date of its own belongs to."""

from __future__ import annotations

from whipcount.model import SaidOn
from whipcount.when.events import Event, Memory, again
from whipcount.when.story import REACH, Story
from whipcount.when.vocabulary import (
    AT_THE_TIME,
    DOCUMENT,
    EVENT_AGAIN,
    EVENT_IN,
    FORMERLY,
    NO_CARRY,
    ON_AIR,
    PAPERS,
    PAST,
    PERFECT,
    PERIOD,
    PLURAL,
    POINTERS,
    QUICKLY,
    RELATIVE,
    SAYING,
    SOON,
    SOON_AFTER,
    TURNS,
    WORD,
)

SCENE_PARAGRAPHS = 2  # how far a dated scene holds for whoever acts in it
CARRY_PARAGRAPHS = 8  # how far an event goes on without being named or dated again
BEHIND = 60  # characters behind a cue that may say when
MANY_TURNS = 4
SHORT_SOURCE = 4  # words; a longer source introduces somebody


def carried(story: Story, i: int, memory: Memory) -> SaidOn | None:
    """The date of an event told before, where the words belong to it."""
    cue, latest = story.cues[i], memory.latest
    if cue in TURNS:
        meeting = memory.meetings[0] if memory.meetings else _of_turns(story, memory)
        if meeting is not None:
            return again(meeting, "transcript")
    if latest is not None and _soon(story, i) and not NO_CARRY.match(cue):
        return again(latest, "same_day")
    named = _named_event(story, i, memory)
    if named is not None:
        return again(named, "event_named")
    start = story.passages.sentence_span(story.anchors[i]).start
    if latest is not None and AT_THE_TIME.match(story.text, start) and latest.paragraph == story.place(i):
        return again(latest, "same_day")
    if PERIOD.match(story.text, start) or FORMERLY.search(cue):
        return None
    return _by_speaker(story, i, memory) or _by_scene(story, i, memory)


def _of_turns(story: Story, memory: Memory) -> Event | None:
    """What the lead tells of, where a text is hardly anything but turns of a conversation."""
    turns = [i for i in story.order if story.cues[i] in TURNS]
    main = memory.main
    if main is None or main.silent or len(turns) < MANY_TURNS or main.start > story.anchors[turns[0]]:
        return None
    return main


def _by_speaker(story: Story, i: int, memory: Memory) -> SaidOn | None:
    """The same speaker goes on."""
    who, cue, paragraph = story.who[i], story.cues[i], story.place(i)
    event, aside = memory.by_subject.get(who), memory.aside.get(who)
    if event is not None and cue in TURNS and paragraph - event.paragraph <= CARRY_PARAGRAPHS:
        return again(event, "carried")
    if not _at_an_event(story, i, event):
        return None
    if aside is not None and (event is None or aside.start > event.start):
        goes_on = not cue and paragraph == aside.paragraph + 1
        if goes_on or paragraph == aside.paragraph:
            return again(aside, "carried")
    latest = memory.latest
    if event is not None and latest is not None and _moved_on(event, latest, paragraph):
        return again(latest, "carried_scene")
    if event is not None and (_paper(story, i) or paragraph - event.paragraph <= CARRY_PARAGRAPHS):
        return again(event, "carried")
    return None


def _moved_on(event: Event, latest: Event, paragraph: int) -> bool:
    """True where the paragraph itself has told of another day since a speaker's event."""
    other = latest.said.start != event.said.start and not latest.speaker and not latest.silent
    return other and latest.start > event.start and latest.paragraph == paragraph


def _at_an_event(story: Story, i: int, event: Event | None) -> bool:
    """True for the simple past, papers, and "says" where the dated statement was told in the present as well."""
    cue = story.cues[i]
    if event is not None and (_paper(story, i) or (event.present and not PERFECT.match(cue))):
        return True
    return not NO_CARRY.match(cue) and (not cue or PAST.search(cue) is not None)


def _by_scene(story: Story, i: int, memory: Memory) -> SaidOn | None:
    """Somebody known acts in the scene just told, or was there at the event of the lead."""
    latest, main, who = memory.latest, memory.main, story.who[i]
    if NO_CARRY.match(story.cues[i]) or not SAYING.search(story.cues[i]) or latest is None:
        return None
    if who in memory.aside and who not in memory.by_subject:
        return None  # what is known of this speaker is of another year
    if who in memory.undated and _plural(story, i):
        return None  # "they" are people whose own statement the text left undated
    if main is not None and _of_today(story, latest, main):
        return again(main, "carried_today")
    if latest.silent or (latest.saying and not latest.speaker):
        return None
    if story.place(i) - latest.paragraph <= SCENE_PARAGRAPHS and not _fresh(story, i):
        return again(latest, "carried_scene")
    return again(main, "carried_event") if main is not None and who in memory.at_meeting else None


def _of_today(story: Story, latest: Event, main: Event) -> bool:
    """True where the story is about an event of its own day: what others said about it is hardly older, nor later."""
    today = not main.silent and main.said.start == main.said.end == story.published
    return today and latest.said.start == main.said.start and not main.nouns & PAPERS


def _soon(story: Story, i: int) -> bool:
    """True for "minutes later", "later that day": the day of what was just told."""
    at, cue = story.anchors[i], story.attributions[i].cue
    start = max(story.passages.sentence_span(at).start, at - REACH)
    if QUICKLY.match(story.cues[i]):
        return True
    if SOON.search(story.text, start, max(at, cue[0].start if cue else 0)):
        return True
    end = cue[-1].end if cue else at
    after = story.outside(end, end + BEHIND, story.attributions[i]).split(".")[0]
    return bool(cue) and SOON_AFTER.search(after) is not None


def _named_event(story: Story, i: int, memory: Memory) -> Event | None:
    """The dated event that a statement names again: "the letter said", "he added in the interview"."""
    attribution = story.attributions[i]
    pieces = [*attribution.source, *attribution.cue]
    if not pieces or PERFECT.match(story.cues[i]):
        return None
    end = max(s.end for s in pieces)
    after = story.outside(end, end + 40, attribution).split(".")[0]
    words = " ".join(story.text[s:e] for s, e in pieces) + " " + after
    for match in EVENT_IN.finditer(words):  # "wrote in a memo", where the lead dates the memo
        event, main = memory.by_noun.get(match.group(1).casefold()), memory.main
        if event is not None and main is not None and event.said.start == main.said.start:
            return event
    if ON_AIR.search(words) and memory.latest is not None:
        return memory.latest
    known = (memory.by_noun.get(m.group(1).casefold()) for m in EVENT_AGAIN.finditer(words))
    named = next((event for event in known if event is not None), None)
    return named if named is not None or story.who[i] != "report" or not _paper(story, i) else memory.report


def _paper(story: Story, i: int) -> bool:
    """True where a report, a letter or a poll is what speaks: it says what it says at any time."""
    return bool(story.attributions[i].source) and DOCUMENT.fullmatch(story.who[i]) is not None


def _plural(story: Story, i: int) -> bool:
    source = story.attributions[i].source
    return bool(source) and story.text[slice(*source[0])].casefold() in PLURAL


def _fresh(story: Story, i: int) -> bool:
    """True where the source brings somebody new on, by full name or description: that is another occasion."""
    source = story.attributions[i].source
    if not source:
        return True
    words = WORD.findall(story.text[slice(*source[0])])
    if len(words) == 1:
        return words[0].casefold() in RELATIVE
    return len(words) > SHORT_SOURCE or not words or words[0].casefold() not in POINTERS
