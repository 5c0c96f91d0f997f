"""Networks as files: every format holds the same numbers, and reads back in other programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from whipcount.interchange.graphs import WRITERS, csv_text, edge_rows, matrix_rows, network_json
from whipcount.network import Member, Network, NetworkSettings, Observation, network

NASTY = '=A & <B> "C"\x07\ud800'
SPACES = {"g": "http://graphml.graphdrawing.org/xmlns", "x": "http://gexf.net/1.3"}


def found(**settings: object) -> Network:
    said = [("a", "p", True), ("b", "p", True), ("b", "q", False), ("c", "q", True), ("c", "p", True)]
    labels = {"a": "Ann", "b": NASTY, "c": "Ann"}
    observations = [
        Observation(
            f"s{n}", f"d{n}", 0, date(2024, 5, 1 + n), proposition, "support" if agrees else "oppose", agrees,
            {"actor": Member(actor, labels[actor], "person")}, right=0.9, opposite=0.1,
        )
        for n, (actor, proposition, agrees) in enumerate(said)
    ]  # fmt: skip
    return network(observations, NetworkSettings(**settings), {"p": "Build it", "q": "Close it"})  # type: ignore[arg-type]


def test_json_has_the_settings_the_nodes_and_the_edges_with_their_pairs() -> None:
    value = json.loads(json.dumps(network_json(found(type="subtract", normalise="no"))))
    assert value["settings"]["mode"] == "one"
    assert value["settings"]["type"] == "subtract"
    assert [(n["label"], n["type"], n["statements"]) for n in value["nodes"]][1:] == [
        ("Ann", "person", 1),
        ("Ann", "person", 2),
    ]
    edges = {(e["source"], e["target"]): e for e in value["edges"]}
    tie = edges["b", "c"]
    assert (tie["weight"], tie["agree"], tie["differ"], tie["pairs"]) == (0, 1, 1, 2)
    assert tie["statements"] == [["s1", "s4"], ["s2", "s3"]]
    assert tie["low"] <= tie["weight"] <= tie["high"]
    assert value["counted"]["statements"] == 5
    assert (value["counted"]["first"], value["counted"]["last"]) == ("2024-05-01", "2024-05-05")


def test_json_can_hold_fewer_pairs_and_says_how_many_there_are() -> None:
    edges = network_json(found(normalise="no", type="ignore"), most_pairs=1)["edges"]
    assert isinstance(edges, list)
    assert [(e["pairs"], len(e["statements"])) for e in edges if isinstance(e, dict)] == [(1, 1), (2, 1), (1, 1)]  # type: ignore[arg-type]


def test_a_matrix_has_both_halves_and_tells_namesakes_apart() -> None:
    rows = list(matrix_rows(found(normalise="no")))
    assert [row[1:] for row in rows[1:]] == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert {"Ann (a)", "Ann (c)"} < set(rows[0])
    assert [row[0] for row in rows] == ["", *rows[0][1:]]


def test_csv_holds_a_row_for_each_edge_and_runs_no_formula() -> None:
    net = found()
    rows = list(csv.reader(io.StringIO("".join(WRITERS["csv"](net)))))
    assert rows[0][:5] == ["source", "target", "source_label", "target_label", "weight"]
    assert len(rows) == 1 + len(net.edges)
    assert [float(row[4]) for row in rows[1:]] == [pytest.approx(e.weight, abs=1e-6) for e in net.edges]
    assert all(not cell.startswith("=") for row in rows for cell in row)
    assert "".join(csv_text(edge_rows(net)))


@pytest.mark.parametrize("mode", ["one", "two"])
def test_graphml_reads_back(mode: str) -> None:
    net = found(mode=mode)
    root = ET.fromstring("".join(WRITERS["graphml"](net)).encode())
    names = {key.get("id"): key.get("attr.name") for key in root.findall("g:key", SPACES)}

    def data(element: ET.Element) -> dict[str | None, str | None]:
        return {names[d.get("key")]: d.text for d in element.findall("g:data", SPACES)}

    nodes = {node.get("id"): data(node) for node in root.iter(f"{{{SPACES['g']}}}node")}
    assert {n.id for n in net.nodes} == set(nodes)
    assert nodes["b"]["label"] == '=A & <B> "C"'
    edges = [(e.get("source"), e.get("target"), data(e)) for e in root.iter(f"{{{SPACES['g']}}}edge")]
    assert [(s, t) for s, t, _ in edges] == [(e.source, e.target) for e in net.edges]
    for (_, _, values), edge in zip(edges, net.edges, strict=True):
        assert float(values["weight"] or "") == pytest.approx(edge.weight, abs=1e-6)
        assert values["sign"] == ("+" if edge.weight > 0 else "-" if edge.weight < 0 else "0")
    if mode == "two":
        assert nodes["p"]["type"] == "proposition"
        assert "community" not in nodes["p"], "a value that is missing has no element"


def test_gexf_reads_back_with_sizes_as_weights() -> None:
    net = found(type="conflict", normalise="no", draws=0)
    root = ET.fromstring("".join(WRITERS["gexf"](net)).encode())
    assert [n.get("label") for n in root.iter(f"{{{SPACES['x']}}}node")] == [
        n.label.replace("\x07\ud800", "") for n in net.nodes
    ]
    (edge,) = root.iter(f"{{{SPACES['x']}}}edge")
    assert (edge.get("source"), edge.get("target"), edge.get("weight")) == ("b", "c", "1.0")
    two = found(mode="two")
    signed = {
        (e.get("source"), e.get("target")): {v.get("for"): v.get("value") for v in e.iter(f"{{{SPACES['x']}}}attvalue")}
        for e in ET.fromstring("".join(WRITERS["gexf"](two)).encode()).iter(f"{{{SPACES['x']}}}edge")
    }
    assert signed["b", "q"]["edge_weight"] == "-1.0"
    assert signed["b", "q"]["edge_sign"] == "-"
