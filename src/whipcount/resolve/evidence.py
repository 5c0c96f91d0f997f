"""What speaks for and against a name in a text being an entry of the register, as numbers for the linking model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from whipcount.register.entry import Entry, Term
from whipcount.resolve.clues import Clues, Office
from whipcount.resolve.likeness import Likeness

_SLACK = timedelta(days=120)  # between an election or a resignation and the day that the list has
_YOUNGEST, _OLDEST = 18, 100  # years of age at which somebody is quoted

# What an entry's role is called in the terms of a text's clues.
_OFFICES: Mapping[str, tuple[Office, ...]] = {
    "senator": ("senator", "lawmaker"),
    "representative": ("representative", "lawmaker"),
    "legislator": ("lawmaker",),
    "president": ("president",),
    "vice president": ("vice president",),
    "governor": ("governor",),
    "mayor": ("mayor",),
    "judge": ("judge",),
    "military officer": ("officer",),
    "intelligence official": ("official", "officer"),
    "officer of an international organisation": ("official", "secretary", "president"),
    "chair": ("leader",),
    "ranking member": ("leader",),
}
# The government list does not say which office; it holds parliaments and agencies too.
_IN_GOVERNMENT: tuple[Office, ...] = (
    "minister", "secretary", "president", "vice president", "governor", "leader", "senator", "representative",
    "lawmaker", "officer", "official", "mayor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What the document as a whole offers: its day, the countries it names, whether it speaks of Congress."""

    day: date | None
    countries: frozenset[str]
    congress: bool
    own: frozenset[str] = frozenset()  # ids from the user's own list, who are expected in these documents


FEATURES: Final = (
    "organisation", "whole", "given", "initial", "longer", "reversed", "surname", "surname_titled", "middle_agrees",
    "middle_conflicts", "suffix_agrees", "suffix_conflicts", "office_agrees", "office_differs",
    "office_differs_then", "other_occupation", "party_agrees", "party_conflicts", "state_agrees", "state_conflicts",
    "in_office", "was_in_office", "not_yet_in_office", "impossible_age", "executive", "government_list",
    "country_named", "country_absent", "congress_named", "own_list",
)  # fmt: skip


def evidence(like: Likeness, entry: Entry, clues: Clues, setting: Setting) -> dict[str, float]:
    """Features of a candidate, by name; those that are absent are 0."""
    if entry.kind == "organisation":
        return {"organisation": 1.0} | ({"own_list": 1.0} if entry.id in setting.own else {})
    found = {like.relation, f"middle_{like.middle}", f"suffix_{like.suffix}"}
    found |= _of_office(entry, clues) | _of_affiliation(entry, clues) | _of_time(entry, setting.day)
    if "office_differs" in found and "in_office" not in found:
        found = found - {"office_differs"} | {"office_differs_then"}  # before and after, people hold other offices
    if like.relation == "surname" and "office_agrees" in found:
        found.add("surname_titled")
    if any(term.role in ("president", "vice president") for term in entry.terms):
        found.add("executive")
    if entry.id in setting.own:
        found.add("own_list")
    elif entry.origin == "PETRARCH2":
        found.add("government_list")
        if entry.countries:
            found.add("country_named" if entry.countries & setting.countries else "country_absent")
    elif setting.congress:
        found.add("congress_named")
    return {name: 1.0 for name in FEATURES if name in found}


def impossible(entry: Entry, clues: Clues, day: date | None) -> bool:
    """Whether the text gives a seat in Congress on a day on which the entry did not have it.

    Every term of a member is in the list, so this is no lack of knowledge: the senator of this name is somebody else.
    """
    seats = clues.offices & {"senator", "representative"}
    if not seats or day is None or clues.former or clues.of_state or entry.origin != "congress-legislators":
        return False
    held = [term for term in entry.terms if set(offices_held(term)) & seats]
    return not any(
        (term.start is None or term.start <= day + _SLACK) and (term.end is None or day - _SLACK <= term.end)
        for term in held
    )


def offices_held(term: Term) -> tuple[Office, ...]:
    """Offices that a term is, in the terms of a text's clues."""
    role = (term.role or "").casefold()
    if role.startswith("member of the government"):
        return _IN_GOVERNMENT
    if role in _OFFICES:
        return _OFFICES[role]
    words = frozenset(role.replace("-", " ").split())
    if words & {"leader", "whip", "speaker", "chair", "chairman", "chairwoman", "head"}:
        return ("leader",)
    return tuple(office for office in ("minister", "secretary", "governor", "mayor", "judge") if office in words)


def _of_office(entry: Entry, clues: Clues) -> set[str]:
    said = clues.offices - {"candidate"}
    if not said:
        return set()
    held = {office for term in entry.terms for office in offices_held(term)}
    if said & held:
        return {"office_agrees"}
    return {"other_occupation"} if said <= {"other"} else {"office_differs"}


def _of_affiliation(entry: Entry, clues: Clues) -> set[str]:
    found: set[str] = set()
    parties = {term.party.casefold() for term in entry.terms if term.party}
    if clues.party and parties:
        found.add("party_agrees" if clues.party.casefold() in parties else "party_conflicts")
    states = {term.state.casefold() for term in entry.terms if term.state}
    if clues.state and states:
        found.add("state_agrees" if clues.state in states else "state_conflicts")
    return found


def _of_time(entry: Entry, day: date | None) -> set[str]:
    if day is None:
        return set()
    if entry.born and not _YOUNGEST <= day.year - entry.born.year <= _OLDEST:
        return {"impossible_age"}
    dated = [term for term in entry.terms if term.start or term.end]
    if any(term.covers(day) for term in dated):
        return {"in_office"}
    if any(term.end and term.end < day for term in dated):
        return {"was_in_office"}
    return {"not_yet_in_office"} if dated else set()
