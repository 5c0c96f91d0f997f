"""The loop: a visible list of stages, run over documents a batch at a time.

A document goes through ``STAGES`` in order. What a stage makes depends on the document and the model files alone, so
that one document gives the same statements on a laptop, in a process pool and on a cluster. A stage that fails on a
document gives ``Rejected`` for it, and the others of its batch go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as installed_version
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from whipcount.errors import ModelError
from whipcount.model import (
    Attribution,
    Document,
    Extraction,
    KnownTerm,
    Rejected,
    SaidOn,
    Speaker,
    Stage,
    Statement,
    Term,
    content_id,
    document_id,
    statement_id,
)
from whipcount.models import model_version
from whipcount.regards import Regards
from whipcount.register import Register, shipped_register
from whipcount.resolve import WEIGHTS, link, resolve
from whipcount.segment import segment
from whipcount.terms import find_terms
from whipcount.when import said_on

log = logging.getLogger(__name__)

RULES = 7
"""Raised whenever the rules of a stage, the reader's model aside, give something else for the same document."""

BATCH_DOCUMENTS = 16
"""Documents that one model call may see: enough to fill its batches, few enough to show progress."""
BATCH_CHARACTERS = 200_000
"""Code points after which a batch is closed: about forty articles, so that memory does not follow article length."""


class Reader(Protocol):
    """A model that finds attributions; ``name`` tells its version."""

    @property
    def name(self) -> str:
        """Name and version, as recorded with every statement."""
        ...

    def read(self, documents: Sequence[Document], /) -> Sequence[tuple[Attribution, ...]]:
        """Attributions of each document, in text order; as many answers as documents."""
        ...


