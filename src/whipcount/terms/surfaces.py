"""Every place where one of many written forms stands in a text, in time that grows with the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from whipcount.model import Span

_WORD = re.compile(r"\w+")
_CAPITAL_WORD = re.compile(r"\b[^\Wa-z_]\w*")
_LONGEST = 24  # words of a form; a name with more is a list
_REACH = 200  # code points that a form may span


def folded(form: str) -> str:
    r"""A written form as it is looked up: any case, spacing and apostrophe, without a full stop at its end.

    >>> folded("F.B.I."), folded("Storm\nShadow")
    ('f.b.i', 'storm shadow')
    """
    return " ".join(form.casefold().replace("’", "'").split()).rstrip(".")


def found_forms(text: str, forms: Iterable[str]) -> Iterator[tuple[Span, str]]:
    """Spans in text order, none inside another, each with the form that stands there; the longest form wins.

    A form in capitals is found as it is written; another one with any capitals after its first letter. A plural s may
    follow.

    >>> [(text, form) for text, form in found_forms("The UAVs flew; a uav, a UAV.", ["UAV"])]
    [(Span(start=4, end=8), 'UAV'), (Span(start=24, end=27), 'UAV')]
    """
    by_fold: dict[str, list[str]] = {}
    lengths: dict[str, int] = {}
    small = False
    for form in forms:
        words = _WORD.findall(form)
        if not words or len(words) > _LONGEST:
            continue
        by_fold.setdefault(folded(form), []).append(form)
        first = words[0].casefold()
        lengths[first] = max(lengths.get(first, 0), len(words))
        small = small or form[0].islower()
    for plural in [word + "s" for word in lengths]:
        lengths.setdefault(plural, 1)
    if not lengths:
        return
    last = 0
    for start in (_WORD if small else _CAPITAL_WORD).finditer(text):
        most = lengths.get(start.group().casefold())
        if most is None or start.start() < last:
            continue
        if hit := _longest(text, start.start(), most, by_fold):
            last = hit[0].end
            yield hit


def _longest(text: str, start: int, most: int, by_fold: Mapping[str, list[str]]) -> tuple[Span, str] | None:
    ends: list[int] = []
    for word in _WORD.finditer(text, start, min(len(text), start + _REACH)):
        ends.append(word.end())
        if len(ends) >= most:
            break
    for end in reversed(ends):
        written = text[start:end]
        key = folded(written)
        for candidate in (key, key[:-1] if key.endswith("s") else key):
            for form in by_fold.get(candidate, ()):
                if _same_case(written, form):
                    return Span(start, end), form
    return None


def _same_case(written: str, form: str) -> bool:
    if form.isupper() or sum(c.isupper() for c in form) * 2 > len(form):
        plain = " ".join(written.split())
        return form.rstrip(".") in (plain, plain.removesuffix("s"))
    return form[0].islower() or written[0].isupper() or written[0].isdigit()
