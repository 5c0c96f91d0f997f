"""Stance of news statements to "should be elected president", on the hand-labelled development articles, zero-shot.

    python bench/stance_record.py [--shared DIR]

Gold spans and gold speakers go in, so that the coder alone is scored. Macro-F1 over support, oppose and none for the
labels marked sure and for all; conditional and noncommittal count as none on both sides. Intervals from 1,000 draws of
articles. One article holds a third of all "oppose" labels: the last row leaves it out. The calibration error (ten bins)
is that of the probability of the verdict, support, oppose or neither.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whipcount.coding import Coder, StanceInput, codebook_from_proposition
from whipcount.evaluate.scores import calibration_error

PROPOSITIONS = {
    "trump": "Donald Trump should be elected president in 2016",
    "clinton": "Hillary Clinton should be elected president in 2016",
}
SIDES = ("support", "oppose", "none")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def words(text: str, spans: list[list[int]]) -> str:
    return " ".join(text[s:e] for s, e in spans)


def macro_f1(rows: list[dict[str, Any]]) -> float:
    scores = []
    for side in SIDES:
        hit = sum(r["gold"] == r["found"] == side for r in rows)
        size = sum(r["gold"] == side for r in rows) + sum(r["found"] == side for r in rows)
        scores.append(2 * hit / size if size else 0.0)
    return sum(scores) / len(scores)


def interval(rows: list[dict[str, Any]]) -> list[float]:
    by_doc = defaultdict(list)
    for row in rows:
        by_doc[row["doc"]].append(row)
    draw, names = random.Random(0), sorted(by_doc)
    values = sorted(
        macro_f1([r for name in draw.choices(names, k=len(names)) for r in by_doc[name]]) for _ in range(1000)
    )
    return [round(values[25], 3), round(values[974], 3)]


def asked(shared: Path) -> Iterator[tuple[dict[str, Any], str, StanceInput]]:
    """Each label under each proposition, as the coder is asked: the label, the proposition's name, the question."""
    articles = {r["doc"]: r for r in lines(shared / "data/attribution/polnear_dev.jsonl")}
    for label in lines(shared / "data/record/labels_dev.jsonl"):
        article = articles[label["doc"]]
        text, spans = article["text"], article["attributions"][label["i"]]
        roles = {role: words(text, spans[role]) for role in ("source", "cue", "content")}
        for name, wording in PROPOSITIONS.items():
            proposition = codebook_from_proposition(wording).propositions[0]
            speaker = label["speaker"] or roles["source"]
            yield label, name, StanceInput(roles["content"], proposition, speaker=speaker, cue=roles["cue"])


def judged(shared: Path) -> list[dict[str, Any]]:
    rows, items = [], []
    for label, name, item in asked(shared):
        gold = label[name] if label[name] in SIDES else "none"
        rows.append({"doc": label["doc"], "sure": label["sure"], "proposition": name, "gold": gold})
        items.append(item)
    for row, output in zip(rows, Coder(threads=2).code(items), strict=True):
        sides = {side: output.scores[side] for side in ("support", "oppose")}
        row["sure_of"] = {**sides, "none": 1 - sum(sides.values())}
        row["found"] = output.stance if output.stance in SIDES else "none"
    return rows


def report(rows: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter((r["gold"], r["found"]) for r in rows)
    table = {gold: {found: counts[gold, found] for found in SIDES} for gold in SIDES}
    judged = [(r["sure_of"][r["found"]], r["found"] == r["gold"]) for r in rows]
    error = round(calibration_error(judged), 4)
    return {
        "rows": len(rows),
        "calibration_error": error,
        "macro_f1": round(macro_f1(rows), 3),
        "interval": interval(rows),
        "gold_found": table,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default))
    options = parser.parse_args()
    rows = judged(options.shared)
    most = Counter(r["doc"] for r in rows if r["gold"] == "oppose").most_common(1)[0][0]
    parts = {
        "all": rows,
        "sure": [r for r in rows if r["sure"]],
        "trump": [r for r in rows if r["proposition"] == "trump"],
        "clinton": [r for r in rows if r["proposition"] == "clinton"],
        "without the article that holds most of the opposition": [r for r in rows if r["doc"] != most],
    }
    print(json.dumps({name: report(part) for name, part in parts.items()}, indent=1))


if __name__ == "__main__":
    main()
