"""Where in a document an offset lies: paragraph, sentence, inside quotation marks.

Several stages ask this; the answers come from bisection, so that asking stays cheap in a document of any length.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from whipcount.model import Document, Span

_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?![ \t\u00a0]*\n))*")
_SENTENCE_END = re.compile(r"(?<![A-Z][a-z]\.)(?<!\b[A-Z]\.)[.!?][\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z])")
_OPEN, _CLOSE = "“", "”"


class Passages:
    """Paragraphs, sentences and quotations of one document, found by offset.

    >>> from whipcount.model import Document
    >>> text = 'He said: "Go on." She went.'
    >>> p = Passages(Document("d", "d", text, ""))
    >>> p.quoted(11), p.quoted(20), p.sentence(20)
    (True, False, 1)
    """

    def __init__(self, document: Document) -> None:
        self.text = document.text
        body = [Span(b.start, b.end) for b in document.blocks]
        self.paragraphs: list[Span] = body or [Span(*m.span()) for m in _PARAGRAPH.finditer(document.text)]
        self.kinds: list[str] = [b.kind for b in document.blocks] or ["body"] * len(self.paragraphs)
        self.sentences: list[Span] = list(document.sentences) or self._split()
        self.quotations: list[Span] = self._quotations()
        self._paragraph_starts = [s.start for s in self.paragraphs]
        self._sentence_starts = [s.start for s in self.sentences]
        self._quotation_starts = [s.start for s in self.quotations]

    def _split(self) -> list[Span]:
        """Plain sentences, for a document that was not segmented."""
        found: list[Span] = []
        for start, end in self.paragraphs:
            at = start
            for match in _SENTENCE_END.finditer(self.text, start, end):
                found.append(Span(at, match.end()))
                at = match.end() + 1
            if at < end:
                found.append(Span(at, end))
        return found

    def _quotations(self) -> list[Span]:
        """Spans inside double quotation marks; a mark that is never closed holds to the end of its paragraph."""
        found: list[Span] = []
        for start, end in self.paragraphs:
            opened = -1
            for match in re.finditer(r"[\"“”]|''|``", self.text[start:end]):
                mark, at = match.group(), start + match.start()
                if opened < 0 and mark != _CLOSE:
                    opened = at
                elif opened >= 0 and mark != _OPEN and mark != "``":
                    found.append(Span(opened, start + match.end()))
                    opened = -1
            if opened >= 0:
                found.append(Span(opened, end))
        return found

    def paragraph(self, offset: int) -> int:
        """Position of the paragraph that holds ``offset``, or of the last one before it; 0 in an empty document."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def sentence(self, offset: int) -> int:
        """Position of the sentence that holds ``offset``, or of the last one before it."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def sentence_span(self, offset: int) -> Span:
        """The sentence that holds ``offset``; an empty span where there is none."""
        return self.sentences[self.sentence(offset)] if self.sentences else Span(offset, offset)

    def paragraph_span(self, offset: int) -> Span:
        """The paragraph that holds ``offset``; an empty span where there is none."""
        return self.paragraphs[self.paragraph(offset)] if self.paragraphs else Span(offset, offset)

    def quotation(self, offset: int) -> Span | None:
        """The quotation that holds ``offset``, if one does."""
        at = bisect_right(self._quotation_starts, offset) - 1
        if at >= 0 and self.quotations[at].start <= offset < self.quotations[at].end:
            return self.quotations[at]
        return None

    def quoted(self, offset: int) -> bool:
        """True inside quotation marks."""
        return self.quotation(offset) is not None

    def kind(self, offset: int) -> str:
        """The kind of the block that holds ``offset``."""
        return self.kinds[self.paragraph(offset)] if self.kinds else "body"
