"""Codings and reviews: entries that are only ever appended, each sealed with the hash of the one before.

``codings`` and ``reviews`` hold what queries need of the entries; ``rebuild`` makes them again from the ledger alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from whipcount.errors import ConflictError, StoreError
from whipcount.model import JSON, Coding
from whipcount.store import anchors, standing, taught, touching, wordings
from whipcount.store.checks import check_coding
from whipcount.store.rows import Values, canonical, coding_body, coding_content, coding_from, now
from whipcount.store.schema import chain, codings, documents, extractions, ledger, reviews, statements

_AT_ONCE = 400  # entries in one query, below SQLite's limit on parameters


def entry_hash(previous: str, number: int, kind: str, statement_id: str, at: str, body: str) -> str:
    """Hash of an entry: the hash before it, then each field with its length before it."""
    digest = hashlib.sha256()
    for field in (previous, str(number), kind, statement_id, at, body):
        data = field.encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def append(connection: sa.Connection, kind: str, entries: Sequence[tuple[str, dict[str, JSON]]]) -> list[int]:
    """Append entries of one kind, each a statement's id and a body; their numbers come back."""
    length, head = connection.execute(sa.select(chain.c.length, chain.c.head)).one()
    at = now()
    rows: list[Values] = []
    for number, (statement_id, fields) in enumerate(entries, start=length + 1):
        body = canonical(fields)
        sealed = entry_hash(head, number, kind, statement_id, at, body)
        rows.append(
            {"number": number, "kind": kind, "statement_id": statement_id, "at": at, "body": body}
            | {"previous": head, "hash": sealed}
        )
        head = sealed
    if rows:
        connection.execute(sa.insert(ledger), rows)
    return [row["number"] for row in rows]


def judged_up_to(connection: sa.Connection, statement_id: str) -> int:
    """Number of the latest entry about a statement; 0 where there is none."""
    latest = sa.select(sa.func.max(ledger.c.number)).where(ledger.c.statement_id == statement_id)
    return connection.execute(latest).scalar() or 0


def check_unchanged(connection: sa.Connection, statement_id: str, after: int | None) -> None:
    """Refuse what was decided on an older state of a statement; None asks for no check.

    Raises:
        ConflictError: There is an entry about it later than ``after``.
    """
    if after is not None and judged_up_to(connection, statement_id) != after:
        raise ConflictError(f"Somebody else judged statement {statement_id} first. Read it again.")


def add_codings(
    connection: sa.Connection, batch: Sequence[Coding], *, run: str | None, after: int | None = None
) -> int:
    """Append the codings that say something new; how many those were.

    A coding says nothing new when it is in the ledger with its time, or repeats what its coder said last.

    Raises:
        ConflictError: Somebody judged one of the statements after the entry ``after``.
    """
    for coding in batch:
        check_unchanged(connection, coding.statement_id, after)
    ids = sorted({coding.statement_id for coding in batch})
    lengths = text_lengths(connection, ids)
    said, latest = _said_before(connection, ids)
    entries: list[tuple[str, dict[str, JSON]]] = []
    for coding in batch:
        if coding.statement_id not in lengths:
            raise StoreError(
                f"There is no statement {coding.statement_id!r} in this store, so it cannot be coded. Add it first."
            )
        check_coding(coding, lengths[coding.statement_id])
        body = coding_body(coding)
        by = (coding.statement_id, coding.proposition, coding.coder)
        content = coding_content(body)
        if latest.get(by) == content or (body["created"] and (*by, content, str(body["created"])) in said):
            continue
        latest[by] = content
        said.add((*by, content, str(body["created"])))
        entries.append((coding.statement_id, body | {"run": run}))
    numbers = append(connection, "coding", entries)
    if numbers:
        rows = [coding_values(number, *entry) for number, entry in zip(numbers, entries, strict=True)]
        connection.execute(sa.insert(codings), rows)
        by_people = any(fields["coder_kind"] == "human" for _, fields in entries)
        coded_anew(connection, sorted({statement_id for statement_id, _ in entries}), by_people=by_people)
    return len(numbers)


