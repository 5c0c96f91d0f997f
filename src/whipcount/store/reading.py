"""Statements on their way out: each quotation is cut out of the stored text again and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from whipcount.errors import StoreError
from whipcount.model import (
    Attribution,
    Coding,
    Document,
    Span,
    Spans,
    Speaker,
    Statement,
    behalf_keys,
    quote,
    statement_id,
)
from whipcount.store import named
from whipcount.store.filters import LISTED, conditions, ordering
from whipcount.store.outlines import Spoken
from whipcount.store.records import Page, StatementFilter, StatementRow
from whipcount.store.rows import Row, coding_from, document_from, pairs, statement_from, words_sha256
from whipcount.store.schema import (
    actor_names,
    codings,
    corrected,
    documents,
    identities,
    ledger,
    spans,
    speech_events,
    standing,
    statements,
    texts,
)

BATCH = 500  # rows read at once: bounds memory, and stays far below SQLite's limit on parameters
CONTEXT_LIMIT = 1_200  # code points of context, where a sentence is longer or pieces lie far apart


@dataclass(frozen=True, slots=True)
class Loaded:
    """A statement as it is stored, before it is dressed for a page."""

    statement: Statement
    document: Document
    quotation: str | None
    row: Row


def page(connection: sa.Connection, where: StatementFilter, *, limit: int | None, offset: int) -> Page[StatementRow]:
    """A stretch of the statements that the filter lists."""
    total = connection.execute(sa.select(sa.func.count()).select_from(LISTED).where(*conditions(where))).scalar_one()
    return Page(tuple(stretch(connection, where, limit=limit, offset=offset)), total)


def stretch(connection: sa.Connection, where: StatementFilter, *, limit: int | None, offset: int) -> list[StatementRow]:
    """The same, without how many there are in all."""
    numbers = connection.execute(
        sa.select(statements.c.number)
        .select_from(LISTED)
        .where(*conditions(where))
        .order_by(*ordering(where))
        .limit(limit)
        .offset(offset)
    ).scalars()
    return list(dressed(connection, list(numbers)))


def ids(connection: sa.Connection, where: StatementFilter) -> list[str]:
    """Ids of all statements that the filter lists."""
    wanted = sa.select(statements.c.id).select_from(LISTED).where(*conditions(where)).order_by(*ordering(where))
    return list(connection.execute(wanted).scalars())


def one(connection: sa.Connection, identity: str) -> StatementRow:
    """One statement.

    Raises:
        StoreError: There is none with this id.
    """
    return several(connection, [identity])[0]


def several(connection: sa.Connection, identities: Sequence[str]) -> list[StatementRow]:
    """Statements in the order of their ids as given.

    Raises:
        StoreError: There is none with one of these ids.
    """
    numbers: dict[str, int] = {}
    for start in range(0, len(identities), BATCH):
        asked = standing.c.statement_id.in_(identities[start : start + BATCH])
        numbers |= pairs(connection.execute(sa.select(standing.c.statement_id, standing.c.statement).where(asked)))
    if missing := [id_ for id_ in identities if id_ not in numbers]:
        raise StoreError(f"There is no statement {missing[0]!r} in this store. Look it up with `whipcount statements`.")
    return list(dressed(connection, [numbers[id_] for id_ in identities]))


def dressed(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[StatementRow]:
    """Rows for these statement numbers, in this order."""
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        loaded = load(connection, batch)
        ids = [loaded[number].statement.id for number in batch]
        coded = current_codings(connection, ids)
        sighted = _sightings(connection, ids)
        behalf = represented(connection, {number: it.statement.speaker for number, it in loaded.items()})
        mentioned = named.names_of(connection, batch)
        for number in batch:
            row = _dress(loaded[number], coded, sighted, behalf.get(number))
            yield replace(row, terms=mentioned.get(number, ())) if row.verified else row


def _dress(
    found: Loaded,
    coded: Mapping[str, tuple[Coding, ...]],
    sighted: Mapping[str, tuple[str, int]],
    behalf: str | None,
) -> StatementRow:
    statement, document, row = found.statement, found.document, found.row
    event, sightings = sighted.get(statement.id, (None, 1))
    around = _context(document, statement) if found.quotation is not None else Span(0, 0)
    return StatementRow(
        statement=statement,
        document_id=document.id,
        title=document.title,
        outlet=document.outlet,
        url=document.url,
        published=document.published,
        byline=document.byline,
        quotation=found.quotation or "",
        verified=found.quotation is not None,
        context=document.text[around.start : around.end],
        context_start=around.start,
        codings=coded.get(statement.id, ()),
        reviewed=bool(row["human"] or row["accepted"]),
        rejected=bool(row["rejected"]),
        superseded=not row["current"],
        event=event,
        sightings=sightings,
        actor_key=row["current_actor"],
        actor_name=row["given_name"],
        behalf_key=behalf,
        corrected_by=row["corrected_by"],
    )


def represented(connection: sa.Connection, speakers: Mapping[int, Speaker]) -> dict[int, str]:
    """The actor on whose behalf each speaker speaks, where that actor has statements in the store."""
    keys = {number: behalf_keys(speaker) for number, speaker in speakers.items() if speaker.on_behalf_of}
    asked = sorted({key for these in keys.values() for key in these})
    if not asked:
        return {}
    moved = connection.execute(sa.select(identities).where(identities.c.actor.in_(asked)))
    now: dict[str, str] = {key: key for key in asked} | pairs(moved)
    there = set(
        connection.execute(
            sa.select(standing.c.actor).where(standing.c.actor.in_(sorted(set(now.values()))), standing.c.current)
        ).scalars()
    )
    found = ((number, next((now[key] for key in these if now[key] in there), None)) for number, these in keys.items())
    return {number: key for number, key in found if key is not None}


def spoken(connection: sa.Connection, where: StatementFilter) -> list[Spoken]:
    """Who said the statements that the filter lists, in its order."""
    rows = connection.execute(
        sa.select(statements, documents.c.id.label("document_id"))
        .select_from(LISTED)
        .where(*conditions(where))
        .order_by(*ordering(where))
    ).mappings()
    return [Spoken(statement_from(row, {}, row["document_id"]), row["document_id"], row["day"]) for row in rows]


def load(
    connection: sa.Connection,
    numbers: Sequence[int],
    *,
    articles_of: Callable[[sa.Connection, Sequence[int]], Mapping[int, Document]] | None = None,
) -> dict[int, Loaded]:
    """Statements with their documents and their quotations, None where the words are not those that were stored.

    ``articles_of`` reads the documents; ``load_documents`` by default.
    """
    kept = (standing.c.current, standing.c.human, standing.c.accepted, standing.c.rejected)
    whose = (standing.c.actor.label("current_actor"), actor_names.c.name.label("given_name"))
    rows = connection.execute(
        sa.select(statements, *kept, *whose, corrected.c.coder.label("corrected_by"))
        .join_from(statements, standing, standing.c.statement == statements.c.number)
        .join(corrected, corrected.c.statement == statements.c.number, isouter=True)
        .join(actor_names, actor_names.c.actor == standing.c.actor, isouter=True)
        .where(statements.c.number.in_(numbers))
    ).mappings()
    found = {row["number"]: row for row in rows}
    pieces = _spans(connection, numbers)
    articles = (articles_of or load_documents)(connection, sorted({row["document"] for row in found.values()}))
    loaded: dict[int, Loaded] = {}
    for number, row in found.items():
        document = articles[row["document"]]
        statement = statement_from(row, pieces.get(number, {}), document.id)
        loaded[number] = Loaded(statement, document, quotation(statement, document.text, row["words_sha256"]), row)
    return loaded


def quotation(statement: Statement, text: str, stored_sha256: str) -> str | None:
    """The words at the statement's content, None when they are not the words that were stored."""
    roles = Attribution(statement.source, statement.cue, statement.content, statement.form, 1.0)
    if not statement.content or statement_id(statement.document_id, roles) != statement.id:
        return None
    if words_sha256(text, statement.content) != stored_sha256:
        return None
    return quote(text, statement.content)


