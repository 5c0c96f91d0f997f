"""Fit the table of ``whipcount.resolve.salience``: a conditional logit with an L2 penalty, in plain numpy.

usage: python -m training.speakers.fit [--shared DIR] [--out FILE] [--check]

Reads GUM train, LitBank, GAP validation and our own labels of PolNeAR train articles, but for those kept for checking.
A pronoun's own earlier pronouns are part of its features, so the fit is repeated with the table of the round before.
``--check`` reports the accuracy of the same fit under cross-validation by document instead of writing a table.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path

import numpy as np

from training.speakers.data import Case, gap, gum, labelled, litbank, silver
from whipcount.resolve import salience

WEIGHT = {
    "gum": 1.0,
    "litbank": 0.15,
    "gap": 3.0,
    "polnear": 3.0,
    "silver news": 0.1,
    "silver wikipedia": 0.1,
}  # how much one pronoun of a corpus counts
PENALTY = 4.0
RARE = 4  # a feature seen less often has no weight
ROUNDS, STEPS = 2, 250
FOLDS = 10


def cases(shared: Path) -> list[Case]:
    coref = shared / "data/coref"
    articles = shared / "data/attribution/polnear_train.jsonl.gz"
    labels = [Path(__file__).with_name(f"labels_{name}.jsonl") for name in ("train", "names", "second")]
    return [
        *gum(coref / "gum_train.jsonl.gz"), *litbank(coref / "litbank.jsonl.gz"), *gap(coref / "gap_validation.jsonl"),
        *(case for path in labels for case in labelled(articles, path)),
        *silver(articles, "silver news", 840),
        *silver(shared / "data/raw/ibm_wikipedia_articles.jsonl.gz", "silver wikipedia", 1100),
    ]  # fmt: skip


class Problem:
    """Cases as flat arrays: one row a candidate, one entry a feature that holds."""

    def __init__(self, found: list[Case], names: list[str]) -> None:
        index = {name: i for i, name in enumerate(names)}
        rows, columns, starts, right = [], [], [], []
        for case in found:
            starts.append(len(right))
            for features, yes in zip(case.rows, case.right, strict=True):
                columns += (held := [index[f] for f in features if f in index])
                rows += [len(right)] * len(held)
                right.append(yes)
        self.rows, self.columns = np.array(rows), np.array(columns)
        self.starts, self.right = np.array(starts), np.array(right, bool)
        self.case = np.repeat(np.arange(len(found)), np.diff([*starts, len(right)]))
        self.weight = np.array([WEIGHT[c.corpus] for c in found])
        self.size = len(names)

    def probabilities(self, table: np.ndarray) -> np.ndarray:
        scores = np.bincount(self.rows, table[self.columns], minlength=len(self.right))
        odds = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.case])
        return odds / np.add.reduceat(odds, self.starts)[self.case]

    def gradient(self, table: np.ndarray) -> np.ndarray:
        given = self.probabilities(table)
        wanted = given * self.right
        wanted /= np.maximum(1e-12, np.add.reduceat(wanted, self.starts))[self.case]
        pull = (wanted - given) * self.weight[self.case]
        return np.bincount(self.columns, pull[self.rows], minlength=self.size) - PENALTY * table


def fit(found: list[Case]) -> dict[str, float]:
    seen = Counter(f for case in found for features in case.rows for f in features)
    names = sorted(f for f, n in seen.items() if n >= RARE)
    problem = Problem(found, names)
    table, mean, square = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = problem.gradient(table)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = 0.05 * (1 - step / (STEPS + 1))
        table = table + rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(value), 3) for name, value in zip(names, table, strict=True) if abs(value) >= 0.0005}


def accuracy(found: list[Case], table: dict[str, float]) -> list[tuple[str, bool, float]]:
    """For each case: its corpus, whether the likeliest candidate is right, and its probability."""
    names = sorted(table)
    problem = Problem(found, names)
    given = problem.probabilities(np.array([table[n] for n in names]))
    ends = [*problem.starts[1:], len(given)]
    out = []
    for case, start, end in zip(found, problem.starts, ends, strict=True):
        best = start + int(np.argmax(given[start:end]))
        out.append((case.corpus, bool(problem.right[best]), float(given[best])))
    return out


def check(found: list[Case]) -> None:
    groups = sorted({case.group for case in found})
    fold = {group: at % FOLDS for at, group in enumerate(groups)}
    results: list[tuple[str, bool, float]] = []
    for held in range(FOLDS):
        table = fit([c for c in found if fold[c.group] != held])
        results += accuracy([c for c in found if fold[c.group] == held], table)
    for corpus in WEIGHT:
        of = [r for r in results if r[0] == corpus]
        print(f"{corpus}: {sum(r[1] for r in of)} of {len(of)} ({100 * sum(r[1] for r in of) / max(1, len(of)):.1f} %)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    for _ in range(ROUNDS):
        found = cases(options.shared)
        table = fit(found)
        salience.weights().clear()
        salience.weights().update(table)
        right = [r[1] for r in accuracy(found, table) if r[0] in ("gum", "gap", "polnear")]
        print(f"{len(found)} pronouns, {len(table)} weights, {100 * sum(right) / len(right):.1f} % right as fitted")
    if options.check:
        check(found)
    if options.out:
        written = {"weights": table, "confidence": salience.model().get("confidence", {})}
        options.out.write_text(json.dumps(written, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
