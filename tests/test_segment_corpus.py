"""Blocks on real articles: the seed article, and what the rules hide of PolNeAR's training split."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.model import Block, Document
from whipcount.segment import segment

pytestmark = pytest.mark.corpus
HIDDEN_AT_MOST = 0.003  # share of the characters of gold content in blocks that are neither body nor headline
FOUND_AT_LEAST = 0.5  # share of passages marked as page debris that are told from the story


def test_every_block_of_the_seed_article_is_right(shared: Path) -> None:
    (document,) = read([shared / "seed" / "long-range-strikes.txt"], Settings())
    assert isinstance(document, Document)
    made = segment(document)
    found = {block.kind: [] for block in made.blocks}
    for block in made.blocks:
        found[block.kind].append(made.text[block.start : block.end].split(maxsplit=1)[0])
    assert {kind: words for kind, words in found.items() if kind != "body"} == {
        "promo": ["RUSSIA,", "ROMANIA", "CLICK"],
        "caption": ["Ukraine", "People", "Ukrainian", "Ukraine", "Ukrainian"],
        "credit": ["(ROMAN"],
    }
    assert len(found["body"]) == 18
    assert made.title is None


def test_rules_hide_next_to_nothing_that_was_said_and_find_half_of_the_debris(shared: Path) -> None:
    hidden = content = debris = told = 0
    with gzip.open(shared / "data" / "attribution" / "polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            made = segment(Document(record["doc"], record["doc"], record["text"], "", title=record["title"]))
            other = [block for block in made.blocks if block.kind not in ("body", "headline")]
            spans = [span for attribution in record["attributions"] for span in attribution["content"]]
            content += sum(end - start for start, end in spans)
            hidden += sum(overlap(span, block) for span in spans for block in other)
            for start, end in record.get("discard", []):
                debris += 1
                told += sum(overlap([start, end], block) for block in other) >= (end - start) / 2
    assert hidden < HIDDEN_AT_MOST * content
    assert told > FOUND_AT_LEAST * debris


def overlap(span: list[int], block: Block) -> int:
    return max(0, min(span[1], block.end) - max(span[0], block.start))