def load_documents(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, Document]:
    """Documents by number; one whose text is gone has an empty text."""
    rows = connection.execute(
        sa.select(documents, texts.c.text)
        .join_from(documents, texts, texts.c.number == documents.c.number, isouter=True)
        .where(documents.c.number.in_(numbers))
    ).mappings()
    return {row["number"]: document_from(row, row["text"] or "") for row in rows}


def plain_documents(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, Document]:
    """Documents by number, without their layout and metadata, which take longer to read than all the rest of them."""
    columns = (documents.c.number, documents.c.id, documents.c.given_id, texts.c.text, documents.c.raw_sha256,
               documents.c.title, documents.c.outlet, documents.c.published)  # fmt: skip
    rows = connection.execute(
        sa.select(*columns)
        .join_from(documents, texts, texts.c.number == documents.c.number, isouter=True)
        .where(documents.c.number.in_(numbers))
    )
    return {
        number: Document(id_, given, text or "", raw, title, outlet=outlet, published=published)
        for number, id_, given, text, raw, title, outlet, published in rows
    }


def current_codings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[Coding, ...]]:
    """The coding that holds now, of each proposition, by statement."""
    rows = connection.execute(
        sa.select(codings.c.statement_id, ledger.c.at, ledger.c.body)
        .join_from(codings, ledger, ledger.c.number == codings.c.event)
        .where(codings.c.statement_id.in_(ids), codings.c.current)
        .order_by(codings.c.proposition)
    )
    found: dict[str, tuple[Coding, ...]] = {}
    for identity, at, body in rows:
        found[identity] = (*found.get(identity, ()), coding_from(identity, at, body))
    return found


