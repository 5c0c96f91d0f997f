"""What an actor's coded statements add up to: the latest clear statement wins, and the rest only leans."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.config import Settings
from whipcount.model import CodedStatement, Coding, SaidOn, Span, Speaker, SpeakerKind, Stance, Statement
from whipcount.positions import SOFTENING_PERIOD, positions, positions_json, positions_of, tally, without_actor
from whipcount.readings import by_day, readings

SETTINGS = Settings()
START = date(2024, 9, 1)
STANCES: tuple[Stance, ...] = ("support", "oppose", "conditional", "noncommittal", "none")


def said(
    number: int,
    stance: Stance,
    probability: float = 0.9,
    *,
    day: int | None = 0,
    name: str | None = "Joe Biden",
    kind: SpeakerKind = "person",
    document: str | None = None,
    event: str | None = None,
    human: bool = False,
    relevant: float = 0.95,
    reviewed: bool = False,
    lean: Stance = "support",
    created: datetime | None = None,
    said_on: SaidOn | None = None,
) -> CodedStatement:
    """A statement by Biden on a day, coded with one stance; the rest of the probability goes to ``lean``."""
    rest = 1.0 - probability
    other: Stance = lean if lean != stance else "none"
    scores = {s: probability if s == stance else rest if s == other else 0.0 for s in STANCES}
    coder = ("ann", "human") if human else ("stance@1", "model")
    coding = Coding(f"s{number}", "arms", coder[0], coder[1], stance, relevant, scores, created=created)  # type: ignore[arg-type]
    statement = Statement(
        id=f"s{number}",
        document_id=document or f"d{number}",
        source=(Span(0, 5),),
        cue=(Span(6, 10),),
        content=(Span(11, 20),),
        form="direct",
        speaker=Speaker(name=name, kind=kind, as_written=name or "he", party=None),
        said_on=said_on,
        confidence=0.9,
    )
    published = None if day is None else START + timedelta(days=day)
    return CodedStatement(statement, "words", published, "Outlet", "Title", coding, reviewed, event)


def only(*statements: CodedStatement, at: date | None = None):
    found = positions(statements, SETTINGS, at=at)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("stance", "probability", "lean", "side", "shown"),
    [
        ("support", 0.9, "support", "for", "support"),
        ("oppose", 0.9, "support", "against", "oppose"),
        ("support", 0.6, "none", "leaning_for", "support"),
        ("oppose", 0.6, "none", "leaning_against", "oppose"),
        ("conditional", 0.9, "support", "leaning_for", "conditional"),
        ("conditional", 0.9, "oppose", "leaning_against", "conditional"),
        ("conditional", 1.0, "none", "leaning_for", "conditional"),
        ("noncommittal", 0.9, "support", "undecided", "noncommittal"),
    ],
)
def test_one_statement(stance, probability, lean, side, shown):
    """A clear side counts as it is; an unclear or conditional one leans; a noncommittal one is undecided."""
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
    position = only(said(1, "support", 0.55, lean="none", day=0), said(2, "support", day=4))
    assert position.lean == "for"
    assert position.shifts == ()


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
    position = only(said(1, "support", 0.9, lean="oppose", event="e"), said(2, "oppose", 0.7, event="e"))
    assert position.lean == "leaning_for"


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


@st.composite
def records(draw: st.DrawFn) -> list[CodedStatement]:
    """Some statements of two actors, of all stances and strengths, some of them copies of one another."""
    size = draw(st.integers(1, 8))
    made = []
    for number in range(size):
        stance = draw(st.sampled_from(STANCES))
        made.append(
            said(
                number,
                stance,
                draw(st.sampled_from([0.5, 0.64, 0.66, 0.9, 1.0])),
                day=draw(st.sampled_from([0, 1, 2, 60, 150, None])),
                name=draw(st.sampled_from(["Ann", "Ben", None])),
                event=draw(st.sampled_from([None, None, "e"])),
                human=draw(st.booleans()) and draw(st.booleans()),
                relevant=draw(st.sampled_from([0.2, 0.5, 1.0])),
                lean=draw(st.sampled_from(STANCES[:3])),
                reviewed=draw(st.booleans()),
            )
        )
    return made


@given(st.data(), records())
def test_order_of_statements_does_not_matter(data, statements):
    shuffled = data.draw(st.permutations(statements))
    assert positions(shuffled, SETTINGS) == positions(statements, SETTINGS)


@given(records())
def test_values_stay_in_range(statements):
    for position in positions(statements, SETTINGS):
        assert 0.0 <= position.confidence <= 1.0
        assert 0.0 <= position.reviewed_share <= 1.0
        assert position.sightings >= len(position.statements) >= 1
        assert (position.since is None) == (position.latest is None)
        assert all(shift.statements for shift in position.shifts)
        days = [shift.date for shift in position.shifts]
        assert days == sorted(set(days))


@given(records(), st.integers(0, 160))
def test_past_does_not_depend_on_the_future(statements, day):
    """Positions at a date are those of the statements made by then, and its shifts stay in the later record."""
    at = START + timedelta(days=day)
    single = [replace(s, event=None) for s in statements]
    known = [s for s in single if s.day is not None and s.day <= at]
    then = positions(single, SETTINGS, at=at)
    assert then == positions(known, SETTINGS)
    now = {p.actor_key: p for p in positions(single, SETTINGS)}
    for position in then:
        shifts = [(s.date, s.from_side, s.to_side) for s in position.shifts]
        assert shifts == [(s.date, s.from_side, s.to_side) for s in now[position.actor_key].shifts if s.date <= at]


@given(records(), st.integers(1, 3))
def test_copies_add_no_weight(statements, copies):
    """A wire copy with the same coding is one more sighting and nothing else."""
    original = replace(statements[0], event="wire")
    rest = [replace(s, event=None) for s in statements[1:]]
    added = [
        replace(original, statement=replace(original.statement, id=f"z{n}", document_id=f"z{n}")) for n in range(copies)
    ]
    before = positions([original, *rest], SETTINGS)
    after = positions([original, *rest, *added], SETTINGS)
    assert [replace(p, sightings=0) for p in after] == [replace(p, sightings=0) for p in before]


@given(records())
def test_a_person_can_overrule_every_machine_coding(statements):
    ruled = [said(n, "oppose", 1.0, human=True, name="Ann", day=n) for n, _ in enumerate(statements)]
    assert only(*ruled).lean == "against"
    assert only(*ruled).confidence == 1.0


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


@given(records(), st.data())
def test_saying_the_same_again_on_the_same_day_creates_no_shift(statements, data):
    """An identical statement may confirm a shift that is there; it never makes one."""
    single = [replace(s, event=None) for s in statements]
    again = data.draw(st.sampled_from(single))
    twin = replace(again, statement=replace(again.statement, id="twin"))
    twin = replace(twin, coding=replace(twin.coding, statement_id="twin"))

    def changes(of: list[CodedStatement]) -> list[tuple[object, ...]]:
        found = positions(of, SETTINGS)
        return [(p.actor_key, s.date, s.from_side, s.to_side, s.kind) for p in found for s in p.shifts]

    assert changes([*single, twin]) == changes(single)


@given(records())
def test_the_path_ends_on_the_side_held_and_holds_every_shift(statements):
    for position in positions(statements, SETTINGS):
        if position.path:
            path = [(held.since, held.side) for held in position.path]
            assert path[-1] == (position.since, position.lean)
            assert {(s.date, s.to_side) for s in position.shifts} <= set(path)
            assert all(set(held.statements) <= set(position.statements) for held in position.path)
        assert bool(position.path) == (position.latest is not None)


def test_a_review_takes_a_shift_back():
    """A person who finds that the second statement is not about it leaves the first side standing."""
    machine = [said(1, "oppose", event="a"), said(2, "support", day=4, event="b")]
    assert [s.tentative for s in only(*machine).shifts] == [True]
    ruled = said(2, "none", 1.0, day=4, event="b", human=True)
    position = only(machine[0], ruled)
    assert (position.lean, position.shifts) == ("against", ())


@given(records(), st.integers(0, 160))
def test_readings_of_the_whole_record_give_the_positions_of_any_day(statements, day):
    """So that a slider over the days need not read everything anew; copies of different days included."""
    at = START + timedelta(days=day)
    then = by_day(list(readings(statements, SETTINGS)), at)
    assert positions_of(then) == positions(statements, SETTINGS, at=at)
