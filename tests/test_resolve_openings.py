"""Headlines and openings describe whom the story then names; he is found below, or the description stays."""

from __future__ import annotations

import pytest

from support.marked import speakers

STORY = "\n\nThe council met.\n\n"


@pytest.mark.parametrize(
    ("headline", "story", "name"),
    [
        ("Coastal mayor", "Mayor Ann Roe of Lakeland said so on Friday.", "Ann Roe"),
        ("Northern prince", "Prince Tariq Osei wrote on Friday.", "Tariq Osei"),
        ("Hale’s son", "Bo Hale, son of the senator, spoke on Friday. John Hale smiled.", "Bo Hale"),
    ],
)
def test_whoever_a_headline_describes_is_named_below_by_his_role(headline: str, story: str, name: str):
    (speaker,) = speakers(f"[0:{headline}] <0:rejects> {{0:the plan}}.{STORY}{story}")
    assert (speaker.name, speaker.rule) == (name, "description_later")


def test_without_a_role_it_is_the_first_new_person_who_speaks():
    found = speakers(
        "[0:Miners’ chief] <0:says> {0:John Hale can win}.\n\n[1:John Hale] <1:said> {1:yes}.\n\n"
        "[2:Ann Roe] <2:said> {2:the union is ready}."
    )
    assert found[0].name == "Ann Roe"


def test_somebody_said_to_be_something_else_is_not_whom_the_headline_means():
    found = speakers("[0:Pollster] <0:says> {0:it is close}.\n\n[1:Ann Roe, a lawyer,] <1:said> {1:yes}.\n\nIt rained.")
    assert found[0].name == "Pollster"


def test_what_a_headline_describes_may_be_described_again_before_it_is_named():
    found = speakers(
        "[0:Woman] <0:accuses> {0:the mayor}.\n\n[1:A woman] <1:said> {1:so}.\n\n[2:Ann Roe] <2:told> {2:everything}."
    )
    assert [s.name for s in found] == ["Ann Roe"] * 3


def test_an_organisation_in_a_headline_is_the_first_new_one_that_speaks():
    found = speakers(
        "[0:Top climate group] <0:will> {0:run ads}.\n\n"
        "[1:The Coastal Action Fund] <1:said> {1:it will}.\n\nJohn Hale smiled."
    )
    assert (found[0].name, found[0].kind) == ("Coastal Action Fund", "organisation")


def test_below_the_opening_a_description_stays_as_it_is_written():
    found = speakers("Hale spoke.\n\n" + "It rained.\n\n" * 6 + "[0:A mayor] <0:said> {0:so}.\n\nMayor Ann Roe left.")
    assert found[0].name == "mayor"


def test_a_headline_alone_names_nobody_below():
    (speaker,) = speakers("[0:Coastal mayor] <0:rejects> {0:the plan}.")
    assert speaker.name == "Coastal mayor"


@pytest.mark.parametrize(
    ("source", "story", "name"),
    [
        ("Ann Roe’s campaign manager", "Campaign manager Bo Hale left. Ann Roe stayed.", "Bo Hale"),
        ("Ann Roe’s lawyer", "Roe lawyer Bo Hale left. Ann Roe stayed.", "Bo Hale"),
        ("John Hale’s wife", "His wife, Mary Hale, left. John Hale stayed.", "Mary Hale"),
        ("Ann Roe’s lawyer", "Berg lawyer Bo Hale left. Ann Roe stayed.", "Ann Roe’s lawyer"),
    ],
)
def test_whoever_belongs_to_somebody_may_be_named_below(source: str, story: str, name: str):
    (speaker,) = speakers(f"It is late.\n\n[0:{source}] <0:said> {{0:so}}.\n\n{'It rained. ' * 3}\n\n{story}")
    assert speaker.name == name


def test_the_farmer_is_whom_the_next_paragraph_begins_with():
    text = "{0:“I never saw a river rise so fast,”} [0:the farmer] <0:said>.\n\nJoaquín Beltrán, 62, lost forty cows."
    assert [s.name for s in speakers(text)] == ["Joaquín Beltrán"]


def test_the_farmer_who_was_brought_in_before_is_nobody_below():
    text = "A farmer came. {0:“No,”} [0:the farmer] <0:said>.\n\nJoaquín Beltrán, 62, lost forty cows."
    assert [s.name for s in speakers(text)] != ["Joaquín Beltrán"]
