"""Rows on how one named entity speaks of another, so that the stance model can tell directed sentiment (DSE).

The question is asked twice for each pair of entities, once in each direction, as a stance of the one towards the other:
"Q deserves support", said by P in the sentence. Sentences that also stand in the development part are left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.stance.data import NONE, OPPOSE, SUPPORT, Row, read

TOWARDS = "{} deserves support"  # as ``bench/directed.py`` asks
NEUTRAL = 0.5  # share of the pairs without sentiment that is taken, in one direction


def names(record: Mapping[str, Any]) -> tuple[str, str]:
    """The two entities, as the sentence has them."""
    p, q = (record["text"][slice(*record[key])] for key in "pq")
    return p, q


def row(record: Mapping[str, Any], speaker: str, towards: str, y: int) -> Row:
    text = record["text"]
    said = f"{speaker}: {text}"
    return {"p": TOWARDS.format(towards), "t": said, "x": "", "y": y, "w": 1.0, "s": "directed", "g": text[:40]}


def rows(rng: random.Random, stance: Path) -> Iterator[Row]:
    """Both directions of each pair with a sentiment, one of half of the others."""
    known = {record["text"] for record in read(stance / "dse_valid.jsonl")}
    for record in read(stance / "dse_train.jsonl.gz"):
        if record["text"] in known:
            continue
        p, q = names(record)
        if record["label"] == "neutral":
            if rng.random() < NEUTRAL:
                yield row(record, *((p, q) if rng.random() < 0.5 else (q, p)), NONE)
            continue
        holder, target = (p, q) if record["direction"] == "p->q" else (q, p)
        yield row(record, holder, target, SUPPORT if record["label"] == "positive" else OPPOSE)
        yield row(record, target, holder, NONE)
