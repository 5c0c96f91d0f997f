"""Draw what the reader misses and what it makes up on the development articles, to be read and sorted by cause.

    python bench/misses.py [--shared DIR] [--misses 100] [--false-alarms 50] > cases.jsonl

A miss is an attribution of the gold that no statement matches softly, a false alarm a statement that matches nothing
in the gold, both by ``score/attribution.py``. Each line is one case: its spans, the passage with them in angle
brackets, and what the other side has that shares a cue or content with it. Statements that the reader thought of but
trusted too little are shown there too, and count as not found. The draw is the same every time. After the cases of a
kind stands how all of that kind, not only those drawn, relate to the other side (``standing``).

The lines hold text of the corpus: they are for reading, not for keeping, and nothing may be tuned to them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from dev import extractions
from measures import scorer
from whipcount.attribute import Reader
from whipcount.attribute.engine import OnnxEngine
from whipcount.interchange.extraction import to_json

Attribution: TypeAlias = Mapping[str, Any]
Side: TypeAlias = Mapping[str, Sequence[Attribution]]  # the attributions of each document
SEED = 0
AROUND = 250  # code points of text shown on each side
OPENING = {"source": "<S ", "cue": "<K ", "content": "<C "}


@dataclass(frozen=True, slots=True)
class Draw:
    """How many cases to draw, the confidence from which a statement counts, and the scorer that matches."""

    size: int
    threshold: float
    official: ModuleType


def unmatched(ours: Sequence[Attribution], theirs: Sequence[Attribution], text: str, official: ModuleType) -> list[int]:
    """Places of our attributions that none of theirs matches softly; the match is the same from either side."""
    blank = official.whitespace({"text": text})
    sets = [[tuple(official.chars(a[r], blank) for r in official.ROLES) for a in side] for side in (ours, theirs)]
    return [at for at, one in enumerate(sets[0]) if not any(official.soft_matches([one], [other]) for other in sets[1])]


def _meet(one: Attribution, other: Attribution, roles: Sequence[str]) -> bool:
    pairs = ((a, b) for role in roles for a in one[role] for also in roles for b in other[also])
    return any(a[0] < b[1] and b[0] < a[1] for a, b in pairs)


def near(one: Attribution, others: Sequence[Attribution]) -> list[Attribution]:
    """Those that share a cue or content with an attribution."""
    return [other for other in others if _meet(one, other, ("cue", "content"))]


def standing(one: Attribution, others: Sequence[Attribution], threshold: float) -> str:
    """What the other side has: the same cue, the same cue but under the threshold, the content only, or nothing."""
    sure = [other for other in others if other.get("confidence", 1.0) >= threshold]
    if any(_meet(one, other, ("cue",)) for other in sure):
        return "same cue, other spans"
    if any(_meet(one, other, ("cue",)) for other in others):
        return "same cue, trusted too little"
    return "inside another" if near(one, sure) else "nothing"


def marked(text: str, attribution: Attribution) -> str:
    """The passage around an attribution, with its source, cue and content in angle brackets."""
    pieces = sorted((s, e, role) for role in OPENING for s, e in attribution[role])
    at = start = max(0, pieces[0][0] - AROUND)
    out: list[str] = []
    for s, e, role in pieces:
        out += [text[at:s], OPENING[role], text[s:e], ">"]
        at = e
    return ("…" if start else "") + "".join([*out, text[at : at + AROUND]])


def told(text: str, attribution: Attribution) -> dict[str, Any]:
    roles = {role: [text[s:e] for s, e in attribution[role]] for role in OPENING}
    return {**roles, "confidence": attribution["confidence"]} if "confidence" in attribution else roles


def cases(kind: str, ours: Side, others: Side, texts: Mapping[str, str], drawn: Draw) -> Iterator[dict[str, Any]]:
    """The drawn cases of one kind; ``others`` also holds what is trusted too little to match."""
    sure = {name: [a for a in all_ if a.get("confidence", 1.0) >= drawn.threshold] for name, all_ in others.items()}
    found = [(n, at) for n in texts for at in unmatched(ours[n], sure[n], texts[n], drawn.official)]
    for name, at in random.Random(SEED).sample(found, min(drawn.size, len(found))):
        one, text = ours[name][at], texts[name]
        beside = [told(text, other) for other in near(one, others[name])]
        where = {"kind": kind, "document": name, "place": at, "standing": standing(one, others[name], drawn.threshold)}
        yield {**where, **told(text, one), "passage": marked(text, one), "beside": beside}
    yield {"kind": kind, "all": Counter(standing(ours[n][at], others[n], drawn.threshold) for n, at in found)}


def read_all(shared: Path) -> tuple[dict[str, list[Attribution]], float]:
    """Every statement that the reader considers, however little it trusts it, and the threshold it keeps to."""
    engine = OnnxEngine()
    threshold = engine.calibration["threshold"]
    engine.calibration = {**engine.calibration, "threshold": 0.0}
    found = (to_json(extraction) for extraction in extractions(shared, Reader(engine=engine)))
    return {line["document"]["given_id"]: line["statements"] for line in found}, threshold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--misses", type=int, default=100)
    parser.add_argument("--false-alarms", type=int, default=50)
    options = parser.parse_args()
    official = scorer(options.shared, "attribution")
    records = official.load(options.shared / "data/attribution/polnear_dev.jsonl")
    texts = {name: record["text"] for name, record in records.items()}
    gold = {name: record["attributions"] for name, record in records.items()}
    everything, threshold = read_all(options.shared)
    kept = {name: [a for a in all_ if a["confidence"] >= threshold] for name, all_ in everything.items()}
    misses = cases("miss", gold, everything, texts, Draw(options.misses, threshold, official))
    alarms = cases("false alarm", kept, gold, texts, Draw(options.false_alarms, threshold, official))
    for line in (*misses, *alarms):
        print(json.dumps(line))


if __name__ == "__main__":
    main()
