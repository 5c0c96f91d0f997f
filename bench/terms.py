"""Score the terms that are found against our own annotation, and measure speed.

usage: python bench/terms.py [--shared DIR] [--part work|check] [--show] [--speed]

``terms_gold.jsonl`` holds offsets only: 42 articles of the PolNeAR training part, the seed article and the bundled
demo, annotated by one person after ``docs/methods/terms.md``. The rules were written with the ``work`` half in view;
the ``check`` half was read and annotated before any rule was run on it. A found term with a confidence of 0.5 or more
counts as right when one of its mentions covers half or more of a mention of a gold term, measured over their union.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import whipcount.demo
from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.model import Document, Span, Term
from whipcount.segment import segment
from whipcount.terms import find_terms

GOLD = Path(__file__).with_name("terms_gold.jsonl")
SHOWN = 0.5  # confidence from which a term is listed


def documents(shared: Path) -> dict[str, Document]:
    """Every document that the annotation may speak of, by its name there."""
    found: dict[str, Document] = {}
    with gzip.open(shared / "data/attribution/polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found[record["doc"]] = Document(record["doc"], record["doc"], record["text"], "", title=record["title"])
    seed = shared / "seed/long-range-strikes.txt"
    found[seed.stem] = Document(seed.stem, seed.stem, seed.read_text(encoding="utf-8"), "")
    articles = Path(whipcount.demo.__file__).parent / "articles"
    for item in read([articles], Settings()):
        if isinstance(item, Document):
            found[Path(item.given_id).name] = item
    return found


def covered(gold: Sequence[int], found: Iterable[Span]) -> bool:
    """Whether a found mention and a gold one share half or more of what both span."""
    for start, end in found:
        shared = min(gold[1], end) - max(gold[0], start)
        if shared * 2 >= max(gold[1], end) - min(gold[0], start):
            return True
    return False


def wilson(right: int, total: int) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    if not total:
        return "none"
    p, z = right / total, 1.96
    middle, spread = p + z * z / (2 * total), z * (p * (1 - p) / total + z * z / (4 * total * total)) ** 0.5
    low, high = ((middle + sign * spread) / (1 + z * z / total) for sign in (-1, 1))
    return f"{right} of {total}, {100 * p:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def score(gold: list[dict[str, Any]], terms: tuple[Term, ...], counts: Counter[str]) -> list[str]:
    """Add one document to the counts; what was wrong, in words without the article's text."""
    owners: dict[int, set[int]] = {number: set() for number in range(len(gold))}
    wrong: list[str] = []
    for at, term in enumerate(terms):
        hits = {n for n, g in enumerate(gold) if any(covered(m, term.mentions) for m in g["mentions"])}
        for number in hits:
            owners[number].add(at)
        counts["found"] += 1
        counts["found right"] += bool(hits)
        counts["merged wrongly"] += len(hits) > 1
        if not hits:
            wrong.append(f"not a term: {term.name} ({term.kind}, {term.rule})")
        elif term.kind not in {gold[number]["kind"] for number in hits}:
            wrong.append(f"kind: {term.name} is not {term.kind}")
        else:
            counts["kind right"] += 1
    for number, g in enumerate(gold):
        counts["gold"] += 1
        counts["gold found"] += bool(owners[number])
        spans = [span for at in owners[number] for span in terms[at].mentions]
        counts["mentions"] += len(g["mentions"])
        counts["mentions found"] += sum(covered(m, spans) for m in g["mentions"])
        if g["names"] > 1:
            counts["several names"] += 1
            counts["joined"] += len(owners[number]) == 1 and all(covered(m, spans) for m in g["mentions"])
        if not owners[number]:
            wrong.append(f"missed: {g['written']} ({g['kind']})")
    return wrong


def scores(texts: dict[str, Document], part: str) -> tuple[Counter[str], list[str]]:
    """Counts over one part of the annotation, and what was wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["part"] != part:
            continue
        document = segment(texts[record["doc"]])
        for g in record["terms"]:
            written = {" ".join(document.text[a:b].split()) for a, b in g["mentions"]}
            g["names"], g["written"] = len(written), max(written, key=len)
        shown = tuple(term for term in find_terms(document) if term.confidence >= SHOWN)
        counts["documents"] += 1
        wrong += [f"{record['doc']}: {words}" for words in score(record["terms"], shown, counts)]
    return counts, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--part", choices=("work", "check"))
    parser.add_argument("--show", action="store_true", help="list what was wrong")
    parser.add_argument("--speed", action="store_true", help="words per CPU second over the training articles")
    options = parser.parse_args()
    texts = documents(options.shared)
    for part in [options.part] if options.part else ["work", "check"]:
        counts, wrong = scores(texts, part)
        for words in wrong if options.show else ():
            print(f"  {words}")
        print(f"{part}: {counts['documents']} documents")
        print("  precision of terms     ", wilson(counts["found right"], counts["found"]))
        print("  recall of terms        ", wilson(counts["gold found"], counts["gold"]))
        print("  recall of mentions     ", wilson(counts["mentions found"], counts["mentions"]))
        print("  kind of those found    ", wilson(counts["kind right"], counts["found right"]))
        print("  several names joined   ", wilson(counts["joined"], counts["several names"]))
        print("  two terms made one     ", counts["merged wrongly"])
    if options.speed:
        ready = [segment(document) for document in texts.values()]
        words = sum(len(document.text.split()) for document in ready)
        started = time.process_time()
        for document in ready:
            find_terms(document)
        print(f"{words / (time.process_time() - started):,.0f} words per CPU second over {words:,} words")


if __name__ == "__main__":
    main()
