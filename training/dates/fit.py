"""Fit the weights by which days are weighed: logistic regression with an L2 penalty, in plain numpy.

usage: python -m training.dates.fit [--shared DIR] [--out FILE] [--cross] [--kept P --new P]

Every day that a story offers for a labelled statement is a case, right where the label is that day. The part ``sealed``
is left out of everything here. The rules were written from the older ``working`` articles and look better there than
they are, so these count half, and what ``--cross`` prints is given without them too: a cross-validation by article,
beside the rules alone, with a 95 % bootstrap over articles of the difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.dates.errors import ROOT, bench
from training.pins import pin
from whipcount.model import SaidOn
from whipcount.resolve import resolve
from whipcount.segment import segment
from whipcount.when.attach import by_rules
from whipcount.when.days import Days
from whipcount.when.events import Found
from whipcount.when.sentence import told
from whipcount.when.signals import candidates
from whipcount.when.story import Story
from whipcount.when.weighing import Weights, weighed

PENALTY, RARE, STEPS, FOLDS, DRAWS = 5.0, 4, 12, 8, 1000
OWN = 1.0  # what a piece of our own counts
OLDER, UNSURE = 0.5, 0.5  # what an older working article and an unsure label count
KEPT, NEW = 0.2, 0.65  # least probabilities: of a day that the rules inferred, of one that they left open
LIMITS = [(0.15, 0.6), (0.2, 0.6), (0.25, 0.6), (0.25, 0.65), (0.25, 0.7)]  # tried by --cross
PLACES = 3  # decimals that are kept
OLD_ARTICLES = 189  # of the first four draws; the rules of that time were written from the working half of these


@dataclass(frozen=True)
class Case:
    """One day offered for one statement."""

    signals: dict[str, float]
    right: bool
    weight: float


@dataclass(frozen=True)
class Article:
    """A labelled article: what the rules gave, the cases, and whether the rules were written from it."""

    name: str
    story: Story
    rules: Found
    labels: dict[int, dict[str, Any]]
    cases: tuple[Case, ...]
    older: bool


def articles(path: Path, labels_path: Path) -> list[Article]:
    scoring = bench()
    labels: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for each in scoring.rows(labels_path):
        labels[each["doc"]][each["i"]] = each
    older = set(list(labels)[:OLD_ARTICLES])
    made = []
    for record in (r for r in scoring.rows(path) if r["doc"] in labels):
        given = labels[record["doc"]]
        half = next(iter(given.values()))["half"]
        if half == "sealed":
            continue
        document, found = scoring.read(record)
        story = Story(document, found, resolve(document, found))
        rules = by_rules(story, list(told(story)))
        read = half == "working" and record["doc"] in older
        cases = tuple(cases_of(story, rules, given, OLDER if read else 1.0))
        made.append(Article(record["doc"], story, rules, given, cases, read))
    return made


def invented() -> list[Article]:
    """The tuning halves of our own pieces."""
    own, made = bench("days"), []
    for piece in (p for half in own.HALVES if half.startswith("tuning") for p in own.pieces(half)):
        document, found = segment(piece.document), piece.attributions
        story = Story(document, found, resolve(document, found))
        rules = by_rules(story, list(told(story)))
        labels = {i: {"said_on": day or None, "sure": True} for i, day in enumerate(piece.days) if day != own.UNSURE}
        made.append(Article(document.id, story, rules, labels, tuple(cases_of(story, rules, labels, OWN)), False))
    return made


def cases_of(story: Story, rules: Found, labels: dict[int, dict[str, Any]], weight: float) -> Iterable[Case]:
    for each in candidates(Days(story, rules, list(told(story)))):
        if each.i not in labels:
            continue
        label = labels[each.i]
        right = label["said_on"] == each.said.start.isoformat()
        yield Case(dict(each.signals), right, weight * (1.0 if label["sure"] else UNSURE))


def fit(found: list[Article]) -> dict[str, float]:
    """Weights, by Newton's steps; signals of fewer than RARE articles are left out."""
    cases = [c for a in found for c in a.cases]
    seen: dict[str, set[str]] = defaultdict(set)
    for a in found:
        for c in a.cases:
            for name in c.signals:
                seen[name].add(a.name)
    names = ["any", *sorted(n for n, where in seen.items() if len(where) >= RARE)]
    index = {n: k for k, n in enumerate(names)}
    held = np.zeros((len(cases), len(names)))
    held[:, 0] = 1.0
    for row, case in enumerate(cases):
        for name, value in case.signals.items():
            if name in index:
                held[row, index[name]] = value
    right, weight = np.array([c.right for c in cases], float), np.array([c.weight for c in cases])
    penalty = np.full(len(names), PENALTY)
    penalty[0] = 1e-6
    table = np.zeros(len(names))
    for _ in range(STEPS):
        given = 1 / (1 + np.exp(-held @ table))
        slope = held.T @ (weight * (given - right)) + penalty * table
        curve = (held * (weight * given * (1 - given))[:, None]).T @ held + np.diag(penalty)
        table -= np.linalg.solve(curve, slope)
    return {n: round(float(v), PLACES) for n, v in zip(names, table, strict=True)}


