"""Find the same utterance in several documents: wire copies, and one quotation reported by several outlets.

Near-identical words, one speaker, a few days: all three are asked for, and one document never holds two sightings of
one event, because a merge too many hides a statement while a merge too few only shows it twice. Candidates come from
an inverted index over the rarest word shingles (prefix filtering: Bayardo, Ma and Srikant 2007, section 3), so the
cost grows with the number of statements and not with its square. The rule is in ``docs/methods/events.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TypeAlias

from whipcount.model import CodedStatement, Form, Speaker, content_id

# Words below which a quotation never matches: "we will win" may be said every day.
MIN_WORDS_DIRECT = 5
MIN_WORDS_REPORTED = 8
# Words below which only identical quotations match; shorter ones have too few shingles to tell an edit from a change.
MIN_WORDS_NEAR = 8
SHINGLE = 3  # words
OVERLAP = 0.75  # share of the shorter text's shingles that the longer one has; one edit in 14 words or more
LENGTH_DIRECT = 0.6  # shorter to longer: outlets trim quotations
LENGTH_REPORTED = 0.85  # a reported sentence has to be the same sentence
WINDOW = 3  # days between the first and the last sighting
NEIGHBOURS = 8  # compared in each posting of the index, in order of day, so that a story with 1,000 copies stays cheap

_NEGATION = re.compile(
    r"not|no|never|none|nobody|nothing|neither|nor|without|cannot"
    r"|(?:do|does|did|is|are|was|were|has|have|had|wo|would|ca|could|should|must|need|ai)nt"
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MARKS = re.compile(r"[’‘'`´]|(?<=\b\w)\.(?=\w)")  # apostrophes; the points in "u.s."
_WORD = re.compile(r"\w+")

Words: TypeAlias = tuple[str, ...]
Shingle: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One statement as the grouping needs it: its content words, its speaker and its day."""

    statement_id: str
    document_id: str
    text: str
    form: Form
    speaker: Speaker
    day: date | None

    @classmethod
    def of(cls, item: CodedStatement) -> Sighting:
        """Sighting of a statement from the store."""
        made = item.statement
        return cls(made.id, made.document_id, item.quotation, made.form, made.speaker, item.day)


@dataclass(frozen=True, slots=True)
class _Item:
    sighting: Sighting
    words: Words
    shingles: frozenset[Shingle]
    guarded: tuple[str, ...]  # negations and numbers, which no near match may add or drop
    speaker: Words


def group_events(items: Iterable[Sighting]) -> dict[str, str]:
    """Give every statement the id of its speech event.

    Args:
        items: Sightings in any order; the answer does not depend on it.
    Returns:
        Statement id → event id, for every statement; the id is the hash of the event's smallest statement id.
    """
    unique = {item.statement_id: item for item in items}
    clusters = _Clusters(unique.values())
    matches = [
        (-similarity, a.sighting.statement_id, b.sighting.statement_id)
        for a, b in candidate_pairs(unique.values())
        if (similarity := _similarity(a, b)) > 0
    ]
    for _, first, second in sorted(matches):
        clusters.join(first, second)
    ids = ((content_id("event", min(members)), members) for members in clusters.members())
    return {statement: event for event, members in ids for statement in members}


def fold(text: str) -> Words:
    """Words of a quotation without case, quotation marks, punctuation, ellipses and accents.

    >>> fold("“We won’t … leave the U.S.,” he said")
    ('we', 'wont', 'leave', 'the', 'us', 'he', 'said')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORD.findall(_MARKS.sub("", plain)))


def candidate_pairs(items: Iterable[Sighting]) -> Iterator[tuple[_Item, _Item]]:
    """Pairs that are worth comparing, each once: one speaker, a rare shingle in common, near in time."""
    blocks: dict[tuple[str, ...], list[_Item]] = defaultdict(list)
    for sighting in sorted(items, key=lambda s: (s.day or date.max, s.statement_id)):
        item = _item(sighting)
        if item is not None:
            blocks[_block(sighting.speaker)].append(item)
    for block in blocks.values():
        yield from _pairs(block)


def _item(sighting: Sighting) -> _Item | None:
    """What is compared of a sighting; None when it has too few words to match anything."""
    words = fold(sighting.text)
    least = MIN_WORDS_DIRECT if sighting.form == "direct" else MIN_WORDS_REPORTED
    if len(words) < least:
        return None
    shingles = frozenset(words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1))
    guarded = tuple(sorted(w for w in words if _NEGATION.fullmatch(w) or any(c.isdigit() for c in w)))
    return _Item(sighting, words, shingles, guarded, _name(sighting.speaker))


def _name(speaker: Speaker) -> Words:
    words = fold(speaker.name or "")
    return tuple(w for i, w in enumerate(words) if w not in _SUFFIXES and not (i == 0 and w == "the"))


def _block(speaker: Speaker) -> tuple[str, ...]:
    """What the speakers of one event have in common: the surname, the organisation's name, or being unnamed."""
    name = _name(speaker)
    if speaker.kind in ("group", "anonymous") or not name:
        return (speaker.kind, "unnamed")
    return ("organisation", *name) if speaker.kind == "organisation" else ("person", name[-1])


