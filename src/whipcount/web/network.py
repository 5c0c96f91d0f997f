"""The network page: who stands with whom, drawn and as a table with the same numbers, and twins of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from whipcount.interchange.graphs import LEFT_OUT_WORDS, WRITERS, GraphFormat, network_json
from whipcount.language import _
from whipcount.network import Edge, Network, NetworkSettings, Node
from whipcount.web import network_edge, words
from whipcount.web.network_figure import Figure, Sign, figure, shared_communities, sign_of
from whipcount.web.network_query import (
    ACTORS_MOST,
    ACTORS_SHOWN,
    EDGE_KEYS,
    NETWORK_KEYS,
    PLURALS,
    Control,
    controls,
    network_settings,
)
from whipcount.web.observed import Observed
from whipcount.web.query import Query, address
from whipcount.web.site import Site

ROWS = 100  # edges on one page of the table
# Pairs of statements in the JSON twin, of an edge and of all; it says of each edge how many there are.
PAIRS_MOST, PAIRS_TOTAL = 100, 50_000
_MEDIA: Mapping[GraphFormat, tuple[str, str]] = {
    "csv": ("text/csv; charset=utf-8", "network.csv"),
    "matrix": ("text/csv; charset=utf-8", "network-matrix.csv"),
    "graphml": ("application/xml; charset=utf-8", "network.graphml"),
    "gexf": ("application/xml; charset=utf-8", "network.gexf"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One edge in the table."""

    edge: Edge
    source: Node
    target: Node
    sign: Sign
    pairs: int
    address: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """Everything on the network page."""

    network: Network
    heading: str
    meaning: str
    controls: tuple[Control, ...]
    modes: tuple[tuple[str, str, bool], ...]
    hidden_fields: tuple[tuple[str, str], ...]
    days: tuple[date, date] | None
    figure: Figure | None
    communities: tuple[tuple[int, tuple[Node, ...]], ...]
    alone: int
    rows: tuple[Row, ...]
    first: int
    total: int
    notes: tuple[str, ...]
    previous: str | None
    next: str | None
    twins: tuple[tuple[str, str], ...]
    reset: str

    @property
    def settings(self) -> NetworkSettings:
        """The settings of the network."""
        return self.network.settings

    @property
    def items(self) -> tuple[Row, ...]:
        """The rows, under the name that the summary of a list has for them."""
        return self.rows


def network_page(site: Site, observed: Observed, query: Query) -> NetworkPage:
    """Build the page."""
    codebook = site.codebook()
    settings = network_settings(query, codebook)
    found = observed.network(replace(settings, top=settings.top or ACTORS_SHOWN))
    labels = {node.id: node for node in found.nodes}

    def edge_address(edge: Edge) -> str:
        same = {name: value for name, value in query.values.items() if name not in ("page", "actors")}
        ends = network_edge.short(edge.source), network_edge.short(edge.target)
        return address("/network/edge", a=ends[0], b=ends[1], **same)

    heaviest = sorted(
        found.edges,
        key=lambda e: (-abs(e.weight), labels[e.source].label.casefold(), labels[e.target].label.casefold()),
    )
    first = (query.page() - 1) * ROWS
    rows = tuple(
        Row(
            edge, labels[edge.source], labels[edge.target], sign_of(edge, found.settings.aggregation, settings.mode),
            found.pair_count(edge), edge_address(edge),
        )
        for edge in heaviest[first : first + ROWS]
    )  # fmt: skip
    communities = shared_communities(found)
    number = query.page()
    return NetworkPage(
        found,
        _heading(settings),
        network_edge.meaning(settings),
        controls(settings, codebook, query),
        tuple(
            (label, query.address("/network", mode=mode, type=None, normalise=None), settings.mode == mode)
            for label, mode in ((_("One-mode"), "one"), (_("Two-mode"), "two"))
        ),
        tuple((name, query.values[name]) for name in ("mode", "actors") if name in query.values),
        observed.days(settings),
        figure(
            found, lambda edge: _told(found, labels, edge), edge_address,
            lambda node: _node_address(settings, node),
        ),
        communities,
        len(found.actors) - sum(len(nodes) for _, nodes in communities),
        rows,
        first,
        len(found.edges),
        tuple(_notes(found)),
        query.address("/network", page=number - 1 if number > 2 else None) if number > 1 else None,
        query.address("/network", page=number + 1) if first + len(rows) < len(found.edges) else None,
        _twins(query),
        address("/network", mode=None if settings.mode == "one" else settings.mode),
    )  # fmt: skip


