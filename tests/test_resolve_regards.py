"""Whom a pronoun means when it is known what the reader looked at from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from whipcount.attribute import Reader
from whipcount.model import Attribution, Document, Span
from whipcount.pipeline import STAGES, Draft, Tools, extract
from whipcount.regards import Regard, Regards
from whipcount.register import shipped_register
from whipcount.resolve import meant, resolve, salience

HEADS = 12
FIRED = "Ida Brandt fired Ruth Eide after she {} till."
LAWYER = "Ida Brandt fired Ruth Eide on Monday, and her lawyer said it was late."
SAID = "Ida Brandt fired Ruth Eide on Monday, and then she said it was late."


def document(text: str) -> Document:
    return Document("d", "d", text, "")


def at(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def regards(text: str, liked: str, other: str) -> Regards:
    """All heads look at ``liked`` from the pronoun "she"."""
    spans = sorted((at(text, liked), at(text, other)))
    share = [0.8 if span == at(text, liked) else 0.01 for span in spans]
    toward = np.log(np.asarray([share] * HEADS, np.float32))
    start, end = np.asarray(spans, np.int32).T
    pronoun = text.index("she ") if "she " in text else text.index("her ")
    return {pronoun: Regard(start, end, toward, np.zeros_like(toward))}


def first(text: str, known: Regards | None = None) -> str:
    return meant(document(text), at(text, "she"), regards=known)[0].name


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables by which one head's look alone is added to the words."""
    tables = salience.model()
    looks = dict.fromkeys((*map(str, range(2 * HEADS)), "known"), 0.0) | {"0": 2.0, "known": 4.0}
    given = {**tables, "watched": tables["weights"], "looks": looks}
    monkeypatch.setattr(salience, "model", lambda: given)


@pytest.mark.usefixtures("plain")
def test_a_look_is_added_to_what_the_words_say():
    ida, ruth = regards(SAID, "Ida Brandt", "Ruth Eide"), regards(SAID, "Ruth Eide", "Ida Brandt")
    assert [first(SAID, known) for known in (ida, ruth)] == ["Ida Brandt", "Ruth Eide"]


@pytest.mark.usefixtures("plain")
def test_a_name_that_was_not_looked_at_is_weighed_by_words_alone():
    elsewhere = regards(f"{SAID} Ann Lee met Bo Ek.", "Ann Lee", "Bo Ek")
    people = meant(document(SAID), at(SAID, "she"), regards=elsewhere)
    assert people == meant(document(SAID), at(SAID, "she"))


@pytest.mark.usefixtures("plain")
def test_the_pronoun_that_is_a_source_itself_is_weighed_by_words_alone():
    found = [Attribution((at(SAID, "she"),), (at(SAID, "said"),), (at(SAID, "it was late"),), "indirect", 0.9)]
    for name, other in (("Ida Brandt", "Ruth Eide"), ("Ruth Eide", "Ida Brandt")):
        assert resolve(document(SAID), found, regards(SAID, name, other)) == resolve(document(SAID), found)


@dataclass
class Watching:
    """A reader that finds the lawyer's statement, and looked at one name from "her"."""

    liked: str
    other: str
    name: str = "watching@1"

    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        raise AssertionError("a reader that tells what it looked at is asked for that")

    def regard(self, documents: Sequence[Document]) -> list[tuple[tuple[Attribution, ...], Regards]]:
        spans = [(at(LAWYER, part),) for part in ("her lawyer", "said", "it was late")]
        return [((Attribution(*spans, "indirect", 1.0),), regards(LAWYER, self.liked, self.other)) for _ in documents]


@pytest.mark.usefixtures("plain")
def test_the_pipeline_hands_looks_from_reading_to_resolving():
    for reader in (Watching("Ruth Eide", "Ida Brandt"), Watching("Ida Brandt", "Ruth Eide")):
        (statement,) = extract(document(LAWYER), reader).statements
        assert statement.speaker.on_behalf_of == reader.liked


def test_looks_are_not_kept_after_resolving():
    drafts, tools = [Draft(document(LAWYER))], Tools(Watching("Ruth Eide", "Ida Brandt"), shipped_register())
    for _, step in STAGES:
        drafts = step(drafts, tools)
    assert drafts[0].speakers
    assert drafts[0].regards is None


def test_the_shipped_tables_fit_the_shipped_network():
    assert set(salience.model()["looks"]) == {*map(str, range(2 * HEADS)), "known"}
    assert set(salience.model()["watched"]) >= {"nobody", "most mentioned"}


def test_the_reader_sees_in_the_verb_who_is_meant():
    reader, given = Reader(), []
    for text in (FIRED.format("had stolen from the"), FIRED.format("found the empty")):
        alone, watched = (
            {person.name: person.probability for person in meant(document(text), at(text, "she"), regards=known)}
            for known in (None, reader.regard([document(text)])[0][1])
        )
        given.append((alone["Ruth Eide"], watched["Ruth Eide"]))
    (alone_thief, thief), (alone_finder, finder) = given
    assert alone_thief == alone_finder, "words and positions are the same"
    assert thief > finder + 0.05, "who is fired is rather the thief"
