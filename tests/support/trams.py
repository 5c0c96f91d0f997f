"""A debate about a tram: two statements, judged by simple engines, under a codebook of the test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.engines import SaidReader, WordCoder
from support.pages import Pages, pages_over
from whipcount.coding import parse_codebook
from whipcount.config import Settings
from whipcount.project import Engines, build
from whipcount.store import open_store

# Comments, an order and spellings that an editor has to keep.
BOOK = """\
# agreed on 3 May
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build   # keep this id
        text: The city should build the tram
        definition: Any tram & <b>any</b> line.
        synonyms:
          - lay the rails   # from the minutes
          - start the works
        for: [She wants it.]
        against: [He does not.]
        arguments:
          - {id: quick, side: pro, text: It is quick}
          - {id: dear, side: con, text: It is dear}
      # rides
      - {id: free, text: Rides should cost nothing, for: [Free it.], against: [Charge.]}
  - id: square
    text: Anything else?
    propositions: [{id: pave, text: The square should be paved, for: [Pave it.], against: [Leave it.]}]
actors:
  - name: Ann Lee  # the mayor
    aliases: [the mayor]
"""
ENGINES = Engines(SaidReader(), WordCoder())
STATEMENTS = 2


def judged(folder: Path, book: str = BOOK) -> Path:
    """A store in the folder with both statements, judged under a codebook."""
    row = {"id": "1", "text": "Ann Lee said she would back the tram. Bob Ray said he would reject the tram."}
    (folder / "a.jsonl").write_text(json.dumps(row))
    with open_store(folder / "whipcount.db") as store:
        build([folder / "a.jsonl"], store, parse_codebook(book), Settings(), engines=ENGINES)
        assert store.status().statements == STATEMENTS
    return folder / "whipcount.db"


def beside(original: Path, folder: Path, book: str = BOOK) -> Path:
    """A copy of a store in a folder; the codebook's file beside it."""
    shutil.copy(original, folder / "whipcount.db")
    (folder / "codebook.yaml").write_text(book)
    return folder / "codebook.yaml"


@contextmanager
def edited(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """The pages over the store beside a codebook's file, seen by Edna, with the simple coder for the shipped one."""
    for module in ("codebook", "codebook_edit", "undoing"):
        monkeypatch.setattr(f"whipcount.web.{module}.shipped_coder", lambda _: ENGINES.coder)
    with pages_over(path.with_name("whipcount.db"), Settings(codebook=str(path), coder="edna")) as opened:
        yield opened
