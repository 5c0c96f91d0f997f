"""The brief says what the board says, with each one's last words, and leaves out nobody without telling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest

from support.gold_store import build_gold_store
from support.pages import Pages, links, pages_over
from whipcount.config import Settings
from whipcount.positions import moves, positions, tally
from whipcount.web.brief import ACTORS_SHOWN, SHIFTS_SHOWN
from whipcount.web.words import day

SIDES = ("against", "leaning_against", "undecided", "leaning_for", "for")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_gold_store(tmp_path_factory.mktemp("brief") / "debate.db")) as opened:
        yield opened


def brief(pages: Pages, query: str = "") -> str:
    return pages.get(f"/q/{pages.question()}/brief{query}")


def propositions(pages: Pages) -> list[str]:
    codebook = pages.store.codebook()
    assert codebook is not None
    return [p.id for p in codebook.propositions]


def test_the_counts_are_those_of_the_board(pages: Pages) -> None:
    parts = brief(pages).split('<ul class="five">')[1:]
    for id_, part in zip(propositions(pages), parts, strict=True):
        shown = [int(n) for n in re.findall(r'class="count">(\d+)<', part.split("</ul>")[0])]
        counts = tally(positions(pages.store.coded_statements(id_), Settings()))
        assert shown == [counts[side] for side in SIDES]


def test_everybody_is_listed_or_counted_as_left_out(pages: Pages) -> None:
    html = brief(pages)
    every = sum(len(positions(pages.store.coded_statements(id_), Settings())) for id_ in propositions(pages))
    lists = "".join(html.split('class="columns"')[1:]).split("brief-end")[0]
    listed = lists.count("<li>")
    more = sum(int(n) for n in re.findall(r"and (\d+) more</p>", lists))
    assert listed == min(every, ACTORS_SHOWN)
    assert listed + more == every
    left = re.search(r"(\d+) actors? who said least", html)
    assert int(left[1] if left else 0) == more


def test_who_moved_stands_with_the_words_that_brought_it(pages: Pages) -> None:
    tables = re.findall(r'<table class="moves">.*?</table>', brief(pages), re.DOTALL)
    rows = unescape("".join(tables))
    for id_ in propositions(pages):
        coded = {c.statement.id: c for c in pages.store.coded_statements(id_)}
        moved = moves(positions(coded.values(), Settings()))
        assert moved
        for position, shift in moved[: SHIFTS_SHOWN // len(propositions(pages))]:
            assert position.actor in rows
            assert coded[shift.statements[0]].quotation[:20] in rows


def test_it_is_narrowed_as_the_board_is_and_says_so(pages: Pages) -> None:
    html = brief(pages, "?until=2025-05-20&kind=person")
    assert f"as it stood on {day(date(2025, 5, 20))}; only: person" in html
    found = positions(pages.store.coded_statements(pages.proposition()), Settings(), at=date(2025, 5, 20))
    counts = tally(p for p in found if p.kind == "person")
    shown = re.findall(r'class="count">(\d+)<', html.split('<ul class="five">')[1])[:5]
    assert [int(n) for n in shown] == [counts[side] for side in SIDES]
    back = f"/q/{pages.question()}?until=2025-05-20&kind=person"
    assert back in links(html)
    assert f">http://127.0.0.1:8001{back.replace('&', '&amp;')}</a>" in html, "the paper names the address"
    assert f"/q/{pages.question()}/brief?until=2025-05-20&kind=person" in links(pages.get(back))


def test_it_says_what_may_not_be_concluded_and_how_it_was_made(pages: Pages) -> None:
    html = brief(pages)
    status = pages.store.status()
    for words in ("That the count is the vote", f"{status.documents} documents read", "whipcount 0", "codebook "):
        assert words in html
    assert "There is no question" in pages.get("/q/nothing/brief", 404)
    assert "no filter" in pages.get(f"/q/{pages.question()}/brief?group=kind", 400)
