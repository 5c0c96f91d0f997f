"""Articles with their attributions marked in the text, so that a test reads like the article.

``[0:Jane Doe] <0:said> {0:it is late}`` marks source, cue and content of attribution 0; a mark may be repeated, and
marks may nest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from days import unmarked
from whipcount.model import Attribution, Document, Form, SaidOn, Span
from whipcount.resolve import resolve
from whipcount.when import said_on
from whipcount.when.attach import by_rules
from whipcount.when.sentence import told
from whipcount.when.story import Story


def marked(text: str, *, published: date | None = None, byline: str | None = None, outlet: str | None = None):
    """The document without its marks, and the attributions that the marks name."""
    whole, pieces, _ = unmarked(text)
    document = Document("d", "d", whole, "", byline=byline, outlet=outlet, published=published)
    return document, [_attribution(whole, pieces[number]) for number in sorted(pieces)]


def _attribution(text: str, pieces: dict[str, list[Span]]) -> Attribution:
    content = tuple(pieces.get("{", []))
    form: Form = "direct" if any(text[s.start : s.end][:1] in ('"', "“") for s in content) else "indirect"
    return Attribution(tuple(pieces.get("[", [])), tuple(pieces.get("<", [])), content, form, 1.0)


def speakers(text: str, **about: str):
    """Who speaks in a marked article."""
    return resolve(*marked(text, **about))


def days(text: str, published: str | None = "2024-09-12"):
    """When it was said in a marked article: start, end and precision, or None."""
    document, found = marked(text, published=date.fromisoformat(published) if published else None)
    return _written(said_on(document, found, resolve(document, found)))


def days_by_rules(text: str, published: str = "2024-09-12"):
    """The same, before what the rules inferred is weighed."""
    document, found = marked(text, published=date.fromisoformat(published))
    story = Story(document, found, resolve(document, found))
    return _written(by_rules(story, list(told(story))))


def _written(dates: Sequence[SaidOn | None]):
    return [s and (s.start.isoformat(), s.end.isoformat(), s.precision) for s in dates]
