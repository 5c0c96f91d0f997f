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
     "June 31", "12 percent", "Room 2013"],
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
