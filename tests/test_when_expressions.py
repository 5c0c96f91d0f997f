"""Expressions of time mean days counted back from publication; what cannot be placed is left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.when.expressions import find_expressions

THURSDAY = date(2024, 9, 12)


def read(text: str, published: date | None = THURSDAY) -> list[tuple[str, str, str, bool]]:
    return [(e.start.isoformat(), e.end.isoformat(), e.precision, e.future) for e in find_expressions(text, published)]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on Thursday", "2024-09-12", "2024-09-12", "day"),
        ("on Friday", "2024-09-06", "2024-09-06", "day"),
        ("on Wednesday night", "2024-09-11", "2024-09-11", "day"),
        ("last Thursday", "2024-09-05", "2024-09-05", "day"),
        ("late Tuesday", "2024-09-10", "2024-09-10", "day"),
        ("Tues.", "2024-09-10", "2024-09-10", "day"),
        ("earlier today", "2024-09-12", "2024-09-12", "day"),
        ("yesterday", "2024-09-11", "2024-09-11", "day"),
        ("last night", "2024-09-11", "2024-09-11", "day"),
        ("two days ago", "2024-09-10", "2024-09-10", "day"),
        ("over the weekend", "2024-09-07", "2024-09-08", "range"),
        ("this week", "2024-09-09", "2024-09-12", "week"),
        ("earlier this week", "2024-09-09", "2024-09-12", "week"),
        ("last week", "2024-09-02", "2024-09-08", "week"),
        ("two weeks ago", "2024-08-26", "2024-09-01", "week"),
        ("earlier this month", "2024-09-01", "2024-09-30", "month"),
        ("last month", "2024-08-01", "2024-08-31", "month"),
        ("in June", "2024-06-01", "2024-06-30", "month"),
        ("in November", "2023-11-01", "2023-11-30", "month"),
        ("in March 2019", "2019-03-01", "2019-03-31", "month"),
        ("in 2013", "2013-01-01", "2013-12-31", "year"),
        ("three years ago", "2021-01-01", "2021-12-31", "year"),
        ("Sept. 6", "2024-09-06", "2024-09-06", "day"),
        ("6 September", "2024-09-06", "2024-09-06", "day"),
        ("Friday, Sept. 6, 2024", "2024-09-06", "2024-09-06", "day"),
        ("December 20", "2023-12-20", "2023-12-20", "day"),
        ("20 September 2022", "2022-09-20", "2022-09-20", "day"),
        ("on 8/26", "2024-08-26", "2024-08-26", "day"),
        ("2024-09-01", "2024-09-01", "2024-09-01", "day"),
        ("this morning", "2024-09-12", "2024-09-12", "day"),
        ("tonight", "2024-09-12", "2024-09-12", "day"),
        ("yesterday evening", "2024-09-11", "2024-09-11", "day"),
        ("on Sunday", "2024-09-08", "2024-09-08", "day"),
        ("early Saturday", "2024-09-07", "2024-09-07", "day"),
        ("last Friday", "2024-09-06", "2024-09-06", "day"),
        ("a week ago", "2024-09-02", "2024-09-08", "week"),
        ("a month ago", "2024-08-01", "2024-08-31", "month"),
        ("a decade ago", "2014-01-01", "2014-12-31", "year"),
        ("last weekend", "2024-09-07", "2024-09-08", "range"),
        ("in the past week", "2024-09-05", "2024-09-12", "range"),
        ("this month", "2024-09-01", "2024-09-30", "month"),
        ("earlier this year", "2024-01-01", "2024-12-31", "year"),
        ("last year", "2023-01-01", "2023-12-31", "year"),
        ("last spring", "2023-01-01", "2023-12-31", "year"),
        ("last October", "2023-10-01", "2023-10-31", "month"),
        ("in early June", "2024-06-01", "2024-06-30", "month"),
        ("the summer of 2018", "2018-01-01", "2018-12-31", "year"),
        ("September 3rd", "2024-09-03", "2024-09-03", "day"),
        ("the 3rd of September", "2024-09-03", "2024-09-03", "day"),
        ("August 30, 1999", "1999-08-30", "1999-08-30", "day"),
        ("Feb. 29, 2024", "2024-02-29", "2024-02-29", "day"),
        ("on Feb. 29", "2024-02-29", "2024-02-29", "day"),
        ("on 3/1/2024", "2024-03-01", "2024-03-01", "day"),
        ("in mid-July", "2024-07-01", "2024-07-31", "month"),
    ],
)
def test_an_expression_means_these_days(text: str, start: str, end: str, precision: str):
    assert read(f"She spoke {text}.") == [(start, end, precision, False)]


@pytest.mark.parametrize(
    "text", ["next Friday", "tomorrow", "later this week", "next month", "Sept. 20", "on Friday next week"]
)
def test_what_is_to_come_is_marked(text: str):
    assert [e[3] for e in read(f"They meet {text}.")] == [True]


@pytest.mark.parametrize(
    "text",
    ["He may go", "Mondays are hard", "every Friday", "24/7 service", "9/11", "a march on the city", "May said so",
     "June 31", "Sept. 31", "Feb. 29, 2023", "February 30", "0/12/2024", "12 percent", "Room 2013",
     "on Super Tuesday", "Saturday Night Live", "the next day", "later that day"],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_left_out(text: str):
    assert read(text) == []


def test_without_a_day_of_publication_only_full_dates_are_read():
    assert read("On Friday, last week, in June, Sept. 6 and Sept. 6, 2024.", None) == [
        ("2024-09-06", "2024-09-06", "day", False)
    ]


@given(
    st.dates(min_value=date(1980, 1, 1), max_value=date(2090, 1, 1)),
    st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
)
def test_a_weekday_is_the_last_such_day_up_to_publication(published: date, weekday: str):
    ((start, end, precision, future),) = read(f"She spoke on {weekday}.", published)
    day = date.fromisoformat(start)
    assert day.strftime("%A") == weekday
    assert timedelta(0) <= published - day < timedelta(7)
    assert (end, precision, future) == (start, "day", False)


@given(
    st.text(alphabet=st.sampled_from("onlastweekMondayJune 0123456789/-.,thsago"), max_size=60), st.none() | st.dates()
)
def test_no_text_breaks_the_finder(text: str, published: date | None):
    for expression in find_expressions(text, published):
        assert 0 <= expression.span.start < expression.span.end <= len(text)
        assert expression.start <= expression.end


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("He fell on Monday. The next day he rose.", ["2024-09-09", "2024-09-10"]),
        ("He fell on Monday. The following morning he rose.", ["2024-09-09", "2024-09-10"]),
        ("He rose on Tuesday, two days later he fell.", ["2024-09-10", "2024-09-12"]),
        ("He rose on Tuesday. A day earlier he fell.", ["2024-09-10", "2024-09-09"]),
        ("He rose on Tuesday; later that day he fell.", ["2024-09-10", "2024-09-10"]),
        ("He rose on Tuesday. That night he fell, and earlier in the day too.", ["2024-09-10"] * 3),
        ("He rose on Dec. 31, 2023. The next day he fell.", ["2023-12-31", "2024-01-01"]),
        ("He rose on Feb. 28, 2024, and a day later he fell.", ["2024-02-28", "2024-02-29"]),
        ("He rose on Tuesday, a day after the vote.", ["2024-09-10"]),
        ("The board voted on Monday. A day after the vote he fell.", ["2024-09-09", "2024-09-10"]),
        ("They debated on Monday. Two days before the last debate he fell.", ["2024-09-09", "2024-09-07"]),
        ("She said so on Monday. He fell the day after the speech.", ["2024-09-09", "2024-09-10"]),
        ("It rained on Monday. A day after the vote he fell.", ["2024-09-09"]),  # no day is given for the vote
        ("He rose on Tuesday. The day before, he fell.", ["2024-09-10", "2024-09-09"]),
        ("He rose on Tuesday. The previous night he fell.", ["2024-09-10", "2024-09-09"]),
        ("He rose on Tuesday, the day before the vote.", ["2024-09-10"]),
        ("They meet next Tuesday. The next day they part.", ["2024-09-17"]),
        ("He rose on Tuesday." + " So it went on and on." * 40 + " The next day he fell.", ["2024-09-10"]),
    ],
)
def test_a_day_next_to_another_is_counted_from_the_one_named_last(text: str, days: list[str]):
    assert [e[0] for e in read(text)] == days


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Veterans Day, 2023", "2023-11-11"), ("Labor Day", "2024-09-02"), ("Memorial Day", "2024-05-27"),
        ("New Year’s Eve", "2023-12-31"), ("the Fourth of July", "2024-07-04"), ("Easter Monday", "2024-04-01"),
        ("Thanksgiving", "2023-11-23"), ("Good Friday, 2025", "2025-04-18"), ("Presidents Day", "2024-02-19"),
    ],
)  # fmt: skip
def test_a_holiday_is_its_last_day_up_to_publication(name: str, day: str):
    assert [e[0] for e in read(f"She spoke on {name}.")] == [day]


def test_a_holiday_within_two_months_is_to_come_and_one_without_on_dates_nothing():
    (coming,) = find_expressions("It opens on Halloween.", date(2024, 9, 12))
    assert coming.future
    assert not read("The Labor Day parade was wet. Thanksgiving is a feast.")


def test_a_day_counted_from_another_shows_both():
    text = "He fell on Monday. The next day he rose."
    *_, e = find_expressions(text, THURSDAY)
    assert e.counted_from is not None
    assert (text[slice(*e.counted_from)], text[slice(*e.span)]) == ("Monday", "The next day")


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("BONN, Sept. 13 (Wire) — She spoke on Friday.", "2024-09-13"),
        ("BONN, Sept. 11 (Wire) — She spoke on Wednesday.", "2024-09-11"),
        ("ST. PAUL, Minn., Sept. 11 - She spoke on Thursday.", "2024-09-05"),
        ("BONN, Sept. 4 (Wire) — She spoke on Tuesday.", "2024-09-03"),  # printed a week later
        ("BONN, Aug. 1 (Wire) — She spoke on Friday.", "2024-09-06"),  # too far off to be the day of writing
        ("BONN (Wire) — She spoke on Friday.", "2024-09-06"),
    ],
)
def test_a_dateline_next_to_publication_is_what_weekdays_count_from(dateline: str, day: str):
    assert read("A headline.\n\n" + dateline)[-1][0] == day


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("on Tuesday", "2024-01-01", "2023-12-26"),
        ("yesterday", "2024-01-01", "2023-12-31"),
        ("last night", "2024-03-01", "2024-02-29"),
        ("on Friday", "2024-03-01", "2024-03-01"),
        ("on Sunday", "2024-03-31", "2024-03-31"),  # the clocks go forward that night in Europe
        ("on Saturday", "2024-11-03", "2024-11-02"),  # and back in America
        ("last Friday", "2024-03-01", "2024-02-23"),
        ("Dec. 31", "2024-01-02", "2023-12-31"),
        ("on Feb. 29", "2025-03-01", None),
        ("last month", "2024-01-31", "2023-12-01"),
        ("three days ago", "2024-01-02", "2023-12-30"),
    ],
)
def test_days_count_over_the_edges_of_the_calendar(text: str, published: str, day: str | None):
    found = read(f"She spoke {text}.", date.fromisoformat(published))
    assert [e[0] for e in found] == ([day] if day else [])


@pytest.mark.parametrize(
    "text", ["9" * 20_000, "1 " * 10_000, "May " * 5_000, "9" * 20_000 + " September", "day " * 5_000]
)
def test_long_runs_of_figures_and_words_hold_nothing_up(text: str):
    assert read(text) == []
