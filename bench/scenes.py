"""Every kind of page and every state of one, over stores made for the purpose, to be looked at or checked.

The demo's store is shown as a newcomer finds it. A copy of it has been worked on: reviewed by two people who disagree,
in bulk, by a correction and a reply, with jobs that go on and that broke off. Beside it stand a store without anything,
one without a codebook, and a team's server with an account of each role.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.pages import started
from support.team import SECRET, originals
from whipcount.config import Settings
from whipcount.model import STANCES, Coding, Extraction, Rejected, Stance
from whipcount.project.corrections import StatementChange, correct_statement
from whipcount.store import Store, open_store
from whipcount.store.records import StatementFilter, StatementRow
from whipcount.web.query import reader_address

if TYPE_CHECKING:
    from playwright.sync_api import Page

Act: TypeAlias = "Callable[[Page], object]"


@dataclass(frozen=True, slots=True)
class Scene:
    """A page in a state: where it is, who looks at it, and what is done there first.

    ``at_target`` is for a page that is shown as its link leaves it, scrolled to a place.
    """

    name: str
    origin: str
    at: str
    account: str = ""
    act: Act | None = None
    at_target: bool = False


def scenes(demo: Path, folder: Path) -> Iterator[Scene]:
    """Every scene, over servers that are started here and end with the process."""
    (folder / "team").mkdir(parents=True, exist_ok=True)
    yield from _newcomer(demo, _origin(demo))
    yield from _worked_on(demo, folder / "worked-on.db")
    yield from _bare(folder)
    yield from _team(folder / "team")


def _origin(path: Path, settings: Settings | None = None) -> str:
    return started(path, settings).rstrip("/")


def _newcomer(path: Path, origin: str) -> Iterator[Scene]:
    """The demo as it was read, which nobody has reviewed."""
    with open_store(path, create=False) as store:
        proposition, question, row = _first(store)
        document = _copied_document(store) or row.document_id
    p = f"proposition={proposition}"
    for name, at in {
        "board": "/", "board-grouped": f"/q/{question}?by=kind&group=kind&since=2025-06-05",
        "proposition": f"/p/{proposition}", "statements": "/statements",
        "statements-filtered": f"/statements?{p}&stance=oppose&text=harbour", "documents": "/documents",
        "statements-none": "/statements?text=zeppelin", "actors": "/actors", "actor": f"/actors/{row.actor_key}",
        "network": "/network?type=subtract", "network-two": "/network?mode=two", "codebook": "/codebook",
        "codebook-edit": "/codebook/edit", "codebook-text": "/codebook/text", "status": "/status", "runs": "/runs",
        "views-none": "/views", "review": "/review", "review-of": f"/review?{p}",
        "review-blind": f"/review?{p}&blind=yes",
        "history-none": "/history", "agreement-none": "/review/disagreements",
        "bulk": f"/review/bulk?{p}&stance=oppose",
        "brief": f"/q/{question}/brief", "small-board": f"/embed/q/{question}",
        "small-statement": f"/embed/statements/{row.statement.id}", "statement": f"/statements/{row.statement.id}",
        "copies": f"/documents/{document}", "not-found": "/nothing-here",
        "wrong-filter": "/statements?since=soon",
    }.items():  # fmt: skip
        yield Scene(name, origin, at)
    yield Scene("reader", origin, reader_address(row.document_id, row.statement.id), at_target=True)
    yield Scene("reader-edit", origin, f"/documents/{row.document_id}", act=_open("[data-add] > summary"))
    yield Scene("share", origin, "/", act=_open(".share > summary"))
    yield Scene("statement-open", origin, "/statements", act=_open("article.statement details > summary"))
    yield Scene("filters-open", origin, "/", act=_open(".controls details > summary"))
    yield Scene("keys", origin, f"/review?{p}", act=lambda page: page.keyboard.press("?"))
    yield Scene("edge", origin, "/network?type=subtract", act=_first_edge)


def _worked_on(demo: Path, path: Path) -> Iterator[Scene]:
    """The demo after some days of work, and while more of it is read."""
    for ending in ("", "-wal"):
        if (part := demo.with_name(demo.name + ending)).exists():
            shutil.copy(part, path.with_name(path.name + ending))
    with open_store(path) as store:
        proposition, question, row = _first(store)
        bulk = _work(store, proposition)
        going, cut = _jobs(store)
    origin = _origin(path, Settings(public_log=True, right_of_reply=True, embed_sites=("https://news.example",)))
    for name, at in {
        "board-reviewed": "/", "proposition-reviewed": f"/p/{proposition}", "runs-now": "/runs",
        "run-going": f"/runs/{going}", "run-cut": f"/runs/{cut}", "history": "/history", "views": "/views",
        "status-failed": "/status", "bulk-done": "/review/bulk", "audit": f"/review/bulk/{bulk}",
        "agreement": "/review/disagreements", "corrections": "/corrections",
        "adjudication": "/review/disagreements?first=maya&second=jonas", "brief-reviewed": f"/q/{question}/brief",
        "statement-reviewed": f"/statements/{row.statement.id}",
    }.items():  # fmt: skip
        yield Scene(name, origin, at)


def _bare(folder: Path) -> Iterator[Scene]:
    """Stores with nothing, and with nothing to measure against."""
    with open_store(folder / "empty.db"):
        origin = _origin(folder / "empty.db")
    for name in ("", "statements", "documents", "actors", "network", "codebook", "review", "runs", "status"):
        yield Scene(f"empty-{name or 'board'}", origin, f"/{name}")
    originals(folder / "team")
    with open_store(folder / "team" / "bridge.db") as other, open_store(folder / "no-codebook.db") as store:
        rows = other.statements(limit=None).items
        document = other.document(rows[0].document_id).document
        run = store.begin_run("build", {})
        store.add(Extraction(document, tuple(row.statement for row in rows)), run=run, pipeline="test")
        store.end_run(run, counts={})
    origin = _origin(folder / "no-codebook.db")
    for name in ("", "statements", "network", "codebook", "codebook/edit", "review"):
        yield Scene(f"bare-{name.replace('/', '-') or 'board'}", origin, f"/{name}")


def _team(folder: Path) -> Iterator[Scene]:
    """A team's server, whose accounts ``_bare`` has made."""
    stores = {name: folder / f"{name}.db" for name in ("lanes", "bridge")}
    settings = Settings(team=True, accounts=str(folder / "accounts.db"))
    origin = started(stores, settings).rstrip("/")
    yield Scene("sign-in", origin, "/p/lanes/")
    yield Scene("sign-in-wrong", origin, "/login", act=_sign_in_wrong)
    for name, at, account in (
        ("projects", "/projects", "adam"), ("account", "/account", "adam"), ("members", "/p/lanes/members", "adam"),
        ("refused", "/p/lanes/members", "rita"), ("review-as-reader", "/p/lanes/review", "rita"),
        ("team-board", "/p/lanes/", "carl"), ("team-not-found", "/p/lanes/nothing", "carl"),
    ):  # fmt: skip
        yield Scene(name, origin, at, account)
    yield Scene("token", origin, "/account", "adam", act=_make_token)
    yield Scene("second-factor", origin, "/account", "adam", act=_second_factor)


