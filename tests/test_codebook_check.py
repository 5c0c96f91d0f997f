"""``whipcount codebook check``: every error at once with its line, and what is allowed but seldom meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.shell import Shell
from whipcount.coding import check_codebook, read_codebook, starter_codebook
from whipcount.coding.pairs import PROPOSITION_PIECES, pieces
from whipcount.demo import demo_codebook

SOUND = """\
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build
        text: The city should build the tram
        synonyms: [lay the rails]
        for: [She wants it.]
        against: [He does not.]
        arguments: [{id: quick, side: pro, text: It is quick}]
      - id: free
        text: Rides should cost nothing
        synonyms: [abolish fares]
        for: [She wants it.]
        against: [He does not.]
actors:
  - {name: Ann Lee, aliases: [the mayor]}
  - {name: Bob Ray}
"""
LONG = "The city should " + "very " * PROPOSITION_PIECES + "soon build it"


def codes(text: str) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.code) for finding in check_codebook(read_codebook(text))]


@pytest.mark.parametrize("text", [SOUND, starter_codebook()])
def test_a_sound_codebook_gives_nothing_to_look_at(text: str) -> None:
    assert codes(text) == []


def test_the_demo_has_no_errors(shell: Shell) -> None:
    assert shell("codebook", "check", demo_codebook()).code == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("Rides should cost nothing", "Rides should not cost a thing", 12, "negated"),
        ("Rides should cost nothing", "Rides shouldn’t cost a thing", 12, "negated"),
        ("Rides should cost nothing", "The tram should be built by the city", 12, None),
        ("Rides should cost nothing", "The city shall build that tram", 12, "alike"),
        ("Rides should cost nothing", LONG, 12, "long"),
        ("lay the rails", LONG, 7, "long"),
        ("It is quick", LONG, 10, "long"),
        ("[abolish fares]", "[no fares, Lay the rails.]", 13, "shared-synonym"),
        ("[abolish fares]", "[The city should build the tram]", 13, "shared-synonym"),
        ("        for: [She wants it.]\n        against: [He does not.]\nactors", "actors", 12, "no-examples"),
        ("{name: Bob Ray}", "{name: bob ray, aliases: [The Mayor]}", 18, "repeated-actor"),
    ],
)
def test_what_is_seldom_meant_is_a_warning(old: str, new: str, line: int, code: str | None) -> None:
    assert SOUND.count(old) == 1
    found = codes(SOUND.replace(old, new))
    assert (line, code) in found if code else found == []
    assert "format" not in dict(found).values()


def test_a_shared_synonym_is_told_under_both_propositions() -> None:
    text = SOUND.replace("abolish fares", "lay the rails")
    assert codes(text) == [(7, "shared-synonym"), (13, "shared-synonym")]


def test_the_longest_proposition_that_the_model_reads_whole_is_not_told() -> None:
    text = "tram " * (PROPOSITION_PIECES - 1) + "rail"
    assert pieces(text) == PROPOSITION_PIECES
    assert codes(SOUND.replace("Rides should cost nothing", text)) == []
    assert (12, "long") in codes(SOUND.replace("Rides should cost nothing", text + " rail"))


def test_a_name_that_an_actor_has_twice_is_no_repetition() -> None:
    assert codes(SOUND.replace("[the mayor]", "[the mayor, Ann Lee]")) == []


def test_every_error_stands_with_file_and_line_and_the_exit_code_is_1(shell: Shell) -> None:
    Path("book.yaml").write_text(SOUND.replace("side: pro", "side: for").replace("id: free", "id: Free"))
    shown = shell("codebook", "check", "book.yaml")
    assert shown.code == 1
    assert [line.split(": ")[:2] for line in shown.out.splitlines()] == [
        ["book.yaml:10", "error"],
        ["book.yaml:11", "error"],
    ]
    assert shown.err == "2 errors, 0 warnings.\n"
    told = shell("codebook", "check", "book.yaml", "--json")
    assert told.code == 1
    assert [(one["line"], one["severity"], one["code"]) for one in told.json] == [
        (10, "error", "format"),
        (11, "error", "format"),
    ]


def test_warnings_alone_exit_0_and_an_unreadable_file_2(shell: Shell) -> None:
    Path("book.yaml").write_text(SOUND.replace("Rides should cost nothing", "Rides should never cost a thing"))
    shown = shell("codebook", "check", "book.yaml")
    assert shown.code == 0
    assert shown.out.startswith("book.yaml:12: warning: 'free' is worded with 'never'")
    assert shell("codebook", "check", "missing.yaml").code == 2
    Path("broken.yaml").write_text("questions: [")
    assert shell("codebook", "check", "broken.yaml").code == 1
    assert shell("codebook", "check").code == 2


def test_with_a_record_arguments_that_nobody_gives_are_told(shell: Shell) -> None:
    Path("book.yaml").write_text(SOUND)
    Path("a.txt").write_text("Ann Lee said she would back the tram.\n")
    assert shell("build", "a.txt", "--codebook", "book.yaml").code == 0
    shown = shell("codebook", "check", "book.yaml", "--store", "whipcount.db", "--json")
    assert [(one["line"], one["code"]) for one in shown.json] == [(10, "unused-argument")]
    Path("new.yaml").write_text(SOUND.replace("id: build", "id: other"))
    assert shell("codebook", "check", "new.yaml", "--store", "whipcount.db", "--json").json == []
