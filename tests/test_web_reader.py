"""The reader shows the stored text, all of it and nothing else, however the statements overlap."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.pages import made_document, made_statement, made_store, pages_over
from whipcount.model import Block, Document, Span, Speaker, Statement
from whipcount.web.reader import text_fragment
from whipcount.web.runs import context_runs, passages

TEXT = "“We will close it,” said Ada Moss. Bo Reed said Moss had “no plan” for the bridge.\n\nPhoto: A. Person\n"


def statement(id_: str, **roles: tuple[Span, ...]) -> Statement:
    spans = {"source": (), "cue": (), "content": ()} | roles
    return Statement(id_, "d", *spans.values(), "direct", Speaker(None, "none", ""), None, 0.9)  # type: ignore[arg-type]


@st.composite
def marked(draw: st.DrawFn) -> tuple[Document, list[Statement]]:
    """A document with blocks that leave gaps, and statements whose spans lie anywhere."""
    text = draw(st.text(alphabet="ab \n🚀é", min_size=1, max_size=60).filter(str.strip))  # a blank one is never stored
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    blocks = tuple(Block("body", a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)).map(
        lambda pair: Span(pair[0], min(pair[0] + pair[1], len(text)))
    )
    spans = st.lists(span, max_size=3).map(tuple)
    roles = draw(st.lists(st.tuples(spans, spans, st.lists(span, min_size=1, max_size=3).map(tuple)), max_size=5))
    found = [statement(f"s{i}", source=a, cue=b, content=c) for i, (a, b, c) in enumerate(roles)]
    return Document("d", "d", text, "", blocks=blocks), found


@given(marked())
def test_the_runs_are_the_text_less_blank_space(given_: tuple[Document, list[Statement]]) -> None:
    document, statements = given_
    shown = "".join(run.text for part in passages(document, statements) for run in part.runs)
    assert "".join(shown.split()) == "".join(document.text.split())


@given(marked())
def test_every_statement_has_one_anchor_and_one_card(given_: tuple[Document, list[Statement]]) -> None:
    document, statements = given_
    parts = passages(document, statements)
    assert sorted(id_ for part in parts for id_ in part.statements) == sorted(s.id for s in statements)
    anchors = [id_ for part in parts for run in part.runs for id_ in run.anchors]
    assert sorted(anchors) == sorted(s.id for s in statements)


@given(marked())
def test_a_run_names_exactly_the_statements_it_belongs_to(given_: tuple[Document, list[Statement]]) -> None:
    document, statements = given_
    at = 0
    for part in passages(document, statements):
        for run in part.runs:
            words = run.text.strip()  # blank space at the edge of a block is not shown, so its place cannot be told
            if not words:
                continue
            at = document.text.index(words, at)
            end = at + len(words)
            around = {
                s.id
                for s in statements
                for spans in (s.source, s.cue, s.content)
                for a, b in spans
                if a <= at and b >= end
            }
            assert set(run.statements) == around
            at = end


@given(marked())
def test_the_sentence_of_a_statement_is_shown_whole(given_: tuple[Document, list[Statement]]) -> None:
    document, statements = given_
    for each in statements:
        runs = context_runs(document.text, 0, each)
        assert "".join(run.text for run in runs) == document.text


def test_of_overlapping_statements_the_smallest_is_meant() -> None:
    outer = statement("outer", content=(Span(0, 10),))
    inner = statement("inner", source=(Span(2, 5),))
    runs = passages(Document("d", "d", "abcdefghij", ""), [outer, inner])[0].runs
    assert [(run.text, run.role, run.statements) for run in runs] == [
        ("ab", "content", ("outer",)),
        ("cde", "source", ("inner", "outer")),
        ("fghij", "content", ("outer",)),
    ]


@pytest.fixture
def article(tmp_path: Path) -> tuple[Path, Document, tuple[Statement, ...]]:
    end = TEXT.index("\n\n")
    caption = TEXT.index("Photo")
    blocks = (Block("body", 0, end), Block("credit", caption, len(TEXT) - 1))
    document = made_document(TEXT, title="Moss to close bridge", url="https://news.example/bridge", blocks=blocks)
    first = made_statement(document, ("We will close it",), source="Ada Moss", cue="said")
    second = made_statement(document, ("Moss had “no plan” for the bridge",), source="Bo Reed")
    nested = made_statement(document, ("no plan",), source="Ada Moss")
    found = (first, second, nested)
    return made_store(tmp_path / "article.db", (document, found)), document, found


def test_the_statement_in_the_address_is_highlighted_without_javascript(
    article: tuple[Path, Document, tuple[Statement, ...]],
) -> None:
    path, document, (first, *_) = article
    with pages_over(path) as pages:
        html = pages.get(f"/documents/{document.id}?statement={first.id}")
    marked_text = re.findall(r'<span class="run r-(\w+)[^"]* is-target"[^>]*>([^<]+)<', html)
    assert ("content", "We will close it") in marked_text
    assert ("source", "Ada Moss") in marked_text
    assert ("cue", "said") in marked_text
    assert f'<span class="anchor" id="s-{first.id}"></span>' in html
    assert "https://news.example/bridge#:~:text=We%20will%20close%20it" in html


def test_the_page_shows_the_stored_text_as_text(article: tuple[Path, Document, tuple[Statement, ...]]) -> None:
    path, document, _ = article
    with pages_over(path) as pages:
        html = pages.get(f"/documents/{document.id}")
    texts = re.findall(r'<div class="text">(.*?)</div>', html, re.DOTALL)
    plain = [unescape(re.sub(r'<span class="block-label">.*?</span>|<[^>]+>', "", text)) for text in texts]
    assert plain == [TEXT.split("\n\n")[0], "Photo: A. Person"]
    assert '<span class="block-label">photo credit</span>' in html


def test_a_statement_of_another_document_is_not_found(article: tuple[Path, Document, tuple[Statement, ...]]) -> None:
    path, document, _ = article
    with pages_over(path) as pages:
        pages.get(f"/documents/{document.id}?statement=nothing", 404)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "file:///etc/passwd",
        "http:",
        "https://[",
        "",
    ],
)
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    assert text_fragment(url, "some words") is None


@given(st.text(max_size=80))
def test_a_text_fragment_never_leaves_its_address(words: str) -> None:
    found = text_fragment("https://news.example/a?b=c", words)
    assert found is not None
    assert found.startswith("https://news.example/a?b=c")
    assert not re.search(r"[\s\"'<>&]", found.removeprefix("https://news.example/a?b=c"))
