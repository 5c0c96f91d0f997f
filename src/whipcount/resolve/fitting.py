"""How well a description fits what the document says somebody is."""

from __future__ import annotations

from whipcount.register.countries import countries_in
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity, Role
from whipcount.resolve.reading import Reading

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
FITS, FITS_OWNED = 1.5, 3.0  # scores from which a role fits; with an owner ("Acme’s chief"), the owner must fit too
DISTINCT = lexicon.words("shadow deputy vice assistant acting")
"""Words that make an office another one."""
_STATES = frozenset(lexicon.STATE_ABBREVIATIONS.values())
_BESIDE_BEFORE, _BESIDE_AFTER = 30, 60  # characters around a name in which its country may stand


def role_words(reading: Reading, role: Role) -> str:
    """The words of a role as written."""
    return reading.text[role.span.start : role.span.end]


def party_of(words: set[str]) -> str | None:
    """The party that a description names; of several the first in the alphabet, so that every run answers alike."""
    return next((lexicon.PARTY_WORDS[word] for word in sorted(words) if word in lexicon.PARTY_WORDS), None)


def elsewhere(entity: Entity, words: set[str]) -> bool:
    """True for "the Utah Republican" and a member for another state."""
    return entity.state is not None and bool(_STATES & words) and not words.issuperset(entity.state.split())


def role_score(entity: Entity, noun: str, words: set[str]) -> float:
    """How well the best of a person's roles fits: 2 for the head noun, 1.5 for a synonym, 1 for each further word."""
    alike = frozenset((noun,)).union(*(group for group in _SYNONYMS if noun in group))
    best = 0.0
    for role in entity.roles:
        if DISTINCT & (words ^ role.words):
            continue  # a shadow minister is not the minister
        within = noun in role.words  # "a billionaire investor"; in a long role the word may belong to somebody else
        near = role.head in alike or (within and len(role.words) <= 3)
        hit = 2.0 if noun == role.head else 1.5 if near else 1.0 * within
        best = max(best, hit + len((words - {noun}) & role.words))
    return best


def of_land(reading: Reading, entity: Entity, lands: frozenset[str] | set[str]) -> bool:
    """Whether the text ties somebody to one of these countries: in a role, or right beside a title and name."""
    if any(lands & countries_in(role_words(reading, role)) for role in entity.roles):
        return True
    for at, known in reading.cast.entity_of.items():
        mention = reading.cast.mentions[at]
        if known is entity and mention.role and len(mention.words) > 1:
            sentence = reading.passages.sentence_span(mention.start)
            start = max(sentence.start, mention.role.start - _BESIDE_BEFORE)
            if lands & countries_in(reading.text[start : min(sentence.end, mention.span.end + _BESIDE_AFTER)]):
                return True
    return False
