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
from training.register.places import ADJECTIVES, FIELDS, OFFICES, ORGANISATIONS, words

LIST_ENDS = "2014-12-31"
_FROM = "1990"  # offices that ended before are history
_TITLES = words(
    "GOV GOVERNOR SEN REP "
    "PRESIDENT PRIME MINISTER MR MRS MS DR SIR SENATOR GENERAL CHANCELLOR KING QUEEN PRINCE PRINCESS SHEIKH SHAYKH "
    "REVEREND REV LORD LADY DAME FOREIGN VICE KANZLER BUNDESKANZLER ADMINISTRATION GOVERNMENT LEADER SECRETARY "
    "ADMIRAL COLONEL MAJOR CAPTAIN LIEUTENANT BRIGADIER MARSHAL AMBASSADOR FORMER PROFESSOR PROF GEN COL MAJ LT BRIG "
    "ELECT PREMIER POPE EMIR SULTAN AYATOLLAH IMAM HON THE OF SPOKESMAN OFFICIAL US AMERICAN"
)
_LOWER = words("bin ibn bint de del la da dos di van von der den du e y")
_WRONG = frozenset(
    {
        "WASHINGTON D.C.",
        "THE NATURE ISLAND",
        "DANNISH",
        "APIA",
        "EIRE",
        "BELGRADE",
        "D.C.",
        "UNITED STATES OF AMERCA",
        "UNITED SATES",
        "UNITED STATS",
        "THE UNITED STATES",
    }
)
_NO_COUNTRIES = frozenset(
    {"RUSSIAN SFSR", "KINAKUTA", "AHMED DARWISH", "INDIAN OCEAN", "FEDERATION OF SAINT KITTS AND NEVIS"}
)
_COMMON_NAMES = {
    "UNITED STATES OF AMERICA": "United States", "RUSSIAN FEDERATION": "Russia",
    "REPUBLIC OF SOUTH AFRICA": "South Africa",
    "UNITED REPUBLIC OF TANZANIA": "Tanzania", "MADAGASKAR": "Madagascar", "BRUNEI DARUSSALAM": "Brunei",
    "GEORGIA": "Republic of Georgia",
}  # fmt: skip
_LETTERS = re.compile(r"[A-Z][A-Z'.\- ]+")
_MODERATE = re.compile(r"REPUBLIC|KINGDOM|FEDERATION|STATES|EMIRATES|UNION")


def governments(actors: Path, known: dict[str, list[Row]]) -> Iterator[Row]:
    """Office holders, countries and organisations.

    Americans in ``known`` (folded name -> entries) are not entered again: their aliases go to the one entry that they
    can belong to, and are left out where there are two.
    """
    rows = _rows(actors)
    countries = {_country_code(r) or "": _country_name(r) for r in rows if _is_country(r)}
    taken: set[str] = set()
    for row in rows:
        entry = _country(row) if _is_country(row) else _organisation(row) or _person(row, countries)
        if entry is None or entry["id"] in taken:
            continue
        taken.add(entry["id"])
        same = known.get(entry["name"].casefold(), [])
        american = any(term[4] == "United States" for term in entry["terms"])
        if not same or not american:
            yield entry
        elif len(same) == 1:
            same[0]["forms"] = sorted({*same[0]["forms"], *entry["forms"]} - {same[0]["name"]})


def _is_country(row: Row) -> bool:
    return row["list"] == "countries" and row["name"] not in _NO_COUNTRIES and _country_code(row) is not None


def _country_code(row: Row) -> str | None:
    """The newest code of three letters alone: the country's own."""
    return next((role["code"] for role in reversed(row["roles"]) if len(role["code"]) == 3), None)


def country_words(actors: Path) -> dict[str, str]:
    """Names of countries and the adjectives made from them, each with the country."""
    found = {word: country for country, words in ADJECTIVES.items() for word in words}
    for row in filter(_is_country, _rows(actors)):
        for word in (row["name"], *row["aliases"][:1]):
            if word not in _WRONG and word != "GEORGIA":  # which is a state, too
                found.setdefault(_cased(word), _country_name(row))
    return {word: found[word] for word in sorted(found)}


def _rows(actors: Path) -> list[Row]:
    with gzip.open(actors / "petrarch2_actors.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _country_name(row: Row) -> str:
    return _COMMON_NAMES.get(row["name"]) or _cased(row["name"])


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
    return _made(f"country:{_country_code(row)}", name, "organisation", forms, terms)


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
    words = [word for word in row["name"].split() if not _TITLES.intersection(re.findall("[A-Z]+", word))]
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
    government = f"Government of {_with_article(country)}" if office == OFFICES["GOV"] else None
    return [f"{office} ({field})" if field else office, government, None, None, country, start, end]


def _with_article(country: str) -> str:
    return (
        f"the {country}"
        if re.match(r"United|Netherlands|Bahamas|Philippines|.*(?:Republic|Islands)", country)
        else country
    )


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
