"""From coded statements to positions: where each actor stands on each proposition, since when, on which evidence.

The rule is written out in ``docs/methods/positions.md``. In short: the latest clear statement wins; a clear condition
leans; a noncommittal remark softens a recent side and does not erase it; unclear codings count only while there is
nothing clear, and their doubt is told by the confidence, never by a lean; clear statements on both sides of one day
are mixed. Every speech event counts once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, islice, pairwise
from math import fsum
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from whipcount.config import Settings
from whipcount.gists import Gist, gists_of
from whipcount.model import JSON, SIDES, Belief, CodedStatement, Condition, Held, Position, Shift, ShiftKind, Side
from whipcount.readings import Direction, Reading, has_actor, readings

PositionStance: TypeAlias = Literal["support", "oppose", "conditional", "noncommittal", "mixed"]
Said: TypeAlias = Reading | Gist
T = TypeVar("T", bound=Said)
_ID, _DAY, _CLEAR = attrgetter("id"), attrgetter("day"), attrgetter("clear")

# How long a noncommittal remark only softens an earlier side. A quarter: refusing to repeat oneself to a reporter is
# no change of mind, yet a side that nobody has renewed for longer should not outweigh what is said now.
SOFTENING_PERIOD = timedelta(days=90)

# How far each side is from undecided; against lies below.
_STRENGTH: dict[Side, int] = {"for": 2, "leaning_for": 1, "undecided": 0, "leaning_against": -1, "against": -2}
_LEANING: dict[Direction, Side] = {1: "leaning_for", -1: "leaning_against"}
_TAKEN: dict[Direction, tuple[Side, PositionStance]] = {1: ("for", "support"), -1: ("against", "oppose")}


class _State(NamedTuple):
    """What an actor's statements add up to after one day. ``deciding`` are the readings that put it there."""

    day: date | None
    side: Side
    stance: PositionStance
    direction: Direction
    clear: bool
    deciding: tuple[Said, ...]


def positions(statements: Iterable[CodedStatement], settings: Settings, *, at: date | None = None) -> list[Position]:
    """Where each actor stands on each proposition at a date.

    Args:
        statements: Current statements with their codings, of any number of propositions, in any order.
        settings: ``relevance_threshold`` and ``clear_threshold``.
        at: Only what was said by the end of this day counts; everything by default.
    Returns:
        Positions by proposition, then side from "for" to "against", then name. The answer does not depend on the
        order of the statements.
    """
    return positions_of(readings(statements, settings, at=at))


def positions_of(found: Iterable[Reading]) -> list[Position]:
    """Positions of what was read already."""
    return positions_by(gists_of(found))


def positions_by(gists: Iterable[Gist]) -> list[Position]:
    """Positions of what is kept of readings."""
    grouped: dict[tuple[str, str], list[Gist]] = {}
    for gist in gists:
        grouped.setdefault((gist.proposition, gist.voice.key), []).append(gist)
    standing = [_position(group) for group in grouped.values()]
    return sorted(standing, key=lambda p: (p.proposition, SIDES.index(p.lean), p.actor.casefold(), p.actor_key))


def without_actor(statements: Iterable[CodedStatement], settings: Settings, *, at: date | None = None) -> list[str]:
    """Ids of the statements that take a side but count for nobody, because their speaker has no name."""
    return [reading.id for reading in readings(statements, settings, at=at) if not has_actor(reading.speaker)]


def side_of(said: Sequence[Said]) -> Side:
    """The side that an actor's readings on one proposition add up to; there must be one at least."""
    return _states(said, _dated(said))[-1].side


def moves(found: Iterable[Position]) -> list[tuple[Position, Shift]]:
    """Every shift with whose it is, the latest first."""
    ordered = sorted(found, key=lambda p: (p.actor.casefold(), p.actor_key, p.proposition))
    every = [(position, shift) for position in ordered for shift in position.shifts]
    return sorted(every, key=lambda move: move[1].date, reverse=True)


def moves_json(found: Iterable[tuple[Position, Shift]]) -> list[dict[str, JSON]]:
    """Shifts in the shape of ``whipcount shifts --format json``."""
    return [
        {
            "actor": position.actor,
            "actor_key": position.actor_key,
            "actor_kind": position.kind,
            "affiliation": position.affiliation,
            "proposition": position.proposition,
            **shift_json(shift),
        }
        for position, shift in found
    ]


