"""Which statements to review next: those whose judgement by a person would move the whip count most.

Uncertainty alone is a poor guide: the fifth doubtful remark of somebody whose latest statement is clear moves nobody.
So each event that no person has judged is tried under every stance, and the rule of ``positions`` says where its actor
would stand then. The effect is the distance that the actor would move over the board, weighted by the probabilities
that the coder gives the stances: the expected change of the count (Roy and McCallum 2001 choose by the expected change
of error in the same way).

What somebody said before does not move the count of today. Yet a shift that rests on one statement is shown, and waits
for a person: its effect is its width by the chance that the statement says something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import Final, Literal, TypeAlias

from whipcount.config import Settings
from whipcount.language import _
from whipcount.model import JSON, SIDES, STANCES, CodedStatement, Coding, Shift, Side, Stance
from whipcount.positions import positions_of, side_of
from whipcount.readings import Reading, display_name, has_actor, is_human, readings
from whipcount.store.outlines import Silent

DIGITS: Final = 4  # of an effect: finer differences mean nothing
# What a person would find, in the words of the pages.
STANCE_WORDS: Final[Mapping[Stance, str]] = {
    "support": "for", "oppose": "against", "conditional": "on a condition", "noncommittal": "noncommittal",
    "none": "not about this",
}  # fmt: skip
_MIDDLE: Final = SIDES.index("undecided")  # who leaves the board or enters it is counted from here
_WIDEST: Final = len(SIDES) - 1  # columns from "for" to "against"
Rest: TypeAlias = Literal["uncertain", "unread"]
_REST: Final[Mapping[Rest, Callable[[], str]]] = {
    "uncertain": lambda: _("least certain first"),
    "unread": lambda: _("in the order of the articles"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """Where a judgement would move an actor: ``before`` and ``after`` are None off the board.

    ``chance`` is the probability that the coder gives the ``stance``.
    """

    stance: Stance
    chance: float
    actor: str
    before: Side | None
    after: Side | None

    @property
    def distance(self) -> float:
        """In widths of the board; who comes or goes moves by a column at least."""
        start, end = (_MIDDLE if side is None else SIDES.index(side) for side in (self.before, self.after))
        return 0.0 if self.before == self.after else max(1, abs(end - start)) / _WIDEST

    def told(self) -> str:
        """The move in a sentence."""
        before, after = (_(side.replace("_", " ")) if side else "" for side in (self.before, self.after))
        moves = _("moves from %(before)s to %(after)s", before=before, after=after)
        if self.before is None:
            moves = _("comes onto the board as %(side)s", side=after)
        if self.after is None:
            moves = _("leaves the board, where the column was %(side)s", side=before)
        move = _("%(actor)s %(moves)s", actor=self.actor, moves=moves)
        chance = f"{100 * self.chance:.0f}"
        stance = _(STANCE_WORDS[self.stance])
        return _("If it is judged “%(stance)s” (%(chance)s %%), %(move)s.", stance=stance, chance=chance, move=move)


@dataclass(frozen=True, slots=True)
class Lone:
    """A shift that rests on one statement, which says something else with the probability ``chance``."""

    chance: float
    actor: str
    day: str  # ISO
    before: Side
    after: Side

    @property
    def effect(self) -> float:
        """How much of it is expected to go, in widths of the board."""
        width = abs(SIDES.index(self.after) - SIDES.index(self.before)) / _WIDEST
        return round(self.chance * width, DIGITS)

    def told(self) -> str:
        """What rests on the statement, in a sentence."""
        before, after = (_(side.replace("_", " ")) for side in (self.before, self.after))
        chance = f"{100 * self.chance:.0f}"
        told = {"actor": self.actor, "before": before, "after": after, "day": self.day, "chance": chance}
        return _("Only this moved %(actor)s from %(before)s to %(after)s on %(day)s (doubt: %(chance)s %%).", **told)


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """A statement worth a person's judgement on a proposition.

    ``effect`` in [0, 1] is the expected move of its actor over the board: 1 is certainty of going from one end to the
    other. ``why`` is the likeliest move, or the shift that rests on it; what would change neither is reviewed as
    "uncertain" or "unread".
    """

    statement: str
    proposition: str
    effect: float
    why: Move | Lone | Rest

    @property
    def reason(self) -> str:
        """Why it is to be reviewed, in a sentence in the language of whoever asks."""
        return _REST[self.why]() if isinstance(self.why, str) else self.why.told()


def by_effect(
    statements: Iterable[CodedStatement], settings: Settings, *, limit: int = 50
) -> tuple[ReviewCandidate, ...]:
    """The statements of one proposition whose review would change the whip count most, the greatest effect first.

    Args:
        statements: Current ones with their codings, in any order.
        settings: Thresholds of relevance and of a clear stance, as for the count itself.
        limit: At most so many.
    Returns:
        One statement for each speech event, whatever its number of copies; none that a person has reviewed, and none
        that would move nobody and carries no shift.
    """
    return in_order(one for found in candidates(statements, settings).values() for one in found)[:limit]


def in_order(found: Iterable[ReviewCandidate]) -> tuple[ReviewCandidate, ...]:
    """The greatest effect first."""
    return tuple(sorted(found, key=lambda one: (-one.effect, one.proposition, one.statement)))


def candidates_json(found: Iterable[ReviewCandidate]) -> list[dict[str, JSON]]:
    """Candidates in the shape of ``whipcount review --next --format json``."""
    return [
        {"statement": one.statement, "proposition": one.proposition, "effect": one.effect, "reason": one.reason}
        for one in found
    ]


def candidates(
    statements: Iterable[CodedStatement], settings: Settings, read: Iterable[Reading] | None = None
) -> dict[str, list[ReviewCandidate]]:
    """Every candidate among statements of one proposition, by the first of the actors that are sighted in its event.

    ``read`` are the readings of the statements, where they are there already.
    """
    events = _events(statements)
    every = tuple(readings((i for items in events.values() for i in items), settings) if read is None else read)
    board, lone = _board(every), _lone_shifts(every)
    found: dict[str, list[ReviewCandidate]] = {}
    for name, items in events.items():
        if any(item.reviewed or is_human(item) for item in items):
            continue
        event = _Open(name, items)
        shift = _candidate_of(event, lone[name]) if name in lone else None
        move = None if event.settled(board) else _candidate(event, board, settings)
        best = max((one for one in (move, shift) if one), key=lambda one: one.effect, default=None)
        if best is not None:
            found.setdefault(min(item.actor_key for item in items), []).append(best)
    return found


def _lone_shifts(read: Sequence[Reading]) -> dict[str, Lone]:
    """The shifts that wait for a second statement or a person, by the one event that each rests on."""
    by_id = {reading.id: reading for reading in read}
    found: dict[str, Lone] = {}
    for position in positions_of(read):
        for shift in position.shifts:
            if shift.tentative and len(shift.statements) == 1:
                reading = by_id[shift.statements[0]]
                first = reading.sightings[0]
                found[first.event or first.statement.id] = _lone(position.actor, shift, reading)
    return found


def _lone(actor: str, shift: Shift, reading: Reading) -> Lone:
    other = round(1 - reading.scores.get(reading.stance, 0.0), DIGITS)
    return Lone(other, actor, shift.date.isoformat(), shift.from_side, shift.to_side)


def _candidate_of(event: _Open, lone: Lone) -> ReviewCandidate | None:
    shown = event.shown
    return ReviewCandidate(shown.statement.id, _coding(shown).proposition, lone.effect, lone) if lone.effect else None


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

    def settled(self, board: _Board) -> bool:
        """Whether no judgement can move anybody, because each actor clearly took a side later, in another event.

        Where an actor stands follows from the last day on which it clearly took a side, and what came after it.
        """
        days = [item.day for item in self.items]
        known = [day for day in days if day is not None]
        if len(known) < len(days):
            return False
        actors = {item.actor_key for item in self.items}
        return all(max(known) < (board.clear_since(actor, self.name) or date.min) for actor in actors)

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
    clear: Mapping[str, Sequence[tuple[date, str]]]

    def clear_since(self, actor: str, but: str) -> date | None:
        """The last day on which an actor clearly took a side in an event other than ``but``."""
        return next((day for day, name in self.clear.get(actor, ()) if name != but), None)

    def later(self, actor: str, but: str) -> dict[str, Reading]:
        """What decides where an actor stands without one event: what it said since it last clearly took a side."""
        since = self.clear_since(actor, but)
        said = self.said.get(actor, {})
        if since is None:
            return {name: one for name, one in said.items() if name != but}
        return {n: one for n, one in said.items() if n != but and one.day is not None and one.day >= since}


def worth_trying(sided: Iterable[CodedStatement], read: Iterable[Reading], silent: Iterable[Silent]) -> Iterator[int]:
    """Which of the statements that take no side could move somebody if a person judged otherwise, by number.

    Not those whose actor clearly took a side later; and of an event of which one is tried, every sighting.
    """
    board = _board(read)
    there = {item.statement.id: item.event for item in sided}
    silent = tuple(one for one in silent if one.id not in there)
    events = set(there.values())
    opened = [one for one in silent if one.day is None or one.day >= (board.clear_since(one.actor, "") or date.min)]
    events |= {one.event for one in opened}
    numbers = {one.number for one in opened}
    return (one.number for one in silent if one.number in numbers or (one.event and one.event in events))


def _board(read: Iterable[Reading]) -> _Board:
    said: dict[str, dict[str, Reading]] = {}
    owners: dict[str, str] = {}
    for reading in read:
        if has_actor(reading.speaker):
            first = reading.sightings[0]
            name = first.event or first.statement.id
            said.setdefault(reading.actor_key, {})[name] = reading
            owners[name] = reading.actor_key
    clear = {actor: sorted(_clear_days(theirs), reverse=True) for actor, theirs in said.items()}
    return _Board(said, owners, clear)


def _clear_days(said: Mapping[str, Reading]) -> Iterator[tuple[date, str]]:
    for name, one in said.items():
        if one.clear and one.stance != "noncommittal" and one.day is not None:
            yield one.day, name


def _candidate(event: _Open, board: _Board, settings: Settings) -> ReviewCandidate | None:
    """The event with its effect; None where no judgement of it would move anybody."""
    effects: list[tuple[float, Move]] = []
    for stance, chance in event.chances.items():
        reading = event.judged(stance, settings)
        moves = list(_moves(event, reading, board, Move(stance, round(chance, DIGITS), "", None, None)))
        if chance > 0 and moves:
            furthest = max(moves, key=lambda move: (move.distance, move.actor))
            effects.append((chance * furthest.distance, furthest))
    effect = round(fsum(part for part, _ in effects), DIGITS)
    if not effect:
        return None
    shown = event.shown
    likeliest = max(effects, key=lambda one: (one[0], one[1].stance))[1]
    return ReviewCandidate(shown.statement.id, _coding(shown).proposition, effect, likeliest)


def _moves(event: _Open, reading: Reading | None, board: _Board, judged: Move) -> Iterator[Move]:
    """Whose side moves when the event says what ``reading`` does, nothing where it is None."""
    owner = board.owners.get(event.name)
    anew = reading.actor_key if reading is not None and has_actor(reading.speaker) else None
    for key in sorted({key for key in (owner, anew) if key is not None}):
        others = board.later(key, event.name)
        before, after = dict(others), dict(others)
        if key == owner:
            before[event.name] = board.said[key][event.name]
        if reading is not None and key == anew:
            after[event.name] = reading
        sides = _side(before), _side(after)
        if sides[0] != sides[1]:
            speaker = (after if key == anew else before)[event.name].speaker
            yield replace(judged, actor=display_name(speaker), before=sides[0], after=sides[1])


def _side(said: Mapping[str, Reading]) -> Side | None:
    return side_of(tuple(said.values())) if said else None


def _coding(item: CodedStatement) -> Coding:
    if item.coding is None:
        raise ValueError(f"statement {item.statement.id} has no coding: leave uncoded statements out")
    return item.coding
