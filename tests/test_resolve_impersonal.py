"""A station, a league or a town is nobody whom "he" or "she" means, and speaks as the body it is."""

from __future__ import annotations

import pytest

from support.marked import speakers

COACH = "Coach Marius Tveit met the fans. "


@pytest.mark.parametrize(
    "said_last",
    [
        "Halden Stadium was sold out.",
        "Millford General stood empty.",
        "The Zorra had won nothing yet.",
        "A mill in Zorra burnt down, and Zorra mourned.",
        "Zorra, Ohio, was in mourning. Zorra mourned for days.",
        "Zorra Energy cut its forecast.",
        "The broadcaster Kanal Quill showed the match.",
    ],
)
def test_nobody_means_a_body_or_a_place_by_he(said_last: str):
    (speaker,) = speakers(f"{COACH}{said_last} [0:He] <0:said> {{0:no}}.")
    assert speaker.name == "Marius Tveit"


def test_a_person_of_unlisted_words_is_still_meant():
    (speaker,) = speakers("Marius Tveit met Zorra Quillan. Zorra Quillan praised the fans. [0:She] <0:said> {0:no}.")
    assert speaker.name == "Zorra Quillan"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The Halifax Courier", "Halifax Courier"),
        ("The Quillan", "Quillan"),
        ("Police", "Police"),
        ("Zorra Energy", "Zorra Energy"),
        ("The Doctors' Union", "Doctors' Union"),
        ("The Northern Children’s Hospital", "Northern Children’s Hospital"),
    ],
)
def test_a_body_speaks_as_one(source: str, name: str):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "organisation")


def test_a_hospital_is_known_by_its_first_word():
    text = "Westbrook Hospital will close. [0:Westbrook] <0:said> {0:no}."
    assert [(s.name, s.kind) for s in speakers(text)] == [("Westbrook Hospital", "organisation")]


@pytest.mark.parametrize(
    ("source", "name"),
    [("The chipmaker", "NexaForge Inc"), ("The conglomerate", "NexaForge Inc"), ("The insurer", "NexaForge Inc")],
)
def test_what_a_company_makes_or_does_points_back_to_it(source: str, name: str):
    (speaker,) = speakers(f"NexaForge Inc. cut its forecast. [0:{source}] <0:said> {{0:no}}.")
    assert speaker.name == name


def test_a_body_is_not_named_by_the_noun_alone():
    """A capital alone makes no name of "the company"."""
    text = "Cisco Systems grew. The Company grew too. Then [0:the company] <0:said> {0:no}."
    assert [s.name for s in speakers(text)] == ["Cisco Systems"]
