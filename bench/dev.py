"""Run the whole reading chain on the development articles and score it with the official scorers.

    python bench/dev.py [--shared DIR] [--keep FILE]

Writes what ``whipcount extract`` would write for each article and prints the reports of ``score/attribution.py``,
``score/cofenet.py`` and ``score/record.py``, with the calibration of ``confidence``, as one JSON object.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from whipcount.attribute import Reader
from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.interchange.extraction import to_json
from whipcount.model import Extraction
from whipcount.pipeline import extract_many


def extractions(shared: Path) -> Iterator[Extraction]:
    """The development articles, read; they are renamed to the fields of ``whipcount extract`` first."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "dev.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for line in (
                (shared / "data/attribution/polnear_dev.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
            ):
                record = json.loads(line)
                wanted = {"id": record["doc"], "text": record["text"], "title": record["title"]}
                wanted |= {"published": record["published"], "byline": record["author"]}
                out.write(json.dumps(wanted) + "\n")
        for found in extract_many(read([source], Settings()), Reader()):
            if not isinstance(found, Extraction):
                raise SystemExit(f"{found.given_id}: {found.detail}")
            yield found


def scorer(shared: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"official_{name}", shared / "score" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "score" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def calibration(gold: dict[str, Any], predicted: dict[str, Any], official: ModuleType) -> dict[str, float]:
    """Expected calibration error of ``confidence`` over ten bins, and soft precision of the surer half."""
    rows: list[tuple[float, bool]] = []
    for name, record in gold.items():
        blank = official.whitespace(record)
        wanted = official.triples(record, blank)
        for statement in predicted[name]["attributions"]:
            cue, source, content = (official.chars(statement[r], blank) for r in official.ROLES)
            right = any(
                cue & g[0] and official.iou(source, g[1]) >= 0.5 and official.iou(content, g[2]) >= 0.5 for g in wanted
            )
            rows.append((statement["confidence"], right))
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        bins.setdefault(min(int(row[0] * 10), 9), []).append(row)
    error = sum(abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins.values()) / len(rows)
    half = sorted(rows, reverse=True)[: len(rows) // 2]
    return {
        "expected_calibration_error": round(error, 4),
        "precision_of_surer_half": round(sum(r for _, r in half) / len(half), 4),
    }


def reports(shared: Path, lines: list[dict[str, Any]]) -> dict[str, Any]:
    official = scorer(shared, "attribution")
    dev = shared / "data/attribution/polnear_dev.jsonl"
    gold = official.load(dev)
    predicted = {
        line["document"]["given_id"]: {"doc": line["document"]["given_id"], "attributions": line["statements"]}
        for line in lines
    }
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "extract.jsonl"
        written.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        asked = {
            "cofenet": [shared / "data/attribution/cofenet_valid.jsonl", dev],
            "record": [dev, shared / "data/record/labels_dev.jsonl"],
        }
        others = {
            name: json.loads(
                subprocess.run(
                    [sys.executable, shared / "score" / f"{name}.py", *arguments, written],
                    check=True, capture_output=True, text=True,
                ).stdout
            )
            for name, arguments in asked.items()
        }  # fmt: skip
    attribution = official.score(gold, predicted)
    return {"attribution": attribution, "calibration": calibration(gold, predicted, official), **others}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--keep", type=Path, help="keep the extract lines in this file")
    options = parser.parse_args()
    lines = [to_json(found) for found in extractions(options.shared)]
    if options.keep:
        options.keep.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    print(json.dumps(reports(options.shared, lines), indent=1))


if __name__ == "__main__":
    main()
