"""Extractions as JSON lines: the documented shape, exact in both directions, and nothing taken on trust."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from support.store_strategies import made
from support.store_values import document, extraction
from whipcount.errors import InputError
from whipcount.interchange.extraction import document_to_json, extractions, from_json, to_json
from whipcount.model import JSON, Extraction, Rejected


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extraction=made())
def test_what_is_written_is_read_back(extraction: Extraction) -> None:
    line = json.dumps(to_json(extraction), ensure_ascii=False)
    assert from_json(json.loads(line)) == extraction
    assert list(extractions([line])) == [extraction]


def test_a_line_has_the_documented_shape() -> None:
    line = to_json(extraction())
    article = line["document"]
    assert isinstance(article, dict)
    first = ["id", "given_id", "outlet", "url", "title", "byline", "published", "text", "blocks"]
    assert list(article)[:9] == first
    assert article["published"] == "2024-09-12"
    assert isinstance(line["statements"], list)
    said = line["statements"][0]
    assert isinstance(said, dict)
    assert list(said) == [
        "id", "source", "cue", "content", "form", "speaker", "said_on", "parent", "confidence"
    ]  # fmt: skip
    assert said["content"] == [[46, 61], [62, 78]]
    assert said["said_on"] == {
        "start": "2024-09-10",
        "end": "2024-09-10",
        "precision": "day",
        "evidence": [[90, 94]],
        "rule": "weekday",
    }
    assert isinstance(said["speaker"], dict)
    assert said["speaker"] | {"name": "Joe Biden", "kind": "person", "as_written": "Joe Biden"} == said["speaker"]


def test_what_holds_nothing_is_not_written() -> None:
    assert "metadata" not in document_to_json(document())
    assert "sentences" not in document_to_json(document())
    bare = replace(extraction().statements[1], speaker=replace(extraction().statements[1].speaker, rule=""))
    speaker = to_json(replace(extraction(), statements=(bare,)))["statements"]
    assert "party" not in str(speaker)
    assert "'rule'" not in str(speaker)


def test_unknown_keys_are_left_alone() -> None:
    line = to_json(extraction())
    assert from_json({**line, "future": [1]}) == extraction()


def _changed(path: str, value: JSON) -> JSON:
    line = json.loads(json.dumps(to_json(extraction())))
    *way, last = path.split(".")
    inner = line
    for step in way:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[last] = value
    return line


WRONG = [
    ("document", "text", "document is 'text'; it must be a JSON object"),
    ("document.text", None, "document.text is None; it must be a string"),
    ("document.published", "12 September", "document.published is '12 September'; it must be a day such as"),
    ("document.blocks", [{"kind": "advert", "start": 0, "end": 1}], r"document.blocks\[0\].kind is 'advert'; it must"),
    ("document.blocks", [3], r"document.blocks\[0\] must be a JSON object, not 3"),
    ("document.metadata", [], "document.metadata is .*; it must be a JSON object"),
    ("statements", {}, "statements is {}; it must be a list"),
    ("statements.0.content", [[1]], r"statements\[0\].content is .*; it must be a list of \[start, end\]"),
    ("statements.0.content", [[5, 5]], r"statements\[0\].content"),
    ("statements.0.content", [[-1, 5]], r"statements\[0\].content"),
    ("statements.0.content", [[True, 5]], r"statements\[0\].content"),
    ("statements.0.content", "We should", r"statements\[0\].content"),
    ("statements.0.form", "spoken", r"statements\[0\].form is 'spoken'; it must be one of direct, indirect, mixed"),
    ("statements.0.confidence", 1.2, r"statements\[0\].confidence is 1.2; it must be a number from 0 to 1"),
    ("statements.0.confidence", True, "must be a number from 0 to 1"),
    ("statements.0.speaker.kind", None, r"statements\[0\].speaker.kind is None"),
    ("statements.0.said_on.precision", "hour", r"statements\[0\].said_on.precision is 'hour'"),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG)
def test_a_wrong_field_is_named_with_its_value(path: str, value: JSON, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        from_json(_changed(path, value))
    assert caught.value.reason == "field"


def test_a_missing_field_is_named() -> None:
    line = to_json(extraction())
    assert isinstance(line["document"], dict)
    del line["document"]["given_id"]
    with pytest.raises(InputError, match=r"document\.given_id is missing; it must be a string"):
        from_json(line)


FORGED = [
    ("document.text", "I never said this.", "not the hash of its content"),
    ("document.title", "Another", "not the hash of its content"),
    ("statements.0.content", [[46, 60]], "not the hash of its spans"),
    ("statements.0.content", [], "no content"),
    ("statements.0.speaker.evidence", [[0, 9999]], "does not lie inside the text"),
]


@pytest.mark.parametrize(("path", "value", "message"), FORGED)
def test_a_line_edited_after_it_was_written_is_rejected(path: str, value: JSON, message: str) -> None:
    (rejected,) = extractions([json.dumps(_changed(path, value))])
    assert isinstance(rejected, Rejected)
    assert (rejected.given_id, rejected.stage, rejected.reason) == ("a.txt", "store", "field")
    assert message in rejected.detail
    assert rejected.detail.startswith("Line 1: ")


def test_a_broken_line_leaves_the_others_alone() -> None:
    good = json.dumps(to_json(extraction()))
    found = list(extractions([good, "\n", '{"document": ', "[1]", "[" * 100_000, good]))
    assert [type(it).__name__ for it in found] == ["Extraction", "Rejected", "Rejected", "Rejected", "Extraction"]
    reasons = [(it.given_id, it.reason) for it in found if isinstance(it, Rejected)]
    assert reasons == [("line 3", "json"), ("line 4", "json"), ("line 5", "json")]
