"""The network page in a real browser: fits, accessible, and live; with everything there without JavaScript too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from support.gold_store import build_gold_store
from support.pages import served
from test_browser import Visit, barriers, pytestmark, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["pytestmark"]  # the fixture and the marks of the other file hold here too

VIEWS = (
    "/network",
    "/network?mode=two",
    "/network?type=subtract&nodes=organisation",
    "/network?from=2001-01-01&to=2001-01-02",
)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build_gold_store(tmp_path_factory.mktemp("browser-network") / "debate.db")) as address:
        yield address


@pytest.fixture
def desk(browser: Browser, origin: str) -> Iterator[Visit]:
    watched = visit(browser, origin)
    yield watched
    watched.assert_clean()
    watched.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_network_fits_obeys_the_policy_and_is_accessible(
    browser: Browser, origin: str, width: int, scheme: str
) -> None:
    watched = visit(browser, origin, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = watched.go("/network")
    edge = page.locator("[data-edge-link]").first.get_attribute("href") or ""
    for at in (*VIEWS, edge):
        page = watched.go(at)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{at} scrolls sideways at {width}"
        watched.assert_clean()
        assert barriers(page) == [], at
    watched.page.context.close()


def middle(page: Page, number: int) -> tuple[float, float]:
    """Where a node is on the screen."""
    dot = page.locator(f"[data-dot='{number}'] :is(circle, rect)").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_edge_opens_beside_the_drawing_and_closes_again(desk: Visit) -> None:
    page = desk.go("/network?type=subtract")
    link = page.locator("[data-edge-link]").first
    link.click()
    panel = page.locator("[data-panel]")
    panel.locator("h1").wait_for()
    assert page.url.endswith("/network?type=subtract"), "the page stays"
    assert "÷" in panel.locator(".formula").inner_text()
    assert panel.locator("blockquote").count() >= 2
    assert page.evaluate("document.activeElement.hasAttribute('data-edge-title')")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-edge-link')"), "the focus returns"


def test_a_line_of_the_drawing_opens_its_edge(desk: Visit) -> None:
    page = desk.go("/network?mode=two")
    page.locator(".lines a").last.dispatch_event("click", {"button": 0})
    page.locator("[data-panel] h1").wait_for()
    assert page.locator(".lines a.is-chosen").count() == 1


def test_pointing_at_a_node_shows_its_ties_and_dragging_moves_them(desk: Visit) -> None:
    page = desk.go("/network?mode=two")
    x, y = middle(page, 0)
    page.mouse.move(x, y)
    assert page.locator("svg.network.has-focus").count() == 1
    near = page.locator(".lines a.is-near")
    assert near.count() >= 1
    before = near.first.locator("line").first.get_attribute("x1")
    address = page.url
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    assert near.first.locator("line").first.get_attribute("x1") != before
    assert page.url == address, "a drag is no click"
    page.mouse.move(2, 2)
    assert page.locator("svg.network.has-focus").count() == 0


def test_the_drawing_zooms_and_shows_the_whole_again(desk: Visit) -> None:
    page = desk.go("/network")
    whole = page.locator("svg.network").get_attribute("viewBox")
    page.get_by_role("button", name="Zoom in").click()
    assert page.locator("svg.network").get_attribute("viewBox") != whole
    page.get_by_role("button", name="Whole").click()
    assert page.locator("svg.network").get_attribute("viewBox") == whole


def test_the_sliders_write_the_window_into_the_address(desk: Visit) -> None:
    page = desk.go("/network")
    slider = page.get_by_label("First day of the window")
    slider.focus()
    with page.expect_navigation():
        slider.press("ArrowRight")
    assert f"from={page.locator('#from').input_value()}" in page.url
    assert "from=" in page.url
    assert "outside the window" in page.locator(".caveats").inner_text()


def test_without_javascript_an_edge_is_a_page_and_the_form_works(browser: Browser, origin: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{origin}/network")
    assert page.locator("svg.network [data-dot]").count() > 5
    page.get_by_label("Qualifier aggregation").select_option("conflict")
    page.get_by_role("button", name="Show").click()
    assert "type=conflict" in page.url
    page.locator("[data-edge-link]").first.click()
    assert "/network/edge?" in page.url
    page.locator("blockquote a").first.click()
    assert "/documents/" in page.url
    page.context.close()
