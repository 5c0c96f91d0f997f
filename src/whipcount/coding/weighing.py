"""How the encoder's two readings and the grammar's hint become one judgement.

The encoder reads a statement alone and, where that tells it nothing, within its sentences. Words of its own count in
full; what only the surroundings say counts half, unless the statement names the issue or evades it, since the sentence
before may be about somebody else. The grammar (``polarity``) pulls the probabilities, and never far enough to make a
stance clear that the encoder does not see: on its word alone no stance is clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whipcount.coding.polarity import Hint

# Outcomes: STANCES, then "about something else".
SUPPORT, OPPOSE, CONDITIONAL, NONCOMMITTAL, IRRELEVANT = 0, 1, 2, 3, 5
ABOUT: Final = 0.6  # relevance from which a statement speaks for itself
ASKED: Final = 0.3  # relevance from which an evasion is about the proposition
# How far a hint pulls the probabilities towards its outcome, from 0 (not at all) to 1 (it decides).
CLEAR: Final = 0.7  # probability from which the encoder is not doubted when it sees no side taken
ALONE: Final = 0.6  # the encoder sees no stance
AGREED: Final = 0.3  # the encoder sees the same
AGAINST: Final = 0.25  # the encoder sees the opposite: enough to make a clear stance an unclear one
ELSEWHERE: Final = 0.8  # only another proposition of the question is named


def judge(
    alone: Sequence[float], within: Sequence[float] | None, hint: Hint, *, elsewhere: bool, imagined: bool = False
) -> list[float]:
    """One row of six probabilities.

    Args:
        alone: Probabilities of the six outcomes from the statement's own words.
        within: The same with the sentences around it; None where they were not read.
        hint: What the grammar makes of the words.
        elsewhere: The statement names another proposition of the question and not this one.
        imagined: Its only condition is that the speaker had a say ("if I lived there, I would vote for it").
    """
    row = _judge(alone, within, hint, elsewhere=elsewhere)
    if imagined:
        side = SUPPORT if row[SUPPORT] >= row[OPPOSE] else OPPOSE
        row[side], row[CONDITIONAL] = row[side] + row[CONDITIONAL], 0.0
    return row


def _judge(alone: Sequence[float], within: Sequence[float] | None, hint: Hint, *, elsewhere: bool) -> list[float]:
    row = list(alone)
    if within is not None and 1 - alone[IRRELEVANT] < ABOUT:
        row = list(within) if hint.anchored or hint.evasive else _mean(alone, within)
    if elsewhere:
        return _pull(row, IRRELEVANT, ELSEWHERE)
    best = max(range(4), key=row.__getitem__)
    silent = sum(row[4:]) > row[best]
    if hint.evasive:
        asked = hint.anchored or 1 - row[IRRELEVANT] >= ASKED
        return _pull(row, NONCOMMITTAL, ALONE) if asked and (silent or best in (SUPPORT, OPPOSE)) else row
    if not (hint.sign and hint.explicit and hint.anchored):
        return row
    side = SUPPORT if hint.sign > 0 else OPPOSE
    if silent or (best == NONCOMMITTAL and row[best] < CLEAR):
        return _pull(row, side, ALONE)
    return _pull(row, side, AGREED if best == side else AGAINST) if best in (SUPPORT, OPPOSE) else row


def _mean(first: Sequence[float], second: Sequence[float]) -> list[float]:
    return [(a + b) / 2 for a, b in zip(first, second, strict=True)]


def _pull(row: Sequence[float], outcome: int, weight: float) -> list[float]:
    return [(1 - weight) * p + weight * (i == outcome) for i, p in enumerate(row)]
