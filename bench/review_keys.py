"""Measure a review by keyboard in Chromium: seconds from a key to the next card, and key strokes per statement.

python bench/review_keys.py STORE [--statements 100] [--proposition ID]

The strokes are those of the simplest policy: accept what the machine says. Every tenth statement gets another stance,
and every twentieth an undo and the same key again, so that slower paths are in the figures too. The store is changed:
give a copy.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import threading
import time
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from whipcount.config import Settings
from whipcount.web.server import serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

# In the page itself, so that the driver's own way to the browser is left out: which key, and milliseconds to the card.
WATCH = """() => {
    window.answered = [];
    let pressed = null;
    addEventListener('keydown', (event) => { pressed = [event.key, performance.now()]; }, true);
    new MutationObserver(() => window.answered.push([pressed[0], performance.now() - pressed[1]]))
        .observe(document.querySelector('[data-desk]'), {childList: true});
}"""
CHROMIUM = os.environ.get("WHIPCOUNT_CHROMIUM", "/usr/bin/chromium")


def shown(page: Page) -> str:
    """The statement of the card on the page."""
    return page.locator("[data-review]").get_attribute("data-review") or ""


def judged(page: Page, key: str) -> float:
    """Press a key; seconds until another card is there."""
    before = shown(page)
    start = time.perf_counter()
    page.keyboard.press(key)
    page.wait_for_selector(f"[data-review]:not([data-review='{before}'])")
    return time.perf_counter() - start


def review(page: Page, number: int) -> tuple[list[float], int]:
    """Judge statements; seconds from each key to the next card, and the key strokes in all."""
    seconds: list[float] = []
    strokes = 0
    for count in range(1, number + 1):
        if count % 20 == 0:
            judged(page, "a")
            page.wait_for_selector("body[data-saving='0']", state="attached")
            judged(page, "u")
            strokes += 2
        key = "2" if count % 10 == 0 else "a"
        seconds.append(judged(page, key))
        strokes += 1
    page.wait_for_selector("body[data-saving='0']", state="attached")
    return seconds, strokes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--statements", type=int, default=100)
    parser.add_argument("--proposition", default="")
    arguments = parser.parse_args()
    ready: Queue[str] = Queue()
    threading.Thread(
        target=serve, args=(arguments.store, "127.0.0.1", 0, ready.put), kwargs={"settings": Settings()}, daemon=True
    ).start()
    origin = ready.get(timeout=60).rstrip("/")
    asked = f"?proposition={arguments.proposition}" if arguments.proposition else ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{origin}/review{asked}")
        page.evaluate(WATCH)
        seconds, strokes = review(page, arguments.statements)
        answered = [taken for key, taken in page.evaluate("window.answered") if key in ("a", "2")]
        print(
            json.dumps(
                {
                    "statements": len(seconds),
                    "median_seconds": round(statistics.median(seconds), 3),
                    "p95_seconds": round(sorted(seconds)[int(0.95 * len(seconds)) - 1], 3),
                    "median_milliseconds_in_the_page": round(statistics.median(answered), 1),
                    "p95_milliseconds_in_the_page": round(sorted(answered)[int(0.95 * len(answered)) - 1], 1),
                    "strokes_per_statement": round(strokes / len(seconds), 2),
                }
            )
        )
        browser.close()


if __name__ == "__main__":
    main()
