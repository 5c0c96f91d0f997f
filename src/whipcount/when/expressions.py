"""Find expressions of time and say which days they mean, seen from the day of publication.

Rules of our own: news English dates by weekdays that point backwards ("on Friday" is the last Friday up to the day of
publication), which general date parsers get wrong. An expression that cannot be placed is left out, never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from whipcount.model import Precision, Span
from whipcount.when.holidays import HOLIDAYS

_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"a": 1, "an": 1}  # fmt: skip

_WEEKDAY = (
    r"(?P<weekday>Mon(?:day|\.)|Tues?(?:day|\.)|Wed(?:nesday|\.)|Thurs?(?:day|\.)|Thu\.|Fri(?:day|\.)|"
    r"Sat(?:urday|\.)|Sun(?:day|\.))(?![\w-])"
)
_MONTH = (
    r"(?P<{0}>Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)|"
    r"Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_S = r"[ \u00a0\n]"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_HEAD = 1000  # characters in which a dateline may stand
_NEAR = 600  # characters within which "the next day" is that after the day named before
_PRINTED_LATER = 21  # days after which a weekly may still print what an agency sent
_AHEAD = 60  # days within which a date without a year is to come
_FAR = 3000  # characters back to where the event of "a day after the vote" was dated
_LATEST = 20  # days named last among which that event is sought
_STEM = 4  # letters by which "vote" and "voted" are told to be of one event
_SPEECH = frozenset(("spee", "rema", "addr", "comm", "anno", "stat"))  # "speech", "remarks", …
_SPOKE = frozenset(("said", "told", "spoke"))
_HOLIDAY = "|".join(re.escape(name) for name in sorted(HOLIDAYS, key=len, reverse=True)).replace("'", "[’']?")

_PATTERN = re.compile(
    "|".join(
        (
            rf"(?P<iso>\b(?P<iy>{_YEAR})-(?P<im>\d\d)-(?P<id>\d\d)\b)",
            # "Friday, Sept. 6", "September 6th, 2024"
            rf"(?P<md>\b(?:\w+day,?{_S})?{_MONTH.format('m1')}{_S}(?P<d1>[0-3]?\d){_ORDINAL}(?![\d:%]|{_S}percent)"
            rf"(?:,?{_S}(?P<y1>{_YEAR}))?)",
            rf"(?P<dm>\b(?:\w+day,?{_S})?(?P<d2>[0-3]?\d){_ORDINAL}{_S}(?:of{_S})?{_MONTH.format('m2')}(?!\w)"
            rf"(?:,?{_S}(?P<y2>{_YEAR}))?)",
            rf"(?P<my>\b(?:(?:early|mid|late)[- ])?{_MONTH.format('m3')},?{_S}(?:of{_S})?(?P<y3>{_YEAR}))",
            r"(?P<slash>\b(?P<sm>[01]?\d)/(?P<sd>[0-3]?\d)(?:/(?P<sy>\d\d(?:\d\d)?))?\b)",
            rf"(?P<wd>\b(?:(?P<wpre>[Ll]ast|[Tt]his|[Tt]his{_S}past|[Pp]ast|[Nn]ext|[Ee]very|[Ee]ach){_S})?"
            rf"(?:(?:early|late){_S})?(?<!Super )(?<!Black ){_WEEKDAY}(?! Night)(?P<wnext>{_S}(?:next{_S}week|week))?"
            rf"(?P<part>{_S}(?:morning|afternoon|evening|night))?)",
            r"(?P<today>\b(?:[Ee]arlier today|[Ll]ater today|[Tt]oday|[Tt]onight|"
            r"[Tt]his (?:morning|afternoon|evening)))\b",
            r"(?P<yesterday>\b(?:[Yy]esterday(?: (?:morning|afternoon|evening))?|[Ll]ast night)\b)",
            r"(?P<tomorrow>\b[Tt]omorrow\b)",
            r"(?P<weekend>\b(?:[Oo]ver the (?:past |last )?|[Ll]ast |[Tt]his (?:past )?|[Tt]he past )weekend\b)",
            r"(?P<earlier>\b(?P<ewhen>[Ee]arlier|[Ll]ater) (?:this|in the|that) (?P<eunit>week|month|year)\b)",
            r"(?P<unit>\b(?P<upre>[Ll]ast|[Tt]his(?: past)?|[Tt]he past|[Pp]ast|[Pp]revious|[Nn]ext) "
            r"(?P<uunit>week|month|year|spring|summer|fall|autumn|winter)\b)",
            r"(?P<ago>\b(?P<an>a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"
            r"[ -](?P<aunit>day|week|month|year|decade)s? ago\b)",
            rf"(?P<lastmonth>\b(?P<lpre>[Ll]ast|[Ii]n|[Dd]uring|[Tt]his|[Ee]arly|[Ll]ate|[Ii]n early|[Ii]n late|"
            rf"[Ii]n mid-?|[Bb]ack in)[ -]?{_S}?(?<=[ -]){_MONTH.format('m4')}(?![\w’'])(?!{_S}\d))",
            r"(?P<near>\b(?:[Tt]he (?P<next>next|following) (?:day|morning|afternoon|evening|night)|"
            r"(?P<previous>[Tt]he (?:previous (?:day|evening|night)|(?:day|evening|night) before(?=[,.;])))|"
            r"(?P<apart>[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even) days? (?P<way>earlier|later)|"
            r"(?:[Ee]arlier|[Ll]ater) (?:in the|that|that same) (?:day|morning|afternoon|evening|night)|"
            r"(?:[Tt]he|[Tt]hat) same (?:day|morning|afternoon|evening|night)|"
            r"[Tt]hat (?:day|morning|afternoon|evening|night))\b(?! (?:before|after|as|that|when)\b))",
            r"(?P<beside>\b(?P<count>[Tt]he|[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even) "
            r"(?:days?|morning|night|evening) (?P<side>after|before)\b"
            r"(?= (?:the|his|her|their|its|that) (?P<what>[\w’'-]+(?: [\w’'-]+){0,2})))",
            rf"(?P<holiday>(?<=\b[Oo]n )(?i:{_HOLIDAY})\b(?:,?{_S}(?P<y7>{_YEAR}))?)",
            rf"(?P<year>\b(?:[Ii]n|[Dd]uring|[Bb]ack in|[Ii]n (?:early|late|mid-?)|"
            rf"(?:spring|summer|fall|autumn|winter) of){_S}?(?P<y5>{_YEAR})(?![\d-]))",
            # "in a 2007 speech", "her 2013 letter"
            rf"(?P<made>\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts){_S}(?P<y6>{_YEAR}){_S}"
            r"(?:address|appearance|article|book|column|debate|essay|hearing|interview|letter|memo|op-ed|paper|post|report|"
            r"ruling|speech|statement|study|testimony|tweet|video)\b)",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Expression:
    """Days that the words at ``span`` mean; ``future`` where they lie after publication or are said to come."""

    span: Span
    start: date
    end: date
    precision: Precision
    rule: str
    future: bool = False
    counted_from: Span | None = None


_Reading = tuple[date, date, Precision, str, bool]


def find_expressions(text: str, published: date | None) -> Iterator[Expression]:
    """Every expression of time in a text that can be placed in the calendar, in text order.

    Args:
        text: The document's text.
        published: Day that relative expressions count from; without it only full dates are found.

    >>> [e.start.isoformat() for e in find_expressions("He spoke on Friday.", date(2024, 9, 12))]
    ['2024-09-06']
    """
    dateline = _DATELINE.search(text, 0, _HEAD)
    printed, published = published, _written(dateline, published)
    latest: Expression | None = None
    days: list[Expression] = []
    for match in _PATTERN.finditer(text):
        if dateline is not None and dateline.start() <= match.start() < dateline.end():
            continue
        try:
            if match["beside"]:
                found = _beside(match, days, printed)
            else:
                found = _near(match, latest, published) if match["near"] else _read(match, published)
        except (ValueError, OverflowError):  # 31 June, year 0: no day of the calendar
            continue
        if found is None:
            continue
        if found.precision == "day" and not found.future:
            latest = found
            days.append(found)
        yield found


def _read(match: re.Match[str], published: date | None) -> Expression | None:
    kind = next((k for k in _READERS if match.group(k) is not None), None)
    read = _READERS[kind](match, published) if kind is not None else None
    return Expression(Span(*match.span()), *read) if read else None


def _near(match: re.Match[str], latest: Expression | None, published: date | None) -> Expression | None:
    """Count "the next day", "two days earlier" or "later that day" from the day named last, if that is near."""
    if latest is None or match.start() - latest.span.end > _NEAR:
        return None
    days = 1 if match["next"] else -1 if match["previous"] else 0
    if match["way"]:
        days = _NUMBERS[match["apart"].casefold()] * (1 if match["way"] == "later" else -1)
    rule = "same_day_as" if not days else "days_after" if days > 0 else "days_before"
    day = latest.start + timedelta(days)
    future = published is not None and day > published
    return Expression(Span(*match.span()), day, day, "day", rule, future, latest.counted_from or latest.span)


def _beside(match: re.Match[str], days: list[Expression], published: date | None) -> Expression | None:
    """Count "a day after the vote" from the day in an earlier sentence that tells of the vote."""
    stems = [word[:_STEM].casefold() for word in match["what"].split() if len(word) >= _STEM]
    event = next((e for e in reversed(days[-_LATEST:]) if _tells_of(match, e, stems)), None)
    if event is None:
        return None
    count = _NUMBERS.get(match["count"].casefold(), 1) * (1 if match["side"] == "after" else -1)
    day = event.start + timedelta(count)
    rule = "days_after" if count > 0 else "days_before"
    future = published is not None and day > published
    return Expression(Span(*match.span()), day, day, "day", rule, future, event.counted_from or event.span)


def _tells_of(match: re.Match[str], event: Expression, stems: list[str]) -> bool:
    text, at = match.string, event.span.start
    if match.start() - at > _FAR:
        return False
    start = max(text.rfind(mark, max(0, at - _HEAD), at) for mark in (". ", "\n", "? ", "! "))
    ends = [found for mark in (". ", ".\n", "\n", ".” ") if (found := text.find(mark, event.span.end, at + _HEAD)) >= 0]
    end = min(ends, default=min(len(text), at + _HEAD))
    words = set(re.findall(r"\w+", text[max(0, start) : end].casefold()))
    told = any(word.startswith(stem) for word in words for stem in stems)
    return end <= match.start() and (told or (not words.isdisjoint(_SPOKE) and not _SPEECH.isdisjoint(stems)))


_DATELINE = re.compile(
    rf"^[A-Z][A-Z.' -]{{2,40}}(?:, [A-Z][\w. ]{{1,20}})?, {_MONTH.format('m')} (?P<d>\d{{1,2}})(?= ?(?:\(\w+\)|[-–—]))",
    re.MULTILINE,
)


def _written(dateline: re.Match[str] | None, published: date | None) -> date | None:
    """The day in the dateline, near publication: what was sent after midnight or printed later counts from it."""
    if published is None or dateline is None:
        return published
    for year in (published.year - 1, published.year, published.year + 1):  # the year may turn between them
        try:
            day = date(year, _month_number(dateline["m"]), int(dateline["d"]))
        except ValueError:
            continue
        if -_PRINTED_LATER <= (day - published).days <= 1:
            return day
    return published


def _day(day: date, rule: str, *, future: bool = False) -> _Reading:
    return day, day, "day", rule, future


def _month_number(name: str) -> int:
    return _MONTHS[name[:3].casefold()]


def _month(year: int, month: int, rule: str, *, future: bool = False) -> _Reading:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month", rule, future


def _year(year: int, rule: str, *, future: bool = False) -> _Reading:
    return date(year, 1, 1), date(year, 12, 31), "year", rule, future


def _dated(day: int, month: int, year: str | None, published: date | None) -> _Reading | None:
    """A day and a month; without a year, the last such day up to publication."""
    if year:
        found = date(int(year), month, day)
        return _day(found, "date", future=published is not None and found > published)
    if published is None:
        return None
    found = date(published.year, month, day)
    if found > published:
        # Within two months ahead it is more likely to come than eleven months gone.
        if (found - published).days <= _AHEAD:
            return _day(found, "date_without_year", future=True)
        found = date(published.year - 1, month, day)
    return _day(found, "date_without_year")


def _iso(match: re.Match[str], published: date | None) -> _Reading | None:
    return _dated(int(match["id"]), int(match["im"]), match["iy"], published)


def _month_day(match: re.Match[str], published: date | None) -> _Reading | None:
    return _dated(int(match["d1"]), _month_number(match["m1"]), match["y1"], published)


def _day_month(match: re.Match[str], published: date | None) -> _Reading | None:
    return _dated(int(match["d2"]), _month_number(match["m2"]), match["y2"], published)


def _slash(match: re.Match[str], published: date | None) -> _Reading | None:
    year = match["sy"]
    if year is None and not re.search(r"\b[Oo]n\s$", match.string[max(0, match.start() - 4) : match.start()]):
        return None  # 9/11, 24/7, 1/2: fractions and names, unless "on 9/26"
    full = None if year is None else year if len(year) == 4 else "20" + year
    return _dated(int(match["sd"]), int(match["sm"]), full, published)


def _month_year(match: re.Match[str], published: date | None) -> _Reading | None:
    found = _month(int(match["y3"]), _month_number(match["m3"]), "month_year")
    return (*found[:4], published is not None and found[0] > published)


def _weekday(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    before = (match["wpre"] or "").casefold()
    number = _DAYS[match["weekday"][:3].casefold()]
    if before in ("every", "each"):
        return None
    if before == "next" or match["wnext"]:
        return _day(published + timedelta((number - published.weekday()) % 7 or 7), "weekday_next", future=True)
    back = (published.weekday() - number) % 7
    if before == "last" and back == 0:
        back = 7
    return _day(published - timedelta(back), "weekday")


def _today(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    return _day(published, "today", future=match["today"].casefold().startswith("later"))


def _yesterday(_: re.Match[str], published: date | None) -> _Reading | None:
    return _day(published - timedelta(1), "yesterday") if published else None


def _tomorrow(_: re.Match[str], published: date | None) -> _Reading | None:
    return _day(published + timedelta(1), "tomorrow", future=True) if published else None


def _weekend(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    sunday = published - timedelta((published.weekday() - 6) % 7)
    if published.weekday() == 5:  # a Saturday's paper means the weekend that has begun, or the one before
        sunday = published + timedelta(1) if "this" in match.group().casefold() else sunday
    return sunday - timedelta(1), sunday, "range", "weekend", False


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def _earlier(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    later, unit = match["ewhen"].casefold() == "later", match["eunit"]
    if unit == "week":
        start, end = _week(published)
        return (
            (published, end, "week", "later_this", True) if later else (start, published, "week", "earlier_this", False)
        )
    if unit == "month":
        return _month(published.year, published.month, "later_this" if later else "earlier_this", future=later)
    return _year(published.year, "later_this" if later else "earlier_this", future=later)


def _unit(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    before, unit = match["upre"].casefold(), match["uunit"]
    step = -1 if before in ("last", "previous") else 1 if before == "next" else 0
    rule = f"{'last' if step < 0 else 'next' if step > 0 else 'this'}_{unit}"
    if before in ("past", "the past", "this past") and unit in ("week", "month", "year"):
        length = {"week": 7, "month": 30, "year": 365}[unit]
        return published - timedelta(length), published, "range", "past_" + unit, False
    if unit == "week":
        start, end = _week(published + timedelta(7 * step))
        return start, end if step else min(end, published), "week", rule, step > 0
    if unit == "month":
        index = published.year * 12 + published.month - 1 + step
        return _month(index // 12, index % 12 + 1, rule, future=step > 0)
    return _year(published.year + step, rule, future=step > 0)


def _ago(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    count = _NUMBERS.get(match["an"].casefold()) or int(match["an"])
    unit = match["aunit"]
    if unit == "day":
        return _day(published - timedelta(count), "days_ago")
    if unit == "week":
        start, end = _week(published - timedelta(7 * count))
        return start, end, "week", "weeks_ago", False
    if unit == "month":
        index = published.year * 12 + published.month - 1 - count
        return _month(index // 12, index % 12 + 1, "months_ago")
    return _year(published.year - count * (10 if unit == "decade" else 1), "years_ago")


def _bare_month(match: re.Match[str], published: date | None) -> _Reading | None:
    if published is None:
        return None
    month = _month_number(match["m4"])
    year = published.year if month <= published.month else published.year - 1
    if match["lpre"].casefold() == "last" and month == published.month:
        year -= 1
    return _month(year, month, "month")


def _holiday(match: re.Match[str], published: date | None) -> _Reading | None:
    name = re.sub(r",?\s*\d{4}$", "", match["holiday"]).casefold().replace("’", "'")
    day_in = HOLIDAYS.get(name) or next(d for n, d in HOLIDAYS.items() if n.replace("'", "") == name)
    if match["y7"]:
        day = day_in(int(match["y7"]))
    elif published is None:
        return None
    else:
        near = (day_in(published.year + 1), day_in(published.year), day_in(published.year - 1))
        day = next(d for d in near if (d - published).days <= _AHEAD)
    return _day(day, "holiday", future=published is not None and day > published)


def _bare_year(match: re.Match[str], published: date | None) -> _Reading | None:
    year = int(match["y5"] or match["y6"])
    return _year(year, "year", future=published is not None and year > published.year)


_READERS: dict[str, Callable[[re.Match[str], date | None], _Reading | None]] = {
    "iso": _iso, "md": _month_day, "dm": _day_month, "my": _month_year, "slash": _slash, "wd": _weekday,
    "today": _today, "yesterday": _yesterday, "tomorrow": _tomorrow, "weekend": _weekend, "earlier": _earlier,
    "unit": _unit, "ago": _ago, "lastmonth": _bare_month, "holiday": _holiday, "year": _bare_year, "made": _bare_year,
}  # fmt: skip
