"""Entries of the register from the PETRARCH2 dictionaries: office holders, countries, international organisations.

The dictionaries are upper case, frozen around 2014 and say of an office only its country, kind and days. An office
without an end is ended where the lists end, so that nobody is called a minister of today on their word.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from training.register.people import Row, Term, joined
from training.register.places import FIELDS, OFFICES, ORGANISATIONS, words

LIST_ENDS = "2014-12-31"
_FROM = "1990"  # offices that ended before are history
_TITLES = words(
    "PRESIDENT PRIME MINISTER MR MRS MS DR SIR SENATOR GENERAL CHANCELLOR KING QUEEN PRINCE PRINCESS SHEIKH SHAYKH "
    "REVEREND REV LORD LADY DAME FOREIGN VICE KANZLER BUNDESKANZLER ADMINISTRATION GOVERNMENT LEADER SECRETARY "
    "ADMIRAL COLONEL MAJOR CAPTAIN LIEUTENANT BRIGADIER MARSHAL AMBASSADOR FORMER PROFESSOR PROF GEN COL MAJ LT BRIG "
    "ELECT PREMIER POPE EMIR SULTAN AYATOLLAH IMAM HON THE OF SPOKESMAN OFFICIAL US AMERICAN"
)
_LOWER = words("bin ibn bint de del la da dos di van von der den du e y")
_WRONG = frozenset({"D.C.", "UNITED STATES OF AMERCA", "UNITED SATES", "UNITED STATS", "THE UNITED STATES"})
_LETTERS = re.compile(r"[A-Z][A-Z'.\- ]+")
_MODERATE = re.compile(r"REPUBLIC|KINGDOM|FEDERATION|STATES|EMIRATES|UNION")


def governments(actors: Path, known: dict[str, Row]) -> Iterator[Row]:
    """Office holders, countries and organisations; aliases of people in ``known`` (folded name -> entry) go to them."""
    with gzip.open(actors / "petrarch2_actors.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    countries = {r["roles"][0]["code"]: _country_name(r) for r in rows if _is_country(r)}
    taken: set[str] = set()
    for row in rows:
        entry = _country(row) if _is_country(row) else _organisation(row) or _person(row, countries)
        if entry is None or entry["id"] in taken:
            continue
        taken.add(entry["id"])
        same = known.get(entry["name"].casefold())
        if same is None:
            yield entry
        elif any(term[4] == "United States" for term in entry["terms"]):
            same["forms"] = sorted({*same["forms"], *entry["forms"]})


def _is_country(row: Row) -> bool:
    codes = [role["code"] for role in row["roles"]]
    return row["list"] == "countries" and len(codes) == 1 and len(codes[0]) == 3 and "from" not in row["roles"][0]


def _country_name(row: Row) -> str:
    name = {"UNITED STATES OF AMERICA": "United States", "RUSSIAN FEDERATION": "Russia"}.get(row["name"])
    return name or _cased(row["name"])


def _country(row: Row) -> Row:
    """A country under its name, official names and abbreviations; the list's cities and misspellings are left out."""
    name = _country_name(row)
    short = name.upper()
    kept = {
        alias
        for alias in row["aliases"]
        if (_MODERATE.search(alias) and short.split()[0] in alias.split())
        or re.fullmatch(r"(?:[A-Z]\.){2,}|U[A-Z]{1,2}", alias)
    }
    forms = sorted({_cased(alias) if " " in alias else alias for alias in kept - _WRONG} - {name})
    terms = [[None, None, None, None, name, None, None]]
    return _made(f"country:{row['roles'][0]['code']}", name, "organisation", forms, terms)


def _organisation(row: Row) -> Row | None:
    codes = [role["code"] for role in row["roles"]]
    dated = any("from" in role for role in row["roles"])
    if row["list"] != "international" or dated or not codes or not codes[0].startswith("IGO"):
        return None
    name = re.sub(r"^THE ", "", row["name"])
    aliases = {re.sub(r"^THE ", "", alias) for alias in row["aliases"] if "PRESIDENT" not in alias}
    shown = name if len(name) <= 5 else _cased(name)
    return _made(
        f"organisation:{_slug(name)}", shown, "organisation",
        sorted({a if len(a) <= 5 else _cased(a) for a in aliases} - {shown}), [[None] * 7],
    )  # fmt: skip


def _person(row: Row, countries: dict[str, str]) -> Row | None:
    words = [word for word in row["name"].split() if word not in _TITLES]
    name = " ".join(words)
    terms = joined(sorted(filter(None, (_term(role, countries) for role in row["roles"])), key=lambda term: term[5]))
    if not 2 <= len(words) <= 7 or not _LETTERS.fullmatch(name) or not terms or max(t[6] for t in terms) < _FROM:
        return None
    forms = {_cased(alias) for alias in row["aliases"] if _is_name(alias)} - {_cased(name)}
    return _made(f"petrarch:{_slug(name)}", _cased(name), "person", sorted(forms), terms)


def _term(role: Row, countries: dict[str, str]) -> Term | None:
    code = role["code"]
    if "from" not in role:
        return None
    start, end = role["from"], min(role.get("to") or LIST_ENDS, LIST_ENDS)
    if start > end:
        return None
    if code.startswith("IGO"):
        body = next((name for letters, name in ORGANISATIONS.items() if code.startswith(letters)), None)
        return ["officer of an international organisation", body, None, None, None, start, end]
    country, office = countries.get(code[:3]), OFFICES.get(code[3:6])
    if country is None or office is None:
        return None
    field = FIELDS.get(code[6:9])
    government = f"Government of {country}" if office == OFFICES["GOV"] else None
    return [f"{office} ({field})" if field else office, government, None, None, country, start, end]


def _is_name(alias: str) -> bool:
    words = alias.split()
    titled = _TITLES.intersection(re.findall(r"[A-Z]+", alias))
    return 2 <= len(words) <= 6 and not titled and bool(_LETTERS.fullmatch(alias))


def _made(identity: str, name: str, kind: str, forms: list[str], terms: list[Term]) -> Row:
    return {"id": identity, "name": name, "kind": kind, "forms": forms, "terms": terms, "source": "PETRARCH2"}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _cased(name: str) -> str:
    """A name in capitals as it is written: "MCCAIN" is "McCain", "AL RUWAS" is "Al Ruwas"."""
    words = [_cased_word(word, first=at == 0) for at, word in enumerate(name.split())]
    return " ".join(words)


def _cased_word(word: str, *, first: bool) -> str:
    low = word.lower()
    if not first and low in _LOWER | {"of", "the", "and", "for", "on", "in"}:
        return low
    plain = re.sub(r"(^|[-'.])([a-z])", lambda m: m.group(1) + m.group(2).upper(), low)
    plain = re.sub(r"'S$", "'s", plain)
    return re.sub(r"^Mc([a-z])(?=[a-z]{2})", lambda m: "Mc" + m.group(1).upper(), plain)
