"""Floors under the whole reading chain on the development articles; the gold's hash is pinned beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import dev
from whipcount.interchange.extraction import to_json

GOLD = {
    "data/attribution/polnear_dev.jsonl": "0e0e6c75da985b79bbd8a5454fbd8fee88c7a2315331a9397c31253e0c63d269",
    "data/attribution/cofenet_valid.jsonl": "3e31225e2a8b26d7fcf1c1aa07eaa78d41f3cff73f33f522e26b86d719e3ece7",
    "data/record/labels_dev.jsonl": "afabcac51621ca6c12b1023b921d7297456a19c47c6dbe6e3fa240cb6ea4389e",
}
# A little under what the released models reach (docs/methods), so that a last digit does not stop a build and a lost
# point does. Raised with a better model, never lowered.
FLOORS: dict[tuple[str, str, str], float] = {
    ("attribution", "cue_exact", "f1"): 0.755,
    ("attribution", "source_exact", "f1"): 0.82,
    ("attribution", "content_exact", "f1"): 0.675,
    ("attribution", "attribution_exact", "f1"): 0.615,
    ("attribution", "attribution_soft", "f1"): 0.753,
    ("rows", "direct_content_soft", "f1"): 0.91,
    ("rows", "direct_source_right", "f1"): 0.955,
    ("cofenet", "source", "f1"): 82.0,
    ("cofenet", "cue", "f1"): 75.5,
    ("cofenet", "content", "f1"): 70.0,
    ("record", "all", "speaker"): 81.0,
    ("record", "all", "speaker_named"): 79.0,
    ("record", "all", "said_on_day_f1"): 79.5,
    ("record", "all", "said_on_null"): 91.0,
}


@pytest.mark.corpus
def test_the_chain_stays_above_its_floors(shared: Path) -> None:
    for name, digest in GOLD.items():
        assert hashlib.sha256((shared / name).read_bytes()).hexdigest() == digest, f"{name} is not what was scored"
    report = dev.reports(shared, [to_json(found) for found in dev.extractions(shared)])
    below = {
        key: report[key[0]][key[1]][key[2]] for key, floor in FLOORS.items() if report[key[0]][key[1]][key[2]] < floor
    }
    assert not below
    assert report["calibration"]["expected_calibration_error"] <= 0.035
    assert report["calibration"]["precision_of_surer_half"] >= 0.93
