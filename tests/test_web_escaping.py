"""Hostile text in any stored field is shown as text: in pages, in JSON and in CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.hostile import PAYLOADS, hostile_document
from support.pages import Pages, made_store, pages_over
from whipcount.coding import codebook_from_proposition
from whipcount.errors import UsageError
from whipcount.interchange.cells import FORMULA_STARTS
from whipcount.web.exports import safe_cell
from whipcount.web.query import address


class Elements(HTMLParser):
    """What a browser would build: element names, attribute names, and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    codebook = codebook_from_proposition("Close it " + " ".join(PAYLOADS))
    with pages_over(made_store(path, *map(hostile_document, PAYLOADS), codebook=codebook)) as opened:
        for payload in PAYLOADS:
            run = opened.store.begin_run(payload, {"sources": [payload], "by": payload})
            opened.store.note_progress(run, "reading", 1, name=payload)
            opened.store.stop_run(run, payload)
            with suppress(UsageError):  # a name with characters that cannot be shown
                opened.store.save_view(payload, address("/statements", text=payload), by=payload)
        yield opened


def assert_harmless(pages: Pages, at: str) -> None:
    found = Elements()
    found.feed(pages.client.get(at).text)
    assert not found.tags & {"style", "iframe", "object", "base", "img", "math", "embed"}, at
    assert not {name for name in found.attributes if name.startswith("on") or name == "style"}, at
    assert not [target for target in found.targets if not target.startswith(("/", "#"))], at


@pytest.mark.parametrize("path", ["/q", "/statements", "/documents", "/actors", "/status", "/runs", "/views"])
def test_hostile_text_stays_text_in_every_list(pages: Pages, path: str) -> None:
    assert_harmless(pages, f"/q/{pages.question()}" if path == "/q" else path)


def test_hostile_text_stays_text_on_the_page_of_a_run(pages: Pages) -> None:
    runs = pages.store.runs()
    assert len(runs) > len(PAYLOADS)
    for run in runs:
        assert_harmless(pages, f"/runs/{run.id}")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_in_an_article_and_on_its_speakers_page(pages: Pages, payload: str) -> None:
    document, (made,) = hostile_document(payload)
    assert_harmless(pages, f"/documents/{document.id}?statement={made.id}")
    assert_harmless(pages, f"/actors/{pages.store.statement(made.id).actor_key}")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_where_it_is_shared_and_printed(pages: Pages, payload: str) -> None:
    _, (made,) = hostile_document(payload)
    assert_harmless(pages, f"/statements/{made.id}")
    assert_harmless(pages, f"/q/{pages.question()}/brief")
    for at in (f"/embed/statements/{made.id}", f"/embed/q/{pages.question()}", address("/embed/q/" + payload)):
        html = pages.client.get(at).text
        assert html.count("<base") == html.count('<base target="_blank">') == 1, "ours, which leads nowhere else"
        found = Elements()
        found.feed(html)
        assert not found.tags & {"script", "form", "style", "iframe", "object", "img", "math", "embed"}
        assert not {name for name in found.attributes if name.startswith("on") or name in ("style", "http-equiv")}
        assert not [target for target in found.targets if not target.startswith(("/", "#"))], at


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_an_address_stays_text(pages: Pages, payload: str) -> None:
    board = f"/q/{pages.question()}"
    assert_harmless(pages, address("/nothing" + payload))
    assert_harmless(pages, address("/statements", order=payload))
    assert_harmless(pages, address("/statements", text=payload, outlet=payload, speaker=payload))
    assert_harmless(pages, address("/documents", text=payload))
    assert_harmless(pages, address(board, bloc=payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_the_same_text_in_json(pages: Pages, payload: str) -> None:
    document, _ = hostile_document(payload)
    text = pages.get(f"/documents/{document.id}.json")
    assert not re.search(r"[<>&\u2028\u2029]", text), "safe where it is pasted into a page"
    data = json.loads(text)
    assert data["document"]["title"] == payload
    assert data["statements"][0]["speaker"]["name"] == payload


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_never_begins_a_formula(start: str) -> None:
    for text in (f"{start}1+1", f"  {start}cmd|' /C calc'!A0", f"{start}"):
        shown = next(csv.reader(io.StringIO(f'"{safe_cell(text)}"')), [""])
        assert not shown[0].lstrip(" \0\t\r\n").startswith(FORMULA_STARTS)


def test_no_exported_list_begins_a_formula(tmp_path: Path) -> None:
    starts = [start for start in FORMULA_STARTS if start != "\0"]  # no store keeps a NUL
    documents = [hostile_document(f"{start}HYPERLINK(1)") for start in starts]
    with pages_over(made_store(tmp_path / "formulas.db", *documents)) as pages:
        for at in ("/statements.csv", "/documents.csv", "/actors.csv", "/status.csv", f"/q/{pages.question()}.csv"):
            rows = list(csv.reader(io.StringIO(pages.get(at), newline="")))
            assert len(rows) > len(starts) / 2
            assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)], at
