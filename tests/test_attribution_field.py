"""Inference in the conditional random field agrees with counting every label sequence."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from whipcount.attribute.field import Field, best_labels, log_partition, marginals

scores = st.floats(-4, 4, width=32)


@st.composite
def chains(draw):
    labels = draw(st.integers(2, 4))
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    longest = max(lengths)
    field = Field(
        draw(arrays(np.float32, (labels, labels), elements=scores)),
        draw(arrays(np.float32, (labels,), elements=scores)),
    )
    emissions = draw(arrays(np.float32, (len(lengths), longest, labels), elements=scores))
    return field, emissions, np.asarray(lengths)


def every_path(field, emissions, length):
    for path in product(range(emissions.shape[-1]), repeat=length):
        score = field.first[path[0]] + emissions[0, path[0]]
        for t in range(1, length):
            score += field.steps[path[t - 1], path[t]] + emissions[t, path[t]]
        yield path, float(score)


@given(chains())
@settings(max_examples=60, deadline=None)
def test_best_score_partition_and_marginals_equal_the_enumeration(example):
    field, emissions, lengths = example
    labels, best = best_labels(field, emissions, lengths)
    total = log_partition(field, emissions, lengths)
    probability = marginals(field, emissions, lengths)
    for row, length in enumerate(lengths):
        paths = dict(every_path(field, emissions[row], length))
        weights = np.exp(np.asarray(list(paths.values())))
        assert abs(best[row] - max(paths.values())) < 1e-3
        assert abs(paths[tuple(labels[row, :length])] - best[row]) < 1e-3
        assert abs(total[row] - np.log(weights.sum())) < 1e-3
        for t in range(length):
            for label in range(emissions.shape[-1]):
                share = sum(w for path, w in zip(paths, weights, strict=True) if path[t] == label) / weights.sum()
                assert abs(probability[row, t, label] - share) < 1e-3
        assert not probability[row, length:].any()
