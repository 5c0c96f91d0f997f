"""Fit the linking model, choose its threshold, and report on names that had no part in either.

    python -m training.register.fit ../shared/data/attribution/polnear_train.jsonl.gz src/whipcount/register/data

Two thirds generated examples, one third hand-labelled names (half of the names, by hash; the other half is the report).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from training.register.build import pin
from training.register.confusions import examples
from whipcount.attribute.assemble import form_of
from whipcount.model import Attribution, Document, Span
from whipcount.register import shipped_register
from whipcount.resolve import resolve
from whipcount.resolve.clues import clues
from whipcount.resolve.evidence import FEATURES, evidence
from whipcount.resolve.linking import possible, setting_of
from whipcount.segment import segment

LABELS = Path(__file__).with_name("labels.jsonl")
GENERATED, SEED = 6_000, 1
LABEL_WEIGHT = 6.0  # one labelled name counts as so many generated ones
RIDGE = 0.5  # strength of the pull towards zero
OWN = 2.5  # set by hand: whoever lists an actor expects it in the articles
WANTED_PRECISION = 0.97
NAMES = ("intercept", *FEATURES)


@dataclass(frozen=True, slots=True)
class Case:
    """Candidates of one name as rows of features; ``right`` is the row of the true one, -1 for nobody."""

    rows: np.ndarray  # (candidates, features)
    right: int
    weight: float = 1.0
    name: str = ""


def vector(found: dict[str, float]) -> np.ndarray:
    return np.array([1.0, *(found.get(name, 0.0) for name in FEATURES)])


def generated() -> list[Case]:
    cases = []
    for example in examples(GENERATED, SEED):
        day = example.setting.day
        alike = possible(example.name, example.kind, example.clues, day, shipped_register())
        ids = [entry.id for entry, _ in alike]
        if not alike or (example.entry and example.entry not in ids):
            continue
        rows = np.stack([vector(evidence(like, e, example.clues, example.setting)) for e, like in alike])
        cases.append(Case(rows, ids.index(example.entry) if example.entry else -1))
    return cases


def labelled(articles: Path) -> tuple[list[Case], list[Case]]:
    """Cases to fit on and cases to report on, split by name."""
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    wanted = {label["doc"] for label in labels}
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        documents = {r["doc"]: r for r in map(json.loads, lines) if r["doc"] in wanted}
    fitted: list[Case] = []
    kept: list[Case] = []
    for label in labels:
        case = _case(label, documents[label["doc"]])
        if case is not None:
            held_out = int(hashlib.sha256(label["name"].encode()).hexdigest(), 16) % 2
            (kept if held_out else fitted).append(case)
    return fitted, kept


def _case(label: dict[str, Any], record: dict[str, Any]) -> Case | None:
    published = date.fromisoformat(record["published"])
    document = segment(Document(record["doc"], record["doc"], record["text"], "", published=published))
    found = [
        Attribution(*(tuple(Span(*s) for s in a[role]) for role in ("source", "cue", "content")), "indirect", 1.0)
        for a in record["attributions"]
    ]
    found = [Attribution(a.source, a.cue, a.content, form_of(document.text, a.content), 1.0) for a in found]
    speakers = [s for s in resolve(document, found) if s.name and s.kind in ("person", "organisation")]
    mine = [s for s in speakers if (s.name, s.kind) == (label["name"], label["kind"])]
    families = {
        s.name for s in speakers if s.kind == "person" and s.name and s.name.split()[-1] == label["name"].split()[-1]
    }
    said = clues(document.text, label["name"], mine, alone=label["kind"] == "person" and len(families) == 1)
    setting = setting_of(document.text, published)
    alike = possible(label["name"], label["kind"], said, published, shipped_register())
    ids = [e.id for e, _ in alike]
    if not mine or not alike:
        return None
    rows = np.stack([vector(evidence(like, e, said, setting)) for e, like in alike])
    return Case(rows, ids.index(label["entry"]) if label["entry"] in ids else -1, LABEL_WEIGHT, label["name"])


def probabilities(case: Case, weights: np.ndarray) -> np.ndarray:
    scores = np.exp(case.rows @ weights)
    return scores / (1.0 + scores.sum())


def fit(cases: Sequence[Case]) -> np.ndarray:
    """Weights of a conditional logit with "nobody" as the base, by gradient descent with momentum."""
    weights, speed = np.zeros(len(NAMES)), np.zeros(len(NAMES))
    total = sum(case.weight for case in cases)
    for _ in range(1_500):
        slope = RIDGE * weights / total
        for case in cases:
            off = -probabilities(case, weights)
            if case.right >= 0:
                off[case.right] += 1.0
            slope = slope - case.weight / total * (off @ case.rows)
        speed = 0.9 * speed - 0.5 * slope
        weights = weights + speed
    return weights


def choose(cases: Sequence[Case], weights: np.ndarray) -> float:
    """Smallest threshold from which the wanted precision holds for all links above it."""
    best = [(float((p := probabilities(c, weights)).max()), int(p.argmax()) == c.right) for c in cases]
    for cut in np.arange(0.5, 0.99, 0.01):
        linked = [right for probability, right in best if probability >= cut]
        if linked and sum(linked) / len(linked) >= WANTED_PRECISION:
            return round(float(cut), 2)
    return 0.99


def report(cases: Sequence[Case], weights: np.ndarray, threshold: float) -> str:
    best = [((p := probabilities(c, weights)).max(), int(p.argmax()), c.right) for c in cases]
    linked = [(at, right) for probability, at, right in best if probability >= threshold]
    correct = sum(at == right for at, right in linked)
    there = sum(right >= 0 for *_, right in best)
    brier = np.mean([(p - (at == right)) ** 2 for p, at, right in best])
    return (
        f"{len(cases)} names, {there} in the register: linked {len(linked)}, right {correct}"
        f" (precision {correct / max(1, len(linked)):.3f}), recall {correct / max(1, there):.3f}, Brier {brier:.3f}"
    )


def _named(row: np.ndarray) -> list[str]:
    return [name for name, value in zip(NAMES[1:], row[1:], strict=True) if value]


def main() -> None:
    """Fit, report and write the weights."""
    articles, out = map(Path, sys.argv[1:])
    made = generated()
    tuning, kept = labelled(articles)
    weights = fit([*made[: len(made) * 4 // 5], *tuning])
    threshold = choose([*made[len(made) * 4 // 5 :], *tuning], weights)
    for name, cases in (
        ("generated, unseen", made[len(made) * 4 // 5 :]),
        ("labelled, fitted", tuning),
        ("labelled, unseen", kept),
    ):
        print(f"{name}: {report(cases, weights, threshold)}")
    weights[NAMES.index("own_list")] = OWN
    model = {
        "weights": {name: round(float(w), 3) for name, w in zip(NAMES, weights, strict=True)},
        "threshold": {"link": threshold},
    }
    print(json.dumps(model, indent=1))
    for case in tuning:
        found = probabilities(case, weights)
        linked = int(found.argmax()) if found.max() >= threshold else -1
        if linked != case.right:
            print(
                f"{case.name}: {'missed' if linked < 0 else 'wrong'}, {found.max():.2f}",
                _named(case.rows[found.argmax()]),
            )
    (out / "linking.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    pin(out)


if __name__ == "__main__":
    main()
