"""A date is that of the saying only where the text says so: in the sentence, or carried from an event it belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from support.marked import days, marked
from whipcount.when import said_on

FRIDAY = ("2024-09-06", "2024-09-06", "day")
WEDNESDAY = ("2024-09-11", "2024-09-11", "day")


@pytest.mark.parametrize(
    "text",
    [
        "[0:Berg] <0:said> on Friday {0:it was late}.",
        "[0:Berg] <0:said> in a statement Friday {0:that it was late}.",
        "On Friday, [0:Berg] <0:said> {0:it was late}.",
        "{0:“It is late,”} [0:Berg] <0:told> reporters at a meeting in Bonn on Friday.",
        "[0:Berg] <0:told Friday's conference> {0:it was late}.",
        "[0:A report released Friday] <0:says> {0:it is late}.",
        "[0:Berg] <0:said> on “Acme News Friday” {0:it was late}.",
    ],
)
def test_the_sentence_dates_the_saying(text: str):
    assert days(text) == [FRIDAY]


@pytest.mark.parametrize(
    "text",
    [
        "[0:Berg] <0:said> {0:it was late on Friday}.",
        "{0:“It was late on Friday,”} [0:Berg] <0:said>.",
        "[0:Berg] <0:said> {0:they} will meet on Friday.",
        "[0:Berg], who lost on Friday, <0:said> {0:it was late}.",
        "[0:Berg] <0:said> {0:it} before Friday.",
        "[0:Berg] <0:spoke of> {0:it} after Friday’s vote.",
        "[0:Berg] <0:said> {0:it is late} as rain fell on Friday.",
        "[0:Berg] <0:said> {0:it is late}.",
    ],
)
def test_a_day_of_something_else_is_no_day_of_the_saying(text: str):
    assert days(text) == [None]


def test_publication_is_never_a_default_and_without_it_nothing_is_relative():
    text = "[0:Berg] <0:said> on Friday {0:it was late}."
    assert days(text, None) == [None]
    assert days(text.replace("on Friday", "on 6 September 2024"), None) == [FRIDAY]


def test_the_day_within_the_week_is_preferred():
    assert days("Last week, [0:Berg] <0:said> at a meeting on Friday {0:it was late}.") == [FRIDAY]


def test_the_same_speaker_goes_on_at_the_same_event():
    text = (
        "[0:Berg] <0:said> on Friday {0:it was late}.\n\n{1:“Very late,”} [1:he] <1:added>.\n\n"
        "[2:Berg] <2:has said> {2:so}."
    )
    assert days(text) == [FRIDAY, FRIDAY, None]


def test_somebody_new_is_on_another_occasion():
    text = (
        "[0:Berg] <0:said> on Friday {0:it was late}.\n\n"
        "[1:Chi Nwosu, head of a farmers’ union,] <1:said> {1:it was early}."
    )
    assert days(text) == [FRIDAY, None]


def test_a_named_event_keeps_its_day():
    text = (
        "[0:Berg] <0:wrote> a letter on Friday {0:asking for help}.\n\nIn June it rained.\n\n"
        "[1:The letter] <1:says> {1:so}."
    )
    assert days(text)[1] == FRIDAY


def test_a_headline_has_the_day_of_its_lead():
    text = "[0:Berg] <0:calls> {0:vote}.\n\n[1:Prime Minister Ann Berg] <1:called> on Wednesday {1:a vote}."
    assert days(text) == [WEDNESDAY, WEDNESDAY]


def test_a_transcript_has_the_day_of_the_interview():
    text = "Ann Berg gave an interview on Friday.\n\n[0:BERG]<0::> {0:It is late.}\n\n[1:HALE]<1::> {1:Is it?}"
    assert days(text) == [FRIDAY, FRIDAY]


def test_a_participle_is_of_its_sentence():
    text = "[0:Berg] <0:spoke> on Friday {0:of rain}, [1:]<1:adding> {1:it was late}."
    assert days(text) == [FRIDAY, FRIDAY]


def test_they_whose_statement_was_undated_stay_undated():
    text = (
        "On Wednesday, [0:a group of teachers] <0:wrote> {0:a letter}.\n\n"
        "[1:A group of farmers and fishers] <1:sent> {1:another letter}.\n\n{2:“Help,”} [2:they] <2:wrote>."
    )
    assert days(text) == [WEDNESDAY, None, None]


def test_what_a_writer_says_in_the_present_is_said_in_the_article():
    assert days("[0:I] <0:believe> {0:it is late}.") == [("2024-09-12", "2024-09-12", "day")]
    assert days("[0:I] <0:believed> {0:it was late}.") == [None]


def test_every_date_shows_the_words_it_was_read_from():
    text = "[0:Berg] <0:said> on Friday {0:so}. [1:He] <1:added> {1:more}."
    document, found = marked(text, published=date(2024, 9, 12))
    assert [document.text[slice(*s.evidence[0])] for s in said_on(document, found) if s] == ["Friday", "Friday"]
