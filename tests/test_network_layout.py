"""Where nodes are drawn: friends together, labels apart, the same picture every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.network.layout import layout, moved_apart


def camps(size: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    ties = np.zeros((2 * size, 2 * size))
    ties[:size, :size] = ties[size:, size:] = 1.0
    np.fill_diagonal(ties, 0.0)
    return ties


def test_two_camps_lie_side_by_side() -> None:
    places = layout(camps(6), [0] * 6 + [1] * 6)
    left, right = sorted((places[:6, 0], places[6:, 0]), key=lambda xs: xs.mean())
    assert left.max() < right.min()


def test_one_network_has_one_picture() -> None:
    ties = camps(5)
    assert np.array_equal(layout(ties, [0] * 5 + [1] * 5), layout(ties.copy(), [0] * 5 + [1] * 5))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 40])
def test_places_lie_in_the_square(n: int) -> None:
    places = layout(np.zeros((n, n)), [0] * n)
    assert places.shape == (n, 2)
    assert ((places >= 0) & (places <= 1)).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 800), st.floats(0, 600), st.floats(20, 150)), min_size=1, max_size=15))
def test_labels_do_not_lie_on_each_other_nor_outside(rectangles: list[tuple[float, float, float]]) -> None:
    places = np.array([(x, y) for x, y, _ in rectangles])
    sizes = np.array([(width, 40.0) for _, _, width in rectangles])
    placed = moved_apart(places, sizes, (1000, 800))
    assert (placed - sizes / 2 >= -1).all()
    assert (placed + sizes / 2 <= np.array([1001, 801])).all()
    over = (sizes[:, None] + sizes[None]) / 2 - np.abs(placed[:, None] - placed[None])
    assert not np.triu((over > 1).all(axis=2), 1).any()
