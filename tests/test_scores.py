"""Scores against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.evaluate.scores import (
    Counts,
    Interval,
    alpha_interval,
    bootstrap,
    calibration_error,
    krippendorff_alpha,
    total,
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


def test_alpha_of_two_coders_by_hand():
    """Units aa, ab, bb, bb: 2 of 8 pairable values disagree; by chance 2 · 3 · 5 / (8 · 7) would."""
    units = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    assert krippendorff_alpha(units) == pytest.approx(1 - (2 / 8) / (30 / 56))


def test_alpha_of_three_coders_with_gaps_by_hand():
    """Units aab, bb, a: the last is coded once and left out. Pairs: 4 of 6 differ in the first, over two coders."""
    units = [("a", "a", "b"), ("b", "b"), ("a",)]
    observed, expected = (4 / 2) / 5, (2 * 2 * 3) / (5 * 4)
    assert krippendorff_alpha(units) == pytest.approx(1 - observed / expected)


def test_alpha_at_the_ends():
    assert krippendorff_alpha([("a", "a"), ("b", "b")]) == 1.0
    assert krippendorff_alpha([("a", "b"), ("b", "a")]) == pytest.approx(-0.5)
    assert krippendorff_alpha([("a", "a"), ("a", "a")]) is None
    assert krippendorff_alpha([("a",), ("b",), ()]) is None


def test_alpha_has_an_interval():
    units = [("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")] * 10
    interval = alpha_interval(units)
    value = krippendorff_alpha(units)
    assert interval is not None
    assert value is not None
    assert interval.low < value < interval.high


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12), st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_order(units, random):
    before = krippendorff_alpha(units)
    for unit in units:
        random.shuffle(unit)
    random.shuffle(units)
    assert krippendorff_alpha(units) == pytest.approx(before)
    assert before is None or before <= 1.0
