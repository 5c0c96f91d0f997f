"""Any coders are compared on what they both coded, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.store_values import PIPELINE, coding, extraction
from whipcount.errors import UsageError
from whipcount.evaluate.agreement import NO_ARGUMENT, Comparison, coders_in, compare, comparison, overlaps, units_of
from whipcount.evaluate.reliability import Agreement
from whipcount.model import STANCES, Span
from whipcount.store import Store, open_store
from whipcount.store.records import Judgement

MODEL = "stance@1, wording aaaa"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture
def ids(store: Store) -> list[str]:
    """Six statements in three documents."""
    run = store.begin_run("test", {})
    found = [extraction(given_id=f"{n}.txt", title=f"Title {n}") for n in range(3)]
    for one in found:
        store.add(one, run=run, pipeline=PIPELINE)
    return [statement.id for one in found for statement in one.statements]


def measured(found: Comparison, field: str, proposition: str | None = None) -> Agreement:
    return next(one.measured for one in found.fields if (one.field, one.proposition) == (field, proposition))


def by_hand(statement, stance, coder="ines", **fields):
    return coding(statement, stance, coder=coder, kind="human", **fields)


def test_a_model_and_a_person_are_compared_although_the_persons_coding_holds(store: Store, ids: list[str]) -> None:
    """The machine's coding stays in the record when a person's wins over it."""
    store.add_codings(coding(i, "support", coder=MODEL) for i in ids)
    store.add_codings([by_hand(ids[0], "support"), by_hand(ids[1], "oppose"), by_hand(ids[2], "none")])
    found = compare(store, ["ines", "stance@1"])
    assert found.units == 3
    assert measured(found, "stance").confusion == {
        ("support", "support"): 1, ("oppose", "support"): 1, ("none", "support"): 1,
    }  # fmt: skip
    assert measured(found, "relevance").confusion == {("yes", "yes"): 2, ("no", "yes"): 1}
    assert measured(found, "side").confusion == {("for", "for"): 1, ("against", "for"): 1, ("neither", "for"): 1}


def test_only_the_newest_coding_of_each_coder_counts(store: Store, ids: list[str]) -> None:
    store.add_codings([coding(ids[0], "support", coder=MODEL), by_hand(ids[0], "oppose"), by_hand(ids[0], "support")])
    assert measured(compare(store, ["ines", "stance@1"]), "stance").share == 1.0


def test_wordings_of_one_model_are_one_coder_or_two(store: Store, ids: list[str]) -> None:
    """Asked by its name a model answers with its newest coding; asked by its labels, its wordings are compared."""
    later = "stance@1, wording bbbb"
    store.add_codings([coding(ids[0], "support", coder=MODEL), coding(ids[0], "oppose", coder=later)])
    store.add_codings([by_hand(ids[0], "oppose"), coding(ids[1], "oppose", coder=later, proposition="other")])
    assert next((one.name, one.labels, one.codings) for one in coders_in(store)) == ("stance@1", (MODEL, later), 3)
    assert measured(compare(store, ["stance@1", "ines"]), "stance").confusion == {("oppose", "oppose"): 1}
    assert measured(compare(store, [MODEL, later]), "stance").confusion == {("support", "oppose"): 1}


def test_rejected_statements_are_left_out(store: Store, ids: list[str]) -> None:
    store.add_codings(coding(i, "support", coder=MODEL) for i in ids)
    store.add_codings(by_hand(i, "support") for i in ids)
    store.review(ids[0], "reject", coder="ines")
    assert compare(store, ["ines", "stance@1"]).units == len(ids) - 1
    assert {one.name: one.codings for one in coders_in(store)} == {"stance@1": 5, "ines": 5}


def test_propositions_are_measured_each_and_all_together(store: Store, ids: list[str]) -> None:
    store.add_codings(coding(i, "support", coder=c, proposition=p) for i in ids for c in ("a", "b") for p in ("x", "y"))
    store.add_codings([coding(ids[0], "oppose", coder="b", proposition="y")])
    found = compare(store, ["a", "b"])
    assert [(measured(found, "stance", p).units, measured(found, "stance", p).share) for p in (None, "x", "y")] == [
        (12, 11 / 12), (6, 1.0), (6, 5 / 6),
    ]  # fmt: skip
    assert measured(found, "stance", "x").reason == "one_value"
    assert {one.proposition for one in compare(store, ["a", "b"], proposition="x").fields} == {None}


def test_who_can_be_compared(store: Store, ids: list[str]) -> None:
    store.add_codings([by_hand(ids[0], "support"), by_hand(ids[0], "support", "omar"), by_hand(ids[1], "none", "ana")])
    assert overlaps(store, coders_in(store)) == [("ines", "omar", 1)]
    apart = compare(store, ["ines", "ana"])
    assert (apart.units, apart.disagreements) == (0, ())
    assert {one.measured.reason for one in apart.fields} == {"no_overlap"}


@pytest.mark.parametrize(
    ("names", "message"),
    [(["ines"], "between two coders"), (["ines", "ines"], "each named once"), (["ines", "eve"], "'eve'.*: ines")],
)
def test_a_wrong_choice_of_coders_says_what_to_do(store: Store, ids: list[str], names: list[str], message: str) -> None:
    store.add_codings([by_hand(ids[0], "support")])
    with pytest.raises(UsageError, match=message):
        compare(store, names)


def judged(*codings, document="d"):
    return [Judgement(document, one) for one in codings]


def test_arguments_are_compared_where_both_were_asked_and_take_a_stance() -> None:
    """A person who only judges stances never names an argument; that is no disagreement."""
    first = judged(*(replace(coding(s, stance), argument=a) for s, stance, a in (
        ("s1", "support", "jobs"), ("s2", "support", None), ("s3", "none", None))))  # fmt: skip
    second = judged(*(replace(coding(s, "support", coder="b"), argument=a) for s, a in (
        ("s1", "cost"), ("s2", "cost"), ("s3", "cost"))))  # fmt: skip
    never = judged(*(coding(s, "support", coder="c") for s in ("s1", "s2", "s3")))
    assert measured(comparison(["a", "b"], units_of([first, second])), "argument").confusion == {
        ("jobs", "cost"): 1, (NO_ARGUMENT, "cost"): 1,
    }  # fmt: skip
    assert measured(comparison(["a", "c"], units_of([first, never])), "argument").reason == "no_overlap"


def test_a_condition_is_a_conditional_stance_or_a_marked_clause() -> None:
    first = judged(coding("s1", "conditional"), replace(coding("s2", "support"), condition=Span(0, 4)))
    second = judged(coding("s1", "conditional", coder="b"), coding("s2", "support", coder="b"))
    found = comparison(["a", "b"], units_of([first, second]))
    assert measured(found, "condition").confusion == {("yes", "yes"): 1, ("yes", "no"): 1}
    assert measured(found, "side").confusion == {("neither", "neither"): 1, ("for", "for"): 1}


def test_opposite_sides_come_first_among_the_disagreements() -> None:
    first = judged(coding("s1", "none"), coding("s2", "support"), coding("s3", "support"))
    second = judged(*(coding(s, stance, coder="b") for s, stance in (
        ("s1", "support"), ("s2", "support"), ("s3", "oppose"))))  # fmt: skip
    found = comparison(["a", "b"], units_of([first, second])).disagreements
    assert [(one.unit.statement, one.fields) for one in found] == [
        ("s3", ("stance", "side")),
        ("s1", ("relevance", "stance", "side")),
    ]


def test_three_coders_are_compared_at_once() -> None:
    coders = [judged(coding("s1", "support", coder=c), coding("s2", "oppose", coder=c)) for c in "abc"]
    found = comparison("abc", units_of([*coders[:2], coders[2][:1]]))
    assert found.units == 2
    assert measured(found, "stance").alpha == 1.0
    assert measured(found, "stance").kappa is None


@given(st.lists(st.tuples(st.sampled_from(STANCES), st.sampled_from(STANCES)), min_size=1, max_size=12), st.data())
def test_what_is_measured_does_not_depend_on_the_order_of_statements(pairs, data) -> None:
    names = data.draw(st.permutations([f"s{n}" for n in range(len(pairs))]))
    random = data.draw(st.randoms(use_true_random=False))
    results = []
    for ids in ([f"s{n}" for n in range(len(pairs))], names):
        units = units_of(
            [judged(*(coding(i, p[k], coder="ab"[k]) for i, p in zip(ids, pairs, strict=True))) for k in (0, 1)]
        )
        random.shuffle(units)
        results.append(comparison(["a", "b"], units, draws=0))
    before, after = results
    assert len(before.disagreements) == len(after.disagreements) == sum(a != b for a, b in pairs)
    for one, other in zip(before.fields, after.fields, strict=True):
        assert one.measured.alpha == pytest.approx(other.measured.alpha)
        assert one.measured.confusion == other.measured.confusion
