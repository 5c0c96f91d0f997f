"""By what the learned head's choices were made: hand-written questions as projects, not the election articles.

    PYTHONPATH=. python bench/learning_choices.py [--model STANCE.onnx]

24 questions of the parts train and tuning. Each is a project: its own statements, and 110 of other questions under one
of its wordings, which are about something else. 80 judgements teach, the others are scored, all questions together:
macro-F1 over support, oppose and neither. The encoder alone is used, without grammar and context.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
from training.stance import examples

from whipcount import models
from whipcount.coding import Example, StanceInput, fit, head
from whipcount.coding.pairs import Pair, batches
from whipcount.coding.stance import MODEL, VECTOR_DIGITS, _said
from whipcount.model import STANCES, Proposition, Stance
from whipcount.project.learning import applied

QUESTIONS, NEAR, FAR, TAUGHT = 24, 50, 60, 80
RIDGES = (0.3, 0.1, 0.03)
SIDES = ("support", "oppose", "neither")


def projects() -> list[tuple[str, str, examples.Example]]:
    """Question, stance and example, which stands under a wording of the question."""
    every = [one for one in examples.read() if examples.part(one.question) != "check"]
    draw = random.Random(3)
    rows: list[tuple[str, str, examples.Example]] = []
    for question in draw.sample(sorted({one.question for one in every}), QUESTIONS):
        own = [one for one in every if one.question == question]
        wordings = sorted({one.proposition for one in own})
        others = [one for one in every if one.question != question]
        near = [one for one in others if one.domain == own[0].domain]
        strangers = draw.sample(near, min(NEAR, len(near))) + draw.sample(others, FAR)
        rows += [(question, "none", replace(one, proposition=draw.choice(wordings))) for one in strangers]
        rows += [(question, "none" if one.stance == "irrelevant" else one.stance, one) for one in own]
    return rows


def judged(rows: Sequence[tuple[str, str, examples.Example]], model: Path) -> list[tuple[str, Example]]:
    session = onnxruntime.InferenceSession(str(model))
    temperature = float(session.get_modelmeta().custom_metadata_map["temperature"])
    pairs = [Pair(one.proposition, _said(_item(one)), "") for _, _, one in rows]
    found: list[tuple[str, Example] | None] = [None] * len(rows)
    for batch in batches(pairs):
        fed = {"input_ids": batch.ids, "attention_mask": batch.mask, "token_type_ids": batch.types}
        logits, pooled = session.run(["logits", "pooled"], fed)
        raised = np.exp((logits - logits.max(1, keepdims=True)).astype(float) / temperature)
        shares = raised / raised.sum(1, keepdims=True)
        for row, p, vector in zip(
            batch.rows, shares.tolist(), np.round(pooled.astype(float), VECTOR_DIGITS), strict=True
        ):
            question, stance, one = rows[row]
            scores = (*p[:4], p[4] + p[5])
            found[row] = question, Example(one.proposition, scores, tuple(vector.tolist()), cast("Stance", stance))
    return [one for one in found if one is not None]


def _item(one: examples.Example) -> StanceInput:
    return StanceInput(one.text, Proposition(id="x", text=one.proposition, question="q"), one.speaker, one.cue)


def score(made: Sequence[tuple[str, Example]], ridge: float | None) -> float:
    gold, found = [], []
    for question in sorted({name for name, _ in made}):
        own = [one for name, one in made if name == question]
        random.Random(1).shuffle(own)
        rows = [one.scores for one in own[TAUGHT:]]
        if ridge is not None:
            rows = applied(fit(own[:TAUGHT], ridge), own[TAUGHT:])
        gold += [_side(one.stance) for one in own[TAUGHT:]]
        found += [_side(STANCES[max(range(5), key=row.__getitem__)]) for row in rows]
    total = 0.0
    for side in SIDES:
        right = sum(g == f == side for g, f in zip(gold, found, strict=True))
        total += 2 * right / (gold.count(side) + found.count(side))
    return total / len(SIDES)


def _side(stance: str) -> str:
    return stance if stance in SIDES else "neither"


@contextmanager
def chosen(**values: float) -> Iterator[None]:
    """The head with other constants, for as long as the block runs."""
    before = {name: getattr(head, name) for name in values}
    for name, value in values.items():
        setattr(head, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(head, name, value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path(models.__file__).parent / MODEL)
    made = judged(projects(), parser.parse_args().model)
    print(f"{len(made)} judgements; as it is {score(made, None):.3f}; ridges {RIDGES}")
    half = len(made[0][1].vector) // 2
    logs = [(q, replace(e, vector=tuple(np.log(np.maximum(e.scores, head.FLOOR)).round(4).tolist()))) for q, e in made]
    parts = {
        "as released": made,
        "logarithms of the scores instead of the vector": logs,
        "first vector alone": [(q, replace(e, vector=e.vector[:half])) for q, e in made],
        "mean vector alone": [(q, replace(e, vector=e.vector[half:])) for q, e in made],
    }
    for name, some in parts.items():
        print(name, *(f"{score(some, ridge):.3f}" for ridge in RIDGES), flush=True)
    for constants in ({"BIAS": 10.0}, {"BIAS": 0.5}, {"RARITY": 0.0}, {"RARITY": 1.0}):
        with chosen(**constants):
            print(constants, *(f"{score(made, ridge):.3f}" for ridge in RIDGES), flush=True)


if __name__ == "__main__":
    main()
