"""Show which labelled statements of the training articles get a wrong day, none, or one that nobody gave.

usage: python training/dates/errors.py [--half working] [--kind missed|wrong|invented] [--sample N]

Gold spans, like ``bench/record.py``. For reading errors by cause; the checking half is to be read only once the rules
are settled.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from whipcount import when
from whipcount.model import SaidOn
from whipcount.resolve import resolve

ROOT = Path(__file__).resolve().parents[2]


def bench(name: str = "record") -> ModuleType:
    """A script of the folder ``bench``, which imports its neighbours."""
    if str(ROOT / "bench") not in sys.path:
        sys.path.insert(0, str(ROOT / "bench"))
    return importlib.import_module(name)


def kind(label: str | None, said: SaidOn | None) -> str | None:
    """What the scorer counts against a date: a day missed, a wrong day, or a date where there is none."""
    if label is None:
        return "invented" if said else None
    day = said.start.isoformat() if said and said.precision == "day" else None
    if len(label) == 10:
        return None if day == label else "wrong" if day else "missed"
    return "wrong" if day else None


def errors(half: str | None, articles: Path) -> list[tuple[str, str]]:
    scoring = bench()
    labels: dict[str, dict[int, dict[str, Any]]] = {}
    for each in scoring.labelled(ROOT / "training/dates/labels_train.jsonl", half, {}):
        labels.setdefault(each["doc"], {})[each["i"]] = each
    found: list[tuple[str, str]] = []
    for record in (r for r in scoring.rows(articles) if r["doc"] in labels):
        document, attributions = scoring.read(record)
        for i, said in enumerate(when.said_on(document, attributions, resolve(document, attributions))):
            label = labels[record["doc"]][i]
            wrong = kind(label["said_on"], said)
            if wrong is None:
                continue
            a = attributions[i]
            cue, source, content = (
                " … ".join(document.text[s.start : s.end] for s in part) for part in (a.cue, a.source, a.content)
            )
            guess = f"{said.start} {said.precision} by {said.rule}" if said else "none"
            sure = "" if label["sure"] else " (unsure)"
            told = f"{wrong:8} {record['doc'][:40]} {record['published']} #{i} gold {label['said_on']}{sure}, {guess}"
            found.append((wrong, f"{told}\n    [{source[:80]}] <{cue[:80]}> {{{content[:80]}}}"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = ROOT.parent / "shared/data/attribution/polnear_train.jsonl.gz"
    parser.add_argument("--articles", type=Path, default=default)
    parser.add_argument("--half")
    parser.add_argument("--kind", choices=("missed", "wrong", "invented"))
    parser.add_argument("--sample", type=int, help="so many, drawn at random")
    options = parser.parse_args()
    found = [text for wrong, text in errors(options.half, options.articles) if options.kind in (None, wrong)]
    chosen = random.Random(0).sample(found, min(options.sample, len(found))) if options.sample else found
    print("\n".join(chosen))
    print(f"{len(found)} in all")


if __name__ == "__main__":
    main()
