"""Several people with one family name in one article: whom the bare name means."""

from __future__ import annotations

import pytest

from support.marked import speakers


def name(text: str) -> str | None:
    return speakers(text)[-1].name


@pytest.mark.parametrize(
    ("pronoun", "expected"),
    [("her", "Laura Osei"), ("his", "Thomas Osei")],
)
def test_the_pronoun_after_a_bare_name_tells_namesakes_apart(pronoun: str, expected: str):
    text = f"Laura Osei and Thomas Osei came.\n\nIt rained. [0:Osei] <0:said> {{0:{pronoun} plan was late}}."
    assert name(text) == expected


def test_a_pronoun_does_not_count_where_somebody_else_is_named_before_it():
    text = (
        "Thomas Osei came. Thomas Osei sat. Laura Osei left.\n\nIt rained. "
        "[0:Osei] <0:told> Ann Roe {0:that her plan was late}."
    )
    assert name(text) == "Thomas Osei"


def test_who_is_named_most_is_meant_by_the_bare_name():
    text = (
        "Laura Osei spoke. Laura Osei rose. Laura Osei won.\n\nThomas Osei was there.\n\nIt rained. "
        "[0:Osei] <0:said> {0:no}."
    )
    assert name(text) == "Laura Osei"


def test_a_relative_keeps_the_first_name():
    text = "Laura Osei spoke. Her husband, Thomas Osei, came. [0:Osei] <0:said> {0:no}."
    assert name(text) == "Laura Osei"


def test_a_company_is_not_short_for_a_longer_name():
    text = "The State Twitter grew. People read Twitter. [0:Twitter] <0:said> {0:no}."
    assert name(text) == "Twitter"


@pytest.mark.parametrize(
    ("full", "short"),
    [("Ines La Roca", "La Roca"), ("Enrique Vega Marín", "Vega Marín"), ("Petra Van Aken", "Van Aken")],
)
def test_a_family_name_of_two_words_is_one_persons(full: str, short: str):
    text = f"Officials met {full}, a lawyer. {short} sat down. It rained. [0:{short}] <0:said> {{0:no}}."
    assert name(text) == full
