"""Several people in one answer, people named only below, and people behind descriptions of them."""

from __future__ import annotations

import pytest

from support.marked import speakers


def names(text: str, **about: str) -> list[str | None]:
    return [s.name for s in speakers(text, **about)]


@pytest.mark.parametrize("source", ["The two", "Both", "The two men", "The two leaders", "Each", "They"])
def test_the_two_are_the_two_people_in_mind(source: str):
    text = f"Tom Berg and Jan Holm met on Monday. [0:{source}] <0:agreed> {{0:on much}}."
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.kind) == ("Tom Berg and Jan Holm", "group")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("One delegate of the county, Ida Brandt,", "Ida Brandt"),
        ("The assailant, Jan Holm,", "Jan Holm"),
        ("two members from the valley, Tom Berg and Jan Holm,", "Tom Berg and Jan Holm"),
        ("the committee behind the road, Acme Roads Union,", "Acme Roads Union"),
        ("Ida Brandt of Harbour County", "Ida Brandt"),
        ("Former Osei chief of staff Jan Holm", "Jan Holm"),
        ("the committee backing Laura Osei", "committee backing Laura Osei"),
    ],
)
def test_names_beside_a_description_are_the_speakers(source: str, name: str):
    (speaker,) = speakers(f"Laura Osei came. [0:{source}] <0:said> {{0:no}}.")
    assert speaker.name == name


def test_somebody_may_be_named_only_in_the_next_paragraph():
    text = "[0:One lawmaker] <0:praised> {0:it}.\n\nIt was late.\n\nRepresentative Ida Brandt, Democrat of Ohio, left."
    assert names(text) == ["Ida Brandt"]


def test_an_office_without_its_holder_is_a_description():
    text = "Speaker Ida Brandt came. Later [0:the House Speaker] <0:said> {0:no}."
    assert names(text) == ["Ida Brandt"]


def test_a_repeated_description_is_not_one_that_says_less():
    text = "[0:A Republican] <0:said> {0:no}. Rep. Jan Holm (R-Utah) left. [1:The Utah Republican] <1:said> {1:yes}."
    assert names(text)[1] == "Jan Holm"


def test_my_father_is_the_father_whom_the_text_names():
    text = "[0:I] <0:wrote> {0:it}. My father, Jan Holm, was a farmer. [1:My father] <1:said> {1:no}."
    assert names(text, byline="By Ann Lee") == ["Ann Lee", "Jan Holm"]


def test_whoever_is_called_a_farmer_who_speaks_is_he():
    assert names("Jan Holm left. He was a farmer [0:who] <0:said> {0:little}.") == ["Jan Holm"]


def test_a_verb_is_no_part_of_those_who_speak():
    (speaker,) = speakers("The list includes teachers [0:who] <0:said> {0:no}.")
    assert speaker.name == "teachers"


def test_they_are_whom_the_last_sentence_begins_with():
    text = "Young farmers of the valley sat in the hall beside the girls. [0:They] <0:cheered> {0:the news}."
    assert names(text) == ["Young farmers of the valley"]


def test_a_word_for_a_people_may_be_a_surname():
    text = "Mark Cuban owns a club. [0:Cuban] <0:said> {0:no}. A Cuban cigar lay there."
    assert names(text) == ["Mark Cuban"]


def test_a_letter_is_its_signers():
    text = "LETTERS.\n\n[0:I] <0:think> {0:it is late}.\n\nIda Brandt.\n\nIt is early.\n\nTom Berg."
    (speaker,) = speakers(text, byline="By Ann Lee")
    assert (speaker.name, speaker.kind) == ("Ida Brandt", "writer")


def test_a_letter_decoded_twice_is_still_one_name():
    assert names("TomÃ¡s Regal came. [0:Mr. Regal] <0:said> {0:no}.") == ["TomÃ¡s Regal"]


@pytest.mark.parametrize(
    ("source", "party"),
    [
        ("Liberal Democrat MP Ann Lee", "Liberal Democrat"),
        ("Bo Ek, a Christian Democrat,", "Christian Democrat"),
        ("Plaid Cymru's Rhodri Pugh", "Plaid Cymru"),
        ("Rhys Ward of Plaid Cymru", "Plaid Cymru"),
        ("Mary Lund (Sinn Féin)", "Sinn Féin"),
        ("Jane Roe, a Democrat,", "Democrat"),
        ("Rhys Ward of Ohio", None),
    ],
)
def test_a_party_of_two_words_is_not_half_of_it(source: str, party: str | None):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert speaker.party == party
