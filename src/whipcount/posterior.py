"""How likely each stance is that an actor may hold, day by day: the probabilistic twin of the rule in ``positions``.

A hidden Markov model over days (Rabiner 1989, section III). The hidden state is the stance that the actor holds; it
changes at a fixed rate, and each speech event is a noisy sign of it, with the codings' calibrated probabilities as the
noise. The answer for a day uses what was said before and after it (forward and backward pass). Nothing is trained: the
three numbers below are written out in ``docs/methods/positions.md``, with what they mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, TypeAlias

from whipcount.config import Settings
from whipcount.model import Belief, CodedStatement, Stance
from whipcount.readings import Reading, has_actor, readings

Vector: TypeAlias = tuple[float, ...]

HELD: Final[tuple[Stance, ...]] = ("support", "oppose", "conditional", "noncommittal")
CHANGES_PER_DAY: Final = 1 / 180  # an actor leaves its stance twice a year on average, for any of the others
EVASION: Final = 0.1  # probability that an actor who holds a stance answers without saying which
MOST_CERTAIN: Final = 0.98  # nobody's coding is surer than this, a person's included: two people do not always agree
_EVEN: Final[Vector] = (1.0 / len(HELD),) * len(HELD)


def beliefs(
    statements: Iterable[CodedStatement], settings: Settings, *, at: date | None = None
) -> dict[tuple[str, str], tuple[Belief, ...]]:
    """What each actor is likely to hold on each proposition, on each day on which it said something.

    Args:
        statements: Current statements with their codings, of any number of propositions, in any order.
        settings: ``relevance_threshold`` chooses what counts, as for positions.
        at: Only what was said by the end of this day counts, and the last belief is that of this day.
    Returns:
        Beliefs in order of time by (proposition, actor key); actors without a dated statement are not in it. The
        answer does not depend on the order of the statements.
    """
    grouped: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings(statements, settings, at=at):
        if has_actor(reading.speaker) and reading.day is not None:
            grouped.setdefault((reading.proposition, reading.actor_key), []).append(reading)
    also = () if at is None else (at,)
    return {key: beliefs_of(group, also) for key, group in sorted(grouped.items())}


def beliefs_of(group: Sequence[Reading], days: Iterable[date] = ()) -> tuple[Belief, ...]:
    """Beliefs about one actor on one proposition.

    Args:
        group: Its readings, in any order; those without a day are left out.
        days: Further days to give a belief for, such as those of a drawing.
    """
    said: dict[date, list[Reading]] = {}
    for reading in sorted(group, key=lambda reading: reading.id):
        if reading.day is not None:
            said.setdefault(reading.day, []).append(reading)
    if not said:
        return ()
    ordered = sorted(said.keys() | set(days))
    seen = [_sign(said.get(day, ())) for day in ordered]
    gaps = [(after - before).days for before, after in pairwise(ordered)]
    forward, backward = _forward(seen, gaps), _backward(seen, gaps)
    both = (_normal(_times(f, b)) for f, b in zip(forward, backward, strict=True))
    return tuple(Belief(day, *vector) for day, vector in zip(ordered, both, strict=True))


def likelihood(reading: Reading) -> Vector:
    """How likely a reading's codings are under each stance that may be held, up to a factor.

    With probability ``1 - about`` the coding says nothing of the actor. Else the coded stance is what was said, and
    was said by one who holds it, or by one who evades.
    """
    weight = math.fsum(reading.scores.get(stance, 0.0) for stance in HELD)
    if reading.confirmed:
        said = [float(stance == reading.stance) for stance in HELD]
        about = MOST_CERTAIN
    elif weight > 0.0:
        said = [reading.scores.get(stance, 0.0) / weight for stance in HELD]
        about = min(reading.relevant * weight, MOST_CERTAIN)
    else:
        return _EVEN
    evasive = said[-1]
    held = [*((1.0 - EVASION) * p + EVASION * evasive for p in said[:-1]), evasive]
    return tuple(about * p + (1.0 - about) / len(HELD) for p in held)


def _sign(of_day: Sequence[Reading]) -> Vector:
    """All that was said on a day; its readings are taken as independent given the stance."""
    vector = _EVEN
    for reading in of_day:
        vector = _normal(_times(vector, likelihood(reading)))
    return vector


def _forward(seen: Sequence[Vector], gaps: Sequence[int]) -> list[Vector]:
    found = [_normal(seen[0])]
    for sign, gap in zip(seen[1:], gaps, strict=True):
        found.append(_normal(_times(_moved(found[-1], gap), sign)))
    return found


def _backward(seen: Sequence[Vector], gaps: Sequence[int]) -> list[Vector]:
    found = [_EVEN]
    for sign, gap in zip(reversed(seen[1:]), reversed(gaps), strict=True):
        found.append(_normal(_moved(_times(found[-1], sign), gap)))
    return found[::-1]


def _moved(vector: Vector, days: int) -> Vector:
    """After some days, each stance is left at the same rate for any of the others; the chain is symmetric in time."""
    states = len(HELD)
    mixed = 1.0 - math.exp(-CHANGES_PER_DAY * days * states / (states - 1))
    total = math.fsum(vector)
    return tuple((1.0 - mixed) * p + mixed * total / states for p in vector)


def _times(first: Vector, second: Vector) -> Vector:
    return tuple(a * b for a, b in zip(first, second, strict=True))


def _normal(vector: Vector) -> Vector:
    total = math.fsum(vector)
    return tuple(p / total for p in vector)