def unsure(position: Position) -> bool:
    """Whether it is likelier that the side is wrong: such positions are counted and marked."""
    return position.confidence < 0.5


def tally(found: Iterable[Position]) -> dict[Side, int]:
    """Number of actors on each side, from "for" to "against", zeros included.

    >>> tally([])
    {'for': 0, 'leaning_for': 0, 'undecided': 0, 'leaning_against': 0, 'against': 0}
    """
    counts: dict[Side, int] = dict.fromkeys(SIDES, 0)
    for position in found:
        counts[position.lean] += 1
    return counts


def positions_json(
    found: Iterable[Position], beliefs: Mapping[tuple[str, str], Sequence[Belief]] | None = None
) -> list[dict[str, JSON]]:
    """Positions in the shape of ``whipcount positions --format json``.

    Args:
        found: The positions.
        beliefs: By (proposition, actor key), as ``posterior.beliefs`` gives them; without them, no field tells of them.
    """
    return [
        {
            "actor": p.actor,
            "actor_key": p.actor_key,
            "kind": p.kind,
            "affiliation": p.affiliation,
            "proposition": p.proposition,
            "stance": p.stance,
            "lean": p.lean,
            "since": p.since.isoformat() if p.since else None,
            "latest": p.latest.isoformat() if p.latest else None,
            "confidence": round(p.confidence, 4),
            "reviewed_share": round(p.reviewed_share, 4),
            "statements": list(p.statements),
            "sightings": p.sightings,
            "shifts": [shift_json(shift) for shift in p.shifts],
            **({} if beliefs is None else _beliefs_json(beliefs.get((p.proposition, p.actor_key), ()))),
        }
        for p in found
    ]


def _beliefs_json(found: Sequence[Belief]) -> dict[str, JSON]:
    """``posterior`` is the last belief, ``beliefs`` are all."""
    rows: list[dict[str, JSON]] = [
        {
            "date": belief.day.isoformat(),
            "support": round(belief.support, 4),
            "oppose": round(belief.oppose, 4),
            "conditional": round(belief.conditional, 4),
            "noncommittal": round(belief.noncommittal, 4),
        }
        for belief in found
    ]
    return {"posterior": rows[-1] if rows else None, "beliefs": [*rows]}


def shift_json(shift: Shift) -> dict[str, JSON]:
    """A shift in the shape of ``whipcount positions --format json``."""
    return {
        "date": shift.date.isoformat(),
        "from": shift.from_side,
        "to": shift.to_side,
        "statements": list(shift.statements),
        "tentative": shift.tentative,
        "kind": shift.kind,
        "condition": _condition_json(shift.condition),
    }


def _condition_json(condition: Condition | None) -> JSON:
    if condition is None:
        return None
    span: list[JSON] = [condition.span.start, condition.span.end]
    return {"statement": condition.statement, "document": condition.document, "span": span, "text": condition.text}


def _position(group: Sequence[Gist]) -> Position:
    """Position of one actor on one proposition; ``group`` is not empty."""
    dated = _dated(group)
    states = _states(group, dated)
    now = states[-1]
    latest_first = _latest_first(group, dated)
    voices = [gist.voice for gist in latest_first]
    names = Counter(voice.name for voice in voices)
    given = next((voice.given for voice in voices if voice.given), None)
    party = next((voice.party for voice in voices if voice.party), None)
    since = now
    for state in reversed(states):
        if state.side != now.side:
            break
        since = state
    return Position(
        # The name that a person gave; else the form used most often, of equals the longest.
        actor=given or max(names, key=lambda name: (names[name], len(name), name)),
        actor_key=voices[0].key,
        kind=voices[0].kind,
        affiliation=party or next((voice.on_behalf_of for voice in voices if voice.on_behalf_of), None),
        proposition=group[0].proposition,
        stance=now.stance,
        lean=now.side,
        since=since.day,
        latest=latest_first[0].day,
        confidence=_confidence(now, since.day, group),
        reviewed_share=sum([gist.confirmed for gist in group]) / len(group),
        statements=tuple([gist.id for gist in latest_first]),
        sightings=sum([gist.seen_in for gist in group]),
        shifts=_shifts(states, dated),
        path=_path(states),
        party=party,
        country=next((voice.country for voice in voices if voice.country), None),
        role=next((voice.role for voice in voices if voice.role), None),
    )


