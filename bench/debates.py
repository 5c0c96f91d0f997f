"""The whip count from end to end on two debates with gold: who stands where at the end, and who changed sides.

    python bench/debates.py [--stores DIR] [--json] [--wrong]

Builds both debates (``tests/data/debates``; the bundled one and a second in other registers) with the shipped models
and compares their boards with the gold. Below "end to end", one step after another is put right by hand; "one sentence"
gives the coder the text of each proposition and nothing else of the codebook. Intervals are drawn over actors.
``--stores`` keeps the stores that are built, or uses those that are there; ``--wrong`` lists every wrong cell with its
cause. Nothing is to be tuned on the second debate.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from whipcount.coders import rivals_of
from whipcount.coding import load_codebook
from whipcount.config import Settings
from whipcount.demo import demo_codebook, demo_gold, demo_sources
from whipcount.evaluate.boards import (
    BoardScore,
    Figure,
    GoldPosition,
    board_figures,
    is_actor,
    load_positions,
    ratio_figure,
    score_board,
)  # fmt: skip
from whipcount.evaluate.demo import GoldStatement, Share, load_gold, score_demo
from whipcount.evaluate.losses import (
    CAUSES,
    Label,
    Repairs,
    Trace,
    cause_of_false,
    cause_of_position,
    causes_of_missed,
    given,
    labelled,
    repaired,
)  # fmt: skip
from whipcount.model import Codebook, CodedStatement, Coding, Extraction, Proposition, Shift, Statement
from whipcount.positions import positions
from whipcount.project import Engines, build
from whipcount.project.coding import judge
from whipcount.store import Store, open_store

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "debates"
LEVELS = {
    "stances by hand": Repairs(stance=True),
    "and speakers by hand": Repairs(stance=True, speaker=True),
    "and days by hand": Repairs(stance=True, speaker=True, day=True),
}
HEADS = {
    "position": "right column", "side": "right side", "strangers": "on the board, and nobody's line",
    "shifts": "shifts found", "columns": "and both columns right", "false": "false shifts for each found",
}  # fmt: skip
END_TO_END, ONE_SENTENCE, GIVEN, RULE = "end to end", "one sentence", "statements given", "the rule alone"


class Sources(NamedTuple):
    articles: tuple[Path, ...]
    codebook: Path
    statements: Path
    positions: Path


DEBATES = {
    "saltmere": Sources(tuple(demo_sources()), demo_codebook(), demo_gold(), FOLDER / "saltmere" / "positions.jsonl"),
    "skylark": Sources(
        (FOLDER / "skylark" / "articles",), FOLDER / "skylark" / "codebook.yaml", FOLDER / "skylark" / "gold.jsonl",
        FOLDER / "skylark" / "positions.jsonl",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Debate:
    """A built debate with its gold; what takes a model is worked out once, when it is asked for."""

    codebook: Codebook
    gold: tuple[GoldStatement, ...]
    positions: tuple[GoldPosition, ...]
    extractions: tuple[Extraction, ...]
    coded: Mapping[str, tuple[CodedStatement, ...]]
    engines: Engines
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def labels(self) -> list[Label]:
        return labelled(self.extractions, self.gold)

    @property
    def codings(self) -> list[Coding]:
        return [item.coding for items in self.coded.values() for item in items if item.coding]

    def levels(self) -> dict[str, BoardScore]:
        """The board's score from end to end, and with more and more put right by hand."""
        scores = {END_TO_END: self.end_to_end, ONE_SENTENCE: self._score(self._one_sentence())}
        for name, repairs in LEVELS.items():
            scores[name] = self._score({p: repaired(c, self.labels, p, repairs) for p, c in self.coded.items()})
        scores[GIVEN] = self._score({p.id: given(self.labels, p.id, self._of_labels(p)) for p in self._propositions})
        scores[RULE] = self.rule_alone
        return scores

    @property
    def end_to_end(self) -> BoardScore:
        return self._score(self.coded)

    @property
    def rule_alone(self) -> BoardScore:
        return self._score({p: given(self.labels, p) for p in self.coded})

    @property
    def _propositions(self) -> tuple[Proposition, ...]:
        return self.codebook.propositions

    def _score(self, coded: Mapping[str, Iterable[CodedStatement]]) -> BoardScore:
        return score_board([p for items in coded.values() for p in positions(items, self.settings)], self.positions)

    def _judged(self, statements: Sequence[Statement], proposition: Proposition, *, alone: bool) -> dict[str, Coding]:
        documents = {e.document.id: e.document for e in self.extractions}
        asked = [(documents[made.document_id], made) for made in statements]
        rivals = () if alone else rivals_of(self.codebook, proposition)
        codings = judge(asked, proposition, rivals, self.engines.coder, "bench")
        return {coding.statement_id: coding for coding in codings}

    def _of_labels(self, proposition: Proposition) -> dict[str, Coding]:
        return self._judged([label.given for label in self.labels], proposition, alone=False)

    def _one_sentence(self) -> dict[str, list[CodedStatement]]:
        coded: dict[str, list[CodedStatement]] = {}
        for full in self._propositions:
            plain = Proposition(id=full.id, text=full.text, question=full.question)
            items = self.coded[full.id]
            codings = self._judged([item.statement for item in items], plain, alone=True)
            coded[full.id] = [replace(item, coding=codings[item.statement.id]) for item in items]
        return coded

    def wrong(self) -> list[tuple[str, str, str, str]]:
        """Each wrong cell of the board: what kind, proposition and actor, what is wrong, and why."""
        score = self.end_to_end
        found: list[tuple[str, str, str, str]] = []
        for proposition in self.coded:
            alone = score_board(positions(given(self.labels, proposition), self.settings), self.positions)
            by_rule = {row.gold.actor: row.found for row in alone.rows if row.gold.proposition == proposition}
            codings = {c.statement.id: c.coding for c in self.coded[proposition] if c.coding}
            found += _wrong(score, Trace(proposition, self.labels, codings, by_rule, self.settings), self.positions)
        return found


