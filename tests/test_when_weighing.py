"""A day that rules inferred is weighed against what else the story offers; what words say is left as it is."""

from __future__ import annotations

from datetime import date

import pytest

from support.marked import days, marked
from whipcount.resolve import resolve
from whipcount.when import said_on
from whipcount.when.attach import by_rules
from whipcount.when.days import Days
from whipcount.when.sentence import told
from whipcount.when.signals import INFERRED, candidates, tense
from whipcount.when.story import Story
from whipcount.when.weighing import Weights, weighed, weights

FRIDAY = ("2024-09-06", "2024-09-06", "day")
DEBATE = (
    "The candidates argued about rain in their debate on Wednesday night, the third of the year.\n\n"
    "{0:“It rained,”} [0:Ann Berg] <0:said>. {1:“It did not,”} [1:Chi Nwosu] <1:replied>.\n\n"
    "{2:“You should look out,”} [2:she] <2:added>."
)
CARRIED = "[0:Ann Berg] <0:said> on Friday {0:it was late}.\n\n{1:“Very late,”} [1:she] <1:said>."


def read(text: str, published: date | None = date(2024, 9, 12)):
    document, found = marked(text, published=published)
    return Story(document, found, resolve(document, found))


def weigh(text: str, by: Weights):
    story = read(text)
    events = list(told(story))
    return weighed(story, by_rules(story, events), events, by)


@pytest.mark.parametrize(
    ("cue", "name"),
    [("said", "saying"), ("had said", "had"), ("has said", "perfect"), ("says", "says"), ("adding", "participle"),
     ("according to", "according"), ("believes", "state"), ("previously called", "formerly"), ("stressed", "spoke"),
     ("went", "past"), ("", "none"), ("idea of", "other")],
)  # fmt: skip
def test_a_cue_has_one_time(cue: str, name: str):
    assert tense(cue) == name


def test_speakers_in_a_debate_are_given_its_day_with_the_words_that_name_it():
    document, found = marked(DEBATE, published=date(2024, 9, 12))
    dates = said_on(document, found, resolve(document, found))
    assert [d and d.start for d in dates] == [date(2024, 9, 11)] * 3
    given = [d for d in dates if d is not None and d.rule == "weighed"]
    assert given
    assert all(document.text[d.evidence[0].start : d.evidence[0].end] == "Wednesday night" for d in given)


def test_what_an_expert_thinks_of_a_debate_is_not_given_its_day():
    expert = "\n\n[3:Dan Ode, a professor who follows elections,] <3:believes> {3:it will rain next year}."
    assert days(DEBATE + expert)[3] is None


@pytest.mark.parametrize(("kept", "day"), [(0.0, date(2024, 9, 6)), (1.0, None)])
def test_an_inferred_day_goes_where_too_little_speaks_for_it(kept: float, day: date | None):
    first, second = weigh(CARRIED, Weights({"any": 0.0}, kept, 1.0))
    assert first is not None
    assert (second and second.start) == day


@pytest.mark.parametrize(("new", "given"), [(0.9, False), (0.7, True)])
def test_a_day_is_given_where_enough_speaks_for_it(new: float, given: bool):
    table = {"any": -1.0, "tense=saying": 1.0, "speaker is new": 1.0}  # 1 / (1 + exp(-1)) is 0.73
    (found,) = weigh("Rain fell on Friday.\n\n[0:Dan Ode, a clerk,] <0:said> {0:so}.", Weights(table, 0.0, new))
    assert (found is not None and found.rule == "weighed") == given


def test_the_likeliest_of_several_days_is_given():
    text = "Rain fell on Friday.\n\nSnow fell on Sept. 10.\n\n[0:Dan Ode, a clerk,] <0:said> {0:so}."
    (found,) = weigh(text, Weights({"any": 0.0, "day named last": 1.0}, 0.0, 0.4))
    assert found is not None
    assert found.start == date(2024, 9, 10)


@pytest.mark.parametrize(
    "text",
    ["[0:Ann Berg] <0:said> on Friday {0:it was late}.", "[0:Ann Berg] <0:said> last week {0:it was late}.",
     "[0:Ann Berg] <0:said> in 2013 {0:it was late}.", "[0:I] <0:think> {0:it is late}."],
)  # fmt: skip
def test_what_words_date_is_never_taken_away(text: str):
    (found,) = weigh(text, Weights({"any": -9.0}, 1.0, 1.0))
    (rule,) = by_rules(read(text), [])
    assert found is not None
    assert found == rule
    assert found.rule not in INFERRED


def test_without_a_day_of_publication_nothing_is_weighed():
    assert days(CARRIED.replace("Friday", "Sept. 6, 2024"), None) == [FRIDAY, FRIDAY]
    assert days(DEBATE.replace("Wednesday night", "Sept. 11, 2024"), None)[1] is None


def test_each_day_is_offered_once():
    story = read(CARRIED)
    events = list(told(story))
    offered = [(c.i, c.said.start) for c in candidates(Days(story, by_rules(story, events), events))]
    assert len(offered) == len(set(offered))


def test_the_shipped_weights_name_signals_that_exist():
    story = read(DEBATE)
    events = list(told(story))
    known = {name for c in candidates(Days(story, by_rules(story, events), events)) for name, _ in c.signals}
    assert known & set(weights().table)
    assert 0 < weights().kept < weights().new < 1
