"""Find who says what in a document: cue, source and content.

``Reader`` is the trained model behind the stage; ``attribute`` reads one document with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whipcount.model import Attribution, BlockKind, Document, Span
from whipcount.regards import Regards

if TYPE_CHECKING:
    from whipcount.attribute.engine import OnnxEngine

# Encoder with the cue tagger, decoder of roles, weights of the confidence.
MODEL_FILES = ("attribution.onnx", "attribution-roles.onnx", "attribution-calibration.json")
SILENT: frozenset[BlockKind] = frozenset({"caption", "credit", "promo", "byline", "dateline"})


def story(document: Document) -> tuple[Span, ...]:
    """Parts of the text that belong to the story; the whole text where there are no blocks.

    Captions, credits and promotions are left out, so that a quotation can run on past them.
    """
    if not document.blocks:
        return (Span(0, len(document.text)),)
    return tuple(Span(b.start, b.end) for b in document.blocks if b.kind not in SILENT)


class Reader:
    """The trained attribution model, opened on first use; ``engine`` puts another network in its place."""

    def __init__(self, *, threads: int = 1, engine: OnnxEngine | None = None) -> None:
        self._threads = threads
        self._engine = engine

    @property
    def engine(self) -> OnnxEngine:
        """The network."""
        if self._engine is None:
            from whipcount.attribute.engine import OnnxEngine

            self._engine = OnnxEngine(threads=self._threads)
        return self._engine

    @property
    def name(self) -> str:
        """Names and hashes of the model files."""
        from whipcount.models import model_version

        return "+".join(map(model_version, MODEL_FILES))

    def read(self, documents: Sequence[Document]) -> list[tuple[Attribution, ...]]:
        """Attributions of each document, in text order; the result for one does not depend on the others."""
        return [found for found, _ in self.regard(documents)]

    def regard(self, documents: Sequence[Document]) -> list[tuple[tuple[Attribution, ...], Regards]]:
        """Attributions of each document, and what the network looked at from its pronouns."""
        from whipcount.attribute.assemble import assemble
        from whipcount.attribute.pieces import to_pieces
        from whipcount.attribute.reader import read_candidates
        from whipcount.models import load_tokenizer

        tokenizer = load_tokenizer()
        pieces = [to_pieces(d.text, tokenizer, story(d)) for d in documents]
        found = read_candidates(pieces, self.engine)
        return [
            (assemble(d.text, p, f.candidates, self.engine.calibration), f.regards)
            for d, p, f in zip(documents, pieces, found, strict=True)
        ]


def attribute(document: Document, reader: Reader) -> tuple[Attribution, ...]:
    """Find who says what in one document; see ``Reader.read``."""
    return reader.read([document])[0]
