"""Geometry of what an actor is likely to hold over time: the probability of each stance, stacked to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from whipcount.model import Belief, Stance
from whipcount.posterior import beliefs_of
from whipcount.readings import Reading
from whipcount.web.curve import BOTTOM, LANE_LEFT, TOP, WIDTH, Tick, day_ticks
from whipcount.web.words import short_day

HEIGHT = 150
SAMPLES = 60  # days drawn: the belief fades smoothly between what was said
# From the bottom up, each with the class that paints it.
_STACK: tuple[tuple[Stance, str], ...] = (
    ("oppose", "band-against"), ("noncommittal", "band-undecided"), ("conditional", "band-conditional"),
    ("support", "band-for"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """One stance's part of the stack."""

    stance: Stance
    paint: str
    points: str


@dataclass(frozen=True, slots=True)
class BeliefFigure:
    """The drawing, and the beliefs on the days on which something was said, latest last, as its table."""

    height: int
    areas: tuple[Area, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    rows: tuple[Belief, ...]


def belief_figure(group: Sequence[Reading], most: int = SAMPLES) -> BeliefFigure | None:
    """The beliefs about one actor on one proposition, the latest ``most`` in the table too.

    None where all was said on one day, or no day is known.
    """
    said = sorted({reading.day for reading in group if reading.day is not None})
    if len(said) < 2:
        return None
    first, span = said[0], (said[-1] - said[0]).days
    days = {first + timedelta(days=round(span * n / (SAMPLES - 1))) for n in range(SAMPLES)}
    chain = beliefs_of(group, days)
    table = [belief for belief in chain if belief.day in frozenset(said)][-min(most, SAMPLES) :]
    if len(said) > SAMPLES:  # drawn at the days that are evenly spaced: more corners cannot be told apart
        chain = tuple(belief for belief in chain if belief.day in days)
    # As on the timeline above it, so that a dot stands over its day.
    xs = [round(LANE_LEFT + 12 + (b.day - first).days / span * (WIDTH - LANE_LEFT - 30), 1) for b in chain]
    ticks = [Tick(round(LANE_LEFT + 12 + (d - first).days / span * (WIDTH - LANE_LEFT - 30), 1), short_day(d))
             for d in day_ticks(first, said[-1])]  # fmt: skip
    return BeliefFigure(
        HEIGHT,
        tuple(_areas(chain, xs)),
        tuple(ticks),
        tuple(Tick(_y(share), f"{share:.0%}".replace("%", " %")) for share in (0.0, 0.5, 1.0)),
        tuple(table),
    )


def _areas(chain: Sequence[Belief], xs: Sequence[float]) -> list[Area]:
    base = [0.0] * len(chain)
    found: list[Area] = []
    for stance, paint in _STACK:
        top = [low + float(getattr(belief, stance)) for low, belief in zip(base, chain, strict=True)]
        upper = [(x, _y(value)) for x, value in zip(xs, top, strict=True)]
        lower = [(x, _y(value)) for x, value in zip(xs, base, strict=True)]
        found.append(Area(stance, paint, " ".join(f"{x},{y}" for x, y in [*upper, *reversed(lower)])))
        base = top
    return found


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
