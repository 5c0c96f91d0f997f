"""Fit the confidence of speakers: logistic regression with an L2 penalty, in plain numpy.

usage: python -m training.speakers.calibrate [--shared DIR] [--out FILE]

Counts what is right on our own labels of PolNeAR train articles and on the chains of GUM train. Labels that the rules
were written from flatter them, so those of articles whose errors nobody has read (``checking``) count most. The report
is of a cross-validation by document; the table is fitted on everything but the checking halves of the second and third
draws, which are reported at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from training.speakers.data import jsonl
from whipcount.attribute import Reader
from whipcount.attribute.assemble import form_of
from whipcount.model import Attribution, Document, Span
from whipcount.resolve import salience
from whipcount.resolve.confidence import prior, signals
from whipcount.resolve.doubts import afterthoughts
from whipcount.resolve.reading import Reading
from whipcount.resolve.rules import sweep
from whipcount.segment import segment

PENALTY, RARE, FOLDS = 8.0, 4, 10
STEPS, SMALL = 20, 1e-4  # Newton steps at most, and the step that is none
WEIGHT = {"checking": 1.0, "tuning": 0.7, "polnear": 0.3, "unsure pronoun": 0.3, "gum": 0.4}


@dataclass(frozen=True)
class Answer:
    """One speaker: what holds for it, whether it is right."""

    prior: float
    signals: tuple[str, ...]
    right: bool
    document: str
    corpus: str


@cache
def _reader() -> Reader:
    return Reader()


def answers_of(document: Document, found: list[Attribution]) -> list[tuple[float, tuple[str, ...], str | None, str]]:
    """Prior, signals, name and kind of each speaker, before calibration."""
    document = segment(document)
    reading = Reading.begin(document, found, regards=_reader().regard([document])[0][1])
    for _ in sweep(reading):
        pass
    out, after = [], afterthoughts(reading)
    for i in range(len(found)):
        speaker = reading.speakers[i]
        held = (*signals(speaker, reading.entities.get(i)), *reading.seen[i], *after[i])
        out.append((prior(speaker), held, speaker.name, speaker.kind))
    return out


def polnear(articles: Path, labels: Path, shared: Path) -> Iterator[Answer]:
    sys.path.insert(0, str(shared / "score"))
    from record import speaker_ok

    wanted: dict[str, dict[int, dict[str, object]]] = {}
    for row in jsonl(labels):
        wanted.setdefault(row["doc"], {})[row["i"]] = row
    for record in jsonl(articles):
        if record["doc"] not in wanted:
            continue
        text = record["text"]
        document = Document(record["doc"], record["doc"], text, "", title=record["title"], byline=record["author"])
        found = [
            Attribution(*(tuple(Span(*p) for p in a[r]) for r in ("source", "cue", "content")),
                        form_of(text, tuple(Span(*p) for p in a["content"])), 1.0)
            for a in record["attributions"]
        ]  # fmt: skip
        given = answers_of(document, found)
        for i, label in wanted[record["doc"]].items():
            name = " ".join(text[s:e] for s, e in label["speaker"]) if label["speaker"] else None
            if label["kind"] == "anonymous" and name is None:
                right = given[i][3] in ("anonymous", "none")
            else:
                gold = {"speaker": name or (record["author"] if label["kind"] == "writer" else None)}
                right = speaker_ok(
                    {**gold, "kind": label["kind"]}, {"speaker": {"name": given[i][2], "kind": given[i][3]}}
                )
            corpus = str(label.get("half", "polnear"))
            if label.get("why") == "unsure pronoun":
                corpus = "unsure pronoun"
            yield Answer(*given[i][:2], bool(right), record["doc"], corpus)


def gum(path: Path) -> Iterator[Answer]:
    sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
    from gum_speakers import read, same

    for record in jsonl(path):
        if record["genre"] not in ("news", "interview"):
            continue
        chains: dict[int, list[str]] = {}
        names: dict[int, list[str]] = {}
        for m in record["mentions"]:
            chains.setdefault(m["chain"], []).append(record["text"][slice(*m["span"])])
            if m["kind"] == "name":
                names.setdefault(m["chain"], []).append(record["text"][slice(*m["span"])])
        document, gold, found = read(record)
        for a, (before, held, name, _) in zip(gold, answers_of(document, found), strict=True):
            named = names.get(a["source_chain"])
            right = any(same(name, n, named=bool(named)) for n in named or chains[a["source_chain"]])
            yield Answer(before, held, right, record["doc"], "gum")


def fit(found: list[Answer]) -> dict[str, float]:
    seen = Counter(s for a in found for s in a.signals)
    names = sorted(s for s, n in seen.items() if n >= RARE)
    index = {n: i for i, n in enumerate(names)}
    held = np.zeros((len(found), len(names)))
    for row, answer in enumerate(found):
        held[row, [index[s] for s in answer.signals if s in index]] = 1.0
    right = np.array([a.right for a in found], float)
    weight = np.array([WEIGHT[a.corpus] for a in found])
    before = np.array([a.prior for a in found])
    table = np.zeros(len(names))
    for _ in range(STEPS):  # Newton's method; the penalty keeps the curvature invertible
        given = 1 / (1 + np.exp(-before - held @ table))
        slope = held.T @ ((right - given) * weight) - PENALTY * table
        curvature = (held * (weight * given * (1 - given))[:, None]).T @ held + PENALTY * np.eye(len(names))
        table += (step := np.linalg.solve(curvature, slope))
        if np.abs(step).max() < SMALL:
            break
    return {n: round(float(v), 3) for n, v in zip(names, table, strict=True) if abs(v) >= 0.0005}


def probability(answer: Answer, table: dict[str, float]) -> float:
    return float(1 / (1 + np.exp(-answer.prior - sum(table.get(s, 0.0) for s in answer.signals))))


def report(rows: list[tuple[float, bool]]) -> str:
    rows = sorted(rows, reverse=True)
    surest = rows[: int(0.8 * len(rows))]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        bins.setdefault(min(int(row[0] * 10), 9), []).append(row)
    error = sum(abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins.values()) / len(rows)
    right = sum(r for _, r in surest) / len(surest)
    return f"{len(rows)} answers, {100 * right:.1f} % of the surest 80 % right, expected calibration error {error:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "score"))
    articles = options.shared / "data/attribution/polnear_train.jsonl.gz"
    second = [*polnear(articles, Path(__file__).with_name("labels_second.jsonl"), options.shared)]
    third = [*polnear(articles, Path(__file__).with_name("labels_third.jsonl"), options.shared)]
    found = [
        *polnear(articles, Path(__file__).with_name("labels_train.jsonl"), options.shared),
        *polnear(articles, Path(__file__).with_name("labels_names.jsonl"), options.shared),
        *(a for a in (*second, *third) if a.corpus == "tuning"),
        *gum(options.shared / "data/coref/gum_train.jsonl.gz"),
    ]
    fold = {d: i % FOLDS for i, d in enumerate(sorted({a.document for a in found}))}
    held: list[tuple[float, bool, str]] = []
    for out in range(FOLDS):
        table = fit([a for a in found if fold[a.document] != out])
        held += [(probability(a, table), a.right, a.corpus) for a in found if fold[a.document] == out]
    for corpus in WEIGHT:
        print(f"{corpus}: {report([(p, r) for p, r, c in held if c == corpus])}")
    table = fit(found)
    for draw, answers in (("second", second), ("third", third)):
        held_out = [(probability(a, table), a.right) for a in answers if a.corpus == "checking"]
        print(f"{draw} checking: {report(held_out)}")
    if options.out:
        written = {**salience.model(), "confidence": table}
        options.out.write_text(json.dumps(written, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
