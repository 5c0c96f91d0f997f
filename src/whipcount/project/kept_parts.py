"""Positions by a part of a debate, held between looks, so that after a write only whom it touched is parted anew.

What somebody stands for in a part follows from their own gists, and from the events that the part cuts in two, which
may stand with another actor. All whom a write may concern come with new gists, so whoever has the same object as
before has the same position.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whipcount.gists import Gist
from whipcount.model import SIDES, Position
from whipcount.positions import positions_by
from whipcount.project.kept_said import Material, Said, parted

Read = Callable[[Sequence[str]], Iterable[Gist]]
Worded = Callable[[Sequence[Position]], Sequence[Position]]


class Piece(NamedTuple):
    """What counts of an actor in a part; ``anew`` is what the events that are cut say there, for whomever."""

    kept: Sequence[Gist] = ()
    anew: Sequence[Gist] = ()


_NOTHING = Piece()
FEW = 0.1  # so small a share of positions is put in among the others one by one


@dataclass(frozen=True, slots=True)
class Part:
    """Positions by a part of the statements, and the gists behind them by the id of the statement."""

    positions: tuple[Position, ...] = ()
    gists: Mapping[str, Gist] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A part with all that it was made of, by actor."""

    said: Mapping[str, Said] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    part: Part = field(default_factory=Part)


@dataclass(frozen=True, slots=True)
class Parting:
    """A part to be made: of what everybody ``said``, with the positions that they have in the ``whole``.

    ``read`` gives the gists of the events that statements are of, as far as these are in the part; ``worded`` puts in
    the words of conditions.
    """

    material: Material
    said: Mapping[str, Said]
    whole: Callable[[], Mapping[str, Position]]
    read: Read
    worded: Worded

    def after(self, before: HeldPart) -> HeldPart:
        """The part as it is now; of those who said the same as before, what was held of them."""
        other = {key for key, one in self.said.items() if before.said.get(key) is not one}
        other |= before.said.keys() - self.said.keys()
        if not other:
            return before
        new = self._pieces(other & self.said.keys())
        pieces = {key: piece for key, piece in before.pieces.items() if key not in other} | new
        gone = [piece for key in other if (piece := before.pieces.get(key))]
        stale = other | {gist.voice.key for piece in (*gone, *new.values()) for gist in piece.anew}
        positions = in_order(before.part.positions, stale, self._positions(stale, pieces))
        gists = dict(before.part.gists)
        for gist in _all_of(gone):
            gists.pop(gist.id, None)
        gists.update((gist.id, gist) for gist in _all_of(new.values()))
        return HeldPart(self.said, pieces, Part(positions, gists))

    def _pieces(self, actors: Iterable[str]) -> dict[str, Piece]:
        kept: dict[str, Sequence[Gist]] = {}
        holder: dict[str, str] = {}
        for actor in actors:
            kept[actor], cut = parted((self.said[actor],), self.material)
            holder.update(dict.fromkeys(cut, actor))
        anew: dict[str, list[Gist]] = {}
        for gist in self.read(list(holder)):
            anew.setdefault(holder[gist.id], []).append(gist)
        return {actor: Piece(of_actor, anew.get(actor, ())) for actor, of_actor in kept.items()}

    def _positions(self, actors: Iterable[str], pieces: Mapping[str, Piece]) -> Iterator[Position]:
        anew: dict[str, list[Gist]] = {}
        for piece in pieces.values():
            for gist in piece.anew:
                anew.setdefault(gist.voice.key, []).append(gist)
        # Of a day, hardly anybody who speaks often is whole; otherwise most are.
        whole = self.whole() if self.material.until is None else {}
        counted: list[Gist] = []
        for actor in actors:
            kept, more = pieces.get(actor, _NOTHING).kept, anew.get(actor, ())
            if actor in whole and kept and not more and len(kept) == len(self.said[actor].gists):
                yield whole[actor]
            else:
                counted += [*kept, *more]
        yield from self.worded(positions_by(counted))


def _all_of(pieces: Iterable[Piece]) -> Iterator[Gist]:
    for piece in pieces:
        yield from piece.kept
        yield from piece.anew


def in_order(before: Sequence[Position], stale: Collection[str], anew: Iterable[Position]) -> tuple[Position, ...]:
    """Positions from for to against, then by name: those that were so already, without some, and others."""
    rest, new = [p for p in before if p.actor_key not in stale], list(anew)
    if len(new) > FEW * len(rest):
        return tuple(sorted([*rest, *new], key=_order))
    for position in new:
        insort(rest, position, key=_order)
    return tuple(rest)


def _order(p: Position) -> tuple[int, str, str]:
    return SIDES.index(p.lean), p.actor.casefold(), p.actor_key
