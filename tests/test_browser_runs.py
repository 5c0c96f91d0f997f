"""Sources and runs, and saved views, in a real browser: a job is seen going on; the pages fit and are accessible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.gold_store import build_gold_store
from support.pages import served
from test_browser import Visit, barriers, pytestmark, visit
from whipcount.model import Rejected
from whipcount.store import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["pytestmark"]  # the fixture and the marks of the other file hold here too


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("browser-runs") / "debate.db")


@pytest.fixture(scope="module")
def origin(path: Path) -> Iterator[str]:
    with served(path) as address:
        yield address


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def desk(browser: Browser, origin: str) -> Iterator[Visit]:
    watched = visit(browser, origin)
    yield watched
    watched.assert_clean()
    watched.page.context.close()


def test_a_job_is_seen_going_on_and_ending_without_a_reload_by_hand(desk: Visit, store: Store) -> None:
    run = store.begin_run("build", {"coder": "Maya", "sources": ["articles/"]})
    store.note_progress(run, "reading", 1, statements=4, name="first.html")
    page = desk.go("/runs")
    page.evaluate("window.sameDocument = true")
    job = page.locator(".job")
    assert "first.html" in job.inner_text()
    job.locator("h3 a").focus()
    store.note_progress(run, "reading", 2, statements=9, name="<img src=x onerror=alert(1)>.html")
    job.get_by_text("onerror=alert(1)>.html").wait_for()
    assert page.evaluate("window.sameDocument"), "the words changed in their place"
    assert page.evaluate("document.activeElement.closest('.job') !== null"), "and the focus stayed"
    page.reload()
    assert "onerror=alert(1)>.html" in page.locator(".job").inner_text()
    store.end_run(run, counts={"statements": 9})
    page.wait_for_selector(".job", state="detached")
    assert page.locator("#runs-title ~ div tbody tr").first.inner_text().startswith("Articles read and judged")


def test_a_running_job_is_read_without_javascript(browser: Browser, origin: str, store: Store) -> None:
    run = store.begin_run("build", {})
    store.note_progress(run, "reading", 1, statements=4, name="first.html")
    watched = visit(browser, origin, java_script_enabled=False)
    page = watched.page
    page.goto(f"{origin}/runs")
    assert "first.html" in page.locator(".job").inner_text()
    assert not page.get_by_text("Looks again every few seconds").is_visible()
    store.note_progress(run, "reading", 2, statements=9, name="second.html")
    page.get_by_role("link", name="Look again").click()
    assert "second.html" in page.locator(".job").inner_text()
    store.end_run(run, counts={})
    watched.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_fit_obey_the_policy_and_are_accessible(
    browser: Browser, origin: str, store: Store, width: int, scheme: str
) -> None:
    going = store.begin_run("build", {"coder": "Maya", "sources": ["articles/" + "long-name" * 20]})
    store.note_progress(going, "reading", 1, name="a/" + "long-name" * 20)
    cut = store.begin_run("build", {"coder": "Maya", "sources": ["wire dumps/" + "long-name" * 20]})
    store.reject(Rejected("x" * 200, "read", "json", "Line 3.", "e" * 64, 5), run=cut, pipeline="test")
    store.stop_run(cut, "interrupted")
    watched = visit(browser, origin, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for at in ("/runs", f"/runs/{going}", f"/runs/{cut}", "/status", "/documents?outlet=Saltmere+Courier"):
        page = watched.go(at)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{at} scrolls sideways at {width}"
        watched.assert_clean()
        assert barriers(page) == [], at
    store.end_run(going, counts={})
    store.end_run(cut, counts={})
    watched.page.context.close()


def test_a_view_is_saved_found_again_and_deleted_by_clicks(desk: Visit) -> None:
    page = desk.go("/statements?stance=oppose")
    page.locator(".saved > summary").click()
    page.get_by_label("Save what is shown").fill("Against")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.url.endswith("/statements?stance=oppose")
    assert "Saved view: Against" in page.locator(".saved > summary").inner_text()
    page = desk.go("/statements")
    page.locator(".saved > summary").click()
    assert barriers(page) == []
    page.get_by_role("link", name="Against", exact=True).click()
    assert page.url.endswith("/statements?stance=oppose")
    page = desk.go("/views")
    assert barriers(page) == []
    page.get_by_role("button", name="Delete Against").click()
    assert "No view yet" in page.locator("main").inner_text()
