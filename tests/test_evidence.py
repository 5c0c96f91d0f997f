"""What a statement rests on: an expert's word, a study, an anecdote, a precedent, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.coding.evidence import EVIDENCE_TYPES, evidence_types, probabilities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 2019 study of 4,000 pupils found that those who walked to school scored higher in tests.", "study"),
        ("According to a survey published in 2021, 62% of tenants had gone without heating.", "study"),
        ("Professor Ada Okafor of the university argued that the tax would hurt poor families.", "expert"),
        ("It worked the last time we closed the bridge, and it will work now.", "precedent"),
        ("Norway tried it in 1998, and history shows what came of it.", "precedent"),
    ],
)
def test_the_kind_of_evidence_is_named(text: str, expected: str) -> None:
    assert expected in evidence_types(text)


@pytest.mark.parametrize("text", ["", "We will vote against the bill.", "It is too expensive, and it comes too late."])
def test_a_bare_opinion_names_no_evidence(text: str) -> None:
    assert evidence_types(text) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_to_known_types_and_probabilities(text: str) -> None:
    assert set(evidence_types(text)) <= set(EVIDENCE_TYPES)
    assert all(0 <= p <= 1 for p in probabilities(text).values())
    assert evidence_types(text) == evidence_types(text)
