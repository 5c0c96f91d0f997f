"""The people and organisations of one document: mentions of one name brought together under its fullest form.

Two people with one surname stay two. Which of them a surname means is decided where it stands, by ``Cast.at``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from whipcount.model import Span
from whipcount.passages import Passages
from whipcount.resolve import lexicon
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.mentions import Mention, NameKind, find_mentions

_PARTY = re.compile(
    r"[ \u00a0]?\((?P<letter>R|D|I|L|Con|Lab|LD|SNP)\.?(?:[-–—,][ ]?(?P<state>[A-Z][A-Za-z. ]{1,20}))?\)"
    r"|,[ \u00a0](?P<comma>R|D|I)[-–—](?P<cstate>[A-Z][A-Za-z.]{1,14})"
    r"|,[ \u00a0](?:an?[ ])?(?P<word>Republican|Democrat|Independent|Conservative|Labour|Libertarian)"
    r"(?:[ ](?:of|from)[ ](?P<wstate>(?:(?:New|North|South|West|Rhode)[ ])?[A-Z][a-z]+))?"
)
_OF_STATE = re.compile(r"[ \u00a0]of[ \u00a0]((?:(?:New|North|South|West|Rhode)[ \u00a0])?[A-Z][a-z]+)")
_AGE = re.compile(r",[ \u00a0]\d{1,3}(?=,|[ \u00a0]and|\.|;)")
_APPOSITION = re.compile(
    r"(?:[ \u00a0]?\([^()\n]{1,40}\))?,[ \u00a0](?:\d{1,3},[ \u00a0])?(?:who (?:is|was|serves as|became) )?"
    r"((?!and |but |or |who |which |where |when |while |said |says |told |as |in |on |at |to |with )[^,.;:—–\n\"“”()]{3,120})"
)
_COPULA = re.compile(
    r"[ \u00a0](?:is|was|became|, as)[ \u00a0]((?:an?|the|one of the)[ \u00a0][^,.;:—–\n\"“”()]{3,90})"
)
_ROLE_END = re.compile(
    r"\s(?:who|which|that|whose|said|says|told|asked|and (?:a )?(?:former )?[A-Z]|but|has|have|had|is|was|were|will|would)\b"
)
_POSTMODIFIER = re.compile(r"\s(?:of|for|from|at|in|on|to|with|by|under|about|against|behind|near|since|during|"
                           r"who|which|that|whose|when|where|familiar|\w+ed\s+(?:by|in|on|at|for|to|with|from)|released|published|conducted|surveyed|polled|based|involved|close|working|running|speaking)\b")  # fmt: skip
# "Nine in 10 of the voters", "a group of lawmakers", "many of them": what is counted, not the count, is the head.
_COUNTED = re.compile(
    r"(?:(?:a|an|the|about|nearly|almost|over|only|just|more than|less than|at least|up to|as many as|roughly|some|"
    r"around|fully|another|every|each)\s+)*"
    r"(?:(?:[\w-]+|\d[\d.,]*)\s+){0,2}"
    r"(?:percent|per cent|%|\d+%|number|majority|minority|half|thirds?|quarters?|fifths?|share|group|handful|dozens|"
    r"scores|hundreds|thousands|millions|couple|lots?|chorus|series|crowd|coalition|bunch|plurality|many|some|most|"
    r"few|several|all|both|one|two|three|four|five|six|any|none|each|in \d+|in (?:five|ten|four|three))\s+(?:of\s+)"
    r"(?:the\s+|these\s+|those\s+|his\s+|her\s+|their\s+|its\s+)?(?=\w)",
    re.IGNORECASE,
)
_RELATIVES = lexicon.words(
    "wife husband son daughter brother sister father mother uncle aunt cousin nephew niece grandson granddaughter "
    "stepson stepdaughter widow widower girlfriend boyfriend spouse fiancée fiancé child parent lady"
)
_WOMENS_ENDINGS = ("ova", "eva", "skaya", "ska", "dottir", "dóttir", "enkova", "ová")
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Role:
    """What the document says somebody is, with where it says so."""

    span: Span
    words: frozenset[str]
    head: str


@dataclass(slots=True)
class Entity:
    """Somebody or something named in the document; ``key`` is its position in ``Cast.entities``."""

    key: int
    words: tuple[str, ...]
    span: Span
    kind: NameKind
    gender: Gender = "u"
    mentions: int = 0
    full_mentions: int = 0
    first_name_mentions: int = 0
    roles: list[Role] = field(default_factory=list)
    party: str | None = None
    state: str | None = None

    @property
    def family(self) -> str:
        """Last name word, folded, suffixes aside."""
        return family(self.words)


def family(words: tuple[str, ...]) -> str:
    """The last word of a name that is no suffix, folded.

    >>> family(("Brent", "Bozell", "Jr."))
    'bozell'
    """
    kept = [w for w in words if w.casefold().rstrip(".") not in lexicon.SUFFIXES] or list(words)
    return folded(kept[-1])


def folded(word: str) -> str:
    """A name word for comparison: case, final stop and the shape of the apostrophe aside."""
    return word.casefold().rstrip(".").replace("’", "'")


def _first(words: tuple[str, ...]) -> str:
    folded = words[0].casefold().rstrip(".")
    return lexicon.SHORT_FORMS.get(folded, folded)


def _same_first(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    x, y = _first(a), _first(b)
    if x == y or x.startswith(y) or y.startswith(x):
        return True
    return any(_first((w,)) == y for w in a[1:-1]) or any(_first((w,)) == x for w in b[1:-1])


def fullness(words: tuple[str, ...]) -> tuple[int, int]:
    """How much of a name is given: words that are no initials, then letters."""
    return sum(len(w.rstrip(".")) > 1 for w in words), sum(map(len, words))


class Cast:
    """Every named actor of a document, with its mentions in text order."""

    def __init__(self, passages: Passages, sources: list[Span]) -> None:
        self.passages = passages
        self.text = passages.text
        self.mentions = find_mentions(passages)
        self.starts = [m.start for m in self.mentions]
        self.entities: list[Entity] = []
        self.sources = sources
        self._source_starts = [s.start for s in sources]
        self.by_family: dict[str, list[Entity]] = defaultdict(list)
        self.by_word: dict[str, list[Entity]] = defaultdict(list)
        self.entity_of: dict[int, Entity] = {}
        self._full_names()
        self._short_names()
        for at, mention in enumerate(self.mentions):
            entity = self.entity_of.get(at)
            if entity is not None:
                self._learn(entity, mention)

    # Building

    def _is_source(self, span: Span) -> bool:
        at = bisect_right(self._source_starts, span.start) - 1
        return at >= 0 and span.start < self.sources[at].end and self.sources[at].start <= span.start

    def _personlike(self, mention: Mention) -> bool:
        """True for a name of unlisted words that the text treats as a person."""
        if mention.kind == "person":
            return True
        if mention.kind != "open" or not 2 <= len(mention.words) <= 4:
            return False
        after = self.text[mention.span.end : mention.span.end + 120]
        if _AGE.match(after) or _PARTY.match(after):
            return True
        before = self.text[max(0, mention.start - 40) : mention.start].split()
        if before and before[-1].casefold() in lexicon.PERSON_NOUNS and self.text[mention.start - 1] in " \u00a0":
            return True
        apposition = _APPOSITION.match(after)
        if apposition and head_of(apposition.group(1)) in lexicon.PERSON_NOUNS:
            return True
        article = bool(before) and before[-1].casefold() in ("the", "a", "an")
        return self._is_source(mention.span) and not article

    def _add(self, mention: Mention, kind: NameKind) -> Entity:
        gender = mention.gender
        if gender == "u" and kind == "person" and mention.words[-1].casefold().endswith(_WOMENS_ENDINGS):
            gender = "f"
        entity = Entity(len(self.entities), mention.words, mention.span, kind, gender)
        self.entities.append(entity)
        self.by_family[entity.family].append(entity)
        for word in set(mention.words):
            self.by_word[folded(word)].append(entity)
        return entity

    def _full_names(self) -> None:
        for at, mention in enumerate(self.mentions):
            if len(mention.words) < 2:
                continue
            person = self._personlike(mention)
            known = self._known_full(mention, person)
            if known is None:
                known = self._add(mention, "person" if person else mention.kind)
            elif fullness(mention.words) > fullness(known.words):
                known.words, known.span = mention.words, mention.span
                for word in set(mention.words):
                    if known not in self.by_word[folded(word)]:
                        self.by_word[folded(word)].append(known)
            known.mentions += 1
            known.full_mentions += 1
            if known.gender == "u":
                known.gender = mention.gender
            self.entity_of[at] = known

    def _known_full(self, mention: Mention, person: bool) -> Entity | None:
        for entity in self.by_family[family(mention.words)]:
            if person and entity.kind in ("person", "open") and _same_first(entity.words, mention.words):
                entity.kind = "person"
                return entity
            if not person and [folded(w) for w in entity.words] == [folded(w) for w in mention.words]:
                return entity
        return None

    def _short_names(self) -> None:
        # Titles tell namesakes apart ("Mr. Doe", "President Doe"), so they are read before bare surnames.
        single = [at for at, m in enumerate(self.mentions) if len(m.words) == 1]
        titled = [at for at in single if self.mentions[at].honorific or self.mentions[at].role]
        for at in [*titled, *sorted(set(single) - set(titled))]:
            mention = self.mentions[at]
            if mention.words[0] in lexicon.DEMONYMS and mention.kind != "person":
                continue
            self._short_name(at, mention)

    def _short_name(self, at: int, mention: Mention) -> None:
        entity = self._short(at, mention)
        if entity is None:
            person = mention.kind == "person" or (mention.kind == "open" and self._is_source(mention.span))
            entity = self._add(mention, "person" if person else mention.kind)
        elif mention.kind == "person" and entity.kind == "open":
            entity.kind = "person"
        entity.mentions += 1
        by_family = entity.family == folded(mention.words[0])
        if len(entity.words) > 1 and not by_family:
            entity.first_name_mentions += 1
        if entity.gender == "u" and mention.gender != "u" and by_family:
            entity.gender = mention.gender
        self.entity_of[at] = entity

    def candidates(self, word: str) -> list[Entity]:
        """Entities that a single word may stand for: by family name, else by any other word of a person's name."""
        key = folded(word)
        named = self.by_family.get(key, [])
        people = [e for e in named if e.kind in ("person", "open")]
        if people:
            return people
        others = [e for e in self.by_word.get(key, []) if e.kind == "person"]
        return others or named or self._abbreviated(word)

    def _abbreviated(self, word: str) -> list[Entity]:
        letters = word.replace(".", "")
        if not letters.isupper() or not 2 <= len(letters) <= 6:
            return []
        found = [
            e
            for e in self.by_initials().get(letters.casefold(), [])
            if e.kind in ("organisation", "open") and len(e.words) > 1
        ]
        return found[:1]

    def by_initials(self) -> dict[str, list[Entity]]:
        """Entities of several words by their initials."""
        cached: dict[str, list[Entity]] | None = getattr(self, "_initials", None)
        if cached is None:
            cached = defaultdict(list)
            for entity in self.entities:
                letters = "".join(w[0] for w in entity.words if w[0].isupper())
                cached[letters.casefold()].append(entity)
            self._initials = cached
        return cached

    def _short(self, at: int, mention: Mention) -> Entity | None:
        found = self.candidates(mention.words[0])
        if mention.kind == "place" and not any(e.family == mention.words[0].casefold() for e in found):
            return None
        if mention.honorific:  # "Mr. Doe" is not Jane Doe, even where she is the only Doe named in full
            found = [e for e in found if _agrees(e.gender, mention.gender)]
        if len(found) <= 1:
            return found[0] if found else None
        if mention.role:
            title = set(expanded(self.text[mention.role.start : mention.role.end]))
            found = [e for e in found if any(title & r.words for r in e.roles)] or found
        return self._namesake(at, mention, found)

    def _namesake(self, at: int, mention: Mention, found: list[Entity]) -> Entity:
        """Of several people with one name, the one whom the bare name means here.

        News writes the family name alone for the person the story is about; relatives keep their first names. The
        one last named in full in this paragraph is preferred otherwise.
        """
        keys = {e.key for e in found}
        paragraph = self.passages.paragraph(mention.start)
        near: Entity | None = None
        for back in range(at - 1, max(-1, at - 12), -1):
            entity = self.entity_of.get(back)
            if entity and entity.key in keys and len(self.mentions[back].words) > 1:
                near = entity if self.passages.paragraph(self.mentions[back].start) == paragraph else None
                break

        def score(e: Entity) -> tuple[float, int]:
            relative = any(r.head in _RELATIVES for r in e.roles)
            by_first_name = min(e.first_name_mentions, 2)
            return (1.0 * (e is near) - 2.0 * relative - 1.0 * by_first_name + 0.3 * min(e.mentions, 5)), -e.key

        return max(found, key=score)

    def ambiguous(self, mention: Mention) -> bool:
        """True where several people of the document share the one word given."""
        if len(mention.words) > 1:
            return False
        found = self.candidates(mention.words[0])
        return len([e for e in found if not mention.honorific or _agrees(e.gender, mention.gender)]) > 1

    # What the text says of an entity

    def _learn(self, entity: Entity, mention: Mention) -> None:
        text, (start, end) = self.text, mention.span
        if mention.role:
            left = _extend_left(text, mention.role.start)
            self._add_role(entity, Span(left, mention.role.end))
        else:
            left = _extend_left(text, start)
            if left < start:
                self._add_role(entity, Span(left, len(text[:start].rstrip()) if start - left < 200 else start))
        after = text[end : end + 160]
        if mention.possessive:
            return
        party = _PARTY.match(after)
        if party:
            self._party(entity, party)
        state = _OF_STATE.match(after)
        if state and (state.group(1) in lexicon.PLACES or state.group(1).replace(" ", "_") in lexicon.COMPOUND_PLACES):
            entity.state = entity.state or state.group(1).casefold()
        if entity.kind != "person":
            return
        apposition = _APPOSITION.match(after)
        if apposition:
            self._add_phrase(entity, end + apposition.start(1), apposition.group(1))
        copula = _COPULA.match(after)
        if copula:
            self._add_phrase(entity, end + copula.start(1), copula.group(1))

    def _add_phrase(self, entity: Entity, start: int, phrase: str) -> None:
        cut = _ROLE_END.search(phrase)
        phrase = (phrase[: cut.start()] if cut else phrase).rstrip()
        if head_of(phrase) in lexicon.PERSON_NOUNS or head_of(phrase) in lexicon.TITLES:
            self._add_role(entity, Span(start, start + len(phrase)))

    def _add_role(self, entity: Entity, span: Span) -> None:
        if span.end <= span.start:
            return
        phrase = self.text[span.start : span.end]
        words = frozenset(expanded(phrase))
        entity.roles.append(Role(span, words, head_of(phrase)))
        if entity.gender == "u":
            shown = {lexicon.PERSON_NOUNS[w] for w in words if w in lexicon.PERSON_NOUNS} - {"u"}
            if len(shown) == 1 and head_of(phrase) in lexicon.PERSON_NOUNS:
                entity.gender = lexicon.PERSON_NOUNS[head_of(phrase)]
        for word in words:
            if entity.party is None and word in lexicon.PARTY_WORDS:
                entity.party = lexicon.PARTY_WORDS[word]

    def _party(self, entity: Entity, match: re.Match[str]) -> None:
        letter = match.group("letter") or match.group("comma")
        word = match.group("word")
        if letter:
            entity.party = lexicon.PARTY_LETTERS.get(letter.casefold(), entity.party)
        elif word:
            entity.party = lexicon.PARTY_WORDS.get(word.casefold(), word)
        state = (match.group("state") or match.group("cstate") or match.group("wstate") or "").casefold().rstrip(".")
        if state:
            entity.state = lexicon.STATE_ABBREVIATIONS.get(state, state)

    # Asking

    def inside(self, span: Span) -> list[tuple[Mention, Entity]]:
        """Named mentions that begin inside a span."""
        low, high = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return [(self.mentions[i], self.entity_of[i]) for i in range(low, high) if i in self.entity_of]

    def before(self, offset: int, most: int) -> list[tuple[Mention, Entity]]:
        """The last ``most`` named mentions that begin before an offset, nearest first."""
        high = bisect_left(self.starts, offset)
        picked = range(high - 1, max(-1, high - 1 - most), -1)
        return [(self.mentions[i], self.entity_of[i]) for i in picked if i in self.entity_of]


