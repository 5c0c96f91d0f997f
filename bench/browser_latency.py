"""Measure how long the main pages take in Chromium: from the click to the answer, and to the page that is drawn.

    python bench/browser_latency.py STORE [--rounds N] [--only PAGE]

Milliseconds of wall-clock time, 50th and 95th percentile, as the browser's own clock has them: until the whole answer
is there, until its largest part is painted, and until everything is loaded. The first page after a start is left out of
them and told as "first". ``bench/page_latency.py`` has the kinds of pages, and what the server alone takes. One JSON
line for each.
"""

from __future__ import annotations

import argparse
import json
import os
import threading
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from page_latency import addresses, percentile
from whipcount.config import Settings
from whipcount.store import open_store
from whipcount.web.server import serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "board",
    "board on another day",
    "board of what is not",
    "proposition",
    "statements",
    "statements counted for an actor",
    "reader",
    "actor",
    "network",
    "review",
)
CHROMIUM = os.environ.get("WHIPCOUNT_CHROMIUM", "/usr/bin/chromium")
TIMES = """() => new Promise((done) => {
    const [at] = performance.getEntriesByType('navigation');
    new PerformanceObserver((list) => {
        const painted = list.getEntries().at(-1).startTime;
        done({answer: at.responseEnd, painted, loaded: at.loadEventEnd});
    }).observe({type: 'largest-contentful-paint', buffered: true});
})"""


def opened(page: Page, address: str) -> dict[str, float]:
    """Milliseconds from asking for a page."""
    page.goto(address, wait_until="load")
    return dict(page.evaluate(TIMES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--only", action="append", help="a kind of page; more than once for several")
    options = parser.parse_args()
    with open_store(options.store, create=False) as store:
        asked = addresses(store, options.rounds)
    ready: Queue[str] = Queue()
    threading.Thread(
        target=serve, args=(options.store, "127.0.0.1", 0, ready.put), kwargs={"settings": Settings()}, daemon=True
    ).start()
    origin = ready.get(timeout=60).rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for name in options.only or PAGES:
            first = opened(page, origin + asked[name][0])
            taken = [opened(page, origin + at) for at in asked[name]]
            figures = {
                f"{kind}_{share}": round(percentile([one[kind] for one in taken], share / 100))
                for kind in ("answer", "painted", "loaded")
                for share in (50, 95)
            }
            print(json.dumps({"page": name, "first_answer": round(first["answer"])} | figures), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
