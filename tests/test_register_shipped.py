"""The shipped register: who is in it, how entries are found, and what they were on which day."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.register import Entry, Form, Register, Term, shipped_register
from whipcount.register.names import fold, lookup_words, person_words, words_of


def only(name: str, kind: str = "person") -> Entry:
    (entry,) = [e for e in shipped_register().candidates(name, kind) if name in {form.name for form in e.forms}]  # type: ignore[arg-type]
    return entry


@pytest.mark.parametrize("name", ["Bernie Sanders", "Bernard Sanders"])
def test_a_member_of_congress_is_found_under_each_form_of_the_name(name: str) -> None:
    entry = only(name)
    assert (entry.id, entry.name) == ("wikidata:Q359442", "Bernie Sanders")


@pytest.mark.parametrize(
    ("day", "role", "party"),
    [
        (date(1999, 5, 1), "representative", "Independent"),
        (date(2015, 9, 1), "senator", "Independent"),
        (date(1980, 1, 1), None, None),
    ],
)
def test_what_somebody_was_depends_on_the_day(day: date, role: str | None, party: str | None) -> None:
    terms = only("Bernie Sanders").on(day)
    assert (terms[0].role if terms else None, terms[0].party if terms else None) == (role, party)


def test_an_office_of_the_day_comes_before_a_seat_on_a_committee() -> None:
    roles = [term.role for term in only("Mitch McConnell").on(date(2025, 6, 1))]
    assert roles[0] == "senator"
    assert set(roles[1:]) <= {"member", "chair", "ranking member", "vice chair", "Chair"}


def test_father_and_son_are_two_entries() -> None:
    """Two presidents with one first name and one family name have their middle names between them."""
    bushes = [e for e in shipped_register().candidates("George Bush", "person") if e.family == "Bush"]
    assert len(bushes) == 2
    assert len({e.id for e in bushes}) == 2


def test_dated_office_holders_end_where_their_list_ends() -> None:
    putin = only("Vladimir Putin")
    assert putin.countries == {"Russia"}
    assert putin.on(date(2012, 6, 1))[0].organisation == "Government of Russia"
    assert putin.on(date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("House Foreign Affairs Committee", "committee:HSFA"),
        ("the United Nations", "organisation:united-nations"),
        ("U.S.", "country:USA"),
        ("Russia", "country:RUS"),
        ("NATO", "organisation:nato"),
    ],
)
def test_organisations_are_found_by_their_whole_name(name: str, identity: str) -> None:
    (entry,) = shipped_register().candidates(name, "organisation")
    assert entry.id == identity


def test_cities_do_not_stand_for_their_countries() -> None:
    assert shipped_register().candidates("Kandahar", "organisation") == ()


@pytest.mark.parametrize("name", ["", "   ", "'’", "Zzyzx Qqqq"])
def test_a_name_that_nobody_has_finds_nobody(name: str) -> None:
    assert shipped_register().candidates(name, "person") == ()


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = "import whipcount.register, whipcount.register.shipped as s; print(s.lines.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_a_users_entry_with_the_same_id_stands_in_front_of_the_shipped_one() -> None:
    mine = Entry("wikidata:Q359442", "person", (Form("Senator Bernie"),), (Term(role="candidate"),), origin="my list")
    register = Register((mine,))
    entry = register.entry("wikidata:Q359442")
    assert entry is not None
    assert entry.name == "Senator Bernie"
    assert "Bernie Sanders" in {form.name for form in entry.forms}
    assert {term.role for term in entry.terms} >= {"candidate", "senator"}
    assert register.version != shipped_register().version
    assert [e.name for e in register.candidates("Sanders", "person") if e.id == mine.id] == ["Senator Bernie"]


def test_an_empty_register_knows_nobody() -> None:
    assert Register(with_shipped=False).candidates("Bernie Sanders", "person") == ()
    assert Register(with_shipped=False).entry("wikidata:Q359442") is None


@given(st.text())
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.lists(st.sampled_from(["Ann", "Lee", "O’Brien", "Jr.", "III", "van", "Müller"]), min_size=1).map(" ".join))
def test_a_person_is_found_by_the_last_word_that_is_no_suffix(name: str) -> None:
    words, suffix = person_words(name)
    assert words
    assert (*words, suffix) if suffix else words == words_of(name)
    assert words[-1] in lookup_words(name, (), "person")
