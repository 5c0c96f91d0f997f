"""Measure the reading of HTML against the pages with gold in the shared data: body, day, title, authors.

    python bench/web_pages.py ../shared/data/html [--sample N]

Prints one JSON line per figure. Body is scored as trafilatura scores itself: strings that must and must not be there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from whipcount.config import Settings
from whipcount.ingest.formats import read_page
from whipcount.ingest.origin import Origin
from whipcount.model import Document, Rejected


def load(folder: Path, name: str, sample: int | None) -> list[dict[str, Any]]:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines][:sample]


def read(folder: Path, page: str) -> Document | Rejected:
    data = gzip.decompress((folder / page).read_bytes())
    return read_page(data, Origin(page, None, Settings(), None))


def flat(text: str) -> str:
    return " ".join(text.split())


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure} | values), flush=True)


def ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def body(folder: Path, sample: int | None) -> None:
    counts: Counter[str] = Counter()
    labels = load(folder, "trafilatura_labels.jsonl", sample)
    start = time.process_time()
    titles: Counter[str] = Counter()
    for label in labels:
        made = read(folder, label["page"])
        text = flat(made.text) if isinstance(made, Document) else ""
        counts[made.reason if isinstance(made, Rejected) else "read"] += 1
        found = [flat(string) in text for string in label.get("with", [])]
        wrong = [flat(string) in text for string in label.get("without", [])]
        counts.update(tp=sum(found), fn=len(found) - sum(found), fp=sum(wrong), tn=len(wrong) - sum(wrong))
        if label.get("title"):
            titles["gold"] += 1
            titles["right"] += isinstance(made, Document) and flat(made.title or "") == flat(label["title"])
    seconds = time.process_time() - start
    precision, recall = (
        ratio(counts["tp"], counts["tp"] + counts["fp"]),
        ratio(counts["tp"], counts["tp"] + counts["fn"]),
    )
    f1 = round(2 * precision * recall / (precision + recall), 4)
    say("body", pages=len(labels), precision=precision, recall=recall, f1=f1, counts=dict(counts))
    say("body_speed", milliseconds_per_page=round(1000 * seconds / len(labels), 1))
    say("title_trafilatura", pages=titles["gold"], exact=ratio(titles["right"], titles["gold"]))


def days(folder: Path, sample: int | None) -> None:
    score_days(
        "day_htmldate",
        folder,
        ((g["page"], date.fromisoformat(g["date"])) for g in load(folder, "htmldate_labels.jsonl", sample)),
    )


def score_days(figure: str, folder: Path, gold: Iterable[tuple[str, date]]) -> None:
    counts: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    for page, day in gold:
        made = read(folder, page)
        counts["pages"] += 1
        if isinstance(made, Rejected):
            counts["rejected"] += 1
            continue
        if made.published:
            counts["found"] += 1
            right = made.published == day
            counts["right"] += right
            places.setdefault(str(made.published_from), Counter()).update(found=1, right=int(right))
    say(
        figure,
        pages=counts["pages"],
        rejected=counts["rejected"],
        coverage=ratio(counts["found"], counts["pages"]),
        exact=ratio(counts["right"], counts["pages"]),
        exact_where_found=ratio(counts["right"], counts["found"]),
        places={name: dict(count) for name, count in places.items()},
    )


def fundus(folder: Path, sample: int | None, *, show: bool) -> None:
    labels = load(folder, "fundus_labels.jsonl", sample)
    counts: Counter[str] = Counter()
    for label in labels:
        made = read(folder, label["page"])
        counts["pages"] += 1
        if isinstance(made, Rejected):
            counts["rejected"] += 1
            continue
        right = flat(made.title or "") == flat(label["title"] or "")
        counts["title"] += right
        counts["day"] += str(made.published) == label["published"][:10]
        if show and not right:
            print(made.title, "|", label["title"], file=sys.stderr)
        gold, ours = set(label["authors"] or []), {name for name in (made.byline or "").split(", ") if name}
        counts.update(authors_right=len(gold & ours), authors_gold=len(gold), authors_ours=len(ours))
        paragraphs = [flat(p) for section in label["sections"] for p in section["paragraphs"]]
        text = flat(made.text)
        counts.update(paragraphs=len(paragraphs), paragraphs_found=sum(p in text for p in paragraphs))
        gold_words = Counter(
            " ".join(flat(str(v)) for s in label["sections"] for v in (*s["headline"], *s["paragraphs"])).split()
        )
        gold_words.update(" ".join(label["summary"]).split())
        words = Counter(text.split())
        counts.update(words=sum(words.values()), words_outside=sum((words - gold_words).values()))
    say(
        "fundus",
        pages=counts["pages"],
        rejected=counts["rejected"],
        title_exact=ratio(counts["title"], counts["pages"]),
        day_exact=ratio(counts["day"], counts["pages"]),
        authors_f1=ratio(2 * counts["authors_right"], counts["authors_gold"] + counts["authors_ours"]),
        paragraphs_found=ratio(counts["paragraphs_found"], counts["paragraphs"]),
        words_outside=ratio(counts["words_outside"], counts["words"]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--only", choices=("body", "days", "fundus"))
    parser.add_argument("--show", action="store_true", help="list what went wrong on stderr")
    arguments = parser.parse_args()
    if arguments.only in (None, "fundus"):
        fundus(arguments.folder, arguments.sample, show=arguments.show)
    if arguments.only in (None, "body"):
        body(arguments.folder, arguments.sample)
    if arguments.only in (None, "days"):
        days(arguments.folder, arguments.sample)


if __name__ == "__main__":
    main()
