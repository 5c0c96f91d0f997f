"""What a statement rests on: an expert's word, a study, an anecdote, a precedent, or nothing that it names.

The first three are told by a light logistic model for each, over words that occur with many motions (Rinott et al. 2015
name the types); ``training/stance/evidence.py`` makes its weights. A precedent is told by rules: the data have none.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from whipcount.model import Evidence

EVIDENCE_TYPES: Final[tuple[Evidence, ...]] = ("expert", "study", "anecdote", "precedent")
LEARNT: Final[tuple[Evidence, ...]] = EVIDENCE_TYPES[:3]
FLOOR: Final = 0.5  # probability from which a type is named
_WEIGHTS: Final = "evidence.json"
_WORD: Final = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d.,]*%?")
_SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "<percent>": re.compile(r"\d\s?(?:%|percent|per cent)", re.IGNORECASE),
    "<year>": re.compile(r"\b(?:1[89]|20)\d\d\b"),
    "<number>": re.compile(r"\d"),
    "<quoted>": re.compile(r"[\"“”]"),
    "<first person>": re.compile(r"\b(?:I|my|me|we|our)\b"),
    "<title>": re.compile(r"\b(?:Dr|Prof|Professor|Sir|Judge|Justice|Senator|President|Minister)\b"),
    "<name>": re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z][a-z]+"),
}
_PRECEDENT: Final = re.compile(
    r"\bprecedents?\b|\bjust\s+(?:as|like)\s+(?:in|when|after)\b|\b(?:the\s+)?last\s+time\s+(?:we|they|it|this|that|a|the)\b"
    r"|\bhas\s+(?:already\s+)?(?:worked|failed|been\s+tried|been\s+done)\s+(?:before|elsewhere|in\b)"
    r"|\b(?:as|like)\s+(?:it|we|they)\s+did\s+(?:in|with|after|during)\b|\bhistory\s+(?:shows|tells|teaches|repeats)\b"
    r"|\b(?:did|tried|banned|allowed|lifted|adopted|introduced)\s+(?:it|this|that|the\s+same)\s+(?:in\s+(?:1[89]|20)\d\d|before|decades\s+ago)\b"
    r"|\blook\s+(?:at|to)\s+what\s+happened\s+(?:in|to|when|after)\b|\bwe\s+have\s+(?:been\s+here|seen\s+this|done\s+this)\s+before\b",
    re.IGNORECASE,
)  # fmt: skip


def evidence_types(text: str) -> tuple[Evidence, ...]:
    """The kinds of evidence that a text names, in the order of ``EVIDENCE_TYPES``; empty where it names none.

    >>> evidence_types("We have seen this before, and it has failed in Ohio.")
    ('precedent',)
    """
    found: list[Evidence] = [kind for kind, p in probabilities(text).items() if p >= FLOOR]
    return (*found, "precedent") if _PRECEDENT.search(text) else tuple(found)


def probabilities(text: str) -> dict[Evidence, float]:
    """Probability in [0, 1] of each type that is learnt; they do not exclude each other."""
    bias, weights = _weights()
    present = [weights[feature] for feature in features(text) if feature in weights]
    return {
        kind: 1 / (1 + math.exp(-(bias[n] + math.fsum(row[n] for row in present)))) for n, kind in enumerate(LEARNT)
    }


def features(text: str) -> frozenset[str]:
    """Words, pairs of words that stand together, and shapes that a text has; each counts once."""
    words = ["<n>" if word[0].isdigit() else word for word in _WORD.findall(text.casefold())]
    pairs = (f"{a} {b}" for a, b in pairwise(words))
    shapes = (name for name, pattern in _SHAPES.items() if pattern.search(text))
    return frozenset((*words, *pairs, *shapes)) - {"<n>"}


@cache
def _weights() -> tuple[tuple[float, ...], Mapping[str, tuple[float, ...]]]:
    read = json.loads(files("whipcount.coding").joinpath(_WEIGHTS).read_text(encoding="utf-8"))
    return tuple(read["bias"]), {feature: tuple(row) for feature, row in read["weights"].items()}
