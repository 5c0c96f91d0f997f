"""Agreement beyond chance, against values worked out by hand and published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.evaluate.reliability import agreement, cohen_kappa, krippendorff_alpha

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: examples A, B and C; a point is a missing value.
BINARY = ("0100000010", "1110010000")
TWO_OBSERVERS = ("aabbdcccedda", "babbbccceddd")
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def columns(rows):
    """Units of coders' rows."""
    return [tuple(None if label == "." else label for label in unit) for unit in zip(*rows, strict=True)]


def test_alpha_of_binary_data_as_published():
    """20 values, 14 zeros: 8 ordered pairs differ; 1 - 19 · 8 / (2 · 14 · 6)."""
    assert krippendorff_alpha(columns(BINARY)) == pytest.approx(1 - 19 * 8 / (2 * 14 * 6))
    assert krippendorff_alpha(columns(BINARY)) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_five_labels_as_published():
    assert krippendorff_alpha(columns(TWO_OBSERVERS)) == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_four_coders_with_missing_values_as_published():
    """Units of one value say nothing and are left out: 40 of the 41 values can be paired."""
    units = columns(FOUR_OBSERVERS)
    assert sum(label is not None for unit in units for label in unit) == 41
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)
    assert agreement(("d", unit) for unit in units).units == 11


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


def test_kappa_by_hand():
    """35 of 50 the same; by chance 25/50 · 30/50 + 25/50 · 20/50 = 0.5."""
    table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert cohen_kappa(table) == pytest.approx((0.7 - 0.5) / 0.5)


def test_kappa_is_undefined_without_a_difference():
    assert cohen_kappa({}) is None
    assert cohen_kappa({("yes", "yes"): 9}) is None
    assert cohen_kappa({("yes", "no"): 9}) == 0.0


def test_all_measures_of_some_units():
    units = [(f"d{n // 2}", ("a", "b" if n % 5 == 0 else "a") if n % 2 else ("b", "b")) for n in range(40)]
    found = agreement(units)
    assert (found.units, found.documents, found.reason) == (40, 20, None)
    assert found.confusion == {("a", "a"): 16, ("a", "b"): 4, ("b", "b"): 20}
    assert found.share == 0.9
    assert found.alpha is not None
    assert found.interval is not None
    assert found.interval.low < found.alpha < found.interval.high
    assert found == agreement(units)


def test_few_documents_give_no_interval():
    """All draws of one document are that document, and the interval would have no width."""
    units = [("d", ("a", "a")), ("d", ("b", "b")), ("d", ("a", "b"))]
    assert agreement(units).alpha is not None
    assert agreement(units).interval is None


def test_one_label_only_is_no_agreement_beyond_chance():
    found = agreement([(f"d{n}", ("a", "a")) for n in range(9)])
    assert (found.alpha, found.kappa, found.interval, found.share) == (None, None, None, 1.0)
    assert found.reason == "one_value"


@pytest.mark.parametrize("units", [[], [("d", ("a", None)), ("e", (None, "b")), ("f", (None, None))]])
def test_no_overlap_is_told(units):
    found = agreement(units)
    assert (found.units, found.share, found.alpha, found.kappa) == (0, None, None, None)
    assert found.reason == "no_overlap"


def test_draws_in_which_nothing_differs_are_left_out():
    """One document of ten holds the only "b": a third of the draws have none, and no alpha."""
    units = [("d0", ("b", "b")), *((f"d{n}", ("a", "a")) for n in range(1, 10))]
    assert agreement(units).interval == (1.0, 1.0)


def test_no_confusion_table_of_three_coders():
    found = agreement([("d", ("a", None, "b")), ("e", ("b", "b", None))])
    assert (dict(found.confusion), found.kappa) == ({}, None)
    assert found.alpha is not None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12), st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_order(units, random):
    before = krippendorff_alpha(units)
    for unit in units:
        random.shuffle(unit)
    random.shuffle(units)
    assert krippendorff_alpha(units) == pytest.approx(before)
    assert before is None or before <= 1.0


labels = st.sampled_from("abcd")


@given(st.lists(labels, min_size=2, max_size=30).filter(lambda it: len(set(it)) > 1), st.integers(2, 4))
def test_alpha_of_identical_codings_is_one(coded, coders):
    found = agreement((f"d{n % 7}", (label,) * coders) for n, label in enumerate(coded))
    assert found.alpha == pytest.approx(1.0)
    assert found.share == pytest.approx(1.0)


@given(
    st.lists(st.tuples(labels | st.none(), labels | st.none(), labels | st.none()), max_size=20),
    st.permutations(range(3)),
    st.permutations("abcd"),
    st.randoms(use_true_random=False),
)
def test_alpha_does_not_depend_on_who_is_who_or_what_labels_are_called(units, coders, names, random):
    before = krippendorff_alpha(units)
    renamed = dict(zip("abcd", names, strict=True))
    other = [tuple(renamed.get(unit[coder]) for coder in coders) for unit in units]
    random.shuffle(other)
    assert krippendorff_alpha(other) == pytest.approx(before)


@given(st.lists(st.tuples(labels, labels), max_size=20))
def test_kappa_does_not_depend_on_who_is_first(units):
    first = agreement(("d", unit) for unit in units)
    second = agreement(("d", unit[::-1]) for unit in units)
    assert first.kappa == pytest.approx(second.kappa)
    assert first.confusion == {(b, a): count for (a, b), count in second.confusion.items()}
