"""The people and organisations of one document: mentions of one name brought together under its fullest form.

Two people with one surname stay two. Which of them a surname means is decided where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from whipcount.model import Span
from whipcount.passages import Passages
from whipcount.resolve import lexicon
from whipcount.resolve.bodies import called_body
from whipcount.resolve.entities import Entity, agrees, family, folded, fullness, same_first
from whipcount.resolve.impersonal import no_person
from whipcount.resolve.kinship import brought_in_as_kin, core, generation, married, of_generation, renamed
from whipcount.resolve.mentions import Mention, NameKind, find_mentions, own_name, surnames_apart, with_names
from whipcount.resolve.namesakes import chosen
from whipcount.resolve.phrases import expanded, head_of
from whipcount.resolve.roles import AGE, APPOSITION, PARTY, learn

NAMESAKES = 40  # people of one surname looked through; a list of thousands is no article
_CALLED_BEFORE, _CALLED_AFTER = 1500, 3000  # characters around a name in which the text says that it is a company
_LONG = 5  # letters from which a name one letter off is a misspelling rather than another name
_GENERIC = lexicon.words(
    "magazine news newspaper university college inc corp corporation company co group bank media network press times "
    "international foundation institute campaign motors airlines systems hospital clinic energy general water power "
    "rail steel oil gas foods pharma pharmaceuticals technologies industries electric holdings securities stadium "
    "council"
)
_KIN = re.compile(r"\b(?:father|son|sons|dad|grandfather|grandson|children|eldest)\b", re.IGNORECASE)
_KIN_NAMES = 5  # names before somebody's own among which the bare family name is looked for
_KIN_REACH = 60  # characters around a name in which the text says whose father or son he is
_WOMENS_ENDINGS = ("ova", "eva", "skaya", "ska", "dottir", "dóttir", "enkova", "ová")


def _variants(word: str) -> set[str]:
    """A word and what is left of it without one letter; two words that share one are a letter apart."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _key(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name for comparison."""
    return tuple(folded(w) for w in words)


