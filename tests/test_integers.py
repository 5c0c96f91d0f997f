"""The models' products of integers: the same sums on every kind of processor, with any number of threads."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from whipcount.attribute import MODEL_FILES
from whipcount.coding.stance import MODEL
from whipcount.models import model_bytes, sums_exactly

SHAPES = {MODEL_FILES[0]: (1, 120), MODEL: (5, 48)}
QUICK = pytest.mark.skipif(not sums_exactly(), reason="this processor's quick way is not exact, so it is never taken")


def outputs(name: str, feeds: dict[str, np.ndarray], *, exact: bool = False, threads: int = 1) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    if exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(model_bytes(name), options, providers=["CPUExecutionProvider"])
    return [np.asarray(found) for found in session.run(None, feeds)]


def feeds(name: str) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    words, kinds = ("input_ids", "token_type_ids") if name == MODEL else ("ids", "features")
    return {words: rng.integers(1000, 20000, SHAPES[name]), kinds: rng.integers(0, 2, SHAPES[name])}


@QUICK
@pytest.mark.parametrize("name", SHAPES)
def test_the_quick_and_the_exact_way_come_to_the_same_bits(name: str) -> None:
    given = feeds(name)
    quick = outputs(name, given)
    for other in (outputs(name, given, exact=True), outputs(name, given, threads=2)):
        assert all(np.array_equal(a, b) for a, b in zip(quick, other, strict=True))


def test_a_pair_is_judged_alike_alone_and_among_others() -> None:
    given = feeds(MODEL)
    together = outputs(MODEL, given)
    for row in range(SHAPES[MODEL][0]):
        alone = outputs(MODEL, {name: value[row : row + 1] for name, value in given.items()})
        assert all(np.allclose(a[row], b[0], rtol=0, atol=1e-5) for a, b in zip(together, alone, strict=True))


@pytest.mark.parametrize("config", [{}, {"SIMD Extensions": {"baseline": ["NEON"]}}])
def test_a_processor_that_tells_nothing_of_itself_takes_the_exact_way(
    config: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(np, "show_config", lambda mode: config)
    assert not sums_exactly()