def _pairs(block: Sequence[_Item]) -> Iterator[tuple[_Item, _Item]]:
    frequency = Counter(shingle for item in block for shingle in item.shingles)
    postings: dict[Shingle, list[int]] = defaultdict(list)
    for n, item in enumerate(block):
        # Two texts that share the least overlap share one of the rarest shingles of each.
        needed = ceil(OVERLAP * LENGTH_DIRECT * len(item.shingles))
        rarest = sorted(item.shingles, key=lambda s: (frequency[s], s))
        for shingle in rarest[: len(rarest) - needed + 1]:
            postings[shingle].append(n)
    seen: set[tuple[int, int]] = set()
    for posting in postings.values():
        for i, first in enumerate(posting):
            for second in posting[i + 1 : i + 1 + NEIGHBOURS]:
                if (first, second) not in seen:
                    seen.add((first, second))
                    yield block[first], block[second]


def _similarity(a: _Item, b: _Item) -> float:
    """How alike two texts are, in (0, 1]; 0 when they are no sightings of one utterance."""
    if a.sighting.document_id == b.sighting.document_id or a.guarded != b.guarded:
        return 0.0
    if a.words == b.words:
        return 1.0
    if min(len(a.words), len(b.words)) < MIN_WORDS_NEAR:
        return 0.0
    shorter, longer = sorted((len(a.shingles), len(b.shingles)))
    direct = a.sighting.form == b.sighting.form == "direct"
    common = len(a.shingles & b.shingles)
    if shorter / longer < (LENGTH_DIRECT if direct else LENGTH_REPORTED) or common / shorter < OVERLAP:
        return 0.0
    return common / longer


def _may_be_one(a: Speaker, b: Speaker) -> bool:
    """Whether two speakers of one block can be the same: no different given names, no different register entries."""
    if a.actor and b.actor:
        return a.actor == b.actor
    given_a, given_b = _name(a)[:-1], _name(b)[:-1]
    if a.kind in ("group", "anonymous", "organisation") or not given_a or not given_b:
        return True
    one, other = given_a[0], given_b[0]
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


class _Clusters:
    """Growing events. A join that would break a condition for any two members is refused."""

    def __init__(self, items: Iterable[Sighting]) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._documents: dict[str, set[str]] = {}
        self._speakers: dict[str, set[Speaker]] = {}
        self._days: dict[str, set[date]] = {}
        for item in items:
            key = item.statement_id
            self._root[key] = key
            self._members[key] = [key]
            self._documents[key] = {item.document_id}
            self._speakers[key] = {Speaker(item.speaker.name, item.speaker.kind, "", actor=item.speaker.actor)}
            self._days[key] = {item.day} if item.day else set()

    def join(self, first: str, second: str) -> None:
        """Make one event of two, unless its documents, days or speakers forbid it."""
        a, b = self._root[first], self._root[second]
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a  # the smaller moves: each member moves at most log2(n) times
        if a == b or not self._compatible(a, b):
            return
        for member in self._members[b]:
            self._root[member] = a
        self._members[a] += self._members.pop(b)
        self._documents[a] |= self._documents.pop(b)
        self._speakers[a] |= self._speakers.pop(b)
        days = self._days[a] | self._days.pop(b)
        self._days[a] = {min(days), max(days)} if days else days

    def _compatible(self, a: str, b: str) -> bool:
        if not self._documents[a].isdisjoint(self._documents[b]):
            return False
        days = self._days[a] | self._days[b]
        if days and (max(days) - min(days)).days > WINDOW:
            return False
        return all(_may_be_one(x, y) for x in self._speakers[a] for y in self._speakers[b])

    def members(self) -> Iterable[list[str]]:
        """Statement ids of each event."""
        return self._members.values()
