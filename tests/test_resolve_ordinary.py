"""Capitalised words that are nobody's name, and names that hold small words and marks."""

from __future__ import annotations

import pytest

from support.marked import speakers


@pytest.mark.parametrize("mark", ["'", "’"])
@pytest.mark.parametrize("name", ["Hoteliers{} Coalition", "Grocers{} Guild", "Dentists{} Society"])
def test_whose_coalition_it_is_belongs_to_its_name(mark: str, name: str):
    (speaker,) = speakers(f"It rained. Later [0:the {name.format(mark)}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name.format(mark), "organisation")


def test_a_surname_is_no_trade():
    (speaker,) = speakers("Ann Rogers ran. [0:Rogers' coalition] <0:said> {0:no}.")
    assert speaker.name != "Rogers' Coalition"


@pytest.mark.parametrize("name", ["Anna in 't Hof", "Bram van ’t Riet", "Anna op 't Land"])
def test_a_particle_with_an_apostrophe_belongs_to_a_surname(name: str):
    particles = " ".join(name.split()[1:])
    later = particles[0].upper() + particles[1:]
    text = f"[0:{name}, a member for Fenland,] <0:said> {{0:no}}. [1:{later}] <1:added> {{1:never}}."
    assert [s.name for s in speakers(text)] == [name] * 2


def test_a_whole_family_is_several_people_and_no_company():
    text = (
        "Jane Osei and Tom Osei left. [0:Northern University] <0:said> {0:the Oseis’ offer was good}. "
        "[1:The university] <1:declined> {1:it}. [2:The Oseis] <2:said> {2:no}."
    )
    found = speakers(text)
    assert [s.name for s in found] == ["Northern University", "Northern University", "Oseis"]
    assert found[2].kind == "group"


def test_a_newspaper_in_a_headline_is_the_one_that_the_story_names():
    text = "[0:Newspaper]: {0:mayor <0:took> gifts}.\n\nIt rained.\n\n[1:The Northern Times] <1:said> {1:so}."
    assert speakers(text)[0].name == "Northern Times"


@pytest.mark.parametrize("source", ["Messages", "Filings", "Emails", "Footage"])
def test_documents_at_the_head_of_a_sentence_are_nobody(source: str):
    (speaker,) = speakers(f"[0:{source}] <0:show> {{0:a link}}.")
    assert speaker.kind == "none"


def test_police_speak():
    (speaker,) = speakers("[0:Police] <0:say> {0:no}.")
    assert speaker.kind == "organisation"
