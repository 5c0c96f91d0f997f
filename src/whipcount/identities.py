"""Which mentions in different documents are one actor, where the register does not say.

By default persons and organisations of one name are one actor, and unnamed speakers are one only within a document.
This finds where that is wrong in either direction: names that differ and mean the same, one name that means two, and
"the captain" in a document with one captain. Nobody is merged on likeness: each rule needs a form of the name *and* a
reason, and what has only the form is left in doubt for a person. The rules are in ``docs/methods/identities.md``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from whipcount.model import SpeakerKind, content_id

Cluster: TypeAlias = tuple[str, str]  # actor, reason

_WORD = re.compile(r"[\w'’]+")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "a", "an", "to", "de", "la", "s"})
# Words of a role that show public office, and words that show a trade. Only roles of the one kind against roles of
# the other tell two people of one name apart: a mayor may also be called a lawyer.
_OFFICES = frozenset(
    {"president", "minister", "mayor", "senator", "sen", "representative", "rep", "congressman", "congresswoman",
     "governor", "gov", "councillor", "councilman", "councilwoman", "secretary", "ambassador", "judge", "alderman",
     "chancellor", "premier", "lawmaker", "legislator", "mp", "prosecutor", "commissioner"}
)  # fmt: skip
_TRADES = frozenset(
    {"plumber", "teacher", "student", "nurse", "farmer", "fisherman", "baker", "driver", "actor", "actress", "singer",
     "footballer", "coach", "player", "engineer", "electrician", "carpenter", "waiter", "waitress", "cook", "chef",
     "hairdresser", "mechanic", "builder", "pilot", "sailor", "shopkeeper", "novelist", "poet", "painter", "musician"}
)  # fmt: skip
_DEFINITE = re.compile(r"^(?:the|its|this|that)\s+", re.IGNORECASE)
_LEAST_INITIALS = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """One actor as one document has it: everything that its statements there say of it."""

    key: str
    document: str
    name: str
    kind: SpeakerKind
    as_written: frozenset[str]
    roles: frozenset[str]
    countries: frozenset[str]
    parties: frozenset[str]
    linked: bool


@dataclass(frozen=True, slots=True)
class Identities:
    """What was found: (key, document) -> actor and reason; and pairs of actors in doubt, the smaller first."""

    clusters: Mapping[tuple[str, str], Cluster]
    doubts: Mapping[tuple[str, str], str]


def identities(mentions: Iterable[Mention]) -> Identities:
    """Compare the mentions of all documents; the answer does not depend on their order."""
    every = sorted(mentions, key=lambda m: (m.key, m.document))
    named = [m for m in every if m.kind in ("person", "organisation") and not m.linked]
    clusters: dict[tuple[str, str], Cluster] = {}
    doubts: dict[tuple[str, str], str] = {}
    _apart(named, clusters, doubts)
    _acronyms(named, clusters)
    _described(every, clusters)
    _surnames(every, clusters, doubts)
    _offices(every, clusters, doubts)
    return Identities(clusters, doubts)


def _apart(
    named: Iterable[Mention], clusters: dict[tuple[str, str], Cluster], doubts: dict[tuple[str, str], str]
) -> None:
    """One name for two people: documents that exclude each other are kept apart, and told.

    The bearer with the most documents keeps the name's key, and so does whatever says too little to tell.
    """
    for key, those in _grouped((m for m in named if m.kind == "person"), lambda m: m.key).items():
        groups: list[list[Mention]] = []
        for mention in filter(_telling, those):
            home = next((g for g in groups if not any(_conflict(mention, other) for other in g)), None)
            if home is None:
                groups.append([mention])
            else:
                home.append(mention)
        groups.sort(key=lambda g: (-len(g), g[0].document))
        for group in groups[1:]:
            other = content_id("namesake", key, min(m.document for m in group))
            conflicts = (_conflict(one, another) for one in groups[0] for another in group)
            reason = next(filter(None, conflicts), "another person of this name")
            clusters |= {(m.key, m.document): (other, reason) for m in group}
            doubts[_pair(key, other)] = f"one name, kept apart: {reason}"


def _acronyms(named: Iterable[Mention], clusters: dict[tuple[str, str], Cluster]) -> None:
    """An acronym is the one organisation whose initials it has, if some document names it in both ways."""
    organisations = {m.key: m.name for m in named if m.kind == "organisation"}
    full: dict[str, set[str]] = defaultdict(set)
    for key, name in organisations.items():
        words = [w for w in _words(name) if w not in _SMALL]
        if len(words) >= _LEAST_INITIALS:
            full["".join(word[0] for word in words)].add(key)
    together = {(m.document, m.key) for m in named}
    for mention in named:
        letters = mention.name.replace(".", "")
        meant = full.get(letters.casefold(), set()) if letters.isupper() and mention.kind == "organisation" else set()
        shared = {key for key in meant if any((d, key) in together for d, k in together if k == mention.key)}
        if len(meant) == 1 and shared:
            (target,) = meant
            clusters[mention.key, mention.document] = (target, f"“{mention.name}” are its initials")


def _described(every: Iterable[Mention], clusters: dict[tuple[str, str], Cluster]) -> None:
    """A noun with "the" is the one actor of its document whose role, or name, has that noun: "the captain"."""
    for those in _grouped(every, lambda m: m.document).values():
        named = [m for m in those if m.kind in ("person", "organisation") and _is_name(m)]
        for mention in those:
            noun = _described_noun(mention)
            if noun is None or mention.linked:
                continue
            fits = [m for m in named if m.key != mention.key and _has_noun(m, noun)]
            if len({m.key for m in fits}) == 1:
                target = clusters.get((fits[0].key, mention.document), (fits[0].key, ""))[0]
                reason = f"the document's only {noun} is {fits[0].name}"
                clusters[mention.key, mention.document] = (target, reason)


def _surnames(
    every: Iterable[Mention], clusters: Mapping[tuple[str, str], Cluster], doubts: dict[tuple[str, str], str]
) -> None:
    """A surname alone may be anybody's of that surname: always in doubt, never merged."""
    people = {m.key: m.name for m in every if m.kind == "person"}
    by_family: dict[str, list[str]] = defaultdict(list)
    for key, name in people.items():
        words = _words(name)
        if len(words) > 1:
            by_family[words[-1]].append(key)
    for mention in (m for m in every if m.kind == "person" and (m.key, m.document) not in clusters):
        words = _words(mention.name)
        if len(words) == 1:
            for other in by_family.get(words[0], ()):
                doubts.setdefault(_pair(mention.key, other), f"“{mention.name}” may be {people[other]}")


