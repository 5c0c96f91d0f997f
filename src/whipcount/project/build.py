"""Build: from sources to positions, in one idempotent run.

Everything that is derived from the record is derived again at the end; everything that costs a model is skipped when
the store has it. A run that was cut off left whole documents behind, and the next one goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from whipcount.coding import codebook_from_proposition
from whipcount.config import PROJECT_FILE, Settings
from whipcount.events import Sighting, group_events
from whipcount.identities import Mention, identities
from whipcount.ingest import read
from whipcount.interchange.extraction import extractions, to_json
from whipcount.model import JSON, Codebook, Document, Extraction, Rejected, Speaker, actor_key, content_id
from whipcount.project.codebook_place import own_codebook
from whipcount.project.coding import code_all
from whipcount.project.engines import Engines
from whipcount.project.intake import intake_version, keep, take_in
from whipcount.project.report import BuildReport, Progress, Tally, Tick
from whipcount.project.running import running
from whipcount.store import Store
from whipcount.store.records import StatementFilter, StatementRow


def build(
    sources: Iterable[str | Path],
    store: Store,
    codebook: Codebook | None,
    settings: Settings,
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
    engines: Engines | None = None,
    progress: Progress = lambda _: None,
) -> BuildReport:
    """Read sources into a store and code their statements.

    Args:
        sources: Files, folders, globs, or ``-`` for standard input.
        store: Where the record is kept.
        codebook: What to code against; None takes the store's own, if it has one.
        settings: Limits and model threads.
        published: Publication date of inputs that carry none.
        stdin: What ``-`` reads.
        engines: The models; the shipped ones by default.
        progress: Called after each input and each batch of codings.
    Returns:
        What became of every input.
    Raises:
        StoreError: The store cannot be written.
        ModelError: A model file is missing or altered.
    """
    engines = engines or Engines.shipped(settings)
    sources = [*sources]
    asked = {**_plain(settings), **_asked(sources, published, codebook)}
    with running(store, "build", asked, progress) as (run, told):
        tally = Tally(told)
        found = _foreign(read(sources, settings, published=published, stdin=stdin), _own_files(store, settings))
        listed = codebook or store.codebook()
        own = listed.terms if listed else ()
        version = intake_version(engines, published, own)
        take_in(found, store, engines, tally, run=run, version=version, own=own)
        return _derive(store, codebook, engines, tally, run=run)


def add(
    lines: Iterable[str],
    store: Store,
    settings: Settings,
    *,
    codebook: Codebook | None = None,
    engines: Engines | None = None,
    progress: Progress = lambda _: None,
) -> BuildReport:
    """Put what ``extract`` wrote into a store: JSON lines, checked as they are read.

    Args:
        lines: JSON lines as ``extract`` writes them.
        store: Where the record is kept.
        settings: Limits and model threads.
        codebook: What to code against; None takes the store's own, if it has one.
        engines: The models; the shipped ones by default.
        progress: Called after each line.
    """
    engines = engines or Engines.shipped(settings)
    with running(store, "add", _plain(settings), progress) as (run, told):
        tally = Tally(told)
        for result in extractions(lines):
            keep(result, store, tally, run=run, version=_given_version(result))
        return _derive(store, codebook, engines, tally, run=run)


def _asked(sources: Sequence[str | Path], published: date | None, codebook: Codebook | None) -> Mapping[str, JSON]:
    """What a person needs to call for the same run again, beside the settings."""
    asked: dict[str, JSON] = {"sources": [str(source) for source in sources]}
    if published is not None:
        asked["published"] = published.isoformat()
    first = codebook.propositions[0].text if codebook and codebook.propositions else ""
    if first and codebook is not None and codebook.id == codebook_from_proposition(first).id:
        asked["proposition"] = first
    return asked


def _own_files(store: Store, settings: Settings) -> frozenset[Path]:
    """Files of the project itself, which may lie in the folder that is read."""
    path = store.path
    lists = [Path(name) for name in (settings.codebook, settings.actors) if name]
    mine = (path, own_codebook(path), *(path.with_name(path.name + ending) for ending in ("-wal", "-shm")))
    return frozenset(file.resolve() for file in (*mine, *lists, Path(PROJECT_FILE)))


def _foreign(found: Iterable[Document | Rejected], own: frozenset[Path]) -> Iterator[Document | Rejected]:
    """All but the project's own files, which nobody meant as articles."""
    for item in found:
        if not (isinstance(item, Rejected) and item.reason == "type" and Path(item.given_id).resolve() in own):
            yield item


def _given_version(result: Extraction | Rejected) -> str:
    """Version of statements that were extracted elsewhere: their own hash, for the lines do not tell the model."""
    if isinstance(result, Rejected):
        return "given"
    return "given " + content_id("given", json.dumps(to_json(result), sort_keys=True))


def regroup(store: Store) -> None:
    """Find again which statements are sightings of one utterance, and which mentions are one actor."""
    rows = store.statements(StatementFilter(order="text"), limit=None).items
    store.set_events(group_events(_sighting(row) for row in rows))
    found = identities(_mentions(rows))
    store.set_clusters(found.clusters, found.doubts)


def _mentions(rows: Iterable[StatementRow]) -> Iterator[Mention]:
    """Each actor of each document, as the statements there have it."""
    together: dict[tuple[str, str], list[Speaker]] = {}
    for row in rows:
        speaker = row.statement.speaker
        together.setdefault((actor_key(speaker, row.document_id), row.document_id), []).append(speaker)
    for (key, document), speakers in together.items():
        facts = [fact for speaker in speakers for fact in speaker.facts]
        yield Mention(
            key=key,
            document=document,
            name=max((s.name or s.as_written for s in speakers), key=lambda name: (len(name), name)),
            kind=speakers[0].kind,
            as_written=frozenset(s.as_written for s in speakers),
            roles=frozenset(s.role for s in speakers if s.role),
            countries=frozenset(fact.value for fact in facts if fact.kind == "country"),
            parties=frozenset(s.party for s in speakers if s.party),
            linked=any(s.actor for s in speakers),
        )


def _sighting(row: StatementRow) -> Sighting:
    made = row.statement
    return Sighting(made.id, row.document_id, row.quotation, made.form, made.speaker, row.day)


def _derive(store: Store, codebook: Codebook | None, engines: Engines, tally: Tally, *, run: str) -> BuildReport:
    """What follows from the documents: events and codings."""
    tally.progress(Tick("grouping", tally.inputs, tally.statements))
    if tally.statements or _was_cut_off(store, run):
        regroup(store)
        store.join_terms()
    if codebook is not None:
        store.put_codebook(codebook, run=run)
    tally.codings = code_all(store, codebook or store.codebook(), engines.coder, tally.progress, run=run)
    report = tally.report(run)
    store.end_run(run, counts=_counts(report))
    return report


def _was_cut_off(store: Store, run: str) -> bool:
    """Whether the run before this one may have added statements and ended before it could group them."""
    earlier = (row for row in store.runs() if row.id != run and row.command in ("build", "add"))
    return any(row.ended is None for row in islice(earlier, 1))


def _plain(settings: Settings) -> Mapping[str, JSON]:
    return asdict(settings)


def _counts(report: BuildReport) -> dict[str, int]:
    return {name: value for name, value in report.as_json().items() if isinstance(value, int)} | {
        "rejected": report.failed
    }
