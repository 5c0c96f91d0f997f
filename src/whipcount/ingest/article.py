"""The article in a parsed page: trafilatura finds it, and we write it out with its paragraphs kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from whipcount.ingest.origin import Origin
from whipcount.model import Block, BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What a reader of the page does not see, or hears twice. Set on <html> and <body> it only hides a page while it loads.
_HIDDEN = """
    //script | //style | //template | //noscript | //svg | //iframe | //object
    | //*[not(self::html or self::body)][
        @hidden[not(. = 'until-found')]
        or @aria-hidden = 'true'
        or contains(translate(@style, 'ADEILNOPSVBHTY \t\n', 'adeilnopsvbhty'), 'display:none')
        or contains(translate(@style, 'ADEILNOPSVBHTY \t\n', 'adeilnopsvbhty'), 'visibility:hidden')
    ]
"""
_CAPTIONS = "//figcaption"
_PARAGRAPHS = frozenset(("p", "head", "quote", "list", "item", "row", "table", "code", "body", "main"))
# What code that walks a broken page runs into; the extractor documents no errors of its own
_EXTRACTOR_ERRORS = (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)
_SPACE = re.compile(r"\s+")


class Part(NamedTuple):
    """One paragraph, and what the page's markup says it is; None where it says nothing."""

    text: str
    kind: BlockKind | None


def without_hidden(tree: HtmlElement) -> None:
    """Take out of the tree what is not shown, and picture captions: neither must become a statement."""
    for path in (_HIDDEN, _CAPTIONS):
        for element in tree.xpath(path):
            if element.getparent() is not None:
                element.drop_tree()


def article(tree: HtmlElement, origin: Origin) -> list[Part]:
    """The paragraphs of the article; empty where none was found.

    Raises:
        InputError: The extractor failed on this page.
    """
    import trafilatura

    try:
        # With its fallbacks: 3 ms a page, and a third of the paragraphs that the first extractor alone misses
        found = trafilatura.bare_extraction(tree, fast=False, include_comments=False, with_metadata=False)
    except _EXTRACTOR_ERRORS as error:
        raise origin.error("failed", f"the extractor failed on it ({error!r:.100}). Save the article alone.") from error
    body = getattr(found, "body", None)
    return [] if body is None else list(_parts(body))


def joined(parts: list[Part]) -> tuple[str, tuple[Block, ...]]:
    """The parts as one text, a blank line between them, and the blocks whose kind the markup gave."""
    blocks, pieces, place = list[Block](), list[str](), 0
    for part in parts:
        if part.kind:
            blocks.append(Block(part.kind, place, place + len(part.text)))
        pieces.append(part.text)
        place += len(part.text) + 2
    return "\n\n".join(pieces), tuple(blocks)


def _parts(body: HtmlElement) -> Iterator[Part]:
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]  # lxml ships no types

    words = list[str]()
    heading = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        apart = element.tag in _PARAGRAPHS
        if event == "start":
            if apart:
                yield from _flush(words, heading)
            heading += element.tag == "head"
            words.append(_spaced(element.text))
            if element.tag == "lb":
                words.append("\n")
        else:
            if apart:
                yield from _flush(words, heading)
            heading -= element.tag == "head"
            words.append(("\t" if element.tag == "cell" else "") + _spaced(element.tail))
    yield from _flush(words, 0)


def _spaced(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _flush(words: list[str], heading: int) -> Iterator[Part]:
    lines = [line.strip() for line in re.sub(" {2,}", " ", "".join(words)).split("\n")]
    words.clear()
    for paragraph in "\n".join(lines).split("\n\n"):
        if paragraph.strip():
            yield Part(paragraph.strip(), "subheading" if heading else None)
