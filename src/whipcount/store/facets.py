"""How many statements of a list have which value, counted so that a write has only its actors counted anew.

What is counted of a statement, its words and terms included, changes only with a write that touches its actor, or with
the names of terms, which are counted anew as a whole. So a count that is held with the rows it was made of, by actor,
is brought up to date by the rows of the actors that were touched since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa

from whipcount.model import STANCES
from whipcount.store import named, touching
from whipcount.store.filters import LISTED, REVIEWED, coding_conditions, conditions
from whipcount.store.records import StatementFilter
from whipcount.store.schema import codings, documents, standing, statements

_AT_ONCE = 400  # actors in one query, below SQLite's limit on parameters
_COLUMNS = ("outlet", "kind", "form", "speaker", "reviewed")
_BITS = {stance: 1 << n for n, stance in enumerate(STANCES)}

# Of a statement: the value in each column, and a bit for each stance that one of its codings gives it.
Values: TypeAlias = tuple[Any, ...]


class Mention(NamedTuple):
    """How many statements of an actor mention a term: the key of all its names, and the first of those here."""

    joined: str
    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What there is to count, by actor, as of a change: of everybody, or of the ``actors`` touched before it."""

    change: int
    actors: Sequence[str] | None
    values: Mapping[str, Sequence[Values]]
    mentions: Mapping[str, Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything counted, with what it was counted of."""

    listed: Listed
    columns: tuple[Counter[Any], ...]
    terms: Counter[tuple[str, str]]

    @property
    def total(self) -> int:
        """How many statements are listed."""
        return sum(self.columns[0].values())

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """How many there are for each value, the most frequent first; one with several stances counts for each."""
        counts = {name: _most_first(of) for name, of in zip(_COLUMNS, self.columns, strict=False)}
        stances = {s: sum(n for made, n in self.columns[-1].items() if made & bit) for s, bit in _BITS.items()}
        counts["stance"] = _most_first({stance: number for stance, number in stances.items() if number})
        counts["term"] = sorted(self._named(), key=lambda it: (-it[1], it[0]))
        return counts

    def _named(self) -> Iterable[tuple[str, int]]:
        names: dict[str, str] = {}
        numbers: Counter[str] = Counter()
        for (joined, name), number in self.terms.items():
            names[joined] = min(names.get(joined, name), name)
            numbers[joined] += number
        return ((names[joined], number) for joined, number in numbers.items())

    def updated(self, newer: Listed) -> Tally:
        """The same as of a later change."""
        if newer.actors is None:
            return tallied(newer)
        if not newer.actors:
            return self
        old = self.listed
        touched = newer.actors
        gone, come = _transposed(old.values, touched), _transposed(newer.values, touched)
        columns = tuple(
            of - Counter(before) + Counter(after) for of, before, after in zip(self.columns, gone, come, strict=True)
        )
        terms = self.terms - _terms(old.mentions, touched) + _terms(newer.mentions, touched)
        values, mentions = _without(old.values, touched), _without(old.mentions, touched)
        whole = Listed(newer.change, None, {**values, **newer.values}, {**mentions, **newer.mentions})
        return Tally(whole, columns, terms)


def tallied(listed: Listed) -> Tally:
    """Count everything."""
    columns = tuple(Counter(column) for column in _transposed(listed.values, listed.values))
    return Tally(listed, columns, _terms(listed.mentions, listed.mentions))


def _transposed(values: Mapping[str, Sequence[Values]], actors: Iterable[str]) -> Sequence[Sequence[Any]]:
    rows = [row for actor in actors for row in values.get(actor, ())]
    return list(zip(*rows, strict=True)) if rows else [()] * (len(_COLUMNS) + 1)


def _terms(mentions: Mapping[str, Sequence[Mention]], actors: Iterable[str]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for actor in actors:
        for one in mentions.get(actor, ()):
            found[one.joined, one.name] += one.statements
    return found


def _without(of: Mapping[str, Any], actors: Sequence[str]) -> dict[str, Any]:
    gone = frozenset(actors)
    return {actor: rows for actor, rows in of.items() if actor not in gone}


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda it: (-it[1], it[0]))


def listed(connection: sa.Connection, where: StatementFilter, since: int | None = None) -> Listed:
    """What there is to count in a list: of everybody, or of whom a write may concern after the change ``since``."""
    change = touching.latest(connection)
    actors = None if since is None or since > change else touching.after(connection, since)
    if actors is not None and touching.TERM_NAMES in actors:
        actors = None
    values = _by_actor(_rows(connection, _values(where), actors))
    if _by_stances(where):
        stated = ((actor, [row for row in rows if row[-1]]) for actor, rows in values.items())
        values = {actor: rows for actor, rows in stated if rows}
    mentions = _by_actor(_rows(connection, named.mentions(conditions(where)), actors))
    made = {actor: [Mention(*row) for row in rows] for actor, rows in mentions.items()}
    return Listed(change, actors, values, made)


def _rows(
    connection: sa.Connection, wanted: sa.Select[*tuple[Any, ...]], actors: Sequence[str] | None
) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    if actors is None:
        yield from connection.execute(wanted).all()
        return
    for start in range(0, len(actors), _AT_ONCE):
        theirs = standing.c.actor.in_(actors[start : start + _AT_ONCE])
        yield from connection.execute(wanted.where(theirs)).all()


def _by_actor(rows: Iterable[Sequence[Any]]) -> dict[str, list[Values]]:
    """Rows by what stands first in each; equal values are kept once, for there may be very many rows."""
    found: dict[str, list[Values]] = {}
    once: dict[Any, Any] = {}
    for actor, *values in rows:
        found.setdefault(actor, []).append(tuple([once.setdefault(value, value) for value in values]))
    return found


def _by_stances(where: StatementFilter) -> bool:
    """Whether it is the codings of a statement, which are read along, that say whether it is listed."""
    return where.proposition is not None and where.stance is None


def _values(where: StatementFilter) -> sa.Select[*tuple[Any, ...]]:
    made = (
        sa.select(sa.func.sum(sa.distinct(sa.case(_BITS, value=codings.c.stance))))
        .where(codings.c.statement_id == statements.c.id, *coding_conditions(where))
        .correlate(statements)
        .scalar_subquery()
    )
    wanted = replace(where, proposition=None, min_probability=None) if _by_stances(where) else where
    return (
        sa.select(
            standing.c.actor,
            sa.func.coalesce(documents.c.outlet, ""),
            statements.c.speaker_kind,
            statements.c.form,
            sa.func.coalesce(statements.c.speaker_name, statements.c.as_written),
            sa.case((REVIEWED, "yes"), else_="no"),
            sa.func.coalesce(made, 0),
        )
        .select_from(LISTED)
        .where(*conditions(wanted))
    )
