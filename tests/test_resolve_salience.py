"""People in mind are ranked by learned weights, the same way for a source and for any other pronoun."""

from __future__ import annotations

import pytest

from support.marked import speakers
from whipcount.model import Document, Span
from whipcount.resolve import meant
from whipcount.resolve.grammar import boundaries, pronoun_role, role_of


def ranked(text: str, word: str, *names: str):
    document = Document("d", "d", text, "")
    at = text.index(word)
    spans = [Span(text.index(n), text.index(n) + len(n)) for n in names]
    return meant(document, Span(at, at + len(word)), spans)


def test_probabilities_leave_room_for_nobody():
    found = ranked("Tom Berg met Jan Holm. Then he left.", "he")
    assert found[0].name == "Tom Berg"
    assert 0.0 < sum(person.probability for person in found) < 1.0
    assert list(found) == sorted(found, key=lambda person: -person.probability)


def test_a_woman_is_not_meant_by_he():
    assert [p.name for p in ranked("Laura Osei met Tom Berg. Then he left.", "he")] == ["Tom Berg"]


def test_a_name_may_stand_after_its_pronoun():
    found = ranked("When he was mayor, Tom Berg built a road.", "he")
    assert found[0].name == "Tom Berg"


def test_a_name_after_its_pronoun_is_weighed_however_many_were_named_since_it_came_up():
    others = "Ida Lund, Eva Dahl, Ann Berg, Mia Holm, Lea Vik, Una Moe, Kari Lie, Rita Aas, Sara Eng, Nora Hall"
    found = ranked(f"Laura Osei rows. She beat {others} and Ruth Eide. When she won, Laura Osei wept.", "she won")
    assert "Laura Osei" in {person.name for person in found}


def test_names_given_are_known_to_be_people():
    text = "The Mill Road quarrelled with Fen Bank until she left."
    assert ranked(text, "she") == ()
    assert {p.name for p in ranked(text, "she", "Mill Road", "Fen Bank")} == {"Mill Road", "Fen Bank"}


def test_a_source_is_resolved_by_the_same_ranking():
    text = "Tom Berg met Jan Holm. Then [0:he] <0:said> {0:no}."
    (speaker,) = speakers(text)
    assert speaker.name == ranked("Tom Berg met Jan Holm. Then he said no.", "he")[0].name


def test_who_is_quoted_seldom_names_himself():
    text = 'Tom Berg backs Jan Holm. {0:"Jan Holm will win and Holm will rule,"} [0:he] <0:said>.'
    assert speakers(text)[0].name == "Tom Berg"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Berg left.", "Berg", "subject"),
        ("They saw Berg.", "Berg", "object"),
        ("a letter to Berg", "Berg", "prepositional"),
        ("She thinks that Berg lost.", "Berg", "subject"),
        ("Berg, a farmer from Ohio, said no.", "Berg", "subject"),
        ("Holm and Berg", "Berg", "listed"),
    ],
)
def test_the_part_of_a_name_is_read_from_its_neighbours(text: str, name: str, role: str):
    at = text.index(name)
    assert role_of(text, at, at + len(name)) == role


def test_her_is_possessive_before_a_noun():
    assert pronoun_role("he saw her go", 7, 10) == "possessive"  # a known limit: "go" might be a noun
    assert pronoun_role("he saw her and left", 7, 10) == "object"
    assert pronoun_role("he saw her house", 7, 10) == "possessive"


def test_boundaries_are_counted_between_two_offsets():
    text = "Berg came, and when Holm left, he slept"
    assert boundaries(text, 4, text.index("he slept")) == 4
    assert boundaries(text, 10, 4) == 0