def _spans(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, dict[str, Spans]]:
    rows = connection.execute(
        sa.select(spans.c.statement, spans.c.role, spans.c.start, spans.c.end)
        .where(spans.c.statement.in_(numbers))
        .order_by(spans.c.statement, spans.c.role, spans.c.piece)
    )
    found: dict[int, dict[str, Spans]] = {}
    for number, role, start, end in rows:
        roles = found.setdefault(number, {})
        roles[role] = (*roles.get(role, ()), Span(start, end))
    return found


def _sightings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Speech event of each statement, and how many current statements are in it."""
    other = speech_events.alias("other")
    rows = connection.execute(
        sa.select(speech_events.c.statement_id, speech_events.c.event, sa.func.count())
        .join_from(speech_events, other, other.c.event == speech_events.c.event)
        .join(standing, sa.and_(standing.c.statement_id == other.c.statement_id, standing.c.current))
        .where(speech_events.c.statement_id.in_(ids))
        .group_by(speech_events.c.statement_id, speech_events.c.event)
    )
    return {identity: (event, count) for identity, event, count in rows}


def _context(document: Document, statement: Statement) -> Span:
    """Sentences that the content and cue lie in; the first ``CONTEXT_LIMIT`` code points where that is too much."""
    shown = (*statement.content, *statement.cue)
    first, last = statement.content[0].start, max(span.end for span in shown)
    start = min(span.start for span in shown)
    if last - start > CONTEXT_LIMIT:
        start, last = first, statement.content[0].end
    for sentence in document.sentences or _lines(document.text, start, last):
        if sentence.start <= start < sentence.end:
            start = sentence.start
        if sentence.start < last <= sentence.end:
            last = sentence.end
    if last - start > CONTEXT_LIMIT:
        start = max(start, first - CONTEXT_LIMIT // 4)
        last = min(last, start + CONTEXT_LIMIT)
    return Span(start, last)


def _lines(text: str, start: int, end: int) -> Spans:
    """Lines around a span, for a document whose sentences were not told apart."""
    after = text.find("\n", end)
    return (Span(text.rfind("\n", 0, start) + 1, after if after >= 0 else len(text)),)
