"""How the boards of two debates with gold improve as a person judges what the machine proposes to review.

    python bench/review_curve.py [--stores DIR]

The person is played by the gold: a statement that it labels, or a copy of one, gets its stance, any other is judged to
take no side; speakers and days stay the machine's. Statements come in the order of ``review --next``, ten at a time,
after which the order is worked out anew; beside it the least certain first, and an order drawn at random (the mean of
five). The columns and shifts are those that ``bench/debates.py`` counts, of both debates, each reviewed as far.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from debates import DEBATES, Debate, built
from whipcount.config import Settings
from whipcount.evaluate.boards import BoardScore, board_figures, score_board
from whipcount.evaluate.losses import Repairs, by_hand, repaired
from whipcount.model import CodedStatement
from whipcount.positions import positions
from whipcount.project import Engines
from whipcount.project.review_order import by_effect, in_order

STEP, SHOWN, SEEDS = 10, (0, 10, 20, 30, 50, 80, 120, 160), 5
MEASURES = {"right columns": "position", "right sides": "side", "shifts found": "shifts", "false shifts": "false"}
FAINT = 0.1  # relevance below which nobody would look at a statement
Pair: TypeAlias = tuple[str, str]  # proposition and statement
Coded: TypeAlias = Mapping[str, Sequence[CodedStatement]]
Order: TypeAlias = Callable[[Coded], list[Pair]]


def judged(debate: Debate) -> dict[Pair, CodedStatement]:
    """Each statement under each proposition as the gold judges it."""
    out: dict[Pair, CodedStatement] = {}
    for proposition, items in debate.coded.items():
        right = {i.statement.id: i.coding for i in repaired(items, debate.labels, proposition, Repairs(stance=True))}
        of_event = {i.event: right[i.statement.id] for i in items if i.event and i.statement.id in right}
        for item in items:
            name = item.statement.id
            known = right.get(name) or of_event.get(item.event)
            coding = by_hand(name, proposition, known.stance if known else "none")
            out[proposition, name] = replace(item, coding=coding, reviewed=True)
    return out


def most_effect(coded: Coded) -> list[Pair]:
    found = (one for items in coded.values() for one in by_effect(items, Settings(), limit=STEP))
    return [(one.proposition, one.statement) for one in in_order(found)]


def least_certain(coded: Coded) -> list[Pair]:
    return sorted(_open(coded), key=lambda pair: _surest(coded, pair))


def drawn(seed: int) -> Order:
    return lambda coded: random.Random(seed).sample(pairs := _open(coded), len(pairs))


def _open(coded: Coded) -> list[Pair]:
    """What nobody has judged, and the machine thinks may be about the proposition."""
    return [
        (p, i.statement.id) for p, items in coded.items() for i in items
        if not i.reviewed and i.coding and i.coding.relevant >= FAINT
    ]  # fmt: skip


def _surest(coded: Coded, pair: Pair) -> float:
    coding = next(i.coding for i in coded[pair[0]] if i.statement.id == pair[1])
    return max(coding.scores.values()) if coding else 1.0


def curve(debate: Debate, order: Order) -> dict[int, BoardScore]:
    """The board's score after so many judgements."""
    by_gold, coded = judged(debate), {p: list(items) for p, items in debate.coded.items()}
    scores: dict[int, BoardScore] = {}
    for done in range(0, SHOWN[-1] + 1, STEP):
        if done in SHOWN:
            board = [p for items in coded.values() for p in positions(items, debate.settings)]
            scores[done] = score_board(board, debate.positions)
        chosen = set(order(coded)[:STEP])
        coded = {
            p: [by_gold[p, i.statement.id] if (p, i.statement.id) in chosen else i for i in items]
            for p, items in coded.items()
        }
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stores", type=Path, help="folder of the built debates")
    asked = parser.parse_args()
    orders: dict[str, list[Order]] = {
        "the order of review": [most_effect], "least certain first": [least_certain],
        "at random": [drawn(seed) for seed in range(SEEDS)],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        engines = Engines.shipped(Settings())
        debates = [built(name, asked.stores or Path(scratch), engines) for name in DEBATES]
    print("| judged in each debate | " + " | ".join(map(str, SHOWN)) + " |\n|---|" + "---|" * len(SHOWN))
    for name, tries in orders.items():
        curves = [[curve(debate, order) for debate in debates] for order in tries]
        for what, key in MEASURES.items():
            rights = [[board_figures(c[n] for c in of_try)[key].right for of_try in curves] for n in SHOWN]
            cells = (f"{sum(right) / len(right):.0f}" for right in rights)
            print(f"| {what}, {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
