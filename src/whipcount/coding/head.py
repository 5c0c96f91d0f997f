"""A light head that learns a project's corrections: a softmax regression whose starting point is the shipped model.

The logarithm of the coder's own probabilities is the offset, so that a head without evidence changes nothing. What is
learned are a bias and a linear function of the encoder's pooled vector, half of each shared by all propositions and
half of each proposition's own (Daumé 2007), under a ridge. Stances that people gave seldom weigh more, by the square
root of their rarity: F1 asks for a lower threshold than one half for a rare class (Lipton et al. 2014).

It is fitted in the dual, for there are a few hundred corrections and more features than that, with a fixed number of
steps under Böhning's (1992) bound of the Hessian, in 64-bit numbers, and the weights are rounded: neither threads nor
the order of sums can be seen in them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whipcount.coders import head_id
from whipcount.errors import ModelError
from whipcount.model import STANCES, Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

STEPS: Final = 40
DIGITS: Final = 5  # of a weight
FLOOR: Final = 1e-3  # of a probability: the offset must leave a person's judgement within reach
BIAS: Final = 3.0  # how much more freely the bias moves than the direction of the vector
RARITY: Final = 0.5  # power of a stance's rarity in its weight


@dataclass(frozen=True, slots=True)
class Example:
    """A judgement by a person beside what the shipped coder sees: its probabilities, and the pooled vector."""

    proposition: str
    scores: tuple[float, ...]
    vector: tuple[float, ...]
    stance: Stance


@dataclass(frozen=True, slots=True)
class Head:
    """Weights (bias, then one row for each element of the vector; by stance), shared and of each proposition.

    Vectors are centred on ``centre`` and divided by ``spread`` first.
    """

    ridge: float
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    shared: bytes
    own: Mapping[str, bytes]

    @property
    def id(self) -> str:
        """Twelve digits of the hash of its bytes."""
        return head_id(self.dump())

    def dump(self) -> str:
        """As JSON; the same text for the same head."""
        fields = {
            "ridge": self.ridge,
            "centre": list(self.centre),
            "spread": list(self.spread),
            "shared": base64.b64encode(self.shared).decode(),
            "own": {name: base64.b64encode(rows).decode() for name, rows in self.own.items()},
        }
        return json.dumps(fields, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def load(text: str) -> Head:
        """The head that was dumped."""
        fields = json.loads(text)
        return Head(
            fields["ridge"],
            tuple(fields["centre"]),
            tuple(fields["spread"]),
            base64.b64decode(fields["shared"]),
            {name: base64.b64decode(rows) for name, rows in fields["own"].items()},
        )


def fit(examples: Sequence[Example], ridge: float) -> Head:
    """Learn a head.

    Args:
        examples: Judgements; their vectors are of one length, which may be 0, so that only a bias is learned.
        ridge: Weight of the penalty; the larger, the less is changed.
    """
    import numpy as np

    vectors = _matrix(examples)
    centre = np.round(vectors.mean(axis=0), DIGITS)
    spread = np.round(vectors.std(axis=0) * max(1, vectors.shape[1]) ** 0.5, DIGITS) + 10.0**-DIGITS
    rows = _rows(vectors, centre, spread)
    names = sorted({one.proposition for one in examples})
    mine = {name: np.array([[one.proposition == name] for one in examples]) for name in names}
    dual = _dual(rows, mine, _offsets([one.scores for one in examples]), [one.stance for one in examples], ridge)
    return Head(
        ridge=ridge,
        centre=tuple(centre.tolist()),
        spread=tuple(spread.tolist()),
        shared=_packed(rows.T @ dual / 2),
        own={name: _packed((rows * mine[name]).T @ dual / 2) for name in names},
    )


def adjusted(
    head: Head, propositions: Sequence[str], scores: Sequence[Sequence[float]], vectors: Sequence[Sequence[float]]
) -> list[tuple[float, ...]]:
    """Probabilities of the stances after the head.

    Args:
        head: What was learned.
        propositions: Id of each judgement's proposition; one that the head never saw gets the shared part alone.
        scores: The shipped coder's probabilities, in the order of ``STANCES``.
        vectors: Pooled vectors, of the length that the head was learned from.
    Raises:
        ModelError: The vectors are of another length.
    """
    import numpy as np

    if not propositions:
        return []
    values = np.array([list(vector) for vector in vectors], dtype=np.float64).reshape(len(propositions), -1)
    if values.shape[1] != len(head.centre):
        raise ModelError(
            f"The learned head wants vectors of {len(head.centre)} numbers, and the model gives {values.shape[1]}. "
            "Learn again: whipcount learn --apply."
        )
    rows = _rows(values, np.array(head.centre), np.array(head.spread))
    shared = _unpacked(head.shared)
    own = {name: shared + _unpacked(packed) for name, packed in head.own.items()}
    # Row by row and by elements: a product of matrices may differ in its last bits with what else is judged.
    moved = np.array(
        [(row[:, None] * own.get(name, shared)).sum(0) for row, name in zip(rows, propositions, strict=True)]
    )
    return [tuple(row) for row in _softmax(_offsets(scores) + moved).tolist()]


def _dual(
    rows: Matrix, mine: Mapping[str, NDArray[np.bool_]], offset: Matrix, said: Sequence[Stance], ridge: float
) -> Matrix:
    """Coefficient of each example for each stance."""
    import numpy as np

    number = len(said)
    same = sum((one.astype(np.float64) @ one.T for one in mine.values()), np.zeros((number, number)))
    kernel: Matrix = (rows @ rows.T) * (1 + same) / 2
    wanted = np.array([[float(stance == one) for one in STANCES] for stance in said])
    counts = wanted.sum(0)
    weight = wanted @ np.where(counts > 0, np.maximum(counts, 1) ** -RARITY, 0.0)
    weight = (weight / weight.mean())[:, None] / number
    steps: Matrix = np.linalg.inv(weight * kernel / 2 + ridge * np.eye(number))
    dual: Matrix = np.zeros_like(wanted)
    for _ in range(STEPS):
        surplus = weight * (_softmax(offset + kernel @ dual) - wanted)
        dual = dual - steps @ (surplus + ridge * dual)
    return dual


def _matrix(examples: Sequence[Example]) -> Matrix:
    import numpy as np

    return np.array([list(one.vector) for one in examples], dtype=np.float64).reshape(len(examples), -1)


def _rows(vectors: Matrix, centre: Matrix, spread: Matrix) -> Matrix:
    """A constant, then the standardised vector."""
    import numpy as np

    return np.hstack([np.full((len(vectors), 1), BIAS**0.5), (vectors - centre) / spread])


def _offsets(scores: Sequence[Sequence[float]]) -> Matrix:
    import numpy as np

    return np.log(np.maximum(np.array([list(row) for row in scores], dtype=np.float64), FLOOR))


def _softmax(logits: Matrix) -> Matrix:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    scaled: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return scaled


def _packed(weights: Matrix) -> bytes:
    import numpy as np

    return np.round(weights, DIGITS).astype("<f4").tobytes()


def _unpacked(data: bytes) -> Matrix:
    import numpy as np

    return np.frombuffer(data, dtype="<f4").astype(np.float64).reshape(-1, len(STANCES))
