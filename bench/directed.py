"""Directed sentiment between two named entities of a sentence (DSE, development part), by the shipped stance model.

    python bench/directed.py [--shared DIR]

Each pair is asked about twice, as a stance of the one entity towards the other ("Q deserves support", said by P). The
surest side of the two directions is the answer where it is surer than a threshold, which is chosen on the sentences of
the training part that no weight was learned from. Macro-F1 over five classes: none, and two signs in two directions;
once for all, once without the sentences that also stand in the training part (of which none was learned from).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from training.stance.data import read
from training.stance.directed import TOWARDS, names

from whipcount.coding import Coder
from whipcount.coding.pairs import Pair

CLASSES = ("neutral", "p->q positive", "p->q negative", "q->p positive", "q->p negative")
LEFT_OUT = 6  # in a hundred groups of the training rows, as ``training/stance/train.py`` leaves them out
Record = Mapping[str, Any]


def label(record: Record) -> str:
    return "neutral" if record["label"] == "neutral" else f"{record['direction']} {record['label']}"


def sides(records: Sequence[Record], coder: Coder) -> list[list[float]]:
    """Probabilities of the four classes that take a side, for each record."""
    asked = []
    for record in records:
        p, q = names(record)
        asked += [Pair(TOWARDS.format(to), f"{by}: {record['text']}", "") for by, to in ((p, q), (q, p))]
    rows = coder.probabilities(asked)
    return [[*one[:2], *other[:2]] for one, other in zip(rows[::2], rows[1::2], strict=True)]


def answer(row: Sequence[float], threshold: float) -> str:
    best = max(range(4), key=row.__getitem__)
    return CLASSES[best + 1] if row[best] >= threshold else "neutral"


def f1(one: str, gold: Sequence[str], given: Sequence[str]) -> float:
    hits = sum(a == b == one for a, b in zip(gold, given, strict=True))
    return 2 * hits / max(1, gold.count(one) + given.count(one))


def macro_f1(gold: Sequence[str], given: Sequence[str]) -> float:
    return sum(f1(one, gold, given) for one in CLASSES) / len(CLASSES)


def interval(gold: Sequence[str], given: Sequence[str]) -> list[float]:
    draw, places = random.Random(0), range(len(gold))
    drawn = [draw.choices(places, k=len(gold)) for _ in range(1000)]
    values = sorted(macro_f1([gold[i] for i in some], [given[i] for i in some]) for some in drawn)
    return [round(values[25], 3), round(values[974], 3)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=os.environ.get("WHIPCOUNT_SHARED", "../shared"))
    stance = Path(parser.parse_args().shared) / "data" / "stance"
    coder = Coder(threads=2)
    train, valid = read(stance / "dse_train.jsonl.gz"), read(stance / "dse_valid.jsonl")
    unseen = [one for one in train if zlib.crc32(one["text"][:40].encode()) % 100 < LEFT_OUT]
    tuning, gold = sides(unseen, coder), [label(one) for one in unseen]
    steps = [i / 50 for i in range(5, 45)]
    threshold = max(steps, key=lambda t: macro_f1(gold, [answer(row, t) for row in tuning]))
    given = [answer(row, threshold) for row in sides(valid, coder)]
    gold = [label(one) for one in valid]
    known = {one["text"] for one in train}
    new = [i for i, one in enumerate(valid) if one["text"] not in known]
    figures = {
        "records": len(valid), "threshold": threshold, "macro_f1": round(macro_f1(gold, given), 3),
        "interval": interval(gold, given),
        "macro_f1_of_new_sentences": round(macro_f1([gold[i] for i in new], [given[i] for i in new]), 3),
        "by_class": {c: round(f1(c, gold, given), 3) for c in CLASSES},
    }  # fmt: skip
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
