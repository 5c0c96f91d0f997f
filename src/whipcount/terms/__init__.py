"""Find the named weapon systems, laws, treaties, agencies and programmes of a document.

By rules alone, because what makes such a name is on the surface: letters that a long form spells, a head noun, a
number, a weapon's noun beside a capitalised name. ``docs/methods/terms.md`` has the rules with their scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whipcount.model import Document, KnownTerm, Term
from whipcount.terms import arms, definitions, names
from whipcount.terms.acronyms import plain
from whipcount.terms.candidates import Candidate, Wording
from whipcount.terms.joining import joined
from whipcount.terms.listed import shipped_designators, shipped_in

__all__ = ["find_terms"]


def find_terms(document: Document, own: Sequence[KnownTerm] = ()) -> tuple[Term, ...]:
    """The terms of a document, each under one name with all its mentions.

    Args:
        document: Text with its blocks and sentences; it may have none.
        own: The user's own list, whose names win over all others.
    Returns:
        Terms in the order of their first mentions; no two mentions overlap.
    """
    wording = Wording(document)
    named = (*names.headed(wording), *names.lowered(wording), *names.numbered(wording))
    armed = (
        *arms.designators(wording, shipped_designators()),
        *arms.before_nouns(wording),
        *arms.apposed(wording),
    )
    others = [names.with_other_name(wording, name) for name in named]
    found = [*definitions.agreed(wording, definitions.definitions(wording), others), *armed]
    return joined(wording, [_short_as_plain(candidate) for candidate in found], own, shipped_in(document.text))


def _short_as_plain(found: Candidate) -> Candidate:
    """An acronym is kept without full stops and plural."""
    return replace(found, acronym=plain(found.acronym)) if found.acronym else found
