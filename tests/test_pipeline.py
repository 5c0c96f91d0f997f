"""The loop over documents: stages in order, failures kept apart, ids and parents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from support.engines import SaidReader
from whipcount.errors import ModelError
from whipcount.model import Attribution, Document, Extraction, Rejected, Span, document_id
from whipcount.pipeline import BATCH_DOCUMENTS, STAGES, extract, extract_many, pipeline_version


def article(text: str, given_id: str = "a.txt") -> Document:
    id_ = document_id(text, title=None, published=None, outlet=None, given_id=given_id)
    return Document(id_, given_id, text, raw_sha256="0" * 64)


class Fixed:
    """A reader that finds what it was told to."""

    name = "fixed@1"

    def __init__(self, *found: Attribution) -> None:
        self.found = found

    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        return [self.found for _ in documents]


OUTER = Attribution((Span(0, 3),), (Span(4, 8),), (Span(9, 30),), "indirect", 0.9)
INNER = Attribution((Span(9, 12),), (Span(13, 17),), (Span(18, 30),), "indirect", 0.8, parent=0)
NESTED = "Ann said Bob said it will rain today."


def test_the_stages_are_a_list_that_one_can_read() -> None:
    assert [stage for stage, _ in STAGES] == [
        "segment", "terms", "attribute", "resolve", "when", "resolve", "resolve",
    ]  # fmt: skip


def test_a_document_comes_back_with_blocks_and_statements() -> None:
    extraction = extract(article("Ann Lee said the ban must go.\n"), SaidReader())
    assert [block.kind for block in extraction.document.blocks] == ["body"]
    (statement,) = extraction.statements
    assert statement.document_id == extraction.document.id
    assert statement.speaker.as_written == "Ann Lee"
    assert statement.said_on is None


def test_the_same_document_gives_the_same_ids_whatever_it_is_batched_with() -> None:
    first, second = article("Ann Lee said the ban must go."), article("Bob Ray said the ban must stay.", "b.txt")
    alone = [extract(one, SaidReader()) for one in (first, second)]
    assert list(extract_many([first, second], SaidReader())) == alone


def test_a_nested_statement_names_its_parent_by_id() -> None:
    outer, inner = extract(article(NESTED), Fixed(OUTER, INNER)).statements
    assert outer.parent is None
    assert inner.parent == outer.id


def test_an_attribution_found_twice_is_one_statement() -> None:
    twin = replace(OUTER, confidence=0.5, parent=0)
    (statement,) = extract(article(NESTED), Fixed(OUTER, twin)).statements
    assert statement.confidence == OUTER.confidence
    assert statement.parent is None


def test_an_attribution_without_content_is_no_statement_and_no_parent() -> None:
    (inner,) = extract(article(NESTED), Fixed(replace(OUTER, content=()), INNER)).statements
    assert inner.content == INNER.content
    assert inner.parent is None


def test_a_headline_found_in_the_text_is_part_of_what_the_id_names() -> None:
    text = "Council Votes To Build The New Tram Line\n\nAnn Lee said she would back the tram. She left at once.\n"
    document = extract(article(text), SaidReader()).document
    assert document.title == "Council Votes To Build The New Tram Line"
    assert document.id == document_id(text, title=document.title, published=None, outlet=None, given_id="a.txt")


def test_a_document_that_a_stage_fails_on_is_rejected_and_the_others_go_on() -> None:
    found = [article("Ann Lee said yes.", "good"), article("EXPLODE", "bad"), article("Bob Ray said no.", "fine")]
    results = list(extract_many(found, SaidReader()))
    good, bad, fine = results
    assert isinstance(good, Extraction)
    assert isinstance(fine, Extraction)
    assert bad == Rejected(
        "bad",
        "attribute",
        "failed",
        "The stage 'attribute' failed on this document (ZeroDivisionError: this text was asked to fail). "
        "Please report it.",
        raw_sha256="0" * 64,
        size=7,
    )


def test_a_parent_that_does_not_exist_rejects_that_document_alone() -> None:
    (result,) = extract_many([article(NESTED)], Fixed(replace(INNER, parent=7)))
    assert isinstance(result, Rejected)
    assert result.stage == "resolve"


def test_a_missing_model_stops_everything_for_no_document_would_do_better() -> None:
    class Broken(SaidReader):
        def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
            raise ModelError("The model file is missing.")

    with pytest.raises(ModelError):
        list(extract_many([article("x")], Broken()))


def test_rejected_inputs_pass_through_in_their_place() -> None:
    rejected = Rejected("r", "read", "empty", "The file is empty.")
    results = list(extract_many([article("One.", "1"), rejected, article("Two.", "2")], SaidReader()))
    assert [getattr(r, "given_id", None) or r.document.given_id for r in results] == ["1", "r", "2"]  # type: ignore[union-attr]


def test_a_stream_is_read_a_batch_at_a_time() -> None:
    """The first result comes after one batch, not after the last document."""
    taken = 0

    def stream() -> Iterator[Document]:
        nonlocal taken
        for number in range(10 * BATCH_DOCUMENTS):
            taken += 1
            yield article(f"Ann Lee said {number}.", str(number))

    next(iter(extract_many(stream(), SaidReader())))
    assert taken == BATCH_DOCUMENTS


def test_the_pipeline_version_names_the_model() -> None:
    assert pipeline_version(SaidReader()).endswith("said-reader@1")
