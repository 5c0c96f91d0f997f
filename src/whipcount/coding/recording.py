"""From a statement in its document to a question for the coder, and from the coder's answer to a ``Coding``."""

from __future__ import annotations

from collections.abc import Sequence

from whipcount.coding.marks import Marks
from whipcount.coding.stance import StanceInput, StanceOutput
from whipcount.model import BlockKind, Coding, Document, Proposition, Span, Speaker, Statement, quote

_GAP = " "
_GUESSED = "description_salient"  # "the candidate", given to whoever is most in mind
ASIDE: frozenset[BlockKind] = frozenset({"caption", "credit", "promo", "byline"})  # never the context of a statement


def stance_input(
    document: Document, statement: Statement, proposition: Proposition, rivals: Sequence[Proposition] = ()
) -> StanceInput:
    """What the coder needs to know of a statement: its words, who says them, the cue and the sentences around.

    The sentence of the statement and the one before it are the context: a reply ("We're working that out") is about
    nothing without the question.
    """
    return StanceInput(
        text=quote(document.text, statement.content, gap=_GAP),
        proposition=proposition,
        speaker=_who(statement.speaker),
        cue=quote(document.text, statement.cue, gap=_GAP),
        context=_context(document, statement),
        rivals=tuple(rivals),
        article=document.text,
    )


def _context(document: Document, statement: Statement) -> str:
    spans = statement.content + statement.cue
    if not spans or not document.sentences:
        return ""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    asides = [block for block in document.blocks if block.kind in ASIDE]
    sentences = [s for s in document.sentences if not any(b.start <= s.start < b.end for b in asides)]
    touched = [i for i, sentence in enumerate(sentences) if sentence.start < end and start < sentence.end]
    if not touched:
        return ""
    chosen = sentences[max(0, touched[0] - 1) : touched[-1] + 1]
    return " ".join(document.text[sentence.start : sentence.end] for sentence in chosen)


def _who(speaker: Speaker) -> str:
    """The speaker as the coder reads it: by name, or in the article's words where whom they mean is a guess."""
    if speaker.rule == _GUESSED:
        return speaker.as_written.removeprefix("the ").removeprefix("The ")
    return speaker.name or speaker.as_written


def to_coding(
    output: StanceOutput,
    statement_id: str,
    proposition: str,
    coder: str,
    *,
    condition: Span | None = None,
    argument: str | None = None,
    shown: Marks | None = None,
) -> Coding:
    """The coder's answer as a record.

    Args:
        output: The answer.
        statement_id: Which statement.
        proposition: Id of the proposition.
        coder: ``Coder.name``.
        condition: Where the condition is stated; kept only if the stance is conditional.
        argument: Id of the argument given.
        shown: What the words show beside it.
    """
    kept = condition if output.stance == "conditional" else None
    found = shown or Marks()
    return Coding(
        statement_id, proposition, coder, "model", output.stance, output.relevant, output.scores, kept, argument,
        argument_spans=found.argument_spans, evidence=found.evidence, tone=found.tone,
    )  # fmt: skip
