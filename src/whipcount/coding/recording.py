"""From a statement in its document to a question for the coder, and from the coder's answer to a ``Coding``."""

from __future__ import annotations

from collections.abc import Sequence

from whipcount.coding.parts import condition_span
from whipcount.coding.stance import Coder, StanceInput, StanceOutput
from whipcount.model import Coding, Document, Proposition, Span, Statement, quote

_GAP = " "


def stance_input(document: Document, statement: Statement, proposition: Proposition) -> StanceInput:
    """What the coder needs to know of a statement: its words, who says them, the cue and the sentences around.

    The sentence of the statement and the one before it are the context: a reply ("We're working that out") is about
    nothing without the question.
    """
    speaker = statement.speaker.name or statement.speaker.as_written
    return StanceInput(
        text=quote(document.text, statement.content, gap=_GAP),
        proposition=proposition,
        speaker=speaker,
        cue=quote(document.text, statement.cue, gap=_GAP),
        context=_context(document, statement),
    )


def _context(document: Document, statement: Statement) -> str:
    spans = statement.content + statement.cue
    if not spans or not document.sentences:
        return ""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    touched = [i for i, sentence in enumerate(document.sentences) if sentence.start < end and start < sentence.end]
    if not touched:
        return ""
    chosen = document.sentences[max(0, touched[0] - 1) : touched[-1] + 1]
    return " ".join(document.text[sentence.start : sentence.end] for sentence in chosen)


def to_coding(
    output: StanceOutput,
    statement_id: str,
    proposition: str,
    coder: str,
    *,
    condition: Span | None = None,
    argument: str | None = None,
) -> Coding:
    """The coder's answer as a record.

    Args:
        output: The answer.
        statement_id: Which statement.
        proposition: Id of the proposition.
        coder: ``Coder.name``.
        condition: Where the condition is stated; kept only if the stance is conditional.
        argument: Id of the argument given.
    """
    kept = condition if output.stance == "conditional" else None
    return Coding(
        statement_id, proposition, coder, "model", output.stance, output.relevant, output.scores, kept, argument
    )  # fmt: skip


def code_statements(
    coder: Coder, document: Document, statements: Sequence[Statement], propositions: Sequence[Proposition]
) -> list[Coding]:
    """Judge the statements of a document against each proposition, with condition and argument.

    Returns:
        A coding for each proposition and statement, propositions outermost.
    """
    asked = [(p, s, stance_input(document, s, p)) for p in propositions for s in statements if s.content]
    items = [item for *_, item in asked]
    outputs = coder.code(items)
    given = coder.arguments(items, outputs)
    found: list[Coding] = []
    for (proposition, statement, _), output, argument in zip(asked, outputs, given, strict=True):
        spans = (condition_span(document.text, piece.start, piece.end) for piece in statement.content)
        condition = next((span for span in spans if span is not None), None)
        found.append(
            to_coding(output, statement.id, proposition.id, coder.name, condition=condition, argument=argument)
        )
    return found
