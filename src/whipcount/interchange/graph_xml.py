"""Networks as GraphML and GEXF, for visone, Gephi, igraph and networkx.

Names come from strangers: what XML cannot hold is dropped, everything else is escaped. A value that is missing has no
element, because readers of both formats stumble over empty numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from whipcount.network import Network

PLACES = 6  # decimals of a weight, as DNA writes it
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def rounded(value: float | None) -> float | None:
    """A weight as it is written."""
    return None if value is None else round(value, PLACES) + 0.0  # no minus before a nought


def graphml(found: Network) -> Iterator[str]:
    """GraphML, which visone, Gephi, igraph and networkx read."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, (for_, kind) in {**_NODE_FIELDS, **_EDGE_FIELDS}.items():
        yield f'<key id="{for_}_{name}" for="{for_}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="undirected">\n'
    for values in _nodes(found):
        yield f"<node id={_attribute(str(values['id']))}>{_data('node', values, _NODE_FIELDS)}</node>\n"
    for n, values in enumerate(_edges(found)):
        ends = f"source={_attribute(str(values['source']))} target={_attribute(str(values['target']))}"
        yield f'<edge id="e{n}" {ends}>{_data("edge", values, _EDGE_FIELDS)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def gexf(found: Network) -> Iterator[str]:
    """GEXF 1.3 for Gephi. Layouts take no negative weight, so an edge's own is its size; the attribute has the sign."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="undirected" mode="static">\n'
    for for_, known in (("node", _NODE_FIELDS), ("edge", _EDGE_FIELDS)):
        yield f'<attributes class="{for_}">\n'
        for name, (_, kind) in known.items():
            yield f'<attribute id="{for_}_{name}" title="{name}" type="{kind.replace("int", "integer")}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for values in _nodes(found):
        head = f"id={_attribute(str(values['id']))} label={_attribute(str(values['label']))}"
        yield f"<node {head}><attvalues>{_attvalues('node', values, _NODE_FIELDS)}</attvalues></node>\n"
    yield "</nodes>\n<edges>\n"
    for n, values in enumerate(_edges(found)):
        ends = f"source={_attribute(str(values['source']))} target={_attribute(str(values['target']))}"
        weight = abs(float(values["weight"] or 0))
        inner = _attvalues("edge", values, _EDGE_FIELDS)
        yield f'<edge id="e{n}" {ends} weight="{weight}"><attvalues>{inner}</attvalues></edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


_Value: TypeAlias = "str | int | float | None"
_NODE_FIELDS: Mapping[str, tuple[str, str]] = {
    "label": ("node", "string"),
    "type": ("node", "string"),
    "statements": ("node", "int"),
    "community": ("node", "int"),
}
_EDGE_FIELDS: Mapping[str, tuple[str, str]] = {
    "weight": ("edge", "double"),
    "sign": ("edge", "string"),
    "low": ("edge", "double"),
    "high": ("edge", "double"),
    "agree": ("edge", "int"),
    "differ": ("edge", "int"),
}


def _nodes(found: Network) -> Iterator[dict[str, _Value]]:
    for node in found.nodes:
        yield {
            "id": node.id,
            "label": node.label,
            "type": node.type,
            "statements": node.statements,
            "community": node.community,
        }


def _edges(found: Network) -> Iterator[dict[str, _Value]]:
    for edge in found.edges:
        weight = rounded(edge.weight) or 0.0
        yield {
            "source": edge.source,
            "target": edge.target,
            "weight": weight,
            "sign": "+" if weight > 0 else "-" if weight < 0 else "0",
            "low": rounded(edge.low),
            "high": rounded(edge.high),
            "agree": edge.agree,
            "differ": edge.differ,
        }


def _data(for_: str, values: Mapping[str, _Value], known: Mapping[str, tuple[str, str]]) -> str:
    """An element for each value that is there; a missing one has none."""
    there = ((name, values[name]) for name in known if values[name] is not None)
    return "".join(f'<data key="{for_}_{name}">{_text(str(value))}</data>' for name, value in there)


def _attvalues(for_: str, values: Mapping[str, _Value], known: Mapping[str, tuple[str, str]]) -> str:
    there = ((name, values[name]) for name in known if values[name] is not None)
    return "".join(f'<attvalue for="{for_}_{name}" value={_attribute(str(value))}/>' for name, value in there)


def _text(value: str) -> str:
    return escape(value.translate(_ILLEGAL))


def _attribute(value: str) -> str:
    return quoteattr(value.translate(_ILLEGAL))
