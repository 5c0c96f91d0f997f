"""Dated events that a document tells, kept for the statements that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whipcount.model import SaidOn
from whipcount.when.vocabulary import MEETINGS, REPORTS

LEAD_PARAGRAPHS = 3

Found = list[SaidOn | None]


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that statements may belong to: its sentence, the names in it, the kinds of event it mentions.

    ``speaker`` is who says something in that sentence, empty where the narrator tells it; ``present`` where that is
    told in the present ("says"); ``saying`` where the sentence has a verb of saying; ``silent`` where it tells of a
    death, an attack, a vote or the like, at which nobody need have spoken; ``earlier`` where it is told in the past
    perfect, as what was before the rest of the story; ``others`` speak together with ``speaker``; ``sitting`` where a
    council, a court, a summit or the like is named in it.
    """

    said: SaidOn
    start: int
    paragraph: int
    subject: str
    names: frozenset[str]
    nouns: frozenset[str]
    speaker: str = ""
    present: bool = False
    saying: bool = False
    silent: bool = False
    earlier: bool = False
    others: frozenset[str] = frozenset()
    sitting: bool = False

    @property
    def exact(self) -> bool:
        """True for a day or a weekend."""
        return self.said.precision in ("day", "range")


class Memory:
    """Dated events read so far, by who acts in them and by what they are called."""

    def __init__(self) -> None:
        self.by_subject: dict[str, Event] = {}
        self.aside: dict[str, Event] = {}
        self.by_noun: dict[str, Event] = {}
        self.meetings: list[Event] = []
        self.at_meeting: set[str] = set()
        self.latest: Event | None = None
        self.main: Event | None = None
        self.undated: set[str] = set()
        self.report: Event | None = None  # what came out by the lead, by whatever word it is referred to

    def keep(self, event: Event) -> None:
        """Remember an event; a month or year, or what was before, is an aside, and only for whoever acts in it."""
        if not event.exact or event.earlier:
            if event.subject:
                self.aside[event.subject] = event
            return
        for subject in event.others | {event.subject}:
            if subject:
                self.by_subject[subject] = event
        self.latest = event
        if self.main is None and event.paragraph <= LEAD_PARAGRAPHS:
            self.main = event
        if self.main is not None and event.said.start == self.main.said.start:
            self.at_meeting |= event.names
        if event.nouns & REPORTS and event.paragraph <= LEAD_PARAGRAPHS and self.report is None:
            self.report = event
        if event.nouns & MEETINGS:
            self.meetings.append(event)
        for noun in event.nouns:
            self.by_noun[noun] = event

    def joins(self, event: Event) -> None:
        """Somebody else speaks at an event told before, and may go on."""
        if event.subject:
            self.by_subject[event.subject] = replace(event, present=False)
        for noun in event.nouns:
            self.by_noun[noun] = event

    def goes_on(self, who: str, paragraph: int) -> None:
        """The event of a speaker goes on up to this paragraph."""
        event = self.by_subject.get(who)
        if event is not None:
            self.by_subject[who] = replace(event, paragraph=paragraph)


def again(event: Event, rule: str) -> SaidOn:
    """The date of an event, for a further statement made at it."""
    return replace(event.said, rule=rule)
