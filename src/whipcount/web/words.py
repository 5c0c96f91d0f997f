"""Words, dates and numbers as people read them; one place, so that every page says the same thing the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import NamedTuple

from whipcount.language import _, ngettext
from whipcount.model import SIDES, STANCES, BlockKind, Coding, Document, SaidOn, Side, Stance

# Month and day names are written out here: strftime would follow the machine's locale.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Sign(NamedTuple):
    """How a side or stance is told apart without colour: a glyph and a word; ``tone`` names its colour.

    ``mark`` is the glyph inside a circle, which is filled for a clear side and hollow for a lean.
    """

    glyph: str
    english: str
    tone: str
    mark: str

    @property
    def word(self) -> str:
        """The word in the language of the page."""
        return _(self.english)


# Columns of the board run from against to for, as on a whip's tally sheet.
BOARD_SIDES: tuple[Side, ...] = tuple(reversed(SIDES))
SIDE_SIGNS: Mapping[Side, Sign] = {
    "for": Sign("+", "for", "for", "+"),
    "leaning_for": Sign("(+)", "leaning for", "lean-for", "+"),
    "undecided": Sign("○", "undecided", "undecided", "\xa0"),
    "leaning_against": Sign("(−)", "leaning against", "lean-against", "−"),
    "against": Sign("−", "against", "against", "−"),
}
STANCE_SIGNS: Mapping[str, Sign] = {
    "support": Sign("+", "for", "for", "+"),
    "oppose": Sign("−", "against", "against", "−"),
    "conditional": Sign("(±)", "on a condition", "undecided", "if"),
    "noncommittal": Sign("○", "noncommittal", "undecided", "\xa0"),
    "mixed": Sign("±", "mixed", "undecided", "±"),
    "none": Sign("·", "not about this", "off", "·"),
}
# What a reviewer chooses from, in the order in which the S key goes through them.
STANCE_CHOICES: tuple[tuple[Stance, str], ...] = tuple((stance, STANCE_SIGNS[stance].english) for stance in STANCES)
KIND_WORDS: Mapping[str, str] = {
    "person": "person",
    "organisation": "organisation",
    "group": "group",
    "anonymous": "anonymous",
    "writer": "the writer",
    "none": "nobody named",
}
FORM_WORDS: Mapping[str, str] = {"direct": "direct speech", "indirect": "indirect speech", "mixed": "partly quoted"}
REVIEW_WORDS: Mapping[str, str] = {"yes": "reviewed", "no": "not reviewed", "rejected": "rejected"}
# Blocks that are not the story itself carry a label; the story's own need none.
BLOCK_LABELS: Mapping[BlockKind, str] = {
    "caption": "caption",
    "credit": "photo credit",
    "promo": "promotion or other story",
    "byline": "byline",
    "dateline": "dateline",
}
# What becomes of a proposition under another codebook.
FATES: Mapping[str, str] = {
    "new": "new",
    "same": "as before",
    "reworded": "worded otherwise",
    "rivals": "as before, beside others",
    "gone": "retired",
}
EVIDENCE_WORDS: Mapping[str, str] = {
    "expert": "an expert's word",
    "study": "a study",
    "anecdote": "a single case",
    "precedent": "a precedent",
}
TONE_WORDS: Mapping[str, str] = {
    "rhetorical_question": "perhaps a rhetorical question",
    "irony": "perhaps irony",
}
OUTCOME_WORDS: Mapping[str, str] = {
    "stored": "stored",
    "duplicate": "duplicate",
    "new_version": "new version",
    "rejected": "rejected",
}


def kind_word(kind: str) -> str:
    """What an actor of a kind is called."""
    return _(KIND_WORDS[kind])


def form_word(form: str) -> str:
    """What a form of speech is called."""
    return _(FORM_WORDS[form])


def day(value: date | datetime | None) -> str:
    """A date for people.

    >>> day(date(2024, 9, 10))
    'Tue 10 Sep 2024'
    """
    if value is None:
        return _("no date")
    names = {"weekday": _(_DAYS[value.weekday()]), "month": _(_MONTHS[value.month - 1])}
    return _("%(weekday)s %(day)s %(month)s %(year)s", day=value.day, year=value.year, **names)


def short_day(value: date) -> str:
    """A date where the year is plain from its surroundings.

    >>> short_day(date(2024, 9, 10))
    '10 Sep'
    """
    return _("%(day)s %(month)s", day=value.day, month=_(_MONTHS[value.month - 1]))


def sign_of(coding: Coding) -> Sign:
    """Sign of a coding; a condition is shown on the side that it leaves open, as positions read it."""
    if coding.stance != "conditional":
        return STANCE_SIGNS[coding.stance]
    if coding.scores.get("oppose", 0.0) > coding.scores.get("support", 0.0):
        return Sign("(−)", "against, on a condition", "lean-against", "−")
    return Sign("(+)", "for, on a condition", "lean-for", "+")


def moment(value: datetime | None) -> str:
    """A point in time for people, to the minute.

    >>> moment(datetime(2024, 9, 10, 8, 5, tzinfo=UTC))
    'Tue 10 Sep 2024, 08:05 UTC'
    """
    if value is None:
        return ""
    return _("%(day)s, %(time)s", day=day(value), time=f"{value:%H:%M}{' UTC' if value.tzinfo is UTC else ''}")


def duration(seconds: float) -> str:
    """How long something took, no more precisely than anybody cares.

    >>> duration(0.4), duration(23.4), duration(125), duration(4000), duration(200_000)
    ('under 1 s', '23 s', '2 min', '1 h 7 min', '2 days')
    """
    whole = round(seconds)
    if whole < 1:
        return _("under 1 s")
    if whole < 100:
        return _("%(number)s s", number=whole)
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(number)s min", number=minutes)
    if minutes < 48 * 60:
        return _("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)
    return count(round(minutes / 1440), "day")


def name_of(document: Document) -> str:
    """What an article is called: its title, else the last part of its path.

    >>> name_of(Document("d", "articles/monday.txt", "", ""))
    'monday.txt'
    """
    return document.title or PurePath(document.given_id).name or document.given_id


def said(value: SaidOn | None) -> str:
    """When it was said, no more precisely than is known.

    >>> said(SaidOn(date(2024, 9, 2), date(2024, 9, 8), "week", (), "last week"))
    'Mon 2 Sep 2024 to Sun 8 Sep 2024'
    """
    if value is None:
        return _("day not known")
    if value.start == value.end:
        return day(value.start)
    if value.precision == "year":
        return _("in %(when)s", when=value.start.year)
    if value.precision == "month":
        return _("in %(when)s", when=f"{_(_MONTHS[value.start.month - 1])} {value.start.year}")
    return _("%(first)s to %(last)s", first=day(value.start), last=day(value.end))


def percent(value: float | None) -> str:
    """A share in [0, 1] as a whole percentage; only all is 100 and only none is 0. A line never ends before the sign.

    >>> [percent(share).replace("\u202f", " ") for share in (0.997, 1.0, 0.001)]
    ['99 %', '100 %', '1 %']
    """
    if value is None:
        return "–"
    whole = round(value * 100)
    if whole == 100 and value < 1:
        whole = 99
    if whole == 0 and value > 0:
        whole = 1
    return _("%(number)s\u202f%%", number=whole)


def number(value: int) -> str:
    """A count with thin spaces between thousands.

    >>> number(1234567) == "1\u202f234\u202f567"
    True
    """
    return f"{value:,}".replace(",", "\u202f")


def count(value: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> count(1, "statement"), count(2, "reply", "replies")
    ('1 statement', '2 replies')
    """
    return ngettext(f"%(number)s {one}", f"%(number)s {many or one + 's'}", value, number=number(value))


def listed(parts: list[str]) -> str:
    """A list in a sentence.

    >>> listed(["two are for", "one leans for", "one is against"])
    'two are for, one leans for and one is against'
    """
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
