"""The argument and the condition of a judgement by hand: those that a person names, else those that stand there.

A person who only says the stance was not asked for more, and should not lose what the record held: which argument the
statement gives, and on which condition the stance depends. What is left as it stood is marked as ``kept``, so that
nobody counts it as this person's own judgement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from whipcount.coding import Marks, condition_span, marks
from whipcount.errors import UsageError
from whipcount.model import OTHER, Coding, Kept, Proposition, Span, Spans, Stance, quote
from whipcount.store import Store
from whipcount.store.records import StatementRow

_SIDES: Final = {"support": ("pro",), "oppose": ("con",), "conditional": ("pro", "con")}
_WORDS: Final = {"pro": "for", "con": "against"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a person says: the stance, and where they go on, the argument and the words of the condition."""

    stance: Stance
    argument: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """The argument and condition of a judgement by hand, and which of them the person left as they stood."""

    argument: str | None
    condition: Span | None
    kept: tuple[Kept, ...]
    shown: Marks


def reasons_by_hand(store: Store, row: StatementRow, proposition: Proposition, named: Named) -> Reasons:
    """What a judgement by hand says beside the stance.

    Raises:
        UsageError: The argument or condition does not go with the stance, or is not there.
    """
    earlier = [
        coding
        for coding in reversed(store.codings(row.statement.id))
        if (coding.proposition, coding.stance) == (proposition.id, named.stance)
    ]
    argument, condition = named.argument or None, (named.condition or "").strip()
    text = store.document(row.document_id).document.text
    kept: list[Kept] = []
    if argument is not None:
        _check_argument(proposition, named.stance, argument)
    elif (argument := _argument_there(proposition, named.stance, earlier)) is not None:
        kept.append("argument")
    span = _words_at(text, row.statement.content, condition, named.stance) if condition else None
    if span is None and (span := _condition_there(text, row.statement.content, named.stance, earlier)) is not None:
        kept.append("condition")
    said = row.statement.content, row.statement.cue
    return Reasons(argument, span, tuple(kept), marks(text, said, proposition, named.stance, argument))


def _check_argument(proposition: Proposition, stance: Stance, argument: str) -> None:
    sides = _SIDES.get(stance, ())
    if not sides:
        raise UsageError(
            f"Only who takes a side gives an argument, and the stance is {stance!r}. Leave the argument out."
        )
    known = {one.id: one.side for one in proposition.arguments}
    if argument not in known and argument != OTHER:
        ids = ", ".join((*known, OTHER))
        raise UsageError(f"The proposition {proposition.id!r} has no argument {argument!r}. Known: {ids}.")
    side = known.get(argument)
    if side is not None and side not in sides:
        raise UsageError(
            f"{argument!r} is an argument {_WORDS[side]} the proposition, and the stance is {stance!r}. "
            "Change one of the two."
        )


def _argument_there(proposition: Proposition, stance: Stance, earlier: Sequence[Coding]) -> str | None:
    """The argument of the newest coding of the same stance that names one, where the codebook still has it."""
    known = {one.id for one in proposition.arguments if one.side in _SIDES.get(stance, ())}
    return next((one.argument for one in earlier if one.argument in known), None)


def _words_at(text: str, content: Spans, words: str, stance: Stance) -> Span:
    if stance != "conditional":
        raise UsageError(
            f"Only the stance 'conditional' depends on a condition, not {stance!r}. Leave one of them out."
        )
    found = [start + at.start() for start, end in content for at in re.finditer(re.escape(words), text[start:end])]
    if len(found) != 1:
        there = f"holds {len(found)} times" if found else "does not hold"
        raise UsageError(
            f"The statement {there} the words {words!r}. Give the clause as it stands there: {quote(text, content)!r}"
        )
    return Span(found[0], found[0] + len(words))


def _condition_there(text: str, content: Spans, stance: Stance, earlier: Sequence[Coding]) -> Span | None:
    """The clause that an earlier coding found, else the one that reads like a condition."""
    if stance != "conditional":
        return None
    clauses = (condition_span(text, start, end) for start, end in content)
    there = next((one.condition for one in earlier if one.condition is not None), None)
    return there or next((clause for clause in clauses if clause is not None), None)
