"""Score speakers and speech dates on hand-labelled articles, with gold spans, by the official scorer.

usage: python bench/record.py [--shared DIR] [--errors KIND]

Reads the development attributions and labels in the shared data (``../shared``, or WHIPCOUNT_SHARED), runs the
stages after the attribution reader on the gold spans, writes the extract lines to a temporary file and runs
``score/record.py`` on them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from whipcount import resolve as resolving
from whipcount import when
from whipcount.attribute.assemble import form_of
from whipcount.model import Attribution, Document, SaidOn, Span, Speaker
from whipcount.segment import segment


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
        speaker |= {"on_behalf_of": s.on_behalf_of, "role": s.role}
        roles = {"source": a.source, "cue": a.cue, "content": a.content}
        statements.append({**roles, "speaker": speaker, "said_on": said})
    return {"document": {"given_id": document.given_id}, "statements": statements}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--keep", type=Path, help="write the extract lines here")
    options = parser.parse_args()
    gold = options.shared / "data/attribution/polnear_dev.jsonl"
    labels = options.shared / "data/record/labels_dev.jsonl"
    wanted = {json.loads(row)["doc"] for row in labels.read_text(encoding="utf-8").splitlines()}
    records = [json.loads(row) for row in gold.read_text(encoding="utf-8").splitlines()]
    read_in = [read(r) for r in records if r["doc"] in wanted]
    words = sum(len(d.text.split()) for d, _ in read_in)
    begun = time.process_time()
    results = [line(d, a, resolving.resolve(d, a), when.said_on(d, a)) for d, a in read_in]
    seconds = time.process_time() - begun
    with tempfile.TemporaryDirectory() as folder:
        extract = options.keep or Path(folder) / "extract.jsonl"
        extract.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in results), encoding="utf-8")
        scorer = options.shared / "score/record.py"
        subprocess.run([sys.executable, str(scorer), str(gold), str(labels), str(extract)], check=True)
    print(f"{words / seconds:,.0f} words per second on one core", file=sys.stderr)


if __name__ == "__main__":
    main()
