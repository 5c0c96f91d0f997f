"""The pages in a real browser: the way from a count to its sentence, the policy, the layout, the keys."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.gold_store import build_gold_store
from support.hostile import PAYLOADS, hostile_document
from support.pages import copied, made_store, served
from whipcount.coding import codebook_from_proposition
from whipcount.store import open_store
from whipcount.store.records import StatementFilter, StatementRow

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("WHIPCOUNT_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parent.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install it, or set WHIPCOUNT_CHROMIUM"),
]
# Run before any script of the page; the driver adds it past the policy.
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
window.ran = [];
for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => ran.push(name);
"""


class Visit:
    """A page under watch: nothing from elsewhere, no violation, no error, no script of somebody else's."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.problems: list[str] = []
        page.on("request", lambda request: self._check(request.url))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.add_init_script(WATCH)

    def _check(self, url: str) -> None:
        if not url.startswith(f"{self.origin}/"):
            self.problems.append(f"requested {url}")

    def go(self, address: str) -> Page:
        self.page.goto(self.origin + address)
        return self.page

    def assert_clean(self) -> None:
        assert self.page.evaluate("window.violations.concat(window.ran)") == []
        assert self.problems == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("browser") / "debate.db")


@pytest.fixture(scope="module")
def origin(store: Path) -> Iterator[str]:
    with served(store) as address:
        yield address


def visit(browser: Browser, origin: str, **options: Any) -> Visit:
    return Visit(browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options)).new_page(), origin)


@pytest.fixture
def desk(browser: Browser, origin: str) -> Iterator[Visit]:
    watched = visit(browser, origin)
    yield watched
    watched.assert_clean()
    watched.page.context.close()


def first_row(store: Path, **where: Any) -> StatementRow:
    with open_store(store) as opened:
        return opened.statements(StatementFilter(**where), limit=1).items[0]


def test_two_clicks_lead_from_a_count_to_its_sentence(desk: Visit) -> None:
    page = desk.go("/")
    page.locator(".column.tone-for h3 a").first.click()
    assert re.search(r"/statements\?.*position=for", page.url)
    quotation = page.locator(".sentence .r-content").first
    words = quotation.inner_text()
    quotation.click()
    assert "/documents/" in page.url
    marked = page.locator(".passage .run.r-content.is-target").first
    assert marked.inner_text() == words
    box = marked.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900, "the sentence is in view"
    assert page.locator("article.statement.is-target details").first.get_attribute("open") is not None


def test_an_actor_on_the_board_opens_its_statements(desk: Visit) -> None:
    page = desk.go("/")
    link = page.locator(".card .evidence a").first
    number = int(link.inner_text().split()[0])
    link.click()
    assert page.locator("article.statement").count() == number


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_obeys_the_policy_and_is_accessible(
    browser: Browser, origin: str, store: Path, width: int, scheme: str
) -> None:
    row = first_row(store)
    watched = visit(browser, origin, viewport={"width": width, "height": 800}, color_scheme=scheme)
    with open_store(store) as opened:
        proposition = opened.codebook().propositions[0].id  # type: ignore[union-attr]  # the demo has one
    pages = ["/", f"/p/{proposition}", "/statements?stance=support", "/documents", "/actors", "/status"]
    pages += [f"/actors/{row.actor_key}", "/q/harbour?by=kind&group=kind&since=2025-06-05"]
    pages += ["/q/harbour/brief", "/statements?text=zeppelin&since=2025-05-01"]
    for at in [*pages, f"/documents/{row.document_id}?statement={row.statement.id}#s-{row.statement.id}"]:
        page = watched.go(at)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{at} scrolls sideways at {width}"
        watched.assert_clean()
        assert barriers(page) == [], at
    watched.page.context.close()


def barriers(page: Page) -> list[str]:
    """What axe-core finds, at any of its levels; nothing where it is not installed."""
    if not AXE.exists():
        return []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]} ({v['nodes'][0]['failureSummary']})" for v in found["violations"]
    ]


def test_drawings_show_the_latest_day_on_a_phone(browser: Browser, origin: str, store: Path) -> None:
    """They are as wide as the screen, the words in them as large as on a desktop, and every label has room."""
    row = first_row(store, speaker="Tobias Renn")
    page = visit(browser, origin, viewport={"width": 390, "height": 800}).page
    for at in (f"/p/{row.codings[0].proposition}", f"/actors/{row.actor_key}"):
        page.goto(origin + at)
        assert page.locator(".chart").count() >= 2, at
        for chart in page.locator(".chart").all():
            boxes = [one.bounding_box() for one in chart.locator("text[dy='1.4em']:visible").all()]
            assert all(one and one["x"] >= 0 and one["x"] + one["width"] <= 390 for one in boxes), at
            ends = [(one["x"], one["x"] + one["width"]) for one in boxes if one]
            assert len(ends) >= 2, at
            assert all(end < begin for (_, end), (begin, _) in pairwise(ends)), at
            assert chart.locator("text[dy='1.4em']").last.is_visible(), "the latest day"
    page.context.close()


def test_a_page_that_is_not_there_is_designed_too(browser: Browser, origin: str) -> None:
    watched = visit(browser, origin)
    page = watched.go("/nothing-here")
    assert page.locator("h1").inner_text() == "Nothing here"
    assert barriers(page) == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_an_empty_store_fit_and_are_accessible(browser: Browser, tmp_path: Path, scheme: str) -> None:
    open_store(tmp_path / "empty.db").close()
    with served(tmp_path / "empty.db") as own:
        watched = visit(browser, own, viewport={"width": 390, "height": 800}, color_scheme=scheme)
        for at in ("/", "/statements", "/documents", "/actors", "/network", "/codebook", "/review", "/runs", "/status"):
            page = watched.go(at)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{at} scrolls sideways"
            watched.assert_clean()
            assert barriers(page) == [], at
        watched.page.context.close()


def test_everything_is_there_without_javascript(browser: Browser, store: Path, tmp_path: Path) -> None:
    path = copied(store, tmp_path / "own.db")
    row = first_row(path, kind="person")
    with served(path) as own:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{own}/")
        assert page.locator(".column").count() >= 5
        page.locator("select[name=kind]").select_option("organisation")
        page.get_by_role("button", name="Show").click()
        assert "kind=organisation" in page.url
        page.goto(f"{own}/documents/{row.document_id}?statement={row.statement.id}")
        assert page.locator(".passage .run.r-content.is-target").first.is_visible()
        card = page.locator("article.statement.is-target")
        card.get_by_label("Stance").select_option("oppose")
        card.get_by_label("Note").fill("Read again.")
        card.get_by_role("button", name="Save stance").click()
        assert page.url.endswith(f"#s-{row.statement.id}")
        assert "coded by analyst" in page.locator("article.statement.is-target").inner_text()
        page.locator("article.statement.is-target").get_by_role("button", name="Accept").click()
        assert "reviewed" in page.locator("article.statement.is-target .state").inner_text()
        page.context.close()


def test_a_fragment_alone_highlights_without_javascript(browser: Browser, origin: str, store: Path) -> None:
    row = first_row(store)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{origin}/documents/{row.document_id}#s-{row.statement.id}")
    colours = page.locator(f"#s-{row.statement.id} ~ .run").first.evaluate("e => getComputedStyle(e).backgroundColor")
    plain = page.locator(".key .run.r-content").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert colours != plain
    page.context.close()


def test_statements_are_reviewed_by_keyboard(browser: Browser, store: Path, tmp_path: Path) -> None:
    path = copied(store, tmp_path / "own.db")
    with served(path) as own, open_store(path) as record:
        watched = visit(browser, own)
        page = watched.go("/statements?stance=support")
        ids = [e.get_attribute("data-statement") or "" for e in page.locator("article.statement").all()]
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert focused(page) == ids[1]
        with page.expect_navigation():
            page.keyboard.press("a")
        assert record.statement(ids[1]).reviewed
        assert focused(page) == ids[2], "accepting goes on to the next"
        page.keyboard.press("k")
        assert focused(page) == ids[1]
        with page.expect_navigation():
            page.keyboard.press("u")
        assert not record.statement(ids[1]).reviewed
        with page.expect_navigation():
            page.keyboard.press("a")
        assert focused(page) == ids[2]
        with page.expect_navigation():
            page.keyboard.press("u")
        assert not record.statement(ids[1]).reviewed, "on a statement without a verdict it takes back the last one"
        assert focused(page) == ids[1]
        page.keyboard.press("s")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        human = [c for c in record.codings(ids[1]) if c.coder_kind == "human"]
        assert [c.stance for c in human] == ["oppose"]
        page.keyboard.press("j")
        with page.expect_navigation():
            page.keyboard.press("r")
        assert sum(record.statement(i).rejected for i in ids) == 1
        page.keyboard.press("?")
        assert page.locator("dialog[open]").is_visible()
        page.keyboard.press("Escape")
        page.locator("#text").fill("jar")
        assert sum(record.statement(i).rejected for i in ids) == 1, "typing in a field is no command"
        watched.assert_clean()
        page.context.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-statement]')?.dataset.statement ?? ''"))


def test_the_slider_writes_the_day_into_the_address(desk: Visit) -> None:
    page = desk.go("/")
    slider = page.get_by_label("Day up to which statements count")
    slider.focus()
    with page.expect_navigation():
        slider.press("ArrowLeft")
    until = page.locator("#until").input_value()
    assert f"until={until}" in page.url
    assert until < (page.locator("#until").get_attribute("max") or "")
    assert "as it stood on" in page.locator(".eyebrow").first.inner_text()


def test_text_and_cards_are_linked(desk: Visit, store: Path) -> None:
    row = first_row(store)
    page = desk.go(f"/documents/{row.document_id}")
    run = page.locator(f".run.r-content[data-s='{row.statement.id}']").first
    run.hover()
    card = page.locator(f"article[data-statement='{row.statement.id}']")
    assert "is-linked" in (card.get_attribute("class") or "")
    run.click()
    assert card.locator("details").first.get_attribute("open") is not None
    assert page.url.endswith(f"#s-{row.statement.id}")


def test_hostile_text_runs_loads_and_sends_nothing(browser: Browser, tmp_path: Path) -> None:
    documents = [hostile_document(payload) for payload in PAYLOADS]
    book = codebook_from_proposition("Close it " + " ".join(PAYLOADS))
    path = made_store(tmp_path / "hostile.db", *documents, codebook=book)
    with served(path) as own:
        watched = visit(browser, own)
        readers = [f"/documents/{document.id}?statement={made.id}" for document, (made,) in documents]
        lists = [
            "/",
            "/statements",
            "/documents",
            "/actors",
            "/status",
            "/runs",
            "/statements?stance=support&text=<script>",
        ]
        for at in [*lists, *readers]:
            watched.go(at)
            watched.assert_clean()
        watched.page.context.close()
