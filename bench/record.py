"""Score speakers and speech dates on hand-labelled articles, with gold spans, by the official scorer.

usage: python bench/record.py [--shared DIR] [--articles FILE --labels FILE [--half NAME]] [--keep FILE]

Reads the development attributions and labels in the shared data (``../shared``, or WHIPCOUNT_SHARED), runs the
stages after the attribution reader on the gold spans, with what the reader looked at from each pronoun, writes the
extract lines to a temporary file and runs ``score/record.py`` on them. To its report are added: right and wrong
speakers by kind of source (``by_source``), by the rule that fired (``by_rule``), and how far ``confidence`` can be
trusted (``confidence``). Other articles and labels are scored in the same way, so also those that the rules may be
written from:

    python bench/record.py --articles ../shared/data/attribution/polnear_train.jsonl.gz
        --labels training/dates/labels_train.jsonl --half checking

Labels without a speaker leave the speaker figures without meaning; only the dates are then to be read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from dev import scorer
from whipcount import resolve as resolving
from whipcount import when
from whipcount.attribute import Reader
from whipcount.attribute.assemble import form_of
from whipcount.model import Attribution, Document, SaidOn, Span, Speaker
from whipcount.segment import segment

PRONOUNS = {
    "he, she": ("he", "she", "him", "her", "his"), "they": ("they", "them", "their"), "it": ("it", "its"),
    "I, we": ("i", "we", "me", "us", "my", "our"), "who, which": ("who", "which", "that", "whom", "whose"),
}  # fmt: skip


def spans(pieces: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(s, e) for s, e in pieces)


def read(record: dict[str, Any]) -> tuple[Document, list[Attribution]]:
    published = record.get("published")
    document = Document(
        id=record["doc"], given_id=record["doc"], text=record["text"], raw_sha256="", title=record.get("title"),
        byline=record.get("author"), published=date.fromisoformat(published) if published else None,
    )  # fmt: skip
    document = segment(document)
    found = []
    for a in record["attributions"]:
        content = spans(a["content"])
        found.append(Attribution(spans(a["source"]), spans(a["cue"]), content, form_of(record["text"], content), 1.0))
    return document, found


def line(document: Document, found: list[Attribution], speakers: tuple[Speaker, ...],
         dates: tuple[SaidOn | None, ...]) -> dict[str, Any]:  # fmt: skip
    statements = []
    for a, s, d in zip(found, speakers, dates, strict=True):
        said = None
        if d:
            said = {"start": d.start.isoformat(), "end": d.end.isoformat(), "precision": d.precision, "rule": d.rule}
        speaker = {"name": s.name, "kind": s.kind, "as_written": s.as_written, "rule": s.rule}
        speaker |= {"confidence": s.confidence, "on_behalf_of": s.on_behalf_of, "role": s.role}
        roles = {"source": a.source, "cue": a.cue, "content": a.content}
        statements.append({**roles, "speaker": speaker, "said_on": said})
    return {"document": {"given_id": document.given_id}, "statements": statements}


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file, compressed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(each) for each in lines]


def labelled(path: Path, half: str | None, texts: dict[str, str]) -> list[dict[str, Any]]:
    """Labels as the official scorer wants them, of one half where the labels are divided.

    Labels that give a speaker by its places in the article are given its words there.
    """
    missing = {"speaker": None, "kind": "none", "said_on": None, "on_behalf_of": None, "sure": True}
    found = [missing | each for each in rows(path) if half in (None, each.get("half"))]
    return [each | {"speaker": as_named(each["speaker"], texts.get(each["doc"], ""))} for each in found]


def as_named(speaker: str | list[list[int]] | None, text: str) -> str | None:
    """A name as it is written, or the words at the places where it stands."""
    return " ".join(text[start:end] for start, end in speaker) if isinstance(speaker, list) else speaker


def written(folder: str, name: str, records: list[dict[str, Any]]) -> Path:
    path = Path(folder) / name
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def kind_of_source(words: str, label: dict[str, Any], official: ModuleType) -> str:
    """What the source looks like to a reader: a pronoun, a name, a description."""
    folded = words.casefold().split()
    if not folded:
        return "none in the text"
    if len(folded) == 1:
        for kind, forms in PRONOUNS.items():
            if folded[0] in forms:
                return kind
    key, gold = official.name_key(words), official.name_key(label["speaker"])
    if label["kind"] in ("person", "writer"):
        inside = set(gold) <= set(key) if gold else False
        if inside:
            return "full name"
        return "part of the name" if gold and set(key) & set(gold) else "description of a person"
    return {"organisation": "organisation", "group": "group", "anonymous": "unnamed person"}.get(label["kind"], "other")


def outcome(speaker: dict[str, Any], right: bool) -> str:
    if right:
        return "right"
    if not speaker["name"]:
        return "left open"
    return "wrong name" if speaker["kind"] in ("person", "writer", "organisation") else "kept as a description"


def tables(gold: Path, labels: Path, results: list[dict[str, Any]], shared: Path) -> dict[str, Any]:
    """The additions to the official report."""
    official = scorer(shared, "record")
    texts = {r["doc"]: r for r in official.jsonl(gold)}
    given = {r["document"]["given_id"]: r["statements"] for r in results}
    sources: dict[str, Counter[str]] = {}
    rules: dict[str, Counter[str]] = {}
    rows: list[tuple[float, bool]] = []
    for label in official.jsonl(labels):
        statement = given[label["doc"]][label["i"]]
        right = official.speaker_ok(label, statement)
        pieces = texts[label["doc"]]["attributions"][label["i"]]["source"]
        words = " ".join(texts[label["doc"]]["text"][s:e] for s, e in pieces)
        speaker = statement["speaker"]
        kind = kind_of_source(words, label, official)
        sources.setdefault(kind, Counter())[outcome(speaker, right)] += 1
        rules.setdefault(speaker["rule"], Counter())["right" if right else "wrong"] += 1
        rows.append((speaker["confidence"], right))
    by_rule = {rule: dict(count) for rule, count in sorted(rules.items())}
    return {"by_source": {k: dict(v) for k, v in sources.items()}, "by_rule": by_rule, "confidence": trust(rows)}


def trust(rows: list[tuple[float, bool]]) -> dict[str, float]:
    """Share right of the surest four fifths, and the expected calibration error over ten bins."""
    surest = sorted(rows, key=lambda row: -row[0])[: int(0.8 * len(rows))]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        bins.setdefault(min(int(row[0] * 10), 9), []).append(row)
    error = sum(abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins.values()) / len(rows)
    right = sum(r for _, r in surest) / len(surest)
    return {"precision_of_surest_80": round(100 * right, 1), "expected_calibration_error": round(error, 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--articles", type=Path, help="JSONL of articles with attributions, .gz or not")
    parser.add_argument("--labels", type=Path, help="JSONL of labels of these articles")
    parser.add_argument("--half", help="only the labels whose field half has this value")
    parser.add_argument("--keep", type=Path, help="write the extract lines here")
    options = parser.parse_args()
    articles = rows(options.articles or options.shared / "data/attribution/polnear_dev.jsonl")
    path = options.labels or options.shared / "data/record/labels_dev.jsonl"
    labels = labelled(path, options.half, {r["doc"]: r["text"] for r in articles})
    if not labels:
        parser.error(f"{path} holds no label of the half {options.half!r}: name the --labels that are divided")
    wanted = {each["doc"] for each in labels}
    records = [r for r in articles if r["doc"] in wanted]
    read_in = [read(r) for r in records]
    words = sum(len(d.text.split()) for d, _ in read_in)
    regards = [found for _, found in Reader().regard([d for d, _ in read_in])]
    begun = time.process_time()
    spoken = [resolving.resolve(d, a, r) for (d, a), r in zip(read_in, regards, strict=True)]
    results = [line(d, a, s, when.said_on(d, a, s)) for (d, a), s in zip(read_in, spoken, strict=True)]
    seconds = time.process_time() - begun
    with tempfile.TemporaryDirectory() as folder:
        files = [
            written(folder, "gold", records),
            written(folder, "labels", labels),
            written(folder, "extract", results),
        ]
        if options.keep:
            options.keep.write_bytes(files[-1].read_bytes())
        command = [sys.executable, str(options.shared / "score/record.py"), *map(str, files)]
        report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        added = tables(files[0], files[1], results, options.shared)
    print(json.dumps({**report, **added}, indent=1))
    print(f"{words / seconds:,.0f} words per second on one core", file=sys.stderr)


if __name__ == "__main__":
    main()
