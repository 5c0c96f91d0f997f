"""When it was said: the day, week, month or year that the text gives for the act of speech.

Rules read the words; days that are inferred from where a statement stands are weighed against what else the story
offers. Each date carries the words it was read from and the name of the rule. The day of publication is what relative
expressions count from, never itself a guess at the day of the speech.
"""

from __future__ import annotations

from collections.abc import Sequence

from whipcount.model import Attribution, Document, SaidOn, Speaker

__all__ = ["said_on"]


def said_on(
    document: Document, attributions: Sequence[Attribution], speakers: Sequence[Speaker] = ()
) -> tuple[SaidOn | None, ...]:
    """Say for each attribution when it was said, where the text says so.

    Args:
        document: A document; without ``published`` only expressions with a full date are read.
        attributions: Attributions of this document.
        speakers: Their speakers, as resolved; without them, words of one name are taken for one speaker.

    Returns:
        Dates, in the order of the attributions; None where the text gives none.
    """
    from whipcount.when.attach import date_statements
    from whipcount.when.story import Story

    return date_statements(Story(document, attributions, speakers))
