# ruff: noqa: E501  # rows read best on one line
"""Pairs without a label, which the larger model then labels for the small one.

python -m training.stance.unlabelled ../shared/data work/stance/extra.jsonl.gz
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.stance.data import Row, motion_claim, negated, read, topics, write


def closest(texts: list[str], claims: list[str], top: int) -> list[list[str]]:
    """For each text the claims that share most with it, word by word: where relevance is hard to tell."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(claims + texts)
    similar = np.asarray((vectorizer.transform(texts) @ vectorizer.transform(claims).T).todense())
    best = np.argsort(-similar, axis=1)[:, :top]
    return [[claims[j] for j in row if similar[i, j] > 0.05] for i, row in enumerate(best)]


def unlabelled(rng: random.Random, data: Path) -> Iterator[Row]:
    """Pairs without a label, for the teacher: near claims, turned claims, reasons as propositions, news under claims."""
    stance = data / "stance"
    texts: dict[str, list[str]] = defaultdict(list)
    for r in read(stance / "perspectrum_train.jsonl"):
        texts[r["proposition"]].append(r["text"])
    for r in read(stance / "argkp_train_arguments.jsonl"):
        texts[r["topic"]].append(r["argument"])
    for name, key in (("claims", "claim"), ("evidence", "evidence")):
        for r in read(stance / f"ibm_ce_{name}.jsonl"):
            texts[motion_claim(r["motion"])].append(r[key])
    topic_claims = [
        p for topic in topics(Path(__file__).with_name("topics.txt")) for p in topic["prop"] + topic["anti"]
    ]
    claims = [*texts, *topic_claims]

    def row(p: str, t: str, origin: str) -> Row:
        return {"p": p, "t": t, "x": "", "y": -2, "w": 0.7, "s": "taught", "g": f"claim-{origin}"}

    flat = [(claim, text) for claim, own in texts.items() for text in (rng.sample(own, 150) if len(own) > 150 else own)]
    near = closest([text for _, text in flat], claims, 6)
    for (claim, text), others in zip(flat, near, strict=True):
        for other in rng.sample(others, min(2, len(others))):
            yield row(other, text, claim)
        turned = negated(claim)
        if turned and rng.random() < 0.7:
            yield row(turned, text, claim)
        for _ in range(2):
            other = rng.choice(texts[claim])
            if other != text and len(other.split()) < 30:
                yield row(other, text, claim)
        if rng.random() < 0.5:
            yield row(claim, text, claim)
    said = []
    for r in read(data / "attribution" / "polnear_train.jsonl.gz"):
        for a in rng.sample(r["attributions"], min(9, len(r["attributions"]))):
            part = {
                k: " ".join(" ".join(r["text"][s:e].split()) for s, e in a[k]) for k in ("source", "cue", "content")
            }
            if 4 <= len(part["content"].split()) <= 60:
                said.append(f"{part['source']} {part['cue']}: {part['content']}")
    for text, others in zip(said, closest(said, claims, 5), strict=True):
        for other in rng.sample(others, min(1, len(others))):
            yield row(other, text, text)


if __name__ == "__main__":
    write(list(unlabelled(random.Random(8), Path(sys.argv[1]))), Path(sys.argv[2]))
