"""Texts of questions and answers without names before the turns: whom the interview is with."""

from __future__ import annotations

import re

from whipcount.model import Span
from whipcount.passages import Passages
from whipcount.resolve.cast import Cast
from whipcount.resolve.entities import Entity

_QUESTIONS, _QUESTION_SHARE = 3, 0.2  # paragraphs ending in a question mark that make a text an interview by themselves
_SAID_SO = 2  # the same, where the text calls itself an interview
_INTRODUCTION = 6  # paragraphs in which an interview presents whom it is with
_OPENING = 1500  # characters, likewise
_NEAR = 140  # characters between "interview" and a name
_ANNOUNCED = re.compile(
    r"\b[Ii]nterview(?:s|ed|ing)?(?:[ \u00a0][Ww]ith)?[ \u00a0](?:[a-z’'-]+[ \u00a0]){0,5}"
    r"((?:[A-Z][\w’'-]*[a-z][\w’'-]*[ \u00a0]){1,2}[A-Z][\w’'-]*[a-z][\w’'-]*)"
    r"(?=[ \u00a0](?:about|on|regarding|over|after|before|[A-Z][a-z]+day)\b|[,.:;\n]|$)"
)
_CALLED = re.compile(
    r"\binterview(?:s|ed)?\b|\bQ[ ]?&[ ]?A\b|\bspoke (?:with|to)\b|\btells\b|\bin conversation with\b", re.I
)


def announced(passages: Passages) -> list[Span]:
    """The name after "interviews" or "interview with" in the headline, where capitals alone do not show a name."""
    head = passages.paragraphs[0] if len(passages.paragraphs) > 1 else Span(0, 0)
    return [Span(*match.span(1)) for match in _ANNOUNCED.finditer(passages.text, *head)][:1]


def interviewee(passages: Passages, cast: Cast, title: str | None) -> Entity | None:
    """Whom an interview is with; None where the text is no interview or names nobody.

    A column may ask a few questions too, so a text is one by many questions, or by some and its own title or opening.
    """
    text, paragraphs = passages.text, passages.paragraphs
    asked = sum(text[start:end].rstrip().endswith("?") for start, end in paragraphs)
    if not paragraphs or asked < _SAID_SO:
        return None
    head = paragraphs[0].end if len(paragraphs) > 1 else 0
    called = _CALLED.search(title or "") or _CALLED.search(text, 0, min(head, _OPENING))
    many = asked >= max(_QUESTIONS, _QUESTION_SHARE * len(paragraphs))
    if not called and not many:
        return None
    named = _named_most(cast, Span(0, head)) if called else None
    opening = Span(0, min(_OPENING, paragraphs[min(_INTRODUCTION, len(paragraphs)) - 1].end))
    return named or _beside(text, cast, opening) or _named_most(cast, opening) or _named_most(cast, Span(0, len(text)))


def _beside(text: str, cast: Cast, opening: Span) -> Entity | None:
    """The first person named in full soon after "interview with", or before "interviewed by"."""
    for match in _CALLED.finditer(text, *opening):
        around = Span(match.end(), min(opening.end, match.end() + _NEAR))
        before = Span(max(0, match.start() - _NEAR), match.start())
        for place in (before, around) if re.match(r"\s+by\b", text[match.end() :]) else (around, before):
            for mention, entity in cast.inside(place):
                if entity.kind in ("person", "open") and len(mention.words) > 1:
                    return entity
    return None


def _named_most(cast: Cast, within: Span) -> Entity | None:
    """Of the people named in full within a span, the one whom the whole text names most."""
    found = {e.key: e for _, e in cast.inside(within) if e.kind in ("person", "open") and len(e.words) > 1}
    return max(found.values(), key=lambda e: (e.mentions, e.kind == "person", -e.key), default=None)
