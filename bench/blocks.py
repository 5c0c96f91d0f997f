"""Measure block kinds on the training split of PolNeAR: what is hidden that should not be, what is found of the debris.

    python bench/blocks.py ../shared/data/attribution/polnear_train.jsonl.gz [--show KIND]

Hidden: characters of gold attribution content inside blocks that are neither body nor headline. Found: passages that
the annotators marked as page debris and that lie in such blocks.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from whipcount.model import Document
from whipcount.segment import segment

STORY = ("body", "headline")


def document(record: dict[str, Any]) -> Document:
    return Document(
        id=record["doc"],
        given_id=record["doc"],
        text=record["text"],
        raw_sha256="",
        title=record["title"],
        published=date.fromisoformat(record["published"]),
    )


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument(
        "--show", help="print every block of this kind, or 'hidden' for gold content hidden, or 'missed'"
    )
    arguments = parser.parse_args()
    opened = gzip.open if arguments.records.suffix == ".gz" else open
    with opened(arguments.records, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    documents = [document(record) for record in records]
    start = time.process_time()
    segmented = [segment(each) for each in documents]
    seconds = time.process_time() - start
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for record, made in zip(records, segmented, strict=True):
        score(record, made, counts, kinds, arguments.show)
    words = sum(len(record["text"].split()) for record in records)
    print(
        json.dumps(
            {
                "documents": len(records),
                "words_per_second": round(words / seconds),
                "blocks": dict(kinds),
                "sentences": sum(len(made.sentences) for made in segmented),
                "content_characters": counts["content"],
                "content_hidden_share": round(counts["hidden"] / counts["content"], 5),
                "discard_passages": counts["discard"],
                "discard_found_share": round(counts["found"] / counts["discard"], 4) if counts["discard"] else None,
                "discard_characters_found_share": round(
                    counts["found_characters"] / max(1, counts["discard_characters"]), 4
                ),
                "non_story_characters": counts["other_characters"],
                "titles_found": counts["headline"],
            }
        )
    )


def score(record: dict[str, Any], made: Document, counts: Counter[str], kinds: Counter[str], show: str | None) -> None:
    kinds.update(block.kind for block in made.blocks)
    counts["headline"] += any(block.kind == "headline" for block in made.blocks)
    other = [block for block in made.blocks if block.kind not in STORY]
    counts["other_characters"] += sum(block.end - block.start for block in other)
    for block in made.blocks:
        if block.kind == show:
            print(record["doc"], "|", made.text[block.start : block.end])
    for attribution in record["attributions"]:
        for start, end in attribution["content"]:
            counts["content"] += end - start
            for block in other:
                hidden = overlap(start, end, block.start, block.end)
                counts["hidden"] += hidden
                if hidden and show == "hidden":
                    print(block.kind, "|", made.text[block.start : block.end][:300])
    for start, end in record.get("discard", []):
        covered = sum(overlap(start, end, block.start, block.end) for block in other)
        counts.update(discard=1, found=int(covered >= 0.5 * (end - start)), found_characters=covered)
        counts["discard_characters"] += end - start
        if show == "missed" and covered < 0.5 * (end - start):
            print(record["publisher"], "|", made.text[start:end][:150])


if __name__ == "__main__":
    main()
