"""Bad input through the command line: a clear message, the right exit code, the other inputs done."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from support.shell import Shell, Shown

GOOD = "Ann Lee said she would back the tram.\n"
TRAM = ("--proposition", "The city should build the tram")

BAD_FILES = {
    "empty": ("empty.txt", b""),
    "binary": ("noise.txt", bytes(range(256)) * 20),
    "size": ("long.txt", b"All work and no play. " * 1_000_000),
    "json": ("broken.jsonl", b'{"text": "unfinished\n'),
    "field": ("nameless.jsonl", b'{"title": "no text here"}\n'),
    "type": ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"),
}


@pytest.mark.parametrize("reason", BAD_FILES)
@pytest.mark.parametrize("command", ["read", "extract", "build"])
def test_a_bad_file_is_named_with_its_reason_and_the_good_one_is_done(
    shell: Shell, project: Path, command: str, reason: str
) -> None:
    name, data = BAD_FILES[reason]
    (project / "good.txt").write_text(GOOD)
    (project / name).write_bytes(data)
    shown = shell(command, name, "good.txt", *(TRAM if command == "build" else ()))
    assert shown.code == 3
    assert f"Rejected ({reason})" in shown.err
    assert name in shown.err
    if command == "build":
        assert "Ann Lee" in shown.out
        assert shell("status", "--json").json["documents"] == 1
    else:
        assert len(shown.lines) == 1


def test_when_no_input_could_be_used_the_exit_code_is_1(shell: Shell, project: Path) -> None:
    (project / "empty.txt").write_bytes(b"")
    assert shell("extract", "empty.txt").code == 1


def test_a_broken_line_spoils_no_other_line(shell: Shell, project: Path) -> None:
    lines = [json.dumps({"id": str(i), "text": GOOD}) for i in range(3)]
    (project / "a.jsonl").write_text("\n".join([lines[0], '{"text": ', *lines[1:]]))
    shown = shell("extract", "a.jsonl")
    assert shown.code == 3
    assert [line["document"]["given_id"] for line in shown.lines] == ["0", "1", "2"]
    assert "2" in shown.err  # the line's number


def test_another_encoding_is_read_as_what_it_is(shell: Shell, project: Path) -> None:
    (project / "latin.txt").write_bytes("Zoë Müller said the café “must close”.\n".encode("cp1252"))
    (line,) = shell("read", "latin.txt").lines
    assert line["text"] == "Zoë Müller said the café “must close”.\n"


def test_missing_dates_are_warned_of_once_with_names_and_a_remedy(shell: Shell, project: Path) -> None:
    for number in range(5):
        (project / f"{number}.txt").write_text(GOOD)
    shown = shell("extract", ".")
    assert shown.code == 0
    (warning,) = [line for line in shown.err.splitlines() if line.startswith("Warning")]
    assert "5 documents carry no publication date" in warning
    assert "0.txt" in warning
    assert "and 2 more" in warning
    assert "--published" in warning
    assert "Warning" not in shell("extract", ".", "--published", "2024-09-12").err


def error_of(shown: Shown) -> str:
    """The one line that says what was wrong; nothing else, and no traceback."""
    (line,) = [line for line in shown.err.splitlines() if line.startswith("Error: ")]
    assert "Traceback" not in shown.err
    assert shown.out == ""
    return line


def test_nothing_matched_by_a_glob_is_an_error(shell: Shell) -> None:
    shown = shell("build", "nowhere/*.txt", *TRAM)
    assert shown.code == 1
    assert "nowhere/*.txt" in shown.err


def test_an_unknown_codebook_key_is_named_with_its_line(shell: Shell, project: Path) -> None:
    (project / "good.txt").write_text(GOOD)
    (project / "mine.yaml").write_text("version: 1\nquestions: []\npropositionz: []\n")
    shown = shell("build", "good.txt", "--codebook", "mine.yaml")
    assert shown.code == 2
    assert "propositionz" in error_of(shown)
    assert "3" in error_of(shown)
    assert not (project / "whipcount.db").exists()


def test_a_codebook_that_is_not_there_is_a_wrong_call(shell: Shell) -> None:
    shown = shell("build", "x.txt", "--codebook", "nowhere.yaml")
    assert shown.code == 2
    assert "nowhere.yaml" in error_of(shown)


def test_a_codebook_and_a_proposition_exclude_each_other(shell: Shell, project: Path) -> None:
    shown = shell("build", "x.txt", "--codebook", "c.yaml", *TRAM)
    assert shown.code == 2
    assert "exclude each other" in error_of(shown)


@pytest.mark.parametrize("store", ["good.txt", ".", "nowhere/deep/x.db", "good.txt/x.db"])
def test_a_store_that_cannot_be_used_is_said_before_any_model_runs(shell: Shell, project: Path, store: str) -> None:
    (project / "good.txt").write_text(GOOD)
    shown = shell("build", "good.txt", *TRAM, "--store", store)
    assert shown.code == 1
    assert store in error_of(shown)
    assert shell.engines.reader.seen == []  # type: ignore[attr-defined]
    assert (project / "good.txt").read_text() == GOOD


@pytest.mark.parametrize(
    "arguments",
    [
        ("positions",),
        ("statements",),
        ("actors",),
        ("search", "x"),
        ("status",),
        ("log",),
        ("export", "x.csv"),
        ("serve",),
    ],
)
def test_reading_a_store_that_is_not_there_makes_none(shell: Shell, project: Path, arguments: tuple[str, ...]) -> None:
    shown = shell(*arguments, "--store", "none.db")
    assert shown.code == 1
    assert "none.db" in error_of(shown)
    assert list(project.iterdir()) == []


def test_a_port_in_use_is_said_with_another_one(shell: Shell, project: Path) -> None:
    (project / "good.txt").write_text(GOOD)
    shell("build", "good.txt", *TRAM)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        shown = shell("serve", "--port", port)
    assert shown.code == 1
    assert f"Port {port}" in error_of(shown)
    assert "--port" in error_of(shown)


@pytest.mark.parametrize("line", ['stroe = "x.db"', "port = 'many'", "nonsense"])
def test_a_wrong_project_file_is_a_wrong_call(shell: Shell, project: Path, line: str) -> None:
    (project / "whipcount.toml").write_text(line)
    shown = shell("status")
    assert shown.code == 2
    assert "whipcount.toml" in error_of(shown)


def test_an_unknown_proposition_lists_the_known_ones(shell: Shell, project: Path) -> None:
    (project / "good.txt").write_text(GOOD)
    shell("build", "good.txt", *TRAM)
    shown = shell("positions", "--proposition", "nonsense")
    assert shown.code == 2
    assert "the-city-should-build-the-tram" in error_of(shown)


def test_judging_a_statement_that_does_not_exist(shell: Shell, project: Path) -> None:
    (project / "good.txt").write_text(GOOD)
    shell("build", "good.txt", *TRAM)
    (position,) = shell("positions", "--json").json
    shown = shell("code", "0" * 32, "--proposition", position["proposition"], "--stance", "oppose")
    assert shown.code == 1
    assert "0" * 32 in error_of(shown)


def test_a_name_full_of_escapes_cannot_drive_the_terminal(shell: Shell, project: Path) -> None:
    (project / "red\x1b[31m\n.txt").write_bytes(b"")
    shown = shell("extract", ".")
    assert "\x1b" not in shown.err
    assert len(shown.err.splitlines()) == 1
