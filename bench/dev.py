"""Run the whole reading chain on the development articles and score it with the official scorers.

    python bench/dev.py [--shared DIR] [--keep FILE]

Writes what ``whipcount extract`` would write for each article and prints the reports of ``score/attribution.py``,
``score/cofenet.py`` and ``score/record.py``, with the calibration of ``confidence``, as one JSON object. Under ``rows``
stand the measures of the first two with intervals, and those of direct quotations alone: content found (overlap of at
least half), and source right among those found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measures import attribution_counts, calibration, cofenet_counts, direct_counts, judged, rows, scorer
from whipcount.attribute import Reader
from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.interchange.extraction import to_json
from whipcount.model import Extraction
from whipcount.pipeline import extract_many


def extractions(shared: Path, reader: Reader | None = None) -> Iterator[Extraction]:
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
        for found in extract_many(read([source], Settings()), reader or Reader()):
            if not isinstance(found, Extraction):
                raise SystemExit(f"{found.given_id}: {found.detail}")
            yield found


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
    others |= {"attribution": official.score(gold, predicted), "rows": with_intervals(shared, gold, predicted)}
    check(others)
    return {**others, "calibration": calibration([judged(gold[name], predicted[name], official) for name in gold])}


def with_intervals(shared: Path, gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every measure of the official scorers, and direct quotations alone, with intervals over articles."""
    attribution, cofenet = scorer(shared, "attribution"), scorer(shared, "cofenet")
    items: dict[str, list[Any]] = defaultdict(list)
    for item in cofenet.jsonl(shared / "data/attribution/cofenet_valid.jsonl"):
        items[item["id"].rsplit("_", 1)[0]].append(item)
    return rows([
        attribution_counts(record, predicted[name], attribution)
        | direct_counts(record, predicted[name], attribution)
        | cofenet_counts(items[name], record, predicted[name], cofenet)
        for name, record in gold.items()
    ])  # fmt: skip


def check(report: dict[str, Any]) -> None:
    """The sums over articles must be the official figures."""
    for name, row in report["rows"].items():
        role = name.removeprefix("cofenet_")
        if name in report["attribution"]:
            same = row["f1"] == report["attribution"][name]["f1"]
        else:
            same = role not in report["cofenet"] or abs(100 * row["f1"] - report["cofenet"][role]["f1"]) < 0.06
        if not same:
            raise SystemExit(f"{name}: {row['f1']} over articles is not what the official scorer says")


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
