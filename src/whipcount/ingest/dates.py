"""Read a calendar day from what a record, a page or a file name gives.

A moment with a zone keeps its own local calendar day: 23:10 in New York is that day, whatever it is in London.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_ISO_START = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")


def iso_day(text: str) -> date | None:
    """The day of an ISO 8601 date or moment; None where it is neither.

    >>> iso_day("2024-09-12T23:10:00-05:00"), iso_day("2024-09-12"), iso_day("September 12")
    (datetime.date(2024, 9, 12), datetime.date(2024, 9, 12), None)
    """
    if len(text) > 64:  # no ISO moment is longer, and none of the parsers should see more
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return None


def loose_day(text: str) -> date | None:
    """The day of a page's machine-readable date: ISO, an ISO day followed by anything, or an e-mail date.

    >>> loose_day("2024-09-12 23:10 EDT"), loose_day("Thu, 12 Sep 2024 23:10:00 -0400")
    (datetime.date(2024, 9, 12), datetime.date(2024, 9, 12))
    """
    text = text[:64]
    day = iso_day(text)
    if day:
        return day
    try:
        if match := _ISO_START.match(text):
            return date(*map(int, match.groups()))
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_in_name(path: str) -> date | None:
    """The day in a file's name, where it holds exactly one.

    >>> day_in_name("articles/2024-09-12_strikes.txt")
    datetime.date(2024, 9, 12)
    """
    days: set[date] = set()
    for match in _IN_NAME.finditer(PurePath(path).stem):
        try:
            days.add(date(*map(int, match.groups())))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None
