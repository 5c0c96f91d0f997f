"""Lines that describe a picture, or say who took, wrote, edited, corrected or owns something."""

from __future__ import annotations

import re

_LONGEST = 600  # characters; captions are the longest of what stands between paragraphs
_LONGEST_CREDIT = 160
_LONGEST_NOTE = 300

_AGENCIES = r"""
    (?:Getty(?:[ ]Images)?|AFP|AP|A\.P\.|Associated[ ]Press|ASSOCIATED[ ]PRESS|Reuters|REUTERS|EPA(?:-EFE)?|Bloomberg
    |Shutterstock|iStock|Alamy|Anadolu(?:[ ]Agency)?|Xinhua|TASS|Sputnik|NurPhoto|ZUMA|Zuma|Sipa|SIPA|UPI|PA|DPA|dpa
    |Redux|Polaris|Pool|POOL|USA[ ]TODAY(?:[ ]NETWORK)?|Imagn|Handout|Facebook|Instagram|Twitter|YouTube|C-SPAN)
"""
_PICTURE = r"(?:[Pp]hoto|PHOTO|Images?\b|[Cc]ourtesy|[Ss]creen[ -]?(?:shot|grab))"
# "(Jane Doe/AFP via Getty Images/File)": names an agency or a picture, and is put together as credits are
_IN_BRACKETS = re.compile(
    rf"""
    [(\[]
    (?=[^()\[\]]{{0,160}}?(?:{_AGENCIES}|{_PICTURE}))
    (?=[^()\[\]]{{0,160}}?(?:/|[ ]via[ ]|{_PICTURE}))
    [\w .,:'’&@/|©-]{{2,160}} [)\]] [.]? \Z
    """,
    re.VERBOSE,
)
# A credit is made of names; these are the only other words in one
_WORDS_IN_CREDIT = frozenset(
    (
        *(
            "a",
            "and",
            "by",
            "courtesy",
            "credit",
            "de",
            "del",
            "der",
            "du",
            "file",
            "for",
            "from",
            "handout",
            "image",
            "images",
        ),
        *(
            "illustration",
            "in",
            "la",
            "of",
            "on",
            "or",
            "photo",
            "photograph",
            "photos",
            "pool",
            "provided",
            "screen",
            "screengrab",
        ),
        *("screenshot", "shot", "staff", "the", "through", "van", "via", "video", "von"),
    )
)
_LOWER_WORD = re.compile(r"(?<![\w.'’@-])[a-z]+")
_CAPTION_START = re.compile(
    r"""
    (?:FILE(?:[ ]PHOTO)?|File[ ]photo)[ ]?(?:[:—–-]|\.[ ])
    |(?:Photo|PHOTO|Image|IMAGE|Picture|Caption|CAPTION|Pictured)[ ]?(?:caption)?:
    |(?:Image|Media|Video)[ ]caption\b
    |[Ii]n[ ]this[ ](?:(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|March|April|May|June|July)[ ]\d[^.]{0,40}\bphoto\b
    """,
    re.VERBOSE,
)
_BARE = re.compile(
    rf"""
    (?:[-–—][ ]?)?
    (?:(?:Photo|Photograph|Image|Illustration|Graphic|Video)s?(?:[ ](?:credit|illustration))?(?:[ ]by\b|:)
      |Credit:|Photographer:|Source:
    )[ ].{{2,80}}\Z
    |(?:[-–—][ ]?)?(?:[A-ZÀ-Þ][\w.'’-]*[ ]){{0,4}}?(?:[A-ZÀ-Þ][\w.'’-]*)?[ ]?/?[ ]?{_AGENCIES}
    (?:[ ]?(?:/|via)[ ]?[\w ]{{2,30}}){{0,3}}(?:[ ](?:Photo|File))?(?:/[\w .'’-]{{2,40}})?\.?\Z
    """,
    re.VERBOSE,
)
_NOTE_START = re.compile(
    r"""
    [(\[—–*-]{0,3}[ ]?
    (?:(?:[Aa]dditional[ ])?
        (?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslation|[Gg]raphics)(?:[ ]and[ ]\w+)?[ ]by[ ][A-Z]
      |[Cc]ontributing(?:[ ]to[ ]this[ ]\w+)?:[ ]
      |(?:Story|Podcast|Video|Produced|Graphic)(?:[ ]and[ ]\w+)?(?:[ ]produced)?[ ]by[ ][A-Z]
      |h/t\b|H/T\b|[Hh]at[ ]tip:
      |(?:CORRECTION|Correction|CLARIFICATION|Clarification|UPDATED?[ ]NOTE)\b
      |(?:Editor['’]s[ ][Nn]ote|EDITOR['’]S[ ]NOTE|Editors['’][ ][Nn]ote)\b
      |This[ ](?:story|article|post|piece|report|column)[ ]
        (?:(?:has[ ]been|was|is[ ]being)[ ](?:updated|corrected|revised|amended|originally|first|adapted|produced|part)
          |(?:first|originally)[ ]appeared)
      |As[ ]published[ ]in\b|From[ ].{1,80}Copyright\b|Copyright\b|©|\(c\)[ ]\d{4}
      |(?:LOAD-DATE|LENGTH|SECTION|LANGUAGE|PUBLICATION-TYPE|BYLINE|HIGHLIGHT|GRAPHIC|DATELINE):[ ]
    )
    """,
    re.VERBOSE,
)
_CONTRIBUTED = re.compile(
    r"""
    \bcontributed[ ](?:reporting|to[ ]this[ ](?:report|story|article|piece|post|dispatch))\b
    |\b[Aa]ll[ ][Rr]ights[ ][Rr]eserved\b
    |^(?:[A-Z][\w.'’-]+[ ](?:and[ ])?){1,6}reported[ ]from[ ][A-Z][\w.'’-]+(?:,?[ ][A-Z][\w.'’-]+){0,3}\Z
    |^[A-Z][\w.'’-]+[ ]reported[ ]from[ ].{3,60};[ ].{3,80}\bfrom[ ].{3,40}\Z
    """,
    re.VERBOSE,
)


def is_credit(line: str) -> bool:
    """Whether a paragraph only says who took, wrote, edited, corrected or owns something.

    >>> is_credit("Jane Doe contributed to this report."), is_credit("Doe said she contributed to the campaign.")
    (True, False)
    """
    if len(line) <= _LONGEST_CREDIT and _BARE.match(line) and _only_names(line, line.find(":") + 1):
        return True
    if len(line) <= _LONGEST and credit_at_end(line) == 0:
        return True
    return bool(_NOTE_START.match(line) or (len(line) <= _LONGEST_NOTE and _CONTRIBUTED.search(line)))


def is_caption(line: str) -> bool:
    """Whether a paragraph describes a picture: it ends with the picture's credit, or begins as captions do."""
    if len(line) > _LONGEST:
        return False
    return bool(_CAPTION_START.match(line)) or (credit_at_end(line) or 0) > 0


def credit_at_end(line: str) -> int | None:
    """Where the picture credit in brackets begins that the line ends with; None where it ends with none."""
    if line[-1:] not in (")", "]") and line[-2:] not in (").", "]."):
        return None
    start = max(line.rfind("("), line.rfind("["))
    if start < 0 or not _IN_BRACKETS.match(line, start):
        return None
    return start if _only_names(line, start) else None


def _only_names(line: str, start: int) -> bool:
    """Whether a line, from there on, has no words but names and those that stand between names in a credit."""
    return all(word in _WORDS_IN_CREDIT for word in _LOWER_WORD.findall(line, start))