def _heading(settings: NetworkSettings) -> str:
    who = _(PLURALS[settings.nodes]).capitalize()
    if settings.mode == "two":
        return _("%(actors)s and propositions", actors=who)
    return {
        "congruence": _("%(actors)s on the same side", actors=who),
        "conflict": _("%(actors)s on opposite sides", actors=who),
        "subtract": _("%(actors)s together and apart", actors=who),
        "ignore": _("%(actors)s on the same propositions", actors=who),
    }[settings.aggregation]


def _told(found: Network, labels: Mapping[str, Node], edge: Edge) -> str:
    """An edge in words."""
    sign = sign_of(edge, found.settings.aggregation, found.settings.mode)
    spread = (
        ""
        if edge.low is None or edge.high is None
        else _(" (%(low)s to %(high)s)", low=f"{edge.low:.3g}", high=f"{edge.high:.3g}")
    )
    ends = f"{labels[edge.source].label} – {labels[edge.target].label}"
    return f"{ends}: {sign.word}, {edge.weight:.3g}{spread}"


def _node_address(settings: NetworkSettings, node: Node) -> str | None:
    if node.type == "proposition":
        return address("/statements", proposition=node.id, counted="yes")
    return address(f"/actors/{node.id}") if settings.nodes == "actor" else None


def _notes(found: Network) -> list[str]:
    """What was counted and what was not, in sentences."""
    who = _(PLURALS[found.settings.nodes])
    kept = words.count(found.counts.kept, "statement")
    parts = [
        _(
            "Counted from %(statements)s by %(number)s %(actors)s, each utterance once.",
            statements=kept,
            number=words.number(len(found.counts.actors)),
            actors=who,
        )
    ]
    if found.dropped:
        parts.append(_("%(duplicates)s dropped.", duplicates=words.count(found.dropped, "duplicate")))
    left = [
        f"{words.number(number)} {_(LEFT_OUT_WORDS[reason])}"
        for reason, number in found.left_out.items()
        if reason in LEFT_OUT_WORDS
    ]
    if left:
        parts.append(_("Left out: %(reasons)s.", reasons=words.listed(left)))
    if found.hidden:
        shown = words.number(len(found.actors))
        parts.append(
            _(
                "Shown are the %(number)s %(actors)s with the most statements; %(hidden)s are not, and no number here"
                " changes by it.",
                number=shown,
                actors=who,
                hidden=words.number(found.hidden),
            )
        )
    return parts


def _twins(query: Query) -> tuple[tuple[str, str], ...]:
    paths = (
        ("CSV", ".csv"),
        ("JSON", ".json"),
        (_("matrix"), "/matrix.csv"),
        ("GraphML", ".graphml"),
        ("GEXF", ".gexf"),
    )
    return tuple((label, query.address(f"/network{ending}")) for label, ending in paths)


def routes(site: Site) -> APIRouter:
    """Routes of the network."""
    router = APIRouter()
    observed = Observed(site)

    def page(request: Request) -> Response:
        shown = network_page(site, observed, Query(request.query_params, NETWORK_KEYS))
        return site.render("network.html", site.frame(request, _("Network"), "network"), shown)

    def edge(request: Request) -> Response:
        query = Query(request.query_params, EDGE_KEYS)
        settings = network_settings(query, site.codebook())
        shown = network_edge.edge_page(site, observed, settings, query)
        return site.render("edge.html", site.frame(request, shown.title, "network"), shown)

    def whole(request: Request) -> Network:
        settings = network_settings(Query(request.query_params, NETWORK_KEYS), site.codebook())
        return observed.network(replace(settings, top=settings.top or ACTORS_MOST))

    def as_json(request: Request) -> Response:
        found = whole(request)
        return site.json(
            network_json(found, most_pairs=max(1, min(PAIRS_MOST, PAIRS_TOTAL // max(len(found.edges), 1))))
        )

    def written(form: GraphFormat) -> Callable[[Request], Response]:
        media, name = _MEDIA[form]
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}

        def handler(request: Request) -> Response:
            parts = (part.encode("utf-8", "backslashreplace") for part in WRITERS[form](whole(request)))
            return StreamingResponse(parts, media_type=media, headers=headers)

        return handler

    handlers: dict[str, Callable[[Request], Response]] = {
        "/network": page,
        "/network/edge": edge,
        "/network.json": as_json,
        "/network.csv": written("csv"),
        "/network/matrix.csv": written("matrix"),
        "/network.graphml": written("graphml"),
        "/network.gexf": written("gexf"),
    }
    for path, handler in handlers.items():
        router.add_api_route(path, handler, methods=["GET", "HEAD"], response_model=None)
    return router
