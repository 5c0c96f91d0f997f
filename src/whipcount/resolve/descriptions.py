"""Sources that are names or descriptions: "Jane Doe", "the Arizona senator", "her supporters"."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.resolve import lexicon, naming
from whipcount.resolve.entities import Entity
from whipcount.resolve.institutions import institution, publisher
from whipcount.resolve.phrases import expanded, head_of
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.sources import POSSESSIVES, Phrase, joint, speaker_mention

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
_REPRESENTS = lexicon.words(
    "campaign spokesman spokeswoman spokesperson lawyer attorney surrogate aide adviser advisor representative manager "
    "team camp"
)
_SHORT_DESCRIPTION = 5  # words; a longer description that fits nobody's role describes somebody else
_FITS, _FITS_OWNED = 1.5, 3.0  # scores from which a role fits; with an owner ("Acme’s chief"), the owner must fit too
_DISTINCT = lexicon.words("shadow deputy vice assistant acting")
_CAMPAIGN = re.compile(r"(\w)(?:['’]s|(?<=s)['’]) (?=(?:\w+ )?(?:campaign|administration|government|team|camp)$)")


def phrase_speaker(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    """Several people together, a name with what is said beside it, or a description."""
    together = joint(reading.cast, phrase)
    if together:
        name = naming.listed([naming.entity_name(e) for _, e in together])
        return source.answer(name, "group", "joint", 0.85, evidence=[e.span for _, e in together])
    headed = speaker_mention(reading.cast, phrase)
    if headed is None:
        return _description(reading, source, phrase)
    mention, entity, role = headed
    full = len(mention.words) > 1
    if reading.cast.ambiguous(mention):
        rule, confidence = "ambiguous", 0.5
    else:
        rule, confidence = ("name", 0.95) if full else ("short_name", 0.9)
    if role and not (naming.role_text(reading.text, role) and _is_role(reading.text[role.start : role.end])):
        role = None
    return reading.named(source, entity, rule, confidence, role)


def _is_role(words: str) -> bool:
    head = head_of(words)
    return head in lexicon.PERSON_NOUNS or head in lexicon.TITLES


def _description(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    person = phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES
    if phrase.determiner in POSSESSIVES:
        return _owned(reading, source, phrase)
    if person and not phrase.plural and (phrase.definite or phrase.owned):
        found = _described(reading, phrase)
        if found:
            return reading.named(source, found[0], "description_role", found[1])
    if person and not phrase.plural and phrase.definite:
        voice = reading.scene.voice(phrase.head.start, head=lexicon.singular(phrase.noun), plural=False)
        if voice:
            return reading.repeat(source, voice, "description_repeated")
        found = _salient(reading, phrase)
        if found:
            return reading.named(source, found[0], "description_salient", found[1])
    if phrase.definite and not person:
        known = institution(reading, source, phrase)
        if known:
            return known
    return publisher(reading, source, phrase) or _as_written(reading, source, phrase)


def _described(reading: Reading, phrase: Phrase) -> tuple[Entity, float] | None:
    """The person whose roles fit "the former secretary of state" or "the Arizona Republican" best."""
    words = set(expanded(reading.text[phrase.head.start : phrase.head.end]))
    noun = lexicon.ABBREVIATED_TITLES.get(phrase.noun, phrase.noun)
    gender = lexicon.PERSON_NOUNS.get(noun, "u")
    party = next((lexicon.PARTY_WORDS[w] for w in words if w in lexicon.PARTY_WORDS), None)
    owned = phrase.owned and not phrase.definite
    enough = _FITS_OWNED if owned else _FITS
    owners = (
        {w for word in phrase.words if word.endswith(("’s", "'s")) for w in expanded(word)} if owned else set[str]()
    )
    scored: list[tuple[float, int, Entity]] = []
    for age, entity in enumerate(e for e in reading.scene.recent(phrase.head.start) if e.kind == "person"):
        if "u" not in (gender, entity.gender) and gender != entity.gender:
            continue
        if party and entity.party and party != entity.party:
            continue
        if owners and not any(owners & role.words for role in entity.roles):
            continue  # "Acme’s chief" is nobody whom the text does not tie to Acme
        score = _role_score(entity, noun, words)
        score += 1.5 * bool(party and entity.party == party)
        score += 1.5 * bool(entity.state and words.issuperset(entity.state.split()))
        if score >= enough:
            scored.append((score - 0.05 * age, -age, entity))
    if not scored:
        return None
    scored.sort(key=lambda s: (-s[0], -s[1]))
    margin = scored[0][0] - (scored[1][0] if len(scored) > 1 else 0.0)
    return scored[0][2], 0.8 if margin >= 0.5 else 0.55


def _role_score(entity: Entity, noun: str, words: set[str]) -> float:
    """How well the best of a person's roles fits: 2 for the head noun, 1.5 for a synonym, 1 for each further word."""
    alike = frozenset((noun,)).union(*(group for group in _SYNONYMS if noun in group))
    best = 0.0
    for role in entity.roles:
        if _DISTINCT & (words ^ role.words):
            continue  # a shadow minister is not the minister
        within = noun in role.words  # "a billionaire investor"; in a long role the word may belong to somebody else
        near = role.head in alike or (within and len(role.words) <= 3)
        hit = 2.0 if noun == role.head else 1.5 if near else 1.0 * within
        best = max(best, hit + len((words - {noun}) & role.words))
    return best


