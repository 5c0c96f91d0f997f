"""Stances and boards on the written debates of one part: what the coder makes of statements that are given.

    python bench/written_debates.py [--part tuning] [--alone]

Each statement of a debate (``training/stance/debates``) is judged under each proposition with the shipped coder; an
actor's statements follow one another by a day each. The boards of the judgements are compared with those of the labels.
With ``--alone`` the coder does not know the question's other propositions. Decisions are to be made on the part
``tuning``; ``check`` is looked at once, at the end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from training.stance import debates
from training.stance.examples import Example, part

from whipcount.coding import Coder, StanceInput
from whipcount.config import Settings
from whipcount.model import STANCES, CodedStatement, Coding, Position, Proposition, Speaker, Stance, Statement
from whipcount.positions import positions

Judged = tuple[float, Stance, dict[Stance, float]]  # relevance, stance, scores
FIRST_DAY = date(2026, 1, 1)
SIDES = {"for": 1, "leaning_for": 1, "undecided": 0, "leaning_against": -1, "against": -1}


def propositions_of(found: Iterable[Example]) -> dict[str, dict[str, Proposition]]:
    """The propositions of each question, by their words."""
    known: dict[str, dict[str, Proposition]] = defaultdict(dict)
    for one in found:
        own = known[one.question]
        own.setdefault(one.proposition, Proposition(f"{one.question}-{len(own)}", one.proposition, one.question))
    return known


def asked(
    found: Sequence[Example], known: dict[str, dict[str, Proposition]], *, alone: bool = False
) -> Iterator[StanceInput]:
    """Each example as the program asks about it, with the sentence around it and the other propositions."""
    for one in found:
        own = known[one.question]
        rivals = () if alone else tuple(p for words, p in own.items() if words != one.proposition)
        head = " ".join(f"{one.speaker} {one.cue}".split())
        around = f"{one.context} {head}: {one.text}" if head else f"{one.context} {one.text}"
        yield StanceInput(one.text, own[one.proposition], one.speaker, one.cue, around.strip(), rivals)


def label(one: Example) -> Stance:
    return "none" if one.stance == "irrelevant" else next(s for s in STANCES if s == one.stance)


def boards(
    found: Sequence[Example],
    known: dict[str, dict[str, Proposition]],
    codings: Sequence[tuple[float, Stance, dict[Stance, float]]],
) -> dict[tuple[str, str], Position]:
    """Positions by proposition and actor; statements without a speaker hold none."""
    days: dict[str, dict[str, date]] = defaultdict(dict)
    rows: list[CodedStatement] = []
    for i, (one, (relevant, stance, scores)) in enumerate(zip(found, codings, strict=True)):
        said = days[one.question]
        day = said.setdefault(one.text, FIRST_DAY + timedelta(days=len(said)))
        if one.speaker:
            speaker = Speaker(one.speaker, "person", one.speaker)
            made = Statement(str(i), one.question, (), (), (), "direct", speaker, None, 1.0)
            asked_of = known[one.question][one.proposition].id
            coding = Coding(str(i), asked_of, "bench", "model", stance, relevant, scores)
            rows.append(CodedStatement(made, one.text, day, None, None, coding))
    return {(p.proposition, p.actor): p for p in positions(rows, Settings())}


def figures(gold: Sequence[Stance], given: Sequence[Stance]) -> dict[str, float]:
    """F1 of each stance, their means, and the share of all pairs in which a side is turned round."""
    pairs = list(zip(gold, given, strict=True))
    f1 = {s: 2 * sum(a == b == s for a, b in pairs) / max(1, gold.count(s) + given.count(s)) for s in STANCES}
    turned = sum({a, b} == {"support", "oppose"} for a, b in pairs) / len(pairs)
    three = sum(f1[s] for s in ("support", "oppose", "none")) / 3
    return {**f1, "macro-F1 of three": three, "macro-F1 of five": sum(f1.values()) / 5, "turned round": turned}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("train", "tuning", "check"), default="tuning")
    parser.add_argument("--alone", action="store_true", help="without the other propositions of the question")
    options = parser.parse_args()
    found = [one for one in debates.read() if part(one.question) == options.part]
    known = propositions_of(found)
    outputs = Coder(threads=2).code(list(asked(found, known, alone=options.alone)))
    gold = [label(one) for one in found]
    given = [o.stance if o.relevant >= Settings().relevance_threshold else "none" for o in outputs]
    sure = [
        (float(one.stance != "irrelevant"), g, {s: float(s == g) for s in STANCES})
        for one, g in zip(found, gold, strict=True)
    ]
    true = boards(found, known, sure)
    made = boards(found, known, [(o.relevant, o.stance, dict(o.scores)) for o in outputs])
    both = [(line.lean, made[key].lean if key in made else None) for key, line in true.items()]
    result = {"debates": len(known), "pairs": len(found), **figures(gold, given)}
    result |= {
        "lines": len(both),
        "right column": sum(a == b for a, b in both) / len(both),
        "right side": sum(b is not None and SIDES[a] == SIDES[b] for a, b in both) / len(both),
        "nobody's line": sum(key not in true for key in made) / max(1, len(made)),
    }
    print(json.dumps({k: round(v, 3) for k, v in result.items()}, indent=1))


if __name__ == "__main__":
    main()
