"""Count what makes a page expensive before any parser sees it.

lxml loses all text below an element depth of 255 without a word, and extractors take half a minute over one tag with
40,000 attributes or over 300,000 unclosed paragraphs. The counts cost about one pass over the page.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from whipcount.ingest.origin import Origin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH = 1_000  # elements; lxml with huge_tree and trafilatura were seen to keep all text up to 1,900
MAX_ELEMENTS = 20_000  # of 1,307 real pages the largest has 10,106, and 995 in 1,000 have fewer than 3,900
MAX_IN_PARAGRAPH = 5_000  # elements inside one <p>: extraction takes time with their square; real ones have up to 309
MAX_ATTRIBUTES = 256  # on one tag

# As HTML tokenises: a quotation mark opens a value only after "="; a stray one is part of a name
_TAG = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][^\s/>]*)((?>[^=>]+|=\s*\"[^\"]*\"|=\s*'[^']*'|=)*+))")
_ATTRIBUTE = re.compile(r"[^\s=\"'/>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]*))?")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
# Their end tag may be left out: a new one closes the last, so they nest only where something else nests
_IMPLIED = frozenset("p li dt dd option optgroup tr td th thead tbody tfoot colgroup rt rp html head body".split())  # noqa: SIM905
_SHORT_TAG = 2 * MAX_ATTRIBUTES  # characters; a shorter tag has no room for too many attributes


def check_page(page: str, origin: Origin) -> None:
    """Refuse a page that no reader would finish, or that lxml would silently cut.

    Raises:
        InputError: Too many elements or attributes, or nested too deeply.
    """
    elements, position, unclosed = 0, 0, _Open()
    while match := _TAG.search(page, position):
        position = match.end()
        comment, closing, name, attributes = match.groups()
        if comment:
            end = page.find("-->", position)
            if end < 0:
                break  # the rest is one comment
            position = end + 3
            continue
        name = name.lower()
        if closing:
            unclosed.close(name)
            continue
        elements += 1
        if elements > MAX_ELEMENTS:
            raise origin.error("size", f"the page has more than {MAX_ELEMENTS:,} elements. Save the article alone.")
        if len(attributes) > _SHORT_TAG and len(_ATTRIBUTE.findall(attributes)) > MAX_ATTRIBUTES:
            raise origin.error("size", f"a <{name[:20]}> tag has more than {MAX_ATTRIBUTES} attributes.")
        if name in _RAW:
            position = _after_raw(page, position, name)
        elif name not in _VOID and name not in _IMPLIED and not attributes.endswith("/"):
            unclosed.open(name)
            if unclosed.depth > MAX_DEPTH:
                raise origin.error("depth", f"elements are nested deeper than {MAX_DEPTH:,}. Save the article alone.")


def check_paragraphs(tree: HtmlElement, origin: Origin) -> None:
    """Refuse a page with a paragraph, or a list inside a table, that extraction would take minutes over.

    Raises:
        InputError: More elements inside one paragraph or table than any article has.
    """
    for element in tree.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "table"):
        inside = element.iter("li") if element.tag == "table" else element.iter()
        if sum(1 for _ in islice(inside, MAX_IN_PARAGRAPH + 1)) > MAX_IN_PARAGRAPH:
            problem = f"one <{element.tag}> holds more than {MAX_IN_PARAGRAPH:,} elements. Save the article alone."
            raise origin.error("size", problem)


def _after_raw(page: str, position: int, name: str) -> int:
    """Where the text of a script or style ends; the end of the page where it is never closed."""
    end = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(page, position)
    return end.start() if end else len(page)


class _Open:
    """The elements open at a place. An end tag closes its element and all that was left open inside it."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: dict[str, int] = {}

    @property
    def depth(self) -> int:
        return len(self._names)

    def open(self, name: str) -> None:
        self._names.append(name)
        self._counts[name] = self._counts.get(name, 0) + 1

    def close(self, name: str) -> None:
        if not self._counts.get(name):
            return
        while True:
            last = self._names.pop()
            self._counts[last] -= 1
            if last == name:
                return
