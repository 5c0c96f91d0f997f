"""Where a board loses: the same board with one step after another put right by hand, and the cause of each wrong cell.

What the machine found, judged and dated is replaced by the gold from the last step to the first, so that each figure
shows what the steps before it cost. With everything replaced, the rule of positions alone is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from whipcount.config import Settings
from whipcount.evaluate.boards import DAYS_APART, BoardRow, GoldPosition, is_actor
from whipcount.evaluate.demo import GoldStatement, locate, matches, same_name
from whipcount.model import (
    CodedStatement,
    Coding,
    Document,
    Extraction,
    Position,
    SaidOn,
    Shift,
    Span,
    Speaker,
    Stance,
    Statement,
)  # fmt: skip

Cause: TypeAlias = Literal["not found", "speaker", "relevance", "side", "doubt", "day", "another statement", "rule"]
CAUSES: tuple[Cause, ...] = (
    "not found", "speaker", "relevance", "side", "doubt", "day", "another statement", "rule",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A gold statement in its document, with the machine's statement that covers it, if any does."""

    gold: GoldStatement
    document: Document
    span: Span
    found: Statement | None

    @property
    def given(self) -> Statement:
        """The statement as the machine should have found it; the cue is the machine's where it found it."""
        speaker = Speaker(self.gold.speaker, self.gold.kind, self.gold.speaker)
        cue = self.found.cue if self.found else ()
        name = f"{self.gold.document} {self.span.start}"
        return Statement(name, self.document.id, (), cue, (self.span,), "indirect", speaker, self.said_on, 1.0)

    @property
    def said_on(self) -> SaidOn | None:
        """The day that the gold tells."""
        day = self.gold.said_on
        return SaidOn(day, day, "day", (), "gold") if day else None

    @property
    def day(self) -> date | None:
        """The day that orders the statement in time; None for what is only retold."""
        return None if self.gold.earlier else self.gold.said_on or self.document.published


class Repairs(NamedTuple):
    """What is put right by hand in what the machine found."""

    stance: bool = False
    speaker: bool = False
    day: bool = False


def labelled(extractions: Iterable[Extraction], gold: Sequence[GoldStatement]) -> list[Label]:
    """Each gold statement in its document; one whose words stand nowhere is an error in the gold.

    Raises:
        ValueError: A fragment that is in no document.
    """
    read = list(extractions)
    documents = {id_: e.document for e in read for id_ in _ids(e.document)}
    labels: list[Label] = []
    for label, found in matches(read, gold):
        document = documents.get(label.document)
        span = locate(document, label.fragment) if document else None
        if document is None or span is None:
            raise ValueError(f"the gold's {label.fragment!r} is not in {label.document}: correct the gold")
        labels.append(Label(label, document, span, found))
    return labels


def _ids(document: Document) -> tuple[str, str]:
    given = document.given_id
    return given, given.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def by_hand(statement: str, proposition: str, stance: Stance) -> Coding:
    """A stance of the gold as a coding that is taken at its word."""
    return Coding(statement, proposition, "gold", "human", stance, float(stance != "none"), {stance: 1.0})


def given(
    labels: Iterable[Label], proposition: str, codings: Mapping[str, Coding] | None = None
) -> list[CodedStatement]:
    """The gold's statements, with the gold's stances or with codings by the id of ``Label.given``."""
    coded: list[CodedStatement] = []
    for label in labels:
        made, stance = label.given, label.gold.stance[proposition]
        coding = codings[made.id] if codings else by_hand(made.id, proposition, stance)
        if codings or stance != "none":
            coded.append(_coded(made, label, coding))
    return coded


def _coded(made: Statement, label: Label, coding: Coding) -> CodedStatement:
    document = label.document
    return CodedStatement(made, label.gold.fragment, label.day, document.outlet, document.title, coding)


def repaired(
    coded: Iterable[CodedStatement], labels: Iterable[Label], proposition: str, repairs: Repairs
) -> list[CodedStatement]:
    """What the machine found with some of it put right; what no label covers then takes no side.

    Args:
        coded: The machine's statements with their codings for the proposition.
        labels: See ``labelled``.
        proposition: The proposition that they are coded for.
        repairs: A right speaker or day asks for the right stance, too: labels alone have them.
    """
    if not repairs.stance:
        return list(coded)
    label_of = _first_stance(labels, proposition)
    right: list[CodedStatement] = []
    for item in coded:
        label = label_of.get(item.statement.id)
        if label is None:
            continue
        made = item.statement
        coding = by_hand(made.id, proposition, label.gold.stance[proposition])
        if repairs.speaker:
            made, item = replace(made, speaker=label.given.speaker), replace(item, actor=None, actor_name=None)
        if repairs.day:
            made, item = replace(made, said_on=label.said_on), replace(item, published=label.day, event=None)
        right.append(replace(item, statement=made, coding=coding))
    return right


