"""The equations, against loops over statements written down from the manual; and what holds for every network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.errors import UsageError
from whipcount.network import Member, NetworkSettings, Observation, account, network
from whipcount.network.settings import DUPLICATES, NORMALISATIONS, TYPES, Duplicates, Mode, Normalise, Type

START = date(2023, 12, 20)
ACTORS, PROPOSITIONS = "abcd", ("p", "q", "r")


def said(
    number: int, actor: str, proposition: str, agrees: bool | None, *, day: date | None = START, document: str = "d"
) -> Observation:
    stance = "noncommittal" if agrees is None else "support" if agrees else "oppose"
    member = Member(actor, actor.upper(), "person")
    return Observation(f"s{number:03}", document, number, day, proposition, stance, agrees, {"actor": member})


@st.composite
def debates(draw: st.DrawFn) -> list[Observation]:
    drawn = st.tuples(
        st.sampled_from(ACTORS),
        st.sampled_from(PROPOSITIONS),
        st.booleans(),
        st.integers(0, 30),
        st.sampled_from("xyz"),
    )
    return [
        said(n, actor, proposition, agrees, day=START + timedelta(days=days), document=document)
        for n, (actor, proposition, agrees, days, document) in enumerate(draw(st.lists(drawn, max_size=25)))
    ]


def same_unit(a: Observation, b: Observation, rule: Duplicates) -> bool:
    assert a.day is not None
    assert b.day is not None
    return {
        "include": a.statement == b.statement,
        "document": a.document == b.document,
        "week": a.day.isocalendar()[:2] == b.day.isocalendar()[:2],
        "month": (a.day.year, a.day.month) == (b.day.year, b.day.month),
        "year": a.day.year == b.day.year,
        "acrossrange": True,
    }[rule]


def kept(debate: list[Observation], rule: Duplicates, type_: Type) -> list[Observation]:
    """The manual's rule, statement by statement: drop one that has a duplicate before it."""
    found: list[Observation] = []
    for item in sorted(debate, key=lambda s: (s.day, s.document, s.place)):
        duplicates = (
            other
            for other in found
            if other.members == item.members
            and other.proposition == item.proposition
            and (type_ == "ignore" or other.agrees == item.agrees)
            and same_unit(other, item, rule)
        )
        if next(duplicates, None) is None:
            found.append(item)
    return found


def pairs(left: list[Observation], a: str, b: str) -> Iterator[tuple[Observation, Observation]]:
    for x, y in product(left, left):
        if (x.members["actor"].key, y.members["actor"].key) == (a, b) and x.proposition == y.proposition:
            yield x, y


def by_hand(left: list[Observation], a: str, b: str, type_: Type, normalise: Normalise) -> float:
    """A one-mode weight, by counting pairs of statements."""
    agree = sum(x.agrees == y.agrees for x, y in pairs(left, a, b))
    differ = sum(x.agrees != y.agrees for x, y in pairs(left, a, b))
    amount = {"congruence": agree, "conflict": differ, "subtract": agree - differ, "ignore": agree + differ}[type_]
    mine = [(s.proposition, s.agrees) for s in left if s.members["actor"].key == a]
    theirs = [(s.proposition, s.agrees) for s in left if s.members["actor"].key == b]
    by = {
        "no": 1.0,
        "average": (len(mine) + len(theirs)) / 2,
        "cosine": float(len(mine) * len(theirs)),
        "jaccard": float(sum(s not in theirs for s in mine) + sum(s not in mine for s in theirs) + agree),
    }[normalise]
    return amount / by if by else 0.0


ONE = [(t, n, d) for t in TYPES["one"] for n in NORMALISATIONS["one"] for d in DUPLICATES]


@settings(max_examples=60, deadline=None)
@given(debate=debates(), choice=st.sampled_from(ONE))
def test_one_mode_weights_are_those_counted_by_hand(
    debate: list[Observation], choice: tuple[Type, Normalise, Duplicates]
) -> None:
    type_, normalise, duplicates = choice
    found = network(debate, NetworkSettings("one", type_, normalise, duplicates, isolates=True, draws=0))
    left = kept(debate, duplicates, type_)
    assert found.counts.kept == len(left)
    rows, columns, matrix = found.matrix()
    assert rows == columns
    for i, j in product(range(len(rows)), repeat=2):
        wanted = 0.0 if i == j else by_hand(left, rows[i].lower(), rows[j].lower(), type_, normalise)
        assert matrix[i, j] == pytest.approx(wanted)


TWO = [
    (t, n, d) for t in TYPES["two"] for n in NORMALISATIONS["two"] for d in DUPLICATES if t != "combine" or n == "no"
]


