"""What is on a board or an actor's page of many propositions: each with its sides, and where it is shown in full.

Eight propositions in full are as much as a page of 200 kB holds, or anybody reads at once. The others stand on pages
of their own; the list of all of them, with their counts, stands on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.model import Codebook, Position, Proposition, Side
from whipcount.positions import tally
from whipcount.web import words
from whipcount.web.curve import Slice, bar
from whipcount.web.query import Query, address

IN_FULL = 8  # propositions on one page
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposition with its tally; ``at`` is where it is shown in full."""

    proposition: Proposition
    columns: tuple[tuple[Side, int], ...]
    bar: tuple[Slice, ...]
    total: int
    at: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Which of several pages is shown: the places from ``first`` to before ``end`` of ``total``."""

    first: int
    end: int
    total: int
    previous: str | None
    next: str | None

    @property
    def several(self) -> bool:
        """Whether there are other pages."""
        return self.end - self.first < self.total

    def of(self, every: Sequence[T]) -> Sequence[T]:
        """Those that are on the page."""
        return every[self.first : self.end]


def paging(query: Query, path: str, total: int) -> Paging:
    """The page that is asked for, of those that are needed for so many propositions.

    Raises:
        UsageError: There are not so many pages.
    """
    number, last = query.page(), max(1, -(-total // IN_FULL))
    if number > last:
        raise UsageError(_("page=%(page)s is not there. The last page here is %(last)s.", page=number, last=last))
    first = (number - 1) * IN_FULL
    return Paging(
        first,
        min(first + IN_FULL, total),
        total,
        query.address(path, page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address(path, page=number + 1) if number < last else None,
    )


def entries(
    query: Query, path: str, each: Iterable[tuple[Proposition, Sequence[Position]]], shown: Paging
) -> tuple[Entry, ...]:
    """All propositions of a board, each with where it is shown in full."""
    found: list[Entry] = []
    for place, (proposition, standing) in enumerate(each):
        counts = tally(standing)
        columns: tuple[tuple[Side, int], ...] = tuple((side, counts[side]) for side in words.BOARD_SIDES)
        at = place_of(query, path, f"p-{proposition.id}", place, shown)
        found.append(Entry(proposition, columns, bar(columns), len(standing), at))
    return tuple(found)


def place_of(query: Query, path: str, name: str, place: int, shown: Paging) -> str:
    """Address of what has a name on one of several pages: on this one, the name alone."""
    page = "" if shown.first <= place < shown.end else query.address(path, page=_page_of(place))
    return f"{page}{address('', name)}"


def board_address(codebook: Codebook, proposition: Proposition) -> str:
    """Where a proposition stands on the board of its question."""
    of_question = [p.id for p in codebook.propositions if p.question == proposition.question]
    page = _page_of(of_question.index(proposition.id))
    return address(f"/q/{proposition.question}", f"p-{proposition.id}", page=page)


def _page_of(place: int) -> int | None:
    """Number of the page that a place is on, None for the first, which needs none."""
    return place // IN_FULL + 1 if place >= IN_FULL else None
