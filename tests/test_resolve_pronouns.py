"""Pronouns take the person most in mind; groups, organisations and writers have theirs."""

from __future__ import annotations

import pytest

from support.marked import speakers


def names(text: str, **about: str) -> list[str | None]:
    return [s.name for s in speakers(text, **about)]


def test_he_and_she_follow_gender():
    text = "Laura Osei met Tom Berg. [0:She] <0:said> {0:yes}. [1:He] <1:said> {1:no}."
    assert names(text) == ["Laura Osei", "Tom Berg"]


def test_the_last_speaker_goes_on_speaking():
    text = '[0:Tom Berg] <0:attacked> {0:John Hale’s plan}. {1:"It fails,"} [1:he] <1:said>.'
    assert names(text) == ["Tom Berg", "Tom Berg"]


def test_a_speaker_is_not_looked_for_in_his_own_words():
    text = 'Tom Berg came in.\n\n{0:"John Hale is a liar,"} [0:he] <0:said>.'
    assert names(text) == ["Tom Berg"]


def test_a_title_shows_gender_where_the_name_does_not():
    text = "Spokeswoman Chi Nwosu met Mr. Abara. [0:He] <0:said> {0:no}. [1:She] <1:said> {1:yes}."
    assert names(text) == ["Abara", "Chi Nwosu"]


def test_nobody_fits():
    (speaker,) = speakers("[0:He] <0:said> {0:yes}.")
    assert (speaker.name, speaker.kind, speaker.rule) == (None, "none", "pronoun_unresolved")
    assert speaker.confidence < 0.5


def test_they_are_the_group_that_spoke():
    text = '[0:A group of young farmers] <0:wrote> {0:a letter}. {1:"Help us,"} [1:they] <1:wrote>.'
    assert names(text)[1] == "group of young farmers"


def test_it_is_the_organisation_that_spoke():
    text = "[0:Acme Bank] <0:reported> {0:a loss}. [1:It] <1:blamed> {1:the weather}."
    assert names(text) == ["Acme Bank", "Acme Bank"]


def test_i_outside_quotations_is_the_writer():
    (speaker,) = speakers("[0:I] <0:think> {0:it is late}.", byline="By Ann Lee")
    assert (speaker.name, speaker.kind) == ("Ann Lee", "writer")


def test_i_inside_a_quotation_is_whoever_is_quoted():
    text = '{0:"We lost. [1:I] <1:think> {1:it is late},"} [0:Tom Berg] <0:said>. Ann Lee left.'
    document_order = speakers(text.replace("[0:Tom Berg] <0:said>", "").replace("{0:", "[0:Tom Berg] <0:said>: {0:"))
    assert document_order[1].name == "Tom Berg"
    assert document_order[1].rule == "first_person_quoted"


def test_i_in_a_transcript_is_whose_turn_it_is():
    text = "Laura Osei spoke to us.\n\nOSEI: Well, [0:I] <0:think> {0:it is late}."
    assert names(text, byline="Ann Lee") == ["Laura Osei"]


def test_who_is_the_name_before_it():
    text = "It was written by Tom Berg, a Texas land developer, [0:who] <0:said> {0:no}."
    assert names(text) == ["Tom Berg"]


def test_who_is_the_noun_before_it():
    (speaker,) = speakers("There were worried farmers in the valley [0:who] <0:said> {0:no}.")
    assert (speaker.name, speaker.kind) == ("worried farmers in the valley", "group")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bo Ek met Ann Roe. [0:A farmer] <0:said> {0:Ek lied}. [1:He] <1:added> {1:more}.", "farmer"),
        ("Bo Ek left. [0:A ministry spokesman] <0:said> {0:no}. “I know,” [1:he] <1:added>, {1:“so”}.",
         "ministry spokesman"),
        ("Bo Ek left. [0:A farmer] <0:asked> {0:why}. [1:He] <1:said> {1:no}.", "Bo Ek"),  # the one who was asked
        ("Bo Ek left. [0:A waitress] <0:said> {0:no}. [1:He] <1:said> {1:yes}.", "Bo Ek"),
        ("[0:A farmer] <0:said> {0:no}. Bo Ek smiled. [1:He] <1:said> {1:yes}.", "Bo Ek"),
        ("Bo Ek left. [0:The senator] <0:said> {0:no}. [1:He] <1:said> {1:yes}.", "Bo Ek"),
    ],
)  # fmt: skip
def test_he_may_be_the_unnamed_person_who_spoke_last(text: str, name: str):
    assert speakers(text)[1].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Millennials have reached a view on roads: by two to one, [0:they] <0:say> {0:yes}.", "Millennials"),
        ("It depends on a huge share of delegates [0:who] have not <0:announced> {0:a choice}.", "delegates"),
    ],
)
def test_a_group_is_called_by_its_own_words(text: str, name: str):
    assert speakers(text)[0].name == name
