"""The coder that a project taught: the shipped one, and after it the head that was learned from corrections.

It is one more coder. Its name holds the shipped model's and the head's, so its judgements stand beside the model's own
in the record. It never sees who speaks beyond what the encoder reads: to learn that somebody is against would hide the
day on which they change their mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, runtime_checkable

from whipcount.coders import learned_name
from whipcount.coding.head import Head, adjusted
from whipcount.coding.stance import DIGITS, StanceInput, StanceOutput
from whipcount.model import STANCES, Stance

_AT_ONCE: Final = 64  # judgements whose vectors are held in memory


class Shipped(Protocol):
    """What a head can be put on."""

    @property
    def name(self) -> str:
        """Name and version."""
        ...

    def code(self, items: Sequence[StanceInput], /) -> Sequence[StanceOutput]:
        """One judgement for each item."""
        ...

    def arguments(self, items: Sequence[StanceInput], outputs: Sequence[StanceOutput], /) -> Sequence[str | None]:
        """Argument that each item gives."""
        ...


@runtime_checkable
class Vectorising(Protocol):
    """A coder that also tells the vectors that it judges by."""

    def vectors(self, items: Sequence[StanceInput], /) -> Sequence[tuple[float, ...]]:
        """A vector for each item, all of one length."""
        ...


class LearnedCoder:
    """A coder and a head on it."""

    def __init__(self, shipped: Shipped, head: Head) -> None:
        self._shipped = shipped
        self._head = head

    @property
    def name(self) -> str:
        """Both names, such as ``stance@f79e026de9ff+learned@3c5f0a1b2d4e``."""
        return learned_name(self._shipped.name, self._head.id)

    def code(self, items: Sequence[StanceInput], /) -> list[StanceOutput]:
        """Judge statements as the shipped coder does, then as the project's corrections taught."""
        found: list[StanceOutput] = []
        for start in range(0, len(items), _AT_ONCE):
            found += self._some(items[start : start + _AT_ONCE])
        return found

    def arguments(self, items: Sequence[StanceInput], outputs: Sequence[StanceOutput], /) -> Sequence[str | None]:
        """Arguments are the shipped coder's; only which side is asked for follows the head."""
        return self._shipped.arguments(items, outputs)

    def _some(self, items: Sequence[StanceInput]) -> list[StanceOutput]:
        outputs = list(self._shipped.code(items))
        read = [i for i, one in enumerate(outputs) if one.relevant]  # no correction brings back what was held back
        asked = [items[i] for i in read]
        names = [item.proposition.id for item in asked]
        scores = [score_row(outputs[i]) for i in read]
        rows = adjusted(self._head, names, scores, vectors_of(self._shipped, asked))
        for i, row in zip(read, rows, strict=True):
            outputs[i] = output_of(outputs[i], row)
        return outputs


def vectors_of(coder: Shipped, items: Sequence[StanceInput]) -> Sequence[tuple[float, ...]]:
    """The coder's vectors; empty ones of a coder that has none, so that only a bias can be learned."""
    return coder.vectors(items) if isinstance(coder, Vectorising) else [()] * len(items)


def score_row(output: StanceOutput) -> tuple[float, ...]:
    """Probabilities in the order of ``STANCES``."""
    return tuple(output.scores[stance] for stance in STANCES)


def output_of(before: StanceOutput, row: Sequence[float]) -> StanceOutput:
    """The judgement with new probabilities; of "none", the same share as before is about something else."""
    scores: dict[Stance, float] = {stance: round(p, DIGITS) for stance, p in zip(STANCES, row, strict=True)}
    scores["none"] = 0.0
    scores["none"] = round(max(0.0, 1.0 - sum(scores.values())), DIGITS)
    stance = max(STANCES, key=lambda one: scores[one])
    none = before.scores["none"]
    elsewhere = min(1.0, (1.0 - before.relevant) / none) if none > 0 else 1.0
    return StanceOutput(round(1.0 - elsewhere * scores["none"], DIGITS), stance, scores)
