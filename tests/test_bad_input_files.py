"""Files that are no articles: each is rejected with a reason and what to do, and the others are read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from whipcount.config import Settings
from whipcount.errors import REASONS
from whipcount.ingest import read
from whipcount.model import Document, Rejected

NOISE = random.Random(7).randbytes(1_000_000)

CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "white space": (b" \n\t \r\n \x0c", "empty"),
    "byte order mark": (b"\xef\xbb\xbf", "empty"),
    "utf-16 mark": (b"\xff\xfe", "empty"),
    "nul": (b"\0", "empty"),
    "nuls": (b"\0" * 5000, "empty"),
    "noise": (NOISE, "binary"),
    "short noise": (NOISE[:300], "binary"),
    "pdf": (b"%PDF-1.7\n" + NOISE[:2000], "type"),
    "png": (b"\x89PNG\r\n\x1a\n" + NOISE[:2000], "type"),
    "elf": (b"\x7fELF\x02\x01\x01" + NOISE[:2000], "type"),
    "zip": (b"PK\x03\x04" + NOISE[:2000], "type"),
    "sqlite": (b"SQLite format 3\0" + NOISE[:2000], "type"),
    "gzip": (b"\x1f\x8b\x08" + NOISE[:2000], "type"),
    "rtf": (b"{\\rtf1\\ansi They met.}", "type"),
}


@pytest.mark.parametrize("ending", [".txt", ".html"])
@pytest.mark.parametrize(("data", "reason"), CASES.values(), ids=CASES)
def test_what_is_no_text_is_rejected(tmp_path: Path, data: bytes, reason: str, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    (rejected,) = read([path], Settings())
    assert isinstance(rejected, Rejected)
    assert (rejected.given_id, rejected.reason, rejected.size) == (str(path), reason, len(data))
    assert rejected.reason in REASONS
    assert rejected.detail.startswith(str(path))
    assert rejected.detail.endswith(".")


def test_one_byte_is_a_very_short_text_or_a_rejection(tmp_path: Path) -> None:
    for byte in range(256):
        (tmp_path / f"{byte:03}.txt").write_bytes(bytes([byte]))
    made = list(read([tmp_path], Settings()))
    assert len(made) == 256
    assert sum(isinstance(each, Document) for each in made) >= 94


def test_a_file_over_the_limit_is_rejected_before_it_is_held(tmp_path: Path) -> None:
    """A sparse file of a gigabyte: only as much as the limit is read of it."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    (rejected,) = read([path], Settings(max_bytes=1_000_000))
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.size) == ("size", 1_000_000_000)
    assert "1,000,000 bytes" in rejected.detail


def test_twenty_megabytes_of_text_say_what_the_limit_is(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("They met again, and he said so.\n\n" * 620_000)
    (rejected,) = read([path], Settings())
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "size"
    assert "raise max_characters" in rejected.detail


def test_twenty_megabytes_of_text_are_read_where_the_limit_allows_it(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    text = "They met again, and he said so.\n\n" * 620_000
    path.write_text(text)
    (document,) = read([path], Settings(max_characters=25_000_000))
    assert isinstance(document, Document)
    assert document.text == text


def test_an_endless_device_is_read_up_to_the_limit() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("there is no /dev/zero here")
    (rejected,) = read(["/dev/zero"], Settings(max_bytes=1_000_000))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "size"


def test_standard_input_that_is_not_there_is_a_rejection() -> None:
    (rejected,) = read(["-"], Settings(), stdin=None)
    assert isinstance(rejected, Rejected)
    assert (rejected.given_id, rejected.reason) == ("-", "unreadable")


def test_bad_files_among_good_ones_cost_only_themselves(tmp_path: Path) -> None:
    """Every file is accounted for: a document or a rejection, and nothing twice."""
    for number, (data, _) in enumerate(CASES.values()):
        (tmp_path / f"{number:02}_bad.txt").write_bytes(data)
        (tmp_path / f"{number:02}_good.txt").write_text(f"Number {number} was read.")
    made = list(read([tmp_path], Settings()))
    assert len({each.given_id for each in made}) == len(made) == 2 * len(CASES)
    assert sum(isinstance(each, Document) for each in made) == len(CASES)


@pytest.mark.parametrize("published", [None])
def test_a_missing_day_is_no_reason_to_reject(tmp_path: Path, published: None) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (document,) = read([tmp_path / "a.txt"], Settings(), published=published)
    assert isinstance(document, Document)
    assert (document.published, document.published_from) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "+ADw-script+AD4-alert(1)",
        "He did n\u200bot say \u202ethat\u202c.",
        '“He said «no», ‘never’, "ever"',
        "A" * 1_000_000,
        "e" + "\u0301" * 100_000,
        "\ufdfa" * 100_000,
        "👩\u200d👩\u200d👧 said so.",
        '"No," he said. ' * 50_000,
        "line one\rline two\r\nline three\u2028line four",
    ],
    ids=["utf-7", "bidi", "quotes", "one word", "marks", "ligatures", "emoji", "one quote", "line ends"],
)
def test_strange_text_is_text_and_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    (document,) = read([path], Settings())
    assert isinstance(document, Document)
    assert document.text == text