@runtime_checkable
class Regarding(Protocol):
    """A reader that also tells what its network looked at from each pronoun, which helps to say who is meant."""

    def regard(self, documents: Sequence[Document], /) -> Sequence[tuple[tuple[Attribution, ...], Regards]]:
        """As ``Reader.read``, with what was looked at."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on its way: what the stages so far have found, in parallel tuples. ``own`` is the user's list."""

    document: Document
    own: tuple[KnownTerm, ...] = ()
    terms: tuple[Term, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    regards: Regards | None = None
    speakers: tuple[Speaker, ...] = ()
    days: tuple[SaidOn | None, ...] = ()
    statements: tuple[Statement, ...] = ()


class Tools(NamedTuple):
    """What stages look things up in: the model that reads, and the register of known actors."""

    reader: Reader
    register: Register


Step: TypeAlias = Callable[[Sequence[Draft], Tools], list[Draft]]
"""What a stage does to a batch; it returns as many drafts as it was given, in the same order."""


def _segment(drafts: Sequence[Draft], _tools: Tools) -> list[Draft]:
    return [replace(draft, document=_with_own_id(segment(draft.document))) for draft in drafts]


def _with_own_id(document: Document) -> Document:
    """A headline that was found in the text becomes the title, and the title is part of what the id names."""
    id_ = document_id(
        document.text,
        title=document.title,
        published=document.published,
        outlet=document.outlet,
        given_id=document.given_id,
    )
    return replace(document, id=id_)


def _terms(drafts: Sequence[Draft], _tools: Tools) -> list[Draft]:
    return [replace(draft, terms=find_terms(draft.document, draft.own)) for draft in drafts]


def _attribute(drafts: Sequence[Draft], tools: Tools) -> list[Draft]:
    documents = [draft.document for draft in drafts]
    if isinstance(tools.reader, Regarding):
        looked = tools.reader.regard(documents)
        return [replace(draft, attributions=a, regards=r) for draft, (a, r) in zip(drafts, looked, strict=True)]
    found = tools.reader.read(documents)
    return [replace(draft, attributions=tuple(these)) for draft, these in zip(drafts, found, strict=True)]


def _resolve(drafts: Sequence[Draft], _tools: Tools) -> list[Draft]:
    return [
        replace(draft, speakers=resolve(draft.document, draft.attributions, draft.regards), regards=None)
        for draft in drafts
    ]


def _when(drafts: Sequence[Draft], _tools: Tools) -> list[Draft]:
    return [replace(draft, days=said_on(draft.document, draft.attributions, draft.speakers)) for draft in drafts]


def _link(drafts: Sequence[Draft], tools: Tools) -> list[Draft]:
    return [replace(d, speakers=link(d.document, d.speakers, d.days, tools.register)) for d in drafts]


def _state(drafts: Sequence[Draft], _tools: Tools) -> list[Draft]:
    return [replace(draft, statements=_statements(draft)) for draft in drafts]


def _statements(draft: Draft) -> tuple[Statement, ...]:
    """Give statements their ids.

    An attribution found twice at the same spans is one statement; one without content says nothing that could be
    shown, and is none.
    """
    ids = [statement_id(draft.document.id, attribution) for attribution in draft.attributions]
    statements: dict[str, Statement] = {}
    parts = zip(ids, draft.attributions, draft.speakers, draft.days, strict=True)
    for place, (id_, found, speaker, day) in enumerate(parts):
        if not found.content:
            continue
        statement = Statement(
            id=id_,
            document_id=draft.document.id,
            source=found.source,
            cue=found.cue,
            content=found.content,
            form=found.form,
            speaker=speaker,
            said_on=day,
            confidence=found.confidence,
            parent=_parent_id(place, ids, draft.attributions),
        )
        statements.setdefault(id_, statement)
    return tuple(statements.values())


def _parent_id(place: int, ids: Sequence[str], found: Sequence[Attribution]) -> str | None:
    """Id of the statement that the attribution at ``place`` is nested in; nothing is nested in itself."""
    parent = found[place].parent
    if parent is None or ids[parent] == ids[place] or not found[parent].content:
        return None
    return ids[parent]


STAGES: tuple[tuple[Stage, Step], ...] = (
    ("segment", _segment),
    ("terms", _terms),
    ("attribute", _attribute),
    ("resolve", _resolve),
    ("when", _when),
    ("resolve", _link),
    ("resolve", _state),
)


def pipeline_version(reader: Reader, own: Sequence[KnownTerm] = (), register: Register | None = None) -> str:
    """What decides what is made of a document: package, rules, register, model, and the user's list of terms if any.

    A store skips inputs it met under it.
    """
    listed = content_id("terms", *(field for term in own for field in (term.kind, term.name, *term.aliases)))
    known = (register or shipped_register()).version
    weights = model_version(WEIGHTS)
    version = f"whipcount {installed_version('whipcount')}, rules {RULES}, {known}, {weights}, {reader.name}"
    return f"{version}, terms {listed[:12]}" if own else version


def extract(
    document: Document, reader: Reader, own: Sequence[KnownTerm] = (), *, register: Register | None = None
) -> Extraction:
    """Find who says what, when, in one document.

    Args:
        document: Text as read; blocks and sentences are filled here.
        reader: The attribution model.
        own: The user's list of terms.
        register: Whom speakers are linked to; the shipped register by default.
    Returns:
        The document with its blocks, its statements in text order, and its terms.
    """
    drafts, tools = [Draft(document, tuple(own))], Tools(reader, register or shipped_register())
    for _, step in STAGES:
        drafts = step(drafts, tools)
    return _extraction(drafts[0])


def _extraction(draft: Draft) -> Extraction:
    return Extraction(draft.document, draft.statements, draft.terms)


def extract_many(
    found: Iterable[Document | Rejected],
    reader: Reader,
    own: Sequence[KnownTerm] = (),
    *,
    register: Register | None = None,
) -> Iterator[Extraction | Rejected]:
    """Extract from a stream of documents; the streaming twin of ``extract``.

    Inputs that were rejected before pass through in their place.

    Raises:
        ModelError: A model file is missing or altered, which no other document would mend.
    """
    batch: list[Document] = []
    size, tools = 0, Tools(reader, register or shipped_register())
    for item in found:
        if isinstance(item, Rejected):
            yield from _extract_batch(batch, tools, tuple(own))
            batch, size = [], 0
            yield item
            continue
        batch.append(item)
        size += len(item.text)
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield from _extract_batch(batch, tools, tuple(own))
            batch, size = [], 0
    yield from _extract_batch(batch, tools, tuple(own))


def _extract_batch(
    documents: Sequence[Document], tools: Tools, own: tuple[KnownTerm, ...]
) -> Iterator[Extraction | Rejected]:
    outcomes: list[Draft | Rejected] = [Draft(document, own) for document in documents]
    for stage, step in STAGES:
        going = [draft for draft in outcomes if isinstance(draft, Draft)]
        results = iter(_run(stage, step, going, tools))
        outcomes = [next(results) if isinstance(outcome, Draft) else outcome for outcome in outcomes]
    for outcome in outcomes:
        yield _extraction(outcome) if isinstance(outcome, Draft) else outcome


def _run(stage: Stage, step: Step, drafts: Sequence[Draft], tools: Tools) -> list[Draft | Rejected]:
    """Run one stage; when it fails on a batch, run it on each document, so that one cannot spoil the others."""
    if not drafts:
        return []
    try:
        return [*step(drafts, tools)]
    except (ModelError, MemoryError):
        raise
    except Exception as error:  # the project's only broad except: whatever one document provokes is recorded
        if len(drafts) > 1:
            return [outcome for draft in drafts for outcome in _run(stage, step, [draft], tools)]
        document = drafts[0].document
        log.warning("%s: the stage %r failed: %s: %s", document.given_id, stage, type(error).__name__, error)
        log.debug("Traceback of the failure above", exc_info=True)
        detail = f"The stage {stage!r} failed on this document ({type(error).__name__}: {error}). Please report it."
        size = len(document.text)
        return [Rejected(document.given_id, stage, "failed", detail, raw_sha256=document.raw_sha256, size=size)]
