"""Terms in the store: their rows, the statements that mention them, and the names that are one between documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from whipcount.model import CONTEXT_LENGTH, Span, Spans, Term, TermKind
from whipcount.store import touching
from whipcount.store.filters import LISTED
from whipcount.store.records import Page, TermRow
from whipcount.store.rows import Values, pairs, span_values
from whipcount.store.schema import (
    documents,
    extractions,
    spans,
    standing,
    statement_terms,
    statements,
    term_names,
    term_spans,
    terms,
    texts,
)
from whipcount.store.versions import REPLACED
from whipcount.term_keys import term_key

SHOWN = 0.5  # confidence from which a term is listed; below it, only what another document explains is
_BATCH = 500  # rows read at once, far below SQLite's limit on parameters

# A term with the name that it has between documents, where names were joined since it came.
NAMED = statement_terms.join(terms, terms.c.number == statement_terms.c.term).join(
    term_names, term_names.c.key == terms.c.key, isouter=True
)
JOINED = sa.func.coalesce(term_names.c.joined, terms.c.key)
NAME = sa.func.coalesce(term_names.c.name, terms.c.name)
SURE = sa.func.coalesce(term_names.c.confidence, terms.c.confidence) >= SHOWN


def insert(connection: sa.Connection, found: Sequence[Term], text: str, *, extraction: int, document: int) -> None:
    """Store the terms of an extraction whose statements are stored, and which of these mention them."""
    first = int(connection.execute(sa.select(sa.func.max(terms.c.number))).scalar() or 0) + 1
    rows: list[Values] = []
    span_rows: list[Values] = []
    for number, term in enumerate(found, start=first):
        rows.append({"number": number, "extraction": extraction, "document": document} | _values(term))
        roles = {"mention": term.mentions, "evidence": term.evidence}
        span_rows += [{"term": number, "document": document} | values for values in span_values(roles, text)]
    if rows:  # spans first: the guards refuse a term whose mentions are not there yet
        connection.execute(sa.insert(term_spans), span_rows)
        connection.execute(sa.insert(terms), rows)
        link(connection, document=document, extraction=extraction)


def _values(term: Term) -> Values:
    return {
        "name": term.name,
        "key": term_key(term.name),
        "kind": term.kind,
        "acronym": term.acronym,
        "acronym_key": None if term.acronym is None else term_key(term.acronym),
        "rule": term.rule,
        "confidence": term.confidence,
    }


def loaded(connection: sa.Connection, *, document: int, extraction: int) -> tuple[Term, ...]:
    """The terms of an extraction, as they were found."""
    these = (terms.c.document == document, terms.c.extraction == extraction)
    rows = connection.execute(sa.select(terms).where(*these).order_by(terms.c.number)).all()
    pieces: dict[tuple[int, str], Spans] = {}
    wanted = sa.select(terms.c.number).where(*these)
    for row in connection.execute(
        sa.select(term_spans)
        .where(term_spans.c.term.in_(wanted))
        .order_by(term_spans.c.term, term_spans.c.role, term_spans.c.piece)
    ):
        at = (row.term, row.role)
        pieces[at] = (*pieces.get(at, ()), Span(row.start, row.end))
    return tuple(
        Term(
            name=row.name,
            kind=row.kind,
            acronym=row.acronym,
            mentions=pieces.get((row.number, "mention"), ()),
            evidence=pieces.get((row.number, "evidence"), ()),
            rule=row.rule,
            confidence=row.confidence,
        )
        for row in rows
    )


def _newest_machine(document: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """The newest extraction of a document by a pipeline, whatever people added since."""
    newest = sa.select(sa.func.max(extractions.c.number)).where(extractions.c.document == document, ~extractions.c.hand)
    return newest.scalar_subquery()


def _mentioning() -> sa.Select[*tuple[Any, ...]]:
    """The one definition of ``statement_terms``: a mention lies in a piece of the content or source."""
    # The document is there for the index: an extraction's statements are found by it.
    own = sa.and_(statements.c.document == terms.c.document, statements.c.extraction == terms.c.extraction)
    return _mentions(_TERMS.join(statements, own))


def _mentioning_by_hand() -> sa.Select[*tuple[Any, ...]]:
    """The same for a statement as a person has it, whose terms are those that the newest pipeline found."""
    newest = terms.c.extraction == _newest_machine(statements.c.document).correlate(statements)
    theirs = sa.and_(statements.c.document == terms.c.document, newest)
    made = extractions.join(statements, sa.and_(extractions.c.hand, statements.c.extraction == extractions.c.number))
    return _mentions(made.join(terms, theirs).join(term_spans, _MENTION))


_MENTION = sa.and_(term_spans.c.term == terms.c.number, term_spans.c.role == "mention")
_TERMS = terms.join(term_spans, _MENTION)


def _mentions(pairs_of_both: sa.FromClause) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(statements.c.number.label("statement"), terms.c.number.label("term"))
        .distinct()
        .select_from(pairs_of_both)
        .join(
            spans,
            sa.and_(
                spans.c.statement == statements.c.number,
                spans.c.role.in_(("content", "source")),
                spans.c.start <= term_spans.c.start,
                spans.c.end >= term_spans.c.end,
            ),
        )
    )


def link(connection: sa.Connection, *, document: int, extraction: int) -> None:
    """Derive which statements of an extraction mention which of its terms."""
    _link(connection, _mentioning().where(terms.c.document == document, terms.c.extraction == extraction))


def link_by_hand(connection: sa.Connection, document: int) -> None:
    """Derive again which terms the statements that people made in a document mention; touch whose that changes."""
    made = sa.select(statements.c.number).join_from(
        statements, extractions, extractions.c.number == statements.c.extraction
    )
    theirs = statement_terms.c.statement.in_(made.where(statements.c.document == document, extractions.c.hand))
    linked = sa.select(statement_terms.c.statement, statement_terms.c.term).where(theirs)
    before = set(connection.execute(linked))
    connection.execute(sa.delete(statement_terms).where(theirs))
    _link(connection, _mentioning_by_hand().where(statements.c.document == document))
    if changed := {number for number, _ in before ^ set(connection.execute(linked))}:
        ids = sa.select(statements.c.id).where(statements.c.number.in_(changed))
        touching.touch(connection, connection.execute(ids).scalars())


def relink(connection: sa.Connection) -> None:
    """Derive again which statements mention which terms."""
    connection.execute(sa.delete(statement_terms))
    _link(connection, _mentioning())
    _link(connection, _mentioning_by_hand())


def _link(connection: sa.Connection, wanted: sa.Select[*tuple[Any, ...]]) -> None:
    connection.execute(sa.insert(statement_terms).from_select(["statement", "term"], wanted))


def differences(connection: sa.Connection) -> int:
    """How many links there are that do not follow from the spans, or are missing."""
    kept = {tuple(row) for row in connection.execute(sa.select(statement_terms))}
    anew = [*connection.execute(_mentioning()), *connection.execute(_mentioning_by_hand())]
    return len(kept ^ {tuple(row) for row in anew})


def moved(connection: sa.Connection) -> list[tuple[str, str]]:
    """Names and documents of terms whose spans do not stand between the words that were stored with them."""
    start, end = term_spans.c.start, term_spans.c.end
    first = sa.case((start > CONTEXT_LENGTH, start - CONTEXT_LENGTH), else_=0)
    prefix = sa.func.substr(texts.c.text, first + 1, start - first)
    suffix = sa.func.substr(texts.c.text, end + 1, CONTEXT_LENGTH)
    rows = connection.execute(
        sa.select(terms.c.name, documents.c.id)
        .distinct()
        .join_from(term_spans, terms, terms.c.number == term_spans.c.term)
        .join(documents, documents.c.number == term_spans.c.document)
        .join(texts, texts.c.number == documents.c.number, isouter=True)
        .where(sa.or_(texts.c.text.is_(None), prefix != term_spans.c.prefix, suffix != term_spans.c.suffix))
    )
    return [(row[0], row[1]) for row in rows]


class _Seen(NamedTuple):
    """How often a name, with a kind and an acronym, stands for a key."""

    key: str
    name: str
    kind: TermKind
    acronym: str | None
    acronym_key: str | None
    confidence: float
    documents: int


def join(connection: sa.Connection) -> None:
    """Derive again which names are one term between documents; written down as a change where it is one."""
    seen = [_Seen(*row) for row in connection.execute(_seen())]
    rows = joined_names(seen)
    kept = {tuple(row) for row in connection.execute(sa.select(term_names))}
    if kept == {tuple(row[column.name] for column in term_names.columns) for row in rows}:
        return
    connection.execute(sa.delete(term_names))
    if rows:
        connection.execute(sa.insert(term_names), rows)
    touching.mark(connection, [touching.TERM_NAMES])


def _seen() -> sa.Select[*tuple[Any, ...]]:
    newest = _newest_machine(terms.c.document)
    columns = (terms.c.key, terms.c.name, terms.c.kind, terms.c.acronym, terms.c.acronym_key)
    return (
        sa.select(*columns, sa.func.max(terms.c.confidence), sa.func.count(sa.distinct(terms.c.document)))
        .join_from(terms, documents, documents.c.number == terms.c.document)
        .where(terms.c.extraction == newest, ~REPLACED)
        .group_by(*columns)
    )


def joined_names(seen: Iterable[_Seen]) -> list[Values]:
    """Which key goes with which, and what they are called.

    An acronym goes with the long form that some document gives for it, unless documents give several.
    """
    all_seen = sorted(seen, key=lambda s: (s.key, s.name, s.kind, s.acronym or ""))
    long_forms: dict[str, set[str]] = {}
    for one in all_seen:
        if one.acronym_key and one.acronym_key != one.key:
            long_forms.setdefault(one.acronym_key, set()).add(one.key)
    groups: dict[str, list[_Seen]] = {}
    for one in all_seen:
        long = long_forms.get(one.key, set())
        groups.setdefault(min(long) if len(long) == 1 else one.key, []).append(one)
    return [
        {"key": key, "joined": joined} | face
        for joined, members in groups.items()
        for face in [_face(joined, members)]
        for key in sorted({member.key for member in members})
    ]


def _face(joined: str, members: Sequence[_Seen]) -> Values:
    """The name used most for the long form, the kind that most documents see, the acronym used most."""
    names: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    acronyms: Counter[str] = Counter()
    for member in members:
        if member.key == joined:
            names[member.name] += member.documents
        if member.kind != "other":
            kinds[member.kind] += member.documents
        if member.acronym:
            acronyms[member.acronym] += member.documents
    return {
        "name": _most(names),
        "kind": _most(kinds) or "other",
        "acronym": _most(acronyms),
        "confidence": max(member.confidence for member in members),
    }


def _most(counts: Counter[str]) -> str | None:
    return max(counts, key=lambda it: (counts[it], -len(it), it)) if counts else None


def names_of(connection: sa.Connection, numbers: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """The names of the terms that each statement mentions, in the order of the text."""
    found: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(numbers), _BATCH):
        rows = connection.execute(
            sa.select(statement_terms.c.statement, NAME)
            .select_from(NAMED)
            .where(statement_terms.c.statement.in_(numbers[start : start + _BATCH]), SURE)
            .order_by(terms.c.number)
        )
        for number, name in rows:
            found[number] = tuple(dict.fromkeys((*found.get(number, ()), name)))
    return found


def names_by_id(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The names of the terms that statements mention, by the statements' ids; none for one that mentions none."""
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(ids), _BATCH):
        rows = connection.execute(
            sa.select(standing.c.statement, standing.c.statement_id).where(
                standing.c.statement_id.in_(ids[start : start + _BATCH])
            )
        )
        numbers = pairs(rows)
        found |= {numbers[number]: names for number, names in names_of(connection, list(numbers)).items()}
    return found


