"""Entities and coreference in training texts, in word pieces, for the auxiliary heads.

PolNeAR training articles carry machine-made annotation (``corenlp_silver.jsonl.gz``), GUM's training documents made by
hand. Both give names as person, organisation, place or other, and mentions with the chain they belong to. GUM marks
every noun phrase; of these only what is a name counts as an entity here, as in the silver annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.attribution.data import Article, Record, Window, is_tuning, jsonl, piece_range, to_article

KINDS = {  # silver labels and GUM types; what is not here (dates, numbers) is no entity
    "PERSON": 0, "ORGANIZATION": 1, "LOCATION": 2, "MISC": 3,
    "person": 0, "organization": 1, "place": 2,
    "abstract": 3, "event": 3, "object": 3, "substance": 3, "animal": 3, "plant": 3,
}  # fmt: skip
ENTITY_LABELS = 1 + 2 * (1 + max(KINDS.values()))  # O, and B and I of each kind
Mention = tuple[int, int, int]  # first piece, end, chain


@dataclass(frozen=True)
class Labels:
    """What the auxiliary heads learn on one text: entity label of each piece, and mentions in text order."""

    entities: np.ndarray
    mentions: tuple[Mention, ...]


def labels(
    article: Article, entities: Iterable[tuple[int, int, int]], chains: Iterable[Sequence[tuple[int, int]]]
) -> Labels:
    """Entities (start, end, kind) and chains of (start, end), in characters, as labels of the article's pieces.

    Of entities that overlap the longest counts. Of mentions of the same pieces the first chain counts.
    """
    row = np.zeros(len(article.pieces), dtype=np.int64)
    for start, end, kind in sorted(entities, key=lambda e: e[0] - e[1]):
        at = piece_range(article.pieces, start, end)
        if at and not row[slice(*at)].any():
            row[slice(*at)] = 2 + 2 * kind
            row[at[0]] = 1 + 2 * kind
    found: dict[tuple[int, int], int] = {}
    for number, chain in enumerate(chains):
        for start, end in chain:
            if at := piece_range(article.pieces, start, end):
                found.setdefault(at, number)
    return Labels(row, tuple(sorted((*at, number) for at, number in found.items())))


def in_window(found: Labels, window: Window) -> Labels:
    """Labels of a window's places, the special pieces included; mentions that its edges cut are left out."""
    size = len(window.ids) - 2
    lo, hi = window.start, window.start + size
    row = np.zeros(len(window.ids), dtype=np.int64)
    row[1:-1] = found.entities[lo:hi]
    mentions = ((s - lo + 1, e - lo + 1, chain) for s, e, chain in found.mentions if lo <= s and e <= hi)
    return Labels(row, tuple(mentions))


def silver(folder: Path) -> Iterator[tuple[Article, Labels]]:
    """PolNeAR's training articles with machine-made labels; never a tuning or development article."""
    annotated = {r["doc"]: r for r in jsonl(folder / "attribution/corenlp_silver.jsonl.gz") if r["split"] == "train"}
    for record in jsonl(folder / "attribution/polnear_train.jsonl.gz"):
        if record["doc"] in annotated and not is_tuning(record["doc"]):
            found, article = annotated[record["doc"]], to_article(record)
            kinds = [(s, e, KINDS[label]) for s, e, label in found["entities"] if label in KINDS]
            yield article, labels(article, kinds, [[(s, e) for s, e in chain] for chain in found["chains"]])


def gum(folder: Path) -> Iterator[tuple[Article, Labels]]:
    """GUM's training documents with labels made by hand."""
    for record in jsonl(folder / "coref/gum_train.jsonl.gz"):
        article = to_article({"doc": record["doc"], "text": record["text"], "attributions": []})
        yield article, labels(article, _names(record["mentions"]), _chains(record["mentions"]))


def _names(mentions: Iterable[Record]) -> list[tuple[int, int, int]]:
    return [(*m["span"], KINDS[m["type"]]) for m in mentions if m["kind"] == "name" and m["type"] in KINDS]


def _chains(mentions: Iterable[Record]) -> list[list[tuple[int, int]]]:
    chains: dict[Any, list[tuple[int, int]]] = {}
    for mention in mentions:
        start, end = mention["span"]
        chains.setdefault(mention["chain"], []).append((start, end))
    return list(chains.values())


def by_name(texts: Iterable[tuple[Article, Labels]]) -> Mapping[str, Labels]:
    return {article.name: found for article, found in texts}
