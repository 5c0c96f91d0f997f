"""Whatever the text: blocks and sentences hold all of it but white space, in order, once, and change none of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.model import Document
from whipcount.segment import paragraphs, segment, sentences

PIECES = [
    *["\n", "\n\n", "\r\n", "\r", " \n \n", "\u2028", "\x0c", " ", "\t", "\xa0", "\ufeff", "\ufffd"],
    *[
        "He left. ",
        "“We stay,” she said. ",
        '"No',
        "”",
        "''",
        "…",
        "U.S. ",
        "Mr. ",
        "5 p.m. ",
        "?!",
        "’s",
        "(",
        ")",
        "—",
        "-- ",
    ],
    *[
        "By Jane Doe",
        "KYIV (AP) — ",
        "CLICK HERE ",
        "(AP Photo/Jane Doe)",
        "Getty Images",
        "SIX WORDS IN CAPITALS STAND HERE",
    ],
    *[
        "Q: Why?",
        "Advertisement",
        "What next",
        "FILE - ",
        "Read more: ",
        "é",
        "👩\u200d👧",
        "\u202e",
        "https://example.org/a.b",
    ],
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.one_of(st.none(), st.sampled_from(["He left", "By Jane Doe", "x"])))
def test_blocks_and_sentences_tile_the_text(text: str, title: str | None) -> None:
    document = Document(id="d", given_id="d", text=text, raw_sha256="", title=title)
    made = segment(document)
    assert made.text == text
    covered = [False] * len(text)
    last = 0
    for block in made.blocks:
        assert last <= block.start < block.end <= len(text)
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        assert text[last : block.start].strip() == ""
        last = block.end
    assert text[last:].strip() == ""
    last, place = 0, 0
    for start, end in made.sentences:
        assert last <= start < end
        while made.blocks[place].end < end:
            place += 1
        assert made.blocks[place].start <= start
        covered[start:end] = [True] * (end - start)
        last = end
    assert all(held or character.isspace() for held, character in zip(covered, text, strict=True))


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "Aa ",
        "AA ",
        "Aa, ",
        "AA.",
        "a ",
        "(",
        "(AP ",
        "AP/",
        "1/",
        "By Aa, ",
        "ON A ",
        "For more ",
        "<a",
        "Read the ",
        "12 May 2024 ",
    ],
)
@pytest.mark.parametrize(
    "start", ["", "By ", "(AP Photo/", "Published ", "Follow ", "AA reported from ", "For more ", "READ "]
)
def test_no_line_sends_a_pattern_astray(start: str, unit: str) -> None:
    """Lines as long as the patterns still look at; a pattern that tried every way to part one would not come back."""
    for length in (118, 158, 298, 318, 598):
        text = (start + unit * length)[:length] + "!"
        made = segment(Document(id="d", given_id="d", text=f"{text}\n\nHe left.", raw_sha256=""))
        assert made.blocks[-1].end == len(made.text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_segmenting_is_idempotent(text: str) -> None:
    once = segment(Document(id="d", given_id="d", text=text, raw_sha256=""))
    assert segment(once).blocks == once.blocks
    assert segment(once).sentences == once.sentences


@pytest.mark.parametrize(
    "unit",
    [
        "He left. ",
        "He left.\n",
        "He left.\n\n",
        "“No. ",
        '"No," he said. ',
        "\n",
        " ",
        "a",
        "''",
        "5 p.m. ",
        "WE GO NOW TO THE BRIDGE\n\n",
        "By Jane Doe\n",
        "(",
        "<a>",
        "What next\n\n",
        "and so\n",
    ],
)
def test_the_work_grows_as_the_text_does(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in characters handed to the sentence finder and in paragraphs and pairs looked at; no clock."""
    import sentencex

    seen = 0
    find, joined = sentencex.get_sentence_boundaries, sentences._joined

    def counting(language: str, text: str) -> object:
        nonlocal seen
        assert len(text) <= sentences._WINDOW
        seen += len(text)
        return find(language, text)

    def counting_pairs(*arguments: object) -> bool:
        nonlocal seen
        seen += 1
        return joined(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", counting)
    monkeypatch.setattr(sentences, "_joined", counting_pairs)
    costs = []
    for count in (4_000, 8_000):
        seen = 0
        text = unit * count
        made = segment(Document(id="d", given_id="d", text=text, raw_sha256="", title="x"))
        costs.append(seen + len(paragraphs.split_paragraphs(text)) + len(made.blocks) + len(made.sentences))
    assert costs[1] <= 2 * costs[0] + 20
