"""Who has not been heard: actors of interest without a position, and those who spoke before the time that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whipcount.model import Codebook, Position
from whipcount.web.query import address

SHOWN = 12  # names; a list that nobody reads to its end says no more


@dataclass(frozen=True, slots=True)
class Unheard:
    """``missing`` are names of the codebook's actors of interest; ``silent`` the latest heard first, with ``more``."""

    asked: int
    missing: tuple[str, ...]
    silent: tuple[tuple[Position, str], ...]
    more: int


def unheard(codebook: Codebook, standing: Sequence[Position], silent: Iterable[Position]) -> Unheard:
    """Who is not among the positions that a board shows.

    Args:
        codebook: Its actors are those whose position somebody wants to know.
        standing: The positions shown.
        silent: Positions of actors who were heard before the time that is shown, and not in it.
    """
    quiet = sorted(silent, key=lambda p: (-(p.latest.toordinal() if p.latest else 0), p.actor.casefold()))
    shown_or_quiet = (*standing, *quiet) if codebook.actors else ()
    known = {_folded(position.actor) for position in shown_or_quiet}
    missing = (a.name for a in codebook.actors if not known & {_folded(name) for name in (a.name, *a.aliases)})
    shown = tuple((position, address(f"/actors/{position.actor_key}")) for position in quiet[:SHOWN])
    return Unheard(len(codebook.actors), tuple(missing), shown, max(len(quiet) - SHOWN, 0))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")
