"""Dated events that a document tells, kept for the statements that belong to them."""

from __future__ import annotations

from dataclasses import dataclass

from whipcount.model import SaidOn
from whipcount.when.vocabulary import LEAD_PARAGRAPHS, MEETINGS


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that statements may belong to: its sentence, the names in it, the kinds of event it mentions."""

    said: SaidOn
    start: int
    paragraph: int
    subject: str
    names: frozenset[str]
    nouns: frozenset[str]


class Memory:
    """Dated events read so far, by who acts in them and by what they are called."""

    def __init__(self) -> None:
        self.by_subject: dict[str, Event] = {}
        self.by_noun: dict[str, Event] = {}
        self.meetings: list[Event] = []
        self.at_meeting: set[str] = set()
        self.latest: Event | None = None
        self.main: Event | None = None
        self.undated: set[str] = set()

    def keep(self, event: Event) -> None:
        """Remember an event; a period longer than a weekend only for whoever acts in it."""
        if event.subject:
            self.by_subject[event.subject] = event
        if event.said.precision not in ("day", "range"):
            return
        self.latest = event
        if self.main is None and event.paragraph <= LEAD_PARAGRAPHS:
            self.main = event
        if self.main is not None and event.said.start == self.main.said.start:
            self.at_meeting |= event.names
        if event.nouns & MEETINGS:
            self.meetings.append(event)
        for noun in event.nouns:
            self.by_noun[noun] = event


def again(event: Event, rule: str) -> SaidOn:
    """The date of an event, for a further statement made at it."""
    said = event.said
    return SaidOn(said.start, said.end, said.precision, said.evidence, rule)