def _salient(reading: Reading, phrase: Phrase) -> tuple[Entity, float] | None:
    """Without a fitting role: whoever is most in mind, for nouns that fit nearly anybody in the news."""
    aged = any("-year-old" in w for w in phrase.words)
    if not aged and (phrase.noun not in _NEUTRAL or len(phrase.words) > _SHORT_DESCRIPTION):
        return None
    gender = lexicon.PERSON_NOUNS.get(phrase.noun, "u")
    found = reading.scene.person(reading.scene.query(phrase.head, "subject", gender, speaking=True))
    return (found[0], round(found[1] * 0.5, 2)) if found else None


def _as_written(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    """A group, an unnamed source or an institution, called by the words of the text."""
    kind = naming.kind_of(phrase)
    named = reading.cast.inside(phrase.head)
    if kind == "none" and named and lexicon.singular(phrase.noun) in lexicon.DOCUMENT_NOUNS:
        kind = "organisation"
    if kind == "none" and not named and len(phrase.words) == 1 and phrase.words[0][0].isupper():
        kind = "organisation"
    name = naming.description(reading.text, phrase)
    if kind == "organisation":
        name = _CAMPAIGN.sub(r"\1 ", name)
    behalf = naming.represented(reading.cast, phrase.head)
    return source.answer(name or None, kind, "description_kept", 0.7 if kind != "none" else 0.5, behalf=behalf)


def _owned(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    """In "his campaign", "her supporters", the pronoun is replaced by the name it stands for."""
    at, owner = phrase.head.start, None
    rest = " ".join(reading.text[phrase.head.start : phrase.head.end].split()[1:])
    kind = naming.kind_of(phrase)
    if phrase.determiner in ("his", "her"):
        found = reading.person(Span(at, at + len(phrase.determiner)))
        owner = found[0] if found else None
    elif phrase.determiner == "its":
        owner = reading.scene.organisation(at, 4)
    if owner is None:
        return source.answer(rest or None, kind, "owned_unresolved", 0.4)
    short = naming.surname(owner) if owner.kind == "person" else naming.entity_name(owner)
    name = f"{short} {rest}" if kind == "organisation" else f"{short}’s {rest}"
    behalf = naming.entity_name(owner) if lexicon.singular(phrase.noun) in _REPRESENTS else None
    return source.answer(name, kind, "owned", 0.6, behalf=behalf, evidence=[owner.span])
