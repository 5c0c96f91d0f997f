"""Board, proposition and actor: what is narrowed, grouped, left out and drawn is what positions say."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from support.coded import START, said
from support.gold_store import build_gold_store
from support.pages import Pages, copied, pages_over
from whipcount.config import Settings
from whipcount.model import Codebook, KnownActor, Position, Shift
from whipcount.positions import moves, positions, tally
from whipcount.web.curve import MOST_ROWS, curve, timeline
from whipcount.web.query import address
from whipcount.web.unheard import unheard

SETTINGS = Settings()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_gold_store(tmp_path_factory.mktemp("standing") / "debate.db")) as opened:
        yield opened


def found(pages: Pages, **where: object) -> list[Position]:
    coded = pages.store.coded_statements(pages.proposition())
    outlet = where.get("outlet")
    return positions((c for c in coded if outlet is None or c.outlet == outlet), SETTINGS)


def total_of(html: str) -> int:
    shown = re.search(r"<strong>([\d\u202f]+) (?:statement|actor)s?</strong>", html)
    return int(shown[1].replace("\u202f", "")) if shown else 0


def test_what_can_count_is_read_alone_and_counts_the_same(pages: Pages) -> None:
    sided = list(pages.store.sided_statements(pages.proposition()))
    assert len(sided) < len(list(pages.store.coded_statements(pages.proposition())))
    assert positions(sided, SETTINGS) == found(pages)


def test_a_column_that_is_cut_says_how_many_more_and_leads_to_all(pages: Pages) -> None:
    html = pages.get(f"/q/{pages.question()}")
    column = html.split('id="p1-for"')[1].split("</section>")[0]
    more = re.search(r'<a href="([^"]+)">and (\d+) more</a>', column)
    assert more
    cards = column.count('<article class="card">')
    counts = tally(found(pages))
    assert cards + int(more[2]) == counts["for"]
    assert total_of(pages.get(more[1].replace("&amp;", "&"))) == counts["for"]


def test_a_board_of_one_outlet_is_made_of_what_that_outlet_carried(pages: Pages) -> None:
    outlet = "The Evening Ledger"
    expected = found(pages, outlet=outlet)
    at = address(f"/q/{pages.question()}.json", outlet=outlet)
    shown = [p for p in pages.client.get(at).json()["positions"] if p["proposition"] == pages.proposition()]
    assert 0 < len(shown) < len(found(pages))
    assert [(p["actor_key"], p["lean"]) for p in shown] == [(p.actor_key, p.lean) for p in expected]
    html = pages.get(address(f"/q/{pages.question()}", outlet=outlet))
    cards = re.findall(r'<p class="evidence"><a href="([^"]+)">(\d+) statements?<', html)
    for target, number in cards[:4]:
        assert total_of(pages.get(target.replace("&amp;", "&"))) == int(number), target


def test_whoever_was_heard_only_before_is_told_and_not_shown(pages: Pages) -> None:
    since = date(2025, 6, 5)
    html = pages.get(address(f"/q/{pages.question()}", since=since.isoformat()))
    silent = [p for p in found(pages) if p.latest and p.latest < since]
    heard = [p for p in found(pages) if p.latest and p.latest >= since]
    numbers = [int(n) for n in re.findall(r'id="p1-[a-z_]+-head">.*?class="count">(\d+)<', html, re.DOTALL)]
    assert sum(numbers) == len(heard)
    aside = html.split('id="p1-unheard"')[1].split("</section>")[0]
    assert f"Heard before {'Thu 5 Jun 2025'}, and not since" in aside
    listed = aside.count("<li>")
    more = re.search(r"and (\d+) more", aside)
    assert listed + (int(more[1]) if more else 0) == len(silent)


def test_actors_of_interest_without_a_position_are_missed() -> None:
    book = Codebook("", (), (), actors=(KnownActor("The Port"), KnownActor("Ann Lee", ("A. Lee",)), KnownActor("Zed")))
    here = Position("A. Lee", "k", "person", None, "p", "support", "for", None, None, 1.0, 0.0, ("s",), 1)
    before = Position("Port", "l", "organisation", None, "p", "oppose", "against", None, None, 1.0, 0.0, ("t",), 1)
    shown = unheard(book, [here], [before])
    assert (shown.asked, shown.missing) == (3, ("Zed",))
    assert [position.actor for position, _ in shown.silent] == ["Port"]


def test_cards_stand_under_their_group_and_the_curve_has_a_line_for_each(pages: Pages) -> None:
    html = pages.get(f"/q/{pages.question()}?group=kind&by=outlet")
    assert '<p class="group-name">organisation</p>' in html
    table = html.split('class="by-group"')[1].split("</table>")[0]
    assert ">The Evening Ledger</th>" in table
    data = pages.client.get(f"/q/{pages.question()}.json?by=outlet").json()["pressure"]
    assert "The Evening Ledger" in {row["group"] for row in data}


def test_who_moved_stands_with_the_words_that_brought_it(pages: Pages) -> None:
    coded = {c.statement.id: c for c in pages.store.coded_statements(pages.proposition())}
    moved = moves(positions(coded.values(), SETTINGS))
    table = pages.get(f"/p/{pages.proposition()}").split('id="moves"')[1].split("</table>")[0]
    rows = [unescape(row) for row in table.split("<tr>")[2:]]
    assert len(rows) == len(moved) > 3
    for (position, shift), row in zip(moved, rows, strict=True):
        proof = coded[shift.statements[0]]
        assert position.actor in row
        assert shift.date.isoformat() in row
        assert proof.quotation[:30] in row
        assert f"#s-{proof.statement.id}" in row
    board = pages.get(f"/q/{pages.question()}")
    assert board.count(f'href="/p/{pages.proposition()}#moves"') == 2, "at the head, and under the latest"


def test_the_table_of_the_curve_adds_up_to_the_columns(pages: Pages) -> None:
    html = pages.get(f"/p/{pages.proposition()}")
    table = html.split('class="rising"')[1].split("</table>")[0]
    *_, for_, against, _ = [int(n) for n in re.findall(r'<td class="num">(\d+)</td>', table)][-7:]
    counts = tally(p for p in found(pages) if p.latest)
    assert for_ == counts["for"] + counts["leaning_for"]
    assert against == counts["against"] + counts["leaning_against"]


def test_a_proposition_has_everybody_on_a_side_with_twins(pages: Pages) -> None:
    counts = tally(found(pages))
    at = f"/p/{pages.proposition()}"
    assert total_of(pages.get(at)) == sum(counts.values())
    assert total_of(pages.get(f"{at}?side=against")) == counts["against"]
    rows = list(csv.DictReader(io.StringIO(pages.get(f"{at}.csv?side=against"))))
    assert len(rows) == counts["against"]
    data = pages.client.get(f"{at}.json?side=against").json()
    assert {p["lean"] for p in data["positions"]} == {"against"}
    assert {row["side"] for row in data["arguments"]} == {"pro", "con"}
    assert "no proposition" in pages.get("/p/nothing", 404)


def test_an_actor_has_beliefs_as_a_drawing_a_table_and_data(pages: Pages) -> None:
    most = max(found(pages), key=lambda p: len(p.statements))
    html = pages.get(f"/actors/{most.actor_key}")
    assert 'class="band band-for"' in html
    data = pages.client.get(f"/actors/{most.actor_key}.json").json()["positions"][0]
    table = html.split('class="belief"')[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + len(data["beliefs"])
    rows = list(csv.DictReader(io.StringIO(pages.get(f"/actors/{most.actor_key}.csv"))))
    assert {row["actor_key"] for row in rows} == {most.actor_key}


def test_a_long_debate_is_drawn_with_as_many_steps_as_can_be_told_apart() -> None:
    start = date(2024, 1, 1)
    paths = [[(start + timedelta(days=n), "for")] for n in range(400)]
    here = Position("A. Lee", "k", "person", None, "p", "support", "for", None, None, 1.0, 0.0, ("s",), 1)
    moved = [(here, Shift(start + timedelta(days=n), "against", "for", ("s",), True)) for n in range(400)]
    drawn = curve(paths, None, moved)
    assert drawn is not None
    assert len(drawn.rows) == MOST_ROWS
    assert drawn.rows[-1][1]["for"] == 400
    assert len(drawn.marks) < 100


def test_drawings_say_where_sides_were_changed_and_stand_in_shares_of_their_place(pages: Pages) -> None:
    """Nothing in them has a length of its own but words and marks, so they fit a phone with the latest day in sight."""
    html = pages.get(f"/p/{pages.proposition()}")
    drawn = html.split("chart-curve")[1].split("</figure>")[0]
    changes = [shift for _, shift in moves(found(pages))]
    assert drawn.count("shift-mark") == len(changes) > 0
    assert "somebody changed sides" in drawn
    places = re.findall(r'<text class="[^"]*" x="([^"]*)" y="([^"]*)"', drawn)
    assert places
    assert all(place.endswith("%") for pair in places for place in pair)
    assert 'preserveAspectRatio="none"' in drawn


def test_of_a_crowded_timeline_one_dot_stands_for_those_beside_it() -> None:
    many = [said(n, "support" if n % 3 else "oppose", day=n) for n in range(300)]
    path = [(START + timedelta(days=n), "for" if n % 2 else "against") for n in range(300)]
    whole = timeline(many, path, 300)
    thin = timeline(many, path, 40)
    assert whole is not None
    assert thin is not None
    assert (len(whole.dots), whole.crowded) == (300, False)
    assert len(thin.dots) <= 40
    assert thin.crowded
    assert {dot.y for dot in thin.dots} == {dot.y for dot in whole.dots}
    stood_for = [int(more[0]) for dot in thin.dots if (more := re.findall(r"and (\d+) more nearby", dot.title))]
    assert sum(stood_for) + len(thin.dots) == 300
    assert len(thin.stays) < len(whole.stays)
    assert thin.stays[-1].side == whole.stays[-1].side


def test_every_argument_opens_the_statements_that_give_it(pages: Pages, tmp_path: Path) -> None:
    with pages_over(copied(pages.path, tmp_path / "own.db")) as own:
        book = own.store.codebook()
        assert book is not None
        argument = book.propositions[0].arguments[0].id
        sided = [c for c in own.store.sided_statements(own.proposition()) if c.coding and c.coding.stance == "support"]
        own.store.add_codings(
            replace(c.coding, coder="ines", coder_kind="human", argument=argument, created=None)
            for c in sided[:9]
            if c.coding
        )
        counts: list[int] = []
        for query in ("", "?kind=person", "?until=2025-05-20"):
            html = own.get(f"/p/{own.proposition()}{query}").split('class="arguments"')[1]
            target, number = re.findall(r'<a href="([^"]+)" title="The statements that give it">(\d+) statement', html)[
                0
            ]
            assert total_of(own.get(target.replace("&amp;", "&"))) == int(number) > 0, target
            counts.append(int(number))
        assert counts[0] == max(counts) > min(counts), "those who are narrowed away give no argument either"
        page = own.get(f"/actors/{sided[0].actor_key}")
        target, number = re.findall(r'href="([^"]+argument=[^"]+)"[^>]*>(\d+) statement', page)[0]
        assert total_of(own.get(target.replace("&amp;", "&"))) == int(number)
