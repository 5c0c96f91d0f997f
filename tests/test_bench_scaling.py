"""How the bench of growth builds its sizes and fits an exponent."""

from __future__ import annotations

from pathlib import Path

import pytest

import scaling


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_the_exponent_is_the_slope_between_logarithms(power: float) -> None:
    assert scaling.exponent([1, 2, 4, 8], [3 * size**power for size in (1, 2, 4, 8)]) == pytest.approx(power)


def test_a_long_text_has_the_words_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "texts", lambda _: iter(["one two.\n\nthree", "four five six"]))
    assert scaling.long(Path(), 5) == ["one two.\n\nthree\n\nfour five"]
    assert scaling.long(Path(), 3) == ["one two.\n\nthree"]
    assert scaling.many(Path(), 1) == ["one two.\n\nthree"]
