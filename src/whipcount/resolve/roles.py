"""What the text says a named actor is: titles, appositions, "X is the …", party and constituency."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity, Role
from whipcount.resolve.mentions import Mention
from whipcount.resolve.parties import party_beside, party_named
from whipcount.resolve.phrases import WORD, expanded, extend_left, head_of

PARTY = re.compile(
    r"[ \u00a0]?\((?P<letter>R|D|I|L|Con|Lab|LD|SNP)\.?(?:[-–—,][ ]?(?P<state>[A-Z][A-Za-z. ]{1,20}))?\)"
    r"|,[ \u00a0](?P<comma>R|D|I)[-–—](?P<cstate>[A-Z][A-Za-z.]{1,14})"
    r"|,[ \u00a0](?:an?[ ])?(?P<word>Republican|Democrat|Independent|Conservative|Labour|Libertarian)"
    r"(?:[ ](?:of|from)[ ](?P<wstate>(?:(?:New|North|South|West|Rhode)[ ])?[A-Z][a-z]+))?"
)
_OF_STATE = re.compile(r"[ \u00a0]of[ \u00a0]((?:(?:New|North|South|West|Rhode)[ \u00a0])?[A-Z][a-z]+)")
AGE = re.compile(r",[ \u00a0]\d{1,3}(?=,|[ \u00a0]and|\.|;)")
APPOSITION = re.compile(
    r"(?:[ \u00a0]?\([^()\n]{1,40}\))?,[ \u00a0](?:\d{1,3},[ \u00a0])?(?:who (?:is|was|serves as|became) )?"
    r"((?!(?:and|but|or|who|which|where|when|while|said|says|told|as|in|on|at|to|with) )"
    r"(?:[^,.;:—–\n\"“”()]|(?<=[ \u00a0]Mr)\.|(?<=Mrs)\.|(?<=[ \u00a0]Ms)\.|(?<=Sen)\.|(?<=Rep)\.|(?<=Gov)\.|"
    r"(?<=[ \u00a0.][A-Z])\.){3,120})"
)
_COPULA = re.compile(
    r"[ \u00a0](?:is|was|became|, as)[ \u00a0]((?:an?|the|one of the)[ \u00a0][^,.;:—–\n\"“”()]{3,90})"
)
_KIN = re.compile(
    r"\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)[ \u00a0]((?:[a-z]+[ \u00a0])?(?:wife|husband|son|daughter|brother|"
    r"sister|father|mother|uncle|aunt|cousin|nephew|niece|fiancée?|partner|mom|dad)),[ \u00a0]$"
)
_ROLE_END = re.compile(
    r"\s(?:who|which|that|whose|said|says|told|asked|and (?:a )?(?:former )?[A-Z]|but|has|have|had|is|was|were|will|"
    r"would)\b"
)
# "As he met Jane Doe, his son said": a clause of its own, not what Jane Doe is.
_CLAUSE = re.compile(r"(?:[\w’'.-]+[ \u00a0]){1,5}?(?:said|says|told|asked|wrote|added|announced|tweeted)\b")
_ROLE_HEAD_WITHIN = 7  # words; a head noun further on belongs to a clause, not to an apposition


def learn(text: str, entity: Entity, mention: Mention) -> None:
    """Note what the words around a mention say of an entity: roles, party, constituency, gender."""
    start, end = mention.span
    if mention.role:
        left = extend_left(text, mention.role.start)
        _add_role(text, entity, Span(left, mention.role.end))
    else:
        left = extend_left(text, start)
        if left < start:
            _add_role(text, entity, Span(left, len(text[:start].rstrip()) if start - left < 200 else start))
    kin = _KIN.search(text, max(0, start - 40), start)
    if kin:
        _add_role(text, entity, Span(kin.start(1), kin.end(1)))
    after = text[end : end + 160]
    if mention.possessive:
        return
    party, beside = PARTY.match(after), party_beside(text, start, end)
    if beside and entity.party is None:
        entity.party = beside[0]
    elif party:
        _party(entity, party)
    state = _OF_STATE.match(after)
    if state and (state.group(1) in lexicon.PLACES or state.group(1).replace(" ", "_") in lexicon.COMPOUND_PLACES):
        entity.state = entity.state or state.group(1).casefold()
    if entity.kind != "person":
        return
    apposition = APPOSITION.match(after)
    if apposition and not _CLAUSE.match(apposition.group(1)):
        _add_phrase(text, entity, end + apposition.start(1), apposition.group(1))
    copula = _COPULA.match(after)
    if copula:
        _add_phrase(text, entity, end + copula.start(1), copula.group(1))


def _add_phrase(text: str, entity: Entity, start: int, phrase: str) -> None:
    cut = _ROLE_END.search(phrase)
    phrase = (phrase[: cut.start()] if cut else phrase).rstrip()
    head = head_of(phrase)
    early = head in [w.casefold() for w in WORD.findall(phrase)[:_ROLE_HEAD_WITHIN]] or head in ("representative",)
    if early and (head in lexicon.PERSON_NOUNS or head in lexicon.TITLES):
        _add_role(text, entity, Span(start, start + len(phrase)))


def _add_role(text: str, entity: Entity, span: Span) -> None:
    if span.end <= span.start:
        return
    phrase = text[span.start : span.end]
    said = expanded(phrase)
    words = frozenset(said)
    entity.roles.append(Role(span, words, head_of(phrase)))
    if entity.gender == "u":
        shown = {lexicon.PERSON_NOUNS[w] for w in words if w in lexicon.PERSON_NOUNS} - {"u"}
        if len(shown) == 1 and head_of(phrase) in lexicon.PERSON_NOUNS:
            entity.gender = lexicon.PERSON_NOUNS[head_of(phrase)]
    entity.party = entity.party or party_named(phrase)
    for word in said:  # in text order: a set's order changes from run to run
        if entity.party is None and word in lexicon.PARTY_WORDS:
            entity.party = lexicon.PARTY_WORDS[word]


def _party(entity: Entity, match: re.Match[str]) -> None:
    letter = match.group("letter") or match.group("comma")
    word = match.group("word")
    if letter:
        entity.party = lexicon.PARTY_LETTERS.get(letter.casefold(), entity.party)
    elif word:
        entity.party = lexicon.PARTY_WORDS.get(word.casefold(), word)
    state = (match.group("state") or match.group("cstate") or match.group("wstate") or "").casefold().rstrip(".")
    if state:
        entity.state = lexicon.STATE_ABBREVIATIONS.get(state, state)
