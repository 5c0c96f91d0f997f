"""How the cost of ``extract`` grows with the number of documents and with the length of one document.

    python bench/scaling.py [--shared DIR] [--series documents|words] [--largest N]

Each size is read in a process of its own, on one thread, as ``whipcount extract`` reads it: from a file, a batch at a
time, the statements written away. Counted are the CPU seconds of each stage once the model is open, the process's peak
memory, and the exponent of seconds against words: the slope of a straight line through their logarithms, 1 where cost
is linear. Many documents are the development articles and then the training articles; one long document is the same
articles joined, each a run of paragraphs. One JSON line for each size, then one for each series. ``--largest`` leaves
out what is larger.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

DOCUMENTS = (20, 40, 80, 160, 320)
WORDS = (12_500, 25_000, 50_000, 100_000, 200_000)
STARTS = 3  # fresh processes of which the quickest counts as start-up
PUBLISHED = "2016-10-07"  # so that days are resolved too


def texts(shared: Path) -> Iterator[str]:
    """Articles, development articles first; they are read only as far as a size needs."""
    with (shared / "data/attribution/polnear_dev.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)
    with gzip.open(shared / "data/attribution/polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def many(shared: Path, size: int) -> list[str]:
    return [text for text, _ in zip(texts(shared), range(size), strict=False)]


def long(shared: Path, size: int) -> list[str]:
    """One text of ``size`` words, or of as many as there are; the last article is cut at a word."""
    parts: list[str] = []
    for text in texts(shared):
        words = text.split()
        parts.append(text if len(words) <= size else " ".join(words[:size]))
        size -= len(words)
        if size <= 0:
            break
    return ["\n\n".join(parts)]


def read_one(path: Path) -> dict[str, Any]:
    """Read a file in this process; what stands here is imported here, so that the other process stays small."""
    from whipcount import pipeline
    from whipcount.attribute import Reader
    from whipcount.config import Settings
    from whipcount.ingest import read
    from whipcount.interchange.extraction import to_json
    from whipcount.model import Document, Extraction

    reader = Reader(threads=1)
    reader.read([Document("", "", "The mayor said it was late.", "")])
    spent: defaultdict[str, float] = defaultdict(float)
    pipeline.STAGES = tuple((stage, _timed(stage, step, spent)) for stage, step in pipeline.STAGES)
    opened, statements = time.process_time(), 0
    with Path(os.devnull).open("w", encoding="utf-8") as out:
        for found in pipeline.extract_many(read([path], Settings(threads=1)), reader):
            if not isinstance(found, Extraction):
                raise SystemExit(f"{found.given_id}: {found.detail}")
            statements += len(found.statements)
            out.write(json.dumps(to_json(found)) + "\n")
    return {
        "statements": statements,
        "start_up_seconds": round(opened, 2),
        "cpu_seconds": round(time.process_time() - opened, 2),
        "cpu_seconds_by_stage": {stage: round(seconds, 2) for stage, seconds in spent.items()},
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _timed(stage: str, step: Any, spent: defaultdict[str, float]) -> Any:
    def timed(*given: Any) -> Any:
        before = time.process_time()
        try:
            return step(*given)
        finally:
            spent[stage] += time.process_time() - before

    return timed


def measure(documents: Sequence[str]) -> dict[str, Any]:
    """Read the documents in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        lines = (
            json.dumps({"id": f"a{at}", "text": text, "published": PUBLISHED}) + "\n"
            for at, text in enumerate(documents)
        )
        path.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, __file__, "--one", path]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    words = sum(len(text.split()) for text in documents)
    return {"documents": len(documents), "words": words, **json.loads(done.stdout)}


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Slope of log cost against log size, by least squares."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    words = [row["words"] for row in rows]
    stages = {stage: [row["cpu_seconds_by_stage"][stage] for row in rows] for stage in rows[0]["cpu_seconds_by_stage"]}
    return {
        "exponent": round(exponent(words, [row["cpu_seconds"] for row in rows]), 3),
        "exponent_by_stage": {s: round(exponent(words, spent), 2) for s, spent in stages.items() if min(spent) > 0},
        "most_memory_mb": max(row["peak_memory_mb"] for row in rows),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--series", choices=("documents", "words"), action="append")
    parser.add_argument("--largest", type=int, default=max(WORDS))
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(read_one(options.one)))
        return
    start_up = min(measure(many(options.shared, 1))["start_up_seconds"] for _ in range(STARTS))
    print(json.dumps({"start_up_cpu_seconds": start_up}), flush=True)
    for series in options.series or ("documents", "words"):
        made, sizes = (many, DOCUMENTS) if series == "documents" else (long, WORDS)
        rows: list[dict[str, Any]] = []
        for size in (size for size in sizes if size <= options.largest):
            rows.append(measure(made(options.shared, size)))
            print(json.dumps({"series": series, **rows[-1]}), flush=True)
        if len(rows) > 1:
            print(json.dumps({"series": series, **summary(rows)}), flush=True)


if __name__ == "__main__":
    main()
