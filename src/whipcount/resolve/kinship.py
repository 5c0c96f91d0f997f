"""Names that run in families: father and son of one name, a name that changes, who is married to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity, folded
from whipcount.resolve.mentions import Mention

GENERATIONS = lexicon.words("jr sr ii iii iv v")
_FORMERLY = re.compile(
    r"[ \u00a0(,]+(?:n[ée]e|formerly(?:[ \u00a0]known[ \u00a0]as)?|previously(?:[ \u00a0]known[ \u00a0]as)?|"
    r"(?:who[ \u00a0]was[ \u00a0])?born|(?:who[ \u00a0]was[ \u00a0])?(?:once|then|until[ \u00a0][\w ]{3,20})[ \u00a0]"
    r"(?:known|called)(?:[ \u00a0]as)?)[ \u00a0]"
)
_NOW = re.compile(
    r"[ \u00a0(,]+(?:(?:who[ \u00a0]is[ \u00a0])?now(?:[ \u00a0]known[ \u00a0]as|[ \u00a0]called)?|"
    r"who[ \u00a0](?:has[ \u00a0])?changed[ \u00a0](?:his|her)[ \u00a0]name[ \u00a0]to)[ \u00a0]"
)
_MARRIED = re.compile(
    r"[ \u00a0,]+(?:(?:who[ \u00a0])?(?:has[ \u00a0]been[ \u00a0]|is[ \u00a0]|was[ \u00a0])?"
    r"married(?:[ \u00a0]to)?|wed|weds)[ \u00a0]"
    r"(?:[a-z’'-]+[ \u00a0]){0,4}"
)
_LATER_BORN = re.compile(r"\b(?:[Yy]ounger|[Jj]unior)[ \u00a0](?:Mr\.?[ \u00a0]|Ms\.?[ \u00a0])?$")
_FIRST_BORN = re.compile(r"\b(?:[Ee]lder|[Oo]lder|[Ss]enior)[ \u00a0](?:Mr\.?[ \u00a0]|Ms\.?[ \u00a0])?$")
_CHILDREN = lexicon.words("son daughter stepson stepdaughter grandson granddaughter nephew niece")
_PARENTS = lexicon.words("father mother grandfather grandmother uncle aunt dad mom")
SPOUSES = lexicon.words("wife husband spouse partner ex-wife ex-husband widow widower")
_KIN = "|".join(sorted(_CHILDREN | _PARENTS | SPOUSES | lexicon.words("child brother sister cousin fiancé fiancée")))
_CHILD_OF = re.compile(rf"\b(?:{_KIN}|children)[ \u00a0]of\b")
_HIS_KIN = re.compile(rf"\b(?:his|her|whose)[ \u00a0](?:[\w’'-]+[ \u00a0]){{0,3}}(?:{_KIN})s?,?[ \u00a0]$")


def core(words: Sequence[str]) -> tuple[str, ...]:
    """A name without "Jr." and the like."""
    return tuple(w for w in words if folded(w) not in GENERATIONS) or tuple(words)


def generation(words: Sequence[str]) -> frozenset[str]:
    """What a name says of its bearer's place in the family.

    >>> sorted(generation(("Duncan", "Doe", "Jr.")))
    ['jr']
    """
    return GENERATIONS.intersection(folded(w) for w in words[1:])


def of_generation(text: str, mention: Mention, found: Sequence[Entity]) -> list[Entity]:
    """Those of several people of one surname whom "the younger Doe", "Doe Jr." or "the elder Doe" may be."""
    named = generation(mention.words)
    if named:
        return [e for e in found if generation(e.words) == named] or [e for e in found if not generation(e.words)]
    left = text[max(0, mention.start - 20) : mention.start]
    if _LATER_BORN.search(left):
        return [e for e in found if _is(e, _CHILDREN, "jr")] or [e for e in found if not _is(e, _PARENTS, "sr")]
    if _FIRST_BORN.search(left):
        return [e for e in found if _is(e, _PARENTS, "sr")] or [e for e in found if not _is(e, _CHILDREN, "jr")]
    return list(found)


def _is(entity: Entity, kin: frozenset[str], suffix: str) -> bool:
    return suffix in generation(entity.words) or any(role.head in kin for role in entity.roles)


def renamed(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Names that the text gives one person: the other one, in full, and the one that counts.

    "Ann Roe, née Doe" gives (Ann Doe, Ann Roe).
    """
    for one, two in pairwise(mentions):
        left = (two.role or two.span).start
        if len(one.words) < 2 or one.kind not in ("person", "open"):
            continue
        now = _NOW.fullmatch(text, one.span.end, left)
        if not now and not _FORMERLY.fullmatch(text, one.span.end, left):
            continue
        other = two.words if len(two.words) > 1 else (one.words[0], *two.words)
        yield (one.words, other) if now else (other, one.words)


def married(text: str, one: Mention, two: Mention) -> bool:
    """True for "Jane Doe married the painter Bo Ek"."""
    return _MARRIED.fullmatch(text, one.span.end, (two.role or two.span).start) is not None


def brought_in_as_kin(text: str, bearer: Mention, relative: Mention) -> bool:
    """True where somebody named in full is kin of whoever bears the family name alone before, in one sentence.

    "Doe was born in Ohio, the daughter of Duncan Doe", "Doe and her husband, Duncan Doe".
    """
    end, left = bearer.span.end, (relative.role or relative.span).start
    return _CHILD_OF.search(text, end, left) is not None or _HIS_KIN.search(text, end, left) is not None


def spouse_of(pairs: Sequence[tuple[Entity, Entity]], owner: Entity) -> Entity | None:
    """Whom the text calls married to somebody; the last one."""
    found = [two if one is owner else one for one, two in pairs if owner in (one, two)]
    return found[-1] if found else None
