"""A question with many propositions makes no heavy pages: what each row repeats, and what is drawn, is kept short."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from support.gold_store import build_wide_store
from support.pages import Pages, pages_over

MOST_BYTES = 200_000
PROPOSITIONS = 8


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_wide_store(tmp_path_factory.mktemp("weight") / "debate.db", PROPOSITIONS)) as opened:
        yield opened


def test_no_page_is_heavy(pages: Pages) -> None:
    row = pages.store.statements(limit=1).items[0]
    busiest = pages.store.actors(limit=1).items[0].key
    question, proposition = pages.question(), pages.proposition()
    for at in (
        f"/q/{question}", f"/q/{question}/brief", "/statements", f"/p/{proposition}",
        f"/actors/{busiest}", f"/documents/{row.document_id}", "/network?type=subtract", "/codebook/edit", "/review",
    ):  # fmt: skip
        assert len(pages.client.get(at).content) < MOST_BYTES, at


def test_a_row_offers_what_its_statement_is_about_and_leads_to_the_others(pages: Pages) -> None:
    html = pages.get("/statements")
    rows = html.split('<article class="statement')[1:]
    assert len(rows) == 50
    for row in rows:
        choice = re.search(r'name="proposition">(.*?)</select>', row, re.DOTALL)
        assert (choice[1].count("<option") if choice else 0) < PROPOSITIONS
        assert re.search(r'href="/statements/\w+">Judge it against an?(?:other)? proposition<', row)
    statement = pages.store.statements(limit=1).items[0].statement.id
    whole = pages.get(f"/statements/{statement}").split('name="proposition">')[1].split("</select>")[0]
    assert whole.count("<option") == PROPOSITIONS


def test_a_board_of_many_leads_to_the_curves(pages: Pages) -> None:
    html = pages.get(f"/q/{pages.question()}")
    assert html.count("Over time, who came to each side") == PROPOSITIONS
    assert "<figure>" not in html
    assert "<figure>" in pages.get(f"/p/{pages.proposition()}")
