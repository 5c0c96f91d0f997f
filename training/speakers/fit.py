"""Fit the tables of ``whipcount.resolve.salience``: a conditional logit with an L2 penalty, in plain numpy.

usage: python -m training.speakers.fit [--shared DIR] [--out FILE] [--check] [--watched]

Reads GUM train, LitBank, GAP validation and our own labels of PolNeAR train articles, but for those kept for checking.
A pronoun's own earlier pronouns are part of its features, so the fit is repeated with the table of the round before.
``--watched`` leaves that table as it is and fits the other one, with the weights of what the reader looked at, on the
same pronouns less the silver ones, whose gender the reader sees: to be run again after every change of the reader.
``--check`` reports the accuracy of the same fit under cross-validation by document.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path

import numpy as np

from training.speakers.data import Case, Look, gap, gum, labelled, litbank, silver
from whipcount.attribute import Reader
from whipcount.model import Document
from whipcount.regards import Regards
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
LOOKS, LOOK_PENALTY = 24, 32.0  # numbers for what the reader looks at, in standard deviations
RARE = 4  # a feature seen less often has no weight
ROUNDS, STEPS = 2, 250
FOLDS = 10


def gold(shared: Path, look: Look) -> list[Case]:
    coref = shared / "data/coref"
    articles = shared / "data/attribution/polnear_train.jsonl.gz"
    labels = [Path(__file__).with_name(f"labels_{name}.jsonl") for name in ("train", "names", "second")]
    return [
        *gum(coref / "gum_train.jsonl.gz", look), *litbank(coref / "litbank.jsonl.gz", look),
        *gap(coref / "gap_validation.jsonl", look),
        *(case for path in labels for case in labelled(articles, path, look)),
    ]  # fmt: skip


def cases(shared: Path) -> list[Case]:
    articles = shared / "data/attribution/polnear_train.jsonl.gz"
    return [
        *gold(shared, lambda _: None), *silver(articles, "silver news", 840),
        *silver(shared / "data/raw/ibm_wikipedia_articles.jsonl.gz", "silver wikipedia", 1100),
    ]  # fmt: skip


def looked(found: list[Case]) -> np.ndarray:
    """One row a candidate: what the reader looked at, not a number where that is unknown."""
    unknown = (float("nan"),) * LOOKS
    return np.array([look or unknown for case in found for look in (case.looks or ((),) * len(case.rows))])


class Problem:
    """Cases as flat arrays: one row a candidate, one entry a feature that holds, and the looks if given."""

    def __init__(self, found: list[Case], names: list[str], looks: np.ndarray | None = None) -> None:
        self.looks = looks
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
        if self.looks is not None:
            scores = scores + self.looks @ table[self.size :]
        odds = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.case])
        return odds / np.add.reduceat(odds, self.starts)[self.case]

    def gradient(self, table: np.ndarray) -> np.ndarray:
        given = self.probabilities(table)
        wanted = given * self.right
        wanted /= np.maximum(1e-12, np.add.reduceat(wanted, self.starts))[self.case]
        pull = (wanted - given) * self.weight[self.case]
        slope = np.bincount(self.columns, pull[self.rows], minlength=self.size) - PENALTY * table[: self.size]
        if self.looks is None:
            return slope
        return np.append(slope, self.looks.T @ pull - LOOK_PENALTY * table[self.size :])


def frequent(found: list[Case]) -> list[str]:
    seen = Counter(f for case in found for features in case.rows for f in features)
    return sorted(f for f, n in seen.items() if n >= RARE)


def climb(problem: Problem, size: int) -> np.ndarray:
    table, mean, square = (np.zeros(size) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = problem.gradient(table)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = 0.05 * (1 - step / (STEPS + 1))
        table = table + rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return table


def named(names: list[str], table: np.ndarray) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, table, strict=True) if abs(value) >= 0.0005}


def fit(found: list[Case]) -> dict[str, float]:
    names = frequent(found)
    return named(names, climb(Problem(found, names), len(names)))


def fit_watched(found: list[Case]) -> tuple[dict[str, float], dict[str, float]]:
    """The table that goes with what the reader looked at, and the weights of that."""
    names, values = frequent(found), looked(found)
    middle, spread = np.nanmean(values, axis=0), np.nanstd(values, axis=0) + 1e-4
    known = np.nan_to_num((values - middle) / spread)
    table = climb(Problem(found, names, known), len(names) + LOOKS)
    weights = table[len(names) :] / spread
    looks = {str(i): round(float(value), 4) for i, value in enumerate(weights)}
    looks["known"] = round(-sum(looks[str(i)] * float(value) for i, value in enumerate(middle)), 4)
    return named(names, table[: len(names)]), looks


def accuracy(
    found: list[Case], table: dict[str, float], looks: dict[str, float] | None = None
) -> list[tuple[str, bool, float]]:
    """For each case: its corpus, whether the likeliest candidate is right, and its probability."""
    names = sorted(table)
    given = np.array([table[n] for n in names])
    values = None
    if looks is not None:
        values, weights = looked(found), [looks[str(i)] for i in range(LOOKS)]
        values = np.where(np.isnan(values), 0.0, values) @ weights + looks["known"] * ~np.isnan(values[:, 0])
        values, given = values[:, None], np.append(given, 1.0)
    problem = Problem(found, names, values)
    given = problem.probabilities(given)
    ends = [*problem.starts[1:], len(given)]
    out = []
    for case, start, end in zip(found, problem.starts, ends, strict=True):
        best = start + int(np.argmax(given[start:end]))
        out.append((case.corpus, bool(problem.right[best]), float(given[best])))
    return out


def check(found: list[Case], *, watched: bool = False) -> None:
    groups = sorted({case.group for case in found})
    fold = {group: at % FOLDS for at, group in enumerate(groups)}
    results: list[tuple[str, bool, float]] = []
    for held in range(FOLDS):
        others = [c for c in found if fold[c.group] != held]
        tables = fit_watched(others) if watched else (fit(others),)
        results += accuracy([c for c in found if fold[c.group] == held], *tables)
    for corpus in WEIGHT:
        of = [r for r in results if r[0] == corpus]
        print(f"{corpus}: {sum(r[1] for r in of)} of {len(of)} ({100 * sum(r[1] for r in of) / max(1, len(of)):.1f} %)")


def look_once() -> Look:
    """The shipped reader's regards, kept: they do not change from round to round."""
    reader, kept = Reader(), {}

    def look(document: Document) -> Regards:
        if document.id not in kept:
            kept[document.id] = reader.regard([document])[0][1]
        return kept[document.id]

    return look


