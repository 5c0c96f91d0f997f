"""Take a source phrase apart: its head, what hangs on it, and which of its names is the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.cast import Cast
from whipcount.resolve.entities import Entity
from whipcount.resolve.mentions import Mention
from whipcount.resolve.phrases import head_of

_LEAD = re.compile(r"(?:(?:according to|as|from|by|of|to|both|even|but|and|for|like|with|not only)\s+)+", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:,(?!\s*(?:Jr|Sr)\b)|\s\(|\s--|\s[–—-]\s|—|;|\b(?:who|which|that|whose|where)\b|"
    r"\b(?:including|especially|such as)\b)"
)
_TRIM = " \t\n\u00a0,;:.—–-\"“”'‘’()[]*"
_AFTER_NAME = re.compile(
    r"(?:['’]s?)?(?:[ \u00a0](?:himself|herself|itself|themselves))?"
    r"(?:[ \u00a0](?:of|from|in|at)[ \u00a0](?:the[ ])?(?:[a-z]+-(?:[a-z]+[ ])?)?[A-Z][\w.’'&-]*"
    r"(?:[ \u00a0](?:(?:of|for|and)[ \u00a0](?:the[ ])?)?[A-Z][\w.’'&-]*)*){0,2}[.,\s\u00a0]*"
)
_ITS_KIND = re.compile(
    r"[ \u00a0](?:group|newspaper|magazine|network|company|website|site|agency|firm|app|organi[sz]ation|service|blog)"
    r"[.,\s]*"
)
_PREFIXED = re.compile(r"\b(?:pro|anti)-[A-Z][\w.’']*[ \u00a0]+$")
_AND_OTHERS = re.compile(r",?\s*(?:and|&)\s+(?:\w+\s+){0,2}(?:other|others|more|colleagues)\b")
_BETWEEN = re.compile(
    r"(?:['’]s)?(?:\s*\([^()]*\)|,\s[RDI]-[A-Z][\w.]*)?(?:\s(?:of|from)\s[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?"
    r"\s*(?:,|,?\s?\band\b|,?\s?\bor\b|&|/|,?\s?\bas well as\b|,?\s?\balong with\b)\s*"
    r"(?:(?:the|his|her|their|former|then|fellow|both)\s+)*(?:[\w.’'-]+\s+){0,6}"
)
# "The committee backing Jane Doe", but not "the ranking Democrat".
_PARTICIPLE = re.compile(
    r"\b(?!ranking|leading|acting|incoming|outgoing|sitting|founding|rising|managing)\w{3,}ing[ \u00a0](?:the[ ])?$"
)
_PLACED = re.compile(
    r"(?:[ \u00a0](?:\([^()]*\)[ ])?|,[ \u00a0])(?:of|from|in|at)[ \u00a0](?:the[ ])?(?:[a-z]+-[a-z]+[ ])?$"
)
OF_PLACE = re.compile(r"^(?:of|from)[ \u00a0](?:[A-Z][\w.’'-]+[ \u00a0]?){1,3}(?=,|\(|$)")
"""What may stand right after a name and says where its bearer is from."""
_COMMA = re.compile(r",?\s*")
_BESIDE = re.compile(r",?\s*(?:(?:--|[–—])\s*)?")
_APPOSED = re.compile(r"\b(?:an?|under|with|at|for|by|in|on|to|who|whose|where|near)\s", re.IGNORECASE)
POSSESSIVES = frozenset(["his", "her", "their", "its", "our", "my", "your"])
WORDS = re.compile(r"[^\W_]+(?:[-’'.&/][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source phrase.

    ``head`` is the span up to the first comma, bracket or relative clause; ``noun`` its head noun, folded;
    ``determiner`` its first word, folded, where others follow.
    """

    span: Span
    head: Span
    words: tuple[str, ...]
    noun: str
    determiner: str
    plural: bool

    @property
    def pronoun(self) -> str:
        """The phrase itself where it is one word, folded."""
        return self.words[0].casefold() if len(self.words) == 1 else ""

    @property
    def owned(self) -> bool:
        """True for "Acme’s chief", "the bank’s lawyer"."""
        return any(w.endswith(("’s", "'s", "s’", "s'")) for w in self.words[:-1])

    @property
    def names_by_land(self) -> bool:
        """True for "the Italian": one person, called by nothing but a country."""
        return len(self.words) == 2 and self.definite and self.words[1] in lexicon.PEOPLE

    @property
    def definite(self) -> bool:
        """True where the phrase points back to somebody known."""
        return self.determiner in ("the", "this", "that", "these", "those", "said") or self.determiner in POSSESSIVES


