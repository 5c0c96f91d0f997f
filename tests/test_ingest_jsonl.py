"""JSON Lines and JSON: one document a record, its own fields taken over, everything else kept as metadata."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.ingest.lines import split_lines
from whipcount.model import Document, Rejected

SETTINGS = Settings()


def read_bytes(folder: Path, data: bytes, name: str = "a.jsonl", **settings: Any) -> list[Document | Rejected]:
    (folder / name).write_bytes(data)
    return list(read([folder / name], Settings(**settings)))


def record(folder: Path, **fields: object) -> Document:
    (document,) = read_bytes(folder, json.dumps({"text": "They met."} | fields).encode())
    assert isinstance(document, Document), document
    return document


def test_fields_become_the_document(tmp_path: Path) -> None:
    fields = {
        "text": "  “We stay,” she said.\n\nHe left.\t",
        "id": "n-1",
        "title": "Talks fail",
        "published": "2024-09-12",
        "outlet": "The Bugle",
        "url": "https://example.org/1",
        "byline": "Jane Doe",
        "desk": {"name": "world", "tags": ["a", 1, 2.5, None, True]},
    }
    line = json.dumps(fields).encode()
    (document,) = read_bytes(tmp_path, line + b"\n")
    assert isinstance(document, Document)
    assert document.text == fields["text"]
    assert (document.given_id, document.title, document.outlet) == ("n-1", "Talks fail", "The Bugle")
    assert (document.url, document.byline) == ("https://example.org/1", "Jane Doe")
    assert (document.published, document.published_from) == (date(2024, 9, 12), "record")
    assert document.metadata == {"desk": fields["desk"]}
    assert document.raw_sha256 == hashlib.sha256(line).hexdigest()


def test_a_record_without_an_id_is_known_by_its_line(tmp_path: Path) -> None:
    made = read_bytes(tmp_path, b'{"text": "One."}\n\n{"text": "Two.", "id": ""}\n{"text": "Three.", "id": 17}\n')
    path = tmp_path / "a.jsonl"
    assert [document.given_id for document in made] == [f"{path}:1", f"{path}:3", "17"]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2024-09-12", date(2024, 9, 12)),
        ("2024-09-12T23:10:00-05:00", date(2024, 9, 12)),
        ("2024-09-13T04:10:00Z", date(2024, 9, 13)),
        ("2024-09-12 08:00", date(2024, 9, 12)),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_keeps_its_own_local_day(tmp_path: Path, published: str | None, day: date | None) -> None:
    document = record(tmp_path, published=published)
    assert document.published == day
    assert document.metadata == ({"published_at": published} if published and len(published) > 10 else {})


def test_the_flag_dates_only_records_without_a_day(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One.", "published": "2024-09-01"}\n{"text": "Two."}\n')
    made = list(read([tmp_path / "a.jsonl"], SETTINGS, published=date(2024, 9, 12)))
    assert [(d.published, d.published_from) for d in made if isinstance(d, Document)] == [
        (date(2024, 9, 1), "record"),
        (date(2024, 9, 12), "flag"),
    ]


def test_lone_surrogates_and_nul_become_one_replacement_character_each(tmp_path: Path) -> None:
    line = b'{"text": "a \\ud800 b \\u0000 c \\ud83d\\ude00", "title": "t\\udfff", "x\\ud800": ["y\\u0000"]}'
    (document,) = read_bytes(tmp_path, line)
    assert isinstance(document, Document)
    assert document.text == "a \ufffd b \ufffd c 😀"
    assert document.title == "t\ufffd"
    assert document.metadata == {"x\ufffd": ["y\ufffd"], "replaced_characters": 2}
    json.dumps(document.metadata, ensure_ascii=False).encode("utf-8")


def test_numbers_that_no_store_holds_are_kept_as_text(tmp_path: Path) -> None:
    digits = b"9" * 5000
    (document,) = read_bytes(tmp_path, b'{"text": "x y", "a": NaN, "b": 1e999, "c": ' + digits + b', "d": -12}')
    assert isinstance(document, Document)
    assert document.metadata == {"a": None, "b": "1e999", "c": digits.decode(), "d": -12}


def test_repeated_fields_are_noted_and_the_last_counts(tmp_path: Path) -> None:
    (document,) = read_bytes(tmp_path, b'{"text": "First.", "text": "Last.", "__proto__": {"a": 1, "a": 2}}')
    assert isinstance(document, Document)
    assert document.text == "Last."
    assert document.metadata == {
        "repeated_fields": ["text"],
        "__proto__": {"a": 2, "repeated_fields": ["a"]},
    }


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_line_end_and_a_byte_order_mark_are_understood(tmp_path: Path, end: bytes, mark: bytes) -> None:
    made = read_bytes(tmp_path, mark + end.join([b'{"text": "One."}', b'{"text": "Two."}', b""]))
    assert [document.text for document in made if isinstance(document, Document)] == ["One.", "Two."]


@given(
    st.lists(st.binary(max_size=12).filter(lambda line: not set(line) & set(b"\r\n")), max_size=8),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
    st.integers(1, 5),
)
def test_lines_are_split_the_same_however_the_bytes_arrive(lines: list[bytes], end: bytes, step: int) -> None:
    class Drops:
        def __init__(self, data: bytes) -> None:
            self.rest = io.BytesIO(data)

        def read(self, size: int, /) -> bytes:
            return self.rest.read(min(size, step))

    data = end.join(lines)
    found = list(split_lines(Drops(data), 1000))
    wanted = [(number, line) for number, line in enumerate(lines, 1)]
    if wanted and not wanted[-1][1]:
        wanted.pop()  # what follows the last line end is no line
    wanted = [(number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line) for number, line in wanted]
    assert [(line.number, line.data) for line in found] == wanted


def test_no_more_than_one_line_is_held() -> None:
    """The stream is asked for the next bytes only when a line is wanted."""

    class Endless:
        def __init__(self) -> None:
            self.asked = 0

        def read(self, size: int, /) -> bytes:
            self.asked += 1
            return b'{"text": "One."}\n' * (size // 17)

    stream = Endless()
    lines = split_lines(stream, 1000)
    for _ in range(100):
        next(lines)
    assert stream.asked == 1


def test_a_json_file_may_hold_one_record_an_array_or_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    one = read_bytes(tmp_path, b'{\n "text": "One."\n}', "a.json")
    array = read_bytes(tmp_path, b' [ {"text": "One."} ,\n {"text": "Two.", "id": "b"} ] ', "a.json")
    lines = read_bytes(tmp_path, b'{"text": "One."}\n{"text": "Two."}\n', "a.json")
    assert [document.given_id for document in one] == [str(path)]
    assert [document.given_id for document in array] == [f"{path}:1", "b"]
    assert [document.given_id for document in lines] == [f"{path}:1", f"{path}:2"]


def test_a_record_of_an_array_is_hashed_by_its_own_bytes(tmp_path: Path) -> None:
    (document,) = read_bytes(tmp_path, b'[ {"text":  "One."} ]', "a.json")
    assert document.raw_sha256 == hashlib.sha256(b'{"text":  "One."}').hexdigest()
