"""What an actor's coded statements add up to: the latest clear statement wins, and doubt is no lean."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from support.coded import SETTINGS, START, only, said
from whipcount.model import SaidOn, Span, Speaker
from whipcount.positions import SOFTENING_PERIOD, positions, positions_json, tally, without_actor


@pytest.mark.parametrize(
    ("stance", "probability", "lean", "side", "shown"),
    [
        ("support", 0.9, "support", "for", "support"),
        ("oppose", 0.9, "support", "against", "oppose"),
        ("support", 0.6, "none", "for", "support"),
        ("oppose", 0.6, "none", "against", "oppose"),
        ("conditional", 0.6, "support", "leaning_for", "conditional"),
        ("conditional", 0.9, "support", "leaning_for", "conditional"),
        ("conditional", 0.9, "oppose", "leaning_against", "conditional"),
        ("conditional", 1.0, "none", "leaning_for", "conditional"),
        ("noncommittal", 0.9, "support", "undecided", "noncommittal"),
    ],
)
def test_one_statement(stance, probability, lean, side, shown):
    """A side counts as it is, whatever the doubt; a conditional one leans; a noncommittal one is undecided."""
    position = only(said(1, stance, probability, lean=lean))
    assert (position.lean, position.stance) == (side, shown)
    assert (position.since, position.latest) == (START, START)
    assert position.shifts == ()


def test_latest_clear_statement_wins():
    position = only(said(1, "oppose", day=0), said(2, "support", day=5), said(3, "support", day=9))
    assert position.lean == "for"
    assert position.since == START + timedelta(days=5)
    assert position.latest == START + timedelta(days=9)
    assert position.statements == ("s3", "s2", "s1")


def test_unclear_statement_does_not_overturn_a_clear_one():
    """It lowers the confidence and is listed, no more."""
    before = only(said(1, "support"))
    after = only(said(1, "support"), said(2, "oppose", 0.6, day=5, lean="none"))
    assert after.lean == "for"
    assert after.confidence < before.confidence
    assert after.statements == ("s2", "s1")


def test_clear_statements_on_both_sides_of_one_day_are_mixed():
    position = only(said(1, "support", day=3), said(2, "oppose", day=3), said(3, "support", day=0))
    assert (position.lean, position.stance) == ("undecided", "mixed")
    assert position.since == START + timedelta(days=3)
    assert [(s.from_side, s.to_side, s.tentative) for s in position.shifts] == [("for", "undecided", True)]


def test_noncommittal_remark_softens_a_recent_side():
    position = only(said(1, "oppose", day=0), said(2, "noncommittal", day=10))
    assert (position.lean, position.stance) == ("leaning_against", "noncommittal")
    assert [(s.from_side, s.to_side) for s in position.shifts] == [("against", "leaning_against")]


def test_noncommittal_remark_erases_an_old_side():
    position = only(said(1, "oppose", day=0), said(2, "noncommittal", day=SOFTENING_PERIOD.days + 1))
    assert (position.lean, position.stance) == ("undecided", "noncommittal")


def test_softening_runs_from_the_clear_statement():
    """Repeated silence does not prolong a side for ever."""
    remarks = [said(n, "noncommittal", day=30 * n) for n in range(1, 5)]
    assert only(said(9, "support", day=0), *remarks).lean == "undecided"


def test_shift_is_tentative_until_another_event_says_the_same():
    shifts = only(said(1, "oppose", day=0), said(2, "support", day=4)).shifts
    assert [(s.date, s.from_side, s.to_side, s.tentative) for s in shifts] == [
        (START + timedelta(days=4), "against", "for", True)
    ]
    assert shifts[0].statements == ("s2",)
    shifts = only(said(1, "oppose", day=0), said(2, "support", day=4), said(3, "support", day=6)).shifts
    assert not shifts[0].tentative
    assert shifts[0].statements == ("s2", "s3")


def test_another_outlet_with_the_same_words_does_not_confirm_a_shift():
    copies = [said(n, "support", day=4, event="e") for n in (2, 3, 4)]
    position = only(said(1, "oppose", day=0), *copies)
    assert position.shifts[0].tentative
    assert position.sightings == 4
    assert len(position.statements) == 2


@pytest.mark.parametrize("confirmation", [{"reviewed": True}, {"human": True}])
def test_person_confirms_a_shift(confirmation):
    position = only(said(1, "oppose", day=0), said(2, "support", day=4, **confirmation))
    assert not position.shifts[0].tentative
    assert position.reviewed_share == 0.5


def test_unclear_lean_that_becomes_clear_is_no_shift():
    position = only(said(1, "conditional", 0.55, lean="support", day=0), said(2, "support", day=4))
    assert position.lean == "for"
    assert position.shifts == ()


def test_unclear_side_that_is_followed_by_the_clear_opposite_is_no_shift():
    """What was unclear was the machine's doubt: the speaker has left no side."""
    position = only(said(1, "support", 0.55, lean="none", day=0), said(2, "oppose", day=4))
    assert (position.lean, position.shifts) == ("against", ())
    assert [held.side for held in position.path] == ["for", "against"]


