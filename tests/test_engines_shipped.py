"""The shipped models behind the pipeline: one document gives one answer, whatever runs beside it."""

from __future__ import annotations

import pytest

from whipcount.config import Settings
from whipcount.demo import demo_sources
from whipcount.ingest import read
from whipcount.model import Document, quote
from whipcount.models import pins
from whipcount.pipeline import extract, extract_many, pipeline_version
from whipcount.project import Engines


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Six articles of the example debate, of different lengths."""
    found = [item for item in read(demo_sources(), Settings()) if isinstance(item, Document)]
    return sorted(found, key=lambda document: len(document.text))[::6]


@pytest.fixture(scope="module")
def engines() -> Engines:
    return Engines.shipped(Settings())


def test_a_document_gives_the_same_alone_and_among_others(documents: list[Document], engines: Engines) -> None:
    alone = [extract(document, engines.reader) for document in documents]
    assert list(extract_many(documents, engines.reader)) == alone
    assert list(extract_many(reversed(documents), engines.reader)) == alone[::-1]


def test_the_number_of_threads_changes_nothing(documents: list[Document], engines: Engines) -> None:
    two = Engines.shipped(Settings(threads=2)).reader
    assert list(extract_many(documents, two)) == list(extract_many(documents, engines.reader))


def test_quotations_are_the_words_of_the_article(documents: list[Document], engines: Engines) -> None:
    (extraction,) = extract_many(documents[-1:], engines.reader)
    assert extraction.statements
    for statement in extraction.statements:
        for role in (statement.source, statement.cue, statement.content):
            assert all(0 <= start < end <= len(extraction.document.text) for start, end in role)
        assert quote(extraction.document.text, statement.content).strip()


def test_the_pipeline_version_pins_the_weights(engines: Engines) -> None:
    version = pipeline_version(engines.reader)
    assert all(pins()[name][:12] in version for name in pins() if name.startswith("attribution"))
