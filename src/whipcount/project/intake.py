"""Documents into the store: skip what it knows, extract the rest, one transaction a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from whipcount.errors import IntegrityError, OffsetError
from whipcount.model import Document, Extraction, KnownTerm, Rejected
from whipcount.pipeline import extract_many, pipeline_version
from whipcount.project.engines import Engines
from whipcount.project.report import Tally
from whipcount.store import Store

_REJECTED = "rejected:"


def intake_version(engines: Engines, published: date | None, own: Sequence[KnownTerm] = ()) -> str:
    """Under which version an input counts as handled: a document dated by hand is another one on another date.

    With another list of terms it is read again.
    """
    version = pipeline_version(engines.reader, own, engines.register)
    return f"{version}, published {published.isoformat()}" if published else version


def take_in(
    found: Iterable[Document | Rejected],
    store: Store,
    engines: Engines,
    tally: Tally,
    *,
    run: str,
    version: str,
    own: Sequence[KnownTerm] = (),
) -> None:
    """Extract from what was found and store it; inputs that the store knows under ``version`` cost no model call."""
    unknown = _unknown(found, store, tally, run, version)
    for result in extract_many(unknown, engines.reader, own, register=engines.register):
        keep(result, store, tally, run=run, version=version)


def keep(result: Extraction | Rejected, store: Store, tally: Tally, *, run: str, version: str) -> None:
    """Store one outcome and count it; what does not match its own evidence is refused, and the rest goes on."""
    if isinstance(result, Extraction):
        try:
            stored = store.add(result, run=run, pipeline=version, size=result.document.size)
            tally.count(stored, result)
            return
        except (IntegrityError, OffsetError) as error:
            document = result.document
            result = Rejected(document.given_id, "store", "failed", str(error), document.raw_sha256, document.size)
    store.reject(result, run=run, pipeline=version)
    tally.reject(result)


def _unknown(
    found: Iterable[Document | Rejected], store: Store, tally: Tally, run: str, version: str
) -> Iterator[Document | Rejected]:
    for item in found:
        if isinstance(item, Document):
            tally.see(item)
        outcome = store.outcome_of(item.given_id, item.raw_sha256 or "", version)
        if outcome is None:
            yield item
            continue
        store.skip(item.given_id, item.raw_sha256 or "", run=run, pipeline=version, size=item.size)
        if isinstance(item, Rejected):
            tally.reject(item)
        elif outcome.startswith(_REJECTED):
            detail = "This document failed in an earlier run; `whipcount log --problems` has the cause."
            tally.reject(Rejected(item.given_id, "read", outcome.removeprefix(_REJECTED), detail))
        else:
            tally.skip(item.given_id)
