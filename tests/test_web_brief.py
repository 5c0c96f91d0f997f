"""The brief says what the board says, with each one's last words, and leaves out nobody without telling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from support.gold_store import build_gold_store, build_wide_store
from support.pages import Pages, links, made_document, made_statement, made_store, pages_over
from whipcount.config import Settings
from whipcount.positions import moves, positions, tally
from whipcount.web.brief import ACTORS_EACH, ACTORS_SHOWN, ON_THREE_SHEETS, SHIFTS_EACH, SHIFTS_SHOWN
from whipcount.web.words import day

SIDES = ("against", "leaning_against", "undecided", "leaning_for", "for")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_gold_store(tmp_path_factory.mktemp("brief") / "debate.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_wide_store(tmp_path_factory.mktemp("wide") / "debate.db", 7)) as opened:
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


def test_many_propositions_begin_with_all_counts_and_go_on_one_by_one(wide: Pages) -> None:
    html = brief(wide)
    ids = propositions(wide)
    assert len(ids) == 7 > ON_THREE_SHEETS
    rows = re.findall(r"<tr>.*?</tr>", html.split('class="overview"')[1].split("</table>")[0], re.DOTALL)[1:]
    for id_, row in zip(ids, rows, strict=True):
        counts = tally(positions(wide.store.coded_statements(id_), Settings()))
        assert [int(n) for n in re.findall(r'<td class="num">(\d+)<', row)] == [counts[side] for side in SIDES]
        assert f'href="#b-{id_}"' in row
    blocks = html.split('class="brief-block"')[1:]
    for id_, block in zip(ids, blocks, strict=True):
        assert f'id="b-{id_}"' in block
        assert f'id="l-{id_}"' in block
        every = len(positions(wide.store.coded_statements(id_), Settings()))
        lists = block.split('class="columns"')[1].split("</section>")[0]
        assert lists.count("<li>") == min(every, ACTORS_EACH)
        assert lists.count("<li>") + sum(int(n) for n in re.findall(r"and (\d+) more</p>", lists)) == every
        assert block.count("<time datetime=") > 0
        assert block.split("</table>")[0].count('scope="row"') <= SHIFTS_EACH


def test_propositions_are_chosen_and_filters_kept(wide: Pages) -> None:
    first, _, third, *_ = propositions(wide)
    html = brief(wide, f"?kind=person&only={third}&only={first}")
    assert [f'id="b-{id_}"' in html for id_ in propositions(wide)] == [True, False, True, *[False] * 4]
    assert 'class="overview"' not in html
    assert "Propositions on this brief: 2 of 7" in html
    assert '<input type="hidden" name="kind" value="person">' in html
    assert f'value="{first}" checked' in html
    assert html.count('name="only"') == 7
    assert brief(wide, f"?kind=person&only={first},{third}") == html.replace(
        f"only={third}&amp;only={first}", f"only={first},{third}"
    )
    assert f'href="/q/{wide.question()}?kind=person"' in html, "the board has no such choice"
    assert "no proposition of this question" in wide.get(f"/q/{wide.question()}/brief?only=nothing", 400)


def test_one_proposition_has_nothing_to_choose_from(tmp_path: Path) -> None:
    document = made_document("Ann Lee said she would close the bridge.")
    statement = made_statement(document, ("she would close the bridge",), source="Ann Lee", cue="said")
    with pages_over(made_store(tmp_path / "one.db", (document, (statement,)))) as pages:
        html = brief(pages)
        assert "on this brief" not in html
        assert "Ann Lee" in html