def sign_in(page: Page, origin: str, account: str) -> None:
    """Open a session."""
    page.goto(f"{origin}/login")
    page.fill("#name", account)
    page.fill("#password", SECRET)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def _open(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def _first_edge(page: Page) -> None:
    page.locator("[data-edge-link]").first.click()
    page.wait_for_selector("[data-panel] [data-edge]")


def _sign_in_wrong(page: Page) -> None:
    page.fill("#name", "adam")
    page.fill("#password", "not the one")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def _make_token(page: Page) -> None:
    page.fill("#label", "weekly figures")
    page.get_by_role("button", name="Make a token").click()
    page.wait_for_selector("code.secret")


def _second_factor(page: Page) -> None:
    page.fill("#factor-password", SECRET)
    page.get_by_role("button", name="Set up codes").click()
    page.wait_for_load_state()


def _first(store: Store) -> tuple[str, str, StatementRow]:
    """The first proposition, its question, and the latest statement of whoever spoke most."""
    codebook = store.codebook()
    assert codebook is not None, "the demo has a codebook"
    actor = store.actors(limit=1).items[0].key
    row = store.statements(StatementFilter(actor=actor, proposition=codebook.propositions[0].id), limit=1).items[0]
    return codebook.propositions[0].id, codebook.questions[0].id, row


def _copied_document(store: Store) -> str | None:
    """A document that others repeat."""
    events = [
        row for row in store.statements(limit=None).items if "Renn" in row.quotation or row.outlet == "Aldermark Wire"
    ]
    return events[0].document_id if events else None


def _work(store: Store, proposition: str) -> int:
    """Two people's work; gives the number of a bulk action."""
    rows = store.statements(StatementFilter(proposition=proposition), limit=None).items
    ids = [row.statement.id for row in rows]
    flipped: dict[Stance | None, Stance] = {"support": "oppose", "oppose": "conditional"}
    for place, row in enumerate(rows[:30]):
        held = next((c.stance for c in row.codings if c.proposition == proposition), None) or "none"
        other = flipped.get(held, held) if place % 2 else held
        store.add_codings([_by_hand(row.statement.id, proposition, "maya", held)])
        store.add_codings([_by_hand(row.statement.id, proposition, "jonas", other)])
    for place, id_ in enumerate(ids[:12]):
        store.review(
            id_, "reject" if place in (3, 8) else "accept", coder="maya", note="Not a statement." * (place == 3)
        )
    number = store.review_many(ids[30:70], "accept", coder="jonas", asked={"proposition": proposition})
    bulk = store.bulk(number)
    for place, id_ in enumerate(bulk.audit.sample[:6] if bulk else ()):
        store.review(id_, "reject" if place == 2 else "accept", coder="maya", audit=number)
    store.undo(store.history(limit=1).items[0].number, coder="maya")
    correct_statement(
        store, ids[75], StatementChange(speaker="Petra Lindqvar"), coder="maya", note="See her name above."
    )
    store.reply(
        rows[0].statement.id, "I said this before the amendment was on the table.", name="The office of the speaker"
    )
    for name, at in (("Against, in June", "stance=oppose&since=2025-06-01"), ("Unreviewed", "reviewed=no")):
        store.save_view(name, f"/statements?{at}", by="maya")
    return number


def _by_hand(statement: str, proposition: str, coder: str, stance: Stance) -> Coding:
    return Coding(statement, proposition, coder, "human", stance, 1.0, {one: float(one == stance) for one in STANCES})


def _jobs(store: Store) -> tuple[str, str]:
    """A job that goes on and one that broke off, with inputs that could not be read."""
    cut = store.begin_run("build", {"coder": "maya", "sources": ["wire dumps/June"]})
    for place, (reason, told) in enumerate({"json": "Line 3 is no JSON.", "empty": "It holds no text."}.items()):
        failed = Rejected(f"wire dumps/June/{place}.jsonl", "read", reason, told, "e" * 64, 5)
        store.reject(failed, run=cut, pipeline="test")
    store.stop_run(cut, "interrupted")
    going = store.begin_run("build", {"coder": "maya", "sources": ["articles/"]})
    store.note_progress(going, "reading", 12, statements=96, name="articles/courier-2025-06-14.html")
    return going, cut
