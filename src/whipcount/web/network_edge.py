"""One edge: the arithmetic of its weight, and the statements on either end that make it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from whipcount.errors import UsageError
from whipcount.language import _
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
        raise NotFoundError(_("Nothing ties these two in this network. Other settings or another window may."))
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
        _("%(first)s and %(last)s", first=source.label, last=target.label),
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
        raise UsageError(_("An edge has two ends: give a and b."))
    known = set(keys)
    fits = [value] if value in known else sorted(key for key in known if key.startswith(value))
    if not fits:
        raise NotFoundError(_("“%(value)s” has no part in this network.", value=value))
    if len(fits) > 1:
        raise UsageError(
            _(
                "%(name)s=%(value)s may be %(fits)s nodes: give more of the key.",
                name=name,
                value=value,
                fits=words.number(len(fits)),
            )
        )
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
                    _("both %(side)s", side=signs[first].word)
                    if agree
                    else _("one %(first)s, the other %(second)s", first=signs[first].word, second=signs[second].word)
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
    who, one = _(PLURALS[settings.nodes]), _(settings.nodes)
    if settings.mode == "two":
        first = {
            "subtract": _("Weight: statements for a proposition less statements against it"),
            "ignore": _("Weight: statements on a proposition, whatever their side"),
            "combine": _("Value: 1 only for, 2 only against, 3 both"),
        }[settings.aggregation]
    else:
        first = {
            "congruence": _(
                "Weight: pairs of statements in which two %(actors)s take the same side on a proposition", actors=who
            ),
            "conflict": _(
                "Weight: pairs of statements in which two %(actors)s take opposite sides on a proposition", actors=who
            ),
            "subtract": _(
                "Weight: pairs of statements of two %(actors)s on the same side less those on opposite sides",
                actors=who,
            ),
            "ignore": _(
                "Weight: pairs of statements of two %(actors)s on one proposition, whatever their sides", actors=who
            ),
        }[settings.aggregation]
    by = {
        "average": _("the average number of their statements"),
        "jaccard": _("these and the statements that only one of them made in kind"),
        "cosine": _("the product of the numbers of their statements"),
        "activity": _("all statements of the %(actor)s", actor=one),
        "prominence": _("all statements on it"),
    }.get(settings.normalisation)
    return _("%(weight)s, divided by %(divisor)s.", weight=first, divisor=by) if by else f"{first}."


def divisor_in_words(settings: NetworkSettings, told: Account, source: str, target: str) -> str:
    """How the divisor comes about; empty without one."""
    if told.divisor is None:
        return ""
    a, b, both = (*told.parts, 0, 0, 0)[:3]
    by = {
        "average": _("the average number of their statements: (%(a)s + %(b)s) ÷ 2 =", a=a, b=b),
        "cosine": _("the product of the numbers of their statements: %(a)s × %(b)s =", a=a, b=b),
        "jaccard": _(
            "statements on a side of a proposition that only %(source)s took (%(a)s) or only %(target)s (%(b)s), and"
            " pairs on the same side (%(both)s):",
            source=source,
            a=a,
            target=target,
            b=b,
            both=both,
        ),
        "activity": _("all statements of %(actor)s:", actor=source),
        "prominence": _("all statements on “%(proposition)s”:", proposition=target),
    }[settings.normalisation]
    return _("Divided by %(account)s %(divisor)s.", account=by, divisor=f"{told.divisor:g}")
