"""Say of each paragraph what part it plays on the page. What is not clearly something else is body."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from whipcount.model import BlockKind, Document
from whipcount.segment.credits import is_caption, is_credit
from whipcount.segment.furniture import is_capital_link, is_heading, is_label, is_promo
from whipcount.segment.heads import is_byline, is_title, looks_like_headline
from whipcount.segment.paragraphs import Paragraph

_TOP = 8  # paragraphs among which bylines and time stamps are looked for; and as many at the end
_TITLE_AMONG = 4  # paragraphs among which the title is looked for
_LONG = 60  # characters from which a paragraph under a heading is one
_MOSTLY = 0.5  # share of a text in capitals from which capitals say nothing
_CAPTION_TITLE_WORDS = 8
_SENTENCE_ENDS = tuple(".!?\"”’'):…")


def name_kinds(document: Document, found: Sequence[Paragraph]) -> list[BlockKind]:
    """The kind of each paragraph, in order."""
    lines = [document.text[start:end] for start, end, _ in found]
    capitals = sum(len(line) for line in lines if line.isupper()) > _MOSTLY * sum(map(len, lines))
    named: list[BlockKind] = [_alone(line, capitals=capitals) for line in lines]
    if not capitals:
        _headings(lines, named)
    _caption_titles(lines, named)
    _top(document, found, lines, named)
    _given(document, found, named)
    return named


def _alone(line: str, *, capitals: bool) -> BlockKind:
    """The kind that a paragraph shows by itself."""
    if len(line) > 600:
        return "body"
    if is_credit(line):
        return "credit"
    if is_caption(line):
        return "caption"
    if is_label(line):
        return "subheading"
    if is_promo(line) or (not capitals and is_capital_link(line)):
        return "promo"
    return "body"


def _headings(lines: Sequence[str], named: list[BlockKind]) -> None:
    """A short line without a full stop, under a paragraph and above one, in a text that ends its sentences."""
    body = [line for line, kind in zip(lines, named, strict=True) if kind == "body"]
    ended = sum(line.endswith(_SENTENCE_ENDS) for line in body)
    if ended < 0.6 * len(body):
        return  # lists, verses, transcripts without stops: nothing tells a heading there
    for place in range(1, len(lines) - 1):
        before, after = lines[place - 1], lines[place + 1]
        if (
            named[place] == "body"
            and is_heading(lines[place])
            and named[place + 1] == "body"
            and len(after) >= _LONG
            and (named[place - 1] != "body" or before.endswith(_SENTENCE_ENDS))
            and not before.endswith(":")
        ):
            named[place] = "subheading"


def _caption_titles(lines: Sequence[str], named: list[BlockKind]) -> None:
    """The few words that a picture goes by, on the line above its caption or credit."""
    for place in range(1, len(lines) - 1):
        if (
            named[place] in ("body", "subheading")
            and (named[place + 1] == "caption" or (named[place + 1] == "credit" and lines[place + 1][0] in "(["))
            and len(lines[place].split()) <= _CAPTION_TITLE_WORDS
            and not lines[place].endswith(tuple('.!?:;,"”'))
        ):
            named[place] = "caption"


def _top(document: Document, found: Sequence[Paragraph], lines: Sequence[str], named: list[BlockKind]) -> None:
    """Headline, byline and time stamp."""
    last = _headline(document, found, lines, named)
    for place, line in enumerate(lines):
        if (place < _TOP + last or place >= len(lines) - 2) and place >= last and is_byline(line):
            named[place] = "byline"


def _headline(document: Document, found: Sequence[Paragraph], lines: Sequence[str], named: list[BlockKind]) -> int:
    """Name the headline; return the number of paragraphs from the start down to it."""
    if document.title:
        for place in range(min(_TITLE_AMONG, len(lines))):
            for count in (1, 2, 3):  # a headline may stand on several lines
                if is_title(" ".join(lines[place : place + count]), document.title):
                    last = min(place + count, len(lines))
                    for part in range(place, last):
                        named[part] = "headline"
                    return last
        return 0
    alone = len(lines) > 1 and (found[1].apart or is_byline(lines[1]))
    if alone and named[0] == "body" and looks_like_headline(lines[0]) and _story_follows(lines):
        named[0] = "headline"
        return 1
    return 0


def _story_follows(lines: Sequence[str]) -> bool:
    """A list of short lines has no headline."""
    return any(len(line) >= 2 * _LONG for line in lines[1:6]) or any(
        line.endswith(_SENTENCE_ENDS) for line in lines[1:4]
    )


def _given(document: Document, found: Sequence[Paragraph], named: list[BlockKind]) -> None:
    """Take over what the page's markup said; a headline found in the text stays one."""
    marked = sorted((block for block in document.blocks if block.kind != "body"), key=lambda block: block.start)
    starts = [block.start for block in marked]
    for place, paragraph in enumerate(found):
        at = bisect_right(starts, paragraph.start) - 1
        if at >= 0 and paragraph.end <= marked[at].end and named[place] != "headline":
            named[place] = marked[at].kind
