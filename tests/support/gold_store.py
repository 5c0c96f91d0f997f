"""A store of the bundled debate, filled from its gold list, so that pages can be tested without any model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from whipcount.coding import load_codebook
from whipcount.config import Settings
from whipcount.demo import demo_codebook, demo_gold, demo_sources
from whipcount.events import Sighting, group_events
from whipcount.ingest import read
from whipcount.model import STANCES, Attribution, Codebook, Coding, Document, Form, Rejected, Span, Stance, document_id
from whipcount.pipeline import extract_many
from whipcount.segment import segment
from whipcount.store import Store, open_store
from whipcount.store.records import StatementFilter, StatementRow

_CUE = re.compile(r"\b(said|says|told|wrote|called|argued|added|warned|asked|replied|insisted|declined|promised)\b")
NEAR = 160  # code points on either side of a quotation in which its speaker and cue are looked for


def _gold() -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(demo_gold()).read_text(encoding="utf-8").splitlines() if line.strip()]


class GoldReader:
    """Finds the gold fragments, with the nearest cue and the nearest mention of the speaker's last name."""

    name = "gold-reader@1"

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, object]]] = {}
        for row in _gold():
            self.rows.setdefault(str(row["document"]), []).append(row)

    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        return [self._one(document) for document in documents]

    def _one(self, document: Document) -> tuple[Attribution, ...]:
        name = PurePath(document.given_id).stem
        rows = (
            self.rows.get(document.given_id) or self.rows.get(name) or self.rows.get(document.given_id.split("#")[-1])
        )
        found = [self._attribution(document.text, row) for row in rows or []]
        return tuple(sorted((one for one in found if one), key=lambda one: one.content))

    def _attribution(self, text: str, row: Mapping[str, object]) -> Attribution | None:
        fragment = str(row["fragment"])
        at = text.find(fragment)
        if at < 0:
            return None
        content = Span(at, at + len(fragment))
        cue = _nearest(text, _CUE, content)
        last = re.compile(
            rf"\b(?:[A-Z][\w’']+ )*{re.escape(str(row['speaker']).split()[-1])}\b|\b(?:[Hh]e|[Ss]he|[Tt]hey)\b"
        )
        source = _nearest(text, last, cue or content, avoid=content)
        form: Form = "direct" if "“" in fragment else "indirect"
        return Attribution((source,) if source else (), (cue,) if cue else (), (content,), form, 0.93)


def _nearest(text: str, pattern: re.Pattern[str], near: Span, avoid: Span | None = None) -> Span | None:
    start, end = max(near.start - NEAR, 0), min(near.end + NEAR, len(text))
    spans = [Span(*match.span()) for match in pattern.finditer(text, start, end)]
    outside = [s for s in spans if avoid is None or s.end <= avoid.start or s.start >= avoid.end]
    outside = [s for s in outside if s.end <= near.start or s.start >= near.end]
    return min(outside, key=lambda s: min(abs(s.start - near.end), abs(near.start - s.end)), default=None)


def gold_codings(store: Store, codebook: Codebook, reader: GoldReader) -> Iterator[Coding]:
    """Codings as the gold list has them, unsure where the list is unsure."""
    stances = {str(row["fragment"]): row for rows in reader.rows.values() for row in rows}
    for row in store.statements(StatementFilter(order="text"), limit=None).items:
        gold = stances[row.quotation]
        for proposition in codebook.propositions:
            stance: Stance = gold["stance"].get(proposition.id, "none")  # type: ignore[attr-defined]
            top = 0.91 if gold["sure"] else 0.58
            scores: dict[Stance, float] = {one: top if one == stance else (1 - top) / 4 for one in STANCES}
            relevant = 0.04 if stance == "none" else 0.96
            yield Coding(row.statement.id, proposition.id, "gold-coder@1", "model", stance, relevant, scores)


def _with_id(result: Document | Rejected) -> Document | Rejected:
    """A document with its title found first, so that its id holds for what is stored."""
    if isinstance(result, Rejected):
        return result
    d = segment(result)
    id_ = document_id(d.text, title=d.title, published=d.published, outlet=d.outlet, given_id=d.given_id)
    return replace(d, id=id_)


def _sighting(row: StatementRow) -> Sighting:
    made = row.statement
    return Sighting(made.id, row.document_id, row.quotation, made.form, made.speaker, row.day)


def build_gold_store(path: Path) -> Path:
    """A store of the bundled debate, with its rejected and repeated inputs, at ``path``."""
    reader, codebook = GoldReader(), load_codebook(demo_codebook())
    with open_store(path) as store:
        run = store.begin_run("build", {})
        for result in extract_many(map(_with_id, read(demo_sources(), Settings())), reader):
            if isinstance(result, Rejected):
                store.reject(result, run=run, pipeline=reader.name)
            else:
                store.add(result, run=run, pipeline=reader.name)
        store.reject(Rejected("scans/minutes.pdf", "read", "type", "PDF files are not read."), run=run, pipeline="gold")
        store.put_codebook(codebook, run=run)
        store.add_codings(gold_codings(store, codebook, reader), run=run)
        rows = store.statements(StatementFilter(order="text"), limit=None).items
        store.set_events(group_events(map(_sighting, rows)))
        store.end_run(run, counts={"documents": store.status().documents})
    return path


def build_wide_store(path: Path, propositions: int) -> Path:
    """The debate once more, under a question with as many propositions, each judged as the first one is."""
    build_gold_store(path)
    with open_store(path) as store:
        book = store.codebook()
        assert book is not None
        first, *others = book.propositions
        more = tuple(
            replace(first, id=f"{first.id}-{number}", text=f"{first.text}, said in the way of number {number}")
            for number in range(len(book.propositions) + 1, propositions + 1)
        )
        run = store.begin_run("code", {})
        store.put_codebook(replace(book, id="wide", propositions=(first, *others, *more)), run=run)
        judged = [one.coding for one in store.coded_statements(first.id) if one.coding is not None]
        store.add_codings(replace(coding, proposition=p.id) for p in more for coding in judged)
        store.end_run(run, counts={})
    return path
