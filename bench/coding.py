"""Statements judged against one proposition in a CPU second, on one thread: those that are about it, and any.

    python bench/coding.py [--shared DIR]

Statements of training articles, with their sentences and three synonyms as a codebook has them: first those labelled as
speaking to the proposition, then those of other articles, nearly all of which are about something else; these once more
by the sieve alone, with the share that it holds back.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from training.stance import articles

from whipcount.coding import Coder, StanceInput
from whipcount.coding.sieve import Sieve
from whipcount.coding.stance import surroundings

ARTICLES = 60
COUNT = 300
SYNONYMS = ("the plan that is debated", "this step", "what has been proposed")


def per_second(coder: Coder, items: Sequence[StanceInput]) -> float:
    before = time.process_time()
    coder.code(items)
    return len(items) / (time.process_time() - before)


def sifted(items: Sequence[StanceInput], rng: random.Random) -> tuple[float, float]:
    """Statements a second, and the share held back, where each article is asked for another article's proposition."""
    sieve = Sieve()
    sieve.lets_through(("warm",), "warm", "warm")
    passed, before = 0, time.process_time()
    for article, group in groupby(items, key=lambda item: item.article):
        asked = rng.choice([item for item in items if item.article != article]).proposition
        wordings = (asked.text, *asked.synonyms)
        passed += sum(sieve.lets_through(wordings, surroundings(item), article) for item in group)
    return len(items) / (time.process_time() - before), 1 - passed / len(items)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    labelled = articles.read()
    docs = list(dict.fromkeys(one.doc for one in labelled))[:ARTICLES]
    given = articles.inputs([one for one in labelled if one.doc in docs], parser.parse_args().shared / "data")
    asked = [
        (label, replace(item, proposition=replace(item.proposition, synonyms=SYNONYMS))) for _, item, label in given
    ]
    rng = random.Random(1)
    near = rng.sample([item for label, item in asked if label != "irrelevant"], COUNT)
    pairs = zip(rng.sample(asked, COUNT), rng.sample(asked, COUNT), strict=True)
    far = [replace(item, proposition=other.proposition) for (_, item), (_, other) in pairs]
    coder = Coder(threads=1)
    coder.code(near[:5])
    found = {"about the proposition": per_second(coder, near), "any statement": per_second(coder, far)}
    speed, held = sifted([item for _, item in asked], rng)
    found["any statement, by the sieve alone"] = speed
    print(json.dumps({name: round(value) for name, value in found.items()} | {"held back": round(held, 3)}, indent=1))


if __name__ == "__main__":
    main()