def watch(shared: Path, tables: dict[str, dict[str, float]]) -> list[Case]:
    """Fit ``watched`` and ``looks`` into the tables; in the first round nothing is made of what was looked at."""
    look, found = look_once(), []
    tables["watched"] = tables["weights"]
    tables["looks"] = dict.fromkeys((*map(str, range(LOOKS)), "known"), 0.0)
    for _ in range(ROUNDS):
        found = gold(shared, look)
        tables["watched"], tables["looks"] = fit_watched(found)
        right = [r[1] for r in accuracy(found, tables["watched"], tables["looks"]) if r[0] != "litbank"]
        print(f"{len(found)} pronouns, {100 * sum(right) / len(right):.1f} % right as fitted, with what was looked at")
    return found


def words_alone(shared: Path, tables: dict[str, dict[str, float]]) -> list[Case]:
    """Fit ``weights`` into the tables."""
    found: list[Case] = []
    for _ in range(ROUNDS):
        found = cases(shared)
        table = tables["weights"] = fit(found)
        right = [r[1] for r in accuracy(found, table) if r[0] in ("gum", "gap", "polnear")]
        print(f"{len(found)} pronouns, {len(table)} weights, {100 * sum(right) / len(right):.1f} % right as fitted")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--watched", action="store_true")
    options = parser.parse_args()
    tables = salience.model()  # what is fitted is at once what pronouns are read by
    found = (watch if options.watched else words_alone)(options.shared, tables)
    if options.out:
        options.out.write_text(json.dumps(tables, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    if options.check:
        check(found, watched=options.watched)


if __name__ == "__main__":
    main()
