"""What the reader's network looks at from a pronoun: by hand, and of the shipped network in documents of any length."""

from __future__ import annotations

import math

import numpy as np
import pytest

from whipcount.attribute import Reader
from whipcount.attribute.looking import regards_in
from whipcount.attribute.pieces import PRONOUN_IDS, to_pieces
from whipcount.attribute.reader import WINDOW
from whipcount.model import Document, Span
from whipcount.models import load_tokenizer
from whipcount.regards import Regard

READER = Reader()
TEXT = "Ida Brandt met Tomas McEide. In May she wrote a letter."


def document(text: str) -> Document:
    return Document(text[:8], "x", text, "")


def span(part: str, text: str = TEXT) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def test_the_ids_are_those_of_the_pronouns():
    words = ("he", "him", "his", "himself", "she", "her", "hers", "herself")
    assert tuple(load_tokenizer().token_to_id(word) for word in words) == PRONOUN_IDS


def test_shares_and_scores_are_those_of_the_queries_and_keys():
    pieces = to_pieces(TEXT, load_tokenizer())
    n = len(pieces) + 2
    queries, keys = np.random.default_rng(1).normal(size=(2, n, 1, 4)).astype(np.float32)
    ((offset, regard),) = regards_in(pieces, (0, len(pieces)), (0, len(pieces)), queries, keys)
    assert offset == TEXT.index("she")
    (pronoun,) = np.flatnonzero(pieces.ids == 2016) + 1
    scores = keys[:, 0] @ queries[pronoun, 0] / 2
    name = [i + 1 for i in range(len(pieces)) if pieces.end[i] > 0 and pieces.start[i] < len("Ida Brandt")]
    share = math.log(np.exp(scores[name]).sum() / np.exp(scores).sum())
    back = (queries[name, 0] @ keys[pronoun, 0] / 2).max()
    assert regard.of(span("Ida Brandt")) == pytest.approx((share, back), abs=0.006)


def test_every_piece_of_a_capitalised_word_is_kept_and_no_other():
    ((_, regard),) = READER.regard([document(TEXT)])[0][1].items()
    kept = [TEXT[s:e] for s, e in zip(regard.start, regard.end, strict=True)]
    assert "".join(kept) == "IdaBrandtTomasMcEide.InMay"
    assert regard.of(span("letter")) is None


def test_shares_of_one_head_are_shares_of_a_whole():
    ((_, regard),) = READER.regard([document(TEXT)])[0][1].items()
    shares = np.exp(regard.toward).sum(axis=1)
    assert shares.shape == (12,)
    assert (shares > 0).all()
    assert (shares < 1).all()
    assert len(regard.of(span("Ida Brandt")) or ()) == 24


def test_reading_gives_the_same_attributions_with_and_without():
    text = "“We will mend the pier,” said Ida Brandt. She said it was late."
    assert READER.read([document(text)]) == [found for found, _ in READER.regard([document(text)])]


def test_a_pronoun_in_a_later_window_has_a_regard_too_and_one_alone():
    text = "\n\n".join(["Ida Brandt met the council, and nobody else came to the old pier."] * 60 + [TEXT])
    assert len(to_pieces(text, load_tokenizer())) > 2 * WINDOW
    regards = READER.regard([document(text)])[0][1]
    assert list(regards) == [text.index("she wrote")]
    assert regards[text.index("she wrote")].of(span("Tomas McEide", text)) is not None
    assert regards[text.index("she wrote")].of(Span(0, 10)) is None, "a name outside the window is not looked at"


def test_a_document_is_looked_at_alike_alone_and_among_others():
    alone, among = READER.regard([document(TEXT)]), READER.regard([document("He slept. " * 50), document(TEXT)])
    at = TEXT.index("she")
    first, second = alone[0][1][at], among[1][1][at]
    assert all((getattr(first, f) == getattr(second, f)).all() for f in ("start", "end", "toward", "back"))


def test_a_text_without_pronouns_or_words_has_no_regards():
    assert [regards for _, regards in READER.regard([document("It rained."), document("")])] == [{}, {}]


def test_a_span_of_several_pieces_gets_the_sum_of_their_shares_and_the_best_look_back():
    start, end = np.asarray([0, 4, 20]), np.asarray([3, 10, 25])
    toward = np.log(np.asarray([[0.1, 0.2, 0.4]], np.float32))
    regard = Regard(start, end, toward, np.asarray([[1.0, -2.0, 5.0]], np.float32))
    assert regard.of(Span(0, 10)) == (round(math.log(0.3), 2), 1.0)
    assert regard.of(Span(10, 20)) is None
