"""The day a page was published: from the surest place that says it, and which place that was.

JSON-LD, then ``meta``, then ``<time>``: these are written by machines, for machines, and the address corrects them
where they are in universal time. Then the flag. Then
htmldate, which also reads visible text and addresses and now and then invents a day from a copyright line, so it
never overrides the flag. Then the name of the file.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from whipcount.ingest.dates import loose_day
from whipcount.ingest.metadata import PageData
from whipcount.ingest.origin import Origin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "publish-date",
    "publishdate",
    "publication_date",
    "pubdate",
    "date",
)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?:/|-)")
_UNIVERSAL = re.compile(r"\d[T ]\d.*(?:Z|[+-]00:?00)\Z")
_FIRST_YEAR = 1995  # of the web; earlier days in a page's head are placeholders
_PUBLISHED_TIME = (
    "//time[@datetime][@pubdate or @itemprop='datePublished'"
    " or contains(@class, 'publish') or contains(@class, 'entry-date')]"
    " | //*[@itemprop='datePublished'][@datetime or @content]"
)


def page_day(
    tree: HtmlElement, page: PageData, address: str | None, origin: Origin
) -> tuple[date | None, str | None, str | None]:
    """The day, where it came from (as in ``Document.published_from``), and the moment where one was given."""
    for place, moment in _marked(tree, page):
        day = loose_day(moment)
        if day and _plausible(day):
            local = _local_day(day, moment, address)
            return local or day, "url" if local else place, moment[:64] if len(moment) > len("2024-09-12") else None
    if not origin.published and (guess := _guess(tree)):
        return guess, "htmldate", None
    return *origin.day(), None


def _local_day(day: date, moment: str, address: str | None) -> date | None:
    """The day in the page's address, where the moment is in universal time and lies in the next or the last day.

    What an American paper prints in the evening is dated tomorrow in universal time; its address has the local day.
    """
    match = _DAY_IN_ADDRESS.search(address or "")
    if not match or not _UNIVERSAL.search(moment):
        return None
    try:
        local = date(*map(int, match.groups()))
    except ValueError:
        return None
    return local if abs((local - day).days) == 1 else None


def _plausible(day: date) -> bool:
    """No page was published before the web. The clock is not asked about the future: same bytes, same day."""
    return _FIRST_YEAR <= day.year <= 2100


def _marked(tree: HtmlElement, page: PageData) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in ("datePublished", "dateCreated"):
        moment = page.article.get(name)
        if isinstance(moment, str):
            found.append(("json-ld", moment.strip()))
    found += [("meta", page.meta[name]) for name in _NAMES if name in page.meta]
    times = tree.xpath(_PUBLISHED_TIME)[:5]
    in_article = [] if times else tree.xpath("//article//time[@datetime] | //main//time[@datetime]")[:1]
    found += [("time", (time.get("datetime") or time.get("content") or "").strip()) for time in (*times, *in_article)]
    return found


def _guess(tree: HtmlElement) -> date | None:
    from htmldate import find_date

    try:
        text = find_date(tree, original_date=True, min_date=datetime(_FIRST_YEAR, 1, 1), max_date=datetime(2100, 1, 1))
        return date.fromisoformat(text) if text else None
    except (ValueError, TypeError, OverflowError, AttributeError, IndexError, RecursionError):
        return None
