"""The reader as a whole: offsets, independence of what else is read, blocks, forms, and any text at all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.attribute import Reader, attribute
from whipcount.attribute.assemble import _compete, form_of
from whipcount.attribute.pieces import PARAGRAPH_ID, inside_quotation, to_pieces
from whipcount.attribute.reader import NEAR_AFTER, WINDOW, Candidate, _windows
from whipcount.model import Block, Document, Span
from whipcount.models import load_tokenizer

READER = Reader()
STORY = (
    "The council met on Monday.\n\n“We will mend the pier,” said Ida Brandt, the mayor, “and we will do it this year.”"
    "\n\nHer rival, Tomas Eide, said the money was not there. He called the plan “a painted boat”."
)


def document(text: str, **more) -> Document:
    return Document(text[:8], "x", text, "", **more)


def words(text, spans):
    return [text[s:e] for s, e in spans]


def test_a_quotation_in_two_pieces_keeps_both_and_leaves_out_its_cue():
    first = attribute(document(STORY), READER)[0]
    assert words(STORY, first.source) == ["Ida Brandt, the mayor"]
    assert words(STORY, first.cue) == ["said"]
    assert words(STORY, first.content) == ["“We will mend the pier,”", "“and we will do it this year.”"]
    assert first.form == "direct"


def test_a_quotation_longer_than_the_near_context_is_read_to_its_end():
    quotation = (
        "“The pier has stood for ninety years and it has fed three generations of this town, we owe it to the men who "
        "built it to mend it before the winter storms come in from the north, the engineers tell me that the piles are "
        "sound and that only the deck has to be laid anew, so I will ask the council for the money this week, and if "
        "the council says no I will ask the harbour fund, the county and every shop on the quay, nobody should be able "
        "to say that we stood by and let it fall into the sea.”"
    )
    text = f"Ida Brandt, the mayor, said: {quotation}\n\nNobody else spoke."
    assert len(to_pieces(quotation, load_tokenizer())) > NEAR_AFTER
    assert [words(text, a.content) for a in attribute(document(text), READER)] == [[quotation]]


def test_forms():
    assert [a.form for a in attribute(document(STORY), READER)] == ["direct", "indirect", "mixed"]
    mixed = 'He said the plan was "a painted boat" and a poor one.'
    assert form_of(mixed, (Span(8, len(mixed)),)) == "mixed"


def test_the_form_of_a_content_in_pieces_counts_each_in_its_own_paragraph():
    text = 'She said "no.\n"Never," he wrote. It rained, they said. "Once,'
    pieces = [Span(s, s + len(w)) for w in ('"no.', '"Never,"', "It rained,", '"Once,') for s in (text.index(w),)]
    assert [form_of(text, (piece,)) for piece in pieces] == ["direct", "direct", "indirect", "direct"]
    assert form_of(text, (pieces[1], pieces[0], pieces[3])) == "direct"
    assert form_of(text, (pieces[2], pieces[0], pieces[1])) == "mixed"


def test_confidence_is_a_probability_above_the_threshold():
    for found in attribute(document(STORY), READER):
        assert READER.engine.calibration["threshold"] <= found.confidence <= 1


def test_a_document_is_read_alike_alone_and_among_others():
    others = [document("“No,” she said. " * n) for n in (1, 40, 7)]
    alone = READER.read([document(STORY)])[0]
    assert READER.read([others[0], document(STORY), *others[1:]])[1] == alone


def test_captions_and_promotions_are_not_read_and_a_quotation_runs_on_past_them():
    caption = "Ida Brandt says no to a rival. (Photo: Harbour News)"
    text = f"“We will mend it,” said Ida Brandt.\n\n{caption}\n\n“And we will do it this year.”"
    at = text.index(caption)
    end = at + len(caption)
    blocks = (Block("body", 0, at - 2), Block("caption", at, end), Block("body", end + 2, len(text)))
    for found in attribute(document(text, blocks=blocks), READER):
        for start, stop in (*found.source, *found.cue, *found.content):
            assert stop <= at or start >= end


def test_nothing_in_nothing_out():
    assert READER.read([]) == []
    assert attribute(document(""), READER) == ()
    assert attribute(document("\n \n"), READER) == ()


def test_pieces_point_at_their_words():
    pieces = to_pieces(STORY, load_tokenizer())
    assert int((pieces.ids == PARAGRAPH_ID).sum()) == 3
    covered = "".join(STORY[s:e] for s, e in zip(pieces.start, pieces.end, strict=True))
    assert covered == "".join(STORY.split())


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said ''no'' to it", "''no''"),
        ("Er sagte „no“ dazu", "„no“"),
        ("Han sagde »no« til det", "»no«"),
        ("Il a dit «no» aux uns", "«no»"),
        ('He said “no" to it', '“no"'),
        ('He said "no” to it', '"no”'),
        ("He said ‘no’ to the workers’ plan", "‘no’"),
        ("He said “no and no more", "“no and no more"),
    ],
)
def test_quotation_marks_of_many_presses(text, quoted):
    assert "".join(c for c, inside in zip(text, inside_quotation(text), strict=True) if inside) == quoted


def test_apostrophes_open_no_quotation():
    assert not any(inside_quotation("The workers’ pay isn’t theirs, it’s the firm’s"))


@given(st.integers(0, 5000))
def test_windows_cover_every_piece_in_order(n):
    windows = _windows(n)
    if not n:
        assert windows == []
        return
    assert windows[0][0] == 0
    assert windows[-1][1] == n
    assert all(e - s <= WINDOW for s, e in windows)
    assert all(before[0] < after[0] <= before[1] for before, after in pairwise(windows))


def test_windows_grow_with_the_text_and_no_faster():
    counts = np.asarray([len(_windows(n)) for n in (10_000, 20_000, 40_000, 80_000)])
    assert np.all(counts[1:] <= 2 * counts[:-1] + 1)


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("ab “”\"'‘’«».,:\n—\u200d🙂é́שa"), st.characters(exclude_categories=["Cs"])),
        max_size=160,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_text_gives_spans_inside_it(text):
    for found in attribute(document(text), READER):
        for spans in (found.source, found.cue, found.content):
            assert all(0 <= s < e <= len(text) for s, e in spans)
            assert list(spans) == sorted(spans)


def claim(probability: float, *content: tuple[int, int]) -> tuple[float, Candidate]:
    start = content[0][0]
    return probability, Candidate((start, start), (), content, probability, 0.0, 0.0)


def test_of_two_that_claim_half_of_a_content_the_surer_one_stays():
    surer, doubted, apart = claim(0.9, (10, 20)), claim(0.5, (15, 25)), claim(0.4, (40, 44))
    assert _compete([doubted, apart, surer]) == [surer, apart]
    barely = claim(0.5, (16, 26))
    assert _compete([barely, surer]) == [surer, barely]
    in_pieces = claim(0.5, (8, 12), (18, 21))
    assert _compete([in_pieces, surer]) == [surer]
    assert _compete([in_pieces, claim(0.9, (10, 12)), claim(0.8, (18, 19))])[0] == in_pieces
