"""What a statement rests on: an expert's word, a study, an anecdote, a precedent, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.coding.evidence import EVIDENCE_TYPES, evidence_types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 2019 study of 4,000 pupils found that those who walked to school scored higher in tests.", "study"),
        ("According to a survey published in 2021, 62% of tenants had gone without heating.", "study"),
        ("Professor Ada Okafor of the university argued that the tax would hurt poor families.", "expert"),
        ("It worked the last time we closed the bridge, and it will work now.", "precedent"),
        ("Norway tried it in 1998, and history shows what came of it.", "precedent"),
        ("Engineers who looked at the pier tell us that it will not last the winter.", "expert"),
        ("The audit office has warned of this for years.", "expert"),
        ("According to the harbour authority there is room for six.", "expert"),
        ("Four in ten of our members have had a bicycle stolen.", "study"),
        ("A review by the college found that nothing had changed.", "study"),
        ("Thefts fell by 12 per cent where the lamps stay on.", "study"),
        ("My own father waited nine hours on a trolley.", "anecdote"),
        ("There is a widow in Mill Street who has not had hot water since May.", "anecdote"),
        ("Last winter I found a boy asleep in the bus shelter.", "anecdote"),
        ("As in Karsholm in 2011, it will end with an empty market hall.", "precedent"),
        ("They closed theirs in 2004 and opened it again a year later.", "precedent"),
        ("Look at Westerlund: nobody there wants the cars back.", "precedent"),
    ],
)
def test_the_kind_of_evidence_is_named(text: str, expected: str) -> None:
    assert expected in evidence_types(text)


def test_a_statement_may_rest_on_several() -> None:
    text = "My sister waited two years, and a survey of the wards found that one in five waits longer."
    assert evidence_types(text) == ("study", "anecdote")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We will vote against the bill.",
        "It is too expensive, and it comes too late.",
        "If the commission finds no fault, we shall sign.",
        "He opened one school in four years, and that one leaks.",
        "The offer is three per cent from April.",
        "I have been a member since 2012.",
        "That would set a dangerous precedent.",
        "My father's party is not mine.",
        "The minister has heard the vet and the baker.",
    ],
)
def test_a_bare_opinion_names_no_evidence(text: str) -> None:
    assert evidence_types(text) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_to_known_types(text: str) -> None:
    assert set(evidence_types(text)) <= set(EVIDENCE_TYPES)
    assert evidence_types(text) == evidence_types(text)
