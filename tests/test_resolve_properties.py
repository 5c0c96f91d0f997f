"""Whatever the text and the spans, every attribution gets one speaker and one date or none, the same each time."""

from __future__ import annotations

import re
import sys
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.model import Attribution, Document, Span
from whipcount.resolve import resolve
from whipcount.when import said_on

PIECES = (
    "Jane Doe", "Mr. Berg", "he", "She", "they", "it", "who", "I", "the senator", "her campaign", "U.S.", "said", "on",
    "Friday", "last week", "“", "”", '"', "''", "’s", ",", ".", ":", "\n\n", "\n", "(R-Ariz.)", "of", "and", "a",
    "report", "Acme Bank", "BERG:", "in 2013", "May", "1/2", "é", "\u00a0", "😀", "\ud800", "",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> tuple[Document, list[Attribution]]:
    text = draw(texts)
    ends = st.integers(0, len(text))
    spans = st.tuples(ends, ends).map(lambda pair: Span(min(pair), max(pair)))
    pieces = st.lists(spans, max_size=2).map(lambda found: tuple(sorted(found)))
    forms = st.sampled_from(("direct", "indirect", "mixed"))
    attribution = st.builds(Attribution, source=pieces, cue=pieces, content=pieces, form=forms, confidence=st.just(1.0))
    published = draw(st.none() | st.dates(min_value=date.min, max_value=date.max))
    return Document("d", "d", text, "", published=published), draw(st.lists(attribution, max_size=6))


@settings(max_examples=300, deadline=None)
@given(articles())
def test_any_article_is_answered(article: tuple[Document, list[Attribution]]):
    document, attributions = article
    speakers, days = resolve(document, attributions), said_on(document, attributions)
    assert len(speakers) == len(days) == len(attributions)
    for speaker in speakers:
        assert speaker.rule
        assert 0.0 <= speaker.confidence <= 1.0
        assert (speaker.name is None) <= (speaker.kind in ("none", "writer"))
        assert all(0 <= s.start < s.end <= len(document.text) for s in speaker.evidence)
    for said in days:
        assert said is None or said.start <= said.end
    assert (speakers, days) == (resolve(document, attributions), said_on(document, attributions))


def calls(document: Document, found: list[Attribution]) -> int:
    """Calls of Python functions that resolving takes: a cost that does not depend on the machine."""
    count = 0

    def tick(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        resolve(document, found)
    finally:
        sys.setprofile(None)
    return count


def test_the_cost_grows_with_the_length_and_no_faster():
    piece = (
        "Tom Berg met Laura Osei of Acme Bank. A Fen University poll came. He said the two would wait, and she wrote a "
        "letter. The letter was long. Her campaign, the poll and I agreed. They left, and the newspaper said so.\n\n"
    )
    starts = [m.start() for m in re.finditer(r"He|she|The letter|Her campaign|the poll|I |They|the newspaper", piece)]

    def article(copies: int) -> tuple[Document, list[Attribution]]:
        offsets = [len(piece) * n + s for n in range(copies) for s in starts]
        found = [Attribution((Span(s, s + 3),), (), (Span(s + 4, s + 9),), "indirect", 1.0) for s in offsets]
        return Document("d", "d", piece * copies, ""), found

    resolve(*article(1))  # lists and weights are read once
    assert calls(*article(160)) < 2.3 * calls(*article(80))


def test_the_order_of_the_attributions_does_not_matter():
    text = "Jane Doe said no. She added yes. Tom Berg agreed, he said."
    whole = [
        Attribution((Span(0, 8),), (Span(9, 13),), (Span(14, 16),), "indirect", 1.0),
        Attribution((Span(18, 21),), (Span(22, 27),), (Span(28, 31),), "indirect", 1.0),
        Attribution((Span(50, 52),), (Span(53, 57),), (Span(33, 48),), "indirect", 1.0),
    ]
    document = Document("d", "d", text, "", published=date(2024, 9, 12))
    assert [s.name for s in resolve(document, whole)] == ["Jane Doe", "Jane Doe", "Tom Berg"]
    assert resolve(document, whole[::-1]) == resolve(document, whole)[::-1]
