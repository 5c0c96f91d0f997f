"""One edge: the arithmetic of its weight, and the statements on either end that make it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from whipcount.errors import UsageError
from whipcount.model import CodedStatement
from whipcount.network import Account, Edge, Network, NetworkSettings, Node, account
from whipcount.web import words
from whipcount.web.failures import NotFoundError
from whipcount.web.network_figure import AGAINST, FOR, Sign, sign_of
from whipcount.web.network_query import PLURALS
from whipcount.web.observed import Observed
from whipcount.web.query import Query, address, reader_address
from whipcount.web.site import Site

KEY_SHOWN = 12  # characters of a key in an address: of a million actors, two share them once in 500 stores
STATEMENTS_SHOWN = 20  # on either end of a group


def short(key: str) -> str:
    """The beginning of a key, for an address; one that is not a hash stays whole."""
    return key[:KEY_SHOWN] if len(key) == 32 and key.isalnum() else key


@dataclass(frozen=True, slots=True)
class Quoted:
    """One statement behind an edge. ``quotation`` is None where the stored text no longer holds it."""

    id: str
    quotation: str | None
    day: str
    outlet: str | None
    reviewed: bool
    reader: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that pair up: each of the first with each of the second. ``second`` is empty in two modes."""

    proposition: str
    heading: str
    sign: Sign
    signs: tuple[Sign, Sign]
    first: tuple[Quoted, ...]
    second: tuple[Quoted, ...]
    more: tuple[int, int]
    sum: str


@dataclass(frozen=True, slots=True)
class EdgePage:
    """Everything on an edge's page."""

    title: str
    settings: NetworkSettings
    edge: Edge
    source: Node
    target: Node
    source_href: str | None
    target_href: str | None
    sign: Sign
    account: Account
    divisor: str
    texts: Mapping[str, str]
    groups: tuple[Group, ...]
    pairs: int
    back: str
    here: str
    meaning: str


def edge_page(site: Site, observed: Observed, settings: NetworkSettings, query: Query) -> EdgePage:
    """Build the page.

    Raises:
        UsageError: The address names no two ends.
        NotFoundError: An end is not in the network, or nothing ties the two.
    """
    codebook = site.codebook()
    texts = {p.id: p.text for p in codebook.propositions}
    actors = {member.key for member in observed.counted(settings, texts).counts.actors}
    a, b = _end(query, "a", actors), _end(query, "b", actors if settings.mode == "one" else set(texts))
    found = observed.network(settings, only={a, b})
    edge = found.edge(a, b)
    if edge is None:
        raise NotFoundError("Nothing ties these two in this network. Other settings or another window may.")
    nodes = {node.id: node for node in found.nodes}
    told = account(found, edge)
    source, target = nodes[edge.source], nodes[edge.target]
    behind = found.statements_of(edge)
    statements = {
        coded.statement.id: coded
        for id_ in settings.propositions or ()
        for coded in site.store.coded_by_id(id_, sorted(behind))
        if coded.coding is not None
    }
    same = {name: value for name, value in query.values.items() if name not in ("a", "b")}
    return EdgePage(
        f"{source.label} and {target.label}",
        settings,
        edge,
        source,
        target,
        _address(settings, source),
        _address(settings, target),
        sign_of(edge, settings.aggregation, settings.mode),
        told,
        divisor_in_words(settings, told, source.label, target.label),
        texts,
        tuple(_groups(found, edge, statements, texts)),
        found.pair_count(edge),
        address("/network", **same),
        query.address("/network/edge"),
        meaning(settings),
    )


def _end(query: Query, name: str, keys: Iterable[str]) -> str:
    """The node that an address names by its key or the beginning of it."""
    value = query.get(name)
    if value is None:
        raise UsageError("An edge has two ends: give a and b.")
    known = set(keys)
    fits = [value] if value in known else sorted(key for key in known if key.startswith(value))
    if not fits:
        raise NotFoundError(f"“{value}” has no part in this network.")
    if len(fits) > 1:
        raise UsageError(f"{name}={value} may be {words.number(len(fits))} nodes: give more of the key.")
    return fits[0]


def _address(settings: NetworkSettings, node: Node) -> str | None:
    if node.type == "proposition":
        return address("/statements", proposition=node.id, counted="yes")
    return address(f"/actors/{node.id}") if settings.nodes == "actor" else None


