"""A store's codebooks can be named by number and by id, and are shown as a file would hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.shell import Shell
from whipcount.coding import parse_codebook, starter_codebook

SECOND = starter_codebook().replace("Cheaper bus tickets", "Cheaper tickets")


@pytest.fixture
def kept(shell: Shell) -> Shell:
    """A record with two versions, the first one put in force again."""
    Path("a.txt").write_text("Ann Lee said she would back the lanes.\n")
    for number, text in enumerate((starter_codebook(), SECOND, starter_codebook())):
        Path(f"{number}.yaml").write_text(text)
        assert shell("build", "a.txt", "--codebook", f"{number}.yaml").code == 0
    return shell


def test_versions_are_listed_oldest_first(kept: Shell) -> None:
    first, second = parse_codebook(starter_codebook()).id, parse_codebook(SECOND).id
    listed = kept("codebook", "versions", "--json").json
    assert [(one["number"], one["id"]) for one in listed] == [(1, first), (2, second), (3, first)]
    assert all(one["run"] and one["at"] for one in listed)
    assert second[:12] in kept("codebook", "versions").out


def test_a_version_is_named_by_number_or_id_and_shown_as_its_file(kept: Shell) -> None:
    second = parse_codebook(SECOND)
    for name in ("store:2", f"store:{second.id}", f"store:{second.id[:8]}", "1.yaml"):
        shown = kept("codebook", "show", name)
        assert shown.code == 0, shown.err
        assert shown.out.startswith(f"# {second.id}\n")
        assert parse_codebook(shown.out) == second
    assert kept("codebook", "show", "--json").json["id"] == parse_codebook(starter_codebook()).id


def test_an_unknown_version_is_refused_with_those_that_there_are(kept: Shell) -> None:
    for name in ("store:7", "store:zz"):
        shown = kept("codebook", "show", name)
        assert shown.code == 2
        assert f"no version '{name[6:]}'" in shown.err
        assert "Known: 1 (" in shown.err


def test_a_record_without_a_codebook_says_so(shell: Shell) -> None:
    Path("a.txt").write_text("Ann Lee said she would back the lanes.\n")
    assert shell("build", "a.txt").code == 0
    shown = shell("codebook", "show")
    assert shown.code == 2
    assert "no codebook yet" in shown.err
    assert shell("codebook", "versions", "--json").json == []
    assert shell("codebook", "show", "--store", "missing.db").code == 1


def test_what_a_codebook_says_is_made_harmless_for_the_terminal(shell: Shell) -> None:
    Path("evil.yaml").write_text('questions: [{id: a, text: b, propositions: [{id: c, text: "red \\x1b[31m"}]}]\n')
    shown = shell("codebook", "show", "evil.yaml")
    assert shown.code == 0
    assert "\x1b" not in shown.out
