"""The limits panel speaks of what is shown: a narrowed board tells of its part, and each number opens its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.gold_store import build_gold_store
from support.pages import Pages, copied, pages_over
from whipcount.evaluate.estimate import estimates
from whipcount.model import STANCES, Coding
from whipcount.store.records import StatementFilter
from whipcount.web.limits import narrowed_to
from whipcount.web.standing import Selection

COURIER = "Saltmere Courier"
MAY = date(2025, 5, 25)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("limits") / "debate.db")


@pytest.fixture
def pages(built: Path, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(copied(built, tmp_path / "debate.db")) as opened:
        yield opened


def panel(pages: Pages, query: str = "") -> str:
    html = pages.get(f"/q/{pages.question()}{query}").split('class="limits"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", html)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def told(pages: Pages, query: str = "") -> Any:
    return pages.client.get(f"/q/{pages.question()}.json{query}").json()["limits"]


def judge(pages: Pages, proposition: str, outlet: str, count: int) -> None:
    """A person agrees with the machine on some statements of an outlet."""
    rows = pages.store.statements(StatementFilter(proposition=proposition, outlet=outlet), limit=count).items
    for row in rows:
        stance = next(c.stance for c in row.codings if c.proposition == proposition)
        scores = {one: float(one == stance) for one in STANCES}
        pages.store.add_codings([Coding(row.statement.id, proposition, "Ann", "human", stance, 1.0, scores)])


def test_a_whole_board_tells_of_the_whole_store(pages: Pages) -> None:
    limits, status = told(pages), pages.store.status()
    assert (limits["narrowed_to"], limits["documents"]) == ([], status.documents)
    assert (limits["documents_of"], limits["duplicates"]) == (status.documents, status.duplicates)
    assert sum(limits["rejected_in_store"].values()) == status.rejected == 1
    for one in limits["propositions"]:
        assert one["actors"] == one["actors_of"] > 0
    assert "narrowed to" not in panel(pages)
    assert "That this part speaks for the whole" not in panel(pages)


@pytest.mark.parametrize(
    ("query", "outlet", "until"),
    [("?outlet=Saltmere+Courier", COURIER, None), ("?until=2025-05-25", None, MAY),
     ("?outlet=Saltmere+Courier&until=2025-05-25", COURIER, MAY)],
)  # fmt: skip
def test_documents_are_those_that_the_filters_leave_and_the_number_opens_them(
    pages: Pages, query: str, outlet: str | None, until: date | None
) -> None:
    every = pages.store.documents(limit=None).items
    fitting = [
        row for row in every
        if (outlet is None or row.document.outlet == outlet)
        and (until is None or (row.document.published is not None and row.document.published <= until))
    ]  # fmt: skip
    assert 0 < len(fitting) < len(every)
    assert told(pages, query)["documents"] == len(fitting)
    html = panel(pages, query)
    found = re.search(r'<dt class="num">(\d+)</dt><dd><a href="(/documents[^"]+)">of 32 documents read', html)
    assert found
    assert int(found[1]) == len(fitting)
    assert f"<strong>{len(fitting)} document" in pages.get(found[2].replace("&amp;", "&"))


def test_documents_behind_the_count_are_counted(pages: Pages) -> None:
    query = "?outlet=Saltmere+Courier&until=2025-05-25"
    limits = told(pages, query)
    behind: dict[str, date | None] = {}
    part = "counted=yes&until=2025-05-25&board_outlet=Saltmere+Courier"
    for number in (0, 1):
        at = f"/statements.json?proposition={pages.proposition(number)}&{part}"
        for row in pages.client.get(at).json()["statements"]:
            day = row["document"]["published"]
            behind[row["document"]["id"]] = date.fromisoformat(day) if day else None
    assert limits["documents_counted_in"] == len(behind)
    assert limits["published_later"] == sum(day is not None and day > MAY for day in behind.values())
    assert limits["published_later"] > 0, "the example has one, so that the words for it are tried"
    assert "published after that day" in words(panel(pages, query))


def test_statements_are_those_of_the_part_and_the_number_opens_them(pages: Pages) -> None:
    for query in ("", "?outlet=Saltmere+Courier", "?form=direct&kind=person", "?reviewed=no&until=2025-05-25"):
        found = re.findall(
            r'<dt class="num">(\d+)</dt><dd><a href="(/statements[^"]+)">statements counted', panel(pages, query)
        )
        assert len(found) == 2
        for number, at in found:
            html = pages.get(at.replace("&amp;", "&"))
            assert f"<strong>{number} statement" in html, (query, at)


def test_who_is_not_shown_is_counted_against_the_whole_board(pages: Pages) -> None:
    whole = {one["proposition"]: one["actors"] for one in told(pages)["propositions"]}
    for one in told(pages, "?kind=person&form=direct")["propositions"]:
        assert one["actors_of"] == whole[one["proposition"]]
        assert one["actors"] < one["actors_of"]
    shown = words(panel(pages, "?kind=person&form=direct"))
    assert (
        "This page is narrowed to direct speech; actors of the kind person. What follows is about that part." in shown
    )
    assert "That this part speaks for the whole" in shown
    assert "in the whole store, some of which may belong here" in shown


def test_reviews_are_those_of_the_part(pages: Pages) -> None:
    proposition = pages.proposition()
    judge(pages, proposition, COURIER, 25)
    judge(pages, proposition, "The Evening Ledger", 3)

    def reviews(query: str = "") -> int:
        return int(told(pages, query)["propositions"][0]["estimate"]["reviews"])

    assert reviews() == estimates(pages.store).of(proposition).reviews == 28
    assert reviews("?outlet=Saltmere+Courier") == 25
    assert reviews("?outlet=The+Evening+Ledger") == 3
    assert reviews("?reviewed=no") == 0
    assert reviews("?reviewed=yes") == 28
    parts = [reviews(f"?form={form}") for form in ("direct", "indirect", "mixed")]
    assert sum(parts) == 28
    assert max(parts) < 28
    assert 0 < reviews("?kind=person") < 28
    assert reviews("?kind=person&since=2025-06-12") < reviews("?kind=person")
    assert "in this part, by which the machine" in words(panel(pages, "?outlet=Saltmere+Courier"))
    assert "in this part, too few to say" in words(panel(pages, "?outlet=The+Evening+Ledger"))
    assert "by which the machine" in words(panel(pages))


def test_a_list_that_cannot_be_as_long_as_its_number_is_not_linked(pages: Pages) -> None:
    html = panel(pages, "?since=2025-06-01")
    assert "statements counted" in html
    assert ">statements counted</a>" not in html


def test_the_page_of_a_proposition_tells_the_same(pages: Pages) -> None:
    proposition = pages.proposition()
    query = "?outlet=Saltmere+Courier&until=2025-05-25"
    mine = pages.client.get(f"/p/{proposition}.json{query}").json()["limits"]
    assert mine["propositions"] == [told(pages, query)["propositions"][0]]
    html = pages.get(f"/p/{proposition}{query}")
    assert "This page is narrowed to" in html
    assert "What may not be concluded" in html


def test_filters_are_told_in_words() -> None:
    whole = Selection(MAY, "group", "Green", date(2025, 5, 1), COURIER, "mixed", reviewed=True)
    assert narrowed_to(whole) == (
        "what was said until Sun 25 May 2025", "what Saltmere Courier carried", "partly quoted",
        "what a person has checked", "actors of the kind group", "actors of Green", "actors heard since Thu 1 May 2025",
    )  # fmt: skip
    assert narrowed_to(Selection(reviewed=False)) == ("what nobody has checked",)
    assert narrowed_to(Selection()) == ()
