"""Sharing in a real browser: who may frame a small page, what is copied, and how many sheets a brief takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.gold_store import build_gold_store, build_wide_store
from support.pages import started
from test_browser import CHROMIUM, barriers, visit
from whipcount.config import Settings
from whipcount.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install it, or set WHIPCOUNT_CHROMIUM"),
]
FRIEND, STRANGER = "http://news.example", "http://other.example"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="install playwright to drive a browser")
    with sync_api.sync_playwright() as playwright:
        # A browser shows nothing of this machine to a page from elsewhere, whoever may frame it: a rule of its own.
        args = ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"]
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=args)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("browser-share") / "debate.db")


@pytest.fixture(scope="module")
def origin(store: Path) -> str:
    return started(store, Settings(embed_sites=(FRIEND,))).rstrip("/")


def statement(store: Path) -> str:
    with open_store(store) as opened:
        return opened.statements(limit=1).items[0].statement.id


def framing(page: Page, site: str, address: str) -> None:
    """Make a page of another site that frames an address."""
    body = f'<iframe src="{address}" width="100%" height="500"></iframe>'
    page.route(f"{site}/", lambda route: route.fulfill(content_type="text/html", body=body))


@pytest.mark.parametrize("site", [FRIEND, STRANGER])
def test_only_a_site_of_the_settings_shows_the_frame_and_only_of_small_pages(
    browser: Browser, origin: str, store: Path, site: str
) -> None:
    at = f"/statements/{statement(store)}"
    for small, shown in ((f"/embed{at}", site == FRIEND), ("/embed/q/harbour", site == FRIEND), (at, False)):
        page = browser.new_context().new_page()
        framing(page, site, origin + small)
        page.goto(f"{site}/", wait_until="load")
        inner = page.frames[1]
        assert (inner.url == origin + small and "whipcount" in inner.content()) is shown, (small, inner.url)
        if shown and small.startswith("/embed/q"):
            with page.context.expect_page() as opened:
                inner.locator(".five a").first.click()
            assert opened.value.url.startswith(f"{origin}/p/"), "the evidence opens in a tab of its own"
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_shared_fits_and_is_accessible(
    browser: Browser, origin: str, store: Path, width: int, scheme: str
) -> None:
    watched = visit(browser, origin, viewport={"width": width, "height": 500}, color_scheme=scheme)
    at = f"/statements/{statement(store)}"
    for small in (f"/embed{at}", "/embed/q/harbour", "/embed/q/nothing", "/q/harbour/brief"):
        watched.problems.clear()
        page = watched.go(small)
        watched.problems[:] = [one for one in watched.problems if "404" not in one]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, small
        watched.assert_clean()
        assert barriers(page) == [], small
    for small in (at, "/q/harbour?kind=person"):
        page = watched.go(small)
        page.locator("[data-share] summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, small
        assert barriers(page) == [], small
    watched.assert_clean()
    watched.page.context.close()


def test_a_button_copies_the_link_and_the_code(browser: Browser, origin: str) -> None:
    watched = visit(browser, origin, permissions=["clipboard-read", "clipboard-write"])
    page = watched.go("/q/harbour?kind=person")
    page.locator("[data-share] summary").click()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{origin}/q/harbour?kind=person"
    page.get_by_role("button", name="Copy embed code").click()
    code = page.evaluate("navigator.clipboard.readText()")
    assert f'src="{origin}/embed/q/harbour?kind=person"' in code
    watched.assert_clean()
    page.context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_brief_takes_three_sheets_at_most(browser: Browser, origin: str, paper: str) -> None:
    page = browser.new_page()
    for query, most in (("", 3), ("?kind=organisation&until=2025-05-20", 2)):
        page.goto(f"{origin}/q/harbour/brief{query}")
        made = page.pdf(format=paper)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) <= most
    page.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_many_propositions_go_on_over_further_sheets(
    browser: Browser, paper: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An overview, then less than a sheet for each; three of them take three sheets as ever."""
    store = build_wide_store(tmp_path_factory.mktemp("wide") / "debate.db", 7)
    with open_store(store) as opened:
        book = opened.codebook()
    assert book is not None
    some = "".join(f"&only={p.id}" for p in book.propositions[:3])
    at, page = started(store).rstrip("/"), browser.new_page()
    for query, least, most in (("", 4, 7), (f"?{some[1:]}", 1, 3)):
        page.goto(f"{at}/q/harbour/brief{query}")
        made = page.pdf(format=paper)
        assert least <= len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) <= most
    page.close()


def test_propositions_of_a_brief_are_chosen_by_hand(browser: Browser, origin: str) -> None:
    watched = visit(browser, origin)
    page = watched.go("/q/harbour/brief?kind=person")
    page.locator(".brief-choice summary").click()
    page.get_by_role("checkbox", name="shore power").uncheck()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**only=*")
    assert "kind=person" in page.url
    assert page.locator(".brief section h2").all_inner_texts()[0].startswith("Large cruise ships")
    assert barriers(page) == []
    watched.assert_clean()
    page.context.close()
