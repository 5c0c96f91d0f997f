"""The rules for each kind of source, and the one sweep through the document that applies them in text order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from heapq import merge

from whipcount.model import Attribution, Document, Span, Speaker
from whipcount.passages import Passages
from whipcount.resolve import lexicon, naming
from whipcount.resolve.cast import Cast, Entity, expanded, head_of
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.scene import Scene, Voice
from whipcount.resolve.sources import POSSESSIVES, WORDS, Phrase, joint, read_phrase, speaker_mention

_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself|He|She|His|Her)\b")
_LABEL = re.compile(r"^\s*([A-Z][\w.’'-]*(?:[ \u00a0][A-Z][\w.’'-]*){0,4})\s*(?:\([^)\n]*\))?:\s")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\b(?:\s+\w+ly|\s+also|\s+not|\s+once|\s+long|\s+often)?\s+"
    r"\w+(?:ed|en|wn|ught|ld|id|rd|nt|de|lt|ad|t)\b"
)
_SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "candidate nominee contender hopeful front-runner frontrunner challenger standard-bearer",
        "senator lawmaker legislator", "representative congressman congresswoman lawmaker legislator mp",
        "billionaire businessman businesswoman mogul tycoon magnate developer entrepreneur",
        "adviser advisor aide strategist consultant operative", "spokesman spokeswoman spokesperson",
        "chairman chairwoman chair chairperson leader", "lawyer attorney solicitor barrister counsel",
        "professor academic scholar researcher scientist historian", "writer author journalist columnist reporter",
        "minister secretary", "founder co-founder owner", "economist analyst expert", "chief head director boss",
    )
)  # fmt: skip
_NEUTRAL = lexicon.words(
    "candidate nominee man woman politician contender hopeful billionaire lawmaker senator congressman "
    "congresswoman president governor republican democrat senator leader secretary chancellor minister mayor "
    "businessman businesswoman front-runner frontrunner official executive mogul tycoon star veteran chairman "
    "chairwoman conservative liberal progressive independent incumbent challenger native lawyer attorney "
    "professor author spokesman spokeswoman analyst strategist expert general judge ambassador speaker"
)  # fmt: skip

_SHORT_DESCRIPTION = 5  # words; a longer description that fits nobody's role describes somebody else
_OF_WHOM = re.compile(r"\bof (?:whom|which)$")
_NEAR_NOUN = 28  # characters between a publisher's name and the word for what it published
_ANY_ORGANISATION = lexicon.words(
    "organization organisation group company firm agency publication outlet network newspaper paper magazine site"
)


class Resolver:
    """Reads one document once, in text order, and says for each attribution who speaks."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self.document = document
        self.text = document.text
        self.passages = Passages(document)
        self.attributions = attributions
        sources = sorted(Span(s.start, s.end) for a in attributions for s in a.source)
        self.cast = Cast(self.passages, sources)
        self.scene = Scene(self.passages)
        self.entities: dict[int, Entity] = {}
        self.speakers: dict[int, Speaker] = {}
        self.order: list[int] = []

    def run(self) -> tuple[Speaker, ...]:
        """Resolve every attribution."""
        sources = {at for a in self.attributions for s in a.source for at in range(s.start, s.end)}
        names = ((m.start, 1, i) for i, m in enumerate(self.cast.mentions) if i in self.cast.entity_of)
        pronouns = ((m.start(), 2, m.end()) for m in _PERSONAL.finditer(self.text) if m.start() not in sources)
        anchored = sorted((_anchor(a), 0, i) for i, a in enumerate(self.attributions))
        for start, what, which in merge(names, pronouns, anchored):
            if what == 0:
                self._attribution(which)
            elif what == 1:
                self.scene.see(self.cast.mentions[which], self.cast.entity_of[which])
            else:
                self._pronoun(start, which)
        return tuple(self.speakers[i] for i in range(len(self.attributions)))

    def _pronoun(self, start: int, end: int) -> None:
        if self.passages.quoted(start):
            return
        word = self.text[start:end].casefold()
        found = self.scene.person(start, _gender(word), speaking=False)
        if found:
            self.scene.refer(start, found[0], subject=word in ("he", "she"))

    def _attribution(self, which: int) -> None:
        attribution = self.attributions[which]
        speaker, entity = self._resolve(which, attribution)
        self.speakers[which] = speaker
        if entity is not None:
            self.entities[which] = entity
            self.scene.speak(_anchor(attribution), entity)
        elif speaker.name and speaker.kind in ("group", "anonymous", "organisation"):
            self._hear(attribution, speaker)
        self.order.append(which)

    def _hear(self, attribution: Attribution, speaker: Speaker) -> None:
        start = _anchor(attribution)
        name = speaker.name or ""
        head = lexicon.singular(head_of(name))
        plural = speaker.kind == "group" or lexicon.is_plural(head_of(name)) or speaker.kind == "organisation"
        self.scene.hear(Voice(start, self.passages.sentence(start), name, speaker.kind, head, plural, speaker.evidence))

    # One rule for each kind of source

    def _resolve(self, which: int, attribution: Attribution) -> tuple[Speaker, Entity | None]:
        if not attribution.source or all(s.end <= s.start for s in attribution.source):
            return self._missing(which, attribution)
        as_written = " … ".join(self.text[s.start : s.end] for s in attribution.source)
        phrase = read_phrase(self.text, attribution.source[0])
        if not phrase.words:
            return Speaker(None, "none", as_written, evidence=attribution.source, rule="no_words"), None
        word = phrase.pronoun
        if word in lexicon.HE | lexicon.SHE:
            return self._he_or_she(attribution, as_written, word)
        if word in lexicon.FIRST_SINGULAR | lexicon.FIRST_PLURAL or phrase.words[0] == "I":
            return self._first_person(which, attribution, as_written)
        if word in lexicon.THEY:
            return self._they(attribution, as_written)
        if word in lexicon.IT:
            return self._it(attribution, as_written)
        if word in lexicon.RELATIVES or _OF_WHOM.search(as_written):
            return self._relative(attribution, as_written, word)
        if word in lexicon.NOBODY or word in lexicon.SECOND:
            return Speaker(None, "none", as_written, evidence=attribution.source, rule="nobody", confidence=0.6), None
        return self._phrase(attribution, as_written, phrase)

    def _named(self, attribution: Attribution, as_written: str, entity: Entity, rule: str, confidence: float,
               role: Span | None = None) -> tuple[Speaker, Entity]:  # fmt: skip
        speaker = naming.named(
            self.cast, entity, attribution.source, as_written, rule=rule, confidence=confidence, role=role
        )
        return speaker, entity

    def _unresolved(self, attribution: Attribution, as_written: str, rule: str) -> tuple[Speaker, None]:
        return Speaker(None, "none", as_written, evidence=attribution.source, rule=rule, confidence=0.2), None

    def _he_or_she(self, attribution: Attribution, as_written: str, word: str) -> tuple[Speaker, Entity | None]:
        at = attribution.source[0].start
        exclude = attribution.content if attribution.form != "indirect" else ()
        found = self.scene.person(at, _gender(word), exclude=exclude)
        if found is None:
            voice = self.scene.voice(at, plural=False)
            if voice:
                return self._repeat(attribution, as_written, voice, "pronoun_unnamed")
            return self._unresolved(attribution, as_written, "pronoun_unresolved")
        return self._named(attribution, as_written, found[0], "pronoun", found[1])

    def _repeat(
        self, attribution: Attribution, as_written: str, voice: Voice, rule: str
    ) -> tuple[Speaker, Entity | None]:
        kind = voice.kind if voice.kind in ("group", "anonymous", "organisation") else "group"
        evidence = naming.distinct([*attribution.source, *voice.evidence])
        return (
            Speaker(voice.name, kind, as_written, evidence=evidence, rule=rule, confidence=0.55),  # type: ignore[arg-type]
            None,
        )

    def _they(self, attribution: Attribution, as_written: str) -> tuple[Speaker, Entity | None]:
        at = attribution.source[0].start
        voice = self.scene.voice(at, plural=True, within=6)
        if voice:
            return self._repeat(attribution, as_written, voice, "they_spoke")
        group = self._group_before(at)
        if group:
            name = naming.description(self.text, group)
            kind = naming.kind_of(group)
            speaker = Speaker(name, kind if kind != "none" else "group", as_written,
                              evidence=naming.distinct([*attribution.source, group.head]), rule="they_group",
                              confidence=0.4)  # fmt: skip
            return speaker, None
        organisation = self.scene.organisation(at, 3)
        if organisation:
            return self._named(attribution, as_written, organisation, "they_organisation", 0.4)
        return Speaker(as_written.casefold(), "group", as_written, evidence=attribution.source, rule="they_unresolved",
                       confidence=0.2), None  # fmt: skip

    def _it(self, attribution: Attribution, as_written: str) -> tuple[Speaker, Entity | None]:
        at = attribution.source[0].start
        voice = self.scene.voice(at, within=3)
        organisation = self.scene.organisation(at, 3)
        if voice and voice.kind == "organisation":
            return self._repeat(attribution, as_written, voice, "it_spoke")
        last = self.scene.last_speaker
        if last and last[0].kind in ("organisation", "place") and self.passages.sentence(at) - last[1] <= 3:
            return self._named(attribution, as_written, last[0], "it_spoke", 0.6)
        if organisation:
            return self._named(attribution, as_written, organisation, "it_organisation", 0.45)
        return self._unresolved(attribution, as_written, "it_unresolved")

    def _first_person(self, which: int, attribution: Attribution, as_written: str) -> tuple[Speaker, Entity | None]:
        at = attribution.source[0].start
        quotation = self.passages.quotation(at)
        if quotation:
            other = self._speaker_of(which, quotation)
            if other is not None:
                speaker = replace(self.speakers[other], as_written=as_written, rule="first_person_quoted",
                                  evidence=naming.distinct([*attribution.source, *self.speakers[other].evidence]),
                                  confidence=0.6)  # fmt: skip
                return speaker, self.entities.get(other)
            last = self.scene.last_speaker
            if last:
                return self._named(attribution, as_written, last[0], "first_person_quoted", 0.4)
        label = self._label(at)
        if label:
            return self._named(attribution, as_written, label, "first_person_transcript", 0.8)
        return self._writer(attribution, as_written), None

    def _speaker_of(self, which: int, quotation: Span) -> int | None:
        """The attribution resolved last whose content lies in or around a quotation."""
        for other in reversed(self.order[-12:]):
            if other != which and any(
                s.start < quotation.end and quotation.start < s.end for s in self.attributions[other].content
            ):
                return other
        return None

    def _label(self, at: int) -> Entity | None:
        """Whose turn it is in a transcript ("DOE: …"), looking back a few paragraphs."""
        first = self.passages.paragraph(at)
        for paragraph in range(first, max(-1, first - 4), -1):
            span = self.passages.paragraphs[paragraph] if self.passages.paragraphs else Span(0, 0)
            match = _LABEL.match(self.text[span.start : min(span.end, span.start + 80)])
            if match:
                found = self.cast.inside(Span(span.start, span.start + match.end(1)))
                return found[-1][1] if found else None
        return None

    def _writer(self, attribution: Attribution, as_written: str) -> Speaker:
        name = writer_name(self.document)
        return Speaker(name, "writer", as_written, evidence=attribution.source, rule="writer",
                       confidence=0.7 if name else 0.5)  # fmt: skip

    def _relative(self, attribution: Attribution, as_written: str, word: str) -> tuple[Speaker, Entity | None]:
        at = attribution.source[0].start
        sentence = self.passages.sentence_span(at)
        before = Span(max(sentence.start, at - 220), at)
        named = self.cast.inside(before)
        for mention, entity in reversed(named[-4:]):
            person = entity.kind in ("person", "open")
            if person != (word in ("who", "whom", "whose")) or mention.possessive:
                continue
            between = self.text[mention.span.end : at]
            direct = re.fullmatch(r"(?:\s*\([^)]*\))?(?:,[^,.;]{1,90})?,?\s*(?:and|but)?\s*", between)
            if direct and not self._plural_between(between):
                return self._named(attribution, as_written, entity, "relative_name", 0.8)
        phrase = self._noun_before(at, before)
        if phrase:
            if phrase.determiner in POSSESSIVES or phrase.definite or phrase.noun in lexicon.PERSON_NOUNS:
                speaker, found = self._phrase(attribution, as_written, phrase)
                return replace(speaker, rule="relative_" + speaker.rule), found
            kind = naming.kind_of(phrase)
            if kind == "none" and word in ("who", "whom", "whose"):
                kind = "group"
            name = naming.description(self.text, phrase) if kind != "none" else None
            evidence = naming.distinct([*attribution.source, phrase.head])
            return Speaker(name, kind, as_written, evidence=evidence, rule="relative_noun", confidence=0.55), None
        if named and named[-1][1].kind in ("person", "open") and word == "who":
            return self._named(attribution, as_written, named[-1][1], "relative_near", 0.45)
        return self._unresolved(attribution, as_written, "relative_unresolved")

    def _plural_between(self, between: str) -> bool:
        head = head_of(between.strip(" ,"))
        return bool(between.strip(" ,")) and head not in lexicon.PERSON_NOUNS and lexicon.is_plural(head)

    def _noun_before(self, at: int, within: Span) -> Phrase | None:
        """The noun phrase that ends right before an offset."""
        pieces = [(m.start() + within.start, m.end() + within.start, m.group())
                  for m in WORDS.finditer(self.text[within.start : within.end])]  # fmt: skip
        start = end = -1
        prepositions = 0
        for position in range(len(pieces) - 1, max(-1, len(pieces) - 10), -1):
            left, right, word = pieces[position]
            gap = self.text[right : start if start >= 0 else at]
            if gap.strip(" \u00a0,-") or ("," in gap and start >= 0):
                break
            folded = word.casefold()
            if folded in ("of", "in", "on", "from", "at", "with") and start >= 0 and prepositions < 2:
                prepositions += 1
            elif folded in ("the", "a", "an", "some", "many", "most", "several", "few", "one", "other", "those",
                            "his", "her", "their", "its", "those"):  # fmt: skip
                start = left
                if prepositions == 0 or folded != "the":
                    break
                continue
            elif folded in lexicon.FUNCTION_WORDS:
                break
            if end < 0:
                end = right
            start = left
        if start < 0 or end <= start:
            return None
        return read_phrase(self.text, Span(start, end))

    def _group_before(self, at: int) -> Phrase | None:
        """The last plural description before an offset, in this or the previous two sentences."""
        first = max(0, self.passages.sentence(at) - 2)
        start = self.passages.sentences[first].start if self.passages.sentences else 0
        start = max(start, at - 600)
        best: Phrase | None = None
        for match in WORDS.finditer(self.text[start:at]):
            word = match.group().casefold()
            if not lexicon.is_plural(word) or word in lexicon.FUNCTION_WORDS:
                continue
            single = lexicon.singular(word)
            if single in lexicon.PERSON_NOUNS or single in lexicon.PARTY_WORDS or word in lexicon.PLURAL_IRREGULAR:
                phrase = self._noun_before(start + match.end(), Span(start, start + match.end()))
                best = phrase or best
        return best

    # Names and descriptions

    def _phrase(self, attribution: Attribution, as_written: str, phrase: Phrase) -> tuple[Speaker, Entity | None]:
        together = joint(self.cast, phrase)
        if together:
            name = _listed([naming.entity_name(e) for _, e in together])
            evidence = naming.distinct([*attribution.source, *(e.span for _, e in together)])
            speaker = Speaker(name, "group", as_written, evidence=evidence, rule="joint", confidence=0.85)
            return speaker, None
        headed = speaker_mention(self.cast, phrase)
        if headed:
            mention, entity, role = headed
            ambiguous = self.cast.ambiguous(mention)
            rule = "ambiguous" if ambiguous else "name" if len(mention.words) > 1 else "short_name"
            confidence = 0.5 if ambiguous else 0.95 if len(mention.words) > 1 else 0.9
            kept = role if role and naming.role_text(self.text, role) else None
            if kept and entity.kind == "person" and not self._is_role(kept):
                kept = None
            return self._named(attribution, as_written, entity, rule, confidence, kept)
        return self._description(attribution, as_written, phrase)

    def _is_role(self, span: Span) -> bool:
        head = head_of(self.text[span.start : span.end])
        return head in lexicon.PERSON_NOUNS or head in lexicon.TITLES

    def _description(self, attribution: Attribution, as_written: str, phrase: Phrase) -> tuple[Speaker, Entity | None]:
        at = phrase.head.start
        person = phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES
        if phrase.determiner in POSSESSIVES:
            return self._owned(attribution, as_written, phrase), None
        if person and not phrase.plural and phrase.definite:
            found = self._described(phrase)
            if found:
                return self._named(attribution, as_written, found[0], found[1], found[2])
            voice = self.scene.voice(at, head=lexicon.singular(phrase.noun), plural=False)
            if voice:
                return self._repeat(attribution, as_written, voice, "description_repeated")
            found = self._salient(phrase)
            if found:
                return self._named(attribution, as_written, found[0], found[1], found[2])
        if phrase.definite and not person:
            known = self._institution(attribution, as_written, phrase)
            if known:
                return known
        published = self._published(attribution, as_written, phrase)
        return published or (self._as_written(attribution, as_written, phrase), None)

    def _published(
        self, attribution: Attribution, as_written: str, phrase: Phrase
    ) -> tuple[Speaker, Entity | None] | None:
        """ "A Times article", "the bank’s report", "a study by Acme": who published it; a poll keeps its own name."""
        single = lexicon.singular(phrase.noun)
        if single not in lexicon.DOCUMENT_NOUNS or single in lexicon.PERSON_NOUNS:
            return None
        named = self.cast.inside(phrase.head)
        noun = re.compile(rf"\b{re.escape(phrase.noun)}\b", re.IGNORECASE)
        for mention, entity in named:
            after = self.text[mention.span.end : phrase.head.end]
            found = noun.search(after)
            if found and single in ("poll", "survey") and found.start() < _NEAR_NOUN:
                span = Span(mention.start, mention.span.end + found.end())
                name = " ".join(self.text[span.start : span.end].split())
                speaker = Speaker(name, "organisation", as_written, evidence=naming.distinct([*attribution.source, span]),
                                  rule="poll", confidence=0.75)  # fmt: skip
                return speaker, None
            owned = mention.possessive and found and found.start() < _NEAR_NOUN
            premodifies = entity.kind == "organisation" and found and not after[: found.start()].strip()
            before = self.text[phrase.head.start : mention.start].casefold().split()
            if owned or premodifies or before[-1:] == ["by"] or before[-2:] == ["by", "the"]:
                return self._named(attribution, as_written, entity, "publisher", 0.65)
        return None

    def _as_written(self, attribution: Attribution, as_written: str, phrase: Phrase) -> Speaker:
        kind = naming.kind_of(phrase)
        named = self.cast.inside(phrase.head)
        single = lexicon.singular(phrase.noun)
        if kind == "none" and named and single in lexicon.DOCUMENT_NOUNS:
            kind = "organisation"
        name: str | None = naming.description(self.text, phrase)
        if phrase.words[0][0].isupper() and not named and len(phrase.words) == 1 and kind == "none":
            kind = "organisation"
        behalf = naming.represented(self.cast, phrase.head)
        return Speaker(name or None, kind, as_written, on_behalf_of=behalf, evidence=attribution.source,
                       rule="description_kept", confidence=0.7 if kind != "none" else 0.5)  # fmt: skip

    def _owned(self, attribution: Attribution, as_written: str, phrase: Phrase) -> Speaker:
        """ "His campaign", "her supporters": the pronoun is replaced by the name it stands for."""
        rest = " ".join(self.text[phrase.head.start : phrase.head.end].split()[1:])
        owner: Entity | None = None
        evidence = list(attribution.source)
        if phrase.determiner in ("his", "her"):
            found = self.scene.person(phrase.head.start, _gender(phrase.determiner), speaking=False)
            owner = found[0] if found else None
        elif phrase.determiner in ("my", "our"):
            return Speaker(rest, naming.kind_of(phrase), as_written, evidence=attribution.source, rule="owned_writer",
                           confidence=0.4)  # fmt: skip
        elif phrase.determiner == "its":
            owner = self.scene.organisation(phrase.head.start, 4)
        kind = naming.kind_of(phrase)
        if owner is None:
            return Speaker(rest or None, kind, as_written, evidence=attribution.source, rule="owned_unresolved",
                           confidence=0.4)  # fmt: skip
        evidence.append(owner.span)
        short = naming.surname(owner) if owner.kind == "person" else naming.entity_name(owner)
        name = f"{short} {rest}" if kind == "organisation" else f"{short}’s {rest}"
        behalf = naming.entity_name(owner) if self._represents(phrase) else None
        return Speaker(name, kind, as_written, on_behalf_of=behalf, evidence=naming.distinct(evidence), rule="owned",
                       confidence=0.6)  # fmt: skip

    def _represents(self, phrase: Phrase) -> bool:
        return lexicon.singular(phrase.noun) in {
            "campaign", "spokesman", "spokeswoman", "spokesperson", "lawyer", "attorney", "surrogate", "aide",
            "adviser", "advisor", "representative", "manager", "team", "camp",
        }  # fmt: skip

    def _described(self, phrase: Phrase) -> tuple[Entity, str, float] | None:
        """The person whose roles fit "the former secretary of state" or "the Arizona Republican" best."""
        words = set(expanded(self.text[phrase.head.start : phrase.head.end]))
        noun = lexicon.ABBREVIATED_TITLES.get(phrase.noun, phrase.noun)
        heads = {noun}.union(*(g for g in _SYNONYMS if noun in g))
        gender = lexicon.PERSON_NOUNS.get(noun, "u")
        party = next((lexicon.PARTY_WORDS[w] for w in words if w in lexicon.PARTY_WORDS), None)
        scored: list[tuple[float, int, Entity]] = []
        for age, entity in enumerate(self._known_people(phrase.head.start)):
            if "u" not in (gender, entity.gender) and gender != entity.gender:
                continue
            if party and entity.party and party != entity.party:
                continue
            score = 0.0
            for role in entity.roles:
                hit = 2.0 if noun == role.head else 1.5 if heads & {role.head} else 1.0 if noun in role.words else 0.0
                score = max(score, hit + 1.0 * len((words - {noun}) & role.words))
            if party and entity.party == party:
                score += 1.5
            if entity.state and entity.state in " ".join(sorted(words)):
                score += 1.5
            if score >= 1.5:
                scored.append((score - 0.05 * age, -age, entity))
        if not scored:
            return None
        scored.sort(key=lambda s: (-s[0], -s[1]))
        margin = scored[0][0] - (scored[1][0] if len(scored) > 1 else 0.0)
        return scored[0][2], "description_role", 0.8 if margin >= 0.5 else 0.55

    def _known_people(self, at: int) -> list[Entity]:
        recent = [e for e in self.scene.recent(at) if e.kind == "person"]
        return recent

    def _salient(self, phrase: Phrase) -> tuple[Entity, str, float] | None:
        """Without a fitting role: whoever is most in mind, for nouns that fit nearly anybody in the news."""
        aged = any("-year-old" in w for w in phrase.words)
        if not aged and (phrase.noun not in _NEUTRAL or len(phrase.words) > _SHORT_DESCRIPTION):
            return None
        found = self.scene.person(phrase.head.start, lexicon.PERSON_NOUNS.get(phrase.noun, "u"))
        return (found[0], "description_salient", round(found[1] * 0.5, 2)) if found else None

    def _institution(
        self, attribution: Attribution, as_written: str, phrase: Phrase
    ) -> tuple[Speaker, Entity | None] | None:
        """ "The campaign", "the company", "the report": the last one of that kind, else the last that spoke."""
        at, noun = phrase.head.start, lexicon.singular(phrase.noun)
        if phrase.plural and noun not in lexicon.DOCUMENT_NOUNS:
            voice = self.scene.voice(at, head=noun, plural=True, within=20)
            short = len(phrase.words) <= 2
            return self._repeat(attribution, as_written, voice, "description_repeated") if voice and short else None
        if len(phrase.words) > 3:
            return None
        voice = self.scene.voice(at, head=noun, within=40)
        if voice and voice.kind in ("organisation", "group"):
            return self._repeat(attribution, as_written, voice, "institution_repeated")
        if noun in lexicon.DOCUMENT_NOUNS or noun in lexicon.ORGANISATION_NOUNS:
            for entity in self.scene.recent(at):
                if entity.kind == "organisation" and any(w.casefold() == noun for w in entity.words):
                    return self._named(attribution, as_written, entity, "institution_word", 0.7)
        if noun in _ANY_ORGANISATION:
            entity_ = self.scene.organisation(at, 4)
            if entity_ and len(phrase.words) <= 2:
                return self._named(attribution, as_written, entity_, "institution_near", 0.4)
        return None

    # No source in the text

    def _missing(self, which: int, attribution: Attribution) -> tuple[Speaker, Entity | None]:
        cue = " ".join(self.text[s.start : s.end] for s in attribution.cue).strip()
        start = _anchor(attribution)
        if attribution.cue:
            return self._without_source(attribution, cue, attribution.cue[0].start)
        last = self.order[-1] if self.order else None
        if last is not None and self.passages.paragraph(start) - self.passages.paragraph(
            _anchor(self.attributions[last])
        ) <= 1:  # fmt: skip
            speaker = replace(self.speakers[last], as_written="", rule="continued", confidence=0.5)
            return speaker, self.entities.get(last)
        return Speaker(None, "none", "", rule="no_source", confidence=0.4), None

    def _without_source(self, attribution: Attribution, cue: str, at: int) -> tuple[Speaker, Entity | None]:
        word = cue.split()[0].casefold() if cue else ""
        subject = word.endswith("ing") or word == "to" or word in ("and", "said", "added", "told", "wrote", "asked")
        if not _PASSIVE.search(cue) and subject:
            found = self._sentence_subject(at, attribution)
            if found:
                return self._named(attribution, "", found, "subject_of_sentence", 0.5)
            last = self.order[-1] if self.order else None
            if last is not None and self.passages.sentence(_anchor(self.attributions[last])) == self.passages.sentence(
                at
            ):
                speaker = replace(self.speakers[last], as_written="", rule="subject_of_sentence", confidence=0.5)
                return speaker, self.entities.get(last)
        return Speaker(None, "none", "", evidence=attribution.cue, rule="no_source", confidence=0.5), None

    def _sentence_subject(self, at: int, attribution: Attribution) -> Entity | None:
        sentence = self.passages.sentence_span(at)
        for event in self.scene.events:
            inside = any(s.start <= event.start < s.end for s in attribution.content)
            if sentence.start <= event.start < at and event.entity.kind == "person" and not inside and not event.quoted:
                return event.entity
        return None


def writer_name(document: Document) -> str | None:
    """Who wrote the article, by its byline, else the outlet.

    >>> writer_name(Document("d", "d", "", "", byline="By Ann Lee and Bo Ek"))
    'Ann Lee and Bo Ek'
    """
    byline = " ".join((document.byline or "").split())
    byline = re.sub(r"^by\s+", "", byline, flags=re.IGNORECASE)
    names = [n.strip() for n in re.split(r",|;|\band\b|&", byline) if n.strip()]
    return _listed(names) if names else document.outlet


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _anchor(attribution: Attribution) -> int:
    for spans in (attribution.source, attribution.cue, attribution.content):
        if spans:
            return spans[0].start
    return 0


def _gender(pronoun: str) -> Gender:
    return "f" if pronoun in lexicon.SHE else "m" if pronoun in lexicon.HE else "u"


