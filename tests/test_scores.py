"""Scores against values worked out by hand."""

from __future__ import annotations

import pytest

from whipcount.evaluate.scores import (
    Counts,
    Interval,
    bootstrap,
    bootstrap_sums,
    calibration_error,
    total,
    wilson,
)


def test_precision_recall_and_f1():
    counts = Counts(right=6, predicted=8, gold=12)
    assert (counts.precision, counts.recall) == (0.75, 0.5)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.5 / 1.25)


def test_counts_of_nothing_score_zero():
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)
    assert Counts(0, 3, 0).f1 == Counts(0, 0, 3).f1 == 0.0


def test_documents_add_up_before_the_score_is_taken():
    """Not the mean of the documents' scores: 1 of 1 and 1 of 9 is 2 of 10."""
    assert total([Counts(1, 1, 1), Counts(1, 9, 9)]).f1 == pytest.approx(0.2)
    assert total([]) == Counts()


def test_bootstrap_of_equal_documents_has_no_width():
    assert bootstrap([0.5] * 9, lambda drawn: sum(drawn) / len(drawn)) == Interval(0.5, 0.5)


def test_bootstrap_is_seeded_and_holds_the_score():
    documents = [Counts(n % 4, 3, 4) for n in range(40)]

    def f1(drawn):
        return total(drawn).f1

    interval = bootstrap(documents, f1)
    assert interval is not None
    assert interval == bootstrap(documents, f1)
    assert interval != bootstrap(documents, f1, seed=1)
    assert interval.low < total(documents).f1 < interval.high


def test_bootstrap_covers_about_what_it_says():
    """Mean of 0/1 documents: the percentile interval is near the binomial one, 0.5 ± 1.96 · sqrt(0.25 / 100)."""
    interval = bootstrap([0.0, 1.0] * 50, lambda drawn: sum(drawn) / len(drawn), draws=4_000)
    assert interval is not None
    assert interval.low == pytest.approx(0.5 - 0.098, abs=0.015)
    assert interval.high == pytest.approx(0.5 + 0.098, abs=0.015)


def test_bootstrap_of_nothing_is_undefined():
    assert bootstrap([], lambda drawn: 1.0) is None
    assert bootstrap([1], lambda drawn: None) is None


def test_calibration_error_by_hand():
    """Bin 0.6-0.7: mean 0.65, half right, 0.15 off. Bin 0.9-1: mean 0.95, all right, 0.05 off. Two in each."""
    judged = [(0.6, True), (0.7 - 1e-9, False), (0.92, True), (0.98, True)]
    assert calibration_error(judged) == pytest.approx((2 * 0.15 + 2 * 0.05) / 4)


def test_calibration_error_at_the_edges():
    assert calibration_error([]) is None
    assert calibration_error([(1.0, True), (0.0, False)]) == 0.0
    assert calibration_error([(1.0, False), (0.0, True)]) == 1.0
    assert calibration_error([(0.5, True), (0.5, False)]) == 0.0
    with pytest.raises(ValueError, match=r"must lie in \[0, 1\], not 1.5"):
        calibration_error([(1.5, True)])


def test_bootstrap_of_sums_draws_documents_too():
    """The same score of the same documents: the two ways differ by the luck of the draw only."""
    documents = [Counts(n % 4, 3, 4) for n in range(40)]

    def f1(sums):
        return Counts(*map(int, sums)).f1

    interval = bootstrap_sums([(c.right, c.predicted, c.gold) for c in documents], f1, draws=4_000)
    other = bootstrap(documents, lambda drawn: total(drawn).f1, draws=4_000)
    assert interval is not None
    assert interval == pytest.approx(other, abs=0.02)
    assert bootstrap_sums([(1.0,)] * 9, lambda sums: sums[0] / 9) == Interval(1.0, 1.0)
    assert bootstrap_sums([], lambda sums: 1.0) is None
    assert bootstrap_sums([(1.0,)], lambda sums: None) is None


def test_wilson_by_hand():
    """8 of 10: (0.8 + 1.92/10 ± 1.96 · sqrt(0.016 + 0.0096)) / 1.384."""
    interval = wilson(8, 10)
    assert interval is not None
    assert interval == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(0, 0) is None


def test_wilson_keeps_to_shares():
    none, every = wilson(0, 12), wilson(12, 12)
    assert none is not None
    assert every is not None
    assert none.low == 0.0 < none.high < 0.25
    assert every.high == 1.0 > every.low > 0.75