def read_phrase(text: str, span: Span) -> Phrase:
    """Read a source span."""
    start, end = span
    lead = _LEAD.match(text, start, end)
    if lead and lead.end() < end:
        start = lead.end()
    while start < end and text[start] in _TRIM:
        start += 1
    tail = _TAIL.search(text, start + 1, end) if start < end else None
    stop = tail.start() if tail and tail.start() > start else end
    while stop > start and text[stop - 1] in _TRIM and text[stop - 1] != ".":
        stop -= 1
    chunk = text[start:stop]
    words = tuple(WORDS.findall(chunk))
    noun = head_of(chunk)
    first = words[0].casefold() if words else ""
    return Phrase(
        Span(start, end), Span(start, stop), words, noun, first if len(words) > 1 else "", lexicon.is_plural(noun)
    )


def speaker_mention(cast: Cast, phrase: Phrase) -> tuple[Mention, Entity, Span | None] | None:
    """The named mention that heads a phrase, with the description that stands before or beside it.

    "House Speaker Jane Doe, 61," → Jane Doe; "his father, John Doe," → John Doe; "Doe’s lawyer" → nobody.
    """
    text = cast.text
    named = cast.inside(Span(phrase.head.start, phrase.head.end))
    for at, (mention, entity) in reversed([*enumerate(named)]):
        earlier = named[at - 1] if at else None
        placed = earlier and _PLACED.fullmatch(text, earlier[0].span.end, mention.start)
        if earlier and placed and (earlier[1].kind == "person" or entity.kind == "place" != earlier[1].kind):
            continue  # "Jane Doe of Burke County", "the Northern Museum in Lakeland"
        rest = text[mention.span.end : phrase.head.end]
        if _PREFIXED.search(text, phrase.head.start, mention.start):
            return None  # "a pro-Doe committee"
        kind = _ITS_KIND.fullmatch(rest) if entity.kind in ("organisation", "open") else None
        if (kind or _AFTER_NAME.fullmatch(rest)) and not _modifies(text, phrase, mention):
            before = Span(phrase.head.start, mention.start)
            return mention, entity, before if text[before.start : before.end].strip() else None
    counted = " ".join(phrase.words[:2]).casefold() == "one of"
    if phrase.noun in lexicon.PERSON_NOUNS or phrase.noun in lexicon.TITLES or counted:
        apposed = (_COMMA if phrase.plural else _BESIDE).match(text, phrase.head.end)
        at = apposed.end() if apposed else phrase.head.end
        for mention, entity in cast.inside(Span(at, phrase.span.end))[:1]:
            left = mention.role.start if mention.role else mention.start
            after = OF_PLACE.sub("", text[mention.span.end : phrase.span.end].strip())
            if (
                left - at <= 2
                and (counted or entity.kind in ("person", "open"))
                and (not after or after[0] in ",(’'—–-")
            ):
                return mention, entity, phrase.head
    return None


def _modifies(text: str, phrase: Phrase, mention: Mention) -> bool:
    """True where a name is only the object in a description: "a spokesman for Jane Doe", "critics of Doe"."""
    before = text[phrase.head.start : mention.role.start if mention.role else mention.start]
    words = [w.casefold() for w in WORDS.findall(before)]
    if words and _PARTICIPLE.search(before):
        return True
    beside = words and mention.kind == "person" and before.endswith((" ", "\u00a0"))
    if beside and (words[-1] in lexicon.TITLES_OF or words[-1] in lexicon.PERSON_NOUNS):
        return False  # "the secretary of state Jane Doe", "head of protocol and adviser Jane Doe"
    inner = {
        "of",
        "for",
        "to",
        "from",
        "at",
        "with",
        "by",
        "in",
        "on",
        "against",
        "between",
        "among",
        "than",
        "like",
        "behind",
        "as",
    }
    return bool(inner.intersection(words)) and any(
        w in lexicon.PERSON_NOUNS or w in lexicon.ORGANISATION_NOUNS or w in lexicon.DOCUMENT_NOUNS
        or w in lexicon.UNNAMED or lexicon.is_plural(w) or w.endswith(("er", "or", "ist", "ian", "ion")) for w in words
    )  # fmt: skip