def coded_anew(connection: sa.Connection, statement_ids: Sequence[str], *, by_people: bool) -> None:
    """Derive again what follows from the codings of some statements."""
    mark_current(connection, statement_ids)
    standing.refresh(connection, statement_ids=[*statement_ids])
    if by_people:
        judged_anew(connection, statement_ids)


def judged_anew(connection: sa.Connection, statement_ids: Sequence[str]) -> None:
    """Derive again what follows from people's judgements on some statements, for these and those beside them."""
    documents_of = sa.select(statements.c.document).where(statements.c.id.in_(statement_ids)).distinct()
    several = documents_of.where(
        sa.select(sa.func.count())
        .where(extractions.c.document == statements.c.document)
        .correlate(statements)
        .scalar_subquery()
        > 1
    )
    for document in connection.execute(several).scalars().all():
        anchors.derive(connection, [document])
        standing.refresh(connection, document=document)
    standing.refresh(connection, statement_ids=[*statement_ids])


def standing_after(verdicts: Iterable[str]) -> str | None:
    """Verdict in force after these, oldest first.

    >>> standing_after(["accept", "reject", "undo"])
    'accept'
    """
    stack: list[str] = []
    for verdict in verdicts:
        if verdict != "undo":
            stack.append(verdict)
        elif stack:
            stack.pop()
    return stack[-1] if stack else None


def history(connection: sa.Connection, statement_id: str) -> list[Coding]:
    """All codings of a statement, oldest first."""
    # The kind is looked at here: asked for in the query, it makes SQLite go through all codings in their order.
    rows = connection.execute(
        sa.select(ledger.c.kind, ledger.c.at, ledger.c.body)
        .where(ledger.c.statement_id == statement_id)
        .order_by(ledger.c.number)
    )
    return [coding_from(statement_id, at, body) for kind, at, body in rows if kind == "coding"]


def mark_current(
    connection: sa.Connection,
    statement_ids: Sequence[str] | None = None,
    *,
    propositions: Collection[str] | None = None,
) -> None:
    """Mark for each statement and proposition, or for some, the coding that holds now; touch whose that changes."""
    wanted = [codings.c.current != (codings.c.event == current_event())]
    if statement_ids is not None:
        wanted.append(codings.c.statement_id.in_(statement_ids))
    if propositions is not None:
        wanted.append(codings.c.proposition.in_(propositions))
    wrong = connection.execute(sa.select(codings.c.event, codings.c.statement_id).where(*wanted)).all()
    for start in range(0, len(wrong), _AT_ONCE):
        events = [row.event for row in wrong[start : start + _AT_ONCE]]
        connection.execute(
            sa.update(codings).where(codings.c.event.in_(events)).values(current=sa.not_(codings.c.current))
        )
    touching.touch(connection, {row.statement_id for row in wrong})


def current_event() -> sa.ColumnElement[int]:
    """Entry of the coding that holds for the statement and proposition of a row of ``codings``.

    A person's newest coding comes before any model's; among models, the model that was used last for the first time
    comes first, so that running an old model again does not push a newer one aside. Those of a learned head that is
    switched off do not count, nor those that were made with another wording than the one in force; where there are no
    others, 0, which is no entry.
    """
    rival, earliest = codings.alias("rival"), codings.alias("earliest")
    first_use = sa.select(sa.func.min(earliest.c.event)).where(earliest.c.coder == rival.c.coder).scalar_subquery()
    human = rival.c.coder_kind == "human"
    found = (
        sa.select(rival.c.event)
        .where(sa.or_(human, may_count(rival)))
        .where(rival.c.statement_id == codings.c.statement_id, rival.c.proposition == codings.c.proposition)
        .order_by(human.desc(), sa.case((human, 0), else_=first_use).desc(), rival.c.event.desc())
        .limit(1)
        .correlate(codings)
        .scalar_subquery()
    )
    return sa.func.coalesce(found, 0)


