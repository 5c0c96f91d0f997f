"""Several bodies, people of one name in two generations, and other forms that stand for more than one name."""

from __future__ import annotations

import pytest

from support.marked import speakers


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The Northern Bank and the Senate", "Northern Bank and Senate"),
        ("both the Coastal Times and the Inland Post", "Coastal Times and Inland Post"),
        ("Berlin, Paris and other European capitals", "Berlin, Paris and other European capitals"),
        ("Jane Doe and other lawmakers", "Jane Doe and other lawmakers"),
    ],
)
def test_bodies_named_together_are_one_group(source: str, name: str):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "group")


@pytest.mark.parametrize("source", ["Senate and Inland Post reporters", "the Bank of Norland and Inland"])
def test_a_noun_after_the_names_or_a_name_with_and_is_no_list(source: str):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert speaker.rule != "joint"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The Harbour Museum in Washington", "Harbour Museum"),
        ("Committee ranking Democrat Ann Roe", "Ann Roe"),
        ("Rights Watch", "Rights Watch"),
    ],
)
def test_the_name_that_heads_a_phrase_is_found(source: str, name: str):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert speaker.name == name


def test_father_and_son_of_one_name_are_two():
    found = speakers(
        "Bill Hale voted. [0:Hale] <0:said> {0:yes}. His father, Bill Hale Sr., who had the seat, was away. "
        "[1:Bill Hale Sr.] <1:said> {1:no}."
    )
    assert [s.name for s in found] == ["Bill Hale", "Bill Hale Sr."]


def test_without_a_word_of_kin_a_suffix_makes_nobody_new():
    found = speakers("Bill Hale Jr. voted. [0:Bill Hale] <0:said> {0:yes}.")
    assert found[0].name == "Bill Hale Jr."


@pytest.mark.parametrize(
    "text",
    [
        "Ann Roe is a [0:self]-described {0:optimist}.",
        "The [0:self]-described {0:optimist} Ann Roe won.",
        "Ann Roe spoke. In the hall, Roe was a [0:self]-styled {0:optimist}.",
    ],
)
def test_who_calls_himself_something(text: str):
    assert speakers(text)[0].name == "Ann Roe"


def test_his_address_without_a_source_is_his():
    (speaker,) = speakers('Tom Berg came. <0:In his address> to the guild, Berg left no doubt. {0:"It is late."}')
    assert speaker.name == "Tom Berg"


def test_his_son_is_not_the_person_named_before_him():
    text = "As John Hale met Ann Roe, [0:his son] <0:said> {0:no}. Bo Hale, son of the senator, spoke."
    assert speakers(text)[0].name == "Bo Hale"


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("The Hale administration met.", "Hale administration"),
        ("President Ann Roe met John Hale.", "Roe administration"),
        ("Ann Roe met John Hale.", "administration"),
    ],
)
def test_whose_administration(before: str, name: str):
    (speaker,) = speakers(f"{before} [0:The administration] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "organisation")


def test_the_president_of_a_country_is_whom_the_text_ties_to_it():
    text = "President Tom Berg met John Hale in Mexico. Hale then heard the Mexican president, [0:who] <0:said> {0:no}."
    assert speakers(text)[0].name == "Tom Berg"


def test_a_former_president_before_who_is_read_whole():
    text = "Ann Roe, the former governor, came. It hit the former governor, [0:who] <0:said> {0:no}."
    assert speakers(text)[0].name == "Ann Roe"


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("She backs Senator Ann Roe of Lakeland, [0:who]", "Ann Roe"),
        ("They elect Tom Berg this year, [0:who]", "Tom Berg"),
        ("Tom Berg of Norland, a Republican [0:who]", "Tom Berg"),
    ],
)
def test_a_relative_clause_after_a_place_or_a_day_is_about_the_name(before: str, name: str):
    assert speakers(f"{before} <0:opposed> {{0:the ban}}.")[0].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Roe campaign is braced for a fight [0:it] <0:expects> {0:to last}.", "Roe campaign"),
        ("The board of the Northern Bank met after [0:it] <0:announced> {0:cuts}.", "Northern Bank"),
    ],
)
def test_it_is_the_campaign_or_body_of_its_sentence(text: str, name: str):
    assert speakers(text)[0].name == name


def test_it_goes_on_for_a_document_just_quoted():
    found = speakers("Ann Roe sent a letter. [0:The letter] <0:said> {0:no}. [1:It] <1:added> {1:never}.")
    assert [s.name for s in found] == ["Ann Roe", "Ann Roe"]


def test_a_name_with_and_without_its_accents_is_one():
    found = speakers("Inés Núñez spoke. Ines Nunez left. [0:Nunez] <0:said> {0:no}.")
    assert (found[0].name, found[0].rule) == ("Inés Núñez", "short_name")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("her party rival, Senator Tom Berg of Norland", "Tom Berg"),
        ("a mutual friend, international businessman Tom Berg", "Tom Berg"),
        ("her lawyer", "John Hale"),
        ("her aide", "Roe’s aide"),
    ],
)
def test_a_name_beside_or_tied_to_a_description_that_belongs_to_somebody(source: str, name: str):
    text = f"Ann Roe spoke. Roe lawyer John Hale wrote. Ann Roe smiled. [0:{source}] <0:said> {{0:no}}."
    assert speakers(text)[0].name == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Bayern and Dortmund", "Bayern and Dortmund"),
        ("Bayern, Dortmund and Schalke", "Bayern, Dortmund and Schalke"),
        ("Ms. Osei and the Northern Bank", "Laura Osei and Northern Bank"),
    ],
)
def test_names_that_are_all_the_phrase_holds_speak_together(source: str, name: str):
    (speaker,) = speakers(f"Laura Osei came. [0:{source}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "group")


def test_a_title_of_two_is_the_title_of_each():
    text = "[0:Senators Rachel Ito and Mark Dubinsky] <0:wrote> {0:no}. [1:The senators] <1:said> {1:yes}."
    assert [s.name for s in speakers(text)] == ["Rachel Ito and Mark Dubinsky"] * 2
