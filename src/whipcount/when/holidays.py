"""Days that have a name: which day "Veterans Day" or "Christmas Eve" is in a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

MONDAY, THURSDAY = 0, 3


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus 1991, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, which: int) -> Callable[[int], date]:
    """The first, second, … such weekday of a month; the last with -1."""

    def day(year: int) -> date:
        if which < 0:
            last = date(year, month + 1, 1) - timedelta(1)
            return last - timedelta((last.weekday() - weekday) % 7)
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))

    return day


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1), "new year's eve": _fixed(12, 31), "martin luther king day": _nth(1, MONDAY, 3),
    "martin luther king jr. day": _nth(1, MONDAY, 3), "valentine's day": _fixed(2, 14),
    "presidents day": _nth(2, MONDAY, 3), "presidents' day": _nth(2, MONDAY, 3), "st. patrick's day": _fixed(3, 17),
    "st patrick's day": _fixed(3, 17), "may day": _fixed(5, 1), "memorial day": _nth(5, MONDAY, -1),
    "juneteenth": _fixed(6, 19), "the fourth of july": _fixed(7, 4), "independence day": _fixed(7, 4),
    "bastille day": _fixed(7, 14), "labor day": _nth(9, MONDAY, 1), "columbus day": _nth(10, MONDAY, 2),
    "halloween": _fixed(10, 31), "veterans day": _fixed(11, 11), "armistice day": _fixed(11, 11),
    "thanksgiving": _nth(11, THURSDAY, 4), "thanksgiving day": _nth(11, THURSDAY, 4),
    "christmas eve": _fixed(12, 24), "christmas day": _fixed(12, 25), "boxing day": _fixed(12, 26),
    "ash wednesday": _from_easter(-46), "maundy thursday": _from_easter(-3), "good friday": _from_easter(-2),
    "easter sunday": _from_easter(0), "easter monday": _from_easter(1), "whit monday": _from_easter(50),
}  # fmt: skip
"""Name in small letters, with a straight apostrophe → its day in a year. "Independence Day" is the American one."""
