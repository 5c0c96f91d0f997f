"""Hypothesis strategies for extractions: any script, any pieces, any gaps in what is known."""

from __future__ import annotations

from hypothesis import strategies as st

from support.store_values import document
from whipcount.model import (
    Attribution,
    Block,
    Document,
    Extraction,
    SaidOn,
    Span,
    Speaker,
    Statement,
    Term,
    statement_id,
)

# Letters of several scripts and directions, combining marks, emoji of several code points, quotation marks, controls.
ALPHABET = (
    "ab Z\u00e9e\u0301Ж\u05d0\u05d1\u0627\u0628\u200f\u202e中\U0001f680\U0001f468\u200d\U0001f469"
    "“”‘’«»…—\u00a0\ufeff\n\r\t\x01%_'\"\\"
)
NAMES = st.text(ALPHABET, min_size=1, max_size=12)


@st.composite
def spans(draw: st.DrawFn, text: str, least: int) -> tuple[Span, ...]:
    """Pieces in text order that do not overlap."""
    edges = draw(st.lists(st.integers(0, len(text)), min_size=2 * least, max_size=6, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))


@st.composite
def statements(draw: st.DrawFn, article: Document) -> Statement:
    text = article.text
    roles = Attribution(
        source=draw(spans(text, 0)),
        cue=draw(spans(text, 0)),
        content=draw(spans(text, 1)),
        form=draw(st.sampled_from(["direct", "indirect", "mixed"])),
        confidence=draw(st.floats(0, 1)),
    )
    days = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    said_on = SaidOn(days[0], days[1], "range", draw(spans(text, 0)), "rule")
    return Statement(
        id=statement_id(article.id, roles),
        document_id=article.id,
        source=roles.source,
        cue=roles.cue,
        content=roles.content,
        form=roles.form,
        speaker=Speaker(
            name=draw(st.none() | NAMES),
            kind=draw(st.sampled_from(["person", "group", "anonymous"])),
            as_written=draw(NAMES),
            on_behalf_of=draw(st.none() | NAMES),
            role=draw(st.none() | NAMES),
            party=draw(st.none() | NAMES),
            evidence=draw(spans(text, 0)),
            rule=draw(NAMES),
            confidence=draw(st.floats(0, 1)),
        ),
        said_on=draw(st.none() | st.just(said_on)),
        confidence=roles.confidence,
        parent=None,
    )


@st.composite
def terms(draw: st.DrawFn, article: Document) -> Term:
    return Term(
        name=draw(NAMES),
        kind=draw(st.sampled_from(["equipment", "law", "other"])),
        acronym=draw(st.none() | NAMES),
        mentions=draw(spans(article.text, 1)),
        evidence=draw(spans(article.text, 0)),
        rule=draw(NAMES),
        confidence=draw(st.floats(0, 1)),
    )


@st.composite
def made(draw: st.DrawFn) -> Extraction:
    text = draw(st.text(ALPHABET, min_size=2, max_size=80) | st.text(min_size=2, max_size=40).filter(_storable))
    article = document(
        text,
        given_id=draw(NAMES),
        title=draw(st.none() | NAMES),
        outlet=draw(st.none() | NAMES),
        published=draw(st.none() | st.dates()),
        metadata=draw(
            st.dictionaries(NAMES, st.none() | st.booleans() | NAMES | st.floats(allow_nan=False, allow_infinity=False))
        ),
        blocks=(Block("body", 0, len(text)),),
        sentences=(Span(0, len(text)),),
    )
    found = draw(st.lists(statements(article), max_size=4, unique_by=lambda it: it.id))
    named = draw(st.lists(terms(article), max_size=3))
    return Extraction(article, tuple(sorted(found, key=lambda it: it.content)), tuple(named))


def _storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
