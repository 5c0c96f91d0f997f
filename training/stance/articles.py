"""Stance labels on whole training articles, and the training rows they give.

    python -m training.stance.articles ../shared/data [OUT.jsonl.gz]

prints the counts, and writes the rows where a path is given. A line of ``articles/labels.jsonl`` holds one article's
labels under one proposition, and no text: ``labels`` by position of the attribution in the corpus, ``skip`` those that
two readers might label differently; all others are about something else. The datasheet is ``articles/README.md``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from training.attribution.data import Record, jsonl
from training.stance.data import LABELS, Row, write
from training.stance.examples import PARTS, part
from whipcount.attribute.assemble import form_of
from whipcount.coding.recording import stance_input
from whipcount.coding.stance import StanceInput, _around, _said
from whipcount.model import Attribution, Document, Proposition, Span, Statement
from whipcount.resolve import resolve
from whipcount.segment import segment

FILE = Path(__file__).parent / "articles" / "labels.jsonl"
CORPUS = "attribution/polnear_train.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article's labels under one wording of a proposition."""

    doc: str
    question: str
    domain: str
    proposition: str
    labels: Mapping[str, str]
    skip: Sequence[int] = field(default=())

    def label(self, i: int) -> str | None:
        """The label of the article's ``i``-th attribution; None where it is left out."""
        return None if i in self.skip else self.labels.get(str(i), "irrelevant")


def read(path: Path = FILE) -> list[Labelled]:
    """Every line of the file.

    Raises:
        ValueError: A line is no label record; it is named.
    """
    found: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            one = Labelled(**json.loads(line))
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
        unknown = set(one.labels.values()) - set(LABELS)
        if unknown:
            raise ValueError(f"{path.name}:{number}: {sorted(unknown)} is not among {', '.join(LABELS)}")
        found.append(one)
    return found


def statements(record: Record) -> tuple[Document, list[Statement]]:
    """The article's gold attributions as statements, with the speakers that the program resolves."""
    document = segment(Document(record["doc"], record["doc"], record["text"], ""))
    found = []
    for a in record["attributions"]:
        source, cue, content = (tuple(Span(*piece) for piece in a[role]) for role in ("source", "cue", "content"))
        found.append(Attribution(source, cue, content, form_of(record["text"], content), 1.0))
    speakers = resolve(document, found)
    made = [
        Statement(str(i), document.id, a.source, a.cue, a.content, a.form, speaker, None, 1.0)
        for i, (a, speaker) in enumerate(zip(found, speakers, strict=True))
    ]
    return document, made


def inputs(labelled: Sequence[Labelled], shared: Path) -> Iterator[tuple[Labelled, StanceInput, str]]:
    """Each statement that has a label, as the program asks about it.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    records = {r["doc"]: r for r in jsonl(shared / CORPUS)}
    read_already = {doc: statements(records[doc]) for doc in dict.fromkeys(one.doc for one in labelled)}
    for one in labelled:
        document, made = read_already[one.doc]
        asked = Proposition(id=one.question, text=one.proposition, question=one.question)
        for i, statement in enumerate(made):
            label = one.label(i)
            if label is not None and statement.content:
                yield one, stance_input(document, statement, asked), label


def said_in(record: Record) -> Iterator[tuple[str, str]]:
    """What the program reads of each statement of an article, whatever the proposition: text and context."""
    document, made = statements(record)
    nothing = Proposition(id="none", text="", question="none")
    for statement in made:
        if statement.content:
            item = stance_input(document, statement, nothing)
            said = _said(item)
            yield said, _around(item, said)


def rows(labelled: Sequence[Labelled], shared: Path) -> Iterator[Row]:
    """Two rows for each statement that speaks to the question, with and without what stands around; one for others."""
    for one, item, label in inputs(labelled, shared):
        bare = replace(item, context="")
        for asked in (bare, item) if label != "irrelevant" else (item if len(item.text) % 2 else bare,):
            said = _said(asked)
            yield {
                "p": one.proposition, "t": said, "x": _around(asked, said), "y": LABELS.index(label), "w": 1.0,
                "s": "articles", "g": f"example-{one.question}",
            }  # fmt: skip


def report(labelled: Sequence[Labelled], made: Sequence[Row]) -> str:
    docs, questions = {one.doc for one in labelled}, {one.question for one in labelled}
    counts = Counter(LABELS[int(str(row["y"]))] for row in made)
    parts = Counter(part(question) for question in questions)
    lines = [f"{len(docs)} articles, {len(labelled)} propositions of {len(questions)} questions, {len(made)} rows"]
    lines += [f"{counts[name]:6} {name}" for name in LABELS]
    lines += [f"{parts[name]:6} questions of the {name} part" for name in dict.fromkeys(PARTS)]
    return "\n".join(lines)


def main() -> None:
    shared, *out = map(Path, sys.argv[1:])
    labelled = read()
    made = list(rows(labelled, shared))
    print(report(labelled, made))
    if out:
        write(made, out[0])


if __name__ == "__main__":
    main()