def _agrees(a: Gender, b: Gender) -> bool:
    return "u" in (a, b) or a == b


def _extend_left(text: str, start: int) -> int:
    """Where the description directly before a name or title begins ("presidential nominee" Jane Doe)."""
    window = text[max(0, start - 90) : start]
    if not window.endswith((" ", "\u00a0")):
        return start
    best = start
    offset = start - len(window)
    pieces = list(_WORD.finditer(window))
    for at in range(len(pieces) - 1, max(-1, len(pieces) - 8), -1):
        piece = pieces[at]
        follows = window[piece.end() : pieces[at + 1].start() if at + 1 < len(pieces) else len(window)]
        word = piece.group()
        folded = word.casefold()
        if follows not in (" ", "\u00a0", ". ", "’ "):
            break
        if folded in lexicon.FUNCTION_WORDS and folded not in ("former", "top", "late", "ex"):
            break
        last = at == len(pieces) - 1
        if last and folded not in lexicon.PERSON_NOUNS and folded not in lexicon.TITLES:
            break
        if word[0].islower() and folded.endswith(("ed", "ly")) and "-" not in folded:
            break
        best = offset + piece.start()
    return best


def expanded(phrase: str) -> list[str]:
    """Content words of a description, folded, abbreviated titles written out, parties under one name."""
    found: list[str] = []
    for word in _WORD.findall(phrase):
        folded = word.casefold().removesuffix("’s").removesuffix("'s").removeprefix("ex-")
        if folded in lexicon.FUNCTION_WORDS and folded not in ("first", "former"):
            continue
        found.append(lexicon.ABBREVIATED_TITLES.get(folded.rstrip("."), folded))
    return found


def head_of(phrase: str) -> str:
    """Head noun of a noun phrase, folded: the last word before what follows a noun.

    >>> head_of("the former secretary of state")
    'secretary'
    """
    counted = _COUNTED.match(phrase)
    phrase = phrase[counted.end() :] if counted else phrase
    cut = _POSTMODIFIER.search(phrase)
    words = _WORD.findall(phrase[: cut.start()] if cut else phrase)
    if not words:
        return ""
    word = words[-1].casefold().removesuffix("’s").removesuffix("'s")
    written: str = lexicon.ABBREVIATED_TITLES.get(word, word)
    return written