def may_count(coding: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a model's coding, a row of ``codings``, can hold: its head is on, its wording is in force."""
    return sa.and_(taught.counts(coding.c.coder), wordings.belongs(coding.c.coder, coding.c.proposition))


def rebuild(connection: sa.Connection) -> None:
    """Make ``codings`` and ``reviews`` again from the ledger."""
    for table in (codings, reviews):
        connection.execute(sa.delete(table))
    coded, reviewed = derived_rows(connection)
    if coded:
        connection.execute(sa.insert(codings), coded)
    if reviewed:
        connection.execute(sa.insert(reviews), reviewed)
    mark_current(connection)


def derived_rows(connection: sa.Connection) -> tuple[list[Values], list[Values]]:
    """Rows of ``codings`` (none current yet) and of ``reviews`` that follow from the ledger."""
    coded: list[Values] = []
    retracted: set[int] = set()
    reviewed: list[Values] = []
    verdicts: dict[str, list[str]] = {}
    columns = (ledger.c.number, ledger.c.kind, ledger.c.statement_id, ledger.c.body)
    for number, kind, statement_id, body in connection.execute(sa.select(*columns).order_by(ledger.c.number)):
        if kind not in ("coding", "review", "retraction"):
            continue
        fields = json.loads(body)
        if kind == "retraction":
            retracted.add(fields["undoes"])
            continue
        if kind == "coding":
            coded.append(coding_values(number, statement_id, fields))
            continue
        so_far = verdicts.setdefault(statement_id, [])
        so_far.append(fields["verdict"])
        reviewed.append(review_values(number, statement_id, fields) | {"standing": standing_after(so_far)})
    return [row for row in coded if row["event"] not in retracted], reviewed


def review_values(event: int, statement_id: str, body: Mapping[str, Any]) -> Values:
    """Row of ``reviews`` without the verdict that stands after it; entries of earlier versions know no bulk."""
    parts = {name: body.get(name) for name in ("coder", "bulk", "audit")}
    return {"event": event, "statement_id": statement_id, "verdict": body["verdict"], **parts}


def coding_values(event: int, statement_id: str, body: dict[str, Any]) -> Values:
    """Row of ``codings``, which is not current yet."""
    return {
        "event": event,
        "statement_id": statement_id,
        "proposition": body["proposition"],
        "coder": body["coder"],
        "coder_kind": body["coder_kind"],
        "stance": body["stance"],
        "probability": body["scores"][body["stance"]],
        "content": coding_content(body),
        "current": False,
    }


def text_lengths(connection: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Length of the text that each of these statements stands in; nothing for a statement that is not stored."""
    rows = connection.execute(
        sa.select(statements.c.id, documents.c.length)
        .join_from(statements, documents, documents.c.number == statements.c.document)
        .where(statements.c.id.in_(ids))
    )
    return {row.id: row.length for row in rows}


def _said_before(
    connection: sa.Connection, ids: Sequence[str]
) -> tuple[set[tuple[str, str, str, str, str]], dict[tuple[str, str, str], str]]:
    """Judgements on these statements: all with their times, and the latest of each coder."""
    said: set[tuple[str, str, str, str, str]] = set()
    latest: dict[tuple[str, str, str], str] = {}
    rows = connection.execute(
        sa.select(codings.c.statement_id, codings.c.proposition, codings.c.coder, codings.c.content, ledger.c.body)
        .join_from(codings, ledger, ledger.c.number == codings.c.event)
        .where(codings.c.statement_id.in_(ids))
        .order_by(codings.c.event)
    )
    for statement_id, proposition, coder, content, body in rows:
        by = (statement_id, proposition, coder)
        latest[by] = content
        said.add((*by, content, str(json.loads(body)["created"])))
    return said, latest
