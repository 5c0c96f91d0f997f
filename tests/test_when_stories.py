"""What the rest of a story tells of a day: what was before it, what stands around it."""

from __future__ import annotations

import pytest

from support.marked import days, days_by_rules

FRIDAY = ("2024-09-06", "2024-09-06", "day")
TUESDAY = ("2024-09-10", "2024-09-10", "day")


def test_what_had_been_said_before_is_not_gone_on_from():
    text = (
        "Ann Berg spoke to farmers on Tuesday. [0:Berg] <0:had said> on Friday {0:it was late}.\n\n"
        "{1:“It is not,”} [1:Berg] <1:said>."
    )
    assert days(text) == [FRIDAY, TUESDAY]


def test_what_the_narrator_tells_of_before_is_not_gone_on_from():
    text = (
        "[0:Ann Berg] <0:said> on Tuesday {0:it was late}.\n\nThe question had come up on Friday in Bonn.\n\n"
        "[1:Berg] <1:said> {1:it was early}."
    )
    assert days(text) == [TUESDAY, TUESDAY]


def test_a_headline_has_the_day_of_what_the_lead_tells_and_not_of_what_was_before():
    text = (
        "[0:Berg] <0:says> {0:it is late}.\n\nAnn Berg, [1:who] <1:had said> on Friday {1:it was early}, spoke.\n\n"
        "{2:“It is late,”} [2:Berg] <2:said> on Tuesday."
    )
    assert days_by_rules(text)[0] == TUESDAY


@pytest.mark.parametrize(
    "text",
    [
        "[0:Berg], whose <0:campaigns against> {0:the dam} made her known, died on Friday.",
        "The board is set to hear <0:complaints about> {0:the dam} on Friday.",
        "[0:The former mayor], who gave up her seat in the town council on Friday, <0:noted> {0:it was late}.",
        "[0:Berg] <0:told> The Evening Post {0:it was late}. A post on Friday was unsigned.",
    ],
)
def test_the_day_of_a_death_a_hearing_to_come_or_an_insertion_is_none_of_the_saying(text: str):
    assert days(text) == [None]


def test_a_newspaper_named_post_is_no_post():
    text = (
        "[0:Ann Berg] <0:wrote> in a post on Friday {0:that it was late}.\n\n"
        "[1:Chi Nwosu, the clerk,] <1:told> the Evening Post {1:it was early}."
    )
    assert days(text) == [FRIDAY, None]


@pytest.mark.parametrize(
    "text",
    [
        "After a rally in Bonn on Friday, [0:Berg] <0:was asked about> {0:the dam}.",
        "[0:Berg] <0:said> {0:it was late} after a meeting Friday.",
    ],
)
def test_what_is_said_after_a_meeting_is_said_on_its_day(text: str):
    assert days(text) == [FRIDAY]


def test_a_month_in_what_somebody_else_says_dates_nothing():
    text = "[0:Berg] <0:noted> {0:the dam}, [1:aides] <1:saying> {1:it was closed in July}."
    assert days(text) == [None, None]


def test_a_rally_told_of_in_what_the_lead_says_is_its_scene():
    text = (
        "[0:Ann Berg] <0:wants> {0:a fine for a man who shouted at her during a rally on Friday}.\n\n"
        "{1:“Be quiet,”} [1:Berg] <1:said>."
    )
    assert days_by_rules(text)[1] == FRIDAY


@pytest.mark.parametrize(
    ("cue", "day"), [("maintains", FRIDAY), ("without naming", FRIDAY), ("believes", None), ("has said", None)]
)
def test_somebody_goes_on_between_two_statements_of_one_day(cue: str, day: tuple[str, str, str] | None):
    text = (
        "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n[1:She] <1:" + cue + "> {1:so}.\n\n"
        "{2:“Very late,”} [2:she] <2:added>."
    )
    assert days(text) == [FRIDAY, day, FRIDAY]


@pytest.mark.parametrize(
    "second", ["[1:Critics in the other party] <1:quickly called> {1:it} wrong.",
               "Later on “Morning Hour,” [1:Chi Nwosu, the clerk,] <1:called> {1:it} wrong.",
               "{1:“Wrong,”} [1:Chi Nwosu, the clerk,] <1:said> on the show."],
)  # fmt: skip
def test_an_answer_given_at_once_or_on_the_same_show_is_of_the_same_day(second: str):
    assert days("[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n" + second) == [FRIDAY, FRIDAY]


def test_whoever_is_dated_by_a_named_event_goes_on_at_it():
    text = (
        "The dam leaks, [0:a memo] released on Friday <0:says> {0:so}. [1:Chi Nwosu] <1:wrote> in a memo {1:it was so}."
        "\n\n[2:Nwosu] <2:wrote> {2:it was late}."
    )
    assert days(text) == [FRIDAY, FRIDAY, FRIDAY]


@pytest.mark.parametrize("lead", ["The mayor died on Thursday.", "A vote was held on Thursday."])
def test_where_somebody_died_or_voted_today_others_need_not_have_spoken_today(lead: str):
    assert days(lead + "\n\n[0:Chi Nwosu, the clerk,] <0:said> {0:it was early}.") == [None]


@pytest.mark.parametrize("words", ["in the past has voiced", "famously called", "having called"])
def test_what_was_once_said_is_not_of_the_day_told_of(words: str):
    text = "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n[1:Berg] <1:" + words + "> {1:it} wrong."
    assert days(text) == [FRIDAY, None]


def test_people_who_spoke_together_each_go_on():
    text = (
        "[0:Ann Berg and Chi Nwosu] <0:called> on Friday {0:for rain}.\n\n"
        "{1:“It is dry,”} [1:Berg] <1:said>.\n\n{2:“Very dry,”} [2:Nwosu] <2:said>."
    )
    assert days(text) == [FRIDAY, FRIDAY, FRIDAY]
