"""Where to draw the nodes: near where they agree, apart where they do not, no label on another.

Fruchterman and Reingold (1991) from a fixed circle, with sums in a fixed order, so that one network has one picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]

_STEPS = 250
_GRAVITY = 0.6  # pull to the middle: keeps nodes without ties in the picture
_EVEN = 0.4  # share of the rank in a place: one far-off node would else press the others together
_APART = 200  # rounds of moving labels apart; dense pictures need about fifty


def layout(ties: NDArray[np.float64], groups: Sequence[int]) -> Points:
    """Places in a square of side 1.

    Args:
        ties: Symmetric (n, n); above 0 pulls together, below 0 pushes apart.
        groups: A number for each node; those of one group begin side by side.
    """
    n = len(ties)
    if n < 2:
        return np.full((n, 2), 0.5)
    order = sorted(range(n), key=lambda node: (groups[node], node))
    angle = np.zeros(n)
    angle[order] = np.arange(n) * 2 * np.pi / n
    places = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    pull = ties / (np.abs(ties).max() or 1.0)
    reach = 2 / np.sqrt(n)  # how far apart neighbours come to lie
    for step in range(_STEPS):
        away = places[:, None, :] - places[None, :, :]
        distance = np.sqrt((away**2).sum(axis=2)) + np.eye(n)
        distance = np.maximum(distance, 1e-3)
        force = reach**2 / distance**2 - np.maximum(pull, 0) * distance / reach - np.minimum(pull, 0) * reach / distance
        np.fill_diagonal(force, 0.0)
        move = (away * force[:, :, None]).sum(axis=1) - _GRAVITY * places
        length = np.sqrt((move**2).sum(axis=1)) + 1e-9
        heat = 0.15 * (1 - step / _STEPS)
        places = places + move / length[:, None] * np.minimum(length, heat)[:, None]
    return _upright(places)


def _upright(places: Points) -> Points:
    """The longest way across lies flat, and the whole fills the square."""
    places = places - places.mean(axis=0)
    (xx, xy), (_, yy) = (places[:, :, None] * places[:, None, :]).sum(axis=0)
    turn = 0.5 * np.arctan2(2 * xy, xx - yy)
    cos, sin = np.cos(turn), np.sin(turn)
    turned = np.stack([places[:, 0] * cos + places[:, 1] * sin, places[:, 1] * cos - places[:, 0] * sin], axis=1)
    low, high = turned.min(axis=0), turned.max(axis=0)
    square = (turned - low) / np.where(high - low < 1e-9, 1.0, high - low)
    ranks = np.argsort(np.argsort(square, axis=0, kind="stable"), axis=0, kind="stable") / (len(square) - 1)
    return np.asarray((1 - _EVEN) * square + _EVEN * ranks)


def moved_apart(places: Points, sizes: Points, box: tuple[float, float]) -> Points:
    """Shift rectangles as little as needed until none lies on another, inside a box where they fit.

    Args:
        places: Centres of the rectangles.
        sizes: Their widths and heights.
        box: Width and height of the picture.
    """
    places, half = places.copy(), sizes / 2
    limit = np.array(box)
    for _ in range(_APART):
        places = np.clip(places, half, np.maximum(limit - half, half))
        overlap = (half[:, None, :] + half[None, :, :]) - np.abs(places[:, None, :] - places[None, :, :])
        hit = np.triu((overlap > 0).all(axis=2), 1)
        if not hit.any():
            break
        for a, b in zip(*np.nonzero(hit), strict=True):
            # Along the axis where less has to move; of two in one place, the later moves on.
            axis = int(np.argmin(overlap[a, b]))
            sign = 1.0 if places[b, axis] >= places[a, axis] else -1.0
            step = sign * (overlap[a, b, axis] / 2 + 0.5)
            places[b, axis] += step / 2
            places[a, axis] -= step / 2
    return places
