"""Parties whose name is no single English word: "Liberal Democrat", "Plaid Cymru"."""

from __future__ import annotations

import re

from whipcount.model import Span

_KINDS = r"(?P<kind>Liberal|Social|Christian|Free|National|New|Swiss|Sweden)[ \u00a0-](?P<of>Democrat|Conservative)s?\b"
_OWN = (
    r"(?P<own>Plaid Cymru|Sinn F[ée]in|Fianna F[áa]il|Fine Gael|Reform UK|UKIP|DUP|SDLP|UUP|SNP|AfD|CDU|CSU|SPD|FDP|"
    r"Die Linke|Bloc Québécois|NDP|Likud|Podemos|PSOE|Fidesz|Syriza)\b"
)
_SHORT = r"(?P<short>Lib Dems?)\b"
_NAMED = re.compile(rf"\b(?:{_KINDS}|{_SHORT}|{_OWN})")
_BEFORE = re.compile(rf"\b(?:{_OWN})(?:['’]s)?[ \u00a0]$")
_AFTER = re.compile(rf"(?:[ \u00a0]\(|,?[ \u00a0](?:of|from)[ \u00a0](?:the[ \u00a0])?)(?:{_KINDS}|{_SHORT}|{_OWN})")
_REACH = 24  # characters before a name that the longest of these parties takes


def party_named(phrase: str) -> str | None:
    """The party that a role names, where it is one of these.

    >>> party_named("Liberal Democrat MP"), party_named("Democrat from Ohio")
    ('Liberal Democrat', None)
    """
    match = _NAMED.search(phrase)
    return _name(match) if match else None


def party_beside(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The party right before or behind a name: "Plaid Cymru's Jane Doe", "Jane Doe (Sinn Féin)"."""
    match = _AFTER.match(text, end) or _BEFORE.search(text, max(0, start - _REACH), start)
    if match is None:
        return None
    groups = match.re.groupindex
    at = [match.span(g) for g in ("kind", "of", "short", "own") if g in groups and match.start(g) >= 0]
    return _name(match), Span(at[0][0], at[-1][1])


def _name(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found.get("kind"):
        return f"{found['kind']} {found['of']}"
    return found.get("own") or "Liberal Democrat"
