"""Engines simple enough to be right by reading them; they count how often they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whipcount.coding import StanceInput, StanceOutput
from whipcount.model import STANCES, Attribution, Document, Span, Stance
from whipcount.project import Engines

_SAID = re.compile(r"(?P<source>[A-Z]\w+(?: [A-Z]\w+)?) (?P<cue>said|says) (?P<content>[^.\n]+\.)")
_WORDS: tuple[tuple[str, Stance], ...] = (
    ("reject", "oppose"),
    ("back", "support"),
    ("unless", "conditional"),
    ("no comment", "noncommittal"),
)


class SaidReader:
    """Reads ``Name said something.``; ``seen`` are the documents it was shown."""

    name = "said-reader@1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        self.seen += [document.given_id for document in documents]
        return [self._one(document.text) for document in documents]

    def _one(self, text: str) -> tuple[Attribution, ...]:
        if "EXPLODE" in text:
            raise ZeroDivisionError("this text was asked to fail")
        return tuple(
            Attribution(
                source=(Span(*found.span("source")),),
                cue=(Span(*found.span("cue")),),
                content=(Span(*found.span("content")),),
                form="indirect",
                confidence=0.9,
            )
            for found in _SAID.finditer(text)
        )


class WordCoder:
    """Takes a stance by one word; ``seen`` are the texts it was shown."""

    name = "word-coder@1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def code(self, items: Sequence[StanceInput]) -> list[StanceOutput]:
        self.seen += [item.text for item in items]
        return [self._one(item.text) for item in items]

    def arguments(self, items: Sequence[StanceInput], outputs: Sequence[StanceOutput]) -> list[str | None]:
        return [None for _ in items]

    def _one(self, text: str) -> StanceOutput:
        stance = next((stance for word, stance in _WORDS if word in text), "none")
        scores: dict[Stance, float] = dict.fromkeys(STANCES, 0.04) | {stance: 0.84}
        return StanceOutput(relevant=0.02 if stance == "none" else 0.97, stance=stance, scores=scores)


def counting_engines() -> tuple[Engines, SaidReader, WordCoder]:
    """Engines, and their two halves to be asked what they saw."""
    reader, coder = SaidReader(), WordCoder()
    return Engines(reader, coder), reader, coder
