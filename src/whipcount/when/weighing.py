"""Which of the days that a story offers a statement has, if any: a logistic model over signals, after the rules.

The rules know the words that date a saying; which of several people in a story spoke at its event no wording tells.
How often each signal goes with the right day was counted on labelled training articles (``training/dates/fit.py``).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cache

from whipcount.models import model_bytes
from whipcount.when.days import Days
from whipcount.when.events import Event, Found
from whipcount.when.signals import Signal, candidates
from whipcount.when.story import Story

FILE = "dates.json"
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """Signal → log-odds, and the least probability of a day that the rules gave, and of another one."""

    table: dict[str, float]
    kept: float
    new: float

    def probability(self, signals: tuple[Signal, ...]) -> float:
        """Of the day being right, in (0, 1)."""
        odds = self.table["any"] + math.fsum(self.table.get(name, 0.0) * value for name, value in signals)
        return 1.0 / (1.0 + math.exp(-odds))


@cache
def weights() -> Weights:
    """The shipped model."""
    loaded = json.loads(model_bytes(FILE))
    return Weights(loaded["weights"], loaded["kept"], loaded["new"])


def weighed(story: Story, found: Found, events: list[Event], by: Weights) -> Found:
    """Take away days that the rules inferred where little speaks for them, and give some that they left open.

    A day that was given speaks for the statements around it, which are therefore weighed again.
    """
    for _ in range(ROUNDS):
        made = _round(story, found, events, by)
        if made == found:
            break
        found = made
    return found


def _round(story: Story, found: Found, events: list[Event], by: Weights) -> Found:
    made = list(found)
    surest: dict[int, float] = {}
    for each in candidates(Days(story, found, events)):
        given, probability = found[each.i], by.probability(each.signals)
        if given is None and probability >= max(by.new, surest.get(each.i, 0.0)):
            surest[each.i] = probability
            made[each.i] = replace(each.said, rule="weighed")
        elif given is not None and given.start == each.said.start and probability < by.kept:
            made[each.i] = None
    return made
