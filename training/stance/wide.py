"""Rows for a large teacher and for the pupil that learns from it: everything we have, and pairs without a label.

    python -m training.stance.wide ../shared/data work/stance/rows.jsonl.gz ROWS.jsonl.gz EXTRA.jsonl.gz

ROWS have labels: the hand-made ones of the train part, some of their statements under other questions, pairs of an
argument and a key point, and a draw of the corpora and patterns (``data.py``). EXTRA have none and are labelled by the
teacher: statements of the training articles and of the examples under propositions near and far, and what
``unlabelled.py`` draws from the corpora.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from training.stance import articles, debates, examples, replay
from training.stance.data import Row, read, write
from training.stance.unlabelled import closest, unlabelled

SHARES = {
    "perspectrum": 9000, "argkp": 4000, "varied": 12000, "topics": 8000, "clause": 3000, "negatives": 4000,
    "polnear": 3000, "dse": 2500, "newsmtsc": 1000, "keypoint": 1000, "ibm": 1500,
}  # fmt: skip
HAND_MADE = 1.5  # weight of a label of our own beside those of the corpora
NEAREST, DRAWN = 6, 3  # propositions near a statement, and how many of them it is paired with
ANYWHERE = 0.5  # share of the statements that are paired with one drawn from all propositions as well


def labelled(rng: random.Random, data: Path, old: Path) -> tuple[list[Row], list[Row]]:
    """Rows with labels; and of these the statements of our own, to be paired with other propositions."""
    written = [*examples.read(), *debates.read()]
    inside = [one for one in written if examples.part(one.question) == "train"]
    marked = [one for one in articles.read() if examples.part(one.question) == "train"]
    news = list(articles.rows(marked, data))
    own = [*examples.rows(inside), *news]
    made = [*own, *replay.elsewhere(rng, inside, news)]
    made += replay.matches(rng, data / "stance/argkp_train_pairs.jsonl.gz", every=True)
    made = [row | {"w": HAND_MADE} if "m" not in row else row for row in made]
    return [*made, *replay.draw(read(old), rng, SHARES)], own


def paired(rng: random.Random, texts: dict[tuple[str, str], str], propositions: list[str]) -> Iterator[Row]:
    """Statements ``(text, context): group`` under propositions that share words with them, and under any."""
    keys = list(texts)
    near = closest([text for text, _ in keys], propositions, NEAREST)
    for (text, context), others in zip(keys, near, strict=True):
        chosen = rng.sample(others, min(DRAWN, len(others)))
        chosen += [rng.choice(propositions)] if rng.random() < ANYWHERE else []
        for p in chosen:
            yield {
                "p": p,
                "t": text,
                "x": context,
                "y": replay.UNKNOWN,
                "w": 0.7,
                "s": "taught",
                "g": texts[text, context],
            }


def said(rng: random.Random, data: Path) -> dict[tuple[str, str], str]:
    """Statements of every training article, as the program asks about them; half with what stands around."""
    found: dict[tuple[str, str], str] = {}
    for record in articles.jsonl(data / articles.CORPUS):
        for text, context in articles.said_in(record):
            found[text, context if rng.random() < 0.5 else ""] = record["doc"]
    return found


def main() -> None:
    data, old, rows_out, extra_out = map(Path, sys.argv[1:])
    rng = random.Random(11)
    rows, own = labelled(rng, data, old)
    propositions = sorted({str(row["p"]) for row in own})
    texts = said(rng, data) | {(str(row["t"]), str(row["x"])): str(row["g"]) for row in own if row["s"] == "examples"}
    extra = [*paired(rng, texts, propositions), *unlabelled(rng, data)]
    known = {(row["p"], row["t"]) for row in rows}
    extra = [row for row in extra if (row["p"], row["t"]) not in known]
    write(rows, rows_out)
    write(extra, extra_out)


if __name__ == "__main__":
    main()
