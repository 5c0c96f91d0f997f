"""Sources that belong to somebody: "her campaign", "my father", "Doe’s mind"."""

from __future__ import annotations

from dataclasses import replace

from whipcount.model import Span
from whipcount.resolve import lexicon, naming
from whipcount.resolve.entities import Entity, Role, agrees, folded
from whipcount.resolve.kinship import SPOUSES, spouse_of
from whipcount.resolve.phrases import expanded
from whipcount.resolve.pronouns import first_person
from whipcount.resolve.reading import Answer, Reading, Source
from whipcount.resolve.sources import Phrase

KIN = lexicon.words(
    "wife husband son daughter brother sister father mother uncle aunt cousin nephew niece grandson granddaughter "
    "grandfather grandmother mom dad fiancé fiancée girlfriend boyfriend ex-wife ex-husband stepson stepdaughter"
)
_SHORT, _TOGETHER = 4, 12  # words of "the committee chairmen", and sentences since those people spoke together
# What says in "Doe’s mind" no more than that Doe thinks or says so.
_OWN = lexicon.words("mind view opinion eye word remark comment telling tweet speech heart imagination head estimation")
_REPRESENTS = lexicon.words(
    "campaign spokesman spokeswoman spokesperson lawyer attorney surrogate aide adviser advisor representative manager "
    "team camp"
)


def owned(reading: Reading, source: Source, phrase: Phrase) -> Answer:
    """In "his campaign", "her supporters", the pronoun is replaced by the name it stands for."""
    rest = " ".join(reading.text[phrase.head.start : phrase.head.end].split()[1:])
    kind = naming.kind_of(phrase)
    noun = lexicon.singular(phrase.noun)
    owner, name = _owner(reading, source, phrase)
    if noun in KIN and not phrase.plural:
        relative = _relative(reading, noun, phrase.head.start, owner)
        if relative:
            return reading.named(source, relative, "relative_of", 0.7)
    holder = _whose(reading, noun, owner) if owner is not None and not phrase.plural else None
    if holder:
        return reading.named(source, holder, "relative_of", 0.55)
    if not name:
        return source.answer(rest or None, kind, "owned_unresolved", 0.4)
    if owner is not None and (noun in _OWN or (noun in lexicon.DOCUMENT_NOUNS and not phrase.plural)):
        return reading.named(source, owner, "own_words", 0.6)
    behalf = name if noun in _REPRESENTS else None
    short = naming.surname(owner) if owner is not None and owner.kind == "person" else name
    name = f"{short} {rest}" if kind == "organisation" else f"{short}’s {rest}"
    return source.answer(name, kind, "owned", 0.6, behalf=behalf, evidence=[owner.span] if owner else [])


def _owner(reading: Reading, source: Source, phrase: Phrase) -> tuple[Entity | None, str | None]:
    """Whom the possessive means, and what he is called."""
    at, word = phrase.head.start, phrase.determiner
    owner: Entity | None = None
    if word in ("his", "her"):
        found = reading.person(Span(at, at + len(word)))
        owner = found[0] if found else None
    elif word == "its":
        owner = reading.scene.organisation(at, 4)
    elif word in ("my", "our"):
        speaker, owner = first_person(reading, source)
        if owner is None:
            return None, speaker.name
    elif word == "their":
        voice = reading.scene.voice(at, plural=True, within=4)
        return None, voice.name if voice else None
    return owner, naming.entity_name(owner) if owner is not None else None


def _relative(reading: Reading, noun: str, at: int, owner: Entity | None) -> Entity | None:
    """The person whom the document calls somebody’s wife, father …: the one named last, else the next one."""
    spouse = spouse_of(reading.cast.couples, owner) if owner is not None and noun in SPOUSES else None
    if spouse is not None and agrees(spouse.gender, lexicon.PERSON_NOUNS.get(noun, "u")):
        return spouse
    found = [e for e in reading.cast.people if any(r.head == noun for r in e.roles)]
    before = [e for e in found if e.span.start < at]
    return before[-1] if before else found[0] if found else None


