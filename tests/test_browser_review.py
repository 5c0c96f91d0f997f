"""Review by keyboard in a real browser: one key judges, undo survives a reload, selected words become offsets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.gold_store import build_gold_store
from support.hostile import PAYLOADS, hostile_document
from support.pages import copied, made_document, made_statement, made_store, served
from test_browser import CHROMIUM, Visit, barriers
from whipcount.coding import codebook_from_proposition
from whipcount.store import Store, open_store
from whipcount.store.records import StatementFilter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install it, or set WHIPCOUNT_CHROMIUM"),
]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("review") / "debate.db")


@pytest.fixture
def own(original: Path, tmp_path: Path) -> Iterator[tuple[str, Store]]:
    path = copied(original, tmp_path / "own.db")
    with served(path) as origin, open_store(path) as record:
        yield origin, record


def visit(browser: Browser, origin: str, **options: Any) -> Visit:
    return Visit(browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options)).new_page(), origin)


def shown(page: Page) -> str:
    return page.locator("[data-review]").get_attribute("data-review") or ""


def press(page: Page, key: str) -> None:
    """Press a key and wait until everything is saved and another card, or the same one again, is there."""
    page.keyboard.press(key)
    page.wait_for_selector("body[data-saving='0']", state="attached")


def went_on(page: Page, from_: str) -> str:
    page.wait_for_selector(f"[data-review]:not([data-review='{from_}'])")
    return shown(page)


def test_a_statement_is_judged_by_one_key(browser: Browser, own: tuple[str, Store]) -> None:
    origin, record = own
    watched = visit(browser, origin)
    page = watched.go("/review?proposition=ban-ships")
    ids = [shown(page)]
    for key in ("a", "r", "n", "2"):
        press(page, key)
        ids.append(went_on(page, ids[-1]))
    assert record.statement(ids[0]).reviewed
    assert record.statement(ids[1]).rejected
    stances = {id_: [c.stance for c in record.codings(id_) if c.coder_kind == "human"] for id_ in ids[2:4]}
    assert list(stances.values()) == [["none"], ["oppose"]]
    assert len(set(ids)) == 5
    held = page.locator("input[name=stance]:checked").get_attribute("value")
    page.keyboard.press("s")
    other = page.locator("input[name=stance]:checked").get_attribute("value")
    assert other != held
    press(page, "a")
    went_on(page, ids[4])
    assert [c.stance for c in record.codings(ids[4]) if c.coder_kind == "human"] == [other]
    watched.assert_clean()
    page.context.close()


def test_undo_and_place_survive_a_reload(browser: Browser, own: tuple[str, Store]) -> None:
    origin, record = own
    page = visit(browser, origin).go("/review?proposition=ban-ships")
    first = shown(page)
    press(page, "a")
    second = went_on(page, first)
    press(page, "3")
    third = went_on(page, second)
    page.reload()
    assert shown(page) == third
    page.keyboard.press("u")
    page.wait_for_selector(f"[data-review='{second}']")
    assert [c for c in record.statement(second).codings if c.coder_kind == "human"] == []
    page.reload()
    page.keyboard.press("u")
    page.wait_for_selector(f"[data-review='{first}']")
    assert not record.statement(first).reviewed
    assert [entry.action for entry in record.history().items] == ["undo", "undo", "coded", "accept"]
    page.context.close()


def test_keys_are_off_in_fields_and_with_the_browsers_own(browser: Browser, own: tuple[str, Store]) -> None:
    origin, record = own
    page = visit(browser, origin).go("/review?proposition=ban-ships")
    first = shown(page)
    for key in ("Control+a", "Alt+a", "Meta+r"):
        page.keyboard.press(key)
    page.locator("input[name=text]").first.focus()
    page.keyboard.type("ar2nu")
    assert shown(page) == first
    page.locator("[data-review]").focus()
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.name") == "speaker"
    page.keyboard.type("arn12")
    assert shown(page) == first
    assert record.history().total == 0
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[data-review-keys]").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    second = went_on(page, first)
    page.keyboard.press("k")
    assert went_on(page, second) == first
    page.context.close()


def test_what_could_not_be_saved_is_said(browser: Browser, own: tuple[str, Store]) -> None:
    origin, record = own
    page = visit(browser, origin).go("/review?proposition=ban-ships")
    first = shown(page)
    page.route("**/review/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.keyboard.press("a")
    went_on(page, first)
    page.wait_for_selector("[data-alert]:not([hidden])")
    assert "Not saved" in page.locator("[data-alert]").inner_text()
    assert not record.statement(first).reviewed
    page.locator("[data-alert] a").click()
    assert shown(page) == first
    page.context.close()


EMOJI = "🚀🚀 “We will not close it,” said Ada Moss. 🚀 Bo Reed warned of delay for years.\n\nThat was all 🚀 of it.\n"


def test_selected_words_become_offsets_of_the_stored_text(browser: Browser, tmp_path: Path) -> None:
    article = made_document(EMOJI)
    path = made_store(
        tmp_path / "emoji.db", (article, (made_statement(article, ("We will not",), source="Ada Moss", cue="said"),))
    )
    with served(path) as origin, open_store(path) as record:
        watched = visit(browser, origin)
        page = watched.go("/review")
        old = shown(page)
        page.keyboard.press("e")
        select(page, "We will not close it", "[data-text]")
        assert page.locator("textarea[name=content]").input_value() == "We will not close it"
        page.locator("[data-nudge='end -1']").click()
        assert page.locator("textarea[name=content]").input_value() == "We will not close"
        page.get_by_role("button", name="Save the correction").click()
        page.wait_for_load_state()
        (row,) = record.statements(StatementFilter(order="text")).items
        assert (row.quotation, row.corrected_by) == ("We will not close", "analyst")
        assert record.statement(old).superseded
        page = watched.go(f"/documents/{article.id}")
        page.locator("details[data-add] > summary").click()
        select(page, "delay for years", "[data-text]")
        page.get_by_role("radio", name="who speaks").check()
        select(page, "Bo Reed", "[data-text]")
        page.locator("[data-add] input[name=speaker]").fill("Bo Reed")
        page.get_by_role("button", name="Add the statement").click()
        page.wait_for_load_state()
        rows = record.statements(StatementFilter(order="text")).items
        assert [r.quotation for r in rows] == ["We will not close", "delay for years"]
        assert EMOJI[slice(*rows[1].statement.source[0])] == "Bo Reed"
        watched.assert_clean()
        page.context.close()


def select(page: Page, words: str, within: str) -> None:
    """Select words as a person would, by the mouse's end."""
    page.evaluate(
        """([words, within]) => {
        const root = document.querySelector(within);
        const nodes = [];
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest('[data-at]')) nodes.push(node);
        }
        const whole = nodes.map((node) => node.data).join('');
        const start = whole.indexOf(words), end = start + words.length;
        const range = document.createRange();
        let at = 0;
        for (const node of nodes) {
            if (start >= at && start < at + node.length) range.setStart(node, start - at);
            if (end > at && end <= at + node.length) range.setEnd(node, end - at);
            at += node.length;
        }
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        document.dispatchEvent(new PointerEvent('pointerup', {bubbles: true}));
    }""",
        [words, within],
    )
    page.wait_for_timeout(50)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_review_fit_and_are_accessible(
    browser: Browser, own: tuple[str, Store], width: int, scheme: str
) -> None:
    origin, record = own
    rows = record.statements(StatementFilter(proposition="ban-ships"), limit=8).items
    number = record.review_many([row.statement.id for row in rows[:4]], "accept", coder="ann", asked={"kind": "person"})
    watched = visit(browser, origin, viewport={"width": width, "height": 800}, color_scheme=scheme)
    single = f"/statements/{rows[0].statement.id}"
    for at in ["/review", "/review?proposition=ban-ships&blind=yes", "/review/bulk", f"/review/bulk/{number}",
               "/review/disagreements", "/history", single]:  # fmt: skip
        page = watched.go(at)
        for fold in page.locator("main details > summary").all()[:6]:
            if fold.is_visible():
                fold.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{at} scrolls sideways at {width}"
        watched.assert_clean()
        assert barriers(page) == [], at
    watched.page.context.close()


