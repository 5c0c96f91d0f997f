"""Laws, treaties, agencies and programmes are found by their head nouns and numbers; what only looks so is not."""

from __future__ import annotations

import pytest

from support.terms_found import terms_in, written

NAMED = [
    ("They passed the Clean Estuary Act on Monday.", "Clean Estuary Act", "law"),
    ("Under the Violence Against Sailors Act they may.", "Violence Against Sailors Act", "law"),
    ("He cited Section 230 of the Tidal Lands Act.", "Section 230", "law"),
    ("He cited Section 230 of the Tidal Lands Act.", "Tidal Lands Act", "law"),
    ("The House debated H.R. 1044 and S. 744.", "H.R. 1044", "law"),
    ("The House debated H.R. 1044 and S. 744.", "S. 744", "law"),
    ("UN Security Council Resolution 1973 was invoked.", "UN Security Council Resolution 1973", "law"),
    ("He signed Executive Order 13769.", "Executive Order 13769", "law"),
    ("Bill 123 is dead.", "Bill 123", "law"),
    ("They pleaded the Fifth Amendment.", "Fifth Amendment", "law"),
    ("The Trans-Estuary Partnership is dead.", "Trans-Estuary Partnership", "treaty"),
    ("They left the Minsk accords, said the envoy.", "Minsk accords", "treaty"),
    ("They kept the Estuary fisheries deal alive.", "Estuary fisheries deal", "treaty"),
    ("The U.S. Department of Tides and Ann Doe said so.", "Department of Tides", "agency"),
    ("It is up to the Tide Election Commission on Sunday.", "Tide Election Commission", "agency"),
    ("It is the Port Authority’s mole.", "Port Authority", "agency"),
    ("The FBI and Justice Department agreed.", "Justice Department", "agency"),
    ("It is a Department of Moles’ matter.", "Department of Moles", "agency"),
    ("It is up to the Department of Labour and Pensions.", "Department of Labour and Pensions", "agency"),
    ("Romania’s Justice Ministry asked for it.", "Justice Ministry", "agency"),
    ("The Food and Drink Administration ruled.", "Food and Drink Administration", "agency"),
    ("The Office of Quays and Moles (OQM) ruled.", "Office of Quays and Moles", "agency"),
    ("The Port Authority took no view.", "Port Authority", "agency"),
    ("Money comes from the European Harbour Facility.", "European Harbour Facility", "programme"),
    ("Children in the Early Tides program read well.", "Early Tides", "programme"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind"), NAMED)
def test_a_name_is_found_with_its_kind(text: str, name: str, kind: str) -> None:
    found = terms_in(text)
    assert found[name].kind == kind
    assert written(text, found[name])[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "The act was passed, the agency agreed and the plan failed.",
        "The Obama Administration and the Trump Administration differ, said Bill Clinton.",
        "President Ann Doe spoke. The Doe Plan and the Doe Administration are hers.",
        "He sat in the Oval Office. She went to Yale Law School.",
        "The Religion News Service reported it.",
        "Delegates came to the Republican National Convention on Monday.",
        "New York City Mayor Bill de Blasio and President Bill Clinton met.",
        "He left for the Tidewater Action Fund and for public service.",
        "COUNCIL TO VOTE ON CLEAN ESTUARY ACT TODAY",
        "Mayor Backs Clean Estuary Act",
        "In May, John Smith went to Paris with Mary Jones.",
        "He met Boris Smith in London, Washington and Moscow.",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not terms_in(text)


def test_a_heading_counts_where_the_story_has_the_name() -> None:
    text = "Mayor Backs Clean Estuary Act\n\nThe mayor now supports the Clean Estuary Act, he said on Monday."
    assert written(text, terms_in(text)["Clean Estuary Act"]) == ["Clean Estuary Act"] * 2


def test_both_ways_to_name_a_department_are_one_term() -> None:
    text = "The Tide Department agreed. Later the Department of Tides, he said, denied it; the Department of Tide too."
    assert len(terms_in(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Estuary Care Act, commonly known as Tidecare, survived. Tidecare is liked.",
        "Tidecare, formally the Estuary Care Act, survived. Tidecare is liked.",
    ],
)
def test_another_name_that_the_text_gives_joins(text: str) -> None:
    found = terms_in(text)
    assert list(found) == ["Estuary Care Act"]
    assert written(text, found["Estuary Care Act"]).count("Tidecare") == 2
