"""What stands above and at the start of a story: headline, byline, dateline."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+")
_NEAR = 0.8  # share of words in common, in order, from which a first line counts as the title
_LONGEST_TITLE = 300  # characters
_LONGEST_HEADLINE = 160
_MOST_WORDS = 22
_LONGEST_BYLINE = 160
_LONGEST_DATELINE = 120
_SHORTEST_REST = 8  # characters of a paragraph after its dateline

_PARTICLE = r"(?:de|la|van|von|der|den|al|bin|del|da|di|ter|el)"
_NAME = rf"[A-ZÀ-Þ][\w.'’-]*(?:[ ](?:{_PARTICLE}[ ])*[A-ZÀ-Þ][\w.'’-]*){{1,4}}"
_BYLINE = re.compile(
    rf"""
    (?:(?:Story|Analysis|Opinion|Commentary)[ ])?(?:By|BY|by):?[ ]+
    (?:(?:The|THE)[ ])?(?:{_NAME}|Reuters|REUTERS|AFP|CNN|UPI)
    (?:(?:,[ ]|,?[ ](?:and|AND|&)[ ]){_NAME})*
    (?:,[ ][A-Z][\w.&'’ -]{{1,60}}|[ ]\|[ ].{{1,60}}|[ ](?:for|of)[ ][A-Z][\w.&'’ -]{{1,40}}|[ ]\([\w .@-]{{1,40}}\))?
    \.?\Z
    """,
    re.VERBOSE,
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WRITTEN_DAY = rf"{_MONTH}[ ]\d{{1,2}},?[ ]\d{{4}}|\d{{1,2}}[ ]{_MONTH}[ ]\d{{4}}"
_DAY = rf"(?:{_WRITTEN_DAY}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})"
_TIME = r"\d{1,2}(?::\d\d)?[ ]?(?:[AaPp]\.?[Mm]\.?)?[ ]?(?:[A-Z]{2,4})?"
_MADE = r"(?:Published|Updated|Posted|Last[ ]updated|First[ ]published|UPDATED|PUBLISHED|POSTED)"
_STAMP = re.compile(
    rf"""
    (?:{_MADE}(?:[ ]on|[ ]at)?:?[ ]?.{{0,12}}?)?(?:\w{{3,9}}(?:day)?,?[ ])?
        (?:{_TIME},?[ ](?:\w{{3,9}},?[ ])?)?{_DAY}(?:[ ,|/at-]{{1,5}}{_TIME})?\.?\Z
    |{_MADE}\b[^.!?\"“]{{0,60}}\Z
    |\d{{1,2}}[ ]min(?:ute)?s?[ ]read\Z
    """,
    re.VERBOSE,
)
_PLACE = r"[A-Z][A-Z.'’-]+(?:[ ][A-Z.'’-]{2,}){0,3}"
_REGION = r"(?:,[ ][A-Z][\w.'’-]{0,15}(?:[ ][A-Z][\w.'’-]{0,15}){0,2}){0,2}"
_WIRE = r"\((?:AP|Reuters|REUTERS|AFP|UPI|CNN|CNN[ ]Business|CNS|DPA|dpa|EFE|TASS|Xinhua|Kyodo[ ]News|Bloomberg)\)"
_DASH = r"(?:—|–|--|-)"
_DATELINE = re.compile(
    rf"""
    (?: {_PLACE}(?:/{_PLACE})?{_REGION}(?:,?[ ]{_MONTH}[ ]\d{{1,2}}(?:,[ ]\d{{4}})?)?
        (?:[ ]?(?:{_WIRE}|\([A-Z][\w .&]{{1,30}}\)))?(?:[ ]{_DASH}|(?<=\)){_DASH})
      |[A-Z][\w.'’-]+(?:[ ][A-Z][\w.'’-]+){{0,2}}{_REGION}[ ]{_WIRE}[ ]?{_DASH}?
      |{_WIRE}[ ]?{_DASH}
    )[ ]*(?=\S)
    """,
    re.VERBOSE,
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline at the head of a paragraph ends, its dash included; ``start`` where there is none.

    >>> text = "KYIV, Ukraine (AP) — The minister left."
    >>> text[:dateline_end(text, 0, len(text))]
    'KYIV, Ukraine (AP) — '
    """
    if not (text[start].isupper() or text[start] == "("):
        return start
    match = _DATELINE.match(text, start, min(end, start + _LONGEST_DATELINE))
    return match.end() if match and end - match.end() >= _SHORTEST_REST else start


def is_byline(line: str) -> bool:
    """Whether a line names the writers, or says when the story was published or updated.

    >>> is_byline("By Jane Doe and John Roe, Associated Press"), is_byline("By then, he had left.")
    (True, False)
    """
    return len(line) <= _LONGEST_BYLINE and bool(_BYLINE.match(line) or _STAMP.match(line))


def is_title(line: str, title: str) -> bool:
    """Whether a line is the title, word for word or nearly so.

    >>> is_title("Biden weighs strikes.", "Biden weighs strikes"), is_title("Biden left.", "Biden weighs strikes")
    (True, False)
    """
    if len(line) > _LONGEST_TITLE or len(title) > _LONGEST_TITLE:
        return False
    words, wanted = _WORD.findall(line.casefold()), _WORD.findall(title.casefold())
    if not words or not wanted:
        return False
    return words == wanted or SequenceMatcher(None, words, wanted, autojunk=False).ratio() >= _NEAR


def looks_like_headline(line: str) -> bool:
    """Whether a first line that a blank line follows reads as a headline, where no title is known."""
    if len(line) > _LONGEST_HEADLINE or not 2 <= len(line.split()) <= _MOST_WORDS:
        return False
    if line[-1] in '.!:;,—–-…"”' or not (line[0].isupper() or line[0].isdigit()):
        return False
    # A speaker's turn, or more than one sentence, is no headline
    return not re.search(r"[.!?]\s+[A-Z]|^(?:[A-Z][A-Z .'’-]{1,30}|Q|A):\s", line)
