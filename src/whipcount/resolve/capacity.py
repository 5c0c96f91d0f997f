"""What a speaker was on the day: role, organisation, party and country, from the text and from the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from whipcount.model import Fact, FactKind, Span, Speaker
from whipcount.register import Entry
from whipcount.register.countries import countries_in, country_words
from whipcount.resolve import lexicon
from whipcount.resolve.clues import Clues

_CAPITALISED = re.compile(r"(?:[A-Z][\w.'’&-]*)(?:[ \u00a0](?:(?:of|on|for|and|the)[ \u00a0]){0,2}[A-Z][\w.'’&-]*)*")
_LEAST_WORDS = 2  # of an organisation's name; "Party" alone is none


def facts(text: str, speaker: Speaker, said: Clues, entry: Entry | None, day: date | None) -> tuple[Fact, ...]:
    """Everything that is known of a speaker's capacity, what the text says first.

    Args:
        text: The document's text.
        speaker: As resolved within the document.
        said: What the text says around the name.
        entry: The register's entry, when linked.
        day: The day of the statement; only terms that hold on it count.
    """
    return (*_from_text(text, speaker, said), *(_from_register(entry, day) if entry else ()))


def _from_text(text: str, speaker: Speaker, said: Clues) -> Iterator[Fact]:
    role = _role_span(text, speaker)
    if speaker.role:
        yield Fact("role", speaker.role, "text", (role,) if role else ())
    if role is not None:
        yield from _organisations(text, role)
    party = speaker.party or said.party
    if party:
        spans = (said.party_span,) if said.party_span else (role,) if role else ()
        yield Fact("party", party, "text", spans)
    if role is not None:
        yield from _countries(text, role)


def _role_span(text: str, speaker: Speaker) -> Span | None:
    """The words of the role, within the evidence that holds them."""
    if not speaker.role:
        return None
    words = re.compile(r"\s+".join(map(re.escape, speaker.role.split())))
    found = (words.search(text, s.start, s.end) for s in speaker.evidence)
    return next((Span(*match.span()) for match in found if match), None)


def _organisations(text: str, role: Span) -> Iterator[Fact]:
    """Bodies that a role names: "House Foreign Affairs Committee" in "House Foreign Affairs Committee Chair"."""
    for match in _CAPITALISED.finditer(text, role.start, role.end):
        words = match.group().split()
        ends = [n for n, word in enumerate(words) if word.casefold().rstrip(".,") in lexicon.ORGANISATION_WORDS]
        if ends and ends[-1] + 1 >= _LEAST_WORDS:
            name = " ".join(words[: ends[-1] + 1])
            if name.split()[-1].casefold() in ("senate", "house", "president"):
                continue
            start = match.start()
            yield Fact("organisation", name, "text", (Span(start, start + len(name)),))
            return


def _countries(text: str, role: Span) -> Iterator[Fact]:
    for country in sorted(countries_in(text[role.start : role.end])):
        words = sorted(
            (word for word, named in country_words().items() if named == country), key=lambda w: (-len(w), w)
        )
        at = ((word, text.find(word, role.start, role.end)) for word in words)
        word, start = next((word, start) for word, start in at if start >= 0)
        yield Fact("country", country, "text", (Span(start, start + len(word)),))


def _from_register(entry: Entry, day: date | None) -> Iterator[Fact]:
    """Terms that hold on the day: the first role with its organisation, and the first party and country."""
    kinds: tuple[FactKind, ...] = ("role", "organisation", "party", "country")
    for kind in kinds:
        for term in entry.on(day):
            value = getattr(term, kind)
            if value:
                yield Fact(kind, value, "register", entry=entry.id, since=term.start, until=term.end)
                break
