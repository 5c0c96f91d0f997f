"""Turn an entity or a description into a ``Speaker``: name, kind, role, party, whom it speaks for, evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whipcount.model import Span, Speaker, SpeakerKind
from whipcount.resolve import lexicon
from whipcount.resolve.cast import Cast
from whipcount.resolve.entities import Entity, folded
from whipcount.resolve.sources import Phrase

_ARTICLE = re.compile(r"^(?:(?:the|a|an|this|that|these|those|said|\w+day['’]s)\s+)+", re.IGNORECASE)
_ROLE_TRIM = re.compile(r"^(?:(?:the|a|an|and|with|his|her|their)\s+)+", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person|people|men|women)|lawyers?|attorneys?|solicitors?|barristers?|surrogates?|"
    r"representatives?|agents?|campaign managers?|press secretar(?:y|ies)|advis[eo]rs?|aides?)\b"
    r"(?:[^,;]{0,40}?\b(?:for|to)|[ \u00a0]of)\s+(?:the\s+)?|"
    r"\b(?:sources?|people|persons?|someone|somebody|figures?|officials?|insiders?|friends?|diplomats?)"
    r"[ \u00a0]close[ \u00a0]to\s+(?:the\s+)?",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?:['’]s?)?\s+(?:(?:campaign|presidential|senior|chief|top|former|press|legal|communications)\s+){0,3}"
    r"(?:spokes(?:man|woman|person|people|men|women)|lawyers?|attorneys?|campaign|surrogates?|press secretary|"
    r"campaign manager|campaign chair(?:man|woman)?|representatives?|advis[eo]rs?|aides?|strategists?|camp|team)\b"
)


HIS = re.compile(
    r"(his|her)[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}?(?:spokes\w+|lawyer|attorney|campaign (?:manager|chair\w*)|"
    r"press secretary|surrogate|aide|advis[eo]r|representative)\b",
    re.IGNORECASE,
)
"""A role that belongs to whom "his" means and speaks for him."""
_THE_CAMPAIGN = re.compile(
    r"\b(?:the|a) campaign['’]s [a-z ]{0,30}(?:secretary|spokes\w+|manager|chair\w*|director|counsel)|"
    r"(?:\b(?:the|a) |^)campaign (?:spokes\w+|manager|chair\w*)"
)
_BODY = re.compile(r"(?:['’]s?)?[ \u00a0](?:[a-z-]+[ \u00a0])?(campaign|administration)\b")
_CAMPAIGN = re.compile(r"(?:['’]s?)?[ \u00a0](?:[a-z-]+[ \u00a0])?(?:campaign|camp|team)\b")
_HONORIFIC = re.compile(r"\s?(?:(?:Mr|Ms|Mrs|Dr|Sir|Lord)\.?[ \u00a0])?")
_SPEAKS = re.compile(
    r", (?:who (?:represents?|speaks for|spoke for)|speaking (?:for|on behalf of)|on behalf of|representing) (?:the )?"
)
_MINISTRY = re.compile(
    r"((?:[A-Z][a-z]+ )?(?:foreign|defen[cs]e|interior|finance|health|justice|economy|trade|energy|culture|state|home|"
    r"education|environment|agriculture|transport|labou?r|police|army|navy|air force|military|fire) "
    r"(?:ministry|department|office|service|command))(?:['’]s)? (?:[a-z]+ )?"
    r"(?:spokes(?:man|woman|person)|press secretary|lawyer)"
)
_NOUN = re.compile(r"[a-z]+$|[a-z]+(?=[^\w ])")
_FORMER = re.compile(r"\b(?:former|ex|onetime|late|then|previous)\b[ -]", re.IGNORECASE)
_ALONE = 12  # characters after a name that hold no more than "’s campaign"
_CAMPAIGN_REACH = 60  # names looked back for whose campaign "the campaign" is
_SOMEBODY = lexicon.words("source someone somebody voice narrator")
_COLLECTIVE = lexicon.words("group coalition chorus majority dozens hundreds thousands alliance bloc")
_AGENT_ENDINGS = ("er", "or", "ist", "ian", "eer", "man", "woman", "ster")
_SHARE = re.compile(
    r"(?:\w+\s+){0,3}(?:\d[\d.,]*\s?%|percent|per cent|in \d+|in (?:three|four|five|ten)|half|thirds?|quarter)\b",
    re.IGNORECASE,
)


def entity_name(entity: Entity) -> str:
    """The fullest form the document gives; a name in capitals only is set in ordinary case.

    Acronyms stay as they are; "WALLACE" in a transcript becomes "Wallace".
    """
    words = [w.title() if _shouted(w, entity) else w for w in entity.words]
    return " ".join(words).replace("\u00a0", " ")


def _shouted(word: str, entity: Entity) -> bool:
    return word.isupper() and len(word) > 3 and "." not in word and entity.kind in ("person", "open")


def entity_kind(entity: Entity) -> SpeakerKind:
    """Places stand for their governments; a name nothing is known of is taken for a person."""
    return "organisation" if entity.kind in ("organisation", "place") else "person"


def named(
    cast: Cast, entity: Entity, source: tuple[Span, ...], as_written: str, *, rule: str, confidence: float,
    role: Span | None = None,
) -> Speaker:  # fmt: skip
    """A speaker who is an entity of the document."""
    role = role or entity.role
    evidence = [*source, entity.span] + ([role] if role else [])
    return Speaker(
        name=entity_name(entity), kind=entity_kind(entity), as_written=as_written,
        on_behalf_of=_represented(cast, role) or spoken_for(cast, source), role=role_text(cast.text, role),
        party=entity.party,
        evidence=distinct(evidence), rule=rule, confidence=confidence,
    )  # fmt: skip


def role_text(text: str, role: Span | None) -> str | None:
    """A role without its article."""
    if role is None:
        return None
    words = " ".join(_ROLE_TRIM.sub("", text[role.start : role.end]).split()).strip(" ,;–—-")
    return words or None


def _represented(cast: Cast, role: Span | None) -> str | None:
    return represented(cast, role) if role else None


def represented(cast: Cast, span: Span) -> str | None:
    """Whom a spokesman, lawyer or campaign speaks for, by the names in its description."""
    text = cast.text[span.start : span.end]
    towards = _FOR.search(text)
    campaign = _THE_CAMPAIGN.search(text)
    if campaign:
        owner = campaign_owner(cast, span.start + campaign.start())
        return f"{surname(owner)} campaign" if owner else None
    if _FORMER.search(text):
        return None
    for mention, entity in cast.inside(span):
        left = mention.role.start if mention.role else mention.start
        if towards and _HONORIFIC.fullmatch(text, towards.end(), max(towards.end(), left - span.start)):
            return body_of(cast.text, mention.span.end, entity)
        if _OWNED.match(cast.text, mention.span.end, span.end):
            return (
                entity_name(entity)
                if span.end - mention.span.end < _ALONE
                else body_of(cast.text, mention.span.end, entity)
            )
    return _common(cast, text[towards.end() :]) if towards else _ministry(text)


def spoken_for(cast: Cast, source: Sequence[Span]) -> str | None:
    """Whom "Jan Holm, who represents the Northern Bank," and "Jan Holm, speaking for the union," speak for."""
    for span in source:
        speaks = _SPEAKS.search(cast.text, *span)
        if speaks is None:
            continue
        for mention, entity in cast.inside(Span(speaks.end(), span.end))[:1]:
            left = mention.role.start if mention.role else mention.start
            if entity.kind != "place" and _HONORIFIC.fullmatch(cast.text, speaks.end(), left):
                return body_of(cast.text, mention.span.end, entity)
    return None


def _ministry(text: str) -> str | None:
    """The body of "Russian defence ministry spokesman", which no capital names."""
    match = _MINISTRY.search(text)
    return match.group(1) if match else None


def _common(cast: Cast, words: str) -> str | None:
    """The one organisation that "the foundation" may be."""
    noun = _NOUN.match(words)
    if noun is None or noun.group().casefold() not in lexicon.ORGANISATION_NOUNS:
        return None
    found = [e for e in cast.by_word.get(noun.group().casefold(), []) if e.kind == "organisation"]
    return entity_name(found[0]) if len(found) == 1 else None


def body_of(text: str, at: int, entity: Entity) -> str:
    """An actor, or the campaign or administration that his name stands before."""
    body = _BODY.match(text, at)
    return f"{surname(entity)} {body.group(1)}" if body and entity.kind in ("person", "open") else entity_name(entity)


def campaign_owner(cast: Cast, at: int) -> Entity | None:
    """Whose campaign was named last before an offset."""
    for mention, entity in cast.before(at, _CAMPAIGN_REACH):
        if entity.kind in ("person", "open") and _CAMPAIGN.match(cast.text, mention.span.end):
            return entity
    return None


def description(text: str, phrase: Phrase) -> str:
    """The words of a description without leading article.

    Articles before a singular are kept off as well: "a senior official" becomes "senior official".
    """
    words = " ".join(text[phrase.head.start : phrase.head.end].split())
    return re.sub(r"['’]s$", "", _ARTICLE.sub("", words).strip(" ,;:\"“”'‘’–—-"))


def kind_of(phrase: Phrase) -> SpeakerKind:
    """Group, anonymous, organisation or none, by the head noun."""
    noun = phrase.noun
    single = lexicon.singular(noun)
    if noun in lexicon.UNNAMED_NOUNS:
        return "group" if _COLLECTIVE.intersection(w.casefold() for w in phrase.words) else "anonymous"
    if single in lexicon.DOCUMENT_NOUNS and single not in lexicon.PERSON_NOUNS:
        return "none"
    if phrase.plural and noun not in _SOMEBODY:
        return "group"
    person = noun in lexicon.PERSON_NOUNS or noun in lexicon.TITLES or phrase.names_by_land
    if person or noun in _SOMEBODY or (noun == "other" and phrase.definite):
        return "anonymous"
    if noun in lexicon.THEY | lexicon.FIRST_PLURAL and phrase.determiner in lexicon.UNNAMED:
        return "anonymous"  # "one of them"
    if noun in lexicon.ORGANISATION_NOUNS:
        return "organisation"
    if noun.endswith(_AGENT_ENDINGS) and phrase.determiner in ("a", "an", "one", "another"):
        return "anonymous"
    return "group" if noun.endswith("s") or _SHARE.match(" ".join(phrase.words)) else "none"


def surname(entity: Entity) -> str:
    """The family name as written."""
    for word in reversed(entity.words):
        if folded(word) == entity.family:
            return word.title() if _shouted(word, entity) else word
    return entity.words[-1]


def listed(names: list[str]) -> str:
    """Names as one: "A", "A and B", "A, B and C"."""
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def distinct(spans: list[Span]) -> tuple[Span, ...]:
    """Spans once each, in the order given."""
    return tuple(dict.fromkeys(s for s in spans if s.end > s.start))