def bodies_together(cast: Cast, phrase: Phrase) -> list[tuple[Mention, Entity]]:
    """The organisations of "the Northern Times and the Senate"; empty where anything else stands in the phrase."""
    named = cast.inside(phrase.span)
    if len(named) < 2 or any(e.kind not in ("organisation", "place") for _, e in named):
        return []
    between = [cast.text[one.span.end : two.start].casefold().split() for (one, _), (two, _) in pairwise(named)]
    before = cast.text[phrase.span.start : named[0][0].start].casefold().split()
    after = cast.text[named[-1][0].span.end : phrase.span.end].strip(" \u00a0,.")
    listed = all(set(gap) <= {",", "and", "the"} for gap in between) and "and" in between[-1]
    return named if listed and set(before) <= {"both", "the"} and after in ("", "'s", "’s") else []


def _plain(gap: str) -> str:
    """What stands between two names, folded, words of address aside."""
    return " ".join(w for w in gap.casefold().split() if w.rstrip(".") not in lexicon.HONORIFICS)


def _nothing_else(cast: Cast, phrase: Phrase) -> list[tuple[Mention, Entity]]:
    """The names of "Bayern and Dortmund" or "Doe and the Northern Bank", which are all that the phrase holds."""
    named = cast.inside(phrase.span)
    if len(named) < 2 or any(m.possessive or e.kind == "place" for m, e in named):
        return []
    bounds = [((m.role or m.span).start, m.span.end) for m, _ in named]
    edges = [phrase.span.start, *(edge for pair in bounds for edge in pair), phrase.span.end]
    gaps = [_plain(cast.text[a:b]) for a, b in pairwise(edges)]
    between = gaps[2:-1:2]
    listed = between[-1] in ("and", "and the", ", and", ", and the", "as well as", "as well as the")
    plain = all(g in (",", ", the", "and", "and the") for g in between[:-1])
    around = gaps[0] in ("", "the", "both", "both the") and not gaps[-1].strip(",.")
    return named if listed and plain and around else []


def joint(cast: Cast, phrase: Phrase) -> list[tuple[Mention, Entity]]:
    """The people of "A and B" or "A, B and C"; empty where the phrase names fewer than two together."""
    text = cast.text
    relative = re.search(r"\b(?:who|which|whose|including)\b", text[phrase.span.start : phrase.span.end])
    stop = phrase.span.start + relative.start() if relative else phrase.span.end
    named = [
        (mention, entity)
        for mention, entity in cast.inside(Span(phrase.span.start, stop))
        if entity.kind in ("person", "open") and (len(entity.words) > 1 or mention.honorific or entity.mentions > 1)
    ]
    if len(named) < 2 or len(named) < len(cast.inside(phrase.span)):
        plain = _nothing_else(cast, phrase)
        if plain or len(named) < 2:
            return plain
    left = named[0][0].role.start if named[0][0].role else named[0][0].start
    if re.search(r"\b(?:of|for|to|from|by)\b", text[phrase.span.start : left]):
        return []
    conjoined = False
    for (one, _), (two, _) in pairwise(named):
        between = text[one.span.end : two.role.start if two.role else two.start]
        if one.possessive or _APPOSED.search(between) or not _BETWEEN.fullmatch(between) or len(between) > 60:
            return []
        conjoined = conjoined or bool(re.search(r"\b(?:and|or|as well as|along with)\b|&", between))
        if re.search(r"\b(?:of|for|to|at|by)\s+(?:the\s+)?$", between):
            return []
    tail = text[named[-1][0].span.end : stop]
    return named if conjoined or _AND_OTHERS.match(tail) else []
