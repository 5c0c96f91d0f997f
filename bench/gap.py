"""Score pronouns on GAP: which of two given names an ambiguous pronoun of a Wikipedia passage means.

usage: python bench/gap.py [--shared DIR] [--part validation|development] [--words]

The passage, the pronoun and the two names are given, the page's address is not used; the shipped reader reads the
passage, and what it looks at from the pronoun is used (not with ``--words``). The decision is taken by
``whipcount.resolve.meant``, which ranks the people of the passage by the same code that resolves the source "she": a
name is said to be meant where its person is likelier than the other one's and likelier than a floor. F1 is over the two
decisions of each passage, as the data set's own measure does (Webster et al. 2018), for masculine and feminine pronouns
and overall; bias is feminine over masculine.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from whipcount.attribute import Reader
from whipcount.model import Document, Span
from whipcount.resolve import meant

FLOOR = 0.2  # probability under which a name is not said to be meant, chosen on the validation part
FEMININE = ("she", "her", "hers", "herself")


def decide(record: dict[str, Any], reader: Reader | None) -> tuple[bool, bool]:
    """Whether the pronoun means the first name, and the second."""
    document = Document(record["id"], record["id"], record["text"], "")
    pronoun, names = Span(*record["pronoun"]), [Span(*record["a"]), Span(*record["b"])]
    regards = reader.regard([document])[0][1] if reader else None
    given = {at: p for person in meant(document, pronoun, names, regards) for at, p in _mentions(person)}
    a, b = (given.get(name.start, 0.0) for name in names)
    return a >= max(b, FLOOR), b >= FLOOR and b > a


def _mentions(person: Any) -> list[tuple[int, float]]:
    return [(start, person.probability) for start in person.mentions]


def f1(counts: Counter[str]) -> float:
    return 200 * counts["tp"] / max(1, 2 * counts["tp"] + counts["fp"] + counts["fn"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("WHIPCOUNT_SHARED") or Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--part", choices=("validation", "development"), default="development")
    parser.add_argument("--words", action="store_true", help="without the reader: words and positions alone")
    options = parser.parse_args()
    reader = None if options.words else Reader()
    path = options.shared / f"data/coref/gap_{options.part}.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts: dict[str, Counter[str]] = {"masculine": Counter(), "feminine": Counter()}
    for record in records:
        word = record["text"][slice(*record["pronoun"])].casefold()
        tally = counts["feminine" if word in FEMININE else "masculine"]
        for said, true in zip(decide(record, reader), (record["a_coref"], record["b_coref"]), strict=True):
            tally["tp" if said and true else "fp" if said else "fn" if true else "tn"] += 1
    overall = counts["masculine"] + counts["feminine"]
    masculine, feminine = f1(counts["masculine"]), f1(counts["feminine"])
    print(
        f"{options.part}: {len(records)} passages, F1 {f1(overall):.1f} (masculine {masculine:.1f}, feminine ", end=""
    )
    print(f"{feminine:.1f}, bias {feminine / max(masculine, 0.1):.2f})")


if __name__ == "__main__":
    main()
