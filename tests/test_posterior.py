"""What an actor is likely to hold: a chain of stances over days, seen through uncertain codings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.coded import SETTINGS, START, records, said
from whipcount.model import Belief, CodedStatement
from whipcount.positions import positions, positions_json
from whipcount.posterior import HELD, beliefs


def chain(*statements: CodedStatement, at: int | None = None) -> tuple[Belief, ...]:
    day = None if at is None else START + timedelta(days=at)
    (found,) = beliefs(statements, SETTINGS, at=day).values()
    return found


def best(belief: Belief) -> str:
    return max(HELD, key=lambda stance: getattr(belief, stance))


@pytest.mark.parametrize("stance", HELD)
def test_a_clear_statement_makes_its_stance_the_likeliest(stance):
    (only,) = chain(said(1, stance, 0.9, lean="none"))
    assert best(only) == stance
    assert 0.7 < getattr(only, stance) < 0.9


def test_a_person_s_word_is_nearly_certain_and_a_doubtful_coding_is_not():
    human, doubtful = chain(said(1, "support", human=True)), chain(said(1, "support", 0.5, lean="oppose"))
    assert human[0].support > 0.95
    assert doubtful[0].support == pytest.approx(doubtful[0].oppose)
    assert chain(said(1, "support", 0.6, reviewed=True))[0].support == human[0].support


def test_certainty_fades_with_the_days():
    after = [chain(said(1, "support", human=True), at=days)[-1].support for days in (0, 30, 180, 5000)]
    assert after == sorted(after, reverse=True)
    assert after[-1] == pytest.approx(0.25, abs=0.01)


def test_what_is_said_later_sheds_light_on_an_earlier_doubt():
    doubtful = said(1, "support", 0.5, lean="oppose")
    assert chain(doubtful, said(2, "support", human=True, day=3))[0].support > 0.8
    assert chain(doubtful, said(2, "oppose", human=True, day=3))[0].oppose > 0.8


def test_a_noncommittal_remark_softens_a_recent_side_and_erases_an_old_one():
    """The same judgement as the rule's, which sets the border at a quarter."""
    assert best(chain(said(1, "support", human=True), said(2, "noncommittal", human=True, day=10))[-1]) == "support"
    late = chain(said(1, "support", human=True), said(2, "noncommittal", human=True, day=200))[-1]
    assert best(late) == "noncommittal"


def test_a_clear_reversal_moves_the_belief():
    before, after = chain(said(1, "oppose", human=True), said(2, "support", human=True, day=5))
    assert (best(before), best(after)) == ("oppose", "support")


def test_undated_statements_say_nothing_of_any_day():
    assert beliefs([said(1, "support", day=None)], SETTINGS) == {}


def test_the_json_of_positions_has_them_as_further_fields():
    statements = [said(1, "oppose"), said(2, "support", day=4)]
    (row,) = positions_json(positions(statements, SETTINGS), beliefs(statements, SETTINGS))
    json.dumps(row)
    assert row["posterior"] == row["beliefs"][-1]
    assert [one["date"] for one in row["beliefs"]] == ["2024-09-01", "2024-09-05"]
    (undated,) = positions_json(positions([said(1, "support", day=None)], SETTINGS), {})
    assert (undated["posterior"], undated["beliefs"]) == (None, [])


@given(st.data(), records())
def test_order_of_statements_does_not_matter(data, statements):
    assert beliefs(data.draw(st.permutations(statements)), SETTINGS) == beliefs(statements, SETTINGS)


@given(records())
def test_every_belief_is_a_distribution_over_a_day_on_which_something_was_said(statements):
    found = beliefs(statements, SETTINGS)
    dated = {(p.proposition, p.actor_key): p for p in positions(statements, SETTINGS) if p.latest}
    assert found.keys() == dated.keys()
    for key, chained in found.items():
        assert chained[-1].day == dated[key].latest
        for belief in chained:
            assert sum(getattr(belief, stance) for stance in HELD) == pytest.approx(1.0)
            assert min(getattr(belief, stance) for stance in HELD) > 0.0


@given(records())
def test_copies_add_no_weight(statements):
    original = replace(statements[0], event="wire")
    rest = [replace(s, event=None) for s in statements[1:]]
    copy = replace(original, statement=replace(original.statement, id="z", document_id="z"))
    assert beliefs([original, *rest, copy], SETTINGS) == beliefs([original, *rest], SETTINGS)
