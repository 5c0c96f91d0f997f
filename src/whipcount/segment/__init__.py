"""Give a document its blocks and sentences, without changing a character of it.

Between the paragraphs of a story stand captions, credits, links to other stories and invitations to subscribe. A
quotation reader that takes them for the story invents statements; one that takes the story for them loses
statements. The rules here lean to the second side's caution: what is not clearly something else is body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from whipcount.model import Block, BlockKind, Document
from whipcount.segment.heads import dateline_end
from whipcount.segment.kinds import name_kinds
from whipcount.segment.paragraphs import Paragraph, split_paragraphs
from whipcount.segment.sentences import split_sentences

__all__ = ["segment", "segment_many"]


def segment(document: Document) -> Document:
    """Fill ``blocks`` and ``sentences``.

    Blocks stand in text order, do not overlap, and hold every character that is not white space. Sentences lie inside
    blocks, none crosses into another, and they hold every such character too. Blocks that the document already has
    (the headings that a page's markup gave) are taken over as they are.

    Args:
        document: As read. Its ``title`` is filled where the text begins with a recognised headline and it has none.
    """
    found = split_paragraphs(document.text)
    named = name_kinds(document, found)
    blocks = tuple(_blocks(document.text, zip(found, named, strict=True)))
    title = document.title or _title(document.text, blocks)
    return replace(document, title=title, blocks=blocks, sentences=tuple(split_sentences(document.text, blocks)))


def segment_many(documents: Iterable[Document]) -> Iterator[Document]:
    """The streaming twin of ``segment``."""
    return map(segment, documents)


def _blocks(text: str, named: Iterable[tuple[Paragraph, BlockKind]]) -> Iterator[Block]:
    """One block a paragraph; two where a dateline opens it; one for a headline that stands on several lines."""
    headline: Block | None = None
    for (start, end, apart), kind in named:
        if headline and (kind != "headline" or apart):
            yield headline
            headline = None
        if kind == "headline":
            headline = Block(kind, headline.start if headline else start, end)
            continue
        opened = dateline_end(text, start, end) if kind == "body" else start
        if opened > start:
            yield Block("dateline", start, start + len(text[start:opened].rstrip()))
        yield Block(kind, opened, end)
    if headline:
        yield headline


def _title(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The recognised headline, on one line."""
    return next((" ".join(text[b.start : b.end].split()) for b in blocks if b.kind == "headline"), None)
