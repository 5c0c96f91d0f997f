"""Floors under how well the coder tells which argument a statement gives, on a topic that it never saw."""

from __future__ import annotations

from pathlib import Path

import pytest

import arguments
from whipcount.coding import Coder

TOPIC = "We should abandon the use of school uniform"


@pytest.mark.corpus
@pytest.mark.parametrize(("side", "floor"), [(1, 0.85), (-1, 0.93)])
def test_key_points_of_a_topic_never_seen(shared: Path, side: int, floor: float) -> None:
    folder = shared / "data" / "stance"
    labels = {(p["arg_id"], p["key_point_id"]): p["label"] for p in arguments.lines(folder / "argkp_dev_pairs.jsonl")}
    asked = arguments.pairs(folder)[TOPIC, side]
    matches = Coder().gives([(one["argument"], point["key_point"]) for one, point in asked])
    scored = [(a["arg_id"], k["key_point_id"], s) for (a, k), s in zip(asked, matches, strict=True)]
    chosen = arguments.ranked(scored)
    assert arguments.average_precision([int(labels.get(pair) == 1) for pair in chosen]) >= floor


def test_average_precision_counts_from_the_top() -> None:
    assert arguments.average_precision([1, 0, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert arguments.average_precision([0, 0]) == 0.0


def test_an_argument_is_ranked_with_its_best_key_point_and_the_lower_half_is_dropped() -> None:
    scored = [("a", "x", 0.2), ("a", "y", 0.9), ("b", "x", 0.5), ("c", "x", 0.1), ("d", "y", 0.05)]
    assert arguments.ranked(scored) == [("a", "y"), ("b", "x")]
