"""How often the interval of an edge holds the weight that hand-coded stances give, on the bundled debate.

python bench/network_intervals.py STORE

STORE is what `whipcount demo --no-serve --store STORE` wrote. Statements that match a gold fragment are counted twice:
once with the machine's codings and their probabilities, once with the gold stances. Speakers and days are the machine's
both times, so that only the codings differ.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from whipcount.config import Settings
from whipcount.demo import demo_gold
from whipcount.evaluate.demo import GoldStatement, load_gold
from whipcount.model import STANCES, CodedStatement, Coding, Stance
from whipcount.network import Network, NetworkSettings, network
from whipcount.network.settings import Mode, Type
from whipcount.project.observing import observations
from whipcount.store import open_store

NETWORKS: tuple[tuple[Mode, Type], ...] = (
    ("two", "subtract"), ("one", "congruence"), ("one", "conflict"), ("one", "subtract"),
)  # fmt: skip


def matched(
    coded: Iterable[CodedStatement], names: dict[str, str], gold: list[GoldStatement]
) -> Iterator[tuple[CodedStatement, GoldStatement]]:
    """Each statement with the gold one whose fragment it overlaps most, in words."""
    for item in coded:
        name = names[item.statement.document_id]
        same = [g for g in gold if g.document in (name, PurePath(name).stem, name.split("#")[-1])]
        found = [g for g in same if g.fragment in item.quotation or item.quotation in g.fragment]
        if found:
            yield item, max(found, key=lambda g: min(len(g.fragment), len(item.quotation)))


def judged(item: CodedStatement, gold: GoldStatement) -> CodedStatement:
    """The same statement with the gold stance, as a person would have coded it."""
    assert item.coding is not None
    stance: Stance = gold.stance.get(item.coding.proposition, "none")
    scores = {one: float(one == stance) for one in STANCES}
    coding = Coding(item.statement.id, item.coding.proposition, "gold", "human", stance, 1.0, scores)
    return replace(item, coding=coding)


def held(machine: Network, true: Network) -> tuple[int, int, int]:
    """Of the edges of the machine's network: those whose interval holds the true weight, all, and equal weights."""
    weights = {(edge.source, edge.target): edge.weight for edge in true.edges}
    inside = same = 0
    for edge in machine.edges:
        weight = weights.get((edge.source, edge.target), 0.0)
        assert edge.low is not None
        assert edge.high is not None
        inside += edge.low - 1e-6 <= weight <= edge.high + 1e-6
        same += abs(weight - edge.weight) < 1e-6
    return inside, len(machine.edges), same


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    gold, settings = load_gold(Path(demo_gold())), Settings()
    with open_store(parser.parse_args().store, create=False) as store:
        names = {row.document.id: row.document.given_id for row in store.documents(limit=None).items}
        codebook = store.codebook()
        assert codebook is not None
        pairs = [p for one in codebook.propositions for p in matched(store.coded_statements(one.id), names, gold)]
    machine = list(observations([item for item, _ in pairs], settings))
    true = list(observations([judged(item, g) for item, g in pairs], settings))
    print(f"{len({item.statement.id for item, _ in pairs})} statements match a gold fragment")
    for mode, type_ in NETWORKS:
        for normalise in ("no", "average") if mode == "one" else ("no",):
            wanted = NetworkSettings(mode, type_, normalise)  # type: ignore[arg-type]  # the names themselves
            inside, edges, same = held(network(machine, wanted), network(true, wanted))
            print(f"{mode}-mode {type_}, {normalise}: {inside} of {edges} intervals hold it; {same} weights are equal")


if __name__ == "__main__":
    main()
