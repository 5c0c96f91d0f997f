"""Who speaks: from a source span to the fullest name, kind and role that the document gives.

Rules over surface text, no model: each speaker carries the name of the rule that fired, a confidence, and the spans
that the name and role were read from.
"""

from __future__ import annotations

from collections.abc import Sequence

from whipcount.model import Attribution, Document, Speaker

__all__ = ["resolve"]


def resolve(document: Document, attributions: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """Say for each attribution who speaks.

    Args:
        document: A segmented document; without blocks and sentences, plain paragraphs and sentences are used.
        attributions: Attributions of this document.

    Returns:
        Speakers, in the order of the attributions.
    """
    from whipcount.resolve.rules import resolve_all

    return resolve_all(document, attributions)
