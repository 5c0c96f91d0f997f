"""A question with many propositions makes no heavy pages: what each row repeats, and what is drawn, is kept short."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from support.gold_store import build_wide_store
from support.pages import Pages, pages_over
from whipcount.model import Proposition
from whipcount.web.site import CODINGS_IN_ROWS

MOST_BYTES = 200_000
PROPOSITIONS = 20
IN_FULL = 8


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_wide_store(tmp_path_factory.mktemp("weight") / "debate.db", PROPOSITIONS)) as opened:
        yield opened


def propositions(pages: Pages) -> tuple[Proposition, ...]:
    book = pages.store.codebook()
    return book.propositions if book else ()


def test_no_page_is_heavy(pages: Pages) -> None:
    row = pages.store.statements(limit=1).items[0]
    busiest = pages.store.actors(limit=1).items[0].key
    question, proposition = pages.question(), pages.proposition()
    for at in (
        f"/q/{question}", f"/q/{question}?page=2", f"/q/{question}/brief", "/statements", f"/p/{proposition}",
        f"/actors/{busiest}", f"/actors/{busiest}?page=3",
        f"/documents/{row.document_id}", "/network?type=subtract", "/codebook/edit", "/review",
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


def test_a_statement_on_many_propositions_lists_some_and_leads_to_all(pages: Pages) -> None:
    """Each of these is coded for most of the propositions."""
    rows = pages.get("/statements").split('<article class="statement')[1:]
    told = [(row.count('<span class="on">'), re.search(r"and on (\d+) more propositions", row)) for row in rows]
    assert max(shown for shown, _more in told) == CODINGS_IN_ROWS
    row, (shown, more) = next((row, one) for row, one in zip(rows, told, strict=True) if one[1])
    assert more is not None
    whole = re.search(r'href="(/statements/\w+)">and on', row)
    assert whole is not None
    assert pages.get(whole[1]).count('<span class="on">') == shown + int(more[1])


@pytest.mark.parametrize("narrow", ["", "?until=2031-12-31"])
def test_a_board_of_many_lists_all_and_shows_eight_on_each_page(pages: Pages, narrow: str) -> None:
    """From the list, and page after page, every proposition is reached, without a script."""
    every = [p.id for p in propositions(pages)]
    html, shown = pages.get(f"/q/{pages.question()}{narrow}"), list[str]()
    contents = html.split('<nav class="contents"')[1].split("</nav>")[0]
    assert "Numbers 1 to 8 of 20 propositions follow in full here" in html
    for id_, at in zip(every, re.findall(r'<a href="([^"]*)"', contents), strict=True):
        page, name = at.split("#")
        assert name == f"p-{id_}"
        if every.index(id_) % IN_FULL == 0 or not page:
            assert f'id="p-{id_}"' in (pages.get(page.replace("&amp;", "&")) if page else html)
    while True:
        shown += re.findall(r'<section class="proposition" id="p-([^"]*)"', html)
        following = re.search(r'rel="next" href="([^"]*)"', html)
        if following is None:
            break
        html = pages.get(following[1].replace("&amp;", "&"))
    assert shown == every
    assert pages.client.get(f"/q/{pages.question()}?page=4").status_code == 400


def test_the_page_of_a_proposition_leads_back_to_where_it_stands(pages: Pages) -> None:
    last = propositions(pages)[-1]
    board = re.search(r'href="(/q/[^"#]*)#p-', pages.get(f"/p/{last.id}"))
    assert board is not None
    assert f'<section class="proposition" id="p-{last.id}"' in pages.get(board[1])


def test_an_actor_on_many_propositions_stands_on_several_pages(pages: Pages) -> None:
    busiest = pages.store.actors(limit=1).items[0].key
    first, second = (pages.get(f"/actors/{busiest}{page}") for page in ("", "?page=2"))
    for html in (first, second):
        listed = re.findall(r'<a href="[^"]*#p-([^"]*)"', html.split('<nav class="contents"')[1].split("</nav>")[0])
        assert len(listed) > IN_FULL
    of_pages = [re.findall(r'<section class="section" id="p-([^"]*)"', html) for html in (first, second)]
    assert [*of_pages[0], *of_pages[1]] == listed[: IN_FULL * 2]
    twin = pages.client.get(f"/actors/{busiest}.json").json()
    assert [one["proposition"] for one in twin["positions"]] == listed


def test_a_board_of_many_leads_to_the_curves(pages: Pages) -> None:
    html = pages.get(f"/q/{pages.question()}")
    assert html.count("Over time, who came to each side") == IN_FULL
    assert "<figure>" not in html
    assert "<figure>" in pages.get(f"/p/{pages.proposition()}")
