"""From observations to a network: nodes, edges, the pairs of statements behind each edge and its interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from whipcount.errors import UsageError
from whipcount.network import weights
from whipcount.network.communities import communities, modularity, ties
from whipcount.network.counts import Counts, count
from whipcount.network.observations import LeftOut, Observation, select
from whipcount.network.settings import MOST_ACTORS, NetworkSettings, Type
from whipcount.network.uncertainty import drawn, interval

_BLOCK = 8_000_000  # drawn weights held at once: 32 MB


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or a proposition. ``type`` is the kind of actor, or ``proposition``; ``statements`` are those counted.

    ``community`` is None for a proposition.
    """

    id: str
    label: str
    type: str
    statements: int
    community: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie. ``agree`` and ``differ`` count pairs of statements on the same and on opposite sides.

    In a two-mode network they count the actor's statements for and against. ``low`` and ``high`` are the 95 %
    interval of ``weight``, None where none was asked for. ``reviewed_share`` is that of the statements behind it.
    """

    source: str
    target: str
    weight: float
    low: float | None
    high: float | None
    agree: int
    differ: int
    reviewed_share: float


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges with what they were counted from.

    ``left_out`` counts observations that have no part, by reason; ``hidden`` actors beyond ``settings.top``;
    ``dropped`` duplicates. ``days`` are the first and last day of what was counted.
    """

    settings: NetworkSettings
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    counts: Counts
    left_out: Mapping[LeftOut, int]
    dropped: int
    hidden: int
    modularity: float
    days: tuple[date, date] | None

    @property
    def actors(self) -> tuple[Node, ...]:
        """The nodes that speak."""
        return tuple(node for node in self.nodes if node.type != "proposition")

    @property
    def propositions(self) -> tuple[Node, ...]:
        """The nodes that are spoken about; none in a one-mode network."""
        return tuple(node for node in self.nodes if node.type == "proposition")

    def matrix(self) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.float64]]:
        """Labels of the rows, labels of the columns, and the weights; a one-mode matrix has both halves."""
        rows = self.actors
        columns = rows if self.settings.mode == "one" else self.propositions
        row = {node.id: n for n, node in enumerate(rows)}
        column = {node.id: n for n, node in enumerate(columns)}
        cells = np.zeros((len(rows), len(columns)))
        for edge in self.edges:
            cells[row[edge.source], column[edge.target]] = edge.weight
            if self.settings.mode == "one":
                cells[row[edge.target], column[edge.source]] = edge.weight
        return _distinct(rows), _distinct(columns), cells

    def pair_count(self, edge: Edge) -> int:
        """How many pairs are behind an edge, or in a two-mode network how many statements."""
        behind = {"congruence": edge.agree, "conflict": edge.differ}
        return behind.get(self.settings.aggregation, edge.agree + edge.differ)

    def edge(self, source: str, target: str) -> Edge | None:
        """The edge between two nodes, whichever way round."""
        ends = {source, target}
        return next((edge for edge in self.edges if {edge.source, edge.target} == ends), None)

    def pairs(self, edge: Edge) -> Iterator[tuple[str, ...]]:
        """Ids of the statements behind an edge: pairs of them, or in a two-mode network each alone.

        Congruence lists the pairs on one side, conflict those on opposite sides, the other types both.
        """
        a, b = self._index(edge.source), self._index(edge.target)
        evidence = self.counts.evidence
        if self.settings.mode == "two":
            yield from ((id_,) for side in (1, 0) for id_ in evidence.get((side, a, b), ()))
            return
        for j in range(len(self.counts.propositions)):
            for first, second in self.sides():
                yield from product(evidence.get((first, a, j), ()), evidence.get((second, b, j), ()))

    def statements_of(self, edge: Edge) -> frozenset[str]:
        """Ids of all statements of an edge's ends, whatever they are about: those of its pairs are among them."""
        ends = {n for n, member in enumerate(self.counts.actors) if member.key in (edge.source, edge.target)}
        cells = ((ids, i) for (_, i, _), ids in self.counts.evidence.items())
        return frozenset(id_ for ids, i in cells if i in ends for id_ in ids)

    def sides(self) -> tuple[tuple[int, int], ...]:
        """The sides of the pairs that a one-mode edge is made of."""
        same, opposite = ((1, 1), (0, 0)), ((1, 0), (0, 1))
        return {"congruence": same, "conflict": opposite}.get(self.settings.aggregation, same + opposite)

    def _index(self, node: str) -> int:
        names = [member.key for member in self.counts.actors]
        return names.index(node) if node in names else self.counts.propositions.index(node)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a network is made from: counts, and what was left out of them.

    It serves every network with the same ``counting_settings``. ``chosen`` is the number of statements before
    duplicates were dropped.
    """

    counts: Counts
    left_out: Mapping[LeftOut, int]
    chosen: int
    days: tuple[date, date] | None


def counting_settings(settings: NetworkSettings) -> NetworkSettings:
    """The settings reduced to what the counts depend on: with equal ones, ``counted`` gives the same."""
    ignoring: Type = "ignore" if settings.aggregation == "ignore" else "subtract"
    return replace(settings, mode="two", type=ignoring, normalise="no", top=None, draws=0)


def counted(observations: Iterable[Observation], settings: NetworkSettings, labels: Mapping[str, str]) -> Counted:
    """Choose and count observations; ``labels`` are the texts of the propositions."""
    selection = select(observations, settings)
    days = [item.day for item in selection.chosen if item.day]
    span = (min(days), max(days)) if days else None
    return Counted(count(selection, settings, labels), selection.left_out, len(selection.chosen), span)


def network(
    observations: Iterable[Observation], settings: NetworkSettings, propositions: Mapping[str, str] | None = None
) -> Network:
    """Count a network.

    Args:
        observations: In any order; the answer does not depend on it.
        settings: What to count and how.
        propositions: Id → text, for the labels; the id where there is none.
    Raises:
        UsageError: More actors than a one-mode matrix holds; ``settings.top`` narrows them.
    """
    labels = propositions or {}
    return network_from(counted(observations, settings, labels), settings, labels)


def network_from(
    base: Counted, settings: NetworkSettings, labels: Mapping[str, str], *, only: Collection[str] | None = None
) -> Network:
    """A network of what was counted.

    Args:
        base: Counted with settings that have the same ``counting_settings``.
        settings: What to make of it.
        labels: Texts of the propositions.
        only: Keys of the actors that are kept, instead of ``settings.top``; weights are the same as in the whole.
    """
    counts = base.counts
    rows = _top(counts, settings) if only is None else [i for i, m in enumerate(counts.actors) if m.key in only]
    if settings.mode == "one" and len(rows) > MOST_ACTORS:
        raise UsageError(f"{len(rows):,} actors are more than a matrix of {MOST_ACTORS:,} holds: narrow it with top.")
    shown = counts.x[:, rows]
    tied = ties(shown)
    member = communities(tied)
    actors = [
        Node(counts.actors[i].key, counts.actors[i].label, counts.actors[i].kind, int(counts.x[:, i].sum()), member[n])
        for n, i in enumerate(rows)
    ]
    concepts = [
        Node(id_, labels.get(id_, id_), "proposition", int(shown[:, :, j].sum()))
        for j, id_ in enumerate(counts.propositions)
        if settings.mode == "two" and (settings.isolates or shown[:, :, j].any())
    ]
    edges = _one_mode(counts, rows, settings) if settings.mode == "one" else _two_mode(counts, rows, settings)
    return Network(
        settings,
        (*actors, *concepts),
        tuple(edges),
        counts,
        base.left_out,
        base.chosen - counts.kept,
        len(counts.actors) - len(rows),
        modularity(tied, member),
        base.days,
    )


def _distinct(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Labels; two of one name are told apart by the beginning of their ids."""
    uses = Counter(node.label for node in nodes)
    return tuple(n.label if uses[n.label] == 1 else f"{n.label} ({n.id[:8]})" for n in nodes)


