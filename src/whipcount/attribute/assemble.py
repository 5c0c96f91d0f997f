"""From candidate cues to attributions: which to keep, how sure, where each span begins and ends, and in which form."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from whipcount.attribute.pieces import CASES, PARAGRAPH_ID, Pieces, inside_quotation
from whipcount.attribute.reader import Candidate
from whipcount.model import Attribution, Form, Span, Spans

MIXED_SHARE = 0.9  # share of a content's characters inside quotation marks from which it counts as direct
LOWEST_ROLES = -12.0  # log-probability below which a role sequence is no less likely to be right
_WORD = re.compile(r"\w")


def signals(candidate: Candidate, pieces: Pieces) -> dict[str, float]:
    """What the confidence of a candidate with content is computed from.

    Log-odds of the cue and of the judge, log-probability of the roles, whether there is a source, the logarithm of the
    content's length in pieces, and the share of it inside quotation marks; ``bias`` is always 1.
    """
    p = min(max(candidate.cue_probability, 1e-4), 1 - 1e-4)
    length = sum(e - s for s, e in candidate.content)
    quoted = sum(int((pieces.feature[s:e] >= CASES).sum()) for s, e in candidate.content)
    return {
        "bias": 1.0,
        "cue": math.log(p / (1 - p)),
        "judge": candidate.judge,
        "roles": max(candidate.roles, LOWEST_ROLES),
        "source": float(bool(candidate.source)),
        "length": math.log1p(length),
        "quoted": quoted / max(length, 1),
    }


def confidence(candidate: Candidate, pieces: Pieces, calibration: Mapping[str, float]) -> float:
    """Probability that the attribution is right: logistic regression over ``signals``, fitted on tuning articles.

    ``calibration`` holds a weight for each signal.
    """
    odds = sum(calibration[name] * value for name, value in signals(candidate, pieces).items())
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))


def _spans(text: str, pieces: Pieces, ranges: Sequence[tuple[int, int]]) -> Spans:
    """Ranges of pieces as spans of the text, cut at paragraph breaks, and none without a letter or digit."""
    out: list[Span] = []
    for start, end in ranges:
        breaks = (np.flatnonzero(pieces.ids[start:end] == PARAGRAPH_ID) + start).tolist()
        for s, e in zip([start, *(b + 1 for b in breaks)], [*breaks, end], strict=True):
            if e > s:
                span = Span(int(pieces.start[s]), int(pieces.end[e - 1]))
                if _WORD.search(text, span.start, span.end):
                    out.append(span)
    return tuple(out)


def _compete(candidates: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Of candidates that claim the same content, keep the surer one.

    Claims are looked up by piece: comparing each pair would cost the square of a document's length.
    """
    kept: list[tuple[float, Candidate]] = []
    claims: defaultdict[int, list[int]] = defaultdict(list)  # piece → places in ``kept``
    for p, candidate in sorted(candidates, key=lambda c: -c[0]):
        pieces = [piece for start, end in candidate.content for piece in range(start, end)]
        shared = Counter(place for piece in pieces for place in claims[piece])
        if all(2 * n < len(pieces) for n in shared.values()):
            for piece in pieces:
                claims[piece].append(len(kept))
            kept.append((p, candidate))
    return sorted(kept, key=lambda c: c[1].cue)


class _Quotations:
    """Which code points of a text stand inside quotation marks; a paragraph is looked at once for all its contents."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._paragraph: tuple[int, int] | None = None
        self._inside: list[bool] = []

    def inside(self, span: Span) -> list[bool]:
        left = self.text.rfind("\n", 0, span.start) + 1
        right = self.text.find("\n", span.end)
        paragraph = (left, right if right >= 0 else len(self.text))
        if paragraph != self._paragraph:
            self._paragraph, self._inside = paragraph, inside_quotation(self.text[left : paragraph[1]])
        return self._inside[span.start - left : span.end - left]


def form_of(text: str, content: Spans) -> Form:
    """Direct where nearly all words stand inside quotation marks, indirect where none do, else mixed."""
    return _form(content, _Quotations(text))


def _form(content: Spans, quotations: _Quotations) -> Form:
    inside = total = 0
    for span in content:
        for letter, quoted in zip(quotations.text[span.start : span.end], quotations.inside(span), strict=True):
            if letter.isalnum():
                total += 1
                inside += quoted
    if not inside:
        return "indirect"
    return "direct" if inside >= MIXED_SHARE * total else "mixed"


def _parents(attributions: Sequence[Attribution]) -> list[int | None]:
    """For each attribution the one with the smallest content around its cue, if any."""
    out: list[int | None] = []
    for i, inner in enumerate(attributions):
        best: tuple[int, int] | None = None
        for j in range(max(0, i - 40), min(len(attributions), i + 40)):
            for start, end in attributions[j].content if j != i else ():
                if inner.cue and start <= inner.cue[0].start and inner.cue[-1].end <= end:
                    best = min(best or (end - start, j), (end - start, j))
        out.append(best[1] if best else None)
    return out


def assemble(
    text: str, pieces: Pieces, candidates: Sequence[Candidate], calibration: Mapping[str, float]
) -> tuple[Attribution, ...]:
    """Attributions of one document, in text order of their cues.

    Args:
        text: The document's text.
        pieces: Its word pieces.
        candidates: What the network read.
        calibration: Weights of ``confidence``, and ``threshold``, the lowest confidence that is kept.
    """
    scored = [(confidence(c, pieces, calibration), c) for c in candidates if c.content]
    kept = _compete([(p, c) for p, c in scored if p >= calibration["threshold"]])
    quotations = _Quotations(text)
    out: list[Attribution] = []
    for p, candidate in kept:
        source, cue, content = (
            _spans(text, pieces, ranges) for ranges in (candidate.source, (candidate.cue,), candidate.content)
        )
        if content:
            cue = cue or _punctuation(pieces, candidate.cue)
            out.append(Attribution(source, cue, content, _form(content, quotations), round(p, 4)))
    parents = _parents(out)
    return tuple(
        Attribution(a.source, a.cue, a.content, a.form, a.confidence, parent)
        for a, parent in zip(out, parents, strict=True)
    )


def _punctuation(pieces: Pieces, cue: tuple[int, int]) -> Spans:
    """A cue without letters, such as the colon of "Obama: …"."""
    start, end = int(pieces.start[cue[0]]), int(pieces.end[cue[1] - 1])
    return (Span(start, end),) if end > start else ()