@settings(max_examples=60, deadline=None)
@given(debate=debates(), choice=st.sampled_from(TWO))
def test_two_mode_weights_are_those_counted_by_hand(
    debate: list[Observation], choice: tuple[Type, Normalise, Duplicates]
) -> None:
    type_, normalise, duplicates = choice
    found = network(debate, NetworkSettings("two", type_, normalise, duplicates, draws=0))
    left = kept(debate, duplicates, type_)
    rows, columns, matrix = found.matrix()
    for (i, row), (j, column) in product(enumerate(rows), enumerate(columns)):
        mine = [s.agrees for s in left if s.members["actor"].label == row and s.proposition == column]
        yes, no = mine.count(True), mine.count(False)
        amount = {"subtract": yes - no, "ignore": yes + no, "combine": bool(yes) + 2 * bool(no)}[type_]
        of_row = sum(s.members["actor"].label == row for s in left)
        of_column = sum(s.proposition == column for s in left)
        assert matrix[i, j] == pytest.approx(amount / {"no": 1, "activity": of_row, "prominence": of_column}[normalise])


@settings(max_examples=60, deadline=None)
@given(debate=debates(), choice=st.sampled_from(ONE), order=st.randoms(use_true_random=False))
def test_the_order_of_the_statements_changes_nothing(
    debate: list[Observation], choice: tuple[Type, Normalise, Duplicates], order: object
) -> None:
    wanted = NetworkSettings("one", choice[0], choice[1], choice[2], draws=5)
    shuffled = list(debate)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands in a random.Random
    one, other = network(debate, wanted), network(shuffled, wanted)
    assert (one.nodes, one.edges) == (other.nodes, other.edges)
    assert one.counts.evidence == other.counts.evidence


@settings(max_examples=60, deadline=None)
@given(debate=debates(), choice=st.sampled_from([(t, n, d) for t, n, d in ONE if n == "no"]))
def test_the_pairs_of_an_edge_are_its_weight(
    debate: list[Observation], choice: tuple[Type, Normalise, Duplicates]
) -> None:
    """Without normalisation the weight is the number of pairs; for subtract, those on opposite sides are taken off."""
    sides = {item.statement: item.agrees for item in debate}
    found = network(debate, NetworkSettings("one", choice[0], choice[1], choice[2], draws=0))
    for edge in found.edges:
        listed = list(found.pairs(edge))
        assert listed
        assert len(set(listed)) == len(listed)
        agree = sum(sides[a] == sides[b] for a, b in listed)
        differ = len(listed) - agree
        assert edge.weight == (agree - differ if choice[0] == "subtract" else agree + differ)


@settings(max_examples=60, deadline=None)
@given(debate=debates(), mode_choice=st.sampled_from([("one", c) for c in ONE] + [("two", c) for c in TWO]))
def test_the_account_of_an_edge_comes_to_its_weight(
    debate: list[Observation], mode_choice: tuple[Mode, tuple[Type, Normalise, Duplicates]]
) -> None:
    mode, (type_, normalise, duplicates) = mode_choice
    found = network(debate, NetworkSettings(mode, type_, normalise, duplicates, draws=0))
    for edge in found.edges:
        told = account(found, edge)
        assert told.total == sum(line.amount for line in told.lines)
        assert edge.weight == pytest.approx(told.total / (1 if told.divisor is None else told.divisor))
        if normalise == "average":
            assert told.divisor == sum(told.parts) / 2
        if normalise == "jaccard":
            assert told.divisor == sum(told.parts)


@settings(max_examples=60, deadline=None)
@given(debate=debates(), choice=st.sampled_from([(t, n, d) for t, n, d in ONE if n == "no"]))
def test_the_reviewed_share_of_an_edge_is_that_of_its_statements(
    debate: list[Observation], choice: tuple[Type, Normalise, Duplicates]
) -> None:
    looked_at = {item.statement for item in debate if int(item.statement[1:]) % 3 == 0}
    marked = [replace(item, confirmed=item.statement in looked_at) for item in debate]
    for mode, type_ in (("one", choice[0]), ("two", "subtract")):
        found = network(marked, NetworkSettings(mode, type_, "no", choice[2], draws=0))  # type: ignore[arg-type]
        for edge in found.edges:
            behind = {id_ for pair in found.pairs(edge) for id_ in pair}
            assert edge.reviewed_share == pytest.approx(len(behind & looked_at) / len(behind))


def test_the_account_is_written_as_arithmetic() -> None:
    debate = [said(1, "a", "p", True), said(2, "a", "q", True), said(3, "b", "p", True)]
    found = network(debate, NetworkSettings(draws=0))
    assert account(found, found.edges[0]).formula == "1 ÷ 1.5 = 0.6667"
    plain = network(debate, NetworkSettings(normalise="no", draws=0))
    assert account(plain, plain.edges[0]).formula == "1 = 1"


