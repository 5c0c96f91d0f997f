"""Mix rows for a second, shorter round: our newer patterns with their labels, the rest as the teacher sees it.

    python -m training.stance.mix work/stance OUT.jsonl.gz OUT.npy

Reads ``rows.jsonl.gz`` and ``extra.jsonl.gz`` with the teacher's logits for both (``soft.npy``), and ``rows2.jsonl.gz``
(``data.py`` run again after more patterns were written), for which there are none: there the label stands in.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path

import numpy as np

from training.stance.data import LABELS, Row, read

SURE = 12.0  # logit of a label that stands in for the teacher: as good as certain
SHARES = {
    "varied": 20000, "topics": 9000, "perspectrum": 6000, "argkp": 2000, "clause": 1500, "negatives": 1200,
    "polnear": 2500, "dse": 800, "newsmtsc": 400, "taught": 8000,
}  # fmt: skip


def main() -> None:
    folder, out, logits_out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    rng = random.Random(3)
    old = read(folder / "rows.jsonl.gz") + read(folder / "extra.jsonl.gz")
    soft = np.load(folder / "soft.npy").astype(np.float32).tolist()
    pool = [(row, view) for row, view in zip(old, soft, strict=True) if not row["s"].startswith("topics")]
    pool += [
        (row, [SURE if i == row["y"] else 0.0 for i in range(len(LABELS))])
        for row in read(folder / "rows2.jsonl.gz")
        if row["s"].startswith(("varied", "topics"))
    ]
    picked: list[tuple[Row, list[float]]] = []
    for origin, share in SHARES.items():
        rows = [pair for pair in pool if pair[0]["s"].startswith(origin)]
        picked += rng.sample(rows, min(share, len(rows)))
    rng.shuffle(picked)
    with gzip.open(out, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row, _ in picked)
    np.save(logits_out, np.array([view for _, view in picked], dtype=np.float16))
    print(len(picked))


if __name__ == "__main__":
    main()
