"""Networks as files: JSON with the evidence, matrices and edge lists as CSV; GraphML and GEXF from ``graph_xml``."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal, TypeAlias

from whipcount.interchange.graph_xml import PLACES, gexf, graphml, rounded
from whipcount.interchange.tables import csv_cell
from whipcount.model import JSON
from whipcount.network import Edge, Network, NetworkSettings

GraphFormat: TypeAlias = Literal["json", "matrix", "csv", "graphml", "gexf"]
# Why observations have no part; what another proposition is about needs no mention.
LEFT_OUT_WORDS: Mapping[str, str] = {
    "side": "take no side",
    "conditional": "are conditional",
    "nobody": "have nobody who stands for them",
    "unnamed": "are by a group or an anonymous source",
    "window": "are outside the window",
    "undated": "have no day",
}
EDGE_HEADER = (
    "source",
    "target",
    "source_label",
    "target_label",
    "weight",
    "low",
    "high",
    "agree",
    "differ",
    "pairs",
    "reviewed_share",
)


def settings_json(settings: NetworkSettings) -> dict[str, JSON]:
    """The settings in force, in the words of the command line."""
    return {
        "mode": settings.mode,
        "type": settings.aggregation,
        "normalise": settings.normalisation,
        "duplicates": settings.duplicates,
        "nodes": settings.nodes,
        "propositions": None if settings.propositions is None else list(settings.propositions),
        "from": settings.since.isoformat() if settings.since else None,
        "to": settings.until.isoformat() if settings.until else None,
        "isolates": settings.isolates,
        "conditional": settings.conditional,
        "unnamed": settings.unnamed,
        "top": settings.top,
        "dna_compat": settings.dna_compat,
        "draws": settings.draws,
    }


def network_json(found: Network, *, most_pairs: int | None = None) -> dict[str, JSON]:
    """A network in the shape of ``whipcount network --format json``.

    Args:
        found: The network.
        most_pairs: At most so many pairs of statements for each edge; ``pairs`` says how many there are.
    """
    first, last = found.days or (None, None)
    return {
        "settings": settings_json(found.settings),
        "counted": {
            "statements": found.counts.kept,
            "duplicates": found.dropped,
            "left_out": dict(sorted(found.left_out.items())),
            "hidden_actors": found.hidden,
            "first": first.isoformat() if first else None,
            "last": last.isoformat() if last else None,
            "modularity": round(found.modularity, PLACES),
        },
        "nodes": [
            {
                "id": node.id,
                "label": node.label,
                "type": node.type,
                "statements": node.statements,
                "community": node.community,
            }
            for node in found.nodes
        ],
        "edges": [_edge_json(found, edge, most_pairs) for edge in found.edges],
    }


def _edge_json(found: Network, edge: Edge, most: int | None) -> dict[str, JSON]:
    return {
        "source": edge.source,
        "target": edge.target,
        "weight": rounded(edge.weight),
        "low": rounded(edge.low),
        "high": rounded(edge.high),
        "agree": edge.agree,
        "differ": edge.differ,
        "pairs": found.pair_count(edge),
        "reviewed_share": round(edge.reviewed_share, 4),
        "statements": [list(pair) for pair in islice(found.pairs(edge), most)],
    }


def matrix_rows(found: Network) -> Iterator[list[str | float | int | None]]:
    """The matrix with its labels, the names of the columns first; a one-mode matrix has both halves."""
    rows, columns, cells = found.matrix()
    yield ["", *columns]
    whole = found.settings.normalisation == "no"
    for label, row in zip(rows, cells.tolist(), strict=True):
        yield [label, *(int(value) if whole else rounded(value) or 0.0 for value in row)]


def edge_rows(found: Network) -> Iterator[tuple[str | float | int | None, ...]]:
    """The edges, in the order of ``EDGE_HEADER``."""
    labels = {node.id: node.label for node in found.nodes}
    for edge in found.edges:
        yield (
            edge.source, edge.target, labels[edge.source], labels[edge.target], rounded(edge.weight),
            rounded(edge.low), rounded(edge.high), edge.agree, edge.differ, found.pair_count(edge),
            round(edge.reviewed_share, 4),
        )  # fmt: skip


def csv_text(rows: Iterable[Iterable[str | float | int | None]]) -> Iterator[str]:
    """Rows as CSV lines; a text that a spreadsheet would run gets an apostrophe in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


WRITERS: Mapping[GraphFormat, Callable[[Network], Iterator[str]]] = {
    "matrix": lambda found: csv_text(matrix_rows(found)),
    "csv": lambda found: csv_text([EDGE_HEADER, *edge_rows(found)]),
    "graphml": graphml,
    "gexf": gexf,
}