def _top(counts: Counts, settings: NetworkSettings) -> list[int]:
    """Rows of the actors that are kept: those with the most statements, in their order."""
    said = counts.x.sum(axis=(0, 2))
    busiest = sorted(range(len(counts.actors)), key=lambda i: (-int(said[i]), i))
    return sorted(busiest[: settings.top])


def _one_mode(counts: Counts, rows: Sequence[int], settings: NetworkSettings) -> Iterator[Edge]:
    shown = counts.x[:, rows]
    amount = weights.one_mode(shown, shown, settings.aggregation, settings.normalisation)
    agree, differ = weights.congruence(shown, shown), weights.conflict(shown, shown)
    behind = {"congruence": agree, "conflict": differ}.get(settings.aggregation, agree + differ)
    reviewed = weights.reviewed_share(shown, counts.confirmed[:, rows], settings.aggregation)
    low, high = _one_mode_interval(counts, rows, settings)
    for a, b in zip(*np.nonzero(np.triu(behind, 1)), strict=True):
        yield Edge(
            counts.actors[rows[a]].key,
            counts.actors[rows[b]].key,
            float(amount[a, b]),
            None if low is None else float(low[a, b]),
            None if high is None else float(high[a, b]),
            int(agree[a, b]),
            int(differ[a, b]),
            float(reviewed[a, b]),
        )


def _one_mode_interval(
    counts: Counts, rows: Sequence[int], settings: NetworkSettings
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | tuple[None, None]:
    n = len(rows)
    if not settings.draws or n < 2:
        return None, None
    x = drawn(counts, rows, settings.draws, ignore=settings.aggregation == "ignore")
    low, high = np.zeros((n, n)), np.zeros((n, n))
    step = max(1, _BLOCK // (n * settings.draws))
    for start in range(0, n, step):
        block = slice(start, start + step)
        # Only the upper half is listed, so the columns before the block are left out.
        amounts = weights.one_mode(x[:, :, block], x[:, :, start:], settings.aggregation, settings.normalisation)
        low[block, start:], high[block, start:] = interval(amounts)
    return low, high


def _two_mode(counts: Counts, rows: Sequence[int], settings: NetworkSettings) -> Iterator[Edge]:
    # Prominence is a share of everybody's statements, so it is taken before any actor is left out.
    amount = weights.two_mode(counts.x, settings.aggregation, settings.normalisation)[rows]
    low = high = None
    if settings.draws and settings.aggregation != "combine" and rows:
        everybody = range(len(counts.actors)) if settings.normalisation == "prominence" else rows
        x = drawn(counts, everybody, settings.draws, ignore=settings.aggregation == "ignore")
        total = x.sum((1, 2)) if settings.normalisation == "prominence" else None
        shown = x[:, :, rows] if total is not None else x
        low, high = interval(weights.two_mode(shown, settings.aggregation, settings.normalisation, total))
    said, confirmed = counts.x[:, rows], counts.confirmed[:, rows].sum(axis=0)
    for a, j in zip(*np.nonzero(said.sum(axis=0)), strict=True):
        yield Edge(
            counts.actors[rows[a]].key,
            counts.propositions[j],
            float(amount[a, j]),
            None if low is None else float(low[a, j]),
            None if high is None else float(high[a, j]),
            int(said[1, a, j]),
            int(said[0, a, j]),
            float(confirmed[a, j] / said[:, a, j].sum()),
        )
