"""A date is that of the saying only where the text says so: in the sentence, or carried from an event it belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from support.marked import days, days_by_rules, marked
from whipcount.model import Span
from whipcount.passages import Passages
from whipcount.resolve import resolve
from whipcount.segment import segment
from whipcount.when import said_on
from whipcount.when.attach import by_rules
from whipcount.when.sentence import told
from whipcount.when.story import Story

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
        "[0:Berg] on Friday <0:called> {0:the vote late}.",
        "[0:Berg] <0:told> the press {0:it was late} when leaving on Friday.",
        "{0:It is late}, <0:according to> [0:a survey published Friday].",
        "[0:Berg] <0:wrote> in a letter dated Friday {0:that it was late}.",
        "A storm hit on Sept. 2. Four days later [0:Berg] <0:said> {0:it was late}.",
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
        "On Friday, [0:Berg] <0:will say> {0:it is late}.",
        "[0:Berg] <0:is to announce> on Friday {0:a plan}.",
        "Despite losses on Friday, {0:it is early}, [0:Berg] <0:said>.",
        "Berg turned sixty on Friday, and [0:many neighbours] <0:hope> {0:for rest}.",
        "On Friday, Berg, [0:who] <0:had backed> {0:the plan}, left.",
        "[0:Berg], elected Friday, <0:has said> {0:it is late}.",
        "[0:Berg] <0:wrote> {0:it was late} in time for Friday.",
        "[0:A ship launched Friday] <0:proves> {0:it is late}.",
        "[0:Berg] <0:said> {0:it was late} on the 31st of September.",
        "A storm hit on Monday. Four days later [0:Chi Nwosu, the clerk,] <0:said> {0:it was late}.",
    ],
)
def test_a_day_of_something_else_is_no_day_of_the_saying(text: str):
    assert days(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "[0:Berg] <0:said> {0:it was late}.",
        "[0:Berg] <0:says> {0:it is late}.",
        "BONN, Sept. 12 (Wire) — [0:Berg] <0:said> {0:it was late}.",
        "[0:Berg] <0:said> {0:it was late}.\n\nThe vote comes on Friday next week.",
    ],
)
def test_the_day_of_publication_is_no_day_of_speech(text: str):
    assert days(text) == [None]


def test_a_weekday_that_is_the_day_of_publication_is_that_day():
    assert days("[0:Berg] <0:said> Thursday {0:it was late}.") == [("2024-09-12", "2024-09-12", "day")]


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


def carried(second: str, *, first: str = "[0:Ann Berg] <0:said> on Friday {0:it was late}.", gap: str = "\n\n"):
    """The day of the second statement after a dated first one."""
    return days(first + gap + second)[1]


@pytest.mark.parametrize(
    "second",
    [
        "{1:“Very late,”} [1:she] <1:said>.",
        "[1:Berg] <1:argued> {1:it was too late}.",
        "[1:Berg]<1::> {1:It is late.}",
        "Hours later, [1:Chi Nwosu, head of a union,] <1:said> {1:it was early}.",
        "Later that day, [1:a group of farmers] <1:said> {1:it was early}.",
    ],
)
def test_what_follows_at_the_same_event_has_its_day(second: str):
    assert carried(second) == FRIDAY


@pytest.mark.parametrize(
    "second",
    [
        "[1:Berg] <1:has warned> {1:of rain}.",
        "[1:Berg] <1:believes> {1:in rain}.",
        "[1:Berg] <1:previously opposed> {1:the plan}.",
        "During the winter, [1:Berg] <1:complained> {1:of rain}.",
        "In recent weeks, [1:Berg] <1:complained> {1:of rain}.",
        "[1:Chi Nwosu, head of a farmers’ union,] <1:said> {1:it was early}.",
        "[1:Berg] <1:will argue> {1:it was late}.",
    ],
)
def test_another_time_or_speaker_is_another_event(second: str):
    assert carried(second) is None


def test_says_goes_on_where_the_dated_statement_is_told_in_the_present():
    told = "[0:Ann Berg] <0:says> in a letter sent Friday {0:it is late}."
    assert carried("[1:She] <1:says> {1:it is too late}.", first=told) == FRIDAY


def test_an_event_goes_on_as_long_as_its_speaker_does():
    rain = "\n\n".join(["It rained."] * 6)
    text = (
        "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n" + rain + "\n\n[1:Berg] <1:said> {1:it was dark}.\n\n"
        + rain + "\n\n[2:Berg] <2:said> {2:it was cold}.\n\n" + rain + "\n\n" + rain + "\n\n"
        "[3:Berg] <3:said> {3:it was wet}."
    )  # fmt: skip
    assert days_by_rules(text) == [FRIDAY, FRIDAY, FRIDAY, None]


def test_an_aside_about_another_year_ends_with_its_paragraph():
    text = (
        "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n"
        "In 2012, [1:she] <1:argued> {1:it was early}. [2:She] <2:added> {2:it was dark}.\n\n"
        "{3:“Now it is late,”} [3:she] <3:said>."
    )
    year = ("2012-01-01", "2012-12-31", "year")
    assert days(text) == [FRIDAY, year, year, FRIDAY]


def test_this_year_says_less_than_the_day_of_the_event():
    first = "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n"
    assert days_by_rules(first + "This year, [1:Berg] <1:praised> {1:the rain}.")[1] == FRIDAY
    assert carried("Last year, [1:Berg] <1:praised> {1:the rain}.") == ("2023-01-01", "2023-12-31", "year")


def test_nobody_need_have_spoken_where_somebody_died():
    died, spoke = "The mayor died on Friday.", "The mayor spoke in Bonn on Friday."
    assert days(died + "\n\n[0:He] <0:called> {0:rain a gift}.") == [None]
    assert days(spoke + "\n\n[0:He] <0:called> {0:rain a gift}.") == [FRIDAY]


def test_a_memo_in_the_lead_dates_what_others_wrote_in_it():
    text = (
        "The files were moved, says a memo released on Friday.\n\n"
        "{0:All is safe}, [0:Chi Nwosu, the clerk,] <0:wrote> in a memo to the mayor."
    )
    assert days(text) == [FRIDAY]


def test_remarks_quoted_first_are_dated_later():
    text = (
        "[0:Ann Berg] <0:feared> {0:it was late}.\n\n{1:“Very late,”} [1:she] <1:said>.\n\n"
        "Berg made her remarks at a breakfast on Friday.\n\n[2:Berg] <2:has said> {2:so}."
    )
    assert days(text) == [FRIDAY, FRIDAY, None]


def test_what_stands_between_two_statements_of_a_day_is_of_that_day():
    text = (
        "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n"
        "[1:Chi Nwosu, head of a farmers’ union,] <1:said> {1:it was early}.\n\n[2:Berg] <2:said> {2:it was dark}."
    )
    assert days(text) == [FRIDAY, FRIDAY, FRIDAY]
    assert days(text.replace("<1:said>", "<1:has said>")) == [FRIDAY, None, FRIDAY]


def test_a_wire_story_says_says_for_what_its_lead_dates():
    text = (
        "[0:Berg] <0:says> {0:it is late}.\n\n[1:Mayor Ann Berg] <1:says> {1:it is late}.\n\n"
        "[2:Berg] <2:drew> {2:the line} at a speech in Bonn on Friday.\n\n[3:Berg] <3:says> {3:it is dark}.\n\n"
        "[4:Berg] <4:has said> {4:so}."
    )
    assert days(text)[1:] == [FRIDAY, FRIDAY, FRIDAY, None]


def test_speakers_tell_a_description_from_somebody_new():
    text = "[0:Mayor Ann Berg] <0:said> on Friday {0:it was late}.\n\n[1:The mayor] <1:argued> {1:it was dark}."
    document, found = marked(text, published=date(2024, 9, 12))
    assert said_on(document, found)[1] is None
    told = said_on(document, found, resolve(document, found))[1]
    assert told is not None
    assert told.start == date(2024, 9, 6)


@pytest.mark.parametrize("tense", ["said", "argued", "warned"])
def test_what_others_say_of_an_event_of_today_is_said_today(tense: str):
    text = (
        "Ann Berg on Thursday opened a bridge.\n\n"
        f"[0:Chi Nwosu, head of a farmers’ union,] <0:{tense}> {{0:it was late}}.\n\n[1:Nwosu] <1:has said> {{1:so}}."
    )
    assert days(text) == [("2024-09-12", "2024-09-12", "day"), None]
    assert days(text.replace("on Thursday", "on Friday")) == [None, None]
    assert days(text.replace("opened a bridge", "opened a poll")) == [None, None]


def test_whoever_spoke_in_a_scene_goes_on_in_it():
    text = (
        "The mayor hit back on Friday at the clerks.\n\n[0:The mayor] <0:said> {0:it was late}.\n\n"
        + "It rained.\n\n" * 5
        + "[1:The mayor] <1:said> {1:it was dark}."
    )
    assert days(text) == [FRIDAY, FRIDAY]


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("In an interview that aired Friday, [0:Berg] <0:said> {0:it was late}.", FRIDAY),
        ("In a hall that burnt Friday, [0:Berg] <0:said> {0:it was late}.", None),
        ("In a 2012 speech, [0:Berg] <0:said> {0:it was late}.", ("2012-01-01", "2012-12-31", "year")),
        ("[0:Berg] <0:said> in her 2012 letter {0:that it was late}.", ("2012-01-01", "2012-12-31", "year")),
        ("[0:Berg] <0:said> on a 2012 bridge {0:that it was late}.", None),
    ],
)
def test_an_event_may_carry_its_time_with_it(opening: str, day: tuple[str, str, str] | None):
    assert days(opening) == [day]


def test_what_is_told_as_history_is_no_scene():
    text = "Berg gave money on May 7, 2013.\n\n{0:“It is late,”} [0:Berg] <0:said>."
    assert days(text) == [None]
    assert days(text.replace("May 7, 2013", "Friday")) == [FRIDAY]


def test_a_list_of_quotations_from_a_debate_has_its_day():
    text = "A channel aired a debate on Friday.\n\n{0:“It is late.”}\n\n<0:-> [0:Ann Berg].\n\nIt was not."
    assert days(text) == [FRIDAY]


def test_may_the_month_is_no_verb():
    text = "On May 6, Ann Berg spoke in Bonn.\n\n{0:“It is late,”} [0:she] <0:said>."
    assert days(text, "2024-05-09") == [("2024-05-06", "2024-05-06", "day")]


@pytest.mark.parametrize(
    ("headline", "day"),
    [
        ("[0:Berg] <0:warns of> {0:rain}.", FRIDAY),
        ("{0:Rain ahead}, [0:Berg] <0:says>.", FRIDAY),
        ("[0:Berg], <0:angered by> {0:rain}, leaves.", None),
        ("[0:Berg] <0:has warned of> {0:rain}.", None),
    ],
)
def test_a_headline_in_the_present_has_the_day_of_what_the_lead_tells(headline: str, day: tuple[str, str, str] | None):
    text = f"{headline}\n\nThe town was told of rain on Friday by its clerk."
    document, found = marked(text, published=date(2024, 9, 12))
    document = segment(replace(document, title=document.text.split("\n")[0].rstrip(".")))
    story = Story(document, found, resolve(document, found))
    (date_of,) = by_rules(story, list(told(story)))
    assert (date_of and (date_of.start.isoformat(), date_of.end.isoformat(), date_of.precision)) == day


def test_a_participle_goes_on_from_the_paragraph_before():
    text = "[0:Ann Berg] <0:spoke> on Friday {0:of rain}.\n\n<1:Pointing to> {1:a map}, [1:Berg] left."
    assert days(text) == [FRIDAY, FRIDAY]


def test_the_text_is_gone_through_once(monkeypatch: pytest.MonkeyPatch):
    """Work grows with the length of the text, not with its square: counted in looks at a sentence, not in seconds."""
    seen: list[int] = []
    look = Passages.sentence_span

    def counted(self: Passages, offset: int) -> Span:
        seen.append(offset)
        return look(self, offset)

    monkeypatch.setattr(Passages, "sentence_span", counted)
    part = "Ann Berg spoke on Monday. [0:Berg] <0:said> on Friday {0:it was late}. [1:He] <1:added> {1:more}.\n\n"
    looks: list[int] = []
    for times in (20, 40):
        seen.clear()
        text = "".join(part.replace("0:", f"{2 * n}:").replace("1:", f"{2 * n + 1}:") for n in range(times))
        days(text)
        looks.append(len(seen))
    assert looks[1] <= 2.2 * looks[0]
