"""What a page says of itself in its head: JSON-LD and ``meta`` tags; title, authors, outlet and address from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from whipcount.ingest.origin import Facts
from whipcount.model import JSON

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = frozenset(
    (
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "SocialMediaPosting",
        "Report",
    )
)
_MAX_NODES = 20_000  # of JSON-LD looked at
_MAX_WORDS = 500  # characters of a title, a name or an address
_SEPARATOR = re.compile(r"\s+[|–—-]\s+|\s*[|»]\s*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PageData:
    """The machine-readable part of a page: ``meta`` by lower-case name, the first of each; the JSON-LD article."""

    meta: dict[str, str]
    article: dict[str, JSON]
    publisher: str | None


def page_data(tree: HtmlElement) -> PageData:
    """Read the head of the page once."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            meta.setdefault(name.lower(), content.strip())
    nodes = list(_nodes(tree))
    article = next((node for node in nodes if _types(node) & _ARTICLES), {})
    return PageData(meta, article, _name(article.get("publisher")))


def page_facts(tree: HtmlElement, page: PageData) -> Facts:
    """Title, byline, outlet and address of the page; None for what it does not say."""
    outlet = _words(page.meta.get("og:site_name")) or page.publisher
    return Facts(title=_title(tree, page, outlet), byline=_byline(tree, page), outlet=outlet, url=_address(tree, page))


def _nodes(tree: HtmlElement) -> Iterator[dict[str, JSON]]:
    """Every object of the page's JSON-LD, outer ones first."""
    pending: list[JSON] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                pending.append(json.loads(script.text.strip().rstrip(";"), strict=False))
            except (ValueError, RecursionError):
                continue  # broken JSON-LD is common, and there are other places to look
    seen = 0
    while pending and seen < _MAX_NODES:
        value = pending.pop(0) if seen < 1000 else pending.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            pending.extend(part for part in value.values() if isinstance(part, dict | list))
        elif isinstance(value, list):
            pending.extend(value)


def _types(node: dict[str, JSON]) -> set[str]:
    types = node.get("@type")
    found = types if isinstance(types, list) else [types]
    return {name.rsplit("/", 1)[-1] for name in found if isinstance(name, str)}


def _words(value: JSON) -> str | None:
    """One line of text without markup, entities decoded; None where there is none."""
    if not isinstance(value, str):
        return None
    text = _SPACE.sub(" ", unescape(re.sub(r"<[^<>]{1,200}>", " ", value[: 4 * _MAX_WORDS]))).strip()
    return text[:_MAX_WORDS] or None


def _name(value: JSON) -> str | None:
    """The name or names of a person or organisation, written in any of the ways that JSON-LD allows."""
    values = value if isinstance(value, list) else [value]
    names: list[str] = []
    for each in values[:20]:
        name = each.get("name") if isinstance(each, dict) else each
        for part in name[:20] if isinstance(name, list) else [name]:
            words = _words(part)
            if words and not words.startswith(("http:", "https:")) and words not in names:
                names.append(words)
    return ", ".join(names) or None


def _title(tree: HtmlElement, page: PageData, outlet: str | None) -> str | None:
    if headline := _words(page.article.get("headline")):
        return _without_outlet(headline, outlet)
    headings = [heading for heading in (_words(h.text_content()) for h in tree.iter("h1")) if heading]
    named = [title for title in map(_words, map(page.meta.get, ("og:title", "twitter:title"))) if title]
    head = next((_words(element.text_content()) for element in tree.iter("title")), None)
    for heading in headings:  # a heading that the head confirms is the title as the reader sees it
        if any(_same(heading, title) for title in (*named, head or "")):
            return heading
    title = next(iter(named), None) or (headings[0] if len(headings) == 1 else None) or head
    return _without_outlet(title, outlet) if title else None


def _same(heading: str, title: str) -> bool:
    short = re.sub(r"\W+", "", heading).casefold()
    return len(short) > 8 and re.sub(r"\W+", "", title).casefold().startswith(short)


def _without_outlet(title: str, outlet: str | None) -> str:
    """The title without the name of the site that many pages put after it."""
    parts = _SEPARATOR.split(title)
    last = parts[-1]
    if len(parts) > 1 and outlet and re.sub(r"\W+", "", last).casefold() in re.sub(r"\W+", "", outlet).casefold():
        return title[: title.rindex(last)].rstrip(" |–—-»")
    return title


def _byline(tree: HtmlElement, page: PageData) -> str | None:
    named = _name(page.article.get("author"))
    if named:
        return named
    for name in ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator"):
        words = _words(page.meta.get(name))
        if words and not words.startswith(("http:", "https:", "@")):
            return re.sub(r"^by\s+", "", words, flags=re.IGNORECASE)
    marked = tree.xpath("//*[@rel='author' or @itemprop='author'][normalize-space()]")
    return _words(marked[0].text_content()) if marked else None


def _address(tree: HtmlElement, page: PageData) -> str | None:
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in (*links, page.meta.get("og:url") or ""):
        address = address.strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and len(address) <= _MAX_WORDS * 4:
            return address
    return None
