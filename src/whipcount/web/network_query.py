"""The network page's address: what it asks for, in DNA's words, and the addresses of neighbouring views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.model import Codebook
from whipcount.network import NetworkSettings
from whipcount.network.settings import (
    CONDITIONALS,
    DUPLICATES,
    EVERY_NORMALISATION,
    EVERY_TYPE,
    MODES,
    NODES,
    NORMALISATIONS,
    TYPES,
    Conditional,
    Duplicates,
    Mode,
    Nodes,
    Normalise,
    Type,
)
from whipcount.project.network import propositions_on
from whipcount.web.query import Query

NETWORK_KEYS = (
    "question", "proposition", "mode", "type", "normalise", "duplicates", "nodes", "from", "to", "isolates",
    "conditional", "unnamed", "dna_compat", "actors", "page",
)  # fmt: skip
EDGE_KEYS = ("a", "b", *NETWORK_KEYS)
ACTORS_SHOWN = 40  # more names cannot be read on a screen
ACTORS_MOST = 300  # in a file: 45,000 edges

# The words of DNA's dialogue, where they are not those of the settings.
NORMALISE_WORDS: Mapping[str, str] = {
    "no": "no",
    "average": "average activity",
    "jaccard": "Jaccard",
    "cosine": "cosine",
    "activity": "activity",
    "prominence": "prominence",
}
DUPLICATE_WORDS: Mapping[str, str] = {
    "include": "include all duplicates",
    "document": "ignore per document",
    "week": "ignore per calendar week",
    "month": "ignore per calendar month",
    "year": "ignore per calendar year",
    "acrossrange": "ignore across date range",
}
PLURALS: Mapping[str, str] = {
    "actor": "actors", "organisation": "organisations", "party": "parties", "country": "countries",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a control offers."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A labelled choice of the form."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def network_settings(query: Query, codebook: Codebook) -> NetworkSettings:
    """The network that an address asks for.

    Raises:
        UsageError: A value that its setting cannot have, or a combination without a meaning.
    """
    mode: Mode | None = query.choice("mode", MODES)
    type_: Type | None = query.choice("type", EVERY_TYPE)
    normalise: Normalise | None = query.choice("normalise", EVERY_NORMALISATION)
    duplicates: Duplicates | None = query.choice("duplicates", DUPLICATES)
    nodes: Nodes | None = query.choice("nodes", NODES)
    conditional: Conditional | None = query.choice("conditional", CONDITIONALS)
    return NetworkSettings(
        mode=mode or "one",
        type=type_,
        normalise=normalise,
        duplicates=duplicates or "document",
        nodes=nodes or "actor",
        propositions=_propositions(query, codebook),
        since=query.day("from"),
        until=query.day("to"),
        isolates=bool(query.flag("isolates")),
        conditional=conditional or "lean",
        unnamed=bool(query.flag("unnamed")),
        top=_actors(query),
        dna_compat=bool(query.flag("dna_compat")),
    )


def _propositions(query: Query, codebook: Codebook) -> tuple[str, ...]:
    question, one = query.get("question"), query.get("proposition")
    asked = propositions_on(codebook, question) if question else tuple(p.id for p in codebook.propositions)
    if one is None:
        return asked
    if one not in asked:
        known = ", ".join(asked) or "none"
        raise UsageError(_("There is no proposition “%(one)s” here. Known: %(known)s.", one=one, known=known))
    return (one,)


def _actors(query: Query) -> int | None:
    value = query.get("actors")
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= ACTORS_MOST:
        raise UsageError(
            _("actors=%(value)s is not a whole number from 1 to %(actors_most)s.", value=value, actors_most=ACTORS_MOST)
        )
    return int(value)


def controls(settings: NetworkSettings, codebook: Codebook, query: Query) -> tuple[Control, ...]:
    """The choices of the form; a mode offers only what has a meaning in it."""
    types, rules = TYPES[settings.mode], NORMALISATIONS[settings.mode]
    if settings.aggregation == "combine":
        rules = ("no",)
    found = [
        _control("type", _("Qualifier aggregation"), {}, types, settings.aggregation),
        _control("normalise", _("Normalisation"), NORMALISE_WORDS, rules, settings.normalisation),
        _control("duplicates", _("Duplicates"), DUPLICATE_WORDS, DUPLICATES, settings.duplicates),
        _control("nodes", _("Variable 1"), {}, NODES, settings.nodes),
    ]
    questions = {q.id: q.text for q in codebook.questions}
    if len(questions) > 1:
        found.insert(0, _optional("question", _("Question"), _("all questions"), questions, query.get("question")))
    within = {p.id: p.text for p in codebook.propositions if query.get("question") in (None, p.question)}
    if len(within) > 1:
        found.insert(0, _optional("proposition", _("Propositions"), _("all"), within, query.get("proposition")))
    return tuple(found)


def _control(name: str, label: str, names: Mapping[str, str], values: tuple[str, ...], current: str) -> Control:
    return Control(name, label, tuple(Choice(value, _(names.get(value, value)), value == current) for value in values))


def _optional(name: str, label: str, everything: str, names: Mapping[str, str], current: str | None) -> Control:
    choices = [Choice("", everything, current is None)]
    choices += [Choice(value, text, value == current) for value, text in names.items()]
    return Control(name, label, tuple(choices))
