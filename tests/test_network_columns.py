"""Counting by columns gives what counting one statement after the other gives, whatever the statements and settings."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whipcount.network import Counted, Member, NetworkSettings, Observation, counted, network_from
from whipcount.network.columns import columns, counted_columns
from whipcount.network.counts import Groups
from whipcount.network.settings import CONDITIONALS, DUPLICATES, MODES, NODES, TYPES

# Few of each, so that duplicates, ties in the order and labels that differ are frequent.
MEMBERS = [Member(key, label, kind) for key, kind in (("a", "person"), ("b", "person"), ("c", "anonymous"))
           for label in (key.upper(), key.upper() * 2)]  # fmt: skip
DAYS = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 8), date(2024, 2, 1), date(2025, 1, 1)]
TEXTS = {"p": "Zebra", "q": "apple"}


@st.composite
def observations(draw: st.DrawFn) -> list[Observation]:
    found: dict[tuple[str, str], Observation] = {}
    for _ in range(draw(st.integers(0, 25))):
        statement, proposition = f"s{draw(st.integers(0, 20))}", draw(st.sampled_from("pqr"))
        agrees = draw(st.sampled_from([True, False, None]))
        stance = draw(st.sampled_from(["support", "conditional"])) if agrees is not None else "noncommittal"
        nodes = {node: draw(st.none() | st.sampled_from(MEMBERS)) for node in ("actor", "organisation")}
        found[statement, proposition] = Observation(
            statement, f"d{draw(st.integers(0, 4))}", draw(st.integers(0, 3)), draw(st.none() | st.sampled_from(DAYS)),
            proposition, stance, agrees, {k: m for k, m in nodes.items() if m},
            draw(st.sampled_from([1.0, 0.7])), 0.1, draw(st.booleans()),
        )  # fmt: skip
    return list(found.values())


@st.composite
def wanted(draw: st.DrawFn) -> NetworkSettings:
    mode = draw(st.sampled_from(MODES))
    since, until = sorted([draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))])
    return NetworkSettings(
        mode,
        draw(st.sampled_from(TYPES[mode])),
        duplicates=draw(st.sampled_from(DUPLICATES)),
        nodes=draw(st.sampled_from(NODES)),
        propositions=draw(st.sampled_from([None, ("p",), ("q", "p")])),
        since=draw(st.sampled_from([None, since])),
        until=draw(st.sampled_from([None, until])),
        isolates=draw(st.booleans()),
        conditional=draw(st.sampled_from(CONDITIONALS)),
        unnamed=draw(st.booleans()),
        dna_compat=draw(st.booleans()),
        normalise="no",
        draws=20,
    )


def told(found: Counted) -> tuple[object, ...]:
    """Everything in a count that can be compared."""
    counts = found.counts
    groups = groups_of(counts.groups(range(len(counts.actors))))
    order = [*found.left_out.items()]
    return (
        counts.actors, counts.propositions, counts.x.tolist(), counts.confirmed.tolist(), dict(counts.evidence), groups,
        order, found.chosen, found.days,
    )  # fmt: skip


def groups_of(found: Groups) -> list[tuple[object, ...]]:
    """Each group with its statements, in one order."""
    ends = np.cumsum(found.length).tolist()
    per_item = list(zip(*(c.tolist() for c in (found.seed, found.right, found.opposite, found.agrees)), strict=True))
    cells = zip(found.actor.tolist(), found.proposition.tolist(), found.length.tolist(), ends, strict=True)
    return sorted((i, j, tuple(per_item[end - length : end])) for i, j, length, end in cells)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws them slowly
@given(observations(), wanted())
def test_columns_count_what_one_after_the_other_counts(rows: list[Observation], asked: NetworkSettings) -> None:
    slow, quick = counted(rows, asked, TEXTS), counted_columns(columns(rows), asked, TEXTS)
    assert told(quick) == told(slow)
    one, other = (network_from(base, asked, TEXTS) for base in (slow, quick))
    assert (one.nodes, one.edges, one.dropped, one.hidden) == (other.nodes, other.edges, other.dropped, other.hidden)


def test_only_the_groups_of_some_actors_are_asked_for() -> None:
    rows = [
        Observation(f"s{n}", f"d{n}", 0, DAYS[0], "p", "support", True, {"actor": MEMBERS[n % 4]}) for n in range(12)
    ]
    counts = counted_columns(columns(rows), NetworkSettings(), TEXTS).counts
    assert counts.groups([1]).actor.tolist() == [1] * 6
    assert counts.groups([]).length.tolist() == []
    assert np.count_nonzero(counts.x) == 2
