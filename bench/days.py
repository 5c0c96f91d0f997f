"""Score days of speech on the invented pieces of many registers in ``tests/data/days``.

    python bench/days.py [--half NAME] [--end-to-end] [--registers] [--errors]

With gold spans, or from end to end with the shipped reader, where a piece's statements are those whose content overlaps
by half. ``--registers`` counts each register apart. ``--errors`` lists what is wrong and is refused for ``checking``
and ``checking_meetings``, whose errors nobody reads; the halves called ``meetings`` are later pieces.

A piece begins with ``=== name | register | published | outlet`` and ``# title``. Its statements are marked in the text:
``[3:Ann Berg] <3:said> {3=03-14:it is late}`` are source, cue and content of the third, said on 14 March of the year of
publication. ``=2023``, ``=2023-10`` and ``=2023-10-06`` say as much as they name, ``=`` that the text gives no day, and
``=?`` that two readers would differ; such a statement is read, but not scored.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from whipcount import resolve as resolving
from whipcount import when
from whipcount.attribute import Reader
from whipcount.attribute.assemble import form_of
from whipcount.model import Attribution, Document, Extraction, SaidOn, Span
from whipcount.pipeline import extract_many
from whipcount.segment import segment

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "days"
HALVES = ("tuning", "checking", "tuning_meetings", "checking_meetings")
OVERLAP = 0.5  # of two contents, from which they are one
UNSURE = "?"
_HEAD = re.compile(r"=== (\S+) \| ([^|]+) \| (\d{4}-\d\d-\d\d) \| (.+)\n# (.+)\n")
_MARK = re.compile(r"([\[<{])(\d+)(?:=([\d-]*|\?))?:|([\]>}])")
_CLOSES = {"[": "]", "<": ">", "{": "}"}
Counts: TypeAlias = tuple[int, int, int, int, int]  # days right, given, in the gold; undated and left so, undated


@dataclass(frozen=True, slots=True)
class Piece:
    """A news piece with its statements in the order of their numbers and the day of each.

    A day is an ISO day, month or year, empty where the text gives none, ``?`` where two readers would differ.
    """

    register: str
    document: Document
    attributions: tuple[Attribution, ...]
    days: tuple[str, ...]


def pieces(half: str) -> list[Piece]:
    """The pieces of one half."""
    text = (FOLDER / f"{half}.txt").read_text(encoding="utf-8")
    return [parse(part) for part in re.split(r"\n+(?==== )", text.strip())]


def parse(part: str) -> Piece:
    """One piece; ``ValueError`` where its head or a mark is wrong."""
    head = _HEAD.match(part)
    if head is None:
        raise ValueError(f"{part[:60]!r} is no head of a piece: write '=== name | register | day | outlet', '# title'")
    name, register, published, outlet, title = head.groups()
    text, marks, days = unmarked(f"{title}\n\n{part[head.end() :].strip()}")
    if sorted(days) != list(range(len(days))) or set(marks) - set(days):
        raise ValueError(f"{name}: statements are numbered from 0 and each has a content with '='")
    document = Document(
        id=name,
        given_id=name,
        text=text,
        raw_sha256="",
        title=title,
        outlet=outlet,
        published=date.fromisoformat(published),
    )
    found = [_attribution(text, marks[number]) for number in sorted(days)]
    return Piece(register.strip(), document, tuple(found), tuple(_full(days[n], published[:4]) for n in sorted(days)))


def unmarked(text: str) -> tuple[str, dict[int, dict[str, list[Span]]], dict[int, str]]:
    """The text without its marks, the pieces that these name, and the days as written.

    Raises:
        ValueError: A statement has two days, or a mark is not closed.
    """
    plain: list[str] = []
    opened: list[tuple[str, int, int]] = []
    marks: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    days: dict[int, str] = {}
    at = length = 0
    for match in _MARK.finditer(text):
        plain.append(text[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match[1]:
            number = int(match[2])
            opened.append((match[1], number, length))
            if match[3] is not None and days.setdefault(number, match[3]) != match[3]:
                raise ValueError(f"statement {number} has two days")
        elif opened and _CLOSES[opened[-1][0]] == match[4]:
            kind, number, start = opened.pop()
            if length > start:
                marks[number][kind].append(Span(start, length))
        else:
            plain.append(match[4])
            length += 1
    if opened:
        raise ValueError(f"a mark is not closed: {opened}")
    plain.append(text[at:])
    return "".join(plain), marks, days


def _attribution(text: str, marks: dict[str, list[Span]]) -> Attribution:
    source, cue, content = (tuple(marks.get(kind, ())) for kind in "[<{")
    return Attribution(source, cue, content, form_of(text, content), 1.0)


def _full(day: str, year: str) -> str:
    return f"{year}-{day}" if re.fullmatch(r"\d\d-\d\d", day) else day


def with_gold_spans(piece: Piece) -> list[SaidOn | None]:
    """What ``when`` says of the statements as they are marked."""
    document = segment(piece.document)
    return list(when.said_on(document, piece.attributions, resolving.resolve(document, piece.attributions)))


def end_to_end(given: Sequence[Piece], reader: Reader | None = None) -> Iterator[tuple[Piece, list[SaidOn | None]]]:
    """Each piece, kept to those of its statements that the shipped reader finds, and what they are dated."""
    documents = [piece.document for piece in given]
    for piece, made in zip(given, extract_many(documents, reader or Reader()), strict=True):
        if not isinstance(made, Extraction):
            raise SystemExit(f"{made.given_id}: {made.detail}")
        matched: list[tuple[int, SaidOn | None]] = []
        for i, wanted in enumerate(piece.attributions):
            best = max(made.statements, key=lambda s: _overlap(s.content, wanted.content), default=None)
            if best is not None and _overlap(best.content, wanted.content) >= OVERLAP:
                matched.append((i, best.said_on))
        found = tuple(piece.attributions[i] for i, _ in matched)
        yield (
            Piece(piece.register, piece.document, found, tuple(piece.days[i] for i, _ in matched)),
            [d for _, d in matched],
        )


def _overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    first, second = ({at for s, e in spans for at in range(s, e)} for spans in (one, other))
    return len(first & second) / len(first | second) if first or second else 0.0


def wrong(day: str, said: SaidOn | None) -> str | None:
    """What counts against a date: a day missed, a wrong day, or a date where the text gives none."""
    if day == UNSURE:
        return None
    if not day:
        return "invented" if said else None
    given = said.start.isoformat() if said is not None and said.precision == "day" else None
    if len(day) == len("2024-01-01"):
        return None if given == day else "wrong" if given else "missed"
    return "wrong" if given else None


def counts(piece: Piece, dates: Sequence[SaidOn | None]) -> Counts:
    right = given = labelled = left = undated = 0
    for day, said in zip(piece.days, dates, strict=True):
        if day == UNSURE:
            continue
        guess = said.start.isoformat() if said is not None and said.precision == "day" else None
        full = len(day) == len("2024-01-01")
        right += full and guess == day
        given, labelled = given + (guess is not None), labelled + full
        left, undated = left + (not day and said is None), undated + (not day)
    return right, given, labelled, left, undated


def figures(rows: Iterable[Counts]) -> dict[str, float]:
    """Precision, recall and F1 of days, and the share of undated statements left so."""
    right, given, labelled, left, undated = (sum(column) for column in zip(*rows, strict=True))
    return {
        "precision": right / max(1, given), "recall": right / max(1, labelled),
        "f1": 2 * right / max(1, given + labelled), "none": left / max(1, undated),
    }  # fmt: skip


def errors(piece: Piece, dates: Sequence[SaidOn | None]) -> Iterator[str]:
    text = piece.document.text
    for i, (day, said) in enumerate(zip(piece.days, dates, strict=True)):
        kind = wrong(day, said)
        if kind is None:
            continue
        a = piece.attributions[i]
        source, cue, content = (" … ".join(text[s:e] for s, e in part) for part in (a.source, a.cue, a.content))
        guess = f"{said.start} {said.precision} by {said.rule}" if said else "none"
        yield f"{kind:8} {piece.document.id} ({piece.document.published}) #{i} gold {day or 'none'}, {guess}\n" + (
            f"    [{source[:60]}] <{cue[:60]}> {{{content[:60]}}}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--end-to-end", action="store_true")
    parser.add_argument("--registers", action="store_true")
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    if asked.errors and not (asked.half or "").startswith("tuning"):
        parser.error("--errors shows only those of --half tuning or tuning_meetings")
    for half in [asked.half] if asked.half else HALVES:
        given = pieces(half)
        read = list(end_to_end(given)) if asked.end_to_end else [(p, with_gold_spans(p)) for p in given]
        if asked.errors:
            print("\n".join(line for piece, dates in read for line in errors(piece, dates)))
        by_register: dict[str, list[Counts]] = defaultdict(list)
        for piece, dates in read:
            by_register[piece.register.split(",")[0]].append(counts(piece, dates))
        _print(f"{half}, {len(given)} pieces", [row for rows in by_register.values() for row in rows])
        for register, rows in sorted(by_register.items()) if asked.registers else ():
            _print(f"  {register}", rows)


def _print(title: str, rows: Sequence[Counts]) -> None:
    right, given, labelled, left, undated = (sum(column) for column in zip(*rows, strict=True))
    shown = ", ".join(f"{name} {100 * value:.1f}" for name, value in figures(rows).items())
    print(
        f"{title}: {shown}; days {right} right, {given} given, {labelled} in the gold; {left} of {undated} left undated"
    )


if __name__ == "__main__":
    main()
