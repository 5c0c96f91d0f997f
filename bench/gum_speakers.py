"""Check resolved speakers against gold coreference chains: GUM news and interviews.

usage: python bench/gum_speakers.py [--shared DIR] [--genre NAME …] [--show]

A resolved name counts as right when its words, titles and possessives aside, are all in one mention of the chain
that gold gives the source (gold spans hold the title too), or the other way round; the share is over attributions
whose chain holds a proper name. For the other chains (groups, unnamed people) half of the words must be shared.
Interviews are given without the names of the speakers before their turns.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from whipcount.attribute import Reader
from whipcount.model import Attribution, Document, Span
from whipcount.resolve import resolve

try:
    from whipcount.segment import segment
except ImportError:
    segment = None


def rows(shared: Path) -> list[dict[str, Any]]:
    folder = shared / "data/coref"
    with gzip.open(folder / "gum_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(row) for row in lines]
    return found + [json.loads(row) for row in (folder / "gum_dev.jsonl").read_text(encoding="utf-8").splitlines()]


def read(record: dict[str, Any]) -> tuple[Document, list[dict[str, Any]], list[Attribution]]:
    dct = record.get("dct") or ""
    document = Document(
        record["doc"], record["doc"], record["text"], "", title=record.get("title"), byline=record.get("author"),
        published=date.fromisoformat(dct) if len(dct) == 10 else None,
    )  # fmt: skip
    document = segment(document) if segment else document
    gold = [a for a in record["attributions"] if a.get("source_chain") is not None and a["source"]]

    def spans(pieces: list[list[int]]) -> tuple[Span, ...]:
        return tuple(Span(s, e) for s, e in pieces)

    found = [
        Attribution((Span(*a["source_mention"]),), spans(a["cue"]), spans(a["content"]), "indirect", 1.0) for a in gold
    ]
    return document, gold, found


def same(name: str | None, mention: str, *, named: bool) -> bool:
    from record import name_key, token_f1  # the official scorer's own equality

    ours, gold = set(name_key(name)), set(name_key(mention))
    if not ours or not gold:
        return False
    return ours <= gold or gold <= ours if named else token_f1(name, mention) >= 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--genre", nargs="*", default=["news", "interview"])
    parser.add_argument("--show", action="store_true", help="list what was wrong in the train split")
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "score"))

    reader = Reader()
    counts: Counter[tuple[str, ...]] = Counter()
    for record in rows(options.shared):
        if record["genre"] not in options.genre:
            continue
        text = record["text"]
        chains: dict[int, list[dict[str, Any]]] = {}
        for mention in record["mentions"]:
            chains.setdefault(mention["chain"], []).append(mention)
        document, gold, found = read(record)
        regards = reader.regard([document])[0][1]
        for a, speaker in zip(gold, resolve(document, found, regards), strict=True):
            chain = chains.get(a["source_chain"], [])
            named = [text[slice(*m["span"])] for m in chain if m["kind"] == "name"]
            every = named or [text[slice(*m["span"])] for m in chain]
            right = any(same(speaker.name, n, named=bool(named)) for n in every)
            kind = "named" if named else "unnamed"
            pronoun = "pronoun" if len(speaker.as_written.split()) == 1 and speaker.as_written.islower() else "other"
            counts[(record["split"], kind, pronoun, "right" if right else "wrong")] += 1
            if options.show and not right and record["split"] == "train":
                print(record["doc"], repr(speaker.as_written), "->", speaker.name, speaker.rule, "| gold", every[:4])
    for split in ("train", "dev"):
        for kind in ("named", "unnamed"):
            of = {k: v for k, v in counts.items() if k[:2] == (split, kind)}
            right, total = sum(v for k, v in of.items() if k[3] == "right"), sum(of.values())
            print(f"{split} {kind}: {right} of {total} ({100 * right / max(1, total):.1f} %)")


if __name__ == "__main__":
    main()
