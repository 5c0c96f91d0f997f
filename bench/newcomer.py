"""Answer an analyst's questions on the demo as somebody would who sees the pages for the first time, by clicks.

    python bench/newcomer.py STORE [--width 1280] [--height 800]

STORE is made by `whipcount demo --no-serve --store STORE`. Each question starts on the first page. Whoever answers
looks down the page screen by screen for words that promise the answer, and clicks them; the script stops with an error
where the words are not there, or the answer is not. Printed for each question: clicks, keys, screens that were
scrolled, seconds that the pages took, and an estimate of the whole by the keystroke-level model (Card, Moran and Newell
1980): a second and a third for each thing to be decided, the time of the hand for each movement, click and key. It
leaves out reading the answer itself, and it is no measurement of people.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from whipcount.config import Settings
from whipcount.web.server import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = os.environ.get("WHIPCOUNT_CHROMIUM", "/usr/bin/chromium")
# Operators of the keystroke-level model, in seconds: to decide, to point, to click, to press a key, to reach for it.
DECIDE, POINT, CLICK, KEY, REACH = 1.35, 1.1, 0.2, 0.28, 0.4
DAY = "2025-05-20"


class LostError(Exception):
    """What was looked for is not to be found."""


class Newcomer:
    """Somebody in front of the pages, and what it costs them."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.clicks = self.keys = self.fields = self.screens = 0
        self.waited = 0.0

    def begin(self) -> None:
        """Open the first page."""
        self._timed(lambda: self.page.goto(f"{self.origin}/"))

    def look(self, target: Locator, what: str) -> Locator:
        """Scroll until something is in view."""
        found = target.first
        if not found.count() or not found.is_visible():
            raise LostError(f"{what} is not on {self.page.url}")
        box, height = found.bounding_box(), self.page.evaluate("innerHeight")
        away = 0.0 if box is None else max(-box["y"], box["y"] + min(box["height"], height) - height, 0.0)
        self.screens += math.ceil(away / height)
        found.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
        return found

    def click(self, target: Locator, what: str) -> None:
        """Find something, and click it."""
        found = self.look(target, what)
        self.clicks += 1
        self._timed(found.click)

    def follow(self, words: str | re.Pattern[str]) -> None:
        """Click a link by its words."""
        self.click(self.page.locator("main").get_by_role("link", name=words), f"a link “{words}”")

    def back(self) -> None:
        """Go back by the browser's own button."""
        self.clicks += 1
        self._timed(self.page.go_back)

    def fill_day(self, label: str, day: str) -> None:
        """Type a day into a field."""
        self.look(self.page.get_by_label(label), f"a field “{label}”").fill(day)
        self.fields += 1
        self.keys += len(day.replace("-", ""))

    @property
    def estimate(self) -> float:
        """Seconds by the keystroke-level model, with those that the pages took."""
        hand = self.clicks * (DECIDE + POINT + CLICK) + self.fields * (DECIDE + POINT + CLICK + 2 * REACH)
        return hand + self.keys * KEY + self.screens * DECIDE + self.waited

    def _timed(self, act: Callable[[], object]) -> None:
        start = time.perf_counter()
        act()
        self.page.wait_for_load_state("load")
        self.waited += time.perf_counter() - start


def who_moved(n: Newcomer) -> str:
    """Board → “Who moved, when and with which words”: one table."""
    n.follow(re.compile("^Who moved"))
    rows = n.page.locator("#moves tbody tr")
    first = n.look(rows, "the latest move")
    return f"{rows.count()} moves; the latest: {' | '.join(first.inner_text().split(chr(9)))}"


def who_is_against(n: Newcomer) -> str:
    """Board → “Everybody, one by one” → “against”: a list with a day and the latest words of each."""
    n.follow("Everybody, one by one")
    n.follow(re.compile(r"^against \d+"))
    rows = n.page.locator("section:has(#who-title) tbody tr")
    n.look(rows, "the first actor")
    return f"{rows.count()} against: {', '.join(text.splitlines()[0] for text in rows.locator('th').all_inner_texts())}"


def which_reasons(n: Newcomer) -> str:
    """Board → “Arguments” → the number beside the first reason against: the statements that give it."""
    n.follow("Arguments")
    against = n.page.get_by_role("region", name="Reasons against")
    reason = n.look(against.locator(".of > span:first-child"), "a reason against").inner_text()
    n.click(against.get_by_role("link", name=re.compile(r"^\d+ statements?$")), "the number beside it")
    cards = n.page.locator("article.statement")
    n.look(cards, "a statement")
    speakers = dict.fromkeys(cards.locator(".speaker").all_inner_texts())
    return f"“{reason}”: {cards.count()} statements, by {', '.join(speakers)}"


def where_it_says_so(n: Newcomer) -> str:
    """Board → “Who moved …” → the words of a move: the article, with these words marked and in view."""
    n.follow(re.compile("^Who moved"))
    words = n.page.locator("#moves tbody tr td.title a")
    n.click(words, "the words of the latest move")
    marked = n.look(n.page.locator(".passage .run.r-content.is-target"), "the sentence in its article")
    return f"“{marked.inner_text()}” in “{n.page.locator('h1').inner_text()}”"


def how_it_stood(n: Newcomer) -> str:
    """Board → a day in “What was said until” → “Show”: the board of that day."""
    n.fill_day("What was said until", DAY)
    n.click(n.page.get_by_role("button", name="Show", exact=True), "a button “Show”")
    n.look(n.page.get_by_text("as it stood on"), "the day of the board")
    return n.look(n.page.locator(".play"), "the state of play").inner_text()


def how_far_to_trust(n: Newcomer) -> str:
    """Board → “What this rests on”: what was read and left out, how much is reviewed, what not to conclude."""
    n.follow("What this rests on")
    return " ".join(n.look(n.page.locator(".limits dl"), "the limits").inner_text().split())


QUESTIONS: Mapping[str, Callable[[Newcomer], str]] = {
    "Who moved, when, and what did they say?": who_moved,
    "Who is against the ban, and since when?": who_is_against,
    "What speaks against it, and who says so?": which_reasons,
    "Where does an article say that the last one moved?": where_it_says_so,
    f"How did it stand on {DAY}?": how_it_stood,
    "How far can this be trusted?": how_far_to_trust,
}


def answered(
    browser: Browser, origin: str, question: Callable[[Newcomer], str], size: tuple[int, int]
) -> dict[str, object]:
    """Answer one question in a browser that has seen nothing yet."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    newcomer = Newcomer(context.new_page(), origin)
    newcomer.begin()
    answer = question(newcomer)
    context.close()
    return {
        "clicks": newcomer.clicks, "keys": newcomer.keys, "screens": newcomer.screens,
        "waited_s": round(newcomer.waited, 2), "estimate_s": round(newcomer.estimate, 1), "answer": answer,
    }  # fmt: skip


def main() -> None:
    from playwright.sync_api import sync_playwright  # a test takes the questions from here without it

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    arguments = parser.parse_args()
    ready: Queue[str] = Queue()
    given = {"settings": Settings()}
    threading.Thread(target=serve, args=(arguments.store, "127.0.0.1", 0, ready.put), kwargs=given, daemon=True).start()
    origin = ready.get(timeout=60).rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for question, way in QUESTIONS.items():
            found = answered(browser, origin, way, (arguments.width, arguments.height))
            print(json.dumps({"question": question, "way": way.__doc__} | found, ensure_ascii=False), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