def test_the_window_includes_both_its_ends_and_counts_what_it_leaves_out() -> None:
    debate = [said(n, "a", "p", True, day=START + timedelta(days=n), document=str(n)) for n in range(4)]
    debate += [said(5, "a", "p", True, day=None), said(6, "a", "p", None)]
    window = NetworkSettings("two", since=START + timedelta(days=1), until=START + timedelta(days=2), draws=0)
    found = network(debate, window)
    assert found.counts.kept == 2
    assert dict(found.left_out) == {"window": 2, "undated": 1, "side": 1}
    assert found.days == (START + timedelta(days=1), START + timedelta(days=2))


def test_an_undated_statement_is_a_duplicate_only_within_its_document() -> None:
    debate = [said(n, "a", "p", True, day=None, document=d) for n, d in enumerate("xxy")]
    assert network(debate, NetworkSettings("two", duplicates="year", draws=0)).counts.kept == 2


def test_isolates_are_of_all_time_or_as_dna_counts_them_of_the_window() -> None:
    debate = [said(1, "a", "p", True), said(2, "b", "q", True, day=START - timedelta(days=400))]

    def labels(**settings: bool) -> list[str]:
        found = network(debate, NetworkSettings("two", since=START, draws=0, **settings))
        return [node.label for node in found.nodes]

    assert labels() == ["A", "p"]
    assert labels(isolates=True) == ["A", "B", "p", "q"]
    assert labels(isolates=True, dna_compat=True) == ["A", "p"]


def test_weeks_and_months_of_two_years_are_two_units_except_as_dna_counts_them() -> None:
    debate = [said(n, "a", "p", True, day=date(year, 1, 10), document=str(n)) for n, year in enumerate((2023, 2024))]
    for rule in ("week", "month"):
        assert network(debate, NetworkSettings("two", duplicates=rule, draws=0)).counts.kept == 2
        assert network(debate, NetworkSettings("two", duplicates=rule, dna_compat=True, draws=0)).counts.kept == 1


def test_labels_stand_in_the_order_of_the_alphabet_or_as_java_compares_them() -> None:
    debate = [said(n, actor, "p", True) for n, actor in enumerate("ab")]
    named = [
        Observation(o.statement, "d", 0, START, "p", "support", True, {"actor": Member(name, name, "person")})
        for o, name in zip(debate, ("Beta", "alpha"), strict=True)
    ]
    assert [n.label for n in network(named, NetworkSettings(draws=0)).nodes] == ["alpha", "Beta"]
    assert [n.label for n in network(named, NetworkSettings(draws=0, dna_compat=True)).nodes] == ["Beta", "alpha"]


def test_conditions_count_for_the_side_they_leave_open_or_not_at_all() -> None:
    member = {"actor": Member("a", "A", "person")}
    debate = [Observation("s", "d", 0, START, "p", "conditional", False, member)]
    assert network(debate, NetworkSettings("two", draws=0)).edges[0].weight == -1
    left = network(debate, NetworkSettings("two", conditional="leave", draws=0))
    assert left.edges == ()
    assert dict(left.left_out) == {"conditional": 1}


def test_unnamed_sources_take_part_only_when_asked_for() -> None:
    debate = [Observation("s", "d", 0, START, "p", "support", True, {"actor": Member("x", "aides", "group")})]
    assert dict(network(debate, NetworkSettings("two", draws=0)).left_out) == {"unnamed": 1}
    assert len(network(debate, NetworkSettings("two", unnamed=True, draws=0)).edges) == 1


def test_the_busiest_actors_are_kept_and_their_weights_do_not_change() -> None:
    debate = [said(n, actor, "p", True, document=str(n)) for n, actor in enumerate("aabbbc")]
    for normalise in NORMALISATIONS["two"]:
        whole = network(debate, NetworkSettings("two", normalise=normalise))
        part = network(debate, NetworkSettings("two", normalise=normalise, top=2))
        assert part.hidden == 1
        assert part.edges == tuple(edge for edge in whole.edges if edge.source != "c")
    assert network(debate, NetworkSettings(top=2)).edges == network(debate, NetworkSettings()).edges[:1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "one", "type": "combine"},
        {"mode": "two", "type": "congruence"},
        {"mode": "one", "normalise": "prominence"},
        {"mode": "two", "normalise": "average"},
        {"mode": "two", "type": "combine", "normalise": "prominence"},
        {"since": date(2024, 2, 1), "until": date(2024, 1, 1)},
        {"top": 0},
    ],
)
def test_what_has_no_meaning_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        NetworkSettings(**wrong)  # type: ignore[arg-type]
