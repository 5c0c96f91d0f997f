"""Sentences end where a reader ends them: not inside a quotation that goes on, nor after an abbreviation."""

from __future__ import annotations

import pytest

from whipcount.model import Document
from whipcount.segment import segment


def sentences(text: str) -> list[str]:
    made = segment(Document(id="d", given_id="d", text=text, raw_sha256="", title="Unlike anything below"))
    return [text[start:end] for start, end in made.sentences]


WHOLE = [
    "The vote is at 5 p.m. on Friday in Bayview.",
    "She left at 9 a.m. and came back later.",
    "Sen. Jane Doe, R-Ariz., met Gov. John Roe on Monday.",
    "Lt. Gov. Ann Poe, Gen. Lee and Dr. J. P. Smith Jr. agreed.",
    "Mr. Doe of Calif. and Ms. Roe of Mass. said no.",
    "The U.S. Army and the U.N. Security Council met.",
    "The U.S. has left, and the U.K. and others will follow.",
    "“Stop this now!” she said to the committee.",
    "“Will they stop?” Doe asked the committee.",
    "“Why now? why here?” he said.",
    "He said “no. never. not once” and left.",
    "“They came, they saw ... they left,” he said.",
    "It cost $3.5 million in the first half of 2016, or 2.4 percent.",
    "No. 5 on the list is Bayview.",
    "Reps. Doe and Roe et al. voted against it.",
    "Yahoo! said that it would not sell.",
    "George H. W. Bush and George W. Bush met.",
    "On Jan. 5 the bridge was closed.",
    "''We may see it,'' he said.",
    "See www.example.org for more of it.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


PARTED = [
    ("He left the U.S. He never came back.", 1),
    ("The talks were held in Washington, D.C. They failed.", 1),
    ("The vote is at 5 p.m. The House will meet before it.", 1),
    ("“We stay.” He left.", 1),
    ("She said so. “We stay,” he answered.", 1),
    ("''We stay.'' She left.", 1),
    ("Is it over? It is not! It goes on.", 2),
    ("He said no.\tThen he left.", 1),
]


@pytest.mark.parametrize(("text", "cuts"), PARTED)
def test_two_sentences_are_parted(text: str, cuts: int) -> None:
    found = sentences(text)
    assert len(found) == cuts + 1
    assert " ".join(found) == " ".join(text.split())


def test_no_sentence_crosses_a_paragraph() -> None:
    assert sentences("“We will stay here,\n\n“and they will go.”") == ["“We will stay here,", "“and they will go.”"]


def test_offsets_count_code_points() -> None:
    """Letters beyond the basic plane, combined letters and no-break spaces before a sentence do not move it."""
    text = "👩\u200d👩\u200d👧 e\u0301 \xa0 said “né”.\u2003Then she left."
    assert sentences(text)[-1] == "Then she left."


def test_an_endless_open_quotation_is_cut_into_windows() -> None:
    """What is given to the sentence finder at once is bounded, since its cost grows faster than its input there."""
    text = "“No. " * 20_000
    found = sentences(text)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
