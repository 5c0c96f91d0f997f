"""Does a statement give this argument? Mean average precision on ArgKP's development topics.

    python bench/arguments.py [--shared DIR]

Each argument with the key point of its topic and side that scores best; of these the better half, ranked. Average
precision per topic and side, then the mean of all eight (Friedman et al. 2021, section 4). A pair that is missing from
the pairs file is undecided: no match in the strict figure, a match in the relaxed one.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whipcount.coding import Coder

Group = tuple[str, int]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def average_precision(matches: Sequence[int]) -> float:
    """Mean of the precision at each match, in ranked order; 0 without matches."""
    right, total = 0, 0.0
    for rank, match in enumerate(matches, 1):
        right += match
        total += match * right / rank
    return total / right if right else 0.0


def ranked(scored: Iterable[tuple[str, str, float]]) -> list[tuple[str, str]]:
    """(argument, key point) in order of score: the best key point of each argument, the better half of them."""
    best: dict[str, tuple[float, str]] = {}
    for argument, point, score in scored:
        best[argument] = max(best.get(argument, (float("-inf"), "")), (score, point))
    order = sorted(best, key=lambda argument: (-best[argument][0], argument))
    return [(argument, best[argument][1]) for argument in order[: len(order) // 2]]


def pairs(folder: Path) -> dict[Group, list[tuple[dict[str, Any], dict[str, Any]]]]:
    points = defaultdict(list)
    for point in lines(folder / "argkp_dev_key_points.jsonl"):
        points[point["topic"], point["stance"]].append(point)
    found = defaultdict(list)
    for one in lines(folder / "argkp_dev_arguments.jsonl"):
        group = one["topic"], one["stance"]
        found[group] += [(one, point) for point in points[group]]
    return found


def score(shared: Path) -> dict[str, Any]:
    folder = shared / "data/stance"
    labels = {(p["arg_id"], p["key_point_id"]): p["label"] for p in lines(folder / "argkp_dev_pairs.jsonl")}
    coder = Coder(threads=2)
    strict, relaxed = {}, {}
    for group, asked in pairs(folder).items():
        matches = coder.gives([(one["argument"], point["key_point"]) for one, point in asked])
        scored = [(a["arg_id"], k["key_point_id"], s) for (a, k), s in zip(asked, matches, strict=True)]
        chosen = [labels.get(pair) for pair in ranked(scored)]
        strict[group] = average_precision([int(label == 1) for label in chosen])
        relaxed[group] = average_precision([int(label != 0) for label in chosen])
    report = {f"{topic} ({stance:+d})": [round(strict[topic, stance], 3), round(relaxed[topic, stance], 3)]
              for topic, stance in strict}  # fmt: skip
    means = {name: round(sum(of.values()) / len(of), 3) for name, of in (("strict", strict), ("relaxed", relaxed))}
    return means | {"by topic and side": report}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default))
    print(json.dumps(score(parser.parse_args().shared), indent=1))


if __name__ == "__main__":
    main()
