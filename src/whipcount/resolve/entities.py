"""A document's named actors, and when two names may be one person's."""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import combining, normalize

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.mentions import NameKind

# What says little about who somebody is; any other role is given first.
_WEAK_ROLES = lexicon.words(
    "rival opponent friend native star colleague counterpart hopeful veteran ally critic guest host"
)


@dataclass(frozen=True, slots=True)
class Role:
    """What the document says somebody is, with where it says so."""

    span: Span
    words: frozenset[str]
    head: str


@dataclass(slots=True)
class Entity:
    """Somebody or something named in the document; ``key`` is its position in ``Cast.entities``."""

    key: int
    words: tuple[str, ...]
    span: Span
    kind: NameKind
    gender: Gender = "u"
    mentions: int = 0
    full_mentions: int = 0
    first_name_mentions: int = 0
    roles: list[Role] = field(default_factory=list)
    party: str | None = None
    state: str | None = None

    @property
    def role(self) -> Span | None:
        """The role that says most: a title, else what is said first that is no mere relation to others."""
        ranked = sorted(self.roles, key=lambda r: (r.head in _WEAK_ROLES, r.head not in lexicon.TITLES, r.span))
        return ranked[0].span if ranked else None

    @property
    def family(self) -> str:
        """Last name word, folded, suffixes aside."""
        return family(self.words)


def family(words: tuple[str, ...]) -> str:
    """The last word of a name that is no suffix, folded.

    >>> family(("Brent", "Bozell", "Jr."))
    'bozell'
    """
    kept = [w for w in words if w.casefold().rstrip(".") not in lexicon.SUFFIXES] or list(words)
    return folded(kept[-1])


def folded(word: str) -> str:
    """A name word for comparison: case, accents, final stop and the shape of the apostrophe aside.

    >>> folded("Núñez"), folded("O’Hare.")
    ('nunez', "o'hare")
    """
    plain = word.casefold().rstrip(".").replace("’", "'")
    if plain.isascii():
        return plain
    return "".join(c for c in normalize("NFKD", plain) if not combining(c))


def _first(words: tuple[str, ...]) -> str:
    first = folded(words[0])
    return lexicon.SHORT_FORMS.get(first, first)


def same_first(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """True where two names with one family name may be one person's: "Mike" and "Michael", "J." and "Jane".

    >>> same_first(("Mike", "Turner"), ("Michael", "Turner")), same_first(("Bill", "Doe"), ("Jane", "Doe"))
    (True, False)
    """
    x, y = _first(a), _first(b)
    if x == y or x.startswith(y) or y.startswith(x):
        return True
    return any(_first((w,)) == y for w in a[1:-1]) or any(_first((w,)) == x for w in b[1:-1])


def fullness(words: tuple[str, ...]) -> tuple[int, int]:
    """How much of a name is given: words that are no initials, then letters."""
    return sum(len(w.rstrip(".")) > 1 for w in words), sum(map(len, words))


def agrees(a: Gender, b: Gender) -> bool:
    """True unless two genders are known and differ."""
    return "u" in (a, b) or a == b
