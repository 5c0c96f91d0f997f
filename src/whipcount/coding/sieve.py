"""A first look before the encoder, at whether a statement of an article can be about the proposition at all.

Word pieces are compared by short vectors, those of the proposition with those of the statement, of the whole article
and of its opening; a logistic regression over these likenesses says what may pass. Vectors and weights are whole
numbers, and their sums are exact, so that every processor lets the same statements through.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from whipcount.models import load_session, load_tokenizer

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    from whipcount.models import Session

    # Whole numbers all the same: float sums of these are exact and quick.
    Numbers: TypeAlias = NDArray[np.floating[Any]]

MODEL: Final = "sieve.onnx"
OPENING_PIECES: Final = 120  # of an article, which mostly tell what it is about
WEIGHTIEST: Final = 3  # word pieces of a proposition without which it can hardly be meant
RARE: Final = 120  # weight of a word piece that stands in one of twenty articles
UNIT: Final = 127  # length of a vector
_UNKNOWN: Final = 100  # [UNK] stands where there are no words
KEPT: Final = 256  # texts whose words are remembered within one coder


class Words(NamedTuple):
    """A text's different word pieces: ids (n,), vectors (n, width), weights (n,) and their weighted sum (width,)."""

    ids: NDArray[np.int64]
    vectors: Numbers
    weights: Numbers
    total: Numbers


class Sieve:
    """The shipped first look."""

    @cached_property
    def _session(self) -> Session:
        return load_session(MODEL)

    @cached_property
    def _regression(self) -> tuple[list[float], float]:
        """A factor for each likeness, and what is added."""
        known = self._session.get_modelmeta().custom_metadata_map
        return json.loads(known["factors"]), float(known["constant"])

    def lets_through(self, wordings: Sequence[str], statement: str, article: str) -> bool:
        """Whether a statement may be about a proposition.

        Args:
            wordings: The proposition, then its synonyms; one that may be meant is enough. A synonym of everyday words
                alone ("this step") tells nothing of what an article is about and is passed over.
            statement: What was said, with speaker, cue and the sentences around it.
            article: The whole text in which it stands.
        """
        factors, constant = self._regression
        read = (self._words(statement)[0], *self._words(article))
        for place, wording in enumerate(wordings):
            asked = self._words(wording)[0]
            if place and asked.weights.max() < RARE:
                continue
            products = (f * v for f, v in zip(factors, likenesses(asked, read), strict=True))
            if math.fsum(products) + constant >= 0:
                return True
        return False

    @cached_property
    def _words(self) -> Callable[[str], tuple[Words, Words]]:
        import numpy as np

        vectors, weights = self._session.run(None, {})
        vectors, weights = np.asarray(vectors, dtype=np.float32), np.asarray(weights, dtype=np.float64)
        return lru_cache(maxsize=KEPT)(partial(words_of, vectors=vectors, weights=weights))


def words_of(text: str, vectors: Numbers, weights: Numbers) -> tuple[Words, Words]:
    """The different word pieces of a text, and those of its opening."""
    import numpy as np

    def looked_up(pieces: Sequence[int]) -> Words:
        ids = np.unique(np.asarray(pieces or [_UNKNOWN], dtype=np.int64))
        return Words(ids, vectors[ids], weights[ids], weights[ids] @ vectors[ids].astype(np.float64))

    pieces = load_tokenizer().encode(text, add_special_tokens=False).ids
    whole = looked_up(pieces)
    return whole, looked_up(pieces[:OPENING_PIECES]) if len(pieces) > OPENING_PIECES else whole


def likenesses(asked: Words, read: Iterable[Words]) -> list[float]:
    """Those of a proposition to a statement, its article and the article's opening, in this order."""
    return [value for text in read for value in alike(asked, text)]


def alike(asked: Words, text: Words) -> list[float]:
    """Five likenesses, each at most 1, of a proposition's words to a text's.

    The mean of each word's best fellow, the weighted sums' cosine, the share of words that stand in the text, and the
    first and third again for the weightiest words alone.
    """
    import numpy as np

    best = (asked.vectors @ text.vectors.T).max(axis=1).astype(np.float64)
    there = np.isin(asked.ids, text.ids, assume_unique=True).astype(np.float64)
    heavy = np.argsort(-asked.weights, kind="stable")[:WEIGHTIEST]
    whole = float(asked.weights.sum()) or 1.0
    length = math.sqrt(float(asked.total @ asked.total) * float(text.total @ text.total)) or 1.0
    return [
        float(asked.weights @ best) / (whole * UNIT**2),
        float(asked.total @ text.total) / length,
        float(asked.weights @ there) / whole,
        float(best[heavy].sum()) / (len(heavy) * UNIT**2),
        float(there[heavy].sum()) / len(heavy),
    ]
