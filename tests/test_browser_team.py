"""A team's server in a real browser: signing in, one's own account, and hostile text on every page (check B29)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.hostile import hostile_bundle, many_payloads
from support.pages import made_store, started
from support.team import SECRET, originals
from test_browser import CHROMIUM, Visit, barriers
from whipcount.accounts import open_accounts
from whipcount.coding import codebook_from_proposition
from whipcount.config import Settings
from whipcount.store import open_store
from whipcount.web.query import address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install it, or set WHIPCOUNT_CHROMIUM"),
]
PAYLOADS = many_payloads(300)
TOGETHER = 20  # payloads in one article


@contextmanager
def team_served(stores: dict[str, Path], accounts: Path, coder: str = "analyst") -> Iterator[str]:
    """A team's server on a real port; gives its origin. The thread ends with the process."""
    yield started(stores, Settings(team=True, accounts=str(accounts), coder=coder)).rstrip("/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("browser-team")
    originals(made)
    return made


@pytest.fixture(scope="module")
def origin(folder: Path) -> Iterator[str]:
    with team_served({n: folder / f"{n}.db" for n in ("lanes", "bridge")}, folder / "accounts.db") as opened:
        yield opened


def press(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def sign_in(watched: Visit, name: str, at: str = "/") -> Page:
    page = watched.go(at)
    page.fill("#name", name)
    page.fill("#password", SECRET)
    press(page, "Sign in")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_a_team_fit_obey_the_policy_and_are_accessible(
    browser: Browser, origin: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    watched = Visit(context.new_page(), origin)

    def check(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} scrolls sideways"
        watched.assert_clean()
        assert barriers(page) == [], page.url

    check(watched.go("/p/lanes/members"))
    check(sign_in(watched, "adam", "/p/lanes/members"))
    assert watched.page.url == f"{origin}/p/lanes/members", "signing in leads to where one was going"
    for at in ("/projects", "/account", "/p/lanes/statements", "/p/lanes/", "/nothing"):
        watched.problems.clear()  # a page that is not there is an error to the console
        page = watched.go(at)
        watched.problems[:] = [p for p in watched.problems if "404" not in p]
        check(page)
        assert page.get_by_role("button", name="Sign out").is_visible() or at == "/nothing", at
    page = watched.go("/account")
    page.fill("#label", "weekly figures")
    press(page, "Make a token")
    assert page.locator("code.secret").inner_text().startswith("whip_")
    check(page)
    page.fill("#factor-password", SECRET)
    press(page, "Set up codes")
    check(page)
    context.close()


def test_a_session_is_out_of_reach_of_scripts_and_ends_with_signing_out(browser: Browser, origin: str) -> None:
    context = browser.new_context()
    watched = Visit(context.new_page(), origin)
    page = sign_in(watched, "carl")
    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (
        "__Host-whipcount", True, True, "Lax",
    )  # fmt: skip
    assert page.evaluate("document.cookie") == ""
    other = context.new_page()
    other.goto(f"{origin}/p/lanes/statements")
    assert other.locator("article.statement").count() > 0
    press(page, "Sign out")
    assert "You have signed out" in page.locator("main").inner_text()
    assert context.cookies() == []
    other.reload()
    assert "/login" in other.url
    watched.assert_clean()
    context.close()


def test_everything_is_done_without_javascript(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/p/lanes/statements?stance=support")
    page.fill("#name", "edna")
    page.fill("#password", SECRET)
    press(page, "Sign in")
    card = page.locator("article.statement").first
    card.locator("summary").first.click()
    with page.expect_navigation():
        card.get_by_role("button", name="Accept").click()
    assert page.url.startswith(f"{origin}/p/lanes/statements?stance=support#s-")
    assert "reviewed" in page.locator("article.statement").first.locator(".state").inner_text()
    context.close()


def test_a_page_of_another_site_sends_no_form_of_ours(browser: Browser, origin: str, folder: Path) -> None:
    """The browser itself says where the form came from, and keeps the session to itself."""
    with open_store(folder / "lanes.db") as store:
        row = store.statements(limit=1).items[0].statement.id
    context = browser.new_context()
    sign_in(Visit(context.new_page(), origin), "carl")
    page = context.new_page()
    target = f"{origin}/p/lanes/statements/{row}/review"
    form = f'<form method="post" action="{target}"><input name="verdict" value="reject"></form>'
    page.route("http://evil.example/", lambda route: route.fulfill(content_type="text/html", body=form))
    page.goto("http://evil.example/")
    with page.expect_response(target) as sent:
        page.evaluate("document.forms[0].submit()")
    assert sent.value.status == 403
    with open_store(folder / "lanes.db") as store:
        assert not store.statement(row).rejected
    context.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("hostile")
    bundles = [hostile_bundle(PAYLOADS[n : n + TOGETHER]) for n in range(0, len(PAYLOADS), TOGETHER)]
    book = codebook_from_proposition("Close it " + " ".join(PAYLOADS[:TOGETHER]))
    path = made_store(folder / "hostile.db", *bundles, codebook=book)
    with open_store(path) as store:
        for payload, row in zip(PAYLOADS, store.statements(limit=None).items, strict=True):
            store.review(row.statement.id, "accept", coder=payload, note=payload)
    accounts = open_accounts(folder / "accounts.db", create=True)
    accounts.add("adam", SECRET)
    accounts.set_role("adam", "hostile", "admin")
    for n, payload in enumerate(PAYLOADS[:TOGETHER]):
        label = "".join(c for c in payload if c.isprintable())[:60]
        accounts.make_token("adam", "hostile", "reader", label=label or str(n), days=1)
    with team_served({"hostile": path}, folder / "accounts.db", coder=PAYLOADS[0]) as opened:
        yield opened, path


def test_three_hundred_payloads_in_every_field_are_text_on_every_page(
    browser: Browser, hostile: tuple[str, Path]
) -> None:
    origin, path = hostile
    with open_store(path) as store:
        documents = [row.document.id for row in store.documents(limit=None).items]
        rows = store.statements(limit=None).items
        actors = [row.key for row in store.actors(limit=None).items]
        codebook = store.codebook()
    assert codebook is not None
    assert (len(rows), len(documents)) == (len(PAYLOADS), len(PAYLOADS) / TOGETHER)
    assert len(actors) > len(PAYLOADS) / 2, "those that differ in case only are one"
    context = browser.new_context()
    watched = Visit(context.new_page(), origin)
    sign_in(watched, "adam")
    pages = len(rows) // 50
    visits = [f"{at}{codebook.questions[0].id}{end}" for at, end in (("/q/", ""), ("/q/", "/brief"), ("/embed/q/", ""))]
    visits += [f"{at}/statements/{rows[0].statement.id}" for at in ("", "/embed")]
    visits += ["/documents", "/status", "/members", "/account", "/projects"]
    visits += [address(at, page=n) for at in ("/statements", "/actors") for n in range(1, pages + 1)]
    visits += [f"/documents/{id_}" for id_ in documents]
    visits += [f"/actors/{key}" for key in actors[:: len(actors) // 30]]
    for n in range(0, len(PAYLOADS), TOGETHER):
        words = " ".join(PAYLOADS[n : n + TOGETHER])
        visits += [address("/statements", text=words, speaker=words), address("/documents", text=words)]
        visits += [address("/login", next=words, done=words)]
    shown = ""
    for at in visits:
        page = watched.go(at)
        watched.assert_clean()
        shown += str(page.evaluate("document.body.textContent"))
    # That nothing ran would be true of a page that shows nothing: each payload was seen, letter by letter.
    plain = "".join(shown.split())
    assert [payload for payload in PAYLOADS if "".join(payload.split()) not in plain] == []
    for wrong in ("/statements?order=<script>alert(1)</script>", "/nothing/<img src=x onerror=alert(1)>"):
        watched.go(wrong)
        assert watched.page.evaluate("window.violations.concat(window.ran)") == []
    context.close()
