"""The reader's products of integers: the same sums on every kind of processor, with any number of threads."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from whipcount.attribute import MODEL_FILES
from whipcount.models import model_bytes, sums_exactly

LENGTH = 120


def states(*, exact: bool, threads: int) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    if exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(model_bytes(MODEL_FILES[0]), options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    ids, features = rng.integers(1000, 20000, (1, LENGTH)), rng.integers(0, 3, (1, LENGTH))
    return [np.asarray(found) for found in session.run(None, {"ids": ids, "features": features})]


@pytest.mark.skipif(not sums_exactly(), reason="this processor's quick way is not exact, so it is never taken")
def test_the_quick_and_the_exact_way_come_to_the_same_bits() -> None:
    quick, exact, threaded = (
        states(exact=False, threads=1),
        states(exact=True, threads=1),
        states(exact=False, threads=2),
    )
    for one, other, third in zip(quick, exact, threaded, strict=True):
        assert np.array_equal(one, other)
        assert np.array_equal(one, third)


@pytest.mark.parametrize("config", [{}, {"SIMD Extensions": {"baseline": ["NEON"]}}])
def test_a_processor_that_tells_nothing_of_itself_takes_the_exact_way(
    config: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(np, "show_config", lambda mode: config)
    assert not sums_exactly()
