"""The first look before the encoder: what it lets through, and that it is the same on every machine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whipcount.coding import Coder, Example, LearnedCoder, StanceInput, fit
from whipcount.coding import sieve as sieves
from whipcount.coding.learned import score_row
from whipcount.coding.sieve import UNIT, Sieve, Words, alike
from whipcount.model import Proposition
from whipcount.models import load_session

TOLL = Proposition("toll", "Drivers should have to pay to enter the centre of Casterby at peak hours", "Road charge")
ON_TOLLS = (
    "Casterby's council votes tonight on a charge for cars. Drivers would pay four pounds to enter the city centre at "
    "peak hours. “It is a tax on turning up to work,” said Piet Vandersloot, who leads the opposition. The mayor said "
    "the charge would halve the traffic."
)
ON_FISH = (
    "Trawlers came home empty again. “The herring have moved north with the cold water,” said Inge Halvorsen, who has "
    "fished off Norrvik for thirty years. “We shall follow them.” A biologist agreed."
)
REPLY = StanceInput("It is a mistake", TOLL, "Ms Brae", "said", "Ms Brae said it is a mistake.")


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve()


def test_a_reply_is_let_through_where_its_article_is_about_the_matter(sieve: Sieve) -> None:
    assert sieve.lets_through((TOLL.text,), "Ms Brae said: It is a mistake", ON_TOLLS)
    assert not sieve.lets_through((TOLL.text,), "Ms Brae said: It is a mistake", ON_FISH)


def test_a_synonym_opens_only_with_a_word_that_not_every_article_has(sieve: Sieve) -> None:
    said, fish = "Ms Brae said: It is a mistake", "Herring quotas off Norrvik should be cut"
    assert not sieve.lets_through((fish,), said, ON_TOLLS)
    assert sieve.lets_through((fish, "the congestion charge for drivers who enter the city centre"), said, ON_TOLLS)
    assert not sieve.lets_through((fish, "this step", "the vote"), said, ON_TOLLS)


def test_what_is_held_back_is_about_something_else_and_the_rest_keeps_its_place() -> None:
    coder = Coder()
    items = [replace(REPLY, article=ON_FISH), replace(REPLY, article=ON_TOLLS), REPLY]
    held, read, alone = coder.code(items)
    assert (held.relevant, held.stance, held.scores["none"]) == (0.0, "none", 1.0)
    assert read == alone  # the article decides whether a statement is read, not how
    assert alone.relevant > 0


def test_corrections_do_not_bring_back_what_is_held_back() -> None:
    coder = Coder()
    (before,), (vector,) = coder.code([REPLY]), coder.vectors([REPLY])
    always = fit([Example("toll", score_row(before), vector, "support")] * 50, ridge=0.01)
    held, read = LearnedCoder(coder, always).code([replace(REPLY, article=ON_FISH), replace(REPLY, article=ON_TOLLS)])
    assert (held.stance, held.relevant) == ("none", 0.0)
    assert read.stance == "support"


def test_no_words_are_like_nothing(sieve: Sieve) -> None:
    assert not sieve.lets_through((TOLL.text,), "", " ")


def test_likenesses_are_those_of_whole_numbers() -> None:
    rng = np.random.default_rng(3)

    def words(count: int) -> Words:
        vectors, weights = rng.integers(-UNIT, UNIT + 1, (count, 64)), rng.integers(0, 256, count)
        total = (weights @ vectors).astype(np.float64)
        return Words(np.arange(count), vectors.astype(np.float32), weights.astype(np.float64), total)

    asked, text = words(12), words(900)
    best = (asked.vectors.astype(np.int64) @ text.vectors.astype(np.int64).T).max(axis=1)
    weights = asked.weights.astype(np.int64)
    assert alike(asked, text)[0] == int(weights @ best) / (int(weights.sum()) * UNIT**2)
    turned = np.arange(900)[::-1]
    assert alike(asked, text._replace(vectors=text.vectors[turned], ids=text.ids)) == alike(asked, text)


def test_sums_stay_where_floating_numbers_are_exact() -> None:
    vectors, weights = load_session(sieves.MODEL).run(None, {})
    assert np.abs(np.asarray(vectors, dtype=np.int64)).max() <= UNIT
    assert vectors.shape[1] * UNIT**2 < 2**24  # what 32 bits hold without rounding
    assert int(np.asarray(weights, dtype=np.int64).sum()) * UNIT < 2**53