Counts = tuple[int, int, int, int, int]  # days right, given, labelled; undated and left so, undated


def counts(article: Article, found: Found) -> Counts:
    right = given = labelled = left = undated = 0
    for i, label in article.labels.items():
        said: SaidOn | None = found[i]
        day = said.start.isoformat() if said is not None and said.precision == "day" else None
        gold = label["said_on"]
        full = gold is not None and len(gold) == 10
        right += full and day == gold
        given, labelled = given + (day is not None), labelled + full
        left, undated = left + (gold is None and said is None), undated + (gold is None)
    return right, given, labelled, left, undated


def scores(rows: Iterable[Counts]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of days and the share of undated statements left so, in per cent."""
    right, given, labelled, left, undated = (sum(column) for column in zip(*rows, strict=True))
    return 100 * right / given, 100 * right / labelled, 200 * right / (given + labelled), 100 * left / undated


def figures(rows: list[Counts]) -> str:
    precision, recall, f1, none = scores(rows)
    return f"P {precision:.1f} R {recall:.1f} F1 {f1:.1f} none {none:.1f}"


def difference(before: list[Counts], after: list[Counts]) -> str:
    draw, rise, silent = random.Random(0), [], []
    for _ in range(DRAWS):
        chosen = draw.choices(range(len(before)), k=len(before))
        old, new = scores(before[k] for k in chosen), scores(after[k] for k in chosen)
        rise.append(new[2] - old[2])
        silent.append(new[3] - old[3])
    low, high = int(0.025 * DRAWS), int(0.975 * DRAWS) - 1
    rise.sort()
    silent.sort()
    return f"F1 {rise[low]:+.1f} to {rise[high]:+.1f}, none {silent[low]:+.1f} to {silent[high]:+.1f}"


def cross(found: list[Article], own: list[Article], limits: list[tuple[float, float]], seed: int = 0) -> None:
    """Print what articles and pieces get from weights that were fitted without them."""
    draw = random.Random(seed)
    shuffled = [*draw.sample(found, len(found)), *draw.sample(own, len(own))]
    tables = [fit([a for n, a in enumerate(shuffled) if n % FOLDS != fold]) for fold in range(FOLDS)]
    pieces = {a.name for a in own}
    for title in ("not read for the older rules", "older working articles", "pieces of our own"):
        part = [(n % FOLDS, a) for n, a in enumerate(shuffled) if _part(a, pieces) == title]
        before = [counts(a, a.rules) for _, a in part]
        print(f"{title}, {len(part)}")
        print(f"  rules        {figures(before)}")
        for kept, new in limits:
            after = [
                counts(a, weighed(a.story, a.rules, list(told(a.story)), Weights(tables[fold], kept, new)))
                for fold, a in part
            ]
            print(f"  {kept:.2f}, {new:.2f}   {figures(after)}; {difference(before, after)}", flush=True)


def _part(article: Article, pieces: set[str]) -> str:
    if article.name in pieces:
        return "pieces of our own"
    return "older working articles" if article.older else "not read for the older rules"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("WHIPCOUNT_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "src/whipcount/models/dates.json")
    parser.add_argument("--cross", action="store_true", help="only cross-validate")
    parser.add_argument("--kept", type=float, default=KEPT)
    parser.add_argument("--new", type=float, default=NEW)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    labels = ROOT / "training/dates/labels_train.jsonl"
    found = articles(options.shared / "data/attribution/polnear_train.jsonl.gz", labels)
    if options.cross:
        cross(found, invented(), LIMITS, options.seed)
        return
    made = {"kept": options.kept, "new": options.new, "weights": fit(found + invented())}
    options.out.write_text(json.dumps(made, indent=0) + "\n", encoding="utf-8")
    pin(options.out)


if __name__ == "__main__":
    main()
