"""Score the annotators of the same articles against each other, by the measures of ``bench/dev.py``.

    python bench/annotators.py [--shared DIR]

Each annotator stands once as gold and once as prediction against each other one of the article, so precision and
recall are equal. An article counts as often as it has pairs; intervals are over articles. The rows named ``cofenet``
take pieces as ``score/cofenet.py`` does, over the words and marks of each paragraph, because CofeNet's tokens carry one
annotator's labels.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
from collections import defaultdict
from itertools import permutations
from pathlib import Path
from types import ModuleType

from measures import Record, attribution_counts, direct_counts, rows, scorer
from whipcount.evaluate.scores import Counts, total


def texts(folder: Path) -> dict[str, str]:
    with gzip.open(folder / "polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    with (folder / "polnear_dev.jsonl").open(encoding="utf-8") as lines:
        records += [json.loads(line) for line in lines]
    return {record["doc"]: record["text"] for record in records}


def annotations(folder: Path) -> dict[str, list[Record]]:
    text = texts(folder)
    found: dict[str, list[Record]] = defaultdict(list)
    with (folder / "polnear_multi_annotator.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found[record["doc"]].append({**record, "text": text[record["doc"]]})
    return dict(found)


def piece_counts(gold: Record, predicted: Record, official: ModuleType) -> dict[str, Counts]:
    counts = dict.fromkeys(official.ROLES, Counts())
    for paragraph in re.finditer(r"[^\n]+", gold["text"]):
        words = [match.span() for match in re.compile(r"\w+|[^\w\s]").finditer(gold["text"], *paragraph.span())]
        ours, theirs = (official.predicted_spans(side["attributions"], words) for side in (gold, predicted))
        for role in official.ROLES:
            counts[role] += Counts(len(ours[role] & theirs[role]), len(theirs[role]), len(ours[role]))
    return {f"cofenet_{role}": found for role, found in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    options = parser.parse_args()
    attribution, cofenet = (scorer(options.shared, name) for name in ("attribution", "cofenet"))
    documents = []
    for of_article in annotations(options.shared / "data/attribution").values():
        pairs = [
            attribution_counts(*pair, attribution) | direct_counts(*pair, attribution) | piece_counts(*pair, cofenet)
            for pair in permutations(of_article, 2)
        ]
        documents.append({name: total(pair[name] for pair in pairs) for name in pairs[0]})
    print(json.dumps({"articles": len(documents), "rows": rows(documents)}, indent=1))


if __name__ == "__main__":
    main()
