"""Extractions with terms, built by hand: each term by the words of its mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from support.store_values import document, statement
from whipcount.model import Extraction, Span, Term, TermKind


def term(
    text: str, *forms: str, kind: TermKind = "equipment", acronym: str | None = None, confidence: float = 0.9
) -> Term:
    """A term named by its first form, with all places where one of its forms stands."""
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    spans = tuple(Span(*found.span()) for found in re.finditer(pattern, text))
    return Term(forms[0], kind, acronym, spans, spans[:1], "test", confidence)


def article(given_id: str, text: str, contents: Sequence[str], *terms: Term) -> Extraction:
    """An article in which Ada Moss says each of the contents."""
    made = document(text, given_id=given_id)
    said = tuple(statement(made, [words], name="Ada Moss") for words in contents)
    return Extraction(made, said, terms)


LONG = "The long Army Tactical Missile System, or ATACMS, is needed. No ATACMS came. Storm Shadow is another. End."
BARE = "We want ATACMS now. Nothing else will do."


def defined() -> Extraction:
    """A document that explains an acronym, with a statement for each of its sentences."""
    return article(
        "long.txt",
        LONG,
        ["The long Army Tactical Missile System, or ATACMS, is needed.", "No ATACMS came.", "Storm Shadow is", "End."],
        term(LONG, "Army Tactical Missile System", "ATACMS", acronym="ATACMS"),
        term(LONG, "Storm Shadow", confidence=0.7),
    )


def bare() -> Extraction:
    """A document that uses the acronym only."""
    return article(
        "bare.txt", BARE, ["We want ATACMS now.", "Nothing else"], term(BARE, "ATACMS", kind="other", confidence=0.3)
    )
