"""A short form that the text explains is joined with its long form, and no other bracket is."""

from __future__ import annotations

import pytest

from support.terms_found import terms_in, written
from whipcount.terms.acronyms import spelled_by

DEFINED = [
    ("Kyiv asked for the long-range Army Tactical Missile System, or ATACMS, again.",
     "Army Tactical Missile System", "ATACMS", "equipment"),
    ("The High Mobility Artillery Rocket System (HIMARS) arrived.",
     "High Mobility Artillery Rocket System", "HIMARS", "equipment"),
    ("It flew unmanned aerial vehicles (UAVs) at night.", "unmanned aerial vehicles", "UAV", "equipment"),
    ("They sent JDAM (Joint Direct Attack Munition) kits.", "Joint Direct Attack Munition", "JDAM", "equipment"),
    ("The Harbour Safety Agency, known as the HSA, agreed.", "Harbour Safety Agency", "HSA", "agency"),
    ("The Harbour Safety Agency, also known as HSA, agreed.", "Harbour Safety Agency", "HSA", "agency"),
    ("HSA, short for Harbour Safety Agency, agreed.", "Harbour Safety Agency", "HSA", "agency"),
    ("The Quay Renewal for Old Towns program, or QROT, ends.", "Quay Renewal for Old Towns", "QROT", "programme"),
    ("The Treaty on Open Estuaries (TOE) was signed.", "Treaty on Open Estuaries", "TOE", "treaty"),
    ("The Tidal Lands Act (TLA) was passed.", "Tidal Lands Act", "TLA", "law"),
    ("The gross harbour product (GHP) fell.", "gross harbour product", "GHP", "other"),
    ("The Trans-Estuary Pact (TEP) holds.", "Trans-Estuary Pact", "TEP", "treaty"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "acronym", "kind"), DEFINED)
def test_a_definition_names_the_term(text: str, name: str, acronym: str, kind: str) -> None:
    term = terms_in(text)[name]
    assert (term.acronym, term.kind, term.rule) == (acronym, kind, "definition")
    evidence = text[slice(*term.evidence[0])]
    assert name in evidence
    assert acronym in evidence


@pytest.mark.parametrize(
    "text",
    [
        "SALTMERE (AP) — The council met.",
        "Rep. Ann Doe (R-Texas) spoke, and Sen. Bo Roe (D) did not.",
        "Sen. Ann Doe (D-Mass.) spoke about Bo Roe (I-Vt.).",
        "The Saltmere Courier (right) won.",
        "He works for Kantar Media (KM2).",
        "A dog or CAT was seen.",
        "The Associated Press (AP) reported it.",
        "The vote (YES) was clear. Tell us whether it is HSA or not.",
    ],
)
def test_other_brackets_and_choices_are_no_definitions(text: str) -> None:
    assert not [term for term in terms_in(text).values() if term.rule == "definition"]


def test_all_later_mentions_belong_to_the_term_plural_and_possessive_too() -> None:
    text = (
        "The Army Tactical Missile System, or ATACMS, is scarce. ATACMS’ range is long. No Army Tactical Missile"
        " Systems came. A UAV fell, then two UAVs: unmanned aerial vehicles (UAVs) are cheap."
    )
    found = terms_in(text)
    assert written(text, found["Army Tactical Missile System"]) == [
        "Army Tactical Missile System", "ATACMS", "ATACMS", "Army Tactical Missile Systems",
    ]  # fmt: skip
    assert written(text, found["unmanned aerial vehicles"]) == ["UAV", "UAVs", "unmanned aerial vehicles", "UAVs"]


def test_an_acronym_of_two_long_forms_joins_neither() -> None:
    text = "The Harbour Safety Agency (HSA) and the Home Shipping Act (HSA) differ. HSA is ambiguous here."
    found = terms_in(text)
    assert {found[name].acronym for name in ("Harbour Safety Agency", "Home Shipping Act")} == {None}
    assert all("HSA" not in written(text, term) for term in found.values())


@pytest.mark.parametrize(
    ("short", "words", "left_out"),
    [
        ("ATACMS", "Army Tactical Missile System", 0),
        ("DHS", "Department of Homeland Security", 0),
        ("CDC", "Centers for Disease Control and Prevention", 1),
        ("F.B.I.", "Federal Bureau of Investigation", 0),
        ("AP", "Associated Newspaper Press", None),
        ("ABC", "Saltmere City", None),
        ("DACA", "Dock Clean Act", None),
    ],
)
def test_letters_come_from_the_words_in_order(short: str, words: str, left_out: int | None) -> None:
    assert spelled_by(short, words.split()) == left_out
