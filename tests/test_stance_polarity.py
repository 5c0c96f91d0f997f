"""The grammar of attitudes, directions and negations, and how far it moves the encoder's judgement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.coding.polarity import Hint, hint, names_only_another, read_issue, stem
from whipcount.coding.weighing import IRRELEVANT, NONCOMMITTAL, OPPOSE, SUPPORT, judge

BAN = ("Diesel buses should be banned from the city centre", "The motion should be passed")
LIFT = ("Farmers should be allowed to sell raw milk", "The ban on raw milk should be lifted")


@pytest.mark.parametrize(
    ("wordings", "cue", "content", "sign"),
    [
        (BAN, "backed", "the ban", 1),
        (BAN, "opposed", "the ban", -1),
        (BAN, "called on", "the council to ban diesel buses", 1),
        (BAN, "voted against", "the motion", -1),
        (BAN, "urged", "councillors to reject the motion", -1),
        (BAN, "said", "diesel buses should not be banned", -1),
        (BAN, "said", "he no longer opposed the ban", 1),
        (BAN, "dismissed", "fears that the ban would cost jobs", 1),
        (BAN, "warned", "that a ban would cost jobs", -1),
        (LIFT, "implored", "the ministry to lift the ban", 1),
        (LIFT, "criticised", "the call to lift the ban", -1),
        (LIFT, "ruled out", "lifting the ban", -1),
        (LIFT, "said", "raw milk must be allowed", 1),
        (LIFT, "said", "the restrictions hurt small farms", 1),
        (BAN, "said", "the weather was fine", 0),
    ],
)
def test_signs_multiply(wordings, cue, content, sign):
    assert hint(wordings, cue, content).sign == sign


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("declined to say", "whether she favoured the ban"),
        ("did not indicate", "any change in policy"),
        ("said", "she had not decided"),
        ("would not be drawn on", "the motion"),
    ],
)
def test_evasions_are_seen(cue, content):
    assert hint(BAN, cue, content).evasive


def test_a_proposition_points_its_way_and_keeps_its_objects():
    assert read_issue(BAN).direction == -1
    assert read_issue(LIFT).direction == 1
    assert {stem("diesel"), stem("buses")} <= read_issue(BAN).objects


def test_words_of_another_proposition_alone_point_there():
    other = ("The depot should get charging points",)
    assert names_only_another(BAN, [other], "the charging points at the depot are too dear")
    assert not names_only_another(BAN, [other], "charging points, and then the ban")
    assert not names_only_another(BAN, [other], "nothing of the kind")


NOTHING = [0.02, 0.02, 0.01, 0.01, 0.04, 0.9]
FOR = [0.9, 0.03, 0.02, 0.01, 0.02, 0.02]


def best(row):
    return max(range(6), key=row.__getitem__)


def test_on_the_word_of_the_grammar_alone_a_statement_only_leans():
    row = judge(NOTHING, None, Hint(-1, explicit=True, anchored=True), elsewhere=False)
    assert best(row) == OPPOSE
    assert row[OPPOSE] < 0.65


def test_what_only_the_context_says_counts_half():
    row = judge(NOTHING, FOR, Hint(), elsewhere=False)
    assert row[SUPPORT] == pytest.approx((NOTHING[SUPPORT] + FOR[SUPPORT]) / 2)


def test_a_contradiction_makes_a_clear_stance_lean():
    row = judge([0.7, 0.2, 0.02, 0.02, 0.03, 0.03], None, Hint(-1, explicit=True, anchored=True), elsewhere=False)
    assert best(row) == SUPPORT
    assert row[SUPPORT] < 0.65


def test_an_evasion_and_another_issue():
    assert best(judge(FOR, None, Hint(evasive=True, anchored=True), elsewhere=False)) == NONCOMMITTAL
    assert best(judge(FOR, None, Hint(), elsewhere=True)) == IRRELEVANT


@given(
    st.lists(st.floats(0.001, 1), min_size=6, max_size=6),
    st.lists(st.floats(0.001, 1), min_size=6, max_size=6),
    st.builds(Hint, st.sampled_from([-1, 0, 1]), st.booleans(), st.booleans(), st.booleans()),
    st.booleans(),
)
def test_probabilities_stay_probabilities(first, second, found, elsewhere):
    alone, within = ([x / sum(row) for x in row] for row in (first, second))
    row = judge(alone, within, found, elsewhere=elsewhere)
    assert all(0 <= p <= 1 for p in row)
    assert sum(row) == pytest.approx(1)


@given(st.text(max_size=200), st.text(max_size=200), st.text(min_size=1, max_size=80))
def test_any_text_is_read(cue, content, proposition):
    assert hint((proposition,), cue, content).sign in (-1, 0, 1)
