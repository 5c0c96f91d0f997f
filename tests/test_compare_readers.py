"""Several readers read as one: the same reader twice is that reader, and two are their mean."""

from __future__ import annotations

import numpy as np
import pytest
from training.attribution import compare

from whipcount.attribute.field import Field
from whipcount.evaluate.scores import Counts


class Fixed:
    """An engine that always sees the same, ``level`` high."""

    def __init__(self, level: float) -> None:
        self.level = level
        self.cue_field = self.role_field = Field(np.full((3, 3), level), np.full(3, level))

    def read(self, ids, features):
        return np.full((len(ids), 2), self.level), np.full((len(ids), 3), self.level)

    def decode(self, states, places, marks):
        assert (states == self.level).all()  # its own states, none of another's
        return np.full((len(places), 5), self.level), self.level


@pytest.mark.parametrize(("levels", "mean"), [((2.0, 2.0), 2.0), ((1.0, 4.0), 2.5), ((0.0, 0.0, 3.0), 1.0)])
def test_emissions_judgements_and_transitions_are_averaged(levels, mean):
    one = compare.MeanEngine([Fixed(level) for level in levels])
    states, cues = one.read(np.zeros(7, np.int64), np.zeros(7, np.int64))
    roles, judge = one.decode(states, np.arange(7), np.zeros(7, np.int64))
    assert cues.shape == (7, 3)
    assert roles.shape == (7, 5)
    for found in (cues, roles, judge, one.cue_field.steps, one.role_field.first):
        assert np.allclose(found, mean)


def test_a_difference_is_of_the_same_articles_and_to_the_mean_of_the_others():
    half, whole = Counts(1, 2, 2), Counts(2, 2, 2)
    assert compare.described([(whole, half)] * 5) == "1.0000 (1.000–1.000)  +0.5000 (+0.5000 to +0.5000)"
    assert compare.described([(whole, half, whole)] * 5).endswith("+0.2500 (+0.2500 to +0.2500)")
    assert compare.described([(half, half), (whole, whole)]).endswith("+0.0000 (+0.0000 to +0.0000)")


def test_what_one_reader_saw_alone_is_not_computed_again_in_the_mean():
    one = compare.Remembered(Fixed(2.0))
    alone, both = compare.MeanEngine([one]), compare.MeanEngine([one, one])
    ids, features = np.arange(20) + 1000, np.zeros(20, np.int64)
    marks = (np.arange(20) == 4).astype(np.int64)
    states, _ = alone.read(ids, features)
    roles, judge = alone.decode(states, np.arange(20) + 92, marks)
    computed = len(one.seen)
    states, cues = both.read(ids, features)
    again, same = both.decode(states, np.arange(20) + 92, marks)
    assert (len(one.seen), computed) == (2, 2)
    assert cues.shape == (20, 3)
    assert np.allclose(again, roles)
    assert judge == pytest.approx(same)


def test_a_run_is_named_by_its_folder_or_its_own_name(tmp_path):
    assert compare.name_of(tmp_path / "run" / "reader.safetensors") == "run"
    assert compare.name_of(tmp_path / "released.safetensors") == "released"
