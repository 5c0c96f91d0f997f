"""Linking to the register: who is meant by name, office, party, state and day, and when nobody is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.model import Attribution, Document, Span, Speaker
from whipcount.register import Entry, Form, Register, Term, shipped_register
from whipcount.resolve import link, resolve
from whipcount.segment import segment

DAY = date(2025, 5, 12)
OBAMA, SANDERS, TRUMP = "wikidata:Q76", "wikidata:Q359442", "wikidata:Q22686"
W_BUSH, H_BUSH = "wikidata:Q207", "congress:B001166"
TIM, BOBBY, RICK = "wikidata:Q561315", "wikidata:Q888668", "wikidata:Q439729"
MARY = Entry("own:mary", "person", (Form("Mary Holt"),), (Term("mayor", "City of Saltmere"),))


def speakers(
    text: str, *sources: str, published: date | None = DAY, register: Register | None = None
) -> tuple[Speaker, ...]:
    """Speakers of a text whose statements begin after these words, each taken where it stands first after the last."""
    document = segment(Document("d", "d", text, "", published=published))
    found, at = [], 0
    for source in sources:
        at = text.index(source, at)
        end = at + len(source)
        found.append(
            Attribution((Span(at, end),), (Span(end + 1, end + 5),), (Span(end + 6, end + 8),), "indirect", 0.9)
        )
        at = end
    known = resolve(document, found)
    return link(document, known, [None] * len(found), register or shipped_register())


def linked(text: str, *sources: str, published: date | None = DAY) -> list[str | None]:
    return [speaker.actor for speaker in speakers(text, *sources, published=published)]


def test_two_people_with_one_surname_in_one_article_are_two() -> None:
    text = (
        "Sen. Tim Scott, R-S.C., said it was time. Rep. Bobby Scott, D-Va., said it was not. "
        "Sen. Rick Scott (R-Fla.) said he agreed with Tim Scott.\n"
    )
    assert linked(text, "Sen. Tim Scott, R-S.C.,", "Rep. Bobby Scott, D-Va.,", "Sen. Rick Scott (R-Fla.)") == [
        TIM, BOBBY, RICK,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "entry"),
    [
        ("Former President George W. Bush", W_BUSH),
        ("Former President George H.W. Bush", H_BUSH),
        ("Former President George H. W. Bush", H_BUSH),
        ("President Donald J. Trump", TRUMP),
        ("Donald Trump Jr.", None),
    ],
)
def test_father_and_son_are_told_apart(written: str, entry: str | None) -> None:
    text = f"{written} said at the White House that it was late. Congress listened.\n"
    assert linked(text, written, published=date(2017, 5, 1)) == [entry]


def test_two_who_fit_equally_well_are_left_open_with_both_named() -> None:
    text = "Former President George Bush said in Washington that it was late.\n"
    (speaker,) = speakers(text, "Former President George Bush", published=date(2012, 5, 1))
    assert speaker.actor is None
    assert speaker.ambiguous
    assert {candidate.actor for candidate in speaker.candidates} == {W_BUSH, H_BUSH}
    assert speaker.name == "George Bush"


@pytest.mark.parametrize(
    "text",
    [
        "Bernie Sanders, a plumber from Ohio, said the pipes were old.\n",
        "Professor Mike Turner said the pipes were old.\n",
        "Sen. Bernie Sandor said the pipes were old.\n",
        "Barry Obama said the pipes were old.\n",
        "Mr. Turner said the pipes were old.\n",
    ],
)
def test_a_name_alone_or_a_likeness_links_nobody(text: str) -> None:
    source = text.split(" said")[0].split(",")[0]
    assert linked(text, source) == [None]


def test_the_son_is_not_taken_for_the_father_before_he_holds_office() -> None:
    """In 2016 the senator of this name was the father, who is not in the register; the son is."""
    text = "Sen. Robert Menendez, D-N.J., said the Senate would vote.\n"
    assert linked(text, "Sen. Robert Menendez, D-N.J.,", published=date(2016, 4, 8)) == [None]


@pytest.mark.parametrize("name", ["Mike McCaul", "Michael McCaul"])
def test_short_and_long_first_names_are_one_and_the_registers_form_is_shown(name: str) -> None:
    text = f"Rep. {name}, R-Texas, said the House would vote.\n"
    (speaker,) = speakers(text, f"Rep. {name}, R-Texas,")
    assert (speaker.actor, speaker.name) == ("wikidata:Q539509", "Michael McCaul")


def test_the_article_keeps_its_form_where_it_is_one_of_the_registers() -> None:
    text = "Sen. Bernard Sanders of Vermont said the Senate would vote.\n"
    (speaker,) = speakers(text, "Sen. Bernard Sanders of Vermont")
    assert (speaker.actor, speaker.name) == (SANDERS, "Bernard Sanders")


@pytest.mark.parametrize(
    ("day", "role", "since"),
    [(date(2015, 9, 1), "senator", date(2007, 1, 4)), (date(1995, 9, 1), "representative", date(1991, 1, 3))],
)
def test_the_role_is_that_of_the_day_with_its_term(day: date, role: str, since: date) -> None:
    (speaker,) = speakers("Bernie Sanders said in Congress that it was late.\n", "Bernie Sanders", published=day)
    (fact,) = [fact for fact in speaker.facts if fact.kind == "role"]
    assert (fact.value, fact.origin, fact.entry, fact.since) == (role, "register", SANDERS, since)
    assert (speaker.role, speaker.party, speaker.country) == (role, "Independent", "United States")


def test_what_the_text_says_comes_first_and_shows_where() -> None:
    text = "House Foreign Affairs Committee Chair Michael McCaul, R-Texas, said the House would vote.\n"
    (speaker,) = speakers(text, "House Foreign Affairs Committee Chair Michael McCaul")
    told = {
        fact.kind: (fact.value, [text[s.start : s.end] for s in fact.evidence])
        for fact in speaker.facts
        if fact.origin == "text"
    }
    assert told["role"] == (
        "House Foreign Affairs Committee Chair", ["House Foreign Affairs Committee Chair"],
    )  # fmt: skip
    assert told["organisation"] == ("House Foreign Affairs Committee", ["House Foreign Affairs Committee"])
    assert told["party"] == ("Republican", ["R"])
    assert speaker.role == "House Foreign Affairs Committee Chair"
    assert ("role", "representative") in {(f.kind, f.value) for f in speaker.facts if f.origin == "register"}


def test_a_country_in_the_role_is_the_speakers() -> None:
    text = "Russian President Vladimir Putin said it was late.\n"
    (speaker,) = speakers(text, "Russian President Vladimir Putin", published=date(2013, 3, 3))
    assert speaker.country == "Russia"
    assert [text[s.start : s.end] for f in speaker.facts if f.kind == "country" for s in f.evidence] == ["Russian"]
    assert speaker.actor == "petrarch:vladimir-putin"


def test_on_whose_behalf_is_a_link_too() -> None:
    text = "Sen. Bernie Sanders of Vermont stayed away. A spokesman for Bernie Sanders said he was late.\n"
    (speaker,) = speakers(text, "A spokesman for Bernie Sanders")
    assert (speaker.on_behalf_of, speaker.behalf_actor) == ("Bernie Sanders", SANDERS)
    assert speaker.actor is None


def test_a_name_that_changes_is_used_on_its_days_only() -> None:
    changed = Entry(
        "own:berg", "person", (Form("Mary Holt", date(2019, 5, 2)), Form("Mary Berg", None, date(2019, 5, 1))),
    )  # fmt: skip
    register = Register((changed,))
    for day, name, entry in (
        (date(2018, 1, 1), "Mary Berg", "own:berg"),
        (date(2022, 1, 1), "Mary Berg", None),
        (date(2022, 1, 1), "Mary Holt", "own:berg"),
        (date(2018, 1, 1), "Mary Holt", None),
    ):
        (speaker,) = speakers(f"{name} said so.\n", name, published=day, register=register)
        assert speaker.actor == entry, (day, name)


def test_the_users_own_actor_is_linked_and_the_other_of_that_name_is_not() -> None:
    text = "Mayor Mary Holt said the port was full. Mary Holtby said it was not.\n"
    first, second = speakers(text, "Mayor Mary Holt", "Mary Holtby", register=Register((MARY,)))
    assert (first.actor, second.actor) == ("own:mary", None)
    assert ("organisation", "City of Saltmere", "register") not in {(f.kind, f.value, f.origin) for f in second.facts}
    plumber = "Mary Holt, a plumber, said the port was full.\n"
    (other,) = speakers(plumber, "Mary Holt", register=Register((MARY,)))
    assert other.actor is None


def test_groups_and_unnamed_sources_are_never_linked() -> None:
    text = "A senior official said so. Republicans said no. Barack Obama slept.\n"
    assert linked(text, "A senior official", "Republicans") == [None, None]


def test_an_organisation_is_linked_by_its_whole_name() -> None:
    text = "The United Nations said so. The United Nations Club of Ohio said no.\n"
    first, _ = linked(text, "The United Nations", "The United Nations Club of Ohio")
    assert first == "organisation:united-nations"


NAMES = ("Sen. Tim Scott, R-S.C.,", "Rep. Bobby Scott, D-Va.,", "Barack Obama", "Bernie Sanders")


@given(st.permutations(NAMES), st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_probabilities_are_probabilities_and_the_answer_does_not_hang_on_the_order(order, day) -> None:
    text = " ".join(f"{name} said it was late in Congress." for name in NAMES)
    places = {name: n for n, name in enumerate(NAMES)}
    by_order = {}
    for name in order:
        (speaker,) = speakers(text, name, published=day)
        assert sum(candidate.probability for candidate in speaker.candidates) <= 1.0 + 1e-3
        by_order[places[name]] = speaker.actor
    assert [by_order[n] for n in range(len(NAMES))] == [linked(text, name, published=day)[0] for name in NAMES]
