"""Score the reader, after ``segment``, on short texts of every kind that newspapers print.

    python bench/cases.py [--raise-floors] [--misses]

Reads ``tests/data/attribution_cases.jsonl`` and prints for each kind, as one JSON object, how much of what was said was
found by the soft match of ``whipcount evaluate``: cues meet, sources and contents overlap by half. A text without
speech counts as one item, which is right when nothing is found in it. ``attribution_floors.json`` beside the cases says
how many items of each kind a test asks for; ``--raise-floors`` lifts it to what is found now, never lowers it, and
writes the table in the method card anew.

A case is ``{"category", "text", "expect": [{"source": […], "cue": […], "content": […]}]}``. Each piece is written as it
stands in the text, where it must occur once. Where it would not, it stands between bars with some of its surroundings:
``"Roos |said|, “It"``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from whipcount.attribute import Reader
from whipcount.evaluate.attribution import ROLES, score_document
from whipcount.evaluate.records import Annotated
from whipcount.model import Attribution, Document
from whipcount.segment import segment

DATA = Path(__file__).parents[1] / "tests" / "data"
CASES, FLOORS = DATA / "attribution_cases.jsonl", DATA / "attribution_floors.json"
CARD = DATA.parents[1] / "docs" / "methods" / "attribution.md"
HEAD = "| kind of text | cases | found |\n|---|---|---|\n"
Roles: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Case:
    """A short text of one kind, with all that is attributed in it as offsets."""

    kind: str
    text: str
    expected: tuple[Roles, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case: items found, items there were, attributions in no gold, and those found to the letter."""

    found: int
    items: int
    invented: int
    exact: int


def place(piece: str, text: str) -> tuple[int, int]:
    """Where a piece stands; ``ValueError`` unless it is one place."""
    before, bar, rest = piece.partition("|")
    inner, closing, after = rest.partition("|")
    if not bar:
        before, inner = "", piece
    if bool(bar) != bool(closing) or "|" in after or inner != inner.strip() or not inner:
        raise ValueError(f"a piece is text without blank ends, with no bar or two, not {piece!r}")
    whole = before + inner + after
    start = text.find(whole)
    if start < 0 or text.find(whole, start + 1) >= 0:
        raise ValueError(f"{piece!r} must occur exactly once in {text!r}")
    return start + len(before), start + len(before) + len(inner)


def read_cases(path: Path = CASES) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        expected = tuple({r: [place(p, record["text"]) for p in a[r]] for r in ROLES} for a in record["expect"])
        yield Case(record["category"], record["text"], expected)


def outcome(case: Case, attributions: Sequence[Attribution]) -> Outcome:
    predicted = tuple({"source": a.source, "cue": a.cue, "content": a.content} for a in attributions)
    counts = score_document(
        Annotated(case.text, case.text, (), case.expected), Annotated(case.text, case.text, (), predicted)
    ).counts
    soft, exact = counts["attribution_soft"], counts["attribution_exact"]
    if not case.expected:
        return Outcome(int(not predicted), 1, len(predicted), int(not predicted))
    return Outcome(soft.right, soft.gold, soft.predicted - soft.right, exact.right)


def outcomes() -> list[tuple[Case, Outcome]]:
    cases = list(read_cases())
    documents = [segment(Document(str(i), str(i), case.text, "")) for i, case in enumerate(cases)]
    read = Reader().read(documents)
    return [(case, outcome(case, attributions)) for case, attributions in zip(cases, read, strict=True)]


def table(results: Sequence[tuple[Case, Outcome]]) -> dict[str, dict[str, float]]:
    """For each kind, and for ``all``: sums over its cases, and the share of the items that was found."""
    rows: dict[str, dict[str, float]] = {}
    for kind in (*sorted({case.kind for case, _ in results}), "all"):
        of_kind = [asdict(o) for case, o in results if kind in (case.kind, "all")]
        sums = {name: sum(o[name] for o in of_kind) for name in ("items", "found", "exact", "invented")}
        rows[kind] = {"cases": len(of_kind), **sums, "share": round(sums["found"] / sums["items"], 3)}
    return rows


def read_floors(path: Path = FLOORS) -> dict[str, int]:
    """How many items of each kind must be found: a count, so that a case more does not lower what is asked."""
    floors: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return floors


def raised(floors: Mapping[str, int], rows: Mapping[str, Mapping[str, float]]) -> dict[str, int]:
    return {kind: max(int(row["found"]), floors.get(kind, 0)) for kind, row in rows.items() if kind != "all"}


def card_rows(floors: Mapping[str, int], all_cases: Sequence[Case]) -> str:
    """The method card's table, below its head."""
    of_kind = {kind: [len(case.expected) or 1 for case in all_cases if case.kind == kind] for kind in sorted(floors)}
    rows = [(kind, len(items), floors[kind], sum(items)) for kind, items in of_kind.items()]
    rows.append(("all", *(sum(row[n] for row in rows) for n in (1, 2, 3))))
    return "".join(f"| {kind} | {n} | {found} of {items} |\n" for kind, n, found, items in rows)


def raise_floors(results: Sequence[tuple[Case, Outcome]]) -> None:
    floors = raised(read_floors(), table(results))
    before, head, after = CARD.read_text(encoding="utf-8").partition(HEAD)
    if not head:
        raise SystemExit(f"{CARD} holds no table that begins {HEAD!r}; put that head where the table should stand")
    rest = re.sub(r"\A(\|.*\n)*", "", after)
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    CARD.write_text(before + head + card_rows(floors, [case for case, _ in results]) + rest, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise-floors", action="store_true", help="lift the floors to what is found now")
    parser.add_argument("--misses", action="store_true", help="list the cases with a miss or an invention")
    options = parser.parse_args()
    results = outcomes()
    rows = table(results)
    if options.raise_floors:
        raise_floors(results)
    report: dict[str, object] = {"kinds": rows}
    if options.misses:
        failed = [(case, o) for case, o in results if o.found < o.items or o.invented]
        report["misses"] = [{"kind": case.kind, "text": case.text, **asdict(o)} for case, o in failed]
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
