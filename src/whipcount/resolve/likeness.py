"""How a written name relates to a name in the register.

Similar letters count for nothing: "George H. W. Bush" and "George W. Bush" share nearly all of them. A name either is a
form of the other, word by word, or it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from whipcount.register.entry import Entry
from whipcount.register.names import person_words, whole_key, words_of
from whipcount.resolve import lexicon

Relation: TypeAlias = Literal["whole", "given", "initial", "longer", "reversed", "surname"]
Agreement: TypeAlias = Literal["agrees", "unknown", "conflicts"]

_JOINED_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
# The strongest first: a name is taken for the form of an entry that it is most like.
_ORDER: tuple[Relation, ...] = ("whole", "given", "initial", "longer", "reversed", "surname")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a name is a form of an entry's name; ``middle`` and ``suffix`` say what they add."""

    relation: Relation
    middle: Agreement = "unknown"
    suffix: Agreement = "unknown"


def likeness(name: str, entry: Entry, day: date | None) -> Likeness | None:
    """How a written name is a form of an entry's name on a day; None where it is none.

    >>> from whipcount.register import Entry, Form
    >>> turner = Entry("x", "person", (Form("Michael R. Turner"),), family="Turner")
    >>> likeness("Mike Turner", turner, None)
    Likeness(relation='given', middle='unknown', suffix='unknown')
    >>> likeness("Mary Turner", turner, None) is None
    True
    """
    forms = [form.name for form in entry.forms if form.used_on(day)]
    if entry.kind != "person":
        wanted = whole_key(name)
        return Likeness("whole") if any(whole_key(form) == wanted for form in forms) else None
    written, suffix = person_words(_apart(name))
    found = [like for form in forms if (like := _of_form(written, form, entry.family))]
    if not found:
        return None
    # A conflict with one form is none where another form agrees: the shorter form only says less.
    best = min(found, key=lambda like: (_ORDER.index(like.relation), like.middle == "conflicts", like.middle))
    agreed = {like.middle for like in found if like.relation in ("whole", "given", "initial")}
    middle: Agreement = "agrees" if "agrees" in agreed else "conflicts" if "conflicts" in agreed else "unknown"
    return Likeness(best.relation, middle, _suffix(suffix, entry.suffix))


def _apart(name: str) -> str:
    """Joined initials as words of their own: "H.W." is "H. W."."""
    return _JOINED_INITIALS.sub(lambda match: match.group().replace(".", ". ").strip(), name)


def _suffix(written: str, known: str) -> Agreement:
    """A suffix that the entry lacks, or another one, is another person; one left out says nothing."""
    if not written:
        return "unknown"
    return "agrees" if written == known else "conflicts"


def _of_form(written: Sequence[str], form: str, family: str | None) -> Likeness | None:
    words, _ = person_words(_apart(form))
    last = words_of(family) if family else words[-1:]
    given = words[: len(words) - len(last)] if words[-len(last) :] == last else words[:-1]
    if not written or not words:
        return None
    if "".join(written) == "".join(words):
        return Likeness("whole", "agrees" if len(given) > 1 else "unknown")
    if tuple(written[-len(last) :]) != tuple(last):
        return _reversed(written, words, family)
    mine = written[: len(written) - len(last)]
    if not mine:
        return Likeness("surname")
    return _given(mine, given) or (Likeness("longer") if _within(mine, given) else None)


def _given(mine: Sequence[str], given: Sequence[str]) -> Likeness | None:
    """Given names compared: the first, then what stands in the middle."""
    if not given:
        return None
    middle = _middle(mine[1:], given[1:])
    if _short(mine[0]) == _short(given[0]):
        return Likeness("given", middle)
    if len(mine[0]) == 1 or len(given[0]) == 1:
        same = mine[0][0] == given[0][0]
        return Likeness("initial", middle) if same else None
    return None


def _middle(mine: Sequence[str], theirs: Sequence[str]) -> Agreement:
    if not mine or not theirs:
        return "unknown"
    agree = all(a[0] == b[0] and (1 in (len(a), len(b)) or a == b) for a, b in zip(mine, theirs, strict=False))
    if agree and len(mine) > len(theirs) and any(len(word) > 1 for word in mine):
        return "unknown"
    return "agrees" if agree and len(mine) <= len(theirs) else "conflicts"


def _within(mine: Sequence[str], given: Sequence[str]) -> bool:
    """Every given name that is written is one of the longer name's, in order: "Felipe" of "Felipe de Jesús"."""
    rest = iter(given)
    return len(mine) < len(given) and all(any(word == other for other in rest) for word in mine)


def _reversed(written: Sequence[str], words: Sequence[str], family: str | None) -> Likeness | None:
    """The same words in another order, where the list does not say which is the family name."""
    if family is not None or len(written) < 2:
        return None
    if sorted(written) == sorted(words):
        return Likeness("reversed")
    first_is_family = written[0] == words[0] and "".join(written[1:]) == "".join(words[1:])
    return Likeness("reversed") if first_is_family else None


def _short(word: str) -> str:
    return lexicon.SHORT_FORMS.get(word, word)
