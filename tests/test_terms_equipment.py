"""Weapon systems are found by designator, before a weapon's noun and beside one; owners and makers are none."""

from __future__ import annotations

import pytest

from support.terms_found import terms_in, written
from whipcount.terms.listed import shipped_designators

WAR = " The army and its soldiers are at war."

ARMED = [
    ("Ukraine wants F-16 jets.", ["F-16"]),
    ("Two Su-35s, both fighters, were lost.", ["Su-35"]),
    ("The M1A2 tank is heavy.", ["M1A2"]),
    ("An MQ-9 drone crashed.", ["MQ-9"]),
    ("They fired Storm Shadow cruise missiles.", ["Storm Shadow"]),
    ("They promised more Patriot batteries and a Challenger 2 tank.", ["Patriot", "Challenger 2"]),
    ("Servicemen drive a Leopard 2A6 tank.", ["Leopard 2A6"]),
    ("It may fire its own long-range system, the Storm Shadow.", ["Storm Shadow"]),
    ("They showed a new missile, called Tidewave, in May.", ["Tidewave"]),
    ("They launched an ATACMS missile.", ["ATACMS"]),
]


@pytest.mark.parametrize(("text", "names"), ARMED)
def test_a_weapon_is_found(text: str, names: list[str]) -> None:
    found = terms_in(text + WAR)
    assert list(found) == names
    assert {term.kind for term in found.values()} == {"equipment"}


@pytest.mark.parametrize(
    "text",
    [
        "Russian missiles, NATO tanks and U.S. bombers came.",
        "Boeing jets and Lockheed Martin fighters came.",
        "Modern tanks are dear. Many missiles missed.",
        "Gen. Ann Doe counted. The Doe tanks, said Ann Doe, are hers.",
        "The voting system, the Electoral College, is old.",
        "It is a think tank. He drove on the I-95 with a rifle.",
        "The G-7 and COVID-19 were on the agenda.",
        "An H-1B visa is wanted.",
    ],
)
def test_whose_weapons_they_are_is_no_name(text: str) -> None:
    assert not [term for term in terms_in(text + WAR).values() if term.kind == "equipment"]


def test_a_type_found_once_is_found_everywhere() -> None:
    text = "The F-16 is old. Kyiv wants F-16 jets. An F-16C is another type. No F-16s came." + WAR
    assert written(text, terms_in(text)["F-16"]) == ["F-16", "F-16", "F-16s"]


def test_a_listed_type_needs_no_noun_beside_it() -> None:
    text = "A T-72B3 burned." + WAR
    assert "T-72B3" in shipped_designators()
    assert terms_in(text)["T-72B3"].rule == "list"
