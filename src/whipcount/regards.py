"""What the reader's network looks at from a pronoun, handed on from the stage that reads to the one that resolves.

Attention says more about whom "she" means than words and positions do, and reading has computed it anyway.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from whipcount.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DIGITS = 2  # kept of a logarithm or score, so that processors that round sums differently agree


@dataclass(frozen=True, slots=True, eq=False)
class Regard:
    """One pronoun among the capitalised words of its window.

    ``start`` and ``end`` are where their pieces stand in the text. ``toward`` (heads, pieces) is the logarithm of the
    share of the pronoun's attention that a piece gets, ``back`` the score with which the piece looks at the pronoun.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    toward: NDArray[np.float32]
    back: NDArray[np.float32]

    def of(self, span: Span) -> tuple[float, ...] | None:
        """For each head how much the pronoun looks at a span, then for each head how much the span looks back.

        None where no piece of the span was in the pronoun's window.
        """
        low, high = self.end.searchsorted(span.start, "right"), self.start.searchsorted(span.end, "left")
        if low >= high:
            return None
        toward = (_sum(head) for head in self.toward[:, low:high].tolist())
        return tuple(round(value, _DIGITS) for value in (*toward, *self.back[:, low:high].max(axis=1).tolist()))


Regards: TypeAlias = Mapping[int, Regard]
"""Offset of a pronoun in a document → what is looked at from there."""


def _sum(logarithms: list[float]) -> float:
    """Logarithm of the sum of what the logarithms stand for."""
    top = max(logarithms)
    return top + math.log(sum(math.exp(value - top) for value in logarithms))
