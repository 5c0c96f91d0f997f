"""Names behind roles, hyphens and accents; bodies, pairs and adjectives as sources."""

from __future__ import annotations

import pytest

from support.marked import speakers
from whipcount.resolve.bodies import called_body


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Lakeland Committee Ranking Democrat Laura Osei", "Laura Osei"),
        ("Fen County Recorder Laura Osei", "Laura Osei"),
        ("Post Editor-in-Chief Laura Osei", "Laura Osei"),
        ("Texas-based Laura Osei", "Laura Osei"),
        ("Saudi Prince Khalid Bin Rashid", "Khalid Bin Rashid"),
        ("Laura Osei of the Fen Institute of Technology", "Laura Osei"),
        ("Laura Osei of the pro-farm River Council in Lakeland", "Laura Osei"),
        ("head of planning for roads and adviser Laura Osei", "Laura Osei"),
    ],
)
def test_the_name_is_found_behind_a_role(source: str, name: str):
    (speaker,) = speakers(f"It rained. [0:{source}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "person")


@pytest.mark.parametrize("accent", ["Peña", "Pen\u0303a", "PeÃ±a", "PeA\u0303\u00b1a"])
def test_an_accent_is_part_of_the_name_however_it_is_encoded(accent: str):
    (speaker,) = speakers(f"It rained. [0:Enrique {accent} Vega] <0:said> {{0:no}}.")
    assert speaker.name == f"Enrique {accent} Vega"


def test_an_adjective_on_a_name_does_not_hide_it():
    text = "The Tom Berg-led group met. It rained. [0:Berg] <0:said> {0:no}."
    assert speakers(text)[0].name == "Tom Berg"


def test_the_second_of_two_people_begins_another_name():
    text = "Friends of Laura Osei and Tom Berg met. [0:Berg] <0:said> {0:no}."
    assert speakers(text)[0].name == "Tom Berg"


def test_a_compound_at_the_start_of_a_sentence_is_no_name():
    (speaker,) = speakers("It rained. [0:Fact-checkers] <0:said> {0:no}.")
    assert speaker.kind == "group"


def test_a_place_at_the_start_of_a_sentence_stays_in_the_name():
    (speaker,) = speakers("A new day came. [0:The New York Courier] <0:said> {0:no}.")
    assert speaker.name == "New York Courier"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fenly is a brand new mobile dating app.", True),
        ("Some use the app Fenly.", True),
        ("Fenly’s chief executive left.", True),
        ("Fenlyx, the app, and Old-Fenlyx users.", False),  # longer words
        ("They happen Fenly to be.", False),  # "app" within a word
        ("The chapp Fenly left.", False),
        ("The app Fenlyx. Fenly, a writer, was an app user.", False),
        ("Ask Fenly. Fenly. The website Fenly", True),  # not the first time
    ],
)
def test_what_a_text_calls_a_body(text: str, told: bool):
    assert called_body(text, "Fenly") is told


