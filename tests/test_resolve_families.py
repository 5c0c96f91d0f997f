"""Father and son of one name, a name that changes, and who is married to whom."""

from __future__ import annotations

import pytest

from support.marked import speakers

MILL = "George Pemberton Sr. founded the mill in 1958. His son, George Pemberton Jr., sold it. "
FATHER, SON = "George Pemberton Sr.", "George Pemberton Jr."


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The younger Pemberton", SON),
        ("The elder Pemberton, 91,", FATHER),
        ("Pemberton Jr.", SON),
        ("Pemberton Sr.", FATHER),
        ("The older Mr. Pemberton", FATHER),
    ],
)
def test_father_and_son_of_one_name_stay_two(source: str, name: str):
    (speaker,) = speakers(f"{MILL}[0:{source}] <0:said> {{0:no}}.")
    assert speaker.name == name


@pytest.mark.parametrize(
    "link", ["Kate Sinclair, née Harrow, is running.", "Kate Sinclair, formerly Kate Harrow, is running.",
             "Kate Harrow, now known as Kate Sinclair, is running."],
)  # fmt: skip
def test_a_name_that_changes_stays_one_person(link: str):
    text = f"Kate Harrow left the party in May. {link} [0:Sinclair] <0:said> {{0:no}}. [1:Harrow] <1:said> {{1:yes}}."
    assert [s.name for s in speakers(text)] == ["Kate Sinclair", "Kate Sinclair"]


def test_two_people_who_merely_share_a_first_name_stay_two():
    text = "Kate Sinclair met Kate Harrow. [0:Sinclair] <0:said> {0:no}. [1:Harrow] <1:said> {1:yes}."
    assert [s.name for s in speakers(text)] == ["Kate Sinclair", "Kate Harrow"]


@pytest.mark.parametrize("verb", ["married", "is married to", "wed"])
def test_his_wife_is_whom_he_married(verb: str):
    text = f"Actor Ben Marlow {verb} the novelist Claire Dunmore. [0:His wife] <0:said> {{0:no}}."
    assert [s.name for s in speakers(text)] == ["Claire Dunmore"]


def test_a_wife_nobody_named_stays_as_written():
    text = "Ben Marlow met the novelist Claire Dunmore. [0:His wife] <0:said> {0:no}."
    assert [(s.name, s.kind) for s in speakers(text)] == [("Marlow’s wife", "anonymous")]


@pytest.mark.parametrize(
    "kin",
    [
        "Harrow was born in Leeds, the daughter of Thomas Harrow, a miner, and Ida Brandt.",
        "Harrow and her husband, Thomas Harrow, sold the mill.",
        "Harrow, whose late brother Thomas Harrow sold the mill, is running.",
    ],
)
def test_a_bare_family_name_is_not_the_relative_whom_it_is_told_with(kin: str):
    text = f"Few know Harrow. {kin} [0:Harrow] <0:said> {{0:no}}. [1:Mr. Harrow] <1:said> {{1:yes}}."
    assert [(s.name, s.kind) for s in speakers(text)] == [("Harrow", "person"), ("Thomas Harrow", "person")]


def test_kin_are_not_told_apart_from_a_bearer_named_in_full():
    text = "Jane Harrow won. Harrow and her husband, Thomas Harrow, sold the mill. [0:Harrow] <0:said> {0:no}."
    assert [s.name for s in speakers(text)] == ["Jane Harrow"]


@pytest.mark.parametrize(
    "words",
    [
        "Harrow met Thomas Harrow.",
        "Thomas Harrow won. Harrow and his son wept.",
        "Thomas Harrow won. Harrow is the son of a miner, but few knew Thomas Harrow.",
    ],
)
def test_a_bare_family_name_without_kin_is_the_only_bearer(words: str):
    assert [s.name for s in speakers(f"{words} [0:Harrow] <0:said> {{0:no}}.")] == ["Thomas Harrow"]
