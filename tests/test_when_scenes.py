"""A report gives the day of a meeting once; what is said at the meeting was said then, what is said elsewhere not."""

from __future__ import annotations

from datetime import date

import pytest

from support.marked import days, marked
from whipcount.resolve import resolve
from whipcount.when.scene import Room, scene_of
from whipcount.when.story import Story

MONDAY, TUESDAY, WEDNESDAY = (
    ("2024-09-09", "2024-09-09", "day"), ("2024-09-10", "2024-09-10", "day"), ("2024-09-11", "2024-09-11", "day"),
)  # fmt: skip
COUNCIL = (
    "The town council voted 5-2 on Monday night to close the baths.\n\n"
    "[0:Councilor Ann Berg] <0:said> {0:the water was cold}.\n\n"
    "{1:“So is the sea,”} [1:Councilor Chi Nwosu] <1:replied>.\n\n"
)


def room(text: str):
    document, found = marked(text, published=date(2024, 9, 12))
    story = Story(document, found, resolve(document, found))
    return Room(story, scene_of(story, date(2024, 9, 9), 0))


def test_members_of_a_council_speak_at_its_meeting():
    assert days(COUNCIL) == [MONDAY, MONDAY]


@pytest.mark.parametrize(
    "statement",
    ["[2:Nwosu] <2:says> {2:he will swim elsewhere}.", "[2:Swimmers] <2:have long complained> {2:of the cold}.",
     "In an email, [2:a spokesman for the county] <2:said> {2:it had no money}."],
)  # fmt: skip
def test_what_is_told_in_the_present_or_of_another_occasion_is_not_of_the_meeting(statement: str):
    assert days(COUNCIL + statement)[2] is None


def test_a_day_of_ones_own_goes_before_that_of_the_meeting():
    assert days(COUNCIL + "[2:Berg] <2:told> the Star on Wednesday {2:that she was sorry}.")[2] == WEDNESDAY


@pytest.mark.parametrize(
    ("lead", "kind"),
    [("The school board refused the plan.", "sitting"), ("A jury heard of it.", "sitting"),
     ("About ninety people packed the village hall.", "meeting"), ("She told reporters so.", "to the press"),
     ("Thousands marched.", "crowd"), ("The two clashed over rain.", "words")],
)  # fmt: skip
def test_the_lead_says_what_kind_of_occasion_it_is(lead: str, kind: str):
    assert kind in room(f"{lead} [0:Ann Berg] <0:said> {{0:so}}.").scene.kinds


def test_a_meeting_goes_on_until_something_is_told_of_another_occasion():
    text = COUNCIL + "[2:Berg] <2:wrote> in an email {2:that she was sorry}. [3:Nwosu] <3:said> {3:so was he}."
    assert room(text).here == [True, True, False, True]
    assert room(text).unbroken == [True, True, True, False]


def test_an_office_is_known_from_where_a_name_first_stands():
    text = COUNCIL + "[2:Nwosu] <2:said> {2:he would swim}. [3:Dan Ode] <3:said> {3:so would he}."
    assert [room(text).office(i) for i in range(4)] == [True, True, True, False]


def test_who_votes_for_a_plan_to_do_something_has_voted():
    text = COUNCIL.replace("close the baths", "shelve a plan to close the baths")
    assert days(text) == [MONDAY, MONDAY]


def test_what_is_told_of_a_meeting_of_a_day_is_of_that_day():
    text = COUNCIL.replace(
        "The town council voted 5-2 on Monday night", "At Monday evening’s full council, members voted 5-2"
    )
    assert days(text) == [MONDAY, MONDAY]


@pytest.mark.parametrize("source", ["The paper", "The document", "The researchers"])
def test_a_report_may_be_called_by_another_word(source: str):
    text = "The lake is dying, scientists warned in a study released on Tuesday.\n\n"
    assert days(f"{text}[0:{source}] <0:blamed> {{0:the farms}}.") == [TUESDAY]
