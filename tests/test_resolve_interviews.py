"""In an interview without names before the turns, "I" and "you" are whom it is with."""

from __future__ import annotations

from support.marked import speakers

INTERVIEW = (
    "An interview with the boat builder Ida Brandt\n\nHow did [0:you] <0:think> {0:of it}?\n\n"
    "[1:I] <1:think> {1:it came by itself}.\n\nWas it hard?\n\nNo. [2:I] <2:feel> {2:it was easy}. Who would not?\n\n"
    "What next?\n\nA longer boat."
)


def test_the_person_interviewed_is_you_in_questions_and_i_in_answers():
    found = speakers(INTERVIEW, byline="By Ann Lee")
    assert [s.name for s in found[:2]] == ["Ida Brandt", "Ida Brandt"]


def test_a_column_with_questions_is_no_interview():
    text = "Ida Brandt builds boats.\n\n[0:I] <0:think> {0:that is fine}. Is it?\n\nIt is.\n\nSo be it.\n\nThat is all."
    (speaker,) = speakers(text, byline="By Ann Lee")
    assert (speaker.name, speaker.kind) == ("Ann Lee", "writer")


def test_you_outside_an_interview_is_nobody():
    (speaker,) = speakers("Ida Brandt builds boats. [0:You] <0:know> {0:that}.")
    assert (speaker.name, speaker.kind) == (None, "none")


def test_the_headline_names_whom_an_interview_is_with_though_nothing_else_does():
    found = speakers(
        "Cold as Stone: The Lantern interviews biologist Marisella Quay on New Moss Tuesday\n\n"
        "How did it begin?\n\nTom Berg called. [0:I] <0:hoped> {0:to help}.\n\nWhat next?\n\n[1:I] <1:think> {1:so}."
    )
    assert [s.name for s in found] == ["Marisella Quay", "Marisella Quay"]
