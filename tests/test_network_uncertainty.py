"""Intervals of the weights when codings are drawn by their probabilities, and the communities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from whipcount.network import Member, NetworkSettings, Observation, network
from whipcount.network.communities import communities, modularity
from whipcount.network.counts import Groups, count, seed
from whipcount.network.observations import Chosen, select
from whipcount.network.settings import NORMALISATIONS, TYPES
from whipcount.network.uncertainty import drawn, sides, uniforms

DAY = date(2024, 5, 1)


def said(
    number: int, actor: str, proposition: str = "p", *, agrees: bool = True, right: float = 1.0, opposite: float = 0.0,
    document: str | None = None,
) -> Observation:  # fmt: skip
    return Observation(
        f"s{number}", document or str(number), 0, DAY, proposition, "support" if agrees else "oppose", agrees,
        {"actor": Member(actor, actor, "person")}, right, opposite,
    )  # fmt: skip


def drawn_sides(chosen: Sequence[Chosen], draws: int) -> NDArray[np.int8]:
    """The sides of some statements, in their order."""
    none = np.zeros(0, np.int64)
    seeds = np.array([seed(c.statement, c.proposition) for c in chosen], np.uint64)
    right, opposite = np.array([c.right for c in chosen]), np.array([c.opposite for c in chosen])
    groups = Groups(none, none, none, seeds, right, opposite, np.array([c.agrees for c in chosen], np.int8))
    return sides(groups, slice(None), draws)


def debate(count_: int = 40) -> list[Observation]:
    return [
        said(
            n, "abc"[n % 3], "pq"[n % 2], agrees=n % 5 > 1, right=0.6 + (n % 4) / 10, opposite=0.1, document=str(n // 4)
        )
        for n in range(count_)
    ]


def test_what_people_coded_has_no_spread() -> None:
    found = network([said(1, "a"), said(2, "b"), said(3, "b", "q", agrees=False)], NetworkSettings())
    assert [(e.weight, e.low, e.high) for e in found.edges] == [(pytest.approx(2 / 3),) * 3]


def test_a_doubtful_coding_widens_the_interval() -> None:
    sure = network([said(1, "a"), said(2, "b"), said(3, "b", "q")], NetworkSettings(normalise="no"))
    doubtful = network([said(1, "a"), said(2, "b", right=0.5, opposite=0.5)], NetworkSettings(normalise="no"))
    assert (sure.edges[0].low, sure.edges[0].high) == (1, 1)
    assert (doubtful.edges[0].low, doubtful.edges[0].high) == (0, 1)


def test_the_shares_of_the_draws_are_the_probabilities() -> None:
    items = select([said(n, "a", right=0.7, opposite=0.2) for n in range(200)], NetworkSettings("two")).chosen
    found = drawn_sides(items, 400)
    for side, share in ((1, 0.7), (0, 0.2), (2, 0.1)):
        # 80,000 draws: the standard error is below 0.002.
        assert (found == side).mean() == pytest.approx(share, abs=0.008)


def test_draws_of_different_statements_and_of_one_are_unrelated() -> None:
    u = uniforms(np.array([seed(f"s{n}", "p") for n in range(50)], np.uint64), 400)
    assert u.min() >= 0
    assert u.max() < 1
    across = np.corrcoef(u)[np.triu_indices(50, 1)]
    assert abs(across).max() < 0.25  # of 1,225 correlations with a standard error of 0.05
    assert abs(np.corrcoef(u[:, :-1].ravel(), u[:, 1:].ravel())[0, 1]) < 0.03


def test_a_statement_is_drawn_alike_in_every_network() -> None:
    """The spread of an edge does not depend on who else takes part, or on the order of the statements."""
    some = network([s for s in debate() if s.members["actor"].key != "c"], NetworkSettings())
    all_ = network(debate()[::-1], NetworkSettings())
    assert some.edges == tuple(edge for edge in all_.edges if edge.target != "c")


@pytest.mark.parametrize(
    ("mode", "type_", "normalise"),
    [(m, t, n) for m, types in TYPES.items() for t in types for n in NORMALISATIONS[m] if t != "combine"],
)
def test_the_interval_is_that_of_whole_networks_counted_draw_by_draw(mode: str, type_: str, normalise: str) -> None:
    """Drawing the codings one by one and counting a network from each gives the same ends."""
    wanted = NetworkSettings(mode, type_, normalise, draws=40)  # type: ignore[arg-type]  # the names themselves
    plain = NetworkSettings(mode, type_, normalise, draws=0, isolates=True)  # type: ignore[arg-type]
    items = debate()
    chosen = select(items, wanted).chosen
    table = dict(zip([c.statement for c in chosen], drawn_sides(chosen, 40), strict=True))
    matrices = []
    for draw in range(40):
        then = [
            said(
                int(o.statement[1:]), o.members["actor"].key, o.proposition, agrees=bool(table[o.statement][draw]),
                document=o.document,
            )
            for o in items
            if table[o.statement][draw] != 2
        ]  # fmt: skip
        rows, columns, matrix = network(then, plain).matrix()
        matrices.append({(a, b): matrix[i, j] for (i, a), (j, b) in product(enumerate(rows), enumerate(columns))})
    for edge in network(items, wanted).edges:
        values = sorted(m.get((edge.source, edge.target), 0.0) for m in matrices)
        assert edge.low == pytest.approx(values[0], rel=1e-5)  # floor(0.025 × 39) is the first
        assert edge.high == pytest.approx(values[39], rel=1e-5)


def test_a_duplicate_stands_in_for_a_first_that_is_drawn_out() -> None:
    items = [said(n, "a", right=0.5, document="d") for n in range(8)]
    wanted = NetworkSettings("two")
    counts = count(select(items, wanted), wanted, {})
    assert counts.kept == 1
    x = drawn(counts, [0], 200, ignore=False)
    assert x.max() == 1
    assert x.sum() >= 195  # all eight are out in one draw of 256


def test_combine_gives_names_and_no_interval() -> None:
    found = network([said(1, "a", right=0.5)], NetworkSettings("two", "combine"))
    assert [(e.weight, e.low, e.high) for e in found.edges] == [(1, None, None)]


def test_no_draws_give_no_interval() -> None:
    assert network(debate(), NetworkSettings(draws=0)).edges[0].low is None


def test_two_camps_are_two_communities() -> None:
    camps = [said(n, actor, agrees=actor in "abc") for n, actor in enumerate("abcde")]
    found = network([*camps, said(9, "f", "q")], NetworkSettings(draws=0))
    assert {node.label: node.community for node in found.nodes} == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 2}
    assert found.modularity > 0.3


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 7), st.integers(2, 5))
def test_cliques_joined_by_weak_ties_are_found(size: int, number: int) -> None:
    n = size * number
    weights = np.full((n, n), 0.01)
    for c in range(number):
        weights[c * size : (c + 1) * size, c * size : (c + 1) * size] = 1.0
    np.fill_diagonal(weights, 0.0)
    member = communities(weights)
    assert len(set(member)) == number
    assert all(len(set(member[c * size : (c + 1) * size])) == 1 for c in range(number))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0]), min_size=6, max_size=6), min_size=6, max_size=6))
def test_communities_are_never_worse_than_none_or_one(rows: list[list[float]]) -> None:
    weights = np.array(rows)
    weights = np.triu(weights, 1) + np.triu(weights, 1).T
    member = communities(weights)
    found = modularity(weights, member)
    assert found >= modularity(weights, range(6)) - 1e-9
    assert found >= modularity(weights, [0] * 6) - 1e-9
    best = max(modularity(weights, labels) for labels in product(range(3), repeat=6))
    assert found >= best - 0.12, "near the best of up to three communities"
