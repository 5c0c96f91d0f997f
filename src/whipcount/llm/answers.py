"""From what a language model wrote to a choice among given values; anything else is refused.

Nothing is mended or guessed: a value outside the enumeration, a key too many, or words around the object are no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from whipcount.llm.inquiry import NO_ARGUMENT, Inquiry
from whipcount.model import STANCES, Stance

# Why an answer was refused.
RefusedFor: TypeAlias = Literal["no_answer", "form", "value", "contradiction"]

_FENCED: Final = re.compile(r"\A```(?:json)?\s*(\{.*\})\s*```\Z", re.DOTALL)
_KEYS: Final = frozenset({"stance", "condition", "argument"})
_STANCES: Final[Mapping[str, Stance]] = {one: one for one in STANCES}
_SIDE: Final[Mapping[Stance, str]] = {"support": "pro", "oppose": "con"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model chose: ``condition`` is the id of a clause, ``argument`` that of an argument."""

    stance: Stance
    condition: str | None = None
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is none; ``reason`` says why, and none of its words are kept."""

    reason: RefusedFor


def parse_answer(said: str | None, asked: Inquiry) -> Answer | Refusal:
    """Check an answer against what was asked.

    Args:
        said: The model's answer; None where there was none.
        asked: The question, with the values on offer.
    """
    if said is None or not said.strip():
        return Refusal("no_answer")
    stripped = said.strip()
    fenced = _FENCED.match(stripped)
    try:
        value = json.loads(fenced[1] if fenced else stripped, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return Refusal("form")
    if not isinstance(value, dict) or value.keys() != _KEYS:
        return Refusal("form")
    return _chosen(value, asked)


def _chosen(value: Mapping[str, Any], asked: Inquiry) -> Answer | Refusal:
    said, condition, argument = value["stance"], value["condition"], value["argument"]
    stance = _STANCES.get(said) if isinstance(said, str) else None
    known_condition = condition is None or (isinstance(condition, str) and condition in asked.parts)
    known_argument = isinstance(argument, str) and (argument == NO_ARGUMENT or argument in asked.sides)
    if stance is None or not known_condition or not known_argument:
        return Refusal("value")
    side = asked.sides.get(argument)
    # An argument for the other side, or a condition without a conditional stance, means that the question was missed.
    if (side and _SIDE.get(stance, side) != side) or (side and stance == "none"):
        return Refusal("contradiction")
    if condition is not None and stance != "conditional":
        return Refusal("contradiction")
    return Answer(stance, condition, argument if side else None)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
