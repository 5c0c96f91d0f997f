"""A voice within another's words, and a speaker whom the article does not tell, are shown as that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.engines import SaidReader, WordCoder
from support.pages import made_document, made_statement, made_store, pages_over
from support.shell import Shell
from whipcount.project import Engines

TEXT = "Ann Holt said Bo Ek would oppose it. He called it a mistake."
TOLD, UNKNOWN = "told by another", "not known who"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str, str]:
    document = made_document(TEXT)
    outer = made_statement(document, ("Bo Ek would oppose it",), source="Ann Holt", cue="said")
    inner = replace(made_statement(document, ("would oppose it",), source="Bo Ek"), parent=outer.id)
    open_one = made_statement(document, ("a mistake",), source="He", cue="called", name=None, kind="none")
    path = tmp_path_factory.mktemp("voices") / "s.db"
    return made_store(path, (document, (outer, inner, open_one))), outer.id, inner.id, open_one.id


def test_a_voice_within_anothers_words_is_shown_as_such(store: tuple[Path, str, str, str]) -> None:
    path, outer, inner, _ = store
    with pages_over(path) as pages:
        listed, alone = pages.client.get("/statements").text, pages.client.get(f"/statements/{inner}").text
        assert listed.count(TOLD) == 1
        assert f'href="/statements/{outer}"' in alone
        assert TOLD in alone
        assert TOLD not in pages.client.get(f"/statements/{outer}").text


def test_a_speaker_the_article_does_not_tell_is_marked(store: tuple[Path, str, str, str]) -> None:
    path, outer, _, unknown = store
    with pages_over(path) as pages:
        assert pages.client.get("/statements").text.count(UNKNOWN) == 1
        assert UNKNOWN in pages.client.get(f"/statements/{unknown}").text
        assert UNKNOWN not in pages.client.get(f"/statements/{outer}").text


def test_the_command_line_marks_both(store: tuple[Path, str, str, str]) -> None:
    path, outer, _, _ = store
    printed = Shell(Engines(SaidReader(), WordCoder()))("statements", "--store", path, "--all").out
    assert f"{TOLD} ({outer})" in printed
    assert f"He ({UNKNOWN})" in printed
