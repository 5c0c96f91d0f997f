"""From the bytes of an HTML page to a document: guard, decode, parse, read what the page says of itself, extract."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from whipcount.ingest.article import article, joined, without_hidden
from whipcount.ingest.decoding import decode, storable
from whipcount.ingest.guard import check_page, check_paragraphs
from whipcount.ingest.metadata import page_data, page_facts
from whipcount.ingest.origin import Origin, build
from whipcount.ingest.page_dates import page_day
from whipcount.model import JSON, Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
# lxml refuses text that holds any of these, and trafilatura then drops the whole page
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}))(?![0-9a-fA-F]);?")


def page_document(data: bytes, origin: Origin) -> Document:
    """The document of a page.

    Raises:
        InputError: Not text, too deep, too many elements, or no article in it.
    """
    charset = _CHARSET.search(data[:4096])
    decoded = decode(data, origin, declared=charset[1].decode("ascii", "replace") if charset else None)
    page, replaced = storable(decoded.text)
    if not page.strip().strip("\ufffd"):
        raise origin.error("empty", "there is nothing in it. Leave it out, or check how it was saved.")
    check_page(page, origin)
    tree = _parse(page, origin)
    check_paragraphs(tree, origin)
    head = page_data(tree)
    facts = page_facts(tree, head)
    day, day_from, moment = page_day(tree, head, facts.url, origin)
    metadata: dict[str, JSON] = {**decoded.notes()}
    if language := tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"):
        metadata["language"] = language[:35]
    if moment:
        metadata["published_at"] = moment
    if replaced:
        metadata["replaced_characters"] = replaced
    without_hidden(tree)
    text, blocks = joined(article(tree, origin))
    if not text:
        problem = "no article text was found in the page. Check that it is not a list, a video or a consent page."
        raise origin.error("no_text", problem)
    facts = replace(facts, published=day, published_from=day_from)
    return replace(build(text, data, origin, facts, metadata), blocks=blocks)


def _parse(page: str, origin: Origin) -> HtmlElement:
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]  # lxml ships no types
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(_clean(page).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise origin.error("no_text", f"the page could not be parsed ({error}). Save it again.") from error


def _clean(page: str) -> str:
    """The page without characters that the parser refuses, written as themselves or as references."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        return "\ufffd" if code > 0x10FFFF or _CONTROL.match(chr(code)) else match[0]

    return _REFERENCE.sub(character, _CONTROL.sub(" ", page))
