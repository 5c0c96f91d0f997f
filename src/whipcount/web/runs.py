"""Cut an article into runs that each carry one set of marks, so that overlapping statements can be shown as text.

Statements overlap: a quotation inside a quotation, one source with two contents. HTML elements may not overlap, so the
text is cut at every border of a block or span; each run then names all the statements that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from whipcount.model import Block, BlockKind, Document, Spans, Statement

Role = Literal["source", "cue", "content"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of one statement's role, in code points of the document's text."""

    statement: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same marks. ``role`` is that of the innermost statement, which is the one meant.

    ``anchors`` are the statements whose first piece of content (or else first piece) begins here; ``start`` is the
    offset of the run in the document.
    """

    text: str
    role: Role | None
    statements: tuple[str, ...]
    anchors: tuple[str, ...]
    target: bool
    start: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the article as runs, with the statements whose cards stand beside it."""

    kind: BlockKind
    runs: tuple[Run, ...]
    statements: tuple[str, ...]


def passages(document: Document, statements: Sequence[Statement], target: str | None = None) -> list[Passage]:
    """The whole article, block by block; the text of all runs in order is the article less blank lines."""
    blocks = covering_blocks(document)
    marks = [mark for statement in statements for mark in marks_of(statement)]
    homes = {statement.id: _home(anchor_of(statement), blocks) for statement in statements}
    anchors: dict[int, list[str]] = {}
    for statement in statements:
        home = blocks[homes[statement.id]]
        start = max(min(anchor_of(statement), home.end - 1), home.start)  # it may lie in blank space outside of blocks
        anchors.setdefault(start, []).append(statement.id)
    found: list[Passage] = []
    for index, block in enumerate(blocks):
        beside = [s for s in statements if homes[s.id] == index]
        ids = tuple(s.id for s in sorted(beside, key=anchor_of))
        found.append(Passage(block.kind, tuple(_runs(document.text, block, marks, anchors, target)), ids))
    return found


def covering_blocks(document: Document) -> list[Block]:
    """The document's blocks, with body blocks over any words that they leave out: the reader hides nothing."""
    found: list[Block] = []
    at = 0
    for block in (*_joined(document), Block("body", len(document.text), len(document.text))):
        gap = document.text[at : block.start]
        if gap.strip():
            start = at + len(gap) - len(gap.lstrip())
            found.append(Block("body", start, start + len(gap.strip())))
        if block.end > block.start:
            found.append(block)
        at = max(at, block.end)
    return found or [Block("body", 0, len(document.text))]


def _joined(document: Document) -> list[Block]:
    """The blocks, a dateline together with the paragraph whose first line it begins."""
    found: list[Block] = []
    for block in document.blocks:
        before = found[-1] if found else None
        if before and before.kind == "dateline" and "\n" not in document.text[before.start : block.start]:
            found[-1] = Block(block.kind, before.start, block.end)
        else:
            found.append(block)
    return found


def marks_of(statement: Statement) -> Iterable[Mark]:
    """Every piece of a statement."""
    roles: tuple[tuple[Role, Spans], ...] = (
        ("source", statement.source),
        ("cue", statement.cue),
        ("content", statement.content),
    )
    for role, spans in roles:
        for start, end in spans:
            yield Mark(statement.id, role, start, end)


def anchor_of(statement: Statement) -> int:
    """Where a link to the statement leads: its first content, else its first cue or source."""
    for spans in (statement.content, statement.cue, statement.source):
        if spans:
            return spans[0].start
    return 0


def _home(offset: int, blocks: Sequence[Block]) -> int:
    for index, block in enumerate(blocks):
        if offset < block.end:
            return index
    return len(blocks) - 1


def _runs(
    text: str, block: Block, marks: Sequence[Mark], anchors: dict[int, list[str]], target: str | None
) -> Iterable[Run]:
    inside = [mark for mark in marks if mark.start < block.end and mark.end > block.start]
    borders = {block.start, block.end}
    for mark in inside:
        borders |= {max(mark.start, block.start), min(mark.end, block.end)}
    borders |= {start for start in anchors if block.start <= start < block.end}
    edges = sorted(borders)
    for start, end in pairwise(edges):
        here = sorted(
            (mark for mark in inside if mark.start <= start and mark.end >= end), key=lambda m: m.end - m.start
        )
        ids = tuple(dict.fromkeys(mark.statement for mark in here))
        own: Role | None = next((mark.role for mark in here if mark.statement == target), None)
        role = own or (here[0].role if here else None)
        yield Run(text[start:end], role, ids, tuple(anchors.get(start, ())), own is not None, start)


def context_runs(context: str, start: int, statement: Statement) -> tuple[Run, ...]:
    """The sentence around one statement as runs; ``start`` is the offset of ``context`` in the document's text."""
    if not context:
        return ()
    shifted = [Mark(m.statement, m.role, m.start - start, m.end - start) for m in marks_of(statement)]
    runs = _runs(context, Block("body", 0, len(context)), shifted, {}, statement.id)
    return tuple(replace(run, start=run.start + start) for run in runs)
