"""How far coders agree in a project: field by field, proposition by proposition, and where they do not.

Any coders can be compared, people and model versions alike: the record keeps every coding of each. A *unit* is one
statement and one proposition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, TypeAlias

from whipcount.coders import coder_name
from whipcount.errors import UsageError
from whipcount.evaluate.reliability import Agreement, agreement
from whipcount.evaluate.scores import DRAWS
from whipcount.model import OTHER, CoderKind, Coding, Stance
from whipcount.store import Store
from whipcount.store.records import CoderRow, Judgement

Field: TypeAlias = Literal["relevance", "stance", "side", "argument", "condition"]

NO_ARGUMENT: Final = "no argument"
_SIDES: Final[Mapping[Stance, str]] = {"support": "for", "oppose": "against"}


@dataclass(frozen=True, slots=True)
class CoderSummary:
    """A coder with the labels that its codings are kept under, and how many statements it coded how often."""

    name: str
    kind: CoderKind
    labels: tuple[str, ...]
    propositions: tuple[str, ...]
    codings: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement against one proposition, with the coding of each coder in their order; None where it has none."""

    document: str
    statement: str
    proposition: str
    codings: tuple[Coding | None, ...]

    @property
    def given(self) -> tuple[Coding, ...]:
        """The codings that there are."""
        return tuple(coding for coding in self.codings if coding is not None)


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Agreement in one field on one proposition, on all together where ``proposition`` is None."""

    field: Field
    proposition: str | None
    measured: Agreement


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A unit that is coded differently, and in which fields."""

    unit: Unit
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What coders agree on. ``units`` counts what two of them or more coded."""

    coders: tuple[str, ...]
    units: int
    fields: tuple[FieldAgreement, ...]
    disagreements: tuple[Disagreement, ...]


def coders_in(store: Store, *, proposition: str | None = None) -> tuple[CoderSummary, ...]:
    """Everybody who coded against the proposition, or any; those who began first before the others."""
    grouped: dict[tuple[str, CoderKind], list[CoderRow]] = {}
    for row in store.coders():
        if proposition in (None, row.proposition):
            grouped.setdefault((coder_name(row.coder, row.kind), row.kind), []).append(row)
    return tuple(
        CoderSummary(
            name,
            kind,
            tuple(dict.fromkeys(row.coder for row in rows)),
            tuple(dict.fromkeys(row.proposition for row in rows)),
            sum(row.statements for row in rows),
        )
        for (name, kind), rows in grouped.items()
    )


def overlaps(
    store: Store, coders: Sequence[CoderSummary], *, proposition: str | None = None
) -> list[tuple[str, str, int]]:
    """For each two coders, the number of units that both coded; pairs with the most first, those with none left out."""
    judged = {one.name: store.judgements(one.labels, proposition=proposition) for one in coders}
    coded = {name: {_place(judgement.coding) for judgement in theirs} for name, theirs in judged.items()}
    found = [(a.name, b.name, len(coded[a.name] & coded[b.name])) for a, b in combinations(coders, 2)]
    return sorted((pair for pair in found if pair[2]), key=lambda pair: -pair[2])


def compare(store: Store, names: Sequence[str], *, proposition: str | None = None, draws: int = DRAWS) -> Comparison:
    """Compare coders on the current statements that two of them or more coded.

    Args:
        store: The record.
        names: Names of coders: of a person, of a model (its newest coding of each unit, whatever the wording was), or
            the full label of a model with one wording.
        proposition: Only this proposition.
        draws: Draws of documents for the intervals.
    Raises:
        UsageError: Fewer than two coders, one twice, or one whom the store does not know.
    """
    labels = _labels(names, coders_in(store, proposition=proposition), proposition)
    judged = [store.judgements(label, proposition=proposition) for label in labels]
    return comparison(names, units_of(judged), draws=draws)


def _labels(names: Sequence[str], known: Sequence[CoderSummary], proposition: str | None) -> list[tuple[str, ...]]:
    if len(names) < 2 or len(set(names)) < len(names):
        raise UsageError("An agreement is between two coders or more, each named once: --coder A --coder B.")
    by_name: dict[str, tuple[str, ...]] = {label: (label,) for one in known for label in one.labels}
    by_name |= {one.name: one.labels for one in known}
    for name in names:
        if name not in by_name:
            there = ", ".join(one.name for one in known) or "nobody"
            where = f" against {proposition!r}" if proposition else ""
            raise UsageError(f"Nobody called {name!r} coded a statement that counts{where}. Coders: {there}.")
    return [by_name[name] for name in names]


def units_of(judged: Sequence[Iterable[Judgement]]) -> list[Unit]:
    """Units that two coders or more coded, from the judgements of each coder, oldest first; the newest counts."""
    documents: dict[tuple[str, str], str] = {}
    codings: dict[tuple[str, str], dict[int, Coding]] = {}
    for number, theirs in enumerate(judged):
        for judgement in theirs:
            place = _place(judgement.coding)
            documents[place] = judgement.document
            codings.setdefault(place, {})[number] = judgement.coding
    return [
        Unit(documents[statement, proposition], statement, proposition, tuple(map(given.get, range(len(judged)))))
        for (statement, proposition), given in sorted(codings.items())
        if len(given) > 1
    ]


def _place(coding: Coding) -> tuple[str, str]:
    return coding.statement_id, coding.proposition


def comparison(names: Sequence[str], units: Sequence[Unit], *, draws: int = DRAWS) -> Comparison:
    """Agreement in each field, over all propositions and on each where there are several; and all disagreements."""
    propositions = sorted({unit.proposition for unit in units})
    scopes: tuple[str | None, ...] = (None, *propositions) if len(propositions) > 1 else (None,)
    readers = _readers(units, len(names))
    fields = tuple(
        FieldAgreement(field, scope, agreement(_labelled(units, readers[field], scope), draws=draws))
        for scope in scopes
        for field in readers
    )
    return Comparison(tuple(names), len(units), fields, _disagreements(units, readers))


# What a field of a coding is, by the number of its coder; None where there is nothing to compare.
_Reader: TypeAlias = Callable[[int, Coding], str | None]


def _readers(units: Sequence[Unit], coders: int) -> dict[Field, _Reader]:
    """How each field is read off a coding.

    Argument and condition are compared only where a coding takes a stance. A coder who never names an argument was
    not asked for one: judging a stance by hand asks for none, and keeps the one that stood there.
    """
    asked = [any(c is not None and _argument(c) for c in (unit.codings[n] for unit in units)) for n in range(coders)]

    def argument(number: int, coding: Coding) -> str | None:
        if not asked[number] or coding.stance == "none" or "argument" in coding.kept:
            return None
        return NO_ARGUMENT if coding.argument in (None, OTHER) else coding.argument

    def condition(_: int, coding: Coding) -> str | None:
        if coding.stance == "none":
            return None
        return "yes" if coding.condition is not None or coding.stance == "conditional" else "no"

    return {
        "relevance": lambda _, coding: "no" if coding.stance == "none" else "yes",
        "stance": lambda _, coding: coding.stance,
        # A condition counts for neither side: a judgement by hand does not say which side it leaves open.
        "side": lambda _, coding: _SIDES.get(coding.stance, "neither"),
        "argument": argument,
        "condition": condition,
    }


def _argument(coding: Coding) -> str | None:
    """The argument that a coder named."""
    return None if "argument" in coding.kept else coding.argument


def _read(unit: Unit, reader: _Reader) -> tuple[str | None, ...]:
    return tuple(None if coding is None else reader(number, coding) for number, coding in enumerate(unit.codings))


def _labelled(
    units: Sequence[Unit], reader: _Reader, proposition: str | None
) -> list[tuple[str, tuple[str | None, ...]]]:
    wanted = (unit for unit in units if proposition is None or unit.proposition == proposition)
    return [(unit.document, _read(unit, reader)) for unit in wanted]


def _disagreements(units: Sequence[Unit], readers: Mapping[Field, _Reader]) -> tuple[Disagreement, ...]:
    """Those who stand on opposite sides first: they change the count most."""
    found: list[tuple[bool, Disagreement]] = []
    for unit in units:
        fields: tuple[Field, ...] = tuple(field for field, reader in readers.items() if _differ(_read(unit, reader)))
        if fields:
            opposite = {"support", "oppose"} <= {coding.stance for coding in unit.given}
            found.append((not opposite, Disagreement(unit, fields)))
    found.sort(key=lambda it: (it[0], it[1].unit.proposition, it[1].unit.document, it[1].unit.statement))
    return tuple(disagreement for _, disagreement in found)


def _differ(labels: Iterable[str | None]) -> bool:
    return len({label for label in labels if label is not None}) > 1
