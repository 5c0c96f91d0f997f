"""Rows for a further round on the hand-written examples, with a share of the older rows so that nothing is forgotten.

    python -m training.stance.replay rows work/stance/rows.jsonl.gz OUT.jsonl.gz
    python -m training.stance.replay soften OUT.jsonl.gz OLD.npy NEW.npy

``rows`` takes the examples of the train part, some of them also under another question (irrelevant to it), and a draw
of older rows. ``soften`` takes the logits that the released model gives these rows (``train --epochs 0 --predict``):
older rows are learned from them, examples from their labels.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.stance import examples
from training.stance.data import IRRELEVANT, LABELS, Row, read, write
from training.stance.mix import SURE

SHARES = {
    "perspectrum": 2600, "argkp": 1000, "varied": 900, "topics": 900, "clause": 400, "negatives": 500, "polnear": 900,
    "dse": 200, "newsmtsc": 100,
}  # fmt: skip
ELSEWHERE = 0.12  # share of examples that are also held against another question's proposition


def from_examples(rng: random.Random) -> Iterator[Row]:
    """Rows of the train part; a statement under another question's proposition is irrelevant to it."""
    inside = [one for one in examples.read() if examples.part(one.question) == "train"]
    for one, row in zip(inside, examples.rows(inside), strict=True):
        yield row
        other = rng.choice(inside)
        if rng.random() < ELSEWHERE and other.domain != one.domain:
            yield row | {"p": other.proposition, "y": IRRELEVANT, "s": "examples-other"}


def draw(old: list[Row], rng: random.Random) -> Iterator[Row]:
    for origin, share in SHARES.items():
        rows = [row for row in old if str(row["s"]).startswith(origin) and row["y"] != -2]
        yield from rng.sample(rows, min(share, len(rows)))


def soften(rows: list[Row], logits: np.ndarray) -> np.ndarray:
    """The logits, with those of examples replaced by their labels."""
    softened = logits.astype(np.float32).copy()
    for i, row in enumerate(rows):
        if str(row["s"]).startswith("examples"):
            softened[i] = [SURE if k == row["y"] else 0.0 for k in range(len(LABELS))]
    return softened.astype(np.float16)


def main() -> None:
    step, *paths = sys.argv[1:]
    if step == "rows":
        rng = random.Random(5)
        rows = [*from_examples(rng), *draw(read(Path(paths[0])), rng)]
        rng.shuffle(rows)
        write(rows, Path(paths[1]))
    else:
        np.save(paths[2], soften(read(Path(paths[0])), np.load(paths[1])))
        print(json.dumps({"rows": len(np.load(paths[2]))}))


if __name__ == "__main__":
    main()
