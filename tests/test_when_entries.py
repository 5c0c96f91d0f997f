"""Live blogs and diaries: what stands under a clock time or a dated heading was said then."""

from __future__ import annotations

from datetime import date

import pytest

from support.marked import days, days_by_rules, marked
from whipcount.when.sentence import told
from whipcount.when.story import Story

TODAY = ("2024-09-12", "2024-09-12", "day")
TUESDAY = ("2024-09-10", "2024-09-10", "day")
WEDNESDAY = ("2024-09-11", "2024-09-11", "day")
CLOCKS = [
    ("8.05am", "9.30am", "11.12am"), ("18:02", "18:20", "18:34"), ("2:45 p.m.", "1:10 p.m.", "9 a.m."),
    ("17.32 GMT", "16.10 GMT", "9.15 GMT"), ("+++ 21:14 Out +++", "+++ 18:50 In +++", "+++ 15:32 Down +++"),
]  # fmt: skip


def told_in(text: str):
    document, found = marked(text, published=date(2024, 9, 12))
    return list(told(Story(document, found, ())))


def blog(clocks: tuple[str, ...], first: str) -> str:
    return f"Trees fell.\n\n{clocks[0]}\n\n{first}\n\n{clocks[1]}\n\nA road is shut.\n\n{clocks[2]}\n\nIt rains."


@pytest.mark.parametrize("clocks", CLOCKS)
@pytest.mark.parametrize("cue", ["says", "said", "told", "shouts", "adds"])
def test_what_is_said_in_an_entry_is_said_on_the_day_of_the_blog(clocks: tuple[str, ...], cue: str):
    assert days(blog(clocks, f"[0:Ann Berg] <0:{cue}> {{0:it is late}}.")) == [TODAY]


@pytest.mark.parametrize(
    "statement",
    [
        "[0:Ann Berg] <0:has said> {0:it is late}.", "[0:Ann Berg] <0:believes> {0:it is late}.",
        "[0:Ann Berg] <0:once called> {0:it} late.", "[0:Economists] <0:say> {0:it is late}.",
        "In the past [0:Ann Berg] <0:said> {0:it was late}.",
    ],
)  # fmt: skip
def test_an_entry_does_not_date_what_holds_at_any_time(statement: str):
    assert days(blog(CLOCKS[0], statement)) == [None]


def test_a_day_in_the_sentence_goes_before_that_of_the_entry_and_is_gone_on_from():
    text = (
        "[0:Ann Berg] <0:said> on Tuesday {0:it was late}. [1:She] <1:said> {1:it was dark}. [2:Ode] <2:agreed> {2:so}."
    )
    assert days(blog(CLOCKS[0], text)) == [TUESDAY, TUESDAY, TODAY]


def test_times_of_day_are_of_the_day_that_stands_above_them():
    text = blog(CLOCKS[0], "[0:Ann Berg] <0:says> {0:it is late}.")
    assert days("How it went on Tuesday.\n\n" + text) == [TUESDAY]
    assert days("Wednesday 11 September 2024\n\n" + text) == [WEDNESDAY]
    assert days("Rain fell on Tuesday and on Wednesday.\n\n" + text) == [None]


@pytest.mark.parametrize(
    "starts",
    [
        ("10.5 million people", "9.30 per cent", "3.40 metres"),
        ("00:12:03", "00:14:10", "00:20:45"),
        ("8.05am", "9.30am"),
    ],
)
def test_other_numbers_and_two_times_of_day_make_no_blog(starts: tuple[str, ...]):
    text = "\n\n".join(f"{start} were lost." for start in starts)
    assert days(f"{text}\n\n[0:Ann Berg] <0:says> {{0:it is late}}.") == [None]


def test_dated_headings_date_what_stands_under_them():
    text = (
        "Tuesday 10 September\n\n[0:Ann Berg] <0:told> the house {0:it was late}.\n\nWednesday, September 11\n\n"
        "A day of rain.\n\n[1:Chi Nwosu] <1:said> {1:it was early}. [2:Berg] <2:has long said> {2:so}."
    )
    assert days(text) == [TUESDAY, WEDNESDAY, None]


def test_one_day_that_stands_alone_says_only_when_a_text_was_put_out():
    assert days("Published 12 September 2024\n\n[0:Ann Berg, a clerk,] <0:said> {0:it was late}.") == [None]


def test_every_turn_of_an_interview_has_its_day():
    text = (
        "The general received our newspaper on Wednesday.\n\n[0:Paper]<0::> {0:Is it late?}\n\n"
        "[1:Berg]<1::> {1:Very.}\n\n[2:Paper]<2::> {2:How late?}\n\n[3:Berg]<3::> {3:So late.}"
    )
    assert days(text) == [WEDNESDAY] * 4


def test_turns_under_no_date_have_none():
    assert days("[0:Paper]<0::> {0:Is it late?}\n\n[1:Berg]<1::> {1:Very.}") == [None, None]


@pytest.mark.parametrize("words", ["hours after the vote", "minutes later", "shortly after her speech"])
def test_what_is_said_hours_after_what_was_told_is_of_its_day(words: str):
    text = "The council voted on Tuesday.\n\n[0:The firm] <0:said> in a statement " + words + " {0:that it was late}."
    assert days(text) == [TUESDAY]


def test_what_was_said_at_the_time_is_of_the_day_that_the_paragraph_tells_of():
    assert days("The firm made its offer on Tuesday. At the time, [0:Ann Berg] <0:called> {0:it} late.") == [TUESDAY]


def test_a_speaker_who_comes_back_at_a_later_scene_speaks_there():
    text = (
        "[0:Ann Berg] <0:said> on Tuesday {0:it was late}.\n\nOn Wednesday people marched to the hall. "
        "[1:Berg] came out and <1:told> them {1:it was early}."
    )
    assert days_by_rules(text) == [TUESDAY, WEDNESDAY]


def test_the_lead_tells_of_its_own_day_and_not_of_that_on_which_the_speaker_is_heard_again():
    text = (
        "The candidates debated on Tuesday.\n\n[0:Ann Berg] <0:said> {0:it was late}.\n\n"
        "[1:Berg] <1:told> a breakfast on Wednesday {1:she had won}."
    )
    assert days(text)[0] != WEDNESDAY


def test_a_plan_that_people_gather_to_hear_of_is_to_come_and_their_gathering_is_not():
    text = "Farmers packed the hall on Tuesday to hear of a dam that would drown farms.\n\n{0:“No,”} <0:said> [0:Ode]."
    assert [e.said.start.day for e in told_in(text)] == [10]
    assert told_in("Farmers will pack the hall on Tuesday to hear of a dam.") == []


def test_a_sentence_may_begin_with_and():
    assert days("And on Tuesday [0:she] <0:was forced to admit>: {0:“It is late.”}") == [TUESDAY]
    assert days("Between Monday and Tuesday [0:Ann Berg] <0:said> {0:it was late}.") == [None]
