"""Train the types of evidence, score them on motions that were not trained on, and write the weights.

python -m training.stance.evidence ../shared/data

A logistic model for each type over features that occur with at least ten motions, so that it learns how evidence is
worded and not what the motions are about. Claims without evidence are the rows of no type. Every fifth motion is held
out for the score; the weights that are written are those of the other motions, so that the score is theirs.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whipcount.coding.evidence import FLOOR, LEARNT, features

NAMES = {"EXPERT": "expert", "STUDY": "study", "ANECDOTAL": "anecdote"}
HELD_OUT_EVERY = 5
LEAST_MOTIONS = 10
KEPT = 400  # features, those with the largest weights
ROUNDS = 400
RATE = 0.5
DECAY = 0.01  # of squared weights
BOOTSTRAPS = 1000
OUT = Path(__file__).parents[2] / "src" / "whipcount" / "coding" / "evidence.json"

Matrix = NDArray[np.float64]


class Row(NamedTuple):
    """A passage: its motion, its words' features and its types."""

    motion: int
    features: frozenset[str]
    types: frozenset[str]


def read(folder: Path) -> list[Row]:
    """Evidence with its types, and claims with none."""
    found: list[Row] = []
    for name, field in (("ibm_ce_evidence.jsonl", "evidence"), ("ibm_ce_claims.jsonl", "claim_original")):
        for line in (folder / "stance" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            types = frozenset(NAMES[one] for one in row.get("types", ()))
            found.append(Row(row["motion_id"], features(row[field]), types))
    return found


def matrix(rows: Sequence[Row], vocabulary: Sequence[str]) -> Matrix:
    place = {feature: n for n, feature in enumerate(vocabulary)}
    x = np.zeros((len(rows), len(vocabulary) + 1))
    x[:, -1] = 1
    for n, row in enumerate(rows):
        x[n, [place[f] for f in row.features if f in place]] = 1
    return x


def gold(rows: Sequence[Row]) -> Matrix:
    return np.array([[float(kind in row.types) for kind in LEARNT] for row in rows])


def fitted(x: Matrix, y: Matrix) -> Matrix:
    """Weights (features and bias, types), by gradient descent with steps scaled by how often a feature occurs."""
    w = np.zeros((x.shape[1], y.shape[1]))
    scale = 1 / np.sqrt(x.mean(axis=0) + 1e-3)[:, None]
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (p - y) / len(x)
        slope[:-1] += DECAY * w[:-1] * x[:, :-1].mean(axis=0)[:, None]
        w -= RATE * scale * slope
    return w


def scores(w: Matrix, x: Matrix, y: Matrix) -> tuple[float, list[tuple[float, float, float]]]:
    """Macro-F1 over the types, and precision, recall and F1 of each."""
    found = 1 / (1 + np.exp(-x @ w)) >= FLOOR
    each = []
    for n in range(y.shape[1]):
        hit = float((found[:, n] & (y[:, n] > 0)).sum())
        precision, recall = hit / max(1, found[:, n].sum()), hit / max(1, y[:, n].sum())
        each.append((precision, recall, 2 * precision * recall / max(1e-9, precision + recall)))
    return sum(f for _, _, f in each) / len(each), each


def interval(w: Matrix, x: Matrix, y: Matrix, motions: Sequence[int]) -> tuple[float, float]:
    """95 % of the macro-F1, whole motions drawn with replacement."""
    rows: dict[int, list[int]] = defaultdict(list)
    for n, motion in enumerate(motions):
        rows[motion].append(n)
    rng, drawn = random.Random(0), []
    for _ in range(BOOTSTRAPS):
        pick = [n for motion in rng.choices(sorted(rows), k=len(rows)) for n in rows[motion]]
        drawn.append(scores(w, x[pick], y[pick])[0])
    drawn.sort()
    return drawn[int(0.025 * BOOTSTRAPS)], drawn[int(0.975 * BOOTSTRAPS) - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    rows = read(parser.parse_args().data)
    order = {motion: n for n, motion in enumerate(sorted({row.motion for row in rows}))}
    held = [row for row in rows if order[row.motion] % HELD_OUT_EVERY == 0]
    trained = [row for row in rows if order[row.motion] % HELD_OUT_EVERY]
    motions: dict[str, set[int]] = defaultdict(set)
    for row in trained:
        for feature in row.features:
            motions[feature].add(row.motion)
    vocabulary = sorted(feature for feature, seen in motions.items() if len(seen) >= LEAST_MOTIONS)
    w = fitted(matrix(trained, vocabulary), gold(trained))
    strongest = np.argsort(-np.abs(w[:-1]).max(axis=1), kind="stable")[:KEPT]
    vocabulary = sorted(vocabulary[n] for n in strongest)
    w = np.round(fitted(matrix(trained, vocabulary), gold(trained)), 2)
    x, y = matrix(held, vocabulary), gold(held)
    macro, each = scores(w, x, y)
    low, high = interval(w, x, y, [row.motion for row in held])
    for name, part in (("trained on", trained), ("scored on", held)):
        print(f"{name} {len(part)} rows of {len({row.motion for row in part})} motions")
    print(f"macro-F1 {macro:.3f} [{low:.3f}, {high:.3f}]")
    for kind, (precision, recall, f1), count in zip(LEARNT, each, y.sum(axis=0), strict=True):
        print(f"{kind:<9} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({int(count)} rows)")
    none = y.sum(axis=1) == 0
    quiet = (1 / (1 + np.exp(-x[none] @ w)) < FLOOR).all(axis=1).mean()
    print(f"of {int(none.sum())} claims without evidence, {quiet:.3f} are given no type")
    weights = {feature: [float(v) for v in w[n]] for n, feature in enumerate(vocabulary)}
    lines = ",\n".join(f"  {json.dumps(feature)}: {json.dumps(row)}" for feature, row in weights.items())
    bias = json.dumps([float(v) for v in w[-1]])
    OUT.write_text(f'{{"bias": {bias},\n "weights": {{\n{lines}\n }}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
