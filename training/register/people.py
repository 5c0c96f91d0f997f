"""Entries of the register from the congress-legislators lists: members of Congress, presidents and vice presidents."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from training.register.places import STATES

Row = dict[str, Any]
Term = list[Any]  # role, organisation, state, party, country, start, end

UNITED_STATES = "United States"
SENATE, HOUSE = "United States Senate", "United States House of Representatives"
_SESSION = ("2025-01-03", "2027-01-03")  # the Congress whose committees the list describes
_OFFICES = {"sen": ("senator", SENATE), "rep": ("representative", HOUSE)}
_EXECUTIVE = {"prez": "president", "viceprez": "vice president"}
_LAST_YEAR_OF_INTEREST = "1940"  # presidents before it are quoted by nobody's newspaper
_JOINS = timedelta(days=40)  # terms of one office that follow each other within so many days are one term
_CHAIRS = {
    "Chairman": "chair", "Chairwoman": "chair", "Chair": "chair", "Cochairman": "chair",
    "Vice Chairman": "vice chair", "Vice Chairwoman": "vice chair", "Ex Officio": "member",
}  # fmt: skip


def people(actors: Path) -> Iterator[Row]:
    """Members of Congress, then presidents and vice presidents who are not among them."""
    seats = committee_terms(actors)
    congress = [
        _entry(row, _congress_terms(row, seats.get(row["bioguide"], [])))
        for row in _rows(actors, "us_legislators_current")
    ]
    executive = [
        _entry(row, [_executive_term(term) for term in row["terms"]])
        for row in _rows(actors, "us_presidents_vice_presidents")
        if row["terms"][-1]["end"] > _LAST_YEAR_OF_INTEREST
    ]
    known = {entry["id"] for entry in congress}
    yield from congress
    yield from (entry for entry in executive if entry["id"] not in known)


def committees(actors: Path) -> Iterator[Row]:
    """Full committees of the present Congress, under both orders of their names."""
    for row in _rows(actors, "us_committees"):
        if row.get("current") and not row.get("parent"):
            yield {
                "id": f"committee:{row['id']}",
                "name": row["name"],
                "kind": "organisation",
                "forms": committee_forms(row["name"]),
                "terms": [[None, None, None, None, UNITED_STATES, None, None]],
                "source": "congress-legislators",
            }


def committee_forms(name: str) -> list[str]:
    """Other ways to write a committee's name: "House Agriculture Committee"."""
    match = re.match(r"(House|Senate)(?: (?:Permanent )?(?:Select|Special))? Committee on (?:the )?(.+)$", name)
    if not match:
        return []
    chamber, subject = match.groups()
    return [f"{chamber} {subject} Committee", f"{chamber} Committee on {subject}"]


def committee_terms(actors: Path) -> dict[str, list[Term]]:
    """Seats on full committees, by the member's id."""
    full = {row["id"] for row in _rows(actors, "us_committees") if not row.get("parent")}
    seats: dict[str, list[Term]] = {}
    for row in _rows(actors, "us_committee_membership"):
        if row["committee"] in full:
            role = _CHAIRS.get(row.get("title") or "", (row.get("title") or "member").lower())
            seat = [role, row["committee_name"], None, None, UNITED_STATES, *_SESSION]
            seats.setdefault(row["bioguide"], []).append(seat)
    return seats


def joined(terms: Iterable[Term]) -> list[Term]:
    """Terms of the same office that follow each other, as one."""
    found: list[Term] = []
    for term in terms:
        last = next((t for t in reversed(found) if t[:5] == term[:5]), None)
        if last and last[6] and term[5] and date.fromisoformat(term[5]) - date.fromisoformat(last[6]) <= _JOINS:
            last[6] = max(last[6], term[6]) if term[6] else None
        else:
            found.append(list(term))
    return found


def _congress_terms(row: Row, seats: list[Term]) -> list[Term]:
    terms: list[Term] = []
    for term in row["terms"]:
        role, chamber = _OFFICES[term["type"]]
        terms.append([role, chamber, STATES[term["state"]], term["party"], UNITED_STATES, term["start"], term["end"]])
    leading = [
        [
            part["title"],
            HOUSE if part["chamber"] == "house" else SENATE,
            None,
            None,
            UNITED_STATES,
            part["start"],
            part.get("end"),
        ]
        for part in row.get("leadership_roles", [])
    ]
    return joined(terms) + joined(sorted(leading, key=lambda term: term[5])) + seats


def _executive_term(term: Row) -> Term:
    role = _EXECUTIVE[term["type"]]
    return [
        role,
        "Government of the United States",
        None,
        term["party"].title(),
        UNITED_STATES,
        term["start"],
        term["end"],
    ]


def _entry(row: Row, terms: list[Term]) -> Row:
    name, last = row["name"], row["name"]["last"]
    given = [name["first"], *([name["nickname"]] if name.get("nickname") else [])]
    middle = name.get("middle")
    forms = [f"{first} {last}" for first in given]
    forms += [f"{first} {middle} {last}" for first in given if middle and middle not in first]
    initials = _initials(middle or "")
    if initials:
        forms.append(f"{given[0]} {initials} {last}")
    if middle and len(middle.rstrip(".")) > 1:
        forms.append(f"{middle} {last}")
    title = re.sub(r" \(.*\)$", "", row.get("wikipedia") or "")
    plain = re.sub(r"\s*[\"“].*?[\"”]\s*", " ", name.get("official_full") or "").replace(",", "")
    shown = title or (f"{given[-1]} {last}" if len(given) > 1 else plain or forms[0])
    suffix = name.get("suffix", "")
    return {
        "id": f"wikidata:{row['wikidata']}"
        if row.get("wikidata")
        else f"congress:{row.get('bioguide') or last.lower()}",
        "name": shown,
        "kind": "person",
        "family": last,
        "suffix": suffix,
        "forms": sorted({form for form in (*forms, plain) if form} - {shown}),
        "born": row.get("birthday"),
        "terms": joined(terms),
        "source": "congress-legislators",
    }


def _initials(middle: str) -> str:
    return " ".join(f"{word[0]}." for word in middle.split() if word[0].isupper())


def told_apart(entries: list[Row]) -> list[Row]:
    """The same entries; those who share a preferred name are shown with their middle initials."""
    counts = Counter(entry["name"] for entry in entries)
    return [_with_initials(entry) if counts[entry["name"]] > 1 else entry for entry in entries]


def _with_initials(entry: Row) -> Row:
    first, *_, last = entry["name"].split()
    fuller = [form for form in entry["forms"] if re.fullmatch(rf"{first} (?:[A-Z]\. )+{last}", form)]
    if not fuller:
        return entry
    return entry | {"name": fuller[0], "forms": sorted({*entry["forms"], entry["name"]} - {fuller[0]})}


def _rows(actors: Path, name: str) -> list[Row]:
    return [json.loads(line) for line in (actors / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
