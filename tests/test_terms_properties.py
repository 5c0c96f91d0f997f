"""Whatever the text: spans lie inside it, none overlaps another, and the same text gives the same terms."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.model import Document, Span, terms_of
from whipcount.segment import segment
from whipcount.terms import find_terms

_PIECES = (
    "the|of|and|Clean|Air|Act|Army|Tactical|Missile|System|(ATACMS)|ATACMS|,|or|F-16|jets|war|army|H.R.|12|Bill|FBI"
    "|F.B.I.|Department|Justice|UAVs|(UAV)|🚀|’s|“|”|.|\n|\n\n|Ünion|É.|known as|Storm Shadow|missiles|Sen.|D-Mass."
)
_WORDS = st.sampled_from(sorted(_PIECES.split("|")))
_TEXTS = st.one_of(st.lists(_WORDS, max_size=60).map(" ".join), st.text(max_size=200))
_HOSTILE = [
    " " * 20_000, "\n" * 20_000, "A" * 20_000, "A." * 10_000, "(" * 20_000, '"' * 20_000, "a or AB " * 3_000,
    "Ab of " * 4_000 + "Act", "Clean Air Act " * 1_500, "Alpha Beta Company (ABC) " * 900, "known as AB, " * 1_600,
    "F-16 jets army war " * 1_000, "Sen. " * 4_000, "A-" * 10_000, "the " * 5_000 + "Act", "A,B" * 7_000,
]  # fmt: skip


def _sound(text: str) -> None:
    document = Document("d", "d", text, "")
    found = find_terms(document)
    assert found == find_terms(document)
    spans = sorted(span for term in found for span in term.mentions)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for term in found:
        assert term.name
        assert term.mentions
        assert list(term.mentions) == sorted(term.mentions)
        assert 0 <= term.confidence <= 1
        assert all(0 <= start < end <= len(text) for start, end in term.evidence)


@given(_TEXTS)
def test_any_text_gives_sound_terms(text: str) -> None:
    _sound(text)


@given(_TEXTS)
def test_a_segmented_document_gives_sound_terms(text: str) -> None:
    document = segment(Document("d", "d", text, ""))
    for term in find_terms(document):
        assert all(0 <= start < end <= len(text) for start, end in term.mentions)


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_a_hostile_text_comes_to_an_end(text: str) -> None:
    _sound(text)


@given(_TEXTS)
def test_the_terms_of_a_statement_are_those_mentioned_in_its_words(text: str) -> None:
    from whipcount.model import Attribution, Speaker, Statement, statement_id

    if not text:
        return
    half = Span(0, max(1, len(text) // 2))
    roles = Attribution((), (), (half,), "direct", 1.0)
    said = Statement(statement_id("d", roles), "d", (), (), (half,), "direct", Speaker(None, "none", ""), None, 1.0)
    found = find_terms(Document("d", "d", text, ""))
    named = {term.name for term in terms_of(said, found)}
    assert named == {term.name for term in found if term.mentions[0].end <= half.end}