def _path(states: Sequence[_State]) -> tuple[Held, ...]:
    """Every side that was held, from the day on which it began."""
    changes = [states[0], *(state for before, state in pairwise(states) if before.side != state.side)]
    return tuple(_held(state, state.day) for state in changes if state.day is not None)


def _held(state: _State, day: date) -> Held:
    own = sorted([r for r in state.deciding if r.day == day], key=_ID)
    outlet = next((r.outlet for r in own if r.outlet), None)
    return Held(day, state.side, tuple([r.id for r in own]), outlet, any(r.confirmed for r in own))


def _dated(group: Iterable[T]) -> list[T]:
    """Readings that have a day, in order of time, those of a day by id; three quick sorts are quicker than one slow."""
    return sorted(sorted([r for r in group if r.day is not None], key=_ID), key=_DAY)


def _latest_first(group: Sequence[T], dated: Iterable[T]) -> list[T]:
    """The latest first; of a day the clear ones, and of these the smallest id; last what has no day."""
    clear_first = sorted(sorted(dated, key=_ID), key=_CLEAR, reverse=True)
    undated = [r for r in group if r.day is None]
    return [*sorted(clear_first, key=_DAY, reverse=True), *sorted(undated, key=lambda r: (not r.clear, r.id))]


def _states(group: Sequence[Said], dated: Sequence[Said]) -> list[_State]:
    """The actor's states in order of time; undated readings make one only where nothing is dated."""
    if not dated:
        return [_clear_state(None, group, None) or _unclear_state(None, group)]
    states: list[_State] = []
    side: _State | None = None  # the latest clear state that a noncommittal remark could soften
    for day, readings_of_day in groupby(dated, key=_DAY):
        today = tuple(readings_of_day)
        state = _clear_state(day, today, side)
        if state is None and side is None:
            state = _unclear_state(day, today)
        if state is not None:
            states.append(state)
            # A softened state keeps what it softened, so that the period runs from the clear statement.
            side = state if state.clear and not _softened(state) else side
    return states


def _softened(state: _State) -> bool:
    return state.stance == "noncommittal" and state.direction != 0


def _clear_state(day: date | None, today: Sequence[Said], side: _State | None) -> _State | None:
    """State that a day's clear readings make; None without any. ``side`` is the clear state before it."""
    clear = [r for r in today if r.clear]
    if not clear:
        return None
    support = tuple([r for r in clear if r.stance == "support"])
    oppose = tuple([r for r in clear if r.stance == "oppose"])
    if support and oppose:
        return _State(day, "undecided", "mixed", 0, True, support + oppose)
    if support:
        return _State(day, "for", "support", 1, True, support)
    if oppose:
        return _State(day, "against", "oppose", -1, True, oppose)
    conditional = tuple([r for r in clear if r.stance == "conditional"])
    if conditional:
        open_side: Direction = 1 if fsum(d * p for d, p in _distinct(conditional)) >= 0 else -1
        return _State(day, _LEANING[open_side], "conditional", open_side, True, conditional)
    silent = tuple([r for r in clear if r.stance == "noncommittal"])
    if not silent:
        return None
    if side and side.direction and side.day and day and day - side.day <= SOFTENING_PERIOD:
        return _State(day, _LEANING[side.direction], "noncommittal", side.direction, True, silent + side.deciding)
    return _State(day, "undecided", "noncommittal", 0, True, silent)


def _unclear_state(day: date | None, today: Sequence[Said]) -> _State:
    """State of a day without anything clear: the most probable direction of its readings taken together."""
    distinct = _distinct(today)
    weight = {d: fsum(p for direction, p in distinct if direction == d) for d in (1, -1, 0)}
    most = max(weight.values())
    if weight[1] == weight[-1] == most:
        return _State(day, "undecided", "mixed", 0, False, tuple(r for r in today if r.direction))
    if weight[0] == most:
        return _State(day, "undecided", "noncommittal", 0, False, tuple(r for r in today if not r.direction))
    direction: Direction = 1 if weight[1] == most else -1
    deciding = tuple(r for r in today if r.direction == direction)
    first = max(deciding, key=lambda r: (r.probability, r.id))
    if first.stance == "conditional":
        return _State(day, _LEANING[direction], "conditional", direction, False, deciding)
    return _State(day, *_TAKEN[direction], direction, False, deciding)


