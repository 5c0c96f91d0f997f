"""Where documents came from: what became of each run's inputs, outlets with their counts, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from whipcount.store.catalogue import run_row
from whipcount.store.filters import LISTED
from whipcount.store.oversight import OutletRow, RunTally
from whipcount.store.records import Page, RunRow
from whipcount.store.rows import pairs
from whipcount.store.schema import codings, documents, inputs, runs, speech_events, standing, statements
from whipcount.store.versions import REPLACED

_STORED = ("stored", "new_version")
_COUNTED = sa.and_(standing.c.current, ~standing.c.rejected)


def run_page(connection: sa.Connection, *, command: str | None, limit: int | None, offset: int) -> Page[RunRow]:
    """Runs, newest first; with ``command``, those of that command."""
    wanted = () if command is None else (runs.c.command == command,)
    total = connection.execute(sa.select(sa.func.count()).select_from(runs).where(*wanted)).scalar_one()
    rows = connection.execute(
        sa.select(runs).where(*wanted).order_by(runs.c.started.desc(), runs.c.id).limit(limit).offset(offset)
    )
    return Page(tuple(run_row(row) for row in rows), total)


def unfinished(connection: sa.Connection) -> list[RunRow]:
    """Runs that have not ended, newest first: they go on, or were cut off."""
    rows = connection.execute(sa.select(runs).where(runs.c.ended.is_(None)).order_by(runs.c.started.desc(), runs.c.id))
    return [run_row(row) for row in rows]


def run(connection: sa.Connection, identity: str) -> RunRow | None:
    """One run; None where there is none with this id."""
    row = connection.execute(sa.select(runs).where(runs.c.id == identity)).one_or_none()
    return None if row is None else run_row(row)


def commands(connection: sa.Connection) -> list[tuple[str, int]]:
    """The commands that ran, with how often, the most frequent first."""
    many = sa.func.count()
    rows = connection.execute(
        sa.select(runs.c.command, many).group_by(runs.c.command).order_by(many.desc(), runs.c.command)
    )
    return [(command, number) for command, number in rows]


def tallies(connection: sa.Connection, wanted: Sequence[str], *, copies: bool) -> dict[str, RunTally]:
    """What became of the inputs of some runs; without ``copies``, syndicated documents are not looked for."""
    before = inputs.alias("before")
    again = sa.and_(
        inputs.c.outcome == "duplicate",
        sa.exists().where(
            before.c.given_id == inputs.c.given_id,
            before.c.raw_sha256 == inputs.c.raw_sha256,
            before.c.pipeline == inputs.c.pipeline,
            before.c.number < inputs.c.number,
        ),
    )
    ended = sa.case((again, "unchanged"), else_=inputs.c.outcome).label("ended")
    rows = connection.execute(
        sa.select(inputs.c.run, ended, inputs.c.reason, sa.func.count(), sa.func.max(inputs.c.at))
        .where(inputs.c.run.in_(wanted))
        .group_by(inputs.c.run, ended, inputs.c.reason)
    )
    by_run: dict[str, list[_Outcome]] = {}
    for run, outcome, reason, number, at in rows:
        by_run.setdefault(run, []).append(_Outcome(outcome, reason, number, at))
    shared = _syndicated_by_run(connection, wanted) if copies else {}
    return {run: _tally(own, shared.get(run, 0)) for run, own in by_run.items()}


class _Outcome(NamedTuple):
    """How many inputs of a run ended so, and when the newest of them did."""

    outcome: str
    reason: str | None
    number: int
    at: str


def _tally(rows: Iterable[_Outcome], syndicated: int) -> RunTally:
    counts: dict[str, int] = {}
    rejected: dict[str, int] = {}
    latest = ""
    for outcome, reason, number, at in rows:
        counts[outcome] = counts.get(outcome, 0) + number
        latest = max(latest, at)
        if outcome == "rejected":
            rejected[reason or "failed"] = number
    return RunTally(
        stored=counts.get("stored", 0),
        new_versions=counts.get("new_version", 0),
        duplicates=counts.get("duplicate", 0),
        unchanged=counts.get("unchanged", 0),
        rejected=dict(sorted(rejected.items(), key=lambda item: (-item[1], item[0]))),
        syndicated=syndicated,
        latest=datetime.fromisoformat(latest) if latest else None,
    )


def _syndicated() -> sa.Select[tuple[int]]:
    """Numbers of the documents that carry an utterance which another document carries too."""
    several = (
        sa.select(speech_events.c.event)
        .join(statements, statements.c.id == speech_events.c.statement_id)
        .group_by(speech_events.c.event)
        .having(sa.func.count(sa.distinct(statements.c.document)) > 1)
    )
    return (
        sa.select(statements.c.document)
        .distinct()
        .join(speech_events, speech_events.c.statement_id == statements.c.id)
        .where(speech_events.c.event.in_(several))
    )


def _syndicated_by_run(connection: sa.Connection, wanted: Sequence[str]) -> dict[str, int]:
    rows = connection.execute(
        sa.select(inputs.c.run, sa.func.count(sa.distinct(documents.c.number)))
        .join(documents, documents.c.id == inputs.c.document_id)
        .where(inputs.c.run.in_(wanted), inputs.c.outcome.in_(_STORED), documents.c.number.in_(_syndicated()))
        .group_by(inputs.c.run)
    )
    return pairs(rows)


def outlets(connection: sa.Connection) -> list[OutletRow]:
    """Outlets with their current documents, those with the most first."""
    counted = (
        sa.select(statements.c.document, sa.func.count().label("many"))
        .select_from(LISTED)
        .where(_COUNTED)
        .group_by(statements.c.document)
        .subquery()
    )
    read = (
        sa.select(inputs.c.document_id, sa.func.max(inputs.c.at).label("at"))
        .where(inputs.c.outcome.in_(_STORED))
        .group_by(inputs.c.document_id)
        .subquery()
    )
    shared = sa.case((documents.c.number.in_(_syndicated()), 1), else_=0)
    many = sa.func.count()
    rows = connection.execute(
        sa.select(
            documents.c.outlet,
            many.label("documents"),
            sa.func.coalesce(sa.func.sum(counted.c.many), 0).label("statements"),
            sa.func.sum(shared).label("syndicated"),
            sa.func.sum(sa.case((documents.c.published.is_(None), 1), else_=0)).label("undated"),
            sa.func.min(documents.c.published).label("first"),
            sa.func.max(documents.c.published).label("last"),
            sa.func.max(read.c.at).label("read"),
        )
        .join(counted, counted.c.document == documents.c.number, isouter=True)
        .join(read, read.c.document_id == documents.c.id, isouter=True)
        .where(~REPLACED)
        .group_by(documents.c.outlet)
        .order_by(many.desc(), documents.c.outlet)
    )
    return [
        OutletRow(
            outlet=row.outlet,
            documents=row.documents,
            statements=row.statements,
            syndicated=row.syndicated,
            undated=row.undated,
            first=row.first,
            last=row.last,
            read=datetime.fromisoformat(row.read) if row.read else None,
        )
        for row in rows
    ]


def rejected(connection: sa.Connection) -> dict[str, int]:
    """Inputs that were rejected when they were last read, by reason, the most frequent first."""
    newest = sa.select(sa.func.max(inputs.c.number)).group_by(inputs.c.given_id)
    many = sa.func.count()
    rows = connection.execute(
        sa.select(sa.func.coalesce(inputs.c.reason, "failed"), many)
        .where(inputs.c.number.in_(newest), inputs.c.outcome == "rejected")
        .group_by(inputs.c.reason)
        .order_by(many.desc(), inputs.c.reason)
    )
    return pairs(rows)


def unjudged(connection: sa.Connection, propositions: Sequence[str]) -> Mapping[str, int]:
    """Current, not rejected statements that nobody has judged yet, by proposition."""
    every = connection.execute(sa.select(sa.func.count()).select_from(LISTED).where(_COUNTED)).scalar_one()
    judged = pairs(
        connection.execute(
            sa.select(codings.c.proposition, sa.func.count(sa.distinct(codings.c.statement_id)))
            .join(standing, standing.c.statement_id == codings.c.statement_id)
            .where(codings.c.current, _COUNTED, codings.c.proposition.in_(propositions))
            .group_by(codings.c.proposition)
        )
    )
    return {one: every - judged.get(one, 0) for one in propositions}


def reach(connection: sa.Connection, *, outlet: str | None, until: date | None) -> tuple[int, int, int]:
    """Current documents of an outlet up to a day, those of them without a day, and duplicates of any of both.

    Documents without a day are not among the first where a day is asked for.
    """
    mine = [~REPLACED, *(() if outlet is None else (documents.c.outlet == outlet,))]
    dated = mine if until is None else [*mine, documents.c.published <= until]

    def count(*wanted: sa.ColumnElement[bool]) -> int:
        return connection.execute(sa.select(sa.func.count()).select_from(documents).where(*wanted)).scalar_one()

    repeated = connection.execute(
        sa.select(sa.func.count(sa.distinct(inputs.c.given_id)))
        .join(documents, documents.c.id == inputs.c.document_id)
        .where(inputs.c.outcome == "duplicate", inputs.c.given_id != documents.c.given_id, *dated)
    ).scalar_one()
    return count(*dated), count(*mine, documents.c.published.is_(None)), repeated
