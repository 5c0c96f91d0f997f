"""Organisations by short form, publications by their author, polls by their full name."""

from __future__ import annotations

import pytest

from support.marked import speakers


def names(text: str, **about: str) -> list[str | None]:
    return [s.name for s in speakers(text, **about)]


@pytest.mark.parametrize(
    ("before", "source", "name"),
    [
        ("The Northern Times and Acme Corporation met.", "the newspaper", "Northern Times"),
        ("The Northern Times and Acme Corporation met.", "the company", "Acme Corporation"),
        ("The Lakeland Board of Elections sat.", "the board of elections", "Lakeland Board of Elections"),
        ("Northern University and the Fen Bank differ.", "the university", "Northern University"),
        ("The Rural Roads Foundation is old.", "the group", "Rural Roads Foundation"),
        ("Agents of the FBI came.", "the bureau", "FBI"),
        ("The case is before a Lakeland river commission.", "the commission", "Lakeland river commission"),
        ("Laura Osei’s campaign began in May.", "the campaign", "Osei campaign"),
    ],
)
def test_an_institution_is_the_last_one_of_its_kind(before: str, source: str, name: str):
    (speaker,) = speakers(f"{before} Later [0:{source}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "organisation")


def test_a_campaign_with_a_name_before_it_is_not_another_one():
    text = (
        "Ann Roe and Tom Berg ran. [0:The Roe campaign] <0:said> {0:yes}. [1:The Berg campaign] <1:said> {1:no}. "
        "[2:The campaign] <2:added> {2:never}."
    )
    assert names(text) == ["Roe campaign", "Berg campaign", "Berg campaign"]


def test_nobody_is_guessed_where_no_such_body_was_named():
    (speaker,) = speakers("It rained. [0:The ministry] <0:said> {0:no}.")
    assert (speaker.name, speaker.kind) == ("ministry", "organisation")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In [0:a new Fen Valley/Blue Lake University poll], she <0:led> {0:by two}.",
         "Fen Valley/Blue Lake University poll"),
        ("The Fen Valley University poll is new. [0:The poll] <0:found> {0:a lead}.", "Fen Valley University poll"),
        ("[0:Poll]<0::> {0:Roe leads}.\n\nThat is what a Fen Valley University survey says.",
         "Fen Valley University survey"),
        ("[0:The results of a Fen Valley University poll] <0:show> {0:a lead}.", "Fen Valley University poll"),
    ],
)  # fmt: skip
def test_a_poll_is_called_by_its_full_name(text: str, name: str):
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.kind) == (name, "organisation")


@pytest.mark.parametrize(
    "text",
    [
        "[0:Acme Corporation] <0:wrote> {0:a long letter}. [1:The letter] <1:accuses> {1:the town}.",
        "In Acme Corporation’s letter, <0:it is said> {0:much}. [1:The letter] <1:accuses> {1:the town}.",
        "A letter by Acme Corporation came. <0:It was feared> {0:so}. [1:The letter] <1:accuses> {1:the town}.",
    ],
)
def test_a_letter_speaks_for_whoever_wrote_it(text: str):
    assert names(text)[1] == "Acme Corporation"


def test_what_stands_in_somebodys_mind_is_his():
    assert names("Ann Roe ran. In [0:Roe’s mind], <0:it is> {0:over}.") == ["Ann Roe"]


def test_a_domain_and_a_name_with_an_inner_capital_are_organisations():
    text = "[0:RoadWatch.com] <0:reports> {0:a fire}. [1:FenLeaks] <1:says> {1:so}."
    assert [(s.name, s.kind) for s in speakers(text)] == [
        ("RoadWatch.com", "organisation"),
        ("FenLeaks", "organisation"),
    ]


def test_it_is_the_organisation_that_acts():
    text = "Acme Corporation bought land from Fen Bank. [0:It] <0:said> {0:the price was low}."
    assert names(text) == ["Acme Corporation"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A new statewide poll", "Inland Institute poll"),
        ("the PAC", "Coastal Action"),
        ("Rights Watch", "Rights Watch"),
    ],
)
def test_a_poll_and_a_committee_introduced_by_their_kind(source: str, name: str):
    text = f"Coastal Action paid. [0:{source}] <0:found> {{0:a gap}}. The Inland Institute poll asked many."
    assert speakers(text)[0].name == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A report from the National Audit Office", "National Audit Office"),
        ("A letter from Jane Doe", "Jane Doe"),
        ("The regulator, Finansinspektionen,", "Finansinspektionen"),
    ],
)
def test_what_comes_from_somebody_is_his(source: str, name: str):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert speaker.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In [0:a FEN TODAY/Lakeland University Poll], voters <0:say> {0:so}.", "FEN TODAY/Lakeland University Poll"),
        ("[0:Findings] <0:show> {0:fear}.\n\nThat is from a Fen Valley University Poll.", "Fen Valley University Poll"),
        ("A Blue Lake/Fen Valley Poll came. The Fen Valley Poll is new. [0:The poll] <0:found> {0:it}.",
         "Blue Lake/Fen Valley Poll"),
    ],
)  # fmt: skip
def test_a_poll_in_capitals_keeps_the_name_before_the_stroke(text: str, name: str):
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("Disclosures filed by the Northern Times", "Northern Times", "organisation"),
        ("An old copy of the Northern Times website", "Northern Times", "organisation"),
        ("Guidelines issued by the Roe administration", "Roe administration", "organisation"),
        ("An email obtained by the Northern Times", "email obtained by the Northern Times", "organisation"),
        ("Disclosures filed on Sunday", "Disclosures filed on Sunday", "none"),
    ],
)
def test_a_document_is_its_publishers_and_not_its_readers(source: str, name: str, kind: str):
    (speaker,) = speakers(f"Ann Roe governs. It rained. [0:{source}] <0:show> {{0:a link}}.")
    assert (speaker.name, speaker.kind) == (name, kind)


def test_a_statement_is_his_who_gave_it_out():
    text = (
        "[0:Gov. Bo Ek] <0:spoke> of {0:it}. [1:The Northern Times] <1:said> {1:Ek provided a written statement}. "
        "{2:It was late}, [2:the statement] <2:said>."
    )
    assert names(text) == ["Bo Ek", "Northern Times", "Bo Ek"]
