"""A build that is killed leaves a sound store, and the next one goes on from there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT
from support.engines import SaidReader, WordCoder, counting_engines
from support.shell import Shell
from whipcount.config import Settings
from whipcount.project import Tick, build
from whipcount.store import open_store

DOCUMENTS = 40  # three batches of the reader
TRAM = ("--proposition", "The city should build the tram", "--published", "2024-09-12")


@pytest.fixture
def articles(project: Path) -> Path:
    path = project / "articles.jsonl"
    words = ("back", "reject", "delay", "no comment on")
    records = [
        {"id": f"a{number}", "text": f"Ann Lee said she would {words[number % 4]} the tram, point {number}."}
        for number in range(DOCUMENTS)
    ]
    path.write_text("\n".join(json.dumps(record) for record in records))
    return path


def killed_build(project: Path, when: str, *arguments: str) -> int:
    command = [sys.executable, "-m", "support.dying", when, "build", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), *sys.path])}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False).returncode


def content(shell: Shell, store: str) -> tuple[object, object]:
    """What a store says, without the times at which it was told."""
    statements = shell("statements", "--all", "--order", "text", "--json", "--store", store).json
    for row in statements:
        del row["coded"]
    return statements, shell("positions", "--json", "--store", store).json


@pytest.mark.parametrize("when", ["reader:0", "reader:1", "reader:2", "coder:0"])
def test_after_a_kill_the_next_build_finishes_what_is_missing(
    shell: Shell, articles: Path, project: Path, reader: SaidReader, coder: WordCoder, when: str
) -> None:
    assert killed_build(project, when, "articles.jsonl", *TRAM, "--store", "killed.db") == -signal.SIGKILL
    with open_store("killed.db") as store:
        assert store.verify() == []
        kept = store.status().documents
    assert kept == (DOCUMENTS if when.startswith("coder") else 16 * int(when.partition(":")[2]))

    assert shell("build", "articles.jsonl", *TRAM, "--store", "killed.db").code == 0
    assert len(reader.seen) == DOCUMENTS - kept
    assert len(coder.seen) == DOCUMENTS
    assert shell("build", "articles.jsonl", *TRAM, "--store", "whole.db").code == 0
    assert content(shell, "killed.db") == content(shell, "whole.db")


def test_an_interrupt_says_what_was_kept_and_exits_130(shell: Shell, articles: Path, reader: SaidReader) -> None:
    class Impatient(SaidReader):
        def read(self, documents):  # type: ignore[no-untyped-def]
            if self.seen:
                raise KeyboardInterrupt
            return super().read(documents)

    patient = shell.engines
    shell.engines = type(patient)(Impatient(), patient.coder)
    shown = shell("build", "articles.jsonl", *TRAM)
    assert shown.code == 130
    assert "Interrupted. What was finished is kept in whipcount.db" in shown.err
    assert "Traceback" not in shown.err
    assert shell("status", "--json").json["documents"] == 16

    shell.engines = patient
    assert shell("build", "articles.jsonl", *TRAM).code == 0
    assert len(reader.seen) == DOCUMENTS - 16


def test_a_run_cut_off_before_grouping_is_grouped_by_the_next(articles: Path) -> None:
    engines, reader, _ = counting_engines()

    def interrupt(tick: Tick) -> None:
        if tick.doing == "grouping":
            raise KeyboardInterrupt

    with open_store("cut.db") as store:
        with pytest.raises(KeyboardInterrupt):
            build([articles], store, None, Settings(), engines=engines, progress=interrupt)
        assert {row.event for row in store.statements().items} == {None}
        reader.seen.clear()
        build([articles], store, None, Settings(), engines=engines)
        assert reader.seen == []
        assert None not in {row.event for row in store.statements().items}
