"""Read and check the stance examples written by hand, and turn them into training rows.

    python -m training.stance.examples

prints the counts, or what is wrong. ``rows`` yields what ``data.py`` yields: ``{p, t, x, y, w, s, g}``, with the group
``example-<question>``; ``part`` says to which part of the split a question belongs. The datasheet is
``examples/README.md``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from training.stance.data import LABELS, Row
from whipcount.coding.stance import StanceInput, _around, _said
from whipcount.model import Proposition

FOLDER = Path(__file__).parent / "examples"
KINDS = (
    "plain", "reason", "implicit", "deed", "denial", "quoted-opponent", "reported-other",
    "condition", "hedge", "evasion", "rhetorical-question", "irony", "double-negation",
    "concession", "comparison", "harm-of-status-quo", "harm-of-change", "credit", "shift", "fact",
    "procedure", "near-miss", "off-topic",
)  # fmt: skip
PARTS = ("train",) * 8 + ("tuning", "check")  # a question's place by the hash of its id
SHORTEST, LONGEST = 2, 70  # words of a text


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a file: a statement under one wording of a proposition."""

    question: str
    domain: str
    proposition: str
    speaker: str
    cue: str
    text: str
    context: str
    stance: str
    kind: str
    condition: str | None


NAMES = tuple(field.name for field in fields(Example))


def read(folder: Path = FOLDER) -> list[Example]:
    """Every example of the folder, in the order of file names.

    Raises:
        ValueError: Some line is not an example; all of them are named.
    """
    found: list[tuple[str, Example]] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{path.name}:{number}"
            try:
                found.append((place, example(line)))
            except ValueError as error:
                wrong.append(f"{place}: {error}")
    wrong += repeated(found)
    if wrong:
        raise ValueError("\n".join(wrong))
    return [one for _, one in found]


def example(line: str) -> Example:
    record = json.loads(line)
    if not isinstance(record, dict) or tuple(record) != NAMES:
        raise ValueError(f"the keys are not {', '.join(NAMES)}, in this order: {line[:60]!r}")
    for name, value in record.items():
        if not isinstance(value, str) and not (name == "condition" and value is None):
            raise ValueError(f"{name} is not a text: {value!r}")
    one = Example(**record)
    problem = next(problems(one), None)
    if problem:
        raise ValueError(problem)
    return one


def problems(one: Example) -> Iterator[str]:
    if not (one.question and one.domain and one.proposition):
        yield "question, domain or proposition is empty"
    if one.stance not in LABELS:
        yield f"stance {one.stance!r} is not one of {', '.join(LABELS)}"
    if one.kind not in KINDS:
        yield f"kind {one.kind!r} is not one of {', '.join(KINDS)}"
    if not SHORTEST <= len(one.text.split()) <= LONGEST:
        yield f"the text has {len(one.text.split())} words, not {SHORTEST} to {LONGEST}: {one.text!r}"
    if (one.stance == "conditional") != bool(one.condition):
        yield f"a conditional stance has a condition and no other has one: {one.stance}, {one.condition!r}"
    if one.condition and one.condition not in one.text:
        yield f"the condition does not stand in the text: {one.condition!r}"


def repeated(found: Iterable[tuple[str, Example]]) -> list[str]:
    """Pairs that stand twice, and propositions or questions that would fall into two groups."""
    wrong: list[str] = []
    pairs: dict[tuple[str, str], str] = {}
    homes: dict[str, str] = {}
    domains: dict[str, str] = {}
    for place, one in found:
        first = pairs.setdefault((one.proposition, one.text), place)
        if first != place:
            wrong.append(f"{place}: the same proposition and text as {first}")
        if homes.setdefault(one.proposition, one.question) != one.question:
            wrong.append(f"{place}: {one.proposition!r} also belongs to the question {homes[one.proposition]!r}")
        if domains.setdefault(one.question, one.domain) != one.domain:
            wrong.append(f"{place}: the question {one.question!r} also belongs to {domains[one.question]!r}")
    return wrong


def part(question: str) -> str:
    """``train``, ``tuning`` or ``check``: by question, so that no question is in two."""
    return PARTS[hashlib.sha256(question.encode()).digest()[0] % len(PARTS)]


def rows(examples: Iterable[Example]) -> Iterator[Row]:
    """The examples as the coder will read them: ``speaker cue: what was said``, and the context without it."""
    for one in examples:
        asked = Proposition(id=one.question, text=one.proposition, question=one.question)
        item = StanceInput(one.text, asked, one.speaker, one.cue, one.context)
        said = _said(item)
        yield {
            "p": one.proposition, "t": said, "x": _around(item, said), "y": LABELS.index(one.stance), "w": 1.0,
            "s": "examples", "g": f"example-{one.question}",
        }  # fmt: skip


def report(examples: list[Example]) -> str:
    questions = {one.question for one in examples}
    lines = [f"{len(examples)} examples of {len(questions)} questions, {len({e.text for e in examples})} texts"]
    for name in ("stance", "kind", "domain"):
        lines += ["", name]
        counts = Counter(str(getattr(one, name)) for one in examples)
        lines += [f"{count:6} {value}" for value, count in counts.most_common()]
    lines += ["", "part"]
    for place in dict.fromkeys(PARTS):
        inside = [one for one in examples if part(one.question) == place]
        lines.append(f"{len(inside):6} {place}, {len({one.question for one in inside})} questions")
    return "\n".join(lines)


def main() -> None:
    try:
        print(report(read()))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
