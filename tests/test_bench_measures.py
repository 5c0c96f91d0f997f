"""Counts of one document and intervals over documents, as the benches report them."""

from __future__ import annotations

from pathlib import Path

import pytest

import measures
from whipcount.evaluate.scores import Counts

TEXT = "“We lost,” Li said. “We lost again,” said Wu. She thinks it is over. “Never,” Orr said."


def attribution(source: str, cue: str, content: str, **more: float) -> dict[str, object]:
    return {
        role: [[TEXT.index(words), TEXT.index(words) + len(words)]]
        for role, words in (("source", source), ("cue", cue), ("content", content))
    } | more


GOLD = {
    "doc": "a",
    "text": TEXT,
    "attributions": [
        attribution("Li", "said", "“We lost,”"),
        attribution("Wu", "said", "“We lost again,”"),
        attribution("She", "thinks", "it is over"),
        attribution("Orr", "said", "“Never,”"),
    ],
}
FOUND = {
    "doc": "a",
    "attributions": [
        attribution("Li", "said", "“We lost,”", confidence=0.9),
        attribution("Li", "said", "“We lost again,”", confidence=0.8),
        attribution("She", "thinks", "it is over", confidence=0.7),
    ],
}


@pytest.mark.corpus
def test_direct_quotations_are_told_by_their_marks_and_sources_counted_among_the_found(shared: Path) -> None:
    """Three of four are direct, two of them found, one of these with its source."""
    counts = measures.direct_counts(GOLD, FOUND, measures.scorer(shared, "attribution"))
    assert counts == {"direct_content_soft": Counts(2, 2, 3), "direct_source_right": Counts(1, 2, 2)}


@pytest.mark.corpus
def test_an_attribution_is_judged_right_by_the_soft_match(shared: Path) -> None:
    rows = measures.judged(GOLD, FOUND, measures.scorer(shared, "attribution"))
    assert rows == [(0.9, True), (0.8, False), (0.7, True)]


@pytest.mark.corpus
def test_the_official_counts_of_one_document(shared: Path) -> None:
    counts = measures.attribution_counts(GOLD, FOUND, measures.scorer(shared, "attribution"))
    assert counts["attribution_soft"] == Counts(2, 3, 4)
    assert counts["content_exact"] == Counts(3, 3, 4)


def test_the_surer_half_is_taken_over_all_documents() -> None:
    documents = [[(0.9, True), (0.2, False)], [(0.8, False), (0.1, True)]]
    found = measures.calibration(documents)
    assert found["precision_of_surer_half"] == 0.5
    assert found["expected_calibration_error"] == 0.5


def test_rows_carry_an_interval_that_holds_their_value() -> None:
    row = measures.rows([{"soft": Counts(1, 2, 4)}, {"soft": Counts(3, 3, 4)}])["soft"]
    assert (row["precision"], row["recall"], row["right"]) == (0.8, 0.5, 4)
    assert row["recall_interval"] == [0.25, 0.75]
