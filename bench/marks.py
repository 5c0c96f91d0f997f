"""Conditions, arguments, evidence and tone on our own statements: which, and where they stand.

    python bench/marks.py [--half tuning|checking] [--errors]

Each half is scored with the stance of the gold given, so that the marks alone are measured, and with the model's. Spans
are scored exactly (but for marks and conjunctions at their ends) and by words that they share. "place of a given
argument" has the argument given too; "the whole statement" is what one scores who marks everything. ``--errors`` prints
what was found and missed, of the half for tuning only.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Any, TypeAlias

import measures
from whipcount.coding import Coder, StanceInput, StanceOutput, condition_span, marks
from whipcount.evaluate.scores import Counts
from whipcount.model import OTHER, STANCES, Argument, Proposition, Span, Spans, Stance

STATEMENTS = Path(__file__).parents[1] / "tests" / "data" / "marks" / "statements.jsonl"
HALVES = ("tuning", "checking")
EVIDENCE = ("expert", "study", "anecdote", "precedent")
TONES = ("rhetorical_question", "irony")
Found: TypeAlias = dict[str, Any]
_OPENING = frozenset(["and", "as", "because", "but", "for", "since", "so", "that"])
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its gold; ``text`` is the article's, in which the cue and the content stand."""

    gold: Mapping[str, Any]
    proposition: Proposition
    text: str
    cue: Spans
    content: Spans

    @property
    def item(self) -> StanceInput:
        said = self.gold
        return StanceInput(said["content"], self.proposition, said["speaker"], said["cue"], said["context"])


def read(half: str, path: Path = STATEMENTS) -> list[list[Asked]]:
    """The statements of a half, by question."""
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [list(_asked(one)) for one in questions if one["half"] == half]


def _asked(question: Mapping[str, Any]) -> Iterator[Asked]:
    arguments = tuple(Argument(one["id"], one["text"], one["side"]) for one in question["arguments"])
    proposition = Proposition(question["id"], question["proposition"], question["id"], arguments=arguments)
    for gold in question["statements"]:
        cue, text = gold["speaker"] + " ", f"{gold['speaker']} {gold['cue']}: {gold['content']}"
        start = len(text) - len(gold["content"])
        yield Asked(gold, proposition, text, (Span(len(cue), start - 2),), (Span(start, len(text)),))


def given(stance: Stance) -> StanceOutput:
    """An output that is sure of a stance."""
    return StanceOutput(1.0, stance, {one: float(one == stance) for one in STANCES})


def found(asked: Sequence[Asked], coder: Coder, *, model: bool) -> list[Found]:
    """What the program says of each statement, in the words of the gold."""
    items = [one.item for one in asked]
    outputs = coder.code(items) if model else [given(one.gold["stance"]) for one in asked]
    arguments = coder.arguments(items, outputs)
    return [_found(one, out, argument) for one, out, argument in zip(asked, outputs, arguments, strict=True)]


def _found(one: Asked, output: StanceOutput, argument: str | None) -> Found:
    shown = marks(one.text, (one.content, one.cue), one.proposition, output.stance, argument)
    named = marks(one.text, (one.content, one.cue), one.proposition, "support", one.gold["argument"])
    (content,) = one.content
    condition = condition_span(one.text, content.start, content.end) if output.stance == "conditional" else None
    places = {
        "condition": condition,
        "argument_span": _only(shown.argument_spans),
        "place": _only(named.argument_spans),
    }
    return {
        **{name: _moved(span, content.start) for name, span in places.items()},
        "stance": output.stance,
        "argument": argument,
        "evidence": shown.evidence,
        "tone": shown.tone,
    }


def _only(spans: Spans) -> Span | None:
    return spans[0] if spans else None


def _moved(span: Span | None, start: int) -> list[int] | None:
    return span and [span.start - start, span.end - start]


def _bounds(content: str, span: Sequence[int] | None) -> list[int]:
    """Where each word of a span begins, but for the conjunctions that it opens with."""
    words = _WORD.finditer(content, *span) if span else ()
    return [match.start() for match in dropwhile(lambda match: match[0].casefold() in _OPENING, words)]


def counts(gold: Mapping[str, Any], said: Found) -> dict[str, Counts]:
    """Counts of every measure for one statement."""
    content, named = gold["content"], gold["argument"] if gold["argument"] != OTHER else None
    row = {"stance": Counts(int(said["stance"] == gold["stance"]), 1, 1)}
    for name in ("condition", "argument_span"):
        row |= _span(name, _bounds(content, gold[name]), _bounds(content, said[name]))
    wanted = _bounds(content, gold["argument_span"]) if named else []
    row |= _span("place of a given argument", wanted, _bounds(content, said["place"]))
    row |= _span("the whole statement", wanted, _bounds(content, [0, len(content)]) if named else [])
    right = named is not None and said["argument"] == named
    row["argument"] = Counts(int(right), int(said["argument"] is not None), int(named is not None))
    for field, kinds in (("evidence", EVIDENCE), ("tone", TONES)):
        for kind in kinds:
            has, is_said = kind in gold[field], kind in said[field]
            row[kind] = Counts(int(has and is_said), int(is_said), int(has))
    return row


def _span(name: str, gold: Sequence[int], said: Sequence[int]) -> dict[str, Counts]:
    return {
        f"{name}, exactly": Counts(int(bool(gold) and gold == said), int(bool(said)), int(bool(gold))),
        f"{name}, by words": Counts(len({*gold} & {*said}), len(said), len(gold)),
    }


def score(half: str, coder: Coder, *, model: bool) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of each measure, with intervals over questions."""
    documents: list[dict[str, Counts]] = []
    for question in read(half):
        rows = [counts(one.gold, said) for one, said in zip(question, found(question, coder, model=model), strict=True)]
        documents.append({name: sum((row[name] for row in rows), Counts()) for name in rows[0]})
    return measures.rows(documents)


def show(coder: Coder) -> None:
    """What differs from the gold in the half for tuning."""
    for question in read("tuning"):
        for one, said in zip(question, found(question, coder, model=False), strict=True):
            content = one.gold["content"]
            print(f"\n{one.proposition.id} {one.gold['stance']} | {one.gold['cue']} | {content}")
            for name in ("condition", "argument_span", "place", "argument", "evidence", "tone"):
                gold, got = one.gold["argument_span" if name == "place" else name], said[name]
                if name in ("condition", "argument_span", "place"):
                    gold, got = (span and content[slice(*span)] for span in (gold, got))
                if (gold or None) != (got or None) and list(gold or "") != list(got or ""):
                    print(f"   {name}: {gold} / {got}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--errors", action="store_true")
    asked, coder = parser.parse_args(), Coder()
    if asked.errors:
        show(coder)
        return
    for half in [asked.half] if asked.half else HALVES:
        for model in (False, True):
            print(f"{half}, {'model’s' if model else 'gold'} stance")
            for name, row in score(half, coder, model=model).items():
                low, high = row["f1_interval"] or (0.0, 0.0)
                figures = " ".join(f"{one} {row[one]:.3f}" for one in ("precision", "recall", "f1"))
                print(f"  {name:37} {figures} [{low:.3f}, {high:.3f}] {row['right']}/{row['predicted']}/{row['gold']}")


if __name__ == "__main__":
    main()
