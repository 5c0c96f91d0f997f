"""Broken JSON: each broken record is one rejection that says what is wrong, and the others are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whipcount.config import Settings
from whipcount.errors import REASONS
from whipcount.ingest import read
from whipcount.model import Document, Rejected

GOOD = b'{"text": "They met."}'


def read_bytes(folder: Path, data: bytes, name: str = "a.jsonl", **settings: Any) -> list[Document | Rejected]:
    (folder / name).write_bytes(data)
    return list(read([folder / name], Settings(**settings)))


CASES = {
    "cut off": (b'{"text": "They', "json", "not valid JSON"),
    "trailing comma": (b'{"text": "They met.",}', "json", "not valid JSON"),
    "two objects": (GOOD + GOOD, "json", "not valid JSON"),
    "array": (b"[1, 2]", "json", "this is an array"),
    "number": (b"17", "json", "this is a number"),
    "null": (b"null", "json", "this is null"),
    "text": (b'"They met."', "json", "this is text"),
    "deep brackets": (b"[" * 100_000, "depth", "nested too deeply"),
    "deep objects": (b'{"a":' * 100_000, "depth", "nested too deeply"),
    "deep metadata": (b'{"text": "They met.", "a": ' + b"[" * 100 + b"]" * 100 + b"}", "depth", "field 'a'"),
    "no text": (b'{"title": "T"}', "field", "'text' must be text, and it is missing"),
    "text null": (b'{"text": null}', "field", "'text' must be text; it is null"),
    "text number": (b'{"text": 5}', "field", "'text' must be text; it is a number"),
    "text list": (b'{"text": ["a"]}', "field", "'text' must be text; it is an array"),
    "text object": (b'{"text": {}}', "field", "'text' must be text; it is an object"),
    "title list": (b'{"text": "They met.", "title": []}', "field", "'title' must be text; it is an array"),
    "url true": (b'{"text": "They met.", "url": true}', "field", "'url' must be text; it is true or false"),
    "id list": (b'{"text": "They met.", "id": []}', "field", "'id' must be text or a whole number; it is an array"),
    "id true": (b'{"text": "They met.", "id": true}', "field", "it is true or false"),
    "long id": (b'{"text": "They met.", "id": "' + b"x" * 1_000_000 + b'"}', "field", "'id' has 1,000,000 characters"),
    "long title": (b'{"text": "They met.", "title": "' + b"x" * 1_000_000 + b'"}', "field", "'title' has 1,000,000"),
    "day in words": (b'{"text": "They met.", "published": "12 May"}', "field", "'published' is '12 May'. Write it as"),
    "day as number": (b'{"text": "They met.", "published": 20240912}', "field", "such as 2024-09-12; it is a number"),
    "no such day": (b'{"text": "They met.", "published": "2024-02-30"}', "field", "'2024-02-30'"),
    "long day": (b'{"text": "They met.", "published": "' + b"1" * 20_000 + b'"}', "field", "'published' is '111"),
    "no words": (b'{"text": " \\n\\t "}', "empty", "there is no text in it"),
    "only nul": (b'{"text": "\\u0000\\u0000"}', "empty", "there is no text in it"),
    "binary": (bytes(range(256)).replace(b"\n", b"").replace(b"\r", b"") * 4, "binary", "not text"),
}


@pytest.mark.parametrize(("line", "reason", "words"), CASES.values(), ids=CASES)
def test_a_broken_line_is_rejected_and_the_others_go_on(tmp_path: Path, line: bytes, reason: str, words: str) -> None:
    made = read_bytes(tmp_path, GOOD + b"\n" + line + b"\n" + GOOD + b"\n")
    assert [type(each) for each in made] == [Document, Rejected, Document]
    rejected = made[1]
    assert isinstance(rejected, Rejected)
    assert (rejected.given_id, rejected.stage, rejected.reason) == (f"{tmp_path / 'a.jsonl'}:2", "read", reason)
    assert words in rejected.detail
    assert len(rejected.detail) < 400 + len(str(tmp_path))
    assert rejected.size == len(line)
    assert rejected.reason in REASONS


def test_a_record_with_an_id_is_rejected_under_its_id(tmp_path: Path) -> None:
    (rejected,) = read_bytes(tmp_path, b'{"text": "They met.", "id": "../../x\'; DROP", "byline": 3}')
    assert isinstance(rejected, Rejected)
    assert rejected.given_id == "../../x'; DROP"


def test_a_line_over_the_limit_is_passed_over_and_never_held(tmp_path: Path) -> None:
    long = b'{"text": "' + b"x" * 3_000_000 + b'"}'
    made = read_bytes(tmp_path, GOOD + b"\n" + long + b"\n" + GOOD, max_bytes=1_000_000)
    assert [type(each) for each in made] == [Document, Rejected, Document]
    rejected = made[1]
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.size) == ("size", len(long))


def test_a_file_larger_than_the_limit_is_read_where_its_lines_are_not(tmp_path: Path) -> None:
    made = read_bytes(tmp_path, (GOOD + b"\n") * 1000, max_bytes=100)
    assert sum(isinstance(each, Document) for each in made) == 1000


def test_a_text_over_the_limit_says_how_long_it_is(tmp_path: Path) -> None:
    (rejected,) = read_bytes(tmp_path, b'{"text": "' + b"word " * 300 + b'"}', max_characters=1000)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "size"
    assert "1,500 characters; the limit is 1,000" in rejected.detail


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_records_is_empty(tmp_path: Path, name: str, data: bytes) -> None:
    (rejected,) = read_bytes(tmp_path, data, name)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "empty"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj\n" * 50, b"PK\x03\x04" + bytes(500), b"SQLite format 3\0" * 9])
def test_a_file_that_is_no_json_lines_is_rejected_once(tmp_path: Path, data: bytes) -> None:
    (rejected,) = read_bytes(tmp_path, data)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "type"


def test_json_lines_in_utf_16_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (rejected,) = read_bytes(tmp_path, (GOOD.decode() + "\n").encode("utf-16") * 3)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "charset"
    assert "Save it as UTF-8" in rejected.detail


def test_an_array_is_read_up_to_its_first_broken_record(tmp_path: Path) -> None:
    made = read_bytes(tmp_path, b"[" + GOOD + b", {broken}, " + GOOD + b"]", "a.json")
    assert [type(each) for each in made] == [Document, Rejected]
    rejected = made[1]
    assert isinstance(rejected, Rejected)
    assert "all after it were not read" in rejected.detail


@pytest.mark.parametrize("data", [b"[", b"[]", b"[,]", b"[" + GOOD, b"[" + GOOD + b",", b"[" * 50_000, b"{" * 9])
def test_a_broken_array_ends_in_a_rejection(tmp_path: Path, data: bytes) -> None:
    made = read_bytes(tmp_path, data, "a.json")
    assert isinstance(made[-1], Rejected)


def test_wrong_values_inside_an_array_are_rejected_one_by_one(tmp_path: Path) -> None:
    made = read_bytes(tmp_path, b'[1, {"text": 2}, ' + GOOD + b"]", "a.json")
    assert [getattr(each, "reason", None) for each in made] == ["json", "field", None]