def _offices(
    every: Iterable[Mention], clusters: Mapping[tuple[str, str], Cluster], doubts: dict[tuple[str, str], str]
) -> None:
    """An office with its place may be the one person who has it in any document, "the mayor of Saltmere": in doubt."""
    names = {m.key: m.name for m in every if m.kind == "person" and _is_name(m)}
    roles: dict[str, set[str]] = defaultdict(set)
    for mention in (m for m in every if m.key in names):
        roles[mention.key].update(word for role in mention.roles for word in _words(role))
    for mention in (m for m in every if m.kind == "anonymous" and (m.key, m.document) not in clusters):
        office, _, place = mention.name.partition(" of ")
        if not place or not any(_DEFINITE.match(written) for written in mention.as_written):
            continue
        head, where = _words(office)[-1:], set(_words(place)) - _SMALL
        # Everybody is the head or leader of something; the body that is led must be named in the role, too.
        fits = {k for k, words in roles.items() if set(head) & words and (set(head) & _OFFICES or where & words)}
        if len(fits) == 1:
            (key,) = fits
            doubts.setdefault(_pair(mention.key, key), f"“the {mention.name}” may be {names[key]}")


def _conflict(one: Mention, other: Mention) -> str | None:
    """Why two mentions of one name cannot be one person; None where nothing says so."""
    for what, a, b in (("country", one.countries, other.countries), ("party", one.parties, other.parties)):
        if a and b and not a & b:
            return f"{what}: {', '.join(sorted(a))} and {', '.join(sorted(b))}"
    if {_calling(one), _calling(other)} == {"office", "trade"}:
        return f"role: {', '.join(sorted(one.roles))} and {', '.join(sorted(other.roles))}"
    return None


def _telling(mention: Mention) -> bool:
    return bool(mention.countries or mention.parties or _calling(mention))


def _calling(mention: Mention) -> str | None:
    """Whether a mention's roles show public office or a trade; None for both, or neither."""
    words = {word for role in mention.roles for word in _words(role)}
    office, trade = bool(words & _OFFICES), bool(words & _TRADES)
    return None if office == trade else "office" if office else "trade"


def _is_name(mention: Mention) -> bool:
    return mention.name[:1].isupper() and len(_words(mention.name)) > 1


def _described_noun(mention: Mention) -> str | None:
    """The one noun of a definite description, as in "the captain"; None for a name or a longer description."""
    if mention.kind not in ("anonymous", "organisation", "group", "person") or mention.name[:1].isupper():
        return None
    words = _words(_DEFINITE.sub("", mention.name))
    definite = any(_DEFINITE.match(written) for written in mention.as_written)
    return words[0] if len(words) == 1 and definite else None


def _has_noun(mention: Mention, noun: str) -> bool:
    if mention.kind == "organisation":
        return noun in _words(mention.name)[-2:]
    return any(noun in _words(role) for role in mention.roles)


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _grouped(mentions: Iterable[Mention], by: Callable[[Mention], str]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[by(mention)].append(mention)
    return found