@pytest.mark.parametrize(
    "told", ["Fenly, the mobile dating app, is new.", "The website Fenly is new.", "Many Fenly users left."]
)
def test_a_name_that_is_called_a_body_is_one(told: str):
    (speaker,) = speakers(f"{told} [0:Fenly] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == ("Fenly", "organisation")


def test_it_and_she_go_different_ways_after_a_company():
    text = (
        "Ann Roe used Fenly, a dating app. Fenly closed the account; [0:it] <0:said> {0:no}. [1:She] <1:said> {1:why}."
    )
    assert [s.name for s in speakers(text)] == ["Fenly", "Ann Roe"]


def test_the_kind_of_a_body_is_no_part_of_its_name():
    (speaker,) = speakers("It rained. [0:The Northtide group] <0:said> {0:no}.")
    assert (speaker.name, speaker.kind) == ("Northtide", "organisation") or speaker.name == "Northtide"


def test_a_body_for_somebody_is_not_that_somebodys_body():
    (speaker,) = speakers("Tom Berg ran. [0:A pro-Tom Berg PAC] <0:said> {0:no}.")
    assert speaker.name == "pro-Tom Berg PAC"


def test_the_partys_people_speak_where_an_adjective_stands_before_what_they_do():
    (speaker,) = speakers("It rained. [0:Democratic] <0:calls> for {0:a vote} grew.")
    assert (speaker.name, speaker.kind) == ("Democrats", "group")


def test_people_who_wrote_together_are_the_senators():
    text = "[0:Sen. Ann Roe and Sen. Bo Ek] <0:wrote> {0:a letter}. It rained. [1:The senators] <1:asked> {1:why}. "
    assert [s.name for s in speakers(text)] == ["Ann Roe and Bo Ek"] * 2


def test_the_aide_who_spoke_last_is_the_aide():
    text = "Ann Roe, an adviser, left. [0:A Lakeland aide] <0:said> {0:no}. [1:The aide] <1:added> {1:never}."
    assert [s.name for s in speakers(text)] == ["Lakeland aide"] * 2


def test_the_president_of_one_country_is_not_that_of_another():
    text = "President Tom Berg spoke. [0:The French president] <0:said> {0:no}."
    assert speakers(text)[0].name == "French president"


def test_who_was_asked_does_not_speak():
    text = "Tom Berg smiled when <0:asked> {0:why he came}."
    assert speakers(text)[0].kind == "none"


@pytest.mark.parametrize("link", [" (", "—", " — "])
def test_who_hangs_on_the_name_before_a_dash_or_bracket(link: str):
    (speaker,) = speakers(f"They met Tom Berg{link}[0:who] <0:said> {{0:no}}.")
    assert speaker.name == "Tom Berg"


def test_those_who_are_called_those():
    (speaker,) = speakers("They met those [0:who] <0:said> {0:no}.")
    assert (speaker.name, speaker.kind) == ("those", "group")


def test_a_woman_brought_in_before_is_not_the_person_most_in_mind():
    text = "Ann Roe spoke. A farmer came in. [0:The woman] <0:said> {0:no}."
    assert speakers(text)[0].name == "woman"


def test_an_office_that_somebody_never_held_is_somebody_elses():
    text = "Sen. Bo Ek ran. Sen. Bo Ek won. [0:The former secretary] <0:said> {0:no}."
    assert speakers(text)[0].name == "former secretary"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("the Fenlight average of Lakeland polls", "Fenlight average of Lakeland polls"),
        ("Fenlight’s own tracking poll", "Fenlight tracking poll"),
        ("the most recent FenGov/Ledger survey", "FenGov/Ledger survey"),
    ],
)
def test_the_whole_name_of_a_poll_is_kept_and_nothing_else(source: str, name: str):
    (speaker,) = speakers(f"It rained. In [0:{source}], he <0:leads> {{0:by two}}.")
    assert speaker.name == name


def test_questions_are_the_writers_and_answers_the_interviewees():
    text = (
        "An interview with Laura Osei.\n\nLaura Osei is an actress.\n\n[0:Q]<0::> {0:Where were you?}\n\n"
        "[1:A]<1::> {1:At home.}\n\n[2:Q]<2::> {2:Alone?}\n\n[3:A]<3::> {3:Yes.}"
    )
    found = speakers(text, byline="Ann Lee")
    assert [(s.name, s.kind) for s in found] == [("Ann Lee", "writer"), ("Laura Osei", "person")] * 2


def test_the_name_without_its_mark_of_owning():
    (speaker,) = speakers("It rained. [0:the Fen ministry’s] <0:plan> was {0:late}.")
    assert speaker.name == "Fen ministry"


def test_nobody_named_is_less_sure_without_a_source():
    text = "Tom Berg was <0:said> {0:to be late}. [1:Tom Berg] <1:said> {1:no}."
    nobody, berg = speakers(text)
    assert nobody.confidence <= 0.64 < berg.confidence
