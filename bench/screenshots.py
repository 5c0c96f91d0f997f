"""Picture every kind of page, light and dark, on a phone and on a desktop, to be looked at; say what can be measured.

    python bench/screenshots.py STORE FOLDER [--only board,reader] [--sizes phone] [--schemes dark] [--print] [--check]

STORE is made by `whipcount demo --no-serve --store STORE`. With ``--check`` no picture is taken: printed for each page
is what axe-core finds at any level, what a finger can hardly hit, and what runs out of the page or is cut off.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from scenes import Scene, scenes, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("WHIPCOUNT_CHROMIUM", "/usr/bin/chromium")
MEASURES = Path(__file__).with_name("looks.js")
AXE = Path(__file__).parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# A finger instead of a mouse, and no pointer that hovers: some rules of the style sheet hold only there.
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}
# What a browser says of its pointers to the style sheet; the driver cannot set it for a page.
FINGER = "--blink-settings=primaryHoverType=1,availableHoverTypes=1,primaryPointerType=2,availablePointerTypes=2"
PAPER = {"viewport": {"width": 720, "height": 1020}}  # about A4 at 96 dots to the inch, without margins
TALLEST = 3600  # pixels; a longer picture is shown so small that nothing can be judged
SMALLEST = 24  # pixels of a target, or of the room around it (WCAG 2.2, 2.5.8)


def shown(page: Page, scene: Scene) -> None:
    """Bring a page into the state of a scene."""
    page.goto(scene.origin + scene.at)
    if scene.act is not None:
        scene.act(page)


def pictured(page: Page, scene: Scene, picture: Path, tallest: int) -> None:
    """Take a picture of the whole page, or of what a link leads to."""
    if scene.at_target:
        page.screenshot(path=picture)
        return
    tall = min(page.evaluate("document.documentElement.scrollHeight"), tallest)
    width = page.evaluate("innerWidth")
    page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})


def problems(page: Page) -> Iterator[str]:
    """What is measured on the page as it is shown."""
    yield from page.evaluate(MEASURES.read_text(encoding="utf-8"), SMALLEST)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for found in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
        nodes = found["nodes"]
        yield f"axe {found['impact']} {found['id']} ×{len(nodes)}: {nodes[0]['html'][:140]}"


def contexts(given: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """A name and the options of each kind of screen."""
    for size in given.sizes.split(","):
        for scheme in given.schemes.split(","):
            yield f"{size}-{scheme}", SIZES[size] | {"color_scheme": scheme}
    if given.print:
        yield "print", PAPER


def visited(
    browser: Browser, every: Sequence[Scene], kind: str, options: dict[str, Any]
) -> Iterator[tuple[Scene, Page]]:
    """Each scene with the page that shows it; whoever looks signs in once."""
    opened: dict[tuple[str, str], Page] = {}
    for scene in every:
        who = (scene.origin, scene.account)
        if who not in opened:
            opened[who] = browser.new_context(**options).new_page()
            if kind == "print":
                opened[who].emulate_media(media="print")
            if scene.account:
                sign_in(opened[who], scene.origin, scene.account)
        shown(opened[who], scene)
        yield scene, opened[who]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of scenes, with commas between")
    parser.add_argument("--sizes", default="phone,desktop")
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--print", action="store_true", help="as a printer would show it, too")
    parser.add_argument("--check", action="store_true", help="measure instead of taking pictures")
    parser.add_argument("--tallest", type=int, default=TALLEST, help="pixels after which a picture is cut")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = {name for name in given.only.split(",") if name}
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        every = [scene for scene in scenes(given.store, Path(made)) if not wanted or scene.name in wanted]
        for kind, options in contexts(given):
            arguments = ["--no-sandbox", *([FINGER] if options.get("has_touch") else [])]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            for scene, page in visited(browser, every, kind, options):
                if given.check:
                    for one in problems(page):
                        print(f"{scene.name} {kind}: {one}", flush=True)
                else:
                    pictured(page, scene, given.folder / f"{scene.name}-{kind}.png", given.tallest)
            browser.close()


if __name__ == "__main__":
    main()
