"""One entry of the register: an actor under all its names, with what it was from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, TypeVar

EntryKind: TypeAlias = Literal["person", "organisation"]
Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Term:
    """What an actor was for a time; both days are inclusive, None is open."""

    role: str | None = None
    organisation: str | None = None
    state: str | None = None
    party: str | None = None
    country: str | None = None
    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the term holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write an actor's name; one that is bound to days is used for no statement outside them."""

    name: str
    start: date | None = None
    end: date | None = None

    def used_on(self, day: date | None) -> bool:
        """Whether the actor went by this name on a day; an unknown day rules nothing out."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor that the register knows.

    ``forms`` holds every way to write the name, the preferred one first. ``family`` is the family name where the list
    tells it; ``suffix`` is what tells father from son ("jr"). ``origin`` names the list that the entry comes from.
    """

    id: str
    kind: EntryKind
    forms: tuple[Form, ...]
    terms: tuple[Term, ...] = ()
    family: str | None = None
    suffix: str = ""
    born: date | None = None
    origin: str = ""

    @property
    def name(self) -> str:
        """The preferred form."""
        return self.forms[0].name

    def on(self, day: date | None) -> tuple[Term, ...]:
        """Terms that hold on a day, those that say what the actor does first; none on an unknown day."""
        held = [term for term in self.terms if day is not None and term.covers(day)]
        return tuple(sorted(held, key=lambda term: -_rank(term)))

    @property
    def countries(self) -> frozenset[str]:
        """Countries that any term names."""
        return frozenset(term.country for term in self.terms if term.country)


# Offices by how much they say about somebody on a day on which several are held; what is not listed comes first.
_OFFICE_RANK = ("member", "ranking member", "vice chair", "chair", "representative", "senator")


def _rank(term: Term) -> int:
    if term.role is None:
        return -1
    return _OFFICE_RANK.index(term.role) if term.role in _OFFICE_RANK else len(_OFFICE_RANK)


def merged(one: Entry, other: Entry) -> Entry:
    """Two entries with one id as one; the first one's name, and what only it can say, come first."""
    return Entry(
        id=one.id,
        kind=one.kind,
        forms=_once((*one.forms, *other.forms)),
        terms=_once((*one.terms, *other.terms)),
        family=one.family or other.family,
        suffix=one.suffix or other.suffix,
        born=one.born or other.born,
        origin=one.origin,
    )


def _once(values: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(values))