def _whose(reading: Reading, noun: str, owner: Entity) -> Entity | None:
    """The one person whom the document calls somebody's lawyer or friend, for "her lawyer"."""
    if noun not in lexicon.PERSON_NOUNS:
        return None
    found = [
        e for e in reading.cast.people
        if e is not owner and any(r.head == noun and owner.family in r.words for r in e.roles)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def holds_for(reading: Reading, phrase: Phrase) -> Entity | None:
    """The one person whom the document, if only below, calls so: "Doe’s campaign manager", "Doe’s wife"."""
    whose = [e for _, e in reading.cast.inside(phrase.head)]
    named, owners = {e.key for e in whose}, {e.family for e in whose}
    names = {folded(w) for e in whose for w in e.words}
    asked = frozenset(expanded(reading.text[phrase.head.start : phrase.head.end])) - names

    def called_so(e: Entity, role: Role) -> bool:
        if role.head != phrase.noun:
            return False
        kin = phrase.noun in KIN and e.family in owners
        return kin or bool(owners & role.words and asked <= role.words) or (len(asked) > 1 and asked == role.words)

    found = [e for e in reading.cast.people if e.key not in named and any(called_so(e, r) for r in e.roles)]
    return found[0] if len(found) == 1 else None


def own_words(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """Doe, where the source is "Doe’s mind" or "Doe’s words"."""
    if lexicon.singular(phrase.noun) not in _OWN:
        return None
    for mention, entity in reading.cast.inside(phrase.head):
        if mention.possessive and entity.kind in ("person", "open") and mention.start - phrase.head.start < 2:
            return reading.named(source, entity, "own_words", 0.7)
    return None


def _joint_again(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """The people who spoke together before: "Jane Doe and Bo Ek wrote … The senators said"."""
    plain = phrase.plural and phrase.determiner == "the" and len(phrase.words) <= _SHORT
    if not plain or phrase.owned or lexicon.singular(phrase.noun) not in lexicon.PERSON_NOUNS:
        return None
    voice = reading.scene.voice(phrase.head.start, plural=True, within=_TOGETHER)
    if voice is None or " and " not in voice.name or voice.head == lexicon.singular(phrase.noun):
        return None
    together = [e for e in reading.cast.people if e.span in voice.evidence]
    noun = lexicon.singular(phrase.noun)
    if len(together) < 2 or not any(noun == lexicon.singular(r.head) for e in together for r in e.roles):
        return None
    speaker, found = reading.repeat(source, voice, "joint_again")
    return replace(speaker, kind="group"), found


def pair(reading: Reading, source: Source, phrase: Phrase) -> Answer | None:
    """The two people in mind, in the order of the text, for "the two" or "both men"."""
    again = _joint_again(reading, source, phrase)
    if again:
        return again
    words = [w.casefold() for w in phrase.words]
    counted = words[:2] == ["the", "two"] or words[:1] == ["both"] or words in (["the", "pair"], ["each"])
    noun = lexicon.singular(words[-1]) if len(words) > 1 and words[-1] not in ("two", "pair") else "person"
    if not counted or len(words) > 3 or noun not in lexicon.PERSON_NOUNS:
        return None
    voice = reading.scene.voice(phrase.head.start, plural=True, within=3)
    if voice and " and " in voice.name and voice.name[0].isupper():
        speaker, found = reading.repeat(source, voice, "pair")
        return replace(speaker, kind="group"), found
    here, people = reading.passages.sentence(phrase.head.start), dict[int, Entity]()
    for event in reversed(reading.scene.events):
        entity = event.entity
        gender = lexicon.PERSON_NOUNS[noun]
        if event.start >= phrase.head.start or here - event.sentence > 3 or entity.kind != "person":
            continue
        if gender == "u" or entity.gender in (gender, "u"):
            people.setdefault(entity.key, entity)
        if len(people) == 2:
            both = sorted(people.values(), key=lambda e: e.span)
            name = naming.listed([naming.entity_name(e) for e in both])
            return source.answer(name, "group", "pair", 0.55, evidence=[e.span for e in both])
    return None
