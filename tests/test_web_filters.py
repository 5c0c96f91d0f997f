"""A filter is said in the words of the pages, and one that the record no longer knows stands as it was written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.pages import Pages, made_document, made_statement, made_store, pages_over
from whipcount.config import Settings
from whipcount.store import open_store
from whipcount.web.filters import told
from whipcount.web.query import BOARD_KEYS, STATEMENT_KEYS
from whipcount.web.site import Site


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    path = tmp_path_factory.mktemp("filters") / "a.db"
    document = made_document("We will close it, said Ada.", title="The bridge")
    made_store(path, (document, (made_statement(document, ("We will close it",), source="Ada"),)))
    with pages_over(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(pages: Pages) -> Iterator[Site]:
    with open_store(pages.path) as store:
        yield Site(store, Settings())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("stance", "oppose", "against"),
        ("position", "leaning_for", "leaning for"),
        ("since", "2024-09-10", "since Tue 10 Sep 2024"),
        ("until", "soon", "until soon"),
        ("reviewed", "no", "not reviewed"),
        ("rejected", "no", "not rejected"),
        ("kind", "none", "nobody named"),
        ("form", "mixed", "partly quoted"),
        ("text", "close it", "with “close it”"),
        ("min_confidence", "0.8", "found at least 80 % sure"),
        ("min_probability", "much", "stance at least much sure"),
        ("order", "confidence", "least certain first"),
        ("group", "kind", "cards grouped by kind"),
        ("board_reviewed", "yes", "board narrowed to reviewed"),
        ("outlet", "Saltmere Courier", "Saltmere Courier"),
        ("proposition", "retired-long-ago", "retired-long-ago"),
        ("actor", "gone", "gone"),
    ],
)
def test_a_filter_is_told_in_words(site: Site, name: str, value: str, words: str) -> None:
    assert told(site, name, value).replace("\u202f", " ") == words


def test_what_the_record_has_is_told_by_its_name(site: Site, pages: Pages) -> None:
    proposition, actor = pages.proposition(), pages.store.actors().items[0]
    assert told(site, "proposition", proposition) == "The bridge should be closed"
    assert told(site, "actor", actor.key) == actor.name == "Ada"


def test_whatever_an_address_says_can_be_told(site: Site) -> None:
    """An address that is kept may hold anything."""
    for name in {*STATEMENT_KEYS, *BOARD_KEYS}:
        assert told(site, name, "<b>1e999") != ""


def test_the_filters_of_a_list_stand_over_it_and_can_be_taken_away(pages: Pages) -> None:
    html = pages.get(f"/statements?proposition={pages.proposition()}&stance=support&since=2024-01-01")
    active = html.split('class="active"')[1].split("</ul>")[0]
    assert [words in active for words in ("The bridge should be closed", ">for<", "since Mon 1 Jan 2024")] == [True] * 3
    assert active.count("×") == 3
    assert "stance=support" not in active.split(">for<")[0].rsplit("<a ", 1)[1]
