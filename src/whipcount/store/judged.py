"""Codings side by side: what each coder said of the same statements, not only what holds now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from whipcount.store import ledger as ledgers
from whipcount.store import taught
from whipcount.store.filters import LISTED, conditions
from whipcount.store.records import Checked, CoderRow, Judgement, StatementFilter
from whipcount.store.rows import coding_from, listed
from whipcount.store.schema import codings, documents, ledger, standing, statements

# Codings of statements that count: a rejected statement, or one of a replaced article, leaves every other number too.
_COUNTED = LISTED.join(codings, codings.c.statement_id == statements.c.id)
_COUNTS = sa.and_(standing.c.current, ~standing.c.rejected)


def coders(connection: sa.Connection) -> list[CoderRow]:
    """Who coded how many statements against which proposition, those who began first before the others."""
    rows = connection.execute(
        sa.select(
            codings.c.coder,
            codings.c.coder_kind,
            codings.c.proposition,
            sa.func.count(sa.distinct(codings.c.statement_id)),
        )
        .select_from(_COUNTED)
        .where(_COUNTS)
        .group_by(codings.c.coder, codings.c.coder_kind, codings.c.proposition)
        .order_by(sa.func.min(codings.c.event))
    )
    return [CoderRow(*row) for row in rows]


def models_of(connection: sa.Connection, proposition: str, statement_ids: Collection[str]) -> set[str]:
    """Labels of the models whose codings of these statements hold."""
    mine = (codings.c.proposition == proposition, codings.c.current, codings.c.coder_kind == "model")
    wanted = sa.select(codings.c.coder).distinct().where(*mine, codings.c.statement_id.in_(listed(statement_ids)))
    return set(connection.execute(wanted).scalars())


def judgements(connection: sa.Connection, labels: Sequence[str], proposition: str | None) -> list[Judgement]:
    """The newest coding by each of these coders of each statement and proposition, oldest first."""
    newest = (
        sa.select(sa.func.max(codings.c.event).label("event"))
        .where(codings.c.coder.in_(labels), *(() if proposition is None else (codings.c.proposition == proposition,)))
        .group_by(codings.c.coder, codings.c.proposition, codings.c.statement_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(codings.c.statement_id, documents.c.id, ledger.c.at, ledger.c.body)
        .select_from(_COUNTED.join(newest, newest.c.event == codings.c.event))
        .join(ledger, ledger.c.number == codings.c.event)
        .where(_COUNTS)
        .order_by(codings.c.event)
    )
    return [Judgement(document, coding_from(identity, at, body)) for identity, document, at, body in rows]


def checked(
    connection: sa.Connection, where: StatementFilter | None = None, actors: Sequence[str] | None = None
) -> list[Checked]:
    """How a person and the machine coded the statements that both coded, counted by proposition and stances.

    A person's newest coding is held against the model that would count without it: the one first used last. Only
    statements that the filter lists, and of these actors, where they are given.
    """
    narrowed = conditions(where) if where else []
    if actors is not None:
        narrowed.append(standing.c.actor.in_(actors))
    rival, earliest, machine = (codings.alias(name) for name in ("rival", "earliest", "machine"))
    first_use = sa.select(sa.func.min(earliest.c.event)).where(earliest.c.coder == rival.c.coder).scalar_subquery()
    instead = (
        sa.select(rival.c.event)
        .where(
            rival.c.statement_id == codings.c.statement_id,
            rival.c.proposition == codings.c.proposition,
            rival.c.coder_kind == "model",
            # A head was taught by what people had judged before: there its agreement with them says nothing.
            sa.or_(sa.not_(taught.learned(rival.c.coder)), rival.c.event < codings.c.event),
            ledgers.may_count(rival),
        )
        .order_by(first_use.desc(), rival.c.event.desc())
        .limit(1)
        .correlate(codings)
        .scalar_subquery()
    )
    columns = (codings.c.proposition, codings.c.stance, machine.c.stance)
    rows = connection.execute(
        sa.select(*columns, sa.func.count())
        .select_from(_COUNTED.join(machine, machine.c.event == instead))
        .where(_COUNTS, codings.c.current, codings.c.coder_kind == "human", *narrowed)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [Checked(*row) for row in rows]


def verdicts(connection: sa.Connection) -> tuple[int, int]:
    """How many current statements a person accepted as extracted, and how many a person rejected."""
    accepted, rejected = connection.execute(
        sa.select(
            sa.func.count(sa.case((standing.c.accepted, 1))), sa.func.count(sa.case((standing.c.rejected, 1)))
        ).where(standing.c.current)
    ).one()
    return accepted, rejected
