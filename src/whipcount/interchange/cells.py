"""Text in a cell of a table that a spreadsheet may open."""

from __future__ import annotations

import re

# First characters that make a spreadsheet run a cell as a formula (OWASP, CSV injection), and their wide forms, which
# Asian keyboards type.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


# What a program may drop from the front of a cell, bringing what is behind it there: spaces and what draws nothing.
_UNSEEN = re.compile("[\\s\0\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*")


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs: what would begin a formula, behind spaces too, gets an apostrophe in front.

    >>> safe_text("=1+1"), safe_text("  @x"), safe_text("for")
    ("'=1+1", "'  @x", 'for')
    """
    starts = text.startswith(FORMULA_STARTS) or _UNSEEN.sub("", text, count=1).startswith(FORMULA_STARTS)
    return f"'{text}" if starts else text
