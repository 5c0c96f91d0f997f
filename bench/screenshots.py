"""Picture every kind of page of a store, light and dark, on a phone and on a desktop, to be looked at.

python bench/screenshots.py STORE FOLDER [--only board,reader]
"""

from __future__ import annotations

import argparse
import os
import threading
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from whipcount.config import Settings
from whipcount.store import open_store
from whipcount.store.records import StatementFilter
from whipcount.web.query import reader_address
from whipcount.web.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = os.environ.get("WHIPCOUNT_CHROMIUM", "/usr/bin/chromium")
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
TALLEST = 1800  # pixels; a longer picture is shown so small that nothing can be judged


def addresses(path: Path) -> dict[str, str]:
    """One address for each kind of page."""
    with open_store(path, create=False) as store:
        actors = store.actors(limit=1).items
        codebook = store.codebook()
        rows = store.statements(StatementFilter(actor=actors[0].key) if actors else None, limit=1).items
    found = {
        "board": "/",
        "statements": "/statements",
        "documents": "/documents",
        "actors": "/actors",
        "network": "/network?type=subtract",
        "network-two": "/network?mode=two",
        "codebook": "/codebook",
        "codebook-edit": "/codebook/edit",
        "status": "/status",
        "runs": "/runs",
        "views": "/views",
        "review": "/review",
        "history": "/history",
        "not-found": "/nothing-here",
    }
    if codebook is not None:
        found["proposition"] = f"/p/{codebook.propositions[0].id}"
        found["brief"] = f"/q/{codebook.questions[0].id}/brief"
        found["small-board"] = f"/embed/q/{codebook.questions[0].id}"
    if rows:
        found["reader"] = reader_address(rows[0].document_id, rows[0].statement.id)
        found["statement"] = f"/statements/{rows[0].statement.id}"
        found["small-statement"] = f"/embed/statements/{rows[0].statement.id}"
        found["actor"] = f"/actors/{rows[0].actor_key}"
    return found


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The pages of a store on a free port; the thread ends with the process."""
    ready: Queue[str] = Queue()
    threading.Thread(
        target=serve, args=(path, "127.0.0.1", 0, ready.put), kwargs={"settings": Settings()}, daemon=True
    ).start()
    yield ready.get(timeout=30).rstrip("/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of pages, with commas between")
    parser.add_argument("--tallest", type=int, default=TALLEST, help="pixels after which a picture is cut")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    wanted = {name for name in arguments.only.split(",") if name}
    pages = {name: at for name, at in addresses(arguments.store).items() if not wanted or name in wanted}
    with served(arguments.store) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                for name, at in pages.items():
                    page.goto(origin + at)
                    picture = arguments.folder / f"{name}-{size}-{scheme}.png"
                    if name == "reader":
                        page.screenshot(path=picture)  # as the link leaves it, scrolled to the statement
                        continue
                    tall = min(page.evaluate("document.documentElement.scrollHeight"), arguments.tallest)
                    page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
