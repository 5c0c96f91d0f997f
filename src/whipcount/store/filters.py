"""``StatementFilter`` as SQL, with bound parameters only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from whipcount.errors import UsageError
from whipcount.model import STANCES
from whipcount.store import sqlite
from whipcount.store.records import ORDERS, StatementFilter
from whipcount.store.rows import folded
from whipcount.store.schema import (
    actor_names,
    codings,
    documents,
    standing,
    statement_terms,
    statements,
    term_names,
    terms,
)
from whipcount.term_keys import term_key

REVIEWED = sa.or_(standing.c.human, standing.c.accepted)

# What every listing of statements selects from: one row for each statement, as its newest extraction has it.
LISTED = statements.join(standing, standing.c.statement == statements.c.number).join(
    documents, documents.c.number == statements.c.document
)


def conditions(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions on ``LISTED`` that the filter stands for.

    Raises:
        UsageError: A stance or an order that is none.
    """
    if where.order not in ORDERS:
        raise UsageError(f"There is no order {where.order!r}. Orders are {', '.join(ORDERS)}.")
    if where.stance is not None and where.stance not in STANCES:
        raise UsageError(f"{where.stance!r} is no stance. Stances are {', '.join(STANCES)}.")
    parts = (_of_the_statement, _of_its_standing, _of_its_codings, _of_its_words, _of_its_terms)
    return [condition for part in parts for condition in part(where)]


def _of_the_statement(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if where.document is not None:
        number = sa.select(documents.c.number).where(documents.c.id == where.document).scalar_subquery()
        found.append(statements.c.document == number)
    if where.speaker is not None:
        name = folded(where.speaker)
        called = standing.c.actor.in_(sa.select(actor_names.c.actor).where(actor_names.c.folded == name))
        found.append(sa.or_(standing.c.actor == where.speaker, statements.c.speaker_folded == name, called))
    if where.actor is not None:
        found.append(standing.c.actor == where.actor)
    if where.outlet is not None:
        found.append(documents.c.outlet == where.outlet)
    if where.kind is not None:
        found.append(statements.c.speaker_kind == where.kind)
    if where.form is not None:
        found.append(statements.c.form == where.form)
    if where.since is not None:
        found.append(statements.c.day >= where.since)
    if where.until is not None:
        found.append(statements.c.day <= where.until)
    if where.min_confidence is not None:
        found.append(statements.c.confidence >= where.min_confidence)
    return found


def _of_its_standing(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if not where.superseded:
        found.append(standing.c.current if where.document is None else standing.c.held)
    if where.reviewed is not None:
        found.append(REVIEWED if where.reviewed else ~REVIEWED)
    if where.rejected is not None:
        found.append(standing.c.rejected if where.rejected else ~standing.c.rejected)
    return found


def coding_conditions(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions on ``codings`` for the current ones that the filter asks for."""
    wanted: list[sa.ColumnElement[bool]] = [codings.c.current]
    if where.proposition is not None:
        wanted.append(codings.c.proposition == where.proposition)
    if where.stance is not None:
        wanted.append(codings.c.stance == where.stance)
    if where.min_probability is not None:
        wanted.append(codings.c.probability >= where.min_probability)
    return wanted


def _of_its_codings(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    if where.proposition is None and where.stance is None and where.min_probability is None:
        return []
    wanted = coding_conditions(where)
    if where.stance is None or where.document or where.actor or where.speaker or where.text:
        # Few statements are left, or nearly all: look at the codings of each, rather than for each of the codings.
        return [sa.exists().where(codings.c.statement_id == statements.c.id, *wanted).correlate(statements)]
    return [statements.c.id.in_(sa.select(codings.c.statement_id).where(*wanted))]


def _of_its_words(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    found = sqlite.matching("statement_search", where.text or "")
    return [] if found is None else [statements.c.number.in_(found)]


def _of_its_terms(where: StatementFilter) -> list[sa.ColumnElement[bool]]:
    """The term by its name or acronym here, and under every name that it has elsewhere."""
    if where.term is None:
        return []
    asked = sa.or_(terms.c.key == term_key(where.term), terms.c.acronym_key == term_key(where.term))
    joined = sa.select(term_names.c.joined).where(term_names.c.key.in_(sa.select(terms.c.key).where(asked)))
    keys = sa.select(term_names.c.key).where(term_names.c.joined.in_(joined))
    mentioning = sa.select(statement_terms.c.statement).join_from(
        statement_terms, terms, terms.c.number == statement_terms.c.term
    )
    return [statements.c.number.in_(mentioning.where(sa.or_(asked, terms.c.key.in_(keys))))]


def ordering(where: StatementFilter) -> list[sa.ColumnElement[Any]]:
    """Order of the listing; statements without a day come last, and ties follow the text."""
    day, place = statements.c.day, (statements.c.document, statements.c.place, statements.c.number)
    first: dict[str, tuple[sa.ColumnElement[Any], ...]] = {
        "day": (day.is_(None), day),
        "-day": (day.desc(),),  # no day is the least of all, so it comes last
        "confidence": (statements.c.confidence,),
        "-confidence": (statements.c.confidence.desc(),),
        "text": (),
    }
    return [*first[where.order], *place]
