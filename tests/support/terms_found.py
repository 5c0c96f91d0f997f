"""Terms of an invented text, in words."""

from __future__ import annotations

from whipcount.model import Document, KnownTerm, Term
from whipcount.terms import find_terms

SHOWN = 0.5


def terms_in(text: str, *own: KnownTerm) -> dict[str, Term]:
    """The terms that are sure enough to be listed, by name."""
    found = find_terms(Document("d", "d", text, ""), own)
    return {term.name: term for term in found if term.confidence >= SHOWN}


def written(text: str, term: Term) -> list[str]:
    """The mentions of a term as they stand in the text."""
    return [text[start:end] for start, end in term.mentions]
