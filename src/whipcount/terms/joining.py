"""One term out of its names: a long form with its acronym, a name with its other name, a name with the list's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from whipcount.model import KnownTerm, Span, Term, TermKind
from whipcount.term_keys import term_key
from whipcount.terms.acronyms import plain
from whipcount.terms.candidates import Candidate, Wording
from whipcount.terms.listed import written
from whipcount.terms.surfaces import found_forms
from whipcount.terms.vocabulary import NOT_ACRONYMS, PLACES

LISTED = 0.9  # a widely known name may still be something else in a text
OWN = 0.99  # the user says so
CAPITALS = 0.3  # most are organisations, which are no terms; another document may say what one stands for
_CAPITALS = re.compile(r"(?:[A-Z]{3,6}|(?:[A-Z]\.){3,5})(?=s?(?![\w&]))")
_PLACED = re.compile(r",? ?(?:\(|—|–|-{1,2} |, [A-Z][a-z]{2,8}\.? \d)")


@dataclass(slots=True)
class _Group:
    """A term being put together."""

    name: str
    kind: TermKind
    rule: str
    confidence: float
    evidence: Span | None
    acronym: str | None = None
    mentions: list[Span] = field(default_factory=list)


def joined(
    wording: Wording, candidates: Sequence[Candidate], own: Sequence[KnownTerm], listed: Sequence[KnownTerm]
) -> tuple[Term, ...]:
    """The terms of a document, in the order of their first mentions.

    A document's own definition goes before the list of widely known terms, the user's list before both. An acronym
    that the document gives to two long forms joins neither.
    """
    taken = _ambiguous(candidates)
    groups = _Groups(taken)
    for known in own:
        groups.list_term(known, "own", OWN)
    for candidate in sorted(candidates, key=lambda c: (-c.confidence, c.span)):
        groups.add(candidate)
    for known in listed:
        groups.list_term(known, "list", LISTED)
    for name in _bare(wording, groups.owner.keys() | taken):
        groups.add(Candidate(name, Span(0, 0), "other", "capitals", CAPITALS, Span(0, 0)))
    for span, form in found_forms(wording.text, groups.owner):
        if wording.passages.kind(span.start) not in _SKIPPED and (not form.isupper() or wording.readable(*span)):
            groups.owner[form].mentions.append(span)
    made = [_term(group) for group in groups.all if group.mentions]
    return tuple(sorted(made, key=lambda term: (term.mentions[0], term.name)))


_SKIPPED = frozenset({"promo", "byline", "credit"})


def _ambiguous(candidates: Iterable[Candidate]) -> frozenset[str]:
    """Acronyms that the document gives to several long forms."""
    meanings: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.acronym:
            meanings.setdefault(candidate.acronym, set()).add(term_key(candidate.name))
    return frozenset(acronym for acronym, names in meanings.items() if len(names) > 1)


class _Groups:
    """Groups by key and by written form."""

    def __init__(self, ambiguous: frozenset[str]) -> None:
        self.ambiguous = ambiguous
        self.all: list[_Group] = []
        self.by_key: dict[str, _Group] = {}
        self.owner: dict[str, _Group] = {}

    def add(self, found: Candidate) -> None:
        """Put a candidate to the group that has one of its names, or begin one."""
        acronym = None if found.acronym in self.ambiguous else found.acronym
        names = (found.name, *([acronym] if acronym else []), *found.aliases)
        group = next((self.by_key[key] for name in names if (key := term_key(name)) in self.by_key), None)
        if group is None:
            evidence = found.evidence if found.evidence.end else None
            group = _Group(found.name, found.kind, found.rule, found.confidence, evidence, acronym)
            self.all.append(group)
        if group.acronym is None:
            group.acronym = acronym
        if group.kind == "other":
            group.kind = found.kind
        self._claim(group, names)

    def list_term(self, known: KnownTerm, rule: str, confidence: float) -> None:
        """Put a listed term's names to the group that the document has made for it, or begin one."""
        names = [name for name in (known.name, *known.aliases) if name not in self.ambiguous]
        own = self.by_key.get(term_key(known.name))
        free = [name for name in names if own is not None or term_key(name) not in self.by_key]
        # The document may give the list's acronym to something else, or its alias to this.
        group = own or next((self.by_key[term_key(n)] for n in names if self._is_bare(n)), None)
        if group is None:
            group = _Group(known.name, known.kind, rule, confidence, None)
            self.all.append(group)
        if group.acronym is None:
            group.acronym = next((alias for alias in known.aliases if self._is_its_acronym(alias, group)), None)
        group.kind = known.kind
        if group.confidence < confidence:
            group.name, group.confidence = known.name, confidence
        self._claim(group, free)

    def _is_bare(self, name: str) -> bool:
        """Whether the document has a group by this very name, and does not spell it out otherwise."""
        group = self.by_key.get(term_key(name))
        return group is not None and term_key(group.name) == term_key(name)

    def _is_its_acronym(self, name: str, group: _Group) -> bool:
        """Whether a listed name is in capitals, and means nothing else in the document."""
        return name.isupper() and " " not in name and self.by_key.get(term_key(name), group) is group

    def _claim(self, group: _Group, names: Iterable[str]) -> None:
        for name in names:
            self.by_key.setdefault(term_key(name), group)
            for form in written(name):
                self.owner.setdefault(form, group)


def _bare(wording: Wording, known: Iterable[str]) -> Iterator[str]:
    """Words in capitals that nothing in the document explains."""
    seen = {plain(name) for name in known} | NOT_ACRONYMS
    for found in _CAPITALS.finditer(wording.text):
        name = plain(found.group())
        if (
            not wording.word_start(found.start())
            or name in seen
            or name.capitalize() in PLACES
            or not wording.readable(*found.span())
        ):
            continue
        start, end = found.span()
        beside = wording.text[max(0, start - 12) : start].split()[-1:] + wording.text[end : end + 12].split()[:1]
        if any(word.isupper() and len(word) > 2 and word.isalpha() for word in beside):
            continue
        if wording.sentence_start(start) and _PLACED.match(wording.text, end):
            continue  # a dateline
        seen.add(name)
        yield found.group().rstrip() if "." in found.group() else name


def _term(group: _Group) -> Term:
    evidence = group.evidence or group.mentions[0]
    acronym = None if group.acronym == group.name else group.acronym
    return Term(
        group.name, group.kind, acronym, tuple(group.mentions), (evidence,), group.rule, round(group.confidence, 4)
    )
