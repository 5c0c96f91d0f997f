"""The codebook in a real browser: by keyboard alone, in light and dark, wide and narrow, and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.gold_store import build_gold_store
from support.pages import copied, started
from test_browser import AXE, Visit, pytestmark
from whipcount.coding import load_codebook
from whipcount.config import Settings
from whipcount.demo import demo_codebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["pytestmark"]  # the marks of the other file hold here too

CHECK = "Check, and show what saving would do"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("codebook") / "debate.db")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "codebook.yaml").write_text(Path(str(demo_codebook())).read_text())
    return tmp_path / "codebook.yaml"


@pytest.fixture
def origin(original: Path, file: Path) -> str:
    store = copied(original, file.with_name("debate.db"))
    return started(store, Settings(codebook=str(file), coder="edna")).rstrip("/")


def findings(page: Page) -> list[str]:
    if not AXE.exists():
        return []
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_found_by_axe_and_nothing_stands_beside_the_page(
    browser: Browser,
    origin: str,
    scheme: str,
    width: int,
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    for address in ("/codebook", "/codebook/edit", "/codebook/text"):
        page.goto(origin + address)
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(f"{origin}/codebook/edit")
    page.fill("#p-0\\.0", "Every ship should go")
    page.click(f"text={CHECK} >> nth=0")
    assert page.locator(".codebook-panel h2").inner_text() == "What saving would do"
    assert findings(page) == []
    page.fill("#pi-0\\.0", "Not an id")
    page.click(f"text={CHECK} >> nth=0")
    assert page.locator(".codebook-panel h2").inner_text() == "1 error to mend"
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_a_proposition_is_reworded_moved_and_saved_by_keyboard_alone(
    browser: Browser,
    origin: str,
    file: Path,
) -> None:
    page = browser.new_page()
    visit = Visit(page, origin)
    visit.go("/codebook")
    _reach(page, "Edit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/codebook/edit")
    _reach(page, "p-0.0")
    page.keyboard.press("Control+End")
    page.keyboard.type(" for good")
    _reach(page, "p.synonyms-0.0")
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    _reach(page, "down-p-0.0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#up-p-0\\.1")
    assert page.evaluate("document.activeElement.id") == "up-p-0.1", "the focus goes where the proposition went"
    _reach(page, "q-0", back=True)
    page.keyboard.press("Enter")
    page.wait_for_selector(".codebook-panel")
    assert page.evaluate("document.activeElement.className").startswith("codebook-panel")
    _reach(page, "note")
    page.keyboard.type("as agreed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/codebook?saved=*")
    assert "Saved as change" in page.inner_text("main")
    visit.assert_clean()
    page.close()
    book = load_codebook(file)
    assert [one.id for one in book.propositions] == ["shore-power", "ban-ships"]
    assert book.propositions[1].text == "Large cruise ships should be banned from the Old Harbour for good"
    assert book.propositions[1].synonyms[0] == "The large ships should be kept out"
    assert file.read_text().startswith("# The codebook of the bundled debate.")


def _reach(page: Page, wanted: str, *, back: bool = False) -> None:
    """Go on by the tabulator until the focus is on an element with this id, or these words."""
    for _ in range(120):
        found = page.evaluate("[document.activeElement.id, document.activeElement.innerText]")
        if wanted in found:
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{wanted} cannot be reached by the tabulator")


def test_without_scripts_it_is_read_and_edited_the_same(
    browser: Browser,
    origin: str,
    file: Path,
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/codebook")
    assert "Large cruise ships should be banned" in page.inner_text("main")
    page.goto(f"{origin}/codebook/edit")
    page.click("button:has-text('Add an argument') >> nth=0")
    page.fill("#a-0\\.0\\.6", "Nobody likes them")
    page.click(f"text={CHECK} >> nth=0")
    page.click("text=Save >> nth=-1")
    assert "Saved as change" in page.inner_text("main")
    context.close()
    assert load_codebook(file).propositions[0].arguments[-1].text == "Nobody likes them"


def test_leaving_with_work_that_was_not_saved_asks_first(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{origin}/codebook/edit")
    page.goto(f"{origin}/codebook")
    assert asked == []
    page.goto(f"{origin}/codebook/edit")
    page.click("#p-0\\.0")
    page.keyboard.type("x")
    page.goto(f"{origin}/codebook")
    assert asked == ["beforeunload"]
    page.close()
