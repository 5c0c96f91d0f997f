"""Names as an article might write them, made from the register: some are the entry's, some only look like it.

What is right is known by construction. The rates are judgements, not counts, and the fitted model is checked on names
from articles, labelled by hand, that had no part in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from whipcount.model import SpeakerKind
from whipcount.register import Entry, Term
from whipcount.register.shipped import entry_at, lines
from whipcount.resolve import lexicon
from whipcount.resolve.clues import Clues, Office
from whipcount.resolve.evidence import Setting, offices_held

_OFFICES: tuple[Office, ...] = (
    "senator",
    "representative",
    "governor",
    "mayor",
    "minister",
    "judge",
    "officer",
    "other",
)
_PARTIES = ("Republican", "Democrat")
_STATES = ("texas", "ohio", "vermont", "florida", "new york", "california", "georgia", "iowa")
_LONG = {full: short for short, full in lexicon.SHORT_FORMS.items()}
_TODAY = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Example:
    """A written name with what its article says, and the entry that it stands for, None for nobody's."""

    name: str
    kind: SpeakerKind
    clues: Clues
    setting: Setting
    entry: str | None


def examples(number: int, seed: int) -> Iterator[Example]:
    """So many examples, the same for a seed."""
    rng = random.Random(seed)
    entries = [entry_at(n) for n in range(len(lines()))]
    people = [e for e in entries if e.kind == "person"]
    bodies = [e for e in entries if e.kind == "organisation"]
    known = [e for e in people if e.origin != "PETRARCH2"]
    for _ in range(number):
        if rng.random() < 0.03:
            body = rng.choice(bodies)
            yield Example(body.name, "organisation", Clues(), Setting(_TODAY, frozenset(), congress=False), body.id)
        entry = rng.choice(known) if rng.random() < 0.6 else rng.choice(people)
        yield _own(entry, rng) if rng.random() < 0.5 else _look_alike(entry, rng)


def _own(entry: Entry, rng: random.Random) -> Example:
    """The entry itself: under any form, with clues that fit it, on a day near one of its offices."""
    day, term = _day(entry, rng)
    held = [office for office in offices_held(term) if office != "lawmaker"]
    former = not term.covers(day)
    told = held and rng.random() < 0.65
    name = _shortened(rng.choice([form.name for form in entry.forms]), rng)
    if told and rng.random() < 0.2:
        name = entry.family or name.split()[-1]
    elif entry.family and rng.random() < 0.03:
        name = f"{name[0]}. {entry.family}"
    if entry.suffix and rng.random() < 0.3:
        name += f" {entry.suffix.title()}."
    clues = Clues(
        former=former,
        offices=frozenset({rng.choice(held)} if told else {rng.choice(_OFFICES)} if rng.random() < 0.06 else ()),
        party=(term.party if rng.random() < 0.97 else rng.choice(_PARTIES)) if rng.random() < 0.4 else None,
        state=term.state.casefold() if term.state and rng.random() < 0.4 else None,
    )
    return Example(name, entry.kind, clues, _setting(entry, day, rng, at_home=0.95), entry.id)


def _look_alike(entry: Entry, rng: random.Random) -> Example:
    """Somebody else: a namesake, a relative, another bearer of the family name."""
    day, _ = _day(entry, rng)
    words = rng.choice([form.name for form in entry.forms]).split()
    family = entry.family or words[-1]
    way = rng.random()
    if way < 0.3:  # the family name of somebody whom the register lacks, perhaps with a title
        name = family
    elif way < 0.4:
        name = (
            f"{words[0]} {family} {rng.choice(['Jr.', 'Sr.', 'III'])}"
            if not entry.suffix
            else f"{words[0]} {family} Sr."
        )
    elif way < 0.5:
        name = f"{words[0]} {rng.choice('BCDFGKPQTVXZ')}. {family}"
    elif way < 0.6:
        name = f"{words[0][0]}. {rng.choice(['Lane', 'Boyd', 'Ward', 'Dale'])} {family}"
    else:
        name = " ".join(words)
    occupied = rng.random()
    clues = Clues(
        offices=frozenset({"other"} if occupied < 0.5 else {rng.choice(_OFFICES)} if occupied < 0.7 else ()),
        party=rng.choice(_PARTIES) if rng.random() < 0.15 else None,
        state=rng.choice(_STATES) if rng.random() < 0.2 else None,
    )
    matched = None
    if name == " ".join(words) and not clues.offices and not clues.party and not clues.state:
        matched = entry.id  # nothing tells this from the entry itself; a full name alone is mostly the known bearer's
        if entry.origin == "PETRARCH2" or rng.random() < 0.15:
            matched = None
    return Example(name, entry.kind, clues, _setting(entry, day, rng, at_home=0.6), matched)


def _shortened(name: str, rng: random.Random) -> str:
    """The name with its first name short or long, as articles please; or with a middle initial the register lacks."""
    first, _, rest = name.partition(" ")
    other = _LONG.get(first.casefold()) or lexicon.SHORT_FORMS.get(first.casefold())
    if other and rest and rng.random() < 0.4:
        return f"{other.title()} {rest}"
    if rest and " " not in rest and rng.random() < 0.08:
        return f"{first} {rng.choice('ABCDEFGHJLMRSTW')}. {rest}"
    return name


def _day(entry: Entry, rng: random.Random) -> tuple[date, Term]:
    term = rng.choice(entry.terms)
    start, end = term.start or date(1990, 1, 1), min(term.end or _TODAY, _TODAY)
    inside = start + timedelta(days=rng.randrange(max(1, (end - start).days)))
    return inside + timedelta(days=rng.choice([0, 0, 0, 0, 900, -900])), term


def _setting(entry: Entry, day: date, rng: random.Random, *, at_home: float) -> Setting:
    countries = set(entry.countries) if rng.random() < at_home else set()
    return Setting(day, frozenset(countries | {"United States"}), congress=rng.random() < at_home)