def _groups(
    found: Network, edge: Edge, statements: Mapping[str, CodedStatement], texts: Mapping[str, str]
) -> Iterable[Group]:
    """The statements that make an edge, by proposition and sides."""
    counts = found.counts
    keys = [member.key for member in counts.actors]
    a = keys.index(edge.source)
    signs = {1: FOR, 0: AGAINST}

    def quoted(side: int, actor: int, j: int) -> tuple[Quoted, ...]:
        return tuple(_quoted(id_, statements) for id_ in counts.evidence.get((side, actor, j), ()))

    if found.settings.mode == "two":
        j = counts.propositions.index(edge.target)
        for side, sign in signs.items():
            if said := quoted(side, a, j):
                heading = f"{sign.word.capitalize()}: {words.count(len(said), 'statement')}"
                yield _group(edge.target, heading, sign, (sign, sign), said, (), "")
        return
    b = keys.index(edge.target)
    for j, proposition in enumerate(counts.propositions):
        for first, second in found.sides():
            ones, others = quoted(first, a, j), quoted(second, b, j)
            if ones and others:
                product = f"{len(ones)} × {len(others)} = {words.count(len(ones) * len(others), 'pair')}"
                agree = first == second
                who = (
                    f"both {signs[first].word}" if agree else f"one {signs[first].word}, the other {signs[second].word}"
                )
                sign = sign_of(replace(edge, weight=1.0 if agree else -1.0), "subtract", "one")
                heading = f"{texts.get(proposition, proposition)}: {who}"
                yield _group(proposition, heading, sign, (signs[first], signs[second]), ones, others, product)


def _group(
    proposition: str, heading: str, sign: Sign, signs: tuple[Sign, Sign], first: tuple[Quoted, ...],
    second: tuple[Quoted, ...], product: str,
) -> Group:  # fmt: skip
    more = max(len(first) - STATEMENTS_SHOWN, 0), max(len(second) - STATEMENTS_SHOWN, 0)
    return Group(proposition, heading, sign, signs, first[:STATEMENTS_SHOWN], second[:STATEMENTS_SHOWN], more, product)


def _quoted(id_: str, statements: Mapping[str, CodedStatement]) -> Quoted:
    item = statements.get(id_)
    if item is None:
        return Quoted(id_, None, "", None, False, None)
    return Quoted(
        id_,
        item.quotation,
        words.day(item.day),
        item.outlet,
        item.reviewed,
        reader_address(item.statement.document_id, id_),
    )


def meaning(settings: NetworkSettings) -> str:
    """What an edge and its weight mean, in one sentence."""
    who, one = PLURALS[settings.nodes], settings.nodes
    if settings.mode == "two":
        first = {
            "subtract": "Weight: statements for a proposition less statements against it",
            "ignore": "Weight: statements on a proposition, whatever their side",
            "combine": "Value: 1 only for, 2 only against, 3 both",
        }[settings.aggregation]
    else:
        first = {
            "congruence": f"Weight: pairs of statements in which two {who} take the same side on a proposition",
            "conflict": f"Weight: pairs of statements in which two {who} take opposite sides on a proposition",
            "subtract": f"Weight: pairs of statements of two {who} on the same side less those on opposite sides",
            "ignore": f"Weight: pairs of statements of two {who} on one proposition, whatever their sides",
        }[settings.aggregation]
    by = {
        "average": "the average number of their statements",
        "jaccard": "these and the statements that only one of them made in kind",
        "cosine": "the product of the numbers of their statements",
        "activity": f"all statements of the {one}",
        "prominence": "all statements on it",
    }.get(settings.normalisation)
    return f"{first}, divided by {by}." if by else f"{first}."


def divisor_in_words(settings: NetworkSettings, told: Account, source: str, target: str) -> str:
    """How the divisor comes about; empty without one."""
    if told.divisor is None:
        return ""
    a, b, both = (*told.parts, 0, 0, 0)[:3]
    by = {
        "average": f"the average number of their statements: ({a} + {b}) ÷ 2 =",
        "cosine": f"the product of the numbers of their statements: {a} × {b} =",
        "jaccard": f"statements on a side of a proposition that only {source} took ({a}) or only {target} ({b}), and "
        f"pairs on the same side ({both}):",
        "activity": f"all statements of {source}:",
        "prominence": f"all statements on “{target}”:",
    }[settings.normalisation]
    return f"Divided by {by} {told.divisor:g}."
