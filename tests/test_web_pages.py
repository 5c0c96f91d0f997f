"""Each page answers, shows what the store holds, and its twins hold every row that the page counts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from support.gold_store import build_gold_store
from support.pages import Pages, links, pages_over
from whipcount.config import Settings
from whipcount.model import SIDES
from whipcount.positions import positions, tally
from whipcount.store import open_store
from whipcount.store.records import StatementFilter
from whipcount.web.query import BOARD_KEYS, PAGE_SIZE, STATEMENT_KEYS, address
from whipcount.web.reader import READER_KEYS


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages_over(build_gold_store(tmp_path_factory.mktemp("pages") / "debate.db")) as opened:
        yield opened


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def total_of(html: str) -> int:
    """The count that a statement list shows."""
    found = re.search(r"<strong>([\d\u202f]+) statements?</strong>", html)
    return int(found[1].replace("\u202f", "")) if found else 0


@pytest.mark.parametrize("path", ["/statements", "/documents", "/actors", "/status"])
def test_each_list_answers_as_page_json_and_csv(pages: Pages, path: str) -> None:
    assert "<h1" in pages.get(path)
    assert pages.client.get(f"{path}.json").headers["content-type"] == "application/json"
    answer = pages.client.get(f"{path}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert rows_of(answer.text)


def test_one_question_is_the_first_page(pages: Pages) -> None:
    answer = pages.client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/q/{pages.question()}")


def test_the_board_counts_what_positions_count(pages: Pages) -> None:
    html = pages.get(f"/q/{pages.question()}")
    codebook = pages.store.codebook()
    assert codebook is not None
    for number, proposition in enumerate(codebook.propositions, start=1):
        counts = tally(positions(pages.store.coded_statements(proposition.id), Settings()))
        for side in SIDES:
            column = html.split(f'id="p{number}-{side}"')[1]
            shown = re.search(r'class="count">(\d+)<', column)
            assert shown
            assert int(shown[1]) == counts[side], (proposition.id, side)


def test_the_board_counts_those_who_are_less_than_half_sure(pages: Pages) -> None:
    shown = re.findall(r'class="unsure-count">(\d+) less', pages.get(f"/q/{pages.question()}"))
    codebook = pages.store.codebook()
    assert codebook is not None
    found = [p for one in codebook.propositions for p in positions(pages.store.coded_statements(one.id), Settings())]
    unsure = sum(position.confidence < 0.5 for position in found)
    assert unsure
    assert sum(map(int, shown)) == unsure


def test_every_count_on_the_board_opens_as_many_statements(pages: Pages) -> None:
    html = pages.get(f"/q/{pages.question()}")
    cards = re.findall(r'<p class="evidence"><a href="([^"]+)">(\d+) statements?<', html)
    assert len(cards) > 20
    for target, number in cards[::5]:
        assert total_of(pages.get(target.replace("&amp;", "&"))) == int(number), target


@pytest.mark.parametrize("side", SIDES)
def test_a_column_opens_the_statements_of_all_its_cards(pages: Pages, side: str) -> None:
    proposition = pages.proposition()
    found = [p for p in positions(pages.store.coded_statements(proposition), Settings()) if p.lean == side]
    html = pages.get(address("/statements", proposition=proposition, position=side))
    assert total_of(html) == sum(len(p.statements) for p in found)
    data = pages.client.get(address("/statements.json", proposition=proposition, position=side)).json()
    assert {row["id"] for row in data["statements"]} == {id_ for p in found for id_ in p.statements}


def test_the_board_at_an_earlier_day_counts_only_what_was_said_by_then(pages: Pages) -> None:
    day = date(2025, 5, 20)
    found = positions(pages.store.coded_statements(pages.proposition()), Settings(), at=day)
    data = pages.client.get(f"/q/{pages.question()}.json?until={day}").json()["positions"]
    shown = [p for p in data if p["proposition"] == pages.proposition()]
    assert [p["actor_key"] for p in shown] == [p.actor_key for p in found]
    assert all(p["latest"] is None or p["latest"] <= str(day) for p in shown)
    assert "as it stood on Tue 20 May 2025" in pages.get(f"/q/{pages.question()}?until={day}")


def test_the_board_can_show_one_kind_of_actor(pages: Pages) -> None:
    data = pages.client.get(f"/q/{pages.question()}.json?kind=person").json()["positions"]
    assert data
    assert {p["kind"] for p in data} == {"person"}


def test_the_curve_ends_at_the_counts_of_the_board(pages: Pages) -> None:
    """The table under the drawing says the same as the columns, less actors whose statements have no day."""
    html = pages.get(f"/q/{pages.question()}")
    table = html.split('class="numbers"')[1].split("</table>")[0]
    last = [int(n) for n in re.findall(r'<td class="num">(\d+)</td>', table)[-5:]]
    found = positions(pages.store.coded_statements(pages.proposition()), Settings())
    counts = tally(p for p in found if p.latest)
    assert last == [counts[side] for side in reversed(SIDES)]


def test_the_whole_listing_is_exported_however_long_it_is(pages: Pages) -> None:
    html = pages.get("/statements")
    assert html.count("data-statement=") == PAGE_SIZE < total_of(html)
    data = pages.client.get("/statements.json").json()
    assert len(data["statements"]) == data["total"] == total_of(html)
    exported = {row["statement"] for row in rows_of(pages.get("/statements.csv"))}
    assert exported == {row["id"] for row in data["statements"]}


def test_paging_shows_each_statement_once(pages: Pages) -> None:
    seen: list[str] = []
    at: str | None = "/statements"
    while at:
        html = pages.get(at)
        seen += re.findall(r'data-statement="([^"]+)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        at = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == pages.store.status().statements


def test_following_a_facet_shows_as_many_statements_as_it_counted(pages: Pages) -> None:
    html = pages.get(address("/statements", proposition=pages.proposition()))
    facets = re.findall(r'<section class="facet".*?</section>', html, re.DOTALL)
    assert len(facets) >= 5
    for facet in facets:
        target, number = re.findall(r'<a href="([^"]+)".*?<span class="num">(\d+)</span>', facet)[0]
        assert total_of(pages.get(target.replace("&amp;", "&"))) == int(number), target


def test_words_are_searched(pages: Pages) -> None:
    assert 0 < total_of(pages.get("/statements?text=ban")) < pages.store.status().statements
    assert "No statement fits" in pages.get("/statements?text=xylophone")


@pytest.mark.parametrize(
    "text", ['"', "AND", "a OR", "NEAR(", "x*", "-", "col:umn", "'; DROP TABLE statement; --", "%"]
)
def test_no_search_is_a_syntax_error(pages: Pages, text: str) -> None:
    for path in ("/statements", "/documents", "/actors"):
        pages.get(address(path, text=text))


def test_every_link_on_every_kind_of_page_leads_somewhere(pages: Pages) -> None:
    """Two clicks deep from the board; a link to another site is not followed."""
    start = [f"/q/{pages.question()}", "/statements", "/documents", "/actors", "/status"]
    found = {target for at in start for target in links(pages.get(at))}
    kinds: dict[str, list[str]] = {}
    for target in sorted(found):
        kinds.setdefault(re.sub(r"[0-9a-f]{16,}", "ID", target.split("?")[0]), []).append(target)
    for targets in kinds.values():
        for target in targets[:3]:
            pages.get(target)


def test_an_actor_has_a_page_with_its_positions(pages: Pages) -> None:
    found = max(
        positions(pages.store.coded_statements(pages.proposition()), Settings()), key=lambda p: len(p.statements)
    )
    html = pages.get(f"/actors/{found.actor_key}")
    assert "<svg" in html
    assert f"{len(found.statements)} statements</a> counted" in html
    data = pages.client.get(f"/actors/{found.actor_key}.json").json()
    assert found.actor_key == data["actor"]["key"]
    assert len(data["statements"]) == data["actor"]["statements"]


def test_the_log_lists_every_input_with_its_reason(pages: Pages) -> None:
    html = pages.get("/status?problems=yes")
    assert "scans/minutes.pdf" in html
    assert "the file type is not one that whipcount reads" in html
    assert pages.client.get("/status.json").json()["total"] == len(pages.store.log())


@pytest.mark.parametrize(
    "at",
    ["/nothing", "/q/nothing", "/documents/nothing", "/documents/nothing.json", "/actors/nothing", "/actors/x.json"],
)
def test_what_is_not_there_is_not_found(pages: Pages, at: str) -> None:
    assert "Nothing here" in pages.get(at, 404) or at.endswith(".json")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("/statements?colour=red", "no filter “colour”"),
        ("/statements?stance=maybe", "stance=maybe is not known"),
        ("/statements?until=yesterday", "a day such as 2024-09-10"),
        ("/statements?min_confidence=2", "a number from 0 to 1"),
        ("/statements?min_confidence=nan", "a number from 0 to 1"),
        ("/statements?page=0", "a whole number from 1"),
        ("/statements?page=99999999999999999999", "a whole number from 1"),
        ("/statements?position=for", "add proposition="),
        ("/statements?proposition=nothing", "no proposition “nothing”"),
    ],
)
def test_a_filter_that_cannot_be_says_why(pages: Pages, at: str, words: str) -> None:
    for path in (at, at.replace("/statements", "/statements.json"), at.replace("/statements", "/statements.csv")):
        assert words in pages.get(path, 400)


def test_health_tells_version_and_schema(pages: Pages) -> None:
    data = pages.client.get("/healthz").json()
    assert data["ok"] is True
    assert data["schema"] == pages.store.status().schema_version


def test_a_page_answers_head_as_it_answers_get(pages: Pages) -> None:
    for at in ("/statements", "/statements.csv", f"/q/{pages.question()}", "/healthz"):
        answer = pages.client.head(at)
        assert (answer.status_code, answer.content) == (200, b"")


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db").close()
    with pages_over(tmp_path / "empty.db") as empty:
        assert "No question yet" in empty.get("/")
        for at in ("/statements", "/documents", "/actors", "/status"):
            empty.get(at)
        for at in ("documents", "statements", "actors", "network", "review", "status", "runs"):
            assert "No document has been read yet" in empty.get(f"/{at}"), at


def test_a_store_that_fails_is_told_without_a_trace_of_code(tmp_path: Path, pages: Pages) -> None:
    open_store(tmp_path / "gone.db").close()
    with pages_over(tmp_path / "gone.db") as gone:
        (tmp_path / "gone.db").write_bytes(b"not a database" * 500)
        html = gone.get("/statements", 503)
        assert "The store does not answer" in html
        assert "Traceback" not in html


def test_statements_of_the_filter_are_those_of_the_store(pages: Pages) -> None:
    where = StatementFilter(kind="organisation", form="indirect")
    expected = [row.statement.id for row in pages.store.statements(where, limit=None).items]
    data = pages.client.get("/statements.json?kind=organisation&form=indirect").json()
    assert [row["id"] for row in data["statements"]] == expected


def test_every_filter_is_described() -> None:
    text = (Path(__file__).parent.parent / "docs" / "reference" / "web.md").read_text(encoding="utf-8")
    for name in {*STATEMENT_KEYS, *BOARD_KEYS, *READER_KEYS} - {"proposition"}:
        assert f"`{name}`" in text, name
