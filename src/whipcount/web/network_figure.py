"""Geometry of the drawn network: circles for actors, squares for propositions, lines as thick as their weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from whipcount.language import _
from whipcount.network import Edge, Network, Node, weights
from whipcount.network.communities import ties
from whipcount.network.layout import layout, moved_apart
from whipcount.network.settings import Type
from whipcount.web.words import count

WIDTH = 1000  # SVG user units
LINES_PER_NODE = 2  # more lines hide each other; the table has them all
SIGNS_DRAWN = 40  # on the heaviest lines
COLOURS = 8  # communities told apart by colour; by number all of them are
LETTER = 7.0  # width of a character at the size of the labels
LABEL = 26  # characters of a label; the rest is in its title
LINE = 16  # height of a line of a label
THINNEST, THICKEST = 1.0, 7.0
EVEN_SHARE = 0.3  # thickness where values are names and no amounts


@dataclass(frozen=True, slots=True)
class Sign:
    """What an edge says besides its weight: a glyph, a word, and the name of its colour."""

    glyph: str
    english: str
    tone: str

    @property
    def word(self) -> str:
        """The word in the language of the page."""
        return _(self.english)


AGREE = Sign("+", "same side", "for")
DIFFER = Sign("−", "opposite sides", "against")
FOR, AGAINST = Sign("+", "for", "for"), Sign("−", "against", "against")
BOTH, EVEN = Sign("±", "both", "undecided"), Sign("=", "even", "undecided")
ABOUT = Sign("·", "about the same", "undecided")


def sign_of(edge: Edge, type_: Type, mode: str) -> Sign:
    """The sign of an edge."""
    if type_ == "ignore":
        return ABOUT if mode == "one" else Sign("·", "spoke about it", "undecided")
    if type_ == "combine":
        return {1: FOR, 2: AGAINST}.get(int(edge.weight), BOTH)
    if edge.weight == 0:
        return EVEN
    if type_ == "conflict":
        return DIFFER
    positive, negative = (AGREE, DIFFER) if mode == "one" else (FOR, AGAINST)
    return positive if edge.weight > 0 else negative


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as drawn. ``group`` names its colour, ``number`` is that of its community, where it has one."""

    id: str
    x: float
    y: float
    radius: float
    label: tuple[str, ...]
    title: str
    group: str
    number: str
    href: str | None
    square: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as drawn, from dot ``a`` to dot ``b``; the glyph stands at its middle."""

    a: int
    b: int
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    sign: Sign
    glyph: bool
    title: str
    href: str

    @property
    def middle(self) -> tuple[float, float]:
        """Where the glyph stands."""
        return round((self.x1 + self.x2) / 2, 1), round((self.y1 + self.y2) / 2, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing; ``left_out`` is the number of edges that are only in the table."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    left_out: int


def figure(
    found: Network,
    told: Callable[[Edge], str],
    edge_address: Callable[[Edge], str],
    node_address: Callable[[Node], str | None],
) -> Figure | None:
    """Draw a network; None without nodes.

    Args:
        found: The network.
        told: An edge in words, for its title.
        edge_address: Where an edge is explained.
        node_address: Where a node's page is.
    """
    if not found.nodes:
        return None
    shared = shared_communities(found)
    labels = [_label(node) for node in found.nodes]
    radii = [_radius(node) for node in found.nodes]
    height = int(min(1100, max(420, 330 + 13 * len(found.nodes))))
    centres = _places(found, labels, radii, height)
    dots = tuple(
        Dot(
            node.id, *centre, radius, label, _title(node), _group(node, shared), _number(node, shared),
            node_address(node), node.type == "proposition",
        )
        for node, centre, radius, label in zip(found.nodes, centres, radii, labels, strict=True)
    )  # fmt: skip
    heaviest = sorted(found.edges, key=lambda edge: (-abs(edge.weight), edge.source, edge.target))
    drawn = heaviest[: LINES_PER_NODE * len(found.nodes)]
    index = {node.id: n for n, node in enumerate(found.nodes)}
    top = max((abs(edge.weight) for edge in drawn), default=1.0) or 1.0
    signs = {sign_of(edge, found.settings.aggregation, found.settings.mode) for edge in drawn}
    lines: list[Line] = []
    for n, edge in enumerate(drawn):
        a, b = index[edge.source], index[edge.target]
        share = EVEN_SHARE if found.settings.aggregation == "combine" else abs(edge.weight) / top
        width = round(THINNEST + (THICKEST - THINNEST) * share, 1)
        sign = sign_of(edge, found.settings.aggregation, found.settings.mode)
        glyph = n < SIGNS_DRAWN and len(signs) > 1
        lines.append(Line(a, b, *centres[a], *centres[b], width, sign, glyph, told(edge), edge_address(edge)))
    # The heaviest on top.
    return Figure(WIDTH, height, dots, tuple(reversed(lines)), len(found.edges) - len(drawn))


def shared_communities(found: Network) -> tuple[tuple[int, tuple[Node, ...]], ...]:
    """Communities of two actors or more, with their numbers from 1."""
    members: dict[int, list[Node]] = {}
    for node in found.actors:
        members.setdefault(node.community or 0, []).append(node)
    return tuple((c + 1, tuple(nodes)) for c, nodes in sorted(members.items()) if len(nodes) > 1)


def _places(
    found: Network, labels: Sequence[tuple[str, ...]], radii: Sequence[float], height: int
) -> list[tuple[float, float]]:
    """Centres of the marks: laid out by who agrees, then moved so that no label lies on another."""
    groups = [node.community if node.community is not None else -1 for node in found.nodes]
    square = layout(_attraction(found), groups)
    sizes = np.array(
        [
            (max(2 * radius, LETTER * max(map(len, label))) + 10, 2 * radius + LINE * len(label) + 8)
            for label, radius in zip(labels, radii, strict=True)
        ]
    )
    margin = np.array([70.0, 40.0])
    scaled = margin + square * (np.array([WIDTH, height]) - 2 * margin)
    placed = moved_apart(scaled, sizes, (WIDTH, height))
    # A rectangle holds the mark on top and the label under it.
    return [
        (round(float(x), 1), round(float(y - size[1] / 2 + radius + 3), 1))
        for (x, y), size, radius in zip(placed, sizes, radii, strict=True)
    ]


def _attraction(found: Network) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What pulls nodes together: agreement between actors and, in two modes, what they are for."""
    actors, everything = found.actors, found.nodes
    keys = {member.key: n for n, member in enumerate(found.counts.actors)}
    tied = ties(found.counts.x[:, [keys[node.id] for node in actors]])
    n, top = len(actors), tied.max(initial=0.0) or 1.0
    if found.settings.mode == "one":
        # Whoever speaks on both sides is drawn between them and not at the rim.
        x = found.counts.x[:, [keys[node.id] for node in actors]]
        return np.asarray(tied / top + 0.3 * (weights.congruence(x, x) > 0) * (1 - np.eye(n)))
    pull = np.zeros((len(everything), len(everything)))
    pull[:n, :n] = tied / top * 0.25
    index = {node.id: i for i, node in enumerate(everything)}
    for edge in found.edges:
        a, b = index[edge.source], index[edge.target]
        pull[a, b] = pull[b, a] = 1.0 if edge.agree > edge.differ else 0.15 if edge.differ > edge.agree else 0.4
    return pull


def _radius(node: Node) -> float:
    return round(min(24.0, 8 + 2 * sqrt(node.statements)), 1)


def _label(node: Node) -> tuple[str, ...]:
    """A name on one line; a proposition on up to three."""
    if node.type != "proposition":
        return (_cut(node.label),)
    lines = [""]
    for word in node.label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [_cut(line) for line in lines[:3]]
    return tuple([*shown[:2], shown[2] + " …"] if len(lines) > 3 else shown)


def _cut(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 1].rstrip() + "…"


def _title(node: Node) -> str:
    return f"{node.label}: {count(node.statements, 'statement')}"


def _group(node: Node, shared: Sequence[tuple[int, tuple[Node, ...]]]) -> str:
    if node.type == "proposition":
        return "proposition"
    number = _number(node, shared)
    return f"c{number}" if number and int(number) <= COLOURS else "alone"


def _number(node: Node, shared: Sequence[tuple[int, tuple[Node, ...]]]) -> str:
    numbers = {number for number, _ in shared}
    return str(node.community + 1) if node.community is not None and node.community + 1 in numbers else ""
