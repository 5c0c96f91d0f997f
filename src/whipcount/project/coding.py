"""Coding what the store holds: by the model, only what it has not judged yet; by hand, one judgement at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from whipcount.coders import model_label, rivals_of, wording_read
from whipcount.coding import Head, LearnedCoder, condition_span, marks, stance_input, to_coding
from whipcount.errors import UsageError
from whipcount.model import (
    STANCES,
    Codebook,
    CodedStatement,
    Coding,
    Document,
    Proposition,
    Stance,
    Statement,
)
from whipcount.project.by_hand import Named, reasons_by_hand
from whipcount.project.count import propositions_of
from whipcount.project.engines import Coder, Engines
from whipcount.project.report import Progress, Tick
from whipcount.project.running import running
from whipcount.store import Store

_logger = logging.getLogger(__name__)

BATCH: Final = 64  # statements judged in one call and kept in one transaction


def code(
    store: Store,
    engines: Engines,
    *,
    codebook: Codebook | None = None,
    by: str = "",
    progress: Progress = lambda _: None,
) -> int:
    """Judge every current statement against every proposition, where this coder has not done so.

    Args:
        store: The record.
        engines: The models.
        codebook: Put in force first, when given.
        by: Who asks for it.
        progress: Called after each batch.
    Returns:
        Number of judgements made.
    Raises:
        UsageError: Neither the call nor the store has a codebook.
    """
    with running(store, "code", {"coder": engines.coder.name, "by": by}, progress) as (run, told):
        if codebook is not None:
            store.put_codebook(codebook, run=run)
        used = codebook or store.codebook()
        if used is None:
            raise UsageError("There is nothing to code against. Give --codebook F or --proposition TEXT.")
        made = code_all(store, used, engines.coder, told, run=run)
        store.end_run(run, counts={"codings": made})
    return made


def code_all(store: Store, codebook: Codebook | None, coder: Coder, progress: Progress, *, run: str) -> int:
    """Judge what this coder has not judged, a proposition at a time; a run that is cut off loses one batch."""
    made = 0
    coder = in_force(store, coder)
    for proposition in codebook.propositions if codebook else ():
        rivals = rivals_of(codebook, proposition)
        label = coder_label(coder, proposition, rivals)
        for batch in _batches(with_documents(store.uncoded(proposition.id, label), store)):
            made += store.add_codings(judge(batch, proposition, rivals, coder, label), run=run)
            progress(Tick("coding", made))
    return made


def in_force(store: Store, coder: Coder) -> Coder:
    """The coder with the learned head that is switched on, if there is one and it was learned on this very model."""
    head = store.head_in_force()
    if head is None:
        return coder
    if head.base != coder.name:
        _logger.warning(
            "The learned head %s sits on another model than %s and is left out. Learn again: whipcount learn --apply.",
            head.coder,
            coder.name,
        )
        return coder
    return LearnedCoder(coder, Head.load(head.body))


def coder_label(coder: Coder, proposition: Proposition, rivals: Sequence[Proposition] = ()) -> str:
    """Who judged: the model, and the wording that it judged against."""
    return model_label(coder.name, wording_read(proposition, rivals))


def correct(
    store: Store,
    statement: str,
    proposition: str,
    stance: Stance,
    *,
    coder: str,
    note: str = "",
    after: int | None = None,
    argument: str | None = None,
    condition: str | None = None,
) -> Coding:
    """Record a person's judgement, which wins over any model's; what was there before stays in the history.

    Args:
        store: The record.
        statement: Id of the statement.
        proposition: Id of a proposition in the store's codebook.
        stance: The person's judgement; ``none`` says that the statement is not about the proposition.
        coder: Who says so.
        note: Why.
        after: Entry of the ledger up to which the person knows the statement; None asks for no check.
        argument: Id of the codebook's argument that the statement gives, or ``other``; by default the one that
            stands there for the same stance is kept.
        condition: Words of the statement that state the condition; by default the clause found there is kept.
    Raises:
        StoreError: There is no such statement.
        UsageError: The codebook has no such proposition or argument, the argument or condition does not go with the
            stance, or the statement does not hold the words.
        ConflictError: Somebody judged the statement after that.
    """
    row = store.statement(statement)
    (asked,) = propositions_of(store, proposition)
    reasons = reasons_by_hand(store, row, asked, Named(stance, argument, condition))
    scores: dict[Stance, float] = {one: float(one == stance) for one in STANCES}
    relevant = 0.0 if stance == "none" else 1.0
    coding = Coding(
        statement, proposition, coder, "human", stance, relevant, scores, note=note,
        condition=reasons.condition, argument=reasons.argument, kept=reasons.kept,
        argument_spans=reasons.shown.argument_spans, evidence=reasons.shown.evidence, tone=reasons.shown.tone,
    )  # fmt: skip
    store.add_codings([coding], after=after)
    return coding


def with_documents(statements: Iterable[CodedStatement], store: Store) -> Iterator[tuple[Document, Statement]]:
    """Each statement with its document; a document's statements come one after the other, so it is read once."""
    for document, group in groupby(statements, key=lambda item: item.statement.document_id):
        whole = store.document(document).document
        for item in group:
            yield whole, item.statement


def _batches(asked: Iterator[tuple[Document, Statement]]) -> Iterator[list[tuple[Document, Statement]]]:
    while batch := list(islice(asked, BATCH)):
        yield batch


def judge(
    batch: Sequence[tuple[Document, Statement]],
    proposition: Proposition,
    rivals: Sequence[Proposition],
    coder: Coder,
    label: str,
) -> Iterator[Coding]:
    """A coding of each statement by the model; nothing is kept."""
    items = [stance_input(document, statement, proposition, rivals) for document, statement in batch]
    outputs = coder.code(items)
    arguments = coder.arguments(items, outputs)
    for (document, statement), output, argument in zip(batch, outputs, arguments, strict=True):
        conditions = (condition_span(document.text, start, end) for start, end in statement.content)
        condition = next((span for span in conditions if span is not None), None)
        shown = marks(document.text, (statement.content, statement.cue), proposition, output.stance, argument)
        yield to_coding(
            output, statement.id, proposition.id, label, condition=condition, argument=argument, shown=shown
        )  # fmt: skip
