"""What is refused before it reaches a table, with words that say why."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import fields

from whipcount.errors import IntegrityError, OffsetError, UsageError
from whipcount.model import (
    STANCES,
    Attribution,
    Coding,
    Document,
    Extraction,
    Spans,
    Speaker,
    Statement,
    Term,
    document_id,
    statement_id,
)
from whipcount.store.rows import canonical, roles_of

_SURROGATE = re.compile("[\ud800-\udfff]")


def check_extraction(extraction: Extraction) -> None:
    """Refuse an extraction whose ids, text or spans do not hold together.

    Raises:
        IntegrityError: An id is not the hash of what it names, the text cannot be stored unchanged, a statement has no
            content or belongs to another document, a term has no mention.
        OffsetError: A span does not lie inside the text.
    """
    document = extraction.document
    _check_document(document)
    for statement in extraction.statements:
        check_statement(statement, document)
    for term in extraction.terms:
        _check_term(term, document)


def _check_document(document: Document) -> None:
    _check_strings(f"Document {document.given_id!a}", document)
    if (place := document.text.find("\x00")) >= 0:
        raise IntegrityError(
            f"Document {document.given_id!r}: its text has a NUL character at offset {place}, after which a database"
            " sees nothing. Read the input with whipcount, which replaces it."
        )
    try:
        canonical(dict(document.metadata))
    except (TypeError, ValueError) as error:
        raise IntegrityError(
            f"Document {document.given_id!r}: its metadata is not JSON ({error}). Leave out what is not."
        ) from error
    expected = document_id(
        document.text,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        given_id=document.given_id,
    )
    if document.id != expected:
        raise IntegrityError(
            f"Document {document.given_id!r}: its id {document.id} is not the hash of its content ({expected}), so it"
            " was changed after it was read. Read and extract it again."
        )


def _strings(value: Document | Speaker | Term) -> Iterator[tuple[str, str]]:
    for field in fields(value):
        if isinstance(text := getattr(value, field.name), str):
            yield field.name, text


def _check_strings(subject: str, value: Document | Speaker | Term) -> None:
    for name, text in _strings(value):
        if found := _SURROGATE.search(text):
            raise IntegrityError(
                f"{subject}: its {name} has a lone surrogate at offset {found.start()}, which no database can keep."
                " Read the input with whipcount, which replaces it."
            )


def check_statement(statement: Statement, document: Document) -> None:
    """Refuse a statement whose id or spans do not hold together, or that is not of this document.

    Raises:
        IntegrityError: Its id is not the hash of its spans, it has no content or belongs to another document.
        OffsetError: A span does not lie inside the text.
    """
    subject = f"Statement {statement.id} of document {document.given_id!r}"
    if statement.document_id != document.id:
        raise IntegrityError(f"{subject} belongs to document {statement.document_id}, not to this one ({document.id}).")
    if not statement.content:
        raise IntegrityError(f"{subject} has no content, so there is nothing to show that it was said. Leave it out.")
    _check_strings(f"{subject}: speaker", statement.speaker)
    told = {f"{fact.origin} of {fact.kind}": fact.evidence for fact in statement.speaker.facts}
    for role, spans in {**roles_of(statement), **told}.items():
        _check_inside(f"{subject}: its {role}", spans, document)
    expected = statement_id(
        document.id, Attribution(statement.source, statement.cue, statement.content, statement.form, 1.0)
    )
    if statement.id != expected:
        raise IntegrityError(
            f"{subject}: its id is not the hash of its spans ({expected}), so it was changed after it was extracted."
            " Extract the document again."
        )


def _check_term(term: Term, document: Document) -> None:
    subject = f"The term {term.name!a} of document {document.given_id!r}"
    if not term.name or not term.mentions:
        raise IntegrityError(f"{subject} has no name or no mention, so there is nothing to show of it. Leave it out.")
    _check_strings(subject, term)
    _check_inside(f"{subject}: its mention or evidence", (*term.mentions, *term.evidence), document)


def _check_inside(subject: str, spans: Spans, document: Document) -> None:
    length = len(document.text)
    for start, end in spans:
        if not 0 <= start < end <= length:
            raise OffsetError(f"{subject} [{start}, {end}) does not lie inside the text [0, {length}).")


def check_coding(coding: Coding, length: int) -> None:
    """Refuse a coding that no one can have meant; ``length`` is that of the document's text.

    Raises:
        UsageError: A stance, coder or probability that is none.
        OffsetError: The condition or the argument does not lie inside the text.
    """
    subject = f"Coding of statement {coding.statement_id} by {coding.coder!r}"
    if not coding.coder.strip():
        raise UsageError(f"Coding of statement {coding.statement_id}: it names no coder. Say whose judgement it is.")
    if coding.coder_kind not in ("human", "model"):
        raise UsageError(f"{subject}: a coder is 'human' or 'model', not {coding.coder_kind!r}.")
    unknown = ({coding.stance} | set(coding.scores)) - set(STANCES)
    if unknown:
        raise UsageError(f"{subject}: {sorted(unknown)[0]!r} is no stance. Stances are {', '.join(STANCES)}.")
    for name, value in [("relevant", coding.relevant), *coding.scores.items()]:
        if not (math.isfinite(value) and 0 <= value <= 1):
            raise UsageError(f"{subject}: {name} is {value!r}. A probability lies in [0, 1].")
    places = [("condition", one) for one in [coding.condition] if one]
    for name, (start, end) in [*places, *(("argument", span) for span in coding.argument_spans)]:
        if not 0 <= start < end <= length:
            raise OffsetError(f"{subject}: its {name} [{start}, {end}) does not lie inside the text [0, {length}).")
