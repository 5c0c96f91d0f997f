"""Sources that are names or descriptions: "Jane Doe", "the Arizona senator", "her supporters"."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.register.countries import countries_in
from whipcount.resolve import lexicon, naming
from whipcount.resolve.bodies import may_be_body
from whipcount.resolve.entities import Entity, agrees
from whipcount.resolve.fitting import DISTINCT, FITS, FITS_OWNED, elsewhere, of_land, party_of, role_score
from whipcount.resolve.institutions import institution, publisher
from whipcount.resolve.openings import body_below, named_below
from whipcount.resolve.owned import holds_for, own_words, owned, pair
from whipcount.resolve.phrases import expanded, extend_left, head_of
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.scene import Voice
from whipcount.resolve.sources import (
    OF_PLACE,
    POSSESSIVES,
    Phrase,
    bodies_together,
    joint,
    read_phrase,
    speaker_mention,
)
from whipcount.resolve.works import POLLS

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
_ANYBODY = lexicon.words(
    "man woman boy girl person individual source insider employee worker supporter backer aide staffer official "
    "spokesman spokeswoman spokesperson reporter moderator host anchor interviewer caller heckler protester attendee "
    "voter resident witness victim officer adviser advisor assistant ally critic donor friend father mother wife "
    "husband member pilot son daughter brother sister student teacher prosecutor judge lawyer attorney respondent"
)
_OTHERS = frozenset(("other", "second", "third", "fourth", "latter", "another"))
_PLAIN = 0.6  # probability from which other words for somebody are taken to mean him
_SURE = 0.85  # the same for "the Italian", which says nothing that the text need have said before
_LONG_DESCRIPTION = 8  # words
_BROUGHT_IN = 1500  # characters before "the surgeon" in which "a surgeon" would be somebody new
_PARTISANS = re.compile(r"Republican|Democratic|Conservative|GOP")
_BESIDE = re.compile(r"[ \u00a0][a-z]")  # "Republican calls for": the party's people speak
# "Berlin, Paris and other capitals": those named stand for more.
_AFTER_BEARER = re.compile(r"(?:[ \u00a0]\([^()\n]{1,40}\))?,[ \u00a0]")
_AND_OTHERS = re.compile(
    r"((?:[A-Z][\w.’'-]*[ \u00a0])*[A-Z][\w.’'-]*(?:,[ \u00a0](?:[A-Z][\w.’'-]*[ \u00a0]?){1,4})*)"
    r",?[ \u00a0]and[ \u00a0](?:(?:many|several|some)[ \u00a0])?other[ \u00a0](?:[\w.’'-]+[ \u00a0]){0,3}[\w’'-]+s"
)
_COMMA = re.compile(r",[ \u00a0]*|[ \u00a0]*(?:--|[–—])[ \u00a0]*")
_THE = 4  # characters: "the "
_OFFICES = lexicon.words("senator representative governor mayor president minister congressman congresswoman")
_HELD = _OFFICES | lexicon.words("secretary chancellor ambassador judge")
_HOME = countries_in("American")  # said of Americans only where it is no matter of course
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
    bodies = bodies_together(reading.cast, phrase)
    if bodies:
        name = naming.listed([naming.entity_name(e) for _, e in bodies])
        return source.answer(name, "group", "joint", 0.8, evidence=[e.span for _, e in bodies])
    others = _AND_OTHERS.fullmatch(reading.text, *phrase.span)
    if others and reading.cast.inside(Span(phrase.span.start, others.end(1))):
        name = " ".join(reading.text[phrase.span.start : phrase.span.end].strip(" ,.\u00a0").split())
        return source.answer(name, "group", "and_others", 0.7)
    one = phrase.span.start == 0 and phrase.noun in lexicon.PERSON_NOUNS  # "Republican assails plan" in a headline
    if not one and _PARTISANS.fullmatch(reading.text, *phrase.head) and _BESIDE.match(reading.text, phrase.head.end):
        party = lexicon.PARTY_WORDS[phrase.noun]
        return source.answer(f"{party}s", "group", "party_of", 0.7)
    headed = speaker_mention(reading.cast, phrase)
    if headed is None:
        return _apposed(reading, source, phrase) or _description(reading, source, phrase)
    mention, entity, role = headed
    poll = publisher(reading, source, phrase) if phrase.noun in POLLS else None
    if poll:
        return poll
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
    after = OF_PLACE.sub("", reading.text[mention.span.end : phrase.span.end].strip())
    left = extend_left(reading.text, (mention.role or mention.span).start)
    if left - gap.end() > _THE or entity.kind == "place":
        return None
    if phrase.plural:
        rest = read_phrase(reading.text, Span(gap.end(), phrase.span.end))
        return phrase_speaker(reading, source, rest) if joint(reading.cast, rest) else None
    person = phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES
    person = person and phrase.noun not in lexicon.ORGANISATION_NOUNS | lexicon.TRADES  # "the regulator"
    if (after and after[0] not in ",(–—-") or (person and entity.kind == "organisation") or mention.possessive:
        return None
    return reading.named(source, entity, "apposed", 0.8, phrase.head)


def _is_role(words: str) -> bool:
    head = head_of(words)
    return head in lexicon.PERSON_NOUNS or head in lexicon.TITLES


def _description(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    person = phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES or _by_age_or_land(phrase)
    if phrase.determiner in POSSESSIVES:
        return owned(reading, source, phrase)
    bearer = _said_of_the_last(reading, source, phrase)
    if bearer:
        return reading.named(source, bearer, "apposition", 0.8, phrase.head)
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
    if person and not phrase.plural and phrase.owned:
        holder = holds_for(reading, phrase)
        if holder:
            return reading.named(source, holder, "description_later", 0.6)
    if person and not phrase.plural:
        below = named_below(reading, source, phrase)
        if below:
            return reading.named(source, below[0], "description_later", below[1])
    if person and not phrase.plural and phrase.definite:
        found = _salient(reading, phrase)
        if found:
            return reading.named(source, found[0], "description_salient", found[1])
    if phrase.definite and not person:
        known = institution(reading, source, phrase)
        if known:
            return known
    body = None if person else body_below(reading, source, phrase)
    if body:
        return reading.named(source, body, "description_later", 0.45)
    return publisher(reading, source, phrase) or _as_written(reading, source, phrase)


def _said_of_the_last(reading: Reading, source: Source, phrase: Phrase) -> Entity | None:
    """Whose name stands right before "a group" in "Clean Rivers, a group set up to promote …".

    What is followed at once by what it does ("According to Jane Doe, a farmer said") is a subject of its own.
    """
    cue = source.attribution.cue
    start, end = phrase.head.start, source.spans[-1].end
    apart = bool(cue) and cue[0].start > end and bool(reading.text[end : cue[0].start].strip())
    if not apart or phrase.plural or phrase.determiner not in ("a", "an", "the"):
        return None
    for mention, entity in reading.cast.before(start, 1):
        beside = _AFTER_BEARER.fullmatch(reading.text, mention.span.end, start)
        if beside is None or mention.possessive:
            return None
        if phrase.noun in lexicon.ORGANISATION_NOUNS:
            return entity if may_be_body(entity) else None
        person = phrase.noun in lexicon.PERSON_NOUNS and entity.kind == "person" and len(mention.words) > 1
        return entity if person and agrees(entity.gender, lexicon.PERSON_NOUNS[phrase.noun]) else None
    return None


def _by_age_or_land(phrase: Phrase) -> bool:
    """True for "the 58-year-old" and "the Italian": one person, called by nothing else."""
    if not phrase.definite or not phrase.words or len(phrase.words) > 2:
        return False
    return phrase.noun.endswith("-year-old") or phrase.names_by_land


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
    party = party_of(words)
    owned = phrase.owned and not phrase.definite
    enough = FITS_OWNED if owned else FITS
    owners = (
        {w for word in phrase.words if word.endswith(("’s", "'s")) for w in expanded(word)} if owned else set[str]()
    )
    lands = countries_in(reading.text[phrase.head.start : phrase.head.end])
    scored: list[tuple[float, int, Entity]] = []
    for age, entity in enumerate(e for e in reading.scene.recent(phrase.head.start) if e.kind == "person"):
        if "u" not in (gender, entity.gender) and gender != entity.gender:
            continue
        if (party and entity.party and party != entity.party) or elsewhere(entity, words):
            continue
        if lands - _HOME and not of_land(reading, entity, lands):
            continue  # "the French president" is no other president
        if owners and not any(owners & role.words for role in entity.roles):
            continue  # "Acme’s chief" is nobody whom the text does not tie to Acme
        score = role_score(entity, noun, words)
        score += 1.5 * bool(party and entity.party == party)
        score += 1.5 * bool(entity.state and words.issuperset(entity.state.split()))
        if score >= enough:
            scored.append((score - 0.05 * age, -age, entity))
    if not scored:
        return None
    scored.sort(key=lambda s: (-s[0], -s[1]))
    margin = scored[0][0] - (scored[1][0] if len(scored) > 1 else 0.0)
    return scored[0][2], 0.8 if margin >= 0.5 else 0.55


def _salient(reading: Reading, phrase: Phrase) -> tuple[Entity, float] | None:
    """Without a fitting role: whoever is most in mind, for nouns that fit nearly anybody in the news."""
    aged = any("-year-old" in w for w in phrase.words)
    neutral = (phrase.noun in _NEUTRAL and len(phrase.words) <= _SHORT_DESCRIPTION) or _by_age_or_land(phrase)
    if _OTHERS.intersection(w.casefold() for w in phrase.words) or not (aged or neutral or _varies(reading, phrase)):
        return None
    gender = lexicon.PERSON_NOUNS.get(phrase.noun, "u")
    found = reading.scene.person(reading.scene.query(phrase.head, "subject", gender, speaking=True))
    needed = _SURE if phrase.names_by_land else 0.0 if (aged or neutral) and not _by_age_or_land(phrase) else _PLAIN
    if found and found[1] < needed:
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
    """True for "the French president" and somebody whom the text does not tie to France."""
    lands = countries_in(reading.text[phrase.head.start : phrase.head.end])
    return bool(lands - _HOME) and not of_land(reading, entity, lands)


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
    return bool(offices) and all(DISTINCT & (words ^ role.words) for role in offices)


def _as_written(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    """A group, an unnamed source or an institution, called by the words of the text."""
    kind = naming.kind_of(phrase)
    named = reading.cast.inside(phrase.head)
    document = lexicon.singular(phrase.noun) in lexicon.DOCUMENT_NOUNS
    if kind == "none" and named and document:
        kind = "organisation"
    numbered = len(phrase.words) == 2 and phrase.words[1].isdigit()  # "Channel 9"
    if (
        kind == "none"
        and (numbered or (not named and len(phrase.words) == 1 and not document))
        and phrase.words[0][0].isupper()
    ):
        kind = "organisation"
    name = naming.description(reading.text, phrase)
    if kind == "organisation":
        name = _HONORIFIC.sub("", _CAMPAIGN.sub(r"\1 ", name))
    behalf = naming.represented(reading.cast, phrase.head)
    return source.answer(name or None, kind, "description_kept", 0.7 if kind != "none" else 0.5, behalf=behalf)
