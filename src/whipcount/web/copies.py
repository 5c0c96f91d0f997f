"""What a syndicated copy says otherwise: words that were cut, changed or added, and its day and headline."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from whipcount.model import Document
from whipcount.store.records import DocumentRow

PARTS_SHOWN = 12
WORDS_COMPARED = 4_000  # of each text: comparing grows with the square
PART_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document with the same words.

    ``alike`` is the share of words that both have in the same order. ``parts`` are the words here and the words there,
    place by place; ``more`` counts places that are not shown. ``moved_days`` is how much later or earlier it came.
    """

    row: DocumentRow
    alike: float
    parts: tuple[tuple[str, str], ...]
    more: int
    moved_days: int
    later: bool
    retitled: bool


def copy_of(document: Document, row: DocumentRow) -> Copy:
    """Compare a copy with the document that it repeats."""
    here, there = document.text.split()[:WORDS_COMPARED], row.document.text.split()[:WORDS_COMPARED]
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    found = [(_cut(here[a:b]), _cut(there[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
    days = (row.document.published - document.published).days if row.document.published and document.published else 0
    return Copy(
        row,
        matcher.ratio(),
        tuple(found[:PARTS_SHOWN]),
        max(len(found) - PARTS_SHOWN, 0),
        abs(days),
        days > 0,
        bool(document.title and row.document.title and document.title != row.document.title),
    )


def _cut(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= PART_CHARACTERS else f"{text[:PART_CHARACTERS]}…"
