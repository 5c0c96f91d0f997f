"""Rows for a further round on hand-made labels, with a share of the older rows so that nothing is forgotten.

    python -m training.stance.replay rows ../shared/data work/stance/rows.jsonl.gz OUT.jsonl.gz
    python -m training.stance.replay soften OUT.jsonl.gz LOGITS.npy

``rows`` draws from the examples and the labelled articles of the train part, with some of their statements also under
another question (irrelevant to it) and some under the opposite of their proposition, and adds a draw of older rows, and
pairs of an argument and a key point. ``soften`` writes the
logits to learn from: older rows are taught by the released model, hand-made ones by their labels.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from training.stance import articles, debates, directed, examples
from training.stance.data import FLIP, IRRELEVANT, LABELS, Row, denial, read, write
from training.stance.mix import SURE
from whipcount.coding import Coder
from whipcount.coding.pairs import Pair

SHARES = {
    "perspectrum": 3500, "argkp": 1500, "varied": 1500, "topics": 1200, "clause": 500, "negatives": 1200,
}  # fmt: skip
MATCHES, OTHERS = 1500, 2500  # pairs of an argument and a key point that it gives, and that it does not
CONDITIONAL, NO_SIDE = LABELS.index("conditional"), LABELS.index("none")
UNKNOWN = -2  # no label of stance
KEPT = {"examples": 0.5, "articles": 0.25}  # of the hand-made rows that are about something else
DRAWN = 0.3  # of the hand-made rows, but for campaigns, which are taken whole
CAMPAIGNS = "elections"  # their domain
SILENT = 0.5  # of what in a campaign is about the candidate and takes no side
DENIED = {"side": 0.4, "none": 0.2}  # of the hand-made rows, held against the opposite proposition
NEAR, FAR, NEWS = 1200, 400, 1200  # statements under another question of their field, of any, and of articles under any


def elsewhere(rng: random.Random, inside: list[examples.Example], news: list[Row]) -> Iterator[Row]:
    """Statements held against another question's proposition, which they are not about."""
    made = list(examples.rows(inside))
    fields: dict[str, list[examples.Example]] = defaultdict(list)
    for one in inside:
        fields[one.domain].append(one)
    for count, of_field in ((NEAR, True), (FAR, False)):
        drawn = 0
        while drawn < count:
            i = rng.randrange(len(inside))
            other = rng.choice(fields[inside[i].domain] if of_field else inside)
            if other.question != inside[i].question:
                drawn += 1
                yield made[i] | {"p": other.proposition, "y": IRRELEVANT, "s": "examples-other"}
    for row in rng.sample(news, min(NEWS, len(news))):
        yield row | {"p": rng.choice(inside).proposition, "y": IRRELEVANT, "s": "articles-other"}


def denied(rng: random.Random, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows, some of them under the opposite proposition, where who is for it is against it."""
    for row in rows:
        share = DENIED["side" if row["y"] in FLIP else "none"] if row["y"] != CONDITIONAL else 0.0
        opposite = denial(str(row["p"])) if rng.random() < share else None
        yield row | {"p": opposite, "y": FLIP.get(int(str(row["y"])), row["y"])} if opposite else row


def draw(old: list[Row], rng: random.Random, shares: dict[str, int]) -> Iterator[Row]:
    for origin, share in shares.items():
        rows = [row for row in old if str(row["s"]).startswith(origin) and row["y"] != -2]
        yield from rng.sample(rows, min(share, len(rows)))


def matches(rng: random.Random, path: Path, *, every: bool = False) -> Iterator[Row]:
    """Does this statement give this argument? From ArgKP's training topics; these rows say nothing of stance.

    A draw of them, or with ``every`` all.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    for label, count in ((1, MATCHES), (0, OTHERS)):
        those = [one for one in pairs if one["label"] == label]
        for pair in those if every else rng.sample(those, count):
            yield {
                "p": pair["key_point"], "t": pair["argument"], "x": "", "y": UNKNOWN, "w": 1.0, "s": "match",
                "g": f"claim-{pair['topic']}", "m": label,
            }  # fmt: skip


def thinned(rng: random.Random, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with fewer of those that are about something else, which are too many beside the others."""
    return (row for row in rows if row["y"] != IRRELEVANT or rng.random() < KEPT[str(row["s"])])


def hand_made(row: Row) -> bool:
    return str(row["s"]).startswith(("examples", "articles", "match", "directed"))


def soften(rows: list[Row]) -> np.ndarray:
    """Logits (rows, labels): of the released model for older rows, of the label for hand-made ones."""
    taught = [i for i, row in enumerate(rows) if not hand_made(row)]
    pairs = [Pair(str(rows[i]["p"]), str(rows[i]["t"]), str(rows[i]["x"])) for i in taught]
    softened = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    softened[taught] = Coder(threads=2).logits(pairs)
    for i, row in enumerate(rows):
        if hand_made(row) and "m" not in row:
            softened[i, int(str(row["y"]))] = SURE
    return softened.astype(np.float16)


def main() -> None:
    step, *paths = sys.argv[1:]
    if step == "rows":
        rng = random.Random(5)
        written = [*examples.read(), *debates.read()]
        inside = [one for one in written if examples.part(one.question) == "train"]
        labelled = [one for one in articles.read() if examples.part(one.question) == "train"]
        news = list(articles.rows(labelled, Path(paths[0])))
        campaigns = examples.rows(one for one in inside if one.domain == CAMPAIGNS)
        others = examples.rows(one for one in inside if one.domain != CAMPAIGNS)
        drawn = [row for row in campaigns if row["y"] != NO_SIDE or rng.random() < SILENT]
        drawn += [row for row in [*others, *news] if rng.random() < DRAWN]
        rows = list(denied(rng, [*thinned(rng, drawn), *elsewhere(rng, inside, news)]))
        rows += draw(read(Path(paths[1])), rng, SHARES)
        rows += directed.rows(rng, Path(paths[0]) / "stance")
        rows += matches(rng, Path(paths[0]) / "stance/argkp_train_pairs.jsonl.gz")
        rng.shuffle(rows)
        write(rows, Path(paths[2]))
    else:
        np.save(paths[1], soften(read(Path(paths[0]))))


if __name__ == "__main__":
    main()
