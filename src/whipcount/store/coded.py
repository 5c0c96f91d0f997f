"""Statements as coders and positions read them: with the coding that holds for one proposition."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from whipcount.model import CodedStatement, Coding
from whipcount.store import touching
from whipcount.store.filters import LISTED, conditions
from whipcount.store.outlines import Outline, Silent
from whipcount.store.reading import BATCH, load, plain_documents
from whipcount.store.records import Judged, StatementFilter
from whipcount.store.rows import coding_from, pairs
from whipcount.store.schema import codings, documents, ledger, speech_events, standing, statements

_logger = logging.getLogger(__name__)


def taking_part(
    connection: sa.Connection,
    proposition: str,
    actors: Sequence[str] | None = None,
    where: StatementFilter | None = None,
) -> list[int]:
    """Current, not rejected statements that a model gave a stance, or that a person accepted or judged in any copy.

    Args:
        connection: A transaction.
        proposition: The proposition that they are judged against.
        actors: Only of these, and what is sighted beside theirs; None for everybody.
        where: Only what this filter lists too.
    """
    columns = (statements.c.document, statements.c.place, statements.c.number)
    narrowed = conditions(where) if where else ()
    wanted = sa.select(*columns).select_from(LISTED).where(*_takes_part(proposition), *narrowed)
    return [row[2] for row in sorted(set(_of_actors(connection, wanted, actors)))]


def outlines(connection: sa.Connection, proposition: str, ids: Collection[str]) -> list[Outline]:
    """Those of ``taking_part`` with these ids, in the order of the documents and their texts."""
    columns = (
        statements.c.id, statements.c.day, codings.c.stance, codings.c.probability, documents.c.outlet,
        statements.c.form, statements.c.speaker_kind,
        sa.func.coalesce(statements.c.speaker_name, statements.c.as_written), statements.c.confidence,
        sa.or_(standing.c.accepted, codings.c.coder_kind == "human"),
    )  # fmt: skip
    wanted = (
        sa.select(*columns)
        .select_from(LISTED.join(codings, codings.c.statement_id == statements.c.id))
        .where(standing.c.current, ~standing.c.rejected, *_has_part(codings, proposition))
        .order_by(statements.c.document, statements.c.place, statements.c.number)
    )
    if len(ids) <= BATCH:
        wanted = wanted.where(statements.c.id.in_(sorted(ids)))
    return [Outline(*row) for row in connection.execute(wanted) if row[0] in ids]


def silent(connection: sa.Connection, proposition: str, actors: Sequence[str] | None = None) -> list[Silent]:
    """Current, not rejected statements that a model found to take no side, and nobody judged otherwise."""
    wanted = (
        sa.select(statements.c.number, statements.c.id, standing.c.actor, statements.c.day, speech_events.c.event)
        .select_from(LISTED)
        .join(codings, codings.c.statement_id == statements.c.id)
        .join(speech_events, speech_events.c.statement_id == statements.c.id, isouter=True)
        .where(standing.c.current, ~standing.c.rejected, ~standing.c.accepted)
        .where(codings.c.proposition == proposition, codings.c.current)
        .where(codings.c.stance == "none", codings.c.coder_kind == "model")
    )
    return [Silent(*row) for row in sorted(set(_of_actors(connection, wanted, actors)), key=lambda row: row[0])]


def _of_actors(
    connection: sa.Connection, wanted: sa.Select[*tuple[Any, ...]], actors: Sequence[str] | None
) -> Iterator[tuple[Any, ...]]:
    """Rows of some actors and of what is sighted beside theirs, of everybody for None; some may come twice."""
    if actors is None:
        yield from map(tuple, connection.execute(wanted))
        return
    for start in range(0, len(actors), BATCH):
        ids = _and_beside(actors[start : start + BATCH])
        yield from map(tuple, connection.execute(wanted.where(standing.c.statement_id.in_(ids))))


def _takes_part(proposition: str) -> tuple[sa.ColumnElement[bool], ...]:
    held = codings.alias("held")
    return standing.c.current, ~standing.c.rejected, sa.exists().where(*_has_part(held, proposition))


def _has_part(held: sa.FromClause, proposition: str) -> tuple[sa.ColumnElement[bool], ...]:
    """That the coding ``held`` of a listed statement gives it a part in a proposition."""
    return (
        held.c.statement_id == statements.c.id,
        held.c.proposition == proposition,
        held.c.current,
        sa.or_(
            held.c.stance != "none",
            held.c.coder_kind == "human",
            standing.c.accepted,
            statements.c.id.in_(_beside_judged(proposition)),
        ),
    )


def _beside_judged(proposition: str) -> sa.Select[tuple[str]]:
    """Sightings of utterances that a person coded in one document: the judgement holds for all of them."""
    mine, copy, judged_by = speech_events.alias("mine"), speech_events.alias("copy"), codings.alias("judged_by")
    return (
        sa.select(copy.c.statement_id)
        .join_from(judged_by, mine, mine.c.statement_id == judged_by.c.statement_id)
        .join(copy, copy.c.event == mine.c.event)
        .where(judged_by.c.proposition == proposition, judged_by.c.current, judged_by.c.coder_kind == "human")
    )


def current_actors(connection: sa.Connection, proposition: str, keys: Sequence[str]) -> dict[str, str]:
    """Whom the keys of persons and organisations stand for now; of several, as in the last statement taking part."""
    wanted = (
        sa.select(statements.c.actor_key, standing.c.actor)
        .select_from(LISTED)
        .where(*_takes_part(proposition), statements.c.speaker_kind.in_(("organisation", "person")))
        .order_by(statements.c.document, statements.c.place)
    )
    found: dict[str, str] = {}
    for start in range(0, len(keys), BATCH):
        found |= pairs(connection.execute(wanted.where(statements.c.actor_key.in_(keys[start : start + BATCH]))))
    return found


def _and_beside(actors: Sequence[str]) -> sa.CompoundSelect[tuple[str]]:
    """Ids of the statements of some actors, and of all sightings of the same utterances."""
    whose = standing.alias("whose")
    own = sa.select(whose.c.statement_id).where(whose.c.actor.in_(actors))
    mine = speech_events.alias("mine")
    beside = (
        sa.select(speech_events.c.statement_id)
        .join_from(whose, mine, mine.c.statement_id == whose.c.statement_id)
        .join(speech_events, speech_events.c.event == mine.c.event)
        .where(whose.c.actor.in_(actors))
    )
    return own.union(beside)


def numbers_of(connection: sa.Connection, ids: Sequence[str]) -> list[int]:
    """Numbers of statements by their ids, in the order of the documents and their texts; of those not stored, none."""
    columns = (statements.c.document, statements.c.place, statements.c.number)
    wanted = sa.select(*columns).join_from(standing, statements, statements.c.number == standing.c.statement)
    found: list[tuple[int, int, int]] = []
    for start in range(0, len(ids), BATCH):
        asked = standing.c.statement_id.in_(ids[start : start + BATCH])
        found += [(row[0], row[1], row[2]) for row in connection.execute(wanted.where(asked))]
    return [number for _, _, number in sorted(found)]


def numbers(connection: sa.Connection, proposition: str, *, without: str | None) -> list[int]:
    """Statements wanted, in the order of the documents and their texts.

    Args:
        connection: A transaction.
        proposition: The proposition that they are judged against.
        without: Only current statements that this coder has not judged; None for all that are not rejected.
    """
    wanted = sa.select(statements.c.number).select_from(LISTED).where(standing.c.current)
    if without is None:
        wanted = wanted.where(~standing.c.rejected)
    else:
        judged = sa.exists().where(
            codings.c.coder == without,
            codings.c.proposition == proposition,
            codings.c.statement_id == statements.c.id,
        )
        wanted = wanted.where(~judged)
    return list(connection.execute(wanted.order_by(statements.c.document, statements.c.place)).scalars())


def judged(connection: sa.Connection, proposition: str) -> Judged:
    """How many current statements are judged against a proposition, and by whom."""
    mine = codings.c.proposition == proposition
    in_force = sa.select(codings.c.coder, codings.c.coder_kind, sa.func.count().label("statements")).select_from(
        codings.join(standing, standing.c.statement_id == codings.c.statement_id)
    )
    rows = connection.execute(
        in_force.where(mine, codings.c.current, standing.c.current).group_by(codings.c.coder, codings.c.coder_kind)
    ).all()
    people = sum(row.statements for row in rows if row.coder_kind == "human")
    ever = sa.select(sa.func.count()).select_from(codings).where(mine, codings.c.coder_kind == "human")
    return Judged(
        statements=sum(row.statements for row in rows),
        by_people=people,
        coders={row.coder: row.statements for row in rows if row.coder_kind == "model"},
        human_codings=connection.execute(ever).scalar_one(),
    )


def judged_of(connection: sa.Connection, proposition: str, actors: Sequence[str] | None = None) -> dict[str, int]:
    """How many current statements of each actor are judged against a proposition; of some actors, or of all."""
    these = (codings.c.proposition == proposition, codings.c.current, codings.c.statement_id == standing.c.statement_id)
    if actors is None:
        every = sa.select(standing.c.actor, sa.func.count()).join_from(codings, standing, these[-1])
        return pairs(connection.execute(every.where(*these, standing.c.current).group_by(standing.c.actor)))
    # Statement by statement: joined, SQLite goes through all codings as soon as there are two actors.
    judged = sa.select(sa.func.count()).where(*these).correlate(standing).scalar_subquery()
    wanted = sa.select(standing.c.actor, sa.func.sum(judged)).where(standing.c.current).group_by(standing.c.actor)
    found: dict[str, int] = {}
    for start in range(0, len(actors), BATCH):
        found |= pairs(connection.execute(wanted.where(standing.c.actor.in_(actors[start : start + BATCH]))))
    return {actor: number for actor, number in found.items() if number}


def batch(connection: sa.Connection, wanted: Sequence[int], proposition: str) -> list[CodedStatement]:
    """Statements by number; those whose words are not what was stored are left out, with a warning."""
    loaded = load(connection, wanted, articles_of=plain_documents)
    ids = [it.statement.id for it in loaded.values()]
    current = _current(connection, ids, proposition)
    events = pairs(
        connection.execute(
            sa.select(speech_events.c.statement_id, speech_events.c.event).where(speech_events.c.statement_id.in_(ids))
        )
    )
    found: list[CodedStatement] = []
    for number in wanted:
        it = loaded[number]
        if it.quotation is None:
            _logger.warning(
                "Statement %s is left out: the text of document %s is not what was stored. Run `whipcount doctor`.",
                it.statement.id,
                it.document.id,
            )
            continue
        coding = current.get(it.statement.id)
        found.append(
            CodedStatement(
                statement=it.statement,
                quotation=it.quotation,
                published=it.document.published,
                outlet=it.document.outlet,
                title=it.document.title,
                coding=coding,
                reviewed=bool(it.row["accepted"]) or (coding is not None and coding.coder_kind == "human"),
                event=events.get(it.statement.id),
                actor=it.row["current_actor"],
                actor_name=it.row["given_name"],
            )
        )
    return found


def _current(connection: sa.Connection, ids: Sequence[str], proposition: str) -> dict[str, Coding]:
    rows = connection.execute(
        sa.select(codings.c.statement_id, ledger.c.at, ledger.c.body)
        .join_from(codings, ledger, ledger.c.number == codings.c.event)
        .where(codings.c.statement_id.in_(ids), codings.c.proposition == proposition, codings.c.current)
    )
    return {identity: coding_from(identity, at, body) for identity, at, body in rows}


def set_events(connection: sa.Connection, events: Mapping[str, str]) -> None:
    """Replace the speech events; only what differs is written, and only whom that concerns is touched."""
    kept = pairs(connection.execute(sa.select(speech_events.c.statement_id, speech_events.c.event)))
    changed = sorted(id_ for id_ in kept.keys() | events.keys() if kept.get(id_) != events.get(id_))
    concerned = touching.actors_of(connection, changed)
    for start in range(0, len(changed), BATCH):
        stale = speech_events.c.statement_id.in_(changed[start : start + BATCH])
        connection.execute(sa.delete(speech_events).where(stale))
    rows = [{"statement_id": id_, "event": events[id_]} for id_ in changed if id_ in events]
    if rows:
        connection.execute(sa.insert(speech_events), rows)
    touching.mark(connection, concerned | touching.actors_of(connection, changed))
