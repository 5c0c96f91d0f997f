"""The board shows what still counts as being about a proposition and what does not, beside its definition."""

from __future__ import annotations

from pathlib import Path

from support.pages import pages_over
from whipcount.coding import parse_codebook
from whipcount.store import open_store

BOOK = """\
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: bounded
        text: The city should build the tram
        boundaries: {in: [A trial <line>, Night trams], out: [Buses]}
      - {id: free, text: The tram should be free}
"""


def test_boundaries_stand_on_the_board_as_text(tmp_path: Path) -> None:
    path = tmp_path / "whipcount.db"
    with open_store(path) as store:
        store.put_codebook(parse_codebook(BOOK), run=store.begin_run("test", {}))
    with pages_over(path) as pages:
        html = pages.get("/q/tram")
    assert "<p>Still about it: A trial &lt;line&gt;; Night trams</p>" in html
    assert "<p>Not about it: Buses</p>" in html
    assert html.count('<details class="definition">') == 1
