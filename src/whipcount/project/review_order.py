"""Which statements to review next: those whose judgement by a person would move the whip count most.

Uncertainty alone is a poor guide: the fifth doubtful remark of somebody whose latest statement is clear moves nobody.
So each event that no person has judged is tried under every stance, and the rule of ``positions`` says where its actor
would stand then. The effect is the distance that the actor would move over the board, weighted by the probabilities
that the coder gives the stances: the expected change of the count (Roy and McCallum 2001 choose by the expected change
of error in the same way). A lean that would be confirmed moves too: from "leaning for" to "for".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappush, heappushpop
from math import fsum
from typing import Final

from whipcount.config import Settings
from whipcount.language import _
from whipcount.model import SIDES, STANCES, CodedStatement, Coding, Side, Stance
from whipcount.positions import side_of
from whipcount.project.count import propositions_of
from whipcount.readings import Reading, display_name, has_actor, is_human, readings
from whipcount.store import Store

DIGITS: Final = 4  # of an effect: finer differences mean nothing
_MIDDLE: Final = SIDES.index("undecided")  # who leaves the board or enters it is counted from here
_WIDEST: Final = len(SIDES) - 1  # columns from "for" to "against"


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """A statement worth a person's judgement on a proposition.

    ``effect`` in [0, 1] is the expected move of its actor over the board: 1 is certainty of going from one end to the
    other. ``reason`` names the likeliest move in a sentence.
    """

    statement: str
    proposition: str
    effect: float
    reason: str


def next_to_review(
    store: Store, settings: Settings, *, proposition: str | None = None, limit: int = 50
) -> tuple[ReviewCandidate, ...]:
    """The statements whose review would change the whip count most, the greatest effect first.

    Args:
        store: The record; it is only read.
        settings: Thresholds of relevance and of a clear stance, as for the count itself.
        proposition: Only this one, by its id in the codebook.
        limit: At most so many.
    Returns:
        One statement for each speech event, whatever its number of copies; none that a person has reviewed, and none
        that would move nobody.
    Raises:
        UsageError: The codebook has no such proposition.
    """
    found: list[ReviewCandidate] = []
    for one in propositions_of(store, proposition):
        found += by_effect(store.coded_statements(one.id), settings, limit=limit)
    return tuple(sorted(found, key=_order)[:limit])


def by_effect(
    statements: Iterable[CodedStatement], settings: Settings, *, limit: int = 50
) -> tuple[ReviewCandidate, ...]:
    """The same for current statements of one proposition with their codings, in any order."""
    events = _events(statements)
    board = _board(events, settings)
    unseen = [_Open(name, items) for name, items in events.items() if not any(i.reviewed or is_human(i) for i in items)]
    bounded = sorted(((event.bound(settings), event) for event in unseen), key=lambda it: (-it[0], it[1].name))
    kept: list[float] = []  # a heap of the greatest effects so far
    found: list[ReviewCandidate] = []
    for bound, event in bounded:
        if bound <= 0 or (len(kept) >= limit and bound < kept[0] - 10**-DIGITS):
            break  # the bounds fall from here on, so nothing later can come before what was found
        candidate = _candidate(event, board, settings)
        if candidate is not None:
            found.append(candidate)
            if len(kept) < limit:
                heappush(kept, candidate.effect)
            else:
                heappushpop(kept, candidate.effect)
    return tuple(sorted(found, key=_order)[:limit])


@dataclass(frozen=True, slots=True)
class _Open:
    """A speech event that nobody has reviewed, with its sightings."""

    name: str
    items: tuple[CodedStatement, ...]

    @property
    def chances(self) -> dict[Stance, float]:
        """Probability of each stance: the mean over the sightings."""
        codings = [_coding(item) for item in self.items]
        return {s: fsum(coding.scores.get(s, 0.0) for coding in codings) / len(codings) for s in STANCES}

    def bound(self, settings: Settings) -> float:
        """No less than the effect can be: to agree with what counts already, or with "none", moves nobody."""
        coding, *others = (_coding(item) for item in self.items)
        if others:
            return 1.0
        chance = self.chances[coding.stance]
        clear = coding.relevant >= settings.relevance_threshold and chance >= settings.clear_threshold
        agreed = coding.stance == "none" or (clear and coding.stance != "conditional")
        return 1.0 - chance if agreed else 1.0

    def judged(self, stance: Stance, settings: Settings) -> Reading | None:
        """What the event would say if a person judged it so."""
        scores: dict[Stance, float] = {one: float(one == stance) for one in STANCES}
        relevant = 0.0 if stance == "none" else 1.0
        codings = [replace(_coding(item), coder_kind="human", stance=stance, relevant=relevant) for item in self.items]
        judged = [replace(coding, scores=scores) for coding in codings]
        items = (replace(item, coding=one) for item, one in zip(self.items, judged, strict=True))
        return next(readings(items, settings), None)

    @property
    def shown(self) -> CodedStatement:
        """The sighting to look at: the one that is most about the proposition."""
        return min(self.items, key=lambda item: (-_coding(item).relevant, item.statement.id))


def _events(statements: Iterable[CodedStatement]) -> dict[str, tuple[CodedStatement, ...]]:
    found: dict[str, list[CodedStatement]] = {}
    for item in statements:
        if item.coding is not None:
            found.setdefault(item.event or item.statement.id, []).append(item)
    return {name: tuple(items) for name, items in found.items()}


@dataclass(frozen=True, slots=True)
class _Board:
    """What each actor has said, by event, and whose each event is."""

    said: Mapping[str, Mapping[str, Reading]]
    owners: Mapping[str, str]


def _board(events: Mapping[str, Sequence[CodedStatement]], settings: Settings) -> _Board:
    said: dict[str, dict[str, Reading]] = {}
    owners: dict[str, str] = {}
    for reading in readings((item for items in events.values() for item in items), settings):
        if has_actor(reading.speaker):
            first = reading.sightings[0]
            name = first.event or first.statement.id
            said.setdefault(reading.actor_key, {})[name] = reading
            owners[name] = reading.actor_key
    return _Board(said, owners)


def _candidate(event: _Open, board: _Board, settings: Settings) -> ReviewCandidate | None:
    """The event with its effect; None where no judgement of it would move anybody."""
    effects: list[tuple[float, str]] = []
    for stance, chance in event.chances.items():
        reading = event.judged(stance, settings)
        moves = list(_moves(event, reading, board)) if chance > 0 else []
        if moves:
            distance, move = max(moves)
            effects.append(
                (
                    chance * distance,
                    _(
                        "If it is %(stance)s (%(chance)s %%), %(move)s.",
                        stance=_(stance),
                        chance=f"{100 * chance:.0f}",
                        move=move,
                    ),
                )
            )
    effect = round(fsum(part for part, _ in effects), DIGITS)
    if not effect:
        return None
    shown = event.shown
    return ReviewCandidate(shown.statement.id, _coding(shown).proposition, effect, max(effects)[1])


def _moves(event: _Open, reading: Reading | None, board: _Board) -> Iterator[tuple[float, str]]:
    """How far whose side moves when the event says what ``reading`` does, nothing where it is None."""
    owner = board.owners.get(event.name)
    anew = reading.actor_key if reading is not None and has_actor(reading.speaker) else None
    for key in sorted({key for key in (owner, anew) if key is not None}):
        before = board.said.get(key, {})
        after = {name: one for name, one in before.items() if name != event.name}
        if reading is not None and key == anew:
            after[event.name] = reading
        distance, move = _move(_side(before), _side(after))
        if distance:
            speaker = (after if key == anew else before)[event.name].speaker
            yield distance, _("%(actor)s %(moves)s", actor=display_name(speaker), moves=move)


def _side(said: Mapping[str, Reading]) -> Side | None:
    return side_of(tuple(said.values())) if said else None


def _move(before: Side | None, after: Side | None) -> tuple[float, str]:
    """Distance in widths of the board, and the move in words."""
    if before == after:
        return 0.0, ""
    start, end = (_MIDDLE if side is None else SIDES.index(side) for side in (before, after))
    words = [_(side.replace("_", " ")) if side else "" for side in (before, after)]
    told = _("moves from %(before)s to %(after)s", before=words[0], after=words[1])
    if before is None:
        told = _("comes onto the board as %(side)s", side=words[1])
    if after is None:
        told = _("leaves the board, where the column was %(side)s", side=words[0])
    return max(1, abs(end - start)) / _WIDEST, told


def _coding(item: CodedStatement) -> Coding:
    if item.coding is None:
        raise ValueError(f"statement {item.statement.id} has no coding: leave uncoded statements out")
    return item.coding


def _order(one: ReviewCandidate) -> tuple[float, str, str]:
    return -one.effect, one.proposition, one.statement
