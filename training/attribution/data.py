"""Training windows from annotated articles."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whipcount.attribute.pieces import CLS_ID, SEP_ID, Pieces, to_pieces
from whipcount.attribute.reader import BEFORE, CONTEXT, WINDOW
from whipcount.models import load_tokenizer

Record = dict[str, Any]


def jsonl(path: Path) -> list[Record]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def is_tuning(name: str) -> bool:
    """Whether an article of the training split is kept apart: every twelfth, by hash of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 12 == 0


@dataclass
class Gold:
    """One attribution in pieces: cue range and role ranges (0 source, 1 content)."""

    cue: tuple[int, int]
    roles: list[tuple[int, int, int]]
    low: int
    high: int


@dataclass
class Article:
    name: str
    text: str
    pieces: Pieces
    gold: list[Gold]


def piece_range(pieces: Pieces, start: int, end: int) -> tuple[int, int] | None:
    """The pieces that a span of the text touches, or nothing."""
    lo = int(np.searchsorted(pieces.end, start, side="right"))
    hi = int(np.searchsorted(pieces.start, end, side="left"))
    return (lo, hi) if hi > lo else None


def to_article(record: Record) -> Article:
    pieces = to_pieces(record["text"], load_tokenizer())
    gold = []
    for attribution in record["attributions"]:
        if not attribution["cue"]:
            continue
        cue = piece_range(pieces, *attribution["cue"][0])
        if cue is None:
            continue
        roles = [
            (r[0], r[1], role)
            for role, key in enumerate(("source", "content"))
            for s, e in attribution[key]
            if (r := piece_range(pieces, s, e))
        ]
        ends = [cue, *roles]
        gold.append(Gold(cue, roles, min(r[0] for r in ends), max(r[1] for r in ends)))
    return Article(record["doc"], record["text"], pieces, gold)


def role_row(gold: Gold, first: int) -> np.ndarray:
    """Role labels of a context whose place BEFORE is the piece ``first``."""
    row = np.zeros(CONTEXT, dtype=np.int64)
    origin = first - BEFORE
    for start, end, role in gold.roles:
        lo, hi = max(start - origin, 0), min(end - origin, CONTEXT)
        if hi > lo:
            row[lo:hi] = 2 + 2 * role
            row[lo] = 1 + 2 * role
    return row


@dataclass
class Window:
    """One training window: ids, features, cue labels, role-aux labels and the attributions that lie inside."""

    ids: np.ndarray
    features: np.ndarray
    cues: np.ndarray
    aux: np.ndarray
    gold: list[Gold]  # shifted to window places, special piece included
    article: str = ""  # where it stands
    start: int = 0  # place in the article of the piece behind the first special one


def _label(article: Article) -> tuple[np.ndarray, np.ndarray]:
    cues = np.zeros(len(article.pieces), dtype=np.int64)
    aux = np.zeros(len(article.pieces), dtype=np.int64)
    for gold in article.gold:
        cues[gold.cue[0]] = 1
        cues[gold.cue[0] + 1 : gold.cue[1]] = 2
        for start, end, role in gold.roles:
            aux[start:end] = 1 + role
    return cues, aux


def windows(articles: Sequence[Article], rng: random.Random, size: int = WINDOW) -> Iterator[Window]:
    """Windows that tile each article from a random shift, so that each epoch cuts elsewhere."""
    for article in articles:
        n = len(article.pieces)
        cues, aux = _label(article)
        at = -rng.randrange(size // 2) if n > size else 0
        while at < n:
            lo, hi = max(at, 0), min(at + size, n)
            at += size
            if hi - lo < 24:
                continue
            inside = [
                Gold(
                    (g.cue[0] - lo + 1, g.cue[1] - lo + 1),
                    [(s - lo + 1, e - lo + 1, r) for s, e, r in g.roles],
                    g.low - lo + 1,
                    g.high - lo + 1,
                )
                for g in article.gold
                if lo <= g.low and g.high <= hi
            ]
            opening = cues[lo:hi].copy()
            cut = 0
            while cut < len(opening) and opening[cut] == 2:  # the window's edge cuts a cue
                opening[cut] = 0
                cut += 1
            pad = lambda a, first, last: np.concatenate([[first], a, [last]])  # noqa: E731
            yield Window(
                pad(article.pieces.ids[lo:hi], CLS_ID, SEP_ID),
                pad(article.pieces.feature[lo:hi], 0, 0),
                pad(opening, 0, 0),
                pad(aux[lo:hi], 0, 0),
                inside,
                article.name,
                lo,
            )


class Plain:
    """Windows of texts without attributions, in random order and without end."""

    def __init__(self, articles: Sequence[Article], rng: random.Random) -> None:
        self.articles, self.rng = articles, rng
        self.left: list[Window] = []

    def take(self, count: int) -> list[Window]:
        if len(self.left) < count:
            self.left = list(windows(self.articles, self.rng))
            self.rng.shuffle(self.left)
        taken, self.left = self.left[:count], self.left[count:]
        return taken