class Cast:
    """Every named actor of a document, with its mentions in text order."""

    def __init__(self, passages: Passages, sources: list[Span], names: Sequence[Span] = ()) -> None:
        self.passages = passages
        self.text = passages.text
        self.mentions = with_names(self.text, surnames_apart(passages, find_mentions(passages)), names)
        self.starts = [m.start for m in self.mentions]
        self.entities: list[Entity] = []
        self.sources = sources
        self._source_starts = [s.start for s in sources]
        self.by_family: dict[str, list[Entity]] = defaultdict(list)
        self._by_name: dict[tuple[str, ...], Entity] = {}
        self.by_word: dict[str, list[Entity]] = defaultdict(list)
        self.entity_of: dict[int, Entity] = {}
        self.misspelt: set[int] = set()
        self._now = {_key(other): _key(name) for other, name in renamed(self.text, self.mentions)}
        self._full_names()
        full = set(self.entity_of)
        self._learn(full)  # titles and relations tell namesakes apart, so they are read first
        self._sort_out()
        self._short_names()
        self._learn(set(self.entity_of) - full)
        self._sort_out()

    # Building

    def _learn(self, which: set[int]) -> None:
        for at in sorted(which):
            learn(self.text, self.entity_of[at], self.mentions[at])

    def _sort_out(self) -> None:
        """Names of unlisted words that are shown to be no person's are no person's."""
        mentions: dict[int, list[Mention]] = defaultdict(list)
        for at, entity in self.entity_of.items():
            listed = not lexicon.first_names().keys().isdisjoint(entity.words)
            roles = any(r.head not in lexicon.ORGANISATION_NOUNS for r in entity.roles)
            known = entity.gender != "u" or roles or entity.party or listed
            if entity.kind in ("open", "person") and not known:
                mentions[entity.key].append(self.mentions[at])
        for key, found in mentions.items():
            if all(m.kind == "open" for m in found):
                self.entities[key].kind = no_person(self.text, found) or self.entities[key].kind

    @cached_property
    def couples(self) -> list[tuple[Entity, Entity]]:
        """People whom the text calls married to each other."""
        named = [(m, self.entity_of[i]) for i, m in enumerate(self.mentions) if i in self.entity_of]
        return [(a, b) for (one, a), (two, b) in pairwise(named) if married(self.text, one, two) and a is not b]

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
        if AGE.match(after) or PARTY.match(after):
            return True
        before = self.text[max(0, mention.start - 40) : mention.start].split()
        if before and before[-1].casefold() in lexicon.PERSON_NOUNS and self.text[mention.start - 1] in " \u00a0":
            return True
        apposition = APPOSITION.match(after)
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
        self._by_name.setdefault(_key(mention.words), entity)
        self._by_name.setdefault(self._now.get(_key(mention.words), _key(mention.words)), entity)
        for other, name in self._now.items():
            if _key(mention.words) in (other, name):
                self.by_family[other[-1] if entity.family == name[-1] else name[-1]].append(entity)
        self.by_family[entity.family].append(entity)
        for word in set(mention.words):
            self.by_word[folded(word)].append(entity)
        return entity

    def _full_names(self) -> None:
        for at, mention in enumerate(self.mentions):
            if len(core(mention.words)) < 2:
                continue
            person = self._personlike(mention)
            known = self._known_full(mention, person)
            if known is None:
                known = self._add(mention, "person" if person else mention.kind)
            elif self._fuller(mention.words, known.words):
                known.words, known.span = mention.words, mention.span
                for word in set(mention.words):
                    if known not in self.by_word[folded(word)]:
                        self.by_word[folded(word)].append(known)
            known.mentions += 1
            known.full_mentions += 1
            if known.gender == "u":
                known.gender = mention.gender
            self.entity_of[at] = known

    def _fuller(self, words: tuple[str, ...], known: tuple[str, ...]) -> bool:
        """True where a name says more than the one known, or is the one that its bearer goes by now."""
        if _key(known) in self._now or _key(words) in self._now:
            return self._now.get(_key(known)) == _key(words)
        return fullness(words) > fullness(known)

    def _known_full(self, mention: Mention, person: bool) -> Entity | None:
        written = self._now.get(_key(mention.words), _key(mention.words))
        whose = self._family_of_two(mention)
        if whose is not None:
            return whose
        same = self._by_name.get(written)
        if same is not None and (not person or same.kind in ("person", "open")):
            same.kind = "person" if person else same.kind
            return same
        for entity in self.by_family[family(mention.words)][:NAMESAKES] if person else ():
            if entity.kind in ("person", "open") and same_first(entity.words, mention.words):
                if self._another_generation(mention, entity):
                    continue
                entity.kind = "person"
                return entity
        return None

    def _another_generation(self, mention: Mention, entity: Entity) -> bool:
        """True for "his father, Duncan Doe Sr." and Duncan Doe, whose kin the text says he is."""
        one, two = generation(mention.words), generation(entity.words)
        if one == two:
            return False
        if one and two:
            return True
        span = mention.span if one else entity.span
        sentence = self.passages.sentence_span(span.start)
        start, end = max(sentence.start, span.start - _KIN_REACH), min(sentence.end, span.end + _KIN_REACH)
        return _KIN.search(self.text, start, end) is not None

    def _family_of_two(self, mention: Mention) -> Entity | None:
        """The person whose family name is two words, as soon as he was named in full: "Marine Le Pen", "Le Pen"."""
        if mention.kind not in ("open", "person") or len(mention.words) != 2:
            return None
        tail = tuple(folded(w) for w in mention.words)
        for entity in self.by_family[tail[1]][:NAMESAKES]:
            longer = entity.kind == "person" and len(entity.words) == 3
            if longer and tuple(folded(w) for w in entity.words[1:]) == tail:
                return entity if mention.words[0] not in lexicon.first_names() else None
        return None

    @cached_property
    def _relatives(self) -> frozenset[int]:
        """People who are first named, in full, as kin of whoever bears the bare family name before in that sentence."""
        first: dict[int, int] = {}
        for at, entity in self.entity_of.items():
            first.setdefault(entity.key, at)
        return frozenset(key for key, at in first.items() if self._kin_of_bare(at, self.entities[key].family))

    def _kin_of_bare(self, at: int, surname: str) -> bool:
        relative = self.mentions[at]
        start = self.passages.sentence_span(relative.start).start
        return any(
            bearer.start >= start and bearer.kind in ("open", "person") and len(core(bearer.words)) == 1
            and folded(bearer.words[0]) == surname and brought_in_as_kin(self.text, bearer, relative)
            for bearer in self.mentions[max(0, at - _KIN_NAMES) : at]
        )  # fmt: skip

    def _short_names(self) -> None:
        # Titles tell namesakes apart ("Mr. Doe", "President Doe"), so they are read before bare surnames.
        single = [at for at, m in enumerate(self.mentions) if len(core(m.words)) == 1]
        titled = [at for at in single if self.mentions[at].honorific or self.mentions[at].role]
        for at in [*titled, *sorted(set(single) - set(titled))]:
            mention = self.mentions[at]
            if mention.words[0] in lexicon.DEMONYMS and mention.kind != "person":
                continue
            self._short_name(at, mention)

    def _short_name(self, at: int, mention: Mention) -> None:
        entity = self._short(at, mention) or self._misspelt(mention)
        if entity is None:
            kin = any(e.key in self._relatives for e in self.by_family.get(folded(mention.words[0]), ()))
            person = mention.kind == "person" or (mention.kind == "open" and (kin or self._is_source(mention.span)))
            body = mention.kind == "open" and self._called_body(mention)
            entity = self._add(mention, "organisation" if body else "person" if person else mention.kind)
        elif mention.kind == "person" and entity.kind == "open":
            entity.kind = "person"
        entity.mentions += 1
        by_family = entity.family == folded(mention.words[0])
        if len(entity.words) > 1 and not by_family:
            entity.first_name_mentions += 1
        if entity.gender == "u" and mention.gender != "u" and by_family:
            entity.gender = mention.gender
        self.entity_of[at] = entity

    def _called_body(self, mention: Mention) -> bool:
        """Whether the text around a name calls it a company or a website."""
        around = self.text[max(0, mention.start - _CALLED_BEFORE) : mention.span.end + _CALLED_AFTER]
        return called_body(around, mention.words[0])

    def _misspelt(self, mention: Mention) -> Entity | None:
        """The one person of the document whose family name is a letter away from a source that is nobody's name.

        Newsrooms misspell the names of people they quote. Long names only, in the article itself, where the name as
        written belongs to nobody, and marked by a rule of its own.
        """
        word = folded(mention.words[0])
        source = mention.kind in ("person", "open") and self._is_source(mention.span)
        if len(word) < _LONG or not source or mention.words[0] in lexicon.first_names():
            return None
        found = {
            e.key: e for variant in _variants(word) for e in self._spellings.get(variant, [])
            if agrees(e.gender, mention.gender) and e.key not in self._relatives
        }  # fmt: skip
        if len(found) != 1:
            return None
        self.misspelt.add(mention.start)
        return next(iter(found.values()))

    @cached_property
    def _spellings(self) -> dict[str, list[Entity]]:
        """People named in full, by their family names and those with one letter left out."""
        known: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities:
            if entity.kind == "person" and len(entity.words) > 1 and len(entity.family) >= _LONG:
                for variant in _variants(entity.family):
                    known[variant].append(entity)
        return known

    def candidates(self, word: str) -> list[Entity]:
        """Entities that a single word may stand for: by family name, else by any other word of a person's name."""
        key = folded(word)
        named = self.by_family.get(key, [])[:NAMESAKES]
        people = [e for e in named if e.kind in ("person", "open")]
        if people:
            return people
        others = [e for e in self.by_word.get(key, [])[:NAMESAKES] if e.kind == "person"]
        longer = [e for e in named if "_".join(e.words) not in lexicon.COMPOUND_PLACES or len(e.words) == 1]
        return others or longer or self._abbreviated(word) or self._shortened(key)

    def _shortened(self, key: str) -> list[Entity]:
        """The organisation called by its first word: "Time" for "Time Magazine", where its other words say little."""
        return [
            e
            for e in self.by_word.get(key, [])[:NAMESAKES]
            if e.kind == "organisation" and folded(e.words[0]) == key and len(e.words) > 1
            and all(folded(w) in _GENERIC for w in e.words[1:])
        ][:1]  # fmt: skip

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
                letters = "".join(w[:1] for w in entity.words if w[:1].isupper())
                cached[letters.casefold()].append(entity)
            self._initials = cached
        return cached

    def _short(self, at: int, mention: Mention) -> Entity | None:
        found = self._bearers(mention)
        if mention.kind == "organisation" and own_name(mention):
            found = [e for e in found if len(e.words) == 1]  # "Twitter" is not short for "State Twitter"
        if mention.kind == "place" and not any(e.family == mention.words[0].casefold() for e in found):
            return None
        if len(found) <= 1:
            return found[0] if found else None
        if mention.role:
            title = set(expanded(self.text[mention.role.start : mention.role.end]))
            found = [e for e in found if any(title & r.words for r in e.roles)] or found
        return self._namesake(at, mention, found)

    def _bearers(self, mention: Mention) -> list[Entity]:
        """Whom one word of a name may stand for: "Mr. Doe" is never Jane Doe, nor Doe the husband that she is met with.

        That holds even where no other Doe is named in full.
        """
        found = of_generation(self.text, mention, self.candidates(mention.words[0]))
        if mention.honorific:
            return [e for e in found if agrees(e.gender, mention.gender)]
        others = [e for e in found if e.key not in self._relatives]
        return found if any(len(e.words) > 1 for e in others) else others

    def _namesake(self, at: int, mention: Mention, found: list[Entity]) -> Entity:
        """Of several people with one name, the one whom the bare name means here."""
        keys = {e.key for e in found}
        paragraph = self.passages.paragraph(mention.start)
        near: Entity | None = None
        for back in range(at - 1, max(-1, at - 12), -1):
            entity = self.entity_of.get(back)
            if entity and entity.key in keys and len(self.mentions[back].words) > 1:
                near = entity if self.passages.paragraph(self.mentions[back].start) == paragraph else None
                break
        end = self.passages.sentence_span(mention.start).end
        return chosen(self.text, mention.span, end, found, near, lambda span: bool(self.inside(span)))

    def ambiguous(self, mention: Mention) -> bool:
        """True where several people of the document share the one word given."""
        if len(core(mention.words)) != 1:
            return False
        return len(self._bearers(mention)) > 1

    # Asking

    @cached_property
    def people(self) -> list[Entity]:
        """Every person, in the order in which they are first named."""
        return sorted((e for e in self.entities if e.kind == "person"), key=lambda e: e.span)

    def inside(self, span: Span) -> list[tuple[Mention, Entity]]:
        """Named mentions that begin inside a span."""
        low, high = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return [(self.mentions[i], self.entity_of[i]) for i in range(low, high) if i in self.entity_of]

    def before(self, offset: int, most: int) -> list[tuple[Mention, Entity]]:
        """The last ``most`` named mentions that begin before an offset, nearest first."""
        high = bisect_left(self.starts, offset)
        picked = range(high - 1, max(-1, high - 1 - most), -1)
        return [(self.mentions[i], self.entity_of[i]) for i in picked if i in self.entity_of]
