"""Values built by hand for the tests of the store: documents whose statements are found by the words themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from whipcount.model import (
    STANCES,
    Attribution,
    Block,
    CoderKind,
    Coding,
    Document,
    Extraction,
    SaidOn,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Statement,
    content_id,
    document_id,
    statement_id,
)

PIPELINE = "whipcount 0.1.0 / test"
ARTICLE = (
    "Allies split over missiles\n\n"
    "KYIV, Sept. 11 — “We should allow the strikes now,” Joe Biden said on Tuesday. 🚀 He smiled.\n\n"
    "A senior official warned that Russia would escalate.\n"
)


def document(text: str = ARTICLE, **fields: object) -> Document:
    """A document with the id that its content gives; ``fields`` are those of ``Document``."""
    values: dict[str, object] = {"given_id": "a.txt", "title": "Allies split", "published": date(2024, 9, 12)} | fields
    values.setdefault("raw_sha256", content_id("raw", text, str(sorted(values.items()))) * 2)
    named = {name: values.get(name) for name in ("title", "published", "outlet", "given_id")}
    values.setdefault("blocks", (Block("body", 0, len(text)),) if text else ())
    return Document(id=document_id(text, **named), text=text, **values)  # type: ignore[arg-type]


def find(text: str, words: str) -> Span:
    """Where the words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def statement(
    article: Document,
    content: Sequence[str],
    *,
    source: str = "",
    cue: str = "",
    name: str | None = None,
    kind: SpeakerKind = "person",
    said: date | None = None,
    confidence: float = 0.9,
) -> Statement:
    """A statement of the words ``content``, one piece each, by the words ``source``."""
    text = article.text
    pieces = tuple(find(text, words) for words in content)
    sources = (find(text, source),) if source else ()
    cues = (find(text, cue),) if cue else ()
    roles = Attribution(source=sources, cue=cues, content=pieces, form="direct", confidence=confidence)
    return Statement(
        id=statement_id(article.id, roles),
        document_id=article.id,
        source=sources,
        cue=cues,
        content=pieces,
        form="direct",
        speaker=Speaker(
            name=name, kind=kind, as_written=source or "he", evidence=sources, rule="test", confidence=0.8, role="Aide"
        ),
        said_on=SaidOn(said, said, "day", cues, "weekday") if said else None,
        confidence=confidence,
    )


def extraction(text: str = ARTICLE, **fields: object) -> Extraction:
    """The article with its two statements: one by Joe Biden on a known day, one anonymous."""
    article = document(text, **fields)
    return Extraction(
        article,
        (
            statement(
                article,
                ["We should allow", "the strikes now,"],
                source="Joe Biden",
                cue="said",
                name="Joe Biden",
                said=date(2024, 9, 10),
            ),
            statement(
                article,
                ["Russia would escalate"],
                source="A senior official",
                cue="warned",
                kind="anonymous",
                confidence=0.6,
            ),
        ),
    )


def coding(
    statement: str,
    stance: Stance = "support",
    *,
    coder: str = "model-1",
    kind: CoderKind = "model",
    proposition: str = "strikes",
    probability: float = 1.0,
) -> Coding:
    """A coding whose stance has the probability; the others share the rest."""
    rest = (1 - probability) / (len(STANCES) - 1)
    return Coding(
        statement_id=statement,
        proposition=proposition,
        coder=coder,
        coder_kind=kind,
        stance=stance,
        relevant=0.9,
        scores={it: probability if it == stance else rest for it in STANCES},
    )


# Tables without their row numbers, which follow the order of arrival; the log and the times in the ledger are left out.
_CONTENT = {
    "documents": "SELECT d.*, texts.text FROM documents d JOIN texts ON texts.number = d.number",
    "extractions": "SELECT e.*, d.id FROM extractions e JOIN documents d ON d.number = e.document",
    "statements": "SELECT s.*, e.id FROM statements s JOIN extractions e ON e.number = s.extraction",
    "spans": (
        "SELECT p.*, s.id, e.id FROM spans p JOIN statements s ON s.number = p.statement"
        " JOIN extractions e ON e.number = s.extraction"
    ),
    "terms": "SELECT t.*, e.id FROM terms t JOIN extractions e ON e.number = t.extraction",
    "term_spans": "SELECT p.*, t.name FROM term_spans p JOIN terms t ON t.number = p.term",
    "statement_terms": (
        "SELECT s.id, t.name FROM statement_terms l JOIN statements s ON s.number = l.statement"
        " JOIN terms t ON t.number = l.term"
    ),
    "standing": "SELECT * FROM standing",
    "codings": "SELECT * FROM codings",
    "reviews": "SELECT * FROM reviews",
    "identities": "SELECT * FROM identities",
    "reassigned": "SELECT * FROM reassigned",
    "actor_names": "SELECT * FROM actor_names",
    "clusters": "SELECT * FROM clusters",
}
_NUMBERS = {"number", "document", "extraction", "statement", "event", "term"}


def dump(path: Path) -> list[str]:
    """All that a store holds, sorted: the same for the same content, in whatever order it came."""
    rows: list[str] = []
    with closing(sqlite3.connect(path)) as raw:
        for table, query in _CONTENT.items():
            cursor = raw.execute(query)
            kept = [at for at, column in enumerate(cursor.description) if column[0] not in _NUMBERS]
            rows += [repr((table, *(row[at] for at in kept))) for row in cursor]
    return sorted(rows)


@contextmanager
def behind_the_back(path: Path) -> Iterator[sqlite3.Connection]:
    """Write to the file as somebody would who first takes the guards out, and puts them back afterwards."""
    with closing(sqlite3.connect(path)) as raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        raw.execute("BEGIN")
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, sql in guards:
            raw.execute(sql)
        raw.commit()
