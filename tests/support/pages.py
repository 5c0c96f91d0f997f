"""Pages over a store in this process, and small stores whose every field is chosen by the test."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import Queue

from starlette.testclient import TestClient

from whipcount.coding import codebook_from_proposition
from whipcount.config import Settings
from whipcount.model import (
    STANCES,
    Attribution,
    Block,
    Codebook,
    Coding,
    Document,
    Extraction,
    Rejected,
    SaidOn,
    Span,
    Speaker,
    Statement,
    content_id,
    document_id,
    statement_id,
)
from whipcount.store import Store, open_store
from whipcount.web import create_app, serve

ORIGIN = "http://127.0.0.1:8001"
OURS = {"sec-fetch-site": "same-origin", "origin": ORIGIN}


# What pages work out of the statements and keep, which holds nothing of its own.
KEPT = re.compile('INSERT INTO "(?:summaries|summed_up)"')


def whole(path: Path) -> str:
    """Everything in a store's file as text, but for what pages work out anew."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(line for line in connection.iterdump() if not KEPT.match(line))


@dataclass(frozen=True)
class Pages:
    """A client on the pages of a store; ``store`` is the same store, opened once more."""

    client: TestClient
    store: Store
    path: Path

    def get(self, address: str, status: int = 200) -> str:
        """Text of a page, which must answer with this status."""
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[:400]}"
        return answer.text

    def post(self, address: str, **form: str) -> int:
        """Status of a form sent from our own page."""
        return self.client.post(address, data=form, headers=OURS, follow_redirects=False).status_code

    def proposition(self, number: int = 0) -> str:
        """Id of a proposition of the codebook."""
        codebook = self.store.codebook()
        assert codebook is not None
        return codebook.propositions[number].id

    def question(self) -> str:
        """Id of the first question."""
        codebook = self.store.codebook()
        assert codebook is not None
        return codebook.questions[0].id


@contextmanager
def pages_over(path: Path, settings: Settings | None = None) -> Iterator[Pages]:
    """Pages of the store at ``path``."""
    app = create_app(path, settings or Settings())
    with open_store(path) as store, TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield Pages(client, store, path)


def started(stores: Path | Mapping[str, Path], settings: Settings | None = None) -> str:
    """The address of a real server over one store or a team's; its thread ends with the process."""
    ready: Queue[str] = Queue()
    given = {"settings": settings or Settings()}
    threading.Thread(target=serve, args=(stores, "127.0.0.1", 0, ready.put), kwargs=given, daemon=True).start()
    return ready.get(timeout=60)


@contextmanager
def served(path: Path) -> Iterator[str]:
    """Pages of a store on a real server; gives its origin."""
    yield started(path).rstrip("/")


def copied(source: Path, target: Path) -> Path:
    """A store of one's own, to be changed."""
    for ending in ("", "-wal"):
        if (part := source.with_name(source.name + ending)).exists():
            shutil.copy(part, target.with_name(target.name + ending))
    return target


def made_document(text: str, **fields: object) -> Document:
    """A document with the id that its content gives; ``fields`` are those of ``Document``."""
    values: dict[str, object] = {"given_id": "a.txt", "published": date(2024, 9, 12)} | fields
    values.setdefault("blocks", (Block("body", 0, len(text)),))
    named = {name: values.get(name) for name in ("title", "published", "outlet", "given_id")}
    id_ = document_id(text, **named)  # type: ignore[arg-type]  # the fields are those of the document
    return Document(id=id_, text=text, raw_sha256=content_id("raw", text) * 2, **values)  # type: ignore[arg-type]


def made_statement(
    document: Document, content: tuple[str, ...], *, source: str = "", cue: str = "", **speaker: object
) -> Statement:
    """A statement whose spans are where its words stand in the document."""

    def find(words: str) -> Span:
        start = document.text.index(words)
        return Span(start, start + len(words))

    attribution = Attribution(
        source=(find(source),) if source else (),
        cue=(find(cue),) if cue else (),
        content=tuple(find(words) for words in content),
        form="direct",
        confidence=0.9,
    )
    who: dict[str, object] = {
        "name": source or None,
        "kind": "person" if source else "none",
        "as_written": source,
    } | speaker
    return Statement(
        id=statement_id(document.id, attribution),
        document_id=document.id,
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        form="direct",
        speaker=Speaker(**who),  # type: ignore[arg-type]  # the fields are those of the speaker
        said_on=SaidOn(date(2024, 9, 10), date(2024, 9, 10), "day", (), "flag"),
        confidence=0.9,
    )


def made_store(
    path: Path, *documents: tuple[Document, tuple[Statement, ...]], codebook: Codebook | None = None
) -> Path:
    """A store of some documents, all of their statements coded as support."""
    book = codebook or codebook_from_proposition("The bridge should be closed")
    with open_store(path) as store:
        run = store.begin_run("build", {})
        for document, statements in documents:
            store.add(Extraction(document, statements), run=run, pipeline="test")
        store.reject(Rejected("broken.txt", "read", "empty", "It holds no text."), run=run, pipeline="test")
        store.put_codebook(book, run=run)
        scores = {stance: 0.8 if stance == "support" else 0.05 for stance in STANCES}
        made = [statement for _, statements in documents for statement in statements]
        store.add_codings(
            Coding(s.id, p.id, "test@1", "model", "support", 0.9, scores) for s in made for p in book.propositions
        )
        store.end_run(run, counts={})
    return path


def links(html: str) -> list[str]:
    """Addresses of our own pages that a page links to, without their fragments."""
    found = re.findall(r'href="(/[^"]*)"', html)
    return [address.replace("&amp;", "&").split("#")[0] for address in found]
