"""Confidence is a probability: higher for what is plain, lower for what was guessed."""

from __future__ import annotations

from support.marked import speakers
from whipcount.model import Document, Speaker
from whipcount.resolve import resolve
from whipcount.resolve.confidence import calibrated


def confidence(text: str) -> float:
    return speakers(text)[-1].confidence


def test_a_full_name_is_surer_than_a_pronoun_among_several():
    name = confidence("Tom Berg met Jan Holm. [0:Tom Berg] <0:said> {0:no}.")
    pronoun = confidence("Tom Berg met Jan Holm and Bo Ek. It rained. [0:He] <0:said> {0:no}.")
    assert name > pronoun


def test_an_unresolved_pronoun_is_hardly_sure():
    assert confidence("[0:He] <0:said> {0:no}.") < 0.5


def test_no_answer_is_certain():
    for own in (0.0, 0.5, 1.0):
        speaker = calibrated(Speaker("Tom Berg", "person", "Tom Berg", rule="name", confidence=own), None)
        assert 0.0 < speaker.confidence < 1.0


def test_a_document_without_statements_has_no_speakers():
    assert resolve(Document("d", "d", "Tom Berg left.", ""), []) == ()