def test_unclear_sides_are_no_shift():
    sides = said(1, "support", 0.55, lean="none", day=0), said(2, "oppose", 0.55, lean="none", day=4)
    assert only(*sides).shifts == ()


def test_clear_condition_after_a_clear_side_is_a_shift():
    position = only(said(1, "support", day=0), said(2, "conditional", day=4))
    assert [(s.from_side, s.to_side) for s in position.shifts] == [("for", "leaning_for")]


def test_human_coding_beats_the_model_and_its_thresholds():
    """A person who finds a statement relevant is believed, whatever the relevance says."""
    position = only(said(1, "oppose", 1.0, human=True, relevant=0.0), said(2, "support", event=None, day=-3))
    assert position.lean == "against"
    assert position.confidence == 1.0


def test_human_coding_of_one_copy_holds_for_all():
    copies = [
        said(1, "support", event="e"),
        said(2, "support", event="e"),
        said(3, "oppose", 1.0, event="e", human=True),
    ]
    assert only(*copies).lean == "against"
    assert positions([*copies[:2], said(3, "none", 1.0, event="e", human=True)], SETTINGS) == []


def test_newest_human_coding_wins():
    old = said(1, "support", 1.0, human=True, event="e", created=datetime(2024, 9, 3, 23, tzinfo=UTC))
    new = said(2, "oppose", 1.0, human=True, event="e", created=datetime(2024, 9, 4, 1))
    assert only(old, new).lean == only(new, old).lean == "against"


def test_differing_codings_of_copies_are_averaged():
    copies = said(1, "support", 0.9, lean="oppose", event="e"), said(2, "oppose", 0.7, event="e")
    position = only(*copies)
    assert position.lean == "for"
    assert position.confidence < min(only(copy).confidence for copy in copies)


@pytest.mark.parametrize(
    "left_out",
    [said(2, "support", relevant=0.49), said(2, "none"), said(2, "none", human=True)],
    ids=["not relevant", "no stance", "no stance, says a person"],
)
def test_what_is_not_about_the_proposition_changes_nothing(left_out):
    assert only(said(1, "oppose"), left_out) == only(said(1, "oppose"))


def test_uncoded_statements_are_left_out():
    assert positions([replace(said(1, "support"), coding=None)], SETTINGS) == []


def test_undated_statements_come_last_and_make_no_shift():
    position = only(said(1, "support", day=None), said(2, "oppose", day=0))
    assert (position.lean, position.shifts, position.statements) == ("against", (), ("s2", "s1"))
    alone = only(said(1, "support", day=None))
    assert (alone.lean, alone.since, alone.latest) == ("for", None, None)
    assert positions([said(1, "support", day=None)], SETTINGS, at=START) == []


def test_date_cuts_what_was_said_later():
    later = said(2, "support", day=5)
    assert only(said(1, "oppose"), later, at=START + timedelta(days=4)).lean == "against"
    assert only(said(1, "oppose"), later, at=START + timedelta(days=5)).lean == "for"


def test_day_of_speech_comes_before_day_of_publication():
    """An article of day 9 about a speech of day 1 does not overturn what was said on day 5."""
    spoken = START + timedelta(days=1)
    old = said(1, "oppose", day=9, said_on=SaidOn(spoken, spoken, "day", (), "weekday"))
    assert only(old, said(2, "support", day=5)).lean == "for"


