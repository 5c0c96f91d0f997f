"""Fit the confidence of attributions, and the threshold below which they are dropped, on the tuning articles.

    python -m training.attribution.calibrate --data DIR --scorer DIR

Runs the shipped ONNX files over the tuning articles, which no weight was trained on. A candidate counts as right when
the official soft match would accept it. Writes ``attribution-calibration.json`` beside the models and pins it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

import whipcount.models
from training.attribution.data import Record, is_tuning, jsonl
from training.pins import pin
from whipcount.attribute.assemble import signals
from whipcount.attribute.engine import OnnxEngine
from whipcount.attribute.pieces import Pieces, to_pieces
from whipcount.attribute.reader import Candidate, read_candidates

SLACK = 0.001  # of soft F1
MODELS = Path(whipcount.models.__file__).parent


def spans(pieces: Pieces, candidate: Candidate) -> dict[str, list[list[int]]]:
    roles = {"cue": (candidate.cue,), "source": candidate.source, "content": candidate.content}
    return {k: [[int(pieces.start[s]), int(pieces.end[e - 1])] for s, e in v] for k, v in roles.items()}


def fit(x: np.ndarray, y: np.ndarray, penalty: float = 1.0) -> np.ndarray:
    """Logistic regression by Newton's method; the first column, the bias, is not penalised."""
    w = np.zeros(x.shape[1])
    ridge = penalty * np.diag([0.0, *[1.0] * (x.shape[1] - 1)])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        w = w + np.linalg.solve(hessian, x.T @ (y - p) - ridge @ w)
    return w


def best_threshold(documents: list, p: np.ndarray, soft_matches) -> tuple[float, float]:
    """Soft F1 and the threshold: the lowest that is within ``SLACK`` of the best.

    The optimum is flat and where it lies is chance; of thresholds that are as good, the one that finds most is taken.
    """
    reached: list[tuple[float, float]] = []
    for threshold in np.arange(0.15, 0.6, 0.01):
        at = right = guessed = wanted = 0
        for golds, guesses in documents:
            kept = [g for g, q in zip(guesses, p[at : at + len(guesses)], strict=True) if q >= threshold]
            at += len(guesses)
            right += soft_matches(golds, kept)
            guessed += len(kept)
            wanted += len(golds)
        reached.append((2 * right / (guessed + wanted), float(threshold)))
    best = max(reached)[0]
    return next((f1, threshold) for f1, threshold in reached if f1 >= best - SLACK)


def characters(
    items: Sequence[Mapping[str, Any]], official: ModuleType, blank: frozenset[int]
) -> list[tuple[frozenset[int], ...]]:
    """Of each attribution the characters of cue, source and content, as the official scorer counts them."""
    return [tuple(official.chars(one[role], blank) for role in ("cue", "source", "content")) for one in items]


def fitted(
    records: Sequence[Record], pieces: Sequence[Pieces], found: Sequence[Sequence[Candidate]], official: ModuleType
) -> dict[str, float]:
    """Weights of the confidence and its threshold, from the candidates found in annotated articles."""
    rows, labels, documents = [], [], []
    for record, p, candidates in zip(records, pieces, found, strict=True):
        mine = [c for c in candidates if c.content]
        golds, guesses = (
            characters(items, official, official.whitespace(record))
            for items in (record["attributions"], [spans(p, c) for c in mine])
        )
        documents.append((golds, guesses))
        for candidate, guess in zip(mine, guesses, strict=True):
            near = [g for g in golds if g[0] & guess[0]]
            right = any(official.iou(g[1], guess[1]) >= 0.5 and official.iou(g[2], guess[2]) >= 0.5 for g in near)
            labels.append(float(right))
            rows.append(signals(candidate, p))
    x, y = np.asarray([list(r.values()) for r in rows]), np.asarray(labels)
    weights = fit(x, y)
    f1, threshold = best_threshold(documents, 1 / (1 + np.exp(-x @ weights)), official.soft_matches)
    print(f"articles {len(records)} candidates {len(y)} right {y.mean():.3f} soft F1 {f1:.4f} at {threshold:.2f}")
    result = {name: round(float(w), 5) for name, w in zip(rows[0], weights, strict=True)}
    return {**result, "threshold": round(threshold, 3)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear_train.jsonl.gz")
    parser.add_argument("--scorer", type=Path, required=True, help="folder with attribution.py")
    options = parser.parse_args()
    sys.path.insert(0, str(options.scorer))
    import attribution  # the official scorer

    records = [r for r in jsonl(options.data / "polnear_train.jsonl.gz") if is_tuning(r["doc"])]
    tokenizer = whipcount.models.load_tokenizer()
    pieces = [to_pieces(r["text"], tokenizer) for r in records]
    found = [f.candidates for f in read_candidates(pieces, OnnxEngine(calibrated=False))]
    result = fitted(records, pieces, found, attribution)
    path = MODELS / "attribution-calibration.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    pin(path)


if __name__ == "__main__":
    main()