def called(connection: sa.Connection, name: str) -> str | None:
    """What the term with this name or acronym is listed as; None where there is none, or several."""
    key = term_key(name)
    rows = connection.execute(
        sa.select(JOINED, sa.func.min(NAME))
        .select_from(terms.join(term_names, term_names.c.key == terms.c.key, isouter=True))
        .where(sa.or_(terms.c.key == key, terms.c.acronym_key == key))
        .group_by(JOINED)
    ).all()
    return rows[0][1] if len(rows) == 1 else None


def mentions(wanted: Sequence[sa.ColumnElement[bool]]) -> sa.Select[*tuple[Any, ...]]:
    """How many of the wanted statements of each actor mention each term, with the first of its names there."""
    many = sa.func.count(sa.distinct(statements.c.number))
    return (
        sa.select(standing.c.actor, JOINED, sa.func.min(NAME), many)
        .select_from(LISTED.join(NAMED, statement_terms.c.statement == statements.c.number))
        .where(*wanted, SURE)
        .group_by(standing.c.actor, JOINED)
    )


def page(connection: sa.Connection, *, limit: int | None, offset: int) -> Page[TermRow]:
    """Terms that current, not rejected statements mention, those with the most statements first."""
    counts = (sa.func.count(sa.distinct(statements.c.number)), sa.func.count(sa.distinct(statements.c.document)))
    kind, acronym = (sa.func.coalesce(term_names.c[name], terms.c[name]) for name in ("kind", "acronym"))
    rows = connection.execute(
        sa.select(sa.func.min(NAME), sa.func.min(kind), sa.func.min(acronym), *counts)
        .select_from(LISTED.join(NAMED, statement_terms.c.statement == statements.c.number))
        .where(standing.c.current, ~standing.c.rejected, SURE)
        .group_by(JOINED)
    )
    found = sorted((TermRow(*row) for row in rows), key=lambda it: (-it.statements, -it.documents, it.name))
    return Page(tuple(found[offset:] if limit is None else found[offset : offset + limit]), len(found))
