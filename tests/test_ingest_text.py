"""Plain text is read as it stands: decoded, its byte order mark taken off, and nothing else changed."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.ingest.decoding import storable
from whipcount.ingest.formats import read_text
from whipcount.ingest.origin import Origin
from whipcount.model import Document, Rejected

SETTINGS = Settings()
STORY = "“We stay,” she said.\r\n\r\n\tHe didn’t — he’d left the café.  \n"


def only(path: Path, published: date | None = None) -> Document:
    (document,) = read([path], SETTINGS, published=published)
    assert isinstance(document, Document)
    return document


def decoded(data: bytes) -> Document:
    document = read_text(data, Origin("here", None, SETTINGS, None))
    assert isinstance(document, Document), document
    return document


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "a.TXT", "a.story", "a"])
def test_text_is_the_decoded_input_unchanged(tmp_path: Path, name: str) -> None:
    """Line ends, tabs and spaces stay, so that offsets fit the file; a name by itself needs no known ending."""
    path = tmp_path / name
    path.write_bytes(STORY.encode())
    document = only(path)
    assert document.text == STORY
    assert document.given_id == str(path)
    assert document.raw_sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert document.title is None
    assert document.metadata == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_give_the_same_text_and_are_noted(encoding: str) -> None:
    document = decoded(STORY.encode(encoding))
    assert document.text == STORY
    assert ("encoding" in document.metadata) == (encoding != "utf-8-sig")


def test_a_cyrillic_legacy_encoding_is_told_from_a_western_one() -> None:
    text = "Привет, мир. Как дела у вас сегодня? Хорошо, спасибо большое."
    assert decoded(text.encode("cp1251")).text == text


def test_utf_8_cut_inside_a_character_loses_that_character_only() -> None:
    document = decoded("He said “no”".encode()[:-1])
    assert document.text == "He said “no\ufffd"
    assert document.metadata == {"encoding": "utf-8 (1 broken)"}


def test_a_few_broken_bytes_do_not_turn_utf_8_into_another_encoding() -> None:
    text = "“Ünïcödé” – “wörds” – “hère” – “ánd” – “thére”. "
    document = decoded((text * 3).encode() + b"\xff end")
    assert document.text == text * 3 + "\ufffd end"


def test_nul_inside_text_is_replaced_one_for_one_and_noted() -> None:
    document = decoded(b"Bob\0 said so.")
    assert document.text == "Bob\ufffd said so."
    assert document.metadata == {"replaced_characters": 1}


@given(st.text(st.characters(), max_size=60))
def test_storable_text_keeps_its_length_and_encodes(text: str) -> None:
    clean, replaced = storable(text)
    assert len(clean) == len(text)
    assert "\0" not in clean
    assert sum(a != b for a, b in zip(clean, text, strict=True)) == replaced
    clean.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_utf_8_text_comes_back(text: str) -> None:
    made = read_text(text.encode(), Origin("here", None, SETTINGS, None))
    if isinstance(made, Rejected):
        assert made.reason == "empty" or text.startswith(("{\\rtf", "%PDF", "GIF8", "BZh", "PAR1"))
        assert not text.strip("\ufeff\ufffd \u3000").strip() or made.reason == "type"
    else:
        assert made.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("name", "flag", "day", "place"),
    [
        ("2024-09-12_strikes.txt", None, date(2024, 9, 12), "filename"),
        ("strikes_2024-09-12_v2.txt", None, date(2024, 9, 12), "filename"),
        ("2024-09-12_strikes.txt", date(2024, 9, 13), date(2024, 9, 13), "flag"),
        ("strikes.txt", date(2024, 9, 13), date(2024, 9, 13), "flag"),
        ("strikes.txt", None, None, None),
        ("2024-13-40.txt", None, None, None),
        ("2024-09-12_to_2024-09-14.txt", None, None, None),
        ("12024-09-123.txt", None, None, None),
    ],
)
def test_the_day_comes_from_the_flag_else_from_the_file_name(
    tmp_path: Path, name: str, flag: date | None, day: date | None, place: str | None
) -> None:
    (tmp_path / name).write_text("They met.")
    document = only(tmp_path / name, flag)
    assert (document.published, document.published_from) == (day, place)


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"They met.\n", ["-"]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["-:1", "-:2"]),
        (b'\xef\xbb\xbf{"text": "One."}', ["-:1"]),
        (b'[{"text": "One."}, {"text": "Two."}]', ["-:1", "-:2"]),
        (b'{\n  "text": "One."\n}\n', ["-"]),
        (b"[Laughter.] They met.", ["-"]),
        (b"{sic} They met.", ["-"]),
        (b"<!DOCTYPE html><html><body><p>They met, and he said that it was good.</p></body></html>", ["-"]),
    ],
)
def test_standard_input_is_told_apart_by_its_content(data: bytes, ids: list[str]) -> None:
    made = list(read(["-"], SETTINGS, stdin=io.BytesIO(data)))
    assert [document.given_id for document in made] == ids
    assert all(
        isinstance(document, Document) and document.text.startswith(("They", "One", "Two", "[", "{sic"))
        for document in made
    )


def test_a_long_first_line_on_standard_input_is_still_json_lines() -> None:
    line = b'{"text": "' + b"Long words here. " * 8000 + b'"}\n'
    made = list(read(["-"], SETTINGS, stdin=io.BytesIO(line * 2)))
    assert [document.given_id for document in made] == ["-:1", "-:2"]


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert only(tmp_path / "a.txt") == only(tmp_path / "a.txt")
