"""The whip count as text for a terminal: for each proposition who is for, leaning, undecided and against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from whipcount.interchange.terminal import printable, shorten, wrap
from whipcount.model import SIDES, CodedStatement, Position, Shift, Side
from whipcount.positions import tally, unsure

WIDTH = 100  # columns
_SNIPPET = 180  # columns of quotation: two lines, enough to see what was said
_NAME = 60  # columns of a name; the page shows longer ones in full

SIDE_WORDS: dict[Side, str] = {
    "for": "for",
    "leaning_for": "leaning for",
    "undecided": "undecided",
    "leaning_against": "leaning against",
    "against": "against",
}
_MARKS: dict[Side, str] = {
    "for": "[+]",
    "leaning_for": "(+)",
    "undecided": "(?)",
    "leaning_against": "(-)",
    "against": "[-]",
}


def whip_count_text(
    found: Iterable[Position],
    *,
    propositions: Mapping[str, str],
    evidence: Mapping[str, CodedStatement],
    without_actor: Mapping[str, int] | None = None,
    width: int = WIDTH,
) -> str:
    """Write positions out for a reader at a terminal.

    Args:
        found: Positions, as ``whipcount.positions.positions`` gives them.
        propositions: Proposition id → its text, in the order to print; those without positions are printed too.
        evidence: Statement id → statement, at least for the first of each position's statements.
        without_actor: Proposition id → number of statements that take a side but whose speaker has no name.
        width: Columns of a line, at least 40.
    Returns:
        Lines of at most ``width`` columns, ending with a line break. Control characters in names, titles and
        quotations are written out, never passed to the terminal.
    """
    width = max(width, 40)
    grouped: dict[str, list[Position]] = {proposition: [] for proposition in propositions}
    for position in found:
        grouped.setdefault(position.proposition, []).append(position)
    lines: list[str] = []
    for proposition, group in grouped.items():
        lines += wrap(printable(propositions.get(proposition, proposition)), width)
        lines += _summary(group, (without_actor or {}).get(proposition, 0), width)
        lines += _sides(group, evidence, width)
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def date_for_people(day: date | None) -> str:
    """A date as people write it; ISO dates are for data.

    >>> date_for_people(date(2024, 9, 10))
    'Tue 10 Sep 2024'
    """
    return f"{day:%a} {day.day} {day:%b %Y}" if day else "no date"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _summary(group: Sequence[Position], nobody: int, width: int) -> Iterator[str]:
    counts = tally(group)
    yield from wrap(" | ".join(f"{SIDE_WORDS[side]} {counts[side]}" for side in SIDES), width, indent="  ")
    statements = sum(len(p.statements) for p in group)
    reviewed = sum(_reviewed(p) for p in group)
    parts = [_count(len(group), "actor"), _count(statements, "statement"), f"{reviewed} reviewed by a person"]
    doubtful = sum(map(unsure, group))
    if doubtful:
        parts.append(f"{doubtful} of the actors less than half sure")
    if nobody:
        parts.append(f"{_count(nobody, 'more statement')} by nobody named")
    yield from wrap(", ".join(parts), width, indent="  ")
    if not group:
        yield from wrap("Nobody was found to take a side.", width, indent="  ")


def _reviewed(position: Position) -> int:
    return round(position.reviewed_share * len(position.statements))


def _sides(group: Sequence[Position], evidence: Mapping[str, CodedStatement], width: int) -> Iterator[str]:
    for side in SIDES:
        # Latest first: what changed last is what a reader looks for.
        members = sorted(
            (p for p in group if p.lean == side),
            key=lambda p: (-(p.latest or date.min).toordinal(), p.actor.casefold(), p.actor_key),
        )
        if members:
            yield ""
            yield f"{_MARKS[side]} {SIDE_WORDS[side].upper()} ({len(members)})"
        for position in members:
            yield from _actor(position, evidence, width)


def _actor(position: Position, evidence: Mapping[str, CodedStatement], width: int) -> Iterator[str]:
    name = shorten(printable(position.actor), min(_NAME, width - 8))
    if position.affiliation:
        name += f" ({shorten(printable(position.affiliation), 30)})"
    number = _count(len(position.statements), "statement")
    if position.sightings > len(position.statements):
        number += f", seen {position.sightings} times"
    head = f"{name} · {date_for_people(position.latest)} · {number} · {100 * position.confidence:.0f} % sure"
    yield from wrap(head, width, indent="    ", hanging="      ")
    if position.stance == "mixed":
        yield from wrap("MIXED: both for and against on the same day", width, indent="      ")
    elif position.stance == "conditional":
        yield from wrap("on a condition", width, indent="      ")
    for shift in position.shifts[-1:]:
        yield from wrap(_shift(shift), width, indent="      ")
    latest = evidence.get(position.statements[0])
    if latest is not None:
        yield from wrap(_snippet(latest), width, indent="      ", hanging="       ")


def _shift(shift: Shift) -> str:
    change = f"SHIFT on {date_for_people(shift.date)}: {_change(shift)}"
    return change + _waiting(shift)


def _waiting(shift: Shift) -> str:
    """What a tentative shift waits for: several statements that are doubtful, or at odds, want a review."""
    if not shift.tentative:
        return ""
    if len(shift.statements) > 1:
        return " (tentative: no review confirms it yet)"
    return " (tentative: one statement, not reviewed)"


def _change(shift: Shift) -> str:
    words = f"{SIDE_WORDS[shift.from_side]} → {SIDE_WORDS[shift.to_side]}, {shift.kind}"
    return f"{words} on: {shorten(printable(shift.condition.text), _SNIPPET)}" if shift.condition else words


def shifts_text(
    found: Iterable[tuple[Position, Shift]],
    *,
    propositions: Mapping[str, str],
    evidence: Mapping[str, CodedStatement],
    width: int = WIDTH,
) -> str:
    """Write shifts out for a reader at a terminal, in the order given, under their propositions.

    Args:
        found: Shifts with whose they are, as ``whipcount.positions.moves`` gives them.
        propositions: Proposition id → its text, in the order to print.
        evidence: Statement id → statement, at least for the first of each shift's statements.
        width: Columns of a line, at least 40.
    """
    width = max(width, 40)
    listed = list(found)
    lines: list[str] = []
    for proposition, text in propositions.items():
        lines += wrap(printable(text), width)
        chosen = [(position, shift) for position, shift in listed if position.proposition == proposition]
        for position, shift in chosen:
            name = shorten(printable(position.actor), min(_NAME, width - 8))
            head = f"{date_for_people(shift.date)} · {name}: {_change(shift)}{_waiting(shift)}"
            lines += wrap(head, width, indent="    ", hanging="      ")
            proof = evidence.get(shift.statements[0])
            lines += wrap(_snippet(proof), width, indent="      ", hanging="       ") if proof else []
        lines += [] if chosen else wrap("Nobody is known to have changed sides.", width, indent="    ")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _snippet(statement: CodedStatement) -> str:
    """The article's words between quotation marks, with the outlet; reported speech is called so."""
    words = shorten(printable(statement.quotation), _SNIPPET)
    if not words:
        return "The words could not be verified against the stored article."
    marked = words if words[:1] in {"“", '"', "«", "„"} else f"“{words}”"
    prefix = "" if statement.statement.form == "direct" else "reported: "
    outlet = printable(statement.outlet or "")
    return f"{prefix}{marked} — {shorten(outlet, 40)}" if outlet else prefix + marked
