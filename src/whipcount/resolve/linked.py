"""Put the register's answer on a document's speakers: the entry, what they were on the day, on whose behalf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from whipcount.model import Candidate, Document, SaidOn, Speaker
from whipcount.register import Register
from whipcount.resolve.capacity import facts
from whipcount.resolve.clues import Clues
from whipcount.resolve.linking import Naming, link_name, namings


def link_all(
    document: Document, speakers: Sequence[Speaker], days: Sequence[SaidOn | None], register: Register
) -> tuple[Speaker, ...]:
    """Link speakers to the register, and say what they were on the day of the statement.

    Args:
        document: The document that they speak in.
        speakers: As resolved within the document.
        days: When each statement was made; the day of publication where that is not known.
        register: The shipped register, with the user's own list.
    Returns:
        Speakers in the same order. A name that may stand for several entries is linked to none.
    """
    named = namings(document, speakers, register)
    behalf: dict[str, str | None] = {
        name: link_name(document, name, register)
        for name in sorted({s.on_behalf_of for s in speakers if s.on_behalf_of})
    }
    return tuple(
        _linked(
            document.text,
            speaker,
            named.get((speaker.name or "", speaker.kind)),
            day=said.end if said else document.published,
            behalf=behalf.get(speaker.on_behalf_of or ""),
        )
        for speaker, said in zip(speakers, days, strict=True)
    )


def _linked(text: str, speaker: Speaker, naming: Naming | None, *, day: date | None, behalf: str | None) -> Speaker:
    found = facts(text, speaker, naming.clues if naming else Clues(), naming.linked if naming else None, day)
    told = replace(speaker, behalf_actor=behalf, facts=found)
    told = replace(told, role=speaker.role or told.fact("role"), party=speaker.party or told.fact("party"))
    if naming is None:
        return told
    if naming.linked is None:
        return replace(
            told, candidates=tuple(_candidate(g.entry.id, g.entry.name, g.probability) for g in naming.ambiguous)
        )
    return replace(
        told,
        name=naming.shown,
        actor=naming.linked.id,
        candidates=(_candidate(naming.linked.id, naming.linked.name, naming.guesses[0].probability),),
    )


def _candidate(identity: str, name: str, probability: float) -> Candidate:
    return Candidate(identity, name, round(probability, 4))