def _distinct(of_day: Sequence[Said]) -> set[tuple[Direction, float]]:
    """What a day's readings weigh, each distinct one once: saying the same again adds no weight."""
    return {(reading.direction, reading.probability) for reading in of_day}


def _confidence(now: _State, since: date | None, group: Sequence[Said]) -> float:
    """Probability that the side is right, given the codings' probabilities.

    The best single reading for the side is the largest bound on "at least one of them is right" that needs no
    independence between readings of one model (Fréchet). The strongest unclear reading on the other side, since the
    day that decided, must be wrong for the side to hold.
    """
    if now.stance == "mixed":
        best = [max((r.probability for r in now.deciding if r.direction == d), default=0.0) for d in (1, -1)]
        return best[0] * best[1]
    firm = now.side in ("for", "against")
    late = group if since is None else [r for r in group if r.day is not None and r.day >= since]
    agreeing = [r for r in late if r.stance == now.stance or not firm]
    best_for = max(r.probability for r in (*now.deciding, *agreeing) if r.direction == now.direction)
    contrary = [r for r in late if now.direction and r.direction == -now.direction and _not_before(r, now.day)]
    return best_for * (1.0 - max([r.probability for r in contrary], default=0.0))


def _not_before(reading: Said, day: date | None) -> bool:
    """Whether a reading falls on or after a day; where the state has no day, all its readings have none either."""
    return day is None or (reading.day is not None and reading.day >= day)


def _shifts(states: Sequence[_State], dated: Sequence[Said]) -> tuple[Shift, ...]:
    """Changes of a clear side. What comes clear after something unclear is better knowledge, not a shift."""
    found: list[Shift] = []
    days = [reading.day or date.min for reading in dated]
    for n, (before, state) in enumerate(pairwise(states), start=1):
        if before.clear and before.side != state.side and state.day is not None:
            end = next((later.day for later in islice(states, n, None) if later.side != state.side), None)
            own = tuple(r for r in state.deciding if r.day == state.day)
            later = dated[bisect_right(days, state.day) : bisect_left(days, end or date.max)]
            again = tuple(r for r in later if _repeats(r, state))
            evidence = tuple(r.id for r in (*own, *again))
            condition = _condition(state, own, again)
            kind = shift_kind(before.side, state.side, conditional=state.stance == "conditional")
            waiting = _tentative(state, own, again)
            found.append(Shift(state.day, before.side, state.side, evidence, waiting, kind, condition))
    return tuple(found)


def shift_kind(before: Side, after: Side, *, conditional: bool) -> ShiftKind:
    """What kind of change it is: crossing over comes before a condition, a condition before going on or back.

    >>> shift_kind("for", "leaning_for", conditional=True), shift_kind("undecided", "against", conditional=False)
    ('conditional', 'hardening')
    """
    old, new = _STRENGTH[before], _STRENGTH[after]
    if old * new < 0:
        return "reversal"
    if conditional:
        return "conditional"
    return "hardening" if abs(new) > abs(old) else "softening"


def _condition(state: _State, own: Sequence[Said], again: Sequence[Said]) -> Condition | None:
    """What a conditional state depends on, in the words of the first statement that names it."""
    if state.stance != "conditional":
        return None
    return next((found for reading in (*own, *again) if (found := reading.condition)), None)


def _repeats(reading: Said, state: _State) -> bool:
    """Whether a later reading clearly says again what made the state."""
    same = reading.stance == state.stance and (reading.stance != "conditional" or reading.direction == state.direction)
    return reading.clear and same


def _tentative(state: _State, own: Sequence[Said], again: Sequence[Said]) -> bool:
    """Whether a shift still waits for another event that says the same, or for a person's confirmation."""
    if state.stance == "mixed":
        return not all(reading.confirmed for reading in own)
    said = len(own) if state.clear else 1  # unclear readings do not confirm each other
    return said + len(again) < 2 and not any(reading.confirmed for reading in (*own, *again))