def test_actors_without_a_name_are_told_apart():
    """Unnamed persons hold no position and are listed; groups and anonymous sources do, one per document."""
    nobody = said(1, "support", name=None)
    officials = [said(n, "support", name="a senior official", kind="anonymous") for n in (2, 3)]
    found = positions([nobody, *officials], SETTINGS)
    assert [p.actor for p in found] == ["a senior official"] * 2
    assert without_actor([nobody, *officials], SETTINGS) == ["s1"]


def test_anonymous_source_of_a_wire_story_is_one_actor():
    copies = [said(n, "support", name="an official", kind="anonymous", event="e") for n in (1, 2, 3)]
    position = only(*copies)
    assert (len(position.statements), position.sightings) == (1, 3)


def test_surname_in_one_copy_joins_the_full_name_of_another():
    position = only(said(1, "support", name="Biden", event="e"), said(2, "support", name="Joe Biden", event="e"))
    assert position.actor == "Joe Biden"


def test_affiliation_is_the_latest_party_else_on_whose_behalf():
    speaker = Speaker("Joe Biden", "person", "Biden", on_behalf_of="White House")
    spoken = said(1, "support")
    spoken = replace(spoken, statement=replace(spoken.statement, speaker=speaker))
    assert only(spoken).affiliation == "White House"
    party = replace(spoken, statement=replace(spoken.statement, id="s0", speaker=replace(speaker, party="Democrat")))
    assert only(spoken, party).affiliation == "Democrat"


def test_tally_counts_actors_on_each_side():
    found = positions([said(1, "support"), said(2, "oppose", name="B"), said(3, "oppose", name="C")], SETTINGS)
    assert tally(found) == {"for": 1, "leaning_for": 0, "undecided": 0, "leaning_against": 0, "against": 2}


def test_json_has_the_shape_of_the_contract():
    (row,) = positions_json(positions([said(1, "oppose"), said(2, "support", day=4)], SETTINGS))
    json.dumps(row)
    assert set(row) >= {"actor", "kind", "affiliation", "proposition", "stance", "lean", "since", "confidence"}
    assert row["statements"] == ["s2", "s1"]
    assert (row["since"], row["latest"], row["reviewed_share"]) == ("2024-09-05", "2024-09-05", 0.0)
    assert row["shifts"] == [
        {
            "date": "2024-09-05",
            "from": "against",
            "to": "for",
            "statements": ["s2"],
            "tentative": True,
            "kind": "reversal",
            "condition": None,
        }
    ]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (("oppose", "support"), ("support", "support"), "reversal"),
        (("support", "support"), ("conditional", "support"), "conditional"),
        (("oppose", "support"), ("conditional", "support"), "reversal"),
        (("support", "support"), ("noncommittal", "support"), "softening"),
        (("conditional", "support"), ("support", "support"), "hardening"),
        (("noncommittal", "support"), ("oppose", "support"), "hardening"),
    ],
)
def test_a_shift_says_what_kind_of_change_it_is(first, second, kind):
    position = only(said(1, first[0], lean=first[1]), said(2, second[0], lean=second[1], day=4))
    assert [shift.kind for shift in position.shifts] == [kind]


def test_a_conditional_shift_carries_the_condition_in_the_words_of_the_article():
    """The condition stands in the second of two pieces of the quotation."""
    after = said(2, "conditional", day=4)
    after = replace(
        after,
        statement=replace(after.statement, content=(Span(11, 18), Span(30, 50))),
        quotation="We will […] back it if it rains.",
        coding=replace(after.coding, condition=Span(38, 49)),
    )
    (shift,) = only(said(1, "support"), after).shifts
    assert shift.condition is not None
    assert (shift.condition.text, shift.condition.statement) == ("if it rains", "s2")
    (row,) = positions_json([only(said(1, "support"), after)])
    assert row["shifts"][0]["condition"] == {
        "statement": "s2", "document": "d2", "span": [38, 49], "text": "if it rains",
    }  # fmt: skip


def test_a_review_takes_a_shift_back():
    """A person who finds that the second statement is not about it leaves the first side standing."""
    machine = [said(1, "oppose", event="a"), said(2, "support", day=4, event="b")]
    assert [s.tentative for s in only(*machine).shifts] == [True]
    ruled = said(2, "none", 1.0, day=4, event="b", human=True)
    position = only(machine[0], ruled)
    assert (position.lean, position.shifts) == ("against", ())