def _wrong(score: BoardScore, trace: Trace, gold: Sequence[GoldPosition]) -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]] = []
    for row in (row for row in score.rows if row.gold.proposition == trace.proposition):
        who = f"{trace.proposition}: {row.gold.actor}"
        cause = cause_of_position(row, trace)
        if cause:
            found.append(("position", who, f"{row.gold.position}, not {row.found and row.found.lean}", cause))
        for true, why in zip(row.missed, causes_of_missed(row, trace), strict=True):
            found.append(("missed shift", who, f"{true.day} {true.from_side} → {true.to_side}", why))
        found += [("false shift", who, _told(s), cause_of_false(s, row.gold, trace)) for s in row.false]
    for position in (p for p in score.extra if p.proposition == trace.proposition):
        who = f"{trace.proposition}: {position.actor} (nobody's line)"
        line = next((g for g in gold if is_actor(position.actor, g)), None)
        found += [("false shift", who, _told(s), cause_of_false(s, line, trace)) for s in position.shifts]
    return found


def _told(shift: Shift) -> str:
    return f"{shift.date} {shift.from_side} → {shift.to_side}"


def open_debate(store: Store, sources: Sources, engines: Engines) -> Debate:
    """A debate from the store that was built of it."""
    codebook = load_codebook(sources.codebook)
    rows = store.statements(limit=None).items
    documents = [row.document for row in store.documents(limit=None).items]
    extractions = tuple(Extraction(d, tuple(r.statement for r in rows if r.document_id == d.id)) for d in documents)
    coded = {p.id: tuple(store.coded_statements(p.id)) for p in codebook.propositions}
    gold, lines = tuple(load_gold(sources.statements)), tuple(load_positions(sources.positions))
    return Debate(codebook, gold, lines, extractions, coded, engines)


def built(name: str, folder: Path, engines: Engines) -> Debate:
    """A debate, built into the folder unless a store of it is there."""
    path, sources = folder / f"{name}.db", DEBATES[name]
    fresh = not path.exists()
    with open_store(path) as store:
        if fresh:
            build(sources.articles, store, load_codebook(sources.codebook), Settings(), engines=engines)
        return open_debate(store, sources, engines)


def statement_figures(debates: Iterable[Debate]) -> dict[str, Figure]:
    """Statements found, and of these the right speaker, day and stance; ``taken`` where the gold takes a stance."""
    units: list[tuple[int, ...]] = []
    for debate in debates:
        for speaker in sorted({label.speaker for label in debate.gold}):
            labels = [label for label in debate.gold if label.speaker == speaker]
            score = score_demo(debate.extractions, labels, debate.codings)
            shares = [score.found, score.speaker, score.said_on, _sum(score.stance), _sum(score.taken)]
            units.append(tuple(number for share in shares for number in share))
    names = ("found", "speaker", "day", "stance", "taken")
    return {name: ratio_figure(units, 2 * n, 2 * n + 1) for n, name in enumerate(names)}


def _sum(shares: Mapping[str, Share]) -> Share:
    whole = Share()
    for share in shares.values():
        whole = whole.plus(share)
    return whole


def report(debates: Mapping[str, Debate]) -> dict[str, dict[str, dict[str, Figure]]]:
    """Figures of each debate and of all together: of the statements, and of the board at each level."""
    scores = {name: debate.levels() for name, debate in debates.items()}
    groups = {name: [name] for name in debates} | {"both": list(debates)}
    return {
        group: {"statements": statement_figures(debates[name] for name in names)}
        | {level: board_figures(scores[name][level] for name in names) for level in scores[names[0]]}
        for group, names in groups.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stores", type=Path, help="folder of the built debates")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    engines = Engines.shipped(Settings())
    with tempfile.TemporaryDirectory() as scratch:
        debates = {name: built(name, asked.stores or Path(scratch), engines) for name in DEBATES}
    if asked.wrong:
        _print_wrong(debates)
        return
    found = report(debates)
    if asked.json:
        print(
            json.dumps(
                {g: {k: {n: f._asdict() for n, f in t.items()} for k, t in ts.items()} for g, ts in found.items()}
            )
        )
        return
    for group, tables in found.items():
        statements = tables.pop("statements")
        print(
            f"\n**{group}** Statements: " + ", ".join(f"{name} {_shown(f)}" for name, f in statements.items()) + ".\n"
        )
        print("| | " + " | ".join(HEADS.values()) + " |\n|---|" + "---|" * len(HEADS))
        for level, figures in tables.items():
            print(f"| {level} | " + " | ".join(_shown(figures[name]) for name in HEADS) + " |")


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return f"{figure.right} for none"
    ends = "–".join(f"{end:.2f}" for end in figure.interval or ())
    return f"{figure.value:.2f} ({ends}; {figure.right} / {figure.of})"


def _print_wrong(debates: Mapping[str, Debate]) -> None:
    for name, debate in debates.items():
        wrong = debate.wrong()
        for row in wrong:
            print(name, *row, sep=" | ")
        for kind in ("position", "missed shift", "false shift"):
            counts = Counter(cause for what, *_, cause in wrong if what == kind)
            print(name, kind, {cause: counts[cause] for cause in CAUSES if counts[cause]}, sep=" | ")


if __name__ == "__main__":
    main()
