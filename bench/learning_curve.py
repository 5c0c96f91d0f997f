"""What a project's corrections teach: macro-F1 on election statements after 0, 20, 50, 100, 200 and 300 of them.

    python bench/learning_curve.py [--shared DIR] [--model FILE] [--seeds N]

A correction is one judgement of one statement against one proposition. For each seed half of the articles give
corrections and the other half is scored, so that no article is on both sides. Corrections are drawn at random, or those
first that the shipped coder is least sure of. Support, oppose and none are scored, as in ``stance_record.py``; the
interval draws a seed and then its articles, 1,000 times. ``--model`` takes another export of the encoder. Nothing of
the head was chosen on these articles: see ``docs/methods/learning.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

from stance_record import SIDES, asked
from whipcount.coding import Coder, Example, score_row
from whipcount.model import STANCES
from whipcount.project.learning import Reviewed, applied, trained

SIZES = (0, 20, 50, 100, 200, 300)
ROUNDS = 1000


def coder_of(model: Path | None) -> Coder:
    coder = Coder(threads=2)
    if model is not None:
        import onnxruntime

        coder.__dict__["_session"] = onnxruntime.InferenceSession(str(model))
    return coder


def reviewed(shared: Path, coder: Coder) -> list[Reviewed]:
    """Each label as a judgement by a person, beside what the coder sees of it."""
    items, labels = [], []
    for label, name, item in asked(shared):
        items.append(item)
        labels.append((label["doc"], name, label[name]))
    outputs, vectors = coder.code(items), coder.vectors(items)
    return [
        Reviewed(document, Example(name, score_row(output), vector, stance))
        for (document, name, stance), output, vector in zip(labels, outputs, vectors, strict=True)
    ]


def side(row: Sequence[float]) -> str:
    best = STANCES[max(range(len(STANCES)), key=row.__getitem__)]
    return best if best in SIDES else "none"


def macro_f1(counts: Sequence[Sequence[int]]) -> float:
    """From right, found and there of each side, over documents."""
    sums = [sum(column) for column in zip(*counts, strict=True)]
    scores = [2 * sums[n] / ((sums[n + 1] + sums[n + 2]) or 1) for n in range(0, len(sums), 3)]
    return sum(scores) / len(scores)


def counted(test: Sequence[Reviewed], found: Sequence[str]) -> list[list[int]]:
    rows: dict[str, list[int]] = {}
    for one, given in zip(test, found, strict=True):
        gold = one.example.stance if one.example.stance in SIDES else "none"
        row = rows.setdefault(one.document, [0] * 3 * len(SIDES))
        for n, name in enumerate(SIDES):
            row[3 * n] += gold == given == name
            row[3 * n + 1] += given == name
            row[3 * n + 2] += gold == name
    return list(rows.values())


def halves(rows: Sequence[Reviewed], seed: int, *, doubtful: bool) -> tuple[list[Reviewed], list[Reviewed]]:
    """Corrections in the order in which they are made, and what is scored."""
    draw = random.Random(seed)
    documents = sorted({one.document for one in rows})
    draw.shuffle(documents)
    learnt = set(documents[: len(documents) // 2 + 1])
    pool = [one for one in rows if one.document in learnt]
    draw.shuffle(pool)
    if doubtful:
        pool.sort(key=lambda one: max(one.example.scores))
    return pool, [one for one in rows if one.document not in learnt]


def curve(rows: Sequence[Reviewed], seeds: int, *, doubtful: bool) -> dict[str, object]:
    drawn: dict[int, list[list[list[int]]]] = {size: [] for size in SIZES}
    seconds: list[float] = []
    for seed in range(seeds):
        pool, test = halves(rows, seed, doubtful=doubtful)
        for size in SIZES:
            given = pool[:size]
            began = time.process_time()
            examples = [one.example for one in test]
            if size:
                head = trained([one.example for one in given], [one.document for one in given])
                seconds.append(time.process_time() - began)
                judged = applied(head, examples)
            else:
                judged = [one.scores for one in examples]
            drawn[size].append(counted(test, [side(row) for row in judged]))
    table = {size: summed(found, drawn[0]) for size, found in drawn.items()}
    return {"by_corrections": table, "most_seconds_of_cpu_to_learn": round(max(seconds), 1)}


def summed(found: Sequence[list[list[int]]], shipped: Sequence[list[list[int]]]) -> dict[str, object]:
    scores, before = [macro_f1(one) for one in found], [macro_f1(one) for one in shipped]
    draw, ends, gains = random.Random(0), [], []
    for _ in range(ROUNDS):
        seed = draw.randrange(len(found))
        picked = [draw.randrange(len(found[seed])) for _ in found[seed]]
        ends.append(macro_f1([found[seed][n] for n in picked]))
        gains.append(ends[-1] - macro_f1([shipped[seed][n] for n in picked]))
    ends.sort()
    gains.sort()
    low, high = int(0.025 * ROUNDS), int(0.975 * ROUNDS) - 1
    mean = sum(scores) / len(scores)
    return {
        "macro_f1": round(mean, 3),
        "interval": [round(ends[low], 3), round(ends[high], 3)],
        "gain": round(mean - sum(before) / len(before), 3),
        "gain_interval": [round(gains[low], 3), round(gains[high], 3)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--model", type=Path)
    parser.add_argument("--seeds", type=int, default=6)
    options = parser.parse_args()
    rows = reviewed(options.shared, coder_of(options.model))
    report: dict[str, object] = {
        "judgements": len(rows),
        "vector": len(rows[0].example.vector),
        "at_random": curve(rows, options.seeds, doubtful=False),
        "doubtful_first": curve(rows, options.seeds, doubtful=True),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