def test_review_works_without_javascript(browser: Browser, own: tuple[str, Store]) -> None:
    origin, record = own
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{origin}/review?proposition=ban-ships")
    first = shown(page)
    page.get_by_role("button", name="Accept", exact=False).click()
    assert shown(page) != first
    assert record.statement(first).reviewed
    page.get_by_role("button", name="Undo the last decision").click()
    assert not record.statement(first).reviewed
    page.locator("[data-amend] > summary").click()
    page.locator("[data-amend] input[name=speaker]").fill("Somebody New")
    page.get_by_role("button", name="Save the correction").click()
    assert page.locator(".review-card .speaker").inner_text() == "Somebody New"
    page.context.close()


def test_hostile_text_runs_nothing_on_the_pages_of_review(browser: Browser, tmp_path: Path) -> None:
    documents = [hostile_document(payload) for payload in PAYLOADS]
    book = codebook_from_proposition("Close it " + " ".join(PAYLOADS))
    path = made_store(tmp_path / "hostile.db", *documents, codebook=book)
    with served(path) as origin, open_store(path) as record:
        ids = [made.id for _, (made,) in documents]
        record.review(ids[0], "accept", coder=PAYLOADS[0], note=PAYLOADS[0])
        watched = visit(browser, origin)
        for at in ["/review", "/review/bulk", "/history", *(f"/statements/{id_}" for id_ in ids)]:
            watched.go(at)
            watched.assert_clean()
        page = watched.go("/review")
        for _ in range(3):
            before = shown(page)
            page.keyboard.press("j")
            went_on(page, before)
        watched.assert_clean()
        page.context.close()
