"""Sources that are names or descriptions: "Jane Doe", "the Arizona senator", "her supporters"."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.register.countries import countries_in
from whipcount.resolve import lexicon, naming
from whipcount.resolve.entities import Entity, Role
from whipcount.resolve.institutions import institution, publisher
from whipcount.resolve.owned import own_words, owned, pair
from whipcount.resolve.phrases import expanded, head_of
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.scene import Voice
from whipcount.resolve.sources import POSSESSIVES, Phrase, joint, read_phrase, speaker_mention

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
    "professor author spokesman spokeswoman analyst strategist expert general judge ambassador speaker "
    "texan floridian ohioan californian virginian vermonter hoosier centrist moderate populist underdog newcomer "
    "outsider favorite favourite freshman standard-bearer maverick firebrand"
)  # fmt: skip
_SHORT_DESCRIPTION = 5  # words; a longer description that fits nobody's role describes somebody else
_FITS, _FITS_OWNED = 1.5, 3.0  # scores from which a role fits; with an owner ("Acme’s chief"), the owner must fit too
_ANYBODY = lexicon.words(
    "man woman boy girl person individual source insider employee worker supporter backer aide staffer official "
    "spokesman spokeswoman spokesperson reporter moderator host anchor interviewer caller heckler protester attendee "
    "voter resident witness victim officer adviser advisor assistant ally critic donor friend father mother wife "
    "husband member pilot son daughter brother sister student teacher prosecutor judge lawyer attorney respondent"
)
_OTHERS = frozenset(("other", "second", "third", "fourth", "latter", "another"))
_PLAIN = 0.6  # probability from which other words for somebody are taken to mean him
_LONG_DESCRIPTION = 8  # words
_BROUGHT_IN = 1500  # characters before "the surgeon" in which "a surgeon" would be somebody new
_OPENING = 4  # paragraphs: where a description may stand for somebody named below, and how far below
_INTRODUCES = ("a", "an", "one")
_PARTISANS = re.compile(r"Republican|Democratic|Conservative|GOP")
_BESIDE = re.compile(r"[ \u00a0][a-z]")  # "Republican calls for": the party's people speak
_COMMA = re.compile(r",[ \u00a0]*")
_THE = 4  # characters: "the "
_OFFICES = lexicon.words("senator representative governor mayor president minister congressman congresswoman")
_STATES = frozenset(lexicon.STATE_ABBREVIATIONS.values())
_DISTINCT = lexicon.words("shadow deputy vice assistant acting")
_HELD = _OFFICES | lexicon.words("secretary chancellor ambassador judge")
_PLAIN_PEOPLE = lexicon.words("man woman boy girl person")
_SOMEBODY = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}?([a-z]+)(?![\w’'])(?!,? [A-Z])"
)
_HONORIFIC = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov)\.[ \u00a0]")
_CAMPAIGN = re.compile(r"(\w)(?:['’]s|(?<=s)['’]) (?=(?:\w+ )?(?:campaign|administration|government|team|camp)$)")


def phrase_speaker(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    """Several people together, a name with what is said beside it, or a description."""
    together = joint(reading.cast, phrase)
    if together:
        name = naming.listed([naming.entity_name(e) for _, e in together])
        return source.answer(name, "group", "joint", 0.85, evidence=[e.span for _, e in together])
    if _PARTISANS.fullmatch(reading.text, *phrase.head) and _BESIDE.match(reading.text, phrase.head.end):
        party = lexicon.PARTY_WORDS[phrase.noun]
        return source.answer(f"{party}s", "group", "party_of", 0.7)
    headed = speaker_mention(reading.cast, phrase)
    if headed is None:
        return _apposed(reading, source, phrase) or _description(reading, source, phrase)
    mention, entity, role = headed
    full = len(mention.words) > 1
    if mention.start in reading.cast.misspelt:
        rule, confidence = "misspelt", 0.5
    elif reading.cast.ambiguous(mention):
        rule, confidence = "ambiguous", 0.5
    else:
        rule, confidence = ("name", 0.95) if full else ("short_name", 0.9)
    if role and not (naming.role_text(reading.text, role) and _is_role(reading.text[role.start : role.end])):
        role = None
    return reading.named(source, entity, rule, confidence, role)


def _apposed(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """The names after a description: "One delegate of the county, Jane Doe," or "two senators, Ann Roe and Bo Ek"."""
    gap = _COMMA.match(reading.text, phrase.head.end, phrase.span.end)
    named = reading.cast.inside(Span(gap.end(), phrase.span.end)) if gap else []
    if gap is None or not named:
        return None
    mention, entity = named[0]
    after = reading.text[mention.span.end : phrase.span.end].strip()
    if (mention.role or mention.span).start - gap.end() > _THE or entity.kind == "place":
        return None
    if phrase.plural:
        rest = read_phrase(reading.text, Span(gap.end(), phrase.span.end))
        return phrase_speaker(reading, source, rest) if joint(reading.cast, rest) else None
    person = phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES
    if (after and after[0] not in ",(–—-") or (person and entity.kind == "organisation") or mention.possessive:
        return None
    return reading.named(source, entity, "apposed", 0.8, phrase.head)


def _later(reading: Reading, phrase: Phrase) -> Entity | None:
    """Somebody introduced only afterwards, whose role fits: "one lawmaker", in the headline or at the start."""
    at = phrase.head.start
    place = reading.passages.paragraph(at)
    if place >= _OPENING or not (phrase.determiner in _INTRODUCES or phrase.definite or len(phrase.words) == 1):
        return None
    words = set(expanded(reading.text[at : phrase.head.end]))
    noun = lexicon.ABBREVIATED_TITLES.get(phrase.noun, phrase.noun)
    last = reading.passages.paragraphs[min(place + _OPENING, len(reading.passages.paragraphs) - 1)].end
    for mention, entity in reading.cast.inside(Span(phrase.span.end, last)):
        known = any(e.entity.key == entity.key for e in reading.scene.events)
        if entity.kind != "person" or known or len(mention.words) < 2 or _elsewhere(entity, words):
            continue
        party = next((lexicon.PARTY_WORDS[w] for w in words if w in lexicon.PARTY_WORDS), None)
        if (party and entity.party == party) or _role_score(entity, noun, words) >= _FITS:
            return entity
    return None


def _is_role(words: str) -> bool:
    head = head_of(words)
    return head in lexicon.PERSON_NOUNS or head in lexicon.TITLES


def _description(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    person = phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES
    if phrase.determiner in POSSESSIVES:
        return owned(reading, source, phrase)
    special = pair(reading, source, phrase) or own_words(reading, source, phrase)
    if special:
        return special
    if person and not phrase.plural and (phrase.definite or phrase.owned):
        found = _described(reading, phrase)
        voice = _same_unnamed(reading, phrase)
        if voice and (found is None or _fresher(reading, voice, found[0])):
            return reading.repeat(source, voice, "description_repeated")
        if found:
            return reading.named(source, found[0], "description_role", found[1])
    if person and not phrase.plural:
        later = _later(reading, phrase)
        if later:
            return reading.named(source, later, "description_later", 0.6)
    if person and not phrase.plural and phrase.definite:
        found = _salient(reading, phrase)
        if found:
            return reading.named(source, found[0], "description_salient", found[1])
    if phrase.definite and not person:
        known = institution(reading, source, phrase)
        if known:
            return known
    return publisher(reading, source, phrase) or _as_written(reading, source, phrase)


def _same_unnamed(reading: Reading, phrase: Phrase) -> Voice | None:
    """The unnamed person who spoke before and is called so again: "a Lakeland aide", "the aide"."""
    if not phrase.definite:
        return None
    voice = reading.scene.voice(phrase.head.start, head=lexicon.singular(phrase.noun), plural=False)
    words = set(expanded(reading.text[phrase.head.start : phrase.head.end]))
    return voice if voice and words <= set(expanded(voice.name)) else None


def _fresher(reading: Reading, voice: Voice, entity: Entity) -> bool:
    """True where an unnamed person spoke after a named one last came up, or the named one came up in what was said."""
    last = max((e.start for e in reading.scene.events if e.entity is entity), default=-1)
    named = [r.head for r in entity.roles]
    return voice.start > last or voice.head not in named


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
    lands = countries_in(reading.text[phrase.head.start : phrase.head.end])
    scored: list[tuple[float, int, Entity]] = []
    for age, entity in enumerate(e for e in reading.scene.recent(phrase.head.start) if e.kind == "person"):
        if "u" not in (gender, entity.gender) and gender != entity.gender:
            continue
        if (party and entity.party and party != entity.party) or _elsewhere(entity, words):
            continue
        if lands and not any(lands & countries_in(_role_words(reading, role)) for role in entity.roles):
            continue  # "the French president" is no other president
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


def _role_words(reading: Reading, role: Role) -> str:
    return reading.text[role.span.start : role.span.end]


def _elsewhere(entity: Entity, words: set[str]) -> bool:
    """True for "the Utah Republican" and a member for another state."""
    return entity.state is not None and bool(_STATES & words) and not words.issuperset(entity.state.split())


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
    neutral = phrase.noun in _NEUTRAL and len(phrase.words) <= _SHORT_DESCRIPTION
    if _OTHERS.intersection(w.casefold() for w in phrase.words) or not (aged or neutral or _varies(reading, phrase)):
        return None
    gender = lexicon.PERSON_NOUNS.get(phrase.noun, "u")
    found = reading.scene.person(reading.scene.query(phrase.head, "subject", gender, speaking=True))
    if found and not (aged or neutral) and found[1] < _PLAIN:
        return None
    if found is None or found[0].kind != "person" or _like_office(found[0], phrase):
        return None
    if phrase.noun in _PLAIN_PEOPLE and _just_brought_in(reading, phrase):
        return None
    if phrase.noun in _HELD and (_holds_another(found[0], phrase.noun) or _abroad(reading, found[0], phrase)):
        return None
    return found[0], round(found[1] * 0.5, 2)


def _just_brought_in(reading: Reading, phrase: Phrase) -> bool:
    """True where "a farmer" or "one voter" came up in the last sentences: "the woman" may be that one."""
    sentences = reading.passages.sentences
    start = sentences[max(0, reading.passages.sentence(phrase.head.start) - 2)].start if sentences else 0
    return any(
        lexicon.singular(match.group(1).casefold()) in lexicon.PERSON_NOUNS
        for match in _SOMEBODY.finditer(reading.text, start, phrase.head.start)
    )


def _abroad(reading: Reading, entity: Entity, phrase: Phrase) -> bool:
    """True for "the French president" and somebody who is president, but not said to be so of France."""
    lands = countries_in(reading.text[phrase.head.start : phrase.head.end])
    held = [role for role in entity.roles if role.head == phrase.noun]
    return bool(lands and held) and not any(lands & countries_in(_role_words(reading, role)) for role in held)


def _holds_another(entity: Entity, office: str) -> bool:
    """True for somebody who is said to hold or have held other offices, but never this one."""
    heads = {role.head for role in entity.roles}
    return office not in heads and bool(heads & _HELD)


def _varies(reading: Reading, phrase: Phrase) -> bool:
    """True for "the retired surgeon": other words for somebody known, unless a surgeon was brought in before.

    News calls the person a story is about by what he is. Words for anybody ("the woman"), and those that name somebody
    else ("the Doe supporter"), are left alone.
    """
    start = max(0, phrase.head.start - _BROUGHT_IN)
    brought = re.compile(rf"\b(?:an?|one|another|some)[ \u00a0](?:[\w’'-]+[ \u00a0]){{0,4}}{re.escape(phrase.noun)}\b")
    return (
        phrase.noun not in _ANYBODY and len(phrase.words) <= _LONG_DESCRIPTION
        and all(e.kind not in ("person", "open") for _, e in reading.cast.inside(phrase.head))
        and brought.search(reading.text, start, phrase.head.start) is None
    )  # fmt: skip


def _like_office(entity: Entity, phrase: Phrase) -> bool:
    """True where somebody holds an office like the one described, but not it: "the deputy chancellor"."""
    noun = lexicon.ABBREVIATED_TITLES.get(phrase.noun, phrase.noun)
    words = {w.casefold() for w in phrase.words}
    offices = [role for role in entity.roles if role.head == noun]
    return bool(offices) and all(_DISTINCT & (words ^ role.words) for role in offices)


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
        name = _HONORIFIC.sub("", _CAMPAIGN.sub(r"\1 ", name))
    behalf = naming.represented(reading.cast, phrase.head)
    return source.answer(name or None, kind, "description_kept", 0.7 if kind != "none" else 0.5, behalf=behalf)
