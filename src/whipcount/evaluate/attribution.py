"""Score attributions against gold on character offsets: roles exactly and by character, attributions also softly.

Definitions, with all counts summed over documents before precision and recall are taken:

- A *span* is one role of one attribution: the set of its characters other than white space, so that a role in several
  pieces is one item. Empty roles are no items.
- ``<role>_exact``: distinct spans of a role in a document, equal or not. ``<role>_char``: characters of the role over
  all attributions of the document. ``attribution_exact``: distinct triples of cue, source and content.
- ``attribution_soft``: pairs one to one, the most alike first, where the cues share a character (or both are empty)
  and sources and contents overlap by half (intersection over union).

A document in the gold that was not predicted counts as predicted empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

from whipcount.evaluate.records import Annotated, Pieces, read_annotated
from whipcount.evaluate.scores import DRAWS, Counts, bootstrap, total
from whipcount.model import JSON

ROLES = ("cue", "source", "content")
MEASURES = (
    *(f"{role}_exact" for role in ROLES),
    *(f"{role}_char" for role in ROLES),
    "attribution_exact",
    "attribution_soft",
)
SOFT_OVERLAP = 0.5  # intersection over union of source and of content

# A span as runs [start, end) over the document's characters without its white space, apart and in order.
Runs: TypeAlias = tuple[tuple[int, int], ...]
Triple: TypeAlias = tuple[Runs, Runs, Runs]


@dataclass(frozen=True, slots=True)
class AttributionScore:
    """Counts of one document, by measure."""

    document: str
    counts: Mapping[str, Counts]


def attribution_report(gold: Path, predicted: Path, *, draws: int = DRAWS, seed: int = 0) -> dict[str, JSON]:
    """Scores of predicted attributions with 95 % intervals over documents.

    Args:
        gold: JSONL of ``{"doc", "attributions": [{"cue", "source", "content"}]}`` with ``text`` or ``ws`` (runs of
            white space).
        predicted: The same, or the output of ``whipcount extract``.
        draws: Draws of documents for the intervals.
        seed: Seed of the draws.
    Raises:
        InputError: A file or line that cannot be used, or a prediction made on another text.
    """
    wanted = read_annotated(gold)
    found = read_annotated(predicted, like=wanted)
    scores = [score_document(document, found.get(name)) for name, document in wanted.items()]
    report: dict[str, JSON] = {
        "documents_scored": len(scores),
        "gold_documents_without_prediction": [name for name in wanted if name not in found],
        "predicted_documents_ignored": [name for name in found if name not in wanted],
        "interval": f"95 % over documents, {draws} draws, seed {seed}",
    }
    for measure in MEASURES:
        report[measure] = _measure([score.counts[measure] for score in scores], draws, seed)
    return report


def _measure(counts: Sequence[Counts], draws: int, seed: int) -> dict[str, JSON]:
    whole = total(counts)
    interval = bootstrap(counts, lambda drawn: total(drawn).f1, draws=draws, seed=seed)
    return {
        "p": round(whole.precision, 4),
        "r": round(whole.recall, 4),
        "f1": round(whole.f1, 4),
        "f1_interval": [round(interval.low, 4), round(interval.high, 4)] if interval else None,
        "tp": whole.right,
        "pred": whole.predicted,
        "gold": whole.gold,
    }


def score_document(gold: Annotated, predicted: Annotated | None) -> AttributionScore:
    """Counts of one document; without a prediction, everything in the gold is missed."""
    place = _Places(gold)
    wanted = list(place.triples(gold))
    found = list(place.triples(predicted)) if predicted else []
    counts: dict[str, Counts] = {}
    for role, name in enumerate(ROLES):
        spans = ({t[role] for t in wanted if t[role]}, {t[role] for t in found if t[role]})
        counts[f"{name}_exact"] = _shared(*spans)
        gold_runs, found_runs = (_union(run for span in of_role for run in span) for of_role in spans)
        counts[f"{name}_char"] = Counts(_common(gold_runs, found_runs), _length(found_runs), _length(gold_runs))
    counts["attribution_exact"] = _shared(set(wanted), set(found))
    counts["attribution_soft"] = Counts(_soft(wanted, found), len(found), len(wanted))
    return AttributionScore(gold.name, counts)


def _shared(gold: set[Runs] | set[Triple], predicted: set[Runs] | set[Triple]) -> Counts:
    return Counts(len(gold & predicted), len(predicted), len(gold))


class _Places:
    """Offsets of a document counted without its white space, so that white space can make no difference."""

    def __init__(self, document: Annotated) -> None:
        if document.text is not None:
            blanks = [(m.start(), m.end()) for m in re.finditer(r"\s+", document.text)]
        else:
            blanks = list(_union(document.blanks))
        self._starts = [start for start, _ in blanks]
        self._ends = [end for _, end in blanks]
        self._before = [0, *accumulate(end - start for start, end in blanks)]

    def triples(self, document: Annotated) -> Iterator[Triple]:
        """Roles of each attribution; one that holds nothing but white space is left out."""
        for attribution in document.attributions:
            cue, source, content = (self._runs(attribution.get(role, ())) for role in ROLES)
            if cue or source or content:
                yield cue, source, content

    def _runs(self, pieces: Pieces) -> Runs:
        return _union((self._place(start), self._place(end)) for start, end in pieces)

    def _place(self, offset: int) -> int:
        """Number of characters before an offset that are not white space."""
        n = bisect_left(self._starts, offset)
        inside = max(0, self._ends[n - 1] - offset) if n else 0
        return offset - self._before[n] + inside


def _union(runs: Iterable[tuple[int, int]]) -> Runs:
    """Runs in order, those that touch or overlap made one, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(run for run in runs if run[0] < run[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _length(runs: Runs) -> int:
    return sum(end - start for start, end in runs)


def _common(a: Runs, b: Runs) -> int:
    """Characters in both."""
    i = j = common = 0
    while i < len(a) and j < len(b):
        common += max(0, min(a[i][1], b[j][1]) - max(a[i][0], b[j][0]))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return common


def _overlap(a: Runs, b: Runs) -> float:
    """Intersection over union; two empty spans are alike."""
    if not a and not b:
        return 1.0
    common = _common(a, b)
    return common / (_length(a) + _length(b) - common)


def _soft(gold: Sequence[Triple], predicted: Sequence[Triple]) -> int:
    """Number of pairs, greedily from the most alike; ties by the order in the gold, then in the prediction."""
    pairs: list[tuple[float, int, int]] = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            cue = _overlap(wanted[0], found[0])
            source, content = _overlap(wanted[1], found[1]), _overlap(wanted[2], found[2])
            if cue > 0 and source >= SOFT_OVERLAP and content >= SOFT_OVERLAP:
                pairs.append((-(cue + source + content), i, j))
    left_gold, left_predicted = set(range(len(gold))), set(range(len(predicted)))
    for _, i, j in sorted(pairs):
        if i in left_gold and j in left_predicted:
            left_gold.remove(i)
            left_predicted.remove(j)
    return len(gold) - len(left_gold)