def _first_stance(labels: Iterable[Label], proposition: str) -> dict[str, Label]:
    """The label of each found statement; of several in one quotation the first that takes a stance."""
    chosen: dict[str, Label] = {}
    for label in labels:
        if label.found and label.gold.stance[proposition] != "none":
            chosen.setdefault(label.found.id, label)
    return chosen


@dataclass(frozen=True, slots=True)
class Trace:
    """What the causes are looked up in, for one proposition."""

    proposition: str
    labels: Sequence[Label]
    codings: Mapping[str, Coding]
    by_rule: Mapping[str, Position | None]  # what the rule makes of the gold, by actor
    settings: Settings


def cause_of_position(row: BoardRow, trace: Trace) -> Cause | None:
    """Why an actor stands in the wrong column; None where the column is right."""
    if row.column:
        return None
    alone = trace.by_rule.get(row.gold.actor)
    if alone is None or alone.lean != row.gold.position:
        return "rule"
    labels = _of_actor(row.gold, trace)
    latest = max((label.day for label in labels if label.day), default=None)  # None: nothing is dated
    return _furthest([label for label in labels if label.day == latest], trace)


def causes_of_missed(row: BoardRow, trace: Trace) -> list[Cause]:
    """Why each true shift of an actor was not found."""
    alone = trace.by_rule.get(row.gold.actor)
    causes: list[Cause] = []
    for shift in row.missed:
        near = [s for s in (alone.shifts if alone else ()) if abs((s.date - shift.day).days) <= DAYS_APART]
        labels = [x for x in _of_actor(row.gold, trace) if x.day and abs((x.day - shift.day).days) <= DAYS_APART]
        causes.append(_furthest(labels, trace) if near else "rule")
    return causes


def cause_of_false(shift: Shift, gold: GoldPosition | None, trace: Trace) -> Cause:
    """Why a false shift was found, by the first statement that made it.

    ``gold`` is the line of the actor who is said to have shifted, None for an actor of the board alone.
    """
    covering = [x for x in trace.labels if x.found and x.found.id == shift.statements[0]]
    if not covering:
        return "relevance"  # what takes a side is labelled
    label = next((x for x in covering if x.gold.stance[trace.proposition] != "none"), covering[0])
    if gold is None or not is_actor(label.gold.speaker, gold):
        return "speaker"
    wanted = label.gold.stance[trace.proposition]
    coding = trace.codings.get(shift.statements[0])
    if wanted == "none":
        return "relevance"
    if coding is None or coding.stance != wanted:
        return "side"
    # A right statement on its day: the state before it, which it is compared with, is wrong.
    return "another statement" if _in_time(label) else "day"


def _of_actor(gold: GoldPosition, trace: Trace) -> list[Label]:
    return [
        label
        for label in trace.labels
        if label.gold.stance[trace.proposition] != "none"
        and any(is_actor(name, gold) for name in (label.gold.speaker, *label.gold.also))
    ]


def _furthest(labels: Iterable[Label], trace: Trace) -> Cause:
    """The step at which the label that came furthest was lost: one right statement would have been enough."""
    furthest = max((CAUSES.index(_step(label, trace)) for label in labels), default=CAUSES.index("rule"))
    return CAUSES[furthest]


def _step(label: Label, trace: Trace) -> Cause:
    """The first step at which a labelled statement went wrong; "another statement" where none did."""
    statement = label.found
    if statement is None:
        return "not found"
    if not same_name(statement.speaker.name or statement.speaker.as_written, label.gold):
        return "speaker"
    coding = trace.codings.get(statement.id)
    if coding is None or coding.stance == "none" or coding.relevant < trace.settings.relevance_threshold:
        return "relevance"
    wanted = label.gold.stance[trace.proposition]
    if coding.stance != wanted:
        return "side"
    if coding.scores.get(wanted, 0.0) < trace.settings.clear_threshold:
        return "doubt"
    return "another statement" if _in_time(label) else "day"


def _in_time(label: Label) -> bool:
    """Whether the found statement stands on its day, as near as a shift has to."""
    said = label.found.said_on if label.found else None
    day = said.end if said else label.document.published
    return label.day is None or (day is not None and abs((day - label.day).days) <= DAYS_APART)
