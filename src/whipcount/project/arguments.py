"""The arguments of a debate: for each of the codebook's, who gives it, in which words and on what evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from whipcount.coding.evidence import EVIDENCE_TYPES, evidence_types
from whipcount.config import Settings
from whipcount.model import JSON, CodedStatement, Evidence, Proposition
from whipcount.project.count import propositions_of
from whipcount.readings import Reading, display_name, has_actor, is_human, readings
from whipcount.store import Store

ArgumentSide: TypeAlias = Literal["pro", "con"]

SIDES: Final[tuple[ArgumentSide, ...]] = ("pro", "con")
EXEMPLARS: Final = 3  # shown of each argument
CSV_HEADER: Final = ("proposition", "side", "argument", "text", "events", "actors", *EVIDENCE_TYPES, "statements")


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A statement that gives an argument; ``quotation`` is cut out of the stored text."""

    statement: str
    actor: str
    day: date | None
    quotation: str
    evidence: tuple[Evidence, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """One argument with who gives it; ``id`` is None for what takes the side and gives none of the codebook's.

    ``events`` counts speech events, ``actors`` those with a name who gave it; ``statements`` are the ids of one
    sighting of each event, the most certain first. ``evidence`` counts events by the kinds that they name.
    """

    id: str | None
    side: ArgumentSide
    text: str
    events: int
    actors: int
    evidence: Mapping[Evidence, int]
    statements: tuple[str, ...]
    exemplars: tuple[Exemplar, ...]


@dataclass(frozen=True, slots=True)
class ArgumentTable:
    """The arguments on one proposition, pro before con, those given most often first."""

    proposition: Proposition
    rows: tuple[ArgumentRow, ...]

    def on(self, side: ArgumentSide) -> tuple[ArgumentRow, ...]:
        """The rows of one side."""
        return tuple(row for row in self.rows if row.side == side)


def arguments(store: Store, settings: Settings, *, proposition: str | None = None) -> tuple[ArgumentTable, ...]:
    """Who gives which argument.

    Args:
        store: The record.
        settings: The threshold of relevance.
        proposition: Only this one, by its id in the codebook.
    Raises:
        UsageError: The codebook has no such proposition.
    """
    return tuple(
        ArgumentTable(one, tuple(_rows(one, list(sided(store, settings, one)))))
        for one in propositions_of(store, proposition)
    )


def sided(
    store: Store, settings: Settings, proposition: Proposition
) -> Iterator[tuple[Reading, ArgumentSide, str | None]]:
    """Speech events for or against a proposition without a condition, each with the argument that it gives.

    A person who only confirms a stance has not taken the argument away: where a person's coding names none, the newest
    of a model with the same stance does.
    """
    known = {argument.id: argument.side for argument in proposition.arguments}
    for reading in readings(store.coded_statements(proposition.id), settings):
        if reading.stance in ("support", "oppose"):
            side: ArgumentSide = "pro" if reading.stance == "support" else "con"
            named = (_named(store, item) for item in reading.sightings)
            yield reading, side, next((one for one in named if one is not None and known.get(one) == side), None)


def arguments_json(tables: Sequence[ArgumentTable]) -> list[JSON]:
    """The tables in the shape of ``whipcount arguments --format json``."""
    return [{"proposition": t.proposition.id, "arguments": [_row_json(row) for row in t.rows]} for t in tables]


def arguments_cells(tables: Sequence[ArgumentTable]) -> Iterator[tuple[str | int | None, ...]]:
    """The header and the rows of a CSV file."""
    yield CSV_HEADER
    for table in tables:
        for row in table.rows:
            kinds = (row.evidence.get(kind, 0) for kind in EVIDENCE_TYPES)
            first = (table.proposition.id, row.side, row.id, row.text, row.events, row.actors)
            yield (*first, *kinds, "; ".join(row.statements))


def _named(store: Store, item: CodedStatement) -> str | None:
    coding = item.coding
    if coding is None or coding.argument is not None or not is_human(item):
        return coding.argument if coding else None
    earlier = (c for c in reversed(store.codings(item.statement.id)) if c.proposition == coding.proposition)
    return next((c.argument for c in earlier if c.coder_kind == "model" and c.stance == coding.stance), None)


def _rows(proposition: Proposition, given: Sequence[tuple[Reading, ArgumentSide, str | None]]) -> Iterator[ArgumentRow]:
    for side in SIDES:
        listed = [
            _row(argument.id, side, argument.text, [r for r, s, named in given if (s, named) == (side, argument.id)])
            for argument in proposition.arguments
            if argument.side == side
        ]
        yield from sorted(listed, key=lambda row: -row.events)
        others = [reading for reading, s, named in given if s == side and named is None]
        yield _row(None, side, "none of these" if listed else "no argument in the codebook", others)


def _row(id_: str | None, side: ArgumentSide, text: str, found: Sequence[Reading]) -> ArgumentRow:
    ordered = sorted(found, key=lambda r: (not r.confirmed, -r.probability, r.id))
    kinds = {reading.id: evidence_types(reading.sightings[0].quotation) for reading in ordered}
    return ArgumentRow(
        id=id_,
        side=side,
        text=text,
        events=len(ordered),
        actors=len({reading.actor_key for reading in ordered if has_actor(reading.speaker)}),
        evidence=dict(Counter(kind for every in kinds.values() for kind in every)),
        statements=tuple(reading.id for reading in ordered),
        exemplars=tuple(_exemplar(reading, kinds[reading.id]) for reading in ordered[:EXEMPLARS]),
    )


def _exemplar(reading: Reading, kinds: tuple[Evidence, ...]) -> Exemplar:
    name = reading.actor_name or display_name(reading.speaker)
    return Exemplar(reading.id, name, reading.day, reading.sightings[0].quotation, kinds, reading.confirmed)


def _row_json(row: ArgumentRow) -> dict[str, JSON]:
    return {
        "argument": row.id,
        "side": row.side,
        "text": row.text,
        "events": row.events,
        "actors": row.actors,
        "evidence": {kind: row.evidence.get(kind, 0) for kind in EVIDENCE_TYPES},
        "statements": list(row.statements),
        "exemplars": [
            {
                "statement": one.statement,
                "actor": one.actor,
                "day": one.day.isoformat() if one.day else None,
                "quotation": one.quotation,
                "evidence": list(one.evidence),
                "reviewed": one.reviewed,
            }
            for one in row.exemplars
        ],
    }
