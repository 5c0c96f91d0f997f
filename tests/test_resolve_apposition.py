"""What stands beside a name says who speaks: "Clean Rivers, a group set up to", "the contractor, Vías del Sur"."""

from __future__ import annotations

import pytest

from support.marked import speakers


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Clean Rivers, [0:a group] set up to <0:promote> {0:dams}, met.", "Clean Rivers", "organisation"),
        ("The money went to Riverside Forward, [0:a super PAC] that <0:backed> {0:Mr. Roe}.", "Riverside Forward",
         "organisation"),
        ("The prize went to Laura Osei, [0:a farmer] long known for <0:rejecting> {0:dams}.", "Laura Osei", "person"),
    ],
)  # fmt: skip
def test_a_description_beside_a_name_means_its_bearer(text: str, name: str, kind: str):
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.kind, speaker.rule) == (name, kind, "apposition")


@pytest.mark.parametrize(
    "text",
    [
        "According to Laura Osei, [0:a farmer] <0:said> {0:no}.",  # a subject of its own
        "Laura Osei’s, [0:a farmer] long known for <0:rejecting> {0:dams}.",
        "Laura Osei left, [0:a farmer] long known for <0:rejecting> {0:dams}.",
        "Laura Osei, [0:a waiter’s group] set up to <0:promote> {0:dams}, met.",
    ],
)
def test_a_description_further_off_does_not(text: str):
    assert speakers(text)[0].name != "Laura Osei"


def test_a_name_that_a_group_stands_beside_is_a_bodys():
    found = speakers("Riverside Forward, a group that backs dams, met. [0:Riverside Forward] <0:said> {0:no}.")
    assert [(s.name, s.kind) for s in found] == [("Riverside Forward", "organisation")]


@pytest.mark.parametrize(
    ("name", "kind"), [("Vías del Sur", "organisation"), ("Obras de Poniente", "organisation"), ("Bo Ek", "person")]
)
def test_a_contractor_may_be_a_firm(name: str, kind: str):
    found = speakers(f"The bridge fell. [0:The contractor, {name},] <0:said> {{0:so}}. [1:{name}] <1:paid> {{1:it}}.")
    assert [(s.name, s.kind) for s in found] == [(name, kind)] * 2


@pytest.mark.parametrize("dash", ["— {} —", "-- {} --", "– {} –"])
def test_a_name_between_dashes_is_whom_the_description_means(dash: str):
    beside = dash.format("Lakeland Gov. Bo Ek")
    text = f"Ann Hale ran. [0:Hale’s running mate {beside}] <0:backed> {{0:dams}}. [1:He] <1:claimed> {{1:to win}}."
    assert [s.name for s in speakers(text)] == ["Bo Ek"] * 2


def test_several_names_after_a_dash_are_not_the_first_of_them():
    (speaker,) = speakers("[0:The senators -- Ann Roe of Texas, Bo Ek of Ohio and Jan Holm --] <0:said> {0:no}.")
    assert speaker.kind == "group"
