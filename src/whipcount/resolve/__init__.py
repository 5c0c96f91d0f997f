"""Who speaks: from a source span to the fullest name, kind and role that the document gives.

Rules over surface text, with learned weights for pronouns and for the confidence: each speaker carries the name of the
rule that fired, a confidence, and the spans that the name and role were read from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whipcount.model import Attribution, Document, SaidOn, Span, Speaker
from whipcount.regards import Regards
from whipcount.register import Register

if TYPE_CHECKING:
    from whipcount.resolve.rules import Meant

__all__ = ["WEIGHTS", "link", "meant", "resolve"]

WEIGHTS = "speakers.json"  # the learned weights, among the shipped models


def resolve(
    document: Document, attributions: Sequence[Attribution], regards: Regards | None = None
) -> tuple[Speaker, ...]:
    """Say for each attribution who speaks.

    Args:
        document: A segmented document; without blocks and sentences, plain paragraphs and sentences are used.
        attributions: Attributions of this document.
        regards: What the reader looked at from the document's pronouns; without it words and positions decide alone.

    Returns:
        Speakers, in the order of the attributions.
    """
    from whipcount.resolve.rules import resolve_all

    return resolve_all(document, attributions, regards)


def meant(
    document: Document, pronoun: Span, names: Sequence[Span] = (), regards: Regards | None = None
) -> tuple[Meant, ...]:
    """Rank the people whom one personal pronoun of a document may mean, by the code that resolves sources.

    Args:
        document: The text; no statement in it need be known.
        pronoun: Where "he", "him", "his", "she" or "her" stands.
        names: Spans known to name people, should the rules not see them as names.
        regards: What the reader looked at from the document's pronouns.

    Returns:
        People named in the document, the likeliest first, with probabilities that leave room for nobody.
    """
    from whipcount.resolve.rules import meant as ranked

    return ranked(document, pronoun, names, regards)


def link(
    document: Document, speakers: Sequence[Speaker], days: Sequence[SaidOn | None], register: Register
) -> tuple[Speaker, ...]:
    """Link a document's speakers to the register, and say what they were on the day.

    Args:
        document: The document that they speak in.
        speakers: As ``resolve`` gives them.
        days: When each statement was made, in the same order.
        register: The shipped register, with the user's own list.

    Returns:
        Speakers in the same order.
    """
    from whipcount.resolve.linked import link_all

    return link_all(document, speakers, days, register)
